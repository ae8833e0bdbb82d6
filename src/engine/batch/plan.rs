//! From photographs to the files that their drawings go to.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::record::Given;
use super::{Existing, Found, NamePattern};
use crate::picture::{Depth, OutputFormat, Stamp};

/// A photograph and the file that its drawing goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The photograph.
    pub input: PathBuf,
    /// The file.
    pub output: PathBuf,
    /// Its format.
    pub format: OutputFormat,
    /// What the photograph was when it was found.
    pub listed: Option<Stamp>,
    /// Whether a file that is there is replaced.
    pub overwrite: bool,
}

/// How drawings are named.
#[derive(Clone, Copy, Debug, Default)]
pub struct Naming<'a> {
    /// Without it JPEG for JPEG, and PNG for everything else.
    pub format: Option<OutputFormat>,
    /// Bits of a channel; JPEG does not hold 16.
    pub depth: Depth,
    /// Without it the name of the photograph.
    pub pattern: Option<&'a NamePattern>,
    /// Whether a name that a file has already gets a number.
    pub avoid_existing: bool,
}

impl Naming<'_> {
    /// The format for a photograph.
    pub fn format_of(&self, photo: &Path) -> OutputFormat {
        self.format
            .unwrap_or_else(|| match OutputFormat::from_extension(photo) {
                Some(OutputFormat::Jpeg) if self.depth == Depth::Eight => OutputFormat::Jpeg,
                _ => OutputFormat::Png,
            })
    }

    /// What decides about names, as text: two runs with the same name a photograph alike.
    pub(super) fn rules(&self, style: &str) -> String {
        let Self {
            format,
            depth,
            pattern,
            avoid_existing,
        } = self;
        let style = pattern.filter(|pattern| pattern.has_style()).map(|_| style);
        format!("{format:?} {depth:?} {pattern:?} {avoid_existing} {style:?}")
    }

    /// The path below the folder for the photograph with that number, beginning with 1, still with
    /// the ending of the photograph.
    fn wanted(&self, below: &Path, style: &str, number: usize) -> PathBuf {
        let Some(pattern) = self.pattern else {
            return below.to_path_buf();
        };
        let stem = below.file_stem().unwrap_or_default();
        let mut name = pattern.fill(stem, style, number);
        name.push(".");
        name.push(below.extension().unwrap_or_default());
        below.with_file_name(name)
    }

    /// What the drawing of a photograph is called as long as nothing has that name.
    pub fn example(&self, photo: &Found, style: &str, number: usize) -> PathBuf {
        let wanted = self.wanted(photo.below(), style, number);
        free_name(&wanted, self.format_of(&photo.path), |_| false)
    }
}

/// Names the drawings of `photos`, each with its style, in the folder `out`: none of them like
/// another or one of `taken`.
///
/// The second `a.jpg` becomes `a-2.jpg`. The order counts, so a later run with the same photographs
/// names them alike.
pub fn plan<'a>(
    photos: impl IntoIterator<Item = (&'a Found, &'a str)>,
    out: &Path,
    naming: &Naming<'_>,
    taken: impl IntoIterator<Item = PathBuf>,
) -> Vec<Pair> {
    let photos = photos
        .into_iter()
        .enumerate()
        .map(|(index, (photo, style))| (photo, style, index + 1));
    name_all(photos, out, naming, taken)
}

/// As [`plan`], for a run that goes on: photographs that were given a name keep it, and the others
/// get names, and numbers, that were not given.
pub fn plan_on(
    photos: &[Found],
    style: &str,
    out: &Path,
    naming: &Naming<'_>,
    given: &Given<'_>,
) -> Vec<Pair> {
    let fits = |photo: &Found, output: &Path| {
        output.starts_with(std::path::absolute(out).unwrap_or_else(|_| out.to_owned()))
            && OutputFormat::from_extension(output) == Some(naming.format_of(&photo.path))
    };
    let known = |photo: &Found| given.to(&photo.path).filter(|output| fits(photo, output));
    let mut taken = given.to_others(photos.iter().map(|photo| photo.path.as_path()));
    taken.extend(photos.iter().filter_map(known).map(Path::to_path_buf));
    let taken = taken.into_iter().map(|output| below(&output, out));
    let counts_on = given.counts_on() && naming.pattern.is_some_and(NamePattern::has_number);
    let mut num_new = 0;
    let new = photos
        .iter()
        .enumerate()
        .filter(|(_, p)| known(p).is_none());
    let new = new.map(|(index, photo)| {
        num_new += 1;
        let number = if counts_on {
            given.num() + num_new
        } else {
            index + 1
        };
        (photo, style, number)
    });
    let mut new = name_all(new, out, naming, taken).into_iter();
    let pair = |photo: &Found| match known(photo) {
        Some(output) => Some(Pair {
            input: photo.path.clone(),
            output: below(output, out),
            format: naming.format_of(&photo.path),
            listed: Stamp::of(&photo.path),
            overwrite: false,
        }),
        None => new.next(),
    };
    photos.iter().filter_map(pair).collect()
}

