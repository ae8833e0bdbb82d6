//! The whole window with its engine and loader, through a real wgpu device: what is asked for comes
//! onto the screen. No stored pictures: what is compared was rendered by the same device.

mod books;
mod canvas;
mod contact;
mod critic;
mod drawings;
mod export;
mod grid;
mod keep;
mod recall;
mod strip;
mod styles;
mod welcome;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser as _;
use eframe::egui::{Key, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use image::RgbaImage;

use super::*;
use crate::gpu;
use crate::ink::InkSettings;
use crate::render::{DeviceChoice, Drawing};
use crate::ui::command::Command;
use crate::ui::dialog::Folder;
use crate::ui::export::{Which, to_file};
use crate::ui::state::{Empty, PhotoState, ViewMode};

const PATIENCE: Duration = Duration::from_mins(1);
const SIZE: Vec2 = vec2(1000.0, 860.0);

type Shown = Harness<'static, Window>;

/// The window, when this machine has a device to show it on; says so aloud when not.
fn open(photos: Vec<PathBuf>, persisted: PersistedState) -> Option<Shown> {
    open_on(DeviceChoice::Cpu, photos, persisted)
}

fn open_on(device: DeviceChoice, photos: Vec<PathBuf>, persisted: PersistedState) -> Option<Shown> {
    open_in(None, device, photos, persisted)
}

/// With settings that are kept in `folder`.
fn open_in(
    folder: Option<PathBuf>,
    device: DeviceChoice,
    photos: Vec<PathBuf>,
    persisted: PersistedState,
) -> Option<Shown> {
    let options = WindowOptions {
        photos,
        device,
        ..WindowOptions::default()
    };
    open_with(options, folder, persisted)
}

fn open_with(
    options: WindowOptions,
    folder: Option<PathBuf>,
    persisted: PersistedState,
) -> Option<Shown> {
    if gpu::adapters().1.is_empty() {
        println!("skipped: no Vulkan adapter, not even a software one");
        return None;
    }
    let harness = Harness::builder()
        .with_size(SIZE)
        .wgpu_setup(launch::wgpu_setup())
        .build_eframe(move |context| {
            let mut window = Window::new(context, options, &persisted).unwrap();
            // Those of the person who runs the tests.
            window.state.teaching.unfinished.clear();
            window.state.presets.clear();
            window.state.empty = Empty::Sample;
            window.folder = folder;
            window
        });
    Some(harness)
}

fn until(harness: &mut Shown, what: &str, condition: impl Fn(&Window) -> bool) {
    let begun = Instant::now();
    while !condition(harness.state()) {
        assert!(begun.elapsed() < PATIENCE, "waited too long for: {what}");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(2);
}

fn is_drawn(window: &Window) -> bool {
    window.textures.drawing.is_some() && !window.state.is_drawing()
}

fn photo(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let pixels = image::RgbImage::from_fn(300, 200, |x, y| {
        let is_inside = (x as i32 - 150).pow(2) + (y as i32 - 100).pow(2) < 3600;
        let blue = (x * 255 / 300) as u8;
        image::Rgb(if is_inside {
            [210, 70, 40]
        } else {
            [90, 160, blue]
        })
    });
    pixels.save(&path).unwrap();
    path
}

/// What the engine drew in memory.
fn pixels(window: &Window) -> Arc<RgbaImage> {
    match window.state.drawing.clone() {
        Some(Drawing::Pixels(pixels)) => pixels,
        drawing => panic!("not in memory: {drawing:?}"),
    }
}

/// Draws as the command line does.
fn draw_by_line(photos: &Path, out: &Path, options: &[&str]) {
    let begin = [Path::new("kinetoon"), Path::new("stylize"), photos];
    let end = [Path::new("--device=cpu"), Path::new("--out"), out];
    let options = options.iter().map(Path::new);
    let line = begin.into_iter().chain(options).chain(end);
    crate::cli::run(crate::cli::Arguments::parse_from(line));
}

/// Share of a part of the canvas in which two screens differ.
fn difference(a: &RgbaImage, b: &RgbaImage, columns: std::ops::Range<u32>) -> f32 {
    let (mut num, mut apart) = (0, 0);
    for y in 250..450 {
        for x in columns.clone() {
            let pair = a.get_pixel(x, y).0.into_iter().zip(b.get_pixel(x, y).0);
            num += 1;
            apart += i32::from(pair.into_iter().any(|(a, b)| a.abs_diff(b) > 3));
        }
    }
    apart as f32 / num as f32
}

const LEFT: std::ops::Range<u32> = 60..300;
const RIGHT: std::ops::Range<u32> = 400..620;

#[test]
fn an_empty_window_shows_the_sample_drawn_and_the_wipe_parts_both() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    harness.state_mut().state.mode = ViewMode::Drawing;
    harness.run_steps(2);
    let drawing = harness.render().unwrap();
    harness.key_down(Key::B);
    harness.run_steps(2);
    let photograph = harness.render().unwrap();
    harness.key_up(Key::B);
    assert!(difference(&drawing, &photograph, LEFT) > 0.3);
    harness.state_mut().state.mode = ViewMode::Wipe;
    harness.run_steps(2);
    let wiped = harness.render().unwrap();
    assert_eq!(difference(&wiped, &photograph, LEFT), 0.0);
    assert_eq!(difference(&wiped, &drawing, RIGHT), 0.0);
}

#[test]
fn a_slider_draws_anew_and_undo_brings_the_same_pixels_back() {
    let folder = tempfile::tempdir().unwrap();
    let photos = vec![photo(folder.path(), "a.png")];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let before = pixels(harness.state());
    let asked = harness.state().state.newest_request;
    harness
        .get_by_role_and_label(egui::accesskit::Role::Slider, "Saturation")
        .focus();
    harness.run_steps(2);
    for _ in 0..5 {
        harness.key_press(Key::ArrowLeft);
    }
    until(&mut harness, "the new drawing", |window| {
        window.state.newest_request > asked
            && is_drawn(window)
            && window.state.schedule.wait(Instant::now()).is_none()
    });
    let after = pixels(harness.state());
    assert_ne!(before, after);
    let asked = harness.state().state.newest_request;
    while harness.state().state.settings.can_undo() {
        harness.get_by_label("Undo").click();
        harness.run_steps(2);
    }
    until(&mut harness, "the old drawing", |window| {
        window.state.newest_request > asked && is_drawn(window)
    });
    assert_eq!(before, pixels(harness.state()));
}

#[test]
fn a_bad_file_is_told_with_its_reason_and_the_good_one_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.jpg");
    std::fs::write(&bad, b"not a picture").unwrap();
    let photos = vec![photo(folder.path(), "good.png"), bad];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    until(&mut harness, "both files", |window| {
        window.state.problems.len() == 1 && is_drawn(window)
    });
    harness.get_by_label_contains("the content is not in any known picture format");
    assert!(matches!(
        harness.state().state.photos[1].state,
        PhotoState::Bad(_)
    ));
    harness.get_by_label("Close").click();
    harness.run_steps(2);
    assert!(harness.state().state.problems.is_empty());
}

