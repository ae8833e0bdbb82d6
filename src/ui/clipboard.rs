//! Photographs on the clipboard: files that were copied, or a picture.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arboard::Clipboard;
use image::RgbaImage;
use percent_encoding::percent_decode;

use crate::paths::text::of_bytes;
use crate::picture::{self, EncodeOptions, ImageError};

#[cfg(target_os = "linux")]
use crate::picture::DecodeLimits;

#[cfg(target_os = "linux")]
mod x11;

/// How long pasted pictures are kept that are no longer in the strip.
pub(super) const KEPT: Duration = Duration::from_hours(30 * 24);
/// Folder for pasted pictures, in that for what can be thrown away.
const FOLDER: &str = "pasted";
/// What programs offer, best first, with the ending of a file of it; names of files have none.
#[cfg(target_os = "linux")]
const KINDS: [(&str, &str); 9] = [
    ("text/uri-list", ""),
    ("image/png", "png"),
    ("image/tiff", "tiff"),
    ("image/bmp", "bmp"),
    ("image/x-bmp", "bmp"),
    ("image/x-MS-bmp", "bmp"),
    ("image/webp", "webp"),
    ("image/jpeg", "jpg"),
    ("image/gif", "gif"),
];

/// The files and folders named in a text, one a line, as paths or as addresses that begin with
/// `file:`; those that are not there are left out.
pub(super) fn paths_in(text: &[u8]) -> Vec<PathBuf> {
    let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let paths = lines.filter(|line| !line.is_empty()).filter_map(path_in);
    paths
        .filter(|path| path.is_absolute() && path.exists())
        .collect()
}

fn path_in(line: &[u8]) -> Option<PathBuf> {
    const SCHEME: &[u8] = b"file:";
    let is_address = line
        .get(..SCHEME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SCHEME));
    if !is_address {
        return of_bytes(line.to_vec());
    }
    let address = &line[SCHEME.len()..];
    let path = match address.strip_prefix(b"//") {
        // The name of a machine may stand before the path; it is this one (RFC 8089).
        Some(behind) => &behind[behind.iter().position(|byte| *byte == b'/')?..],
        None => address,
    };
    // Bytes, not text: names need not be Unicode.
    of_bytes(percent_decode(path).collect())
}

/// What the clipboard holds: copied files, or a picture, which becomes a file; nothing else counts.
/// `text` is what it holds as text, as far as that is known.
///
/// # Errors
/// When the picture cannot be written.
pub(super) fn read(cache: &Path, text: Option<&str>) -> Result<Vec<PathBuf>, ImageError> {
    let named = text.map_or_else(Vec::new, |text| paths_in(text.as_bytes()));
    if !named.is_empty() {
        return Ok(named);
    }
    #[cfg(target_os = "linux")]
    if let Some((kind, bytes)) = x11::read(&KINDS.map(|(kind, _)| kind)) {
        let found = take(cache, kind, &bytes)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let Ok(mut clipboard) = Clipboard::new() else {
        return Ok(Vec::new());
    };
    if let Ok(mut paths) = clipboard.get().file_list() {
        // The name of a machine before a path is not understood there.
        paths.retain(|path| path.is_absolute());
        if !paths.is_empty() {
            return Ok(paths);
        }
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
        .map_or_else(|_| Vec::new(), |text| paths_in(text.as_bytes())))
}

/// Names of files, or a picture, which becomes a file as it is.
///
/// # Errors
/// When it is no picture that can be read, or cannot be written.
#[cfg(target_os = "linux")]
fn take(cache: &Path, kind: &str, bytes: &[u8]) -> Result<Vec<PathBuf>, ImageError> {
    let ending = KINDS.iter().find(|(known, _)| *known == kind);
    let Some((_, ending)) = ending.filter(|(_, ending)| !ending.is_empty()) else {
        return Ok(paths_in(bytes));
    };
    picture::decode_bytes(bytes, &DecodeLimits::default())?;
    let path = free_file(cache, ending)?;
    picture::write_whole(&path, bytes, false)?;
    Ok(vec![path])
}

/// A file of a pasted picture that is not there yet.
fn free_file(cache: &Path, ending: &str) -> Result<PathBuf, ImageError> {
    let folder = cache.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|source| ImageError::CannotWrite { source })?;
    let name = |number: u32| match number {
        1 => format!("{FOLDER}.{ending}"),
        _ => format!("{FOLDER}-{number}.{ending}"),
    };
    let paths = (1..u32::MAX).map(|number| folder.join(name(number)));
    let free = paths.into_iter().find(|path| !path.exists());
    free.ok_or(ImageError::AlreadyExists)
}

/// Writes a pasted picture to a file of its own, so that it can be saved, removed and remembered
/// like every photograph.
///
/// # Errors
/// When it cannot be written.
pub(super) fn keep(cache: &Path, pixels: &RgbaImage) -> Result<PathBuf, ImageError> {
    let bytes = picture::encode(pixels, None, &EncodeOptions::default())?;
    let path = free_file(cache, "png")?;
    picture::write_whole(&path, &bytes, false)?;
    Ok(path)
}

/// Throws pasted pictures away that are no longer in the strip and at least `age` old: another
/// window may show the younger ones.
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
        assert_eq!(paths_in(text.as_bytes()), [plain, spaced.clone(), spaced]);
    }

    #[cfg(unix)]
    #[test]
    fn addresses_lead_to_this_machine_and_to_names_that_are_no_text() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        let odd = folder
            .path()
            .join(std::ffi::OsStr::from_bytes(b"t\xe9t\xe9.png"));
        std::fs::write(&odd, b"").unwrap();
        let at = folder.path().display();
        for address in [
            format!("file://{at}/t%E9t%e9.png"),
            format!("file://localhost{at}/t%E9t%E9.png"),
            format!("FILE:{at}/t%E9t%E9.png"),
        ] {
            assert_eq!(
                paths_in(address.as_bytes()),
                std::slice::from_ref(&odd),
                "{address}"
            );
        }
        let raw = [at.to_string().as_bytes(), b"/t\xe9t\xe9.png\r\n"].concat();
        assert_eq!(paths_in(&raw), [odd]);
        for nothing in [
            "file://localhost",
            "file:",
            "file://",
            "http://x/y",
            "\0",
            "%",
        ] {
            assert!(paths_in(nothing.as_bytes()).is_empty(), "{nothing}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn pictures_of_every_kind_become_files_as_they_are() {
        let cache = tempfile::tempdir().unwrap();
        let pixels = image::RgbImage::from_pixel(3, 2, image::Rgb([9, 8, 7]));
        for (kind, format) in [
            ("image/jpeg", image::ImageFormat::Jpeg),
            ("image/bmp", image::ImageFormat::Bmp),
            ("image/png", image::ImageFormat::Png),
        ] {
            let mut bytes = std::io::Cursor::new(Vec::new());
            pixels.write_to(&mut bytes, format).unwrap();
            let bytes = bytes.into_inner();
            for _ in 0..2 {
                let files = take(cache.path(), kind, &bytes).unwrap();
                assert_eq!(std::fs::read(&files[0]).unwrap(), bytes, "{kind}");
                assert!(crate::picture::is_supported_extension(&files[0]), "{kind}");
            }
            assert!(take(cache.path(), kind, b"no picture").is_err());
        }
        let files = std::fs::read_dir(cache.path().join(FOLDER)).unwrap();
        assert_eq!(files.count(), 6);
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
