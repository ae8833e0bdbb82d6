//! The thread that writes the window's settings down: the window never waits for a disk.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::PersistedState;
use crate::picture::ImageError;

/// Time after which a disk that refused is asked again.
const RETRY: Duration = Duration::from_secs(30);
/// Time that a closing window waits for the last writing: a disk may never answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Settings that wait to be written; only the newest are.
type Newest = Arc<Mutex<Option<PersistedState>>>;

/// The window's end of the thread. Dropping it writes what is left.
#[derive(Debug)]
pub(in crate::ui) struct Scribe {
    newest: Newest,
    wake: Option<Sender<()>>,
    refused: Receiver<ImageError>,
    ended: Receiver<()>,
    last: Option<PersistedState>,
}

impl Scribe {
    /// Starts the thread, which writes into `folder`; `notify` is called when the disk refuses.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(in crate::ui) fn start(
        folder: PathBuf,
        notify: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let newest = Newest::default();
        let (wake, woken) = bounded::<()>(1);
        let (refusing, refused) = bounded(1);
        let (ending, ended) = bounded::<()>(0);
        let next = Arc::clone(&newest);
        std::thread::Builder::new()
            .name("settings".to_owned())
            .spawn(move || {
                // Dropped when the thread ends, however it ends.
                let _ending = ending;
                let mut has_refused = false;
                loop {
                    let is_over = if has_refused {
                        woken.recv_timeout(RETRY) == Err(RecvTimeoutError::Disconnected)
                    } else {
                        woken.recv().is_err()
                    };
                    if let Some(newest) = take(&next) {
                        let written = newest.save(&folder);
                        let had_refused = std::mem::replace(&mut has_refused, written.is_err());
                        if let Err(err) = written {
                            put_back(&next, newest);
                            // Once is enough until it went well again.
                            if !had_refused && refusing.try_send(err).is_ok() {
                                notify();
                            }
                        }
                    }
                    if is_over {
                        return;
                    }
                }
            })?;
        Ok(Self {
            newest,
            wake: Some(wake),
            refused,
            ended,
            last: None,
        })
    }

    /// Keeps the settings if they are not those that were kept last.
    pub(in crate::ui) fn keep(&mut self, now: PersistedState) {
        if self.last.as_ref() == Some(&now) {
            return;
        }
        self.last = Some(now.clone());
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        if let Some(wake) = &self.wake {
            // A full lane means that the thread will look anyway.
            wake.try_send(()).ok();
        }
    }

    /// Why nothing can be kept, told once.
    pub(in crate::ui) fn refused(&self) -> Option<ImageError> {
        self.refused.try_recv().ok()
    }
}

fn take(newest: &Newest) -> Option<PersistedState> {
    newest.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn put_back(newest: &Newest, unwritten: PersistedState) {
    let mut newest = newest.lock().unwrap_or_else(PoisonError::into_inner);
    newest.get_or_insert(unwritten);
}

impl Drop for Scribe {
    fn drop(&mut self) {
        self.wake = None;
        if self.ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            log::warn!("the window's settings could not be written in time");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn dark(is_dark: bool) -> PersistedState {
        PersistedState {
            is_dark: Some(is_dark),
            ..PersistedState::default()
        }
    }

    #[test]
    fn the_newest_settings_are_on_the_disk_soon_and_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut scribe = Scribe::start(folder.path().to_owned(), || {}).unwrap();
        scribe.keep(dark(true));
        let begun = Instant::now();
        while PersistedState::load(folder.path()) != dark(true) {
            assert!(begun.elapsed() < Duration::from_secs(10));
            std::thread::sleep(Duration::from_millis(5));
        }
        scribe.keep(dark(true));
        scribe.keep(dark(false));
        drop(scribe);
        assert_eq!(PersistedState::load(folder.path()), dark(false));
    }

    #[test]
    fn a_disk_that_refuses_is_told_and_asked_again() {
        let yard = tempfile::tempdir().unwrap();
        let folder = yard.path().join("config");
        std::fs::write(&folder, b"a file in the way").unwrap();
        let mut scribe = Scribe::start(folder.clone(), || {}).unwrap();
        scribe.keep(dark(true));
        let refused = scribe.refused.recv_timeout(Duration::from_secs(10));
        assert!(refused.is_ok());
        std::fs::remove_file(&folder).unwrap();
        drop(scribe);
        assert_eq!(PersistedState::load(&folder), dark(true));
    }
}
