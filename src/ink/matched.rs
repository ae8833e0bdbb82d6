//! As much ink in a picture as on the pages of its hand: thresholds are shares of the whole
//! picture.

use super::found::Found;
use super::live::Base;
use super::measured::MeasuredInk;
use super::parameters::{Parameters, THRESHOLD};
use super::passes::blur::blur;
use super::passes::pen::{Manner, Strokes};
use super::passes::scale::at_pixel;
use super::plane::{Plane, smoothstep};
use super::{features, values};

/// How far the response of a line's threshold may go from the slider's, as factors.
const READINESS: [f32; 2] = [0.6, 1.3];
/// Share of the strokes of a page that contours are, for hands that hatch and for those that do
/// not.
const CONTOURS: [f32; 2] = [0.75, 1.0];
/// Least share of a picture that lines cover: those of painted hands are of a colour, fine pens
/// are grey on a scan, and neither is found on pages. Without it faces have no outline.
const LEAST_DRAWN: f32 = 0.06;
const LEAST_FINE: f32 = 0.05;
/// Share of the softness of lines that the ink of pages has.
const HARD: f32 = 0.4;
/// Every so many pixels are looked at for shares.
pub(super) const STEP: usize = 7;

/// The response at which a line begins to show, and at which it is fully dark.
pub(super) fn threshold(field: &Plane<f32>, parameters: &Parameters) -> [f32; 2] {
    let Some(hand) = parameters.measured.filter(|_| parameters.line > 0.0) else {
        return parameters.threshold;
    };
    let [low, high] = parameters.threshold;
    let contours = CONTOURS[1] + (CONTOURS[0] - CONTOURS[1]) * hand.hatched;
    let mut values: Vec<_> = field.pixels.iter().step_by(STEP).copied().collect();
    let least = if hand.is_painted() {
        LEAST_DRAWN
    } else {
        LEAST_FINE
    };
    let share = (hand.strokes * contours).clamp(least, 0.3);
    let at = ((1.0 - share) * (values.len() - 1) as f32) as usize;
    let middle = *values.select_nth_unstable_by(at, f32::total_cmp).1;
    // Against the middle of the slider, so that the slider still says how much more or less.
    let factor = middle / (0.5 * (THRESHOLD[0] + THRESHOLD[1]));
    // Pens have nothing but lines: they never draw fewer than others.
    let most = if hand.is_pen() { 1.0 } else { READINESS[1] };
    let factor = factor.clamp(READINESS[0], most);
    // Printed ink is there or it is not: weak lines are thin, never grey.
    let middle = 0.5 * (low + high);
    [low, high].map(|response| (middle + HARD * (response - middle)) * factor)
}

/// How the hand hatches.
pub(super) fn manner(hand: &MeasuredInk) -> Manner {
    let open = 1.0 + OPEN_PITCH * (1.0 - 2.0 * fills(hand)).max(0.0);
    let fine = 1.0 - FINER * engraves(hand);
    Manner::of(engraves(hand), hand.slant, hand.pitch * open * fine)
}

/// How much of the paper a hand fills, from 0 for one that leaves it open to 1.
fn fills(hand: &MeasuredInk) -> f32 {
    ((hand.coverage - FILLS[0]) / (FILLS[1] - FILLS[0])).clamp(0.0, 1.0)
}

/// How much of an engraver a hand is, `0.0..=1.0`.
pub(super) fn engraves(hand: &MeasuredInk) -> f32 {
    if hand.is_pen() {
        smoothstep(DARK[0], DARK[1], hand.coverage)
    } else {
        0.0
    }
}

/// How far a pen rules all its strokes in one direction, `0.0..=1.0`: it rules the ground, too.
pub(super) fn rules(hand: &MeasuredInk) -> f32 {
    if hand.is_pen() {
        let slant = hand.slant[0].hypot(hand.slant[1]);
        smoothstep(RULED[0], RULED[1], slant)
    } else {
        0.0
    }
}

