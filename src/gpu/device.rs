//! Adapters, and one wgpu device that the window, the ink and the network share.

use std::sync::{Arc, Mutex, PoisonError};

use burn::prelude::Device;
use burn::tensor::wgpu::WgpuSetup;

use super::GpuError;

/// Dispatches that the runtime records before it submits: few, so that the window's frames get in
/// between.
const TASKS_MAX: usize = 32;

/// An open graphics device with the handles it was made from; clones share it.
#[derive(Clone, Debug)]
pub struct Gpu {
    /// The entry to the graphics system.
    pub instance: wgpu::Instance,
    /// The physical device.
    pub adapter: wgpu::Adapter,
    /// The logical device.
    pub device: wgpu::Device,
    /// Where its work is submitted.
    pub queue: wgpu::Queue,
    /// The device as the compute runtime knows it, once it does.
    pub runtime: SharedRuntime,
}

/// What [`Gpu::register_with_runtime`] has made, for all clones of the device.
#[derive(Clone, Debug, Default)]
pub struct SharedRuntime(Arc<Mutex<Option<Device>>>);

/// What a person wants to know about an adapter.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AdapterSummary {
    /// The name the driver gives it.
    pub name: String,
    /// Graphics system: `vulkan`, `metal`, `dx12` or `gl`.
    pub backend: String,
    /// Whether it is a program that only pretends to be a graphics card.
    pub software: bool,
    /// Driver and version, as far as told.
    pub driver: String,
}

impl AdapterSummary {
    /// Reads it off an adapter.
    pub fn of(adapter: &wgpu::Adapter) -> Self {
        let info = adapter.get_info();
        Self {
            software: is_software(&info),
            backend: info.backend.to_string(),
            driver: format!("{} {}", info.driver, info.driver_info)
                .trim()
                .to_owned(),
            name: info.name,
        }
    }
}

/// Whether an adapter is a program on the CPU (lavapipe, WARP).
pub fn is_software(info: &wgpu::AdapterInfo) -> bool {
    info.device_type == wgpu::DeviceType::Cpu
}

/// Every adapter of the systems that can run compute shaders, the best first.
pub fn adapters() -> (wgpu::Instance, Vec<wgpu::Adapter>) {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = wgpu::Backends::PRIMARY;
    let instance = wgpu::Instance::new(descriptor);
    let mut adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::PRIMARY));
    adapters.sort_by_key(|adapter| match adapter.get_info().device_type {
        wgpu::DeviceType::DiscreteGpu => 0,
        wgpu::DeviceType::IntegratedGpu => 1,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 3,
        wgpu::DeviceType::Cpu => 4,
    });
    (instance, adapters)
}

/// The adapter to use: real hardware, or with `allow_software` a software one as the last resort.
pub fn best_adapter(allow_software: bool) -> Option<(wgpu::Instance, wgpu::Adapter)> {
    let (instance, adapters) = adapters();
    let adapter = adapters
        .into_iter()
        .find(|a| allow_software || !is_software(&a.get_info()))?;
    Some((instance, adapter))
}

/// What a device shared with the compute runtime must be opened with.
///
/// The runtime sizes its kernels by the adapter's features and limits, so the device must have all
/// of them; a device with default limits would refuse those kernels. Experimental features need
/// `unsafe` and are not used by the WGSL path.
pub fn device_descriptor(adapter: &wgpu::Adapter) -> wgpu::DeviceDescriptor<'static> {
    wgpu::DeviceDescriptor {
        label: Some("kinetoon"),
        required_features: adapter.features()
            - wgpu::Features::MAPPABLE_PRIMARY_BUFFERS
            - wgpu::Features::all_experimental_mask(),
        required_limits: adapter.limits(),
        experimental_features: wgpu::ExperimentalFeatures::disabled(),
        memory_hints: wgpu::MemoryHints::MemoryUsage,
        trace: wgpu::Trace::Off,
    }
}

impl Gpu {
    /// Opens a device of its own; the window brings one instead.
    ///
    /// # Errors
    /// [`GpuError::Open`] when the driver refuses.
    pub fn open(instance: wgpu::Instance, adapter: wgpu::Adapter) -> Result<Self, GpuError> {
        let opened = pollster::block_on(adapter.request_device(&device_descriptor(&adapter)));
        let (device, queue) = opened.map_err(|source| GpuError::Open {
            adapter: adapter.get_info().name,
            source,
        })?;
        Ok(Self {
            instance,
            adapter,
            device,
            queue,
            runtime: SharedRuntime::default(),
        })
    }

    /// Registers this device with the compute runtime, so that the network runs on it; only the
    /// first time, because each would make another identity in the runtime. Afterwards errors that
    /// nothing catches are logged; the runtime would panic on them.
    ///
    /// # Errors
    /// [`GpuError::Runtime`] when the device lacks what the runtime needs.
    pub fn register_with_runtime(&self) -> Result<Device, GpuError> {
        let mut known = self
            .runtime
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(device) = &*known {
            return Ok(device.clone());
        }
        let setup = WgpuSetup {
            instance: self.instance.clone(),
            adapter: self.adapter.clone(),
            device: self.device.clone(),
            queue: self.queue.clone(),
            backend: self.adapter.get_info().backend,
        };
        let device = Device::wgpu_options()
            .tasks_max(TASKS_MAX)
            .setup(setup)
            .init()
            .map_err(|err| GpuError::Runtime {
                reason: err.to_string(),
            })?;
        self.device.on_uncaptured_error(Arc::new(|err| {
            log::error!("graphics device: {err}");
        }));
        *known = Some(device.clone());
        Ok(device)
    }
}
