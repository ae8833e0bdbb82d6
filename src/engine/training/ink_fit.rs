//! The ink of a training run with pairs: fitted to what the artist drew, one trial a turn, anew
//! when the network draws differently.

use std::sync::Arc;
use std::time::{Duration, Instant};

use image::{DynamicImage, RgbImage, RgbaImage};

use crate::book::Area;
use crate::engine::EngineError;
use crate::ink::{DrawnColors, Example, Fit, InkSettings, MeasuredInk};
use crate::picture;
use crate::render::{Recipe, RenderRequest, Renderer, Scale};
use crate::train::pairs::{Pair, split};

/// Pairs that the ink is fitted to.
const MAX_EXAMPLES: usize = 4;
/// Long side at which it is fitted, in pixels: the ink is the same at every size.
const SIDE_PX: u32 = 512;
/// Time between two looks at the best so far.
const TELL_EVERY: Duration = Duration::from_secs(3);

/// A pair at the size at which the network draws.
struct Sample {
    photo: Arc<RgbaImage>,
    wanted: RgbaImage,
    inside: Area,
}

/// What a turn brought.
pub(super) enum Turn {
    /// Nothing is being fitted.
    Idle,
    /// One ink was tried.
    Trying,
    /// This one is the best so far.
    Better(Box<InkSettings>),
}

/// Fits the ink.
pub(super) struct InkFit {
    samples: Vec<Sample>,
    /// Which colours become which.
    drawn: Option<DrawnColors>,
    fit: Option<Fit>,
    /// Steps after which it is fitted again.
    due: u64,
    /// When the best so far was last told, and how far it was from the artist's drawings.
    told: Option<(Instant, f32)>,
}

impl InkFit {
    /// For these pairs; it is fitted to what of them is not learnt from.
    pub(super) fn new(pairs: &[Pair]) -> Self {
        let (_, held) = split(pairs);
        let rgba = |picture: &RgbImage| DynamicImage::ImageRgb8(picture.clone()).into_rgba8();
        let sample = |pair: &Pair| Sample {
            photo: Arc::new(rgba(&pair.photo)),
            wanted: rgba(&pair.drawing),
            inside: pair.inside,
        };
        Self {
            drawn: drawn_colors(pairs.iter().map(&sample)),
            samples: held.iter().take(MAX_EXAMPLES).map(sample).collect(),
            fit: None,
            due: 0,
            told: None,
        }
    }

    /// Whether it is time to fit, after so many steps.
    pub(super) fn is_due(&self, num_steps: u64) -> bool {
        !self.samples.is_empty() && self.fit.is_none() && num_steps >= self.due
    }

    /// Whether it was fitted to what the network draws after so many steps.
    pub(super) fn is_fitted(&self, num_steps: u64) -> bool {
        self.samples.is_empty() || (self.fit.is_none() && self.due > 2 * num_steps)
    }

    /// Begins to fit to what the style in the library draws; `ink` is the one of now, `measured`
    /// that of the artist's pages.
    ///
    /// # Errors
    /// What keeps the network from drawing.
    pub(super) fn begin(
        &mut self,
        style: &str,
        [ink, measured]: [InkSettings; 2],
        num_steps: u64,
        renderer: &mut Renderer,
    ) -> Result<(), EngineError> {
        let mut examples = Vec::with_capacity(self.samples.len());
        for sample in &self.samples {
            let recipe = Recipe::of_style(style).with_ink(InkSettings::NEUTRAL);
            let photo = Arc::clone(&sample.photo);
            let request = RenderRequest::in_memory(photo, recipe, Scale::Full);
            let drawing = renderer
                .render(&request, &|| false)?
                .drawing
                .into_pixels()?;
            examples.push(example(sample, &drawing));
        }
        let drawn = self.drawn;
        let hand = measured.measured.map(|hand| MeasuredInk { drawn, ..hand });
        let measured = InkSettings {
            measured: hand,
            ..measured
        };
        let is_first = self.due == 0;
        self.fit = Some(Fit::new(examples, &starts(&ink, &measured), !is_first));
        self.due = (2 * num_steps).max(FIRST_DUE) + 1;
        Ok(())
    }

    /// Tries one ink, if one is being fitted.
    pub(super) fn turn(&mut self) -> Turn {
        let Some(fit) = &mut self.fit else {
            return Turn::Idle;
        };
        let is_over = fit.turn();
        let best = fit.best();
        if !is_over {
            let Some((ink, apart)) = best.filter(|_| !fit.is_beginning()) else {
                return Turn::Trying;
            };
            // The first is shown at once: somebody waits for it.
            let is_better = self
                .told
                .is_none_or(|(when, told)| apart < told && when.elapsed() >= TELL_EVERY);
            if !is_better {
                return Turn::Trying;
            }
            self.told = Some((Instant::now(), apart));
            return Turn::Better(Box::new(ink));
        }
        if let Some((_, apart)) = best {
            log::info!("ink fitted: drawings are {apart:.4} from the artist's");
        }
        self.fit = None;
        self.told = None;
        best.map_or(Turn::Trying, |(ink, _)| Turn::Better(Box::new(ink)))
    }
}

/// Steps after which it is fitted for the second time.
const FIRST_DUE: u64 = 40;

/// What is tried first: what there is, the network by itself and with lines, the artist's ink over
/// the network and over the photograph.
fn starts(ink: &InkSettings, measured: &InkSettings) -> [InkSettings; 8] {
    let hand = measured.measured;
    let neutral = InkSettings {
        measured: hand,
        ..InkSettings::NEUTRAL
    };
    // The colours as they were seen to be drawn, and nothing that changes them else.
    let recoloured = InkSettings {
        saturation: 1.0,
        tones: 0.0,
        blacks: 0.0,
        hatching: 0.0,
        ..*measured
    };
    [
        *ink,
        neutral,
        InkSettings {
            line: 1.0,
            line_width: measured.line_width,
            ..neutral
        },
        InkSettings {
            hand: 1.0,
            ..*measured
        },
        *measured,
        InkSettings {
            hand: 0.0,
            ..*measured
        },
        InkSettings {
            hand: 0.0,
            ..recoloured
        },
        recoloured,
    ]
}

/// Which colours become which, seen on all pairs.
fn drawn_colors(samples: impl Iterator<Item = Sample>) -> Option<DrawnColors> {
    let seen: Vec<Example> = samples.map(|one| example(&one, &one.photo)).collect();
    DrawnColors::learnt(seen.iter().map(|one| (&one.photo, &one.wanted, one.inside)))
}

fn example(sample: &Sample, drawing: &RgbaImage) -> Example {
    let (width, height) = sample.photo.dimensions();
    let (small_width, small_height) = picture::fit_within(width, height, SIDE_PX);
    let small = |picture: &RgbaImage| picture::downscale(picture, small_width, small_height);
    let share = small_width as f32 / width as f32;
    let of = |length: u32| (length as f32 * share) as u32;
    let Area {
        x,
        y,
        width,
        height,
    } = sample.inside;
    let (left, top) = (of(x).min(small_width - 1), of(y).min(small_height - 1));
    Example {
        photo: small(&sample.photo),
        drawing: small(drawing),
        wanted: small(&sample.wanted),
        inside: [
            left,
            top,
            of(width).clamp(1, small_width - left),
            of(height).clamp(1, small_height - top),
        ],
    }
}
