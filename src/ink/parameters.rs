//! What the sliders and the picture's size mean for the passes; the shaders read the same numbers.

use super::InkSettings;

/// Colour of the lines: a warm near-black, as printing ink is.
pub const INK: [f32; 3] = [0.075, 0.065, 0.06];
/// White of the oldest paper, as factors on sRGB values.
const OLD_PAPER: [f32; 3] = [0.97, 0.93, 0.82];
/// Steps of lightness between black and white in the middle of the slider, and how many fewer at its end.
const TONES: [f32; 2] = [6.0, 3.0];
/// How much steeper than a straight line the way from one tone to the next is: hard enough to be seen as
/// an edge, soft enough not to be jagged.
pub const TONE_STEEPNESS: f32 = 3.0;
/// `OKLab` lightness, at the end of the slider, that becomes solid ink, and that is left alone.
const BLACKS: [f32; 2] = [0.4, 0.6];
/// Distance of the strokes of a hatching for lines of the style's own width, in pixels; thick pens hatch wide.
const HATCHING_SPACING: f32 = 7.0;
/// Closer than that, and pixels would show no strokes.
const LEAST_SPACING: f32 = 3.0;
/// Passes of the flattening, across and down in turn.
pub const FLATTEN_ROUNDS: u32 = 3;
/// Taps on each side of a flattening pass.
pub const FLATTEN_TAPS: i32 = 4;
/// Most taps on each side of a Gaussian.
pub const MAX_TAPS: i32 = 24;
/// Most taps on each side of a Gaussian that only smooths; twice as many look the same.
pub const MAX_SMOOTHING_TAPS: i32 = 8;
/// Stroke scale that is left over cells, at least: finer cells take longer and show nothing more.
pub const CELL_SCALE: f32 = 1.25;
/// Width of the wider Gaussian of the line over the narrower one (Kang et al. 2007, section 2.2).
pub const SURROUND: f32 = 1.6;

/// Share of the photograph in what lines are looked for in; the rest is the drawing.
pub const PHOTO_SHARE: f32 = 0.6;
/// Anisotropy at which a direction is half believed.
pub const DOUBT: f32 = 0.08;
/// Lightness added before contrast is taken relative to the surround: keeps dark areas from clogging.
pub const DARK_FLOOR: f32 = 0.3;

/// Response at which a line begins to show, and at which it is fully dark, in the middle of the slider.
const THRESHOLD: [f32; 2] = [0.0093, 0.0367];

/// Everything that the passes need beside the pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// How much of the flattened drawing is taken, `0.0..=1.0`.
    pub flatten: f32,
    /// One over the squared difference in the photograph at which a neighbour counts a quarter.
    pub photo_falloff: f32,
    /// The same for the drawing.
    pub drawing_falloff: f32,
    /// Pixels between two taps of a flattening pass.
    pub flatten_step: i32,
    /// Factor on the chroma.
    pub saturation: f32,
    /// Share of the photograph in hue and chroma.
    pub photo_color: f32,
    /// How far lightness goes towards its tone, `0.0..=1.0`.
    pub tone: f32,
    /// Steps of lightness between white and black.
    pub num_tones: f32,
    /// `OKLab` lightness that becomes solid ink, and that is left alone; both 0 when nothing does.
    pub blacks: [f32; 2],
    /// How far greys become strokes of a pen, `0.0..=1.0`.
    pub hatching: f32,
    /// Distance of these strokes, in pixels of the size at which the network drew.
    pub hatching_spacing: f32,
    /// Side of a pixel, in pixels of that size.
    pub pixel: f32,
    /// Where the picture begins within a larger one, left and top in its own pixels.
    pub origin: [u32; 2],
    /// Colour of the paper, as factors on sRGB values.
    pub paper: [f32; 3],
    /// Opacity of the darkest line, `0.0..=1.0`; 0 when no lines are drawn.
    pub line: f32,
    /// Response at which a line begins to show, and at which it is fully dark.
    pub threshold: [f32; 2],
    /// Side in pixels of the cells on which lines are looked for; 1 looks at every pixel.
    ///
    /// Lines scale with the strokes, so a large picture holds nothing about them that its mean
    /// over cells does not; only the threshold, which makes their borders, is at every pixel.
    pub cell: i32,
    /// Standard deviation in cells of the structure tensor's smoothing.
    pub sigma_tensor: f32,
    /// Standard deviation in cells of the narrower Gaussian across the flow.
    pub sigma_across: f32,
    /// Standard deviation in cells of the wider Gaussian across the flow.
    pub sigma_surround: f32,
    /// Standard deviation in cells of the smoothing along the flow.
    pub sigma_along: f32,
}

