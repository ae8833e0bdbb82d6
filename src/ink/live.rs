//! The stages of the ink, each kept until something before it changes: while sliders move, only what a
//! slider changes is worked out again.

use image::RgbaImage;

use super::compose::{self, Part};
use super::matched;
use super::parameters::{Parameters, side_of};
use super::passes::flow::{Flow, along_flow};
use super::passes::palette::Palette;
use super::passes::scale::{Face, Scale, at_pixel};
use super::passes::spots::Lanes;
use super::passes::tensor;
use super::passes::{OF_COLORS, OF_LINES, coherent, lines, pen, strokes, texture, tones};
use super::planar::LANES;
use super::plane::{Plane, Sample, luma, smoothstep};
use super::sliders::Stage;
use super::source::{plane_of, source};
use super::{InkSettings, Measures, Picture, PutRows};

/// Everything that was worked out for one photograph and its drawing; some 100 bytes a pixel.
#[derive(Debug, Default)]
pub struct LiveInk {
    /// The settings for which the rest was worked out.
    settings: Option<InkSettings>,
    /// Faces in the photograph, looked for once.
    faces: Option<Vec<Face>>,
    base: Option<Base>,
    found: Option<Found>,
}

/// What tones and lines are made of.
#[derive(Debug)]
struct Base {
    scale: Scale,
    /// The shapes; the fourth number is 0.
    shapes: Plane,
    /// What makes of the drawing itself what is drawn; `None` when that is the drawing, or is not looked at.
    shift: Option<Plane>,
    /// Luma of the photograph with fluid edges, in which lines are looked for.
    light: Plane<f32>,
    readily: Plane<f32>,
    line_flow: Flow,
}

/// What a picture of any size is composed of.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) parameters: Parameters,
    /// Width and height of the photograph; the planes of a tiny one are larger.
    pub(super) size: [usize; 2],
    /// Colours of the shapes; the fourth number is their perceived lightness before the tones.
    pub(super) flat: Plane,
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
    pub(super) blacks: [f32; 2],
    /// Strokes along the form, evenly spread, once they were asked for.
    form: Option<Plane<f32>>,
    /// Above 0 where a stroke of a pen is; `None` without pages, or where nothing is hatched.
    pub(super) pen: Option<Plane<f32>>,
}

impl LiveInk {
    /// Draws the ink over `drawing` at its own size. Both must be the same as in every call before.
    pub fn draw(
        &mut self,
        photo: &RgbaImage,
        drawing: &RgbaImage,
        settings: &InkSettings,
    ) -> RgbaImage {
        let size = drawing.dimensions();
        self.draw_at(
            photo,
            drawing,
            drawing,
            settings,
            size,
            &Measures::default(),
        )
    }

    /// As [`draw`](Self::draw), at another size: `kept` is the drawing at that size, which is looked at only where the
    /// sliders keep it.
    pub fn draw_at(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        kept: &impl Picture,
        settings: &InkSettings,
        (width, height): (u32, u32),
        measures: &Measures,
    ) -> RgbaImage {
        let mut output = RgbaImage::new(width, height);
        let size = [width as usize, height as usize];
        let part = Part {
            size,
            corner: [0, 0],
            width: size[0],
        };
        let found = self.find(photo, drawing, settings, measures);
        let load = |y: usize, rgb: [&mut [f32]; 3]| kept.load(y, &(0..size[0]), rgb);
        let pixels = output.as_chunks_mut::<4>().0;
        compose::rows(found, &part, 0, Some(&load), pixels);
        output
    }

    /// A part of what [`draw_at`](Self::draw_at) draws, with its left and top at `corner`; `kept` is that part of the
    /// drawing at the size of the result, `size` that of the whole.
    pub fn draw_part(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        kept: &RgbaImage,
        settings: &InkSettings,
        [width, height]: [u32; 2],
        [left, top]: [u32; 2],
    ) -> RgbaImage {
        let part = Part {
            size: [width as usize, height as usize],
            corner: [left as usize, top as usize],
            width: kept.width() as usize,
        };
        let mut output = RgbaImage::new(kept.width(), kept.height());
        let found = self.find(photo, drawing, settings, &Measures::default());
        let load = |y: usize, rgb: [&mut [f32]; 3]| kept.load(y, &(0..part.width), rgb);
        let pixels = output.as_chunks_mut::<4>().0;
        compose::rows(found, &part, 0, Some(&load), pixels);
        output
    }

