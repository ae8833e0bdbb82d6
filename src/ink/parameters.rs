//! What the sliders and the picture's size mean for the passes.

use super::InkSettings;
use super::color::{linear_from_lab, srgb_from_linear};
use super::measured::MeasuredInk;
use super::passes::pen::Manner;

/// Colour of the ink: a warm near-black, as printing ink is.
pub const INK: [f32; 3] = [0.07, 0.05, 0.06];
/// White of the oldest paper, as factors on sRGB values.
const OLD_PAPER: [f32; 3] = [0.97, 0.93, 0.82];
/// Long side in pixels for which all figures in pixels below are meant.
pub(super) const SIDE: f32 = 1024.0;
/// Difference of colour at which texture is no texture any more, in the middle of the slider.
const TEXTURE: f32 = 0.065;
/// Detail from which on the drawing itself begins to show, and where nothing else does.
const KEEP: [f32; 2] = [0.8, 1.0];
/// Steps of lightness between black and white in the middle of the slider, and how many fewer at
/// its end.
const TONES: [f32; 2] = [6.0, 3.0];
/// Share of the steps in the lightness; the rest is the lightness itself.
const STEPPED: f32 = 0.88;
/// Perceived lightness, at the end of the slider, up to which everything is solid ink.
const BLACKS: f32 = 0.36;
/// Half the width of the border of blacks, in perceived lightness.
const BLACKS_BORDER: f32 = 0.02;
/// Grain of looks that no pages stand behind: that of an old comic.
const GRAIN: f32 = 0.024;
/// What the end of the slider adds, for pages without any, too.
const MORE_GRAIN: f32 = 0.04;
/// Distance of the strokes of a hatching for lines of width 1, in pixels; thick pens hatch wide.
const HATCHING_SPACING: f32 = 5.6;
/// Closer than that, and pixels would show no strokes.
const LEAST_SPACING: f32 = 2.4;
/// Response at which a line begins to show, and at which it is fully dark, in the middle of the
/// slider.
pub(crate) const THRESHOLD: [f32; 2] = [0.013_95, 0.036_45];
/// Standard deviation of the narrower Gaussian across a line of width 1, in pixels.
const LINE_SIGMA: f32 = 0.98;

/// The side in pixels with which everything grows: the longer one, but that of two squares at most,
/// so that strips and panoramas are not drawn with brooms.
pub(super) fn side_of([width, height]: [usize; 2]) -> usize {
    width.max(height).min(2 * width.min(height)).max(1)
}

/// Everything that the passes need beside the pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Long side of the picture in which shapes and lines are found, over 1024 px.
    pub k: f32,
    /// Factor on the local scale.
    pub boldness: f32,
    /// Difference of colour at which texture is no texture any more.
    pub texture: f32,
    /// Share of the drawing itself in place of its shapes, `0.0..=1.0`.
    pub keep: f32,
    /// Share of the network's drawing in what is drawn, `0.0..=1.0`.
    pub hand: f32,
    /// Share of the photograph in hue and chroma of the network's drawing.
    pub photo_color: f32,
    /// How far lightness goes towards its tone, `0.0..=1.0`.
    pub tone: f32,
    /// Share of the steps in that.
    pub stepped: f32,
    /// Steps of lightness between white and black.
    pub num_tones: f32,
    /// How far colours become those of the pages, `0.0..=1.0`; 0 without pages.
    pub palette: f32,
    /// Factor on the chroma.
    pub saturation: f32,
    /// Standard deviation in pixels of the narrower Gaussian across a line, at scale 1.
    pub line_sigma: f32,
    /// Opacity of the darkest line, `0.0..=1.0`; 0 when no lines are drawn.
    pub line: f32,
    /// Response at which a line begins to show, and at which it is fully dark.
    pub threshold: [f32; 2],
    /// Perceived lightness that is solid ink, and that is left alone; both below 0 when nothing is.
    pub blacks: [f32; 2],
    /// How far greys become strokes of a pen, `0.0..=1.0`.
    pub hatching: f32,
    /// Distance of these strokes, in pixels at 1024.
    pub hatching_spacing: f32,
    /// How far grain moves sRGB values, root mean square.
    pub grain: f32,
    /// Colour of the paper, as factors on sRGB values.
    pub paper: [f32; 3],
    /// Colour of the ink, sRGB.
    pub ink: [f32; 3],
    /// Share of what the pages have of solid ink, of which 1 is just as much.
    pub as_black: f32,
    /// The ink of the pages.
    pub measured: Option<MeasuredInk>,
}

impl Parameters {
    /// How looks hatch that no pages stand behind.
    pub(super) fn manner(&self) -> Manner {
        Manner::of(0.0, [0.0; 2], self.hatching_spacing)
    }

    /// For sliders at a picture whose [side](side_of) has `side` pixels.
    pub fn new(settings: &InkSettings, side: usize) -> Self {
        let InkSettings {
            boldness,
            detail,
            line,
            line_width,
            tones,
            palette,
            saturation,
            blacks,
            hatching,
            grain,
            paper,
            hand,
            photo_color,
            measured,
        } = settings.sanitised();
        let k = side as f32 / SIDE;
        let sensitivity = line.max(0.25);
        let dark = if blacks > 0.0 { BLACKS * blacks } else { -1.0 };
        Self {
            k,
            boldness: (boldness - 1.0).exp2(),
            texture: TEXTURE * (2.0 * (0.5 - detail)).exp2(),
            keep: ((detail - KEEP[0]) / (KEEP[1] - KEEP[0])).clamp(0.0, 1.0),
            hand,
            photo_color,
            tone: tones.min(1.0),
            stepped: STEPPED,
            num_tones: TONES[0] - TONES[1] * (tones - 1.0).max(0.0),
            palette: if measured.is_some() { palette } else { 0.0 },
            saturation,
            line_sigma: LINE_SIGMA * line_width * k,
            line: line.min(1.0),
            threshold: THRESHOLD.map(|response| response / sensitivity),
            blacks: [dark - BLACKS_BORDER, dark + BLACKS_BORDER],
            hatching,
            grain: grain.min(1.0) * measured.map_or(GRAIN, |hand| hand.grain)
                + (grain - 1.0).max(0.0) * MORE_GRAIN,
            hatching_spacing: (HATCHING_SPACING * line_width).max(LEAST_SPACING),
            paper: OLD_PAPER.map(|factor| 1.0 + (factor - 1.0) * paper),
            ink: measured.map_or(INK, |hand| linear_from_lab(hand.ink).map(srgb_from_linear)),
            as_black: 2.0 * blacks,
            measured,
        }
    }

    /// Whether lightness and colours of the shapes stay as they are.
    pub fn keeps_tones(&self) -> bool {
        self.saturation == 1.0 && self.tone == 0.0
    }

    /// Whether dark areas become solid ink.
    pub fn has_blacks(&self) -> bool {
        self.blacks[1] > 0.0
    }
}