impl Parameters {
    /// For sliders at a picture that is `stroke_scale` times as large as it was drawn.
    pub fn new(settings: &InkSettings, stroke_scale: f32) -> Self {
        let InkSettings {
            line,
            line_width,
            saturation,
            photo_color,
            flatten,
            tones,
            blacks,
            hatching,
            paper,
        } = settings.sanitised();
        let scale = if stroke_scale.is_finite() {
            stroke_scale.clamp(0.25, 16.0)
        } else {
            1.0
        };
        // Beyond 1 the sliders reach further rather than lay on more.
        let tolerance = 0.056 * (0.4 + 0.6 * flatten);
        let keep = 0.27 * (0.4 + 0.6 * flatten);
        let sensitivity = line.max(0.25);
        let cell = (scale * line_width.min(1.0) / CELL_SCALE).floor().max(1.0);
        let across = (1.1 * line_width * scale).max(0.35) / cell;
        Self {
            flatten: flatten.min(1.0),
            photo_falloff: 1.0 / (tolerance * tolerance),
            drawing_falloff: 1.0 / (keep * keep),
            flatten_step: (scale.round() as i32).max(1),
            saturation,
            photo_color,
            tone: tones.min(1.0),
            num_tones: TONES[0] - TONES[1] * (tones - 1.0).max(0.0),
            blacks: BLACKS.map(|lightness| lightness * blacks),
            hatching,
            hatching_spacing: (HATCHING_SPACING * line_width).max(LEAST_SPACING),
            pixel: 1.0 / scale,
            origin: [0, 0],
            paper: OLD_PAPER.map(|factor| 1.0 + (factor - 1.0) * paper),
            line: line.min(1.0),
            threshold: THRESHOLD.map(|response| response / sensitivity),
            cell: cell as i32,
            sigma_tensor: 1.8 * scale / cell,
            sigma_across: before_cells(across, cell),
            sigma_surround: before_cells(across * SURROUND, cell),
            sigma_along: 2.6 * scale / cell,
        }
    }

    /// The lowest threshold that the slider can ask for.
    pub const LOWEST_THRESHOLD: f32 = THRESHOLD[0] / *InkSettings::LINE.end();

    /// Whether the flattened drawing is the same with other sliders.
    pub fn is_as_flat(&self, other: &Self) -> bool {
        let flat = |p: &Self| {
            (
                p.flatten,
                p.photo_falloff,
                p.drawing_falloff,
                p.flatten_step,
            )
        };
        flat(self) == flat(other)
    }

    /// Whether what was found with these is enough to draw the lines of `other` over the same drawing.
    pub fn has_lines_of(&self, other: &Self) -> bool {
        let Self {
            cell,
            sigma_tensor,
            sigma_across,
            sigma_surround,
            sigma_along,
            ..
        } = *self;
        // Below its threshold a line was not looked for.
        self.threshold[0] <= other.threshold[0]
            && cell == other.cell
            && [sigma_tensor, sigma_across, sigma_surround, sigma_along]
                == [
                    other.sigma_tensor,
                    other.sigma_across,
                    other.sigma_surround,
                    other.sigma_along,
                ]
    }

