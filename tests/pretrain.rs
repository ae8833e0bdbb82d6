//! Training of the networks that the program comes with, small and short.

use std::path::Path;

use burn::prelude::Device;
use image::{Rgb, RgbImage};
use kinetoon::model::tensors::parse;
use kinetoon::model::{BaseModel, Teaching};
use kinetoon::train::Budget;
use kinetoon::train::pretrain::{BaseIngredients, BasePlan, BaseTraining, StylePages};

use crate::common::{kinetoon, stderr, stdout, write_picture};
use crate::learning::write_pages;

const BASE: &[u8] = include_bytes!("../assets/models/base-v1.safetensors");
const TEACHING: &[u8] = include_bytes!("../assets/models/teaching-v1.safetensors");

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
            120 + seed as u32,
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
    assert_eq!(image::open(drawn).unwrap().width(), 64);
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
        let ingredients = BaseIngredients {
            // One that the base knows, and one that it does not.
            styles: vec![
                pages("oz-neill", blocks),
                pages("strokes", crate::learning::page),
            ],
            photos: vec![blocks(7), crate::learning::page(8)],
            init: Some(&base),
            teaching: Teaching::from_bytes(TEACHING).unwrap(),
        };
        let plan = BasePlan {
            budget: Budget::Steps(8),
            seed: 3,
            side: 32,
            batch: 2,
            save_every: 3,
        };
        BaseTraining::begin(
            ingredients,
            plan,
            &yard.path().join(folder),
            &Device::flex(),
        )
        .unwrap()
    };
    let run = |training: &mut BaseTraining, until: u64| {
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
    let points = crate::common::tree(&yard.path().join("b"));
    let folders: std::collections::BTreeSet<_> = points
        .iter()
        .filter_map(|path| path.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    assert_eq!(folders.len(), 1, "old points stay: {points:?}");
}
