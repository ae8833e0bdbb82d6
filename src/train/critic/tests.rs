//! What is objected to, and where.

use super::*;
use crate::model::{BaseModel, Teaching};
use crate::train::data::crops::Cropping;
use crate::train::pages::Page;
use crate::train::{Budget, Finetuning, Plan, TrainInputs};

const BASE: &[u8] = include_bytes!("../../../assets/models/base-v3.safetensors");
const TEACHING: &[u8] = include_bytes!("../../../assets/models/teaching-v3.safetensors");

fn critic(style: &str) -> Critic {
    let device = Device::flex();
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let code = base.style(style).unwrap().code;
    Critic::new(teaching.discriminator(&device).unwrap(), code, &device)
}

/// Mean of the columns of a map from one share of its width to another, `0.0..=1.0`.
fn mean(map: &GrayImage, [from, to]: [f32; 2]) -> f32 {
    let [from, to] = [from, to].map(|share| (share * map.width() as f32) as u32);
    let (mut sum, mut num) = (0.0, 0.0_f32);
    for (x, _, value) in map.enumerate_pixels() {
        if (from..to).contains(&x) {
            sum += f32::from(value.0[0]) / 255.0;
            num += 1.0;
        }
    }
    sum / num.max(1.0)
}

const ALL: [f32; 2] = [0.0, 1.0];

fn street(width: u32, height: u32) -> RgbImage {
    let photo = include_bytes!("../../../assets/samples/street.jpg");
    let photo = image::load_from_memory(photo).unwrap().into_rgb8();
    imageops::resize(&photo, width, height, FilterType::Triangle)
}

#[test]
fn the_map_covers_the_drawing_and_is_small() {
    let critic = critic("oz-neill");
    for (size, wanted) in [
        ((1, 1), (1, 1)),
        ((7, 90), (7, 90)),
        ((203, 157), (160, 124)),
        ((1000, 30), (160, 5)),
    ] {
        let drawing = RgbImage::from_fn(size.0, size.1, |x, y| {
            image::Rgb([(x * 7) as u8, (y * 5) as u8, 90])
        });
        let map = critic.objections(&drawing).unwrap();
        assert_eq!(map.dimensions(), wanted);
    }
    let nothing = critic.objections(&RgbImage::new(0, 5)).unwrap();
    assert!(nothing.is_empty());
}

#[test]
fn what_changes_on_a_drawing_changes_the_map_there_and_nowhere_else() {
    let mut critic = critic("oz-neill");
    // No score is beyond its range, so that every change is seen.
    let tone = Tone {
        page: 8.0,
        range: 16.0,
        certainty: 1.0,
    };
    critic.tones = [tone; TONES.len()];
    let plain = RgbImage::from_fn(400, 320, |x, y| {
        image::Rgb([120 + (x % 20) as u8, 130, 110 + (y % 20) as u8])
    });
    let mut changed = plain.clone();
    let mut random = fastrand::Rng::with_seed(3);
    let (left, top, side) = (251, 90, 48);
    for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
        let noise = image::Rgb(std::array::from_fn(|_| random.u8(..)));
        changed.put_pixel(left + x, top + y, noise);
    }
    let [before, after] = [&plain, &changed].map(|picture| critic.objections(picture).unwrap());
    // Pixels of the drawing for one of the map.
    let scale = 400.0 / 160.0;
    let center = [left, top].map(|start| (start + side / 2) as f32);
    let (mut sum, mut at, mut outside) = (0.0, [0.0; 2], 0.0);
    for (x, y, value) in after.enumerate_pixels() {
        let change = f32::from(value.0[0].abs_diff(before.get_pixel(x, y).0[0]));
        let place = [x, y].map(|i| (i as f32 + 0.5) * scale);
        sum += change;
        at = [at[0] + change * place[0], at[1] + change * place[1]];
        let away = (place[0] - center[0])
            .abs()
            .max((place[1] - center[1]).abs());
        // Half of the square, and what patches of the half size reach in all.
        if away > side as f32 / 2.0 + 80.0 {
            outside += change;
        }
    }
    assert!(sum > 100.0, "nothing changed: {sum}");
    let off = [at[0] / sum - center[0], at[1] / sum - center[1]];
    assert!(off.iter().all(|off| off.abs() < 5.0), "off by {off:?}");
    assert!(outside < 0.01 * sum, "{outside} of {sum} is far away");
}

#[test]
fn what_is_dark_is_compared_with_what_is_dark() {
    let critic = critic("oz-neill");
    let patches = |scores: [f32; 3]| -> Vec<Patch> {
        let tones = [0.1, 0.5, 0.9].into_iter().zip(scores);
        tones
            .map(|(lightness, score)| Patch { score, lightness })
            .collect()
    };
    // Dark patches score less in pages and photographs alike.
    let (pages, photos) = (patches([-1.0, 0.0, 1.0]), patches([-2.0, -1.0, 0.0]));
    let near = |tone: f32| move |lightness: f32| (-((lightness - tone) * 9.0).powi(2)).exp();
    let tones = TONES.map(|tone| {
        let [page, photo] = [&pages, &photos].map(|patches| median(patches, near(tone)));
        Tone {
            page,
            range: page - photo,
            certainty: 1.0,
        }
    });
    let critic = Critic { tones, ..critic };
    for patch in &pages {
        assert!(critic.objection(patch) < 0.01);
    }
    for patch in &photos {
        assert!(critic.objection(patch) > 0.99);
    }
    assert_eq!(median(&[], |_| 1.0), 0.0);
    // What it cannot tell apart it says nothing of.
    let tones = critic.tones.map(|tone| Tone {
        certainty: 0.0,
        ..tone
    });
    let unsure = Critic { tones, ..critic };
    assert!(photos.iter().all(|patch| unsure.objection(patch) == 0.0));
}

