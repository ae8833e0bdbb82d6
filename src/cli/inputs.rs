//! From what was written on the command line to pairs of a photograph and the file to write.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use walkdir::WalkDir;

use super::naming::NamePattern;
use crate::picture::{Depth, ImageError, OutputFormat, Stamp, is_supported_extension};

/// A photograph and the file that its drawing goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    pub(super) format: OutputFormat,
    /// What the photograph was when it was found.
    pub(super) listed: Option<Stamp>,
    /// Whether a file that is there is replaced.
    pub(super) overwrite: bool,
}

/// How drawings are named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Naming<'a> {
    pub(super) format: Option<OutputFormat>,
    pub(super) depth: Depth,
    /// Without it the name of the photograph.
    pub(super) pattern: Option<&'a NamePattern>,
    /// Name of the style, for the pattern.
    pub(super) style: &'a str,
    /// Whether a name that a file has already gets a number.
    pub(super) avoid_existing: bool,
}

/// What there is to do, and what of the command line could not be used.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) pairs: Vec<Pair>,
    /// Inputs that cannot be used, with the reason.
    pub(super) unusable: Vec<(PathBuf, String)>,
}

/// Finds all photographs in `inputs` and names their drawings in `out`.
///
/// No two photographs get the same output: the second `a.jpg` becomes `a-2.jpg`. The order is
/// that of the command line, folders sorted by name, so a later run names them alike.
///
/// # Errors
/// When one file is to take several photographs, or the format cannot hold the depth.
pub(super) fn plan(inputs: &[PathBuf], out: &Path, naming: &Naming<'_>) -> anyhow::Result<Plan> {
    let mut plan = Plan::default();
    let photos = find(inputs, out, &mut plan.unusable);
    let mut taken = HashSet::new();
    let exists = |path: &Path| naming.avoid_existing && path.symlink_metadata().is_ok();
    let refuse_depth = |format: OutputFormat| -> anyhow::Result<()> {
        if naming.depth == Depth::Sixteen && !format.holds_16_bits() {
            let format = format.title();
            bail!("--depth 16: {}", ImageError::DepthNotHeld { format });
        }
        Ok(())
    };
    if let Some(format) = naming.format {
        refuse_depth(format)?;
    }
    if let Some(file) = single_file(inputs, out, naming.format) {
        let (output, format) = file?;
        refuse_depth(format)?;
        if naming.pattern.is_some() {
            bail!("--name is for drawings in a folder, and --out names a file");
        }
        let output = free_name(&output, format, |path| exists(path));
        for (input, _) in photos {
            plan.pairs.push(Pair {
                listed: Stamp::of(&input),
                input,
                output: output.clone(),
                format,
                overwrite: false,
            });
        }
        return Ok(plan);
    }
    for (index, (input, below)) in photos.into_iter().enumerate() {
        let format = naming
            .format
            .unwrap_or_else(|| match OutputFormat::from_extension(&input) {
                Some(OutputFormat::Jpeg) if naming.depth == Depth::Eight => OutputFormat::Jpeg,
                _ => OutputFormat::Png,
            });
        let mut wanted = out.join(below);
        if let Some(pattern) = naming.pattern {
            let stem = wanted.file_stem().unwrap_or_default();
            let mut name = pattern.fill(stem, naming.style, index + 1);
            name.push(".");
            name.push(wanted.extension().unwrap_or_default());
            wanted.set_file_name(name);
        }
        let output = free_name(&wanted, format, |path| {
            taken.contains(&fold_case(path)) || exists(path)
        });
        taken.insert(fold_case(&output));
        plan.pairs.push(Pair {
            listed: Stamp::of(&input),
            input,
            output,
            format,
            overwrite: false,
        });
    }
    Ok(plan)
}

