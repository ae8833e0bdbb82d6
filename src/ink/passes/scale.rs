//! The local scale: how far contours lie from each other, which all strokes and filters follow.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use std::ops::Range;

use crate::ink::device::InkDevice;
use crate::ink::plane::{Plane, smoothstep};

use super::blur::blur;
use super::tensor::{along, smoothed};
use super::texture::calmed;
use crate::ink::parameters::{Parameters, SIDE};

/// Side in px of the cells in which contours are counted.
pub(crate) const CELL: usize = 4;
/// Scale where contours lie close together.
pub(in crate::ink) const FINEST: f32 = 0.45;
/// Distances between contours, in px at 1024, at which the scale is [`FINEST`] and 1.
const NEAR: f32 = 5.0;
const FAR: f32 = 20.0;

/// The local scale, `0.3..=1.5`.
#[derive(Clone, Debug)]
pub struct Scale {
    /// One for each pixel.
    pub full: Plane<f32>,
    /// One for 2 by 2 pixels.
    pub half: Plane<f32>,
    /// The share of a face, for 2 by 2 pixels: 1 in small faces, less in large ones, 0 outside.
    pub face: Plane<f32>,
    /// How far each pixel is of people, for 2 by 2 pixels.
    pub people: Plane<f32>,
    /// The least and the most of it.
    pub range: [f32; 2],
    /// Size of what is meant by a pixel, in pixels: filters shrink with small pictures, so that
    /// drafts and thumbnails are drawn as the picture is.
    pub unit: f32,
}

/// Long side over 1024 px for which sizes in pixels are meant.
const UNIT: f32 = 1.25;
/// Sizes of a pixel that are gone along with.
const UNITS: [f32; 2] = [0.15, 1.6];

/// Size of what is meant by a pixel in a picture whose long side is `k` times 1024 px.
fn unit(k: f32) -> f32 {
    (k / UNIT).clamp(UNITS[0], UNITS[1])
}

impl Scale {
    /// Of a photograph, finer in `faces`.
    pub(crate) fn find(
        photo: &Plane,
        parameters: &Parameters,
        faces: &[Face],
        device: Option<&dyn InkDevice>,
    ) -> Self {
        let unit = unit(parameters.k);
        let found = device.and_then(|device| device.contours(photo, unit));
        let contours = found.unwrap_or_else(|| {
            let even = Self::even(photo.width, photo.height, parameters.k);
            contours(photo, &even)
        });
        let size = [photo.width.div_ceil(2), photo.height.div_ceil(2)];
        let mut half = local_scale(&contours, size, parameters.k, parameters.boldness);
        let side = parameters.k * SIDE;
        let face = finer_in_faces(&mut half, faces, side);
        let range = half
            .pixels
            .iter()
            .fold([f32::MAX, f32::MIN], |[low, high], value| {
                [low.min(*value), high.max(*value)]
            });
        Self {
            full: doubled(&half, photo.width, photo.height),
            people: half.map(|_, _| 0.0),
            half,
            face,
            range,
            unit,
        }
    }

    /// 1 everywhere.
    pub(in crate::ink) fn even(width: usize, height: usize, k: f32) -> Self {
        let all = |value: f32, width: usize, height: usize| Plane {
            width,
            height,
            pixels: vec![value; width * height],
        };
        let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
        Self {
            full: all(1.0, width, height),
            half: all(1.0, columns, rows),
            face: all(0.0, columns, rows),
            people: all(0.0, columns, rows),
            range: [1.0, 1.0],
            unit: unit(k),
        }
    }
}

/// Standard deviation in units of the Gaussian over the tensors of which contours are the ridges.
pub(crate) const CONTOURS: f32 = 1.25;

