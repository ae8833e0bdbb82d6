//! What a drawing is to keep of its photograph. The trainer knows no ink: whoever begins a run
//! brings what finds it.

use image::{RgbImage, RgbaImage};

/// What the content of a drawing is compared with, and what it must come back as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Content {
    /// The photograph under a guided filter; what must come back is the photograph.
    Smoothed,
    /// The shapes that the ink finds.
    Shapes,
    /// These shapes in few tones.
    #[default]
    Toned,
}

/// Finds what a drawing is to keep of a photograph.
pub trait Structure: Send + Sync {
    /// Left, top, width and height of the faces in a photograph, in its pixels.
    fn faces(&self, photo: &RgbImage) -> Vec<[f32; 4]>;

    /// What is kept of a part of a photograph, of the same size. `whole` is the size of the
    /// photograph at the part's scale, `faces` are those of the photograph in the part's pixels,
    /// and may lie outside; `is_toned` asks for few tones.
    fn keep(
        &self,
        part: &RgbaImage,
        whole: [usize; 2],
        faces: &[[f32; 4]],
        is_toned: bool,
    ) -> RgbaImage;
}
