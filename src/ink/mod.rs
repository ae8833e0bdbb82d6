//! The ink: what is laid over the network's drawing. Flat areas, colour, lines.
//!
//! This is the version for the CPU; `gpu::InkPass` runs the same arithmetic in shaders, and a test
//! holds the two within one step of 255. All pictures are sRGB, 8 bits, opaque; arithmetic is in
//! sRGB values `0.0..=1.0` but for colour, which is changed in `OKLab`.
//!
//! | module | what |
//! |---|---|
//! | [`settings`] | the sliders and their ranges |
//! | [`bands`] | the passes over one band of rows after another |
//! | [`parameters`] | what the sliders and the picture's size mean for the passes |
//! | [`flatten`] | even areas of the photograph become even in the drawing |
//! | [`color`] | the photograph's colours, saturation, tones and black areas, in `OKLab` |
//! | [`hatching`] | greys become strokes of a pen |
//! | [`live`] | all of it again and again while sliders move |
//! | [`cells`] | the grid on which lines are looked for in large pictures |
//! | [`flow`] | the direction of edges |
//! | [`mod@line`] | flow-guided difference of Gaussians |
//! | [`planar`], [`plane`] | buffers |

mod bands;
mod cells;
mod color;
mod flatten;
mod flow;
pub mod hatching;
mod line;
mod live;
pub mod parameters;
mod planar;
mod plane;
mod settings;

pub use live::LiveInk;
pub use settings::InkSettings;

use std::ops::Range;

use image::RgbaImage;

use parameters::Parameters;

/// A picture that hands out parts of its rows, sRGB in `0.0..=1.0`.
pub trait Picture: Sync {
    /// Width and height in pixels.
    fn size(&self) -> [usize; 2];

    /// Sets red, green and blue to `columns` of row `y`; each has room for just these.
    fn load(&self, y: usize, columns: &Range<usize>, rgb: [&mut [f32]; 3]);
}

/// Draws the ink over `drawing`, which the network made of `photo`; both have the same size.
///
/// `stroke_scale` is the picture's long side over the side at which the network drew, so that a
/// large export looks like its preview. [`InkSettings::NEUTRAL`] gives `drawing` back unchanged.
pub fn draw(
    photo: &RgbaImage,
    drawing: &RgbaImage,
    settings: &InkSettings,
    stroke_scale: f32,
) -> RgbaImage {
    let mut output = drawing.clone();
    draw_over(photo, &mut output, settings, stroke_scale);
    output
}

/// How far from a pixel the ink looks, in pixels, and the side of the cells that it works on: a part of
/// a picture that begins at a multiple of it, with this margin, is drawn as within the whole.
pub fn margin(settings: &InkSettings, stroke_scale: f32) -> (u32, u32) {
    let parameters = Parameters::new(settings, stroke_scale);
    let cell = parameters.cell as usize;
    let margin = flatten::halo(&parameters) + line::halo(&parameters) * cell;
    (margin as u32, cell as u32)
}

/// As [`draw`], in place. Beside the two pictures it takes memory for some bands of rows.
pub fn draw_over(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    settings: &InkSettings,
    stroke_scale: f32,
) {
    draw_over_part(photo, drawing, settings, stroke_scale, [0, 0]);
}

/// As [`draw_over`], for a part of a larger picture: `corner` is its left and top there. With the [`margin`] around
/// it the pixels are those of the whole.
pub fn draw_over_part(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    settings: &InkSettings,
    stroke_scale: f32,
    corner: [u32; 2],
) {
    let parameters = Parameters {
        origin: corner,
        ..Parameters::new(settings, stroke_scale)
    };
    let nothing_to_draw = parameters.is_neutral() || drawing.is_empty();
    if nothing_to_draw || photo.dimensions() != drawing.dimensions() {
        return;
    }
    let rows = bands::rows(drawing.width());
    bands::draw_over(photo, drawing, &parameters, rows);
}

/// Takes some rows of a drawing, colours in sRGB `0.0..=1.0`, from the top to the bottom.
pub type PutRows<'a, E> = &'a mut dyn FnMut(&[[f32; 3]]) -> Result<(), E>;

/// As [`draw`], unrounded: hands the result to `put` from the top, some rows at a time. Memory is
/// taken for these rows only, so that a drawing of any size and depth can be written as it is made.
///
/// # Errors
/// Those of `put`, after which nothing more is drawn.
pub fn draw_rows<E>(
    photo: &RgbaImage,
    drawing: &impl Picture,
    settings: &InkSettings,
    stroke_scale: f32,
    put: PutRows<'_, E>,
) -> Result<(), E> {
    let parameters = Parameters::new(settings, stroke_scale);
    let rows = bands::rows(photo.width());
    bands::draw_rows(photo, drawing, &parameters, rows, put)
}
