//! Whether there is memory for a picture, asked before it is read and before it is drawn: running
//! out of it would end the program, and with it all other pictures.

use std::path::Path;

use super::RenderError;
use super::sizes::Sizes;
use crate::picture::{DecodeLimits, ImageError};

/// What the network and the ink take for each pixel that they draw at once, and at most how many
/// that are.
const DRAWING: u64 = 100;
const MOST_AT_ONCE: u64 = 4 << 20;
/// What everything else may want meanwhile.
const REST: u64 = 64 << 20;

/// As much as a photograph may take while it is read.
pub(super) fn limits() -> DecodeLimits {
    limits_with(available())
}

fn limits_with(available: Option<u64>) -> DecodeLimits {
    let limits = DecodeLimits::default();
    let most = available.map_or(u64::MAX, |bytes| bytes.saturating_sub(REST));
    DecodeLimits {
        max_alloc_bytes: limits.max_alloc_bytes.min(most),
        ..limits
    }
}

fn check_with(sizes: Sizes, available: Option<u64>) -> Result<(), ImageError> {
    let pixels_of = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let at_once = pixels_of(sizes.working).min(MOST_AT_ONCE);
    // The drawing, and its file before it is written; of a photograph that is made larger, that,
    // and what the network drew as large.
    let copies = if sizes.drawn == sizes.photo { 2 } else { 4 };
    let needed_bytes = pixels_of(sizes.drawn)
        .saturating_mul(4 * copies)
        .saturating_add(at_once * DRAWING + REST);
    match available {
        Some(available) if available < needed_bytes => {
            Err(ImageError::OutOfMemory { needed_bytes })
        }
        _ => Ok(()),
    }
}

/// Whether a photograph of these sizes, which is in memory, can be drawn there; `path` is that of
/// its file, if it is one.
///
/// # Errors
/// [`RenderError::File`] or [`RenderError::Picture`], of [`ImageError::OutOfMemory`].
pub(super) fn check_for(path: Option<&Path>, sizes: Sizes) -> Result<(), RenderError> {
    check_with(sizes, available()).map_err(|err| match path {
        Some(path) => RenderError::in_file(path.to_owned())(err),
        None => err.into(),
    })
}

/// Bytes that the program may still take; `None` where the system does not tell.
#[cfg(target_os = "linux")]
fn available() -> Option<u64> {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let of_machine = of_machine(&read("/proc/meminfo"));
    let of_process = of_process(&read("/proc/self/limits"), &read("/proc/self/statm"));
    let of_group = of_group(&read("/proc/self/cgroup"));
    [of_machine, of_process, of_group]
        .into_iter()
        .flatten()
        .min()
}

#[cfg(not(target_os = "linux"))]
fn available() -> Option<u64> {
    None
}

/// What the kernel can give without taking it from anybody, and the swap.
#[cfg(any(target_os = "linux", test))]
fn of_machine(meminfo: &str) -> Option<u64> {
    let kilobytes = |name: &str| {
        let line = meminfo.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    let free = kilobytes("MemAvailable:")?;
    Some((free + kilobytes("SwapFree:").unwrap_or_default()) * 1024)
}

/// What `ulimit -v` leaves.
#[cfg(any(target_os = "linux", test))]
fn of_process(limits: &str, statm: &str) -> Option<u64> {
    /// On every machine on which the limit is used; larger pages only make it stricter.
    const PAGE: u64 = 4096;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max address space"))?;
    let limit: u64 = line.split_whitespace().next()?.parse().ok()?;
    let used: u64 = statm.split_whitespace().next()?.parse().ok()?;
    Some(limit.saturating_sub(used * PAGE))
}

/// What the group of processes, such as a container or a service, may still take.
#[cfg(target_os = "linux")]
fn of_group(groups: &str) -> Option<u64> {
    let path = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
    let folder = Path::new("/sys/fs/cgroup").join(path.trim_start_matches('/'));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    left_in_group(
        &read("memory.max"),
        &read("memory.current"),
        &read("memory.stat"),
    )
}

#[cfg(any(target_os = "linux", test))]
fn left_in_group(max: &str, current: &str, stat: &str) -> Option<u64> {
    let max: u64 = max.trim().parse().ok()?;
    let current: u64 = current.trim().parse().ok()?;
    // Copies of files, which go when memory is wanted.
    let files = stat
        .lines()
        .find_map(|line| line.strip_prefix("inactive_file "));
    let files: u64 = files
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or_default();
    Some(max.saturating_sub(current.saturating_sub(files)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{OutputSize, Scale};

    #[test]
    fn what_will_not_fit_is_refused_before_it_is_drawn() {
        let megabytes = |number: u64| Some(number << 20);
        let sizes = |side, output| Sizes::new((side, side), Scale::default(), output, false);
        let drawn = |side, output, available| check_with(sizes(side, output), available);
        let large = |available| drawn(10_000, OutputSize::Auto, available);
        assert!(large(None).is_ok());
        assert!(large(megabytes(1500)).is_ok());
        let refused = large(megabytes(900)).unwrap_err().to_string();
        assert!(refused.starts_with("not enough memory"), "{refused}");
        let small = Sizes::new((600, 400), Scale::Working(600), OutputSize::Auto, false);
        assert!(check_with(small, megabytes(200)).is_ok());
        // It is enlarged to be drawn.
        assert!(drawn(600, OutputSize::Auto, megabytes(300)).is_ok());
        // As many pixels, but the photograph is there as large, too.
        let double = |available| drawn(5000, OutputSize::Double, available);
        assert!(double(megabytes(1500)).is_err() && double(megabytes(1900)).is_ok());
        assert!(drawn(60_000, OutputSize::Quadruple, megabytes(1 << 17)).is_err());
        let all = DecodeLimits::default().max_alloc_bytes;
        assert_eq!(limits_with(None).max_alloc_bytes, all);
        assert_eq!(limits_with(megabytes(1 << 20)).max_alloc_bytes, all);
        assert_eq!(limits_with(megabytes(164)).max_alloc_bytes, 100 << 20);
        assert_eq!(limits_with(Some(9)).max_alloc_bytes, 0);
    }

    #[test]
    fn what_the_system_tells_is_understood() {
        let meminfo = "MemTotal:  99 kB\nMemAvailable:   2048 kB\nSwapFree: 1024 kB\n";
        assert_eq!(of_machine(meminfo), Some(3 << 20));
        assert_eq!(of_machine("nothing"), None);
        let limits = "Limit  Soft Limit\nMax address space     1048576    unlimited   bytes\n";
        assert_eq!(of_process(limits, "16 9 9"), Some((1 << 20) - 16 * 4096));
        let none = "Max address space         unlimited            unlimited            bytes";
        assert_eq!(of_process(none, "16 9 9"), None);
        assert_eq!(
            left_in_group("1000\n", "700\n", "anon 3\ninactive_file 200\n"),
            Some(500)
        );
        assert_eq!(left_in_group("max\n", "700\n", ""), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_system_tells() {
        assert!(available().is_some_and(|bytes| bytes > 0));
    }
}
