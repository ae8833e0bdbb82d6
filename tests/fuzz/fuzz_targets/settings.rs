//! Bytes of the window's settings: whatever they are, what is used of them is used the next time
//! too.
#![no_main]

use kinetoon::ui::reread_settings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let once = reread_settings(bytes);
    assert_eq!(reread_settings(&once), once);
});
