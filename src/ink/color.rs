//! Colour in `OKLab`: the way there and back, the photograph's hue and chroma, the gamut's border.
//!
//! Works on [`LANES`] pixels at once; roots by Newton's method instead of powers, which the
//! compiler turns into the widest vectors that the processor has. Plain loops, no `map`: a closure
//! is not inlined and would be compiled for the oldest processor.
//!
//! Source: Björn Ottosson, "A perceptual color space for image processing" (2020).

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::planar::LANES;

/// A number for each of some pixels.
type Lanes = [f32; LANES];

/// Moves hue and chroma of some pixels towards those of `photo`, at their own lightness; `share` of
/// the way.
///
/// A colour that would leave the gamut goes only as far as it can be shown: no channel is clipped,
/// which would change its hue.
#[inline(always)]
pub(super) fn with_chroma_of(pixels: &mut [[f32; 4]], photo: &[[f32; 4]], share: f32) {
    let [lightness, mut a, mut b] = oklab_from_srgb(channels(pixels));
    let [_, photo_a, photo_b] = oklab_from_srgb(channels(photo));
    for (i, pixel) in pixels.iter_mut().enumerate() {
        let was = [lightness[i], a[i], b[i]];
        a[i] += (photo_a[i] - a[i]) * share;
        b[i] += (photo_b[i] - b[i]) * share;
        let linear = inside_gamut(was, [lightness[i], a[i], b[i]]);
        for c in 0..3 {
            pixel[c] = srgb_from_linear(linear[c]);
        }
    }
}

/// The channels of up to [`LANES`] pixels.
#[inline(always)]
pub(super) fn channels(pixels: &[[f32; 4]]) -> [Lanes; 3] {
    let mut channels = [[0.0; LANES]; 3];
    for (i, pixel) in pixels.iter().enumerate() {
        for c in 0..3 {
            channels[c][i] = pixel[c];
        }
    }
    channels
}

/// Steps of the search for the gamut's border; each halves the error.
pub(super) const GAMUT_STEPS: u32 = 8;

