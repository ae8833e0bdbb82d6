//! People in a photograph: what is a person and what is behind him.
//!
//! Faces say where to look, a small network what there belongs to somebody.

mod mouth;
mod network;
mod skin;

use std::ops::Range;
use std::sync::LazyLock;

use image::RgbaImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;

use super::live::LEAST_SIDE;
use super::passes::blur::blur;
use super::passes::scale::{Face, around_person, at_pixel};
use super::plane::{Plane, smoothstep};
use mouth::Mouth;
use network::{Maps, Network, SIDE};

/// Widths of a face that are looked at to each side of its middle, heights above its top, and below
/// it.
const BESIDE: f32 = 3.0;
const ABOVE: f32 = 1.4;
const BELOW: f32 = 4.6;
/// The share of what is looked at over which what is found at its borders fades: it lies in the
/// picture, so the person goes on there.
const FADES: f32 = 0.06;
/// Height of the largest face over the long side from which on all of the picture is looked at.
const NEAR: f32 = 0.09;
/// How much nearer to a face what is below it is.
const BODY: f32 = 0.6;
/// How many people are looked at, the largest first: in a crowd all are the same.
const MOST: usize = 24;
/// Width of a face in px from which on its person is looked at.
const LEAST: f32 = 14.0;

/// What a part of a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of nobody.
    Other,
    Skin,
    Hair,
    Clothes,
}

impl Kind {
    /// Of a part of which these are the shares of people, of skin and of hair.
    pub(super) fn of([figure, skin, hair]: [f32; 3]) -> Self {
        match () {
            () if figure < 0.5 => Self::Other,
            () if skin > MOSTLY * figure => Self::Skin,
            () if hair > MOSTLY * figure => Self::Hair,
            () => Self::Clothes,
        }
    }
}

/// Where people are in a photograph, for 2 by 2 pixels, each `0.0..=1.0`.
#[derive(Clone, Debug)]
pub(super) struct People {
    /// How far each pixel is of people.
    pub(super) figure: Plane<f32>,
    /// How far it is bare skin: a face, a neck, hands.
    pub(super) skin: Plane<f32>,
    /// How far it is hair.
    pub(super) hair: Plane<f32>,
    /// How light the skin of whoever is nearest is, CIE L over 100; 1 where that cannot be told.
    pub(super) light: Plane<f32>,
    /// How far it is teeth, and how far lips, the redder the more.
    pub(super) teeth: Plane<f32>,
    pub(super) lips: Plane<f32>,
    /// Whether there is any of both.
    pub(super) has_mouths: bool,
    /// Whether there is somebody, or a thing that the picture is of.
    pub(super) is_found: bool,
}

impl People {
    /// Nobody, in a picture of so many pixels; smaller ones are drawn [larger](LEAST_SIDE).
    pub(super) fn nobody(width: usize, height: usize) -> Self {
        let [width, height] = [width, height].map(|side| side.max(LEAST_SIDE).div_ceil(2));
        let none = Plane {
            width,
            height,
            pixels: vec![0.0; width * height],
        };
        Self {
            figure: none.clone(),
            skin: none.clone(),
            hair: none.clone(),
            light: none.map(|_, _| 1.0),
            teeth: none.clone(),
            lips: none,
            has_mouths: false,
            is_found: false,
        }
    }

