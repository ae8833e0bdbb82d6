//! The thread that writes photographs to draw over, watches these files, and reads each when it was
//! saved and has come to rest. What a file is of, is found out here, so that the run is told of
//! good ones only.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::kept::KeptStamp;
use crate::book::{BookError, LayerNames, write_for_painting};
use crate::engine::seen::SeenFiles;
use crate::picture::{self, DecodeLimits, ImageError, Stamp};
use crate::train::pairs::{PairFiles, PairProblem, open_pair};

/// Time between two looks.
const TICK: Duration = Duration::from_millis(150);
/// A file that has not changed for so long is whole.
const REST: Duration = Duration::from_millis(600);
/// Programs that save take a file away and put another into its place: only what is gone for so
/// long is missing.
const GONE: Duration = Duration::from_secs(2);
/// After so long a file is tried again that the system keeps from being read.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// Orders and sighting that may wait.
const CAPACITY: usize = 64;

/// What there is to do.
#[derive(Debug)]
pub(in crate::ui) enum Order {
    /// Write the photograph to be drawn over, unless the file is there already, and watch it.
    Begin {
        files: PairFiles,
        /// What the layers are called: that of the photograph, and the empty one.
        layers: [String; 2],
    },
    /// Watch these again, which are read if they are not as they were then.
    Again(Vec<(PairFiles, Option<KeptStamp>)>),
    /// Watch it no longer.
    Forget(PathBuf),
}

/// Why a photograph is not there to be drawn over.
#[derive(Debug)]
pub(in crate::ui) enum NotWritten {
    /// It cannot be read.
    Photo(ImageError),
    /// The file cannot be written.
    File(ImageError),
}

/// What is seen of a file.
#[derive(Debug)]
pub(in crate::ui) enum Sight {
    /// It is as it was written.
    Awaited,
    /// It is there again, as it was when it was read or written.
    Unchanged,
    /// It is not there.
    Missing,
    /// It is being saved.
    Changing,
    /// It was read: it lies over its photograph, or why not.
    Read(Result<(), PairProblem>),
    /// It could not be written, and is not watched.
    NotWritten(NotWritten),
}

/// Sighting of a watched file.
#[derive(Debug)]
pub(in crate::ui) struct Sighting {
    pub(in crate::ui) drawing: PathBuf,
    pub(in crate::ui) sight: Sight,
    /// Of the file that was written or read.
    pub(in crate::ui) stamp: Option<Stamp>,
}

/// The window's end of the thread; dropping it ends that.
#[derive(Debug)]
pub(in crate::ui) struct DrawingWatch {
    orders: Sender<Order>,
    pub(in crate::ui) sighting: Receiver<Sighting>,
}

impl DrawingWatch {
    /// Starts the thread; `notify` is called after all sighting.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(in crate::ui) fn start(notify: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (orders, receiver) = bounded(CAPACITY);
        let (sender, sighting) = bounded(CAPACITY);
        let thread = std::thread::Builder::new().name("drawings".to_owned());
        thread.spawn(move || {
            let tell = |sighting| {
                // The window may have been closed meanwhile.
                sender.send(sighting).ok();
                notify();
            };
            let mut watcher = Watcher::new(tell);
            while watcher.turn(&receiver) {}
        })?;
        Ok(Self { orders, sighting })
    }

    /// Asks for something; whether there was room for it.
    pub(in crate::ui) fn ask(&self, order: Order) -> bool {
        self.orders.try_send(order).is_ok()
    }
}

/// What was told last of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Missing,
    Changing,
    /// What it is.
    Itself,
}

#[derive(Debug)]
struct Watched {
    files: PairFiles,
    /// Of the file when it was last read well, or written.
    read: Option<KeptStamp>,
    told: Told,
    gone_since: Option<Instant>,
    /// When it is read again without having changed.
    again: Option<Instant>,
}

impl Watched {
    fn new(files: PairFiles, read: Option<KeptStamp>) -> Self {
        Self {
            files,
            read,
            told: Told::Itself,
            gone_since: None,
            again: None,
        }
    }

    /// Whether the file with this stamp is as it was.
    fn is_read(&self, stamp: Option<Stamp>) -> bool {
        stamp.is_some() && stamp.map(KeptStamp::from) == self.read
    }
}

struct Watcher<T> {
    watched: Vec<Watched>,
    seen: SeenFiles,
    tell: T,
}

impl<T: Fn(Sighting)> Watcher<T> {
    fn new(tell: T) -> Self {
        Self {
            watched: Vec::new(),
            seen: SeenFiles::new(REST),
            tell,
        }
    }

