//! Flesh: which colours of a picture are that of faces, and what a hand draws it with.

use super::{KIN, LIGHTNESS, OPEN, cost, is_brown, mean_chroma};
use crate::ink::measured::swatches::nearest_of;
use crate::ink::measured::{MeasuredInk, Swatch, chroma};
use crate::ink::plane::Sample as _;

/// Share of the colours of all faces from which on a group is flesh.
const FLESH_SHARE: f32 = 0.02;

/// Mean chroma of a picture below which it has no colours, and flesh is as light as it is.
const GREY: f32 = 2.0;
/// Lightness from which on flesh is in bright light.
const BRIGHT: f32 = 68.0;
/// Share of faces from which on that may be: less is the wall behind them.
const BRIGHT_SHARE: f32 = 0.2;

/// How much of each group is flesh: its share of all faces, 0 when its hue cannot be.
pub(super) fn flesh_of(groups: &[Swatch], colors: &[[f32; 3]], in_face: &[bool]) -> Vec<f32> {
    let mut counts = vec![0.0_f32; groups.len()];
    for (color, _) in colors.iter().zip(in_face).filter(|(_, inside)| **inside) {
        let group = nearest_of(groups, |group| {
            let l = LIGHTNESS * (color[0] - group.lab[0]);
            l * l + (color[1] - group.lab[1]).powi(2) + (color[2] - group.lab[2]).powi(2)
        });
        counts[group] += 1.0;
    }
    let total: f32 = counts.iter().sum::<f32>().max(1.0);
    let is_grey = mean_chroma(groups.iter().map(|group| (group.lab, group.share))) < GREY;
    (groups.iter().zip(counts))
        .map(|(group, count)| {
            let share = count / total;
            let [_, a, b] = group.lab;
            let hue = b.atan2(a).to_degrees();
            // Where light is bright, skin is yellow.
            let is_bright = group.lab[0] > BRIGHT && share > BRIGHT_SHARE;
            let yellowest = if is_bright { 105.0 } else { 85.0 };
            let can_be = chroma(group.lab) > 6.0 && (5.0..yellowest).contains(&hue);
            if share > FLESH_SHARE && (can_be || is_grey) {
                share
            } else {
                0.0
            }
        })
        .collect()
}

/// Whether each group is flesh in a face alone: so dark and grey that it is hair beside it, or so
/// loud that it is a shirt.
pub(super) fn are_others(groups: &[Swatch], flesh: &[f32]) -> Vec<bool> {
    let of = |number: fn(&Swatch) -> f32| middle(groups.iter().map(number), flesh);
    let (light, own) = (of(|group| group.lab[0]), of(|group| chroma(group.lab)));
    (groups.iter().zip(flesh))
        .map(|(group, flesh)| {
            let chroma = chroma(group.lab);
            let is_hair = group.lab[0] < light - HAIR && chroma < HAIR_CHROMA * own;
            let is_loud = chroma > (LOUDER * own).max(LOUDEST);
            *flesh > 0.0 && (is_hair || is_loud)
        })
        .collect()
}

/// The number that half of the flesh is below.
fn middle(of: impl Iterator<Item = f32>, flesh: &[f32]) -> f32 {
    let mut numbers: Vec<_> = of.zip(flesh).collect();
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = 0.5 * flesh.iter().sum::<f32>();
    let half = numbers.iter().find(|(_, share)| {
        left -= **share;
        left <= 0.0
    });
    half.map_or(0.0, |(number, _)| *number)
}

/// How much darker hair is than faces are.
const HAIR: f32 = 30.0;
/// Share of the chroma of faces that hair has at most: skin in shade keeps its own.
const HAIR_CHROMA: f32 = 0.7;
/// Chroma up to which nothing is too loud for skin, and how much more than most of it that may be.
const LOUDEST: f32 = 40.0;
const LOUDER: f32 = 1.5;

