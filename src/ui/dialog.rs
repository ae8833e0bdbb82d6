//! The system's file dialogs, on threads of their own: the window goes on meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use eframe::egui_wgpu::RenderState;
use image::RgbaImage;
use rfd::{FileDialog, MessageDialog, MessageLevel};

use super::clipboard;
use super::contact::{Kind, Order};
use super::export::{Entry, to_file};
use super::theme::NAME;
use crate::gpu::{self, GpuError};
use crate::i18n::tr;
use crate::library::STYLE_ENDING;
use crate::picture::{ImageError, READ_ENDINGS};
use crate::render::Drawing;

/// Endings of books that it offers.
const BOOK_ENDINGS: [&str; 9] = [
    "cbz", "zip", "epub", "pdf", "psd", "ora", "kra", "tif", "tiff",
];

/// Endings that the dialog for photographs offers: those of pictures, and that of styles.
fn opened_endings() -> Vec<String> {
    let endings = READ_ENDINGS.into_iter().chain([STYLE_ENDING]);
    endings.map(in_any_case).collect()
}

/// Nobody cancels a dialog that quickly: it never opened, and the system does not tell.
const TOO_QUICK: Duration = Duration::from_millis(250);

/// What a folder is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    /// The drawings of an export that is prepared.
    ForExport,
    /// What of an export cannot go to its own folder.
    Instead,
}

/// What a person chose.
#[derive(Debug)]
pub(super) enum Chosen {
    /// Photographs, styles or folders to open.
    Photos(Vec<PathBuf>),
    /// A drawing to save, with its file.
    SaveTo(Box<Entry>),
    /// The file for a sheet with all styles.
    ContactTo(Box<Order>, PathBuf),
    /// A folder for drawings.
    Folder(Folder, PathBuf),
    /// Folder or books with pages of a style.
    Pages(Vec<PathBuf>),
    /// The file for a learnt style.
    ExportTo {
        /// Name of the style.
        style: String,
        /// The file.
        path: PathBuf,
    },
    /// The file of a photograph, and the one that it is drawn over in.
    DrawOver {
        /// The photograph.
        photo: PathBuf,
        /// The file.
        path: PathBuf,
    },
    /// The drawing in memory, to be copied.
    Copied(Result<Arc<RgbaImage>, GpuError>),
    /// What the clipboard held.
    Pasted(Vec<PathBuf>),
    /// Why a pasted picture is not there.
    NotPasted(ImageError),
    /// A warning was read.
    Warned,
    /// Nothing could be chosen: the system has no file dialog.
    NoDialog,
}

/// Opens dialogs and hands over what was chosen.
pub(super) struct Dialogs {
    sender: Sender<Chosen>,
    receiver: Receiver<Chosen>,
    notify: Arc<dyn Fn() + Send + Sync>,
}

/// An ending as the file dialog wants it to be found in small and in capital letters. Those of
/// Linux take it for a pattern, in which small letters are not capital ones.
fn in_any_case(ending: &str) -> String {
    if !cfg!(target_os = "linux") {
        return ending.to_owned();
    }
    let pair = |letter: char| {
        if letter.is_ascii_alphabetic() {
            format!("[{letter}{}]", letter.to_ascii_uppercase())
        } else {
            letter.to_string()
        }
    };
    ending.chars().map(pair).collect()
}

/// A dialog that opens in `folder`, if that is still there.
fn dialog_in(folder: Option<PathBuf>) -> FileDialog {
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => FileDialog::new().set_directory(folder),
        None => FileDialog::new(),
    }
}

impl Dialogs {
    pub(super) fn new(notify: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = bounded(4);
        Self {
            sender,
            receiver,
            notify: Arc::new(notify),
        }
    }

    /// What was chosen since the last call.
    pub(super) fn chosen(&self) -> Option<Chosen> {
        self.receiver.try_recv().ok()
    }

    /// Asks for photographs and styles, beginning in `folder`.
    pub(super) fn open_files(&self, folder: Option<PathBuf>) {
        let (pictures, all) = (tr!("filter-pictures"), tr!("filter-all"));
        self.run(move || {
            let mut dialog = dialog_in(folder).add_filter(pictures, &opened_endings());
            // The dialog of macOS takes endings of known kinds only.
            if !cfg!(target_os = "macos") {
                dialog = dialog.add_filter(all, &["*"]);
            }
            dialog.pick_files().map(Chosen::Photos)
        });
    }

    /// Asks for a folder with photographs, beginning in `folder`.
    pub(super) fn open_folder(&self, folder: Option<PathBuf>) {
        self.run(move || {
            dialog_in(folder)
                .pick_folder()
                .map(|folder| Chosen::Photos(vec![folder]))
        });
    }

    /// Asks for the file of a drawing, beginning in `folder`.
    pub(super) fn save(&self, name: String, folder: Option<PathBuf>, entry: Entry) {
        self.run(move || {
            let dialog = dialog_in(folder)
                .set_file_name(name)
                .add_filter("PNG", &["png"])
                .add_filter("JPEG", &["jpg", "jpeg"])
                .add_filter("WebP", &["webp"])
                .add_filter("AVIF", &["avif"])
                .add_filter("TIFF", &["tif", "tiff"])
                .add_filter("GIF", &["gif"]);
            let chosen = dialog.save_file()?;
            Some(Chosen::SaveTo(Box::new(to_file(entry, chosen))))
        });
    }

