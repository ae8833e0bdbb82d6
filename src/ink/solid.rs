//! Solid ink: as much of it as on the pages of a hand, in shapes that belong to things.

use super::live::Base;
use super::matched::{STEP, engraves, rules};
use super::measured::MeasuredInk;
use super::parameters::Parameters;
use super::passes::blur::blur;
use super::passes::pen::Strokes;
use super::passes::scale::at_pixel;
use super::plane::{Plane, smoothstep};
use super::values;

/// Pages leave out what a photograph has: of their blacks this much more is taken.
const MORE_BLACK: f32 = 1.2;
const OPENED: f32 = 0.3;
/// Most of a picture that becomes solid ink, and the perceived lightness up to which it may.
const MOST_BLACK: f32 = 0.3;
const BLACK_UP_TO: f32 = 0.26;
/// Luma up to which what is dark in a night is black, how much of it, and how much less of that
/// engravers fill, and pens that rule their strokes.
const NIGHT: [f32; 2] = [0.16, 0.75];
const NIGHT_ENGRAVED: f32 = 0.6;
const NIGHT_RULED: f32 = 1.0;
/// Half the width of the border of blacks, in perceived lightness.
const BORDER: f32 = 0.003;
/// How much lighter ground is before blacks are looked for.
const LIFTED: f32 = 0.15;

/// Perceived lightness that is solid ink, and that is left alone, of a picture of that `light` and
/// of those `shapes`, sRGB.
pub(super) fn levels(
    light: &Plane<f32>,
    shapes: &Plane,
    aside: Option<&Plane<f32>>,
    parameters: &Parameters,
) -> [f32; 2] {
    let Some(hand) = parameters.measured.filter(|_| parameters.has_blacks()) else {
        return parameters.blacks;
    };
    // Engravers open their darks by white lines; what is solid of them is the scan's.
    let more = MORE_BLACK * (1.0 - OPENED * engraves(&hand));
    let share = (more * hand.black * parameters.as_black).min(MOST_BLACK);
    let share = if hand.is_pen() {
        let stroked = (NIGHT_ENGRAVED * engraves(&hand)).max(NIGHT_RULED * rules(&hand));
        let much = NIGHT[1] * (1.0 - stroked) * parameters.as_black;
        values::at_night(share, shapes, [NIGHT[0], much])
    } else {
        share
    };
    let mut values: Vec<_> = (0..light.pixels.len())
        .step_by(STEP)
        .map(|i| light.pixels[i] + aside.map_or(0.0, |aside| LIFTED * aside.pixels[i]))
        .collect();
    let at = (share.min(1.0) * (values.len() - 1) as f32) as usize;
    let level = *values.select_nth_unstable_by(at, f32::total_cmp).1;
    let level = level.min(BLACK_UP_TO * parameters.as_black.max(0.5));
    [level - BORDER, level + BORDER]
}

/// The lightness by which a pen finds its blacks: calm and rather that of the thing than of its
/// gleams and folds, but for faces; `flat` has the perceived lightness as its fourth number.
pub(super) fn of_things(flat: &Plane, base: &Base, hand: &MeasuredInk) -> Plane<f32> {
    // Engravers open every black by white lines.
    let open = 1.0 - engraves(hand);
    let parts = base.parts();
    // What belongs together in one frame of an animation is apart in the next.
    let means = (parts.are_many() && !base.is_animation).then(|| parts.means_of(flat));
    let light = flat.map(|x, y| {
        let own = flat.at(x, y)[3];
        let thing = means.as_ref().map_or(own, |means| means.at(x, y)[3]);
        own + open * THING * (thing - own)
    });
    let calm = blur(&light, CALM * base.scale.unit);
    flat.map(|x, y| {
        let own = flat.at(x, y)[3];
        let face = (SURE * at_pixel(&base.scale.face, x, y)).min(1.0);
        own + open * (1.0 - face) * (calm.at(x, y) - own)
    })
}

/// How far what is black has the lightness of its thing.
const THING: f32 = 0.3;
/// Standard deviation in units of the scale: specks make no blacks.
const CALM: f32 = 2.5;

