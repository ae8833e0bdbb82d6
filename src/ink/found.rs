//! What a picture of any size is composed of: shapes in tones, lines, blacks, strokes of a pen,
//! found at the size at which the picture is drawn, each kept until what it is made of changes.

use super::device::{Contours, InkDevice};
use super::features::features;
use super::live::Base;
use super::measured::MeasuredInk;
use super::parameters::Parameters;
use super::passes::contours::pale_contours;
use super::passes::flow::Flow;
use super::passes::palette::Palette;
use super::passes::pen::Strokes;
use super::passes::spots::Lanes;
use super::passes::{lines, strokes, tones};
use super::planar::LANES;
use super::plane::{Plane, smoothstep};
use super::sliders::Stage;
use super::toned::{Toned, light_of, toned};
use super::{Measures, hatching, matched, solid};

/// What a picture of any size is composed of.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) parameters: Parameters,
    /// Width and height of the photograph; the planes of a tiny one are larger.
    pub(super) size: [usize; 2],
    /// Colours of the shapes; the fourth number is their perceived lightness before the tones.
    pub(super) flat: Plane,
    /// How far each pixel is ground that the hand leaves alone, `0.0..=1.0`; `None` without a hand
    /// or parts.
    pub(super) aside: Option<Plane<f32>>,
    /// Directions of their edges.
    pub(super) flow: Flow,
    /// Which colours became which.
    pub(super) palette: Option<Palette>,
    /// What makes of the drawing itself what is drawn.
    pub(super) shift: Option<Plane>,
    /// Perceived lightness of the darkest and the brightest parts.
    pub(super) extremes: [f32; 2],
    /// How sure there is a line.
    pub(super) field: Plane<f32>,
    /// The share of a line that stays.
    pub(super) stays: Plane<f32>,
    /// Response at which a line begins to show, and at which it is fully dark.
    pub(super) threshold: [f32; 2],
    /// The lightness by which blacks are found, where a pen finds them.
    of_things: Option<Plane<f32>>,
    /// How far what is black for the most part is black as a whole.
    wholes: Option<Plane<f32>>,
    /// Perceived lightness that is solid ink, and that is left alone.
    blacks: [f32; 2],
    /// How far inside solid ink each pixel lies, in px; `None` without blacks.
    pub(super) solid: Option<Plane<f32>>,
    /// Strokes along the form, evenly spread, once they were asked for.
    form: Option<Strokes>,
    /// Above 0 where a stroke of a pen is; `None` where nothing is hatched.
    pub(super) pen: Option<Plane<f32>>,
}

#[expect(
    clippy::large_types_passed_by_value,
    reason = "parameters are plain numbers, handed over once a picture"
)]
impl Found {
    pub(super) fn new(
        base: &Base,
        parameters: Parameters,
        measures: &Measures,
        size: [usize; 2],
        device: Option<&dyn InkDevice>,
    ) -> Self {
        let extremes = extremes(base, measures);
        let Toned {
            flat,
            flow,
            palette,
            aside,
            of_things,
            wholes,
            blacks,
        } = toned(base, &parameters, extremes, measures, device);
        let field = field(base, &parameters, device);
        let threshold = matched::threshold(&field, &parameters);
        let stays = stays(&field, base, &parameters, threshold);
        let mut found = Self {
            threshold,
            of_things,
            wholes,
            blacks,
            solid: None,
            form: None,
            pen: None,
            parameters,
            size,
            flat,
            aside,
            flow,
            palette,
            shift: base.shift.clone(),
            extremes,
            field,
            stays,
        };
        found.blacken(base);
        found.hatch(base);
        found
    }

