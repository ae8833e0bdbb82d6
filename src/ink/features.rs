//! Faces as a pen sees them: brows and eyes against what is around them, skin that is lit.

use super::passes::blur::blur;
use super::passes::scale::{Face, at_pixel};
use super::plane::{Plane, smoothstep};

/// The lightness up to which a face is solid ink: against what is around it there, where `light` is
/// the lightness as [a pen sees it](super::values::values); 0 outside the faces, where nothing but
/// what is darker than all paper and grey is.
pub(super) fn features(light: &Plane<f32>, faces: &[Face]) -> Plane<f32> {
    let mut levels = light.map(|_, _| 0.0_f32);
    for face in faces {
        feature(&mut levels, light, *face);
    }
    levels
}

/// How much darker brows, eyes and the rest of a face are that are inked.
const DARKER: f32 = 0.4;
/// What is added to the lightness that darkness is told against.
const FLOOR: f32 = 0.02;
/// Standard deviation of what is around a feature, over the width of the face, and how much of the
/// face is looked at beyond its borders.
const AROUND: f32 = 0.045;
const BESIDE: f32 = 0.15;
/// Widths in px of a face below which there are no features to be seen, and from which on there
/// are.
const SEEN: [f32; 2] = [16.0, 32.0];

fn feature(levels: &mut Plane<f32>, light: &Plane<f32>, [left, top, width, height]: Face) {
    let seen = smoothstep(SEEN[0], SEEN[1], width);
    let from = [left - BESIDE * width, top - BESIDE * height].map(|v| v.max(0.0) as usize);
    let to = [
        ((left + (1.0 + BESIDE) * width).max(0.0) as usize).min(light.width),
        ((top + (1.0 + BESIDE) * height).max(0.0) as usize).min(light.height),
    ];
    if seen <= 0.0 || from[0] + LEAST > to[0] || from[1] + LEAST > to[1] {
        return;
    }
    let mut face = Plane {
        width: to[0] - from[0],
        height: to[1] - from[1],
        pixels: Vec::new(),
    };
    let pixels = (from[1]..to[1]).flat_map(|y| (from[0]..to[0]).map(move |x| light.at(x, y)));
    face.pixels = pixels.collect();
    let around = blur(&face, AROUND * width);
    let place = |x: usize, y: usize| {
        let across = ((x + from[0]) as f32 + 0.5 - left) / width;
        [across, ((y + from[1]) as f32 + 0.5 - top) / height]
    };
    for y in 0..face.height {
        for x in 0..face.width {
            let [u, v] = place(x, y);
            let oval = ((u - 0.5) / 0.5).powi(2) + ((v - 0.5) / 0.55).powi(2);
            let inside = seen * (1.0 - smoothstep(0.7, 1.0, oval));
            if inside <= 0.0 {
                continue;
            }
            let around = around.at(x, y);
            let own = around - DARKER * (around.max(0.0) + FLOOR) - (1.0 - inside);
            let (x, y) = (x + from[0], y + from[1]);
            let known = &mut levels.pixels[y * levels.width + x];
            *known = known.max(own);
        }
    }
}

/// How much lighter than it is a pen sees each pixel of a face, so that most of one in soft light
/// stays paper and strokes model it instead of greying it, and with it of other skin, of which
/// `skin` tells the share for 2 by 2 pixels; `light` as for [`features`].
pub(super) fn lit(
    light: &Plane<f32>,
    faces: &[Face],
    skin: &Plane<f32>,
    engraves: f32,
) -> Plane<f32> {
    let most = MOST_LIFT[0] + (MOST_LIFT[1] - MOST_LIFT[0]) * engraves;
    let mut lit = light.map(|_, _| 0.0_f32);
    let mut lifts = Vec::new();
    for [left, top, width, height] in faces {
        let oval = |x: usize, y: usize| {
            let [u, v] = [
                (x as f32 + 0.5 - left) / width,
                (y as f32 + 0.5 - top) / height,
            ];
            ((u - 0.5) / 0.55).powi(2) + ((v - 0.55) / 0.65).powi(2)
        };
        let range = |from: f32, long: f32, side: usize| {
            let [from, to] = [-0.3, 1.5].map(|at| (from + at * long).max(0.0) as usize);
            from..to.min(side)
        };
        let rows = || range(*top, *height, light.height);
        let columns = || range(*left, *width, light.width);
        let inside = rows().flat_map(|y| columns().map(move |x| (x, y)));
        let inside = inside.filter(|(x, y)| oval(*x, *y) < INNER);
        let mut seen: Vec<f32> = inside.map(|(x, y)| light.at(x, y)).collect();
        if seen.is_empty() {
            continue;
        }
        let at = (MIDDLE * (seen.len() - 1) as f32) as usize;
        let middle = *seen.select_nth_unstable_by(at, f32::total_cmp).1;
        let fair = smoothstep(DARK[0], DARK[1], middle);
        let lift = (OPEN - middle).clamp(0.0, most) * (LEAST_FAIR + (1.0 - LEAST_FAIR) * fair);
        for y in rows() {
            for x in columns() {
                let much = lift * (1.0 - smoothstep(INNER, OUTER, oval(x, y)));
                let known = &mut lit.pixels[y * light.width + x];
                *known = known.max(much);
            }
        }
        lifts.push(([left + 0.5 * width, top + height], lift));
    }
    if lifts.iter().all(|(_, lift)| *lift <= 0.0) {
        return lit;
    }
    let far = |(x, y): (usize, usize), [x2, y2]: [f32; 2]| (x as f32 - x2).hypot(y as f32 - y2);
    lit.map(|x, y| {
        let share = (SKIN * at_pixel(skin, x, y)).clamp(0.0, 1.0);
        let known = lit.at(x, y);
        if share <= 0.0 {
            return known;
        }
        let near = (lifts.iter()).min_by(|a, b| far((x, y), a.0).total_cmp(&far((x, y), b.0)));
        known.max(share * near.map_or(0.0, |(_, lift)| *lift))
    })
}