    /// As [`draw_at`](Self::draw_at), unrounded: hands the result to `put` from the top, some rows at a time. Memory is
    /// taken for these rows only, so that a drawing of any size and depth can be written as it is made.
    ///
    /// # Errors
    /// Those of `put`, after which nothing more is drawn.
    pub fn draw_rows<E>(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        kept: &impl Picture,
        settings: &InkSettings,
        measures: &Measures,
        put: PutRows<'_, E>,
    ) -> Result<(), E> {
        let [width, height] = kept.size();
        let part = Part {
            size: [width, height],
            corner: [0, 0],
            width,
        };
        let found = self.find(photo, drawing, settings, measures);
        let load = |y: usize, rgb: [&mut [f32]; 3]| kept.load(y, &(0..width), rgb);
        let num_rows = (BAND_PIXELS / width.max(1)).max(1);
        let mut output = Vec::new();
        for first in (0..height).step_by(num_rows) {
            let rows = num_rows.min(height - first);
            output.clear();
            output.resize(rows * width, [0.0; 3]);
            compose::rows(found, &part, first, Some(&load), &mut output);
            put(&output)?;
        }
        Ok(())
    }

    /// Works out what is not known yet.
    pub(super) fn find(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        settings: &InkSettings,
        measures: &Measures,
    ) -> &mut Found {
        let settings = settings.sanitised();
        let first = match (&self.settings, &self.base, &self.found) {
            (Some(known), Some(_), Some(_)) => known.first_change(&settings),
            _ => Some(Stage::Source),
        };
        let parameters = Parameters::new(&settings, side_of(photo.size()));
        let begins = |stage| first.is_some_and(|first| first <= stage);
        let base = match self.base.take() {
            Some(base) if !begins(Stage::Shapes) => base,
            _ => {
                let faces = self.faces.get_or_insert_with(|| measures.faces_in(photo));
                Base::find(photo, drawing, &parameters, faces)
            }
        };
        let found = match self.found.take() {
            Some(found) => found.renewed(&base, parameters, first, measures),
            None => Found::new(&base, parameters, measures, photo.size()),
        };
        self.settings = Some(settings);
        self.base = Some(base);
        self.found.insert(found)
    }
}

impl Base {
    fn find(
        photo: &RgbaImage,
        drawing: &impl Picture,
        parameters: &Parameters,
        faces: &[Face],
    ) -> Self {
        let [photo, drawing] = [plane_of(photo), plane_of(drawing)].map(padded);
        let size = [photo.width, photo.height];
        let even = Scale::even(size[0], size[1], parameters.k);
        let scale = Scale::find(&photo, &even, parameters, faces);
        let is_mixed = parameters.hand < 1.0 || parameters.photo_color > 0.0;
        let before = (parameters.keep > 0.0 && is_mixed).then(|| drawing.clone());
        let source = source(&photo, drawing, parameters);
        let shift = before.map(|before| {
            source.map(
                #[inline(always)]
                |x, y| {
                    let (mut shift, before) = (source.at(x, y), before.at(x, y));
                    for c in 0..4 {
                        shift[c] -= before[c];
                    }
                    shift
                },
            )
        });
        let light_of = |picture: &Plane| {
            picture.map(
                #[inline(always)]
                |x, y| {
                    let [red, green, blue, _] = picture.at(x, y);
                    luma([red, green, blue])
                },
            )
        };
        // The hand's own lines count beside those of the photograph.
        let mut light = light_of(&photo);
        if parameters.hand > 0.0 {
            let drawn = light_of(&source);
            for (light, drawn) in light.pixels.iter_mut().zip(drawn.pixels) {
                *light = light.lerp(drawn, HAND_IN_LINES);
            }
        }
        let readily = lines::readiness(&tensor::smoothed(&photo, 4.4, 0.5, &scale));
        let own = own(&scale, &readily);
        let light = partly(&coherent(light.clone(), &OF_LINES, &scale), &light, &own);
        let line_flow = tensor::flow(&tensor::smoothed(&light, 3.0, 0.9, &scale), size);
        let shapes = if parameters.keep == 1.0 {
            source
        } else {
            let calm = texture::without_texture(&source, parameters.texture, &scale, &even);
            partly(&coherent(calm.clone(), &OF_COLORS, &scale), &calm, &own)
        };
        Self {
            scale,
            shapes,
            shift,
            light,
            readily,
            line_flow,
        }
    }
}

