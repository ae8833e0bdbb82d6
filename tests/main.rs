//! Integration tests, in one binary because each binary links all of Burn.

mod bad_input;
mod cli;
mod common;
mod engine;
mod golden;
mod house;
mod ink;
mod network;
