//! Training runs as they are begun, stopped, gone on with and put away: on the command line and by
//! the engine that the window uses.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::{Rgb, RgbImage, Rgba, RgbaImage};
use kinetoon::engine::{
    CriticOrder, EngineHandle, EngineOptions, Event, RequestId, TrainCommand, TrainEvent,
    TrainSpec, is_run_held, unfinished_runs,
};
use kinetoon::library::{StyleFolder, read_style_file};
use kinetoon::model::Dials;
use kinetoon::render::{DeviceChoice, Recipe, Renderer, RendererOptions};
use kinetoon::train::pairs::PairFiles;
use kinetoon::train::{Budget, FinetuneState, Plan, PlanChanges, RunState};

use crate::common::{stderr, stdout};
use crate::learning::write_pages;

/// A step takes a second; a busy machine may take many.
const PATIENCE: Duration = Duration::from_mins(15);

/// A training run of the command line, which does not outlive its test.
struct Running(Option<Child>);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(Some(command.spawn().unwrap()))
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let id = self.0.as_ref().unwrap().id().to_string();
        let killed = Command::new("kill").args([signal, &id]).status();
        assert!(killed.unwrap().success());
    }

    /// What it said, once it is over.
    fn output(mut self) -> Output {
        self.0.take().unwrap().wait_with_output().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// A place for pages, styles and training runs.
struct Yard(tempfile::TempDir);

impl Yard {
    fn new() -> Self {
        let yard = Self(tempfile::tempdir().unwrap());
        write_pages(&yard.at("pages"), 3);
        yard
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, name: &str) -> PathBuf {
        self.at("data/kinetoon/lessons").join(name)
    }

    /// `kinetoon learn`, from within this place.
    fn learn(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinetoon"));
        command
            .current_dir(self.0.path())
            .args(["learn", "pages", "--name", "Strokes", "--device", "cpu"])
            .args(["--checkpoint-every", "2"])
            .args(arguments)
            .env("XDG_DATA_HOME", self.at("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn output(&self, arguments: &[&str]) -> Output {
        self.learn(arguments).output().unwrap()
    }

    /// Begins a long training run and waits for its first checkpoint.
    fn begun(&self, arguments: &[&str]) -> Running {
        let mut command = self.learn(&[&["--steps", "4000"], arguments].concat());
        let child = Running::start(&mut command);
        until("a checkpoint", || self.num_steps() >= 2);
        child
    }

    fn num_steps(&self) -> u64 {
        let state = RunState::<FinetuneState>::read(&self.run("Strokes"));
        state.ok().flatten().map_or(0, |state| state.num_steps)
    }

    /// An engine with the style library of this place, as the window has it.
    fn engine(&self) -> EngineHandle {
        let options = RendererOptions {
            device: DeviceChoice::Cpu,
            style_folder: Some(self.style_folder()),
            ..RendererOptions::default()
        };
        EngineHandle::spawn(EngineOptions::default(), move || Renderer::open(&options)).unwrap()
    }

    fn style_folder(&self) -> StyleFolder {
        StyleFolder::in_folder(self.at("data/kinetoon/styles"))
    }

    fn spec(&self, name: &str, steps: u64) -> TrainSpec {
        TrainSpec {
            name: name.to_owned(),
            author: String::new(),
            licence: String::new(),
            pages: kinetoon::train::pages::picture_files(&self.at("pages")),
            photos: Vec::new(),
            pairs: Vec::new(),
            from: None,
            perceptual: None,
            plan: Plan {
                budget: Budget::Steps(steps),
                side: 64,
                batch: 2,
                measure_every: 2,
                ..Plan::default()
            },
            changes: PlanChanges::default(),
            weights: Dials::NEUTRAL,
            folder: self.run(name),
            keep: true,
            awaits: false,
        }
    }
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < PATIENCE, "waited too long for: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn begin(engine: &EngineHandle, spec: TrainSpec) {
    assert!(engine.command_training(TrainCommand::Begin(Box::new(spec))));
}

/// The first event that `wanted` takes.
fn event<T>(engine: &EngineHandle, mut wanted: impl FnMut(TrainEvent) -> Option<T>) -> T {
    loop {
        if let Event::Training(event) = engine.events().recv_timeout(PATIENCE).unwrap()
            && let Some(found) = wanted(event)
        {
            return found;
        }
    }
}

fn failed(event: TrainEvent) -> Option<String> {
    match event {
        TrainEvent::Failed(err) => Some(err.to_string()),
        _ => None,
    }
}

#[cfg(unix)]
#[test]
fn a_training_run_that_is_asked_to_end_is_saved_to_go_on_and_ctrl_c_keeps_its_best() {
    for ending in ["-TERM", "-HUP"] {
        let yard = Yard::new();
        let child = yard.begun(&[]);
        child.signal(ending);
        let output = child.output();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("--resume"), "{said}");
        assert!(
            yard.style_folder().read().0.is_empty(),
            "half a style was stored"
        );
        let done = yard.num_steps();
        assert!(done >= 2, "{done}");
        assert!(!is_run_held(&yard.run("Strokes")));

        // Ended by a person, what there is is kept.
        let child = Running::start(&mut yard.learn(&["--resume"]));
        until("going on", || yard.num_steps() > done);
        child.signal("-INT");
        let output = child.output();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(yard.style_folder().read().0.len(), 1);
        assert!(!yard.run("Strokes").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_training_run_of_the_command_line_is_finished_elsewhere_and_in_the_library() {
    let yard = Yard::new();
    let child = yard.begun(&["--out", "mine.kstyle"]);
    child.signal("-TERM");
    child.output();
    let mut found = unfinished_runs(&yard.at("data/kinetoon/lessons"));
    assert_eq!(found.len(), 1);
    let run = found.remove(0);
    assert!(run.num_steps >= 2);
    // This process runs in another folder.
    assert!(run.spec.pages.iter().all(|page| page.is_file()));
    let changes = PlanChanges {
        budget: Some(Budget::Steps(run.num_steps + 2)),
        ..PlanChanges::default()
    };
    let spec = TrainSpec {
        changes,
        ..run.spec
    };
    let engine = yard.engine();
    begin(&engine, spec);
    let style = event(&engine, |event| match event {
        TrainEvent::Ended(style) => Some(style),
        TrainEvent::Failed(err) => panic!("{err}"),
        _ => None,
    });
    assert_eq!(style.name, "Strokes");
    assert_eq!(yard.style_folder().read().0[0].name, "Strokes");
    drop(engine);
    assert!(!yard.run("Strokes").exists());
}

#[test]
fn two_do_not_learn_one_training_run_and_it_is_offered_to_nobody_meanwhile() {
    let yard = Yard::new();
    let child = yard.begun(&[]);
    for arguments in [&["--resume"][..], &[]] {
        let output = yard.output(arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1));
        assert!(said.contains("is learning \"Strokes\""), "{said}");
    }
    assert!(unfinished_runs(&yard.at("data/kinetoon/lessons")).is_empty());
    let engine = yard.engine();
    begin(&engine, yard.spec("Strokes", 4));
    let said = event(&engine, failed);
    assert!(said.contains("is learning \"Strokes\""), "{said}");
    // The one that runs was not disturbed, and is free once it is over.
    let before = yard.num_steps();
    until("more steps", || yard.num_steps() > before);
    drop(child);
    assert_eq!(unfinished_runs(&yard.at("data/kinetoon/lessons")).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_whose_name_is_no_text_is_learnt_from() {
    use std::os::unix::ffi::OsStringExt as _;
    let yard = Yard::new();
    let odd = std::ffi::OsString::from_vec(b"p\xe4ge.png".to_vec());
    std::fs::rename(yard.at("pages/1.png"), yard.at("pages").join(odd)).unwrap();
    let output = yard.output(&["--steps", "2"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("3 pages"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn what_is_asked_for_when_a_training_run_goes_on_is_honoured_or_refused() {
    let yard = Yard::new();
    let child = yard.begun(&["--seed", "5", "--style-weight", "2"]);
    child.signal("-TERM");
    child.output();
    let done = yard.num_steps();
    let whole = crate::common::tree(&yard.run("Strokes"));
    for (arguments, reason) in [
        (&["--steps", "1"][..], "steps are done already"),
        (&["--minutes", "0.001"], "minutes already"),
        (&["--seed", "6"], "--seed cannot be changed"),
        (&["--from", "oz-neill"], "--from cannot be changed"),
        (
            &["--perceptual", "vgg.pth"],
            "--perceptual cannot be changed",
        ),
    ] {
        let output = yard.output(&[&["--resume"], arguments].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
        assert_eq!(crate::common::tree(&yard.run("Strokes")), whole);
    }
    let until_step = (done + 3).to_string();
    let output = yard.output(&["--resume", "--steps", &until_step, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let steps = stdout(&output);
    let steps = steps.lines().filter_map(|line| {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        (event["event"] == "step").then(|| event["step"].as_u64().unwrap())
    });
    let steps: Vec<u64> = steps.collect();
    assert_eq!(steps, [done + 1, done + 2, done + 3]);
    assert_eq!(yard.style_folder().read().0.len(), 1);
}

#[test]
fn a_training_run_that_cannot_begin_leaves_nothing_and_one_that_is_damaged_is_refused() {
    let yard = Yard::new();
    for number in 0..3 {
        std::fs::write(yard.at(&format!("pages/{number}.png")), b"no picture").unwrap();
    }
    let output = yard.output(&["--steps", "2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no page"), "{}", stderr(&output));
    assert!(!yard.run("Strokes").exists());

    write_pages(&yard.at("pages"), 3);
    let child = yard.begun(&[]);
    drop(child);
    let run = yard.run("Strokes").join("run.json");
    let text = std::fs::read_to_string(&run).unwrap();
    for (from, to) in [
        ("\"side\": 128", "\"side\": 1000000"),
        ("\"batch\": 4", "\"batch\": 4000000"),
        ("\"slowdown\": 1.0", "\"slowdown\": 1e300"),
        ("\"last_point\": \"", "\"last_point\": \"../../"),
    ] {
        assert!(text.contains(from), "{text}");
        std::fs::write(&run, text.replace(from, to)).unwrap();
        let output = yard.output(&["--resume"]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("damaged"), "{said}");
    }
    assert!(run.exists(), "what may be mended was removed");
}

#[test]
fn equal_training_runs_are_equal_files_with_the_thumbnail_of_the_sample() {
    let yard = Yard::new();
    std::fs::create_dir(yard.at("photos")).unwrap();
    let private = RgbImage::from_fn(240, 480, |x, y| Rgb([x as u8, y as u8, 200]));
    private.save(yard.at("photos/private.png")).unwrap();
    for out in ["a.kstyle", "b.kstyle"] {
        let photos = ["--photos", "photos"];
        let output = yard.output(&[&["--steps", "2", "--out", out], &photos[..]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let paths = ["a.kstyle", "b.kstyle"].map(|out| yard.at(out));
    let [a, mut b] = paths.clone().map(|path| read_style_file(&path).unwrap());
    if a.provenance.made == b.provenance.made {
        let [a, b] = paths.map(|path| std::fs::read(path).unwrap());
        assert!(a == b, "the files differ");
    }
    // Midnight may lie between them.
    b.provenance.made = a.provenance.made;
    assert!(
        a.to_bytes().unwrap() == b.to_bytes().unwrap(),
        "the files differ"
    );
    let style = read_style_file(&yard.at("a.kstyle")).unwrap();
    let thumbnail = image::load_from_memory(&style.thumbnail.unwrap()).unwrap();
    let sample =
        image::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/street.jpg"));
    let sample = sample.unwrap();
    let aspect =
        |picture: &image::DynamicImage| f64::from(picture.width()) / f64::from(picture.height());
    assert!((aspect(&thumbnail) - aspect(&sample)).abs() < 0.02);
}

#[test]
fn what_a_person_chooses_is_on_the_disk_while_the_training_run_rests() {
    let yard = Yard::new();
    let folder = yard.run("Mine");
    let engine = yard.engine();
    begin(&engine, yard.spec("Mine", 4000));
    let mut points = Vec::new();
    event(&engine, |event| {
        if let TrainEvent::Snapshot(point) = event {
            points.push(point.num_steps);
        }
        (points.len() == 2).then_some(())
    });
    engine.command_training(TrainCommand::Pause(true));
    event(&engine, |event| {
        matches!(event, TrainEvent::Paused { .. }).then_some(())
    });
    let of_step = |folder: &Path| {
        let state = std::fs::read(folder.join("run.json")).unwrap();
        let state: serde_json::Value = serde_json::from_slice(&state).unwrap();
        state["last_point"].as_str().unwrap().to_owned()
    };
    // It is written while the training run rests.
    std::thread::sleep(Duration::from_secs(1));
    let before = of_step(&folder);
    engine.command_training(TrainCommand::GoBackTo(points[0]));
    let chosen = format!("{before}-2");
    until("the point that was chosen", || of_step(&folder) == chosen);

    let weights = Dials {
        style: 2.0,
        ..Dials::NEUTRAL
    };
    engine.command_training(TrainCommand::Weights(weights));
    let noted = || TrainSpec::noted(&folder).unwrap().unwrap().weights;
    let begun = Instant::now();
    until("the weights that were chosen", || noted() == weights);
    assert!(begun.elapsed() < Duration::from_secs(20));
    engine.command_training(TrainCommand::Drop);
    event(&engine, |event| {
        matches!(event, TrainEvent::Dropped).then_some(())
    });
    until("the lesson to be gone", || !folder.exists());
}

#[test]
fn a_style_of_the_same_name_is_not_replaced_by_a_training_run() {
    let yard = Yard::new();
    let engine = yard.engine();
    let ended = |event| match event {
        TrainEvent::Ended(style) => Some(style),
        TrainEvent::Failed(err) => panic!("{err}"),
        _ => None,
    };
    for (author, name) in [("me", "Mine"), ("you", "Mine (2)")] {
        begin(
            &engine,
            TrainSpec {
                author: author.to_owned(),
                ..yard.spec("Mine", 2)
            },
        );
        assert_eq!(event(&engine, ended).name, name);
        until("the lesson to be gone", || !yard.run("Mine").exists());
    }
    assert_eq!(yard.style_folder().read().0.len(), 2);
}

/// Puts a photograph `stem.png` into `photos` and a drawing of `of` into `drawings`, with a margin
/// and named after it.
fn write_pair(photos: &Path, [stem, ending]: [&str; 2], drawings: &Path, of: u64, seed: u64) {
    for folder in [photos, drawings] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let photo = image::imageops::blur(&crate::learning::page(seed), 1.5);
    photo.save(photos.join(format!("{stem}.png"))).unwrap();
    let drawn = image::imageops::blur(&crate::learning::page(of), 1.5);
    let mut margin = RgbImage::from_pixel(300, 290, Rgb([250, 250, 245]));
    for (x, y, pixel) in drawn.enumerate_pixels() {
        let is_dark = pixel.0[0] < 150;
        let color = if is_dark {
            [30, 40, 90]
        } else {
            [250, 225, 170]
        };
        margin.put_pixel(x + 20, y + 15, Rgb(color));
    }
    margin
        .save(drawings.join(format!("{stem}{ending}")))
        .unwrap();
}

#[test]
fn drawings_over_photographs_are_learnt_from_and_what_does_not_fit_is_named() {
    let yard = Yard::new();
    let pages = yard.at("pages");
    std::fs::remove_dir_all(&pages).unwrap();
    write_pair(&pages, ["good", ".drawn.png"], &pages, 1, 1);
    write_pair(&pages, ["wrong", ".drawn.png"], &pages, 2, 3);
    let output = yard.output(&["--steps", "5", "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    let events: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |name: &str| events.iter().find(|event| event["event"] == name).unwrap();
    let looked = of("looked");
    assert_eq!(
        (&looked["pairs"], &looked["pages"]),
        (&1.into(), &1.into()),
        "{looked}"
    );
    let problem = &looked["problems"][0];
    assert!(
        problem["file"]
            .as_str()
            .unwrap()
            .ends_with("wrong.drawn.png"),
        "{looked}"
    );
    assert!(
        problem["reason"].as_str().unwrap().contains("photograph"),
        "{looked}"
    );
    let steps = events.iter().filter(|event| event["event"] == "step");
    let apart = steps
        .filter(|step| step["losses"]["pairs"].is_f64())
        .count();
    assert_eq!(apart, 4);
    assert!(of("point")["measure"]["pairs"].is_f64());
    let style = read_style_file(&yard.at("data/kinetoon/styles/Strokes.kstyle")).unwrap();
    assert_eq!(style.provenance.pages.len(), 1);

    // The same from two folders; one without a photograph is a page.
    let (photos, drawings) = (yard.at("photos"), yard.at("pages"));
    std::fs::remove_dir_all(&drawings).unwrap();
    write_pair(&photos, ["one", ".png"], &drawings, 4, 4);
    crate::learning::page(9)
        .save(drawings.join("page.png"))
        .unwrap();
    let arguments = [
        "--drawn-over",
        "photos",
        "--steps",
        "2",
        "--replace",
        "--json",
    ];
    let output = yard.output(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("\"pages\":2,\"pairs\":1"),
        "{}",
        stdout(&output)
    );
    std::fs::rename(photos.join("one.png"), photos.join("other.png")).unwrap();
    let output = yard.output(&arguments);
    assert!(!output.status.success());
    assert!(
        stderr(&output).contains("no photograph there is named"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_run_goes_on_with_each_drawing_that_is_saved_and_ends_when_none_is_awaited() {
    let yard = Yard::new();
    let photos = yard.at("photos");
    for (stem, seed) in [("one", 1), ("two", 2)] {
        write_pair(&photos, [stem, ".drawn.png"], &photos, seed, seed);
    }
    let files = |stem: &str| PairFiles {
        photo: photos.join(format!("{stem}.png")),
        drawing: photos.join(format!("{stem}.drawn.png")),
    };
    let engine = yard.engine();
    begin(
        &engine,
        TrainSpec {
            pages: Vec::new(),
            pairs: vec![files("one")],
            awaits: true,
            ..yard.spec("Mine", 4)
        },
    );
    let mut num_shown = 0;
    let wait = |wanted: &mut dyn FnMut(&TrainEvent) -> bool| {
        event(&engine, |event| {
            if let TrainEvent::Failed(err) = &event {
                panic!("{err}");
            }
            wanted(&event).then_some(())
        });
    };
    wait(&mut |event| {
        num_shown += u32::from(matches!(event, TrainEvent::Shown));
        matches!(event, TrainEvent::Awaits)
    });
    assert!(num_shown > 1, "nothing was drawn anew");
    // One that is no drawing of it changes nothing; the next is taken in.
    let other = PairFiles {
        drawing: photos.join("one.png"),
        ..files("one")
    };
    for drawing in [other, files("two")] {
        engine.command_training(TrainCommand::TakeDrawing(drawing));
    }
    let mut total = None;
    wait(&mut |event| {
        if let TrainEvent::TookDrawing {
            drawing,
            num_pairs,
            plan,
        } = event
        {
            assert_eq!((drawing, *num_pairs), (&files("two").drawing, 2));
            total = Some(plan.budget);
        }
        total.is_some()
    });
    let Some(Budget::Steps(total)) = total else {
        panic!("{total:?}");
    };
    assert!(total > 4, "{total}");
    let noted = || TrainSpec::noted(&yard.run("Mine")).unwrap().unwrap();
    until("the new drawing to be noted", || {
        noted().pairs == [files("one"), files("two")]
    });
    // It goes on from where it was, is measured anew, and redraws at once.
    let mut num_steps = 0;
    let mut has_redrawn = false;
    wait(&mut |event| {
        has_redrawn |= matches!(event, TrainEvent::Shown);
        if let TrainEvent::Stepped(advance) = event {
            num_steps = advance.num_steps;
        }
        num_steps > 0
    });
    assert!(num_steps >= 5 && has_redrawn, "{num_steps}");
    engine.command_training(TrainCommand::AwaitNothing);
    engine.command_training(TrainCommand::Stop);
    let style = event(&engine, |event| match event {
        TrainEvent::Ended(style) => Some(style),
        TrainEvent::Failed(err) => panic!("{err}"),
        _ => None,
    });
    assert_eq!(
        (style.name.as_str(), style.provenance.pages.len()),
        ("Mine", 2)
    );
    assert!(style.provenance.num_steps >= 4);
    until("the lesson to be gone", || !yard.run("Mine").exists());
}

#[test]
fn a_drawing_is_looked_at_while_its_style_is_learnt_and_while_that_rests() {
    let yard = Yard::new();
    let engine = yard.engine();
    let photo = RgbaImage::from_fn(90, 60, |x, y| Rgba([x as u8, 2 * y as u8, 90, 255]));
    let photo = Arc::new(photo);
    let look = |id| {
        let order = CriticOrder {
            id: RequestId(id),
            photo: Arc::clone(&photo),
            recipe: Recipe::of_style("Strokes"),
        };
        assert!(engine.command_training(TrainCommand::Criticise(Some(Box::new(order)))));
    };
    // Before anything is learnt there is nothing to look at it.
    look(1);
    begin(&engine, yard.spec("Strokes", 1000));
    look(2);
    let seen = |wanted| {
        event(&engine, |event| match event {
            TrainEvent::Criticised { id, map } => {
                assert_eq!(id, RequestId(wanted));
                Some(map)
            }
            TrainEvent::Failed(err) => panic!("{err}"),
            _ => None,
        })
    };
    assert_eq!(seen(2).dimensions(), (160, 107));
    let point = event(&engine, |event| match event {
        TrainEvent::Snapshot(point) => Some(point),
        TrainEvent::Failed(err) => panic!("{err}"),
        _ => None,
    });
    let ratio = |(width, height): (u32, u32)| width as f32 / height as f32;
    let objections = point.objections.unwrap().dimensions();
    let sample = point.sample.dimensions();
    assert!((ratio(objections) - ratio(sample)).abs() < 0.02);
    engine.command_training(TrainCommand::Pause(true));
    event(&engine, |event| {
        matches!(event, TrainEvent::Paused { reason: None }).then_some(())
    });
    look(3);
    assert_eq!(seen(3).dimensions(), (160, 107));
    engine.command_training(TrainCommand::Criticise(None));
    engine.command_training(TrainCommand::Drop);
    event(&engine, |event| {
        matches!(event, TrainEvent::Dropped).then_some(())
    });
}
