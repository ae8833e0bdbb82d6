//! The program: reads the command line, keeps a log, and never shows a panic.

use std::process::ExitCode;

use clap::Parser as _;
use kinetoon::cli::{self, Arguments};

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("KINETOON_LOG", "off")).init();
    // The engine turns a panic into an error with the file's name; this keeps its trace for the log.
    std::panic::set_hook(Box::new(|info| log::error!("{info}")));
    cli::run(Arguments::parse())
}
