//! Where the compute runtime keeps what it measured about kernels on this machine.

use std::path::PathBuf;

use burn_cubecl::cubecl::config::cache::CacheConfig;
use burn_cubecl::cubecl::config::{CubeClRuntimeConfig, RuntimeConfig as _};

/// Keeps the autotune cache in `directory`; returns whether the setting took effect.
///
/// Must be called before the first tensor. Left alone, the runtime searches the working directory
/// and its parents for configuration files and a `target` folder, which would be somebody else's.
pub fn use_cache_directory(directory: PathBuf) -> bool {
    let mut config = CubeClRuntimeConfig::default();
    config.environment.path = CacheConfig::Directory(directory);
    CubeClRuntimeConfig::try_set(config)
}
