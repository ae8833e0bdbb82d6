//! Whether a picture file was cut off, without decoding it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::format::{SourceFormat, recognise};
use super::{DecodeLimits, decode_file};

/// Whether the file is empty, or a picture that ends before its end, as after a power cut.
///
/// Looks at the marks that a format has at its end, which takes no time; only formats without such
/// marks are decoded. A file that is no picture, or cannot be read, counts as whole: it is not
/// ours to judge.
pub fn is_cut_off(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else {
        return false;
    };
    let mut head = [0; 64];
    let Ok(len) = file.metadata().map(|metadata| metadata.len()) else {
        return false;
    };
    let Ok(count) = read_up_to(&mut file, &mut head) else {
        return false;
    };
    if count == 0 {
        return true;
    }
    let ends = match recognise(&head[..count]) {
        Ok(SourceFormat::Jpeg) => jpeg_ends(&mut file),
        Ok(SourceFormat::Png) => png_ends(&mut file, len),
        Ok(SourceFormat::Webp) => Ok(webp_ends(&head, len)),
        Ok(_) => Ok(decode_file(path, &DecodeLimits::default()).is_ok()),
        Err(_) if head[4..].starts_with(b"ftypavif") => avif_ends(&mut file, len),
        Err(_) => Ok(true),
    };
    // A mark that cannot be read is not there.
    !ends.unwrap_or(false)
}

fn read_up_to(file: &mut File, head: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < head.len() {
        match file.read(&mut head[count..])? {
            0 => break,
            more => count += more,
        }
    }
    Ok(count)
}

fn jpeg_ends(file: &mut File) -> io::Result<bool> {
    let mut tail = [0; 2];
    file.seek(SeekFrom::End(-2))?;
    file.read_exact(&mut tail)?;
    Ok(tail == [0xff, 0xd9])
}

/// Goes from chunk to chunk to the last one.
fn png_ends(file: &mut File, len: u64) -> io::Result<bool> {
    let mut position = 8;
    loop {
        let mut chunk = [0; 8];
        file.seek(SeekFrom::Start(position))?;
        file.read_exact(&mut chunk)?;
        let [a, b, c, d, kind @ ..] = chunk;
        // The length, the kind and the checksum stand around the data.
        position += 12 + u64::from(u32::from_be_bytes([a, b, c, d]));
        if kind == *b"IEND" {
            return Ok(position <= len);
        }
    }
}

/// Goes from box to box to the one with the samples, which is the last one in our files.
fn avif_ends(file: &mut File, len: u64) -> io::Result<bool> {
    let mut position = 0;
    loop {
        let mut start = [0; 8];
        file.seek(SeekFrom::Start(position))?;
        file.read_exact(&mut start)?;
        let [a, b, c, d, kind @ ..] = start;
        let size = u64::from(u32::from_be_bytes([a, b, c, d]));
        if size < 8 {
            // To the end of the file, or with a length of 64 bits: others write so, and it is not judged.
            return Ok(true);
        }
        position += size;
        if kind == *b"mdat" {
            return Ok(position <= len);
        }
    }
}

/// The length of what follows the first eight bytes is in the bytes before those.
fn webp_ends(head: &[u8; 64], len: u64) -> bool {
    let [_, _, _, _, a, b, c, d, ..] = *head;
    8 + u64::from(u32::from_le_bytes([a, b, c, d])) <= len
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::noise;
    use crate::picture::{EncodeOptions, OutputFormat, encode};

    #[test]
    fn a_file_is_cut_off_wherever_it_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture");
        for format in [
            OutputFormat::Png,
            OutputFormat::Jpeg,
            OutputFormat::Webp,
            OutputFormat::Avif,
            OutputFormat::Tiff,
        ] {
            let bytes = encode(&noise(61, 47), None, &EncodeOptions::new(format)).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            assert!(!is_cut_off(&path), "{format}");
            for len in [0, 70, bytes.len() / 2, bytes.len() - 1] {
                std::fs::write(&path, &bytes[..len]).unwrap();
                assert!(is_cut_off(&path), "{format} at {len} of {}", bytes.len());
            }
        }
    }

    #[test]
    fn what_is_no_picture_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.png");
        std::fs::write(&path, "Dear all,").unwrap();
        assert!(!is_cut_off(&path));
        assert!(!is_cut_off(&folder.path().join("none.png")));
    }
}
