//! Lines: differences of Gaussians across the flow at two widths, smoothed along it.
//!
//! Source: Kang, Lee and Chui 2007; Winnemöller, Kyprianidis and Olsen, "`XDoG`" (2012).

use super::blur::blur;
use super::flow::{Flow, along_flow};
use super::scale::at_pixel;
use super::spots::{Spots, columns, lanes};
use crate::ink::device::Contours;
use crate::ink::parameters::{Parameters, THRESHOLD};
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, smoothstep};

/// Samples on each side of a pixel.
const TAPS: usize = 7;
/// Distance of two samples over the standard deviation of the narrower Gaussian.
const STEP: f32 = 0.6;
/// Width of the wider Gaussian over that of the narrower one.
const SURROUND: f32 = 1.6;
/// Share of the surround that is taken from the middle.
const TAU: f32 = 0.988;
/// Lightness added before the difference is taken relative to the surround.
const DARK_FLOOR: f32 = 0.22;
/// How much more readily a line is drawn where contours lie far apart (local scale from 0.6 to 1):
/// there weak ones are all that there is (fair hair before a white wall).
const SPARSE_GAIN: f32 = 0.25;
/// The same within faces, for eyes and brows of small ones, and how much thinner lines are there.
const FACE_GAIN: f32 = 0.6;
const FACE_THINNER: f32 = 0.1;
/// Lightness within faces from which on lines fade, and where most of them is gone: gaps between
/// teeth and wrinkles of lit skin are lighter than eyes, brows and nostrils, and drawn black they
/// are what people dislike most. At 0.35 noses become black, at 0.8 the eyes of small faces fade,
/// too.
const FACE_DARK: f32 = 0.42;
const FACE_LIGHT: f32 = 0.65;
const FACE_FADE: f32 = 0.55;
/// The same for pens, which have nothing but lines to draw a face with.
const PEN_FADE: f32 = 0.25;
/// Factors on the response of a faint contour that lies alone, such as a white blouse before a
/// white wall, for looks that are true to the photograph and for hands that were measured, which
/// draw a contour around everything.
const FAINT: [f32; 2] = [3.0, 5.0];
/// What is added to such a response: most of what [`TAU`] takes from all.
const LIFT: [f32; 2] = [0.0, 0.006];
/// Standard deviation along a line in units, and samples on each side.
pub(crate) const SMOOTH: f32 = 6.0;
pub(crate) const SMOOTH_TAPS: usize = 6;
/// The same along a faint contour, and the standard deviation of its surroundings.
pub(crate) const FAR: f32 = 26.0;
pub(crate) const FAR_TAPS: usize = 16;
pub(crate) const AROUND: f32 = 14.0;
/// Shares of ink in the surroundings up to which a contour lies alone, and from which on it does
/// not.
const ALONE: [f32; 2] = [0.02, 0.12];

/// Responses of the finer width over those of the wider in the surroundings, up to which they are
/// out of focus, and from which on they are sharp: lights out of focus and clouds have no contours,
/// people have, however soft their light.
const SHARP: [f32; 2] = [0.15, 0.4];

/// How a hand draws lines.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Standard deviation of the narrower line in px at scale 1.
    pub width: f32,
    /// How far lines of lit faces fade, `0.0..=1.0`.
    pub fade: f32,
    /// Factor on the response of faint contours that lie alone.
    pub faint: f32,
    /// What is added to it before.
    pub lift: f32,
    /// How far both sides of a pale contour must be calm, and not one only, `0.0..=1.0`: drawings
    /// of a network have a halo beside their edges.
    pub both_calm: f32,
}

impl Hand {
    pub(crate) fn of(parameters: &Parameters) -> Self {
        let is_pen = parameters.measured.is_some_and(|hand| hand.is_pen());
        Self {
            width: parameters.line_sigma,
            fade: if is_pen { PEN_FADE } else { FACE_FADE },
            faint: FAINT[usize::from(parameters.measured.is_some())],
            lift: LIFT[usize::from(parameters.measured.is_some())],
            both_calm: if is_pen { 0.0 } else { 1.0 },
        }
    }
}

