//! The command line: the same engine as the window's, without a window.
//!
//! Results go to standard output, progress and errors to standard error. Exit code 0: all done;
//! 1: something failed, each with its reason; 2: wrong usage.

mod arguments;
mod definition;
mod devices;
mod draw;
mod evaluate;
mod inputs;
mod learn;
mod pretrain;
mod progress;
mod report;
mod session;
mod sheet;
mod styles;
mod stylize;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use crate::paths::harmless;
use crate::ui::WindowOptions;

pub use arguments::{Arguments, Command};

/// Exit code when something failed.
const FAILED: u8 = 1;
/// Exit code when the command line makes no sense; the argument parser uses the same.
const USAGE: u8 = 2;

/// Reads the command line; help and wrong usage are told.
///
/// # Errors
/// The exit code when that was all.
pub fn parse() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|err| {
        let text = err.render().to_string();
        if harmless(&text, true) == text {
            // With its colours.
            err.print().ok();
        } else if err.use_stderr() {
            report::note(&text);
        } else {
            report::line(&text);
        }
        ExitCode::from(err.exit_code() as u8)
    })
}

/// Does what the command line asks.
pub fn run(arguments: Arguments) -> ExitCode {
    if let Some(cache) = crate::paths::cache_dir() {
        crate::gpu::use_cache_directory(cache);
    }
    let outcome = match arguments.command {
        None => crate::ui::open(WindowOptions {
            photos: arguments.photos,
            device: arguments.device,
            data: crate::paths::data_dir(),
            ..WindowOptions::default()
        })
        .map(|()| ExitCode::SUCCESS)
        .map_err(anyhow::Error::from),
        Some(Command::Stylize(options)) => stylize::run(&options),
        Some(Command::Watch(options)) => watch::run(&options),
        Some(Command::Learn(options)) => learn::run(&options),
        Some(Command::Evaluate(options)) => evaluate::run(&options),
        Some(Command::Pretrain(options)) => pretrain::run(&options),
        Some(Command::Styles(options)) => styles::run(&options),
        Some(Command::Devices(options)) => devices::run(&options),
        Some(Command::Completions(options)) => definition::completions(&options),
        Some(Command::Manual(options)) => definition::manual(&options),
    };
    let code = outcome.unwrap_or_else(|err| {
        report::error(&report::with_causes(err.as_ref()));
        ExitCode::from(FAILED)
    });
    if report::is_lost() {
        report::error("standard output could not be written to: results are missing there");
        return ExitCode::from(FAILED);
    }
    code
}