#[test]
fn a_saved_drawing_is_what_the_command_line_gives() {
    let folder = tempfile::tempdir().unwrap();
    let photo = photo(folder.path(), "a.png");
    let Some(mut harness) = open(vec![photo.clone()], PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let saved = folder.path().join("window.png");
    let state = &mut harness.state_mut().state;
    let mut settings = state.settings_of("ink-philmay");
    settings.amount = 0.75;
    settings.ink.line = 1.5;
    state.settings.set(settings, true);
    let entry = to_file(state.single().unwrap(), saved.clone());
    state.export.queue.singles.add(entry);
    until(&mut harness, "the file", |window| {
        !window.state.export.queue.singles.is_active()
    });
    harness.get_by_label_contains("Saved");
    let drawn = folder.path().join("line.png");
    let settings = ["--style=ink-philmay", "--amount=0.75", "--line=1.5"];
    draw_by_line(&photo, &drawn, &settings);
    assert_eq!(std::fs::read(saved).unwrap(), std::fs::read(drawn).unwrap());
}

#[test]
fn on_the_graphics_device_the_drawing_is_shown_where_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let small = folder.path().join("small.png");
    let pixels = image::open(photo(folder.path(), "a.png")).unwrap();
    pixels.thumbnail(96, 64).save(&small).unwrap();
    let shown = |device| {
        let mut harness = open_on(device, vec![small.clone()], PersistedState::default())?;
        harness.state_mut().state.mode = ViewMode::Drawing;
        until(&mut harness, "the drawing", |window| {
            is_drawn(window) && !window.state.is_empty()
        });
        let screen = harness.render().unwrap();
        Some((harness.state().state.drawing.clone().unwrap(), screen))
    };
    let Some((drawing, on_gpu)) = shown(DeviceChoice::Gpu) else {
        return;
    };
    assert!(matches!(drawing, Drawing::Texture(_)));
    let (drawing, on_cpu) = shown(DeviceChoice::Cpu).unwrap();
    assert!(matches!(drawing, Drawing::Pixels(_)));
    assert!(difference(&on_gpu, &on_cpu, LEFT.start..RIGHT.end) < 0.01);
}

