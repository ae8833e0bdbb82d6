//! How a picture of any size becomes one that the generator takes.
//!
//! The rule is shared by every arrangement of the network, so that all of them draw the same
//! picture: the right and the bottom are continued by reflection up to [`padded_side`], the network
//! draws, and the result is cropped. The left and the top are never padded here.

/// Smallest side inside the network: at a quarter of the resolution, reflection needs two pixels.
const MIN_SIDE: usize = 8;

/// The side that the network works on for a picture side of `n` pixels.
///
/// The next multiple of 4, at least 8.
pub fn padded_side(n: usize) -> usize {
    n.next_multiple_of(4).max(MIN_SIDE)
}

/// The pixel of a side of `n` that stands at position `i` when the side is continued by reflection.
///
/// The edge pixel is not repeated, as in `numpy`'s `reflect`: positions run with the period
/// `2 (n - 1)`, so any `i` is valid. A side of one pixel repeats that pixel; a side of none has no
/// pixel and gives 0.
pub fn reflect_index(i: usize, n: usize) -> usize {
    if n < 2 {
        return 0;
    }
    let period = 2 * (n - 1);
    let i = i % period;
    i.min(period - i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padded_sides_are_multiples_of_four_and_at_least_eight() {
        let sides = [1, 7, 8, 9, 12, 13, 4095, 4096].map(padded_side);
        assert_eq!(sides, [8, 8, 8, 12, 12, 16, 4096, 4096]);
    }

    #[test]
    fn reflection_turns_back_at_the_edge_without_repeating_it() {
        let indices: Vec<_> = (0..10).map(|i| reflect_index(i, 4)).collect();
        assert_eq!(indices, [0, 1, 2, 3, 2, 1, 0, 1, 2, 3]);
    }

    #[test]
    fn reflection_of_a_single_pixel_repeats_it() {
        assert!((0..20).all(|i| reflect_index(i, 1) == 0));
    }
}
