//! The operating system's own places for what Kinetoon keeps, and how files there are read and
//! named.

mod file;
mod shown;
pub mod text;

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};

pub use file::read_within;
pub use shown::{harmless, readable, without_orders};

/// Where settings are kept; `None` without a home folder.
pub fn config_dir() -> Option<PathBuf> {
    strategy().map(|places| places.config_dir())
}

/// Where the user's styles and what is being learnt are kept; `None` without a home folder.
pub fn data_dir() -> Option<PathBuf> {
    strategy().map(|places| places.data_dir())
}

/// Where measurements and other things that can be made again are kept; `None` without a home
/// folder.
pub fn cache_dir() -> Option<PathBuf> {
    strategy().map(|places| places.cache_dir())
}

fn strategy() -> Option<impl AppStrategy> {
    let args = AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "kinetoon".to_owned(),
    };
    app_strategy::choose_native_strategy(args).ok()
}
