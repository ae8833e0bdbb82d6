//! How well can be learnt from pages, before anything is learnt: 1 to 100, with reasons, and what
//! would raise it.
//!
//! Each reason has a factor, `0.0..=1.0`, by how much it spoils the training, and the score is
//! their product. Where the factors begin and how steep they are was set by trainings of 40 steps
//! from folders that were spoilt on purpose, against the style loss that was reached on other pages
//! of the hand.

use crate::train::data::hands::clusters;
use crate::train::data::pages::{Folder, PageProblem};
use crate::train::data::signs::PageSigns;

/// How many reasons are given.
const NUM_REASONS: usize = 3;
/// A factor below this is a reason against the pages, one above it is one for it.
const SPOILT: f32 = 0.93;
/// What one page gives of a score, and the number of pages by which two thirds of the rest are
/// there.
const ONE_PAGE: f32 = 0.7;
const ENOUGH_PAGES: f32 = 4.0;
/// How far apart clusters of pages are from which on they may be of two hands, and are for sure.
/// Beyond 0.87 are 4 of 100 samples of 12 or 24 pages of one hand, and 73 of 100 of 12 and 12 of
/// two.
const TWO_HANDS: [f32; 2] = [0.85, 1.35];
/// Softness of sharp scans, and of those from which no line can be learnt.
const SOFT: [f32; 2] = [0.31, 0.75];
/// Contrast of inks on paper, and of scans that are grey all over.
const GREY: [f32; 2] = [0.5, 0.25];
/// Long side of pages on which lines have their natural width, and of those that are thumbnails, in
/// pixels.
const SMALL_PX: [f32; 2] = [420.0, 120.0];
/// Share of what is drawn that is lettering.
const LETTERED: [f32; 2] = [0.1, 0.9];
/// Share of a page on which something is drawn.
const EMPTY: [f32; 2] = [0.35, 0.0];
/// What is left of a score by the worst of each: hands, softness, contrast, size, lettering, empty
/// pages.
const WORST: [f32; 6] = [0.55, 0.1, 0.3, 0.8, 0.15, 0.75];

/// Why pages are good or bad to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All of them look alike enough.
    OneHand(usize),
    /// They fall into two clusters of so many pages.
    TwoHands(usize, usize),
    /// There are enough.
    ManyPages(usize),
    /// There are few.
    FewPages(usize),
    /// They are sharp.
    Sharp,
    /// So many are soft or blurred.
    Soft(usize),
    /// Ink is dark and paper light.
    Contrast,
    /// So many are grey all over.
    Grey(usize),
    /// They are large enough.
    Large,
    /// So many are small.
    Small(usize),
    /// There is little lettering.
    LittleLettering,
    /// So many are mostly lettering, those that are left out among them.
    Lettering(usize),
    /// The drawings fill them.
    Full,
    /// So many are nearly empty, those that are left out among them.
    Empty(usize),
}

impl Reason {
    /// In English, for the command line.
    pub fn in_words(self) -> String {
        match self {
            Self::OneHand(num) => format!("{num} pages are one hand"),
            Self::TwoHands(many, few) => {
                format!("{many} pages look like one hand, {few} like another")
            }
            Self::ManyPages(num) => format!("{num} pages are enough"),
            Self::FewPages(1) => "one page is little to learn from".to_owned(),
            Self::FewPages(num) => format!("{num} pages are few"),
            Self::Sharp => "scans are sharp".to_owned(),
            Self::Soft(num) => format!("{} soft", pages_are(num)),
            Self::Contrast => "ink and paper are far apart".to_owned(),
            Self::Grey(num) => format!("{} grey all over", pages_are(num)),
            Self::Large => "scans are large enough".to_owned(),
            Self::Small(num) => format!("{} small", pages_are(num)),
            Self::LittleLettering => "there is little lettering".to_owned(),
            Self::Lettering(num) => format!("{} mostly lettering", pages_are(num)),
            Self::Full => "drawings fill the pages".to_owned(),
            Self::Empty(num) => format!("{} nearly empty", pages_are(num)),
        }
    }

    /// What would raise the score, in English; `None` for what is good.
    pub fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::TwoHands(..) => "leave out the pages of the other hand",
            Self::FewPages(_) => "add pages of this hand; ten or more are good",
            Self::Soft(_) => "scan the pages anew, in focus, or sharpen them",
            Self::Grey(_) => "set black and white point of the scans to ink and paper",
            Self::Small(_) => "scan the pages at 600 pixels or more",
            Self::Lettering(_) => "add pages with more drawing, or cut out the panels",
            Self::Empty(_) => "cut the drawings out of empty pages",
            _ => return None,
        })
    }
}

