//! Where a learnt style comes from: when it was made, from which pages, starting from which style.
//! Of the pages only hashes are kept, so that who has them can tell that they were learnt from, and
//! nobody can see them.

use std::fmt;

use chrono::DateTime;
use sha2::{Digest as _, Sha256};

use super::ModelError;
use crate::paths::without_orders;

/// Longest text of it in a file, in bytes; that of 400 pages has 27,000.
const MAX_BYTES: usize = 1 << 17;
/// Begins what is hashed of a page, so that another way to hash it can never give the same.
const KIND: &[u8] = b"kinetoon page 1\0";
/// Seconds after which the year has five digits.
const YEAR_10_000: u64 = 253_402_300_800;

/// What a style's file says of how it was made. All of it may be missing: older files have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The day on which it was learnt, by a time in it: seconds since 1970 (UTC).
    pub made: Option<u64>,
    /// The pages that it was learnt from.
    pub pages: Vec<PageHash>,
    /// Name of the style that it was learnt from; empty for a mixture of the built-in ones.
    pub from: String,
    /// Steps of training.
    pub num_steps: u64,
}

impl Provenance {
    /// As it stands in the metadata of a file; nothing when there is nothing to say.
    pub(super) fn to_text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From the metadata of a file, which may hold anything.
    ///
    /// # Errors
    /// [`ModelError::TextTooLong`], or [`ModelError::BadProvenance`] when it is none.
    pub(super) fn from_text(text: &str) -> Result<Self, ModelError> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        if text.len() > MAX_BYTES {
            let field = "provenance";
            return Err(ModelError::TextTooLong { field });
        }
        // The parser takes a list for an object as well.
        if !text.starts_with('{') {
            return Err(ModelError::BadProvenance);
        }
        // What the parser says quotes the file.
        let read: Self = serde_json::from_str(text).map_err(|_quotes| ModelError::BadProvenance)?;
        if read.made.is_some_and(|seconds| seconds >= YEAR_10_000) {
            return Err(ModelError::BadProvenance);
        }
        Ok(Self {
            from: without_orders(&read.from, false),
            ..read
        })
    }

    /// The day on which it was made (UTC), such as `2026-03-01`.
    pub fn day(&self) -> Option<String> {
        let seconds = i64::try_from(self.made?).ok()?;
        let time = DateTime::from_timestamp(seconds, 0)?;
        Some(time.date_naive().to_string())
    }

    /// Whether a page was learnt from.
    pub fn has(&self, page: &PageHash) -> bool {
        self.pages.contains(page)
    }
}

/// SHA-256 of a page as it was learnt from: its pixels at that size, so that it is the same
/// whatever file or book the page came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PageHash([u8; 32]);

impl PageHash {
    /// Of a page with `rgb` pixels, row by row.
    pub fn of(width: u32, height: u32, rgb: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(KIND);
        hash.update(width.to_le_bytes());
        hash.update(height.to_le_bytes());
        hash.update(rgb);
        Self(hash.finalize().into())
    }
}

impl fmt::Display for PageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PageHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<PageHash> for String {
    fn from(hash: PageHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for PageHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const NO_HASH: &str = "not a hash of 64 hexadecimal digits";
        let digits = text.chars().map(|digit| digit.to_digit(16));
        let digits: Vec<u8> = digits
            .map(|digit| Some(digit? as u8))
            .collect::<Option<_>>()
            .ok_or(NO_HASH)?;
        let bytes: Vec<u8> = (digits.as_chunks::<2>().0.iter())
            .map(|[high, low]| high * 16 + low)
            .collect();
        let is_whole = digits.len() == 64;
        let bytes = bytes.try_into().ok().filter(|_| is_whole);
        bytes.map(Self).ok_or(NO_HASH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provenance() -> Provenance {
        Provenance {
            made: Some(1_772_323_200),
            pages: vec![PageHash::of(2, 1, &[1, 2, 3, 4, 5, 6])],
            from: "oz-neill".to_owned(),
            num_steps: 600,
        }
    }

    #[test]
    fn provenance_survives_its_text_and_tells_its_pages() {
        let made = provenance();
        let read = Provenance::from_text(&made.to_text()).unwrap();
        assert_eq!(read, made);
        assert_eq!(read.day().unwrap(), "2026-03-01");
        assert!(read.has(&PageHash::of(2, 1, &[1, 2, 3, 4, 5, 6])));
        // The same pixels in another shape, and one pixel that differs.
        assert!(!read.has(&PageHash::of(1, 2, &[1, 2, 3, 4, 5, 6])));
        assert!(!read.has(&PageHash::of(2, 1, &[1, 2, 3, 4, 5, 7])));
        assert_eq!(Provenance::default().to_text(), "");
        assert_eq!(Provenance::from_text("").unwrap(), Provenance::default());
    }

    #[test]
    fn what_a_newer_program_adds_is_passed_over() {
        let read = Provenance::from_text(r#"{"num_steps": 3, "moon": "full"}"#).unwrap();
        assert_eq!((read.num_steps, read.made), (3, None));
    }

    #[test]
    fn absurd_provenance_is_refused() {
        let hash = PageHash::of(0, 0, &[]).to_string();
        let many = format!(
            r#"{{"pages": [{}"{hash}"]}}"#,
            format!(r#""{hash}","#).repeat(2000)
        );
        let refused = Provenance::from_text(&many);
        assert!(
            matches!(refused, Err(ModelError::TextTooLong { .. })),
            "{refused:?}"
        );
        for bad in [
            "nonsense",
            "[1]",
            r#"{"made": -5}"#,
            r#"{"made": 1e300}"#,
            r#"{"made": 253402300800}"#,
            r#"{"pages": ["abc"]}"#,
            r#"{"pages": [7]}"#,
            &format!(r#"{{"pages": ["{hash}0"]}}"#),
            &format!(r#"{{"pages": ["{}é"]}}"#, &hash[..62]),
            r#"{"num_steps": "\u001b[31m"}"#,
        ] {
            let refused = Provenance::from_text(bad);
            assert!(
                matches!(refused, Err(ModelError::BadProvenance)),
                "{bad}: {refused:?}"
            );
        }
        let cleaned = Provenance::from_text(r#"{"from": "\u001b[31moz\n\u202eneill "}"#).unwrap();
        assert_eq!(cleaned.from, "[31moz neill");
    }
}
