//! What a file says beside its pixels, for the writers of all formats.

use ::image::error::ImageError as CodecError;

use super::encode::EncodeOptions;
use super::error::ImageError;
use super::exif;
use super::format::OutputFormat;
use super::metadata::Metadata;
use super::resolution::Resolution;
use super::space::ColorSpace;
use super::srgb_profile::profile;
use super::xmp::{self, SourceType};

/// What goes into the file beside the pixels.
pub(super) struct Extras {
    pub(super) icc: Vec<u8>,
    pub(super) exif: Option<Vec<u8>>,
    pub(super) xmp: Option<Vec<u8>>,
    pub(super) resolution: Option<Resolution>,
    /// What the packet says about how the picture was made, for a format that cannot hold it all.
    pub(super) source: SourceType,
}

impl Extras {
    /// Those of a picture of that size; of the options count space, source and resolution.
    pub(super) fn new(
        metadata: Option<&Metadata>,
        [width, height]: [u32; 2],
        options: &EncodeOptions,
    ) -> Self {
        let (space, source, chosen) = (options.space, options.source, options.resolution);
        let exif = metadata.and_then(|metadata| metadata.exif.clone());
        let given = chosen.or_else(|| metadata?.resolution);
        let resolution = given.or_else(|| exif::resolution(exif.as_deref()?));
        Self {
            icc: profile(space),
            exif: exif.map(|mut exif| {
                exif::set_dimensions(&mut exif, width, height);
                exif::set_color_space(&mut exif, space == ColorSpace::Srgb);
                if let Some(resolution) = given {
                    exif::set_resolution(&mut exif, resolution, false);
                }
                exif
            }),
            xmp: match metadata.and_then(|metadata| metadata.xmp.clone()) {
                Some(packet) => match String::from_utf8(packet) {
                    Ok(packet) => {
                        let packet = xmp::describe(&packet, [width, height], space, chosen);
                        xmp::with_source_type(Some(packet), source).map(String::into_bytes)
                    }
                    Err(error) => Some(error.into_bytes()),
                },
                None => xmp::with_source_type(None, source).map(String::into_bytes),
            },
            source,
            resolution,
        }
    }

    /// The EXIF block for a format that holds the resolution nowhere else.
    pub(super) fn exif_with_resolution(&mut self) -> Option<Vec<u8>> {
        match (self.exif.take(), self.resolution) {
            (Some(mut exif), Some(resolution)) => {
                exif::set_resolution(&mut exif, resolution, true);
                Some(exif)
            }
            (None, Some(resolution)) => Some(exif::block_of_resolution(resolution)),
            (exif, None) => exif,
        }
    }
}

/// Why a codec did not write a file.
pub(super) fn cannot_encode(format: OutputFormat, source: CodecError) -> ImageError {
    ImageError::CannotEncode {
        format: format.title(),
        source,
    }
}