/// A whole path in the folder `out`, as that folder is called.
fn below(output: &Path, out: &Path) -> PathBuf {
    let whole = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    output
        .strip_prefix(whole)
        .map_or_else(|_| output.to_owned(), |below| out.join(below))
}

fn name_all<'a>(
    photos: impl Iterator<Item = (&'a Found, &'a str, usize)>,
    out: &Path,
    naming: &Naming<'_>,
    taken: impl IntoIterator<Item = PathBuf>,
) -> Vec<Pair> {
    let mut taken: HashSet<PathBuf> = taken.into_iter().map(|path| fold_case(&path)).collect();
    let exists = |path: &Path| naming.avoid_existing && path.symlink_metadata().is_ok();
    let mut pairs = Vec::new();
    for (photo, style, number) in photos {
        let format = naming.format_of(&photo.path);
        let wanted = out.join(naming.wanted(photo.below(), style, number));
        let output = free_name(&wanted, format, |path| {
            taken.contains(&fold_case(path)) || exists(path)
        });
        taken.insert(fold_case(&output));
        pairs.push(Pair {
            input: photo.path.clone(),
            output,
            format,
            listed: Stamp::of(&photo.path),
            overwrite: false,
        });
    }
    pairs
}

/// `wanted` with the format's ending, and a number if that name is taken.
pub fn free_name(wanted: &Path, format: OutputFormat, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
    let ending = match OutputFormat::from_extension(wanted) {
        // Keeps `.JPG` and `.jpeg` as they are.
        Some(same) if same == format => wanted.extension().unwrap_or_default().to_owned(),
        _ => format.extension().into(),
    };
    let stem = wanted.file_stem().unwrap_or_default().to_owned();
    // No folder holds so many files.
    (1..u32::MAX)
        .map(|number| {
            let mut name = stem.clone();
            if number > 1 {
                name.push(format!("-{number}"));
            }
            name.push(".");
            name.push(&ending);
            wanted.with_file_name(name)
        })
        .find(|path| !is_taken(path))
        .unwrap_or_else(|| wanted.to_path_buf())
}

/// Whether the drawing is there and needs not be made, if what is there is left out; what is left
/// of one that was cut off is to be replaced.
///
/// `is_left_of_ours` says so of a file, by a record of what was written: a file that only looks
/// like it is not ours to replace.
pub fn is_drawn(
    pair: &mut Pair,
    existing: Option<Existing>,
    is_left_of_ours: impl FnOnce(&Path) -> bool,
) -> bool {
    let exists = existing == Some(Existing::Skip) && pair.output.symlink_metadata().is_ok();
    let is_cut_off = exists && is_left_of_ours(&pair.output);
    pair.overwrite |= existing == Some(Existing::Overwrite) || is_cut_off;
    exists && !is_cut_off
}

/// Many file systems take `A.png` and `a.png` for the same file.
fn fold_case(path: &Path) -> PathBuf {
    path.to_str().map_or_else(
        || path.to_path_buf(),
        |text| PathBuf::from(text.to_lowercase()),
    )
}

