//! The engine's loop with a renderer whose network is a fake: order, cancel, latest wins, panics,
//! full queues.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use image::RgbaImage;
use kinetoon::engine::{
    EngineError, EngineHandle, EngineOptions, Event, JobId, Numbered, RequestId,
};
use kinetoon::gpu::GpuError;
use kinetoon::ink::InkSettings;
use kinetoon::library::{StyleLibrary, StyleWeights};
use kinetoon::model::cpu::Statistics;
use kinetoon::model::tensors::NamedTensors;
use kinetoon::model::{BaseModel, StyleCode};
use kinetoon::picture::{ColorSpace, EncodeOptions, Metadata, OutputFormat, Photo};
use kinetoon::render::{
    Backend, Condition, DeviceReport, Output, OutputSize, Recipe, RenderError, RenderRequest,
    Renderer, Scale, Sink, Source, View,
};

/// The weights that the program comes with.
const BASE_MODEL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/models/base-v3.safetensors"
);
const PATIENCE: Duration = Duration::from_secs(20);

/// What the fake network does and what it was asked for.
#[derive(Default)]
struct Stage {
    /// Styles in the order in which drawing was begun.
    begun: Mutex<Vec<String>>,
    /// While set, drawing in the style "slow" goes on until it is stopped.
    hold: AtomicBool,
    /// Times a renderer was built.
    num_built: AtomicUsize,
    /// Sizes at which the network drew.
    sizes: Mutex<Vec<(u32, u32)>>,
}

struct FakeBackend {
    stage: Arc<Stage>,
    /// Whether it is the graphics device, on which the style "large" does not fit.
    is_gpu: bool,
}

