//! One of several equal parts of many photographs, for as many machines.
//!
//! Which part a photograph is in depends on its path alone, so that one that is added or removed
//! moves no other, and machines need not talk to each other.

use std::fmt;
use std::path::{Component, Path};
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::Found;

/// The part `index` of `count`; the first is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

/// Why a text is no shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// It is not two whole numbers with a slash between them.
    #[error("write it as I/N, such as 1/4 for the first of four shards")]
    Form,
    /// There are no shards.
    #[error("there must be at least one shard: write 1/1 or more, such as 1/4")]
    NoShards,
    /// There is no shard of that number.
    #[error("of {count} shards the first is 1/{count} and the last {count}/{count}")]
    NotOneOfThem {
        /// How many there are.
        count: u32,
    },
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (index, count) = text.split_once('/').ok_or(ShardError::Form)?;
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u32>().ok()).flatten()
        };
        let (index, count) = number(index).zip(number(count)).ok_or(ShardError::Form)?;
        if count == 0 {
            return Err(ShardError::NoShards);
        }
        if !(1..=count).contains(&index) {
            return Err(ShardError::NotOneOfThem { count });
        }
        Ok(Self { index, count })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Shard {
    /// Whether a photograph is in this part, by its path below the folder that was named.
    pub fn has(self, photo: &Found) -> bool {
        self.has_path(photo.below())
    }

    /// The same of a path below a folder: the first eight bytes of the SHA-256 of its parts with
    /// slashes between them, as a big-endian number, modulo the number of shards.
    pub fn has_path(self, below: &Path) -> bool {
        let mut hash = Sha256::new();
        let parts = below.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.as_encoded_bytes()),
            _ => None,
        });
        for (index, part) in parts.enumerate() {
            if index > 0 {
                // On Windows, too.
                hash.update(b"/");
            }
            hash.update(part);
        }
        let digest = hash.finalize();
        let number = digest
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// What its record is called among those of a folder.
    pub(super) fn suffix(self) -> String {
        format!("-{}{}", self.index, self.division())
    }

    fn division(self) -> String {
        format!("-of-{}", self.count)
    }

    /// Whether a record is that of a shard of the same division.
    pub(super) fn is_sibling(self, record: &Path) -> bool {
        let name = record.file_stem().and_then(|name| name.to_str());
        name.is_some_and(|name| name.ends_with(&self.division()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shards(count: u32) -> Vec<Shard> {
        (1..=count).map(|index| Shard { index, count }).collect()
    }

    fn photos(num: usize) -> Vec<Found> {
        let below = |number| format!("/in/{}/IMG_{number:04}.JPG", number % 7);
        (0..num)
            .map(|number| Found {
                path: below(number).into(),
                root: Some("/in".into()),
            })
            .collect()
    }

    #[test]
    fn shards_are_complete_together_and_share_nothing() {
        let photos = photos(2000);
        for count in [1, 2, 3, 7, 64] {
            let mut sizes = vec![0; count as usize];
            for photo in &photos {
                let have = shards(count).into_iter().filter(|shard| shard.has(photo));
                let have: Vec<Shard> = have.collect();
                assert_eq!(have.len(), 1, "{photo:?} in {have:?}");
                sizes[have[0].index as usize - 1] += 1;
            }
            // Within five standard deviations of a fair share.
            let fair = 2000.0 / f64::from(count);
            for size in sizes {
                assert!(
                    (f64::from(size) - fair).abs() <= 5.0 * fair.sqrt(),
                    "{size}"
                );
            }
        }
    }

    #[test]
    fn the_place_of_the_folder_does_not_count_and_other_photographs_do_not_either() {
        let moved = |photo: &Found| Found {
            path: Path::new("/other/place").join(photo.below()),
            root: Some("/other/place".into()),
        };
        for photo in photos(200) {
            for shard in shards(5) {
                assert_eq!(shard.has(&photo), shard.has(&moved(&photo)));
            }
        }
        let alone = Found::from("/in/3/IMG_0003.JPG");
        let shard = shards(4).into_iter().find(|shard| shard.has(&alone));
        assert!(shard.unwrap().has_path(Path::new("./IMG_0003.JPG")));
    }

    /// `printf %s day/a.jpg | sha256sum` begins with 9d2ef041 31ab151f, and that ends with 15 of
    /// 16.
    #[test]
    fn the_number_is_that_of_the_hash_as_others_compute_it() {
        let has = |shard: &Shard| shard.has_path(Path::new("day/a.jpg"));
        let has: Vec<bool> = shards(16).iter().map(has).collect();
        assert_eq!(has.iter().position(|has| *has), Some(15));
        assert_eq!(has.iter().filter(|has| **has).count(), 1);
    }

    #[test]
    fn what_is_no_shard_is_refused_with_what_to_write() {
        let error = |text: &str| text.parse::<Shard>().unwrap_err();
        for text in [
            "a/b", "", "3", "/", "1/", "/4", "1/4/2", "-1/4", "+1/4", "1.5/4", " 1/4",
        ] {
            assert_eq!(error(text), ShardError::Form, "{text}");
        }
        assert_eq!(error("99999999999/99999999999"), ShardError::Form);
        assert_eq!(error("1/0"), ShardError::NoShards);
        for text in ["0/4", "5/4"] {
            let err = error(text);
            assert_eq!(err, ShardError::NotOneOfThem { count: 4 });
            assert!(err.to_string().contains("1/4") && err.to_string().contains("4/4"));
        }
        let whole: Shard = "3/8".parse().unwrap();
        assert_eq!(whole.to_string(), "3/8");
    }
}
