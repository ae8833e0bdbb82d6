//! The stages of the ink, each kept until something before it changes: while sliders move, only
//! what a slider changes is worked out again.

use std::sync::{Arc, OnceLock};

use image::RgbaImage;

use super::compose::{self, Part};
use super::device::InkDevice;
use super::found::Found;
use super::parameters::{Parameters, SIDE, side_of};
use super::passes::blur::blur;
use super::passes::flow::Flow;
use super::passes::regions::Regions;
use super::passes::scale::{Face, Scale, at_pixel};
use super::passes::soft::soften;
use super::passes::subject;
use super::people::{Kind, People};
use super::plane::{Plane, Sample as _, luma, smoothstep};
use super::seen::Seen;
use super::shapes::{Shapes, Sources};
use super::sliders::Stage;
use super::source::{plane_of, source};
use super::{InkSettings, Measures, Picture, PutRows};

/// Everything that was worked out for one photograph and its drawing; some 100 bytes a pixel.
#[derive(Debug, Default)]
pub struct LiveInk {
    /// What does passes in place of the CPU, if something does.
    device: Option<Arc<dyn InkDevice>>,
    /// The settings for which the rest was worked out.
    settings: Option<InkSettings>,
    /// Faces and people in the photograph, looked for once.
    seen: Option<Seen>,
    base: Option<Base>,
    found: Option<Found>,
}

/// What tones and lines are made of.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) scale: Scale,
    /// The shapes; the fourth number tells how soft it is there, `0.0..=1.0`.
    pub(super) shapes: Plane,
    /// What makes of the drawing itself what is drawn; `None` when that is the drawing, or is not
    /// looked at.
    pub(super) shift: Option<Plane>,
    /// Luma of the photograph with fluid edges, in which lines are looked for.
    pub(super) light: Plane<f32>,
    pub(super) readily: Plane<f32>,
    pub(super) line_flow: Flow,
    /// Whether frames before and after must be alike.
    pub(super) is_animation: bool,
    /// Luma of the photograph itself.
    photo_light: Plane<f32>,
    pub(super) faces: Vec<Face>,
    pub(super) people: Arc<People>,
    /// Parts of the shapes, what each is, where skin is, and how far each is ground, once they were
    /// asked for.
    parts: OnceLock<Regions>,
    kinds: OnceLock<Vec<(Kind, f32)>>,
    skin: OnceLock<Plane<f32>>,
    ground: OnceLock<Plane<[f32; 3]>>,
}

impl LiveInk {
    /// For one photograph and its drawing, with passes on `device` where it does them.
    pub fn on(device: Option<Arc<dyn InkDevice>>) -> Self {
        Self {
            device,
            ..Self::default()
        }
    }

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

    /// As [`draw`](Self::draw), at another size: `kept` is the drawing at that size, which is
    /// looked at only where the sliders keep it.
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

    /// A part of what [`draw_at`](Self::draw_at) draws, with its left and top at `corner`; `kept`
    /// is that part of the drawing at the size of the result, `size` that of the whole.
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

    /// As [`draw_at`](Self::draw_at), unrounded: hands the result to `put` from the top, some rows
    /// at a time. Memory is taken for these rows only, so that a drawing of any size and depth can
    /// be written as it is made.
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
        let device = self.device.as_deref();
        let base = match self.base.take() {
            Some(base) if !begins(Stage::Shapes) => base,
            _ => {
                let look = || {
                    if measures.without_faces {
                        Seen::nothing(photo)
                    } else {
                        Seen::of(photo)
                    }
                };
                let seen = self.seen.get_or_insert_with(look);
                let is_animation = measures.without_faces;
                Base::find(photo, drawing, &parameters, seen, is_animation, device)
            }
        };
        let found = match self.found.take() {
            Some(found) => found.renewed(&base, parameters, first, measures, device),
            None => Found::new(&base, parameters, measures, photo.size(), device),
        };
        self.settings = Some(settings);
        self.base = Some(base);
        self.found.insert(found)
    }
}

impl Base {
    pub(super) fn find(
        photo: &RgbaImage,
        drawing: &impl Picture,
        parameters: &Parameters,
        Seen { faces, people }: &Seen,
        is_animation: bool,
        device: Option<&dyn InkDevice>,
    ) -> Self {
        let [photo, drawing] = [plane_of(photo), plane_of(drawing)].map(padded);
        let mut scale = Scale::find(&photo, parameters, faces, device);
        scale.people.clone_from(&people.figure);
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
        let photo_light = light_of(&photo);
        let mut light = photo_light.clone();
        if parameters.hand > 0.0 {
            let drawn = light_of(&source);
            for (light, drawn) in light.pixels.iter_mut().zip(drawn.pixels) {
                *light = light.lerp(drawn, HAND_IN_LINES);
            }
        }
        let sources = Sources {
            photo: &photo,
            source: (parameters.hand > 0.0).then_some(&source),
            light: &light,
            scale: &scale,
            texture: (parameters.keep < 1.0).then_some(parameters.texture),
        };
        let found = device.and_then(|device| device.shapes(&sources));
        let Shapes {
            colors,
            light,
            flow,
            mut readily,
        } = found.unwrap_or_else(|| Shapes::find(&sources));
        people.outlined(&mut readily, scale.unit);
        let is_pen = parameters.measured.is_some_and(|hand| hand.is_pen());
        let shapes = match colors {
            // Pens have strokes for what is soft.
            Some(shapes) if is_pen => shapes,
            Some(mut shapes) => {
                soften(&mut shapes, &source, &people.figure, scale.unit);
                shapes
            }
            None => source,
        };
        Self {
            scale,
            shapes,
            shift,
            light,
            readily,
            line_flow: flow,
            is_animation,
            photo_light,
            faces: faces.clone(),
            people: people.clone(),
            parts: OnceLock::new(),
            kinds: OnceLock::new(),
            skin: OnceLock::new(),
            ground: OnceLock::new(),
        }
    }