#[test]
fn plain_paper_is_judged_alike_to_its_border() {
    let critic = critic("oz-neill");
    let paper = RgbImage::from_pixel(320, 320, image::Rgb([240, 232, 210]));
    let map = critic.objections(&paper).unwrap();
    let middle = map.get_pixel(80, 80).0[0];
    assert!(map.pixels().all(|pixel| pixel.0[0].abs_diff(middle) <= 1));
}

#[test]
fn a_photograph_is_objected_to_more_than_its_drawing() {
    let photo = street(320, 240);
    let base = BaseModel::from_bytes(BASE).unwrap();
    let device = Device::flex();
    let generator = base.generator(&device).unwrap();
    let whole = Cropping {
        side: 240,
        largest: 240,
        ..Cropping::pages(240)
    };
    let mut random = fastrand::Rng::with_seed(1);
    let crop = whole.batch(&[&photo], 1, &mut random);
    for style in ["oz-neill", "ink-philmay", "engraving-dore"] {
        let code = base.style(style).unwrap().code;
        let x = Tensor::<4>::from_data(crop.clone(), &device);
        let y = generator.forward(
            x.clone(),
            code_tensor(code, &device),
            Tensor::zeros([1, 3], &device),
        );
        let critic = critic(style)
            .calibrated(crop.clone(), y.clone().try_into_data().unwrap())
            .unwrap();
        let pictures = [x, y].map(|picture| {
            let numbers = picture.try_into_vec_as::<f32>().unwrap();
            RgbImage::from_fn(240, 240, |x, y| {
                let at = |c| numbers[(c * 240 + y as usize) * 240 + x as usize];
                image::Rgb(std::array::from_fn(|c| (at(c) * 255.0).round() as u8))
            })
        });
        let [photo, drawn] = pictures
            .each_ref()
            .map(|picture| mean(&critic.objections(picture).unwrap(), ALL));
        assert!(photo > drawn + 0.1, "{style}: {photo} and {drawn}");
    }
}

/// A page of a hand with few colours and bold outlines.
fn page(seed: u64) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut page = RgbImage::from_pixel(320, 240, image::Rgb([246, 238, 214]));
    let colors = [[206, 60, 44], [40, 92, 150], [238, 190, 60]];
    for _ in 0..40 {
        let (x, y) = (random.i32(0..320), random.i32(0..240));
        let (radius, color) = (random.i32(8..36), colors[random.usize(0..3)]);
        for (dx, dy) in (-radius..=radius)
            .flat_map(|dx| (-radius..=radius).map(move |dy| (dx, dy)))
            .filter(|(dx, dy)| dx * dx + dy * dy <= radius * radius)
        {
            let is_outline = dx * dx + dy * dy > (radius - 4) * (radius - 4);
            let ink = if is_outline { [20, 16, 24] } else { color };
            if let Some(pixel) =
                page.get_pixel_mut_checked((x + dx).max(0) as u32, (y + dy).max(0) as u32)
            {
                *pixel = image::Rgb(ink);
            }
        }
    }
    page
}

#[test]
fn after_some_steps_the_half_that_is_a_photograph_is_objected_to_and_the_page_is_not() {
    let base = BaseModel::from_bytes(BASE).unwrap();
    let teaching = Teaching::from_bytes(TEACHING).unwrap();
    let pages: Vec<Page> = (0..6)
        .map(|seed| Page {
            pixels: page(seed),
            ..Page::default()
        })
        .collect();
    let street = street(320, 240);
    let inputs = TrainInputs {
        pages: &pages,
        photos: std::slice::from_ref(&street),
        pairs: &[],
        base: &base,
        start: None,
        teaching: &teaching,
        extractor: None,
    };
    let plan = Plan {
        budget: Budget::Steps(12),
        side: 64,
        batch: 2,
        ..Plan::default()
    };
    let mut learning = Finetuning::begin(inputs, plan, &Device::flex()).unwrap();
    while !learning.is_over() {
        learning.advance().unwrap();
    }
    // A page that was not learnt from on the left, the photograph on the right.
    let mut halves = page(99);
    imageops::replace(
        &mut halves,
        &imageops::crop_imm(&street, 160, 0, 160, 240).to_image(),
        160,
        0,
    );
    let map = learning.critic().unwrap().objections(&halves).unwrap();
    let [page, photo] = [[0.0, 0.45], [0.55, 1.0]].map(|columns| mean(&map, columns));
    assert!(photo > page + 0.2, "photograph {photo}, page {page}");
}