/// How far what is black for the most part is black as a whole, `0.0..=1.0`: a coat has no hole
/// where light falls on it. `light` is what [`of_things`] gives, `levels` are [its
/// limits](levels()); `None` without parts, and for engravers.
pub(super) fn wholes(
    light: &Plane<f32>,
    base: &Base,
    levels: [f32; 2],
    hand: &MeasuredInk,
) -> Option<Plane<f32>> {
    let parts = base.parts();
    let degree = 1.0 - engraves(hand);
    if !parts.are_many() || base.is_animation || degree <= 0.0 {
        return None;
    }
    let level = (0.5 * (levels[0] + levels[1])).max(0.0);
    let black = light.map(|x, y| [f32::from(light.at(x, y) < level), 1.0, 0.0, 0.0]);
    let things = parts.things(&base.shapes);
    let mut sums = vec![[0.0_f32; 2]; things.len()];
    for (thing, [black, all]) in things.iter().zip(parts.sums(&black)) {
        let sum = &mut sums[*thing as usize];
        *sum = [sum[0] + black, sum[1] + all];
    }
    let total = light.pixels.len() as f32;
    let mostly = |thing: &u32| {
        let [black, all] = sums[*thing as usize];
        let large = smoothstep(LARGE[0], LARGE[1], all / total);
        let ground = smoothstep(GROUND[0], GROUND[1], all / total);
        let share = black / all.max(1.0);
        // What is small and black is an accent, and flat.
        let broad = smoothstep(BROAD[0], BROAD[1], all / total);
        let accent = smoothstep(ALL[0], ALL[1], share) * (1.0 - broad);
        smoothstep(MOSTLY[0], MOSTLY[1], share) * large * (1.0 - ground) * (1.0 - accent) * degree
    };
    let wholes: Vec<_> = things.iter().map(mostly).collect();
    Some(parts.spread_over(&base.shapes, &wholes))
}

/// The `light` by which blacks are found with nothing but folds and gleams in what is [black as a
/// whole](wholes).
pub(super) fn folded(light: &Plane<f32>, wholes: &Plane<f32>, base: &Base) -> Plane<f32> {
    // Of the thing alone: what lies beside it is no fold.
    let reach = FOLDS * base.scale.unit;
    let sum = blur(&light.map(|x, y| wholes.at(x, y) * light.at(x, y)), reach);
    let weight = blur(wholes, reach);
    light.map(|x, y| {
        let own = light.at(x, y);
        let face = (SURE * at_pixel(&base.scale.face, x, y)).min(1.0);
        let around = sum.at(x, y) / weight.at(x, y).max(1e-3);
        let folds = FOLDED * (own - around) - MARGIN;
        let far = smoothstep(TOO_LIGHT[0], TOO_LIGHT[1], own);
        own + wholes.at(x, y) * (1.0 - face) * (1.0 - far) * (folds - own).min(0.0)
    })
}

/// Shares of a part that are black, from which on it begins to be black as a whole, and is.
const MOSTLY: [f32; 2] = [0.3, 0.55];
/// Shares of a thing from which on it begins to be all black, and is, and of a picture from which
/// on such a thing begins to be broad, and is.
const ALL: [f32; 2] = [0.75, 0.9];
const BROAD: [f32; 2] = [0.03, 0.06];
/// Shares of a picture from which on a thing begins to be large, and is: small ones would be blots.
const LARGE: [f32; 2] = [0.006, 0.015];
/// Shares of a picture from which on what is dark begins to be its ground, or a night, and is.
const GROUND: [f32; 2] = [0.25, 0.4];
/// Standard deviation in units of what folds are lighter than, how far below 0 the lightness of
/// what is whole lies, and how much folds count.
const FOLDS: f32 = 20.0;
const MARGIN: f32 = 0.06;
const FOLDED: f32 = 2.0;
/// How much lighter than blacks what stays open begins to be, and is.
const TOO_LIGHT: [f32; 2] = [0.15, 0.3];

