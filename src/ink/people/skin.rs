//! Bare skin and hair: what of a person has the colour of his face, and of what is above it.

use crate::ink::color::lab_from_srgb;
use crate::ink::passes::scale::Face;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, smoothstep};

/// Radii of the part of a face that is skin, over its width and height, and how far below the
/// middle of the face its own lies: cheeks, nose and chin, without brows and hair.
const CHEEKS: [f32; 2] = [0.3, 0.26];
const LOWER: f32 = 0.1;
/// Radii of what is no hair in any case, as those of the cheeks.
const FACE: [f32; 2] = [0.4, 0.42];
/// The share of a face that is to be of people; below that nobody has it.
const SURE: f32 = 0.3;
/// Distances in CIE Lab between which the colour of a face ends, and the weights of lightness,
/// chroma and hue in that: light and shade are of one skin.
const NEAR: [f32; 2] = [12.0, 21.0];
const LIGHTNESS: f32 = 0.25;
const CHROMA: f32 = 0.7;
const HUE: f32 = 1.2;
/// How much farther what is beside a face is by its hue and by more chroma.
const STRICT: f32 = 1.3;
/// Lightness below which nothing has a colour.
const DARKEST: f32 = 12.0;
/// Added to lightness where shares of it are compared.
const FLOOR: f32 = 16.0;
/// The band above a face in which hair is looked for, over its width and height, and the least
/// share of it that is no skin: below that there is none.
const BAND: [f32; 2] = [0.45, 0.4];
const LEAST_HAIR: f32 = 0.3;
/// Radii of a head with its hair over the width and height of its face, and how far above the
/// middle of the face its own lies.
const HEAD: [f32; 2] = [1.05, 1.15];
const HIGHER: f32 = 0.12;
/// Below this, over the height of the face from its middle, and so far to each side, over its
/// width, there is a neck or a collar and no hair.
const CHIN: f32 = 0.42;
const NECK: f32 = 0.55;
/// Distances in CIE Lab between which the colour of hair ends, and how far skin must be for there
/// to be any.
const HAIR: [f32; 2] = [16.0, 30.0];
const LEAST_FAR: f32 = 7.0;

/// How far each pixel of a part of a photograph, sRGB in `0.0..=1.0`, is skin, and how far it is
/// hair, of the person whose `face` this is, in its pixels, and how light that skin is, CIE L,
/// where that can be told; `mask` tells people.
pub(super) fn skin_and_hair(
    colors: &[[f32; 3]],
    mask: &Plane<f32>,
    face: Face,
) -> ([Plane<f32>; 2], Option<f32>) {
    let lab = lab_of(colors);
    let [left, top, width, height] = face;
    let place = |i: usize| {
        let (x, y) = (i % mask.width, i / mask.width);
        [
            (x as f32 + 0.5 - left) / width - 0.5,
            (y as f32 + 0.5 - top) / height - 0.5,
        ]
    };
    let is_in = |[u, v]: [f32; 2], [rx, ry]: [f32; 2]| (u / rx).powi(2) + (v / ry).powi(2) < 1.0;
    let all = 0..lab.len();
    let cheeks = (all.clone()).filter(|i| {
        let [u, v] = place(*i);
        is_in([u, v - LOWER], CHEEKS)
    });
    let cheeks: Vec<_> = cheeks.collect();
    let sure = cheeks.iter().map(|i| mask.pixels[*i]).sum::<f32>();
    if sure < SURE * cheeks.len().max(1) as f32 {
        let none = mask.map(|_, _| 0.0);
        return ([none.clone(), none], None);
    }
    let own = middle(&lab, &cheeks);
    if !can_be(own) {
        let none = mask.map(|_, _| 0.0);
        return ([none.clone(), none], None);
    }
    let skin = lab.iter().enumerate().map(|(i, lab)| {
        // Below the chin there are clothes, too.
        let strict = 1.0 + (STRICT - 1.0) * smoothstep(0.5, 1.0, place(i)[1]);
        1.0 - smoothstep(NEAR[0], NEAR[1], far(*lab, own, strict))
    });
    let skin: Vec<_> = skin.collect();
    let is_band = |i: &usize| {
        let [u, v] = place(*i);
        u.abs() < BAND[0] && (-0.5 - BAND[1]..-0.5).contains(&v) && mask.pixels[*i] > 0.5
    };
    let band: Vec<_> = all.filter(is_band).collect();
    let above: Vec<_> = (band.iter().copied())
        .filter(|i| skin[*i] < 0.5 || apart(lab[*i], own) > LEAST_FAR)
        .collect();
    let hair = (above.len() as f32 > LEAST_HAIR * band.len() as f32).then(|| middle(&lab, &above));
    let hair = hair.filter(|hair| apart(*hair, own) > LEAST_FAR);
    let hair = mask.map(|x, y| {
        let i = y * mask.width + x;
        let (Some(hair), [u, v]) = (hair, place(i)) else {
            return 0.0;
        };
        let far = apart(lab[i], hair);
        let is_head = is_in([u, v + HIGHER], HEAD);
        let is_neck = v > CHIN && u.abs() < NECK;
        if !is_head || is_neck || far > apart(lab[i], own) || is_in([u, v - LOWER], FACE) {
            return 0.0;
        }
        mask.pixels[i] * (1.0 - smoothstep(HAIR[0], HAIR[1], far))
    });
    let skin = mask.map(|x, y| {
        let i = y * mask.width + x;
        let is_light = smoothstep(DARKEST, DARKEST + 8.0, lab[i][0]);
        mask.pixels[i] * skin[i] * is_light * (1.0 - hair.pixels[i])
    });
    let light = (!is_grey(own)).then(|| lightness(&lab, &cheeks));
    ([skin, hair], light)
}

