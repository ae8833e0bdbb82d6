//! Opening a renderer: on the graphics device that the window shares, on one of its own, or on the
//! CPU.

use std::sync::Arc;

use super::backend::{Backend, CpuBackend, GpuBackend, TOLERANCE, self_test};
use super::{DeviceChoice, DeviceNote, DeviceReport, RenderError, Renderer, RendererOptions};
use crate::gpu::{AdapterSummary, Gpu, GpuError};
use crate::library::StyleLibrary;
use crate::library::built_in::BASE_MODEL;
use crate::model::BaseModel;

impl Renderer {
    /// Loads the weights and chooses, opens and tests the device.
    ///
    /// # Errors
    /// [`RenderError`] when the weights do not fit, or `DeviceChoice::Gpu` finds no device that
    /// works.
    pub fn open(options: &RendererOptions) -> Result<Self, RenderError> {
        let weights = options.weights.as_deref().unwrap_or(BASE_MODEL);
        let model = BaseModel::from_bytes(weights)?;
        let library = StyleLibrary::new(
            model,
            options.style_folder.clone(),
            options.extra_style.as_ref(),
        );
        let cpu = CpuBackend::new(library.model())?;
        let mut report = DeviceReport::default();
        let gpu = open_gpu(options, library.model(), &cpu, &mut report)?;
        let gpu = gpu.map(|gpu| Box::new(gpu) as Box<dyn Backend>);
        Ok(Self::with_backends(library, Box::new(cpu), gpu, report))
    }
}

/// The device that is wanted, if it is real and draws what the CPU draws; the report says why not.
fn open_gpu(
    options: &RendererOptions,
    model: &Arc<BaseModel>,
    cpu: &CpuBackend,
    report: &mut DeviceReport,
) -> Result<Option<GpuBackend>, RenderError> {
    if options.device == DeviceChoice::Cpu {
        report.note = Some(DeviceNote::CpuAskedFor);
        return Ok(None);
    }
    let (instance, adapters) = crate::gpu::adapters();
    report.adapters = adapters.iter().map(AdapterSummary::of).collect();
    let device = match &options.shared {
        Some(shared) => Some(shared.clone()),
        None => match adapters.into_iter().next() {
            Some(adapter) => Some(Gpu::open(instance, adapter)?),
            None => None,
        },
    };
    let is_forced = options.device == DeviceChoice::Gpu;
    let Some(device) = device else {
        if is_forced {
            return Err(GpuError::NoAdapter.into());
        }
        report.note = Some(DeviceNote::NoAdapter);
        return Ok(None);
    };
    let summary = AdapterSummary::of(&device.adapter);
    if summary.software && !is_forced {
        report.note = Some(DeviceNote::Software {
            adapter: summary.name,
        });
        return Ok(None);
    }
    match tested(device, options.shared.is_some(), model, cpu) {
        Ok((mut gpu, difference)) => {
            // On a program that pretends to be a card the CPU's own ink is faster.
            report.ink_on_gpu = !summary.software && gpu.take_ink();
            report.adapter = Some(summary);
            report.self_test = Some(difference);
            report.network_on_gpu = true;
            Ok(Some(gpu))
        }
        Err(err) if is_forced => Err(err),
        Err(err) => {
            log::warn!("{} is not used: {err}", summary.name);
            let adapter = summary.name;
            report.note = Some(match err {
                RenderError::Gpu(GpuError::Differs { .. }) => DeviceNote::Differs { adapter },
                err => DeviceNote::Unfit {
                    adapter,
                    detail: err.detail(),
                },
            });
            Ok(None)
        }
    }
}

/// The backend on a device, and by how much it draws otherwise than the CPU.
fn tested(
    device: Gpu,
    is_shared: bool,
    model: &Arc<BaseModel>,
    cpu: &CpuBackend,
) -> Result<(GpuBackend, f32), RenderError> {
    let gpu = GpuBackend::new(device, model, is_shared)?;
    let difference = self_test(model, cpu, &gpu)?;
    if difference <= TOLERANCE {
        Ok((gpu, difference))
    } else {
        Err(GpuError::Differs { by: difference }.into())
    }
}
