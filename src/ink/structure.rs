//! What a drawing keeps of a photograph: shapes without texture, in few tones. By it networks are
//! taught, so that they are asked for flat colour.

use image::{Rgba, RgbaImage};

use super::InkSettings;
use super::parameters::{Parameters, side_of};
use super::passes::scale::{Face, Scale};
use super::passes::{lines, tensor, tones};
use super::shapes::{READINESS, own, shapes};
use super::source::plane_of;

/// Lightness of black and white at which steps of tone neither stretch nor shift what there is: the
/// ink stretches the drawing once more.
const UNSTRETCHED: [f32; 2] = [0.06, 0.97];

/// The faces in a photograph: left, top, width and height of each, in its pixels.
pub fn faces(photo: &RgbaImage) -> Vec<[f32; 4]> {
    super::faces::faces(photo)
}

/// The shapes in a part of a photograph, as the look named "Comic" finds them in all of it, and in
/// its tones if `is_toned`; chroma stays as it is. `size` is that of the whole photograph at the
/// part's scale, `faces` are those of the whole in the part's pixels (they may lie outside). The
/// result has the part's size; what lies within some 50 px of its border may differ from the whole.
pub fn structure(
    part: &RgbaImage,
    size: [usize; 2],
    faces: &[[f32; 4]],
    is_toned: bool,
) -> RgbaImage {
    let settings = InkSettings {
        hand: 0.0,
        saturation: 1.0,
        ..InkSettings::default()
    };
    let parameters = Parameters::new(&settings, side_of(size));
    let photo = super::live::padded(plane_of(part));
    let faces: &[Face] = faces;
    let scale = Scale::find(&photo, &parameters, faces, None);
    let [sigma, least] = READINESS;
    let readily = lines::readiness(&tensor::smoothed(&photo, sigma, least, &scale));
    let mut found = shapes(&photo, parameters.texture, &scale, &own(&scale, &readily));
    if is_toned {
        tones::tones(&mut found, &parameters, UNSTRETCHED);
    }
    RgbaImage::from_fn(part.width(), part.height(), |x, y| {
        let [red, green, blue, _] = found.at(x as usize, y as usize);
        let [red, green, blue] = [red, green, blue].map(|v| (v * 255.0 + 0.5) as u8);
        Rgba([red, green, blue, 255])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::imageops;

    /// A disc on a ground, both with texture.
    fn textured() -> RgbaImage {
        let mut random = fastrand::Rng::with_seed(3);
        RgbaImage::from_fn(320, 240, |x, y| {
            let (dx, dy) = (x as f32 - 160.0, y as f32 - 120.0);
            let base = if dx.hypot(dy) < 70.0 { 190.0 } else { 90.0 };
            let value = (base + 16.0 * (random.f32() - 0.5)) as u8;
            Rgba([value, value, value / 2, 255])
        })
    }

    fn spread(picture: &RgbaImage, x: u32, y: u32) -> f32 {
        let part = imageops::crop_imm(picture, x, y, 24, 24).to_image();
        let values: Vec<f32> = part.pixels().map(|pixel| f32::from(pixel.0[1])).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let squares = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>();
        (squares / values.len() as f32).sqrt()
    }

    #[test]
    fn texture_goes_and_shapes_stay() {
        let photo = textured();
        let kept = structure(&photo, [1280, 960], &[], false);
        assert_eq!(kept.dimensions(), photo.dimensions());
        for (x, y) in [(148, 108), (20, 20)] {
            let (before, after) = (spread(&photo, x, y), spread(&kept, x, y));
            assert!(after < 0.3 * before, "{after} of {before}");
        }
        let [inside, outside] = [(160, 120), (20, 20)].map(|(x, y)| kept.get_pixel(x, y).0[1]);
        assert!(inside.abs_diff(190) < 8 && outside.abs_diff(90) < 8);
        // The ends of the lightness, too, keep their brightness in tones.
        let toned = structure(&photo, [1280, 960], &[], true);
        assert!(toned.get_pixel(160, 120).0[1].abs_diff(inside) < 24);
    }

    #[test]
    fn a_part_has_the_shapes_of_the_whole() {
        let photo = textured();
        let whole = structure(&photo, [320, 240], &[], true);
        let part = imageops::crop_imm(&photo, 60, 40, 200, 160).to_image();
        let part = structure(&part, [320, 240], &[], true);
        let mut sum = 0;
        for (x, y) in (0..100).flat_map(|y| (0..120).map(move |x| (40 + x, 30 + y))) {
            let [a, b] = [part.get_pixel(x, y), whole.get_pixel(60 + x, 40 + y)];
            sum += u32::from(a.0[0].abs_diff(b.0[0]));
        }
        let mean = sum as f32 / 12_000.0;
        assert!(mean < 2.0, "{mean} levels apart");
    }
}