    /// With what `first` and the stages after it make anew.
    pub(super) fn renewed(
        mut self,
        base: &Base,
        parameters: Parameters,
        first: Option<Stage>,
        measures: &Measures,
        device: Option<&dyn InkDevice>,
    ) -> Self {
        let before = std::mem::replace(&mut self.parameters, parameters);
        let (is_new, begins) = (first.is_some_and(|first| first <= Stage::Shapes), |stage| {
            first.is_some_and(|first| first == stage)
        });
        // Tones and lines are beside each other: neither is made of the other.
        if is_new {
            self.extremes = extremes(base, measures);
            self.shift.clone_from(&base.shift);
        }
        // Blacks are found with the tones, because they are a share of the whole picture.
        let other_blacks = parameters.measured.is_some() && before.as_black != parameters.as_black;
        if parameters.measured.is_none() {
            self.blacks = parameters.blacks;
        }
        if is_new || begins(Stage::Tones) || other_blacks || before.blacks != parameters.blacks {
            self.solid = None;
        }
        if is_new || begins(Stage::Tones) || other_blacks {
            let toned = toned(base, &parameters, self.extremes, measures, device);
            (self.flat, self.flow, self.palette) = (toned.flat, toned.flow, toned.palette);
            (self.aside, self.of_things) = (toned.aside, toned.of_things);
            self.wholes = toned.wholes;
            self.blacks = toned.blacks;
        }
        let had_lines = before.line > 0.0;
        let other_lines = before.line_sigma != parameters.line_sigma || !had_lines;
        if parameters.line > 0.0 && (is_new || other_lines) {
            self.field = field(base, &parameters, device);
        }
        if parameters.line > 0.0
            && (is_new || other_lines || before.threshold != parameters.threshold)
        {
            self.threshold = matched::threshold(&self.field, &parameters);
            self.stays = stays(&self.field, base, &parameters, self.threshold);
        }
        // The strokes of pages are as far apart as there, whatever the lines.
        let as_wide =
            parameters.measured.is_some() || before.hatching_spacing == parameters.hatching_spacing;
        if is_new || !as_wide {
            self.form = None;
        }
        let same_lines = before.line == parameters.line
            && before.threshold == parameters.threshold
            && !other_lines;
        // Pens cover as much as their pages with lines and strokes together; over colours, lines do
        // not count.
        let as_lined = same_lines || !parameters.measured.is_some_and(|hand| hand.is_pen());
        let as_hatched = parameters.measured.is_some() || before.hatching == parameters.hatching;
        let is_same = self.form.is_some() && !begins(Stage::Tones);
        if parameters.hatching == 0.0 || !(is_same && as_lined && as_hatched) {
            self.pen = None;
        }
        self.blacken(base);
        self.hatch(base);
        self
    }

    /// Finds what is solid ink, unless it is known or there is none.
    fn blacken(&mut self, base: &Base) {
        let measured = self.parameters.measured;
        // Eyes are ink also where colours are printed; those of paint are painted.
        let is_printed = measured.is_some_and(|hand| !hand.is_pen() && !hand.is_painted());
        let has_eyes = is_printed && self.parameters.palette > 0.0 && !base.faces.is_empty();
        if self.solid.is_some() || !(self.parameters.has_blacks() || has_eyes) {
            return;
        }
        let aside = self.aside.as_ref();
        let light = light_of(&self.flat);
        // Where nothing has a colour, faces are what is drawn of them.
        let face = &base.scale.face;
        let features = || {
            let mut features = features(&light, &base.faces);
            base.people.leave_teeth(&mut features);
            features
        };
        let (Some(hand), Some(things)) = (measured, self.of_things.take()) else {
            let darker = has_eyes.then(|| solid::with_features(&light, &features(), self.blacks));
            let light = darker.as_ref().unwrap_or(&light);
            self.solid = Some(solid::solid(light, aside, self.blacks, None));
            return;
        };
        let features = features();
        let form = self.take_form(base);
        let pen = solid::Pen {
            features: &features,
            wholes: self.wholes.as_ref(),
            strokes: &form,
            face,
            together: solid::together(&hand),
            k: self.parameters.k,
        };
        let aside = self.aside.as_ref();
        self.solid = Some(solid::solid(&things, aside, self.blacks, Some(&pen)));
        (self.form, self.of_things) = (Some(form), Some(things));
    }

