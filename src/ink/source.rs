//! What is drawn: the network's drawing with the photograph's hues, mixed with the photograph.

use rayon::prelude::*;

use super::Picture;
use super::color::with_chroma_of;
use super::parameters::Parameters;
use super::planar::LANES;
use super::plane::Plane;
use super::wide::wide;

/// A picture as numbers, sRGB in `0.0..=1.0`; the fourth is 0.
pub(super) fn plane_of(picture: &impl Picture) -> Plane {
    let [width, height] = picture.size();
    let mut pixels = vec![[0.0; 4]; width * height];
    pixels
        .par_chunks_mut(width.max(1))
        .enumerate()
        .for_each_init(
            || [(); 3].map(|()| vec![0.0; width]),
            |[red, green, blue], (y, output)| {
                picture.load(y, &(0..width), [red, green, blue]);
                for (x, pixel) in output.iter_mut().enumerate() {
                    *pixel = [red[x], green[x], blue[x], 0.0];
                }
            },
        );
    Plane {
        width,
        height,
        pixels,
    }
}

/// The photograph, with as much of the drawing in it as the sliders say.
pub(super) fn source(photo: &Plane, drawing: Plane, parameters: &Parameters) -> Plane {
    if parameters.hand == 0.0 {
        return photo.clone();
    }
    let mut mixed = drawing;
    let (hand, share) = (parameters.hand, parameters.photo_color);
    mixed
        .pixels
        .par_chunks_mut(LANES * 64)
        .zip(photo.pixels.par_chunks(LANES * 64))
        .for_each(|(drawn, photo)| {
            wide(
                #[inline(always)]
                || {
                    for (drawn, photo) in drawn.chunks_mut(LANES).zip(photo.chunks(LANES)) {
                        if share > 0.0 {
                            with_chroma_of(drawn, photo, share);
                        }
                        for (drawn, photo) in drawn.iter_mut().zip(photo) {
                            for c in 0..3 {
                                drawn[c] = photo[c] + (drawn[c] - photo[c]) * hand;
                            }
                        }
                    }
                },
            );
        });
    mixed
}
