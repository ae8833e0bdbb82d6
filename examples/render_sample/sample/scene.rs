//! The street as one distance field.

use super::cat::cat;
use super::house::{CELL, House};
use super::material::{Material, cobble};
use super::noise::noise;
use super::shape::{capsule, cuboid, ellipsoid};
use super::vector::{Vec3, vec3};

/// Where the cat's paws are.
const CAT: Vec3 = vec3(1.12, 0.72, -3.05);
/// Middle of the balloon.
const BALLOON: Vec3 = vec3(1.5, 10.6, 21.0);
/// Foot of the tower at the end of the street.
const TOWER: Vec3 = vec3(-1.1, 0.0, 36.0);
/// Foot of the tree before it.
const TREE: Vec3 = vec3(2.3, 0.0, 27.5);
const LAMP: Vec3 = vec3(-1.95, 0.0, 0.9);
/// The houses end here.
const SQUARE: f32 = 6.0 * CELL;

/// A point's distance to what is nearest, what that is made of, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) distance: f32,
    pub(super) material: Material,
    pub(super) origin: Vec3,
}

/// What is nearest to `p`.
pub(super) fn scene(p: Vec3) -> Hit {
    let ground = p.y - 0.035 * cobble(p).0 + 0.004 * p.x * p.x;
    let mut hit = Hit {
        distance: ground * 0.8,
        material: Material::Cobbles,
        origin: vec3(0.0, 0.0, 0.0),
    };
    let mut add = |distance: f32, material: Material, origin: Vec3| {
        if distance < hit.distance {
            hit = Hit {
                distance,
                material,
                origin,
            };
        }
    };
    houses(p, &mut add);
    let kerb = cuboid(
        vec3(p.x.abs() - 2.75, p.y - 0.03, 0.0),
        vec3(0.5, 0.09, 1.0),
        0.02,
    );
    add(kerb, Material::Stone, vec3(0.0, 0.0, 0.0));
    add(cat(p - CAT), Material::Cat, CAT);
    let wall = cuboid(p - vec3(1.75, 0.32, -3.0), vec3(1.0, 0.36, 0.26), 0.04);
    add(
        wall - 0.012 * noise(p * 9.0),
        Material::Stone,
        vec3(0.0, 0.0, 0.0),
    );
    let cap = cuboid(p - vec3(1.75, 0.68, -3.0), vec3(1.05, 0.045, 0.31), 0.02);
    add(cap, Material::Trim, vec3(0.0, 0.0, 0.0));
    lamp(p, &mut add);
    balloon(p, &mut add);
    tower(p, &mut add);
    tree(p, &mut add);
    hit
}

fn houses(p: Vec3, add: &mut impl FnMut(f32, Material, Vec3)) {
    let ahead = p.z - SQUARE;
    if ahead > 0.0 {
        add(ahead + 0.3, Material::Plaster, vec3(0.0, 0.0, 0.0));
        return;
    }
    for house in House::nearest(p) {
        let (distance, material) = house.distance(house.local(p));
        add(distance, material, vec3(0.0, 0.0, 0.0));
    }
}

fn lamp(p: Vec3, add: &mut impl FnMut(f32, Material, Vec3)) {
    let q = p - LAMP;
    if vec3(q.x, 0.0, q.z).length() > 1.5 {
        add(vec3(q.x, 0.0, q.z).length() - 1.0, Material::Iron, LAMP);
        return;
    }
    let pole = capsule(q, vec3(0.0, 0.0, 0.0), vec3(0.0, 3.0, 0.0), 0.05, 0.032);
    let foot = capsule(q, vec3(0.0, 0.0, 0.0), vec3(0.0, 0.5, 0.0), 0.10, 0.06);
    let ring = ellipsoid(q - vec3(0.0, 2.55, 0.0), vec3(0.07, 0.04, 0.07));
    add(pole.min(foot).min(ring), Material::Iron, LAMP);
    let taper = 0.10 + 0.05 * (q.y - 3.0) / 0.4;
    let lantern = cuboid(q - vec3(0.0, 3.22, 0.0), vec3(taper, 0.18, taper), 0.01);
    add(lantern * 0.8, Material::Lamp, LAMP);
    let post = vec3(q.x.abs() - taper, q.y - 3.22, q.z.abs() - taper);
    add(
        cuboid(post, vec3(0.015, 0.2, 0.015), 0.0) * 0.8,
        Material::Iron,
        LAMP,
    );
    let hat = ellipsoid(q - vec3(0.0, 3.43, 0.0), vec3(0.20, 0.10, 0.20));
    let knob = ellipsoid(q - vec3(0.0, 3.56, 0.0), vec3(0.035, 0.06, 0.035));
    add(hat.min(knob), Material::Iron, LAMP);
}