/// The share of contours in each cell of a photograph.
fn contours(photo: &Plane, even: &Scale) -> Plane<f32> {
    let tensor = smoothed(&calmed(photo, even.unit), CONTOURS, 0.0, even);
    let strength = tensor.map(
        #[inline(always)]
        |x, y| tensor.at(x, y)[2].max(0.0).sqrt(),
    );
    let ridge = strength.map(
        #[inline(always)]
        |x, y| {
            let here = strength.at(x, y);
            let [tx, ty] = along(tensor.at(x, y));
            let (x, y) = (x as f32, y as f32);
            // A pixel is half of this plane's.
            let before = strength.between(x + 0.75 * ty, y - 0.75 * tx);
            let after = strength.between(x - 0.75 * ty, y + 0.75 * tx);
            if here >= before && here >= after {
                // A ridge is one pixel wide here, and two there.
                0.6 * smoothstep(0.012, 0.04, here)
            } else {
                0.0
            }
        },
    );
    let size = [tensor.width.div_ceil(CELL), tensor.height.div_ceil(CELL)];
    let cells = Plane {
        width: size[0],
        height: size[1],
        pixels: vec![0.0; size[0] * size[1]],
    };
    cells.map(|cx, cy| {
        let rows = cy * CELL..((cy + 1) * CELL).min(tensor.height);
        let columns = cx * CELL..((cx + 1) * CELL).min(tensor.width);
        let count = (rows.len() * columns.len()) as f32;
        let sum: f32 = rows
            .map(|y| {
                ridge.pixels[y * ridge.width..][columns.clone()]
                    .iter()
                    .sum::<f32>()
            })
            .sum();
        sum / count
    })
}

/// The local scale of a picture for 2 by 2 pixels, as many as `width` and `height` say, from the
/// share of contours in its cells; `k` is its long side over 1024.
fn local_scale(
    counted: &Plane<f32>,
    [width, height]: [usize; 2],
    k: f32,
    boldness: f32,
) -> Plane<f32> {
    let side = 2.0 * CELL as f32;
    let density = blur(counted, 22.0 * k / side);
    let of = |density: f32| {
        let distance = 1.0 / (density * k).max(1e-3);
        let t = ((distance / NEAR).ln() / (FAR / NEAR).ln()).clamp(0.0, 1.0);
        FINEST.powf(1.0 - t)
    };
    let coarse = blur(&density.map(|x, y| of(density.at(x, y))), 10.0 * k / side);
    let cell = CELL as f32;
    let halves = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    halves.map(
        #[inline(always)]
        |x, y| {
            let (x, y) = ((x as f32 + 0.5) / cell - 0.5, (y as f32 + 0.5) / cell - 0.5);
            (coarse.between(x, y) * boldness).clamp(LEAST, 1.5)
        },
    )
}

/// A plane for 2 by 2 pixels at a single pixel.
#[inline(always)]
pub(in crate::ink) fn at_pixel(plane: &Plane<f32>, x: usize, y: usize) -> f32 {
    plane.between(0.5 * x as f32 - 0.25, 0.5 * y as f32 - 0.25)
}

/// A plane for single pixels of one for 2 by 2.
fn doubled(plane: &Plane<f32>, width: usize, height: usize) -> Plane<f32> {
    let size = Plane {
        width,
        height,
        pixels: vec![0.0; width * height],
    };
    size.map(
        #[inline(always)]
        |x, y| at_pixel(plane, x, y),
    )
}

/// A face, in pixels of the picture: left, top, width, height.
pub(crate) type Face = [f32; 4];

/// Height of a face over the picture's long side at which it is drawn at scale 1, and the finest
/// scale of small ones. At 0.42 and 0.3 one of two eyes and every other tooth melted.
const LARGE_FACE: f32 = 0.5;
const FINEST_FACE: f32 = 0.22;
/// Heights of a face over the picture's long side between which its share falls from 1 to
/// [`LARGE_SHARE`]: eyes and teeth of large faces survive the smoothing by themselves, and their
/// skin gains from it.
const SMALL: f32 = 0.1;
const LARGE: f32 = 0.35;
const LARGE_SHARE: f32 = 0.4;
/// Parts of the ellipse's radius between which the share ends: eyes and mouth lie inside, jaw and
/// hair, which want whole contours, outside.
const INNER: [f32; 2] = [0.65, 0.95];

