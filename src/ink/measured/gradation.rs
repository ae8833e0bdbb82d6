//! Whether the top of a picture goes over from a dark band to what lies below it, as skies of
//! woodblocks do (bokashi).

use super::swatches::distance;
use crate::ink::plane::Plane;

/// Where the band at the top, and what lies below it, is looked at, over the height of a page; its
/// edge may be cut badly.
const TOP: [f32; 2] = [0.008, 0.03];
const BELOW: [f32; 2] = [0.16, 0.22];
/// How far the two must lie from each other, and how far colours of each may lie from its median,
/// in CIE Lab.
const APART: f32 = 14.0;
const EVEN: f32 = 11.0;
/// Share of the pages from which on a hand grades its skies.
const OFTEN: f32 = 0.15;
/// Colours nearer than this are of one band.
const ALIKE: f32 = 20.0;

/// The colour of the band at the top of a page, CIE Lab; `None` without one.
pub(super) fn of(lab: &Plane<[f32; 3]>) -> Option<[f32; 3]> {
    let (top, below) = (middle(lab, TOP)?, middle(lab, BELOW)?);
    let is_darker = top[0] < below[0] && distance(top, below) > APART;
    is_darker.then_some(top)
}

/// The median of some rows, when they are even.
fn middle(lab: &Plane<[f32; 3]>, [from, to]: [f32; 2]) -> Option<[f32; 3]> {
    let row = |share: f32| (share * lab.height as f32) as usize;
    let (from, to) = (row(from), row(to).max(row(from) + 2).min(lab.height));
    let rows = &lab.pixels[from.min(to) * lab.width..to * lab.width];
    if rows.is_empty() {
        return None;
    }
    let median = |values: &mut Vec<f32>| {
        let at = values.len() / 2;
        *values.select_nth_unstable_by(at, f32::total_cmp).1
    };
    let middle = [0, 1, 2].map(|c| median(&mut rows.iter().map(|lab| lab[c]).collect()));
    let away = median(&mut rows.iter().map(|lab| distance(*lab, middle)).collect());
    (away < EVEN).then_some(middle)
}

/// The band of a hand, from those of its pages: the one to which most others are alike.
pub(super) fn common(bands: &[Option<[f32; 3]>]) -> Option<[f32; 3]> {
    let found: Vec<_> = bands.iter().flatten().copied().collect();
    let often = OFTEN * bands.len() as f32;
    let alike = |band: &[f32; 3]| {
        let near = |other: &&[f32; 3]| distance(*band, **other) < ALIKE;
        found.iter().filter(near).count()
    };
    let is_often = bands.len() >= LEAST_PAGES && found.len() as f32 > often;
    found.iter().copied().max_by_key(alike).filter(|_| is_often)
}

/// Pages below which nothing is often.
const LEAST_PAGES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: [f32; 3] = [40.0, 0.0, -35.0];
    const PAPER: [f32; 3] = [88.0, 0.0, 10.0];

    fn page(at: impl Fn(f32, f32) -> [f32; 3]) -> Plane<[f32; 3]> {
        let (width, height) = (120, 160);
        let place = |i: usize| {
            [
                (i % width) as f32 / width as f32,
                (i / width) as f32 / height as f32,
            ]
        };
        let pixels = (0..width * height).map(|i| {
            let [x, y] = place(i);
            at(x, y)
        });
        Plane {
            width,
            height,
            pixels: pixels.collect(),
        }
    }

    #[test]
    fn a_band_that_goes_over_into_paper_is_found_and_a_drawing_is_not() {
        let graded = page(|_, y| {
            let share = (1.0 - y / 0.15).max(0.0);
            [0, 1, 2].map(|c| PAPER[c] + (BLUE[c] - PAPER[c]) * share)
        });
        let band = of(&graded).expect("there is a band");
        assert!(distance(band, BLUE) < 12.0, "{band:?}");
        assert_eq!(of(&page(|_, _| PAPER)), None);
        let drawn = page(|x, _| {
            if (x * 10.0).rem_euclid(2.0) < 1.0 {
                BLUE
            } else {
                PAPER
            }
        });
        assert_eq!(of(&drawn), None);
    }

    #[test]
    fn a_hand_has_the_band_of_most_pages_when_many_have_one() {
        let dark = [15.0, 0.0, 0.0];
        let bands = [Some(BLUE), Some(dark), Some(BLUE), None, None, None];
        assert_eq!(common(&bands), Some(BLUE));
        let mut rare = [None; 20];
        rare[3] = Some(BLUE);
        assert_eq!(common(&rare), None);
        assert_eq!(common(&[Some(BLUE)]), None);
    }
}
