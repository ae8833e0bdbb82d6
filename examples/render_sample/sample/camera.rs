//! Rays, light and tone: from the distance field to a picture.

use image::RgbImage;
use rayon::prelude::*;

use super::noise::hash;
use super::scene::{Hit, scene};
use super::sky::{sky, sun};
use super::vector::{Vec3, smoothstep, vec3};

const EYE: Vec3 = vec3(-0.15, 1.32, -6.0);
const TARGET: Vec3 = vec3(0.02, 2.32, 4.0);
/// Distance of the picture plane: a slightly wide lens.
const FOCAL: f32 = 1.28;
const FAR: f32 = 90.0;
const SUN: Vec3 = vec3(3.3, 2.55, 1.75);
const EXPOSURE: f32 = 1.02;

/// Renders the scene: sRGB, the same on every machine, with `samples` rays for each pixel.
pub(crate) fn render(width: u32, height: u32, samples: u32) -> RgbImage {
    let forward = (TARGET - EYE).normalized();
    let right = vec3(0.0, 1.0, 0.0).cross(forward).normalized();
    let up = forward.cross(right);
    let mut picture = RgbImage::new(width, height);
    let samples = samples.max(1);
    picture
        .par_chunks_mut(3 * width.max(1) as usize)
        .enumerate()
        .for_each(|(y, row)| {
            for (x, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                let mut sum = vec3(0.0, 0.0, 0.0);
                for sample in 0..samples {
                    // The R2 sequence of Roberts 2018: even for any number of rays.
                    let (u, v) = (
                        (sample as f32 + 0.5) * 0.754_877_7,
                        (sample as f32 + 0.5) * 0.569_840_3,
                    );
                    let dx = (x as f32 + u.fract() - 0.5 * width as f32) / height as f32 * 2.0;
                    let dy = (0.5 * height as f32 - y as f32 - v.fract()) / height as f32 * 2.0;
                    let ray = (forward * FOCAL + right * dx + up * dy).normalized();
                    let jitter = hash(x as i32, y as i32, sample as i32);
                    sum = sum + tone(radiance(EYE, ray, jitter));
                }
                let color = (sum * (1.0 / samples as f32)).map(srgb);
                *pixel = [color.x, color.y, color.z].map(|v| (v * 255.0 + 0.5) as u8);
            }
        });
    picture
}

/// The first thing on a ray, and how far it is.
fn march(origin: Vec3, ray: Vec3, from: f32, far: f32) -> Option<(f32, Hit)> {
    let mut t = from;
    for _ in 0..220 {
        let hit = scene(origin + ray * t);
        if hit.distance < 0.0006 * t.max(1.0) {
            return Some((t, hit));
        }
        t += hit.distance * 0.9;
        if t > far {
            return None;
        }
    }
    None
}

/// Linear light that comes along a ray.
fn radiance(origin: Vec3, ray: Vec3, jitter: f32) -> Vec3 {
    let Some((t, hit)) = march(origin, ray, 0.05, FAR) else {
        return sky(ray);
    };
    let p = origin + ray * t;
    let n = normal(p, 0.0009 * t.max(1.0));
    let color = hit.material.color(p, hit.origin);
    let mut light = shade(p, n, color, jitter);
    if hit.material == super::material::Material::Lamp {
        light = light + color * 0.5;
    }
    let shine = hit.material.shine();
    if shine > 0.0 {
        let mirrored = ray - n * (2.0 * ray.dot(n));
        let fresnel = shine + (1.0 - shine) * (1.0 + ray.dot(n)).clamp(0.0, 1.0).powi(5);
        let seen = match march(p + n * 0.01, mirrored, 0.02, 20.0) {
            Some((t, hit)) => {
                let q = p + mirrored * t;
                hit.material.color(q, hit.origin) * 0.55
            }
            None => sky(mirrored),
        };
        let strength = if shine > 0.5 { fresnel } else { fresnel * 0.5 };
        light = light.mix(seen, strength.clamp(0.0, 0.9));
    }
    let haze = 1.0 - (-0.011 * (t - 6.0).max(0.0)).exp();
    light.mix(vec3(0.72, 0.74, 0.76), haze)
}

