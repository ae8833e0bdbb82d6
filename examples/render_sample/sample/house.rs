//! The houses on both sides of the street: one in every cell along it, each a little different.

use super::material::Material;
use super::noise::hash;
use super::shape::{cuboid, ellipsoid};
use super::vector::{Vec3, vec3};

/// Length of a cell along the street.
pub(super) const CELL: f32 = 4.4;
/// From the middle of the street to the fronts.
const FRONT: f32 = 2.75;
const STOREY: f32 = 1.75;
const WINDOW: Vec3 = vec3(0.2, 0.55, 0.36);

/// One house, looked at from the street: `x` into the house, `y` up, `z` along the street.
#[derive(Clone, Copy, Debug)]
pub(super) struct House {
    /// Names it: the cell and the side.
    pub(super) id: (i32, i32),
    pub(super) storeys: f32,
    pub(super) has_awning: bool,
    /// From the middle of the street to its front.
    front: f32,
}

impl House {
    /// The house in whose cell `p` lies, and the neighbour that is nearer.
    pub(super) fn nearest(p: Vec3) -> [Self; 2] {
        let side = if p.x < 0.0 { -1 } else { 1 };
        let cell = (p.z / CELL).floor();
        let neighbour = if p.z / CELL - cell < 0.5 {
            cell - 1.0
        } else {
            cell + 1.0
        };
        [
            Self::new(cell as i32, side),
            Self::new(neighbour as i32, side),
        ]
    }

    /// The house in whose cell `p` lies.
    pub(super) fn at(p: Vec3) -> Self {
        Self::new((p.z / CELL).floor() as i32, if p.x < 0.0 { -1 } else { 1 })
    }

    fn new(cell: i32, side: i32) -> Self {
        let random = |what| hash(cell, side, what);
        Self {
            id: (cell, side),
            storeys: 2.0 + (random(1) * 2.3).floor(),
            has_awning: random(23) > 0.6,
            front: FRONT + 0.35 * random(3),
        }
    }

    /// `p` as the house sees it.
    pub(super) fn local(&self, p: Vec3) -> Vec3 {
        vec3(
            p.x.abs() - self.front,
            p.y,
            p.z - (self.id.0 as f32 + 0.5) * CELL,
        )
    }

    /// Height of the eaves.
    pub(super) fn height(&self) -> f32 {
        self.storeys * STOREY + 0.75 + 0.5 * hash(self.id.0, self.id.1, 4)
    }

    /// Distance to the house and what it is made of there.
    pub(super) fn distance(&self, p: Vec3) -> (f32, Material) {
        let height = self.height();
        let half = CELL / 2.0 - 0.02;
        let mut nearest = (
            cuboid(
                p - vec3(2.5, height / 2.0, 0.0),
                vec3(2.5, height / 2.0, half),
                0.02,
            ),
            Material::Plaster,
        );
        let mut add = |d: f32, material: Material| {
            if d < nearest.0 {
                nearest = (d, material);
            }
        };
        let base = cuboid(p - vec3(0.0, 0.3, 0.0), vec3(0.06, 0.3, half), 0.02);
        add(base, Material::Stone);
        let ledge = cuboid(
            p - vec3(0.0, height - 0.12, 0.0),
            vec3(0.14, 0.09, half),
            0.03,
        );
        add(ledge, Material::Trim);
        add(roof(p, height, half), Material::Tiles);
        if p.x < 1.2 {
            self.front(p, &mut nearest);
        }
        nearest
    }

