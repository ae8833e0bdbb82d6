//! What the frames of an animation are put on, one after the other.

use ::image::RgbaImage;

use crate::picture::error::ImageError;
use crate::picture::limits::zeroed;

/// A part of the canvas, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The whole picture, straight alpha; nothing is on it at first.
pub(super) struct Canvas(RgbaImage);

impl Canvas {
    /// # Errors
    /// [`ImageError::OutOfMemory`].
    pub(super) fn new(width: u32, height: u32) -> Result<Self, ImageError> {
        let pixels = zeroed::<u8>(u64::from(width) * u64::from(height) * 4)?;
        let needed_bytes = pixels.len() as u64;
        let pixels = RgbaImage::from_raw(width, height, pixels);
        let out_of_memory = ImageError::OutOfMemory { needed_bytes };
        pixels.map(Self).ok_or(out_of_memory)
    }

    /// What is on it.
    pub(super) fn picture(&self) -> RgbaImage {
        self.0.clone()
    }

    /// Whether a part lies on it.
    pub(super) fn holds(&self, place: Place) -> bool {
        place.left.saturating_add(place.width) <= self.0.width()
            && place.top.saturating_add(place.height) <= self.0.height()
    }

    /// Takes away what is on a part.
    pub(super) fn clear(&mut self, place: Place) {
        self.for_each(place, |_, pixel| *pixel = [0; 4]);
    }

    /// What is on a part, row by row.
    pub(super) fn part(&mut self, place: Place) -> Vec<[u8; 4]> {
        let mut part = Vec::with_capacity(place.width as usize * place.height as usize);
        self.for_each(place, |_, pixel| part.push(*pixel));
        part
    }

    /// Puts pixels on a part, row by row; `mix` makes one of that above and that below.
    pub(super) fn put(
        &mut self,
        place: Place,
        pixels: &[[u8; 4]],
        mix: impl Fn([u8; 4], [u8; 4]) -> [u8; 4],
    ) {
        self.for_each(place, |index, below| {
            let above = pixels.get(index).copied().unwrap_or_default();
            *below = mix(above, *below);
        });
    }

    /// Goes through the pixels of a part, counted from its own corner.
    fn for_each(&mut self, place: Place, mut change: impl FnMut(usize, &mut [u8; 4])) {
        let width = self.0.width() as usize;
        let pixels = self.0.as_chunks_mut::<4>().0;
        for y in 0..place.height as usize {
            let start = (place.top as usize + y) * width + place.left as usize;
            let Some(row) = pixels.get_mut(start..start + place.width as usize) else {
                return;
            };
            for (x, pixel) in row.iter_mut().enumerate() {
                change(y * place.width as usize + x, pixel);
            }
        }
    }
}
