//! Strokes of a pen, as `ink::passes::pen` spreads them.

use bytemuck::{Pod, Zeroable};

use super::kernels::{self, Kernel};
use super::run::{Field, Run};
use crate::ink::Ways;
use crate::ink::passes::pen;

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Pen {
    size: [u32; 2],
    num_taps: u32,
}

impl Run<'_> {
    /// Where strokes are.
    pub(super) fn strokes(&mut self, ways: &Ways<'_>) -> Field {
        let Ways {
            flow,
            noise,
            pitch,
            is_endless,
            k,
        } = *ways;
        let (noise, flow) = (self.upload(noise), self.upload(&flow.along));
        let size = noise.size;
        let even = self.even(1.0, size);
        let by = (&even, 0.0);
        let taps = pen::taps(pitch);
        let parameters = Pen {
            size,
            num_taps: taps.len() as u32,
        };
        let taps = self.numbers(taps.as_flattened());
        let pass = |run: &mut Self, kernel: Kernel, inputs: &[&Field]| {
            run.pass(kernel, 1, &parameters, inputs, (size, 1))
        };
        let waves = |run: &mut Self, plane: &Field| {
            let length = pen::LENGTH * k;
            let drawn = run.along::<{ pen::LENGTH_TAPS }>(plane, &flow, by, length);
            pass(run, kernels::WAVES, &[&drawn, &flow, &taps])
        };
        let mut wave = waves(self, &noise);
        if is_endless {
            wave = waves(self, &wave);
        }
        let spread = pass(self, kernels::SPREAD, &[&wave]);
        if is_endless {
            return spread;
        }
        self.along::<{ pen::ENDS_TAPS }>(&spread, &flow, by, pen::ENDS * k)
    }
}
