//! What can go wrong with a graphics device.

/// No device, or one that refused the work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GpuError {
    /// No adapter was found where one was asked for.
    #[error(
        "no graphics adapter was found; use --device cpu, or install a graphics driver (Vulkan on Linux)"
    )]
    NoAdapter,
    /// The adapter would not open a device.
    #[error("the graphics adapter {adapter} could not be opened")]
    Open {
        /// Name of the adapter.
        adapter: String,
        /// What the driver said.
        #[source]
        source: wgpu::RequestDeviceError,
    },
    /// The compute runtime refused the device.
    #[error("the graphics adapter cannot run the network: {reason}")]
    Runtime {
        /// What the runtime said.
        reason: String,
    },
    /// A shader or pipeline was refused.
    #[error("the graphics driver refused the {what} program: {reason}")]
    Pipeline {
        /// Which program.
        what: &'static str,
        /// What the driver said.
        reason: String,
    },
    /// The picture is larger than the device can hold.
    #[error("a picture of {width}x{height} pixels is too large for the graphics device")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// It draws something else than the CPU.
    #[error("the graphics device draws differently from the CPU (by {by})")]
    Differs {
        /// The largest difference, in `0.0..=1.0`.
        by: f32,
    },
    /// A drawing lies on a device that is not used any more.
    #[error("the drawing is on a graphics device that is gone")]
    Gone,
    /// The device was lost or failed while working.
    #[error("the graphics device failed: {reason}")]
    Lost {
        /// What the driver said.
        reason: String,
    },
}

impl GpuError {
    /// What the driver or the runtime said itself, without words of ours; empty when they said
    /// nothing.
    pub fn detail(&self) -> String {
        match self {
            Self::Open { source, .. } => source.to_string(),
            Self::Runtime { reason } | Self::Pipeline { reason, .. } | Self::Lost { reason } => {
                reason.clone()
            }
            Self::Differs { by } => by.to_string(),
            Self::NoAdapter | Self::TooLarge { .. } | Self::Gone => String::new(),
        }
    }
}
