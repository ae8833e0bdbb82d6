//! Bytes of a picture file, of any format, still or moving: a picture or an error, within limits.
#![no_main]

use std::sync::Arc;

use kinetoon::picture::{Animation, DecodeLimits, decode_bytes};
use libfuzzer_sys::fuzz_target;

/// Frames that are looked at; an animation that says nothing new can be long.
const MAX_FRAMES: usize = 16;

/// A panic in a codec is caught by the program and told as a damaged file; one of ours is a
/// finding.
fn overlook_codecs() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location();
        if !place.is_some_and(|place| place.file().contains("registry/src")) {
            report(panic);
        }
    }));
}

fuzz_target!(init: overlook_codecs(), |bytes: &[u8]| {
    let limits = DecodeLimits {
        max_pixels: 1 << 18,
        max_side: 1 << 12,
        max_alloc_bytes: 64 << 20,
    };
    if let Ok(photo) = decode_bytes(bytes, &limits) {
        let (width, height) = photo.pixels.dimensions();
        assert!(width > 0 && height > 0 && width * height <= 1 << 18);
    }
    let bytes: Arc<[u8]> = bytes.into();
    if let Ok(Some(animation)) = Animation::open(&bytes, &limits)
        && let Ok(frames) = animation.frames()
    {
        for frame in frames.take(MAX_FRAMES).filter_map(Result::ok) {
            assert_eq!(frame.pixels.dimensions(), (animation.width, animation.height));
        }
    }
});
