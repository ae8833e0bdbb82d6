//! Pages that look unlike all others of their folder: by another hand, or a photograph among
//! drawings.

use crate::train::data::pages::{Folder, PageProblem};

/// Fewer pages than this say nothing of what is usual among them.
const MIN_PAGES: usize = 10;
/// So many times as far from the middle as half of the pages are: never among 20 samples of 12 to
/// 60 pages from each of six styles, where the furthest were 2.6.
const FAR: f32 = 2.7;
/// Most that one measure of a page may say against it, in robust standard deviations.
const MOST: f32 = 10.0;
/// Least spread of a measure, so that what never changes does not count.
const LEAST_SPREAD: f32 = 0.02;
/// Factor between the chroma of a page and that of its folder; in coloured folders it went up to
/// 2.8.
const CHROMA_FACTOR: f32 = 4.0;
/// Keeps the factor of two grey pages near one.
const LEAST_CHROMA: f32 = 2.0;
/// A robust standard deviation is so many times the median distance from the median.
const FROM_MEDIAN: f32 = 1.4826;

/// Notes pages that look unlike all others among the warnings of `folder`, whose signs were seen;
/// they stay among its pages.
pub fn find_outliers(folder: &mut Folder) {
    if folder.signs.len() < MIN_PAGES {
        return;
    }
    let rows: Vec<&[f32]> = folder.signs.iter().map(|signs| &*signs.features).collect();
    let chroma: Vec<f32> = folder.signs.iter().map(|signs| signs.chroma).collect();
    for i in outliers(&rows, &chroma) {
        let path = folder.pages[i].path.clone();
        folder.warnings.push((path, PageProblem::UnlikeOthers));
    }
}

/// Rows that are far from the middle, or whose chroma is that of another kind of page.
fn outliers(rows: &[&[f32]], chroma: &[f32]) -> Vec<usize> {
    let usual_chroma = median(chroma.iter().copied()) + LEAST_CHROMA;
    let distances = distances(rows);
    let usual = median(distances.iter().copied()).max(f32::MIN_POSITIVE);
    let is_outlier = |i: &usize| {
        let factor = (chroma[*i] + LEAST_CHROMA) / usual_chroma;
        let is_coloured_otherwise = !(1.0 / CHROMA_FACTOR..=CHROMA_FACTOR).contains(&factor);
        distances[*i] > FAR * usual || is_coloured_otherwise
    };
    (0..rows.len()).filter(is_outlier).collect()
}

/// How far each row is from the middle of all: robust standard deviations, averaged over the
/// measures.
fn distances(rows: &[&[f32]]) -> Vec<f32> {
    let width = rows.first().map_or(0, |row| row.len());
    let mut sums = vec![0.0; rows.len()];
    for i in 0..width {
        let middle = median(rows.iter().map(|row| row[i]));
        let spread = median(rows.iter().map(|row| (row[i] - middle).abs()));
        let spread = spread * FROM_MEDIAN + LEAST_SPREAD;
        for (sum, row) in sums.iter_mut().zip(rows) {
            *sum += ((row[i] - middle).abs() / spread).min(MOST);
        }
    }
    sums.into_iter()
        .map(|sum| sum / width.max(1) as f32)
        .collect()
}

fn median(numbers: impl Iterator<Item = f32>) -> f32 {
    let mut numbers: Vec<f32> = numbers.collect();
    numbers.sort_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(random: &mut fastrand::Rng) -> Vec<Vec<f32>> {
        let row = |_| (0..40).map(|i| i as f32 * 0.1 + random.f32()).collect();
        (0..12).map(row).collect()
    }

    fn slices(rows: &[Vec<f32>]) -> Vec<&[f32]> {
        rows.iter().map(|row| &**row).collect()
    }

    #[test]
    fn a_row_far_from_all_others_is_an_outlier_and_usual_rows_are_not() {
        let random = &mut fastrand::Rng::with_seed(2);
        let mut rows = rows(random);
        let grey = vec![0.0; 12];
        assert_eq!(outliers(&slices(&rows), &grey), Vec::<usize>::new());
        rows[7].iter_mut().for_each(|value| *value += 3.0);
        assert_eq!(outliers(&slices(&rows), &grey), [7]);
    }

    #[test]
    fn a_coloured_page_is_an_outlier_among_grey_ones_and_a_grey_one_among_coloured() {
        let rows = rows(&mut fastrand::Rng::with_seed(3));
        let mut chroma = vec![1.0; 12];
        chroma[3] = 40.0;
        assert_eq!(outliers(&slices(&rows), &chroma), [3]);
        let mut chroma = vec![35.0; 12];
        chroma[5] = 0.5;
        chroma[6] = 70.0;
        assert_eq!(outliers(&slices(&rows), &chroma), [5]);
    }
}