fn pages_are(num: usize) -> String {
    match num {
        1 => "one page is".to_owned(),
        num => format!("{num} pages are"),
    }
}

/// How well can be learnt from pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// 1 to 100.
    pub value: u8,
    /// What it comes from, what spoils most first; three of them.
    pub reasons: Vec<Reason>,
}

/// Pages that are left out, by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// With nothing but text.
    pub text: usize,
    /// With nearly nothing.
    pub blank: usize,
}

impl LeftOut {
    /// Among these reasons.
    pub fn among<'a>(problems: impl IntoIterator<Item = &'a PageProblem>) -> Self {
        let mut sum = Self::default();
        for problem in problems {
            sum.text += usize::from(matches!(problem, PageProblem::MostlyText));
            sum.blank += usize::from(matches!(problem, PageProblem::Blank));
        }
        sum
    }
}

/// How far a value is on the way from good to bad, `0.0..=1.0`.
fn way([good, bad]: [f32; 2], value: f32) -> f32 {
    ((value - good) / (bad - good)).clamp(0.0, 1.0)
}

impl Score {
    /// Of the pages of a folder; `None` when there are none, or nobody looked at them.
    pub fn of_folder(folder: &Folder) -> Option<Self> {
        let left_out = LeftOut::among(folder.problems.iter().map(|(_, problem)| problem));
        Self::of(&folder.signs.iter().collect::<Vec<_>>(), left_out)
    }

    /// Of pages, and of what was left out beside them; `None` when there are none.
    pub fn of(pages: &[&PageSigns], left_out: LeftOut) -> Option<Self> {
        if pages.is_empty() {
            return None;
        }
        let num = pages.len();
        // The mean factor, and how many pages are spoilt: at least one when the mean is.
        let sum = |range: [f32; 2], worst: f32, of: fn(&PageSigns) -> f32| {
            let factors = pages
                .iter()
                .map(|page| 1.0 - (1.0 - worst) * way(range, of(page)));
            let mean = factors.clone().sum::<f32>() / num as f32;
            (mean, factors.filter(|factor| *factor < SPOILT).count())
        };
        let mut parts = Vec::new();
        let places: Vec<&[f32]> = pages.iter().map(|page| &*page.place).collect();
        let [hands, soft, grey, small, lettered, empty] = WORST;
        if let Some(clusters) = clusters(&places) {
            let factor = 1.0 - (1.0 - hands) * way(TWO_HANDS, clusters.apart);
            let [many, few] = clusters.nums;
            parts.push((factor, Reason::OneHand(num), Reason::TwoHands(many, few)));
        }
        let enough = 1.0 - (1.0 - ONE_PAGE) * (-(num as f32 - 1.0) / ENOUGH_PAGES).exp();
        parts.push((enough, Reason::ManyPages(num), Reason::FewPages(num)));
        let (factor, num) = sum(SOFT, soft, |page| page.softness);
        parts.push((factor, Reason::Sharp, Reason::Soft(num)));
        let (factor, num) = sum(GREY, grey, |page| page.contrast);
        parts.push((factor, Reason::Contrast, Reason::Grey(num)));
        let (factor, num) = sum(SMALL_PX, small, |page| page.long_side_px as f32);
        parts.push((factor, Reason::Large, Reason::Small(num)));
        let (factor, num) = sum(LETTERED, lettered, |page| page.lettering);
        let lettering = Reason::Lettering(num + left_out.text);
        parts.push((factor, Reason::LittleLettering, lettering));
        let (factor, num) = sum(EMPTY, empty, |page| page.drawn);
        parts.push((factor, Reason::Full, Reason::Empty(num + left_out.blank)));
        let product: f32 = parts.iter().map(|(factor, ..)| factor).product();
        // Those that spoil nothing stay in the order of what people ask first.
        parts.sort_by(|(a, ..), (b, ..)| a.min(SPOILT).total_cmp(&b.min(SPOILT)));
        let reasons = parts.into_iter().take(NUM_REASONS);
        Some(Self {
            value: (1.0 + 99.0 * product).round() as u8,
            reasons: reasons
                .map(|(factor, good, bad)| if factor < SPOILT { bad } else { good })
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests;
