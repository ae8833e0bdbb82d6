//! Strips to be scrolled through, as webtoons are, cut into pages.

use image::{DynamicImage, RgbImage, RgbaImage, imageops};

use super::layout::Area;

/// So many times as high as wide is a strip; two pages of a printed book, one over the other, have
/// 2.8 to 3.
const STRIP: f32 = 2.5;
/// Heights of its pages in widths: least, wanted and most.
const LEAST: f32 = 0.9;
const WANTED: f32 = 1.5;
const MOST: f32 = 2.2;
/// What is left over for the last page, at least.
const LEFT: f32 = 0.5;
/// Width at which a strip is looked at; JPEG noise and lettering in gutters shrink with it.
const WIDTH_PX: u32 = 160;
/// Between the darkest and the lightest of a row's pixels, in a channel of 255, where the row has
/// one colour. Two of a hundred pixels on either side do not count.
const EVEN: u8 = 16;
const OUTLIERS: usize = 50;
/// Rows of one colour that make a gutter, in widths.
const GUTTER: f32 = 0.02;
/// Gutters that are wider than this are not better ones.
const WIDE: f32 = 0.2;
/// What a row's distance from the wanted one counts against its restlessness, where no gutter is.
const FAR: f32 = 20.0;
/// More pages are not cut.
const MAX_PARTS: usize = 400;

/// The pages of an opaque strip from the top, without the gutters between them; empty for pictures
/// that are no strips.
///
/// It is cut at rows of one colour; where there are none for a while, at the quietest row.
pub fn cut_strip(strip: &RgbaImage) -> Vec<Area> {
    let (width, height) = strip.dimensions();
    if width == 0 || (height as f32) <= width as f32 * STRIP {
        return Vec::new();
    }
    let small_width = width.min(WIDTH_PX);
    let scale = width as f32 / small_width as f32;
    let small_height = ((height as f32 / scale) as u32).max(1);
    let small = imageops::thumbnail(strip, small_width, small_height);
    let rows = Rows::of(&DynamicImage::ImageRgba8(small).into_rgb8());
    let parts = rows.parts(small_width as f32);
    let row = |y: usize| ((y as f32 * scale) as u32).min(height);
    parts
        .into_iter()
        .map(|(top, bottom)| Area {
            x: 0,
            y: row(top),
            width,
            height: row(bottom) - row(top),
        })
        .collect()
}

/// What the rows of a strip are like.
struct Rows {
    is_even: Vec<bool>,
    /// How much happens in a row and below it, `0.0..=510.0`.
    restless: Vec<f32>,
}

impl Rows {
    fn of(strip: &RgbImage) -> Self {
        let rows: Vec<&[u8]> = strip.chunks_exact(strip.width() as usize * 3).collect();
        let ranges: Vec<u8> = rows.iter().map(|row| range(row)).collect();
        let restless = rows.iter().enumerate().map(|(y, row)| {
            let below = rows.get(y + 1).unwrap_or(row);
            let change: u32 = row
                .iter()
                .zip(*below)
                .map(|(a, b)| u32::from(a.abs_diff(*b)))
                .sum();
            f32::from(ranges[y]) + change as f32 / row.len() as f32
        });
        Self {
            restless: restless.collect(),
            is_even: ranges.iter().map(|range| *range <= EVEN).collect(),
        }
    }

    /// First row and the one behind the last of each page.
    fn parts(&self, width: f32) -> Vec<(usize, usize)> {
        let end = self.is_even.len();
        let mut parts = Vec::new();
        let mut top = self.next(0, false);
        while top < end && parts.len() < MAX_PARTS {
            let bottom = if (end - top) as f32 <= width * STRIP {
                end
            } else {
                self.cut(top, width)
            };
            // Without the gutter at its lower end.
            let last = self.is_even[top..bottom]
                .iter()
                .rposition(|is_even| !is_even);
            parts.push((top, last.map_or(bottom, |last| top + last + 1)));
            top = self.next(bottom, false);
        }
        parts
    }

    /// The first row from `from` on that is even, or is not.
    fn next(&self, from: usize, is_even: bool) -> usize {
        let rows = self.is_even.iter().skip(from);
        from + rows.take_while(|row| **row != is_even).count()
    }

