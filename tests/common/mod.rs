//! What several tests need: pictures made here, and the program run as a person would.

#[cfg(target_os = "linux")]
pub mod disk;
#[cfg(target_os = "linux")]
pub mod display;
#[cfg(target_os = "linux")]
pub mod xdnd;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use image::{Rgba, RgbaImage};
use kinetoon::gpu::{Gpu, best_adapter};

/// The best adapter, software included; says so aloud when there is none.
pub fn any_gpu() -> Option<Gpu> {
    let Some((instance, adapter)) = best_adapter(true) else {
        println!("skipped: this machine has no graphics adapter, not even a software one");
        return None;
    };
    println!("on {}", adapter.get_info().name);
    Some(Gpu::open(instance, adapter).unwrap())
}

/// A small picture with flat parts, an edge, a gradient and a disc.
pub fn picture(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let disc = (u - 0.6).hypot(v - 0.4) < 0.25;
        if disc {
            Rgba([200, 60, 40, 255])
        } else if v > 0.7 {
            Rgba([60, 90, 50, 255])
        } else {
            Rgba([
                (120.0 + 100.0 * u) as u8,
                (150.0 + 80.0 * v) as u8,
                220,
                255,
            ])
        }
    })
}

/// Writes [`picture`] as `name` in `folder`; the ending decides the format.
pub fn write_picture(folder: &Path, name: &str, width: u32, height: u32) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let pixels = picture(width, height);
    image::DynamicImage::ImageRgba8(pixels)
        .to_rgb8()
        .save(&path)
        .unwrap();
    path
}

/// The program, which keeps what it knows of its runs apart from what a person's own one knows.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinetoon"));
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data");
    command.env("XDG_DATA_HOME", data);
    command
}

/// Runs the program on the CPU with these arguments.
pub fn kinetoon<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    program().args(arguments).output().unwrap()
}

/// `kinetoon stylize … --device cpu --scale 96`: small, so that many of them stay quick.
pub fn stylize<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    program()
        .args(["stylize", "--device", "cpu", "--scale", "96"])
        .args(arguments)
        .output()
        .unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Everything below `folder`, relative, sorted.
pub fn tree(folder: &Path) -> Vec<String> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .display()
                .to_string()
        })
        .collect()
}
