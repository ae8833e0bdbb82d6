//! The segments of a JPEG file: how it is built and how it ends, without its pixels.

use std::ops::Range;

use crate::picture::error::ImageError;

/// How a file ends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// With the end marker, after at least one scan.
    Marked,
    /// Without the end marker.
    #[default]
    Missing,
    /// Without the end marker, in a run of one repeated byte: a download never filled in.
    Blank,
}

/// What a walk over the markers of a JPEG file tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Structure {
    /// How the file ends.
    pub(super) ending: Ending,
    /// Bytes that belong to no segment stand between the headers.
    pub(super) has_stray_bytes: bool,
    /// The number of scans: 1 for most baseline files, several for progressive ones.
    pub(super) scans: usize,
    /// Some scan does not hold all colours.
    pub(super) has_partial_scans: bool,
    /// The last marker of a frame.
    pub(super) frame: u8,
    /// Bits a sample.
    pub(super) precision: u8,
    /// The sampling factors of each colour component, across and down.
    pub(super) sampling: Vec<[u8; 2]>,
    /// Where application segments and comments are, headers included, and their markers.
    pub(super) segments: Vec<(u8, Range<usize>)>,
    /// Where the first scan begins.
    pub(super) first_scan: usize,
    /// Where the frame tells its height, if it leaves that to a segment behind the first scan.
    pub(super) open_height: Option<usize>,
    /// Where such a segment (DNL) is, and the height that it tells.
    pub(super) late_height: Option<(usize, [u8; 2])>,
}

impl Structure {
    /// Walks from marker to marker; reads no pixels.
    pub(super) fn walk(bytes: &[u8]) -> Self {
        const BLANK_BYTES: usize = 64;
        let mut structure = Self::default();
        let mut position = 2;
        while let Some(&byte) = bytes.get(position) {
            if byte != 0xff {
                structure.has_stray_bytes |= structure.scans == 0;
                position += 1;
                continue;
            }
            let Some(&marker) = bytes.get(position + 1) else {
                break;
            };
            match marker {
                0xff => position += 1,
                0x00 | 0x01 | 0xd0..=0xd8 => position += 2,
                0xd9 => {
                    if structure.scans > 0 {
                        structure.ending = Ending::Marked;
                    }
                    return structure;
                }
                _ => {
                    let Some(end) = structure.segment(bytes, position, marker) else {
                        break;
                    };
                    position = end;
                }
            }
        }
        let is_blank = bytes.last().is_some_and(|last| {
            bytes
                .last_chunk::<BLANK_BYTES>()
                .is_some_and(|end| bytes.len() > BLANK_BYTES && end.iter().all(|byte| byte == last))
        });
        if is_blank {
            structure.ending = Ending::Blank;
        }
        structure
    }

