//! The look at files with pages in them, one after the other.

use std::collections::BTreeSet;
use std::path::PathBuf;

use image::{DynamicImage, RgbaImage, imageops};

use super::{Folder, LONG_SIDE_PX, MAX_PAGES, Page, PageProblem, difference_hash, problem};
use crate::book::{self, Area, BookError, Layout, cut_strip};
use crate::picture::{self, ImageError};

/// Opens `files`, pictures and books and single pages of books, and sorts out what cannot be learnt
/// from. One page at a time is in memory at its full size. `keep_going` is asked before each page.
pub fn look(files: &[PathBuf], keep_going: &dyn Fn() -> bool) -> Folder {
    let mut looker = Looker {
        folder: Folder::default(),
        hashes: Vec::new(),
        num_read: 0,
        keep_going,
    };
    for source in Source::of_files(files) {
        if !keep_going() {
            break;
        }
        looker.look_into(source);
    }
    looker.folder
}

/// A file, and the pages that are wanted of it.
struct Source {
    file: PathBuf,
    /// Names of pages in it; `None` for all.
    names: Option<BTreeSet<String>>,
}

impl Source {
    /// One for each file, in their order; pages of one book that follow each other are read
    /// together.
    fn of_files(files: &[PathBuf]) -> Vec<Self> {
        let mut sources: Vec<Self> = Vec::new();
        for path in files {
            let (file, name) = book::locate(path);
            let last = sources.last_mut().filter(|last| last.file == file);
            match (last.and_then(|last| last.names.as_mut()), name) {
                (Some(names), Some(name)) => {
                    names.insert(name);
                }
                (_, name) => sources.push(Self {
                    file,
                    names: name.map(|name| BTreeSet::from([name])),
                }),
            }
        }
        sources
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() {
            self.file.clone()
        } else {
            self.file.join(name)
        }
    }

    /// Whether a page, or a part of it, is wanted.
    fn wants(&self, name: &str) -> bool {
        let is_inside = |wanted: &String| {
            let rest = wanted.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || name.is_empty() || rest.starts_with('/'))
        };
        let names = self.names.as_ref();
        names.is_none_or(|names| names.iter().any(is_inside))
    }

    /// Whether exactly that page, or that part of one, is wanted; once.
    fn takes(&mut self, name: &str) -> bool {
        let names = self.names.as_mut();
        names.is_none_or(|names| names.remove(name))
    }
}

/// Looks at one page after the other.
struct Looker<'a> {
    folder: Folder,
    hashes: Vec<(u64, PathBuf)>,
    /// Pages so far, whatever became of them.
    num_read: usize,
    keep_going: &'a dyn Fn() -> bool,
}

impl Looker<'_> {
    fn look_into(&mut self, source: Source) {
        if self.is_full() {
            self.folder.num_unread += 1;
            return self.note(source.file, PageProblem::TooMany);
        }
        let file = source.file.clone();
        let mut reader = SourceReader {
            source,
            num_taken: 0,
            looker: self,
        };
        let read = book::read(&file, &mut reader);
        let (names, num_read) = (reader.source.names.take(), reader.num_taken);
        match read {
            Err(err) => {
                self.num_read += 1;
                self.note(file, PageProblem::Unreadable(err));
            }
            Ok(num_pages) if self.is_full() && names.is_none() && num_read < num_pages => {
                self.folder.num_unread += num_pages - num_read;
                let problem = PageProblem::RestUnread {
                    num_read,
                    num_pages,
                };
                self.note(file, problem);
            }
            // The book is another one than it was.
            Ok(_) if (self.keep_going)() && !self.is_full() => {
                for name in names.unwrap_or_default() {
                    let source = std::io::ErrorKind::NotFound.into();
                    let err = ImageError::CannotRead { source };
                    self.note(file.join(name), PageProblem::Unreadable(err.into()));
                }
            }
            Ok(_) => {}
        }
    }

    fn is_full(&self) -> bool {
        self.num_read >= MAX_PAGES
    }

    fn note(&mut self, path: PathBuf, problem: PageProblem) {
        self.folder.problems.push((path, problem));
    }

    /// Looks at a page as it is in its file, on white.
    fn add(&mut self, path: PathBuf, page: &RgbaImage) {
        let (width, height) = page.dimensions();
        let (small_width, small_height) = picture::fit_within(width, height, LONG_SIDE_PX);
        let small = picture::downscale(page, small_width, small_height);
        let pixels = DynamicImage::ImageRgba8(small).into_rgb8();
        if let Some(problem) = problem(&pixels, &self.hashes) {
            return self.note(path, problem);
        }
        let layout = Layout::of(page).scaled([width, height], [small_width, small_height]);
        self.hashes.push((difference_hash(&pixels), path.clone()));
        self.folder.pages.push(Page {
            path,
            pixels,
            layout,
        });
    }
}

/// Takes the pages of one file.
struct SourceReader<'a, 'b> {
    source: Source,
    num_taken: usize,
    looker: &'a mut Looker<'b>,
}

impl SourceReader<'_, '_> {
    fn goes_on(&self) -> bool {
        (self.looker.keep_going)() && !self.looker.is_full()
    }

    fn take_parts(&mut self, name: &str, page: &RgbaImage, parts: &[Area]) {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 && !self.goes_on() {
                let problem = PageProblem::RestUnread {
                    num_read: index,
                    num_pages: parts.len(),
                };
                return self.looker.note(self.source.path(name), problem);
            }
            let name = book::inside(name, &format!("part {}", index + 1));
            if self.source.takes(&name) {
                let Area {
                    x,
                    y,
                    width,
                    height,
                } = *part;
                let part = imageops::crop_imm(page, x, y, width, height).to_image();
                self.looker.add(self.source.path(&name), &part);
            }
            self.looker.num_read += usize::from(index > 0);
        }
    }
}

impl book::Reader for SourceReader<'_, '_> {
    fn wants(&mut self, name: &str) -> bool {
        self.goes_on() && self.source.wants(name)
    }

    fn take(&mut self, name: &str, page: Result<RgbaImage, BookError>) -> bool {
        self.num_taken += 1;
        self.looker.num_read += 1;
        match page {
            Err(err) => {
                if self.source.takes(name) {
                    let path = self.source.path(name);
                    self.looker.note(path, PageProblem::Unreadable(err));
                }
            }
            Ok(mut page) => {
                picture::flatten_in_place(&mut page, [255; 3]);
                let parts = cut_strip(&page);
                if parts.is_empty() {
                    if self.source.takes(name) {
                        self.looker.add(self.source.path(name), &page);
                    }
                } else {
                    self.take_parts(name, &page, &parts);
                }
            }
        }
        self.goes_on()
    }
}
