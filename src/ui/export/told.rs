//! What is said of files that were written: how many, and where they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::queue::Queue;
use super::{EntryState, Tab};
use crate::i18n::tr;

/// Most folders that are named; more would fill the window.
const MAX_FOLDERS: usize = 3;

/// `text` with the folders in which the files are, a line each.
pub(in crate::ui) fn in_folders<'a>(
    text: String,
    folders: impl IntoIterator<Item = &'a Path>,
) -> String {
    let folders: BTreeSet<&Path> = folders.into_iter().collect();
    let mut lines = vec![text];
    let named = folders.iter().take(MAX_FOLDERS);
    lines.extend(named.map(|folder| tr!("saved-in", folder = folder.display().to_string())));
    if folders.len() > MAX_FOLDERS {
        lines.push("…".to_owned());
    }
    lines.join("\n")
}

impl Queue {
    /// What is said when all of it has ended.
    pub(in crate::ui) fn told(&self) -> String {
        let is_saved = |state: &EntryState| *state == EntryState::Saved;
        let saved = self.entries.iter().filter(|entry| is_saved(&entry.state));
        let saved: Vec<_> = saved.collect();
        let (count, num_failed) = (saved.len(), self.num_in(Tab::Failed));
        if let ([one], 0) = (saved.as_slice(), num_failed) {
            return tr!("saved-file", path = one.output.display().to_string());
        }
        let text = if num_failed > 0 {
            tr!("saved-count-failed", count = count, num_failed = num_failed)
        } else {
            tr!("saved-count", count = count)
        };
        // Below the folder that was chosen there may be those of the photographs.
        in_folders(text, saved.iter().map(|entry| entry.order.target.as_path()))
    }
}

/// The folders of files.
pub(in crate::ui) fn folders_of(files: &[PathBuf]) -> impl Iterator<Item = &Path> {
    files.iter().filter_map(|file| file.parent())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::batch::Existing;
    use crate::ui::export::{entry, order};

    #[test]
    fn how_many_files_were_saved_is_told_with_their_folders() {
        let [out, other] = ["/out", "/other"].map(|folder| {
            let order = order(Path::new(folder), Existing::Skip);
            Arc::new(order)
        });
        let mut queue = Queue::default();
        let saved = |name: &str, order| entry(name, order, EntryState::Saved);
        queue.add(vec![saved("a.png", &out)]);
        let only = queue.entries[0].output.display().to_string();
        assert_eq!(queue.told(), format!("Saved {only}"));
        queue.add(vec![saved("b.png", &out)]);
        assert_eq!(queue.told(), "Saved 2 drawings\nIn /out");
        let bad = EntryState::Failed("bad".to_owned());
        queue.add(vec![saved("c.png", &other), entry("d.png", &out, bad)]);
        let told = "Saved 3 drawings, 1 failed\nIn /other\nIn /out";
        assert_eq!(queue.told(), told);
        let files: Vec<PathBuf> = (0..9).map(|at| format!("/{at}/a.png").into()).collect();
        let told = in_folders(String::new(), folders_of(&files));
        assert_eq!(told.lines().count(), 5, "{told}");
        let here = vec![PathBuf::from("/in/a.png"); 2];
        assert_eq!(in_folders("2".to_owned(), folders_of(&here)), "2\nIn /in");
    }
}
