//! The ink: neutral settings change nothing, every slider acts, and shaders and CPU agree.

use image::{Rgba, RgbaImage};
use kinetoon::gpu::{Gpu, InkPass, best_adapter, picture_texture, read_back, upload};
use kinetoon::ink::{self, InkSettings};

/// Noise in every channel: the worst case for anything that depends on a direction.
fn noise(width: u32, height: u32, seed: u32) -> RgbaImage {
    let mut state = seed.wrapping_mul(0x9E37_79B9) | 1;
    RgbaImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Rgba([state as u8, (state >> 8) as u8, (state >> 16) as u8, 255])
    })
}

/// A part of the sample, and the same with its tones bent, as a drawing would be.
fn sample(width: u32, height: u32) -> (RgbaImage, RgbaImage) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/street.jpg");
    let limits = kinetoon::picture::DecodeLimits::default();
    let photo = kinetoon::picture::decode_file(&path, &limits)
        .unwrap()
        .pixels;
    let photo = image::imageops::crop_imm(&photo, 700, 300, width, height).to_image();
    let drawing = RgbaImage::from_fn(width, height, |x, y| {
        let Rgba([r, g, b, _]) = *photo.get_pixel(x, y);
        Rgba([(r / 48) * 48 + 10, (g / 32) * 30, b.saturating_add(20), 255])
    });
    (photo, drawing)
}

fn looks() -> Vec<InkSettings> {
    let default = InkSettings::default();
    vec![
        default,
        InkSettings {
            line: 2.0,
            line_width: 4.0,
            ..default
        },
        InkSettings {
            line: 0.5,
            line_width: 0.25,
            saturation: 2.0,
            photo_color: 0.0,
            flatten: 0.0,
            tones: 2.0,
            blacks: 1.0,
            hatching: 0.7,
            paper: 1.0,
        },
        InkSettings {
            line: 0.0,
            saturation: 0.3,
            photo_color: 1.0,
            flatten: 2.0,
            tones: 1.3,
            ..default
        },
        InkSettings {
            saturation: 0.0,
            flatten: 0.4,
            tones: 0.0,
            hatching: 1.0,
            paper: 0.0,
            ..default
        },
        InkSettings::NEUTRAL,
    ]
}

#[test]
fn neutral_settings_change_nothing_at_all() {
    for (width, height) in [(1, 1), (7, 1), (64, 48)] {
        let (photo, drawing) = (noise(width, height, 1), noise(width, height, 2));
        assert_eq!(
            ink::draw(&photo, &drawing, &InkSettings::NEUTRAL, 1.0),
            drawing
        );
        assert_eq!(
            ink::draw(&photo, &drawing, &InkSettings::NEUTRAL, 3.0),
            drawing
        );
    }
}

#[test]
fn shaders_and_cpu_are_at_most_one_step_apart() {
    let Some((instance, adapter)) = best_adapter(true) else {
        println!("skipped: this machine has no graphics adapter, not even a software one");
        return;
    };
    let Gpu { device, queue, .. } = Gpu::open(instance, adapter).unwrap();
    let pass = InkPass::new(&device).unwrap();
    let mut pairs = vec![sample(320, 213), sample(129, 257)];
    for (width, height) in [(1, 1), (1, 7), (9, 1), (17, 13), (257, 129)] {
        pairs.push((
            noise(width, height, width),
            noise(width, height, height + 1000),
        ));
    }
    let mut cases: Vec<_> = looks()
        .into_iter()
        .zip([1.0, 1.0, 1.0, 2.6, 1.0, 1.0])
        .collect();
    let widest = looks()[1];
    cases.extend([4.7, 8.0, 16.0].map(|scale| (InkSettings::default(), scale)));
    cases.extend([8.0, 16.0].map(|scale| (widest, scale)));
    let pen = looks()[4];
    cases.extend([2.6, 8.0].map(|scale| (pen, scale)));
    for (photo, drawing) in &pairs {
        for (settings, scale) in &cases {
            let scale = *scale;
            let expected = ink::draw(photo, drawing, settings, scale);
            let (photo, drawing) = (
                upload(&device, &queue, photo),
                upload(&device, &queue, drawing),
            );
            let output = picture_texture(&device, drawing.width(), drawing.height());
            pass.draw(&device, &queue, &photo, &drawing, settings, scale, &output)
                .unwrap();
            let found = read_back(&device, &queue, &output).unwrap();
            let apart = found
                .iter()
                .zip(expected.iter())
                .map(|(a, b)| a.abs_diff(*b))
                .max();
            assert!(
                apart <= Some(1),
                "{:?} {settings:?}: {apart:?}",
                expected.dimensions()
            );
        }
    }
}