/// How far each pixel of a picture in tones is ground that the hand leaves alone, `0.0..=1.0`.
pub(super) fn aside(flat: &Plane, base: &Base, hand: &MeasuredInk) -> Option<Plane<f32>> {
    let of = base.ground()?;
    let (engraves, ruled) = (engraves(hand), rules(hand));
    let sharp = of.map(|x, y| {
        let [soft, plain, _] = of.at(x, y);
        // What is plain and dark is a coat or a night.
        let light = smoothstep(PLAIN_LIGHT[0], PLAIN_LIGHT[1], flat.at(x, y)[3]);
        let plain = if hand.is_pen() { plain * light } else { 0.0 };
        let soft = if hand.is_pen() {
            soft
        } else {
            SOFT_COLORS * soft
        };
        soft.max(plain) * (1.0 - (1.0 - ENGRAVED_GROUND) * engraves) * (1.0 - ruled)
    });
    Some(blur(&sharp, 1.5 * base.scale.unit))
}

/// Perceived lightness up to which what is plain is drawn, and from which on it is left open.
const PLAIN_LIGHT: [f32; 2] = [0.2, 0.45];
/// How much of what is out of focus hands of colours leave alone.
const SOFT_COLORS: f32 = 0.5;
/// How much of the ground engravers leave alone.
const ENGRAVED_GROUND: f32 = 0.2;
/// Share of the strokes that ground goes without, of pens and of hands of colours.
const UNHATCHED: [f32; 2] = [0.85, 0.3];

/// Strokes of the pen in what is dark, as much as the pages have besides contours and blacks: how
/// far inside a stroke each pixel lies, in px, less than 0 outside. `form` tells where strokes can
/// be.
pub(super) fn pen(form: &Strokes, hand: &MeasuredInk, found: &Found, base: &Base) -> Plane<f32> {
    let parameters = &found.parameters;
    let face = &base.scale.face;
    let [low, high] = found.threshold;
    let parts = base.parts();
    let shapes = parts.are_many().then(|| parts.means_of(&found.flat));
    let engraves = engraves(hand);
    // Over a colour, strokes are the shade of a shape; without one, they are its tone and its
    // shade.
    let ruled = rules(hand);
    let as_shape = if hand.is_pen() {
        ONE_TONE * ruled - MODELLED * (1.0 - ruled)
    } else {
        -SHADE
    };
    let rank = ranks(&found.flat);
    let light = found.flat.map(|x, y| {
        let own = found.flat.at(x, y)[3];
        let of_shape = shapes.as_ref().map_or(own, |shapes| shapes.at(x, y)[3]);
        let light = own + (of_shape - own) * as_shape;
        // Engravers fill the page, however light what they draw is.
        let among = rank[(light.clamp(0.0, 1.0) * (RANKS - 1) as f32) as usize];
        light + (among - light) * FILLED * engraves
    });
    let light = blur(&light, 1.2 * parameters.k);
    let light = with_lit_faces(light, hand, base);
    let fills = fills(hand);
    let lit = if hand.is_pen() {
        LIT[0] + (LIT[1] - LIT[0]) * fills
    } else {
        // More than that may be black.
        share_below(&light, SHADED).max(LEAST_LIT)
    };
    let skin = base.skin();
    let unhatched = UNHATCHED[usize::from(!hand.is_pen())];
    let dark = light.map(|x, y| {
        let dark = (1.0 - light.at(x, y) / lit)
            .clamp(0.0, 1.0)
            .powf(CURVE[0] + (CURVE[1] - CURVE[0]) * fills);
        // Faces stay open, but for their deepest shade.
        let open = if hand.is_pen() {
            let lit = smoothstep(DARK_SKIN[0], DARK_SKIN[1], light.at(x, y));
            FACE_OPEN * (1.0 - 0.25 * engraves) * (DARK_OPEN + (1.0 - DARK_OPEN) * lit)
        } else {
            FACE_CLEAN
        };
        let aside = found.aside.as_ref().map_or(0.0, |aside| aside.at(x, y));
        let face = at_pixel(face, x, y).max(SKIN * at_pixel(skin, x, y));
        dark * (1.0 - open * face.min(1.0)) * (1.0 - unhatched * aside)
    });
    let dark = if engraves > 0.5 {
        dark
    } else {
        dark.of_squares((INSET * parameters.k).round() as i32, f32::min)
    };
    // A face has the tone that it has, however much of the picture it fills.
    let in_face = |i: usize| at_pixel(face, i % dark.width, i / dark.width) > IN_FACE;
    let all = || (0..dark.pixels.len()).step_by(STEP);
    let around: Vec<_> = all().filter(|i| !in_face(*i)).collect();
    let is_enough = around.len() as f32 > LEAST_AROUND * all().count() as f32;
    let counted = if hand.is_pen() && is_enough {
        around
    } else {
        all().collect()
    };
    let pixels = || counted.iter().copied();
    let lined = pixels().filter(|i| {
        let opacity = (found.field.pixels[*i] - low) / (high - low) * found.stays.pixels[*i];
        opacity > 0.5 && parameters.line > 0.0
    });
    let total = pixels().count() as f32;
    let lined = lined.count() as f32 / total;
    let seen = OPEN_SHARE * (hand.strokes + hand.black);
    let covered = seen.max(PEN_SHARE * hand.coverage);
    let (lined, wanted) = if hand.is_pen() {
        let engraved = MOST_ENGRAVED.min(hand.coverage);
        let wanted = covered + (engraved - covered) * engraves;
        (lined, values::at_night(wanted, &base.shapes, NIGHT))
    } else {
        // Solid ink hides what is hatched below it.
        (0.0, hand.black + OF_COLORS * hand.hatched * hand.strokes)
    };
    let share = |much: f32| {
        let inked = pixels().filter(|i| form.inside(*i, dark.pixels[*i] * much) > 0.0);
        inked.count() as f32 / total + lined
    };
    let much = much_for(wanted, share);
    let pitch = manner(hand).pitch(parameters.k);
    dark.map(|x, y| {
        let i = y * dark.width + x;
        let dark = dark.at(x, y);
        let room = smoothstep(LIGHTEST, 2.0 * LIGHTEST, dark);
        let most = if hand.is_pen() {
            1.0 - HAIRLINE
        } else {
            MOST_OVER_COLOR
        };
        // Values go from the middle of a stroke to the middle between two.
        let inside = form.inside(i, (dark * much).min(most)) - (1.0 - room);
        0.5 * pitch * inside
    })
}