/// Columns and rows of a plane up to one and a half radii of an ellipse.
fn reach(center: [f32; 2], radii: [f32; 2], plane: &Plane<f32>) -> [Range<usize>; 2] {
    [0, 1].map(|axis| {
        let [from, to] =
            [-1.5, 1.5].map(|far| (center[axis] + far * radii[axis]).max(0.0) as usize);
        from..to.min([plane.width, plane.height][axis])
    })
}

/// Changes a plane for 2 by 2 pixels around the person whose face this is, from above the hair to
/// the knees and an arm to each side: tells how far from the middle each pixel lies, 1 at the
/// border.
pub(in crate::ink) fn around_person(
    plane: &mut Plane<f32>,
    [left, top, width, height]: Face,
    change: impl Fn(&mut f32, f32),
) {
    let (cx, cy) = (0.5 * (left + 0.5 * width), 0.5 * (top + 2.5 * height));
    let (rx, ry) = (0.5 * 2.0 * width, 0.5 * 3.6 * height);
    let [columns, rows] = reach([cx, cy], [rx, ry], plane);
    for y in rows {
        for x in columns.clone() {
            let (dx, dy) = ((x as f32 - cx) / rx, (y as f32 - cy) / ry);
            let far = (dx * dx + dy * dy).sqrt();
            change(&mut plane.pixels[y * plane.width + x], far);
        }
    }
}

/// Height of a face over the picture's long side below which the whole person is drawn finer, and
/// how much finer at most.
const SMALL_PERSON: f32 = 0.1;
const FINEST_PERSON: f32 = 0.55;

/// Makes the scale (for 2 by 2 pixels) finer around small faces, for the people whose they are:
/// with contours as bold as those of a house, a crowd is a row of black rims.
fn finer_in_people(scale: &mut Plane<f32>, faces: &[Face], side: f32) {
    let mut finer = scale.map(|_, _| 1.0_f32);
    for face in faces {
        let fine = (face[3] / (side * SMALL_PERSON)).clamp(FINEST_PERSON, 1.0);
        if fine == 1.0 {
            continue;
        }
        around_person(&mut finer, *face, |value, far| {
            let outside = smoothstep(0.7, 1.5, far);
            *value = value.min(fine + (1.0 - fine) * outside);
        });
    }
    for (value, finer) in scale.pixels.iter_mut().zip(&finer.pixels) {
        *value = (*value * finer).max(LEAST);
    }
}

/// The finest scale.
const LEAST: f32 = 0.3;

/// Makes the scale (for 2 by 2 pixels) finer in faces, so that they keep their eyes and teeth.
/// Gives the share of a face in each of its pixels: 1 in small faces, less in large ones, 0
/// outside.
fn finer_in_faces(scale: &mut Plane<f32>, faces: &[Face], side: f32) -> Plane<f32> {
    let mut shares = scale.map(|_, _| 0.0);
    finer_in_people(scale, faces, side);
    for [left, top, width, height] in faces {
        let fine = (height / (side * LARGE_FACE)).clamp(FINEST_FACE, 1.0);
        let share = 1.0 + (LARGE_SHARE - 1.0) * smoothstep(SMALL, LARGE, height / side);
        let (cx, cy) = (0.5 * (left + 0.5 * width), 0.5 * (top + 0.52 * height));
        let (rx, ry) = (0.5 * 0.5 * width, 0.5 * 0.62 * height);
        // The border is soft over a seventh of the height.
        let soft = 0.14 * height / (width + height);
        let [columns, rows] = reach([cx, cy], [rx, ry], scale);
        for y in rows {
            for x in columns.clone() {
                let (dx, dy) = ((x as f32 - cx) / rx, (y as f32 - cy) / ry);
                let far = (dx * dx + dy * dy).sqrt();
                let inside = 1.0 - smoothstep(1.0 - 2.0 * soft, 1.0 + 2.0 * soft, far);
                let part = &mut shares.pixels[y * scale.width + x];
                *part = part.max(share * (1.0 - smoothstep(INNER[0], INNER[1], far)));
                let value = &mut scale.pixels[y * scale.width + x];
                *value += (value.min(fine) - *value) * inside;
            }
        }
    }
    shares
}
