//! How long the parts of a drawing take: `cargo bench`.
//!
//! Pictures are made here, the network has the shipped weights; everything runs on the CPU but for
//! what is said to run on a graphics device.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to measure"
)]

use std::hint::black_box;
use std::sync::Arc;

use burn::prelude::{Device, Tensor};
use image::RgbaImage;
use kinetoon::gpu::{self, Gpu, InkPasses};
use kinetoon::ink::{self, InkDevice, InkSettings, LiveInk};
use kinetoon::model::BaseModel;
use kinetoon::picture::{self, DecodeLimits, EncodeOptions, OutputFormat};
use kinetoon::render::{DeviceChoice, Recipe, RenderRequest, Renderer, RendererOptions, Scale};
use kinetoon::ui::HeldSlider;

const WEIGHTS: &[u8] = include_bytes!("../../assets/models/base-v3.safetensors");

fn main() {
    divan::main();
}

/// Gradients, edges and fine texture, as in a photograph.
fn photo(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / 40.0, y as f32 / 40.0);
        let wave = (u.sin() * v.cos() + (3.1 * u + v).sin() * 0.3) * 60.0 + 128.0;
        let texture = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 27;
        image::Rgba([
            wave as u8,
            (wave * 0.7) as u8 + texture as u8,
            (255.0 - wave) as u8,
            255,
        ])
    })
}

fn encoded(format: OutputFormat) -> Vec<u8> {
    let options = EncodeOptions {
        format,
        quality: 92,
        ..EncodeOptions::default()
    };
    picture::encode(&photo(4000, 3000), None, &options).unwrap()
}

fn model() -> BaseModel {
    BaseModel::from_bytes(WEIGHTS).unwrap()
}

#[divan::bench(sample_count = 5)]
fn decode_jpeg_12_megapixels(bencher: divan::Bencher<'_, '_>) {
    let bytes = encoded(OutputFormat::Jpeg);
    bencher.bench(|| picture::decode_bytes(black_box(&bytes), &DecodeLimits::default()).unwrap());
}

#[divan::bench(sample_count = 5)]
fn encode_jpeg_12_megapixels(bencher: divan::Bencher<'_, '_>) {
    let picture = photo(4000, 3000);
    let options = EncodeOptions {
        format: OutputFormat::Jpeg,
        quality: 92,
        ..EncodeOptions::default()
    };
    bencher.bench(|| picture::encode(black_box(&picture), None, &options).unwrap());
}

#[divan::bench(args = [256, 512, 1024], sample_count = 10)]
fn network(bencher: divan::Bencher<'_, '_>, side: u32) {
    let (model, picture) = (model(), photo(side, side));
    let (generator, code) = (model.cpu().unwrap(), model.styles()[0].code.0);
    let side = side as usize;
    bencher.bench(|| {
        generator
            .draw(black_box(&picture), side, side, &code, [0.0; 3], &|| false)
            .unwrap()
    });
}

#[divan::bench(args = [256, 512], sample_count = 5)]
fn network_in_burn_flex(bencher: divan::Bencher<'_, '_>, side: usize) {
    let (model, device) = (model(), Device::flex());
    let generator = model.generator(&device).unwrap();
    bencher.bench(|| {
        let x = Tensor::<4>::full([1, 3, side, side], 0.4, &device);
        let code = Tensor::<2>::zeros([1, 32], &device);
        let dials = Tensor::<2>::zeros([1, 3], &device);
        generator
            .forward(x, code, dials)
            .try_into_vec_as::<f32>()
            .unwrap()
    });
}

#[divan::bench(args = [0.0, 1.0], sample_count = 5)]
fn ink_1920x1080(bencher: divan::Bencher<'_, '_>, hatching: f32) {
    let picture = photo(1920, 1080);
    let settings = InkSettings {
        hatching,
        ..InkSettings::default()
    };
    bencher.bench(|| ink::draw(black_box(&picture), &picture, &settings));
}

/// On the best adapter that there is, were it a software one; nothing is measured without any.
#[divan::bench(args = [640, 1280], sample_count = 5)]
fn ink_on_the_graphics_device(bencher: divan::Bencher<'_, '_>, side: u32) {
    let Some((instance, adapter)) = gpu::best_adapter(true) else {
        return;
    };
    let gpu = Gpu::open(instance, adapter).unwrap();
    let device: Arc<dyn InkDevice> = Arc::new(InkPasses::new(&gpu.device, &gpu.queue));
    let (picture, settings) = (photo(side, side * 2 / 3), InkSettings::default());
    let draw = || {
        let mut live = LiveInk::on(Some(Arc::clone(&device)));
        live.draw(black_box(&picture), &picture, &settings)
    };
    // The programs are compiled by the first drawing.
    draw();
    bencher.bench(draw);
}

#[divan::bench(sample_count = 5)]
fn upsample_to_12_megapixels(bencher: divan::Bencher<'_, '_>) {
    let full = photo(4000, 3000);
    let small = picture::downscale(&full, 1280, 960);
    bencher.bench(|| picture::upsample_guided(black_box(&small), &small, &full));
}

#[divan::bench(args = [512, 1280], sample_count = 5)]
fn stylize(bencher: divan::Bencher<'_, '_>, side: u32) {
    let options = RendererOptions {
        device: DeviceChoice::Cpu,
        ..RendererOptions::default()
    };
    let mut renderer = Renderer::open(&options).unwrap();
    let encode = EncodeOptions {
        format: OutputFormat::Jpeg,
        quality: 92,
        ..EncodeOptions::default()
    };
    let bytes = picture::encode(&photo(side, side), None, &encode).unwrap();
    let recipe = Recipe::of_style("comic").with_ink(InkSettings::default());
    bencher.bench_local(|| {
        let photo = picture::decode_bytes(&bytes, &DecodeLimits::default())
            .unwrap()
            .pixels;
        let request = RenderRequest::in_memory(Arc::new(photo), recipe.clone(), Scale::Full);
        let drawn = renderer.render(&request, &|| false).unwrap();
        let drawn = drawn.drawing.into_pixels().unwrap();
        picture::encode(&drawn, None, &encode).unwrap()
    });
}

/// What the window's thread does in a frame while a slider is held: at rest, and moved. Where
/// nothing else runs, the slowest is to take less than half of a frame at 60 a second, 8 ms.
#[divan::bench(args = [false, true], sample_count = 300, sample_size = 1)]
fn frame_with_a_held_slider(bencher: divan::Bencher<'_, '_>, moves: bool) {
    let mut held = HeldSlider::new().unwrap();
    bencher.bench_local(|| held.frame(black_box(moves)));
}
