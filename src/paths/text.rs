//! Paths in JSON files, without loss: a name that is text is a string, as serde has it; any other
//! is an object with its bytes, so that one odd name costs no file.
//!
//! For `#[serde(with = "...")]`: [`one`], [`maybe`], [`many`] and [`maybes`]; elsewhere
//! [`Lossless`].

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A path as it is written down.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    /// A name of Unix that is not UTF-8: two hexadecimal digits for each byte.
    Bytes {
        bytes: String,
    },
}

impl Written {
    fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes {
                bytes: hexadecimal(path),
            },
        }
    }

    fn path<E: serde::de::Error>(self) -> Result<PathBuf, E> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Bytes { bytes } => of_hexadecimal(&bytes),
        }
        .ok_or_else(|| E::custom("a name of another system"))
    }
}

/// The bytes of a path, two digits each.
pub fn hexadecimal(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

fn of_hexadecimal(text: &str) -> Option<PathBuf> {
    let digits = text.chars().map(|digit| digit.to_digit(16));
    let digits: Vec<u8> = digits
        .map(|digit| Some(digit? as u8))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| high * 16 + low).collect();
    rest.is_empty().then(|| of_bytes(bytes)).flatten()
}

/// The path of that name; `None` where names are text and these bytes are none.
#[cfg(unix)]
pub fn of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

/// The path of that name; `None` where names are text and these bytes are none.
#[cfg(not(unix))]
pub fn of_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// A path where serde's attributes do not reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lossless(#[serde(with = "one")] pub PathBuf);

/// A path.
pub mod one {
    use super::{Path, PathBuf, Written};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        Written::of(path).serialize(to)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        Written::deserialize(from)?.path()
    }
}

/// A path, or none.
pub mod maybe {
    use super::{PathBuf, Written};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(path: &Option<PathBuf>, to: S) -> Result<S::Ok, S::Error> {
        path.as_deref().map(Written::of).serialize(to)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PathBuf>, D::Error> {
        let written = Option::<Written>::deserialize(from)?;
        written.map(Written::path).transpose()
    }
}

/// Paths.
pub mod many {
    use super::{PathBuf, Written};
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(paths: &[PathBuf], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(paths.iter().map(|path| Written::of(path)))
    }

    /// Reads them.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
        let written = Vec::<Written>::deserialize(from)?;
        written.into_iter().map(Written::path).collect()
    }
}

/// Paths, some of which may be missing.
pub mod maybes {
    use super::{PathBuf, Written};
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(paths: &[Option<PathBuf>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(paths.iter().map(|path| path.as_deref().map(Written::of)))
    }

    /// Reads them.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<Option<PathBuf>>, D::Error> {
        let written = Vec::<Option<Written>>::deserialize(from)?;
        let paths = written.into_iter();
        paths
            .map(|path| path.map(Written::path).transpose())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Paths {
        #[serde(with = "one")]
        one: PathBuf,
        #[serde(with = "maybe")]
        maybe: Option<PathBuf>,
        #[serde(with = "many")]
        many: Vec<PathBuf>,
        #[serde(with = "maybes")]
        maybes: Vec<Option<PathBuf>>,
    }

    #[test]
    fn text_is_written_as_it_always_was() {
        let text = r#"{"one":"a/b","maybe":null,"many":["é","c"],"maybes":[null,"d"]}"#;
        let paths: Paths = serde_json::from_str(text).unwrap();
        let plain = serde_json::json!([paths.one, paths.maybe, paths.many, paths.maybes]);
        assert_eq!(
            plain,
            serde_json::json!(["a/b", null, ["é", "c"], [null, "d"]])
        );
        assert_eq!(serde_json::to_value(&paths).unwrap()["many"][0], "é");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_comes_back() {
        let odd = of_bytes(b"/x/\xff\xfe.png".to_vec()).unwrap();
        let paths = Paths {
            one: odd.clone(),
            maybe: Some(odd.clone()),
            many: vec!["a".into(), odd.clone()],
            maybes: vec![None, Some(odd)],
        };
        let text = serde_json::to_string(&paths).unwrap();
        assert_eq!(serde_json::from_str::<Paths>(&text).unwrap(), paths);
        for foreign in [r#"{"bytes":"f"}"#, r#"{"bytes":"xx"}"#, "3"] {
            assert!(serde_json::from_str::<Lossless>(foreign).is_err());
        }
    }

    #[test]
    fn every_name_that_is_text_comes_back() {
        for name in ["a\nb \u{1b}[31m", r"back\slash", ""] {
            let text = serde_json::to_string(&Lossless(name.into())).unwrap();
            let read: Lossless = serde_json::from_str(&text).unwrap();
            assert_eq!(read.0, Path::new(name), "{text}");
        }
    }
}
