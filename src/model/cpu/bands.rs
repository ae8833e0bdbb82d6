//! Bands of rows worked on in parallel, with the buffers that each worker needs.

use std::sync::{Mutex, PoisonError};

use rayon::iter::{IndexedParallelIterator, ParallelIterator as _};

use super::CpuError;
use super::aligned::AlignedVec;
use super::norm::Moments;
use super::simd::InstructionSet;

/// Buffers of workers that are idle.
#[derive(Debug, Default)]
pub(super) struct ScratchPool(Mutex<Vec<AlignedVec>>);

impl ScratchPool {
    fn take(&self) -> AlignedVec {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default()
    }

    fn give_back(&self, scratch: AlignedVec) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(scratch);
    }
}

/// What every layer needs to run.
pub(super) struct Run<'a> {
    pub(super) set: InstructionSet,
    pub(super) scratch: &'a ScratchPool,
    pub(super) cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl Run<'_> {
    /// Does `work` on each band and merges the moments in the order of the bands, so that the
    /// result does not depend on the number of threads.
    ///
    /// # Errors
    /// [`CpuError::Cancelled`], asked before each band.
    pub(super) fn bands<T: Send>(
        &self,
        bands: impl IndexedParallelIterator<Item = T>,
        work: impl Fn(usize, T, &mut AlignedVec) -> Moments + Sync,
    ) -> Result<Moments, CpuError> {
        let moments: Vec<Moments> = bands
            .enumerate()
            .map(|(i, band)| {
                if (self.cancelled)() {
                    return Err(CpuError::Cancelled);
                }
                let mut scratch = self.scratch.take();
                let moments = work(i, band, &mut scratch);
                self.scratch.give_back(scratch);
                Ok(moments)
            })
            .collect::<Result<_, _>>()?;
        let mut all = Moments::EMPTY;
        for band in &moments {
            all.merge(band);
        }
        Ok(all)
    }
}
