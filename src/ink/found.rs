//! What a picture of any size is composed of: shapes in tones, lines, blacks, strokes of a pen,
//! found at the size at which the picture is drawn, each kept until what it is made of changes.

use super::color::{linear_from_lab, srgb_from_linear};
use super::device::{Borders, Contours, InkDevice, Tones};
use super::live::Base;
use super::measured::MeasuredInk;
use super::parameters::Parameters;
use super::passes::borders::{borders, directions};
use super::passes::contours::pale_contours;
use super::passes::flow::Flow;
use super::passes::palette::Palette;
use super::passes::pen::Strokes;
use super::passes::scale::at_pixel;
use super::passes::spots::Lanes;
use super::passes::{lines, strokes, tones};
use super::planar::LANES;
use super::plane::{Plane, luma, smoothstep};
use super::sliders::Stage;
use super::{Measures, hatching, matched};

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
            blacks,
        } = toned(base, &parameters, extremes, measures, device);
        let field = field(base, &parameters, device);
        let threshold = matched::threshold(&field, &parameters);
        let stays = stays(&field, base, &parameters, threshold);
        let mut found = Self {
            threshold,
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
            self.aside = toned.aside;
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
        let parameters = &self.parameters;
        if parameters.has_blacks() && self.solid.is_none() {
            // Where nothing has a colour, faces are what is drawn of them.
            let is_pen = parameters.measured.is_some_and(|hand| hand.is_pen());
            let features = (is_pen && parameters.palette > 0.0)
                .then(|| matched::features(&self.flat, &base.scale.face, parameters.k));
            self.solid = Some(matched::solid(
                &self.flat,
                self.aside.as_ref(),
                self.blacks,
                features.as_ref(),
            ));
        }
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
        let k = self.parameters.k;
        let face = &base.scale.face;
        let find = || {
            let manner =
                hand.map_or_else(|| self.parameters.manner(), |hand| matched::manner(&hand));
            Strokes::find(
                &base.shapes,
                base.parts(),
                face,
                manner,
                k,
                base.is_animation,
            )
        };
        let form = self.form.take().unwrap_or_else(find);
        self.pen = Some(match hand {
            Some(hand) => matched::pen(&form, &hand, self, base),
            None => hatching::pen(&form, self, face),
        });
        self.form = Some(form);
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

/// The shapes in tones, with smooth borders, and their directions.
fn toned(
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
    if let Some(hand) = hand {
        let degree = PAINTED + (1.0 - PAINTED) * hand.even;
        one_color(&mut flat, base, degree * parameters.palette);
    }
    let aside = hand.and_then(|hand| matched::aside(&flat, base, &hand));
    let palette = hand.map(|hand| match &of_frames {
        Some(samples) => Palette::find(samples, &samples.map(|_, _| 0.0), &hand),
        None => Palette::find(&flat, &base.scale.face, &hand),
    });
    let blacks = matched::blacks(
        of_frames.as_ref().unwrap_or(&flat),
        aside.as_ref(),
        parameters,
    );
    let has_sky = hand.is_some_and(|hand| hand.sky.is_some()) && base.parts().are_many();
    let skies = has_sky.then(|| base.parts().skies(&flat));
    // Below a pen there is only paper: its edges are those of what was there before.
    let before = hand.filter(MeasuredInk::is_pen).map(|_| flat.clone());
    if let Some(palette) = &palette {
        palette.apply(&mut flat, &base.scale.face, parameters.palette);
    }
    if let (Some(skies), Some(sky)) = (skies, hand.and_then(|hand| hand.sky)) {
        grade(&mut flat, &skies, sky, parameters.palette);
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
    Toned {
        flat,
        flow,
        palette,
        aside,
        blacks,
    }
}

/// Gives each part of the picture one colour and little of its light and shade, as printed pages
/// have it.
fn one_color(flat: &mut Plane, base: &Base, degree: f32) {
    if degree <= 0.0 || !base.parts().are_many() {
        return;
    }
    let means = base.parts().means_of(flat);
    let face = &base.scale.face;
    *flat = flat.map(|x, y| {
        let (own, mean) = (flat.at(x, y), means.at(x, y));
        // Faces keep their light.
        let open = 1.0 - FACE_LIGHT * (2.5 * at_pixel(face, x, y)).min(1.0);
        let grey = luma([mean[0], mean[1], mean[2]]);
        let light = luma([own[0], own[1], own[2]]) - grey;
        let is_skin = mean[0] > mean[1] && mean[1] > mean[2] && mean[0] - mean[2] < SKIN;
        let vivid = if is_skin { 1.0 } else { VIVID };
        let shade = light * (1.0 - ONE_LIGHT * open);
        let mut pixel = own;
        for c in 0..3 {
            // A mean is greyer than what it is of.
            let wanted = grey + vivid * (mean[c] - grey) + shade;
            pixel[c] += (wanted - own[c]) * degree;
        }
        pixel
    });
}

/// Lets skies go over from a band at their top, CIE Lab, to what they are (bokashi).
fn grade(flat: &mut Plane, skies: &Plane<f32>, sky: [f32; 3], degree: f32) {
    let band = linear_from_lab(sky).map(srgb_from_linear);
    let depth = BAND * flat.height as f32;
    *flat = flat.map(|x, y| {
        let mut pixel = flat.at(x, y);
        let left = (1.0 - y as f32 / depth).max(0.0);
        let share = degree * skies.at(x, y) * left * left * (3.0 - 2.0 * left);
        for c in 0..3 {
            pixel[c] += (band[c] - pixel[c]) * share;
        }
        pixel
    });
}

/// Height of that band over the picture's.
const BAND: f32 = 0.2;

/// How far parts of painted pages have one colour.
const PAINTED: f32 = 0.4;
/// Factor on the chroma of means.
const VIVID: f32 = 1.35;
/// Distance of the red from the blue below which a warm colour may be skin: that stays as it is.
const SKIN: f32 = 0.5;
/// Share of the light and shade in a part that goes, and of that the share that stays in faces.
const ONE_LIGHT: f32 = 0.7;
const FACE_LIGHT: f32 = 0.8;

/// The shapes in tones.
struct Toned {
    flat: Plane,
    flow: Flow,
    palette: Option<Palette>,
    aside: Option<Plane<f32>>,
    blacks: [f32; 2],
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
    let pen = parameters.measured.filter(MeasuredInk::is_pen);
    if let (Some(pen), Some(ground)) = (pen, base.ground()) {
        let weaker = UNLINED * (1.0 - matched::rules(&pen));
        for (response, [soft, _]) in field.pixels.iter_mut().zip(&ground.pixels) {
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
