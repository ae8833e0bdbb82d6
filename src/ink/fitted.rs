//! The ink that brings drawings nearest to those that an artist made of the same photographs: found
//! by trying, one slider after the other.

use image::RgbaImage;
use rayon::prelude::*;

use super::passes::blur::blur;
use super::plane::{Plane, luma};
use super::{InkSettings, LiveInk, SLIDERS};

/// How far a slider is moved in one round after the other, as shares of its range.
const MOVES: [f32; 3] = [0.3, 0.12, 0.05];
/// What edges count beside colours. By colours alone no line is better than one that is not exactly
/// where the artist's is.
const EDGES: f32 = 1.5;
/// How far an edge may lie from the artist's: standard deviation, in pixels.
const NEAR_PX: f32 = 2.0;

/// A photograph, what the network makes of it, and what the artist made of it; all of one size,
/// opaque.
#[derive(Clone, Debug)]
pub struct Example {
    /// The photograph.
    pub photo: RgbaImage,
    /// The network's drawing.
    pub drawing: RgbaImage,
    /// The artist's.
    pub wanted: RgbaImage,
    /// Left, top, width and height of where the artist drew.
    pub inside: [u32; 4],
}

/// An example, with what is kept of it between trials.
#[derive(Debug)]
struct Tried {
    example: Example,
    /// Of the artist's drawing.
    edges: Plane<f32>,
    live: LiveInk,
}

/// A search, one trial at a time.
#[derive(Debug)]
pub struct Fit {
    examples: Vec<Tried>,
    starts: Vec<InkSettings>,
    best: Option<(f32, InkSettings)>,
    /// Round, slider and direction that are tried next.
    next: (usize, usize, f32),
}

impl Fit {
    /// Begins with the best of `starts`; without examples it is over at once. Where `is_near`, the
    /// best is thought to be not far from them, and long moves are left out.
    pub fn new(examples: Vec<Example>, starts: &[InkSettings], is_near: bool) -> Self {
        let fresh = |example: Example| Tried {
            edges: edges(&example.wanted),
            live: LiveInk::default(),
            example,
        };
        Self {
            examples: examples.into_iter().map(fresh).collect(),
            starts: starts.iter().rev().copied().collect(),
            best: None,
            next: (usize::from(is_near), 0, 1.0),
        }
    }

    /// Whether not all of the starts were tried yet.
    pub fn is_beginning(&self) -> bool {
        !self.starts.is_empty()
    }

    /// The best so far and how far its drawings are from the artist's: the mean difference of
    /// colours and that of edges, `0.0..=1.0` each; `None` before the first trial.
    pub fn best(&self) -> Option<(InkSettings, f32)> {
        self.best.map(|(apart, ink)| (ink, apart))
    }

    /// Tries one ink. Says whether nothing is left to be tried.
    pub fn turn(&mut self) -> bool {
        if self.examples.is_empty() {
            return true;
        }
        if let Some(start) = self.starts.pop() {
            self.try_out(&start);
            return false;
        }
        let Some((_, best)) = self.best else {
            return true;
        };
        let (round, index, direction) = self.next;
        let (Some(share), Some(slider)) = (MOVES.get(round), SLIDERS.get(index)) else {
            return true;
        };
        let (low, high) = (*slider.range.start(), *slider.range.end());
        let mut moved = best;
        for value in moved.values_mut().into_iter().skip(index).take(1) {
            *value = (*value + direction * share * (high - low)).clamp(low, high);
        }
        let is_better = moved != best && self.try_out(&moved);
        // Once more the same way, else the other way, else the next slider.
        if !is_better {
            self.next = match (direction > 0.0, index + 1 < SLIDERS.len()) {
                (true, _) => (round, index, -1.0),
                (false, true) => (round, index + 1, 1.0),
                (false, false) => (round + 1, 0, 1.0),
            };
        }
        false
    }

    /// Says whether it is better than all before.
    fn try_out(&mut self, ink: &InkSettings) -> bool {
        let apart = self.examples.par_iter_mut().map(|tried| {
            let Example {
                photo,
                drawing,
                wanted,
                inside,
            } = &tried.example;
            let drawn = tried.live.draw(photo, drawing, ink);
            apart(&drawn, wanted, &tried.edges, *inside)
        });
        let apart = apart.sum::<f32>() / self.examples.len().max(1) as f32;
        let is_better = self.best.is_none_or(|(least, _)| apart < least);
        if is_better {
            self.best = Some((apart, *ink));
        }
        is_better
    }
}

/// How far a drawing is from the artist's, whose edges are `wanted_edges`.
fn apart(
    drawn: &RgbaImage,
    wanted: &RgbaImage,
    wanted_edges: &Plane<f32>,
    inside: [u32; 4],
) -> f32 {
    let edges = edges_apart(&edges(drawn), wanted_edges, inside);
    colors_apart(drawn, wanted, inside) + EDGES * edges
}

