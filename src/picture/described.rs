//! Profiles made from numbers: files that name a gamma, chromaticities or a standard instead of
//! carrying a profile.
//!
//! Source: PNG (Third Edition), sections 4.3 and 11.3.2; ITU-T H.273, tables 2 and 3; ITU-R
//! BT.2100 and BT.2408 (white of the screen in HDR).

use moxcms::{Chromaticity, CicpColorPrimaries, ColorPrimaries, ColorProfile, ToneReprCurve, XyY};

/// Points of a tone curve, between which it is straight.
const CURVE_POINTS: u16 = 4096;
/// The brightness of paper on an HDR screen, in candela a square metre; what is brighter is
/// clipped.
const SCREEN_WHITE: f64 = 203.0;

/// White, red, green and blue as x and y.
pub(crate) type Chromaticities = [[f64; 2]; 4];

/// Those of sRGB.
const SRGB: Chromaticities = [[0.3127, 0.329], [0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];

/// The profile of samples that are light to the power of `gamma`; `None` where that is sRGB
/// anyway, as for the usual 1/2.2, or makes no sense.
pub(crate) fn by_gamma(
    gamma: Option<f64>,
    chromaticities: Option<Chromaticities>,
) -> Option<Vec<u8>> {
    // Within which programs take 1/2.2 for the curve of sRGB.
    const TOLERANCE: f64 = 0.05;
    let is_srgb_curve = gamma.is_none_or(|gamma| (gamma * 2.2 - 1.0).abs() < TOLERANCE);
    if gamma.is_some_and(|gamma| !(0.1..=10.0).contains(&gamma)) {
        return None;
    }
    if is_srgb_curve && chromaticities.is_none() {
        return None;
    }
    let gamma = gamma.unwrap_or(1.0);
    let [white, red, green, blue] = chromaticities.unwrap_or(SRGB);
    let y_is_there = [white, red, green, blue]
        .iter()
        .all(|[x, y]| (0.0..=1.0).contains(x) && (0.001..=1.0).contains(y));
    if !y_is_there {
        return None;
    }
    let point = |[x, y]: [f64; 2]| Chromaticity {
        x: x as f32,
        y: y as f32,
    };
    let primaries = ColorPrimaries {
        red: point(red),
        green: point(green),
        blue: point(blue),
    };
    let decode = |v: f64| {
        if is_srgb_curve {
            srgb(v)
        } else {
            v.powf(1.0 / gamma)
        }
    };
    profile(point(white), primaries, decode)
}

/// The profile that code points of H.273 describe; `None` for those that are not known.
pub(crate) fn by_code_points(primaries: u8, transfer: u8, is_full_range: bool) -> Option<Vec<u8>> {
    let known = CicpColorPrimaries::try_from(primaries).ok()?;
    let (x, y) = match primaries {
        4 | 8 => (0.310, 0.316),
        10 => (1.0 / 3.0, 1.0 / 3.0),
        11 => (0.314, 0.351),
        _ => (0.3127, 0.329),
    };
    let white = Chromaticity { x, y };
    let chromaticities = ColorPrimaries::try_from(known).ok()?;
    let decode: fn(f64) -> f64 = match transfer {
        1 | 6 | 14 | 15 => bt709,
        4 => |v| v.powf(2.2),
        5 => |v| v.powf(2.8),
        8 => |v| v,
        13 => srgb,
        16 => pq,
        18 => hlg,
        _ => return None,
    };
    profile(white, chromaticities, |v| {
        let v = if is_full_range {
            v
        } else {
            (v * 255.0 - 16.0) / 219.0
        };
        decode(v.clamp(0.0, 1.0))
    })
}

fn profile(
    white: Chromaticity,
    primaries: ColorPrimaries,
    decode: impl Fn(f64) -> f64,
) -> Option<Vec<u8>> {
    let points = (0..CURVE_POINTS).map(|point| {
        let light = decode(f64::from(point) / f64::from(CURVE_POINTS - 1));
        (light.clamp(0.0, 1.0) * 65_535.0).round() as u16
    });
    let curve = ToneReprCurve::Lut(points.collect());
    let mut profile = ColorProfile::new_srgb();
    let white = XyY {
        x: f64::from(white.x),
        y: f64::from(white.y),
        yb: 1.0,
    };
    profile.update_rgb_colorimetry(white, primaries);
    profile.cicp = None;
    profile.red_trc = Some(curve.clone());
    profile.green_trc = Some(curve.clone());
    profile.blue_trc = Some(curve);
    profile.encode().ok()
}

fn srgb(v: f64) -> f64 {
    if v <= 0.040_45 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    }
}

fn bt709(v: f64) -> f64 {
    if v < 0.081 {
        v / 4.5
    } else {
        ((v + 0.099) / 1.099).powf(1.0 / 0.45)
    }
}