#[test]
fn what_is_looked_at_closely_is_drawn_at_full_size() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.png");
    let pixels = image::open(photo(folder.path(), "a.png")).unwrap();
    let enlarged = image::imageops::FilterType::Triangle;
    pixels.resize(3000, 2000, enlarged).save(&large).unwrap();
    let Some(mut harness) = open(vec![large], PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    assert!(harness.state().state.full.is_none(), "nobody looks closely");
    let before = harness.render().unwrap();
    harness.get_by_label("1:1").click();
    until(&mut harness, "the part", |window| {
        window.state.detail.shown.is_some()
    });
    let part = harness.state().state.detail.shown.clone().unwrap();
    // One pixel of the file for each of the screen.
    let frame = harness.state().state.detail.seen;
    assert!((frame.long_side - 3000.0).abs() < 1.0);
    assert!(part.pixels[2] < 700 && part.pixels[3] < 800);
    assert!(difference(&before, &harness.render().unwrap(), RIGHT) > 0.1);
    // Another line strength is seen in detail, too.
    let mut settings = harness.state().state.settings.present().clone();
    settings.ink.line = 0.0;
    let settled = true;
    let ctx = harness.ctx.clone();
    let wanted = settings.clone();
    harness
        .state_mut()
        .apply(&ctx, Action::Set { settings, settled });
    until(&mut harness, "the part without lines", |window| {
        let shown = window.state.detail.shown.as_ref();
        shown.is_some_and(|shown| shown.settings == wanted)
    });
}

/// Share of neighbours in a row of the right half that are the same.
fn evenness(screen: &RgbaImage) -> f32 {
    let pairs = RIGHT.clone().zip(RIGHT.start + 1..RIGHT.end);
    let pairs: Vec<_> = (250..450)
        .flat_map(|y| pairs.clone().map(move |(a, b)| [(a, y), (b, y)]))
        .collect();
    let same = |pair: &&[(u32, u32); 2]| {
        let [a, b] = pair.map(|(x, y)| screen.get_pixel(x, y).0);
        a == b
    };
    pairs.iter().filter(same).count() as f32 / pairs.len() as f32
}

