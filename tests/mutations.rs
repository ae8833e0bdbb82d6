//! Every reader of files but those of pictures, fed with honest files that were changed at random:
//! each gives a result or an error, soon, in little memory, and never a panic.
//!
//! A quarter of a minute; `KINETOON_MUTATIONS=SECONDS` for longer. What fails names its seed.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kinetoon::engine::{TrainSpec, unfinished_runs};
use kinetoon::library::StyleEntry;
use kinetoon::model::tensors::{parse, parse_some};
use kinetoon::model::{BaseModel, Dials, StyleFile, parse_pytorch};
use kinetoon::train::{FinetuneState, Plan, PlanChanges, RunState};
use kinetoon::ui::reread_settings;

type Reader<'a> = Box<dyn Fn(&[u8]) + 'a>;

const BASE: &[u8] = include_bytes!("../assets/models/base-v3.safetensors");
const LOSSES: &[u8] = include_bytes!("fixtures/losses.safetensors");
const ZIP: &[u8] = include_bytes!("fixtures/state-zip.pth");
const LEGACY: &[u8] = include_bytes!("fixtures/state-legacy.pth");

const SECONDS: &str = "KINETOON_MUTATIONS";
/// Time for one file. An honest one takes milliseconds.
const AT_MOST: Duration = Duration::from_secs(5);
/// Memory for all of it. The largest honest file takes some ten megabytes.
const MAX_BYTES: u64 = 700 << 20;

/// Says which file it was when its reader panics.
struct Seed(&'static str, u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{} failed with seed {}", self.0, self.1);
        }
    }
}

/// `honest`, changed in a few places.
fn changed(honest: &[u8], seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut bytes = honest.to_vec();
    for _ in 0..random.usize(1..6) {
        if bytes.is_empty() {
            break;
        }
        // Most of what matters stands at the beginning.
        let reach = if random.bool() {
            bytes.len().min(600)
        } else {
            bytes.len()
        };
        let at = random.usize(..reach);
        let end = (at + random.usize(1..64)).min(bytes.len());
        match random.u8(..9) {
            0 => bytes[at] ^= 1 << random.u8(..8),
            1 => bytes[at] = random.u8(..),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                let times = random.usize(1..200);
                let copies = copy.repeat(times);
                drop(bytes.splice(at..at, copies));
            }
            5 => {
                // Lengths and counts of every width.
                let width = [1, 2, 4, 8][random.usize(..4)];
                let extreme = [0, 1, 0x7f, 0xff][random.usize(..4)];
                let end = (at + width).min(bytes.len());
                bytes[at..end].fill(extreme);
            }
            6 => {
                let digits = [&b"999999999999"[..], b"1e308", b"-1", b"0", b"null", b"{}"];
                let digits = digits[random.usize(..digits.len())];
                drop(bytes.splice(at..end, digits.iter().copied()));
            }
            7 => {
                let from = random.usize(..bytes.len());
                let part: Vec<u8> = bytes[from..(from + end - at).min(bytes.len())].to_vec();
                drop(bytes.splice(at..end, part));
            }
            _ => {
                // A number of a text file.
                let digit = bytes[at..].iter().position(u8::is_ascii_digit);
                if let Some(digit) = digit {
                    bytes[at + digit] = b'0' + random.u8(..10);
                }
            }
        }
    }
    bytes
}

fn spec_in(folder: &Path) -> TrainSpec {
    TrainSpec {
        name: "Mine".to_owned(),
        author: "me".to_owned(),
        licence: String::new(),
        pages: vec!["/pages/a.png".into(), "/pages/b.png".into()],
        photos: vec!["/photos/c.jpg".into()],
        pairs: Vec::new(),
        from: Some("oz-neill".to_owned()),
        perceptual: None,
        plan: Plan::default(),
        changes: PlanChanges::default(),
        weights: Dials::NEUTRAL,
        folder: folder.to_owned(),
        keep: true,
        awaits: false,
    }
}

fn style() -> Vec<u8> {
    let base = BaseModel::from_bytes(BASE).unwrap();
    let style = StyleFile {
        name: "Mine".to_owned(),
        base: "base-v3".to_owned(),
        defaults: "{}".to_owned(),
        thumbnail: Some(vec![1, 2, 3]),
        code: base.photo(),
        photo: base.photo(),
        generator: base.tensors().clone(),
        ..StyleFile::default()
    };
    style.to_bytes().unwrap()
}

