//! VGG in place of the perceptual network: what it sees, what is learnt with it, and what is
//! refused.

use std::path::Path;

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use kinetoon::model::features::FeatureExtractor;
use kinetoon::model::tensors::NamedTensors;
use kinetoon::model::vgg::{VGG_CHANNELS, Vgg};
use kinetoon::model::{BaseModel, Teaching};
use kinetoon::train::pages::Page;
use kinetoon::train::{Budget, Finetuning, Plan, TrainInputs};
use safetensors::Dtype;
use safetensors::tensor::TensorView;

use crate::common::{kinetoon, stderr, stdout, write_picture};
use crate::learning::{page, write_pages};

/// Where torchvision's VGG16 has its convolutions, by levels.
const PLACES: [&[usize]; 4] = [&[0, 2], &[5, 7], &[10, 12, 14], &[17, 19, 21]];

/// Numbers that `tests/fixtures/vgg.py` makes as well.
fn made_up(len: usize, seed: usize, scale: f32) -> Vec<f32> {
    let one = |i: usize| ((i * 7919 + seed * 104_729) % 2003) as f32 - 1001.0;
    (0..len).map(|i| one(i) * scale).collect()
}

fn vgg16() -> NamedTensors {
    let mut tensors = NamedTensors::new();
    let (mut seed, mut before) = (2, 3);
    for (places, channels) in PLACES.iter().zip(VGG_CHANNELS) {
        for place in *places {
            let fan_in = before * 9;
            let scale = (2f64.powi(-10) / (fan_in as f64).sqrt() * 2.0) as f32;
            let weight = made_up(channels * fan_in, seed, scale);
            let bias = made_up(channels, seed + 1, 2f32.powi(-14));
            let shape = vec![channels, before, 3, 3];
            tensors.insert(format!("features.{place}.weight"), (shape, weight));
            tensors.insert(format!("features.{place}.bias"), (vec![channels], bias));
            (seed, before) = (seed + 2, channels);
        }
    }
    tensors
}

fn write_safetensors(path: &Path, tensors: &NamedTensors) {
    let stored: Vec<(&String, &Vec<usize>, Vec<u8>)> = tensors
        .iter()
        .map(|(name, (shape, numbers))| {
            let bytes = numbers.iter().flat_map(|v| v.to_le_bytes()).collect();
            (name, shape, bytes)
        })
        .collect();
    let views = stored.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, (*shape).clone(), bytes).unwrap();
        (name.as_str(), view)
    });
    safetensors::serialize_to_file(views, None, path).unwrap();
}

#[test]
fn features_of_vgg_are_those_of_pytorch() {
    let device = Device::flex();
    let vgg = Vgg::from_tensors(&vgg16(), &device).unwrap();
    let x: Vec<f32> = made_up(3 * 16 * 16, 1, 1.0 / 4096.0);
    let x = x.into_iter().map(|v| v + 0.5).collect();
    let x = Tensor::<4>::from_data(TensorData::new::<f32, _>(x, [1, 3, 16, 16]), &device);
    // What tests/fixtures/vgg.py prints: mean, largest, and the first pixel of the second channel.
    let expected = [
        [0.194_322, 1.411_02, 0.0],
        [0.057_847, 0.588_47, 0.0],
        [0.018_609, 0.145_24, 0.0],
        [0.020_106, 0.105_45, 0.017_614],
    ];
    for (level, [mean, largest, first]) in vgg.forward(&x).into_iter().zip(expected) {
        let [_, _, h, w] = level.dims();
        let numbers = level.try_into_vec_as::<f32>().unwrap();
        let found = [
            numbers.iter().sum::<f32>() / numbers.len() as f32,
            numbers.iter().copied().fold(0.0, f32::max),
            numbers[h * w],
        ];
        for (found, expected) in found.into_iter().zip([mean, largest, first]) {
            assert!((found - expected).abs() < 2e-5, "{found}, not {expected}");
        }
    }
}

