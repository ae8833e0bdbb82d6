//! What runs where, and why.

use super::RenderError;
use crate::gpu::AdapterSummary;

/// What runs where, and why.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct DeviceReport {
    /// The adapters of this machine, best first.
    pub adapters: Vec<AdapterSummary>,
    /// The adapter that is used, if any.
    pub adapter: Option<AdapterSummary>,
    /// Whether the network runs on it; otherwise it runs on the CPU.
    pub network_on_gpu: bool,
    /// Whether the ink is drawn on it; otherwise it is drawn on the CPU.
    pub ink_on_gpu: bool,
    /// Largest difference between the device and the CPU on one tile, in `0.0..=1.0`; `None` when
    /// not tested.
    pub self_test: Option<f32>,
    /// Why not the graphics card.
    pub note: Option<DeviceNote>,
}

/// Why the graphics card is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceNote {
    /// Nobody wants it.
    #[error("the CPU was asked for")]
    CpuAskedFor,
    /// There is none.
    #[error("no graphics adapter was found")]
    NoAdapter,
    /// It only pretends to be one.
    #[error("{adapter} is not a real graphics card; the CPU is faster")]
    Software {
        /// Its name.
        adapter: String,
    },
    /// It was tried.
    #[error("{adapter} is not used: {detail}")]
    Unfit {
        /// Its name.
        adapter: String,
        /// What went wrong, as the driver says it; may be empty.
        detail: String,
    },
    /// It draws something else than the CPU.
    #[error("{adapter} is not used: it draws differently from the CPU")]
    Differs {
        /// Its name.
        adapter: String,
    },
    /// It was used until it failed.
    #[error("the graphics card is left alone from now on: {detail}")]
    LeftAlone {
        /// What went wrong, as the driver says it; may be empty.
        detail: String,
    },
}

impl serde::Serialize for DeviceNote {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl DeviceReport {
    /// From now on everything runs on the CPU, because of `error`.
    pub(super) fn leave_device(&mut self, error: &RenderError) {
        self.adapter = None;
        self.network_on_gpu = false;
        self.ink_on_gpu = false;
        let detail = error.detail();
        self.note = Some(DeviceNote::LeftAlone { detail });
    }
}
