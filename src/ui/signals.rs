//! The system asks the program to end, at a shutdown or by `kill`: the window then closes as by its
//! own button, so that training run, photographs and settings are kept.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Raises `ending` at the first signal and calls `notify`; a second one ends the program at once,
/// for a window that does not answer.
#[cfg(unix)]
pub(super) fn listen(ending: Arc<AtomicBool>, notify: impl Fn() + Send + 'static) {
    use std::sync::atomic::Ordering;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let signals = Signals::new([SIGHUP, SIGINT, SIGTERM]);
    let thread = std::thread::Builder::new().name("signals".to_owned());
    let listening = signals.and_then(|mut signals| {
        thread.spawn(move || {
            for signal in signals.forever() {
                if ending.swap(true, Ordering::AcqRel) {
                    emulate_default_handler(signal).ok();
                }
                notify();
            }
        })
    });
    if let Err(err) = listening {
        log::warn!("signals are not heard: {err}");
    }
}

/// Nothing to listen to on this system.
#[cfg(not(unix))]
pub(super) fn listen(_ending: Arc<AtomicBool>, _notify: impl Fn() + Send + 'static) {}
