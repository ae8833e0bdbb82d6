//! Where a drawing lies over its photograph: an affine map.

use image::RgbImage;

use super::edges::Map;

/// From the photograph to the drawing, in fractions of their own long sides, from the middle of
/// each: `x' = m[0] x + m[1] y + m[2]` and `y' = m[3] x + m[4] y + m[5]`. So it is the same at
/// every size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placement(pub(super) [f32; 6]);

/// How much longer one side may have become than the other.
const MOST_STRETCH: f32 = 1.08;
/// Most that it may be turned or slanted, as a sine: four degrees.
const MOST_TURN: f32 = 0.07;

impl Placement {
    /// Larger by `scale`, and moved.
    pub(super) fn new(scale: f32, x: f32, y: f32) -> Self {
        Self([scale, 0.0, x, 0.0, scale, y])
    }

    /// Where a point of the photograph lies on the drawing.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let m = &self.0;
        [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]]
    }

    /// Where a pixel of the photograph lies on the drawing.
    pub(super) fn pixel_of(
        &self,
        photo: &RgbImage,
        drawing: &RgbImage,
        [x, y]: [f32; 2],
    ) -> [f32; 2] {
        let middle = |length: u32| (length as f32 - 1.0) / 2.0;
        let side = |picture: &RgbImage| picture.width().max(picture.height()) as f32;
        let from = side(photo);
        let [u, v] = self.at(
            (x - middle(photo.width())) / from,
            (y - middle(photo.height())) / from,
        );
        let to = side(drawing);
        [
            u * to + middle(drawing.width()),
            v * to + middle(drawing.height()),
        ]
    }

    /// Pixels of the drawing over a pixel of the photograph.
    pub(super) fn pixels_of(&self, photo: &RgbImage, drawing: &RgbImage) -> f32 {
        let side = |picture: &RgbImage| picture.width().max(picture.height()) as f32;
        self.scale() * side(drawing) / side(photo)
    }

    /// Mean scale.
    pub(super) fn scale(&self) -> f32 {
        let m = &self.0;
        (m[0] * m[4] - m[1] * m[3]).abs().sqrt()
    }

    /// Whether nobody would have drawn or scanned it so.
    pub(super) fn is_wild(&self) -> bool {
        let [a, b, _, c, d, _] = self.0;
        let scale = self.scale();
        let stretch = a.max(d) / a.min(d).max(1e-6);
        let turn = b.abs().max(c.abs()) / scale.max(1e-6);
        !scale.is_finite() || a <= 0.0 || d <= 0.0 || stretch > MOST_STRETCH || turn > MOST_TURN
    }
}

/// Between pixels of a map and fractions of the long side of its picture, from the middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    middle: [f32; 2],
    /// Pixels in the long side, across and down.
    sides: [f32; 2],
}

impl Frame {
    pub(super) fn of(map: &Map) -> Self {
        let (width, height) = (map.width as f32, map.height as f32);
        Self {
            middle: [(width - 1.0) / 2.0, (height - 1.0) / 2.0],
            sides: [width / map.aspect[0], height / map.aspect[1]],
        }
    }

    pub(super) fn fraction(&self, x: f32, y: f32) -> [f32; 2] {
        [
            (x - self.middle[0]) / self.sides[0],
            (y - self.middle[1]) / self.sides[1],
        ]
    }

    pub(super) fn pixel(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [
            x * self.sides[0] + self.middle[0],
            y * self.sides[1] + self.middle[1],
        ]
    }

    pub(super) fn sides(&self) -> [f32; 2] {
        self.sides
    }
}
