//! Transparency: whether there is any, how to put a picture on a colour, and how to take it off
//! again.

use ::image::RgbaImage;

/// Whether every pixel is fully opaque.
pub fn is_opaque(pixels: &RgbaImage) -> bool {
    pixels
        .as_raw()
        .as_chunks::<4>()
        .0
        .iter()
        .all(|pixel| pixel[3] == 255)
}

/// Composites a picture over one colour; the result has alpha 255 everywhere.
///
/// Both are sRGB with straight alpha. The blend happens on the encoded values, as browsers and
/// viewers do it, so that a soft edge looks here as it does there.
pub fn flatten(pixels: &RgbaImage, background: [u8; 3]) -> RgbaImage {
    let mut flat = pixels.clone();
    flatten_in_place(&mut flat, background);
    flat
}

/// As [`flatten`], without a copy.
pub fn flatten_in_place(pixels: &mut RgbaImage, background: [u8; 3]) {
    for pixel in pixels.as_chunks_mut::<4>().0 {
        if pixel[3] != 255 {
            *pixel = over(*pixel, background);
        }
    }
}

/// The straight colour that looks as `seen` when it lies on `background` with `alpha`: undoes
/// [`flatten`].
///
/// All are sRGB in `0.0..=1.0`, `alpha` in `0..=255`. What no colour of that alpha can look like is
/// brought into the range; where alpha is 0, `seen` stays.
pub fn lift(seen: [f32; 3], alpha: u8, background: [u8; 3]) -> [f32; 3] {
    if matches!(alpha, 0 | 255) {
        return seen;
    }
    let share = f32::from(alpha) / 255.0;
    std::array::from_fn(|c| {
        let below = f32::from(background[c]) / 255.0;
        (below + (seen[c] - below) / share).clamp(0.0, 1.0)
    })
}

/// One pixel over an opaque colour, rounded to nearest.
pub(crate) fn over([red, green, blue, alpha]: [u8; 4], background: [u8; 3]) -> [u8; 4] {
    let blend = |above: u8, below: u8| {
        let alpha = u32::from(alpha);
        ((u32::from(above) * alpha + u32::from(below) * (255 - alpha) + 127) / 255) as u8
    };
    [
        blend(red, background[0]),
        blend(green, background[1]),
        blend(blue, background[2]),
        255,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::image::Rgba;

    #[test]
    fn flatten_blends_by_alpha_and_is_opaque() {
        let mut pixels = RgbaImage::new(3, 1);
        pixels.put_pixel(0, 0, Rgba([10, 20, 30, 255]));
        pixels.put_pixel(1, 0, Rgba([200, 0, 0, 0]));
        pixels.put_pixel(2, 0, Rgba([0, 100, 255, 128]));
        assert!(!is_opaque(&pixels));
        let flat = flatten(&pixels, [255, 255, 255]);
        assert!(is_opaque(&flat));
        assert_eq!(flat.get_pixel(0, 0).0, [10, 20, 30, 255]);
        assert_eq!(flat.get_pixel(1, 0).0, [255, 255, 255, 255]);
        assert_eq!(flat.get_pixel(2, 0).0, [127, 177, 255, 255]);
    }
    #[test]
    fn what_is_lifted_looks_as_before_on_its_colour() {
        let paper = [255, 240, 200];
        for alpha in [1, 2, 17, 100, 254, 255] {
            for value in [0_u8, 3, 90, 200, 255] {
                let straight = [value, 255 - value, 128, alpha];
                let seen = over(straight, paper);
                let seen_share = [0, 1, 2].map(|c: usize| f32::from(seen[c]) / 255.0);
                let lifted = lift(seen_share, alpha, paper);
                let [r, g, b] = lifted.map(|share| (share * 255.0).round() as u8);
                let again = over([r, g, b, alpha], paper);
                assert!(seen.iter().zip(again).all(|(a, b)| a.abs_diff(b) <= 1));
                if alpha > 100 {
                    assert!(r.abs_diff(value) <= 1 && b.abs_diff(128) <= 1);
                }
            }
        }
        assert_eq!(lift([0.1, 0.5, 1.0], 0, paper), [0.1, 0.5, 1.0]);
        assert_eq!(lift([0.0; 3], 51, [255; 3]), [0.0; 3]);
    }
}
