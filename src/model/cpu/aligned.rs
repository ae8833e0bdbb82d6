//! A buffer of floats that begins at a cache line.
//!
//! A 64-byte load that crosses two lines counts twice, and the allocator of large blocks begins
//! them 16 bytes into a page.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line.
const LINE_BYTES: usize = 64;

/// Floats of a cache line.
pub(super) const LINE: usize = LINE_BYTES / size_of::<f32>();

/// Floats beginning at a cache line; grows, never shrinks its allocation.
#[derive(Debug, Default)]
pub(super) struct AlignedVec {
    numbers: Vec<f32>,
    start: usize,
    len: usize,
}

impl AlignedVec {
    /// Makes it `len` long; what it holds afterwards is whatever was there, or zero.
    pub(super) fn set_len(&mut self, len: usize) {
        if self.numbers.len() < len + LINE {
            // A fresh allocation comes zeroed from the system; growing one would copy old numbers.
            self.numbers = Vec::new();
            self.numbers = vec![0.0; len + LINE];
            self.start = self.numbers.as_ptr().align_offset(LINE_BYTES).min(LINE);
        }
        self.len = len;
    }

    /// Bytes that it holds on to.
    pub(super) fn allocated_bytes(&self) -> usize {
        self.numbers.len() * size_of::<f32>()
    }
}

impl From<Vec<f32>> for AlignedVec {
    fn from(numbers: Vec<f32>) -> Self {
        let mut aligned = Self::default();
        aligned.set_len(numbers.len());
        aligned.copy_from_slice(&numbers);
        aligned
    }
}

impl Deref for AlignedVec {
    type Target = [f32];

    #[inline(always)]
    fn deref(&self) -> &[f32] {
        &self.numbers[self.start..self.start + self.len]
    }
}

impl DerefMut for AlignedVec {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.numbers[self.start..self.start + self.len]
    }
}
