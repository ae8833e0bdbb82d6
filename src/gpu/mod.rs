//! Graphics devices: choosing one, sharing it with the network, and the passes that run on it.
//!
//! The only layer that names wgpu pipelines and the compute runtime's tensors together.

mod bridge;
mod cache;
mod device;
mod error;
mod ink;
mod mapped;
mod texture;

pub use bridge::{TensorDisplay, picture_texture};
pub use cache::use_cache_directory;
pub use device::{
    AdapterSummary, Gpu, SharedRuntime, adapters, best_adapter, device_descriptor, is_software,
};
pub use error::GpuError;
pub use ink::InkPasses;
pub use texture::{read_back, upload};
