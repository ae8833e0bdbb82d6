//! A cat that sits and looks at us.

use super::shape::{blend, capsule, ellipsoid};
use super::vector::{Vec3, vec3};

/// Distance to the cat, whose paws stand at the origin; it is about 0.62 high.
pub(super) fn cat(p: Vec3) -> f32 {
    // Nobody needs the details from afar.
    let bound = (p - vec3(0.0, 0.3, 0.0)).length() - 0.6;
    if bound > 0.3 {
        return bound;
    }
    let body = ellipsoid(p - vec3(0.0, 0.19, 0.06), vec3(0.155, 0.20, 0.17));
    let chest = ellipsoid(p - vec3(0.0, 0.29, -0.02), vec3(0.105, 0.17, 0.11));
    let mut d = blend(body, chest, 0.08);
    let mirrored = vec3(p.x.abs(), p.y, p.z);
    let leg = capsule(
        mirrored,
        vec3(0.055, 0.24, -0.07),
        vec3(0.06, 0.03, -0.13),
        0.045,
        0.034,
    );
    let thigh = ellipsoid(mirrored - vec3(0.12, 0.10, 0.04), vec3(0.075, 0.10, 0.13));
    d = blend(d, leg, 0.04);
    d = blend(d, thigh, 0.05);
    let head = ellipsoid(p - vec3(0.0, 0.475, -0.07), vec3(0.115, 0.098, 0.10));
    let muzzle = ellipsoid(p - vec3(0.0, 0.445, -0.155), vec3(0.048, 0.036, 0.04));
    let ear = capsule(
        mirrored,
        vec3(0.068, 0.535, -0.05),
        vec3(0.093, 0.625, -0.045),
        0.042,
        0.006,
    );
    d = blend(d, blend(blend(head, muzzle, 0.03), ear, 0.02), 0.05);
    let tail = [
        (vec3(0.10, 0.05, 0.16), vec3(0.24, 0.045, 0.10)),
        (vec3(0.24, 0.045, 0.10), vec3(0.27, 0.045, -0.04)),
        (vec3(0.27, 0.045, -0.04), vec3(0.20, 0.045, -0.15)),
    ];
    tail.iter().fold(d, |d, (a, b)| {
        blend(d, capsule(p, *a, *b, 0.038, 0.036), 0.03)
    })
}

/// Ginger with stripes, a white bib, green eyes.
pub(super) fn fur(p: Vec3) -> Vec3 {
    let ginger = vec3(0.74, 0.29, 0.075);
    let dark = vec3(0.42, 0.13, 0.035);
    let white = vec3(0.88, 0.82, 0.74);
    let stripes = (p.y * 62.0 + (p.x * 9.0).sin() * 1.5 + p.z * 14.0).sin();
    let mut color = ginger.mix(dark, super::vector::smoothstep(0.25, 0.75, stripes) * 0.75);
    let bib = p.z < -0.06 && p.x.abs() < 0.075 && p.y < 0.40 && p.y > 0.10;
    let muzzle = (p - vec3(0.0, 0.44, -0.17)).length() < 0.062;
    let paws = p.y < 0.045 && p.z < -0.08;
    if bib || muzzle || paws {
        color = white;
    }
    let nose = (p - vec3(0.0, 0.462, -0.195)).length();
    if nose < 0.017 {
        color = vec3(0.65, 0.22, 0.20);
    }
    let eye = vec3(p.x.abs() - 0.047, p.y - 0.492, p.z + 0.158);
    let eye = vec3(eye.x, eye.y * 1.15, eye.z * 0.6).length();
    if eye < 0.030 {
        color = vec3(0.02, 0.02, 0.02);
    }
    if eye < 0.025 {
        color = vec3(0.45, 0.62, 0.10);
    }
    let pupil = vec3((p.x.abs() - 0.047) * 2.6, p.y - 0.492, 0.0).length();
    if eye < 0.026 && pupil < 0.02 {
        color = vec3(0.01, 0.01, 0.01);
    }
    color
}