    /// Those whose `faces` were found in a photograph.
    pub(super) fn find(photo: &RgbaImage, faces: &[Face]) -> Self {
        let mut people = Self::nobody(photo.width() as usize, photo.height() as usize);
        let mut largest: Vec<_> = faces.to_vec();
        largest.sort_by(|a, b| b[2].total_cmp(&a[2]));
        people.find_mouths(photo, &largest);
        let network = network();
        let is_seen = |face: &Face| network.is_some() && face[2] >= LEAST;
        let num = largest
            .iter()
            .take(MOST)
            .filter(|face| is_seen(face))
            .count();
        let (seen, others) = largest.split_at(num);
        for face in others {
            around_person(&mut people.figure, *face, |value, far| {
                *value = value.max(1.0 - smoothstep(0.5, 0.9, far));
            });
        }
        let Some(network) = network else {
            return people;
        };
        let size = [photo.width() as f32, photo.height() as f32];
        if faces.is_empty() {
            people.find_thing(&View::of_part(photo, [0.0; 2], size, network));
            return people;
        }
        let views = seen.par_iter().map(|face| View::of(photo, *face, network));
        let mut views: Vec<_> = views.collect();
        even_light(&mut views);
        // Who is not found by his face is found beside those who are.
        let side = photo.width().max(photo.height()) as f32;
        let near = seen.first().is_some_and(|face| face[3] > NEAR * side);
        let whole = near.then(|| View::of_part(photo, [0.0; 2], size, network));
        let at = |x: usize, y: usize| [x, y].map(|v| 2.0 * v as f32 + 1.0);
        people.is_found = !views.is_empty();
        people.figure = people.figure.map(|x, y| {
            let seen = views
                .iter()
                .chain(&whole)
                .map(|view| view.at(&view.mask, at(x, y)));
            seen.fold(people.figure.at(x, y), f32::max)
        });
        // Each has his own skin and hair.
        let owners = people.figure.map(|x, y| {
            let far = |view: &View| view.far(at(x, y));
            let Some(view) = views.iter().min_by(|a, b| far(a).total_cmp(&far(b))) else {
                return [0.0, 0.0, 1.0];
            };
            let light = view.light.map_or(1.0, |light| 0.01 * light);
            if people.figure.at(x, y) < 0.05 {
                return [0.0, 0.0, light];
            }
            let [skin, hair] = [&view.skin, &view.hair].map(|plane| view.at(plane, at(x, y)));
            [skin, hair, light]
        });
        people.skin = owners.map(|x, y| owners.at(x, y)[0]);
        people.hair = owners.map(|x, y| owners.at(x, y)[1]);
        people.light = owners.map(|x, y| owners.at(x, y)[2]);
        people
    }

    /// The mouths of the largest `faces`.
    fn find_mouths(&mut self, photo: &RgbaImage, faces: &[Face]) {
        let faces = faces.par_iter().take(MOST);
        let found: Vec<_> = faces.filter_map(|face| Mouth::find(photo, *face)).collect();
        self.has_mouths = !found.is_empty();
        if !self.has_mouths {
            return;
        }
        let both = self.teeth.map(|x, y| {
            let place = [x, y].map(|v| 2.0 * v as f32 + 1.0);
            let all = found.iter().map(|mouth| mouth.at(place));
            all.fold([0.0; 2], |[teeth, lips]: [f32; 2], own| {
                [teeth.max(own[0]), lips.max(own[1])]
            })
        });
        self.teeth = both.map(|x, y| both.at(x, y)[0]);
        self.lips = both.map(|x, y| both.at(x, y)[1]);
    }

    /// Without faces: an animal or a thing that stands before its surroundings as a person does, if
    /// the network is sure of it.
    fn find_thing(&mut self, whole: &View) {
        let mask = &whole.mask.pixels;
        let inside: Vec<_> = mask.iter().filter(|v| **v > 0.5).collect();
        let unsure = mask
            .iter()
            .filter(|v| (UNSURE[0]..UNSURE[1]).contains(*v))
            .count();
        let share = inside.len() as f32 / mask.len() as f32;
        if !THING.contains(&share) || unsure as f32 > MOST_UNSURE * inside.len() as f32 {
            return;
        }
        self.is_found = true;
        self.figure = self.figure.map(|x, y| {
            let place = [x, y].map(|v| 2.0 * v as f32 + 1.0);
            whole.at(&whole.mask, place)
        });
    }
}