impl Backend for FakeBackend {
    fn forward(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        _: Option<&Statistics>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<RgbaImage, RenderError> {
        let stage = &self.stage;
        stage.begun.lock().unwrap().push(condition.style.clone());
        stage.sizes.lock().unwrap().push(photo.dimensions());
        match condition.style.as_str() {
            "panic" => panic!("the brush broke"),
            "large" if self.is_gpu => {
                let reason = "out of memory".to_owned();
                return Err(GpuError::Lost { reason }.into());
            }
            "slow" => {
                while stage.hold.load(Ordering::Acquire) {
                    if stop() {
                        return Err(RenderError::Cancelled);
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            _ => {}
        }
        Ok(photo.clone())
    }
}

/// A renderer whose network is the fake one, and whose styles have the names that the tests use.
fn fake_renderer(stage: &Arc<Stage>, has_gpu: bool) -> Renderer {
    let model = std::fs::read(BASE_MODEL).unwrap();
    let model = BaseModel::from_bytes(&model).unwrap();
    let mut library = StyleLibrary::new(model, None, None);
    for name in ["quick", "slow", "a", "b", "large", "panic"] {
        let weights = StyleWeights {
            code: StyleCode::default(),
            photo: StyleCode::default(),
            generator: NamedTensors::default(),
        };
        library.insert(name, weights, InkSettings::NEUTRAL);
    }
    let backend = |is_gpu| -> Box<dyn Backend> {
        let stage = Arc::clone(stage);
        Box::new(FakeBackend { stage, is_gpu })
    };
    let gpu = has_gpu.then(|| backend(true));
    let report = DeviceReport {
        network_on_gpu: has_gpu,
        ..DeviceReport::default()
    };
    Renderer::with_backends(library, backend(false), gpu, report)
}

fn start(event_capacity: usize) -> (EngineHandle, Arc<Stage>) {
    start_on(event_capacity, false)
}

fn start_on(event_capacity: usize, has_gpu: bool) -> (EngineHandle, Arc<Stage>) {
    let stage = Arc::new(Stage::default());
    stage.hold.store(true, Ordering::Release);
    let shared = Arc::clone(&stage);
    let options = EngineOptions {
        event_capacity,
        ..EngineOptions::default()
    };
    let engine = EngineHandle::spawn(options, move || {
        shared.num_built.fetch_add(1, Ordering::AcqRel);
        Ok(fake_renderer(&shared, has_gpu))
    });
    (engine.unwrap(), stage)
}

fn photo() -> Arc<Photo> {
    Arc::new(Photo {
        pixels: crate::common::picture(16, 12),
        metadata: Metadata::default(),
        space: ColorSpace::default(),
    })
}

fn job(style: &str) -> RenderRequest {
    RenderRequest {
        source: Source::Photo(photo()),
        recipe: Recipe::of_style(style).with_ink(InkSettings::NEUTRAL),
        scale: Scale::default(),
        view: View::Full(OutputSize::default()),
        sink: Sink::Memory,
    }
}

fn preview(id: u64, style: &str, photo: &Arc<RgbaImage>) -> Numbered {
    preview_at(id, style, photo, 512)
}

fn preview_at(id: u64, style: &str, photo: &Arc<RgbaImage>, long_side_px: u32) -> Numbered {
    let recipe = Recipe::of_style(style).with_ink(InkSettings::NEUTRAL);
    let request = RenderRequest::for_screen(Arc::clone(photo), recipe, long_side_px);
    (RequestId(id), request)
}

/// A part of a drawing at full size.
fn detail(id: u64, photo: &Arc<RgbaImage>, long_side_px: u32, part: [u32; 4]) -> Numbered {
    let recipe = Recipe::of_style("quick").with_ink(InkSettings::NEUTRAL);
    let request = RenderRequest::part(Arc::clone(photo), recipe, long_side_px, part);
    (RequestId(id), request)
}

fn next(engine: &EngineHandle) -> Event {
    loop {
        match engine
            .events()
            .recv_timeout(PATIENCE)
            .expect("the engine says something")
        {
            Event::Progress { .. } | Event::Ready { .. } | Event::StyleFolder(_) => {}
            event => return event,
        }
    }
}

fn done(engine: &EngineHandle) -> JobId {
    match next(engine) {
        Event::JobDone { id, .. } => id,
        other => panic!("expected a finished job, got {other:?}"),
    }
}

fn until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "waited too long");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn has_begun(stage: &Stage, style: &str) -> bool {
    stage
        .begun
        .lock()
        .unwrap()
        .iter()
        .any(|begun| begun == style)
}

#[test]
fn what_does_not_fit_on_the_device_is_drawn_without_it_and_told() {
    let (mut engine, stage) = start_on(64, true);
    let id = engine.start_job(job("large")).unwrap();
    assert!(matches!(next(&engine), Event::DeviceChanged(_)));
    assert_eq!(done(&engine), id);
    assert_eq!(*stage.begun.lock().unwrap(), ["large", "large"]);
    assert_eq!(stage.num_built.load(Ordering::Acquire), 1);
}

#[test]
fn what_the_format_cannot_hold_is_refused_before_it_is_drawn() {
    let (mut engine, stage) = start(64);
    let folder = tempfile::tempdir().unwrap();
    let mut spec = job("quick");
    spec.source = Source::Photo(Arc::new(Photo {
        pixels: RgbaImage::new(16_385, 1),
        metadata: Metadata::default(),
        space: ColorSpace::default(),
    }));
    spec.sink = Sink::File(Output {
        path: folder.path().join("wide.webp"),
        options: EncodeOptions::new(OutputFormat::Webp),
        color: None,
        keep_metadata: true,
        overwrite: false,
        base: None,
    });
    engine.start_job(spec).unwrap();
    match next(&engine) {
        Event::JobFailed { error, .. } => {
            let text = error.to_string();
            assert!(
                text.contains("16385") && text.contains("wide.webp"),
                "{text}"
            );
        }
        other => panic!("expected a failed job, got {other:?}"),
    }
    assert!(stage.begun.lock().unwrap().is_empty());
}

#[test]
fn a_reader_that_does_not_read_is_waited_for_and_then_told_everything() {
    const NUM: u64 = 3000;
    let (engine, stage) = start(1);
    let picture = Arc::new(crate::common::picture(4, 3));
    let requests = (0..NUM).map(|id| preview(id, "quick", &picture));
    engine.request_thumbnails(requests.collect(), false);
    let num_begun = || stage.begun.lock().unwrap().len();
    let mut before = usize::MAX;
    until(|| {
        std::thread::sleep(Duration::from_millis(300));
        num_begun() > 0
    });
    while std::mem::replace(&mut before, num_begun()) != num_begun() {
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(num_begun() < 1100, "{} are kept for nobody", num_begun());
    for expected in 0..NUM {
        match next(&engine) {
            Event::Thumbnail { id, .. } => assert_eq!(id, RequestId(expected)),
            other => panic!("expected a thumbnail, got {other:?}"),
        }
    }
}

/// An animation of three frames, to be written as `name` below `base`.
fn animation_job(
    style: &str,
    yard: &std::path::Path,
    base: &std::path::Path,
    name: &str,
) -> RenderRequest {
    let animation = yard.join("film.gif");
    let mut encoder =
        image::codecs::gif::GifEncoder::new(std::fs::File::create(&animation).unwrap());
    for shade in [20, 90, 200] {
        let pixels = RgbaImage::from_pixel(16, 12, image::Rgba([shade, 60, 90, 255]));
        encoder.encode_frame(image::Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    RenderRequest {
        source: Source::File(animation),
        sink: Sink::File(Output {
            path: base.join(name),
            options: EncodeOptions::new(OutputFormat::Png),
            color: None,
            keep_metadata: true,
            overwrite: false,
            base: Some(base.to_owned()),
        }),
        ..job(style)
    }
}

#[test]
fn an_animation_is_drawn_without_the_device() {
    let yard = tempfile::tempdir().unwrap();
    let (mut engine, stage) = start_on(64, true);
    let spec = animation_job("large", yard.path(), yard.path(), "drawn.png");
    let id = engine.start_job(spec).unwrap();
    match next(&engine) {
        Event::JobDone { id: done, result } => {
            assert_eq!((done, result.num_frames), (id, [3, 3]));
        }
        other => panic!("expected the film, got {other:?}"),
    }
    assert_eq!(stage.begun.lock().unwrap().len(), 3);
    assert_eq!(stage.num_built.load(Ordering::Acquire), 1);
}

#[test]
fn a_frame_that_is_the_same_as_the_one_before_is_not_drawn_again() {
    let yard = tempfile::tempdir().unwrap();
    let (mut engine, stage) = start(64);
    let spec = animation_job("quick", yard.path(), yard.path(), "drawn.png");
    let frames = [20, 20, 90, 20, 20, 20].map(|shade| {
        let pixels = RgbaImage::from_pixel(16, 12, image::Rgba([shade, 60, 90, 255]));
        image::Frame::new(pixels)
    });
    let animation = std::fs::File::create(yard.path().join("film.gif")).unwrap();
    let mut encoder = image::codecs::gif::GifEncoder::new(animation);
    encoder.encode_frames(frames).unwrap();
    drop(encoder);
    engine.start_job(spec).unwrap();
    match next(&engine) {
        Event::JobDone { result, .. } => assert_eq!(result.num_frames, [6, 6]),
        other => panic!("expected the film, got {other:?}"),
    }
    assert_eq!(stage.begun.lock().unwrap().len(), 3);
    let bytes: Arc<[u8]> = std::fs::read(yard.path().join("drawn.png")).unwrap().into();
    let limits = kinetoon::picture::DecodeLimits::default();
    let drawn = kinetoon::picture::Animation::open(&bytes, &limits)
        .unwrap()
        .unwrap();
    let shades: Vec<u8> = drawn
        .frames()
        .unwrap()
        .map(|frame| frame.unwrap().pixels.get_pixel(3, 3).0[0])
        .collect();
    assert_eq!(shades, [20, 20, 90, 20, 20, 20]);
}

#[test]
fn a_drive_that_was_pulled_is_not_made_anew_as_a_folder() {
    let yard = tempfile::tempdir().unwrap();
    let drive = yard.path().join("drive");
    let animation = animation_job("quick", yard.path(), &drive, "film/film.png");
    let mut still = animation.clone();
    still.source = Source::Photo(photo());
    let mut deep = still.clone();
    if let Sink::File(output) = &mut deep.sink {
        output.options.depth = kinetoon::picture::Depth::Sixteen;
    }
    for spec in [animation, still, deep] {
        let (mut engine, _) = start(64);
        engine.start_job(spec).unwrap();
        match next(&engine) {
            Event::JobFailed { error, .. } => {
                let is_told = matches!(error, EngineError::Render(RenderError::TargetGone { .. }));
                assert!(is_told, "{error:?}");
            }
            other => panic!("expected a failed job, got {other:?}"),
        }
        assert!(!drive.exists());
    }
}

/// A strip of a webtoon: its short side must have pixels enough for the network.
#[test]
fn screen_part_and_file_see_a_strip_at_the_same_size() {
    let (mut engine, stage) = start(64);
    let strip = crate::common::picture(230, 3000);
    let long_side_px = 256;
    let mut spec = job("quick");
    spec.scale = Scale::Working(long_side_px);
    spec.source = Source::Photo(Arc::new(Photo::of_pixels(strip.clone())));
    engine.start_job(spec).unwrap();
    assert!(matches!(next(&engine), Event::JobDone { .. }));
    let strip = Arc::new(strip);
    engine.request_preview(preview_at(1, "quick", &strip, long_side_px));
    assert!(matches!(next(&engine), Event::Preview { .. }));
    engine.request_detail(Some(detail(2, &strip, long_side_px, [10, 20, 30, 40])));
    assert!(matches!(next(&engine), Event::Detail { .. }));
    let expected = kinetoon::picture::working_size(230, 3000, long_side_px);
    assert_eq!(expected.0, 128);
    assert_eq!(*stage.sizes.lock().unwrap(), [expected; 3]);
}

/// What is smaller than the scale is enlarged to it first, whoever draws it.
#[test]
fn screen_part_and_file_see_a_small_photograph_enlarged() {
    let (mut engine, stage) = start(64);
    let small = crate::common::picture(60, 45);
    let long_side_px = 240;
    let spec = |size, format| RenderRequest {
        scale: Scale::Working(long_side_px),
        view: View::Full(size),
        source: Source::Photo(Arc::new(Photo::of_pixels(small.clone()))),
        sink: format,
        ..job("quick")
    };
    let mut sizes_of = |spec: RenderRequest| {
        engine.start_job(spec).unwrap();
        match next(&engine) {
            Event::JobDone { result, .. } => (result.photo_size, [result.width, result.height]),
            other => panic!("expected the drawing, got {other:?}"),
        }
    };
    let yard = tempfile::tempdir().unwrap();
    let mut deep = Output {
        path: yard.path().join("deep.png"),
        options: EncodeOptions::new(OutputFormat::Png),
        color: None,
        keep_metadata: true,
        overwrite: false,
        base: None,
    };
    deep.options.depth = kinetoon::picture::Depth::Sixteen;
    for (size, expected) in [
        (OutputSize::Auto, [240, 180]),
        (OutputSize::Drawing, [240, 180]),
        (OutputSize::Photograph, [60, 45]),
        (OutputSize::Double, [120, 90]),
        (OutputSize::Quadruple, [240, 180]),
    ] {
        assert_eq!(sizes_of(spec(size, Sink::Memory)), ([60, 45], expected));
        let path = yard.path().join(format!("{size:?}.png"));
        let output = Sink::File(Output {
            path: path.clone(),
            ..deep.clone()
        });
        assert_eq!(sizes_of(spec(size, output)), ([60, 45], expected));
        assert_eq!(image::image_dimensions(path).unwrap(), expected.into());
    }
    let small = Arc::new(small);
    engine.request_preview(preview_at(1, "quick", &small, long_side_px));
    assert!(matches!(next(&engine), Event::Preview { drawing, .. } if drawing.long_side() == 240));
    engine.request_detail(Some(detail(2, &small, long_side_px, [200, 100, 40, 80])));
    match next(&engine) {
        Event::Detail { drawing, photo, .. } => {
            assert_eq!(
                (drawing.dimensions(), photo.dimensions()),
                ((40, 80), (40, 80))
            );
        }
        other => panic!("expected the part, got {other:?}"),
    }
    assert!(
        stage
            .sizes
            .lock()
            .unwrap()
            .iter()
            .all(|size| *size == (240, 180))
    );
}

/// An animation keeps its size unless another is asked for, and is drawn at the scale all the same.
#[test]
fn a_small_animation_is_drawn_enlarged_and_keeps_its_size() {
    for (size, expected) in [
        (OutputSize::Auto, [16, 12]),
        (OutputSize::Photograph, [16, 12]),
        (OutputSize::Drawing, [96, 72]),
        (OutputSize::Quadruple, [16, 12]),
    ] {
        let yard = tempfile::tempdir().unwrap();
        let (mut engine, stage) = start(64);
        let mut spec = animation_job("quick", yard.path(), yard.path(), "drawn.png");
        (spec.scale, spec.view) = (Scale::Working(96), View::Full(size));
        engine.start_job(spec).unwrap();
        match next(&engine) {
            Event::JobDone { result, .. } => {
                assert_eq!([result.width, result.height], expected, "{size:?}");
                assert_eq!((result.photo_size, result.num_frames), ([16, 12], [3, 3]));
            }
            other => panic!("expected the film, got {other:?}"),
        }
        let drawn = image::image_dimensions(yard.path().join("drawn.png")).unwrap();
        assert_eq!(drawn, expected.into());
        assert_eq!(*stage.sizes.lock().unwrap(), [(96, 72); 3]);
    }
}

/// An icon, a line of pixels, and both with holes.
#[test]
fn tiny_pictures_are_drawn_and_written_at_any_size() {
    let (mut engine, _) = start(64);
    for (width, height) in [(1, 1), (3, 2), (16, 16), (1, 300), (300, 2)] {
        for alpha in [255, 90] {
            let pixel = image::Rgba([200, 90, 30, alpha]);
            let pixels = RgbaImage::from_pixel(width, height, pixel);
            for size in [OutputSize::Auto, OutputSize::Photograph, OutputSize::Double] {
                let mut spec = job("quick");
                spec.source = Source::Photo(Arc::new(Photo::of_pixels(pixels.clone())));
                spec.view = View::Full(size);
                engine.start_job(spec).unwrap();
                match next(&engine) {
                    Event::JobDone { result, .. } => {
                        let drawn = result.pixels.unwrap();
                        let times = 8.min(1280 / width.max(height));
                        let expected = match size {
                            OutputSize::Photograph => (width, height),
                            OutputSize::Double => (2 * width, 2 * height),
                            _ if width.max(height) == 300 => {
                                kinetoon::picture::working_size(width, height, 1280)
                            }
                            _ => (width * times, height * times),
                        };
                        assert_eq!(drawn.dimensions(), expected);
                        assert!(drawn.pixels().all(|pixel| pixel.0[3] == alpha));
                    }
                    other => panic!("expected the drawing, got {other:?}"),
                }
            }
        }
    }
}

#[test]
fn a_preview_that_does_not_fit_on_the_device_is_drawn_without_it() {
    let picture = Arc::new(crate::common::picture(16, 12));
    let (engine, _stage) = start_on(64, true);
    engine.request_preview(preview(1, "large", &picture));
    assert!(matches!(next(&engine), Event::DeviceChanged(_)));
    match next(&engine) {
        Event::Preview { id, .. } => assert_eq!(id, RequestId(1)),
        other => panic!("expected a preview, got {other:?}"),
    }

    let (engine, _stage) = start_on(64, true);
    engine.request_thumbnails(vec![preview(2, "large", &picture)], false);
    assert!(matches!(next(&engine), Event::DeviceChanged(_)));
    match next(&engine) {
        Event::Thumbnail { id, .. } => assert_eq!(id, RequestId(2)),
        other => panic!("expected a thumbnail, got {other:?}"),
    }
}

#[test]
fn the_first_event_names_the_styles() {
    let (engine, _) = start(8);
    match engine.events().recv_timeout(PATIENCE).unwrap() {
        Event::Ready { styles, .. } => {
            assert_eq!(styles.first().map(String::as_str), Some("comic"));
            assert!(styles.iter().any(|name| name == "quick"));
        }
        other => panic!("expected ready, got {other:?}"),
    }
}

#[test]
fn jobs_are_done_in_the_order_in_which_they_were_asked_for() {
    let (mut engine, _) = start(64);
    let asked: Vec<_> = (0..20)
        .map(|_| engine.start_job(job("quick")).unwrap())
        .collect();
    let finished: Vec<_> = asked.iter().map(|_| done(&engine)).collect();
    assert_eq!(finished, asked);
}

#[test]
fn cancel_stops_a_job_inside_its_slice() {
    let (mut engine, stage) = start(64);
    let slow = engine.start_job(job("slow")).unwrap();
    let later = engine.start_job(job("quick")).unwrap();
    until(|| has_begun(&stage, "slow"));
    engine.cancel_job(slow);
    assert!(matches!(next(&engine), Event::JobCancelled { id } if id == slow));
    assert_eq!(done(&engine), later);
}

#[test]
fn cancel_stops_a_job_that_waits() {
    let (mut engine, stage) = start(64);
    let slow = engine.start_job(job("slow")).unwrap();
    let waiting: Vec<_> = (0..5)
        .map(|_| engine.start_job(job("quick")).unwrap())
        .collect();
    until(|| has_begun(&stage, "slow"));
    engine.cancel_job(waiting[4]);
    stage.hold.store(false, Ordering::Release);
    let mut cancelled = Vec::new();
    let mut finished = Vec::new();
    for _ in 0..6 {
        match next(&engine) {
            Event::JobCancelled { id } => cancelled.push(id),
            Event::JobDone { id, .. } => finished.push(id),
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(cancelled, [waiting[4]]);
    assert_eq!(
        finished,
        [slow, waiting[0], waiting[1], waiting[2], waiting[3]]
    );
}

/// A pipe stands for the next photograph: somebody who reads it is told from nobody.
#[cfg(target_os = "linux")]
#[test]
fn the_next_photograph_is_read_and_the_last_drawing_written_while_one_is_drawn() {
    use std::os::unix::fs::OpenOptionsExt as _;
    const O_NONBLOCK: i32 = 0o4000;
    let yard = tempfile::tempdir().unwrap();
    let (pipe, last) = (yard.path().join("next.png"), yard.path().join("last.png"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (mut engine, stage) = start(64);
    let output = Output {
        path: last.clone(),
        options: EncodeOptions::default(),
        color: Some(ColorSpace::Srgb),
        keep_metadata: true,
        overwrite: false,
        base: None,
    };
    engine.start_job(RenderRequest {
        sink: Sink::File(output),
        ..job("quick")
    });
    engine.start_job(job("slow"));
    engine.start_job(RenderRequest {
        source: Source::File(pipe.clone()),
        ..job("quick")
    });
    until(|| has_begun(&stage, "slow"));
    until(|| last.is_file());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).custom_flags(O_NONBLOCK);
    until(|| options.open(&pipe).is_ok());
    // The drawing in between was not done yet.
    stage.hold.store(false, Ordering::Release);
    let (mut num_done, mut num_failed) = (0, 0);
    for _ in 0..3 {
        match next(&engine) {
            Event::JobDone { .. } => num_done += 1,
            Event::JobFailed { id: JobId(2), .. } => num_failed += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((num_done, num_failed), (2, 1));
}

#[test]
fn a_preview_overtakes_a_running_job_and_the_job_is_done_afterwards() {
    let (mut engine, stage) = start(64);
    let slow = engine.start_job(job("slow")).unwrap();
    until(|| has_begun(&stage, "slow"));
    engine.request_preview(preview(
        1,
        "quick",
        &Arc::new(crate::common::picture(16, 12)),
    ));
    assert!(matches!(
        next(&engine),
        Event::Preview {
            id: RequestId(1),
            network_ran: true,
            ..
        }
    ));
    stage.hold.store(false, Ordering::Release);
    assert_eq!(done(&engine), slow);
}

#[test]
fn previews_cannot_starve_a_job() {
    let (mut engine, stage) = start(256);
    let photo = Arc::new(crate::common::picture(16, 12));
    let slow = engine.start_job(job("slow")).unwrap();
    until(|| has_begun(&stage, "slow"));
    let times_begun = || {
        stage
            .begun
            .lock()
            .unwrap()
            .iter()
            .filter(|style| *style == "slow")
            .count()
    };
    // After three interruptions the slice is no longer given up.
    for round in 1..=3 {
        engine.request_preview(preview(round as u64, "quick", &photo));
        until(|| times_begun() > round);
    }
    engine.request_preview(preview(9, "quick", &photo));
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(times_begun(), 4);
    stage.hold.store(false, Ordering::Release);
    let mut finished = false;
    for _ in 0..5 {
        match next(&engine) {
            Event::JobDone { id, .. } => finished |= id == slow,
            Event::Preview { .. } => {}
            other => panic!("unexpected {other:?}"),
        }
    }
    assert!(finished);
}

#[test]
fn the_latest_preview_wins() {
    let (engine, stage) = start(64);
    let photo = Arc::new(crate::common::picture(16, 12));
    engine.request_preview(preview(1, "slow", &photo));
    until(|| has_begun(&stage, "slow"));
    for id in 2..=9 {
        engine.request_preview(preview(id, "quick", &photo));
    }
    let last = loop {
        match next(&engine) {
            Event::Preview { id, .. } if id == RequestId(9) => break id,
            Event::Preview { id, .. } => assert!(id > RequestId(1), "an outdated preview came"),
            other => panic!("unexpected {other:?}"),
        }
    };
    assert_eq!(last, RequestId(9));
    assert!(
        engine
            .events()
            .recv_timeout(Duration::from_millis(50))
            .is_err()
    );
}

#[test]
fn an_ink_slider_does_not_run_the_network_again() {
    let (engine, stage) = start(64);
    let photo = Arc::new(crate::common::picture(16, 12));
    engine.request_preview(preview(1, "quick", &photo));
    assert!(matches!(
        next(&engine),
        Event::Preview {
            network_ran: true,
            ..
        }
    ));
    let ink = InkSettings {
        saturation: 0.5,
        ..InkSettings::NEUTRAL
    };
    let (id, mut request) = preview(2, "quick", &photo);
    request.recipe.ink = ink;
    engine.request_preview((id, request));
    assert!(matches!(
        next(&engine),
        Event::Preview {
            network_ran: false,
            ..
        }
    ));
    assert_eq!(stage.begun.lock().unwrap().len(), 1);
}

#[test]
fn a_panic_fails_its_job_and_the_engine_lives_on_with_a_new_renderer() {
    let (mut engine, stage) = start(64);
    let bad = engine.start_job(job("panic")).unwrap();
    let good = engine.start_job(job("quick")).unwrap();
    match next(&engine) {
        Event::JobFailed {
            id,
            error: EngineError::Render(RenderError::Panicked { message }),
        } => {
            assert_eq!(id, bad);
            assert_eq!(message, "the brush broke");
        }
        other => panic!("expected a failed job, got {other:?}"),
    }
    assert_eq!(done(&engine), good);
    assert_eq!(stage.num_built.load(Ordering::Acquire), 2);
}

#[test]
fn without_a_new_renderer_the_engine_ends_and_the_old_one_is_not_used() {
    let stage = Arc::new(Stage::default());
    let shared = Arc::clone(&stage);
    let mut engine = EngineHandle::spawn(EngineOptions::default(), move || {
        if shared.num_built.fetch_add(1, Ordering::AcqRel) > 0 {
            return Err(RenderError::Cancelled);
        }
        Ok(fake_renderer(&shared, false))
    })
    .unwrap();
    let id = engine.start_job(job("panic")).unwrap();
    engine.start_job(job("quick")).unwrap();
    let mut told = Vec::new();
    while let Ok(event) = engine.events().recv_timeout(PATIENCE) {
        told.push(event);
    }
    let has_ended = engine.events().recv_timeout(Duration::ZERO);
    assert!(has_ended.is_err_and(|err| err.is_disconnected()));
    let is_told = told
        .iter()
        .any(|event| matches!(event, Event::StartFailed(_)));
    let has_failed = |event: &Event| matches!(event, Event::JobFailed { id: of, .. } if *of == id);
    assert!(is_told && told.iter().any(has_failed), "{told:?}");
    assert_eq!(*stage.begun.lock().unwrap(), ["panic"]);
}

#[test]
fn a_panic_in_a_preview_is_told() {
    let (engine, _) = start(64);
    let photo = Arc::new(crate::common::picture(16, 12));
    engine.request_preview(preview(1, "panic", &photo));
    assert!(matches!(
        next(&engine),
        Event::PreviewFailed {
            id: RequestId(1),
            ..
        }
    ));
    engine.request_preview(preview(2, "quick", &photo));
    assert!(matches!(
        next(&engine),
        Event::Preview {
            id: RequestId(2),
            ..
        }
    ));
}

#[test]
fn a_full_event_queue_loses_no_result() {
    let (mut engine, stage) = start(1);
    let asked: Vec<_> = (0..30)
        .map(|_| engine.start_job(job("quick")).unwrap())
        .collect();
    // Nobody reads while all of them are drawn.
    until(|| stage.begun.lock().unwrap().len() == asked.len());
    let finished: Vec<_> = asked.iter().map(|_| done(&engine)).collect();
    assert_eq!(finished, asked);
}

#[test]
fn a_full_job_queue_refuses_instead_of_waiting() {
    let (mut engine, stage) = start(64);
    engine.start_job(job("slow")).unwrap();
    until(|| has_begun(&stage, "slow"));
    let refused = (0..1000).any(|_| engine.start_job(job("quick")).is_none());
    assert!(refused);
}

#[test]
fn dropping_the_handle_while_busy_ends_the_thread() {
    let (mut engine, stage) = start(1);
    engine.start_job(job("slow")).unwrap();
    for _ in 0..10 {
        engine.start_job(job("quick")).unwrap();
    }
    until(|| has_begun(&stage, "slow"));
    let start = Instant::now();
    drop(engine);
    assert!(start.elapsed() < Duration::from_secs(5));
    // The renderer was dropped with its thread: this is the last one who knows the stage.
    until(|| Arc::strong_count(&stage) == 1);
}

#[test]
fn a_renderer_that_cannot_be_built_is_told() {
    let engine = EngineHandle::spawn(EngineOptions::default(), || Err(RenderError::Cancelled));
    let engine = engine.unwrap();
    assert!(matches!(
        engine.events().recv_timeout(PATIENCE),
        Ok(Event::StartFailed(_))
    ));
}

#[test]
fn progress_comes_at_most_ten_times_a_second() {
    let (mut engine, stage) = start(4096);
    stage.hold.store(false, Ordering::Release);
    let start = Instant::now();
    let asked: Vec<_> = (0..50)
        .map(|_| engine.start_job(job("quick")).unwrap())
        .collect();
    let (mut num_progress, mut num_done) = (0, 0);
    while num_done < asked.len() {
        match engine.events().recv_timeout(PATIENCE).unwrap() {
            Event::Progress { .. } => num_progress += 1,
            Event::JobDone { .. } => num_done += 1,
            _ => {}
        }
    }
    let allowed = start.elapsed().as_secs_f64() * 10.0 + 1.0;
    assert!(
        f64::from(num_progress) <= allowed,
        "{num_progress} in {:?}",
        start.elapsed()
    );
}

#[test]
fn a_thumbnail_waits_for_previews_and_older_ones_give_way() {
    let (engine, _stage) = start(64);
    let picture = Arc::new(photo().pixels.clone());
    let thumbnails = |ids: [u64; 2]| ids.map(|id| preview(id, "a", &picture)).to_vec();
    assert!(engine.request_thumbnails(thumbnails([90, 91]), true));
    assert!(engine.request_thumbnails(thumbnails([92, 93]), true));
    engine.request_preview(preview(7, "b", &picture));
    let mut seen = Vec::new();
    while !(seen.contains(&7) && seen.contains(&93)) {
        match next(&engine) {
            Event::Preview { id, .. } | Event::Thumbnail { id, .. } => seen.push(id.0),
            other => panic!("unexpected {other:?}"),
        }
    }
    // The first two may have been begun before they were void, but never come after the later ones.
    let place = |id: u64| seen.iter().position(|seen| *seen == id);
    assert!(place(92) < place(93));
    assert!(
        place(91).is_none_or(|old| Some(old) < place(92)),
        "{seen:?}"
    );
}
