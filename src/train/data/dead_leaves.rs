//! Dead leaves: pictures of opaque discs in front of each other, with the statistics of
//! photographs.
//!
//! Something to train on when the user gives few photographs.
//!
//! Source: Lee, Mumford and Huang, "Occlusion Models for Natural Images", IJCV 2001.

use image::{Rgb, RgbImage};

/// Side of a picture in pixels.
const SIDE: u32 = 320;
/// Discs in a picture; enough to cover it.
const NUM_DISCS: usize = 1500;

/// The picture of a seed: discs whose radii follow `r^-3`, each with a soft gradient.
pub fn dead_leaves(seed: u64) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut picture = RgbImage::from_pixel(SIDE, SIDE, Rgb([128; 3]));
    for _ in 0..NUM_DISCS {
        // The inverse of the distribution of r^-3 between the smallest and the largest radius.
        let (low, high) = (1.0 / 8f32.powi(2), 1.0 / 110f32.powi(2));
        let radius = (low + random.f32() * (high - low)).powf(-0.5);
        let center = [random.f32(), random.f32()].map(|v| v * SIDE as f32);
        let color: [f32; 3] = std::array::from_fn(|_| random.f32() * 230.0 + 12.0);
        let slope = [random.f32() - 0.5, random.f32() - 0.5].map(|v| v * 60.0 / radius);
        disc(&mut picture, center, radius, color, slope);
    }
    picture
}

fn disc(picture: &mut RgbImage, [cx, cy]: [f32; 2], radius: f32, color: [f32; 3], slope: [f32; 2]) {
    let range = |c: f32| {
        let last = SIDE as f32 - 1.0;
        (c - radius).clamp(0.0, last) as u32..=(c + radius).clamp(0.0, last) as u32
    };
    for y in range(cy) {
        for x in range(cx) {
            let (dx, dy) = (x as f32 - cx, y as f32 - cy);
            if dx * dx + dy * dy <= radius * radius {
                let light = dx * slope[0] + dy * slope[1];
                let pixel = color.map(|v| (v + light).clamp(0.0, 255.0) as u8);
                picture.put_pixel(x, y, Rgb(pixel));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_cover_the_picture_with_many_tones() {
        let picture = dead_leaves(3);
        let bare = picture.pixels().filter(|pixel| pixel.0 == [128; 3]).count();
        assert!(bare < 200, "{bare} bare pixels");
        let tones: std::collections::BTreeSet<u8> = picture.pixels().map(|p| p.0[1]).collect();
        assert!(tones.len() > 100, "{} tones", tones.len());
    }
}
