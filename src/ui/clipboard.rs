//! Photographs on the clipboard: files that were copied, or a picture.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arboard::Clipboard;
use image::RgbaImage;
use percent_encoding::percent_decode_str;

use crate::engine::batch::free_name;
use crate::picture::{self, EncodeOptions, ImageError, OutputFormat};

/// How long pasted pictures are kept that are no longer in the strip.
pub(super) const KEPT: Duration = Duration::from_hours(30 * 24);
/// Folder for pasted pictures, in that for what can be thrown away.
const FOLDER: &str = "pasted";

/// The files and folders named in a text, one a line, as paths or as addresses that begin with
/// `file://`; those that are not there are left out.
pub(super) fn paths_in(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paths = lines.map(|line| match line.strip_prefix("file://") {
        Some(address) => {
            // The name of a machine may stand before the path; it is this one.
            let path = address.find('/').map_or("", |at| &address[at..]);
            PathBuf::from(percent_decode_str(path).decode_utf8_lossy().into_owned())
        }
        None => PathBuf::from(line),
    });
    paths
        .filter(|path| path.is_absolute() && path.exists())
        .collect()
}

/// What the clipboard holds: copied files, or a picture, which becomes a file; nothing else counts.
/// `text` is what it holds as text, as far as that is known.
///
/// # Errors
/// When the picture cannot be written.
pub(super) fn read(cache: &Path, text: Option<&str>) -> Result<Vec<PathBuf>, ImageError> {
    let named = text.map_or_else(Vec::new, paths_in);
    if !named.is_empty() {
        return Ok(named);
    }
    let Ok(mut clipboard) = Clipboard::new() else {
        return Ok(Vec::new());
    };
    if let Ok(paths) = clipboard.get().file_list()
        && !paths.is_empty()
    {
        return Ok(paths);
    }
    if let Ok(pixels) = clipboard.get_image() {
        let (width, height) = (pixels.width as u32, pixels.height as u32);
        let bytes = Cow::into_owned(pixels.bytes);
        if let Some(pixels) = RgbaImage::from_raw(width, height, bytes) {
            return Ok(vec![keep(cache, &pixels)?]);
        }
    }
    Ok(clipboard
        .get_text()
        .map_or_else(|_| Vec::new(), |text| paths_in(&text)))
}

/// Writes a pasted picture to a file of its own, so that it can be saved, removed and remembered like
/// every photograph.
///
/// # Errors
/// When it cannot be written.
pub(super) fn keep(cache: &Path, pixels: &RgbaImage) -> Result<PathBuf, ImageError> {
    let folder = cache.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|source| ImageError::CannotWrite { source })?;
    let bytes = picture::encode(pixels, None, &EncodeOptions::default())?;
    let name = folder.join(FOLDER).with_extension("png");
    let path = free_name(&name, OutputFormat::Png, Path::exists);
    picture::write_whole(&path, &bytes, false)?;
    Ok(path)
}

/// Throws pasted pictures away that are no longer in the strip and at least `age` old: another window
/// may show the younger ones.
pub(super) fn tidy(cache: &Path, photos: &[PathBuf], age: Duration) {
    let is_old = |file: &Path| {
        let written = file.metadata().and_then(|data| data.modified());
        written.is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed >= age))
    };
    let Ok(files) = std::fs::read_dir(cache.join(FOLDER)) else {
        return;
    };
    for file in files.filter_map(Result::ok).map(|entry| entry.path()) {
        if !photos.contains(&file)
            && is_old(&file)
            && let Err(err) = std::fs::remove_file(&file)
        {
            log::warn!("{} stays: {err}", file.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_files_are_paths_or_addresses() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, spaced) = (folder.path().join("a.png"), folder.path().join("b c ü.png"));
        std::fs::write(&plain, b"").unwrap();
        std::fs::write(&spaced, b"").unwrap();
        let address = spaced.display().to_string();
        let address = address.replace(' ', "%20").replace('ü', "%C3%BC");
        let text = format!(
            "{}\r\nfile://{address}\nfile://here{address}\n/nowhere/x.png\nhello\n",
            plain.display()
        );
        assert_eq!(paths_in(&text), [plain, spaced.clone(), spaced]);
    }

    #[test]
    fn pasted_pictures_get_names_and_go_when_they_are_not_shown() {
        let cache = tempfile::tempdir().unwrap();
        let pixels = RgbaImage::from_pixel(3, 2, image::Rgba([9, 8, 7, 255]));
        let first = keep(cache.path(), &pixels).unwrap();
        let second = keep(cache.path(), &pixels).unwrap();
        assert_ne!(first, second);
        assert_eq!(image::open(&second).unwrap().to_rgba8(), pixels);
        let shown = std::slice::from_ref(&second);
        tidy(cache.path(), shown, KEPT);
        assert!(first.exists(), "another window may show it");
        tidy(cache.path(), shown, Duration::ZERO);
        assert!(!first.exists() && second.exists());
    }
}
