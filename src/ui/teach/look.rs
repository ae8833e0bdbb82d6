//! The thread that looks at pages before a training run, so that the window goes on.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use image::{DynamicImage, RgbaImage, imageops};

use crate::book;
use crate::engine::{look_at_pages, measure_pages};
use crate::ink::MeasuredInk;
use crate::picture;
use crate::train::pages::{PageProblem, page_files};
use crate::train::pairs::{self, MAX_PAIRS, PairFiles, PairProblem, open_pair};
use crate::train::{LeftOut, PageSigns};

/// Long side of a page's thumbnail in pixels.
const THUMBNAIL_PX: u32 = 144;

/// Why a file is not learnt from.
#[derive(Debug)]
pub(in crate::ui) enum Problem {
    /// As a page.
    Page(PageProblem),
    /// As a drawing over its photograph.
    Pair(PairProblem),
}

/// A page that was looked at.
#[derive(Debug)]
pub(in crate::ui) struct Looked {
    /// Its file.
    pub(in crate::ui) path: PathBuf,
    /// The pair whose drawing it is, if it lies over a photograph.
    pub(in crate::ui) pair: Option<PairFiles>,
    /// Why it cannot be learnt from.
    pub(in crate::ui) problem: Option<Problem>,
    /// Why it may be there by mistake, though it can be learnt from.
    pub(in crate::ui) warning: Option<PageProblem>,
    /// What was seen of it, if it can be learnt from and was looked at closely.
    pub(in crate::ui) signs: Option<PageSigns>,
    /// A small picture of it, when it could be read; with the photograph beside it if it is to lie
    /// over one.
    pub(in crate::ui) thumbnail: Option<RgbaImage>,
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub(in crate::ui) struct Found {
    pub(in crate::ui) pages: Vec<Looked>,
    /// The ink that was measured on those that can be learnt from.
    pub(in crate::ui) ink: Option<MeasuredInk>,
    /// What is left out, as far as it says something of the others.
    pub(in crate::ui) left_out: LeftOut,
}

/// The look ended without a word: a defect of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Gone;

/// Looks at the pages of one sheet; dropping it stops the look.
#[derive(Debug)]
pub(in crate::ui) struct Looker {
    receiver: Receiver<Found>,
    stop: Arc<AtomicBool>,
}

impl Looker {
    /// Starts to look at the pictures in `folders`, which may also be files.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(in crate::ui) fn start(
        folders: Vec<PathBuf>,
        notify: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = bounded(1);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::Builder::new()
            .name("pages".to_owned())
            .spawn(move || {
                // A thread that panics is told, too.
                let _notice = Notice(notify);
                look(&folders, &stopped, sender);
            })?;
        Ok(Self { receiver, stop })
    }

    /// What was found, once the look is over.
    pub(in crate::ui) fn found(&self) -> Option<Result<Found, Gone>> {
        match self.receiver.try_recv() {
            Ok(found) => Some(Ok(found)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Gone)),
        }
    }

    /// A look whose thread is gone.
    #[cfg(test)]
    pub(in crate::ui) fn gone() -> Self {
        let (_, receiver) = bounded(1);
        let stop = Arc::default();
        Self { receiver, stop }
    }
}

impl Drop for Looker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

/// Notifies when it is dropped.
struct Notice<N: Fn()>(N);

