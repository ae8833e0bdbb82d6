//! How a picture is cut into overlapping tiles.

use std::ops::Range;

/// Pixels that a tile looks at beyond its border.
///
/// The ten convolutions at a quarter of the size reach 40 pixels, the others 10 together, and
/// Winograd's short cut works on four by four of the small pixels at once.
const OVERLAP: usize = 64;

/// A tile along one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tile {
    /// What the network is given.
    pub(crate) read: Range<usize>,
    /// What is taken of its drawing.
    pub(crate) kept: Range<usize>,
}

impl Tile {
    /// Tiles of `side` along `n` pixels. All begin at a multiple of 4, as the network's small
    /// pixels do.
    pub(crate) fn along(n: usize, side: usize) -> impl Iterator<Item = Self> {
        let step = side - 2 * OVERLAP;
        // The first tile has no neighbour before it, the last none behind it.
        let count = n.saturating_sub(2 * OVERLAP).div_ceil(step).max(1);
        (0..count).map(move |i| {
            let read = i * step..(i * step + side).min(n);
            let start = if i == 0 { 0 } else { read.start + OVERLAP };
            let end = if i + 1 == count {
                n
            } else {
                read.end - OVERLAP
            };
            Self {
                read,
                kept: start..end,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_every_pixel_once_and_see_beyond_their_borders() {
        for n in [1, 4, 255, 256, 257, 383, 384, 385, 511, 512, 513, 4001] {
            let mut next = 0;
            for Tile { read, kept } in Tile::along(n, 256) {
                assert_eq!(kept.start, next, "{n}");
                assert!(!kept.is_empty() && read.len() <= 256 && read.start % 4 == 0);
                assert!(read.start == 0 || kept.start - read.start >= OVERLAP);
                assert!(read.end == n || read.end - kept.end >= OVERLAP, "{n}");
                next = kept.end;
            }
            assert_eq!(next, n);
        }
    }
}
