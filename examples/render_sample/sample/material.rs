//! Colours and textures.

use super::cat::fur;
use super::house::House;
use super::noise::{fractal, hash, noise};
use super::vector::{Vec3, smoothstep, vec3};

/// What a point is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Material {
    Plaster,
    Stone,
    Trim,
    Tiles,
    Glass,
    Frame,
    Shutter,
    Door,
    Wood,
    Flowers,
    Awning,
    Cobbles,
    Iron,
    Lamp,
    Cat,
    Balloon,
    Basket,
    Leaves,
    Tower,
    Slate,
}

const PLASTERS: [Vec3; 6] = [
    vec3(0.78, 0.52, 0.26),
    vec3(0.72, 0.33, 0.22),
    vec3(0.80, 0.70, 0.50),
    vec3(0.36, 0.52, 0.60),
    vec3(0.74, 0.46, 0.42),
    vec3(0.58, 0.62, 0.42),
];
const SHUTTERS: [Vec3; 5] = [
    vec3(0.06, 0.24, 0.22),
    vec3(0.08, 0.17, 0.36),
    vec3(0.40, 0.08, 0.06),
    vec3(0.12, 0.28, 0.10),
    vec3(0.30, 0.18, 0.09),
];
const CLOTHS: [Vec3; 3] = [
    vec3(0.72, 0.08, 0.06),
    vec3(0.08, 0.30, 0.45),
    vec3(0.80, 0.50, 0.08),
];

fn pick<const N: usize>(colors: [Vec3; N], random: f32) -> Vec3 {
    let index = ((random * N as f32) as usize).min(N - 1);
    colors.get(index).copied().unwrap_or(vec3(0.5, 0.5, 0.5))
}

impl Material {
    /// How much of the sky it mirrors at a right angle, `0.0..=1.0`.
    pub(super) fn shine(self) -> f32 {
        match self {
            Self::Glass => 0.55,
            Self::Iron | Self::Slate => 0.06,
            Self::Cobbles => 0.05,
            Self::Door | Self::Shutter | Self::Balloon => 0.04,
            _ => 0.0,
        }
    }

    /// Linear colour at `p`; `origin` is where the body stands.
    pub(super) fn color(self, p: Vec3, origin: Vec3) -> Vec3 {
        let house = House::at(p);
        let local = house.local(p);
        let random = |what| hash(house.id.0, house.id.1, what);
        let grain = 0.86 + 0.28 * fractal(p * 9.0, 3);
        match self {
            Self::Plaster => {
                let color = pick(PLASTERS, random(11));
                let stain = smoothstep(0.45, 0.75, fractal(vec3(p.z, p.y * 0.45, p.x) * 1.7, 4));
                let damp = smoothstep(1.5, 0.2, p.y) * 0.35;
                let worn = color.mix(
                    color.tint(vec3(0.62, 0.60, 0.58)),
                    (stain * 0.45 + damp).min(0.8),
                );
                worn * (0.93 + 0.14 * fractal(p * 14.0, 2))
            }
            Self::Stone | Self::Tower => vec3(0.44, 0.40, 0.35) * grain,
            Self::Trim => vec3(0.70, 0.65, 0.55) * grain,
            Self::Tiles => {
                let tint = hash(
                    (p.z * 4.0).floor() as i32,
                    (p.y * 5.0).floor() as i32,
                    house.id.0,
                );
                vec3(0.50, 0.20, 0.11) * (0.65 + 0.6 * tint) * grain
            }
            Self::Glass => vec3(0.035, 0.045, 0.055),
            Self::Frame => vec3(0.72, 0.70, 0.64),
            Self::Shutter => {
                let slats = 0.75 + 0.25 * smoothstep(-0.4, 0.4, (p.y * 95.0).sin());
                pick(SHUTTERS, random(12)) * slats * grain
            }
            Self::Door => pick(SHUTTERS, random(13)) * (0.9 + 0.2 * (local.z * 40.0).sin().abs()),
            Self::Wood | Self::Basket => {
                let rings = noise(vec3(p.x * 30.0, p.y * 30.0, p.z * 3.0));
                vec3(0.34, 0.19, 0.09) * (0.7 + 0.5 * rings)
            }
            Self::Flowers => {
                let cell = p * 24.0;
                let bloom = hash(
                    cell.x.floor() as i32,
                    cell.y.floor() as i32,
                    cell.z.floor() as i32,
                );
                let petals = pick(
                    [
                        vec3(0.85, 0.07, 0.08),
                        vec3(0.92, 0.40, 0.55),
                        vec3(0.95, 0.75, 0.12),
                    ],
                    random(14),
                );
                let leaf = vec3(0.09, 0.24, 0.05) * (0.6 + 0.8 * noise(p * 40.0));
                if bloom > 0.62 { petals } else { leaf }
            }
            Self::Awning => {
                let stripe = smoothstep(-0.1, 0.1, (local.z * 11.0).sin());
                vec3(0.88, 0.84, 0.76).mix(pick(CLOTHS, random(15)), stripe)
            }
            Self::Cobbles => cobble_color(p),
            Self::Iron => vec3(0.03, 0.035, 0.04),
            Self::Lamp => vec3(0.95, 0.82, 0.50),
            Self::Cat => fur(p - origin) * (0.88 + 0.24 * fractal(p * 60.0, 2)),
            Self::Balloon => {
                let angle = (p.x - origin.x).atan2(p.z - origin.z);
                let gore = (angle * 16.0 / std::f32::consts::TAU)
                    .floor()
                    .rem_euclid(2.0);
                let band = smoothstep(0.25, 0.27, ((p.y - origin.y + 0.2) * 0.5).abs());
                let light = vec3(0.93, 0.78, 0.25);
                let strong = vec3(0.78, 0.10, 0.07);
                let checked = if gore < 0.5 { light } else { strong };
                vec3(0.10, 0.22, 0.50).mix(checked, band)
            }
            Self::Leaves => {
                let light = noise(p * 7.0);
                vec3(0.07, 0.17, 0.04).mix(vec3(0.26, 0.36, 0.08), light)
            }
            Self::Slate => vec3(0.16, 0.20, 0.26) * grain,
        }
    }
}

/// Height of the cobbles in `0.0..=1.0`, and a number that names the stone.
pub(super) fn cobble(p: Vec3) -> (f32, f32) {
    let row = (p.z / 0.26).floor();
    let shift = 0.5 * row.rem_euclid(2.0) + 0.3 * hash(row as i32, 3, 9);
    let column = (p.x / 0.34 + shift).floor();
    let u = (p.x / 0.34 + shift - column - 0.5).abs() * 2.0;
    let v = (p.z / 0.26 - row - 0.5).abs() * 2.0;
    let height = (1.0 - u.powi(4)).max(0.0) * (1.0 - v.powi(4)).max(0.0);
    (height.sqrt(), hash(column as i32, row as i32, 1))
}

fn cobble_color(p: Vec3) -> Vec3 {
    let (height, stone) = cobble(p);
    let tint =
        vec3(0.36, 0.33, 0.31).mix(vec3(0.44, 0.36, 0.28), hash((stone * 999.0) as i32, 0, 2));
    let joint = vec3(0.10, 0.085, 0.07);
    joint.mix(tint * (0.65 + 0.6 * stone), smoothstep(0.15, 0.55, height))
        * (0.85 + 0.3 * fractal(p * 12.0, 3))
}
