//! The shapes of a picture in tones and in the colours of a hand, with smooth borders.

use super::bokashi::Bokashi;
use super::color::{linear_from_lab, srgb_from_linear};
use super::device::{Borders, InkDevice, Tones};
use super::live::Base;
use super::measured::MeasuredInk;
use super::parameters::Parameters;
use super::passes::borders::{borders, directions};
use super::passes::flow::Flow;
use super::passes::palette::Palette;
use super::passes::scale::at_pixel;
use super::passes::tones;
use super::people::People;
use super::plane::{Plane, Sample as _, luma};
use super::{Measures, matched, solid, values};

/// The shapes in tones.
pub(super) struct Toned {
    pub(super) flat: Plane,
    pub(super) flow: Flow,
    pub(super) palette: Option<Palette>,
    pub(super) aside: Option<Plane<f32>>,
    pub(super) of_things: Option<Plane<f32>>,
    pub(super) wholes: Option<Plane<f32>>,
    pub(super) blacks: [f32; 2],
}

/// The shapes in tones, with smooth borders, and their directions.
pub(super) fn toned(
    base: &Base,
    parameters: &Parameters,
    extremes: [f32; 2],
    measures: &Measures,
    device: Option<&dyn InkDevice>,
) -> Toned {
    let mut flat = base.shapes.clone();
    tones::tones(&mut flat, parameters, extremes);
    let hand = parameters.measured.filter(|_| parameters.palette > 0.0);
    // Those of an animation are of all its frames.
    let samples = measures
        .samples
        .as_deref()
        .filter(|_| parameters.measured.is_some());
    let of_frames = samples.map(|samples| {
        let mut samples = samples.clone();
        tones::tones(&mut samples, parameters, extremes);
        samples
    });
    if let Some(hand) = &hand {
        one_color(&mut flat, base, hand, parameters.palette);
    }
    let aside = hand.and_then(|hand| matched::aside(&flat, base, &hand));
    let palette = hand.map(|hand| match &of_frames {
        Some(samples) => {
            let nobody = samples.map(|_, _| 0.0);
            Palette::find(samples, [&nobody, &nobody], &hand)
        }
        None => Palette::find(&flat, [base.skin(), &base.people.hair], &hand),
    });
    let pen = hand.filter(MeasuredInk::is_pen);
    let light_before = match (&of_frames, pen) {
        // As pens see each frame.
        (Some(samples), Some(_)) => values::on_plate(samples),
        (Some(samples), None) => light_of(samples),
        (None, _) => light_of(&flat),
    };
    if let Some(pen) = &pen {
        let values = values::values(&flat, base, pen);
        for (pixel, value) in flat.pixels.iter_mut().zip(values.pixels) {
            pixel[3] = value;
        }
    }
    let has_sky = hand.is_some_and(|hand| hand.sky.is_some()) && base.parts().are_many();
    let bokashi = (hand.filter(|_| has_sky)).and_then(|hand| {
        let sky = hand.sky?;
        Some(Bokashi::find(&flat, base.parts(), &hand, sky))
    });
    // Below a pen there is only paper: its edges are those of what was there before.
    let before = pen.map(|_| flat.clone());
    if let Some(palette) = &palette {
        palette.apply(
            &mut flat,
            [base.skin(), &base.people.light],
            parameters.palette,
        );
    }
    if let Some(hand) = hand.filter(|_| base.people.has_mouths) {
        mouths(&mut flat, &base.people, &hand, parameters.palette);
    }
    if let Some(bokashi) = &bokashi {
        bokashi.grade(&mut flat, parameters.palette);
    }
    let tones = Tones {
        flat: &flat,
        edges: before.as_ref(),
        scale: &base.scale,
    };
    let (flat, flow) = if !parameters.keeps_tones() || palette.is_some() {
        let found = device.and_then(|device| device.borders(&tones));
        let Borders { flat, flow } = found.unwrap_or_else(|| borders(&tones, parameters.k));
        (flat, flow)
    } else {
        let flow = directions(before.as_ref().unwrap_or(&flat), parameters.k);
        (flat, flow)
    };
    let of_things = pen.map(|pen| solid::of_things(&flat, base, &pen));
    let light = of_things.as_ref().filter(|_| of_frames.is_none());
    let shapes = of_frames.as_ref().unwrap_or(&base.shapes);
    let blacks = solid::levels(
        light.unwrap_or(&light_before),
        shapes,
        aside.as_ref(),
        parameters,
    );
    let wholes = (of_things.as_ref().zip(pen.as_ref()))
        .filter(|_| parameters.has_blacks())
        .and_then(|(light, pen)| solid::wholes(light, base, blacks, pen));
    let of_things = of_things.map(|light| match &wholes {
        Some(wholes) => solid::folded(&light, wholes, base),
        None => light,
    });
    Toned {
        flat,
        flow,
        palette,
        aside,
        of_things,
        wholes,
        blacks,
    }
}

