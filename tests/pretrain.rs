//! Training of the networks that the program comes with, small and short.

use std::path::Path;

use burn::prelude::Device;
use image::{Rgb, RgbImage};
use kinetoon::engine::InkStructure;
use kinetoon::model::squeezenet::SqueezeNet;
use kinetoon::model::tensors::parse;
use kinetoon::model::{BaseModel, Teaching};
use kinetoon::train::distill::{DistillInputs, DistillPlan, Distillation};
use kinetoon::train::pretrain::{PretrainInputs, PretrainPlan, Pretraining, StylePages};
use kinetoon::train::{Budget, Content, Scales, Views};

use crate::common::{kinetoon, stderr, stdout, write_picture};
use crate::learning::write_pages;

const BASE: &[u8] = include_bytes!("../assets/models/base-v3.safetensors");
const TEACHING: &[u8] = include_bytes!("../assets/models/teaching-v3.safetensors");

/// A page of coloured blocks, as unlike strokes as can be.
fn blocks(seed: u64) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let colors: Vec<[u8; 3]> = (0..16)
        .map(|_| std::array::from_fn(|_| random.u8(..)))
        .collect();
    RgbImage::from_fn(200, 200, |x, y| Rgb(colors[(x / 50 + y / 50 * 4) as usize]))
}

/// Two styles and three photographs in the places where they are looked for.
fn write_data(folder: &Path) {
    write_pages(&folder.join("styles/strokes/train"), 3);
    let pages = folder.join("styles/blocks/train");
    std::fs::create_dir_all(&pages).unwrap();
    for seed in 0..3 {
        blocks(seed)
            .save(pages.join(format!("{seed}.png")))
            .unwrap();
        write_picture(
            &folder.join("photos/train"),
            &format!("{seed}.png"),
            150,
            130 + seed as u32,
        );
    }
}