/// Shares of a picture that a thing may have, and between which values of the network it is not
/// sure, and how much of that there may be over what is of the thing.
const THING: Range<f32> = 0.03..0.75;
const UNSURE: [f32; 2] = [0.15, 0.85];
const MOST_UNSURE: f32 = 0.42;

impl People {
    /// Makes lines of a `field` less likely behind people.
    pub(super) fn stand_out(&self, field: &mut Plane<f32>) {
        if !self.is_found {
            return;
        }
        let figure = &self.figure;
        *field = field.map(|x, y| field.at(x, y) * (1.0 - BEHIND * (1.0 - at_pixel(figure, x, y))));
    }

    /// Leaves a `field` of lines, or of ink, out within teeth.
    pub(super) fn leave_teeth(&self, field: &mut Plane<f32>) {
        if !self.has_mouths {
            return;
        }
        let teeth = &self.teeth;
        *field = field.map(|x, y| {
            let within = smoothstep(WITHIN[0], WITHIN[1], at_pixel(teeth, x, y));
            field.at(x, y) * (1.0 - within)
        });
    }

    /// Makes lines likelier along the outlines of people; `readily` is how readily lines are drawn,
    /// for 2 by 2 pixels, `unit` px.
    pub(super) fn outlined(&self, readily: &mut Plane<f32>, unit: f32) {
        if !self.is_found {
            return;
        }
        let calm = blur(&self.figure, OUTLINE * unit);
        for (readily, figure) in readily.pixels.iter_mut().zip(&calm.pixels) {
            let outline = 4.0 * figure * (1.0 - figure);
            *readily *= 1.0 + OUTLINED * outline;
        }
    }
}

/// Share of a part from which on all of it is what that is: a shirt in patches of skin is worse
/// than either.
const MOSTLY: f32 = 0.55;
/// Standard deviation in units, for 2 by 2 pixels, of what is near the outline of a person; how
/// much likelier lines are there, and how much less likely behind people.
const OUTLINE: f32 = 1.2;
const OUTLINED: f32 = 0.6;
const BEHIND: f32 = 0.25;

/// Makes the skin of all as light as that of most, but for those who differ by much: light falls
/// more on some than on others, and faces of two colours without a reason are disliked.
fn even_light(views: &mut [View]) {
    let mut lights: Vec<_> = views.iter().filter_map(|view| view.light).collect();
    lights.sort_by(f32::total_cmp);
    let Some(middle) = lights.get(lights.len() / 2).copied() else {
        return;
    };
    for light in views.iter_mut().filter_map(|view| view.light.as_mut()) {
        let far = *light - middle;
        *light = middle + APART * (far - far.clamp(-ALIKE, ALIKE));
    }
}

/// How much lighter or darker than most, CIE L, skin is like it, and how much of the rest stays.
const ALIKE: f32 = 12.0;
const APART: f32 = 0.8;

/// Shares of teeth between which a place begins to lie within them: at their border there is a
/// line.
const WITHIN: [f32; 2] = [0.4, 0.85];

fn network() -> Option<&'static Network> {
    static NETWORK: LazyLock<Option<Network>> = LazyLock::new(|| {
        let loaded = Network::load();
        loaded
            .inspect_err(|err| log::warn!("people are not looked for: {err}"))
            .ok()
    });
    NETWORK.as_ref()
}

/// A part of a photograph that was looked at.
struct View {
    face: Face,
    /// Its left and top, width and height, in pixels of the photograph.
    corner: [f32; 2],
    size: [f32; 2],
    /// Whether the picture goes on at its left, top, right and bottom.
    goes_on: [bool; 4],
    /// Its colours, sRGB in `0.0..=1.0`, what in it is of people, and which of that is skin and
    /// hair.
    colors: Vec<[f32; 3]>,
    mask: Plane<f32>,
    skin: Plane<f32>,
    hair: Plane<f32>,
    /// How light that skin is, CIE L.
    light: Option<f32>,
}