/// Weights of the narrower and the wider Gaussian: those of the middle, then those on each side.
pub(crate) fn weights() -> [[f32; 2]; TAPS + 1] {
    let mut weights = [[0.0_f32; 2]; TAPS + 1];
    let mut totals = [0.0_f32; 2];
    for (i, weight) in weights.iter_mut().enumerate() {
        let distance = i as f32 * STEP;
        *weight = [1.0, SURROUND].map(|s| (-0.5 * distance * distance / (s * s)).exp());
        for c in 0..2 {
            totals[c] += if i == 0 { 1.0 } else { 2.0 } * weight[c];
        }
    }
    for weight in &mut weights {
        *weight = [weight[0] / totals[0], weight[1] / totals[1]];
    }
    weights
}

/// How much darker than its surround each pixel is, across the flow; relative, above 0 on dark
/// lines. `sigma` is that of the narrower Gaussian, in px, times `factor`.
pub(super) fn difference(
    light: &Plane<f32>,
    flow: &Flow,
    sigma: &Plane<f32>,
    factor: f32,
) -> Plane<f32> {
    let weights = weights();
    light.map_lanes(
        #[inline(always)]
        |x, y| {
            let (px, py) = (columns(x), [y as f32; LANES]);
            let [tx, ty] = flow.nearest(&px, &py);
            let sigma = lanes(sigma, x, y);
            let here = lanes(light, x, y);
            let (mut near, mut around) = ([0.0; LANES], [0.0; LANES]);
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            for i in 0..LANES {
                near[i] = weights[0][0] * here[i];
                around[i] = weights[0][1] * here[i];
                let step = sigma[i] * factor * STEP;
                dx[i] = ty[i] * step;
                dy[i] = -tx[i] * step;
            }
            let (mut ax, mut ay, mut bx, mut by) = (px, py, px, py);
            for weight in &weights[1..] {
                for i in 0..LANES {
                    ax[i] += dx[i];
                    ay[i] += dy[i];
                    bx[i] -= dx[i];
                    by[i] -= dy[i];
                }
                let a = Spots::at(light, &ax, &ay).read_all(light);
                let b = Spots::at(light, &bx, &by).read_all(light);
                for i in 0..LANES {
                    let pair = a[i] + b[i];
                    near[i] += weight[0] * pair;
                    around[i] += weight[1] * pair;
                }
            }
            let mut darker = [0.0; LANES];
            for i in 0..LANES {
                darker[i] = (TAU * around[i] - near[i]) / (around[i] + DARK_FLOOR);
            }
            darker
        },
    )
}

/// How sure there is a line at each pixel, before the threshold: the larger of two widths.
pub(crate) fn lines(from: &Contours<'_>) -> Plane<f32> {
    let Contours {
        light,
        flow,
        readily,
        scale,
        hand,
    } = *from;
    let width = hand.width;
    let (unit, face, people) = (scale.unit, &scale.face, &scale.people);
    let scale = &scale.full;
    let sigma =
        scale.map(|x, y| scale.at(x, y).powf(0.7) * (1.0 - FACE_THINNER * at_pixel(face, x, y)));
    let fine = difference(light, flow, &sigma, width);
    let bold = difference(light, flow, &sigma, 2.0 * width);
    let both = fine.map(
        #[inline(always)]
        |x, y| [fine.at(x, y), 0.9 * bold.at(x, y)],
    );
    let smooth = along_flow::<_, SMOOTH_TAPS>(&both, flow, scale, SMOOTH * unit);
    // Noise has no direction and goes, a faint contour stays.
    let far = along_flow::<_, FAR_TAPS>(&both, flow, scale, FAR * unit);
    let seen = smooth.map(|x, y| {
        let [fine, bold] = smooth.at(x, y).map(|v| v.clamp(0.0, THRESHOLD[1]));
        [fine, bold, 0.0, 0.0]
    });
    let seen = blur(&seen, AROUND * unit);
    smooth.map(
        #[inline(always)]
        |x, y| {
            let [fine, bold] = smooth.at(x, y);
            let [seen_fine, seen_bold, ..] = seen.at(x, y);
            let crowd = seen_fine.max(seen_bold) / THRESHOLD[1];
            let lone = hand.faint * (1.0 - smoothstep(ALONE[0], ALONE[1], crowd));
            let sharp = smoothstep(SHARP[0], SHARP[1], seen_fine / (seen_bold + 1e-5));
            let sharp = sharp.max(at_pixel(people, x, y));
            let faint = far.at(x, y).map(|response| (response + hand.lift) * lone);
            let faint = faint[0].max(faint[1] * sharp);
            let face = at_pixel(face, x, y);
            let sparse = 1.0 + SPARSE_GAIN * smoothstep(0.6, 1.0, scale.at(x, y));
            let lit = hand.fade * face * smoothstep(FACE_DARK, FACE_LIGHT, light.at(x, y));
            let sure = fine.max(bold).max(faint);
            sure * at_pixel(readily, x, y) * sparse * (1.0 + FACE_GAIN * face) * (1.0 - lit)
        },
    )
}

