//! A small disk, or a read-only one, for the time of a test.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system of its own; taken away when dropped.
pub struct Disk {
    place: PathBuf,
    /// The device that stands for its file.
    device: Option<String>,
}

impl Disk {
    /// A new one at `place` with these options of `mount`; `None`, said aloud, where that is not
    /// permitted.
    pub fn mount(place: &Path, options: &str) -> Option<Self> {
        std::fs::create_dir_all(place).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(place)
            .output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self {
                place: place.to_owned(),
                device: None,
            });
        }
        println!("skipped: a disk can only be mounted by root");
        None
    }

    /// An exFAT disk through FUSE, which knows neither hard links nor renaming that never replaces;
    /// `None`, said aloud, where a tool is missing or that is not permitted.
    pub fn exfat(place: &Path) -> Option<Self> {
        let image = place.with_extension("image");
        std::fs::create_dir_all(place).unwrap();
        let file = std::fs::File::create(&image).unwrap();
        file.set_len(32 << 20).unwrap();
        let run = |tool: &str, arguments: &[&Path]| {
            let output = Command::new(tool).args(arguments).output().ok()?;
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            output.status.success().then_some(text)
        };
        let mounted = run("mkfs.exfat", &[&image])
            .and_then(|_| run("losetup", &[Path::new("-f"), Path::new("--show"), &image]))
            .and_then(|device| {
                let mounted = run("mount.exfat-fuse", &[Path::new(&device), place]);
                if mounted.is_none() {
                    run("losetup", &[Path::new("-d"), Path::new(&device)]);
                }
                mounted.map(|_| device)
            });
        if mounted.is_none() {
            println!("skipped: exFAT can only be mounted by root, with exfat-fuse and exfatprogs");
        }
        mounted.map(|device| Self {
            place: place.to_owned(),
            device: Some(device),
        })
    }

    /// Gives it other options; what is on it stays.
    pub fn change(&self, options: &str) {
        let changed = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.place)
            .status();
        assert!(changed.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.place).status();
        assert!(unmounted.unwrap().success());
        if let Some(device) = &self.device {
            let freed = Command::new("losetup").args(["-d", device]).status();
            assert!(freed.unwrap().success());
        }
    }
}
