//! Places between pixels, many at once: the arithmetic on them becomes vectors, and the reads of
//! one do not wait for those of another.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, Sample, whole};

/// A number for each of some pixels that lie beside each other.
pub(crate) type Lanes = [f32; LANES];

/// Columns of the pixels from `x` on.
#[inline(always)]
pub(in crate::ink) fn columns(x: usize) -> Lanes {
    let mut columns = [0.0; LANES];
    for (i, column) in columns.iter_mut().enumerate() {
        *column = (x + i) as f32;
    }
    columns
}

/// Where to read a plane bilinearly.
pub(crate) struct Spots {
    index: [u32; LANES],
    right: [f32; LANES],
    down: [f32; LANES],
    width: usize,
}

impl Spots {
    /// Places in a plane of at least 2 by 2 pixels, whose centres lie at whole numbers; what lies
    /// beyond the border is brought to it.
    #[inline(always)]
    pub(in crate::ink) fn at<T>(plane: &Plane<T>, x: &Lanes, y: &Lanes) -> Self {
        let mut spots = Self {
            index: [0; LANES],
            right: [0.0; LANES],
            down: [0.0; LANES],
            width: plane.width,
        };
        let (most_x, most_y) = (plane.width as f32 - 1.0, plane.height as f32 - 1.0);
        let (last_left, last_top) = (plane.width as u32 - 2, plane.height as u32 - 2);
        for i in 0..LANES {
            let (x, y) = (x[i].max(0.0).min(most_x), y[i].max(0.0).min(most_y));
            let left = whole(x - 0.5).min(last_left);
            let top = whole(y - 0.5).min(last_top);
            spots.index[i] = top * plane.width as u32 + left;
            spots.right[i] = x - left as f32;
            spots.down[i] = y - top as f32;
        }
        spots
    }

    /// The value at the `i`th place.
    #[inline(always)]
    pub(in crate::ink) fn read<T: Sample>(&self, plane: &Plane<T>, i: usize) -> T {
        let start = self.index[i] as usize;
        let above = &plane.pixels[start..start + 2];
        let below = &plane.pixels[start + self.width..start + self.width + 2];
        let (u, v) = (self.right[i], self.down[i]);
        above[0]
            .lerp(above[1], u)
            .lerp(below[0].lerp(below[1], u), v)
    }

    /// All values of a plane of numbers.
    #[inline(always)]
    #[expect(
        clippy::needless_range_loop,
        reason = "corners by themselves become vectors"
    )]
    pub(in crate::ink) fn read_all(&self, plane: &Plane<f32>) -> Lanes {
        let mut corners = [[0.0; LANES]; 4];
        for i in 0..LANES {
            let start = self.index[i] as usize;
            let above = &plane.pixels[start..start + 2];
            let below = &plane.pixels[start + self.width..start + self.width + 2];
            corners[0][i] = above[0];
            corners[1][i] = above[1];
            corners[2][i] = below[0];
            corners[3][i] = below[1];
        }
        let mut values = [0.0; LANES];
        for i in 0..LANES {
            let (u, v) = (self.right[i], self.down[i]);
            let above = corners[0][i] + (corners[1][i] - corners[0][i]) * u;
            let below = corners[2][i] + (corners[3][i] - corners[2][i]) * u;
            values[i] = above + (below - above) * v;
        }
        values
    }
}

/// Some pixels of a row from column `x` on; what lies beyond its end is the last one.
#[inline(always)]
pub(in crate::ink) fn lanes(plane: &Plane<f32>, x: usize, y: usize) -> Lanes {
    let row = &plane.pixels[y * plane.width..][..plane.width];
    let mut values = [0.0; LANES];
    if let Some(full) = row.get(x..x + LANES) {
        values.copy_from_slice(full);
    } else {
        for (i, value) in values.iter_mut().enumerate() {
            *value = row[(x + i).min(plane.width - 1)];
        }
    }
    values
}
