//! The queue on the disk, so that it survives closing, a crash and a kill: replaced as a whole or
//! not at all, by a thread of its own. A part that cannot be read costs that part.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};
use serde::{Deserialize, Serialize};

use super::choices::sane_dpi;
use super::entry::{Entry, EntryState, Order};
use super::queue::Queue;
use crate::picture::{Imprint, OutputFormat, write_whole};
use crate::render::{Recipe, Scale};

/// Names of the file, and of the one that says which window has it.
const FILE: &str = "export.json";
const LOCK: &str = "export.lock";

/// How far a photograph was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum KeptState {
    Open,
    Saved,
    Skipped,
    Failed(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptEntry {
    #[serde(with = "crate::paths::text::one")]
    input: PathBuf,
    #[serde(with = "crate::paths::text::one")]
    output: PathBuf,
    format: OutputFormat,
    overwrite: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    written: Option<Imprint>,
    /// Which of the orders and of the settings.
    order: usize,
    settings: usize,
    state: KeptState,
}

/// The queue as it is written down. Most photographs share their order and settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Kept {
    orders: Vec<Order>,
    settings: Vec<Recipe>,
    entries: Vec<KeptEntry>,
}

impl Kept {
    fn of(entries: &[Entry]) -> Self {
        let mut kept = Self::default();
        for entry in entries {
            let state = match &entry.state {
                EntryState::Waiting | EntryState::Drawing { .. } => KeptState::Open,
                EntryState::Saved => KeptState::Saved,
                EntryState::Skipped => KeptState::Skipped,
                EntryState::Failed(reason) => KeptState::Failed(reason.clone()),
            };
            kept.entries.push(KeptEntry {
                input: entry.input.clone(),
                output: entry.output.clone(),
                format: entry.format,
                overwrite: entry.overwrite,
                written: entry.written.clone(),
                order: place_of(&mut kept.orders, &entry.order),
                settings: place_of(&mut kept.settings, &entry.settings),
                state,
            });
        }
        kept
    }

    fn parse(text: &[u8]) -> Vec<Entry> {
        let file: serde_json::Value = serde_json::from_slice(text).unwrap_or_else(|err| {
            log::warn!("the queue is broken and not used: {err}");
            serde_json::Value::Null
        });
        let orders = list(&file, "orders", |order: Order| Order {
            quality: order.quality.clamp(1, 100),
            dpi: order.dpi.map(sane_dpi),
            scale: match order.scale {
                Scale::Working(px) => Scale::Working(px.clamp(Scale::MIN_PX, Scale::MAX_PX)),
                Scale::Full => Scale::Full,
            },
            ..order
        });
        let settings = list(&file, "settings", Recipe::sanitised);
        let entries = list(&file, "entries", |entry: KeptEntry| entry);
        let entries = entries.into_iter().flatten().filter_map(|entry| {
            let order = orders.get(entry.order)?.clone()?;
            let settings = settings.get(entry.settings)?.clone()?;
            Some(Entry {
                number: 0,
                input: entry.input.clone(),
                pixels: None,
                output: entry.output.clone(),
                format: entry.format,
                overwrite: entry.overwrite,
                written: entry.written.clone(),
                order,
                settings,
                state: match &entry.state {
                    KeptState::Open => EntryState::Waiting,
                    KeptState::Saved => EntryState::Saved,
                    KeptState::Skipped => EntryState::Skipped,
                    KeptState::Failed(reason) => EntryState::Failed(reason.clone()),
                },
            })
        });
        entries.collect()
    }
}

/// The place of a value in the list, to which it is added when it is not there.
fn place_of<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T) -> usize {
    // The last one first: neighbours are alike.
    list.iter()
        .rposition(|known| known == value)
        .unwrap_or_else(|| {
            list.push(value.clone());
            list.len() - 1
        })
}

/// A list of the file; `None` stands for what cannot be used, so that the others keep their places.
fn list<T, U>(file: &serde_json::Value, name: &str, mend: impl Fn(T) -> U) -> Vec<Option<Arc<U>>>
where
    T: serde::de::DeserializeOwned,
{
    let values = file.get(name).and_then(serde_json::Value::as_array);
    let mended = values.into_iter().flatten().map(|value| {
        let read = T::deserialize(value)
            .inspect_err(|err| log::warn!("a part of the queue is not used: {err}"));
        read.ok().map(|value| Arc::new(mend(value)))
    });
    mended.collect()
}

/// Writes the queue down whenever it changes; the newest counts. Dropping it writes what is left.
#[derive(Debug)]
pub(in crate::ui) struct Keeper {
    newest: Arc<Mutex<Option<Vec<Entry>>>>,
    wake: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    /// As long as it is locked, no other window takes the queue for one that nobody draws.
    _lock: File,
}