#[test]
fn a_style_is_learnt_by_what_vgg_sees() {
    let base = include_bytes!("../assets/models/base-v3.safetensors");
    let teaching = include_bytes!("../assets/models/teaching-v3.safetensors");
    let base = BaseModel::from_bytes(base).unwrap();
    let teaching = Teaching::from_bytes(teaching).unwrap();
    let device = Device::flex();
    let pages = [Page {
        path: "page.png".into(),
        pixels: page(1),
        ..Page::default()
    }];
    let plan = Plan {
        budget: Budget::Steps(2),
        side: 32,
        batch: 1,
        ..Plan::default()
    };
    let begin = |extractor| {
        let inputs = TrainInputs {
            pages: &pages,
            photos: &[],
            pairs: &[],
            base: &base,
            start: None,
            teaching: &teaching,
            extractor,
        };
        Finetuning::begin(inputs, plan.clone(), &device).unwrap()
    };
    let vgg = Vgg::from_tensors(&vgg16(), &device).unwrap();
    let mut with_vgg = begin(Some(FeatureExtractor::Vgg(vgg)));
    let mut with_own = begin(None);
    // The first code is the same: only the program's own network knows the built-in styles.
    assert_eq!(with_vgg.zero_shot(), with_own.zero_shot());
    let step = |learning: &mut Finetuning| learning.advance().unwrap().report.losses;
    let (by_vgg, by_own) = (step(&mut with_vgg), step(&mut with_own));
    assert!(by_vgg.style.is_finite() && by_vgg.content.is_finite());
    assert!(
        (by_vgg.style - by_own.style).abs() > 1e-3,
        "VGG was not asked"
    );
    assert_eq!(by_vgg.cycle, by_own.cycle);
}

#[test]
fn weights_that_do_not_fit_are_refused_with_the_tensor_and_the_file() {
    let yard = tempfile::tempdir().unwrap();
    let at = |name: &str| yard.path().join(name);
    let photos = at("photos");
    write_picture(&photos, "photo.png", 64, 48);
    write_pages(&at("pages"), 1);
    let good = vgg16();
    write_safetensors(&at("good.safetensors"), &good);
    let mut missing = good.clone();
    missing.remove("features.7.weight");
    write_safetensors(&at("missing.safetensors"), &missing);
    let mut misshapen = good;
    let weight = (vec![64, 3, 1, 1], vec![0.0; 64 * 3]);
    misshapen.insert("features.0.weight".to_owned(), weight);
    write_safetensors(&at("misshapen.safetensors"), &misshapen);
    std::fs::write(at("broken.pth"), b"no weights").unwrap();
    let zip = include_bytes!("fixtures/state-zip.pth");
    std::fs::write(at("other.pth"), zip).unwrap();

    let evaluate = |weights: &str| {
        kinetoon([
            "evaluate".as_ref(),
            "--device".as_ref(),
            "cpu".as_ref(),
            "--scale".as_ref(),
            "64".as_ref(),
            "--photos".as_ref(),
            photos.as_os_str(),
            "--pages".as_ref(),
            at("pages").as_os_str(),
            "--perceptual".as_ref(),
            at(weights).as_os_str(),
        ])
    };
    let output = evaluate("good.safetensors");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("mean"));
    for (file, named) in [
        ("missing.safetensors", "features.7.weight is missing"),
        (
            "misshapen.safetensors",
            "features.0.weight has the shape [64, 3, 1, 1]",
        ),
        ("broken.pth", "not a PyTorch file"),
        ("other.pth", "features.0.weight is missing"),
        ("absent.pth", "No such file"),
    ] {
        let output = evaluate(file);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{file}: {told}");
        assert!(told.contains(named) && told.contains(file), "{told}");
    }

    // Learning refuses it as well, before it begins.
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kinetoon"))
        .arg("learn")
        .arg(at("pages"))
        .args([
            "--name",
            "Ink",
            "--steps",
            "1",
            "--device",
            "cpu",
            "--perceptual",
        ])
        .arg(at("missing.safetensors"))
        .env("XDG_DATA_HOME", at("data"))
        .output()
        .unwrap();
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("features.7.weight is missing"), "{told}");
}