/// How light skin is, CIE L: that of what of the face is in light, in a picture that is as light as
/// pictures are.
fn lightness(lab: &[[f32; 3]], cheeks: &[usize]) -> f32 {
    let all: Vec<_> = (0..lab.len()).collect();
    let white = share_below(lab, &all, WHITE);
    share_below(lab, cheeks, IN_LIGHT) + EXPOSED * (LIGHTEST - white).max(0.0)
}

/// The lightness that this share of some places is darker than.
pub(super) fn share_below(lab: &[[f32; 3]], places: &[usize], share: f32) -> f32 {
    let mut light: Vec<_> = places.iter().map(|i| lab[*i][0]).collect();
    let at = (share * light.len().saturating_sub(1) as f32) as usize;
    match light.get(at) {
        Some(_) => *light.select_nth_unstable_by(at, f32::total_cmp).1,
        None => LIGHTEST,
    }
}

/// Share of the cheeks that is darker than what is in light, and of a picture that is darker than
/// its whites.
const IN_LIGHT: f32 = 0.75;
const WHITE: f32 = 0.95;
/// Lightness of the whites of most pictures, and how much of what lacks to that skin is lighter.
const LIGHTEST: f32 = 92.0;
const EXPOSED: f32 = 0.5;

pub(super) fn lab_of(colors: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let some = colors.chunks(LANES).flat_map(|some| {
        let lanes =
            [0, 1, 2].map(|c| std::array::from_fn(|i| some.get(i).map_or(0.0, |color| color[c])));
        let [l, a, b] = lab_from_srgb(lanes);
        (0..some.len()).map(move |i| [l[i], a[i], b[i]])
    });
    some.collect()
}

/// The medians of some colours.
pub(super) fn middle(lab: &[[f32; 3]], places: &[usize]) -> [f32; 3] {
    [0, 1, 2].map(|c| {
        let mut values: Vec<_> = places.iter().map(|i| lab[*i][c]).collect();
        let middle = values.len() / 2;
        match values.get(middle) {
            Some(_) => *values.select_nth_unstable_by(middle, f32::total_cmp).1,
            None => 0.0,
        }
    })
}

/// Whether a face may have this colour: what is green or blue is none.
fn can_be(own: [f32; 3]) -> bool {
    let [_, a, b] = own;
    is_grey(own) || (a > -4.0 && a + b > 4.0)
}

/// Whether a face is one of a photograph without colours.
fn is_grey([_, a, b]: [f32; 3]) -> bool {
    a.hypot(b) < GREY
}

/// Chroma below which a colour is none, and the weight of lightness where there is none.
const GREY: f32 = 3.0;
const GREY_LIGHTNESS: f32 = 0.6;

/// How far a colour is from that of a face, in any light; what has more chroma than that is farther
/// by `strict`.
fn far([l, a, b]: [f32; 3], own: [f32; 3], strict: f32) -> f32 {
    let lightness = if is_grey(own) {
        GREY_LIGHTNESS
    } else {
        LIGHTNESS
    };
    // In shade and in light a colour keeps its chroma over its lightness.
    let lit = ((l + FLOOR) / (own[0] + FLOOR)).clamp(0.5, 1.3);
    let [wa, wb] = [lit * own[1], lit * own[2]];
    let chroma = wa.hypot(wb).max(1.0);
    let [ua, ub] = [wa / chroma, wb / chroma];
    let [da, db] = [a - wa, b - wb];
    let (along, across) = (da * ua + db * ub, da * ub - db * ua);
    let along = CHROMA * if along > 0.0 { strict * along } else { along };
    let sum = (lightness * (l - own[0])).powi(2) + along.powi(2) + (strict * HUE * across).powi(2);
    sum.sqrt()
}

/// Distance in CIE Lab.
fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
    [0, 1, 2]
        .iter()
        .map(|c| (a[*c] - b[*c]).powi(2))
        .sum::<f32>()
        .sqrt()
}
