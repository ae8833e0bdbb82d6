//! Giving a learnt style another name, author or licence.

use std::fs;

use super::{StyleFolder, StyleFolderError, read_style_file};
use crate::model::style_file::check_name;
use crate::picture::write_whole;

/// What a style is called, and what its file says of its author and of what others may do with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyleLabel {
    /// Name by which it is called.
    pub name: String,
    /// Whose hand it is; may be empty.
    pub author: String,
    /// What others may do with it; may be empty.
    pub licence: String,
}

impl StyleFolder {
    /// Gives the style of that name another label. Its file is replaced as a whole; with another
    /// name the new file is there before the old one goes, and an error leaves the old one alone.
    ///
    /// # Errors
    /// [`StyleFolderError`] when there is none of that name, the new name cannot be one or is
    /// taken, or the disk refuses.
    pub fn edit(&self, name: &str, label: &StyleLabel) -> Result<(), StyleFolderError> {
        let from = self.find(name)?;
        let mut style = read_style_file(&from)?;
        let is_renamed = label.name != name;
        if is_renamed {
            check_name(&label.name).map_err(|source| StyleFolderError::Unfit {
                source,
                path: from.clone(),
            })?;
            if self.find(&label.name).is_ok() {
                let name = label.name.clone();
                return Err(StyleFolderError::Exists { name });
            }
        }
        style.name.clone_from(&label.name);
        style.author.clone_from(&label.author);
        style.licence.clone_from(&label.licence);
        let to = self.path_of(&label.name);
        // Where letters of either case are the same to the system, "ink" and "Ink" are one file.
        let is_one_file = || matches!([&from, &to].map(fs::canonicalize), [Ok(a), Ok(b)] if a == b);
        if is_renamed && !is_one_file() {
            self.add(&style, false)?;
            return fs::remove_file(&from).map_err(|source| {
                fs::remove_file(&to).ok();
                StyleFolderError::Disk { source, path: from }
            });
        }
        let bytes = style.to_bytes();
        let bytes = bytes.map_err(|source| StyleFolderError::Unfit {
            source,
            path: from.clone(),
        })?;
        write_whole(&from, &bytes, true).map_err(|source| StyleFolderError::Write {
            source,
            path: from.clone(),
        })?;
        if is_renamed {
            fs::rename(&from, &to).map_err(|source| StyleFolderError::Disk { source, path: to })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::folder::tests::style;
    use crate::model::StyleFile;

    fn some_style(name: &str) -> StyleFile {
        style(name, "")
    }

    fn label(name: &str) -> StyleLabel {
        StyleLabel {
            name: name.to_owned(),
            author: "Ada".to_owned(),
            licence: "CC0".to_owned(),
        }
    }

    fn files(folder: &std::path::Path) -> Vec<String> {
        let files = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let mut names: Vec<_> = files
            .map(|file| file.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_style_is_renamed_with_its_file_and_draws_as_before() {
        let yard = tempfile::tempdir().unwrap();
        let folder = StyleFolder::in_folder(yard.path().to_owned());
        // As it is in the file, which rounds.
        let path = folder.add(&some_style("Mine"), false).unwrap();
        let before = read_style_file(&path).unwrap();
        folder.edit("Mine", &label("Meine Hände – 手 №1")).unwrap();
        assert_eq!(files(yard.path()), ["Meine Hände – 手 №1.kstyle"]);
        let after = read_style_file(&folder.find("Meine Hände – 手 №1").unwrap()).unwrap();
        assert_eq!(
            (after.author.as_str(), after.licence.as_str()),
            ("Ada", "CC0")
        );
        let draws_alike = after.code == before.code && after.generator == before.generator;
        assert!(draws_alike);
        assert!(folder.find("Mine").is_err());
        // Another case of the same letters.
        folder.edit("Meine Hände – 手 №1", &label("ink")).unwrap();
        folder.edit("ink", &label("Ink")).unwrap();
        assert_eq!(files(yard.path()), ["Ink.kstyle"]);
    }

    #[test]
    fn its_author_changes_in_its_file_whatever_that_is_called() {
        let yard = tempfile::tempdir().unwrap();
        let folder = StyleFolder::in_folder(yard.path().to_owned());
        let path = folder.add(&some_style("Mine"), false).unwrap();
        fs::rename(path, yard.path().join("copy of it.kstyle")).unwrap();
        folder.edit("Mine", &label("Mine")).unwrap();
        assert_eq!(files(yard.path()), ["copy of it.kstyle"]);
        let style = read_style_file(&folder.find("Mine").unwrap()).unwrap();
        assert_eq!(style.author, "Ada");
    }

    #[test]
    fn names_that_are_taken_or_cannot_be_are_refused_and_nothing_changes() {
        let yard = tempfile::tempdir().unwrap();
        let folder = StyleFolder::in_folder(yard.path().to_owned());
        let [mine, other] = ["Mine", "Other"].map(some_style);
        folder.add(&mine, false).unwrap();
        let path = folder.add(&other, false).unwrap();
        // Taken by a style, whatever its file is called.
        fs::rename(path, yard.path().join("x.kstyle")).unwrap();
        let taken = folder.edit("Mine", &label("Other"));
        assert!(
            matches!(taken, Err(StyleFolderError::Exists { .. })),
            "{taken:?}"
        );
        for name in [
            "",
            " ",
            "a/b",
            "../up",
            ".hidden",
            "CON",
            "ends.",
            "tab\there",
        ] {
            let refused = folder.edit("Mine", &label(name));
            assert!(
                matches!(refused, Err(StyleFolderError::Unfit { .. })),
                "{name}: {refused:?}"
            );
        }
        let gone = folder.edit("Nobody", &label("Somebody"));
        assert!(
            matches!(gone, Err(StyleFolderError::Missing { .. })),
            "{gone:?}"
        );
        // Another file lies where the new one is to be: it stays.
        fs::write(yard.path().join("Third.kstyle"), b"precious").unwrap();
        let blocked = folder.edit("Mine", &label("Third"));
        assert!(
            matches!(blocked, Err(StyleFolderError::Exists { .. })),
            "{blocked:?}"
        );
        assert_eq!(
            files(yard.path()),
            ["Mine.kstyle", "Third.kstyle", "x.kstyle"]
        );
        assert_eq!(
            fs::read(yard.path().join("Third.kstyle")).unwrap(),
            b"precious"
        );
        assert!(folder.holds(&mine));
    }
}
