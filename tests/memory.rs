//! Learning takes no more memory after hundreds of steps than after a few, and a graphics device
//! learns the same as the CPU.

use std::process::Command;

use burn::prelude::Device;
use burn::tensor::TensorData;
use kinetoon::gpu::best_adapter;
use kinetoon::model::{BaseModel, Dials, Teaching};
use kinetoon::train::{Batch, Goal, LossShares, Stage, StepLosses, Trainer};

use crate::common::any_gpu;

/// Says to [`steps_for_another_process`] where to learn and how many steps.
const WHERE: &str = "KINETOON_TEST_MEMORY_DEVICE";
const HOW_MANY: &str = "KINETOON_TEST_MEMORY_STEPS";
/// Growth that is allowed.
const GROWTH: f64 = 0.03;

/// Waves, the same on every call.
fn waves(side: usize, phase: f32) -> TensorData {
    let mut numbers = Vec::new();
    for channel in 0..3 {
        for y in 0..side {
            for x in 0..side {
                let wave =
                    (0.31 * x as f32 + 0.17 * y as f32 * (1.0 + phase) + channel as f32).sin();
                numbers.push(0.5 + 0.4 * wave);
            }
        }
    }
    TensorData::new(numbers, [1, 3, side, side])
}

fn trainer(side: usize, device: &Device) -> Trainer {
    let base = include_bytes!("../assets/models/base-v3.safetensors");
    let teaching = include_bytes!("../assets/models/teaching-v3.safetensors");
    let base = BaseModel::from_bytes(base).unwrap();
    let teaching = Teaching::from_bytes(teaching).unwrap();
    let extractor = teaching.extractor(device).unwrap();
    let rms = teaching.rms();
    let mut shares = rms.iter();
    let page = burn::prelude::Tensor::<4>::from_data(waves(side, 2.0), device);
    let grams = extractor
        .forward(page)
        .map(|level| kinetoon::train::loss::gram(level.div_scalar(*shares.next().unwrap())));
    let goal = Goal {
        grams,
        rms,
        photo: base.photo(),
    };
    Trainer::new(
        base.generator(device).unwrap(),
        base.styles()[0].code,
        teaching.discriminator(device).unwrap(),
        extractor,
        goal,
        LossShares::default(),
        device,
    )
}

fn step(trainer: &mut Trainer, side: usize) -> StepLosses {
    let batch = Batch {
        photos: waves(side, 0.0),
        pages: waves(side, 2.0),
        kept: None,
        dials: vec![[0.0; 3]],
    };
    trainer
        .step(batch, Dials::NEUTRAL, Stage::Everything, 1e-4)
        .unwrap()
}

/// Not a test of its own: what the tests below run in a process of its own, whose memory nobody
/// shares.
#[test]
#[ignore = "run by the tests of memory in a process of its own"]
fn steps_for_another_process() {
    let num_steps: usize = std::env::var(HOW_MANY).unwrap().parse().unwrap();
    let on_gpu = std::env::var(WHERE).unwrap() == "gpu";
    let gpu = if on_gpu { any_gpu() } else { None };
    let device = match &gpu {
        Some(gpu) => gpu.register_with_runtime().unwrap(),
        None => Device::flex(),
    };
    let side = if on_gpu { 16 } else { 32 };
    let mut trainer = trainer(side, &device);
    for _ in 0..num_steps {
        let losses = step(&mut trainer, side);
        assert!(losses.style.is_finite());
        let memory = memory_stats::memory_stats().unwrap().physical_mem;
        println!("resident {memory}");
    }
}

/// Memory after each of `num_steps` steps in a process of its own.
fn resident(place: &str, num_steps: usize) -> Vec<f64> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["memory::steps_for_another_process", "--exact", "--ignored"])
        .args(["--nocapture", "--test-threads", "1"])
        .env(WHERE, place)
        .env(HOW_MANY, num_steps.to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text} {told}");
    let numbers = text
        .lines()
        .filter_map(|line| line.split("resident ").nth(1));
    let numbers: Vec<f64> = numbers.map(|number| number.parse().unwrap()).collect();
    assert_eq!(numbers.len(), num_steps);
    numbers
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

#[test]
fn memory_stays_flat_over_five_hundred_steps() {
    let resident = resident("cpu", 500);
    // The first steps fill the allocator's pools.
    let (early, late) = (mean(&resident[50..150]), mean(&resident[400..]));
    println!("{:.1} MB, then {:.1} MB", early / 1e6, late / 1e6);
    assert!(
        late < early * (1.0 + GROWTH),
        "from {early} to {late} bytes"
    );
}

#[test]
fn memory_stays_flat_on_a_graphics_adapter() {
    if best_adapter(true).is_none() {
        println!("skipped: this machine has no graphics adapter, not even a software one");
        return;
    }
    let resident = resident("gpu", 12);
    let (early, late) = (mean(&resident[6..8]), mean(&resident[10..]));
    println!("{:.1} MB, then {:.1} MB", early / 1e6, late / 1e6);
    assert!(
        late < early * (1.0 + GROWTH),
        "from {early} to {late} bytes"
    );
}

#[test]
fn a_graphics_adapter_learns_what_the_cpu_learns() {
    let Some(gpu) = any_gpu() else { return };
    let device = gpu.register_with_runtime().unwrap();
    let side = 16;
    let mut on_cpu = trainer(side, &Device::flex());
    let mut on_gpu = trainer(side, &device);
    // The first step compares the losses, the next two what was learnt from them, the other way
    // round too.
    for (i, tolerance) in [1e-3, 1e-2, 2e-2].into_iter().enumerate() {
        let (cpu, gpu) = (step(&mut on_cpu, side), step(&mut on_gpu, side));
        let pairs = [
            (cpu.style, gpu.style),
            (cpu.content, gpu.content),
            (cpu.cycle, gpu.cycle),
            (cpu.adversarial, gpu.adversarial),
            (cpu.discriminator, gpu.discriminator),
        ];
        for (cpu, gpu) in pairs {
            let apart = (cpu - gpu).abs();
            assert!(
                apart <= tolerance * cpu.abs().max(0.1),
                "step {i}: {gpu}, not {cpu}"
            );
        }
    }
}
