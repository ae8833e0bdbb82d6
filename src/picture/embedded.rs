//! Pictures inside metadata: they show the photograph, and must not travel with the drawing.
//!
//! Cameras put previews into their private data, editors into blocks of their own and, as text,
//! into XMP. All of them are files of their own, recognised by how they begin.

/// Blanks every JPEG file inside a binary block, in place: offsets in private data stay right.
pub(crate) fn blank_jpegs(block: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = find(&block[from..], &[0xff, 0xd8, 0xff]) {
        let start = from + found;
        // The marker that follows in a real file: tables, a frame, application data, a comment.
        let follows = block.get(start + 3).copied().unwrap_or_default();
        if matches!(
            follows,
            0xc0 | 0xc2 | 0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe
        ) {
            // One that is cut off is blanked to the end.
            let end = find(&block[start..], &[0xff, 0xd9]).map_or(block.len(), |at| start + at + 2);
            block[start..end].fill(0);
        }
        from = start + 3;
    }
}

/// Takes every JPEG and PNG file in base64 out of an XMP packet.
pub(crate) fn remove_base64_pictures(packet: &mut Vec<u8>) {
    for beginning in [&b"/9j/"[..], b"iVBORw0KGgo"] {
        let mut from = 0;
        while let Some(found) = find(&packet[from..], beginning) {
            let start = from + found;
            let opens =
                |byte: &u8| matches!(byte, b'"' | b'\'' | b'>') || byte.is_ascii_whitespace();
            let length = packet[start..]
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\'' | b'<'));
            match length {
                Some(length) if start > 0 && opens(&packet[start - 1]) => {
                    packet.drain(start..start + length);
                    from = start;
                }
                _ => from = start + beginning.len(),
            }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_in_private_data_is_blanked_and_the_rest_stays() {
        let preview = [&[0xff, 0xd8, 0xff, 0xdb][..], &[7; 90], &[0xff, 0xd9]].concat();
        let mut block = [b"MAKER", &preview[..], b"LENS", &[0xff, 0xd8, 0xff, 0x01]].concat();
        let length = block.len();
        blank_jpegs(&mut block);
        assert_eq!(block.len(), length);
        assert_eq!(
            block,
            [b"MAKER", &[0; 96][..], b"LENS", &[0xff, 0xd8, 0xff, 0x01]].concat()
        );
        let mut cut = vec![1, 0xff, 0xd8, 0xff, 0xe1, 5, 5];
        blank_jpegs(&mut cut);
        assert_eq!(cut, [1, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn pictures_in_xmp_go_and_words_stay() {
        let packet = "<x><xmpGImg:image>/9j/4AAQ&#xA;abc=</xmpGImg:image>\
            <d GImage:Data=\"iVBORw0KGgoAAA\" by=\"a/9j/b\"/>caption</x>";
        let mut bytes = packet.as_bytes().to_vec();
        remove_base64_pictures(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.starts_with(
                "<x><xmpGImg:image></xmpGImg:image><d GImage:Data=\"\" by=\"a/9j/b\"/>"
            )
        );
        assert!(text.ends_with("caption</x>"), "{text}");
    }
}
