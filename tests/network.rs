//! The generator draws what its PyTorch twin draws: on Burn's CPU backend, in the arrangement for
//! CPUs, on a graphics adapter.
//!
//! `fixtures/base-v3-reference.safetensors` holds inputs and the outputs that PyTorch gave for
//! them.

use std::path::Path;
use std::sync::Arc;

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use kinetoon::engine::{EngineHandle, EngineOptions, Event, RequestId, TrainCommand, TrainEvent};
use kinetoon::gpu::{Gpu, TensorDisplay, best_adapter, read_back};
use kinetoon::ink::InkSettings;
use kinetoon::model::padding::{padded_side, reflect_index};
use kinetoon::model::{BaseModel, CODE_SIZE, StyleCode};
use kinetoon::picture::{ColorSpace, Metadata, Photo};
use kinetoon::render::{
    DeviceChoice, OutputSize, Recipe, RenderError, RenderRequest, Renderer, RendererOptions, Scale,
    Sink, Source, View,
};
use safetensors::SafeTensors;

use crate::common::any_gpu;

/// Largest difference to PyTorch on the CPU, in `0.0..=1.0`.
const CPU_TOLERANCE: f32 = 1e-4;
/// Largest difference to PyTorch on a graphics adapter.
const GPU_TOLERANCE: f32 = 2e-3;

struct Case {
    input: Vec<f32>,
    width: usize,
    height: usize,
    code: StyleCode,
    dials: [f32; 3],
    output: Vec<f32>,
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn model() -> BaseModel {
    BaseModel::from_bytes(&file("assets/models/base-v3.safetensors")).unwrap()
}

fn floats(data: &[u8]) -> Vec<f32> {
    data.as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect()
}

fn cases() -> Vec<Case> {
    let weights = file("assets/models/base-v3.safetensors");
    let weights = SafeTensors::deserialize(&weights).unwrap();
    let codes = floats(weights.tensor("codes").unwrap().data());
    let reference = file("tests/fixtures/base-v3-reference.safetensors");
    let reference = SafeTensors::deserialize(&reference).unwrap();
    let tensor = |index: usize, name: &str| reference.tensor(&format!("{index}.{name}")).unwrap();
    let case = |index| {
        let input = tensor(index, "input");
        let style = tensor(index, "style").data()[0] as usize;
        let code = codes[style * CODE_SIZE..][..CODE_SIZE].try_into().unwrap();
        Case {
            input: floats(input.data()),
            height: input.shape()[2],
            width: input.shape()[3],
            code: StyleCode(code),
            dials: floats(tensor(index, "dials").data()).try_into().unwrap(),
            output: floats(tensor(index, "output").data()),
        }
    };
    (0..3).map(case).collect()
}

fn difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    assert!(a.iter().all(|v| v.is_finite()));
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max)
}

fn tensor<const D: usize>(numbers: &[f32], shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(numbers.to_vec(), shape), device)
}

fn forward(model: &BaseModel, case: &Case, device: &Device) -> Tensor<4> {
    let x = tensor(&case.input, [1, 3, case.height, case.width], device);
    let code = tensor(&case.code.0, [1, CODE_SIZE], device);
    let dials = tensor(&case.dials, [1, 3], device);
    model.generator(device).unwrap().forward(x, code, dials)
}

#[test]
fn burn_on_the_cpu_agrees_with_pytorch() {
    let (model, device) = (model(), Device::flex());
    for case in cases() {
        let output = forward(&model, &case, &device)
            .try_into_vec_as::<f32>()
            .unwrap();
        let difference = difference(&output, &case.output);
        assert!(
            difference <= CPU_TOLERANCE,
            "{}x{}: {difference}",
            case.width,
            case.height
        );
    }
}

#[test]
fn the_arrangement_for_cpus_agrees_with_pytorch() {
    let generator = model().cpu().unwrap();
    for case in cases() {
        let Case {
            input,
            width,
            height,
            code,
            dials,
            output,
        } = case;
        let found = generator
            .forward(&input, width, height, &code.0, dials)
            .unwrap();
        let difference = difference(&found, &output);
        assert!(
            difference <= CPU_TOLERANCE,
            "{width}x{height}: {difference}"
        );
    }
}