impl<N: Fn()> Drop for Notice<N> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn look(folders: &[PathBuf], stop: &AtomicBool, sender: Sender<Found>) {
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| page_files(folder))
        .collect();
    let goes_on = || !stop.load(Ordering::Acquire);
    let (mut fitting, misfits) = look_at_pairs(pairs::take_pairs(&mut files), &goes_on);
    files.extend(fitting.keys().cloned());
    let found = look_at_pages(&files, &goes_on);
    let ink = goes_on().then(|| measure_pages(&found)).flatten();
    let mut warnings: BTreeMap<PathBuf, PageProblem> = found.warnings.into_iter().collect();
    let left_out = LeftOut::among(found.problems.iter().map(|(_, problem)| problem));
    let mut signs = found.signs.into_iter();
    let good = found.pages.into_iter().map(|page| {
        let pixels = DynamicImage::ImageRgb8(page.pixels).into_rgba8();
        let (pair, both) = fitting.remove(&page.path).unzip();
        Looked {
            warning: warnings.remove(&page.path),
            path: page.path,
            pair,
            problem: None,
            signs: signs.next(),
            thumbnail: Some(both.unwrap_or_else(|| thumbnail(&pixels))),
        }
    });
    let bad = found.problems.into_iter().map(|(path, problem)| Looked {
        path,
        pair: None,
        problem: Some(Problem::Page(problem)),
        warning: None,
        signs: None,
        thumbnail: None,
    });
    let mut all: Vec<Looked> = good.chain(bad).chain(misfits).collect();
    all.sort_by(|a, b| book::in_order_of_pages(&a.path, &b.path));
    let found = Found {
        pages: all,
        ink,
        left_out,
    };
    // The sheet may have been closed meanwhile.
    sender.send(found).ok();
    // Before anybody is told that the look is over.
    drop(sender);
}

/// The pairs that fit, by their drawings, with a picture of both; and those that do not.
fn look_at_pairs(
    pairs: Vec<PairFiles>,
    goes_on: &dyn Fn() -> bool,
) -> (BTreeMap<PathBuf, (PairFiles, RgbaImage)>, Vec<Looked>) {
    let (mut fitting, mut misfits) = (BTreeMap::new(), Vec::new());
    for files in pairs {
        if !goes_on() {
            break;
        }
        let pair = if fitting.len() < MAX_PAIRS {
            open_pair(&files)
        } else {
            Err(PairProblem::TooMany)
        };
        match pair {
            Ok(pair) => {
                let both = [pair.photo, pair.drawing].map(|picture| {
                    thumbnail(&DynamicImage::ImageRgb8(Arc::unwrap_or_clone(picture)).into_rgba8())
                });
                fitting.insert(files.drawing.clone(), (files, beside(&both)));
            }
            Err(problem) => misfits.push(Looked {
                thumbnail: thumbnails_of(&files, &problem),
                path: files.drawing,
                pair: None,
                problem: Some(Problem::Pair(problem)),
                warning: None,
                signs: None,
            }),
        }
    }
    (fitting, misfits)
}

/// Photograph and drawing beside each other, where both can be read.
fn thumbnails_of(files: &PairFiles, problem: &PairProblem) -> Option<RgbaImage> {
    if matches!(problem, PairProblem::TooMany) {
        return None;
    }
    let photo = picture::decode_file(&files.photo, &picture::DecodeLimits::default()).ok()?;
    let drawing = book::read_drawing(&files.drawing).ok()?;
    Some(beside(
        &[photo.pixels, drawing].map(|pixels| thumbnail(&pixels)),
    ))
}

fn thumbnail(pixels: &RgbaImage) -> RgbaImage {
    let (width, height) = picture::fit_within(pixels.width(), pixels.height(), THUMBNAIL_PX);
    picture::downscale(pixels, width, height)
}

fn beside(pictures: &[RgbaImage; 2]) -> RgbaImage {
    let height = pictures.iter().map(RgbaImage::height).max().unwrap_or(1);
    let [left, right] = pictures;
    let mut both = RgbaImage::new(left.width() + right.width(), height);
    imageops::replace(&mut both, left, 0, 0);
    imageops::replace(&mut both, right, i64::from(left.width()), 0);
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_whose_thread_is_gone_is_over() {
        assert_eq!(
            Looker::gone().found().map(|found| found.is_err()),
            Some(true)
        );
    }

    #[test]
    fn a_look_finds_its_pages_and_says_when() {
        let yard = tempfile::tempdir().unwrap();
        std::fs::write(yard.path().join("a.png"), b"no picture").unwrap();
        let (told, hears) = bounded(1);
        let notify = move || {
            told.try_send(()).ok();
        };
        let looker = Looker::start(vec![yard.path().to_owned()], notify).unwrap();
        hears
            .recv_timeout(std::time::Duration::from_mins(1))
            .unwrap();
        let found = looker.found().unwrap().unwrap();
        assert_eq!((found.pages.len(), found.ink), (1, None));
        assert!(found.pages[0].problem.is_some());
    }
}
