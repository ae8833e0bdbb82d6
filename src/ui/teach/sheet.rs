//! The sheet on which a training run is prepared.

use std::path::{Path, PathBuf};

use super::Looker;
use crate::engine::TrainSpec;
use crate::i18n::tr;
use crate::ink::MeasuredInk;
use crate::model::Dials;
use crate::model::style_file::check_name;
use crate::train::pages::FEW_PAGES;
use crate::train::pairs::PairFiles;
use crate::train::{Budget, LeftOut, PageSigns, Plan, PlanChanges, Score};
use crate::ui::texture::PictureTexture;

/// How long is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Length {
    /// To see whether it is worth it.
    Draft,
    /// Good for most pages.
    Good,
    /// As good as it gets.
    Best,
}

impl Length {
    /// All of them, shortest first.
    pub(in crate::ui) const ALL: [Self; 3] = [Self::Draft, Self::Good, Self::Best];

    /// Steps of training.
    pub(in crate::ui) fn steps(self) -> u64 {
        match self {
            Self::Draft => 120,
            Self::Good => 600,
            Self::Best => 2400,
        }
    }
}

/// A page on the sheet.
pub(in crate::ui) struct SheetPage {
    pub(in crate::ui) path: PathBuf,
    /// The pair whose drawing it is, if it lies over a photograph.
    pub(in crate::ui) pair: Option<PairFiles>,
    /// Why it cannot be learnt from.
    pub(in crate::ui) problem: Option<String>,
    /// Why it may be there by mistake, though it can be learnt from.
    pub(in crate::ui) warning: Option<String>,
    /// What was seen of it.
    pub(in crate::ui) signs: Option<PageSigns>,
    pub(in crate::ui) thumbnail: Option<PictureTexture>,
    /// Whether the person leaves it in.
    pub(in crate::ui) is_used: bool,
}

/// What a person fills in.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) struct Form {
    pub(in crate::ui) name: String,
    pub(in crate::ui) author: String,
    pub(in crate::ui) licence: String,
    /// Style to start from; `None` takes the nearest mixture.
    pub(in crate::ui) from: Option<String>,
    pub(in crate::ui) length: Length,
    /// Whether the photographs of the strip are practised on.
    pub(in crate::ui) uses_photos: bool,
}

/// The sheet: the form and the pages.
pub(in crate::ui) struct Sheet {
    pub(in crate::ui) form: Form,
    pub(in crate::ui) pages: Vec<SheetPage>,
    /// What was measured on them.
    pub(in crate::ui) ink: Option<MeasuredInk>,
    /// How well can be learnt from those that are left in.
    pub(in crate::ui) score: Option<Score>,
    /// What is left out because of what it is.
    pub(in crate::ui) left_out: LeftOut,
    /// Looks at the pages; gone when they are there.
    pub(in crate::ui) looker: Option<Looker>,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet")
            .field("form", &self.form)
            .field("num_pages", &self.pages.len())
            .finish_non_exhaustive()
    }
}

impl Sheet {
    /// An empty sheet for the pages in `folders`.
    pub(in crate::ui) fn new(folders: &[PathBuf], looker: Option<Looker>) -> Self {
        let name = folders.first().and_then(|folder| folder.file_stem());
        let name = name.map(|name| name.to_string_lossy().trim().to_owned());
        let form = Form {
            name: name
                .filter(|name| check_name(name).is_ok())
                .unwrap_or_else(|| tr!("teach-my-style")),
            author: String::new(),
            licence: String::new(),
            from: None,
            length: Length::Good,
            uses_photos: true,
        };
        Self {
            form,
            pages: Vec::new(),
            ink: None,
            score: None,
            left_out: LeftOut::default(),
            looker,
        }
    }

    /// Pages that will be learnt from.
    pub(in crate::ui) fn used(&self) -> impl Iterator<Item = &SheetPage> {
        self.pages
            .iter()
            .filter(|page| page.problem.is_none() && page.is_used)
    }

    /// Pairs that will be learnt from.
    pub(in crate::ui) fn used_pairs(&self) -> impl Iterator<Item = &PairFiles> {
        self.used().filter_map(|page| page.pair.as_ref())
    }

    /// Works the score out anew, when other pages are left in.
    pub(in crate::ui) fn rate(&mut self) {
        let signs: Vec<_> = self.used().filter_map(|page| page.signs.as_ref()).collect();
        self.score = Score::of(&signs, self.left_out);
    }

    /// Whether there are so few pages that only a rough likeness can be expected.
    pub(in crate::ui) fn has_few_pages(&self) -> bool {
        self.used().count() < FEW_PAGES && self.used_pairs().next().is_none()
    }