/// How readily darkness becomes strokes for them to cover the `wanted` share; `share` is what they
/// cover.
fn much_for(wanted: f32, share: impl Fn(f32) -> f32) -> f32 {
    let (mut little, mut lots) = MUCH;
    for _ in 0..8 {
        let much = 0.5 * (little + lots);
        if share(much) > wanted {
            lots = much;
        } else {
            little = much;
        }
    }
    0.5 * (little + lots)
}

/// How much more than its share of a face skin is left open.
const SKIN: f32 = 2.2;

/// The lightness by which strokes are set, with the [skin](features::lit) of faces as pens see it.
fn with_lit_faces(mut light: Plane<f32>, hand: &MeasuredInk, base: &Base) -> Plane<f32> {
    if hand.is_pen() {
        let lit = features::lit(&light, &base.faces, base.skin(), engraves(hand));
        for (light, lit) in light.pixels.iter_mut().zip(lit.pixels) {
            *light += lit;
        }
    }
    light
}

/// The share of a picture that is darker than each of [`RANKS`] lightnesses.
fn ranks(flat: &Plane) -> [f32; RANKS] {
    let mut ranks = [0.0; RANKS];
    for pixel in flat.pixels.iter().step_by(STEP) {
        ranks[(pixel[3].clamp(0.0, 1.0) * (RANKS - 1) as f32) as usize] += 1.0;
    }
    let total: f32 = ranks.iter().sum();
    let mut below = 0.0;
    for rank in &mut ranks {
        below += *rank;
        *rank = (below - 0.5 * *rank) / total.max(1.0);
    }
    ranks
}

