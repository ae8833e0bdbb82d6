//! What runs into a folder have done: which photograph has which name, and what was written under
//! it.
//!
//! A later run goes on by this record, and only what it names is ever replaced. A line is added for
//! each fact; one that was cut off by a crash, or is broken, costs that fact alone. It lies in a
//! folder of the program's own, so that the folder with the drawings holds nothing else.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Naming, Pair, Shard};
use crate::paths::text::Lossless;
use crate::picture::{Imprint, Likeness, is_empty_file, write_whole};

/// From this size on, only the newest facts are kept.
const LARGE: u64 = 4 << 20;
/// Records that nobody used for so long are thrown away.
const KEPT: Duration = Duration::from_hours(400 * 24);
const ENDING: &str = "jsonl";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Fact {
    Named {
        input: Lossless,
        output: Lossless,
        /// By which rules.
        naming: String,
        /// Whether nothing had that name then.
        #[serde(default)]
        is_new: bool,
    },
    Written {
        written: Lossless,
        imprint: Imprint,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    output: PathBuf,
    naming: String,
}

/// What is known of a name.
#[derive(Clone, Debug, Default)]
struct Known {
    is_new: bool,
    imprint: Option<Imprint>,
}

/// The record of a folder with drawings; the default one is kept nowhere.
#[derive(Debug, Default)]
pub struct Record {
    /// Where it is kept, and how long it was when it was read.
    place: Option<(PathBuf, u64)>,
    /// Whether others write into the same folder.
    is_shard: bool,
    /// Open from the first new fact on.
    file: Option<File>,
    /// By photograph.
    names: HashMap<PathBuf, Name>,
    /// By file.
    outputs: HashMap<PathBuf, Known>,
}

impl Record {
    /// Reads the record of the folder `target` in the folder `records`, and goes on with it. One
    /// that cannot be read or written is as none.
    ///
    /// A shard writes into a record of its own, so that two machines never write into one file; all
    /// of them are read, so that each knows the names that the others gave.
    pub fn open(records: &Path, target: &Path, shard: Option<Shard>) -> Self {
        let stem = format!("{:016x}", key(target));
        let suffix = shard.map_or_else(String::new, Shard::suffix);
        let own = records.join(format!("{stem}{suffix}.{ENDING}"));
        let mut record = Self::default();
        let mut len = 0;
        for path in records_of(records, &stem) {
            let is_own = path == own;
            // What the others of this division have written is theirs, and a large part of the
            // text.
            let is_sibling = shard.is_some_and(|shard| !is_own && shard.is_sibling(&path));
            let read = record.read(&path, is_sibling);
            if is_own {
                len = read;
            }
        }
        record.place = Some((own, len));
        record.is_shard = shard.is_some();
        record
    }

    /// Takes in what a file says, or only the names in it; how long it is.
    fn read(&mut self, path: &Path, only_names: bool) -> u64 {
        let text = std::fs::read(path).unwrap_or_default();
        for line in text.split(|byte| *byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(Fact::Written { .. }) if only_names => {}
                Ok(fact) => self.take(fact),
                Err(err) if line.is_empty() => drop(err),
                Err(err) => log::warn!("a line of {} is not used: {err}", path.display()),
            }
        }
        text.len() as u64
    }

    fn begin(path: &Path, len: u64) -> std::io::Result<File> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
            remove_old(folder);
        }
        if len > LARGE {
            // Without what the records of other shards say.
            let mut own = Self::default();
            own.read(path, false);
            let lines: Vec<u8> = own.facts().iter().flat_map(line).collect();
            write_whole(path, &lines, true).map_err(std::io::Error::other)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if len > 0 {
            // Behind a line that was cut off.
            file.write_all(b"\n")?;
        }
        Ok(file)
    }

    fn take(&mut self, fact: Fact) {
        match fact {
            Fact::Named {
                input,
                output,
                naming,
                is_new,
            } => {
                let known = self.outputs.entry(output.0.clone()).or_default();
                known.is_new |= is_new;
                let output = output.0;
                self.names.insert(input.0, Name { output, naming });
            }
            Fact::Written { written, imprint } => {
                let known = self.outputs.entry(written.0).or_default();
                known.imprint = Some(imprint);
            }
        }
    }

    /// All that is known, but for photographs and drawings that are both gone.
    fn facts(&self) -> Vec<Fact> {
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by(|a, b| a.0.cmp(b.0));
        names.retain(|(input, name)| input.exists() || name.output.exists());
        let mut facts = Vec::new();
        for (input, name) in names {
            let known = self.outputs.get(&name.output);
            facts.push(Fact::Named {
                input: Lossless(input.clone()),
                output: Lossless(name.output.clone()),
                naming: name.naming.clone(),
                is_new: known.is_some_and(|known| known.is_new),
            });
        }
        let mut written: Vec<_> = self.outputs.iter().collect();
        written.sort_by(|a, b| a.0.cmp(b.0));
        for (output, known) in written {
            if let Some(imprint) = known.imprint.as_ref().filter(|_| output.exists()) {
                facts.push(Fact::Written {
                    written: Lossless(output.clone()),
                    imprint: imprint.clone(),
                });
            }
        }
        facts
    }

    fn put(&mut self, facts: Vec<Fact>) {
        if facts.is_empty() {
            return;
        }
        if let Some((path, len)) = self.place.take() {
            let begun = Self::begin(&path, len);
            self.file = begun
                .inspect_err(|err| log::warn!("{} is not kept: {err}", path.display()))
                .ok();
        }
        let lines: Vec<u8> = facts.iter().flat_map(line).collect();
        if let Some(file) = &mut self.file
            && let Err(err) = file.write_all(&lines)
        {
            log::warn!("the record of the run is not kept: {err}");
            self.file = None;
        }
        for fact in facts {
            self.take(fact);
        }
    }

    /// The names that earlier runs gave by the same rules, and those that no other photograph may
    /// have: it has them still.
    pub fn given(&self, naming: &Naming<'_>, style: &str) -> Given<'_> {
        Given {
            record: self,
            naming: naming.rules(style),
        }
    }

    /// Takes note of which photograph gets which name, before anything is drawn.
    pub fn name(&mut self, pairs: &[Pair], naming: &Naming<'_>, style: &str) {
        let rules = naming.rules(style);
        let facts = pairs.iter().filter_map(|pair| {
            let (input, output) = (whole(&pair.input), whole(&pair.output));
            let known = self.names.get(&input);
            let is_known = known.is_some_and(|name| name.output == output && name.naming == rules);
            let is_new = pair.output.symlink_metadata().is_err();
            let was_new = self.outputs.get(&output).is_some_and(|known| known.is_new);
            (!is_known || is_new && !was_new).then(|| Fact::Named {
                input: Lossless(input),
                output: Lossless(output),
                naming: rules.clone(),
                is_new,
            })
        });
        let facts = facts.collect();
        self.put(facts);
        if let Some(Err(err)) = self.file.as_ref().map(File::sync_data) {
            log::warn!("the record of the run may be lost: {err}");
        }
    }

    /// Takes note of a drawing that was written.
    pub fn written(&mut self, output: &Path, imprint: Imprint) {
        let written = Lossless(whole(output));
        self.put(vec![Fact::Written { written, imprint }]);
    }

    /// Whether the file is one that was written, as it was written.
    pub fn is_as_written(&self, output: &Path) -> bool {
        let known = self.outputs.get(&whole(output));
        let imprint = known.and_then(|known| known.imprint.as_ref());
        imprint.is_some_and(|imprint| imprint.compare(output) == Likeness::Whole)
    }

    /// Whether the file is what a power cut left of one that was written: it may be replaced.
    pub fn is_left_of_ours(&self, output: &Path) -> bool {
        let Some(known) = self.outputs.get(&whole(output)) else {
            return false;
        };
        match &known.imprint {
            Some(imprint) => imprint.compare(output) == Likeness::CutOff,
            // Its name was claimed, and nothing written.
            None => known.is_new && is_empty_file(output),
        }
    }
}

