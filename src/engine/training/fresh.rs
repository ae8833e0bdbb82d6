//! Drawings that were saved while the run goes on: read on a file thread, one after the other.

use std::collections::VecDeque;
use std::time::Duration;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use image::{DynamicImage, RgbImage};

use crate::engine::io::IoPool;
use crate::engine::pages::ink_for;
use crate::ink::InkSettings;
use crate::render::{RenderError, contain};
use crate::train::pages::{Folder, Page, prepared};
use crate::train::pairs::{Pair, PairFiles, open_pair};

/// How long a turn of a run that has nothing else to do waits for what is being read.
const TURN: Duration = Duration::from_millis(20);

/// A drawing that was read.
pub(super) struct Fresh {
    pub(super) files: PairFiles,
    pub(super) pair: Pair,
    /// All pages, with the drawing among them.
    pub(super) pages: Vec<Page>,
    /// Suits these pages.
    pub(super) ink: InkSettings,
}

/// Drawings that are to be read.
#[derive(Default)]
pub(super) struct FreshDrawings {
    waiting: VecDeque<PairFiles>,
    reading: Option<Receiver<Result<Option<Box<Fresh>>, RenderError>>>,
}

impl FreshDrawings {
    /// Has one read. What waits already is read once.
    pub(super) fn add(&mut self, files: PairFiles) {
        if !self.waiting.contains(&files) {
            self.waiting.push_back(files);
        }
    }

    /// Whether nothing is to be read.
    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.reading.is_none()
    }

    /// The next one that was read, if one was. `pages` are those of now; with `has_time` it is
    /// waited for, for a moment.
    pub(super) fn turn(
        &mut self,
        pages: &[Page],
        has_time: bool,
        io: &IoPool,
    ) -> Option<Box<Fresh>> {
        if self.reading.is_none() {
            let files = self.waiting.pop_front()?;
            let pages = pages.to_vec();
            let (sender, receiver) = bounded(1);
            io.run(move || {
                // The run may have been ended meanwhile.
                sender.send(contain(|| Ok(read(files, pages)))).ok();
            });
            self.reading = Some(receiver);
        }
        let receiver = self.reading.as_ref()?;
        let read = if has_time {
            receiver.recv_timeout(TURN).map_err(|err| err.is_timeout())
        } else {
            let read = receiver.try_recv();
            read.map_err(|err| err == TryRecvError::Empty)
        };
        let outcome = match read {
            Err(true) => return None,
            Err(false) => {
                log::warn!("a drawing was not read: its thread is gone");
                None
            }
            Ok(Err(err)) => {
                log::warn!("a drawing was not read: {err}");
                None
            }
            Ok(Ok(fresh)) => fresh,
        };
        self.reading = None;
        outcome
    }
}

fn read(files: PairFiles, mut pages: Vec<Page>) -> Option<Box<Fresh>> {
    let pair = match open_pair(&files) {
        Ok(pair) => pair,
        Err(problem) => {
            let drawing = files.drawing.display();
            log::warn!("{drawing} is not learnt from: {}", problem.in_words());
            return None;
        }
    };
    let page = page_of(&files, &pair);
    match pages.iter_mut().find(|known| known.path == page.path) {
        Some(known) => *known = page,
        None => pages.push(page),
    }
    let folder = Folder {
        pages,
        ..Folder::default()
    };
    Some(Box::new(Fresh {
        ink: ink_for(&folder),
        pages: folder.pages,
        files,
        pair,
    }))
}

/// What is drawn over a photograph, as a page.
pub(super) fn page_of(files: &PairFiles, pair: &Pair) -> Page {
    let pixels = RgbImage::clone(&pair.drawing);
    Page {
        path: files.drawing.clone(),
        pixels: prepared(&DynamicImage::ImageRgb8(pixels).into_rgba8()),
        ..Page::default()
    }
}
