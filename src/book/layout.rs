//! What of a page is drawing, and what is gutter, margin and lettering.

use image::{DynamicImage, RgbaImage, imageops};

use super::{lettering, panels};
use crate::picture::fit_within;

/// Long side at which a page is looked at, in pixels: lettering can still be told from hatching,
/// and gutters are some pixels wide.
const LONG_SIDE_PX: u32 = 1400;

/// A rectangle in a picture, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Of its left edge.
    pub x: u32,
    /// Of its upper edge.
    pub y: u32,
    /// At least 1 in every area of a layout.
    pub width: u32,
    /// At least 1 in every area of a layout.
    pub height: u32,
}

impl Area {
    /// How many pixels it has.
    pub fn size(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// How many pixels it shares with another one.
    pub fn shared(&self, other: &Self) -> u64 {
        let along = |start: u32, length: u32, other: u32, other_length: u32| {
            let end = (start + length).min(other + other_length);
            u64::from(end.saturating_sub(start.max(other)))
        };
        let width = along(self.x, self.width, other.x, other.width);
        width * along(self.y, self.height, other.y, other.height)
    }

    /// In a picture whose sides are `factors` times as long, and within it.
    fn scaled(&self, factors: [f32; 2], [width, height]: [u32; 2]) -> Self {
        let along = |start: u32, length: u32, factor: f32, most: u32| {
            let end = ((start + length) as f32 * factor).round() as u32;
            let start = ((start as f32 * factor).round() as u32).min(most.saturating_sub(1));
            (start, end.min(most).saturating_sub(start).max(1))
        };
        let (x, width) = along(self.x, self.width, factors[0], width);
        let (y, height) = along(self.y, self.height, factors[1], height);
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

/// Where on a page the drawing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Its panels, without gutters and margins; empty for a page that is to be taken as a whole.
    pub panels: Vec<Area>,
    /// Lines of text: in balloons, captions, titles.
    pub lettering: Vec<Area>,
}

impl Layout {
    /// Of an opaque page of any size, in its pixels. Takes about 0.1 s.
    pub fn of(page: &RgbaImage) -> Self {
        let (width, height) = page.dimensions();
        let (small_width, small_height) = fit_within(width, height, LONG_SIDE_PX);
        let small = imageops::thumbnail(page, small_width, small_height);
        let small = DynamicImage::ImageRgba8(small).into_rgb8();
        let (panels, lettering) = rayon::join(|| panels::find(&small), || lettering::find(&small));
        let found = Self { panels, lettering };
        found.scaled([small_width, small_height], [width, height])
    }

    /// Of the same page with another size.
    #[must_use]
    pub fn scaled(&self, from: [u32; 2], to: [u32; 2]) -> Self {
        let factors = [0, 1].map(|axis| to[axis] as f32 / from[axis].max(1) as f32);
        let scaled = |areas: &[Area]| areas.iter().map(|area| area.scaled(factors, to)).collect();
        Self {
            panels: scaled(&self.panels),
            lettering: scaled(&self.lettering),
        }
    }

    /// Share of an area that is lettering, `0.0..=1.0`.
    pub fn share_of_lettering(&self, area: &Area) -> f32 {
        let shared: u64 = self.lettering.iter().map(|text| text.shared(area)).sum();
        (shared as f32 / area.size().max(1) as f32).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_keep_to_their_picture_when_it_shrinks() {
        let layout = Layout {
            panels: vec![Area {
                x: 995,
                y: 10,
                width: 5,
                height: 490,
            }],
            lettering: Vec::new(),
        };
        let small = layout.scaled([1000, 500], [7, 3]);
        let area = small.panels[0];
        assert!(
            area.x + area.width <= 7 && area.y + area.height <= 3,
            "{area:?}"
        );
        assert!(area.width >= 1 && area.height >= 1);
        assert_eq!(layout.scaled([1000, 500], [1000, 500]), layout);
    }

    #[test]
    fn the_share_of_lettering_counts_what_lies_inside() {
        let area = |x, y, width, height| Area {
            x,
            y,
            width,
            height,
        };
        let layout = Layout {
            panels: Vec::new(),
            lettering: vec![area(0, 0, 10, 10), area(50, 0, 10, 10)],
        };
        assert_eq!(layout.share_of_lettering(&area(5, 5, 10, 10)), 0.25);
        assert_eq!(layout.share_of_lettering(&area(20, 0, 10, 10)), 0.0);
    }
}
