//! The thread that looks at pages before a lesson, so that the window goes on.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use image::RgbaImage;

use crate::book;
use crate::engine::{look_at_pages, measure_pages};
use crate::ink::MeasuredInk;
use crate::picture;
use crate::train::pages::{PageProblem, page_files};
use crate::train::{LeftOut, PageSigns};

/// Long side of a page's thumbnail in pixels.
const THUMBNAIL_PX: u32 = 144;

/// A page that was looked at.
#[derive(Debug)]
pub(in crate::ui) struct Looked {
    /// Its file.
    pub(in crate::ui) path: PathBuf,
    /// Why it cannot be learnt from.
    pub(in crate::ui) problem: Option<PageProblem>,
    /// Why it may be there by mistake, though it can be learnt from.
    pub(in crate::ui) warning: Option<PageProblem>,
    /// What was seen of it, if it can be learnt from and was looked at closely.
    pub(in crate::ui) signs: Option<PageSigns>,
    /// A small picture of it, when it could be read.
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
    let files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| page_files(folder))
        .collect();
    let goes_on = || !stop.load(Ordering::Acquire);
    let found = look_at_pages(&files, &goes_on);
    let ink = goes_on().then(|| measure_pages(&found)).flatten();
    let mut warnings: BTreeMap<PathBuf, PageProblem> = found.warnings.into_iter().collect();
    let left_out = LeftOut::among(found.problems.iter().map(|(_, problem)| problem));
    let mut signs = found.signs.into_iter();
    let good = found.pages.into_iter().map(|page| {
        let pixels = image::DynamicImage::ImageRgb8(page.pixels).into_rgba8();
        let (width, height) = picture::fit_within(pixels.width(), pixels.height(), THUMBNAIL_PX);
        Looked {
            warning: warnings.remove(&page.path),
            path: page.path,
            problem: None,
            signs: signs.next(),
            thumbnail: Some(picture::downscale(&pixels, width, height)),
        }
    });
    let bad = found.problems.into_iter().map(|(path, problem)| Looked {
        path,
        problem: Some(problem),
        warning: None,
        signs: None,
        thumbnail: None,
    });
    let mut all: Vec<Looked> = good.chain(bad).collect();
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