/// The linear colour that can be shown and is the nearest to an `OKLab` colour `wanted` on the way
/// from `was`, which can be shown: a vivid sky stays vivid rather than light.
#[inline(always)]
pub(super) fn inside_gamut(was: [f32; 3], wanted: [f32; 3]) -> [f32; 3] {
    let all = linear_from_oklab(wanted);
    if is_inside(all) {
        return all;
    }
    let (mut inside, mut outside) = (0.0, 1.0);
    let mut found = linear_from_oklab(was);
    for _ in 0..GAMUT_STEPS {
        let t = 0.5 * (inside + outside);
        let mut between = was;
        for c in 0..3 {
            between[c] += (wanted[c] - was[c]) * t;
        }
        let color = linear_from_oklab(between);
        if is_inside(color) {
            inside = t;
            found = color;
        } else {
            outside = t;
        }
    }
    found
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
pub(super) fn linear_from_srgb(v: f32) -> f32 {
    // To the power of 12/5.
    let base = (v.clamp(0.0, 1.0) + 0.055) / 1.055;
    let root = fifth_root(base);
    let power = base * base * (root * root);
    if v <= 0.040_45 { v / 12.92 } else { power }
}

/// IEC 61966-2-1, both `0.0..=1.0`.
#[inline(always)]
pub(super) fn srgb_from_linear(v: f32) -> f32 {
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
pub(super) fn oklab_from_srgb(rgb: [Lanes; 3]) -> [Lanes; 3] {
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
pub(super) fn oklab_from_linear([r, g, b]: [f32; 3]) -> [f32; 3] {
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
pub(super) fn linear_from_oklab([lightness, a, b]: [f32; 3]) -> [f32; 3] {
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

/// CIE `L*a*b*` (D65) of linear colours; `L*` in `0.0..=100.0`.
#[inline(always)]
pub(super) fn lab_from_srgb(rgb: [Lanes; 3]) -> [Lanes; 3] {
    let mut lab = [[0.0; LANES]; 3];
    for i in 0..LANES {
        let (r, g, b) = (
            linear_from_srgb(rgb[0][i]),
            linear_from_srgb(rgb[1][i]),
            linear_from_srgb(rgb[2][i]),
        );
        let x = lab_root(0.433_953 * r + 0.376_219 * g + 0.189_828 * b);
        let y = lab_root(0.212_671 * r + 0.715_160 * g + 0.072_169 * b);
        let z = lab_root(0.017_758 * r + 0.109_477 * g + 0.872_766 * b);
        lab[0][i] = 116.0 * y - 16.0;
        lab[1][i] = 500.0 * (x - y);
        lab[2][i] = 200.0 * (y - z);
    }
    lab
}

/// The linear colour of CIE `L*a*b*` (D65), which may lie beyond the gamut.
#[inline(always)]
pub(super) fn linear_from_lab([lightness, a, b]: [f32; 3]) -> [f32; 3] {
    let y = (lightness + 16.0) / 116.0;
    let x = 0.950_456 * lab_cube(y + a / 500.0);
    let z = 1.088_754 * lab_cube(y - b / 200.0);
    let y = lab_cube(y);
    [
        3.240_479 * x - 1.537_15 * y - 0.498_535 * z,
        -0.969_256 * x + 1.875_991 * y + 0.041_556 * z,
        0.055_648 * x - 0.204_043 * y + 1.057_311 * z,
    ]
}

/// Below this share of white, lightness is a straight line.
const TOE: f32 = 0.008_856;

#[inline(always)]
fn lab_root(share: f32) -> f32 {
    let root = cube_root(share.max(TOE));
    let line = 7.787 * share + 16.0 / 116.0;
    if share > TOE { root } else { line }
}

#[inline(always)]
fn lab_cube(root: f32) -> f32 {
    let line = (root - 16.0 / 116.0) / 7.787;
    if root > 0.206_893 {
        root * root * root
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_photographs_colour_is_taken_at_the_drawings_lightness() {
        let (drawn, photo) = ([0.6, 0.3, 0.3, 0.0], [0.3, 0.4, 0.6, 0.0]);
        let lab = |c: [f32; 4]| oklab_from_linear([c[0], c[1], c[2]].map(linear_from_srgb));
        let mut pixels = [drawn; 3];
        with_chroma_of(&mut pixels, &[photo; 3], 1.0);
        let (result, drawn, photo) = (lab(pixels[2]), lab(drawn), lab(photo));
        assert!((result[0] - drawn[0]).abs() < 2e-3);
        assert!((result[1] - photo[1]).abs() < 2e-3 && (result[2] - photo[2]).abs() < 2e-3);
    }

    #[test]
    fn the_way_to_lab_and_back_keeps_colours() {
        for color in [
            [0.0, 0.0, 0.0],
            [1.0, 1.0, 1.0],
            [0.2, 0.5, 0.9],
            [0.9, 0.1, 0.02],
        ] {
            let lab = lab_from_srgb(color.map(|v| [v; LANES])).map(|lanes| lanes[3]);
            let back = linear_from_lab(lab).map(srgb_from_linear);
            for (before, after) in color.into_iter().zip(back) {
                assert!((before - after).abs() < 2e-3, "{color:?} became {back:?}");
            }
        }
        let white = lab_from_srgb([[1.0; LANES]; 3]).map(|lanes| lanes[0]);
        assert!((white[0] - 100.0).abs() < 0.01 && white[1].abs() < 0.1 && white[2].abs() < 0.1);
    }

    #[test]
    fn what_cannot_be_shown_stays_on_the_way_there() {
        let lab = |c: [f32; 3]| oklab_from_linear(c.map(linear_from_srgb));
        let sky = lab([0.05, 0.4, 0.95]);
        let lighter = [sky[0] + 0.3, sky[1] * 1.3, sky[2] * 1.3];
        let shown = inside_gamut(sky, lighter);
        assert!(
            shown.iter().all(|v| (-1e-3..=1.001).contains(v)),
            "{shown:?}"
        );
        let [lightness, a, b] = oklab_from_linear(shown.map(|v| v.clamp(0.0, 1.0)));
        assert!(lightness >= sky[0] - 1e-3);
        // It has not become grey.
        assert!(a.hypot(b) > 0.95 * sky[1].hypot(sky[2]));
        assert_eq!(inside_gamut(sky, sky), linear_from_oklab(sky));
    }
}