/// The output when `out` names a file: one input that is no folder, and an ending that we write.
fn single_file(
    inputs: &[PathBuf],
    out: &Path,
    format: Option<OutputFormat>,
) -> Option<anyhow::Result<(PathBuf, OutputFormat)>> {
    let by_name = OutputFormat::from_extension(out)?;
    if out.is_dir() {
        return None;
    }
    let several = inputs.len() != 1 || inputs.iter().any(|input| input.is_dir());
    if several {
        let name = out.display();
        return Some(Err(anyhow::anyhow!(
            "several photographs cannot be written to one file: {name}"
        )));
    }
    Some(Ok((out.to_path_buf(), format.unwrap_or(by_name))))
}

/// Every photograph with its path below the output folder, each file once.
fn find(
    inputs: &[PathBuf],
    out: &Path,
    unusable: &mut Vec<(PathBuf, String)>,
) -> Vec<(PathBuf, PathBuf)> {
    let mut photos = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |path: PathBuf, below: PathBuf| {
        let key = path.canonicalize().unwrap_or_else(|_| path.clone());
        if seen.insert(key) {
            photos.push((path, below));
        }
    };
    let out = out.canonicalize().ok();
    for input in inputs {
        if !input.is_dir() {
            let name = input.file_name().map_or_else(PathBuf::new, PathBuf::from);
            add(input.clone(), name);
            continue;
        }
        // Drawings of an earlier run inside the folder are not photographs. Links to folders are
        // followed; walkdir notices loops.
        let is_output = |path: &Path| {
            out.as_ref().is_some_and(|out| {
                path.canonicalize().is_ok_and(|path| path == *out) && path != input
            })
        };
        let walk = WalkDir::new(input).follow_links(true).sort_by_file_name();
        let mut found = false;
        for entry in walk
            .into_iter()
            .filter_entry(|e| !(e.file_type().is_dir() && is_output(e.path())))
        {
            match entry {
                Ok(entry)
                    if entry.file_type().is_file() && is_supported_extension(entry.path()) =>
                {
                    found = true;
                    let below = entry
                        .path()
                        .strip_prefix(input)
                        .unwrap_or_else(|_| entry.path());
                    add(entry.path().to_path_buf(), below.to_path_buf());
                }
                Ok(_) => {}
                Err(err) => {
                    let path = err.path().unwrap_or(input).to_path_buf();
                    let reason = err.io_error().map_or_else(|| err.to_string(), describe);
                    unusable.push((path, reason));
                    found = true;
                }
            }
        }
        if !found {
            unusable.push((input.clone(), "no pictures in this folder".to_owned()));
        }
    }
    photos
}

fn describe(err: &std::io::Error) -> String {
    match err.kind() {
        std::io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        std::io::ErrorKind::NotFound => "a link to something that is not there".to_owned(),
        _ => err.to_string(),
    }
}