/// Gives all flesh one swatch, with kin tones for light and shade: faces in patches are what people
/// dislike most.
pub(super) fn one_flesh(
    groups: &[Swatch],
    flesh: &[f32],
    wanted: &[f32],
    hand: &MeasuredInk,
    to: &mut [[f32; 3]],
) {
    let total: f32 = flesh.iter().sum();
    if total <= 0.0 {
        return;
    }
    let mean = |of: &dyn Fn(usize) -> f32| {
        let sum: f32 = (0..groups.len()).map(|i| flesh[i] * of(i)).sum();
        sum / total
    };
    let light = mean(&|i| wanted[i]);
    let lit = match () {
        () if light <= 40.0 => 0.0,
        () if hand.open > OPEN => FLESH_ON_PAPER,
        () => FLESH,
    };
    let target = [
        light + lit,
        mean(&|i| groups[i].lab[1]),
        mean(&|i| groups[i].lab[2]),
    ];
    let most = if hand.open > OPEN {
        PALE_FLESH
    } else {
        LOUDEST_FLESH
    };
    let warm: Vec<_> = (hand.colors().iter())
        .filter(|swatch| {
            let [_, a, b] = swatch.lab;
            let hue = b.atan2(a).to_degrees();
            let is_warm = (5.0..100.0).contains(&hue) && chroma(swatch.lab) < most;
            is_warm || swatch.lab == hand.paper
        })
        .copied()
        .collect();
    if warm.is_empty() {
        return;
    }
    let swatch = warm[nearest_of(&warm, |swatch| cost(target, swatch))];
    for (i, to) in to.iter_mut().enumerate().filter(|(i, _)| flesh[*i] > 0.0) {
        let shade = (0.6 * (wanted[i] - light)).clamp(-FLESH_SHADE, FLESH_SHADE);
        let lean = (0.5 * (target[0] - swatch.lab[0])).clamp(-KIN, KIN);
        *to = swatch.lab;
        to[0] = (to[0] + shade + lean).clamp(0.0, 100.0);
    }
}

/// Chroma from which on no swatch is flesh, for hands that leave the paper open and for the others.
const PALE_FLESH: f32 = 22.0;
const LOUDEST_FLESH: f32 = 38.0;
/// How much lighter hands draw flesh than it is.
const FLESH: f32 = 12.0;
/// The same of hands that leave the paper open: it is the flesh.
const FLESH_ON_PAPER: f32 = 22.0;
/// How far the light and shade of flesh may lie from its swatch.
const FLESH_SHADE: f32 = 20.0;

/// How the skin of people with dark skin is drawn, beside that of all others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DeepFlesh {
    /// Lightness of flesh, CIE L.
    light: f32,
    /// What is added to flesh where skin is as dark as can be, CIE Lab.
    pub(super) by: [f32; 3],
}

impl DeepFlesh {
    pub(super) fn of(flesh: &[f32], to: &[[f32; 3]], hand: &MeasuredInk) -> Self {
        let most = (0..flesh.len()).max_by(|a, b| flesh[*a].total_cmp(&flesh[*b]));
        let Some(most) = most.filter(|most| flesh[*most] > 0.0 && !hand.is_pen()) else {
            return Self::default();
        };
        let [light, a, b] = to[most];
        let is_one = |swatch: &&Swatch| is_brown(swatch.lab);
        let browns: Vec<_> = hand.colors().iter().filter(is_one).copied().collect();
        // Half of it is the hand's own brown: that may be a red.
        let near = |swatch: &Swatch| cost(BROWN, swatch);
        let own = (!browns.is_empty()).then(|| browns[nearest_of(&browns, near)].lab);
        let [_, brown_a, brown_b] = own.map_or(BROWN, |own| own.lerp(BROWN, 0.5));
        Self {
            light,
            by: [-DEEPEST, brown_a - a, brown_b - b],
        }
    }

    /// How far skin of such a lightness, `0.0..=1.0`, is dark.
    pub(super) fn at(&self, light: f32) -> f32 {
        if light >= 1.0 {
            return 0.0;
        }
        (DEEP * (self.light - 100.0 * light - LIGHTER) / DEEPEST).clamp(0.0, 1.0)
    }
}

/// CIE Lab of a brown, and how much darker than other flesh skin is drawn at most.
const BROWN: [f32; 3] = [50.0, 12.0, 18.0];
const DEEPEST: f32 = 27.0;
/// How much lighter than it is hands draw it, and how far they follow it below that.
const LIGHTER: f32 = 10.0;
const DEEP: f32 = 0.7;
