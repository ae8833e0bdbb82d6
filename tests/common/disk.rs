//! A small disk, or a read-only one, for the time of a test.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system of its own; taken away when dropped.
pub struct Disk(PathBuf);

impl Disk {
    /// A new one at `place` with these options of `mount`; `None`, said aloud, where that is not permitted.
    pub fn mount(place: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(place).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(place)
            .output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(place.to_owned()));
        }
        println!("skipped: a disk can only be mounted by root");
        None
    }

    /// Gives it other options; what is on it stays.
    pub fn change(&self, options: &str) {
        let changed = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(changed.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        assert!(unmounted.unwrap().success());
    }
}
