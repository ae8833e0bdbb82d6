//! Names that are not for us: what systems put beside photographs, and formats that are not
//! written.

use std::ffi::OsStr;
use std::path::Path;

/// Whether a file or folder of that name is one that systems and programs put beside photographs:
/// thumbnails, the bin, the other half of a file from a Mac. What is in such a folder is not a
/// photograph of the person's.
pub fn is_litter(name: &OsStr) -> bool {
    /// As Synology, QNAP, macOS, Windows, Linux desktops, servers and cameras call them, and
    /// programs that keep photographs or bring them from one place to another.
    const NAMES: [&str; 32] = [
        "@eaDir",
        "#recycle",
        "#snapshot",
        "@Recycle",
        "@Recently-Snapshot",
        ".@__thumb",
        "__MACOSX",
        ".AppleDouble",
        ".AppleDB",
        ".AppleDesktop",
        ".Spotlight-V100",
        ".TemporaryItems",
        ".DocumentRevisions-V100",
        ".fseventsd",
        "$RECYCLE.BIN",
        "RECYCLER",
        "System Volume Information",
        ".thumbnails",
        ".thumbs",
        ".sh_thumbnails",
        "lost+found",
        "@tmp",
        "@sharebin",
        ".recycle",
        ".dtrash",
        ".stversions",
        ".snapshot",
        ".snapshots",
        "~snapshot",
        ".zfs",
        ".dropbox.cache",
        ".cache",
    ];
    let name = name.to_string_lossy();
    name.starts_with("._")
        || starts_like(&name, ".Trash")
        // What Android has not downloaded to its end.
        || starts_like(&name, ".pending-")
        || NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn starts_like(name: &str, start: &str) -> bool {
    name.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// The picture format that a file's ending asks for and that is not written here, as people call
/// it; `None` for those that are and for all other endings.
pub fn unwritten_format(path: &Path) -> Option<String> {
    const ENDINGS: [&str; 22] = [
        "bmp", "dib", "jxl", "heic", "heif", "hif", "jp2", "j2k", "psd", "psb", "xcf", "kra",
        "pdf", "svg", "tga", "ico", "exr", "hdr", "ppm", "dng", "qoi", "eps",
    ];
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    ENDINGS
        .contains(&ending.as_str())
        .then(|| ending.to_ascii_uppercase())
}

/// The picture format that a file's ending tells and that is not read here, as people call it;
/// `None` for all other endings.
pub fn unread_format(path: &Path) -> Option<&'static str> {
    const FORMATS: [(&str, &[&str]); 10] = [
        ("HEIC", &["heic", "heif", "hif"]),
        ("AVIF", &["avif"]),
        ("JPEG 2000", &["jp2", "j2k", "jpf", "jpx", "j2c"]),
        ("JPEG XR", &["jxr", "wdp", "hdp"]),
        ("JPEG-LS", &["jls"]),
        ("OpenEXR", &["exr"]),
        ("PNM", &["ppm", "pgm", "pbm", "pnm"]),
        ("TGA", &["tga"]),
        ("XCF", &["xcf"]),
        // As the makers of cameras call them.
        (
            "RAW",
            &[
                "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "srf", "sr2", "raf", "orf", "rw2",
                "pef", "srw", "3fr", "iiq", "x3f", "rwl", "kdc", "dcr", "erf", "mrw", "mef", "mos",
            ],
        ),
    ];
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let known = FORMATS
        .iter()
        .find(|(_, endings)| endings.contains(&ending.as_str()));
    known.map(|(format, _)| *format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_put_beside_photographs_is_known() {
        for name in [
            "._IMG_0001.jpg",
            "@eaDir",
            "__MACOSX",
            ".thumbnails",
            ".Trash",
            ".Trash-1000",
            ".Trashes",
            "$RECYCLE.BIN",
            "$Recycle.Bin",
            "System Volume Information",
            "@tmp",
            ".dtrash",
            ".pending-1700000000-IMG_1.jpg",
            ".trashed-1700000000-IMG_1.jpg",
        ] {
            assert!(is_litter(OsStr::new(name)), "{name}");
        }
        for name in [
            "IMG_0001.jpg",
            "_IMG.jpg",
            ".hidden",
            "..jpg",
            "Trash",
            "thumbnails",
            "é",
        ] {
            assert!(!is_litter(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn photographs_that_are_not_read_are_told_from_other_files() {
        let format = |name: &str| unread_format(Path::new(name));
        assert_eq!(format("IMG_0001.HEIC"), Some("HEIC"));
        assert_eq!(format("_DSC1.nef"), Some("RAW"));
        for ending in crate::picture::READ_ENDINGS {
            assert_eq!(format(&format!("a.{ending}")), None);
        }
        for name in ["notes.txt", "a.xmp", "a.mov", "heic", ".dng"] {
            assert_eq!(format(name), None, "{name}");
        }
    }

    #[test]
    fn pictures_that_are_not_written_are_told_from_folders() {
        let format = |name: &str| unwritten_format(Path::new(name));
        assert_eq!(format("comic.bmp").as_deref(), Some("BMP"));
        assert_eq!(format("comic.HEIC").as_deref(), Some("HEIC"));
        for name in ["comic.png", "comics", "vol.1", "comic.apng", ".bmp"] {
            assert_eq!(format(name), None, "{name}");
        }
    }
}
