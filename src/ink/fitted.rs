//! The ink that brings drawings nearest to those that an artist made of the same photographs: found
//! by trying, one slider after the other.

use image::RgbaImage;
use rayon::prelude::*;

use super::{InkSettings, LiveInk, SLIDERS};

/// How far a slider is moved in one round after the other, as shares of its range.
const MOVES: [f32; 3] = [0.3, 0.12, 0.05];

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

/// A search, one trial at a time.
#[derive(Debug)]
pub struct Fit {
    examples: Vec<(Example, LiveInk)>,
    starts: Vec<InkSettings>,
    best: Option<(f32, InkSettings)>,
    /// Round, slider and direction that are tried next.
    next: (usize, usize, f32),
}

impl Fit {
    /// Begins with the best of `starts`; without examples it is over at once. Where `is_near`, the
    /// best is thought to be not far from them, and long moves are left out.
    pub fn new(examples: Vec<Example>, starts: &[InkSettings], is_near: bool) -> Self {
        let fresh = |example| (example, LiveInk::default());
        Self {
            examples: examples.into_iter().map(fresh).collect(),
            starts: starts.iter().rev().copied().collect(),
            best: None,
            next: (usize::from(is_near), 0, 1.0),
        }
    }

    /// The best so far and how far its drawings are from the artist's, `0.0..=1.0`; `None` before
    /// the first trial.
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
        let apart = self.examples.par_iter_mut().map(|(example, live)| {
            let drawn = live.draw(&example.photo, &example.drawing, ink);
            apart(&drawn, &example.wanted, example.inside)
        });
        let apart = apart.sum::<f32>() / self.examples.len().max(1) as f32;
        let is_better = self.best.is_none_or(|(least, _)| apart < least);
        if is_better {
            self.best = Some((apart, *ink));
        }
        is_better
    }
}

/// Mean absolute difference inside, `0.0..=1.0`.
fn apart(drawn: &RgbaImage, wanted: &RgbaImage, [left, top, width, height]: [u32; 4]) -> f32 {
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
    fn without_examples_it_is_over_at_once() {
        assert!(Fit::new(Vec::new(), &[InkSettings::NEUTRAL], false).turn());
    }
}