const SETTINGS: &[u8] = br#"{"look": {"style": "x", "blend": ["y", 0.5], "amount": 1.0, "dials":
    {"style": 1.0, "content": 1.0, "cycle": 1.0}}, "mode": "Wipe", "size": [900.0, 700.0],
    "photos": ["/in/a.jpg", {"bytes": "2f78ff"}], "roots": [null, "/in"], "own": [], "wipe": 0.5}"#;

/// Not a test of its own: what the test below runs in a process of its own, whose memory nobody
/// shares.
#[test]
#[ignore = "run by the test below in a process of its own"]
fn all_readers_for_another_process() {
    let seconds: f64 = std::env::var(SECONDS).unwrap().parse().unwrap();
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("Mine");
    spec_in(&folder).note().unwrap();
    let [spec_file, run_file] = ["lesson.json", "run.json"].map(|name| folder.join(name));
    let spec = std::fs::read(&spec_file).unwrap();
    let mut run = serde_json::to_value(RunState::new(FinetuneState::new(Plan::default()))).unwrap();
    run["last_point"] = "step-0000020".into();
    let run = serde_json::to_vec(&run).unwrap();
    let style = style();
    let in_run = |file: &Path, bytes: &[u8]| {
        std::fs::write(file, bytes).unwrap();
        TrainSpec::noted(&folder).ok();
        if let Ok(Some(state)) = RunState::<FinetuneState>::read(&folder) {
            assert!(state.task.plan.check().is_ok());
        }
        unfinished_runs(yard.path());
    };
    let in_weights = |bytes: &[u8]| {
        parse(bytes).ok();
        parse_some(bytes, |name| name.starts_with('s')).ok();
    };
    let readers: [(&'static str, &[u8], Reader<'_>); 8] = [
        (
            "zip.pth",
            ZIP,
            Box::new(|bytes| drop(parse_pytorch(bytes, |_| true))),
        ),
        (
            "legacy.pth",
            LEGACY,
            Box::new(|bytes| drop(parse_pytorch(bytes, |_| true))),
        ),
        ("safetensors", LOSSES, Box::new(in_weights)),
        (
            "base.safetensors",
            BASE,
            Box::new(|bytes| drop(BaseModel::from_bytes(bytes))),
        ),
        (
            "kstyle",
            &style,
            Box::new(|bytes| {
                if let Ok(style) = StyleFile::from_bytes(bytes) {
                    drop(StyleEntry::learnt(&style));
                    let written = style.to_bytes().unwrap();
                    assert_eq!(StyleFile::from_bytes(&written).unwrap().name, style.name);
                }
            }),
        ),
        (
            "lesson.json",
            &spec,
            Box::new(|bytes| in_run(&spec_file, bytes)),
        ),
        ("run.json", &run, Box::new(|bytes| in_run(&run_file, bytes))),
        (
            "settings",
            SETTINGS,
            Box::new(|bytes| {
                let once = reread_settings(bytes);
                assert_eq!(reread_settings(&once), once);
            }),
        ),
    ];
    std::fs::write(&run_file, &run).unwrap();
    let share = Duration::from_secs_f64(seconds / readers.len() as f64);
    for (name, honest, read) in &readers {
        let begun = Instant::now();
        read(honest);
        let mut num_files = 0;
        while begun.elapsed() < share {
            let seed = Seed(name, num_files);
            let bytes = changed(honest, num_files);
            let reading = Instant::now();
            read(&bytes);
            assert!(reading.elapsed() < AT_MOST, "{:?}", reading.elapsed());
            drop(seed);
            num_files += 1;
        }
        // Honest again for the next one.
        std::fs::write(&spec_file, &spec).unwrap();
        std::fs::write(&run_file, &run).unwrap();
        println!("{name}: {num_files} files");
        assert!(num_files > 2, "{name}: {num_files}");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok());
    println!("peak {} bytes", peak.unwrap_or(0) * 1024);
    assert!(peak.unwrap_or(0) * 1024 < MAX_BYTES, "{peak:?} kB");
}

#[test]
fn files_that_were_changed_at_random_are_read_or_refused() {
    let seconds = std::env::var(SECONDS).unwrap_or_else(|_| "15".to_owned());
    let limit = Duration::from_secs_f64(seconds.parse::<f64>().unwrap() * 4.0 + 60.0);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["mutations::all_readers_for_another_process", "--exact"])
        .args(["--ignored", "--nocapture", "--test-threads", "1"])
        .env(SECONDS, seconds)
        .stdout(Stdio::inherit())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > limit {
            child.kill().unwrap();
            panic!("a reader hangs");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{status}");
}