/// What Burn makes of a picture of any size, padded as the arrangement for CPUs pads it.
fn burn_any_size(model: &BaseModel, input: &[f32], width: usize, height: usize) -> Vec<f32> {
    let device = Device::flex();
    let (padded_width, padded_height) = (padded_side(width), padded_side(height));
    let mut padded = Vec::new();
    for plane in input.chunks(width * height) {
        for y in 0..padded_height {
            let row = reflect_index(y, height) * width;
            padded.extend((0..padded_width).map(|x| plane[row + reflect_index(x, width)]));
        }
    }
    let case = Case {
        input: padded,
        width: padded_width,
        height: padded_height,
        code: model.styles()[0].code,
        dials: [0.5, -0.5, 0.0],
        output: Vec::new(),
    };
    let output = forward(model, &case, &device)
        .try_into_vec_as::<f32>()
        .unwrap();
    let planes = output.chunks(padded_width * padded_height);
    planes
        .flat_map(|plane| {
            plane
                .chunks(padded_width)
                .take(height)
                .flat_map(|row| &row[..width])
        })
        .copied()
        .collect()
}

#[test]
fn both_agree_at_sizes_that_are_no_multiples_of_four() {
    let model = model();
    let direct = model.cpu().unwrap();
    for (width, height) in [(1, 1), (1, 23), (5, 7), (31, 18), (50, 37), (64, 41)] {
        let input: Vec<f32> = (0..3 * width * height)
            .map(|i| ((i * 7919 % 1000) as f32 / 1000.0 + (i % width) as f32 / width as f32) * 0.5)
            .collect();
        let expected = burn_any_size(&model, &input, width, height);
        let code = model.styles()[0].code.0;
        let found = direct
            .forward(&input, width, height, &code, [0.5, -0.5, 0.0])
            .unwrap();
        let difference = difference(&found, &expected);
        assert!(
            difference <= CPU_TOLERANCE,
            "{width}x{height}: {difference}"
        );
    }
}

#[test]
fn burn_on_a_shared_graphics_device_agrees_with_pytorch() {
    let Some(gpu) = any_gpu() else { return };
    let (model, device) = (model(), gpu.register_with_runtime().unwrap());
    let display = TensorDisplay::new(&gpu.device).unwrap();
    for case in cases() {
        let output = forward(&model, &case, &device);
        let numbers = output.clone().try_into_vec_as::<f32>().unwrap();
        let apart = difference(&numbers, &case.output);
        assert!(
            apart <= GPU_TOLERANCE,
            "{}x{}: {apart}",
            case.width,
            case.height
        );

        // The same tensor as a texture, without a way through the CPU.
        let (width, height) = (case.width as u32 - 3, case.height as u32 - 2);
        let texture = display
            .write(&device, &gpu.device, &gpu.queue, output, width, height)
            .unwrap();
        let picture = read_back(&gpu.device, &gpu.queue, &texture).unwrap();
        assert_eq!(picture.dimensions(), (width, height));
        for (x, y, pixel) in picture.enumerate_pixels() {
            for channel in 0..3 {
                let at = (channel * case.height + y as usize) * case.width + x as usize;
                let expected = (numbers[at] * 255.0).round();
                assert!((f32::from(pixel.0[channel]) - expected).abs() <= 1.0);
            }
        }
    }
}

#[test]
fn a_renderer_on_the_graphics_device_draws_what_the_cpu_draws() {
    if best_adapter(true).is_none() {
        println!("skipped: this machine has no graphics adapter, not even a software one");
        return;
    }
    let open = |device| {
        Renderer::open(&RendererOptions {
            device,
            ..RendererOptions::default()
        })
        .unwrap()
    };
    let (mut on_gpu, mut on_cpu) = (open(DeviceChoice::Gpu), open(DeviceChoice::Cpu));
    let report = on_gpu.report();
    assert!(report.network_on_gpu);
    // Where the card is a program, the CPU's own ink is faster.
    let is_software = report.adapter.as_ref().unwrap().software;
    assert_eq!(report.ink_on_gpu, !is_software);
    assert!(!on_cpu.report().network_on_gpu);
    // The size of the self-test's tile: other sizes would be tuned anew, slow in software.
    let photo = Arc::new(crate::common::picture(62, 61));
    let recipe = Recipe::of_style("oz-neill").with_ink(InkSettings {
        hand: 1.0,
        ..InkSettings::default()
    });
    let draw = |renderer: &mut Renderer| {
        let (photo, recipe) = (Arc::clone(&photo), recipe.clone());
        let request = RenderRequest::in_memory(photo, recipe, Scale::Full);
        let rendered = renderer.render(&request, &|| false).unwrap();
        rendered.drawing.into_pixels().unwrap()
    };
    let (gpu_picture, cpu_picture) = (draw(&mut on_gpu), draw(&mut on_cpu));
    assert!(on_gpu.report().network_on_gpu, "the device was left alone");
    let apart = |a: &u8, b: &u8| a.abs_diff(*b);
    let apart: Vec<u8> = gpu_picture
        .iter()
        .zip(cpu_picture.iter())
        .map(|(a, b)| apart(a, b))
        .collect();
    // One step of the drawing may move a soft threshold of the ink by a few.
    assert!(
        apart.iter().all(|d| *d <= 6),
        "largest {:?}",
        apart.iter().max()
    );
}

