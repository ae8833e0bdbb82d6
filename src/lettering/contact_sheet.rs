//! Pictures beside each other on one sheet, each with its name below it.

use image::{Rgba, RgbaImage, imageops};

use super::Lettering;
use crate::i18n::Language;
use crate::picture;

/// Long side of a picture in pixels where there are few, of many styles and of a pair.
pub(crate) const CELL_PX: u32 = 640;
pub(crate) const PAIR_PX: u32 = 1280;
/// Longest side of a sheet in pixels: with more pictures each is smaller.
const SHEET_PX: u32 = 8192;
/// Smallest long side of a picture.
const LEAST_PX: u32 = 96;
/// Colours of the paper and of the names, as sRGB.
pub(super) const PAPER: [u8; 3] = [250, 249, 246];
pub(super) const NAMES: [u8; 3] = [32, 30, 28];
/// Of the long side of a picture: the room around it, the height of letters, and of a name's line.
const GAP: f32 = 0.05;
const LETTERS: f32 = 0.046;
const NAME: f32 = 0.075;
/// Shape of a sheet that is aimed at, width to height.
const SHAPE: f32 = 4.0 / 3.0;

/// Where so many pictures of one size lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    num_columns: u32,
    num_rows: u32,
    /// Width and height of a picture in pixels.
    pub(crate) cell: [u32; 2],
    gap: u32,
    name: u32,
}

impl Layout {
    /// Of `count` pictures whose sides are as `size`, their long side at most `cell_px`.
    pub(crate) fn new(count: usize, size: [u32; 2], cell_px: u32) -> Self {
        let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        let at = |long_side: u32, num_columns: u32| {
            let ratio = long_side as f32 / size[0].max(size[1]).max(1) as f32;
            let cell = size.map(|side| ((side as f32 * ratio).round() as u32).max(1));
            let of = |share: f32| (long_side as f32 * share).round() as u32;
            Self {
                num_columns,
                num_rows: count.div_ceil(num_columns),
                cell,
                gap: of(GAP),
                name: of(NAME),
            }
        };
        // As many columns as give the sheet its shape, each row as full as can be.
        let away = |num_columns: u32| {
            let [width, height] = at(cell_px, num_columns).sheet().map(|side| side as f32);
            (width / height / SHAPE).ln().abs()
        };
        let most = count.min(200);
        let best = (1..=most).min_by(|a, b| away(*a).total_cmp(&away(*b)));
        let num_columns = best.unwrap_or(1);
        let whole = at(cell_px, num_columns);
        let longest = whole.sheet()[0].max(whole.sheet()[1]);
        if longest <= SHEET_PX {
            return whole;
        }
        let long_side = cell_px as f32 * SHEET_PX as f32 / longest as f32;
        at((long_side as u32).max(LEAST_PX), num_columns)
    }

    /// Width and height of the sheet in pixels.
    pub(crate) fn sheet(&self) -> [u32; 2] {
        let [width, height] = self.cell;
        [
            self.gap + (width + self.gap) * self.num_columns,
            self.gap + (height + self.name + self.gap / 2) * self.num_rows,
        ]
    }

    /// Where the upper left corner of the picture with this index lies.
    fn place(&self, index: u32) -> [u32; 2] {
        let (row, column) = (index / self.num_columns, index % self.num_columns);
        let [width, height] = self.cell;
        [
            self.gap + (width + self.gap) * column,
            self.gap + (height + self.name + self.gap / 2) * row,
        ]
    }
}

/// A sheet that pictures are put on as they come.
pub(crate) struct ContactSheet {
    layout: Layout,
    pixels: RgbaImage,
    lettering: Lettering,
}

impl ContactSheet {
    /// An empty one for `count` pictures whose sides are as `size` (width and height, in any unit),
    /// with names in `language`; the long
    /// side of each is at most `cell_px`.
    pub(crate) fn new(count: usize, size: [u32; 2], cell_px: u32, language: Language) -> Self {
        let layout = Layout::new(count, size, cell_px);
        let [width, height] = layout.sheet();
        let [red, green, blue] = PAPER;
        Self {
            layout,
            pixels: RgbaImage::from_pixel(width, height, Rgba([red, green, blue, 255])),
            lettering: Lettering::new(language),
        }
    }

