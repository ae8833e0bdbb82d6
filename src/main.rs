//! The program: reads the command line, keeps a log, and never shows a panic.

use std::process::ExitCode;

use kinetoon::cli;

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("KINETOON_LOG", "off")).init();
    #[cfg(target_os = "linux")]
    begin_quietly();
    // The engine turns a panic into an error with the file's name; this keeps its trace for the
    // log.
    std::panic::set_hook(Box::new(|info| log::error!("{info}")));
    match cli::parse() {
        Ok(arguments) => cli::run(arguments),
        Err(code) => code,
    }
}

/// Where there is no session, as on servers and in containers, begins anew without the Vulkan layer
/// by which Mesa asks the session for its graphics card: it writes an error to standard error for
/// each adapter that is looked at. The adapters are put in order by this program anyway.
///
/// A program can set such a variable for itself only before it begins.
#[cfg(target_os = "linux")]
fn begin_quietly() {
    use std::os::unix::process::CommandExt as _;
    const NO_LAYER: &str = "NODEVICE_SELECT";
    let is_set = |name: &str| std::env::var_os(name).is_some();
    if is_set("XDG_RUNTIME_DIR") || is_set(NO_LAYER) {
        return;
    }
    let mut arguments = std::env::args_os();
    let name = arguments.next();
    if let (Ok(program), Some(name)) = (std::env::current_exe(), name) {
        let mut again = std::process::Command::new(program);
        again.arg0(name).args(arguments).env(NO_LAYER, "1");
        // It comes back only when the system refuses; the layer's errors are no reason to end.
        let refused = again.exec();
        log::info!("the program did not begin anew: {refused}");
    }
}
