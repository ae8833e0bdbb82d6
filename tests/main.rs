//! Integration tests, in one binary because each binary links all of Burn.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::doc_markdown,
    unreachable_pub,
    reason = "a test says what went wrong by failing, and what it skipped by printing"
)]

mod amount;
mod animations;
mod bad_input;
mod batch;
mod books;
mod cli;
mod common;
mod engine;
#[cfg(target_os = "linux")]
mod export;
mod formats;
mod golden;
mod house;
mod ink;
mod ink_device;
mod learning;
mod memory;
mod mutations;
mod names;
mod network;
mod packaging;
mod pages;
mod perceptual;
mod pretrain;
mod shards;
mod sheet;
#[cfg(target_os = "linux")]
mod signals;
#[cfg(target_os = "linux")]
mod sockets;
mod source_type;
#[cfg(target_os = "linux")]
mod teaching;
mod training_runs;
mod vary;
#[cfg(unix)]
mod watch;
mod window;
mod words;
