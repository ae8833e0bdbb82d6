//! Parts of a small picture that hang together.

use std::collections::{BTreeMap, BTreeSet};

use crate::ink::plane::Plane;

/// Without what is one pixel wide.
pub(super) fn opened(shape: &Plane<f32>) -> Plane<f32> {
    let cross = |plane: &Plane<f32>, x: usize, y: usize, least: bool| {
        let (x, y) = (x as i32, y as i32);
        let near = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)];
        let near = near.map(|(dx, dy)| plane.near(x + dx, y + dy));
        let of = if least { f32::min } else { f32::max };
        near.into_iter().reduce(of).unwrap_or(0.0)
    };
    let thinner = shape.map(|x, y| cross(shape, x, y, true));
    thinner.map(|x, y| cross(&thinner, x, y, false))
}

/// The pixels of each part that hangs together.
pub(super) fn parts_of(shape: &Plane<f32>) -> Vec<Vec<usize>> {
    let (width, height) = (shape.width, shape.height);
    let mut is_open: Vec<_> = shape.pixels.iter().map(|v| *v > 0.5).collect();
    let mut parts = Vec::new();
    for first in 0..is_open.len() {
        if !std::mem::take(&mut is_open[first]) {
            continue;
        }
        let (mut part, mut next) = (vec![first], 0);
        while let Some(i) = part.get(next).copied() {
            next += 1;
            let (x, y) = (i % width, i / width);
            let beside = [
                (x > 0).then(|| i - 1),
                (x + 1 < width).then(|| i + 1),
                (y > 0).then(|| i - width),
                (y + 1 < height).then(|| i + width),
            ];
            for i in beside.into_iter().flatten() {
                if std::mem::take(&mut is_open[i]) {
                    part.push(i);
                }
            }
        }
        parts.push(part);
    }
    parts
}

/// A part of a plane so many pixels wide without gaps: what lies between two of its pixels of one
/// row or column is of it, too.
pub(super) fn filled(part: &[usize], width: usize) -> Vec<usize> {
    let mut all: BTreeSet<_> = part.iter().copied().collect();
    let mut reach = BTreeMap::new();
    for i in part {
        let (x, y) = (i % width, i / width);
        for (line, at) in [((0, y), x), ((1, x), y)] {
            let [low, high] = reach.entry(line).or_insert([at, at]);
            (*low, *high) = (at.min(*low), at.max(*high));
        }
    }
    for ((axis, line), [low, high]) in reach {
        let of = |at: usize| match axis {
            0 => line * width + at,
            _ => at * width + line,
        };
        all.extend((low..=high).map(of));
    }
    all.into_iter().collect()
}

/// What lies up to `reach` px around a part of a plane of this `size`.
pub(super) fn ring(part: &[usize], size: &Plane, reach: f32) -> Vec<usize> {
    let reach = reach.round() as i32;
    let mut is_near = vec![false; size.pixels.len()];
    for i in part {
        let (x, y) = ((i % size.width) as i32, (i / size.width) as i32);
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let (x, y) = (x + dx, y + dy);
                let is_inside = (0..size.width as i32).contains(&x)
                    && (0..size.height as i32).contains(&y)
                    && dx * dx + dy * dy <= reach * reach;
                if is_inside {
                    is_near[y as usize * size.width + x as usize] = true;
                }
            }
        }
    }
    for i in part {
        is_near[*i] = false;
    }
    (0..is_near.len()).filter(|i| is_near[*i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_between_pixels_of_a_row_and_of_a_column_are_filled() {
        // Ends of a row, and one pixel two rows below the first.
        assert_eq!(filled(&[11, 14, 31], 10), [11, 12, 13, 14, 21, 31]);
        assert!(filled(&[], 10).is_empty());
    }

    #[test]
    fn parts_hang_together_by_their_sides_and_have_a_ring() {
        let mut shape = Plane {
            width: 6,
            height: 4,
            pixels: vec![0.0; 24],
        };
        for i in [7, 8, 15, 22] {
            shape.pixels[i] = 1.0;
        }
        let mut parts = parts_of(&shape);
        parts.sort();
        assert_eq!(parts, [vec![7, 8], vec![15], vec![22]]);
        let size = shape.map(|_, _| [0.0; 4]);
        assert_eq!(ring(&[7], &size, 1.0), [1, 6, 8, 13]);
        assert!(opened(&shape).pixels.iter().all(|v| *v == 0.0));
    }
}