#[test]
fn pixels_are_squares_when_they_are_large_and_a_pinch_makes_them_so() {
    let folder = tempfile::tempdir().unwrap();
    let noisy = folder.path().join("noisy.png");
    let noise = |x: u32, y: u32, c: u32| ((x * 7919 + y * 104_729 + c * 31) % 251) as u8;
    // As large as it is drawn, and drawn as it is: what is smaller is enlarged.
    let pixels = image::RgbImage::from_fn(1280, 1280, |x, y| {
        image::Rgb([noise(x, y, 0), noise(x, y, 1), noise(x, y, 2)])
    });
    pixels.save(&noisy).unwrap();
    let Some(mut harness) = open(vec![noisy], PersistedState::default()) else {
        return;
    };
    let mut settings = harness.state().state.settings.present().clone();
    settings.ink = InkSettings {
        hand: 0.0,
        ..InkSettings::NEUTRAL
    };
    harness.state_mut().state.settings.set(settings, true);
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let fitted = view::canvas::fitted_zoom(&harness.ctx, &harness.state().state);
    assert!(fitted < 3.0, "{fitted}");
    harness.hover_at(egui::pos2(500.0, 350.0));
    harness.step();
    harness.event(egui::Event::Zoom(2.5 / fitted));
    harness.run_steps(3);
    let zoom = harness.state().state.zoom.unwrap();
    assert!((zoom - 2.5).abs() < 0.05, "{zoom}");
    let smooth = evenness(&harness.render().unwrap());
    harness.event(egui::Event::Zoom(4.0));
    harness.run_steps(3);
    // Ten pixels of the screen for each of the picture: nine of ten neighbours are the same one.
    let squares = evenness(&harness.render().unwrap());
    assert!(squares > 0.85, "{squares}, and before {smooth}");
    assert!(smooth < 0.5, "{smooth}");
}

#[test]
fn losing_the_device_is_told() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    let ctx = harness.ctx.clone();
    harness.state_mut().device_is_lost(&ctx);
    harness.step();
    harness.get_by_label_contains("The graphics card stopped answering");
}

#[test]
fn a_photograph_can_have_settings_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let photos = vec![photo(folder.path(), "a.png"), photo(folder.path(), "b.png")];
    let Some(mut harness) = open(photos.clone(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    harness.get_by_label("Only this photograph").click();
    harness.run_steps(2);
    let own = harness.state().state.settings_of("ink-philmay");
    harness.state_mut().state.settings.set(own.clone(), true);
    let style_of = |harness: &Shown, index: usize| {
        let state = &harness.state().state;
        state.settings.of(Some(&photos[index])).style.clone()
    };
    assert_eq!(style_of(&harness, 0), "ink-philmay");
    assert_eq!(style_of(&harness, 1), crate::library::DEFAULT_STYLE);
    let kept = harness.state().remember();
    assert_eq!(kept.own, [(photos[0].clone(), own)]);
    harness.get_by_label("Use for all").click();
    harness.run_steps(2);
    assert_eq!(style_of(&harness, 1), "ink-philmay");
    harness.get_by_label("Undo").click();
    harness.run_steps(2);
    assert_eq!(style_of(&harness, 1), crate::library::DEFAULT_STYLE);
}

#[test]
fn pasted_pictures_and_files_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    let copied = photo(folder.path(), "a name with spaces.png");
    let address = copied.display().to_string().replace(' ', "%20");
    harness.event(egui::Event::Paste(format!("file://{address}\n")));
    until(&mut harness, "the file", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let picture = egui::ColorImage::filled([40, 30], egui::Color32::from_rgb(200, 30, 90));
    harness.event(egui::Event::PasteImage(Arc::new(picture)));
    until(&mut harness, "the picture", |window| {
        is_drawn(window) && window.state.photos.len() == 2
    });
    let state = &harness.state().state;
    let pasted = state.current().unwrap().path.clone().unwrap();
    let pixels = image::open(&pasted).unwrap().to_rgb8();
    assert_eq!(pixels.dimensions(), (40, 30));
    assert_eq!(pixels.get_pixel(7, 9).0, [200, 30, 90]);
    std::fs::remove_file(pasted).unwrap();
}
