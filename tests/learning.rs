//! Learning a style: losses and gradients, that it learns at all, and that it goes on after a
//! crash.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use burn::module::Module as _;
use burn::prelude::{Device, Tensor};
use burn::tensor::{Gradients, TensorData};
use image::{Rgb, RgbImage};
use kinetoon::book::Area;
use kinetoon::model::perceptual::NUM_LEVELS;
use kinetoon::model::tensors::{NamedTensors, parse};
use kinetoon::model::{BaseModel, CODE_SIZE, Dials, Teaching};
use kinetoon::train::loss::{self, Adversarial, gram};
use kinetoon::train::pages::Page;
use kinetoon::train::pairs::Pair;
use kinetoon::train::{
    AreaShares, Batch, Budget, Finetuning, Goal, LossShares, Plan, Stage, TrainInputs, Trainer,
    flattened,
};

const BASE: &[u8] = include_bytes!("../assets/models/base-v3.safetensors");
const TEACHING: &[u8] = include_bytes!("../assets/models/teaching-v3.safetensors");
const LOSSES: &[u8] = include_bytes!("fixtures/losses.safetensors");

/// A checkpoint takes seconds; a busy machine may take many.
const PATIENCE: Duration = Duration::from_mins(2);

/// Values and gradients that `tests/fixtures/losses.py` computed.
struct Reference {
    tensors: NamedTensors,
    device: Device,
}

impl Reference {
    fn read() -> Self {
        Self {
            tensors: parse(LOSSES).unwrap().0,
            device: Device::flex().autodiff(),
        }
    }

    fn tensor<const D: usize>(&self, name: &str) -> Tensor<D> {
        let (shape, numbers) = self.tensors[name].clone();
        Tensor::from_data(TensorData::new(numbers, shape), &self.device)
    }

    fn input<const D: usize>(&self, loss: &str, name: &str) -> Tensor<D> {
        self.tensor::<D>(&format!("{loss}.{name}")).require_grad()
    }

    /// Compares `value`, and returns the gradients of its sum weighted by 1, 2, 3 and so on.
    fn check_value(&self, loss: &str, value: Tensor<1>) -> Gradients {
        let n = value.dims()[0];
        self.compare(&format!("{loss}.value"), value.clone());
        let weights: Vec<f32> = (1..=n).map(|i| i as f32).collect();
        let weights = Tensor::<1>::from_data(TensorData::new(weights, [n]), &self.device);
        (value * weights).sum().backward()
    }

    fn check_gradient<const D: usize>(
        &self,
        loss: &str,
        name: &str,
        input: &Tensor<D>,
        gradients: &Gradients,
    ) {
        let found = input.grad(gradients).unwrap();
        self.compare(&format!("{loss}.{name}.grad"), found);
    }

