//! PNG files with faults that viewers pass over and the codec does not: a description of colours
//! that makes no sense, chunks of an animation without the animation, a missing end.

use crate::picture::png::chunks::{Chunk, chunks};

/// A file that was mended.
pub(crate) struct Mended {
    pub(crate) bytes: Vec<u8>,
    /// Whether it ended behind a chunk that is not the last: cut off, if pixels are missing.
    pub(crate) lacks_end: bool,
}

/// The file without what the codec would stumble over; `None` if there is nothing of that.
pub(crate) fn mended(bytes: &[u8]) -> Option<Mended> {
    const END: [u8; 12] = *b"\0\0\0\0IEND\xae\x42\x60\x82";
    const SIGNATURE_BYTES: usize = 8;
    let has = |kind: [u8; 4]| chunks(bytes).any(|chunk| chunk.kind == kind);
    let is_animation = has(*b"acTL") && has(*b"fcTL");
    let goes = |chunk: &Chunk<'_>| match &chunk.kind {
        b"cICP" => !makes_sense(chunk.data),
        b"acTL" | b"fcTL" | b"fdAT" => !is_animation,
        _ => false,
    };
    let known: usize = chunks(bytes).map(|chunk| chunk.whole.len()).sum();
    let rest = bytes.len().saturating_sub(SIGNATURE_BYTES + known);
    let lacks_end = has(*b"IDAT")
        && !has(*b"IEND")
        && rest < END.len()
        && (!is_animation || has_all_frames(bytes));
    if !lacks_end && !chunks(bytes).any(|chunk| goes(&chunk)) {
        return None;
    }
    let mut out = bytes.get(..SIGNATURE_BYTES)?.to_vec();
    out.reserve(known + END.len());
    for chunk in chunks(bytes).filter(|chunk| !goes(chunk)) {
        out.extend(chunk.whole);
    }
    if lacks_end {
        out.extend(END);
    } else {
        // The codec tells what a file that breaks off here lacks.
        out.extend(bytes.get(SIGNATURE_BYTES + known..).unwrap_or_default());
    }
    Some(Mended {
        bytes: out,
        lacks_end,
    })
}

/// Whether as many frames of an animation have begun as there are, and the last has data.
fn has_all_frames(bytes: &[u8]) -> bool {
    let num_frames = chunks(bytes)
        .find(|chunk| chunk.kind == *b"acTL")
        .and_then(|chunk| chunk.data.first_chunk::<4>().copied())
        .map(u32::from_be_bytes);
    let begun = chunks(bytes).filter(|chunk| chunk.kind == *b"fcTL").count();
    let last = chunks(bytes).last().map(|chunk| chunk.kind);
    num_frames.is_some_and(|count| count as usize == begun) && last != Some(*b"fcTL")
}

/// Whether code points may stand in a PNG file (Third Edition, section 11.3.2.6): of RGB, full
/// range or narrow.
fn makes_sense(code_points: &[u8]) -> bool {
    matches!(code_points, [_primaries, _transfer, 0, 0 | 1])
}
