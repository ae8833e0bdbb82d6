//! Rows of pixels as rows of numbers, which the compiler turns into the widest vectors.

use std::ops::Range;

use image::RgbaImage;

use super::Picture;

/// Pixels that are worked on at once.
pub(super) const LANES: usize = 16;

impl Picture for RgbaImage {
    fn size(&self) -> [usize; 2] {
        [self.width() as usize, self.height() as usize]
    }

    fn load(&self, y: usize, columns: &Range<usize>, [red, green, blue]: [&mut [f32]; 3]) {
        let pixels = &self.as_chunks::<4>().0[y * self.width() as usize..];
        let values = red.iter_mut().zip(green).zip(blue);
        for (((red, green), blue), [r, g, b, _]) in values.zip(&pixels[columns.clone()]) {
            *red = f32::from(*r) / 255.0;
            *green = f32::from(*g) / 255.0;
            *blue = f32::from(*b) / 255.0;
        }
    }
}