impl View {
    fn of(photo: &RgbaImage, face: Face, network: &Network) -> Self {
        let [left, top, width, height] = face;
        let sides = [photo.width(), photo.height()].map(|side| side as f32);
        let middle = left + 0.5 * width;
        let from = [middle - BESIDE * width, top - ABOVE * height];
        let to = [middle + BESIDE * width, top + BELOW * height];
        let inside = |axis: usize, v: f32| v.round().clamp(0.0, sides[axis]);
        let corner = [0, 1].map(|axis| inside(axis, from[axis]).min(sides[axis] - 1.0));
        let size = [0, 1].map(|axis| (inside(axis, to[axis]) - corner[axis]).max(1.0));
        let mut view = Self::of_part(photo, corner, size, network);
        let place = |axis: usize, v: f32| (v - corner[axis]) / size[axis] * SIDE as f32;
        let seen = [
            place(0, left),
            place(1, top),
            width / size[0] * SIDE as f32,
            height / size[1] * SIDE as f32,
        ];
        ([view.skin, view.hair], view.light) = skin::skin_and_hair(&view.colors, &view.mask, seen);
        view.face = face;
        view
    }

    /// Of nobody in particular.
    fn of_part(photo: &RgbaImage, corner: [f32; 2], size: [f32; 2], network: &Network) -> Self {
        let sides = [photo.width(), photo.height()].map(|side| side as f32);
        let [x, y, columns, rows] = [corner[0], corner[1], size[0], size[1]].map(|v| v as u32);
        let part = imageops::crop_imm(photo, x, y, columns, rows);
        let seen = imageops::resize(&*part, SIDE as u32, SIDE as u32, FilterType::Triangle);
        let colors = colors_of(&seen);
        let picture = Maps {
            width: SIDE,
            height: SIDE,
            channels: 3,
            values: colors.as_flattened().to_vec(),
        };
        let mask = Plane {
            width: SIDE,
            height: SIDE,
            pixels: network.people(&picture),
        };
        let none = mask.map(|_, _| 0.0);
        Self {
            face: [0.0; 4],
            corner,
            size,
            goes_on: [
                corner[0] > 0.0,
                corner[1] > 0.0,
                corner[0] + size[0] < sides[0],
                corner[1] + size[1] < sides[1],
            ],
            colors,
            mask,
            skin: none.clone(),
            hair: none,
            light: None,
        }
    }

    /// How far from the face a place of the photograph is: 1 at its border.
    fn far(&self, [x, y]: [f32; 2]) -> f32 {
        let [left, top, width, height] = self.face;
        let (across, down) = ((x - left) / width - 0.5, (y - top) / height - 0.5);
        // A body hangs below it.
        let down = if down > 0.0 { BODY * down } else { down };
        2.0 * across.hypot(down)
    }

    /// What one of its planes says of a place of the photograph.
    fn at(&self, plane: &Plane<f32>, [x, y]: [f32; 2]) -> f32 {
        let [u, v] = [
            (x - self.corner[0]) / self.size[0],
            (y - self.corner[1]) / self.size[1],
        ];
        if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
            return 0.0;
        }
        let far = [u, v, 1.0 - u, 1.0 - v];
        let fades = far.iter().zip(self.goes_on).filter(|(_, goes_on)| *goes_on);
        let share = fades
            .map(|(far, _)| smoothstep(0.0, FADES, *far))
            .fold(1.0, f32::min);
        let side = SIDE as f32;
        share * plane.between(u * side - 0.5, v * side - 0.5)
    }
}

/// Its colours, sRGB in `0.0..=1.0`.
fn colors_of(picture: &RgbaImage) -> Vec<[f32; 3]> {
    let colors = picture.pixels().map(|pixel| {
        let [red, green, blue, _] = pixel.0;
        [red, green, blue].map(|v| f32::from(v) / 255.0)
    });
    colors.collect()
}

#[cfg(test)]
mod tests;