    fn compare<const D: usize>(&self, name: &str, found: Tensor<D>) {
        let found = found.try_into_vec_as::<f32>().unwrap();
        let expected = &self.tensors[name].1;
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-4,
                "{name}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn losses_and_their_gradients_are_those_of_pytorch() {
    let reference = Reference::read();
    let features = |loss: &str| -> [Tensor<4>; NUM_LEVELS] {
        std::array::from_fn(|i| match (loss, i) {
            ("content", 0 | 1) => reference.tensor(&format!("others{i}")),
            _ => reference.input(loss, &format!("features{i}")),
        })
    };
    let photo = reference.tensor::<4>("photo");

    let inputs = features("style");
    let target = std::array::from_fn(|i| reference.tensor(&format!("target{i}")));
    let gradients = reference.check_value("style", loss::style(&inputs, &target));
    for (i, input) in inputs.iter().enumerate() {
        reference.check_gradient("style", &format!("features{i}"), input, &gradients);
    }

    let inputs = features("content");
    let others = std::array::from_fn(|i| reference.tensor(&format!("others{i}")));
    let drawn = reference.input::<4>("content", "drawn");
    let value = loss::content(&inputs, &others, &drawn, &photo);
    let gradients = reference.check_value("content", value);
    reference.check_gradient("content", "drawn", &drawn, &gradients);
    for i in [2, 3] {
        reference.check_gradient("content", &format!("features{i}"), &inputs[i], &gradients);
    }

    let drawn = reference.input::<4>("cycle", "drawn");
    let gradients = reference.check_value("cycle", loss::cycle(drawn.clone(), photo.clone()));
    reference.check_gradient("cycle", "drawn", &drawn, &gradients);

    let drawn = reference.input::<4>("total_variation", "drawn");
    let value = loss::total_variation(&drawn, &photo);
    let gradients = reference.check_value("total_variation", value);
    reference.check_gradient("total_variation", "drawn", &drawn, &gradients);

    let flat = flattened(&photo);
    reference.compare("flattened.image", flat.image);
    reference.compare("flattened.mask", flat.mask.clone());
    let drawn = reference.input::<4>("unevenness", "drawn");
    let value = loss::unevenness(&drawn, &flat.mask, [2, 8]);
    let gradients = reference.check_value("unevenness", value);
    reference.check_gradient("unevenness", "drawn", &drawn, &gradients);
    let drawn = reference.input::<4>("tint", "drawn");
    let gradients = reference.check_value("tint", loss::tint(&drawn, &photo));
    reference.check_gradient("tint", "drawn", &drawn, &gradients);
    let drawn = reference.input::<4>("brightness", "drawn");
    let value = loss::brightness(&drawn, &photo, [4, 16]);
    let gradients = reference.check_value("brightness", value);
    reference.check_gradient("brightness", "drawn", &drawn, &gradients);

    for (name, kind) in [
        ("hinge", Adversarial::Hinge),
        ("bce", Adversarial::BinaryCrossEntropy),
        ("squares", Adversarial::LeastSquares),
    ] {
        let loss = format!("{name}.generator");
        let fake = reference.input::<4>(&loss, "fake");
        let gradients = reference.check_value(&loss, kind.generator(fake.clone()));
        reference.check_gradient(&loss, "fake", &fake, &gradients);
        let loss = format!("{name}.discriminator");
        let (real, fake) = (
            reference.input(&loss, "real"),
            reference.input(&loss, "fake"),
        );
        let value = kind.discriminator(real.clone(), fake.clone());
        let gradients = reference.check_value(&loss, value);
        reference.check_gradient::<4>(&loss, "real", &real, &gradients);
        reference.check_gradient::<4>(&loss, "fake", &fake, &gradients);
    }
}

/// Smooth pictures: finite differences of sharp ones are noise.
fn smooth(n: usize, side: usize, phase: f32, device: &Device) -> Tensor<4> {
    let mut numbers = Vec::new();
    for i in 0..n * 3 {
        for y in 0..side {
            for x in 0..side {
                let wave = (0.31 * x as f32 + 0.17 * y as f32 + phase + i as f32).sin();
                numbers.push(0.5 + 0.4 * wave);
            }
        }
    }
    Tensor::from_data(TensorData::new(numbers, [n, 3, side, side]), device)
}

/// `f` is a scalar function of `x`; its gradient along `direction` must be what small steps show.
fn check_by_finite_differences<const D: usize>(
    x: &Tensor<D>,
    direction: &Tensor<D>,
    f: impl Fn(Tensor<D>) -> Tensor<1>,
) {
    let value = |x: Tensor<D>| f64::from(f(x).try_into_vec_as::<f32>().unwrap()[0]);
    // Small against the kinks of the rectifiers, large against the rounding of the sums.
    let step = 2e-3;
    let moved = |t: f64| x.clone() + direction.clone().mul_scalar(t);
    let expected = (value(moved(step)) - value(moved(-step))) / (2.0 * step);
    let traced = x.clone().require_grad();
    let gradients = f(traced.clone()).backward();
    let slope = (traced.grad(&gradients).unwrap() * direction.clone().inner()).sum();
    let slope = f64::from(slope.try_into_vec_as::<f32>().unwrap()[0]);
    let error = (slope - expected).abs() / expected.abs().max(1e-3);
    assert!(error < 0.03, "gradient {slope}, differences {expected}");
}

#[test]
fn gradients_through_film_gram_and_cycle_are_what_small_steps_show() {
    let device = Device::flex().autodiff();
    let base = BaseModel::from_bytes(BASE).unwrap();
    let generator = base.generator(&Device::flex()).unwrap().train().no_grad();
    let code = |values: &[f32]| {
        Tensor::<2>::from_data(TensorData::new(values.to_vec(), [1, CODE_SIZE]), &device)
    };
    let style = code(&base.styles()[3].code.0);
    let photo_code = code(&base.photo().0);
    let dials = Tensor::<2>::zeros([1, 3], &device);
    let x = smooth(1, 32, 0.0, &device);
    // Towards another style; where the slope is small, differences show the rectifiers' kinks.
    let direction = code(&base.styles()[5].code.0) - style.clone();
    // The code reaches the drawing only through FiLM.
    check_by_finite_differences(&style, &direction, |code| {
        let drawn = generator.forward(x.clone(), code, dials.clone());
        drawn.powi_scalar(2).mean()
    });
    let direction = smooth(1, 32, 3.0, &device).sub_scalar(0.5);
    check_by_finite_differences(&x, &direction, |x| gram(x).powi_scalar(2).sum());
    // Above it everywhere: where two pictures cross, the slope of their difference jumps.
    let wanted = [1.0, 1.5, 2.0, 2.5].map(|shift| x.clone().add_scalar(shift).detach());
    check_by_finite_differences(&x, &direction, |x| {
        let features = [1.0, 0.5, 0.25, 0.125].map(|share| x.clone().mul_scalar(share));
        loss::apart(&features, &wanted).sum()
    });
    check_by_finite_differences(&x, &direction, |x| {
        let drawn = generator.forward(x.clone(), style.clone(), dials.clone());
        let back = generator.forward(drawn, photo_code.clone(), dials.clone());
        (back - x).powi_scalar(2).mean()
    });
}

/// A page of black strokes on paper, as different from the photographs as can be.
pub fn page(seed: u64) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut page = RgbImage::from_pixel(256, 256, Rgb([240, 236, 220]));
    for _ in 0..60 {
        let (x, y, length) = (random.u32(..256), random.u32(..256), random.u32(20..90));
        for t in 0..length {
            for width in 0..3 {
                page.put_pixel(
                    (x + t).min(255),
                    (y + t / 2 + width).min(255),
                    Rgb([15, 15, 20]),
                );
            }
        }
    }
    page
}

