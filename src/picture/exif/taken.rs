//! When a photograph was taken.
//!
//! Source: CIPA DC-008 (Exif 2.32), 4.6.5 F: `YYYY:MM:DD HH:MM:SS`, spaces or zeros where it is not
//! known.

use super::Block;

/// Tags of the date of taking, of digitising, and (in the first directory) of the last change.
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const DATE_TIME_DIGITIZED: u16 = 0x9004;
const DATE_TIME: u16 = 306;

/// Day and time at which a photograph was taken, by the camera's clock: year, month, day, hour,
/// minute, second. Earlier ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken([u16; 6]);

impl Taken {
    /// As an EXIF block (a bare TIFF structure) says: the date of taking before that of digitising
    /// before that of the last change. `None` where it says nothing that can be a date.
    pub fn of_exif(exif: &[u8]) -> Option<Self> {
        let block = Block::new(exif)?;
        let text = |directory: Option<usize>, tag| {
            let entry = block
                .entry(directory?, tag)
                .filter(|entry| entry.kind == 2)?;
            Self::of_text(block.value(entry)?)
        };
        let (first, exif) = (block.first_directory(), block.exif_directory());
        text(exif, DATE_TIME_ORIGINAL)
            .or_else(|| text(exif, DATE_TIME_DIGITIZED))
            .or_else(|| text(first, DATE_TIME))
    }

    fn of_text(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        // Some programs write dashes or slashes, or leave the time out.
        let numbers = text.trim_end_matches('\0').split([':', ' ', '-', '/', 'T']);
        let mut date = [0; 6];
        for (place, number) in date.iter_mut().zip(numbers.filter(|part| !part.is_empty())) {
            *place = number.parse().ok()?;
        }
        let [year, month, day, hour, minute, second] = date;
        let is_date = year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day);
        // A leap second is the 60th.
        (is_date && hour < 24 && minute < 60 && second <= 60).then_some(Self(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::exif::{ByteOrder, EXIF_IFD};

    /// A block with a date of the last change and one of taking.
    fn block(order: ByteOrder, changed: &[u8; 20], taken: &[u8; 20]) -> Vec<u8> {
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            let parts = [&order.u16(tag)[..], &order.u16(kind), &order.u32(count)];
            [&parts.concat()[..], &order.u32(value)].concat()
        };
        let mut bytes = match order {
            ByteOrder::Little => b"II*\0".to_vec(),
            ByteOrder::Big => b"MM\0*".to_vec(),
        };
        bytes.extend(order.u32(8));
        bytes.extend(order.u16(2));
        bytes.extend(entry(DATE_TIME, 2, 20, 56));
        bytes.extend(entry(EXIF_IFD, 4, 1, 38));
        bytes.extend([0; 4]);
        bytes.extend(order.u16(1));
        bytes.extend(entry(DATE_TIME_ORIGINAL, 2, 20, 76));
        bytes.extend([0; 4]);
        bytes.extend(changed);
        bytes.extend(taken);
        bytes
    }

    #[test]
    fn the_date_of_taking_counts_and_the_last_change_where_there_is_none() {
        let (changed, taken) = (b"2026:11:30 09:10:11\0", b"2024:05:01 10:20:30\0");
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let both = Taken::of_exif(&block(order, changed, taken));
            assert_eq!(both, Some(Taken([2024, 5, 1, 10, 20, 30])));
            for unknown in [b"    :  :     :  :  \0", b"0000:00:00 00:00:00\0"] {
                let one = Taken::of_exif(&block(order, changed, unknown));
                assert_eq!(one, Some(Taken([2026, 11, 30, 9, 10, 11])));
                assert!(both < one, "the earlier one comes first");
                assert_eq!(Taken::of_exif(&block(order, unknown, unknown)), None);
            }
        }
    }

    #[test]
    fn what_is_no_date_is_none_and_a_block_that_is_cut_off_does_no_harm() {
        for text in [
            "2024:13:01 00:00:00",
            "2024:05:01 24:00:00",
            "yesterday",
            "",
            "\u{ff}",
        ] {
            assert_eq!(Taken::of_text(text.as_bytes()), None, "{text}");
        }
        let day = Taken::of_text(b"2024-05-01");
        assert_eq!(day, Some(Taken([2024, 5, 1, 0, 0, 0])));
        let whole = block(
            ByteOrder::Big,
            b"2026:11:30 09:10:11\0",
            b"2024:05:01 10:20:30\0",
        );
        for end in 0..whole.len() {
            assert_eq!(Taken::of_exif(&whole[..end]).filter(|_| end < 76), None);
        }
    }
}