/// Mean absolute difference inside, `0.0..=1.0`.
fn colors_apart(
    drawn: &RgbaImage,
    wanted: &RgbaImage,
    [left, top, width, height]: [u32; 4],
) -> f32 {
    let mut sum = 0_u64;
    for y in top..top + height {
        for x in left..left + width {
            let (a, b) = (drawn.get_pixel(x, y).0, wanted.get_pixel(x, y).0);
            sum += (0..3).map(|c| u64::from(a[c].abs_diff(b[c]))).sum::<u64>();
        }
    }
    let num = 3 * u64::from(width) * u64::from(height);
    (sum as f64 / (255 * num.max(1)) as f64) as f32
}

/// How much lightness changes around each pixel: lines and borders, spread so that one a little
/// beside another is like it.
fn edges(picture: &RgbaImage) -> Plane<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.pixels();
    let light = pixels.map(|pixel| {
        let [r, g, b, _] = pixel.0.map(|value| f32::from(value) / 255.0);
        luma([r, g, b])
    });
    let light = Plane {
        width,
        height,
        pixels: light.collect(),
    };
    let strength = light.map(|x, y| {
        let (x, y) = (x as i32, y as i32);
        let across = light.near(x + 1, y) - light.near(x - 1, y);
        let down = light.near(x, y + 1) - light.near(x, y - 1);
        across.hypot(down)
    });
    blur(&strength, NEAR_PX)
}

/// Mean absolute difference of edges inside.
fn edges_apart(
    drawn: &Plane<f32>,
    wanted: &Plane<f32>,
    [left, top, width, height]: [u32; 4],
) -> f32 {
    let mut sum = 0.0_f64;
    for y in top..top + height {
        for x in left..left + width {
            let (x, y) = (x as usize, y as usize);
            sum += f64::from((drawn.at(x, y) - wanted.at(x, y)).abs());
        }
    }
    (sum / f64::from((width * height).max(1))) as f32
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    fn photo() -> RgbaImage {
        RgbaImage::from_fn(96, 72, |x, y| {
            let wave = ((x as f32 / 9.0).sin() + (y as f32 / 13.0).cos()) * 40.0;
            let value = |base: f32| (base + wave).clamp(0.0, 255.0) as u8;
            Rgba([value(150.0), value(110.0), value(70.0 + x as f32), 255])
        })
    }

    #[test]
    fn the_ink_that_was_drawn_with_is_nearly_found_again() {
        let photo = photo();
        let drawing = image::imageops::flip_horizontal(&photo);
        let drawn_with = InkSettings {
            hand: 0.0,
            saturation: 0.3,
            tones: 0.0,
            line: 0.0,
            detail: 0.8,
            ..InkSettings::default()
        };
        let wanted = crate::ink::draw(&photo, &drawing, &drawn_with);
        let example = Example {
            photo,
            drawing,
            wanted,
            inside: [4, 4, 88, 64],
        };
        let starts = [InkSettings::NEUTRAL, InkSettings::default()];
        let mut fit = Fit::new(vec![example], &starts, false);
        assert!(fit.best().is_none());
        assert!(!fit.turn());
        let (_, first) = fit.best().unwrap();
        let mut num = 1;
        while !fit.turn() {
            num += 1;
            assert!(num < 1000, "it has no end");
        }
        let (found, apart) = fit.best().unwrap();
        assert!(
            apart < 0.25 * first && apart < 0.02,
            "{first} became {apart}: {found:?}"
        );
        assert!(found.hand < 0.2 && found.saturation < 0.6, "{found:?}");
    }

    #[test]
    fn a_line_beside_the_artists_is_better_than_none() {
        // No hand draws a contour just where it is.
        let with_line_at = |left: u32| {
            RgbaImage::from_fn(96, 72, |x, _| {
                let is_line = (left..left + 3).contains(&x);
                let value = [if x < 48 { 170 } else { 140 }, 20][usize::from(is_line)];
                Rgba([value, value, value, 255])
            })
        };
        let inside = [8, 8, 80, 56];
        let (wanted, beside, without) = (with_line_at(47), with_line_at(49), with_line_at(96));
        let by_colors = |drawn| colors_apart(drawn, &wanted, inside);
        assert!(by_colors(&beside) > by_colors(&without));
        let wanted_edges = edges(&wanted);
        let by_both = |drawn| apart(drawn, &wanted, &wanted_edges, inside);
        assert!(by_both(&beside) < by_both(&without));
        assert_eq!(by_both(&wanted), 0.0);
    }

    #[test]
    fn without_examples_it_is_over_at_once() {
        assert!(Fit::new(Vec::new(), &[InkSettings::NEUTRAL], false).turn());
    }
}
