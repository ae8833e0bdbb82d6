//! The sky of a late afternoon, with clouds.

use super::noise::fractal;
use super::vector::{Vec3, smoothstep, vec3};

/// Towards the sun.
pub(super) fn sun() -> Vec3 {
    vec3(0.42, 0.70, -0.42).normalized()
}

/// Linear light from direction `d`.
pub(super) fn sky(d: Vec3) -> Vec3 {
    let height = d.y.max(0.0);
    let clear = vec3(0.72, 0.80, 0.86).mix(vec3(0.13, 0.33, 0.72), height.powf(0.55));
    let plane = vec3(d.x, 0.0, d.z) * (1.0 / (height + 0.12));
    let field = fractal(plane * 1.15 + vec3(3.2, 0.5, 1.0), 5);
    let shade = fractal(plane * 1.15 + vec3(3.35, 0.5, 0.9), 5);
    let cover = smoothstep(0.47, 0.60, field) * smoothstep(0.02, 0.16, height);
    let lit = (0.5 + 2.2 * (field - shade)).clamp(0.0, 1.0);
    let cloud = vec3(0.62, 0.64, 0.72).mix(vec3(1.0, 0.96, 0.88), lit);
    clear.mix(cloud, cover * 0.95)
}