    /// Where the page that begins at `top` ends.
    fn cut(&self, top: usize, width: f32) -> usize {
        let end = self.is_even.len();
        let wanted = top as f32 + width * WANTED;
        let first = top + (width * LEAST) as usize;
        let last = (top + (width * MOST) as usize).min(end - (width * LEFT) as usize);
        let mut best: Option<(f32, usize)> = None;
        let mut row = first;
        while row < last {
            let from = self.next(row, true);
            let to = self.next(from, false);
            let length = (to - from) as f32;
            if from >= last {
                break;
            }
            if length >= (width * GUTTER).max(2.0) {
                let middle = usize::midpoint(from, to);
                let distance = (middle as f32 - wanted).abs() / width;
                let score = (length / (width * WIDE)).min(1.0) - distance;
                if best.is_none_or(|(known, _)| score > known) {
                    best = Some((score, middle));
                }
            }
            row = to + 1;
        }
        if let Some((_, row)) = best {
            return row;
        }
        let cost = |row: &usize| {
            let near = &self.restless[row.saturating_sub(2)..(row + 3).min(end)];
            let restless = near.iter().sum::<f32>() / near.len() as f32;
            restless + (*row as f32 - wanted).abs() / width * FAR
        };
        let quietest = (first..last).min_by(|a, b| cost(a).total_cmp(&cost(b)));
        quietest.unwrap_or(last)
    }
}

/// Between the darkest and the lightest pixels of a row, in the channel where that is most.
fn range(row: &[u8]) -> u8 {
    let ranges = (0..3).map(|channel| {
        let mut values: Vec<u8> = row.iter().skip(channel).step_by(3).copied().collect();
        values.sort_unstable();
        let outliers = values.len() / OUTLIERS;
        let at = |at: usize| values.get(at).copied().unwrap_or_default();
        at(values.len().saturating_sub(outliers + 1)) - at(outliers)
    });
    ranges.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    /// Pictures one under the other, each with a busy drawing, between gutters of that height.
    fn webtoon(heights: &[u32], gutter: u32, paper: [u8; 3]) -> RgbaImage {
        let total = heights.iter().sum::<u32>() + gutter * (heights.len() as u32 + 1);
        let mut strip =
            RgbaImage::from_pixel(400, total, Rgba([paper[0], paper[1], paper[2], 255]));
        let mut random = fastrand::Rng::with_seed(9);
        let mut top = gutter;
        for height in heights {
            for y in top..top + height {
                for x in 0..400 {
                    let value = ((x / 20 + y / 20) % 2 * 120) as u8 + random.u8(..60);
                    strip.put_pixel(x, y, Rgba([value, 90, 160, 255]));
                }
            }
            top += height + gutter;
        }
        strip
    }

    #[test]
    fn a_strip_is_cut_at_its_gutters_and_nothing_of_a_picture_is_lost() {
        for (heights, gutter, paper) in [
            (vec![600, 500, 640, 610], 40, [255; 3]),
            (vec![500; 8], 160, [8, 8, 12]),
            (vec![550, 600, 450], 12, [230, 200, 180]),
        ] {
            let strip = webtoon(&heights, gutter, paper);
            let parts = cut_strip(&strip);
            assert_eq!(parts.len(), heights.len(), "{parts:?}");
            let mut top = gutter;
            for (part, height) in parts.iter().zip(&heights) {
                assert!(part.y.abs_diff(top) <= 4, "{part:?} {top}");
                assert!(part.height.abs_diff(*height) <= 6, "{part:?} {height}");
                top += height + gutter;
            }
        }
    }

    #[test]
    fn without_gutters_it_is_cut_at_the_quietest_row() {
        let mut strip = webtoon(&[2400], 0, [255; 3]);
        for y in 700..706 {
            for x in 0..400 {
                strip.put_pixel(x, y, Rgba([120 + (x % 40) as u8, 90, 160, 255]));
            }
        }
        let parts = cut_strip(&strip);
        assert!((3..=5).contains(&parts.len()), "{parts:?}");
        assert!(parts[0].height.abs_diff(703) < 12, "{parts:?}");
        let total: u32 = parts.iter().map(|part| part.height).sum();
        assert!(total >= 2390, "{parts:?}");
    }

    #[test]
    fn pages_and_even_strips_give_no_parts() {
        assert!(cut_strip(&webtoon(&[900], 20, [255; 3])).is_empty());
        assert!(cut_strip(&RgbaImage::from_pixel(100, 900, Rgba([255; 4]))).is_empty());
        for size in [(1, 4000), (3, 60_000), (0, 0)] {
            cut_strip(&RgbaImage::new(size.0, size.1));
        }
    }
}
