//! Hair: it has colours of its own, and is never drawn as the face is.

use std::ops::Range;

use super::{LIGHTNESS, cost};
use crate::ink::measured::swatches::{grouped, nearest_of};
use crate::ink::measured::{Swatch, chroma};

/// Groups of colours in hair, and the least share of a picture that is some.
const GROUPS: usize = 3;
const LEAST: f32 = 0.001;
/// How much darker than flesh hair is, and how much darker than that it is drawn.
const DARKER: f32 = 5.0;
const DRAWN_DARKER: f32 = 14.0;
/// How much lighter hair may be drawn, beside flesh, than it is.
const LIGHTER: f32 = 12.0;

/// Groups of those `colors` that are in hair.
pub(super) fn hair_groups(colors: &[[f32; 3]], in_hair: &[bool]) -> Vec<Swatch> {
    let hair = colors.iter().zip(in_hair).filter(|(_, is_hair)| **is_hair);
    let hair: Vec<_> = hair.map(|(color, _)| *color).collect();
    let share = hair.len() as f32 / colors.len().max(1) as f32;
    if share < LEAST {
        return Vec::new();
    }
    let groups = grouped(&hair, GROUPS, LIGHTNESS).into_iter();
    groups
        .map(|group| Swatch {
            share: group.share * share,
            ..group
        })
        .collect()
}

/// Gives hair that is darker than flesh a darker swatch than that has, dark hair none that is blue,
/// and fair hair one that is not that of flesh.
pub(super) fn colors_of_hair(
    groups: &[Swatch],
    flesh: &[f32],
    hair: &[bool],
    swatches: &[Swatch],
    to: &mut [[f32; 3]],
) {
    let most = (0..groups.len()).max_by(|a, b| flesh[*a].total_cmp(&flesh[*b]));
    let Some(most) = most.filter(|most| flesh[*most] > 0.0) else {
        return;
    };
    let (light, skin) = (groups[most].lab[0], to[most]);
    let some = |is_one: &dyn Fn(&Swatch) -> bool, target: [f32; 3]| {
        let some: Vec<_> = swatches
            .iter()
            .filter(|swatch| is_one(swatch))
            .copied()
            .collect();
        (!some.is_empty()).then(|| some[nearest_of(&some, |swatch| cost(target, swatch))].lab)
    };
    for i in (0..groups.len()).filter(|i| hair[*i]) {
        let [own, a, b] = groups[i].lab;
        if own > light - DARKER {
            let is_fair = |swatch: &Swatch| {
                let [l, _, b] = swatch.lab;
                FAIR.contains(&l) && FAIR_CHROMA.contains(&chroma(swatch.lab)) && b > 0.0
            };
            let is_flesh = chroma([0.0, to[i][1] - skin[1], to[i][2] - skin[2]]) < AS_FLESH
                && (to[i][0] - skin[0]).abs() < AS_FLESH;
            if let Some(fair) = some(&is_fair, [own, a, b]).filter(|_| is_flesh && b > 0.0) {
                to[i] = [0, 1, 2].map(|c| to[i][c] + FAIRER * (fair[c] - to[i][c]));
            }
            continue;
        }
        let lightest = (skin[0] - DRAWN_DARKER).min(skin[0] * own / light.max(1.0) + LIGHTER);
        let is_dark = own < DARK;
        let limit = if is_dark {
            skin[0] - DRAWN_DARKER
        } else {
            lightest
        };
        if to[i][0] > lightest || is_dark {
            let can_be =
                |swatch: &Swatch| swatch.lab[0] < limit && !(is_dark && swatch.lab[2] < BLUE);
            let target = if is_dark {
                own + DARK_LIGHTER
            } else {
                lightest
            };
            if let Some(dark) = some(&can_be, [target, a, b]) {
                to[i] = dark;
            }
        }
    }
}

/// Lightness below which hair is dark, and how much lighter than it is that is drawn; what has less
/// of this `b*` is blue.
const DARK: f32 = 36.0;
const DARK_LIGHTER: f32 = 8.0;
const BLUE: f32 = -4.0;
/// Lightness and chroma of what fair hair can be drawn with, how far from flesh a colour is that of
/// flesh, and how much of the swatch there is in it.
const FAIR: Range<f32> = 50.0..95.0;
const FAIR_CHROMA: Range<f32> = 14.0..60.0;
const AS_FLESH: f32 = 12.0;
const FAIRER: f32 = 0.6;