    /// Puts a picture (opaque sRGB) with its name below it on its place, made to fit; one of
    /// another shape lies in the middle of its place.
    pub(crate) fn put(&mut self, index: usize, name: &str, picture: &RgbaImage) {
        let Ok(index) = u32::try_from(index) else {
            return;
        };
        let (layout, [left, top]) = (self.layout, self.layout.place(index));
        let [width, height] = layout.cell;
        let (w, h) = picture.dimensions();
        let fit = (width as f32 / w as f32).min(height as f32 / h as f32);
        let fitted = |side: u32, most: u32| ((side as f32 * fit).round() as u32).clamp(1, most);
        let (w, h) = (fitted(w, width), fitted(h, height));
        let small = picture::at_size(picture, (w, h));
        let (x, y) = (left + (width - w) / 2, top + (height - h) / 2);
        imageops::replace(&mut self.pixels, &*small, i64::from(x), i64::from(y));
        let letters = (layout.cell[0].max(layout.cell[1]) as f32 * LETTERS).max(9.0);
        let line = self.lettering.line(name, letters, width as f32);
        let across = i64::from(left) + (i64::from(width) - i64::from(line.size[0])) / 2;
        let below = i64::from(layout.name) - i64::from(line.size[1]);
        let down = i64::from(top + height) + below / 2;
        line.paint(&mut self.pixels, [across, down], NAMES);
    }

    /// The finished sheet: opaque sRGB.
    pub(crate) fn into_pixels(self) -> RgbaImage {
        self.pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_of_any_count_and_shape_are_near_to_a_page_and_not_too_large() {
        for count in [1, 2, 7, 13, 14, 60, 500] {
            for size in [[1280, 960], [960, 1280], [1280, 300], [1, 5000], [0, 0]] {
                let layout = Layout::new(count, size, CELL_PX);
                let [width, height] = layout.sheet();
                assert!(layout.num_columns * layout.num_rows >= count as u32);
                assert!((layout.num_rows - 1) * layout.num_columns < count as u32);
                assert!(
                    width <= 2 * SHEET_PX && height <= 2 * SHEET_PX,
                    "{count} {size:?}"
                );
                let shape = width as f32 / height as f32;
                let is_page = (0.5..3.5).contains(&shape);
                assert!(
                    is_page || count < 7 || size[0] < 9,
                    "{count} {size:?}: {shape}"
                );
            }
        }
        let usual = Layout::new(13, [4, 3], CELL_PX);
        assert_eq!((usual.num_columns, usual.cell), (4, [640, 480]));
    }

    #[test]
    fn every_picture_lies_on_its_place_with_its_name_below_it() {
        let mut sheet = ContactSheet::new(3, [300, 200], CELL_PX, Language::English);
        let colors = [[200, 0, 0, 255], [0, 200, 0, 255], [0, 0, 200, 255]].map(Rgba);
        for (index, color) in colors.into_iter().enumerate() {
            // The last one is of another shape.
            let (width, height) = if index == 2 { (100, 100) } else { (300, 200) };
            sheet.put(index, "Comic", &RgbaImage::from_pixel(width, height, color));
        }
        let layout = sheet.layout;
        let pixels = sheet.into_pixels();
        let paper = Rgba([PAPER[0], PAPER[1], PAPER[2], 255]);
        for (index, color) in colors.into_iter().enumerate() {
            let [left, top] = layout.place(index as u32);
            let [width, height] = layout.cell;
            assert_eq!(*pixels.get_pixel(left + width / 2, top + height / 2), color);
            let corner = if index == 2 { paper } else { color };
            assert_eq!(*pixels.get_pixel(left, top), corner);
            assert_eq!(*pixels.get_pixel(left - 1, top), paper);
            let name = (left..left + width)
                .flat_map(|x| (top + height..top + height + layout.name).map(move |y| (x, y)));
            let dark = name
                .filter(|(x, y)| pixels.get_pixel(*x, *y).0[0] < 120)
                .count();
            assert!((100..width as usize * 20).contains(&dark), "{dark}");
        }
    }
}