fn mean_luma(picture: &RgbaImage) -> f64 {
    picture.pixels().map(|p| f64::from(p.0[1])).sum::<f64>()
        / f64::from(picture.width() * picture.height())
}

fn mean_chroma(picture: &RgbaImage) -> f64 {
    let spread = |p: &Rgba<u8>| {
        let [r, g, b, _] = p.0;
        f64::from(r.max(g).max(b) - r.min(g).min(b))
    };
    picture.pixels().map(spread).sum::<f64>() / f64::from(picture.width() * picture.height())
}

#[test]
fn more_line_is_darker_and_wider_lines_are_darker_still() {
    let (photo, drawing) = sample(320, 213);
    let with = |line, line_width| {
        let settings = InkSettings {
            line,
            line_width,
            ..InkSettings::NEUTRAL
        };
        mean_luma(&ink::draw(&photo, &drawing, &settings, 1.0))
    };
    let darkness: Vec<f64> = [0.0, 0.5, 1.0, 1.5, 2.0]
        .map(|line| with(line, 1.0))
        .to_vec();
    assert!(darkness.is_sorted_by(|a, b| a > b), "{darkness:?}");
    assert!(with(1.0, 2.0) < with(1.0, 1.0));
}

#[test]
fn saturation_is_monotone() {
    let (photo, drawing) = sample(320, 213);
    let with = |saturation| {
        let settings = InkSettings {
            saturation,
            ..InkSettings::NEUTRAL
        };
        mean_chroma(&ink::draw(&photo, &drawing, &settings, 1.0))
    };
    let chroma: Vec<f64> = [0.0, 0.5, 1.0, 1.5, 2.0].map(with).to_vec();
    assert!(chroma.is_sorted_by(|a, b| a < b), "{chroma:?}");
    assert!(chroma[0] < 1.0, "zero is grey");
}

#[test]
fn flattening_evens_noise_where_the_photograph_is_even_and_keeps_its_edges() {
    let (width, height) = (120, 80);
    let photo = RgbaImage::from_fn(width, height, |x, _| {
        let v = if x < 60 { 60 } else { 190 };
        Rgba([v, v, v, 255])
    });
    let noise = noise(width, height, 5);
    let drawing = RgbaImage::from_fn(width, height, |x, y| {
        let v = photo.get_pixel(x, y).0[0] + noise.get_pixel(x, y).0[0] / 8;
        Rgba([v, v, v, 255])
    });
    let settings = InkSettings {
        flatten: 1.0,
        ..InkSettings::NEUTRAL
    };
    let flat = ink::draw(&photo, &drawing, &settings, 1.0);
    let spread = |picture: &RgbaImage| {
        let values: Vec<f64> = (5..50)
            .flat_map(|x| (5..75).map(move |y| (x, y)))
            .map(|(x, y)| f64::from(picture.get_pixel(x, y).0[0]))
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
    };
    assert!(
        spread(&flat) < 0.35 * spread(&drawing),
        "{} of {}",
        spread(&flat),
        spread(&drawing)
    );
    let step = f64::from(flat.get_pixel(63, 40).0[0]) - f64::from(flat.get_pixel(56, 40).0[0]);
    assert!(step > 110.0, "the edge became {step}");
}

/// Share of pixels that the lines have made much darker.
fn share_of_ink(photo: &RgbaImage, drawing: &RgbaImage, line_width: f32, scale: f32) -> f64 {
    let lines = InkSettings {
        line_width,
        line: 1.0,
        ..InkSettings::NEUTRAL
    };
    let inked = ink::draw(photo, drawing, &lines, scale);
    let darker = inked
        .pixels()
        .zip(drawing.pixels())
        .filter(|(inked, plain)| plain.0[1].saturating_sub(inked.0[1]) > 40);
    darker.count() as f64 / f64::from(inked.width() * inked.height())
}

#[test]
fn a_larger_picture_gets_the_same_lines_larger() {
    let (photo, drawing) = sample(240, 180);
    for (scale, line_width) in [(4, 1.0), (8, 1.0), (8, 4.0), (16, 4.0)] {
        let large = |picture: &RgbaImage| {
            let (width, height) = (picture.width() * scale, picture.height() * scale);
            kinetoon::picture::downscale(picture, width, height)
        };
        let small_share = share_of_ink(&photo, &drawing, line_width, 1.0);
        let share = share_of_ink(&large(&photo), &large(&drawing), line_width, scale as f32);
        assert!(small_share > 0.01);
        assert!(
            (0.7..1.4).contains(&(share / small_share)),
            "width {line_width}: {share} of ink at {scale} times the size, {small_share} before"
        );
    }
}
