//! Bytes of a `.kstyle` file: a style or an error, and a style that is written is read again.
#![no_main]

use kinetoon::model::StyleFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(style) = StyleFile::from_bytes(bytes) {
        drop(kinetoon::library::StyleEntry::learnt(&style));
        let written = style.to_bytes().unwrap();
        assert_eq!(StyleFile::from_bytes(&written).unwrap().name, style.name);
    }
});