fn pages(n: u64) -> Vec<Page> {
    let page = |seed| Page {
        path: format!("{seed}.png").into(),
        pixels: page(seed),
        ..Page::default()
    };
    (0..n).map(page).collect()
}

fn learning(plan: &Plan, num_pages: u64) -> Finetuning {
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let inputs = TrainInputs {
        pages: &pages(num_pages),
        photos: &[],
        pairs: &[],
        base: &base,
        start: None,
        teaching: &teaching,
        extractor: None,
    };
    Finetuning::begin(inputs, plan.clone(), &Device::flex()).unwrap()
}

fn small_plan(steps: u64) -> Plan {
    Plan {
        budget: Budget::Steps(steps),
        side: 64,
        batch: 2,
        measure_every: 4,
        ..Plan::default()
    }
}

#[test]
fn four_crops_are_overfitted() {
    let device = Device::flex();
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let perceptual = teaching.extractor(&device).unwrap();
    let page = page(1);
    let corner = image::imageops::crop_imm(&page, 90, 90, 32, 32).to_image();
    let planes = |picture: &RgbImage| {
        let channel = |c: usize| picture.pixels().map(move |p| f32::from(p.0[c]) / 255.0);
        (0..3).flat_map(channel).collect::<Vec<f32>>()
    };
    let target = Tensor::<4>::from_data(TensorData::new(planes(&corner), [1, 3, 32, 32]), &device);
    let rms = teaching.rms();
    let mut shares = rms.iter();
    let grams = perceptual
        .forward(target)
        .map(|level| gram(level.div_scalar(*shares.next().unwrap())));
    let goal = Goal {
        grams,
        rms,
        photo: base.photo(),
    };
    let only_style = LossShares {
        style: 4.0,
        adversarial: 0.0,
        content: 0.0,
        cycle: 0.0,
        identity: 0.0,
        areas: AreaShares::NONE,
    };
    let mut trainer = Trainer::new(
        base.generator(&device).unwrap(),
        base.styles()[0].code,
        teaching.discriminator(&device).unwrap(),
        perceptual,
        goal,
        only_style,
        &device,
    );
    let photos = smooth(4, 32, 0.0, &device).try_into_data().unwrap();
    let batch = Batch {
        pages: photos.clone(),
        photos,
        kept: None,
        dials: vec![[0.0; 3]; 4],
    };
    let mut step = |rate| {
        let batch = batch.clone();
        trainer
            .step(batch, Dials::NEUTRAL, Stage::Everything, rate)
            .unwrap()
            .style
    };
    let first = step(2e-3);
    let mut best = first;
    for i in 0..400 {
        best = best.min(step(if i < 250 { 2e-3 } else { 6e-4 }));
        if best < 0.2 * first {
            return;
        }
    }
    panic!("style loss {first} only fell to {best}");
}

