//! The programs of the ink, each compiled when it is first wanted, and then kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

const BLUR: &str = include_str!("../../../shaders/ink/blur.wgsl");
const FLOW: &str = include_str!("../../../shaders/ink/flow.wgsl");
const LINES: &str = include_str!("../../../shaders/ink/lines.wgsl");
const SCALE: &str = include_str!("../../../shaders/ink/scale.wgsl");
const SHAPES: &str = include_str!("../../../shaders/ink/shapes.wgsl");
const SHOCK: &str = include_str!("../../../shaders/ink/shock.wgsl");
const TENSOR: &str = include_str!("../../../shaders/ink/tensor.wgsl");
const TEXTURE: &str = include_str!("../../../shaders/ink/texture.wgsl");

/// A shader and one of its entry points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kernel {
    source: &'static str,
    entry: &'static str,
}

const fn kernel(source: &'static str, entry: &'static str) -> Kernel {
    Kernel { source, entry }
}

pub(super) const ALONG: Kernel = kernel(FLOW, "cs_along");
pub(super) const BLURRED: Kernel = kernel(BLUR, "cs_blur");
pub(super) const CONTOURS: Kernel = kernel(SCALE, "cs_contours");
pub(super) const DIFFERENCE: Kernel = kernel(LINES, "cs_difference");
pub(super) const DIRECTIONS: Kernel = kernel(TENSOR, "cs_flow");
pub(super) const DOUBLED: Kernel = kernel(SCALE, "cs_doubled");
pub(super) const EVEN: Kernel = kernel(TEXTURE, "cs_even");
pub(super) const FALLOFF: Kernel = kernel(TEXTURE, "cs_falloff");
pub(super) const FIELD: Kernel = kernel(LINES, "cs_lines");
pub(super) const FOLLOWING: Kernel = kernel(BLUR, "cs_follow");
pub(super) const LUMA: Kernel = kernel(SHOCK, "cs_luma");
pub(super) const OWN: Kernel = kernel(SHAPES, "cs_own");
pub(super) const PARTLY: Kernel = kernel(SHAPES, "cs_partly");
pub(super) const READINESS: Kernel = kernel(LINES, "cs_readiness");
pub(super) const ROUND: Kernel = kernel(TEXTURE, "cs_round");
pub(super) const SEEN: Kernel = kernel(LINES, "cs_seen");
pub(super) const SHOCKED: Kernel = kernel(SHOCK, "cs_shock");
pub(super) const TENSORS: Kernel = kernel(TENSOR, "cs_tensor");
pub(super) const WIDTHS: Kernel = kernel(LINES, "cs_widths");

/// The programs that were compiled, by entry point and channels.
#[derive(Debug, Default)]
pub(super) struct Kernels(Mutex<BTreeMap<(&'static str, u32), wgpu::ComputePipeline>>);

impl Kernels {
    /// The program for pictures of so many channels. What the driver refuses goes to the device's
    /// error scope.
    pub(super) fn get(
        &self,
        device: &wgpu::Device,
        kernel: Kernel,
        channels: u32,
    ) -> wgpu::ComputePipeline {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let compiled = known.entry((kernel.entry, channels));
        let compile = || compiled_for(device, kernel, channels);
        compiled.or_insert_with(compile).clone()
    }

    /// Forgets all of them: those that were compiled while something failed may be none.
    pub(super) fn forget(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

fn compiled_for(device: &wgpu::Device, kernel: Kernel, channels: u32) -> wgpu::ComputePipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(kernel.entry),
        source: wgpu::ShaderSource::Wgsl(kernel.source.into()),
    });
    let channels = [("CHANNELS", f64::from(channels))];
    let has_channels = kernel.source.contains("override CHANNELS");
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(kernel.entry),
        layout: None,
        module: &module,
        entry_point: Some(kernel.entry),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: if has_channels { &channels } else { &[] },
            ..wgpu::PipelineCompilationOptions::default()
        },
        cache: None,
    })
}