/// The first photograph that would be replaced by a drawing, if there is one.
pub fn replaced_photo(pairs: &[Pair]) -> Option<&Path> {
    let inputs: HashSet<PathBuf> = pairs
        .iter()
        .filter_map(|pair| pair.input.canonicalize().ok())
        .collect();
    let mut outputs = pairs.iter().map(|pair| pair.output.as_path());
    outputs.find(|output| {
        let output = output.canonicalize();
        output.is_ok_and(|output| inputs.contains(&output))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::engine::batch::find_photos;
    use std::fs;

    pub(in crate::engine) fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
        root
    }

    fn styled<'a>(
        photos: &'a [Found],
        style: &'a str,
    ) -> impl Iterator<Item = (&'a Found, &'a str)> {
        photos.iter().map(move |photo| (photo, style))
    }

    fn below(pairs: &[Pair], out: &Path) -> Vec<String> {
        let outputs = pairs.iter().map(|pair| {
            let below = pair.output.strip_prefix(out).unwrap();
            below.to_str().unwrap().replace('\\', "/")
        });
        outputs.collect()
    }

    #[test]
    fn the_tree_of_a_folder_is_mirrored() {
        let root = tree(&["in/a.jpg", "in/b/c.png", "in/b/notes.txt", "in/b/d/e.GIF"]);
        let out = root.path().join("out");
        let (photos, unusable) = find_photos(&[root.path().join("in")], Some(&out));
        let pairs = plan(styled(&photos, "ink"), &out, &Naming::default(), []);
        assert_eq!(below(&pairs, &out), ["a.jpg", "b/c.png", "b/d/e.png"]);
        assert!(unusable.is_empty());
    }

    #[test]
    fn two_inputs_never_get_one_output() {
        let names = ["x/a.jpg", "y/a.jpg", "y/A.JPG", "y/a.png", "y/a-2.jpg"];
        let photos = names.map(Found::from);
        let naming = Naming {
            format: Some(OutputFormat::Png),
            ..Naming::default()
        };
        let pairs = plan(
            styled(&photos, "ink"),
            Path::new("out"),
            &naming,
            ["out/a.png".into()],
        );
        let names: HashSet<_> = pairs.iter().map(|p| fold_case(&p.output)).collect();
        assert_eq!(names.len(), 5);
        assert!(!names.contains(Path::new("out/a.png")));
    }

    #[test]
    fn names_follow_the_pattern_and_stay_apart() {
        let root = tree(&["in/a.jpg", "in/b/a.jpg", "in/b/c.png", "out/b/x-2.png"]);
        let out = root.path().join("out");
        let (photos, _) = find_photos(&[root.path().join("in")], Some(&out));
        let names = |pattern: &str, avoid_existing| {
            let pattern = pattern.parse().unwrap();
            let naming = Naming {
                pattern: Some(&pattern),
                avoid_existing,
                ..Naming::default()
            };
            below(&plan(styled(&photos, "ink"), &out, &naming, []), &out)
        };
        let numbered = ["ink-0001-a.jpg", "b/ink-0002-a.jpg", "b/ink-0003-c.png"];
        assert_eq!(names("{style}-{number}-{name}", false), numbered);
        assert_eq!(names("x", false), ["x.jpg", "b/x.jpg", "b/x.png"]);
        fs::write(out.join("b/x.png"), b"x").unwrap();
        assert_eq!(names("x", true), ["x.jpg", "b/x.jpg", "b/x-3.png"]);
    }

    #[test]
    fn an_example_is_the_name_that_a_drawing_gets() {
        let pattern = "{number} {name}".parse().unwrap();
        let naming = Naming {
            pattern: Some(&pattern),
            ..Naming::default()
        };
        let photo = Found {
            path: "/in/b/c.JPG".into(),
            root: Some("/in".into()),
        };
        assert_eq!(naming.example(&photo, "ink", 7), Path::new("b/0007 c.JPG"));
        let photo = Found::from("/in/c.gif");
        assert_eq!(naming.example(&photo, "ink", 1), Path::new("0001 c.png"));
    }

    #[test]
    fn a_photograph_is_never_replaced_by_its_drawing() {
        let root = tree(&["a.jpg", "b.jpg"]);
        let photos = ["a.jpg", "b.jpg"].map(|name| Found::from(root.path().join(name)));
        let naming = Naming::default();
        let pairs = plan(styled(&photos, "ink"), root.path(), &naming, []);
        assert_eq!(replaced_photo(&pairs), Some(pairs[0].output.as_path()));
        let avoiding = Naming {
            avoid_existing: true,
            ..naming
        };
        let pairs = plan(styled(&photos, "ink"), root.path(), &avoiding, []);
        assert_eq!(replaced_photo(&pairs), None);
    }

    #[test]
    fn what_is_there_counts_as_drawn_only_when_that_was_asked_for() {
        let root = tree(&["a.png"]);
        let mut pair = Pair {
            input: "a.jpg".into(),
            output: root.path().join("a.png"),
            format: OutputFormat::Png,
            listed: None,
            overwrite: false,
        };
        assert!(!is_drawn(&mut pair, None, |_| true) && !pair.overwrite);
        let skip = Some(Existing::Skip);
        assert!(is_drawn(&mut pair, skip, |_| false) && !pair.overwrite);
        // What there is of it was written by an earlier run and cut off since.
        assert!(!is_drawn(&mut pair, skip, |_| true) && pair.overwrite);
    }
}