/// A picture of at least [`LEAST_SIDE`] pixels a side: its last column and row are repeated.
fn padded(picture: Plane) -> Plane {
    if picture.width.min(picture.height) >= LEAST_SIDE {
        return picture;
    }
    let (width, height) = (
        picture.width.max(LEAST_SIDE),
        picture.height.max(LEAST_SIDE),
    );
    let size = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    size.map(|x, y| picture.near(x as i32, y as i32))
}

/// Fewer pixels a side, and there would be nothing between those of planes for 2 by 2 pixels.
const LEAST_SIDE: usize = 8;
/// Pixels of the rows that are handed out at once.
const BAND_PIXELS: usize = 1 << 20;
/// Share of the picture before the coherent filter that stays in small faces, and where straight contours lie close
/// together (windows, railings, brick): there the filter closes eyes, melts teeth and rounds windows. More shows pixels.
const FACE_OWN: f32 = 0.85;
const DENSE_OWN: f32 = 0.6;
/// Local scales up to which contours lie close together, and from which on they do not.
const DENSE: [f32; 2] = [0.45, 0.75];
/// Readiness of lines from which on contours are straight: leaves and gravel stay calm masses.
const STRAIGHT: [f32; 2] = [0.4, 0.9];
/// Least scale for the borders of the tones: those of skin, at a face's own scale, stay ragged.
const LEAST_BORDER: f32 = 0.6;

/// How much of the picture before the coherent filter stays, for 2 by 2 pixels.
fn own(scale: &Scale, readily: &Plane<f32>) -> Plane<f32> {
    scale.half.map(
        #[inline(always)]
        |x, y| {
            let dense = 1.0 - smoothstep(DENSE[0], DENSE[1], scale.half.at(x, y));
            let straight = smoothstep(STRAIGHT[0], STRAIGHT[1], readily.at(x, y));
            (FACE_OWN * scale.face.at(x, y)).max(DENSE_OWN * dense * straight)
        },
    )
}

/// A filtered picture with a share of what it was before.
fn partly<T: Sample>(filtered: &Plane<T>, before: &Plane<T>, share: &Plane<f32>) -> Plane<T> {
    filtered.map(
        #[inline(always)]
        |x, y| {
            filtered
                .at(x, y)
                .lerp(before.at(x, y), at_pixel(share, x, y))
        },
    )
}

/// Share of the drawing in what lines are looked for in.
const HAND_IN_LINES: f32 = 0.4;

impl Found {
    fn new(base: &Base, parameters: Parameters, measures: &Measures, size: [usize; 2]) -> Self {
        let extremes = extremes(base, measures);
        let Toned {
            flat,
            flow,
            palette,
            blacks,
        } = toned(base, &parameters, extremes, measures);
        let field = field(base, &parameters);
        let threshold = matched::threshold(&field, &parameters);
        let stays = stays(&field, base, &parameters, threshold);
        let mut found = Self {
            threshold,
            blacks,
            form: None,
            pen: None,
            parameters,
            size,
            flat,
            flow,
            palette,
            shift: base.shift.clone(),
            extremes,
            field,
            stays,
        };
        found.hatch(base);
        found
    }

