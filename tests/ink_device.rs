//! The ink with its passes on a graphics device, as far as there is one: the drawing is that of the
//! CPU, whatever of it is asked for, and a device that fails loses nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use image::{RgbaImage, imageops};
use kinetoon::gpu::{Gpu, GpuError, InkPasses};
use kinetoon::ink::{
    Borders, Contours, InkDevice, InkSettings, LiveInk, Measures, Plane, SLIDERS, Shapes, Sources,
    Tones,
};
use kinetoon::library::StyleLibrary;
use kinetoon::model::BaseModel;
use kinetoon::model::cpu::Statistics;
use kinetoon::picture::{self, DecodeLimits};
use kinetoon::render::{
    Backend, Condition, DeviceNote, DeviceReport, Recipe, RenderError, RenderRequest, Renderer,
    Scale,
};

use crate::common::any_gpu;

/// Steps of 255 by which the device may differ, and one of how many pixels by more, since it lies
/// on a threshold.
const STEPS: u8 = 1;
const RARELY: usize = 1000;

fn on(gpu: &Gpu) -> Arc<InkPasses> {
    Arc::new(InkPasses::new(&gpu.device, &gpu.queue))
}

/// A part of the sample, and the same with its tones bent, as a drawing would be.
fn sample(width: u32, height: u32) -> (RgbaImage, RgbaImage) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/street.jpg");
    let photo = picture::decode_file(&path, &DecodeLimits::default()).unwrap();
    let photo = picture::downscale(&photo.pixels, 480, 320);
    let photo = imageops::crop_imm(&photo, 120, 60, width, height).to_image();
    let mut drawing = photo.clone();
    for pixel in drawing.pixels_mut() {
        let [red, green, blue, _] = pixel.0;
        pixel.0 = [
            (red / 48) * 48 + 10,
            (green / 32) * 30,
            blue.saturating_add(20),
            255,
        ];
    }
    (photo, drawing)
}

/// The default look, one whose hand draws, and one that was measured.
fn inks() -> [InkSettings; 3] {
    let drawn = InkSettings {
        hand: 0.8,
        detail: 0.85,
        blacks: 0.4,
        hatching: 0.5,
        ..InkSettings::default()
    };
    // Without strokes, which begin where others leave room: there a millionth is seen.
    let measured = InkSettings {
        hatching: 0.0,
        ..Recipe::of_style("oz-neill").ink
    };
    assert!(measured.measured.is_some());
    [InkSettings::default(), drawn, measured]
}

fn assert_alike(device: &RgbaImage, cpu: &RgbaImage, what: &str) {
    assert_eq!(device.dimensions(), cpu.dimensions());
    let is_apart = |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| {
        a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > STEPS)
    };
    let num_apart = device.pixels().zip(cpu.pixels()).filter(is_apart).count();
    let num_pixels = (cpu.width() * cpu.height()) as usize;
    assert!(
        num_apart * RARELY <= num_pixels,
        "{what}: {num_apart} of {num_pixels}"
    );
}

#[test]
fn a_drawing_on_the_device_is_that_of_the_cpu() {
    let Some(gpu) = any_gpu() else { return };
    let device = on(&gpu);
    let (photo, drawing) = sample(241, 180);
    for settings in inks() {
        let draw = |mut live: LiveInk| live.draw(&photo, &drawing, &settings);
        let on_device = draw(LiveInk::on(Some(device.clone())));
        assert_alike(
            &on_device,
            &draw(LiveInk::default()),
            &format!("{settings:?}"),
        );
    }
    // Whatever the size: the planes of tiny ones are larger than they are.
    for (width, height) in [(1, 1), (9, 2), (17, 33)] {
        let photo = imageops::crop_imm(&photo, 100, 80, width, height).to_image();
        let draw = |mut live: LiveInk| live.draw(&photo, &photo, &InkSettings::default());
        let on_device = draw(LiveInk::on(Some(device.clone())));
        let size = format!("{width}x{height}");
        assert_alike(&on_device, &draw(LiveInk::default()), &size);
    }
    assert!(device.take_failure().is_none());
}

#[test]
fn what_is_kept_while_sliders_move_is_what_the_device_draws_at_once() {
    let Some(gpu) = any_gpu() else { return };
    let device = on(&gpu);
    let (photo, drawing) = sample(96, 64);
    let base = InkSettings {
        hand: 0.7,
        ..InkSettings::default()
    };
    let mut live = LiveInk::on(Some(device.clone()));
    live.draw(&photo, &drawing, &base);
    for (index, slider) in SLIDERS.iter().enumerate() {
        let mut settings = base;
        *settings.values_mut()[index] = *slider.range.end();
        let kept = live.draw(&photo, &drawing, &settings);
        let at_once = LiveInk::on(Some(device.clone())).draw(&photo, &drawing, &settings);
        assert!(kept == at_once, "{}", slider.key);
    }
    assert!(device.take_failure().is_none());
}