/// `wanted` with the format's ending, and a number if that name is taken.
fn free_name(wanted: &Path, format: OutputFormat, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
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

/// Many file systems take `A.png` and `a.png` for the same file.
fn fold_case(path: &Path) -> PathBuf {
    path.to_str().map_or_else(
        || path.to_path_buf(),
        |text| PathBuf::from(text.to_lowercase()),
    )
}

/// Fails when a photograph would be replaced by its own drawing.
///
/// # Errors
/// Naming the photograph.
pub(super) fn refuse_own_input(plan: &Plan) -> anyhow::Result<()> {
    let inputs: HashSet<PathBuf> = plan
        .pairs
        .iter()
        .filter_map(|pair| pair.input.canonicalize().ok())
        .collect();
    for pair in &plan.pairs {
        let Ok(output) = pair.output.canonicalize() else {
            continue;
        };
        if inputs.contains(&output) {
            bail!(
                "the drawing would replace a photograph: {}",
                pair.output.display()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
        root
    }

    #[test]
    fn the_tree_of_a_folder_is_mirrored() {
        let root = tree(&["in/a.jpg", "in/b/c.png", "in/b/notes.txt", "in/b/d/e.GIF"]);
        let out = root.path().join("out");
        let plan = plan(&[root.path().join("in")], &out, &Naming::default()).unwrap();
        let outputs: Vec<_> = plan
            .pairs
            .iter()
            .map(|p| p.output.strip_prefix(&out).unwrap().to_owned())
            .collect();
        assert_eq!(
            outputs,
            ["a.jpg", "b/c.png", "b/d/e.png"].map(PathBuf::from)
        );
        assert!(plan.unusable.is_empty());
    }

    #[test]
    fn two_inputs_never_get_one_output() {
        let root = tree(&["x/a.jpg", "y/a.jpg", "y/A.JPG", "y/a.png", "y/a-2.jpg"]);
        let at = |name: &str| root.path().join(name);
        let inputs = [
            at("x/a.jpg"),
            at("y/a.jpg"),
            at("y/A.JPG"),
            at("y/a.png"),
            at("y/a-2.jpg"),
        ];
        let naming = Naming {
            format: Some(OutputFormat::Png),
            ..Naming::default()
        };
        let plan = plan(&inputs, &at("out"), &naming).unwrap();
        let names: HashSet<_> = plan.pairs.iter().map(|p| fold_case(&p.output)).collect();
        assert_eq!(names.len(), 5);
    }

    #[test]
    fn names_follow_the_pattern_and_stay_apart() {
        let root = tree(&["in/a.jpg", "in/b/a.jpg", "in/b/c.png", "out/b/x-2.png"]);
        let out = root.path().join("out");
        let names = |pattern: &str, avoid_existing| {
            let pattern = pattern.parse().unwrap();
            let naming = Naming {
                pattern: Some(&pattern),
                style: "ink",
                avoid_existing,
                ..Naming::default()
            };
            let plan = plan(&[root.path().join("in")], &out, &naming).unwrap();
            let outputs = plan.pairs.iter().map(|pair| {
                let below = pair.output.strip_prefix(&out).unwrap();
                below.to_str().unwrap().replace('\\', "/")
            });
            outputs.collect::<Vec<_>>()
        };
        let numbered = ["ink-0001-a.jpg", "b/ink-0002-a.jpg", "b/ink-0003-c.png"];
        assert_eq!(names("{style}-{number}-{name}", false), numbered);
        assert_eq!(names("x", false), ["x.jpg", "b/x.jpg", "b/x.png"]);
        fs::write(out.join("b/x.png"), b"x").unwrap();
        assert_eq!(names("x", true), ["x.jpg", "b/x.jpg", "b/x-3.png"]);
    }

    #[test]
    fn the_same_file_is_drawn_once() {
        let root = tree(&["in/a.jpg"]);
        let inputs = [
            root.path().join("in"),
            root.path().join("in/a.jpg"),
            root.path().join("in/../in/a.jpg"),
        ];
        assert_eq!(
            plan(&inputs, &root.path().join("out"), &Naming::default())
                .unwrap()
                .pairs
                .len(),
            1
        );
    }

    #[test]
    fn an_output_folder_inside_the_input_is_not_drawn_again() {
        let root = tree(&["in/a.jpg", "in/out/a.jpg"]);
        let plan = plan(
            &[root.path().join("in")],
            &root.path().join("in/out"),
            &Naming::default(),
        )
        .unwrap();
        assert_eq!(plan.pairs.len(), 1);
    }

    #[test]
    fn a_folder_without_pictures_is_told() {
        let root = tree(&["in/notes.txt"]);
        let plan = plan(
            &[root.path().join("in")],
            &root.path().join("out"),
            &Naming::default(),
        )
        .unwrap();
        assert!(plan.pairs.is_empty());
        assert_eq!(plan.unusable.len(), 1);
    }

    #[test]
    fn several_photographs_do_not_go_to_one_file() {
        let root = tree(&["a.jpg", "b.jpg"]);
        let inputs = [root.path().join("a.jpg"), root.path().join("b.jpg")];
        assert!(plan(&inputs, &root.path().join("out.png"), &Naming::default()).is_err());
    }
}