#[test]
fn a_resumed_run_equals_an_undisturbed_one_bit_for_bit() {
    let plan = small_plan(10);
    let yard = tempfile::tempdir().unwrap();
    let run = |learning: &mut Finetuning, until: u64| {
        while learning.state().num_steps < until {
            learning.advance().unwrap();
        }
    };
    let mut undisturbed = learning(&plan, 3);
    undisturbed.keep_in(&yard.path().join("a")).unwrap();
    run(&mut undisturbed, 10);

    let mut first = learning(&plan, 3);
    assert!(!first.keep_in(&yard.path().join("b")).unwrap());
    // The checkpoint is that of step 4; steps 5 and 6 are lost, as in a crash.
    run(&mut first, 6);
    drop(first);
    let mut second = learning(&plan, 3);
    assert!(second.keep_in(&yard.path().join("b")).unwrap());
    assert_eq!(second.state().num_steps, 4);
    run(&mut second, 10);

    let (a, code_a) = undisturbed.present().unwrap();
    let (b, code_b) = second.present().unwrap();
    assert_eq!(code_a, code_b);
    assert!(a == b, "the weights differ");
    let best = |learning: &Finetuning| learning.state().task.best;
    assert_eq!(best(&undisturbed), best(&second));
}

#[test]
fn an_earlier_point_that_was_chosen_is_there_after_a_restart() {
    let plan = small_plan(10);
    let yard = tempfile::tempdir().unwrap();
    let mut first = learning(&plan, 3);
    first.keep_in(yard.path()).unwrap();
    let start = first.present().unwrap();
    while first.state().num_steps < 4 {
        first.advance().unwrap();
    }
    // The checkpoint of step 4 is there; a person pauses, goes back and closes.
    first.save().unwrap();
    assert!(first.present().unwrap() != start);
    first.go_on_from(&start.0, start.1).unwrap();
    first.save().unwrap();
    drop(first);
    let mut second = learning(&plan, 3);
    assert!(second.keep_in(yard.path()).unwrap());
    assert_eq!(second.state().num_steps, 4);
    assert!(second.present().unwrap() == start, "the choice was lost");
    // Nothing has changed: nothing is written again.
    let points = || {
        let names = std::fs::read_dir(yard.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    let before = points();
    second.save().unwrap();
    second.finish_saving().unwrap();
    assert_eq!(points(), before);
}

#[test]
fn a_run_that_goes_wrong_is_noticed_and_goes_back_to_its_best_point() {
    let plan = Plan {
        measure_every: 2,
        ..small_plan(20)
    };
    let mut learning = learning(&plan, 3);
    let measured = |learning: &mut Finetuning| loop {
        let advance = learning.advance().unwrap();
        if advance.evaluation.is_some() {
            return advance;
        }
    };
    assert_eq!(measured(&mut learning).evaluation.unwrap().trouble, None);
    let best = learning.best().unwrap();
    // The last layer draws one grey, whatever the photograph.
    let mut ruined = best.clone();
    for (name, (_, numbers)) in &mut ruined.0 {
        if name.starts_with("head.") {
            numbers.fill(0.0);
        }
    }
    learning.go_on_from(&ruined.0, ruined.1).unwrap();
    let advance = measured(&mut learning);
    let found = advance.evaluation.unwrap();
    assert!(found.trouble.is_some() && !found.is_best, "{advance:?}");
    assert_eq!(learning.state().task.slowdown, 0.5);
    assert!(learning.present().unwrap() == best, "it did not go back");
}

#[test]
fn a_run_that_gains_nothing_more_is_brought_to_its_end_also_after_a_crash() {
    let plan = Plan {
        furthest: Stage::Code,
        measure_every: 2,
        patience: 2,
        ..small_plan(2000)
    };
    let yard = tempfile::tempdir().unwrap();
    let mut first = learning(&plan, 3);
    first.keep_in(yard.path()).unwrap();
    let settled_at = loop {
        let advance = first.advance().unwrap();
        assert!(
            advance.num_steps < 1000,
            "it gained something for 1000 steps"
        );
        if advance.evaluation.is_some_and(|found| found.has_settled) {
            break advance.num_steps;
        }
    };
    let (best, _) = first.state().task.best.unwrap();
    assert!(settled_at >= best + 2, "{settled_at} after {best}");
    let total = (settled_at as f64 / 0.6).ceil() as u64;
    assert_eq!(first.state().task.plan.budget, Budget::Steps(total));
    drop(first);
    let mut second = learning(&plan, 3);
    assert!(second.keep_in(yard.path()).unwrap());
    let state = second.state();
    assert_eq!(state.num_steps, settled_at);
    assert_eq!(state.task.plan.budget, Budget::Steps(total));
}

/// A photograph, and what somebody draws over each: three tones in blue on cream paper.
fn pair(seed: u64) -> Pair {
    let photo = image::imageops::blur(&page(seed), 2.0);
    let drawing = RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        let [r, g, b] = photo.get_pixel(x, y).0.map(u32::from);
        Rgb(match (r + g + b) / 3 {
            0..90 => [20, 20, 60],
            90..170 => [110, 150, 200],
            _ => [245, 235, 210],
        })
    });
    let (width, height) = photo.dimensions();
    Pair {
        photo: Arc::new(photo),
        drawing: Arc::new(drawing),
        inside: Area {
            x: 0,
            y: 0,
            width,
            height,
        },
    }
}

