//! `kinetoon pretrain`: the networks that the program comes with, trained anew.

mod base;
mod perceptual;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;

use super::arguments::{Pretrain, PretrainWhat};
use crate::train::Budget;

/// Trains what was asked for.
///
/// # Errors
/// What keeps it from being trained.
pub(super) fn run(options: &Pretrain) -> anyhow::Result<ExitCode> {
    match &options.what {
        PretrainWhat::Base(options) => base::run(options),
        PretrainWhat::Perceptual(options) => perceptual::run(options),
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| super::report::name(path))
}

/// What was asked for; `default_minutes` when nothing was.
fn budget(steps: Option<u64>, minutes: Option<f64>, default_minutes: f64) -> Budget {
    match (steps, minutes) {
        (Some(steps), _) => Budget::Steps(steps),
        (None, minutes) => Budget::Seconds(minutes.unwrap_or(default_minutes) * 60.0),
    }
}

/// Tells after Ctrl-C that it was pressed.
fn interrupt() -> impl Fn() -> bool {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    // Only fails when a handler is set already, by whoever uses this as a library.
    ctrlc::set_handler(move || flag.store(true, Ordering::Release)).ok();
    move || interrupted.load(Ordering::Acquire)
}