    /// With what `first` and the stages after it make anew.
    fn renewed(
        mut self,
        base: &Base,
        parameters: Parameters,
        first: Option<Stage>,
        measures: &Measures,
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
        if is_new || begins(Stage::Tones) || other_blacks {
            let toned = toned(base, &parameters, self.extremes, measures);
            (self.flat, self.flow, self.palette) = (toned.flat, toned.flow, toned.palette);
            self.blacks = toned.blacks;
        }
        let had_lines = before.line > 0.0;
        let other_lines = before.line_sigma != parameters.line_sigma || !had_lines;
        if parameters.line > 0.0 && (is_new || other_lines) {
            self.field = field(base, &parameters);
        }
        if parameters.line > 0.0
            && (is_new || other_lines || before.threshold != parameters.threshold)
        {
            self.threshold = matched::threshold(&self.field, &parameters);
            self.stays = stays(&self.field, base, &parameters, self.threshold);
        }
        if is_new {
            self.form = None;
        }
        let same_lines = before.line == parameters.line && !other_lines && !is_new;
        if parameters.hatching == 0.0 || !same_lines || before.threshold != parameters.threshold {
            self.pen = None;
        }
        self.hatch(base);
        self
    }

    /// Finds the strokes of the pen, unless they are known or there are none.
    fn hatch(&mut self, base: &Base) {
        let hand = self.parameters.measured;
        let Some(hand) = hand.filter(|_| self.parameters.hatching > 0.0 && self.pen.is_none())
        else {
            return;
        };
        let face = &base.scale.face;
        let form = || pen::strokes(&base.shapes, face, self.parameters.k);
        let form = self.form.take().unwrap_or_else(form);
        self.pen = Some(matched::pen(&form, &hand, self, face));
        self.form = Some(form);
    }

    /// The field of the lines between pixels, by a spline that is smooth enough for a threshold to make curves of.
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
fn toned(base: &Base, parameters: &Parameters, extremes: [f32; 2], measures: &Measures) -> Toned {
    let mut flat = base.shapes.clone();
    tones::tones(&mut flat, parameters, extremes);
    let hand = parameters.measured.filter(|_| parameters.palette > 0.0);
    // Those of a film are of all its frames.
    let film = measures.samples.as_deref().map(|samples| {
        let mut samples = samples.clone();
        tones::tones(&mut samples, parameters, extremes);
        samples
    });
    let palette = hand.map(|hand| match &film {
        Some(samples) => Palette::find(samples, &samples.map(|_, _| 0.0), &hand),
        None => Palette::find(&flat, &base.scale.face, &hand),
    });
    let blacks = matched::blacks(film.as_ref().unwrap_or(&flat), parameters);
    if let Some(palette) = &palette {
        palette.apply(&mut flat, parameters.palette);
    }
    let one = Scale::even(flat.width, flat.height, parameters.k);
    let size = [flat.width, flat.height];
    if !parameters.keeps_tones() || palette.is_some() {
        let flow = tensor::flow(&tensor::smoothed(&flat, 1.5, 0.0, &one), size);
        let scale = &base.scale.full;
        let wide = scale.map(
            #[inline(always)]
            |x, y| scale.at(x, y).max(LEAST_BORDER),
        );
        flat = along_flow::<_, 4>(&flat, &flow, &wide, 2.0 * one.unit);
    }
    let flow = tensor::flow(&tensor::smoothed(&flat, 1.5, 0.0, &one), size);
    Toned {
        flat,
        flow,
        palette,
        blacks,
    }
}

/// The shapes in tones.
struct Toned {
    flat: Plane,
    flow: Flow,
    palette: Option<Palette>,
    blacks: [f32; 2],
}

fn field(base: &Base, parameters: &Parameters) -> Plane<f32> {
    if parameters.line == 0.0 {
        return base.light.map(|_, _| 0.0);
    }
    lines::lines(
        &base.light,
        &base.line_flow,
        &base.scale,
        &base.readily,
        parameters.line_sigma,
        if parameters.measured.is_some_and(|hand| hand.is_pen()) {
            lines::PEN_FADE
        } else {
            lines::FACE_FADE
        },
    )
}

fn stays(
    field: &Plane<f32>,
    base: &Base,
    parameters: &Parameters,
    threshold: [f32; 2],
) -> Plane<f32> {
    strokes::that_stay(field, &base.scale.full, threshold, parameters.k)
}
