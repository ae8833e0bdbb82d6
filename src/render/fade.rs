//! How far a drawing is faded in over its photograph: at amount 0 there is the photograph, exactly;
//! the network and all of the ink come in with the amount.

use std::borrow::Cow;

use image::RgbaImage;
use rayon::prelude::*;

/// Pixels that one thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Brings `drawing` back towards `photo`, which is as large: `share` of it stays. Alpha is left
/// alone.
pub(super) fn fade(drawing: &mut RgbaImage, photo: &RgbaImage, share: f32) {
    if share >= 1.0 {
        return;
    }
    let drawn = drawing.as_chunks_mut::<4>().0.par_chunks_mut(CHUNK);
    let photo = photo.as_chunks::<4>().0.par_chunks(CHUNK);
    drawn.zip(photo).for_each(|(drawn, photo)| {
        for (drawn, photo) in drawn.iter_mut().zip(photo) {
            for c in 0..3 {
                let [to, from] = [drawn[c], photo[c]].map(f32::from);
                drawn[c] = (from + (to - from) * share).round() as u8;
            }
        }
    });
}

/// As [`fade`], of numbers in `0.0..=1.0`.
pub(super) fn faded<'a>(
    drawn: &'a [[f32; 3]],
    photo: &[[u8; 4]],
    share: f32,
) -> Cow<'a, [[f32; 3]]> {
    if share >= 1.0 {
        return Cow::Borrowed(drawn);
    }
    let pairs = drawn.iter().zip(photo);
    let mixed = pairs.map(|(drawn, photo)| {
        std::array::from_fn(|c| {
            let from = f32::from(photo[c]) / 255.0;
            from + (drawn[c] - from) * share
        })
    });
    Cow::Owned(mixed.collect())
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn nothing_of_the_drawing_is_there_at_zero_and_all_of_it_at_one() {
        let photo = RgbaImage::from_fn(256, 3, |x, _| Rgba([x as u8, 255 - x as u8, 7, 255]));
        let drawing = RgbaImage::from_pixel(256, 3, Rgba([13, 200, 90, 255]));
        let at = |share| {
            let mut drawn = drawing.clone();
            fade(&mut drawn, &photo, share);
            drawn
        };
        assert_eq!(at(0.0), photo);
        assert_eq!(at(1.0), drawing);
        assert_eq!(at(0.5).get_pixel(13, 0).0, [13, 221, 49, 255]);
        let deep = vec![[0.3_f32, 0.9, 0.0]; 256 * 3];
        let pixels = photo.as_chunks::<4>().0;
        for (mixed, photo) in faded(&deep, pixels, 0.0).iter().zip(pixels) {
            let wide = mixed.map(|value| (value * 65_535.0).round() as u32);
            assert_eq!(wide, [0, 1, 2].map(|c: usize| u32::from(photo[c]) * 257));
        }
        assert_eq!(*faded(&deep, pixels, 1.0), deep);
    }
}
