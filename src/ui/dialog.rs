//! The system's file dialogs, on threads of their own: the window goes on meanwhile.

use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};
use rfd::FileDialog;

/// Endings that the open dialog offers.
const ENDINGS: [&str; 9] = [
    "jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "jfif",
];

/// What a person chose.
#[derive(Debug)]
pub(super) enum Chosen {
    /// Photographs or folders to open.
    Photos(Vec<PathBuf>),
    /// The file for the current drawing.
    SaveTo(PathBuf),
    /// The folder for all drawings.
    SaveAllTo(PathBuf),
}

/// Opens dialogs and hands over what was chosen.
pub(super) struct Dialogs {
    sender: Sender<Chosen>,
    receiver: Receiver<Chosen>,
    notify: Arc<dyn Fn() + Send + Sync>,
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

    pub(super) fn open_files(&self) {
        self.run(|| {
            let dialog = FileDialog::new().add_filter("Pictures", &ENDINGS);
            dialog.pick_files().map(Chosen::Photos)
        });
    }

    pub(super) fn open_folder(&self) {
        self.run(|| {
            FileDialog::new()
                .pick_folder()
                .map(|folder| Chosen::Photos(vec![folder]))
        });
    }

    pub(super) fn save(&self, name: &str) {
        let name = name.to_owned();
        self.run(|| {
            let dialog = FileDialog::new()
                .set_file_name(name)
                .add_filter("PNG", &["png"])
                .add_filter("JPEG", &["jpg", "jpeg"])
                .add_filter("WebP", &["webp"])
                .add_filter("TIFF", &["tif", "tiff"]);
            dialog.save_file().map(Chosen::SaveTo)
        });
    }

    pub(super) fn save_all(&self) {
        self.run(|| FileDialog::new().pick_folder().map(Chosen::SaveAllTo));
    }

    fn run(&self, ask: impl FnOnce() -> Option<Chosen> + Send + 'static) {
        let (sender, notify) = (self.sender.clone(), Arc::clone(&self.notify));
        let thread = std::thread::Builder::new()
            .name("dialog".to_owned())
            .spawn(move || {
                if let Some(chosen) = ask() {
                    sender.send(chosen).ok();
                    notify();
                }
            });
        if let Err(err) = thread {
            log::error!("no thread for a dialog: {err}");
        }
    }
}
