//! Colour: the photograph's hue and chroma mixed in, chroma scaled, lightness kept, inside the gamut.
//!
//! Works on [`LANES`] pixels at once; roots by Newton's method instead of powers, which the compiler
//! turns into the widest vectors that the processor has. Plain loops, no `map`: a closure is not
//! inlined and would be compiled for the oldest processor.
//!
//! Source: Björn Ottosson, "A perceptual color space for image processing" (2020).

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::parameters::{INK, Parameters, TONE_STEEPNESS};
use super::planar::LANES;
use super::plane::smoothstep;

/// Steps of the search for the gamut's border; each halves the error.
pub(super) const GAMUT_STEPS: u32 = 12;

/// A number for each of some pixels.
type Lanes = [f32; LANES];

/// Moves hue and chroma of sRGB colours towards those of `photo`, scales the chroma, and brings
/// lightness towards its tone. Dark colours become ink.
///
/// A colour that would leave the gamut gets the largest chroma that fits, never a clipped channel,
/// which would change its hue.
///
/// Source of the soft tones: Winnemöller, Olsen, Gooch, "Real-time video abstraction" (2006), section 3.3.
#[inline(always)]
pub(super) fn recolor(rgb: [Lanes; 3], photo: [Lanes; 3], parameters: &Parameters) -> [Lanes; 3] {
    let (share, factor) = (parameters.photo_color, parameters.saturation);
    let [mut lightness, mut a, mut b] = oklab_from_srgb(rgb);
    let mut blackness = [0.0; LANES];
    if parameters.has_blacks() {
        let [low, high] = parameters.blacks;
        for i in 0..LANES {
            blackness[i] = 1.0 - smoothstep(low, high, lightness[i]);
        }
    }
    if parameters.tone > 0.0 {
        for value in &mut lightness {
            *value += (tone(*value, parameters.num_tones) - *value) * parameters.tone;
        }
    }
    if share > 0.0 {
        let [_, photo_a, photo_b] = oklab_from_srgb(photo);
        for i in 0..LANES {
            a[i] += (photo_a[i] - a[i]) * share;
            b[i] += (photo_b[i] - b[i]) * share;
        }
    }
    let mut linear = [[0.0; LANES]; 3];
    for i in 0..LANES {
        let [red, green, blue] = linear_from_oklab([lightness[i], a[i] * factor, b[i] * factor]);
        linear[0][i] = red;
        linear[1][i] = green;
        linear[2][i] = blue;
    }
    let mut outside = [false; LANES];
    let mut any_outside = false;
    for i in 0..LANES {
        outside[i] = !is_inside([linear[0][i], linear[1][i], linear[2][i]]);
        any_outside |= outside[i];
    }
    if any_outside {
        for i in (0..LANES).filter(|i| outside[*i]) {
            let color = largest_inside([lightness[i], a[i], b[i]], factor);
            for (channel, value) in linear.iter_mut().zip(color) {
                channel[i] = value;
            }
        }
    }
    for (channel, ink) in linear.iter_mut().zip(INK) {
        for (value, blackness) in channel.iter_mut().zip(blackness) {
            *value = srgb_from_linear(*value);
            *value += (ink - *value) * blackness;
        }
    }
    linear
}

/// The tone of a lightness: `num_tones` equal steps down from white, with soft edges half way between.
#[inline(always)]
fn tone(lightness: f32, num_tones: f32) -> f32 {
    let depth = (1.0 - lightness) * num_tones;
    let step = depth.floor();
    let way = (depth - step - 0.5) * TONE_STEEPNESS + 0.5;
    1.0 - (step + smoothstep(0.0, 1.0, way)) / num_tones
}

/// The linear colour of the largest chroma up to `factor` times that of an `OKLab` colour that can
/// be shown.
fn largest_inside([lightness, a, b]: [f32; 3], factor: f32) -> [f32; 3] {
    let at = |scale: f32| linear_from_oklab([lightness, a * scale, b * scale]);
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
    at(inside)
}

