//! From what was written on the command line to pairs of a photograph and the file to write.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::engine::batch::{self, FindProblem, Naming, Pair};
use crate::picture::{Depth, ImageError, OutputFormat, Stamp};

/// What there is to do, and what of the command line could not be used.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) pairs: Vec<Pair>,
    /// Inputs that cannot be used, with the reason.
    pub(super) unusable: Vec<(PathBuf, FindProblem)>,
}

/// Finds all photographs in `inputs` and names their drawings in `out`.
///
/// The order is that of the command line, folders sorted by name, so a later run names them alike.
///
/// # Errors
/// When one file is to take several photographs, a drawing would replace a photograph, or the format
/// cannot hold the depth.
pub(super) fn plan(
    inputs: &[PathBuf],
    out: &Path,
    naming: &Naming<'_>,
    style: &str,
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
        let pairs = photos.into_iter().map(|photo| Pair {
            listed: Stamp::of(&photo.path),
            input: photo.path,
            output: output.clone(),
            format,
            overwrite: false,
        });
        pairs.collect()
    } else {
        let styled = photos.iter().map(|photo| (photo, style));
        batch::plan(styled, out, naming, [])
    };
    if let Some(photo) = batch::replaced_photo(&pairs) {
        let photo = photo.display();
        bail!("the drawing would replace a photograph: {photo}");
    }
    Ok(Plan { pairs, unusable })
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
        let to = |inputs: &[PathBuf]| plan(inputs, &out, &Naming::default(), "ink");
        assert!(to(&inputs).is_err());
        assert_eq!(to(&inputs[..1]).unwrap().pairs.len(), 1);
    }
}