/// Skin is sure from this share of 1 on.
const SKIN: f32 = 2.5;

/// Square of the distance from the middle of a face over its radius within which it is skin, and
/// beyond which it is none.
const INNER: f32 = 0.6;
const OUTER: f32 = 1.3;
/// Lightness of skin that is dark and that is none, and how much of the lift dark skin has.
const DARK: [f32; 2] = [0.1, 0.3];
const LEAST_FAIR: f32 = 0.35;
/// The share of a face that is to be shade, the lightness from which on skin is paper, and the most
/// that is added for that by pens and by engravers, who lay a tint over all.
const MIDDLE: f32 = 0.45;
const OPEN: f32 = 0.52;
const MOST_LIFT: [f32; 2] = [0.2, 0.32];

/// Fewer pixels a side are no face.
const LEAST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Face = [100.0, 60.0, 200.0, 200.0];

    /// A face with a brow.
    fn face(skin: f32) -> Plane<f32> {
        let size = Plane {
            width: 400,
            height: 320,
            pixels: vec![0.0_f32; 400 * 320],
        };
        size.map(|x, y| {
            let is_brow = (135..175).contains(&x) && (110..116).contains(&y);
            if is_brow { 0.4 * skin } else { skin }
        })
    }

    #[test]
    fn a_brow_is_inked_on_light_and_on_dark_skin_and_cheeks_are_not() {
        for skin in [0.7, 0.2] {
            let light = face(skin);
            let levels = features(&light, &[FACE]);
            let is_ink = |x, y| light.at(x, y) < levels.at(x, y);
            assert!(is_ink(155, 113), "{skin}");
            let cheeks = [(140, 180), (260, 180), (200, 140), (200, 205)];
            assert!(cheeks.iter().all(|(x, y)| !is_ink(*x, *y)), "{skin}");
            assert!(levels.at(20, 20) <= 0.0 && levels.at(380, 300) <= 0.0);
        }
    }

    #[test]
    fn faces_too_small_to_be_seen_and_beyond_the_picture_are_left_alone() {
        let light = face(0.6);
        for place in [[100.0, 60.0, 12.0, 12.0], [-900.0, 0.0, 200.0, 200.0]] {
            let levels = features(&light, &[place]);
            assert!(levels.pixels.iter().all(|level| *level <= 0.0));
        }
        let cut = features(&light, &[[300.0, 200.0, 200.0, 200.0]]);
        assert!(cut.pixels.iter().all(|level| level.is_finite()));
    }

    #[test]
    fn a_shaded_face_is_lit_a_light_one_stays_and_what_is_beside_it_too() {
        let bare = |x: usize| if x > 195 { 0.4 } else { 0.0 };
        let hand = Plane {
            width: 200,
            height: 160,
            pixels: (0..200 * 160).map(|i| bare(i % 200)).collect(),
        };
        let lit = |skin: f32, engraves: f32| lit(&face(skin), &[FACE], &hand, engraves);
        let [shaded, dark, light] = [0.4, 0.1, 0.7].map(|skin| lit(skin, 0.0));
        let middle = |plane: &Plane<f32>| plane.at(240, 160);
        assert!((middle(&shaded) - (OPEN - 0.4)).abs() < 0.02);
        assert!((middle(&dark) - LEAST_FAIR * MOST_LIFT[0]).abs() < 1e-5);
        assert_eq!(middle(&light), 0.0);
        assert_eq!((shaded.at(10, 10), shaded.at(380, 160)), (0.0, 0.0));
        assert_eq!(shaded.at(396, 20), middle(&shaded), "a hand as the face");
        assert!(middle(&lit(0.1, 1.0)) > middle(&dark));
    }
}