/// Whether a linear colour can be shown; a little beyond counts, so that rounding does not.
#[inline(always)]
fn is_inside(linear: [f32; 3]) -> bool {
    let [r, g, b] = linear;
    let (least, most) = (r.min(g).min(b), r.max(g).max(b));
    (least + 1e-4).min(1.0001 - most) >= 0.0
}

/// Cube root of a number that is not negative, to about 1e-7 of it.
#[inline(always)]
fn cube_root(v: f32) -> f32 {
    // A third of the exponent is within 4 %; each of Halley's steps triples the digits.
    let mut root = f32::from_bits(v.to_bits() / 3 + 0x2a51_19f2);
    for _ in 0..2 {
        let cube = root * root * root;
        root *= (cube + 2.0 * v) / (2.0 * cube + v);
    }
    root
}

/// Fifth root of a number in `0.01..=1.0`, to about 1e-7 of it.
#[inline(always)]
fn fifth_root(v: f32) -> f32 {
    // A fifth of the exponent is within 3 %; each of Newton's steps doubles the digits.
    let mut root = f32::from_bits(v.to_bits() / 5 + 0x32c6_a000);
    for _ in 0..3 {
        let square = root * root;
        root = 0.8 * root + 0.2 * v / (square * square);
    }
    root
}

/// IEC 61966-2-1, both `0.0..=1.0`.
#[inline(always)]
fn linear_from_srgb(v: f32) -> f32 {
    // To the power of 12/5.
    let base = (v.clamp(0.0, 1.0) + 0.055) / 1.055;
    let root = fifth_root(base);
    let power = base * base * (root * root);
    if v <= 0.040_45 { v / 12.92 } else { power }
}

/// IEC 61966-2-1, both `0.0..=1.0`.
#[inline(always)]
fn srgb_from_linear(v: f32) -> f32 {
    let v = v.clamp(0.0, 1.0);
    // To the power of 5/12, which is 1/3 and a quarter of it.
    let root = cube_root(v);
    let power = root * root.sqrt().sqrt();
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * power - 0.055
    }
}

#[inline(always)]
fn oklab_from_srgb(rgb: [Lanes; 3]) -> [Lanes; 3] {
    let mut lab = [[0.0; LANES]; 3];
    for i in 0..LANES {
        let (r, g, b) = (rgb[0][i], rgb[1][i], rgb[2][i]);
        let linear = [
            linear_from_srgb(r),
            linear_from_srgb(g),
            linear_from_srgb(b),
        ];
        let [lightness, a, b] = oklab_from_linear(linear);
        lab[0][i] = lightness;
        lab[1][i] = a;
        lab[2][i] = b;
    }
    lab
}