    /// Asks for the file of a sheet with all styles, beginning in `folder`.
    pub(super) fn save_contact(&self, name: String, folder: Option<PathBuf>, order: Order) {
        self.run(move || {
            let dialog = dialog_in(folder).set_file_name(name);
            let dialog = if order.kind == Kind::Moving {
                dialog
                    .add_filter("GIF", &["gif"])
                    .add_filter("PNG", &["png", "apng"])
                    .add_filter("WebP", &["webp"])
            } else {
                dialog
                    .add_filter("PNG", &["png"])
                    .add_filter("JPEG", &["jpg", "jpeg"])
                    .add_filter("WebP", &["webp"])
                    .add_filter("TIFF", &["tif", "tiff"])
            };
            let chosen = dialog.save_file()?;
            Some(Chosen::ContactTo(Box::new(order), chosen))
        });
    }

    pub(super) fn choose_folder(&self, what: Folder) {
        self.run(move || {
            let folder = FileDialog::new().pick_folder()?;
            Some(Chosen::Folder(what, folder))
        });
    }

    pub(super) fn open_pages(&self) {
        self.run(|| {
            let folder = FileDialog::new().pick_folder()?;
            Some(Chosen::Pages(vec![folder]))
        });
    }

    pub(super) fn open_books(&self) {
        let books = tr!("filter-books");
        self.run(move || {
            let dialog = FileDialog::new().add_filter(books, &BOOK_ENDINGS);
            dialog.pick_files().map(Chosen::Pages)
        });
    }

    pub(super) fn export_style(&self, style: String) {
        let filter = tr!("filter-style");
        self.run(move || {
            let dialog = FileDialog::new()
                .set_file_name(format!("{style}.{STYLE_ENDING}"))
                .add_filter(filter, &[STYLE_ENDING]);
            let path = dialog.save_file()?;
            Some(Chosen::ExportTo { style, path })
        });
    }

    /// Asks for the file in which a photograph is drawn over; `name` is suggested.
    pub(super) fn draw_over(&self, photo: PathBuf, name: PathBuf) {
        let layered = tr!("filter-openraster");
        self.run(move || {
            let folder = name.parent().map(Path::to_owned);
            let file = name.file_name().unwrap_or_default().to_string_lossy();
            let dialog = dialog_in(folder)
                .set_file_name(file)
                .add_filter(layered, &["ora"])
                .add_filter("PNG", &["png"]);
            let path = dialog.save_file()?;
            Some(Chosen::DrawOver { photo, path })
        });
    }

    /// Warns in a box of the system's own, and says when it was read.
    pub(super) fn warn(&self, text: String) {
        self.run(move || {
            MessageDialog::new()
                .set_level(MessageLevel::Error)
                .set_title(NAME)
                .set_description(text)
                .show();
            Some(Chosen::Warned)
        });
    }

    /// Brings a drawing into memory, to be copied: on a graphics device that takes its time.
    pub(super) fn copy(&self, drawing: Drawing, render: Option<RenderState>) {
        self.run(move || match (drawing, render) {
            (Drawing::Pixels(pixels), _) => Some(Chosen::Copied(Ok(pixels))),
            (Drawing::Texture(texture), Some(render)) => {
                let pixels = gpu::read_back(&render.device, &render.queue, &texture);
                Some(Chosen::Copied(pixels.map(Arc::new)))
            }
            (Drawing::Texture(_), None) => None,
        });
    }

    /// Reads the clipboard, which may have to wait for another program.
    pub(super) fn paste(&self, cache: PathBuf, text: Option<String>) {
        self.run(move || {
            let pasted = clipboard::read(&cache, text.as_deref());
            Some(pasted.map_or_else(Chosen::NotPasted, Chosen::Pasted))
        });
    }

    /// Makes a photograph of a pasted picture.
    pub(super) fn keep_pasted(&self, cache: PathBuf, pixels: RgbaImage) {
        self.run(move || {
            let kept = clipboard::keep(&cache, &pixels);
            Some(kept.map_or_else(Chosen::NotPasted, |path| Chosen::Pasted(vec![path])))
        });
    }

    fn run(&self, ask: impl FnOnce() -> Option<Chosen> + Send + 'static) {
        let (sender, notify) = (self.sender.clone(), Arc::clone(&self.notify));
        let thread = std::thread::Builder::new()
            .name("dialog".to_owned())
            .spawn(move || {
                let start = Instant::now();
                let chosen = match ask() {
                    None if start.elapsed() < TOO_QUICK => Some(Chosen::NoDialog),
                    chosen => chosen,
                };
                if let Some(chosen) = chosen {
                    sender.send(chosen).ok();
                    notify();
                }
            });
        if let Err(err) = thread {
            log::error!("no thread for a dialog: {err}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialog_finds_names_in_capital_letters() {
        let expected = if cfg!(target_os = "linux") {
            "[jJ][pP][gG]"
        } else {
            "jpg"
        };
        assert_eq!(in_any_case("jpg"), expected);
        assert_eq!(in_any_case("2"), "2");
    }

    #[test]
    fn the_dialog_for_photographs_offers_styles_too() {
        let endings = opened_endings();
        assert!(endings.contains(&in_any_case("kstyle")));
        assert!(endings.contains(&in_any_case("jpg")));
    }
}
