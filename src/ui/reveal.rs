//! Shows a file in the system's file manager, or opens it in the system's program for it.

use std::path::Path;
use std::process::{Command, Stdio};

/// Whether this system has a way to do it.
pub(super) fn can_reveal() -> bool {
    if cfg!(any(target_os = "macos", target_os = "windows")) {
        return true;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("xdg-open").is_file())
}

/// Opens the file manager at `path`, with the file chosen where the system can; whether it began
/// to.
pub(super) fn reveal(path: &Path) -> bool {
    let command = if cfg!(target_os = "macos") {
        let mut open = Command::new("open");
        open.arg("-R").arg(path);
        open
    } else if cfg!(target_os = "windows") {
        let mut explorer = Command::new("explorer");
        explorer.arg("/select,").arg(path);
        explorer
    } else {
        let mut open = Command::new("xdg-open");
        open.arg(path.parent().unwrap_or(path));
        open
    };
    run(command)
}

/// Opens the file in the system's program for it; whether it began to.
pub(super) fn open(path: &Path) -> bool {
    let mut command = Command::new(if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    });
    command.arg(path);
    run(command)
}

fn run(mut command: Command) -> bool {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(mut child) => {
            // Waited for, so that it leaves nothing behind; the window goes on meanwhile.
            let thread = std::thread::Builder::new().name("reveal".to_owned());
            thread.spawn(move || child.wait().ok()).is_ok()
        }
        Err(err) => {
            log::warn!("what shows or opens a file cannot be run: {err}");
            false
        }
    }
}
