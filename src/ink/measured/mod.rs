//! Ink as it was measured on the pages of a hand: its few colours, its paper, how much of a page is
//! solid black, how wide its strokes are and how much of a page they cover.
//!
//! | module | what |
//! |---|---|
//! | [`pages`] | measures pages |
//! | [`gradation`] | the band at the top of its skies |
//! | [`mask`] | which pixels are ink, and how large that is |
//! | [`pitch`] | the distance of the strokes of a hatching |
//! | [`drawn`] | which colour is drawn as which |
//! | [`slant`] | the direction of a hatching |
//! | [`traits`] | what was measured, in words |
//! | [`swatches`] | the few colours among many |

mod drawn;
mod gradation;
mod mask;
mod pages;
mod pitch;
mod slant;
pub(super) mod swatches;
mod traits;

pub use drawn::DrawnColors;
pub use pages::PagesInk;
pub use traits::Trait;

use super::InkSettings;
use super::color::{linear_from_lab, srgb_from_linear};
use super::plane::quantise;

/// Most colours that a hand is said to have.
pub const MAX_SWATCHES: usize = 12;

/// One of a hand's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Swatch {
    /// CIE Lab, D65: lightness `0.0..=100.0`.
    pub lab: [f32; 3],
    /// Its share of what is neither line nor solid black, `0.0..=1.0`; 0 for a place that is not
    /// used.
    pub share: f32,
}

/// What was measured on the pages of a hand. Lengths are in pixels of a page whose long side has
/// 1024.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasuredInk {
    /// Its colours, those with the largest share first.
    #[serde(with = "few")]
    pub swatches: [Swatch; MAX_SWATCHES],
    /// The colour of the paper, CIE Lab.
    pub paper: [f32; 3],
    /// The share of the clean areas that is bare paper, `0.0..=1.0`.
    pub open: f32,
    /// The colour of the ink, CIE Lab.
    pub ink: [f32; 3],
    /// The share of a page that is solid ink, `0.0..=1.0`.
    pub black: f32,
    /// The share of a page that thin strokes cover, `0.0..=1.0`.
    pub strokes: f32,
    /// How dark a page is against its paper: the share of it that black ink would have to cover,
    /// `0.0..=1.0`.
    pub coverage: f32,
    /// The width of these strokes.
    pub width: f32,
    /// The share of the strokes that lie closely beside others, `0.0..=1.0`: hatching.
    pub hatched: f32,
    /// How even the areas are: 1 printed, 0 painted.
    pub even: f32,
    /// The direction of the hatching, as cosine and sine of its double angle (y goes down), times
    /// how much of the hatching has it, `0.0..=1.0`: 1 is one slant everywhere, 0 strokes that
    /// follow the form.
    #[serde(default = "unknown_slant")]
    pub slant: [f32; 2],
    /// The distance between the strokes of the hatching.
    #[serde(default = "unknown_pitch")]
    pub pitch: f32,
    /// How far the grain of the print moves the lightness of even areas, root mean square,
    /// `0.0..=1.0`.
    #[serde(default)]
    pub grain: f32,
    /// The colour of the band at the top of its skies that goes over into what lies below, CIE Lab;
    /// `None` without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sky: Option<[f32; 3]>,
    /// Which colour of a photograph is drawn as which, where that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<DrawnColors>,
}

/// The distance between strokes of hands that have none that was measured.
const UNKNOWN_PITCH: f32 = 5.0;

fn unknown_pitch() -> f32 {
    UNKNOWN_PITCH
}

/// The slant of hands that were measured before it was: the most common one of pens.
fn unknown_slant() -> [f32; 2] {
    [-0.4, -0.3]
}

impl MeasuredInk {
    /// The colours that are used.
    pub fn colors(&self) -> &[Swatch] {
        let num = self.swatches.iter().take_while(|s| s.share > 0.0).count();
        &self.swatches[..num]
    }

    /// The ink and the colours as sRGB, with the share of each of all that is no stroke.
    pub fn colors_as_srgb(&self) -> impl Iterator<Item = ([u8; 3], f32)> {
        let clean = 1.0 - self.black;
        let colors = self.colors().iter().map(move |s| (s.lab, s.share * clean));
        let all = std::iter::once((self.ink, self.black)).chain(colors);
        all.map(|(lab, share)| {
            let rgb = linear_from_lab(lab).map(srgb_from_linear);
            (rgb.map(quantise), share)
        })
    }

    /// Whether there is nothing but ink and paper.
    pub fn is_colourless(&self) -> bool {
        let chroma: f32 = (self.colors().iter())
            .map(|swatch| swatch.share * chroma(swatch.lab))
            .sum();
        chroma < COLOURLESS
    }

    /// Whether greys are strokes, whatever a scan shows of them.
    pub fn is_pen(&self) -> bool {
        self.is_colourless() && self.hatched > PEN
    }

    /// Whether its pages are painted.
    pub(super) fn is_painted(&self) -> bool {
        !self.is_pen() && self.even < PAINTED
    }

