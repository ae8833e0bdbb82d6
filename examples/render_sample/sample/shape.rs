//! Distance functions of simple bodies. Source: Inigo Quilez, "Distance functions".

use super::vector::{Vec3, vec3};

/// A box around the origin with rounded edges; `half` is half its size.
pub(super) fn cuboid(p: Vec3, half: Vec3, radius: f32) -> f32 {
    let q = p.map(f32::abs) - half + vec3(radius, radius, radius);
    q.map(|v| v.max(0.0)).length() + q.x.max(q.y).max(q.z).min(0.0) - radius
}

/// An ellipsoid around the origin, not quite exact.
pub(super) fn ellipsoid(p: Vec3, radii: Vec3) -> f32 {
    let k0 = vec3(p.x / radii.x, p.y / radii.y, p.z / radii.z).length();
    let k1 = vec3(
        p.x / (radii.x * radii.x),
        p.y / (radii.y * radii.y),
        p.z / (radii.z * radii.z),
    );
    k0 * (k0 - 1.0) / k1.length().max(1e-6)
}

/// A line from `a` to `b` with round ends, `from` thick at `a` and `to` thick at `b`.
pub(super) fn capsule(p: Vec3, a: Vec3, b: Vec3, from: f32, to: f32) -> f32 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    (pa - ba * t).length() - (from + (to - from) * t)
}

/// The union of two bodies with a soft seam of size `k`.
pub(super) fn blend(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}
