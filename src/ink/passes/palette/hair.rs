//! Hair: it has colours of its own, and is never drawn as the face is.

use super::{LIGHTNESS, cost};
use crate::ink::measured::Swatch;
use crate::ink::measured::swatches::{grouped, nearest_of};

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

/// Gives hair that is darker than flesh a darker swatch than that has.
pub(super) fn darker_hair(
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
    let (light, drawn) = (groups[most].lab[0], to[most][0]);
    for i in (0..groups.len()).filter(|i| hair[*i]) {
        let own = groups[i].lab[0];
        if own > light - DARKER {
            continue;
        }
        let lightest = (drawn - DRAWN_DARKER).min(drawn * own / light.max(1.0) + LIGHTER);
        let dark = swatches.iter().filter(|swatch| swatch.lab[0] < lightest);
        let dark: Vec<_> = dark.copied().collect();
        if to[i][0] > lightest && !dark.is_empty() {
            let [_, a, b] = groups[i].lab;
            to[i] = dark[nearest_of(&dark, |swatch| cost([lightest, a, b], swatch))].lab;
        }
    }
}