#[test]
fn a_device_that_is_gone_leaves_the_drawing_to_the_cpu() {
    let Some(gpu) = any_gpu() else { return };
    let picture = crate::common::picture(62, 61);
    let job = || RenderRequest {
        source: Source::Photo(Arc::new(Photo {
            pixels: picture.clone(),
            metadata: Metadata::default(),
            space: ColorSpace::default(),
        })),
        recipe: Recipe::of_style("oz-neill").with_ink(InkSettings {
            hand: 1.0,
            ..InkSettings::default()
        }),
        scale: Scale::default(),
        view: View::Full(OutputSize::default()),
        sink: Sink::Memory,
    };
    let draw = |device, shared: Option<Gpu>| {
        let options = RendererOptions {
            device,
            shared: shared.clone(),
            ..RendererOptions::default()
        };
        let open = move || Renderer::open(&options);
        let mut engine = EngineHandle::spawn(EngineOptions::default(), open).unwrap();
        let mut has_left = false;
        loop {
            match engine.events().recv().unwrap() {
                Event::Ready { .. } => {
                    if let Some(gpu) = &shared {
                        gpu.device.destroy();
                    }
                    engine.start_job(job()).unwrap();
                }
                Event::DeviceChanged(device) => {
                    has_left = !device.network_on_gpu && device.adapter.is_none();
                }
                Event::JobDone { result, .. } => return (result.pixels.unwrap(), has_left),
                Event::JobFailed { error, .. } | Event::StartFailed(error) => panic!("{error}"),
                _ => {}
            }
        }
    };
    let (drawn, has_left) = draw(DeviceChoice::Gpu, Some(gpu));
    assert!(has_left, "nobody was told");
    let (expected, has_left) = draw(DeviceChoice::Cpu, None);
    assert!(!has_left);
    assert!(drawn == expected, "not what the CPU draws");
}

#[test]
fn a_preview_comes_before_a_training_run_is_timed_to_the_end() {
    let options = RendererOptions {
        device: DeviceChoice::Cpu,
        ..RendererOptions::default()
    };
    let open = move || Renderer::open(&options);
    let engine = EngineHandle::spawn(EngineOptions::default(), open).unwrap();
    engine.command_training(TrainCommand::TimeSteps);
    let recipe = Recipe::of_style("oz-neill").with_ink(InkSettings {
        hand: 1.0,
        ..InkSettings::default()
    });
    let photo = Arc::new(crate::common::picture(62, 61));
    let request = RenderRequest::for_screen(photo, recipe, 62);
    engine.request_preview((RequestId(1), request));
    let mut is_drawn = false;
    loop {
        match engine.events().recv().unwrap() {
            Event::Preview { .. } => is_drawn = true,
            Event::Training(TrainEvent::StepsTimed { seconds_per_step }) => {
                assert!(is_drawn, "the preview had to wait");
                assert!(seconds_per_step.unwrap() > 0.0);
                return;
            }
            Event::PreviewFailed { error, .. } | Event::StartFailed(error) => panic!("{error}"),
            _ => {}
        }
    }
}

#[test]
fn cancelling_gives_the_drawing_up() {
    let options = RendererOptions {
        device: DeviceChoice::Cpu,
        ..RendererOptions::default()
    };
    let mut renderer = Renderer::open(&options).unwrap();
    let photo = Arc::new(crate::common::picture(600, 400));
    let request = RenderRequest::for_screen(photo, Recipe::of_style("oz-neill"), 600);
    let result = renderer.render(&request, &|| true);
    assert!(matches!(result, Err(RenderError::Cancelled)));
}

#[test]
fn a_device_is_made_known_to_the_runtime_once() {
    let Some(gpu) = any_gpu() else {
        return;
    };
    let clone = gpu.clone();
    let [first, again] = [gpu, clone].map(|gpu| {
        let device = gpu.register_with_runtime().unwrap();
        format!("{device:?}")
    });
    assert_eq!(first, again);
}
