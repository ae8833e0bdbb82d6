//! The operating system's own places for what Kinetoon keeps.

use std::path::PathBuf;

use directories::ProjectDirs;

/// Where settings are kept; `None` without a home folder.
pub fn config_dir() -> Option<PathBuf> {
    ProjectDirs::from("", "", "kinetoon").map(|dirs| dirs.config_dir().to_path_buf())
}

/// Where measurements and other things that can be made again are kept; `None` without a home folder.
pub fn cache_dir() -> Option<PathBuf> {
    ProjectDirs::from("", "", "kinetoon").map(|dirs| dirs.cache_dir().to_path_buf())
}