impl Keeper {
    /// Takes the queue in this folder over, with what is in it; `None` when another window has it,
    /// or the folder cannot be written to.
    pub(in crate::ui) fn open(folder: &Path) -> Option<(Self, Vec<Entry>)> {
        Self::try_open(folder)
            .inspect_err(|err| log::warn!("the queue is not kept: {err}"))
            .ok()
    }

    fn try_open(folder: &Path) -> std::io::Result<(Self, Vec<Entry>)> {
        std::fs::create_dir_all(folder)?;
        let lock = File::create(folder.join(LOCK))?;
        lock.try_lock()?;
        let path = folder.join(FILE);
        let entries = std::fs::read(&path).map_or_else(|_| Vec::new(), |text| Kept::parse(&text));
        let newest = Arc::new(Mutex::new(None::<Vec<Entry>>));
        let (wake, woken) = bounded::<()>(1);
        let next = Arc::clone(&newest);
        let thread = std::thread::Builder::new()
            .name("queue".to_owned())
            .spawn(move || {
                let write_newest = || {
                    let newest = next.lock().unwrap_or_else(PoisonError::into_inner).take();
                    if let Some(entries) = newest {
                        write(&path, &entries);
                    }
                };
                woken.iter().for_each(|()| write_newest());
                write_newest();
            })?;
        let keeper = Self {
            newest,
            wake: Some(wake),
            thread: Some(thread),
            _lock: lock,
        };
        Ok((keeper, entries))
    }

    /// Keeps the queue as it is now.
    pub(in crate::ui) fn keep(&self, queue: &Queue) {
        let entries = queue.entries.clone();
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(entries);
        if let Some(wake) = &self.wake {
            // A full lane means that the thread will look anyway.
            wake.try_send(()).ok();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn write(path: &Path, entries: &[Entry]) {
    let outcome = if entries.is_empty() {
        match std::fs::remove_file(path) {
            Err(err) if err.kind() != std::io::ErrorKind::NotFound => Err(err.to_string()),
            _ => Ok(()),
        }
    } else {
        let text = serde_json::to_vec(&Kept::of(entries)).map_err(|err| err.to_string());
        text.and_then(|text| write_whole(path, &text, true).map_err(|err| err.to_string()))
    };
    if let Err(err) = outcome {
        log::warn!("the queue is not kept: {err}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::JobId;
    use crate::engine::batch::Existing;
    use crate::ui::export::queue::tests::{entry, order};

    fn queue(num: usize) -> Queue {
        let order = Arc::new(order(Path::new("/out"), Existing::Skip));
        let entries = (0..num).map(|index| {
            let state = match index % 4 {
                0 => EntryState::Saved,
                1 => EntryState::Failed("broken".to_owned()),
                2 => EntryState::Drawing {
                    job: JobId(index as u64),
                    stage: None,
                },
                _ => EntryState::Waiting,
            };
            entry(&format!("{index:03}"), &order, state)
        });
        let mut queue = Queue::default();
        queue.add(entries.collect());
        queue
    }

    #[test]
    fn a_queue_comes_back_with_what_was_being_drawn_still_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("not/there/yet");
        let (keeper, before) = Keeper::open(&deep).unwrap();
        assert!(before.is_empty());
        keeper.keep(&queue(800));
        drop(keeper);
        let (keeper, entries) = Keeper::open(&deep).unwrap();
        assert_eq!(entries.len(), 800);
        let num_open = entries.iter().filter(|entry| entry.is_open()).count();
        assert_eq!(num_open, 400);
        assert_eq!(entries[1].state, EntryState::Failed("broken".to_owned()));
        assert_eq!(entries[3].order.existing, Existing::Skip);
        let bytes = std::fs::metadata(deep.join(FILE)).unwrap().len();
        assert!(bytes < 200_000, "{bytes} bytes for 800 photographs");
        keeper.keep(&Queue::default());
        drop(keeper);
        assert!(!deep.join(FILE).exists(), "nothing is left to be offered");
    }

    #[test]
    fn a_queue_that_a_window_has_is_not_offered_to_another() {
        let folder = tempfile::tempdir().unwrap();
        let first = Keeper::open(folder.path()).unwrap();
        assert!(Keeper::open(folder.path()).is_none());
        drop(first);
        assert!(Keeper::open(folder.path()).is_some());
    }

    #[test]
    fn a_broken_part_costs_only_itself() {
        let mut kept = serde_json::to_value(Kept::of(&queue(5).entries)).unwrap();
        kept["entries"][0]["state"] = "Flying".into();
        kept["entries"][1]["settings"] = 99.into();
        kept["orders"][0]["quality"] = 250.into();
        kept["settings"][0]["look"]["amount"] = 9.0.into();
        let entries = Kept::parse(kept.to_string().as_bytes());
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[0].order.quality, 100);
        assert_eq!(entries[0].settings.amount, 1.5);
        let text = kept.to_string();
        assert!(Kept::parse(&text.as_bytes()[..text.len() / 2]).is_empty());
        assert!(Kept::parse(b"").is_empty());
    }
}
