//! `kinetoon styles`: the shelf.

use std::process::ExitCode;

use serde_json::json;

use super::arguments::{Styles, StylesAction};
use super::report;
use crate::engine::{DEFAULT_STYLE, Studio};

/// Shows the styles.
///
/// # Errors
/// When the built-in weights are damaged.
pub(super) fn run(options: &Styles) -> anyhow::Result<ExitCode> {
    let StylesAction::List { json } = options.action;
    for name in Studio::built_in_styles()? {
        let is_default = name == DEFAULT_STYLE;
        if json {
            report::json(&json!({ "name": name, "built_in": true, "default": is_default }));
        } else if is_default {
            report::line(&format!("{name} (default)"));
        } else {
            report::line(&name);
        }
    }
    Ok(ExitCode::SUCCESS)
}