    /// Whether shades of its colours are strokes of ink over them.
    pub(super) fn has_ink_hatching(&self) -> bool {
        let hatches = self.hatched * self.strokes > INK_HATCHING;
        hatches && !self.is_colourless() && self.even > 0.5 && self.ink[0] < PEN_INK
    }

    /// Greys of a pen are strokes that a scan has melted: without them, only paper is left.
    pub(super) fn on_paper(mut self) -> Self {
        if self.is_pen() {
            let light = |swatch: &&Swatch| swatch.share > 0.04;
            let paper = (self.colors().iter().filter(light))
                .max_by(|a, b| a.lab[0].total_cmp(&b.lab[0]))
                .map_or(self.paper, |swatch| swatch.lab);
            self.paper = paper;
            self.swatches = [Swatch::default(); MAX_SWATCHES];
            self.swatches[0] = Swatch {
                lab: paper,
                share: 1.0,
            };
            self.open = 1.0;
        }
        self
    }

    /// As it may come from a file: `None` when a number is none or cannot be.
    #[must_use]
    pub fn checked(self) -> Option<Self> {
        let is_share = |value: f32| (0.0..=1.0).contains(&value);
        let shares = [
            self.open,
            self.black,
            self.strokes,
            self.coverage,
            self.hatched,
            self.even,
        ];
        let is_right = !self.colors().is_empty()
            && self
                .swatches
                .iter()
                .all(|s| is_lab(&s.lab) && is_share(s.share))
            && [self.paper, self.ink].iter().chain(&self.sky).all(is_lab)
            && self.drawn.is_none_or(|drawn| drawn.is_possible())
            && shares.into_iter().all(is_share)
            && self.slant[0].hypot(self.slant[1]) <= 1.001
            && is_share(self.grain)
            && (0.5..=64.0).contains(&self.pitch)
            && (0.1..=64.0).contains(&self.width);
        is_right.then_some(self)
    }

    /// The sliders as the pages have them.
    pub fn settings(&self) -> InkSettings {
        let width = (self.width / WIDTH).powf(0.8);
        let printed = if self.is_pen() { 1.0 } else { self.even };
        InkSettings {
            line: 1.0,
            line_width: width.clamp(if self.coverage > ENGRAVED { 0.5 } else { 0.7 }, 1.8),
            // 1 is as the pages have it; the passes know how much that is.
            palette: 1.0,
            tones: if self.is_painted() {
                0.3
            } else {
                0.5 * self.even
            },
            saturation: if self.is_colourless() { 0.0 } else { 1.1 },
            // What is dark on painted pages is paint.
            blacks: if self.black > 0.003 && !self.is_painted() {
                0.15 + 0.35 * printed
            } else {
                0.0
            },
            // Paint stands for more of what is there, and its shades are soft.
            detail: if self.is_painted() { 0.25 } else { 0.5 },
            hatching: if self.is_pen() || self.has_ink_hatching() {
                1.0
            } else {
                0.0
            },
            // What there is of it on pen drawings is the scan's.
            grain: if self.is_pen() { 0.0 } else { 1.0 },
            // The network leans colours to those of the hand; what it draws of a pen is mostly
            // noise.
            hand: match () {
                () if self.is_pen() => 0.25,
                () if self.is_painted() => 0.7,
                () => 0.5,
            },
            photo_color: 0.0,
            measured: Some(*self),
            ..InkSettings::default()
        }
    }
}

fn is_lab(lab: &[f32; 3]) -> bool {
    (0.0..=100.0).contains(&lab[0]) && lab[1..].iter().all(|v| v.abs() <= 200.0)
}

/// Mean chroma below which a hand has no colours.
const COLOURLESS: f32 = 5.0;
/// Share of strokes that lie closely beside others from which on a pen hatches.
const PEN: f32 = 0.4;
/// Share of a page that strokes beside others cover from which on a hand of colours hatches.
const INK_HATCHING: f32 = 0.05;
/// Evenness of pages below which they are painted.
const PAINTED: f32 = 0.25;
/// Coverage of pages from which on forms are modelled, and contours are thin.
const ENGRAVED: f32 = 0.6;
/// Lightness of the ink of a pen; the key lines of woodblocks are grey, and stand for things, not
/// for shade.
const PEN_INK: f32 = 12.0;
/// Width of the strokes, on pages, for which lines of width 1 are right.
const WIDTH: f32 = 3.2;

/// Chroma of a colour in CIE Lab.
pub(super) fn chroma([_, a, b]: [f32; 3]) -> f32 {
    a.hypot(b)
}

/// In files only the swatches that are used.
mod few {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::{MAX_SWATCHES, Swatch};

    pub(super) fn serialize<S: Serializer>(
        swatches: &[Swatch; MAX_SWATCHES],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let used: Vec<_> = swatches.iter().take_while(|s| s.share > 0.0).collect();
        used.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<[Swatch; MAX_SWATCHES], D::Error> {
        let read = Vec::<Swatch>::deserialize(from)?;
        if read.len() > MAX_SWATCHES {
            return Err(D::Error::custom("too many swatches"));
        }
        let mut swatches = [Swatch::default(); MAX_SWATCHES];
        swatches[..read.len()].copy_from_slice(&read);
        Ok(swatches)
    }
}