#[inline(always)]
fn oklab_from_linear([r, g, b]: [f32; 3]) -> [f32; 3] {
    let l = 0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_993 * b;
    let m = 0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b;
    let s = 0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b;
    let (l, m, s) = (l.max(0.0), m.max(0.0), s.max(0.0));
    let (l, m, s) = (cube_root(l), cube_root(m), cube_root(s));
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

#[inline(always)]
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

    use super::super::InkSettings;

    /// [`recolor`](super::recolor) of one colour.
    fn recolored(rgb: [f32; 3], photo: [f32; 3], settings: &InkSettings) -> [f32; 3] {
        let lanes = |color: [f32; 3]| color.map(|v| [v; LANES]);
        let parameters = Parameters::new(settings, 1.0);
        super::recolor(lanes(rgb), lanes(photo), &parameters).map(|lanes| lanes[LANES - 1])
    }

    fn recolor(rgb: [f32; 3], photo: [f32; 3], share: f32, factor: f32) -> [f32; 3] {
        let settings = InkSettings {
            photo_color: share,
            saturation: factor,
            ..InkSettings::NEUTRAL
        };
        recolored(rgb, photo, &settings)
    }

    fn saturated(colour: [f32; 3], factor: f32) -> [f32; 3] {
        recolor(colour, [0.0; 3], 0.0, factor)
    }

    fn chroma(rgb: [f32; 3]) -> f32 {
        let [_, a, b] = oklab_from_linear(rgb.map(linear_from_srgb));
        a.hypot(b)
    }

    #[test]
    fn roots_agree_with_the_librarys_powers() {
        for i in 0..=100_000 {
            let v = i as f32 / 100_000.0;
            let (linear, srgb) = (linear_from_srgb(v), srgb_from_linear(v));
            let exact = f64::from(v);
            let decoded = if exact <= 0.040_45 {
                exact / 12.92
            } else {
                ((exact + 0.055) / 1.055).powf(2.4)
            };
            let encoded = if exact <= 0.003_130_8 {
                exact * 12.92
            } else {
                1.055 * exact.powf(1.0 / 2.4) - 0.055
            };
            assert!((f64::from(linear) - decoded).abs() < 1e-6, "{v}: {linear}");
            assert!((f64::from(srgb) - encoded).abs() < 1e-6, "{v}: {srgb}");
            assert!((f64::from(cube_root(v)) - exact.cbrt()).abs() < 1e-6, "{v}");
        }
    }

    fn colours() -> impl Iterator<Item = [f32; 3]> {
        let levels = [0.0, 0.2, 0.5, 0.8, 1.0];
        levels.into_iter().flat_map(move |r| {
            levels
                .into_iter()
                .flat_map(move |g| levels.into_iter().map(move |b| [r, g, b]))
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
                assert!(result.iter().all(|v| (0.0..=1.0).contains(v)));
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
        let colour = [0.9, 0.3, 0.2];
        let result = saturated(colour, 2.0);
        let lab = |c: [f32; 3]| oklab_from_linear(c.map(linear_from_srgb));
        let (before, after) = (lab(colour), lab(result));
        assert!((before[0] - after[0]).abs() < 2e-3);
        let hue = |c: [f32; 3]| c[2].atan2(c[1]);
        assert!((hue(before) - hue(after)).abs() < 0.01);
    }

    #[test]
    fn the_photographs_colour_is_taken_at_the_drawings_lightness() {
        let (drawn, photo) = ([0.6, 0.3, 0.3], [0.3, 0.4, 0.6]);
        let lab = |c: [f32; 3]| oklab_from_linear(c.map(linear_from_srgb));
        let (result, drawn, photo) = (lab(recolor(drawn, photo, 1.0, 1.0)), lab(drawn), lab(photo));
        assert!((result[0] - drawn[0]).abs() < 2e-3);
        assert!((result[1] - photo[1]).abs() < 2e-3 && (result[2] - photo[2]).abs() < 2e-3);
    }

    #[test]
    fn tones_are_few_and_keep_their_order_and_white() {
        let with = |tones, v: f32| {
            let settings = InkSettings {
                tones,
                ..InkSettings::NEUTRAL
            };
            recolored([v; 3], [0.0; 3], &settings)[0]
        };
        let greys = || (0..=400).map(|i| i as f32 / 400.0);
        let spread = |tones| {
            let tones: Vec<f32> = greys().map(|v| with(tones, v)).collect();
            assert!(tones.is_sorted_by(|a, b| *b >= a - 1e-4), "{tones:?}");
            let steps = tones.windows(2).filter(|pair| pair[1] - pair[0] < 1e-4);
            steps.count()
        };
        // More and more greys become the same grey.
        let [none, all, fewer] = [0.0, 1.0, 2.0].map(spread);
        assert!(none < 3 && all > 200 && fewer > 200, "{none} {all} {fewer}");
        for tones in [0.5, 1.0, 1.3, 2.0] {
            assert!((with(tones, 1.0) - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn dark_colours_become_ink_and_light_ones_stay() {
        let settings = InkSettings {
            blacks: 0.6,
            ..InkSettings::NEUTRAL
        };
        let dark = recolored([0.08, 0.1, 0.07], [0.0; 3], &settings);
        for (value, ink) in dark.into_iter().zip(INK) {
            assert!((value - ink).abs() < 1e-3, "{dark:?}");
        }
        let light = recolored([0.6, 0.5, 0.4], [0.0; 3], &settings);
        assert!((light[0] - 0.6).abs() < 2e-3, "{light:?}");
    }
}