    /// Takes in the segment at `start`; where the next one begins.
    fn segment(&mut self, bytes: &[u8], start: usize, marker: u8) -> Option<usize> {
        let length = usize::from(u16::from_be_bytes(
            *bytes.get(start + 2..)?.first_chunk::<2>()?,
        ));
        let end = start + 2 + length;
        let content = bytes.get(start + 4..end).unwrap_or_default();
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                self.frame(marker, content);
                // Source: ITU-T T.81, sections B.2.2 and B.2.5.
                let is_open = content.get(1..3) == Some(&[0, 0]);
                self.open_height = is_open.then_some(start + 5);
            }
            0xf7 => self.frame = marker,
            0xdc => {
                let height = content.first_chunk::<2>();
                self.late_height = height.map(|height| (start, *height));
            }
            0xe0..=0xef | 0xfe => self.segments.push((marker, start..end)),
            0xda => {
                if self.scans == 0 {
                    self.first_scan = start;
                }
                self.scans += 1;
                let count = content.first().map_or(0, |&count| usize::from(count));
                self.has_partial_scans |= count != self.sampling.len();
                return Some(end_of_scan(bytes, end));
            }
            _ => {}
        }
        Some(end)
    }

    fn frame(&mut self, marker: u8, content: &[u8]) {
        self.frame = marker;
        self.precision = content.first().copied().unwrap_or_default();
        let count = content.get(5).copied().unwrap_or_default();
        let components = content.get(6..).unwrap_or_default().as_chunks::<3>().0;
        self.sampling = components
            .iter()
            .take(usize::from(count))
            .map(|&[_, factors, _]| [factors >> 4, factors & 15])
            .collect();
    }

    /// Whether the frame is progressive.
    pub(super) fn is_progressive(&self) -> bool {
        self.frame == 0xc2
    }

    /// The file with its height where decoders look for it; `None` if it is there.
    pub(super) fn with_height(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        const SEGMENT_BYTES: usize = 6;
        let (at, (segment, height)) = (self.open_height?, self.late_height?);
        if height == [0, 0] {
            return None;
        }
        let mut mended = bytes.get(..segment)?.to_vec();
        mended.extend(bytes.get(segment + SEGMENT_BYTES..)?);
        mended.get_mut(at..at + 2)?.copy_from_slice(&height);
        Some(mended)
    }

    /// Refuses what no decoder here reads, by its name.
    ///
    /// # Errors
    /// [`ImageError::UnsupportedFormat`].
    pub(super) fn check(&self) -> Result<(), ImageError> {
        let what = match self.frame {
            0xf7 => "JPEG-LS pictures",
            0xc3 => "lossless JPEG pictures",
            0xc5..=0xc7 | 0xcd..=0xcf => "hierarchical JPEG pictures",
            0xc9..=0xcb => "JPEG pictures with arithmetic coding",
            _ if self.precision == 12 => "JPEG pictures with 12 bits a channel",
            _ if self.frame != 0 && self.precision != 8 => {
                "JPEG pictures with other than 8 bits a channel"
            }
            _ => return Ok(()),
        };
        Err(ImageError::UnsupportedFormat { what })
    }

    /// Whether the faster decoder gets the picture right.
    ///
    /// It goes wrong without a word where colours of less height stand in scans of their own, and
    /// where the first colour is not the finest.
    pub(super) fn is_common(&self) -> bool {
        if self.has_partial_scans && !self.is_progressive() {
            return false;
        }
        let Some(&first) = self.sampling.first() else {
            return true;
        };
        let is_common = |factor: u8, finest: u8| factor == finest || factor == 1;
        self.sampling
            .iter()
            .all(|&[across, down]| is_common(across, first[0]) && is_common(down, first[1]))
            && first.iter().all(|factor| matches!(factor, 1 | 2 | 4))
    }

    /// The file without the application segments and comments between its scans, where they mean
    /// nothing and not every decoder expects them; `None` if there are none.
    pub(super) fn without_segments_between_scans(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let between = || {
            let segments = self.segments.iter();
            segments.filter(|(_, range)| range.start > self.first_scan)
        };
        between().next()?;
        let mut out = Vec::with_capacity(bytes.len());
        let mut from = 0;
        for (_, range) in between() {
            out.extend_from_slice(bytes.get(from..range.start)?);
            from = range.end;
        }
        out.extend_from_slice(bytes.get(from..)?);
        Some(out)
    }
}

/// The position of the first marker after the compressed data that starts at `position`.
///
/// Within the data, a 0xff byte is followed by a stuffed 0 or by a restart marker.
fn end_of_scan(bytes: &[u8], mut position: usize) -> usize {
    while let Some(rest) = bytes.get(position..) {
        let Some(found) = rest.iter().position(|&byte| byte == 0xff) else {
            break;
        };
        match rest.get(found + 1) {
            None => break,
            Some(0x00 | 0xd0..=0xd7) => position += found + 2,
            Some(0xff) => position += found + 1,
            Some(_) => return position + found,
        }
    }
    bytes.len()
}