/// Light that a matt surface sends back.
fn shade(p: Vec3, n: Vec3, color: Vec3, jitter: f32) -> Vec3 {
    let to_sun = sun();
    let facing = n.dot(to_sun).max(0.0);
    let lit = if facing > 0.0 {
        facing * sunlight(p + n * 0.012, to_sun, jitter)
    } else {
        0.0
    };
    let open = openness(p, n);
    let above = vec3(0.34, 0.46, 0.68) * (0.5 + 0.5 * n.y);
    // The sunny side of the street lights the other.
    let bounce = vec3(0.34, 0.25, 0.16) * (0.55 - 0.30 * n.y + 0.22 * n.x).max(0.0);
    color.tint(SUN * lit + (above + bounce) * (1.25 * open))
}

/// Share of the sun that is seen from `p`. Source: Quilez, "Soft shadows in raymarched SDFs".
fn sunlight(p: Vec3, to_sun: Vec3, jitter: f32) -> f32 {
    let mut share: f32 = 1.0;
    let mut t = 0.015 + 0.02 * jitter;
    for _ in 0..90 {
        let distance = scene(p + to_sun * t).distance;
        share = share.min(26.0 * distance / t);
        if share < 0.005 || t > 30.0 {
            break;
        }
        t += distance.clamp(0.012, 0.8);
    }
    smoothstep(0.0, 1.0, share)
}

/// How much of the sky is not hidden by what is near.
fn openness(p: Vec3, n: Vec3) -> f32 {
    let steps = [0.03, 0.09, 0.22, 0.5, 1.1];
    let hidden = steps.iter().fold((0.0, 1.0), |(sum, weight), step| {
        let gap = (step - scene(p + n * *step).distance).max(0.0) / step;
        (sum + weight * gap, weight * 0.72)
    });
    (1.0 - 0.42 * hidden.0).clamp(0.12, 1.0)
}

fn normal(p: Vec3, step: f32) -> Vec3 {
    // Four corners of a tetrahedron are enough.
    let corners = [
        (1.0, -1.0, -1.0),
        (-1.0, -1.0, 1.0),
        (-1.0, 1.0, -1.0),
        (1.0, 1.0, 1.0),
    ];
    let sum = corners.iter().fold(vec3(0.0, 0.0, 0.0), |sum, (x, y, z)| {
        let corner = vec3(*x, *y, *z);
        sum + corner * scene(p + corner * step).distance
    });
    sum.normalized()
}

/// Filmic curve. Source: Narkowicz, "ACES filmic tone mapping curve".
fn tone(linear: Vec3) -> Vec3 {
    (linear * EXPOSURE).map(|v| {
        let v = v.max(0.0) * 0.6;
        ((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14)).clamp(0.0, 1.0)
    })
}

fn srgb(linear: f32) -> f32 {
    let v = linear.clamp(0.0, 1.0);
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(picture: &RgbImage, x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> [f32; 3] {
        let num = ((x.end - x.start) * (y.end - y.start)) as f32;
        let mut sum = [0.0; 3];
        for py in y {
            for px in x.clone() {
                let pixel = picture.get_pixel(px, py).0;
                (0..3).for_each(|i| sum[i] += f32::from(pixel[i]) / num);
            }
        }
        sum
    }

    #[test]
    fn two_renders_are_equal() {
        assert_eq!(render(36, 24, 1), render(36, 24, 1));
    }

    #[test]
    fn the_sky_is_bluer_than_the_street_and_tones_are_wide() {
        let picture = render(96, 64, 1);
        let sky = mean(&picture, 40..56, 0..8);
        let street = mean(&picture, 30..60, 56..64);
        assert!(sky[2] > sky[0], "{sky:?}");
        assert!(street[0] > street[2] - 10.0, "{street:?}");
        let luma = |p: &image::Rgb<u8>| u32::from(p.0[1]);
        let (low, high) = (
            picture.pixels().map(luma).min(),
            picture.pixels().map(luma).max(),
        );
        assert!(low < Some(30) && high > Some(220), "{low:?} to {high:?}");
    }
}
