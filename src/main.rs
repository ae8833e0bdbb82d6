//! The program: reads the command line, keeps a log, and never shows a panic.

use std::process::ExitCode;

use kinetoon::cli;

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("KINETOON_LOG", "off")).init();
    // The engine turns a panic into an error with the file's name; this keeps its trace for the log.
    std::panic::set_hook(Box::new(|info| log::error!("{info}")));
    match cli::parse() {
        Ok(arguments) => cli::run(arguments),
        Err(code) => code,
    }
}
