//! Numbers by chance that are the same everywhere: sines differ from one graphics card to the next.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

/// 32 bits for two whole numbers.
///
/// Source: the mixing steps are those of `PCG`'s and `Murmur`'s finalisers.
#[inline(always)]
pub(super) fn bits(a: f32, b: f32, seed: u32) -> u32 {
    let (a, b) = (a as i32 as u32, b as i32 as u32);
    let mut h =
        a.wrapping_mul(0x9e37_79b1) ^ b.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^= h >> 15;
    h
}

/// A number in `0.0..1.0` for two whole ones.
#[inline(always)]
pub(super) fn hash(a: f32, b: f32, seed: u32) -> f32 {
    (bits(a, b, seed) >> 8) as f32 / 16_777_216.0
}
