//! How like two pictures are, by numbers that everybody reports.

pub(crate) mod drawing;

use image::RgbaImage;

/// Standard deviation and radius of SSIM's window.
const SIGMA: f32 = 1.5;
const RADIUS: usize = 5;
/// SSIM's constants for values in `0.0..=255.0`.
const C1: f32 = 6.5025;
const C2: f32 = 58.5225;

/// Peak signal-to-noise ratio in decibels over all colour channels; infinite for equal pictures.
///
/// Both pictures have the same size; other pixels are not looked at.
pub fn psnr(a: &RgbaImage, b: &RgbaImage) -> f32 {
    let mut sum = 0.0f64;
    let mut num = 0u64;
    for (a, b) in a.pixels().zip(b.pixels()) {
        for channel in 0..3 {
            let difference = f64::from(a.0[channel]) - f64::from(b.0[channel]);
            sum += difference * difference;
            num += 1;
        }
    }
    let mean = sum / num.max(1) as f64;
    (10.0 * (255.0 * 255.0 / mean).log10()) as f32
}

/// Structural similarity of luminance, `-1.0..=1.0`, 1 for equal pictures; Gaussian windows of 11
/// pixels.
///
/// Source: Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment", IEEE TIP 2004.
pub fn ssim(a: &RgbaImage, b: &RgbaImage) -> f32 {
    let (width, height) = (
        a.width().min(b.width()) as usize,
        a.height().min(b.height()) as usize,
    );
    let (a, b) = (luma(a, width, height), luma(b, width, height));
    let product =
        |x: &[f32], y: &[f32]| -> Vec<f32> { x.iter().zip(y).map(|(x, y)| x * y).collect() };
    let soft = |x: &[f32]| blur(x, width, height);
    let (mean_a, mean_b) = (soft(&a), soft(&b));
    let (aa, bb, ab) = (
        soft(&product(&a, &a)),
        soft(&product(&b, &b)),
        soft(&product(&a, &b)),
    );
    let mut sum = 0.0f64;
    for i in 0..mean_a.len() {
        let (ma, mb) = (mean_a[i], mean_b[i]);
        let (va, vb, c) = (aa[i] - ma * ma, bb[i] - mb * mb, ab[i] - ma * mb);
        let likeness =
            (2.0 * ma * mb + C1) * (2.0 * c + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
        sum += f64::from(likeness);
    }
    (sum / mean_a.len().max(1) as f64) as f32
}

/// Spearman's rank correlation of two series, `-1.0..=1.0`; 0 when one of them is constant.
pub fn rank_correlation(a: &[f32], b: &[f32]) -> f32 {
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len().max(1) as f32 - 1.0) / 2.0;
    let covariance = |x: &[f32], y: &[f32]| -> f32 {
        x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum()
    };
    let size = (covariance(&a, &a) * covariance(&b, &b)).sqrt();
    if size > 0.0 {
        covariance(&a, &b) / size
    } else {
        0.0
    }
}

/// The rank of each value; equal values share their mean rank.
fn ranks(values: &[f32]) -> Vec<f32> {
    let rank = |value: &f32| {
        let below = values.iter().filter(|other| *other < value).count();
        let equal = values.iter().filter(|other| *other == value).count();
        below as f32 + (equal as f32 - 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

fn luma(picture: &RgbaImage, width: usize, height: usize) -> Vec<f32> {
    let mut values = Vec::with_capacity(width * height);
    for y in 0..height as u32 {
        for x in 0..width as u32 {
            let [r, g, b, _] = picture.get_pixel(x, y).0.map(f32::from);
            values.push(0.299 * r + 0.587 * g + 0.114 * b);
        }
    }
    values
}

/// Gaussian blur; the picture goes on beyond its border as its last pixel.
fn blur(values: &[f32], width: usize, height: usize) -> Vec<f32> {
    let kernel: Vec<f32> = (0..=2 * RADIUS)
        .map(|i| (-(i as f32 - RADIUS as f32).powi(2) / (2.0 * SIGMA * SIGMA)).exp())
        .collect();
    let total: f32 = kernel.iter().sum();
    let at = |i: usize, k: usize, n: usize| (i + k).saturating_sub(RADIUS).min(n - 1);
    let mut across = vec![0.0; values.len()];
    for y in 0..height {
        for x in 0..width {
            let taps = kernel.iter().enumerate();
            let sum: f32 = taps
                .map(|(k, w)| w * values[y * width + at(x, k, width)])
                .sum();
            across[y * width + x] = sum / total;
        }
    }
    let mut down = vec![0.0; values.len()];
    for y in 0..height {
        for x in 0..width {
            let taps = kernel.iter().enumerate();
            let sum: f32 = taps
                .map(|(k, w)| w * across[at(y, k, height) * width + x])
                .sum();
            down[y * width + x] = sum / total;
        }
    }
    down
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    fn picture(shift: u8) -> RgbaImage {
        RgbaImage::from_fn(40, 30, |x, y| {
            let v = ((x * 5 + y * 3) % 200) as u8;
            Rgba([v + shift, v, v / 2, 255])
        })
    }

    #[test]
    fn equal_pictures_are_perfectly_alike_and_worse_ones_less() {
        let (a, b, c) = (picture(0), picture(8), picture(40));
        assert!(psnr(&a, &a).is_infinite());
        assert!((ssim(&a, &a) - 1.0).abs() < 1e-4);
        assert!(psnr(&a, &b) > psnr(&a, &c));
        assert!(ssim(&a, &b) > ssim(&a, &c));
        // One channel of three off by eight: 10 log10(255^2 / (64 / 3)).
        assert!((psnr(&a, &b) - 34.84).abs() < 0.02, "{}", psnr(&a, &b));
    }

    #[test]
    fn rank_correlation_sees_order_only() {
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[1.0, 10.0, 11.0]), 1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[3.0, 2.0, -9.0]), -1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]), 0.0);
    }
}
