//! Faces in a photograph: they are drawn finer, so that they keep their eyes and teeth.
//!
//! Source: Wu, Kan, He, Shan and Chen, "Funnel-structured cascade for multi-view face detection
//! with alignment awareness" (2016), by way of the crate `rustface`.

use image::{GrayImage, RgbaImage, imageops};
use rustface::ImageData;

use super::passes::scale::Face;

/// Finds frontal faces; 1.2 MB, BSD.
const MODEL: &[u8] = include_bytes!("../../assets/models/seeta_fd_frontal_v1.0.bin");
/// Long side at which faces are looked for, in pixels. At 800 small ones are missed, or found with
/// scores as low as those of leaves.
const SIDE: u32 = 1024;
/// Smallest face that is looked for there, in pixels. Smaller ones have no eyes that could be
/// drawn.
const SMALLEST: u32 = 20;
/// Score from which on a face is one: below it walls and leaves have faces, too.
const SCORE: f64 = 2.5;
/// Smaller pictures than that have no faces that could be found.
const LEAST_SIDE: u32 = 64;

/// Long side at which a crowd is looked at again, how many faces are one, and how large at most, in
/// pixels at [`SIDE`].
const CROWD_SIDE: f32 = 1920.0;
const CROWD: usize = 4;
const CROWD_FACE: f32 = 64.0;
/// How much larger than it is a photograph is looked at: drafts are to be quick, and nothing new is
/// to be seen in them.
const LARGER: f32 = 1.5;

/// The faces in a photograph, in its pixels.
pub(super) fn faces(photo: &RgbaImage) -> Vec<Face> {
    let (width, height) = photo.dimensions();
    let side = width.max(height);
    if width.min(height) < LEAST_SIDE {
        return Vec::new();
    }
    let ratio = (SIDE as f32 / side as f32).min(1.0);
    let found = faces_at(photo, ratio);
    let small = found.iter().filter(|face| face[3] * ratio < CROWD_FACE);
    if small.count() < CROWD {
        return found;
    }
    // Behind those that were found there are smaller ones.
    faces_at(photo, (CROWD_SIDE / side as f32).min(LARGER))
}

/// The faces in a photograph that is looked at `ratio` times as large.
fn faces_at(photo: &RgbaImage, ratio: f32) -> Vec<Face> {
    let model = match rustface::read_model(MODEL) {
        Ok(model) => model,
        Err(err) => {
            log::warn!("faces are not looked for: {err}");
            return Vec::new();
        }
    };
    let mut detector = rustface::create_detector_with_model(model);
    detector.set_min_face_size(SMALLEST);
    detector.set_score_thresh(SCORE);
    detector.set_pyramid_scale_factor(0.8);
    detector.set_slide_window_step(4, 4);
    let grey = grey_of(photo, ratio);
    let (width, height) = grey.dimensions();
    let found = detector.detect(&ImageData::new(&grey, width, height));
    let to_photo = |v: f64| v as f32 / ratio;
    let faces = found.iter().map(|face| {
        let place = face.bbox();
        [
            to_photo(place.x().into()),
            to_photo(place.y().into()),
            to_photo(place.width().into()),
            to_photo(place.height().into()),
        ]
    });
    alone(faces.collect())
}

/// Without those that lie in larger ones: an eye or a chin that looks like a face.
fn alone(mut faces: Vec<Face>) -> Vec<Face> {
    faces.sort_by(|a, b| b[2].total_cmp(&a[2]));
    let mut kept: Vec<Face> = Vec::with_capacity(faces.len());
    for face in faces {
        let [left, top, width, height] = face;
        let [x, y] = [left + 0.5 * width, top + 0.5 * height];
        let is_within = |other: &Face| {
            let [left, top, width, height] = *other;
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        };
        if !kept.iter().any(is_within) {
            kept.push(face);
        }
    }
    kept
}

fn grey_of(photo: &RgbaImage, ratio: f32) -> GrayImage {
    let grey = imageops::grayscale(photo);
    let to = |side: u32| ((side as f32 * ratio).round() as u32).max(1);
    let (width, height) = (to(photo.width()), to(photo.height()));
    if (width, height) == photo.dimensions() {
        return grey;
    }
    imageops::resize(&grey, width, height, imageops::FilterType::Triangle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_face_within_a_larger_one_is_none() {
        let man = [100.0, 100.0, 200.0, 200.0];
        let eye = [130.0, 140.0, 60.0, 60.0];
        let beside = [260.0, 90.0, 120.0, 120.0];
        assert_eq!(alone(vec![eye, beside, man]), [man, beside]);
        assert!(alone(Vec::new()).is_empty());
    }
}
