//! What a thread makes of the pictures of a sheet: its file.

use std::path::PathBuf;
use std::sync::Arc;

use image::RgbaImage;

use crate::i18n::Language;
use crate::lettering::contact_sheet::ContactSheet;
use crate::lettering::sweep::{NUM_FRAMES, Sweep};
use crate::picture::{
    AnimationHeader, AnimationWriter, EncodeOptions, ImageError, encode, write_whole,
};

/// What goes to the thread that puts a sheet together.
pub(super) enum Part {
    /// A picture for a place, with its name.
    Picture(usize, String, Arc<RgbaImage>),
    /// That was all.
    End,
}

/// The sheet with all pictures on it; `None` when it was given up before.
pub(super) fn filled(
    mut sheet: ContactSheet,
    parts: impl Iterator<Item = Part>,
) -> Option<RgbaImage> {
    for part in parts {
        match part {
            Part::Picture(index, name, picture) => sheet.put(index, &name, &picture),
            Part::End => return Some(sheet.into_pixels()),
        }
    }
    None
}

/// The photograph that becomes its drawing; `None` when it was given up before.
pub(super) fn sweep_of(parts: impl Iterator<Item = Part>, language: Language) -> Option<Sweep> {
    let mut pictures = [None, None];
    for part in parts {
        match part {
            Part::Picture(index, name, picture) => {
                *pictures.get_mut(index)? = Some((picture, name));
            }
            Part::End => break,
        }
    }
    let [Some((photo, before)), Some((drawing, after))] = &pictures else {
        return None;
    };
    Some(Sweep::new((photo, before), (drawing, after), language))
}

/// A file that is written, whole or not at all.
pub(super) struct ToFile {
    pub(super) path: PathBuf,
    pub(super) overwrite: bool,
    pub(super) options: EncodeOptions,
}

impl ToFile {
    /// Whether the sheet was written: it is not when nobody wants it any more.
    pub(super) fn write(
        &self,
        sheet: &RgbaImage,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<bool, ImageError> {
        let bytes = encode(sheet, None, &self.options)?;
        if !is_wanted() {
            return Ok(false);
        }
        write_whole(&self.path, &bytes, self.overwrite)?;
        Ok(true)
    }

    /// The same of all frames.
    pub(super) fn write_moving(
        &self,
        sweep: &Sweep,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<bool, ImageError> {
        let [width, height] = sweep.size();
        let header = AnimationHeader {
            width,
            height,
            num_frames: NUM_FRAMES,
            // For as long as somebody looks.
            num_plays: 0,
            has_alpha: false,
        };
        let mut writer =
            AnimationWriter::begin(&self.path, self.overwrite, header, None, &self.options)?;
        for index in 0..NUM_FRAMES {
            if !is_wanted() {
                return Ok(false);
            }
            let (frame, delay) = sweep.frame(index);
            writer.add(&frame, delay)?;
        }
        writer.finish()?;
        Ok(true)
    }
}
