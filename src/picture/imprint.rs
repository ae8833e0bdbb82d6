//! What tells a file that was written here from every other, and from what a power cut left of it.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Places of a file at which its beginning is known.
const NUM_MARKS: u64 = 32;
/// So many zeros at the end are what a disk gives for what it lost, and no part of a picture.
const LOST: u64 = 512;

/// The size, time and content of a file when it was written: small enough to be kept for thousands
/// of them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Imprint {
    len: u64,
    /// Nanoseconds since 1970; `None` on a disk that does not tell.
    modified: Option<u64>,
    /// Hashes of the first 32nd, of the first two, and so on to the whole.
    marks: Vec<u64>,
}

/// What a file is, beside the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Nothing has that name.
    Gone,
    /// The file as it was written.
    Whole,
    /// Its beginning and nothing else, as after a power cut.
    CutOff,
    /// Something else: it was changed, or is another file.
    Other,
}

impl Imprint {
    /// That of the file as it is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let (len, modified) = stamp(path)?;
        let read = Read::new(path, len, len)?;
        if read.len != len {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self {
            len,
            modified,
            marks: read.marks,
        })
    }

    /// What there is under the name of the file.
    ///
    /// A file of the same size and time is not read. One that cannot be read is another.
    pub fn compare(&self, path: &Path) -> Likeness {
        let (len, modified) = match stamp(path) {
            Ok(stamp) => stamp,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Likeness::Gone,
            Err(_) => return Likeness::Other,
        };
        if len > self.len {
            return Likeness::Other;
        }
        if len == self.len && modified.is_some() && modified == self.modified {
            return Likeness::Whole;
        }
        let Ok(read) = Read::new(path, len, self.len) else {
            return Likeness::Other;
        };
        if read.len == self.len && read.marks == self.marks {
            return Likeness::Whole;
        }
        let lost = if read.len < self.len { 0 } else { LOST };
        let is_cut_off = read.len <= self.len && read.num_zeros >= lost;
        if is_cut_off && read.begins_like(self) {
            Likeness::CutOff
        } else {
            Likeness::Other
        }
    }
}

/// Whether there is a file, and nothing in it.
pub fn is_empty_file(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0)
}

fn stamp(path: &Path) -> io::Result<(u64, Option<u64>)> {
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let since_1970 = |at: SystemTime| at.duration_since(UNIX_EPOCH).ok();
    let modified = metadata.modified().ok().and_then(since_1970);
    let nanoseconds = modified.and_then(|since| u64::try_from(since.as_nanos()).ok());
    Ok((metadata.len(), nanoseconds))
}

/// What reading a file tells.
struct Read {
    len: u64,
    marks: Vec<u64>,
    /// Zeros at its end.
    num_zeros: u64,
}

impl Read {
    /// Reads at most `most` bytes, with the marks of a file of `whole`.
    fn new(path: &Path, most: u64, whole: u64) -> io::Result<Self> {
        // FNV-1a: of the whole file in one go, with what it is on the way.
        const START: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let mut reader = BufReader::with_capacity(1 << 16, File::open(path)?);
        let (mut len, mut hash, mut num_zeros) = (0, START, 0);
        let mut marks = Vec::with_capacity(NUM_MARKS as usize);
        let mut next = place(0, whole);
        loop {
            let bytes = reader.fill_buf()?;
            if bytes.is_empty() || len > most {
                break;
            }
            for &byte in bytes {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
                len += 1;
                num_zeros = if byte == 0 { num_zeros + 1 } else { 0 };
                while len == next && (marks.len() as u64) < NUM_MARKS {
                    marks.push(hash);
                    next = place(marks.len() as u64, whole);
                }
            }
            let num = bytes.len();
            reader.consume(num);
        }
        Ok(Self {
            len,
            marks,
            num_zeros,
        })
    }

    /// Whether what is there was written there: at least a 32nd of it, or nothing but zeros.
    fn begins_like(&self, whole: &Imprint) -> bool {
        let end = self.len - self.num_zeros;
        let num_known = (0..NUM_MARKS).take_while(|&index| place(index, whole.len) <= end);
        let num_known = num_known.count();
        end == 0 || num_known > 0 && self.marks.get(..num_known) == whole.marks.get(..num_known)
    }
}

/// Where a mark is in a file of that length.
fn place(index: u64, len: u64) -> u64 {
    // At least one byte, so that every mark tells something.
    (u128::from(len) * u128::from(index + 1) / u128::from(NUM_MARKS)).max(1) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::noise;
    use crate::picture::{EncodeOptions, OutputFormat, encode};
    use std::fs;

    fn yard() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture");
        (folder, path)
    }

    #[test]
    fn a_file_is_known_wherever_it_was_cut() {
        let (_folder, path) = yard();
        for format in OutputFormat::ALL {
            let bytes = encode(&noise(61, 47), None, &EncodeOptions::new(format)).unwrap();
            fs::write(&path, &bytes).unwrap();
            let imprint = Imprint::of(&path).unwrap();
            assert_eq!(imprint.compare(&path), Likeness::Whole, "{format}");
            let kept = serde_json::to_string(&imprint).unwrap();
            assert_eq!(serde_json::from_str::<Imprint>(&kept).unwrap(), imprint);
            for len in [0, bytes.len() / 16, bytes.len() / 2, bytes.len() - 1] {
                fs::write(&path, &bytes[..len]).unwrap();
                assert_eq!(
                    imprint.compare(&path),
                    Likeness::CutOff,
                    "{format} at {len}"
                );
            }
            // As some disks give what they had not written yet.
            let mut zeros = bytes.clone();
            zeros[bytes.len() / 2..].fill(0);
            fs::write(&path, &zeros).unwrap();
            assert_eq!(
                imprint.compare(&path),
                Likeness::CutOff,
                "{format} with zeros"
            );
            // Written anew with the same content, at another time.
            fs::write(&path, &bytes).unwrap();
            let later = SystemTime::now() + std::time::Duration::from_mins(1);
            File::open(&path).unwrap().set_modified(later).unwrap();
            assert_eq!(imprint.compare(&path), Likeness::Whole, "{format} later");
        }
    }

    #[test]
    fn a_file_of_somebody_else_is_never_taken_for_what_was_left() {
        let (_folder, path) = yard();
        let options = EncodeOptions::new(OutputFormat::Jpeg);
        let bytes = encode(&noise(61, 47), None, &options).unwrap();
        fs::write(&path, &bytes).unwrap();
        let imprint = Imprint::of(&path).unwrap();
        let smaller = encode(&noise(31, 27), None, &options).unwrap();
        let half = &bytes[..bytes.len() / 2];
        let mut changed = bytes.clone();
        changed[bytes.len() - 40] ^= 1;
        let others: [&[u8]; 6] = [
            b"not ours",
            &smaller,
            // A maker's trailer behind the end.
            &[&bytes, &b"SEFT"[..]].concat(),
            &changed,
            &[half, &b"mine"[..], &[7; 300]].concat(),
            &[&b"mine"[..], &[0; 700]].concat(),
        ];
        for (index, other) in others.into_iter().enumerate() {
            fs::write(&path, other).unwrap();
            assert_eq!(imprint.compare(&path), Likeness::Other, "{index}");
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(imprint.compare(&path), Likeness::Gone);
        fs::create_dir(&path).unwrap();
        assert_eq!(imprint.compare(&path), Likeness::Other);
    }
}
