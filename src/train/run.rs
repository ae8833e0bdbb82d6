//! A training run.

pub mod state;
