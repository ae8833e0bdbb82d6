//! From rows of bytes to samples of 8 or 16 bits.

use half::f16;

use super::layout::{Colors, Layout, Numbers};
use crate::picture::exif::ByteOrder;

/// A depth that samples are brought to.
pub(super) trait Depth: Copy + Default + Into<f32> {
    /// White, or all there is.
    const FULL: Self;

    /// Reads the samples of a row, one after the other.
    fn read_row(row: &[u8], layout: &Layout, order: ByteOrder, out: &mut [Self]);
}

impl Depth for u8 {
    const FULL: Self = Self::MAX;

    fn read_row(row: &[u8], layout: &Layout, _order: ByteOrder, out: &mut [Self]) {
        if layout.bits == 8 {
            let count = row.len().min(out.len());
            if let (Some(to), Some(from)) = (out.get_mut(..count), row.get(..count)) {
                to.copy_from_slice(from);
            }
            return;
        }
        let most = (1_u32 << layout.bits) - 1;
        for (to, value) in out.iter_mut().zip(small_numbers(row, layout.bits)) {
            // A number of a palette is no brightness.
            *to = if layout.colors == Colors::Palette {
                value as Self
            } else {
                ((value * 255 + most / 2) / most) as Self
            };
        }
    }
}

impl Depth for u16 {
    const FULL: Self = Self::MAX;

    fn read_row(row: &[u8], layout: &Layout, order: ByteOrder, out: &mut [Self]) {
        let bits = layout.bits;
        if layout.numbers == Numbers::Whole && bits < 16 {
            let most = (1_u32 << bits) - 1;
            for (to, value) in out.iter_mut().zip(small_numbers(row, bits)) {
                *to = if layout.colors == Colors::Palette {
                    value as Self
                } else {
                    ((value * 65_535 + most / 2) / most) as Self
                };
            }
            return;
        }
        let values = row.chunks_exact(bits as usize / 8);
        for (to, bytes) in out.iter_mut().zip(values) {
            let number = large_number(bytes, order);
            *to = match layout.numbers {
                Numbers::Whole => (number >> (bits - 16)) as Self,
                Numbers::Float => (float(number, bits).clamp(0.0, 1.0) * 65_535.0 + 0.5) as Self,
            };
        }
    }
}

/// Numbers of fewer than 16 bits, packed from the highest bit on.
fn small_numbers(row: &[u8], bits: u32) -> impl Iterator<Item = u32> {
    let mut bytes = row.iter();
    let (mut held, mut num_held) = (0_u32, 0);
    std::iter::from_fn(move || {
        while num_held < bits {
            held = held << 8 | u32::from(*bytes.next()?);
            num_held += 8;
        }
        num_held -= bits;
        let value = held >> num_held;
        held &= (1 << num_held) - 1;
        Some(value)
    })
}

fn large_number(bytes: &[u8], order: ByteOrder) -> u64 {
    let append = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    match order {
        ByteOrder::Little => bytes.iter().rev().fold(0, append),
        ByteOrder::Big => bytes.iter().fold(0, append),
    }
}

/// A floating-point number; what is no number is 0.
fn float(number: u64, bits: u32) -> f32 {
    let value = match bits {
        16 => f16::from_bits(number as u16).to_f32(),
        // One bit for the sign, 7 for the exponent, 16 for the fraction.
        24 => {
            let (sign, exponent) = (number >> 23 & 1, (number >> 16 & 127) as i32);
            let fraction = (number & 0xffff) as f32 / 65_536.0;
            let value = if exponent == 0 {
                fraction * (-62.0_f32).exp2()
            } else {
                (1.0 + fraction) * ((exponent - 63) as f32).exp2()
            };
            if sign == 1 { -value } else { value }
        }
        32 => f32::from_bits(number as u32),
        _ => f64::from_bits(number) as f32,
    };
    if value.is_nan() { 0.0 } else { value }
}

/// Undoes the differences of neighbours in a row; the order of its numbers afterwards.
///
/// Source: TIFF 6.0, section 14; Adobe Photoshop TIFF Technical Note 3.
pub(super) fn undo_predictor(row: &mut [u8], layout: &Layout, order: ByteOrder) -> ByteOrder {
    let samples = layout.samples_in_chunk();
    let size = layout.bits as usize / 8;
    match layout.predictor {
        2 => {
            for at in (samples * size..row.len()).step_by(size) {
                let number = |row: &[u8], at: usize| {
                    large_number(row.get(at..at + size).unwrap_or_default(), order)
                };
                let sum = number(row, at).wrapping_add(number(row, at - samples * size));
                let bytes = sum.to_le_bytes();
                if let Some(slot) = row.get_mut(at..at + size) {
                    for (index, slot) in slot.iter_mut().enumerate() {
                        let place = match order {
                            ByteOrder::Little => index,
                            ByteOrder::Big => size - 1 - index,
                        };
                        *slot = bytes.get(place).copied().unwrap_or_default();
                    }
                }
            }
            order
        }
        3 => {
            for at in samples..row.len() {
                let before = row.get(at - samples).copied().unwrap_or_default();
                if let Some(byte) = row.get_mut(at) {
                    *byte = byte.wrapping_add(before);
                }
            }
            // All first bytes, all second ones, and so on.
            let planes = row.to_vec();
            let count = row.len() / size.max(1);
            for (index, number) in row.chunks_exact_mut(size.max(1)).enumerate() {
                for (plane, byte) in number.iter_mut().enumerate() {
                    *byte = planes
                        .get(plane * count + index)
                        .copied()
                        .unwrap_or_default();
                }
            }
            ByteOrder::Big
        }
        _ => order,
    }
}