/// How far inside solid ink each pixel lies, in px; less than 0 outside. `light` is the perceived
/// lightness, `levels` are [its limits](levels()).
pub(super) fn solid(
    light: &Plane<f32>,
    aside: Option<&Plane<f32>>,
    levels: [f32; 2],
    pen: Option<&Pen<'_>>,
) -> Plane<f32> {
    let level = 0.5 * (levels[0] + levels[1]);
    let lifted = |x, y| aside.map_or(0.0, |aside| LIFTED * aside.at(x, y));
    let near = pen.map(|pen| {
        let black = light.map(|x, y| f32::from(light.at(x, y) + lifted(x, y) < level));
        blur(&black, NEAR * pen.k)
    });
    let inside = light.map(|x, y| {
        let own = pen.map_or(level, |pen| {
            let around = near.as_ref().map_or(0.0, |near| near.at(x, y) - 0.5);
            let between = pen.strokes.between(y * light.width + x);
            let plain = 1.0 - (SURE * at_pixel(pen.face, x, y)).min(1.0);
            let more = pen.together * around - FEATHER * between;
            let own = (level + more * plain).max(pen.features.at(x, y));
            let whole = pen.wholes.map_or(0.0, |wholes| plain * wholes.at(x, y));
            own + whole * (more - own)
        });
        own - light.at(x, y) - lifted(x, y)
    });
    inside.map(|x, y| {
        let own = inside.at(x, y);
        let (x, y) = (x as i32, y as i32);
        let across = inside.near(x + 1, y) - inside.near(x - 1, y);
        let down = inside.near(x, y + 1) - inside.near(x, y - 1);
        // A soft shade has a border as crisp as that of an edge.
        let slope = 0.5 * across.hypot(down);
        (own / slope.max(LEAST_SLOPE)).clamp(-2.0, 2.0)
    })
}

/// The `light` by which blacks are found with the [features](super::features) of faces so dark that
/// they are solid ink.
pub(super) fn with_features(
    light: &Plane<f32>,
    features: &Plane<f32>,
    levels: [f32; 2],
) -> Plane<f32> {
    let level = 0.5 * (levels[0] + levels[1]);
    light.map(|x, y| {
        let own = features.at(x, y);
        let darker = if own > 0.0 { own - level } else { 0.0 };
        light.at(x, y) - darker.max(0.0)
    })
}

/// How much less the lightness up to which there is black is in the middle between two strokes than
/// in that of one: soft shades go over into black by strokes that become wider, and paper is left
/// between them where it is not darkest.
const FEATHER: f32 = 0.15;
/// What the blacks of a pen are besides what is dark.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    /// [Features](super::features) of the faces.
    pub(super) features: &'a Plane<f32>,
    /// What is [black as a whole](wholes).
    pub(super) wholes: Option<&'a Plane<f32>>,
    /// The strokes that black goes over into.
    pub(super) strokes: &'a Strokes,
    /// Where faces are, for 2 by 2 pixels.
    pub(super) face: &'a Plane<f32>,
    /// How much of the lightness counts that what is around is black.
    pub(super) together: f32,
    /// The long side over 1024 px.
    pub(super) k: f32,
}

/// How far the blacks of a hand hang together: islands of paper in them are filled, islands of ink
/// in paper go. Engravers open every black by white lines.
pub(super) fn together(hand: &MeasuredInk) -> f32 {
    TOGETHER * (1.0 - engraves(hand))
}

/// Standard deviation in px at 1024 of what is around a black, and how much of the lightness that
/// counts.
const NEAR: f32 = 10.0;
const TOGETHER: f32 = 0.08;