    /// Why it cannot begin yet; `None` when it can.
    pub(in crate::ui) fn obstacle(&self, known_styles: &[String]) -> Option<String> {
        if self.looker.is_some() {
            Some(tr!("teach-looking"))
        } else if self.used().next().is_none() {
            Some(tr!("teach-obstacle-no-page"))
        } else if check_name(&self.form.name).is_err() {
            Some(tr!("teach-obstacle-name"))
        } else if known_styles.contains(&self.form.name) {
            Some(tr!("teach-obstacle-taken"))
        } else {
            None
        }
    }

    /// What is to be learnt; checkpoints go below `runs`.
    pub(in crate::ui) fn spec(
        &self,
        photos: Vec<PathBuf>,
        weights: Dials,
        runs: &Path,
    ) -> TrainSpec {
        let Form {
            name,
            author,
            licence,
            from,
            length,
            uses_photos,
        } = self.form.clone();
        TrainSpec {
            folder: runs.join(&name),
            name,
            author,
            licence,
            pages: (self.used().filter(|page| page.pair.is_none()))
                .map(|page| page.path.clone())
                .collect(),
            photos: if uses_photos { photos } else { Vec::new() },
            pairs: self.used_pairs().cloned().collect(),
            from,
            perceptual: None,
            plan: Plan {
                budget: Budget::Steps(length.steps()),
                ..Plan::default()
            },
            changes: PlanChanges::default(),
            weights,
            keep: true,
            awaits: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new(&["/home/me/My pages".into()], None);
        sheet.pages.push(SheetPage {
            path: "a.png".into(),
            pair: None,
            problem: None,
            warning: None,
            signs: Some(signs()),
            thumbnail: None,
            is_used: true,
        });
        sheet
    }

    fn signs() -> PageSigns {
        PageSigns {
            long_side_px: 640,
            softness: 0.2,
            contrast: 0.9,
            drawn: 0.9,
            ..PageSigns::default()
        }
    }

    #[test]
    fn a_page_left_out_counts_no_longer_in_the_score() {
        let mut sheet = sheet();
        let blurred = PageSigns {
            softness: 0.8,
            ..signs()
        };
        sheet.pages.push(SheetPage {
            path: "blurred.png".into(),
            pair: None,
            problem: None,
            warning: None,
            signs: Some(blurred),
            thumbnail: None,
            is_used: true,
        });
        sheet.rate();
        let with = sheet.score.clone().unwrap().value;
        sheet.pages[1].is_used = false;
        sheet.rate();
        assert!(sheet.score.clone().unwrap().value > with);
        sheet.pages[0].is_used = false;
        sheet.rate();
        assert_eq!(sheet.score, None);
    }

    #[test]
    fn a_sheet_takes_its_name_from_the_folder_and_says_what_is_missing() {
        let mut sheet = sheet();
        assert_eq!(sheet.form.name, "My pages");
        assert_eq!(sheet.obstacle(&[]), None);
        assert!(sheet.obstacle(&["My pages".to_owned()]).is_some());
        sheet.form.name = "a/b".to_owned();
        assert!(sheet.obstacle(&[]).is_some());
        sheet.form.name = "Mine".to_owned();
        sheet.pages[0].is_used = false;
        assert!(sheet.obstacle(&[]).is_some());
    }

    #[test]
    fn bad_pages_and_pages_left_out_are_not_learnt_from() {
        let mut sheet = sheet();
        sheet.pages.push(SheetPage {
            path: "bad.png".into(),
            pair: None,
            problem: Some("broken".to_owned()),
            warning: None,
            signs: None,
            thumbnail: None,
            is_used: true,
        });
        let spec = sheet.spec(vec!["p.jpg".into()], Dials::NEUTRAL, Path::new("/lessons"));
        assert_eq!(spec.pages, [PathBuf::from("a.png")]);
        assert_eq!(spec.folder, Path::new("/lessons/My pages"));
        assert!(sheet.has_few_pages());
    }

    #[test]
    fn drawings_over_photographs_are_pairs_and_few_of_them_are_enough() {
        let mut sheet = sheet();
        let files = PairFiles {
            photo: "p.jpg".into(),
            drawing: "p.drawn.png".into(),
        };
        sheet.pages[0].path = files.drawing.clone();
        sheet.pages[0].pair = Some(files.clone());
        let spec = |sheet: &Sheet| sheet.spec(Vec::new(), Dials::NEUTRAL, Path::new("/lessons"));
        assert_eq!(spec(&sheet).pairs, [files]);
        assert!(spec(&sheet).pages.is_empty() && !sheet.has_few_pages());
        assert_eq!(sheet.obstacle(&[]), None);
        sheet.pages[0].is_used = false;
        assert!(spec(&sheet).pairs.is_empty());
    }
}