/// The names that earlier runs gave.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    record: &'a Record,
    naming: String,
}

impl Given<'_> {
    /// The name of a photograph, if it has one.
    pub fn to(&self, photo: &Path) -> Option<&Path> {
        let name = self.record.names.get(&whole(photo))?;
        (name.naming == self.naming).then_some(name.output.as_path())
    }

    /// Names of other photographs than `photos`, as long as those are there.
    pub fn to_others<'b>(&self, photos: impl IntoIterator<Item = &'b Path>) -> Vec<PathBuf> {
        let photos: std::collections::HashSet<PathBuf> = photos.into_iter().map(whole).collect();
        let names = self.record.names.iter();
        let others = names.filter(|(input, _)| !photos.contains(*input) && input.exists());
        let mut outputs: Vec<PathBuf> = others.map(|(_, name)| name.output.clone()).collect();
        outputs.sort();
        outputs
    }

    /// Whether new photographs are numbered from the last number on. A shard does not know how far
    /// the others are: there the place among all photographs is the number.
    pub fn counts_on(&self) -> bool {
        !self.record.is_shard && self.num() > 0
    }

    /// How many names were given by these rules.
    pub fn num(&self) -> usize {
        let names = self.record.names.values();
        names.filter(|name| name.naming == self.naming).count()
    }
}

fn line(fact: &Fact) -> Vec<u8> {
    // What cannot be written down, such as a name that is no Unicode on Windows, is not known
    // later.
    let mut line = serde_json::to_vec(fact).unwrap_or_default();
    line.push(b'\n');
    line
}

fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The same for all ways to the same folder, whether it is there or not yet.
fn key(target: &Path) -> u64 {
    let target = whole(target);
    let there = target.ancestors().find_map(|folder| {
        let real = folder.canonicalize().ok()?;
        let below = target.strip_prefix(folder).ok()?;
        // Without a slash at the end.
        Some(real.join(below).components().collect::<PathBuf>())
    });
    let target = there.unwrap_or(target);
    let bytes = target.as_os_str().as_encoded_bytes();
    // FNV-1a.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The records of a folder with drawings, that which was written last at the end: what it says
/// counts.
fn records_of(folder: &Path, stem: &str) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_one = |path: &Path| {
        let name = path.file_stem().and_then(|name| name.to_str());
        let behind = name.and_then(|name| name.strip_prefix(stem));
        path.extension().is_some_and(|ending| ending == ENDING)
            && behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('-'))
    };
    let files = files
        .filter_map(Result::ok)
        .filter(|file| is_one(&file.path()));
    let mut records: Vec<_> = files
        .map(|file| {
            let modified = file.metadata().and_then(|metadata| metadata.modified());
            (modified.ok(), file.path())
        })
        .collect();
    records.sort();
    records.into_iter().map(|(_, path)| path).collect()
}

fn remove_old(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    for file in files.filter_map(Result::ok) {
        let path = file.path();
        let is_record = path.extension().is_some_and(|ending| ending == ENDING);
        let modified = file.metadata().and_then(|metadata| metadata.modified());
        let is_old = modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT));
        if is_record && is_old {
            std::fs::remove_file(path).ok();
        }
    }
}

#[cfg(test)]
mod tests;