/// A face is sure from one over this on.
const SURE: f32 = 2.5;
/// Slope of the lightness a px below which it is none: ink has no border in an even area.
const LEAST_SLOPE: f32 = 8e-5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::seen::Seen;

    fn plane(width: usize, height: usize, value: impl Fn(usize, usize) -> f32) -> Plane<f32> {
        let pixels = (0..width * height).map(|i| value(i % width, i / width));
        Plane {
            width,
            height,
            pixels: pixels.collect(),
        }
    }

    #[test]
    fn solid_ink_has_a_crisp_border_on_soft_shades_and_on_edges() {
        for slope in [0.001, 0.01, 0.5] {
            let light = |x: usize| (0.5 + slope * (x as f32 - 99.5)).clamp(0.0, 1.0);
            let light = plane(200, 4, |x, _| light(x));
            let inside = solid(&light, None, [0.45, 0.55], None);
            let soft = (0..200).filter(|x| inside.at(*x, 2).abs() < 0.6).count();
            assert!(soft <= 2, "{slope}: {soft} px");
            assert!(inside.at(90, 2) > 0.0 && inside.at(110, 2) < 0.0, "{slope}");
        }
    }

    #[test]
    fn features_of_faces_are_solid_ink_also_without_any_black() {
        let light = plane(200, 20, |x, _| if x < 100 { 0.3 } else { 0.6 });
        let features = plane(200, 20, |x, _| if x < 50 { 0.35 } else { 0.0 });
        for levels in [[-1.01, -0.99], [-0.01, 0.0], [0.19, 0.21]] {
            let light = with_features(&light, &features, levels);
            let inside = solid(&light, None, levels, None);
            let is_ink = [20, 80, 150].map(|x| inside.at(x, 10) > 0.0);
            assert_eq!(is_ink, [true, false, false], "{levels:?}");
        }
    }

    #[test]
    fn a_gleam_within_black_is_filled_and_a_speck_in_paper_goes() {
        let at = |x: usize, y: usize, left: usize| {
            (left..left + 4).contains(&x) && (98..102).contains(&y)
        };
        // Left half dark with a gleam, right half light with a dark speck.
        let light = plane(400, 200, |x, y| match x {
            _ if at(x, y, 98) => 0.22,
            _ if at(x, y, 298) => 0.18,
            0..200 => 0.1,
            _ => 0.6,
        });
        let no_face = plane(200, 100, |_, _| 0.0);
        let no_features = plane(400, 200, |_, _| 0.0);
        let pen = Pen {
            features: &no_features,
            wholes: None,
            strokes: &Strokes::even(400, 200, 0.0),
            face: &no_face,
            together: TOGETHER,
            k: 1.0,
        };
        let levels = [0.197, 0.203];
        let is_black = |pen: Option<&Pen<'_>>, x| solid(&light, None, levels, pen).at(x, 100) > 0.0;
        assert!(!is_black(None, 100) && is_black(None, 300));
        assert!(is_black(Some(&pen), 100) && !is_black(Some(&pen), 300));
        let between = Pen {
            strokes: &Strokes::even(400, 200, 1.0),
            ..pen
        };
        assert!(!is_black(Some(&between), 100), "paper between strokes");
        assert!(is_black(Some(&pen), 190) && !is_black(Some(&pen), 210));
    }

    #[test]
    fn a_coat_that_is_black_for_the_most_part_is_one_thing_with_its_lit_side() {
        let photo = image::RgbaImage::from_fn(640, 480, |x, y| {
            let grey = match (x, y > 200) {
                (100..240 | 400..404, true) => 14,
                (240..320, true) => 40,
                _ => 200,
            };
            image::Rgba([grey, grey, grey, 255])
        });
        let pen = |text: &str| serde_json::from_str::<MeasuredInk>(text).unwrap();
        let hand = pen(include_str!("../../assets/hands/ink-philmay.json"));
        let graver = pen(include_str!("../../assets/hands/engraving-dore.json"));
        let parameters = Parameters::new(&crate::ink::InkSettings::default(), 640);
        let seen = Seen::nothing(&photo);
        let base = Base::find(&photo, &photo, &parameters, &seen, false, None);
        let light = base.shapes.map(|x, y| base.shapes.at(x, y)[0] - 0.1);
        let found = wholes(&light, &base, [-0.01, 0.01], &hand).unwrap();
        let at = |x| found.at(x, 400);
        assert!(
            light.at(280, 400) > 0.02,
            "the lit side is no black by itself"
        );
        assert!(at(170) > 0.9 && at(280) > 0.9, "{} {}", at(170), at(280));
        assert!(at(500) < 0.01 && at(402) < 0.01, "neither ground nor pole");
        assert!(wholes(&light, &base, [-0.01, 0.01], &graver).is_none());
        let folded = folded(&light, &found, &base);
        assert!(folded.at(280, 400) < 0.0, "{}", folded.at(280, 400));
        assert!((folded.at(500, 400) - light.at(500, 400)).abs() < 1e-3);
    }
}