/// Makes teeth as white as the paper by `degree`, and lips redder than the skin, by the red of the
/// hand if it has one.
fn mouths(flat: &mut Plane, people: &People, hand: &MeasuredInk, degree: f32) {
    let to_srgb = |lab: [f32; 3]| linear_from_lab(lab).map(srgb_from_linear);
    let reds = hand.colors().iter().filter(|swatch| is_red(swatch.lab));
    let red = reds.max_by(|a, b| a.lab[1].total_cmp(&b.lab[1]));
    let red = red.map_or(RED, |swatch| swatch.lab.lerp(RED, 0.5));
    let (paper, red) = (to_srgb(hand.paper), to_srgb(red));
    let redden = if hand.is_pen() { 0.0 } else { REDDEN * degree };
    *flat = flat.map(|x, y| {
        let mut pixel = flat.at(x, y);
        let teeth = degree * at_pixel(&people.teeth, x, y);
        let lips = redden * at_pixel(&people.lips, x, y);
        for c in 0..3 {
            pixel[c] += (red[c] - pixel[c]) * lips;
            pixel[c] += (paper[c] - pixel[c]) * teeth;
        }
        pixel
    });
}

/// CIE Lab of a red, and how far lips have it.
const RED: [f32; 3] = [52.0, 42.0, 22.0];
const REDDEN: f32 = 0.5;

fn is_red([_, a, b]: [f32; 3]) -> bool {
    a > 20.0 && b < 1.3 * a
}

/// Gives each thing in the picture one colour and little of its light and shade, as pages that are
/// printed in colours have it; on painted ones a thing has more than one, and on those of a pen its
/// light and shade are what is drawn.
fn one_color(flat: &mut Plane, base: &Base, hand: &MeasuredInk, palette: f32) {
    let degree = (PAINTED + (1.0 - PAINTED) * hand.even) * palette;
    let parts = base.parts();
    if degree <= 0.0 || !parts.are_many() {
        return;
    }
    let own = parts.means(flat);
    let is_flat = !hand.is_painted() && !hand.is_pen();
    let (colors, goes) = if is_flat {
        let kinds: Vec<_> = base.kinds().iter().map(|(kind, _)| *kind).collect();
        (parts.of_one_color(flat, &kinds), ONE_LIGHT)
    } else {
        (own.clone(), SOME_LIGHT)
    };
    let numbers: Vec<_> = (0..own.len()).map(|part| part as f32).collect();
    let of = parts.spread_over(flat, &numbers);
    let face = &base.scale.face;
    *flat = flat.map(|x, y| {
        let mut pixel = flat.at(x, y);
        let part = of.at(x, y) as usize;
        let in_face = (SURE_FACE * at_pixel(face, x, y)).min(1.0);
        // Faces keep their own colours and their light.
        let mean = colors[part].lerp(own[part], in_face);
        let grey = luma([mean[0], mean[1], mean[2]]);
        let light =
            luma([pixel[0], pixel[1], pixel[2]]) - luma([own[part][0], own[part][1], own[part][2]]);
        let is_skin = mean[0] > mean[1] && mean[1] > mean[2] && mean[0] - mean[2] < SKIN;
        let vivid = if is_skin { 1.0 } else { VIVID };
        let shade = light * (1.0 - goes * (1.0 - FACE_LIGHT * in_face));
        for c in 0..3 {
            // A mean is greyer than what it is of.
            let wanted = grey + vivid * (mean[c] - grey) + shade;
            pixel[c] += (wanted - pixel[c]) * degree;
        }
        pixel
    });
}

/// A face is sure from this share of 1 on.
const SURE_FACE: f32 = 2.5;
/// How far parts of painted pages have one colour.
const PAINTED: f32 = 0.4;
/// Factor on the chroma of means.
const VIVID: f32 = 1.35;
/// Distance of the red from the blue below which a warm colour may be skin: that stays as it is.
const SKIN: f32 = 0.5;
/// Share of the light and shade in a part that goes on flat and on other pages, and of that
/// the share that stays in faces.
const ONE_LIGHT: f32 = 0.85;
const SOME_LIGHT: f32 = 0.7;
const FACE_LIGHT: f32 = 0.8;

/// The perceived lightness of what is `flat`.
pub(super) fn light_of(flat: &Plane) -> Plane<f32> {
    flat.map(|x, y| flat.at(x, y)[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teeth_are_paper_and_lips_red_but_those_of_a_pen() {
        let hand = |text: &str| serde_json::from_str::<MeasuredInk>(text).unwrap();
        let printed = hand(include_str!("../../assets/hands/walter-crane.json"));
        let pen = hand(include_str!("../../assets/hands/ink-philmay.json"));
        let skin = [0.9, 0.75, 0.6, 0.8];
        let mut people = People::nobody(96, 96);
        let half = people.teeth.width;
        people.teeth = people.teeth.map(|x, _| f32::from(u8::from(x < half / 4)));
        people.lips = people.lips.map(|x, _| f32::from(u8::from(x > half / 2)));
        let drawn = |hand: &MeasuredInk, degree: f32| {
            let mut flat = Plane {
                width: 2 * half,
                height: 2 * people.teeth.height,
                pixels: vec![skin; 4 * people.teeth.pixels.len()],
            };
            mouths(&mut flat, &people, hand, degree);
            [2, half - 8, 2 * half - 2].map(|x| flat.at(x, 20))
        };
        let paper = linear_from_lab(printed.paper).map(srgb_from_linear);
        let [teeth, cheek, lips] = drawn(&printed, 1.0);
        assert!((0..3).all(|c| (teeth[c] - paper[c]).abs() < 1e-4));
        assert_eq!(cheek, skin);
        assert!(lips[0] - lips[1] > skin[0] - skin[1] + 0.1, "{lips:?}");
        let [_, _, lips] = drawn(&pen, 1.0);
        assert_eq!(lips, skin, "a pen has no red");
        assert_eq!(drawn(&printed, 0.0), [skin; 3]);
    }
}