    /// Whether every drawing stays as it is.
    pub fn is_neutral(&self) -> bool {
        let keeps_areas = self.flatten == 0.0 && self.hatching == 0.0;
        keeps_areas && self.keeps_colors() && self.paper == [1.0; 3] && self.line == 0.0
    }

    /// Whether all colours stay as they are, but for the paper.
    pub fn keeps_colors(&self) -> bool {
        self.saturation == 1.0 && self.photo_color == 0.0 && self.tone == 0.0 && !self.has_blacks()
    }

    /// Whether dark areas become solid ink.
    pub fn has_blacks(&self) -> bool {
        self.blacks[1] > 0.0
    }

    /// Weight of a Gaussian at `distance` cells from its middle, where it is 1.
    pub fn weight(distance: f32, sigma: f32) -> f32 {
        (distance * distance * (-0.5 / (sigma * sigma))).exp()
    }
}

/// Where a Gaussian is read on each side of its middle.
///
/// At every cell until there would be too many taps, then at every second, third and so on: a wide
/// Gaussian becomes coarser and never narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taps {
    /// How many on each side, at least 1.
    pub count: i32,
    /// Cells from one to the next.
    pub spacing: i32,
}

impl Taps {
    /// Of a Gaussian that is measured against another: at most [`MAX_TAPS`].
    pub fn fine(sigma: f32) -> Self {
        Self::at_most(MAX_TAPS, sigma)
    }

    /// Of a Gaussian that only smooths: at most [`MAX_SMOOTHING_TAPS`].
    pub fn smoothing(sigma: f32) -> Self {
        Self::at_most(MAX_SMOOTHING_TAPS, sigma)
    }

    fn at_most(most: i32, sigma: f32) -> Self {
        // What is further away counts less than 5 %.
        let reach = ((2.5 * sigma).ceil() as i32).max(1);
        let spacing = (reach + most - 1) / most;
        Self {
            count: (reach + spacing - 1) / spacing,
            spacing,
        }
    }

    /// Cells to the outermost tap.
    pub fn reach(self) -> i32 {
        self.count * self.spacing
    }
}

/// What is left to do of a Gaussian of `sigma` cells, given what the way to cells and back does.
fn before_cells(sigma: f32, cell: f32) -> f32 {
    if cell == 1.0 {
        return sigma;
    }
    // Variances of the mean over a cell and of the quadratic spline between cells.
    let done = (1.0 - 1.0 / (cell * cell)) / 12.0 + 0.25;
    (sigma * sigma - done).max(0.35 * 0.35).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gaussian_of_any_width_is_taken_in_whole_with_few_taps() {
        for sigma in [0.35, 1.0, 2.6, 9.6, 9.7, 20.0, 41.6, 112.6] {
            for (taps, most) in [
                (Taps::fine(sigma), MAX_TAPS),
                (Taps::smoothing(sigma), MAX_SMOOTHING_TAPS),
            ] {
                assert!((1..=most).contains(&taps.count), "{sigma}: {taps:?}");
                assert!(taps.reach() as f32 >= 2.5 * sigma, "{sigma}: {taps:?}");
            }
        }
    }

    #[test]
    fn lines_are_looked_for_at_every_pixel_until_strokes_are_large() {
        let cell = |scale, line_width| {
            let settings = InkSettings {
                line_width,
                ..InkSettings::default()
            };
            Parameters::new(&settings, scale).cell
        };
        assert_eq!(
            [1.0, 2.4, 2.5, 4.7, 16.0].map(|s| cell(s, 1.0)),
            [1, 1, 2, 3, 12]
        );
        assert_eq!([cell(4.7, 0.25), cell(4.7, 4.0)], [1, 3]);
    }

    #[test]
    fn narrow_gaussians_look_at_every_cell() {
        assert_eq!(
            Taps::fine(9.6),
            Taps {
                count: 24,
                spacing: 1
            }
        );
        assert_eq!(Taps::fine(9.7).spacing, 2);
        assert_eq!(
            Taps::smoothing(2.6),
            Taps {
                count: 7,
                spacing: 1
            }
        );
    }
}
