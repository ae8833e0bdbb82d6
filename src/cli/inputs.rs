//! From what was written on the command line to pairs of a photograph and the file to write.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::report;
use crate::engine::batch::{self, FindProblem, Found, Given, Naming, Pair, Shard};
use crate::picture::{self, Depth, ImageError, OutputFormat, Stamp};

/// What there is to do, and what of the command line could not be used.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) pairs: Vec<Pair>,
    /// The photograph of each pair.
    photos: Vec<Found>,
    /// Inputs that cannot be used, with the reason.
    pub(super) unusable: Vec<(PathBuf, FindProblem)>,
}

impl Plan {
    /// Leaves out what other shards draw, under the names that it has all the same.
    pub(super) fn keep_shard(&mut self, shard: Shard) {
        let photos = std::mem::take(&mut self.photos);
        let pairs = std::mem::take(&mut self.pairs).into_iter().zip(photos);
        let own = pairs.filter(|(_, photo)| shard.has(photo));
        (self.pairs, self.photos) = own.unzip();
    }
}

/// The folder that the drawings go to when `out` is written on the command line.
pub(super) fn folder_of(out: &Path) -> &Path {
    if is_folder(out) || OutputFormat::from_extension(out).is_none() {
        return out;
    }
    match out.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn is_folder(out: &Path) -> bool {
    out.is_dir() || out.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Finds all photographs in `inputs` and names their drawings in `out`; `given` are the names of
/// the run that is gone on with.
///
/// The order is that of the command line, folders sorted by name, so a later run names them alike.
///
/// # Errors
/// When one file is to take several photographs, or the format cannot hold the depth.
pub(super) fn plan(
    inputs: &[PathBuf],
    out: &Path,
    naming: &Naming<'_>,
    style: &str,
    given: Option<Given<'_>>,
) -> anyhow::Result<Plan> {
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
    let (photos, unusable) = batch::find_photos(inputs, Some(out));
    let pairs = if let Some(file) = single_file(inputs, out, naming.format) {
        let (output, format) = file?;
        refuse_depth(format)?;
        if naming.pattern.is_some() {
            bail!("--name is for drawings in a folder, and --out names a file");
        }
        let exists = |path: &Path| naming.avoid_existing && path.symlink_metadata().is_ok();
        let output = batch::free_name(&output, format, exists);
        let pairs = photos.iter().map(|photo| Pair {
            listed: Stamp::of(&photo.path),
            input: photo.path.clone(),
            output: output.clone(),
            format,
            overwrite: false,
        });
        pairs.collect()
    } else if let Some(given) = given {
        batch::plan_on(&photos, style, out, naming, &given)
    } else {
        let styled = photos.iter().map(|photo| (photo, style));
        batch::plan(styled, out, naming, [])
    };
    Ok(Plan {
        pairs,
        photos,
        unusable,
    })
}

/// Refuses drawings that would replace a photograph.
///
/// # Errors
/// Naming the first one.
pub(super) fn keep_photos(pairs: &[Pair]) -> anyhow::Result<()> {
    if let Some(photo) = batch::replaced_photo(pairs) {
        let photo = report::name(photo);
        bail!("the drawing would replace a photograph: {photo}");
    }
    Ok(())
}

/// The output when `out` names a file: one input that is no folder, and an ending that we write.
fn single_file(
    inputs: &[PathBuf],
    out: &Path,
    format: Option<OutputFormat>,
) -> Option<anyhow::Result<(PathBuf, OutputFormat)>> {
    if is_folder(out) {
        return None;
    }
    if let Some(unwritten) = picture::unwritten_format(out) {
        let name = report::name(out);
        let formats = OutputFormat::ALL.map(OutputFormat::title).join(", ");
        return Some(Err(anyhow::anyhow!(
            "{name}: {unwritten} files cannot be written; {formats} can"
        )));
    }
    let by_name = OutputFormat::from_extension(out)?;
    let several = inputs.len() != 1 || inputs.iter().any(|input| input.is_dir());
    if several {
        let name = report::name(out);
        return Some(Err(anyhow::anyhow!(
            "several photographs cannot be written to one file: {name}"
        )));
    }
    Some(Ok((out.to_path_buf(), format.unwrap_or(by_name))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn several_photographs_do_not_go_to_one_file() {
        let root = tempfile::tempdir().unwrap();
        let inputs = ["a.jpg", "b.jpg"].map(|name| root.path().join(name));
        for input in &inputs {
            fs::write(input, b"x").unwrap();
        }
        let out = root.path().join("out.png");
        let to = |inputs: &[PathBuf]| plan(inputs, &out, &Naming::default(), "ink", None);
        assert!(to(&inputs).is_err());
        assert_eq!(to(&inputs[..1]).unwrap().pairs.len(), 1);
    }

    #[test]
    fn a_format_that_is_not_written_is_no_name_of_a_folder() {
        let root = tempfile::tempdir().unwrap();
        let input = [root.path().join("a.jpg")];
        fs::write(&input[0], b"x").unwrap();
        let to = |name: &str| {
            let out = root.path().join(name);
            plan(&input, &out, &Naming::default(), "ink", None)
        };
        let refused = to("comic.bmp").unwrap_err().to_string();
        assert!(
            refused.contains("BMP") && refused.contains("PNG"),
            "{refused}"
        );
        fs::create_dir(root.path().join("old.bmp")).unwrap();
        for folder in ["old.bmp", "new.bmp/", "vol.1"] {
            let plan = to(folder).unwrap();
            assert!(plan.pairs[0].output.ends_with("a.jpg"), "{folder}");
        }
    }
}
