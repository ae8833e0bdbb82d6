//! The end of the way: a finished drawing is encoded and written, whole or not at all.

use image::RgbaImage;

use super::{Output, RenderError};
use crate::picture::{self, ColorSpace, EncodeOptions, Metadata};

/// What is known of a photograph whose pixels are gone.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(super) metadata: Metadata,
    pub(super) space: ColorSpace,
}

/// Encodes `drawing`, which is sRGB, and writes it, whole or not at all.
///
/// # Errors
/// [`RenderError::File`] naming the output, [`RenderError::TargetGone`] without its folder.
pub(crate) fn write(
    mut drawing: RgbaImage,
    kept: &Kept,
    output: &Output,
) -> Result<(), RenderError> {
    output.check_base()?;
    let metadata = output.keep_metadata.then_some(&kept.metadata);
    let options = EncodeOptions {
        space: output.space(kept.space),
        ..output.options
    };
    picture::to_space(&mut drawing, options.space);
    picture::encode(&drawing, metadata, &options)
        .and_then(|bytes| picture::write_whole(&output.path, &bytes, output.overwrite))
        .map_err(RenderError::in_file(output.path.clone()))
}