fn learning_by_pairs(plan: &Plan, num_pairs: u64) -> Finetuning {
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let pairs: Vec<Pair> = (0..num_pairs).map(pair).collect();
    let page = |pair: &Pair| Page {
        pixels: RgbImage::clone(&pair.drawing),
        ..Page::default()
    };
    let pages: Vec<Page> = pairs.iter().map(page).collect();
    let inputs = TrainInputs {
        pages: &pages,
        photos: &[],
        pairs: &pairs,
        base: &base,
        start: None,
        teaching: &teaching,
        extractor: None,
    };
    Finetuning::begin(inputs, plan.clone(), &Device::flex()).unwrap()
}

#[test]
fn a_few_steps_on_a_pair_bring_drawings_nearer_to_it() {
    let mut learning = learning_by_pairs(&small_plan(40), 1);
    let mut measured = Vec::new();
    while !learning.is_over() {
        let advance = learning.advance().unwrap();
        if let Some(found) = advance.evaluation {
            measured.push(found.measure.pairs.unwrap());
        }
        if advance.num_steps > 1 {
            assert!(advance.report.losses.pairs.is_some());
        }
    }
    let first = learning.state().task.first.unwrap().pairs.unwrap();
    let (_, best) = learning.state().task.best.unwrap();
    let best = best.pairs.unwrap();
    assert!(best < 0.7 * first, "{first} became {measured:?}");
    assert!(measured.iter().all(|apart| *apart >= best));
}

#[test]
fn a_training_run_with_pairs_that_goes_on_equals_an_undisturbed_one() {
    let plan = small_plan(9);
    let run = |mut learning: Finetuning| {
        while !learning.is_over() {
            learning.advance().unwrap();
        }
        learning
    };
    let whole = run(learning_by_pairs(&plan, 2));
    let yard = tempfile::tempdir().unwrap();
    let mut first = learning_by_pairs(&plan, 2);
    first.keep_in(yard.path()).unwrap();
    for _ in 0..6 {
        first.advance().unwrap();
    }
    first.save().unwrap();
    first.finish_saving().unwrap();
    drop(first);
    let mut second = learning_by_pairs(&plan, 2);
    assert!(second.keep_in(yard.path()).unwrap());
    let second = run(second);
    let ([whole, second], [code, other]) = {
        let (a, b) = (whole.present().unwrap(), second.present().unwrap());
        ([a.0, b.0], [a.1, b.1])
    };
    assert_eq!(code, other);
    assert!(whole == second, "the weights differ");
}

