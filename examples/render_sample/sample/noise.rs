//! Hashes and value noise, the same on every machine.

use super::vector::Vec3;

/// A number in `0.0..1.0` for three whole numbers.
pub(super) fn hash(x: i32, y: i32, z: i32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9E37_79B1)
        ^ (y as u32).wrapping_mul(0x85EB_CA77)
        ^ (z as u32).wrapping_mul(0xC2B2_AE3D);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / 16_777_216.0
}

/// Smooth noise in `0.0..=1.0` with features of size 1.
pub(super) fn noise(p: Vec3) -> f32 {
    let cell = p.map(f32::floor);
    let f = (p - cell).map(|t| t * t * (3.0 - 2.0 * t));
    let (x, y, z) = (cell.x as i32, cell.y as i32, cell.z as i32);
    let lerp = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let edge = |dy, dz| lerp(hash(x, y + dy, z + dz), hash(x + 1, y + dy, z + dz), f.x);
    lerp(
        lerp(edge(0, 0), edge(1, 0), f.y),
        lerp(edge(0, 1), edge(1, 1), f.y),
        f.z,
    )
}

/// Noise over several octaves, in `0.0..=1.0`.
pub(super) fn fractal(p: Vec3, octaves: u32) -> f32 {
    let (mut sum, mut total, mut weight, mut q) = (0.0, 0.0, 0.5, p);
    for _ in 0..octaves {
        sum += weight * noise(q);
        total += weight;
        weight *= 0.5;
        q = q * 2.03 + super::vector::vec3(17.1, 9.2, 5.7);
    }
    sum / total
}
