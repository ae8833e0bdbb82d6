//! What is written to the terminal. Nobody listening is no reason to fail.

use std::io::Write as _;

/// A line of results on standard output.
pub(super) fn line(text: &str) {
    writeln!(std::io::stdout().lock(), "{text}").ok();
}

/// A JSON object as a line of results.
pub(super) fn json(value: &serde_json::Value) {
    line(&value.to_string());
}

/// A line for the person, on standard error.
pub(super) fn note(text: &str) {
    writeln!(std::io::stderr().lock(), "{text}").ok();
}

/// An error, on standard error.
pub(super) fn error(text: &str) {
    note(&format!("kinetoon: {text}"));
}
