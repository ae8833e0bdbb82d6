//! The ink: what is laid over the network's drawing. Flat areas, colour, lines.
//!
//! This is the version for the CPU; `gpu::InkPass` runs the same arithmetic in shaders, and a test
//! holds the two within one step of 255. All pictures are sRGB, 8 bits, opaque; arithmetic is in
//! sRGB values `0.0..=1.0` but for colour, which is changed in `OKLab`.
//!
//! | module | what |
//! |---|---|
//! | [`settings`] | the sliders and their ranges |
//! | [`parameters`] | what the sliders and the picture's size mean for the passes |
//! | [`flatten`] | even areas of the photograph become even in the drawing |
//! | [`color`] | the photograph's colours and saturation, in `OKLab` |
//! | [`flow`] | the direction of edges |
//! | [`mod@line`] | flow-guided difference of Gaussians |
//! | [`plane`] | buffers |

mod color;
mod flatten;
mod flow;
mod line;
pub mod parameters;
mod plane;
mod settings;

pub use settings::InkSettings;

use image::RgbaImage;
use rayon::prelude::*;

use parameters::Parameters;
use plane::{Plane, quantise};

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
    let parameters = Parameters::new(settings, stroke_scale);
    let nothing_to_draw = parameters.is_neutral() || drawing.is_empty();
    if nothing_to_draw || photo.dimensions() != drawing.dimensions() {
        return drawing.clone();
    }
    let photo = Plane::from_picture(photo);
    let flat = flatten::flatten(&photo, Plane::from_picture(drawing), &parameters);
    let line = (parameters.line > 0.0).then(|| line::darkness(&photo, &flat, &parameters));
    let (width, height) = drawing.dimensions();
    let mut output = RgbaImage::new(width, height);
    let row_bytes = 4 * width as usize;
    output
        .par_chunks_mut(row_bytes.max(1))
        .enumerate()
        .for_each(|(y, row)| {
            for (x, pixel) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let mut rgb = flat.at(x, y);
                if !parameters.keeps_colors() {
                    let Parameters {
                        saturation,
                        photo_color,
                        ..
                    } = parameters;
                    rgb = color::recolor(rgb, photo.at(x, y), photo_color, saturation);
                }
                if let Some(line) = &line {
                    let darkness = line.at(x, y);
                    for (value, ink) in rgb.iter_mut().zip(parameters::INK) {
                        *value += (ink - *value) * darkness;
                    }
                }
                *pixel = [
                    quantise(rgb[0]),
                    quantise(rgb[1]),
                    quantise(rgb[2]),
                    u8::MAX,
                ];
            }
        });
    output
}
