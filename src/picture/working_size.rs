//! The size at which the network draws.

use super::downscale::fit_within;

/// How much longer than wide a picture may be before its short side counts.
const ORDINARY: u64 = 2;
/// Most pixels of a long strip, in squares of the long side that was asked for.
const MOST_SQUARES: u64 = 10;
/// Most pixels of all.
const MOST_PIXELS: u64 = 4096 * 4096;

/// How many times as large a picture is drawn at most. An icon of 16 pixels has nothing to show in
/// a drawing of 1280: each of its pixels would be a blot of 80, drawn at 6400 times the cost.
const MOST_ENLARGED: u64 = 8;

/// The size at which the network draws a picture, for a long side of `long_side` pixels; everything
/// that draws asks here, so that the screen, a part that is looked at closely and the file agree.
///
/// A picture below that is enlarged to it, at most eight times: strokes have a width in pixels, and
/// would be too coarse for it. A picture that is larger is made smaller; one that is more than
/// twice as long as wide, such as a strip of a webtoon or a panorama, less so: its short side has
/// half of `long_side`, or all that there is. Otherwise the network would see but a few pixels of
/// it. A strip without end is bounded by memory.
///
/// # Examples
/// ```
/// use kinetoon::picture::working_size;
///
/// assert_eq!(working_size(4032, 3024, 1280), (1280, 960));
/// assert_eq!(working_size(690, 9000, 1280), (640, 8348));
/// assert_eq!(working_size(544, 362, 1280), (1280, 852));
/// assert_eq!(working_size(16, 16, 1280), (128, 128));
/// ```
pub fn working_size(width: u32, height: u32, long_side: u32) -> (u32, u32) {
    let (width, height) = (width.max(1), height.max(1));
    let long = u64::from(width.max(height));
    let wanted = u64::from(long_side).min(long * MOST_ENLARGED);
    if wanted <= long {
        return shrunk_size(width, height, long_side);
    }
    let scale = |side: u32| ((u64::from(side) * wanted + long / 2) / long) as u32;
    (scale(width), scale(height))
}

/// As [`working_size`], but never more than the picture has: for what is looked at rather than
/// drawn.
pub fn shrunk_size(width: u32, height: u32, long_side: u32) -> (u32, u32) {
    let square = u64::from(long_side) * u64::from(long_side);
    shrunk_size_within(
        width,
        height,
        long_side,
        square.saturating_mul(MOST_SQUARES),
    )
}

/// As [`shrunk_size`], of a strip at most about `max_pixels`.
pub fn shrunk_size_within(width: u32, height: u32, long_side: u32, max_pixels: u64) -> (u32, u32) {
    let (width, height, long_side) = (width.max(1), height.max(1), long_side.max(1));
    let long = u64::from(width.max(height));
    let short = u64::from(width.min(height));
    if long <= u64::from(long_side) || short * ORDINARY >= long {
        return fit_within(width, height, long_side);
    }
    let wanted = (u64::from(long_side) / ORDINARY).clamp(1, short);
    // The sides are as `short` to `long`, and one of them is wanted.
    let of_short = (long * wanted + short / 2) / short;
    let of_area = (max_pixels.min(MOST_PIXELS) * long / short).isqrt();
    let longest = of_short.min(of_area.max(u64::from(long_side)));
    fit_within(width, height, u32::try_from(longest).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pictures_have_the_long_side_that_was_asked_for() {
        for (width, height) in [(4032, 3024), (3024, 4032), (1280, 480), (2560, 1280)] {
            let size = working_size(width, height, 1280);
            assert_eq!(size, fit_within(width, height, 1280));
        }
        assert_eq!(working_size(0, 0, 0), (1, 1));
        assert_eq!(shrunk_size(640, 480, 1280), (640, 480));
    }

    #[test]
    fn small_pictures_are_enlarged_eight_times_at_most() {
        for (size, expected) in [
            ((544, 362), (1280, 852)),
            ((362, 544), (852, 1280)),
            ((1279, 720), (1280, 721)),
            ((160, 120), (1280, 960)),
            ((16, 16), (128, 128)),
            ((1, 1), (8, 8)),
            ((3, 2), (24, 16)),
            // A strip below the scale has its long side brought to it, as any other picture.
            ((1200, 100), (1280, 107)),
            ((1, 900), (1, 1280)),
        ] {
            assert_eq!(working_size(size.0, size.1, 1280), expected, "{size:?}");
            assert_eq!(shrunk_size(size.0, size.1, 1280), size);
        }
        assert_eq!(working_size(800, 600, 4096), (4096, 3072));
    }

    #[test]
    fn strips_and_panoramas_keep_a_short_side_that_can_be_drawn() {
        assert_eq!(working_size(690, 9000, 1280), (640, 8348));
        assert_eq!(
            working_size(6000, 500, 1280),
            (6000, 500),
            "there is no more"
        );
        assert_eq!(working_size(12_000, 3000, 1280), (2560, 640));
        assert_eq!(working_size(690, 9000, 384), (192, 2504), "a draft");
        // Nothing jumps where a picture begins to count as a strip.
        assert_eq!(working_size(4000, 2000, 1280), (1280, 640));
        assert_eq!(working_size(4000, 1999, 1280), (1281, 640));
        // Nor where it begins to be large enough.
        assert_eq!(working_size(1280, 100, 1280), (1280, 100));
    }

    #[test]
    fn a_strip_without_end_is_bounded() {
        for (width, height) in [(690, 65_535), (65_535, 3000), (1, 65_535), (2_000_000, 1)] {
            for long_side in [384, 1280, 4096] {
                let (w, h) = working_size(width, height, long_side);
                let pixels = u64::from(w) * u64::from(h);
                assert!(pixels <= MOST_PIXELS + MOST_PIXELS / 50, "{w} x {h}");
                assert!(w <= width && h <= height && w > 0 && h > 0);
            }
        }
        let (w, h) = shrunk_size_within(690, 9000, 1280, 1280 * 640);
        assert!(w * h <= 1280 * 650 && w > 240, "{w} x {h}");
    }

    #[test]
    fn the_size_on_the_screen_leads_to_the_same_size() {
        for (width, height) in [
            (690, 9000),
            (12_000, 2000),
            (5000, 700),
            (690, 65_535),
            (90, 80),
        ] {
            let (w, h) = shrunk_size(width, height, 2560);
            let (a, b) = (working_size(w, h, 1280), working_size(width, height, 1280));
            // But for rounding.
            let apart = a.0.abs_diff(b.0) * 100 <= b.0 && a.1.abs_diff(b.1) * 100 <= b.1;
            assert!(apart, "{width} x {height}: {a:?} and {b:?}");
        }
    }
}
