//! Colour: the photograph's hue and chroma mixed in, chroma scaled, lightness kept, inside the gamut.
//!
//! Source: Björn Ottosson, "A perceptual color space for image processing" (2020).

use std::sync::LazyLock;

/// Steps of the search for the gamut's border; each halves the error.
pub(super) const GAMUT_STEPS: u32 = 12;

/// Moves hue and chroma of an sRGB colour towards those of `photo` by `share`, then scales the
/// chroma by `factor` (only the first three numbers count).
///
/// A colour that would leave the gamut gets the largest chroma that fits, never a clipped channel,
/// which would change its hue.
pub(super) fn recolor(rgb: [f32; 4], photo: [f32; 4], share: f32, factor: f32) -> [f32; 4] {
    let oklab = |c: [f32; 4]| oklab_from_linear([c[0], c[1], c[2]].map(linear_from_srgb));
    let [lightness, mut a, mut b] = oklab(rgb);
    if share > 0.0 {
        let [_, photo_a, photo_b] = oklab(photo);
        a += (photo_a - a) * share;
        b += (photo_b - b) * share;
    }
    let at = |scale: f32| linear_from_oklab([lightness, a * scale, b * scale]);
    let mut result = at(factor);
    if !is_inside(result) {
        // Grey is inside, mostly the colour itself too; the border lies between that and the wish.
        let start = if factor > 1.0 && is_inside(at(1.0)) {
            1.0
        } else {
            0.0
        };
        let (mut inside, mut outside) = (start, factor);
        for _ in 0..GAMUT_STEPS {
            let middle = 0.5 * (inside + outside);
            if is_inside(at(middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        result = at(inside);
    }
    let srgb = result.map(srgb_from_linear);
    [srgb[0], srgb[1], srgb[2], rgb[3]]
}

/// Whether a linear colour can be shown; a little beyond counts, so that rounding does not.
fn is_inside(linear: [f32; 3]) -> bool {
    linear.iter().all(|v| (-1e-4..=1.0001).contains(v))
}

/// Steps of the tables of the transfer function; between them a straight line is exact to 1e-6.
const TABLE_STEPS: usize = 2048;

/// A function of `0.0..=1.0` as a table, many times faster than its powers.
struct Table(Vec<f32>);

impl Table {
    fn new(function: impl Fn(f32) -> f32) -> Self {
        // One entry more, so that 1.0 has a right neighbour.
        Self(
            (0..=TABLE_STEPS + 1)
                .map(|i| function(i as f32 / TABLE_STEPS as f32))
                .collect(),
        )
    }

    fn at(&self, value: f32) -> f32 {
        let position = value.clamp(0.0, 1.0) * TABLE_STEPS as f32;
        let index = position as usize;
        let (a, b) = (self.0[index], self.0[index + 1]);
        a + (b - a) * (position - index as f32)
    }
}

static LINEAR: LazyLock<Table> = LazyLock::new(|| {
    Table::new(|v| {
        if v <= 0.040_45 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    })
});

/// By the square root, which is steep where the function is.
static SRGB_OF_ROOT: LazyLock<Table> = LazyLock::new(|| {
    Table::new(|root| {
        let v = root * root;
        if v <= 0.003_130_8 {
            v * 12.92
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
    })
});

fn linear_from_srgb(v: f32) -> f32 {
    LINEAR.at(v)
}

fn srgb_from_linear(v: f32) -> f32 {
    SRGB_OF_ROOT.at(v.max(0.0).sqrt())
}

fn oklab_from_linear([r, g, b]: [f32; 3]) -> [f32; 3] {
    let l = 0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_993 * b;
    let m = 0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b;
    let s = 0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b;
    let [l, m, s] = [l, m, s].map(|v| v.max(0.0).cbrt());
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn linear_from_oklab([lightness, a, b]: [f32; 3]) -> [f32; 3] {
    let l = lightness + 0.396_337_78 * a + 0.215_803_76 * b;
    let m = lightness - 0.105_561_346 * a - 0.063_854_17 * b;
    let s = lightness - 0.089_484_18 * a - 1.291_485_5 * b;
    let [l, m, s] = [l * l * l, m * m * m, s * s * s];
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saturated(colour: [f32; 4], factor: f32) -> [f32; 4] {
        recolor(colour, [0.0; 4], 0.0, factor)
    }

    fn chroma(rgb: [f32; 4]) -> f32 {
        let [_, a, b] = oklab_from_linear([rgb[0], rgb[1], rgb[2]].map(linear_from_srgb));
        a.hypot(b)
    }

    fn colours() -> impl Iterator<Item = [f32; 4]> {
        let levels = [0.0, 0.2, 0.5, 0.8, 1.0];
        levels.into_iter().flat_map(move |r| {
            levels
                .into_iter()
                .flat_map(move |g| levels.into_iter().map(move |b| [r, g, b, 0.0]))
        })
    }

    #[test]
    fn zero_is_grey_of_the_same_lightness() {
        for colour in colours() {
            let grey = saturated(colour, 0.0);
            assert!((grey[0] - grey[1]).abs() < 2e-3 && (grey[1] - grey[2]).abs() < 2e-3);
        }
    }

    #[test]
    fn chroma_grows_with_the_factor_and_stays_in_the_gamut() {
        for colour in colours() {
            let mut last = -1e-3;
            for factor in [0.0, 0.3, 0.7, 1.0, 1.3, 2.0] {
                let result = saturated(colour, factor);
                assert!(result[..3].iter().all(|v| (0.0..=1.0).contains(v)));
                let now = chroma(result);
                assert!(
                    now >= last - 2e-3,
                    "{colour:?} at {factor}: {now} after {last}"
                );
                last = now;
            }
        }
    }

    #[test]
    fn hue_and_lightness_survive_at_the_border_of_the_gamut() {
        let colour = [0.9, 0.3, 0.2, 0.0];
        let result = saturated(colour, 2.0);
        let lab = |c: [f32; 4]| oklab_from_linear([c[0], c[1], c[2]].map(linear_from_srgb));
        let (before, after) = (lab(colour), lab(result));
        assert!((before[0] - after[0]).abs() < 2e-3);
        let hue = |c: [f32; 3]| c[2].atan2(c[1]);
        assert!((hue(before) - hue(after)).abs() < 0.01);
    }

    #[test]
    fn the_photographs_colour_is_taken_at_the_drawings_lightness() {
        let (drawn, photo) = ([0.6, 0.3, 0.3, 0.0], [0.3, 0.4, 0.6, 0.0]);
        let lab = |c: [f32; 4]| oklab_from_linear([c[0], c[1], c[2]].map(linear_from_srgb));
        let (result, drawn, photo) = (lab(recolor(drawn, photo, 1.0, 1.0)), lab(drawn), lab(photo));
        assert!((result[0] - drawn[0]).abs() < 2e-3);
        assert!((result[1] - photo[1]).abs() < 2e-3 && (result[2] - photo[2]).abs() < 2e-3);
    }
}