fn pretrain(yard: &Path, arguments: &[&str]) -> std::process::Output {
    let (data, out) = (yard.join("data"), yard.join("run"));
    let places = [
        "--data",
        data.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let small = ["--side", "64", "--batch", "2", "--device", "cpu", "--json"];
    let all = ["pretrain", "base"].into_iter();
    kinetoon(
        all.chain(places)
            .chain(small)
            .chain(arguments.iter().copied()),
    )
}

#[test]
fn base_weights_are_trained_on_two_styles_and_draw() {
    let yard = tempfile::tempdir().unwrap();
    write_data(&yard.path().join("data"));
    let file = yard.path().join("mine.safetensors");
    let export = file.to_str().unwrap();
    let output = pretrain(
        yard.path(),
        &[
            "--steps",
            "40",
            "--checkpoint-every",
            "15",
            "--export",
            export,
        ],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let events: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let losses: Vec<_> = events
        .iter()
        .filter(|event| event["event"] == "step")
        .map(|event| event["advance"]["losses"].as_object().unwrap().clone())
        .collect();
    assert_eq!(losses.len(), 40);
    for (name, value) in losses.iter().flatten() {
        assert!(
            value.as_f64().is_some_and(f64::is_finite),
            "{name}: {value}"
        );
    }
    let style = |steps: std::ops::Range<usize>| -> f64 {
        let n = steps.len() as f64;
        losses[steps]
            .iter()
            .map(|of| of["style"].as_f64().unwrap())
            .sum::<f64>()
            / n
    };
    assert!(
        style(30..40) < 0.85 * style(0..5),
        "{} and {}",
        style(0..5),
        style(30..40)
    );

    // Neither thrown away by accident, nor gone on with for other styles.
    assert!(!pretrain(yard.path(), &["--steps", "1"]).status.success());
    let other = pretrain(yard.path(), &["--resume", "--styles", "strokes"]);
    assert!(stderr(&other).contains("begun with"), "{}", stderr(&other));
    // A finished run only writes its weights again.
    let again = pretrain(yard.path(), &["--resume", "--export", export]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert!(!stdout(&again).contains("\"step\":41"));

    let base = BaseModel::from_bytes(&std::fs::read(&file).unwrap()).unwrap();
    let names: Vec<_> = base
        .styles()
        .iter()
        .map(|style| style.name.as_str())
        .collect();
    assert_eq!(names, ["blocks", "strokes"]);
    let teaching = std::fs::read(yard.path().join("mine-teaching.safetensors")).unwrap();
    let teaching = Teaching::from_bytes(&teaching).unwrap();
    assert!(teaching.discriminator(&Device::flex()).is_ok());

    let photo = write_picture(yard.path(), "photo.png", 64, 48);
    let drawn = yard.path().join("drawn.png");
    let output = kinetoon([
        "stylize",
        photo.to_str().unwrap(),
        "--out",
        drawn.to_str().unwrap(),
        "--weights",
        export,
        "--style",
        "strokes",
        "--device",
        "cpu",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    // Small photographs are drawn and saved larger, at most eight times.
    assert_eq!(image::open(drawn).unwrap().width(), 512);

    let photos = yard.path().join("data/photos/train");
    let photos = photos.to_str().unwrap();
    let measured = kinetoon([
        "evaluate",
        "--photos",
        photos,
        "--style",
        "strokes",
        "--weights",
        export,
        "--scale",
        "128",
        "--device",
        "cpu",
        "--json",
    ]);
    assert!(measured.status.success(), "{}", stderr(&measured));
    assert!(
        stdout(&measured).contains("\"photos\":3"),
        "{}",
        stdout(&measured)
    );
}

#[test]
fn a_resumed_training_of_the_base_equals_an_undisturbed_one_bit_for_bit() {
    let yard = tempfile::tempdir().unwrap();
    let base = BaseModel::from_bytes(BASE).unwrap();
    let begin = |folder: &str| {
        let pages = |name: &str, page: fn(u64) -> RgbImage| StylePages {
            name: name.to_owned(),
            pages: (0..2).map(page).collect(),
        };
        let inputs = PretrainInputs {
            // One that the base knows, and one that it does not.
            styles: vec![
                pages("oz-neill", blocks),
                pages("strokes", crate::learning::page),
            ],
            photos: vec![blocks(7), crate::learning::page(8)],
            structure: Box::new(InkStructure),
            init: Some(&base),
            teaching: Teaching::from_bytes(TEACHING).unwrap(),
            extractor: None,
        };
        let plan = PretrainPlan {
            budget: Budget::Steps(8),
            seed: 3,
            side: 32,
            places: 2,
            batch: 2,
            scales: Scales {
                least: 100,
                most: 300,
            },
            content: Content::Toned,
            shares: PretrainPlan::SHARES,
            views: Views {
                changes: true,
                soft_edges: 0.5,
            },
            save_every: 3,
        };
        Pretraining::begin(inputs, plan, &yard.path().join(folder), &Device::flex()).unwrap()
    };
    let run = |training: &mut Pretraining, until: u64| {
        while training.state().num_steps < until {
            training.advance().unwrap();
        }
    };
    let mut undisturbed = begin("a");
    run(&mut undisturbed, 8);
    assert!(undisturbed.is_over());

    let mut first = begin("b");
    // The checkpoint is that of step 3; steps 4 and 5 are lost, as in a crash.
    run(&mut first, 5);
    drop(first);
    let mut second = begin("b");
    assert_eq!(second.state().num_steps, 3);
    run(&mut second, 8);

    let (base_a, teaching_a) = undisturbed.export().unwrap();
    let (base_b, teaching_b) = second.export().unwrap();
    assert!(
        parse(&base_a).unwrap() == parse(&base_b).unwrap(),
        "the weights differ"
    );
    assert!(
        parse(&teaching_a).unwrap() == parse(&teaching_b).unwrap(),
        "the discriminators differ"
    );
    second.finish_saving().unwrap();
    let points = crate::common::tree(&yard.path().join("b"));
    let folders: std::collections::BTreeSet<_> = points
        .iter()
        .filter_map(|path| path.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    assert_eq!(folders.len(), 1, "old points stay: {points:?}");
}

#[test]
fn a_run_keeps_how_it_was_begun_and_impossible_samples_are_refused() {
    let yard = tempfile::tempdir().unwrap();
    write_data(&yard.path().join("data"));
    for (arguments, reason) in [
        (["--places", "3"], "3 places"),
        (["--scales", "900,300"], "the smaller one first"),
        (["--share", "beauty=3"], "no such loss"),
        (["--share", "style=-1"], "no number between"),
        (["--soft-edges", "NaN"], "no number between"),
    ] {
        let output = pretrain(yard.path(), &arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
    assert!(!yard.path().join("run").exists());

    let begun = [
        "--steps",
        "1",
        "--scales",
        "90,180",
        "--content",
        "shapes",
        "--places",
        "1",
        "--share",
        "adversarial=2.5",
        "--share",
        "tint=7",
        "--changes",
        "--soft-edges",
        "0.5",
    ];
    let plan_after = |arguments: &[&str]| -> serde_json::Value {
        let output = pretrain(yard.path(), arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = std::fs::read_to_string(yard.path().join("run/run.json")).unwrap();
        let state: serde_json::Value = serde_json::from_str(&text).unwrap();
        state["plan"].clone()
    };
    let plan = plan_after(&begun);
    assert_eq!(
        plan["scales"],
        serde_json::json!({ "least": 90, "most": 180 })
    );
    assert_eq!(plan["content"], "Shapes");
    assert_eq!((&plan["places"], &plan["side"]), (&1.into(), &64.into()));
    assert_eq!(plan["shares"]["adversarial"], 2.5);
    assert_eq!(plan["shares"]["areas"]["tint"], 7.0);
    assert_eq!(plan["views"]["changes"], true);
    assert_eq!(plan["views"]["soft_edges"], 0.5);
    // What is not said again stays as it was.
    let mut later = plan_after(&["--resume", "--steps", "2"]);
    later["budget"] = plan["budget"].clone();
    assert_eq!(later, plan);
}

/// A teacher with drawn weights: it knows nothing, but it is one.
fn teacher() -> Vec<u8> {
    let random = &mut fastrand::Rng::with_seed(4);
    let mut tensors = vec![("conv1".to_owned(), vec![64, 3, 3, 3])];
    let squeezed = [
        (64, 16),
        (128, 16),
        (128, 32),
        (256, 32),
        (256, 48),
        (384, 48),
        (384, 64),
        (512, 64),
    ];
    for (i, (from, to)) in squeezed.into_iter().enumerate() {
        let fire = format!("fire{}", i + 2);
        tensors.push((format!("{fire}.squeeze"), vec![to, from, 1, 1]));
        tensors.push((format!("{fire}.expand1x1"), vec![4 * to, to, 1, 1]));
        tensors.push((format!("{fire}.expand3x3"), vec![4 * to, to, 3, 3]));
    }
    let mut stored = Vec::new();
    for (name, shape) in tensors {
        let scale = (6.0 / shape[1..].iter().product::<usize>() as f32).sqrt();
        let mut bytes = |n: usize| -> Vec<u8> {
            let numbers = (0..n).map(|_| (random.f32() * 2.0 - 1.0) * scale);
            numbers.flat_map(f32::to_le_bytes).collect()
        };
        stored.push((format!("{name}.bias"), vec![shape[0]], bytes(shape[0])));
        stored.push((
            format!("{name}.weight"),
            shape.clone(),
            bytes(shape.iter().product()),
        ));
    }
    let views = stored.iter().map(|(name, shape, bytes)| {
        let dtype = safetensors::Dtype::F32;
        let view = safetensors::tensor::TensorView::new(dtype, shape.clone(), bytes).unwrap();
        (name.as_str(), view)
    });
    safetensors::serialize(views, None).unwrap()
}

#[test]
fn a_perceptual_network_is_taught_and_compared_with_its_teacher() {
    let yard = tempfile::tempdir().unwrap();
    let data = yard.path().join("data");
    write_data(&data);
    for (from, to) in [("photos", "photos"), ("styles/blocks", "styles/blocks")] {
        let (from, to) = (data.join(from).join("train"), data.join(to).join("test"));
        std::fs::create_dir_all(&to).unwrap();
        std::fs::copy(from.join("0.png"), to.join("0.png")).unwrap();
    }
    let at = |name: &str| yard.path().join(name).to_str().unwrap().to_owned();
    let (file, out, data) = (
        at("teacher.safetensors"),
        at("mine.safetensors"),
        at("data"),
    );
    std::fs::write(&file, teacher()).unwrap();
    let run = |extra: &[&str]| {
        let all = ["pretrain", "perceptual", "--data", &data, "--json"];
        kinetoon(all.into_iter().chain(extra.iter().copied()))
    };
    let base = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/models/base-v3.safetensors"
    );
    let refused = run(&["--teacher", base, "--out", &out, "--steps", "2"]);
    assert!(stderr(&refused).contains("tensor"), "{}", stderr(&refused));

    let output = run(&[
        "--teacher",
        &file,
        "--out",
        &out,
        "--steps",
        "12",
        "--device",
        "cpu",
    ]);
    assert!(output.status.success(), "{}", stderr(&output));
    let events: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let loss = |step: usize| events[step]["loss"].as_f64().unwrap();
    assert!(loss(11) < loss(0), "{} and {}", loss(0), loss(11));
    let compared = events.last().unwrap();
    assert_eq!(compared["levels"].as_array().unwrap().len(), 5);
    assert!(
        compared["levels"][0]["content"].as_f64().unwrap() > 0.5,
        "{compared}"
    );
    assert!(!Path::new(&at("mine.safetensors.run")).exists());

    // The same figures come out when only the file is looked at.
    let output = run(&["--teacher", &file, "--check", &out]);
    let checked: serde_json::Value = serde_json::from_str(stdout(&output).trim()).unwrap();
    assert_eq!(&checked, compared);
}

#[test]
fn a_resumed_teaching_equals_an_undisturbed_one_bit_for_bit() {
    let yard = tempfile::tempdir().unwrap();
    let device = Device::flex();
    let begin = |folder: &str| {
        let inputs = DistillInputs {
            photos: vec![blocks(7), crate::learning::page(8)],
            styles: vec![vec![blocks(1)], vec![crate::learning::page(2)]],
        };
        let teacher = SqueezeNet::from_bytes(&teacher(), &device).unwrap();
        let plan = DistillPlan {
            budget: Budget::Steps(4),
            seed: 5,
            save_every: 2,
        };
        Distillation::begin(teacher, inputs, plan, &yard.path().join(folder), &device).unwrap()
    };
    let mut undisturbed = begin("a");
    while !undisturbed.is_over() {
        undisturbed.advance().unwrap();
    }
    let mut first = begin("b");
    for _ in 0..3 {
        first.advance().unwrap();
    }
    drop(first);
    let mut second = begin("b");
    assert_eq!(second.state().num_steps, 2);
    while !second.is_over() {
        second.advance().unwrap();
    }
    assert!(
        undisturbed.export().unwrap() == second.export().unwrap(),
        "the weights differ"
    );
}