#[test]
fn parts_and_deep_rows_on_the_device_are_those_of_the_whole() {
    let Some(gpu) = any_gpu() else { return };
    let device = on(&gpu);
    let (photo, drawing) = sample(150, 111);
    let (width, height) = (397, 294);
    let kept = imageops::resize(&drawing, width, height, imageops::FilterType::Triangle);
    let measures = Measures::default();
    let settings = inks()[1];
    let mut live = LiveInk::on(Some(device.clone()));
    let size = (width, height);
    let whole = live.draw_at(&photo, &drawing, &kept, &settings, size, &measures);
    let [left, top, w, h] = [131, 97, 100, 60];
    let own = imageops::crop_imm(&kept, left, top, w, h).to_image();
    let mut part = LiveInk::on(Some(device.clone()));
    let corner = [left, top];
    let part = part.draw_part(&photo, &drawing, &own, &settings, [width, height], corner);
    assert!(part == imageops::crop_imm(&whole, left, top, w, h).to_image());
    // As 16 bits are written.
    let mut rows: Vec<[f32; 3]> = Vec::new();
    let mut put = |more: &[[f32; 3]]| {
        rows.extend(more);
        Ok::<_, ()>(())
    };
    LiveInk::on(Some(device))
        .draw_rows(&photo, &drawing, &kept, &settings, &measures, &mut put)
        .unwrap();
    assert_eq!(rows.len(), (width * height) as usize);
    for (row, pixel) in rows.iter().zip(whole.pixels()) {
        assert_eq!(row.map(|v| (v * 255.0 + 0.5) as u8), pixel.0[..3]);
    }
}

#[test]
fn a_device_that_is_lost_between_two_sliders_loses_nothing() {
    let Some(gpu) = any_gpu() else { return };
    let device = on(&gpu);
    let (photo, drawing) = sample(96, 64);
    let mut live = LiveInk::on(Some(device.clone()));
    live.draw(&photo, &drawing, &InkSettings::default());
    assert!(device.take_failure().is_none());
    gpu.device.destroy();
    let settings = InkSettings {
        line_width: 2.0,
        tones: 2.0,
        ..InkSettings::default()
    };
    let drawn = live.draw(&photo, &drawing, &settings);
    let on_cpu = LiveInk::default().draw(&photo, &drawing, &settings);
    assert_alike(&drawn, &on_cpu, "lost");
    assert!(matches!(device.take_failure(), Some(GpuError::Lost { .. })));
    assert!(device.take_failure().is_none());
}

/// A device that fails at its first pass.
#[derive(Debug, Default)]
struct Failing {
    num_asked: AtomicUsize,
    failure: Mutex<Option<GpuError>>,
}

impl Failing {
    fn fail<T>(&self) -> Option<T> {
        let reason = "the driver was updated".to_owned();
        if self.num_asked.fetch_add(1, Ordering::AcqRel) == 0 {
            *self.failure.lock().unwrap() = Some(GpuError::Lost { reason });
        }
        None
    }
}

impl InkDevice for Failing {
    fn contours(&self, _: &Plane, _: f32) -> Option<Plane<f32>> {
        self.fail()
    }
    fn shapes(&self, _: &Sources<'_>) -> Option<Shapes> {
        self.fail()
    }
    fn borders(&self, _: &Tones<'_>) -> Option<Borders> {
        self.fail()
    }
    fn lines(&self, _: &Contours<'_>) -> Option<Plane<f32>> {
        self.fail()
    }
}

struct FakeBackend(Option<Arc<Failing>>);

impl Backend for FakeBackend {
    fn forward(
        &mut self,
        photo: &RgbaImage,
        _: &Condition,
        _: Option<&Statistics>,
        _: &(dyn Fn() -> bool + Sync),
    ) -> Result<RgbaImage, RenderError> {
        Ok(photo.clone())
    }

    fn ink_device(&self) -> Option<Arc<dyn InkDevice>> {
        let failing = self.0.clone()?;
        Some(failing)
    }

    fn ink_failure(&self) -> Option<GpuError> {
        self.0.as_ref()?.failure.lock().unwrap().take()
    }
}

#[test]
fn the_renderer_leaves_a_device_alone_that_failed_over_the_ink() {
    let renderer = |failing: Option<Arc<Failing>>| {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/assets/models/base-v3.safetensors"
        );
        let model = BaseModel::from_bytes(&std::fs::read(path).unwrap()).unwrap();
        let library = StyleLibrary::new(model, None, None);
        let report = DeviceReport {
            network_on_gpu: failing.is_some(),
            ink_on_gpu: failing.is_some(),
            ..DeviceReport::default()
        };
        let gpu = failing.map(|failing| Box::new(FakeBackend(Some(failing))) as Box<dyn Backend>);
        Renderer::with_backends(library, Box::new(FakeBackend(None)), gpu, report)
    };
    let failing = Arc::new(Failing::default());
    let (mut on_gpu, mut on_cpu) = (renderer(Some(Arc::clone(&failing))), renderer(None));
    let photo = Arc::new(sample(96, 64).0);
    let draw = |renderer: &mut Renderer| {
        let request =
            RenderRequest::in_memory(Arc::clone(&photo), Recipe::of_style("comic"), Scale::Full);
        let rendered = renderer.render(&request, &|| false).unwrap();
        rendered.drawing.into_pixels().unwrap()
    };
    let (drawn, expected) = (draw(&mut on_gpu), draw(&mut on_cpu));
    assert!(drawn == expected);
    let report = on_gpu.report();
    assert!(!report.ink_on_gpu && !report.network_on_gpu);
    let note = report.note.clone();
    assert!(matches!(note, Some(DeviceNote::LeftAlone { detail }) if detail.contains("driver")));
    let num_asked = failing.num_asked.load(Ordering::Acquire);
    assert!(num_asked > 0);
    assert!(draw(&mut on_gpu) == expected);
    assert_eq!(failing.num_asked.load(Ordering::Acquire), num_asked);
}