    /// Whether a pixel lies in a head, hair and all.
    pub(super) fn is_head(&self, x: usize, y: usize) -> bool {
        self.faces.iter().any(|[left, top, width, height]| {
            let across = (x as f32 - left - 0.5 * width) / (HEAD[0] * width);
            let down = (y as f32 - top - 0.4 * height) / (HEAD[1] * height);
            across * across + down * down < 1.0
        })
    }

    /// How far each of 2 by 2 pixels is skin: the share of a face, and what has its colour; below 0
    /// it is none, whatever its colour is.
    pub(super) fn skin(&self) -> &Plane<f32> {
        self.skin.get_or_init(|| {
            let (face, hair, parts) = (&self.scale.face, &self.people.hair, self.parts());
            if !self.people.is_found || !parts.are_many() {
                return face.clone();
            }
            let shares: Vec<_> = self.kinds().iter().map(|(_, share)| *share).collect();
            let of_parts = parts.spread_over(&self.shapes, &shares);
            face.map(|x, y| {
                let [column, row] = [
                    (2 * x).min(of_parts.width - 1),
                    (2 * y).min(of_parts.height - 1),
                ];
                let face = face.at(x, y) * (1.0 - hair.at(x, y));
                let of_part = SKIN_SHARE * of_parts.at(column, row);
                if face > of_part.abs() { face } else { of_part }
            })
        })
    }

    /// What each part is, and how far it is skin; below 0 it is none.
    pub(super) fn kinds(&self) -> &[(Kind, f32)] {
        self.kinds.get_or_init(|| {
            let (people, parts) = (&self.people, self.parts());
            if !people.is_found {
                return vec![(Kind::Other, 0.0); parts.count()];
            }
            let all = self.shapes.map(|x, y| {
                let [figure, skin, hair] =
                    [&people.figure, &people.skin, &people.hair].map(|plane| at_pixel(plane, x, y));
                [figure, skin, hair, 0.0]
            });
            let shares = parts.means(&all).into_iter();
            let kinds = shares.map(|[figure, skin, hair, _]| {
                let kind = Kind::of([figure, skin, hair]);
                let is_skin = match kind {
                    Kind::Skin => 1.0,
                    Kind::Hair => -1.0,
                    // An ear in the shade may be either.
                    Kind::Other | Kind::Clothes => {
                        NO_SKIN * (1.0 - smoothstep(SOME_SKIN[0], SOME_SKIN[1], skin))
                    }
                };
                (kind, is_skin)
            });
            kinds.collect()
        })
    }

    /// How far each pixel is out of focus, and how far it is plain ground, and how
    /// far it is of people; `None` without parts.
    pub(super) fn ground(&self) -> Option<&Plane<[f32; 3]>> {
        let parts = self.parts();
        let find = || {
            let side = side_of([self.photo_light.width, self.photo_light.height]) as f32;
            let ground = subject::ground(
                &self.photo_light,
                parts,
                &self.faces,
                &self.people.figure,
                side / SIDE,
            );
            ground.planes(&self.shapes, parts)
        };
        parts.are_many().then(|| self.ground.get_or_init(find))
    }

    /// Parts of the shapes that belong together.
    pub(super) fn parts(&self) -> &Regions {
        let calm = || blur(&self.shapes, CALM * self.scale.unit);
        self.parts.get_or_init(|| {
            if self.is_animation {
                Regions::one()
            } else {
                Regions::find(&calm(), self.people.is_found.then_some(&self.people.figure))
            }
        })
    }
}

/// Radii of a head over the width and the height of its face.
const HEAD: [f32; 2] = [0.9, 1.0];
/// How much everything else is none, where there are people: a wall is not what a face is.
const NO_SKIN: f32 = -0.3;
/// Shares of skin in a part from which on it may be some.
const SOME_SKIN: [f32; 2] = [0.08, 0.35];
/// How much bare skin is of a face.
const SKIN_SHARE: f32 = 0.4;

/// A picture of at least [`LEAST_SIDE`] pixels a side: its last column and row are repeated.
pub(super) fn padded(picture: Plane) -> Plane {
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

/// Standard deviation in units of the blur under which parts are looked for.
const CALM: f32 = 1.5;
/// Fewer pixels a side, and there would be nothing between those of planes for 2 by 2 pixels.
pub(super) const LEAST_SIDE: usize = 8;
/// Pixels of the rows that are handed out at once.
const BAND_PIXELS: usize = 1 << 20;
/// Share of the drawing in what lines are looked for in.
const HAND_IN_LINES: f32 = 0.4;
