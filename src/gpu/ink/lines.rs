//! Lines, as `ink::passes::lines` finds them.

use bytemuck::{Pod, Zeroable};

use super::kernels::{self, Kernel};
use super::passes::Scale;
use super::run::{Field, Run};
use crate::ink::Contours;
use crate::ink::parameters::THRESHOLD;
use crate::ink::passes::lines;

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Lines {
    size: [u32; 2],
    half: [u32; 2],
    sigma: f32,
    full: f32,
    fade: f32,
    faint: f32,
    lift: f32,
}

impl Run<'_> {
    /// How readily lines are drawn, from tensors.
    pub(super) fn readiness(&mut self, tensors: &Field) -> Field {
        let half = tensors.size;
        let parameters = Lines {
            half,
            ..Lines::zeroed()
        };
        self.pass(kernels::READINESS, 1, &parameters, &[tensors], (half, 1))
    }

    /// How sure there is a line at each pixel.
    pub(super) fn lines(&mut self, from: &Contours<'_>) -> Field {
        let Contours {
            light,
            flow,
            readily,
            scale,
            hand,
        } = *from;
        let people = self.upload(&scale.people);
        let scale = Scale::upload(self, scale);
        let [light, readily] = [light, readily].map(|plane| self.upload(plane));
        let flow = self.upload(&flow.along);
        let (size, unit) = (light.size, scale.unit);
        let parameters = Lines {
            size,
            half: readily.size,
            sigma: hand.width,
            full: THRESHOLD[1],
            fade: hand.fade,
            faint: hand.faint,
            lift: hand.lift,
        };
        let pass = |run: &mut Self, kernel: Kernel, inputs: &[&Field], channels: u32| {
            run.pass(kernel, 1, &parameters, inputs, (size, channels))
        };
        let widths = pass(self, kernels::WIDTHS, &[&scale.full, &scale.face], 1);
        let weights = self.numbers(lines::weights().as_flattened());
        let inputs = [&light, &flow, &widths, &weights];
        let both = pass(self, kernels::DIFFERENCE, &inputs, 2);
        drop(widths);
        let by = (&scale.full, 0.0);
        let (smooth, far) = (lines::SMOOTH * unit, lines::FAR * unit);
        let smooth = self.along::<{ lines::SMOOTH_TAPS }>(&both, &flow, by, smooth);
        let far = self.along::<{ lines::FAR_TAPS }>(&both, &flow, by, far);
        let seen = pass(self, kernels::SEEN, &[&smooth], 2);
        let seen = self.blur(&seen, lines::AROUND * unit);
        let inputs = [
            &scale.full,
            &scale.face,
            &people,
            &readily,
            &light,
            &smooth,
            &far,
            &seen,
        ];
        pass(self, kernels::FIELD, &inputs, 1)
    }
}