    /// Takes an order or looks at the files; `false` when nobody listens any more.
    fn turn(&mut self, orders: &Receiver<Order>) -> bool {
        let order = if self.watched.is_empty() {
            orders.recv().map_err(|_err| RecvTimeoutError::Disconnected)
        } else {
            orders.recv_timeout(TICK)
        };
        match order {
            Ok(Order::Begin { files, layers }) => self.begin(files, &layers),
            Ok(Order::Again(kept)) => self.begin_again(kept),
            Ok(Order::Forget(drawing)) => {
                self.watched.retain(|known| known.files.drawing != drawing);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        self.look(Instant::now());
        true
    }

    fn tell(&self, drawing: &Path, sight: Sight, stamp: Option<Stamp>) {
        (self.tell)(Sighting {
            drawing: drawing.to_owned(),
            sight,
            stamp,
        });
    }

    fn begin_again(&mut self, kept: Vec<(PairFiles, Option<KeptStamp>)>) {
        let now = Instant::now();
        for (files, read) in kept {
            let stamp = Stamp::of(&files.drawing);
            let mut known = Watched::new(files, read);
            let path = known.files.drawing.as_path();
            if known.is_read(stamp) {
                self.seen.leave_out([(path, stamp)], now);
            } else if stamp.is_none() {
                self.tell(path, Sight::Missing, None);
                known.told = Told::Missing;
                known.gone_since = Some(now);
            }
            self.watched.push(known);
        }
    }

    fn begin(&mut self, files: PairFiles, [photo, drawing]: &[String; 2]) {
        let names = LayerNames { photo, drawing };
        let now = Instant::now();
        let path = files.drawing.clone();
        let mut read = None;
        match write(&files, names) {
            Ok(()) => {
                let stamp = Stamp::of(&path);
                self.seen.leave_out([(path.as_path(), stamp)], now);
                read = stamp.map(KeptStamp::from);
                self.tell(&path, Sight::Awaited, stamp);
            }
            // It is read as it is.
            Err(NotWritten::File(ImageError::AlreadyExists)) => {}
            Err(err) => return self.tell(&path, Sight::NotWritten(err), None),
        }
        self.watched.push(Watched::new(files, read));
    }

    /// What was away and is there as it was before holds nothing new.
    fn welcome(&mut self, known: &mut Watched, stamp: Option<Stamp>, now: Instant) {
        if known.gone_since.is_none() || !known.is_read(stamp) {
            return;
        }
        known.gone_since = None;
        let path = known.files.drawing.as_path();
        self.seen.leave_out([(path, stamp)], now);
        if known.told != Told::Itself {
            known.told = Told::Itself;
            self.tell(path, Sight::Unchanged, stamp);
        }
    }

    fn look(&mut self, now: Instant) {
        let stamps: Vec<_> = (self.watched.iter())
            .map(|known| (known.files.drawing.clone(), Stamp::of(&known.files.drawing)))
            .collect();
        let there = stamps.iter().filter(|(_, stamp)| stamp.is_some());
        self.seen.keep(there.map(|(path, _)| path.as_path()));
        let mut watched = std::mem::take(&mut self.watched);
        for (known, (_, stamp)) in watched.iter_mut().zip(&stamps) {
            self.welcome(known, *stamp, now);
        }
        let files = stamps.iter().map(|(path, stamp)| (path.as_path(), *stamp));
        let rested = self.seen.look(files, now);
        for (known, (path, stamp)) in watched.iter_mut().zip(&stamps) {
            let is_empty = stamp.is_some_and(|stamp| stamp.num_bytes() == 0);
            let is_due = known.again.is_some_and(|again| again <= now) && stamp.is_some();
            if rested.iter().any(|file| file.path == *path) || is_due {
                known.gone_since = None;
                known.told = Told::Itself;
                let read = open_pair(&known.files).map(drop);
                let comes_again = read.as_ref().is_err_and(is_of_the_system);
                known.again = comes_again.then(|| Instant::now() + TRY_AGAIN);
                known.read = stamp.filter(|_| read.is_ok()).map(KeptStamp::from);
                self.tell(path, Sight::Read(read), *stamp);
            } else if stamp.is_none() {
                let since = *known.gone_since.get_or_insert(now);
                if known.told != Told::Missing && now.duration_since(since) >= GONE {
                    known.told = Told::Missing;
                    self.tell(path, Sight::Missing, None);
                }
            } else {
                known.gone_since = None;
                if known.told != Told::Changing && (is_empty || self.seen.is_changing(path)) {
                    known.told = Told::Changing;
                    self.tell(path, Sight::Changing, None);
                }
            }
        }
        self.watched = watched;
    }
}

/// Writes the photograph to be drawn over.
fn write(files: &PairFiles, names: LayerNames<'_>) -> Result<(), NotWritten> {
    if files.drawing.symlink_metadata().is_ok() {
        return Err(NotWritten::File(ImageError::AlreadyExists));
    }
    let photo = picture::decode_file(&files.photo, &DecodeLimits::default());
    let photo = photo.map_err(NotWritten::Photo)?;
    write_for_painting(&photo.pixels, &files.drawing, names).map_err(NotWritten::File)
}

/// Whether it is the system that keeps a file from being read, which may pass.
fn is_of_the_system(problem: &PairProblem) -> bool {
    matches!(
        problem,
        PairProblem::Drawing(BookError::Picture(ImageError::CannotRead { .. }))
            | PairProblem::Photo(ImageError::CannotRead { .. })
    )
}

#[cfg(test)]
mod tests;