/// Perceptual quantizer, SMPTE ST 2084, as a share of the white of the screen.
fn pq(v: f64) -> f64 {
    const M1: f64 = 2610.0 / 16_384.0;
    const M2: f64 = 2523.0 / 32.0;
    const C1: f64 = 3424.0 / 4096.0;
    const C2: f64 = 2413.0 / 128.0;
    const C3: f64 = 2392.0 / 128.0;
    let root = v.powf(1.0 / M2);
    let light = ((root - C1).max(0.0) / (C2 - C3 * root)).powf(1.0 / M1);
    10_000.0 * light / SCREEN_WHITE
}

/// Hybrid log-gamma, ARIB STD-B67, whose white of the screen is at three quarters.
fn hlg(v: f64) -> f64 {
    const A: f64 = 0.178_832_77;
    const B: f64 = 0.284_668_92;
    const C: f64 = 0.559_910_73;
    const SYSTEM_GAMMA: f64 = 1.2;
    let scene = |v: f64| {
        if v <= 0.5 {
            v * v / 3.0
        } else {
            (((v - C) / A).exp() + B) / 12.0
        }
    };
    (scene(v) / scene(0.75)).powf(SYSTEM_GAMMA)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::ColorSpace;
    use crate::picture::reference::{DISPLAY_P3, expected, srgb_decode, srgb_encode};
    use crate::picture::samples::{SampleData, Samples};
    use crate::picture::srgb::to_srgb;

    fn convert(icc: &[u8], rgb: [f64; 3]) -> [u8; 3] {
        let data = rgb.map(|v| (v * 65_535.0).round() as u16).to_vec();
        let samples = Samples {
            width: 1,
            height: 1,
            channels: 3,
            is_ink: false,
            data: SampleData::Sixteen(data),
        };
        let [red, green, blue, _] = to_srgb(samples, Some(icc)).unwrap().get_pixel(0, 0).0;
        [red, green, blue]
    }

    fn assert_near(got: [u8; 3], want: [f64; 3], case: &str) {
        let near = got
            .iter()
            .zip(want)
            .all(|(&got, want)| (f64::from(got) - want).abs() <= 1.0);
        assert!(near, "{case}: {got:?}, not {want:?}");
    }

    #[test]
    fn gamma_and_chromaticities_are_converted() {
        for gamma in [1.0, 0.55, 0.3] {
            let icc = by_gamma(Some(gamma), None).unwrap();
            for v in [0.0, 0.02, 0.2, 0.5, 0.9, 1.0_f64] {
                let want = srgb_encode(v.powf(1.0 / gamma)) * 255.0;
                assert_near(convert(&icc, [v; 3]), [want; 3], &format!("{gamma} {v}"));
            }
        }
        let white = [0.3127, 0.329];
        let [red, green, blue] = DISPLAY_P3;
        let icc = by_gamma(Some(0.45455), Some([white, red, green, blue])).unwrap();
        let color = [0.35, 0.55, 0.27];
        assert_near(
            convert(&icc, color),
            expected(DISPLAY_P3, srgb_decode, color),
            "P3",
        );
        assert_eq!(by_gamma(Some(0.45455), None), None, "that is sRGB");
        assert_eq!(by_gamma(None, None), None);
        assert_eq!(by_gamma(Some(0.0), None), None);
        assert_eq!(by_gamma(None, Some([[0.0; 2]; 4])), None);
    }

    #[test]
    fn code_points_are_converted_and_paper_is_white() {
        let p3 = by_code_points(12, 13, true).unwrap();
        assert_eq!(ColorSpace::of_profile(&p3), ColorSpace::DisplayP3);
        let color = [0.35, 0.55, 0.27];
        assert_near(
            convert(&p3, color),
            expected(DISPLAY_P3, srgb_decode, color),
            "P3",
        );
        // 203 and 100 candela as PQ (ITU-R BT.2408, table 1).
        let hdr = by_code_points(9, 16, true).unwrap();
        assert_near(convert(&hdr, [0.580_69; 3]), [255.0; 3], "paper");
        assert_near(convert(&hdr, [0.9; 3]), [255.0; 3], "brighter than paper");
        let half = srgb_encode(100.0 / 203.0) * 255.0;
        assert_near(convert(&hdr, [0.508_08; 3]), [half; 3], "half");
        let broadcast = by_code_points(9, 18, true).unwrap();
        assert_near(convert(&broadcast, [0.75; 3]), [255.0; 3], "paper of HLG");
        let narrow = by_code_points(1, 13, false).unwrap();
        assert_near(
            convert(&narrow, [16.0 / 255.0; 3]),
            [0.0; 3],
            "black of video",
        );
        assert_near(
            convert(&narrow, [235.0 / 255.0; 3]),
            [255.0; 3],
            "white of video",
        );
        assert_eq!(by_code_points(2, 13, true), None);
        assert_eq!(by_code_points(1, 200, true), None);
    }
}
