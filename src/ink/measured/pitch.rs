//! How far the strokes of a hatching lie from each other.

use crate::ink::passes::blur::blur;
use crate::ink::plane::Plane;

/// Standard deviations in px of the blurs under which gradients are taken, and within which they
/// have one direction.
const CALM: f32 = 0.7;
const NEIGHBOURS: f32 = 5.0;
/// How alike gradients are where strokes lie beside each other, and their least mean square, in
/// lightness a px.
const ALIKE: f32 = 0.6;
const LEAST: f32 = 20.0;
/// Most places that are looked at on a page.
const PLACES: usize = 3000;
/// Half the length in px of what is looked at across the strokes, and the distance of its samples.
const REACH: f32 = 16.0;
const STEP: f32 = 0.5;
const SAMPLES: usize = (2.0 * REACH / STEP) as usize + 1;
/// Distances that are told apart, in steps.
const LAGS: usize = 40;
/// How alike what lies one distance apart must be.
const CLEAR: f32 = 0.35;

/// How often each distance was found, in steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pitch([u32; LAGS]);

impl Default for Pitch {
    fn default() -> Self {
        Self([0; LAGS])
    }
}

impl Pitch {
    /// On a page of this lightness, `0.0..=100.0`, whose long side has 1024 px times `k`.
    pub(super) fn of(light: &Plane<f32>, k: f32) -> Self {
        let calm = blur(light, CALM * k);
        let tensor = calm.map(|x, y| {
            let (x, y) = (x as i32, y as i32);
            let across = 0.5 * (calm.near(x + 1, y) - calm.near(x - 1, y));
            let down = 0.5 * (calm.near(x, y + 1) - calm.near(x, y - 1));
            let (xx, yy) = (across * across, down * down);
            [xx - yy, 2.0 * across * down, xx + yy, 0.0]
        });
        let around = blur(&tensor, NEIGHBOURS * k);
        let is_close = |[a, b, all, _]: [f32; 4]| a.hypot(b) > ALIKE * all && all > LEAST;
        let places: Vec<_> = (0..around.pixels.len())
            .filter(|i| is_close(around.pixels[*i]))
            .collect();
        let mut found = Self::default();
        for i in places.iter().step_by(places.len().div_ceil(PLACES).max(1)) {
            let [a, b, ..] = around.pixels[*i];
            let (sin, cos) = (0.5 * b.atan2(a)).sin_cos();
            let [x, y] = [i % light.width, i / light.width].map(|v| v as f32);
            let across = std::array::from_fn(|i| {
                let far = (i as f32 * STEP - REACH) * k;
                light.between(x + cos * far, y + sin * far)
            });
            if let Some(lag) = period(&across) {
                found.0[lag] += 1;
            }
        }
        found
    }

    /// Of both together.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (count, other) in self.0.iter_mut().zip(other.0) {
            *count += other;
        }
        self
    }

    /// The median in px at 1024; `None` when there is no hatching to speak of.
    pub(super) fn median(self) -> Option<f32> {
        let total: u32 = self.0.iter().sum();
        let mut below = 0;
        let lag = self.0.iter().position(|count| {
            below += count;
            2 * below > total
        })?;
        (total > ENOUGH).then_some(lag as f32 * STEP)
    }
}

/// Places at which a distance was found, below which that tells nothing.
const ENOUGH: u32 = 60;

/// The distance, in samples, at which what was read is like itself for the first time.
fn period(values: &[f32; SAMPLES]) -> Option<usize> {
    let mean = values.iter().sum::<f32>() / SAMPLES as f32;
    let mut windowed = [0.0; SAMPLES];
    for (i, (to, from)) in windowed.iter_mut().zip(values).enumerate() {
        let part = i as f32 / (SAMPLES - 1) as f32;
        *to = (from - mean) * (std::f32::consts::PI * part).sin().powi(2);
    }
    let alike: [f32; LAGS] = std::array::from_fn(|lag| {
        let pairs = windowed.iter().zip(&windowed[lag..]);
        pairs.map(|(a, b)| a * b).sum()
    });
    let valley = (1..LAGS - 1).find(|i| alike[i + 1] >= alike[*i])?;
    let peak = (valley..LAGS - 1).find(|i| alike[i + 1] < alike[*i])?;
    (alike[peak] > CLEAR * alike[0]).then_some(peak)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strokes at a distance, in some direction.
    fn hatched(pitch: f32, angle: f32) -> Plane<f32> {
        let (sin, cos) = angle.sin_cos();
        let size = Plane {
            width: 200,
            height: 160,
            pixels: vec![0.0; 32_000],
        };
        size.map(|x, y| {
            let across = (x as f32 * cos + y as f32 * sin) / pitch;
            let far = (across - across.floor() - 0.5).abs() * pitch;
            100.0 * (far - 0.2 * pitch + 0.5).clamp(0.0, 1.0)
        })
    }

    #[test]
    fn strokes_are_as_far_apart_as_they_were_drawn() {
        for pitch in [3.5, 5.0, 8.0] {
            for angle in [0.0, 0.6, 2.2] {
                let found = Pitch::of(&hatched(pitch, angle), 1.0).median();
                let found = found.expect("there is a hatching");
                assert!((found - pitch).abs() <= 0.5, "{found} for {pitch}, {angle}");
            }
        }
    }

    #[test]
    fn a_page_without_hatching_has_no_distance() {
        let edge = hatched(400.0, 0.3);
        assert_eq!(Pitch::of(&edge, 1.0).median(), None);
    }
}
