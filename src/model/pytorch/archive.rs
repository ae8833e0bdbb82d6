//! The two containers: where a file's pickle stands, and where the numbers.

use std::collections::HashMap;

use super::pickle::load;
use super::value::{Storage, Value};
use super::{damaged, first};
use crate::model::ModelError;

/// With what a zip archive begins, an entry of its directory, and the directory's end.
const ZIP_START: &[u8] = b"PK\x03\x04";
const ZIP_ENTRY: &[u8] = b"PK\x01\x02";
const ZIP_END: &[u8] = b"PK\x05\x06";
/// Bytes of these records without names and comments.
const ZIP_START_LEN: usize = 30;
const ZIP_ENTRY_LEN: usize = 46;
const ZIP_END_LEN: usize = 22;
/// Longest comment behind the directory's end.
const MAX_COMMENT: usize = 0xffff;
/// The first pickle of the old container: its mark as a number of ten bytes.
const LEGACY_START: &[u8] = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.";

/// The numbers of a file by the names of their storages.
pub(super) struct Storages<'a>(HashMap<String, &'a [u8]>);

impl<'a> Storages<'a> {
    /// The bytes of a storage.
    pub(super) fn find(&self, key: &str) -> Result<&'a [u8], ModelError> {
        let found = self.0.get(key).copied();
        found.ok_or_else(|| damaged("the numbers of a tensor are missing"))
    }
}

/// What the file's pickle describes, and its storages.
pub(super) fn open<'a>(
    bytes: &'a [u8],
    keep_going: &dyn Fn() -> bool,
) -> Result<(Value, Storages<'a>), ModelError> {
    if bytes.starts_with(ZIP_START) {
        open_zip(bytes, keep_going)
    } else if bytes.starts_with(LEGACY_START) {
        open_legacy(bytes, keep_going)
    } else {
        Err(damaged("it begins like no such file"))
    }
}

/// `NAME/data.pkl`, and `NAME/data/KEY` for each storage.
fn open_zip<'a>(
    bytes: &'a [u8],
    keep_going: &dyn Fn() -> bool,
) -> Result<(Value, Storages<'a>), ModelError> {
    let mut pickle = None;
    let mut storages = HashMap::new();
    for (name, data) in zip_entries(bytes)? {
        if name.ends_with("/data.pkl") {
            pickle = Some(data);
        } else if let Some((_, key)) = name.split_once("/data/") {
            storages.insert(key.to_owned(), data);
        }
    }
    let pickle = pickle.ok_or_else(|| damaged("its description is missing"))?;
    Ok((load(pickle, keep_going)?.0, Storages(storages)))
}

/// Names and contents of an archive's files, which must not be compressed: `torch.save` never does
/// it.
fn zip_entries(bytes: &[u8]) -> Result<Vec<(String, &[u8])>, ModelError> {
    let cut_off = || damaged("it is cut off");
    let last = bytes.len().checked_sub(ZIP_END_LEN).ok_or_else(cut_off)?;
    let earliest = last.saturating_sub(MAX_COMMENT);
    let end = (earliest..=last).rev();
    let end = end
        .map(|at| &bytes[at..])
        .find(|at| at.starts_with(ZIP_END));
    let end = end.ok_or_else(cut_off)?;
    let num_entries = usize::from(short(end, 10));
    let mut at = long(end, 16);
    let mut entries = Vec::with_capacity(num_entries);
    for _ in 0..num_entries {
        let entry = bytes.get(at..at + ZIP_ENTRY_LEN);
        let entry = entry.filter(|entry| entry.starts_with(ZIP_ENTRY));
        let entry = entry.ok_or_else(cut_off)?;
        let [name_len, extra_len, comment_len] = [28, 30, 32].map(|i| usize::from(short(entry, i)));
        let name: &[u8] = bytes
            .get(at + ZIP_ENTRY_LEN..at + ZIP_ENTRY_LEN + name_len)
            .ok_or_else(cut_off)?;
        if short(entry, 10) != 0 {
            return Err(damaged("it is compressed"));
        }
        let (len, start) = (long(entry, 24), long(entry, 42));
        let local = bytes
            .get(start..start + ZIP_START_LEN)
            .ok_or_else(cut_off)?;
        let skipped: usize = [26, 28].map(|i| usize::from(short(local, i))).iter().sum();
        let data = start + ZIP_START_LEN + skipped;
        let data = bytes.get(data..data + len).ok_or_else(cut_off)?;
        entries.push((String::from_utf8_lossy(name).into_owned(), data));
        at += ZIP_ENTRY_LEN + name_len + extra_len + comment_len;
    }
    Ok(entries)
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(first(bytes.get(at..).unwrap_or_default()))
}

fn long(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(first(bytes.get(at..).unwrap_or_default())) as usize
}

/// Pickles of the mark, a version, the system, the tensors and the storages' names; then each
/// storage's length and numbers.
fn open_legacy<'a>(
    bytes: &'a [u8],
    keep_going: &dyn Fn() -> bool,
) -> Result<(Value, Storages<'a>), ModelError> {
    let mut rest = bytes;
    let mut next = || -> Result<Value, ModelError> {
        let (value, len) = load(rest, keep_going)?;
        rest = &rest[len.min(rest.len())..];
        Ok(value)
    };
    let (_mark, _version, _system) = (next()?, next()?, next()?);
    let (root, keys) = (next()?, next()?);
    let mut known = HashMap::new();
    collect(&root, &mut known);
    let mut storages = HashMap::new();
    for key in keys.items() {
        let Value::Text(key) = key else {
            return Err(damaged("a storage has no name"));
        };
        let size = known
            .get(key.as_str())
            .and_then(|storage| storage.element_size());
        let size = size.ok_or_else(|| damaged("a storage is of an unknown kind"))?;
        let Some((head, tail)) = rest.split_at_checked(8) else {
            return Err(damaged("it is cut off"));
        };
        let len = usize::try_from(u64::from_le_bytes(first(head))).ok();
        let len = len.and_then(|len| len.checked_mul(size));
        let split = len.and_then(|len| tail.split_at_checked(len));
        let (numbers, tail) = split.ok_or_else(|| damaged("it is cut off"))?;
        storages.insert(key.clone(), numbers);
        rest = tail;
    }
    Ok((root, Storages(storages)))
}

/// All storages that tensors in `value` name.
fn collect<'a>(value: &'a Value, known: &mut HashMap<&'a str, &'a Storage>) {
    match value {
        Value::Tensor(tensor) => {
            known.insert(&tensor.storage.key, &tensor.storage);
        }
        Value::Dict(nest) => nest
            .items
            .iter()
            .for_each(|(_, value)| collect(value, known)),
        Value::Sequence(nest) => nest.items.iter().for_each(|value| collect(value, known)),
        _ => {}
    }
}
