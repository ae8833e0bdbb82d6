//! Pages of PDF files, drawn one by one on white paper by the `hayro` crate.
//!
//! The crate reads foreign bytes without limits of its own, so it works on a thread that may be
//! left behind: what panics there is a damaged page, what takes too long is given up, and what
//! would unpack to more than any page has is refused before (`bombs`, `survey`).

mod bombs;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod mutations;
mod page;
mod survey;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use hayro::hayro_syntax::{LoadPdfError, Pdf};
use image::RgbaImage;

use super::Reader;
use super::error::BookError;
use crate::picture::{self, DecodeLimits};

/// Objects and forms may lie in one another some hundred times; of this only what is used is taken.
const STACK_BYTES: usize = 64 << 20;
/// A scan of 200 megapixels takes a few seconds on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);
const DAMAGED: BookError = BookError::Damaged { kind: "PDF" };

/// Reads the pages of the PDF at `path`, called "page 1" and so on.
///
/// # Errors
/// [`BookError`] when it cannot be read, is encrypted, has no page, or would unpack to more than
/// any book has.
pub(super) fn read(path: &Path, reader: &mut dyn Reader) -> Result<usize, BookError> {
    let bytes = picture::read_file(path, &DecodeLimits::default())?;
    let (drawer, num_pages) = Drawer::open(bytes)?;
    for index in 0..num_pages {
        let name = format!("page {}", index + 1);
        if !reader.wants(&name) {
            continue;
        }
        let page = drawer.draw(index);
        let is_stuck = page.is_none();
        let page = page.unwrap_or(Err(BookError::TakesTooLong));
        // Else what comes after would wait for the thread, which still draws.
        if !reader.take(&name, page) || is_stuck {
            break;
        }
    }
    Ok(num_pages)
}

/// The thread on which a file is opened and its pages are drawn. It ends when this is dropped and
/// what it does is done.
struct Drawer {
    asks: Sender<usize>,
    pages: Receiver<Result<RgbaImage, BookError>>,
}

impl Drawer {
    /// Opens a file, and says how many pages it has.
    fn open(bytes: Vec<u8>) -> Result<(Self, usize), BookError> {
        let (asks, asked) = mpsc::channel();
        let (answer, pages) = mpsc::channel();
        let (opened, count) = mpsc::channel();
        let run = move || {
            let pdf = unbroken(|| open(bytes));
            let (pdf, num_pages) = match pdf {
                Ok(pdf) => {
                    let num_pages = pdf.pages().len();
                    (pdf, Ok(num_pages))
                }
                Err(err) => return drop(opened.send(Err(err))),
            };
            if opened.send(num_pages).is_err() {
                return;
            }
            for index in asked {
                if answer.send(unbroken(|| page::draw(&pdf, index))).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("pdf".to_owned());
        let thread = thread.stack_size(STACK_BYTES).spawn(run);
        let cannot_read = |source| picture::ImageError::CannotRead { source };
        drop(thread.map_err(cannot_read)?);
        let num_pages = wait(&count).unwrap_or(Err(BookError::TakesTooLong))?;
        Ok((Self { asks, pages }, num_pages))
    }

    /// A page, or `None` when it is not done in time.
    fn draw(&self, index: usize) -> Option<Result<RgbaImage, BookError>> {
        if self.asks.send(index).is_err() {
            return Some(Err(DAMAGED));
        }
        wait(&self.pages)
    }
}

/// The answer, or `None` when it does not come in time.
fn wait<T>(answers: &Receiver<Result<T, BookError>>) -> Option<Result<T, BookError>> {
    match answers.recv_timeout(PATIENCE) {
        Ok(answer) => Some(answer),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Err(DAMAGED)),
    }
}

/// Runs the crate over foreign bytes, where it may index out of bounds. Its caches are within a
/// lock that is held for no longer than a look-up, and the next page makes new ones.
fn unbroken<T>(step: impl FnOnce() -> Result<T, BookError>) -> Result<T, BookError> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or(Err(DAMAGED))
}

/// Opens a file with no password, which is how those open that only forbid to print.
fn open(bytes: Vec<u8>) -> Result<Pdf, BookError> {
    bombs::check_directories(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|err| match err {
        LoadPdfError::Decryption(_) => BookError::Encrypted,
        LoadPdfError::Invalid => DAMAGED,
    })?;
    if pdf.pages().is_empty() {
        return Err(BookError::NoPictures);
    }
    bombs::check(&pdf)?;
    Ok(pdf)
}
