//! How far a training run is, as a bar.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Parts into which the time is divided.
const LEN: u64 = 1000;

/// A bar on standard error; none when that is no terminal.
pub(super) fn bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(LEN), target);
    let style = ProgressStyle::with_template("{bar:32} {percent} % {msg} {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Shows that share of the time, `0.0..=1.0`.
pub(super) fn set(bar: &ProgressBar, progress: f64) {
    bar.set_position((progress * LEN as f64) as u64);
}