fn balloon(p: Vec3, add: &mut impl FnMut(f32, Material, Vec3)) {
    let q = p - BALLOON;
    let rough = q.length() - 4.2;
    if rough > 1.0 {
        add(rough, Material::Balloon, BALLOON);
        return;
    }
    // Narrower towards the basket.
    let pinch = 1.0 + 0.22 * (-q.y).max(0.0);
    let hull = ellipsoid(vec3(q.x * pinch, q.y, q.z * pinch), vec3(2.05, 2.35, 2.05));
    add(hull * 0.6, Material::Balloon, BALLOON);
    let basket = cuboid(q + vec3(0.0, 3.25, 0.0), vec3(0.28, 0.22, 0.28), 0.05);
    add(basket, Material::Basket, BALLOON);
    let side = vec3(q.x.abs(), q.y, q.z.abs());
    let rope = capsule(
        side,
        vec3(0.25, -3.05, 0.25),
        vec3(0.7, -1.7, 0.7),
        0.015,
        0.015,
    );
    add(rope, Material::Iron, BALLOON);
}

fn tower(p: Vec3, add: &mut impl FnMut(f32, Material, Vec3)) {
    let q = p - TOWER;
    let shaft = cuboid(q - vec3(0.0, 5.0, 0.0), vec3(1.5, 5.0, 1.5), 0.03);
    let belfry = cuboid(q - vec3(0.0, 10.2, 0.0), vec3(1.65, 0.12, 1.65), 0.03);
    let opening = cuboid(vec3(q.x, q.y - 8.3, q.z + 1.5), vec3(0.45, 0.9, 0.4), 0.3);
    add(shaft.min(belfry).max(-opening), Material::Tower, TOWER);
    let nave = cuboid(q - vec3(-4.5, 2.6, 1.0), vec3(4.0, 2.6, 2.5), 0.03);
    add(nave, Material::Plaster, TOWER);
    let spire = vec3(q.x.abs().max(q.z.abs()), q.y - 10.3, 0.0);
    let slope = (spire.x * 0.9285 + spire.y * 0.3714 - 1.6 * 0.9285).max(-spire.y);
    add(slope * 0.8, Material::Slate, TOWER);
}

fn tree(p: Vec3, add: &mut impl FnMut(f32, Material, Vec3)) {
    let q = p - TREE;
    if q.length() > 9.0 {
        add(q.length() - 8.0, Material::Leaves, TREE);
        return;
    }
    let trunk = capsule(q, vec3(0.0, 0.0, 0.0), vec3(0.1, 3.0, 0.0), 0.28, 0.16);
    add(trunk, Material::Wood, TREE);
    let crowns = [
        (vec3(0.0, 4.4, 0.0), 1.7),
        (vec3(-1.1, 3.7, 0.2), 1.1),
        (vec3(1.2, 3.8, -0.2), 1.2),
        (vec3(0.3, 5.4, 0.3), 1.1),
    ];
    let crown = crowns
        .iter()
        .map(|(at, radius)| (q - *at).length() - radius);
    let crown = crown.fold(f32::INFINITY, f32::min);
    let rough = 0.55 * (noise(p * 2.3) - 0.5) + 0.28 * (noise(p * 6.1) - 0.5);
    add((crown - rough) * 0.6, Material::Leaves, TREE);
}