/// How readily lines are drawn: few where gradients have no common direction (leaves, gravel,
/// moss).
pub(in crate::ink) fn readiness(tensor: &Plane) -> Plane<f32> {
    tensor.map(
        #[inline(always)]
        |x, y| {
            let [a, b, sum, _] = tensor.at(x, y);
            let coherence = (a * a + b * b).sqrt() / (sum + 1e-6);
            0.2 + 0.8 * smoothstep(0.15, 0.5, coherence)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::hash::hash;
    use crate::ink::passes::scale::Scale;
    use crate::ink::passes::tensor;

    const HAND: Hand = Hand {
        width: 1.0,
        fade: 0.0,
        faint: FAINT[0],
        lift: LIFT[0],
        both_calm: 1.0,
    };

    fn drawn(light: &Plane<f32>, hand: Hand) -> Plane<f32> {
        let scale = Scale::even(light.width, light.height, 1.0);
        let flow = tensor::smoothed(light, 3.0, 0.9, &scale);
        let flow = tensor::flow(&flow, [light.width, light.height]);
        let readily = scale.half.map(|_, _| 1.0);
        lines(&Contours {
            light,
            flow: &flow,
            readily: &readily,
            scale: &scale,
            hand,
        })
    }

    fn light(of: impl Fn(usize, usize) -> f32 + Sync) -> Plane<f32> {
        let size = Plane {
            width: 240,
            height: 160,
            pixels: vec![0.0; 240 * 160],
        };
        size.map(of)
    }

    #[test]
    fn a_faint_contour_that_lies_alone_is_drawn_and_noise_is_not() {
        let noise = |x: usize, y: usize| 0.01 * (hash(x as f32, y as f32, 0) - 0.5);
        let edge = light(|x, y| 0.9 + noise(x, y) - if x > 120 { 0.16 } else { 0.0 });
        let most = |field: &Plane<f32>, columns: std::ops::Range<usize>| {
            let values = columns.map(|x| field.at(x, 80));
            values.fold(f32::MIN, f32::max)
        };
        let field = drawn(&edge, HAND);
        assert!(
            most(&field, 116..130) > THRESHOLD[0],
            "{}",
            most(&field, 116..130)
        );
        assert!(
            most(&field, 20..100) < THRESHOLD[0],
            "{}",
            most(&field, 20..100)
        );
        let without = drawn(&edge, Hand { faint: 0.0, ..HAND });
        assert!(most(&without, 116..130) < THRESHOLD[0]);
    }

    #[test]
    fn what_is_out_of_focus_has_no_faint_contour() {
        let soft = light(|x, _| 0.9 - 0.35 * smoothstep(80.0, 160.0, x as f32));
        let [with, without] = [HAND, Hand { faint: 0.0, ..HAND }].map(|hand| drawn(&soft, hand));
        let apart = (0..240).map(|x| with.at(x, 80) - without.at(x, 80));
        assert!(apart.fold(0.0, f32::max) < 0.2 * THRESHOLD[0]);
        assert!((0..240).all(|x| with.at(x, 80) < THRESHOLD[0]));
    }

    #[test]
    fn a_faint_contour_beside_a_bold_one_is_left_out() {
        let beside = light(|x, _| {
            let edge = if x > 120 { 0.16 } else { 0.0 };
            if (104..112).contains(&x) {
                0.1
            } else {
                0.9 - edge
            }
        });
        let [with, without] = [HAND, Hand { faint: 0.0, ..HAND }].map(|hand| drawn(&beside, hand));
        let apart = (116..126).map(|x| with.at(x, 80) - without.at(x, 80));
        assert!(apart.fold(0.0, f32::max) < 0.5 * THRESHOLD[0]);
    }
}
