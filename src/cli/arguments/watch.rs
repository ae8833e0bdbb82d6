//! Options of `watch`.

use std::path::PathBuf;

use clap::Args;

use super::DrawingOptions;
use super::values::seconds;

/// Shown behind the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  kinetoon watch camera/ --out comics/
  kinetoon watch camera/ --out comics/ --style ink-philmay --new-only
  kinetoon watch /mnt/nas/in --out /mnt/nas/out --every 10 --rest 15";

/// Options of `watch`.
#[derive(Args, Debug)]
pub struct Watch {
    /// Folder whose photographs are drawn as they come, searched through and through
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Folder for the drawings; the tree of the watched one is kept
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub drawing: DrawingOptions,
    /// Leave out the photographs that are there at the start, until they change; without it those
    /// without a drawing are drawn at first
    #[arg(long)]
    pub new_only: bool,
    /// Seconds between two looks at the folder
    #[arg(long, value_name = "S", default_value_t = 1.0, value_parser = seconds)]
    pub every: f64,
    /// Seconds for which size and time of a file must rest before it is taken for whole
    #[arg(long, value_name = "S", default_value_t = 2.0, value_parser = seconds)]
    pub rest: f64,
}
