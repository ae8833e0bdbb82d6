//! The ink: what makes a comic of a photograph and of the network's drawing. Shapes, tones, lines.
//!
//! This is the version for the CPU, of which a graphics card may do the passes over many pixels
//! ([`device`]). All pictures are sRGB, 8 bits, opaque; arithmetic is in sRGB
//! values `0.0..=1.0` but for tones, which are in CIE Lab, and the photograph's colours, which are
//! in `OKLab`.
//!
//! Shapes and lines are found at the size at which the network draws ([`LiveInk`]), every pixel of
//! a result of any size is composed of them by itself. So previews, parts, tiles, 16 bits and
//! exports are the same picture.
//!
//! | module | what |
//! |---|---|
//! | [`sliders`] | the table of sliders, and the settings made of it |
//! | [`old`] | settings as they were written before |
//! | [`parameters`] | what the sliders and the picture's size mean for the passes |
//! | [`found`] | what a picture of any size is composed of |
//! | [`live`] | the stages, and what of them is kept while sliders move |
//! | [`source`] | photograph and drawing, mixed |
//! | [`shapes`] | shapes with fluid edges, and the light for lines |
//! | [`device`] | which passes something other than the CPU may do |
//! | [`structure`](structure()) | what a drawing keeps of a photograph, for the training of networks |
//! | [`passes`] | shapes, tones, lines |
//! | [`mod@faces`] | where faces are |
//! | [`people`] | what is of people: skin, hair, mouths |
//! | [`measured`] | the ink of a hand's pages |
//! | [`fitted`] | the ink that is nearest to an artist's drawings |
//! | [`matched`] | as much ink in a picture as on the pages |
//! | [`compose`] | the picture at any size |
//! | [`grain`] | the grain of a print |
//! | [`hatching`] | greys become strokes of a pen |
//! | [`hash`] | numbers by chance |
//! | [`color`] | CIE Lab and `OKLab` |
//! | [`wide`], [`planar`], [`plane`] | vectors and buffers |

mod bokashi;
mod color;
mod compose;
mod device;
mod faces;
mod features;
mod fitted;
mod found;
mod grain;
mod hash;
mod hatching;
mod live;
mod matched;
pub mod measured;
mod old;
pub mod parameters;
pub(crate) mod passes;
pub(crate) mod people;
mod planar;
mod plane;
mod seen;
pub(crate) mod shapes;
mod sliders;
mod solid;
mod source;
mod structure;
mod toned;
mod values;
mod wide;

pub use device::{Borders, Contours, InkDevice, Tones};
pub use fitted::{Example, Fit};
pub use live::LiveInk;
pub use measured::{DrawnColors, MeasuredInk, PagesInk, Trait};
pub use passes::flow::Flow;
pub use passes::lines::Hand;
pub use passes::scale::Scale;
pub use plane::Plane;
pub use shapes::{Shapes, Sources};
pub use sliders::{InkSettings, SLIDERS, Slider, Stage};
pub use structure::{faces, structure};

use std::ops::Range;
use std::sync::Arc;

use image::RgbaImage;

/// A picture that hands out parts of its rows, sRGB in `0.0..=1.0`.
pub trait Picture: Sync {
    /// Width and height in pixels.
    fn size(&self) -> [usize; 2];

    /// Sets red, green and blue to `columns` of row `y`; each has room for just these.
    fn load(&self, y: usize, columns: &Range<usize>, rgb: [&mut [f32]; 3]);
}

/// What is measured elsewhere than in the picture itself.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// Lightness of the darkest and the brightest parts, `0.0..=1.0`; `None` takes those of the
    /// picture. The frames of an animation have them in common.
    pub extremes: Option<[f32; 2]>,
    /// Pixels of the whole animation, from which its palette and its blacks are taken.
    samples: Option<Arc<plane::Plane>>,
    /// Whether faces are left alone: in an animation they would come and go from frame to frame.
    pub without_faces: bool,
}

impl Measures {
    /// Those of an animation, from `samples` of its frames.
    pub fn of_animation(samples: &RgbaImage) -> Self {
        let samples = source::plane_of(samples);
        Self {
            extremes: Some(passes::tones::extremes(&samples)),
            samples: Some(Arc::new(passes::palette::thinned(&samples))),
            without_faces: true,
        }
    }
}

/// Draws the ink over `drawing`, which the network made of `photo`; both have the same size.
/// [`InkSettings::NEUTRAL`] gives `drawing` back unchanged.
pub fn draw(photo: &RgbaImage, drawing: &RgbaImage, settings: &InkSettings) -> RgbaImage {
    LiveInk::default().draw(photo, drawing, settings)
}

/// Takes some rows of a drawing, colours in sRGB `0.0..=1.0`, from the top to the bottom.
pub type PutRows<'a, E> = &'a mut dyn FnMut(&[[f32; 3]]) -> Result<(), E>;