    /// Windows, shutters, flower boxes, door and awning.
    fn front(&self, p: Vec3, nearest: &mut (f32, Material)) {
        let mut add = |d: f32, material: Material| {
            if d < nearest.0 {
                *nearest = (d, material);
            }
        };
        let storey = ((p.y - 0.55) / STOREY)
            .floor()
            .clamp(0.0, self.storeys - 1.0);
        let column = if p.z < 0.0 { -1.0 } else { 1.0 };
        let random = |what| {
            hash(
                self.id.0 * 8 + storey as i32,
                self.id.1 * 2 + column as i32,
                what,
            )
        };
        let is_door = storey < 0.5 && (column > 0.0) == (hash(self.id.0, self.id.1, 5) > 0.5);
        let q = p - vec3(0.0, 0.55 + storey * STOREY + 0.85, column * 1.02);
        if is_door {
            let q = q + vec3(0.0, 0.36, 0.0);
            add(cuboid(q, vec3(0.05, 1.05, 0.52), 0.02), Material::Trim);
            add(
                cuboid(q + vec3(0.05, 0.05, 0.0), vec3(0.04, 0.98, 0.42), 0.02),
                Material::Door,
            );
            let panel = cuboid(q + vec3(0.08, -0.45, 0.0), vec3(0.03, 0.35, 0.28), 0.01);
            add(panel, Material::Glass);
            let step = cuboid(q + vec3(0.2, 1.0, 0.0), vec3(0.25, 0.1, 0.6), 0.02);
            add(step, Material::Stone);
        } else {
            add(
                cuboid(q, vec3(0.05, WINDOW.y + 0.09, WINDOW.z + 0.09), 0.02),
                Material::Trim,
            );
            add(
                cuboid(
                    q + vec3(0.03, 0.0, 0.0),
                    vec3(0.035, WINDOW.y, WINDOW.z),
                    0.0,
                ),
                Material::Glass,
            );
            let bars = cuboid(
                q + vec3(0.05, 0.0, 0.0),
                vec3(0.035, WINDOW.y, 0.022),
                0.005,
            );
            let rail = cuboid(
                q + vec3(0.05, -0.12, 0.0),
                vec3(0.035, 0.022, WINDOW.z),
                0.005,
            );
            add(bars.min(rail), Material::Frame);
            let sill = cuboid(q + vec3(0.06, 0.66, 0.0), vec3(0.14, 0.04, 0.50), 0.01);
            add(sill, Material::Stone);
            let wing = vec3(q.x + 0.06, q.y, q.z.abs() - 0.68);
            add(
                cuboid(wing, vec3(0.03, WINDOW.y + 0.03, 0.21), 0.01),
                Material::Shutter,
            );
            if storey > 0.5 && random(7) > 0.35 {
                let q = q + vec3(0.2, 0.56, 0.0);
                add(cuboid(q, vec3(0.11, 0.09, 0.44), 0.02), Material::Wood);
                let bump =
                    0.05 * ((q.z * 17.0).sin() * (q.x * 19.0).sin() + (q.z * 31.0).cos() * 0.5);
                let leaves = ellipsoid(q - vec3(-0.02, 0.15, 0.0), vec3(0.17, 0.15, 0.50)) - bump;
                add(leaves * 0.7, Material::Flowers);
            }
        }
        if self.has_awning {
            let q = p - vec3(-0.45, 2.62, 0.0);
            let (sin, cos) = 0.42_f32.sin_cos();
            let turned = vec3(q.x * cos + q.y * sin, -q.x * sin + q.y * cos, q.z);
            add(
                cuboid(turned, vec3(0.62, 0.02, 1.7), 0.01),
                Material::Awning,
            );
            let scallop = 0.025 * (p.z * 11.0).sin().abs();
            let hem = cuboid(q + vec3(0.56, 0.33, 0.0), vec3(0.012, 0.08, 1.7), 0.005) - scallop;
            add(hem, Material::Awning);
        }
    }
}

/// A slab that rises from the eaves to the ridge and falls behind it.
fn roof(p: Vec3, height: f32, half: f32) -> f32 {
    let folded = 2.5 - (p.x - 2.5).abs();
    let (sin, cos) = 0.66_f32.sin_cos();
    let (u, v) = (folded + 0.38, p.y - height);
    let along = u * cos + v * sin;
    let above = -u * sin + v * cos;
    let wave = 0.025 * (along * 21.0).sin().abs() + 0.02 * (p.z * 24.0).sin();
    let slab = cuboid(vec3(along - 1.85, above, p.z), vec3(1.95, 0.09, half), 0.02) - wave;
    // Below the slab the gable is closed.
    let gable = (above).max(-v).max(-u + 0.4).max(p.z.abs() - half);
    (slab * 0.8).min(gable)
}