/// Lightnesses that are told apart.
const RANKS: usize = 256;
/// How far lightness is that among the rest of the picture, for engravers.
const FILLED: f32 = 0.3;
/// How far a shape has one tone of strokes, for pens that rule all of them in one direction, and
/// how much stronger than they are its shades are for pens that follow the form.
const ONE_TONE: f32 = 0.5;
const MODELLED: f32 = 0.35;
/// Strength of the slant from which on a pen begins to rule, and from which on it does.
const RULED: [f32; 2] = [0.38, 0.52];
/// How far strokes over a colour are nothing but what is darker than the shape.
const SHADE: f32 = 0.8;

/// The value below which this share of a plane lies.
fn share_below(plane: &Plane<f32>, share: f32) -> f32 {
    let mut values: Vec<_> = plane.pixels.iter().step_by(STEP).copied().collect();
    let at = (share * (values.len() - 1) as f32) as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

/// How far in px at 1024 strokes of a pen keep off what is lighter: else they make teeth along
/// every dark edge, and thin dark things become ladders.
const INSET: f32 = 2.0;
/// How much wider hands that leave the paper open hatch than strokes lie in what is darkest on
/// their pages, which is most of what can be measured.
const OPEN_PITCH: f32 = 0.2;
/// How much finer engravers are than what a scan shows of them.
const FINER: f32 = 0.4;
/// Share of what pages cover that strokes and blacks of a pen cover.
const PEN_SHARE: f32 = 0.62;
/// Coverage of pages of a hand that leaves the paper open, and of one that fills it.
const FILLS: [f32; 2] = [0.2, 0.6];
/// Perceived lightness from which on nothing is hatched, by hands that leave the paper open and by
/// engravers.
const LIT: [f32; 2] = [0.5, 0.94];
/// Share of a picture that hands of colours shade with strokes, and how much of the strokes of a
/// page these are.
const SHADED: f32 = 0.5;
const LEAST_LIT: f32 = 1e-3;
const OF_COLORS: f32 = 1.0;
/// Most that strokes cover of a colour.
const MOST_OVER_COLOR: f32 = 0.52;
/// Ink of open pages over what is seen of strokes and blacks.
const OPEN_SHARE: f32 = 1.5;
/// How readily darkness becomes strokes: less where a picture is light than pages are.
const MUCH: (f32, f32) = (0.2, 2.2);
/// Power of the darkness in strokes, of hands that leave the paper open and of engravers: the first
/// draw dark cloth as dark, and little else.
const CURVE: [f32; 2] = [1.6, 1.3];
/// Share of the strokes that faces go without.
const FACE_OPEN: f32 = 0.6;
/// Perceived lightness up to which skin is dark, and from which on it is light; how much of that
/// dark skin goes without.
const DARK_SKIN: [f32; 2] = [0.15, 0.4];
const DARK_OPEN: f32 = 0.45;
/// The same where faces have a colour.
const FACE_CLEAN: f32 = 0.85;
/// Certainty from which on there is a face, and the least share of a picture besides faces that
/// tells how much ink there is.
const IN_FACE: f32 = 0.4;
const LEAST_AROUND: f32 = 0.15;
/// Most of a picture that an engraver covers.
const MOST_ENGRAVED: f32 = 0.68;
/// Darkness from which on there are strokes.
const LIGHTEST: f32 = 0.05;
/// Share of the paper that pens leave between strokes in the darkest tones; what is solid is told
/// by itself.
const HAIRLINE: f32 = 0.14;
/// Luma up to which what is dark in a night is covered, and how much of it.
const NIGHT: [f32; 2] = [0.3, 0.8];
/// Coverage of pages at which a hand leaves the paper open, and at which it is an engraver's.
const DARK: [f32; 2] = [0.35, 0.6];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_keep_off_what_is_lighter_and_thin_things_have_none() {
        let dark = |x: usize| matches!(x, 20..60 | 80..83);
        let plane = Plane {
            width: 100,
            height: 30,
            pixels: (0..3000)
                .map(|i| f32::from(u8::from(dark(i % 100))))
                .collect(),
        };
        let inset = plane.of_squares(2, f32::min);
        let inside: Vec<_> = (0..100).filter(|x| inset.at(*x, 15) > 0.0).collect();
        assert_eq!(inside, (22..58).collect::<Vec<_>>());
    }
}