#[test]
fn the_first_code_of_a_known_style_is_nearly_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/styles/oz-neill/test");
    if !folder.is_dir() {
        println!("skipped: no pages beside the project");
        return;
    }
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let files = kinetoon::train::pages::picture_files(&folder);
    let found = kinetoon::train::pages::look(&files[..8.min(files.len())], &|| true);
    let inputs = TrainInputs {
        pages: &found.pages,
        photos: &[],
        pairs: &[],
        base: &base,
        start: None,
        teaching: &teaching,
        extractor: None,
    };
    let learning = Finetuning::begin(inputs, Plan::default(), &Device::flex()).unwrap();
    let own = base.style("oz-neill").unwrap().code;
    let distance = |a: &[f32], b: &[f32]| -> f32 {
        a.iter()
            .zip(b)
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f32>()
            .sqrt()
    };
    let far = distance(&own.0, &base.photo().0);
    let near = distance(&own.0, &learning.zero_shot().0);
    assert!(near < 0.15 * far, "{near} of {far}");
}

/// `kinetoon learn` with its own place for styles.
fn learn(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinetoon"));
    command
        .arg("learn")
        .args(arguments)
        .args(["--device", "cpu", "--json", "--checkpoint-every", "2"])
        .env("XDG_DATA_HOME", data)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Writes `n` pages of strokes into `folder`.
pub fn write_pages(folder: &Path, n: u64) {
    std::fs::create_dir_all(folder).unwrap();
    for seed in 0..n {
        page(seed).save(folder.join(format!("{seed}.png"))).unwrap();
    }
}

/// How well can be learnt from the pages is told before a training run and by `measure`, and by the
/// style from which it was.
fn tells_of_pages(
    run: &dyn Fn(&[&str]) -> (bool, String),
    [looked, style, pages]: [&serde_json::Value; 3],
    folder: &str,
) {
    assert_eq!(looked["score"], pages["score"]);
    let score = &pages["score"];
    let value = score["value"].as_u64().unwrap();
    assert!((1..=100).contains(&value), "{score}");
    assert_eq!(score["reasons"].as_array().unwrap().len(), 3, "{score}");
    let measured = run(&["styles", "measure", folder]).1;
    for part in ["of 100: ", "to raise it: "] {
        assert!(measured.contains(part), "{part}: {measured}");
    }
    assert_eq!(style["pages"], pages["hashes"]);
    assert_eq!(style["pages"].as_array().unwrap().len(), 3);
    assert_eq!(style["author"], "Somebody");
    let day = style["made"].as_str().unwrap();
    assert!(day.len() == 10 && day > "2026-01-01", "{day}");
    let shown = run(&["styles", "show", "Strokes"]).1;
    for part in ["pages: 3", day, "author: Somebody", "base-v3"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one style is followed from its pages to its end"
)]
fn a_style_is_learnt_shown_drawn_with_exported_and_removed() {
    let yard = tempfile::tempdir().unwrap();
    let (data, folder) = (yard.path().join("data"), yard.path().join("pages"));
    write_pages(&folder, 3);
    std::fs::write(folder.join("bad.png"), b"no picture").unwrap();
    let folder = folder.to_str().unwrap();
    let samples = yard.path().join("samples");
    let output = learn(&data, &[folder, "--name", "Strokes", "--steps", "3"])
        .args(["--author", "Somebody"])
        .arg("--samples")
        .arg(&samples)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{text} {:?}",
        String::from_utf8(output.stderr)
    );
    let events: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let looked = events
        .iter()
        .find(|event| event["event"] == "looked")
        .unwrap();
    assert_eq!(looked["pages"], 3);
    assert!(
        looked["problems"][0]["file"]
            .as_str()
            .unwrap()
            .ends_with("bad.png")
    );
    let points = events.iter().filter(|event| event["event"] == "point");
    let steps: Vec<u64> = points
        .map(|point| point["step"].as_u64().unwrap())
        .collect();
    assert!(!steps.is_empty());
    for step in steps {
        let sample = image::open(samples.join(format!("step-{step:06}.png"))).unwrap();
        assert!(sample.width() > 100);
    }
    // How long it will take was found out by doing steps, and told first.
    assert_eq!(events[0]["event"], "rehearsed");
    let (pace, seconds) = (&events[0]["seconds_per_step"], &events[0]["seconds"]);
    let (pace, seconds) = (pace.as_f64().unwrap(), seconds.as_f64().unwrap());
    assert!(pace > 0.0 && (seconds - 3.0 * pace).abs() < 1e-6);
    let step = events
        .iter()
        .find(|event| event["event"] == "step")
        .unwrap();
    assert!(step["memory_bytes"].as_u64().unwrap() > 1 << 20);

    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kinetoon"))
            .args(arguments)
            .env("XDG_DATA_HOME", &data)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), text)
    };
    assert!(run(&["styles", "list"]).1.contains("Strokes (learnt)"));
    // It wears the ink of its pages.
    let as_json = |arguments: &[&str]| -> serde_json::Value {
        let (is_done, text) = run(arguments);
        assert!(is_done, "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let style = as_json(&["styles", "show", "Strokes", "--json"]);
    let pages = as_json(&["styles", "measure", folder, "--json"]);
    assert_eq!(pages["pages"], 3);
    assert!(!pages["measured"]["swatches"].as_array().unwrap().is_empty());
    assert_eq!(style["ink"]["measured"], pages["measured"]);
    tells_of_pages(&run, [looked, &style, &pages], folder);
    let photo = crate::common::write_picture(yard.path(), "photo.png", 64, 48);
    let photo = photo.to_str().unwrap();
    let at = |name: &str| yard.path().join(name).to_str().unwrap().to_owned();
    let (file, a, b) = (at("mine.kstyle"), at("a.png"), at("b.png"));
    let draw = |style: &str, out: &str| {
        run(&[
            "stylize", photo, "--out", out, "--style", style, "--device", "cpu",
        ])
        .0
    };
    assert!(draw("Strokes", &a));
    assert!(run(&["styles", "export", "Strokes", "--out", &file]).0);
    assert!(run(&["styles", "remove", "Strokes"]).0);
    assert!(!draw("Strokes", &at("c.png")));
    // The file alone draws the same picture.
    assert!(draw(&file, &b));
    assert_eq!(std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap());
    assert!(run(&["styles", "import", &file]).0);
    assert!(
        !run(&["styles", "import", &file]).0,
        "a style was replaced unasked"
    );
    assert!(!run(&["styles", "remove", "oz-neill"]).0);
    // It is called otherwise, and draws as before; what is taken, or no name, is refused.
    let edit = |style: &str, more: &[&str]| run(&[&["styles", "edit", style][..], more].concat()).0;
    assert!(edit(
        "Strokes",
        &["--name", "Ada’s strokes", "--author", "Ada"]
    ));
    let shown = as_json(&["styles", "show", "Ada’s strokes", "--json"]);
    assert_eq!(
        (shown["author"].as_str(), shown["licence"].as_str()),
        (Some("Ada"), Some(""))
    );
    for refused in ["oz-neill", "", "a/b"] {
        assert!(!edit("Ada’s strokes", &["--name", refused]), "{refused}");
    }
    assert!(
        !edit("Strokes", &["--author", "nobody"]),
        "it is called otherwise"
    );
    assert!(draw("Ada’s strokes", &at("d.png")));
    assert_eq!(
        std::fs::read(&a).unwrap(),
        std::fs::read(at("d.png")).unwrap()
    );
}

#[test]
fn a_training_run_that_was_killed_goes_on_where_it_was() {
    let yard = tempfile::tempdir().unwrap();
    let (data, folder) = (yard.path().join("data"), yard.path().join("pages"));
    write_pages(&folder, 3);
    let folder = folder.to_str().unwrap();
    let mut child = learn(&data, &[folder, "--name", "Strokes", "--steps", "400"])
        .spawn()
        .unwrap();
    let state = data.join("kinetoon/lessons/Strokes/run.json");
    let begun = Instant::now();
    let num_steps = || -> u64 {
        let text = std::fs::read_to_string(&state).unwrap_or_default();
        let state: HashMap<String, serde_json::Value> =
            serde_json::from_str(&text).unwrap_or_default();
        state
            .get("num_steps")
            .and_then(serde_json::Value::as_u64)
            .unwrap_or(0)
    };
    while num_steps() < 2 {
        assert!(begun.elapsed() < PATIENCE, "no checkpoint");
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let done = num_steps();
    // Neither begun anew by accident, nor gone on with unasked.
    let refused = learn(&data, &[folder, "--name", "Strokes", "--steps", "4"])
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let mut child = learn(&data, &[folder, "--name", "Strokes", "--resume"])
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while num_steps() <= done {
        assert!(begun.elapsed() < PATIENCE, "it did not go on");
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_pauses_a_training_run_which_goes_on_when_there_is_room() {
    let yard = tempfile::tempdir().unwrap();
    let (data, folder) = (yard.path().join("data"), yard.path().join("pages"));
    write_pages(&folder, 3);
    let folder = folder.to_str().unwrap();
    // Room for one checkpoint, not for two.
    let Some(disk) = crate::common::disk::Disk::mount(&data, "size=20m") else {
        return;
    };
    let plan = ["--name", "Strokes", "--steps", "12"];
    let run = |extra: &[&str]| {
        let mut command = learn(&data, &[&[folder], &plan[..], extra].concat());
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), told)
    };
    let (code, told) = run(&[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("No space left") || told.contains("full"),
        "{told}"
    );
    assert!(told.contains("--resume"), "{told}");
    // What was kept is whole, and nothing half written takes up room.
    let run_folder = data.join("kinetoon/lessons/Strokes");
    let names = crate::common::tree(&run_folder);
    assert!(
        names.iter().all(|name| !name.contains(".making")),
        "{names:?}"
    );
    disk.change("size=200m");
    let (code, told) = run(&["--resume"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(!run_folder.exists());
}

#[test]
fn evaluate_measures_drawings_and_dials() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, pages) = (yard.path().join("photos"), yard.path().join("pages"));
    // Two sides of the sample: a network that has learnt from photographs knows what to do with it.
    let street = image::open(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/samples/street.jpg"
    ));
    let street = street.unwrap().thumbnail(240, 160);
    std::fs::create_dir_all(&photos).unwrap();
    for (name, x) in [("a.png", 0), ("b.png", 120)] {
        let side = street.crop_imm(x, 0, 120, street.height());
        side.save(photos.join(name)).unwrap();
    }
    std::fs::write(photos.join("bad.jpg"), b"no picture").unwrap();
    write_pages(&pages, 2);
    let run = |extra: &[&str]| -> (Option<i32>, Vec<serde_json::Value>) {
        let output = Command::new(env!("CARGO_BIN_EXE_kinetoon"))
            .args(["evaluate", "--device", "cpu", "--json", "--photos"])
            .args([&photos, Path::new("--pages"), &pages])
            .args(extra)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        (output.status.code(), lines.collect())
    };
    let mean = |lines: &[serde_json::Value], measure: &str| -> f64 {
        let last = lines.last().unwrap();
        assert_eq!(last["photos"], 2);
        last["mean"][measure].as_f64().unwrap()
    };
    let sheet = yard.path().join("sheet.png");
    let (code, drawn) = run(&["--sheet", sheet.to_str().unwrap()]);
    // The bad file is told by the exit code; the good ones are measured.
    assert_eq!(code, Some(1));
    assert_eq!(drawn.len(), 3);
    assert_eq!(image::open(sheet).unwrap().height(), 2 * 256);
    let style_of = |whose: &str| drawn[2][whose].as_f64().unwrap();
    assert!(style_of("style_of_pages") < style_of("style_of_photos"));
    let (_, untouched) = run(&["--amount", "0"]);
    assert!(mean(&untouched, "ssim") > mean(&drawn, "ssim"));
    assert!(mean(&untouched, "content") < mean(&drawn, "content"));
    let (_, dials) = run(&["--dials", "--scale", "64"]);
    assert_eq!(dials.len(), 3);
    // On two small made-up pictures not every step of a dial shows, but its ends do.
    assert!(dials[1]["rank_correlation"]["content"].is_number());
    let content = |position: usize| dials[1]["means"][position]["content"].as_f64().unwrap();
    assert!(content(8) < content(0), "{} and {}", content(8), content(0));
}