    /// Finds the strokes of the pen, unless they are known or there are none.
    fn hatch(&mut self, base: &Base) {
        let hand = self.parameters.measured;
        // How much is hatched over colours is told by all of a picture: in an animation it would
        // come and go.
        let comes_and_goes = base.is_animation && hand.is_some_and(|hand| !hand.is_pen());
        if self.parameters.hatching == 0.0 || self.pen.is_some() || comes_and_goes {
            return;
        }
        let form = self.take_form(base);
        self.pen = Some(match hand {
            Some(hand) => matched::pen(&form, &hand, self, base),
            None => hatching::pen(&form, self, &base.scale.face),
        });
        self.form = Some(form);
    }

    /// Where strokes are, to be given back.
    fn take_form(&mut self, base: &Base) -> Strokes {
        let parameters = &self.parameters;
        let hand = parameters.measured;
        self.form.take().unwrap_or_else(|| {
            let manner = hand.map_or_else(|| parameters.manner(), |hand| matched::manner(&hand));
            Strokes::find(
                &base.shapes,
                base.parts(),
                &base.scale.face,
                manner,
                parameters.k,
                base.is_animation,
            )
        })
    }

    /// The field of the lines between pixels, by a spline that is smooth enough for a threshold to
    /// make curves of.
    #[inline]
    pub(super) fn field_between(&self, x: &Lanes, y: &Lanes) -> Lanes {
        let field = &self.field;
        let mut values = [0.0; LANES];
        for i in 0..LANES {
            values[i] = field.spline(x[i], y[i]);
        }
        values
    }
}

fn extremes(base: &Base, measures: &Measures) -> [f32; 2] {
    let own = || tones::extremes(&base.shapes);
    measures.extremes.unwrap_or_else(own)
}

/// How much weaker the lines of a pen are in what is out of focus.
const UNLINED: f32 = 0.3;

fn field(base: &Base, parameters: &Parameters, device: Option<&dyn InkDevice>) -> Plane<f32> {
    if parameters.line == 0.0 {
        return base.light.map(|_, _| 0.0);
    }
    let contours = Contours {
        light: &base.light,
        flow: &base.line_flow,
        readily: &base.readily,
        scale: &base.scale,
        hand: lines::Hand::of(parameters),
    };
    let found = device.and_then(|device| device.lines(&contours));
    let mut field = found.unwrap_or_else(|| lines::lines(&contours));
    if parameters.measured.is_some_and(|hand| !hand.is_painted()) {
        pale_contours(&mut field, &base.shapes, &contours);
    }
    base.people.leave_teeth(&mut field);
    if parameters.measured.is_some() {
        base.people.stand_out(&mut field);
    }
    let pen = parameters.measured.filter(MeasuredInk::is_pen);
    if let (Some(pen), Some(ground)) = (pen, base.ground()) {
        let weaker = UNLINED * (1.0 - matched::rules(&pen));
        for (response, [soft, ..]) in field.pixels.iter_mut().zip(&ground.pixels) {
            *response *= 1.0 - weaker * soft;
        }
    }
    field
}

/// How much longer than others the shortest line of a painted hand is outside of heads: its short
/// ones are worms.
const LONGER: f32 = 3.0;

fn stays(
    field: &Plane<f32>,
    base: &Base,
    parameters: &Parameters,
    threshold: [f32; 2],
) -> Plane<f32> {
    let full = &base.scale.full;
    let is_painted = parameters.measured.is_some_and(|hand| hand.is_painted());
    let longer = is_painted.then(|| {
        full.map(|x, y| {
            let longer = if base.is_head(x, y) { 1.0 } else { LONGER };
            full.at(x, y) * longer
        })
    });
    let least = longer.as_ref().unwrap_or(full);
    let mut stays = strokes::that_stay(field, least, threshold, parameters.k);
    if parameters.measured.is_some() {
        // Printed ink is there or it is not.
        for share in &mut stays.pixels {
            *share = smoothstep(0.3, 0.7, *share);
        }
    }
    stays
}
