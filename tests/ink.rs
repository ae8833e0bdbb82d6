//! The ink: neutral settings change nothing, every slider acts, and what is kept while sliders
//! move, parts and other sizes are all the same picture.

use image::{Rgb, RgbImage, Rgba, RgbaImage, imageops};
use kinetoon::ink::{self, InkSettings, LiveInk, Measures, PagesInk, SLIDERS};

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
    let photo = imageops::crop_imm(&photo, 700, 300, width, height).to_image();
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
            boldness: 2.0,
            ..default
        },
        InkSettings {
            line: 0.5,
            line_width: 0.25,
            saturation: 2.0,
            photo_color: 0.0,
            hand: 1.0,
            detail: 0.9,
            tones: 2.0,
            blacks: 1.0,
            hatching: 0.7,
            paper: 1.0,
            boldness: 0.0,
            ..default
        },
        InkSettings {
            line: 0.0,
            saturation: 0.3,
            photo_color: 1.0,
            hand: 0.5,
            detail: 0.0,
            tones: 1.3,
            ..default
        },
        InkSettings {
            saturation: 0.0,
            tones: 0.0,
            hatching: 1.0,
            ..default
        },
        printed(),
        pen(),
        InkSettings::NEUTRAL,
    ]
}

/// The ink of a page.
fn measured(page: &RgbImage) -> InkSettings {
    let mut pages = PagesInk::default();
    pages.add(page);
    pages.hand().unwrap().settings()
}

/// Of a hand that prints flat colours and solid black.
fn printed() -> InkSettings {
    let colors = [[230, 210, 170], [190, 60, 40], [60, 100, 130], [20, 16, 18]];
    measured(&RgbImage::from_fn(512, 512, |x, y| {
        let is_line = (x + y) % 128 < 4;
        let color = colors[((x / 128 + 3 * (y / 96)) % 4) as usize];
        Rgb(if is_line { colors[3] } else { color })
    }))
}

/// Of a hand that hatches.
fn pen() -> InkSettings {
    measured(&RgbImage::from_fn(512, 512, |x, y| {
        Rgb(if (x + y) % 8 < 3 && y > 200 {
            [20; 3]
        } else {
            [245; 3]
        })
    }))
}

/// The largest difference of a channel.
fn apart(a: &RgbaImage, b: &RgbaImage) -> u8 {
    assert_eq!(a.dimensions(), b.dimensions());
    let pairs = a.iter().zip(b.iter());
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

#[test]
fn neutral_settings_change_nothing_at_all() {
    for (width, height) in [(1, 1), (7, 1), (64, 48)] {
        let (photo, drawing) = (noise(width, height, 1), noise(width, height, 2));
        assert_eq!(ink::draw(&photo, &drawing, &InkSettings::NEUTRAL), drawing);
    }
}

#[test]
fn pictures_of_every_size_are_drawn() {
    for (width, height) in [(1, 1), (1, 7), (9, 1), (2, 3), (17, 13), (33, 5), (65, 64)] {
        let (photo, drawing) = (noise(width, height, 3), noise(width, height, 4));
        for settings in looks() {
            let drawn = ink::draw(&photo, &drawing, &settings);
            assert_eq!(drawn.dimensions(), (width, height));
            assert!(drawn.pixels().all(|pixel| pixel.0[3] == 255));
        }
    }
}

#[test]
fn what_is_kept_while_sliders_move_is_what_is_drawn_at_once() {
    let (photo, drawing) = sample(121, 90);
    let mut live = LiveInk::default();
    let mut moves = looks();
    // Each slider by itself, there and back.
    for ink in [InkSettings::default(), printed(), pen()] {
        let base = InkSettings { hand: 0.7, ..ink };
        for (index, slider) in SLIDERS.iter().enumerate() {
            for end in [slider.range.start(), slider.range.end()] {
                let mut settings = base;
                *settings.values_mut()[index] = *end;
                moves.extend([settings, base]);
            }
        }
    }
    for settings in moves {
        let drawn = ink::draw(&photo, &drawing, &settings);
        assert!(
            live.draw(&photo, &drawing, &settings) == drawn,
            "{settings:?}"
        );
    }
}

#[test]
fn every_slider_changes_the_picture() {
    let (photo, drawing) = sample(480, 320);
    let plain = InkSettings {
        hand: 0.7,
        blacks: 0.2,
        ..InkSettings::default()
    };
    // With pages as without.
    for (base, whose) in [(plain, "plain"), (printed(), "printed")] {
        let before = ink::draw(&photo, &drawing, &base);
        for (index, slider) in SLIDERS.iter().enumerate() {
            let mut settings = base;
            let value = &mut *settings.values_mut()[index];
            let [start, end] = [*slider.range.start(), *slider.range.end()];
            *value = if *value == end { start } else { end };
            let after = ink::draw(&photo, &drawing, &settings);
            // The colours of pages want pages.
            let has_effect = slider.key != "palette" || base.measured.is_some();
            let apart = apart(&before, &after);
            assert_eq!(apart > 20, has_effect, "{whose}, {}: {apart}", slider.key);
        }
    }
}

#[test]
fn parts_and_rows_of_a_larger_picture_are_those_of_the_whole() {
    let (photo, drawing) = sample(150, 111);
    let (width, height) = (397, 294);
    let kept = imageops::resize(&drawing, width, height, imageops::FilterType::Triangle);
    let measures = Measures::default();
    for settings in looks() {
        let mut live = LiveInk::default();
        let size = (width, height);
        let whole = live.draw_at(&photo, &drawing, &kept, &settings, size, &measures);
        for [left, top, w, h] in [[0, 0, 50, 70], [131, 97, 100, 60], [300, 200, 97, 94]] {
            let own = imageops::crop_imm(&kept, left, top, w, h).to_image();
            let corner = [left, top];
            let part = live.draw_part(&photo, &drawing, &own, &settings, [width, height], corner);
            let expected = imageops::crop_imm(&whole, left, top, w, h).to_image();
            assert!(part == expected, "{settings:?}");
        }
        let mut rows: Vec<[f32; 3]> = Vec::new();
        let mut put = |more: &[[f32; 3]]| {
            rows.extend(more);
            Ok::<_, ()>(())
        };
        live.draw_rows(&photo, &drawing, &kept, &settings, &measures, &mut put)
            .unwrap();
        assert_eq!(rows.len(), (width * height) as usize);
        for (row, pixel) in rows.iter().zip(whole.pixels()) {
            let rounded = row.map(|v| (v * 255.0 + 0.5) as u8);
            assert_eq!(rounded, pixel.0[..3]);
        }
        let stopped = live.draw_rows(&photo, &drawing, &kept, &settings, &measures, &mut |_| {
            Err("full")
        });
        assert_eq!(stopped, Err("full"));
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
        mean_luma(&ink::draw(&photo, &drawing, &settings))
    };
    let darkness: Vec<f64> = [0.0, 0.5, 1.0, 1.5, 2.0]
        .map(|line| with(line, 2.0))
        .to_vec();
    assert!(darkness.is_sorted_by(|a, b| a > b), "{darkness:?}");
    assert!(with(1.0, 4.0) < with(1.0, 2.0));
}

#[test]
fn saturation_is_monotone() {
    let (photo, drawing) = sample(320, 213);
    let with = |saturation| {
        let settings = InkSettings {
            saturation,
            ..InkSettings::NEUTRAL
        };
        mean_chroma(&ink::draw(&photo, &drawing, &settings))
    };
    let chroma: Vec<f64> = [0.0, 0.5, 1.0, 1.5, 2.0].map(with).to_vec();
    assert!(chroma.is_sorted_by(|a, b| a < b), "{chroma:?}");
    assert!(chroma[0] < 1.0, "zero is grey");
}

#[test]
fn less_detail_evens_texture_and_keeps_edges() {
    let (width, height) = (960, 320);
    let photo = RgbaImage::from_fn(width, height, |x, _| {
        let v = if x < 480 { 60 } else { 190 };
        Rgba([v, v, v, 255])
    });
    let noise = noise(width, height, 5);
    let drawing = RgbaImage::from_fn(width, height, |x, y| {
        let v = photo.get_pixel(x, y).0[0] + noise.get_pixel(x, y).0[0] / 16;
        Rgba([v, v, v, 255])
    });
    let with = |detail| {
        let settings = InkSettings {
            detail,
            ..InkSettings::NEUTRAL
        };
        ink::draw(&photo, &drawing, &settings)
    };
    let spread = |picture: &RgbaImage| {
        let values: Vec<f64> = (20..440)
            .flat_map(|x| (20..300).map(move |y| (x, y)))
            .map(|(x, y)| f64::from(picture.get_pixel(x, y).0[0]))
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
    };
    let flat = with(0.5);
    let (before, after) = (spread(&drawing), spread(&flat));
    assert!(after < 0.35 * before, "{after} of {before}");
    assert!(spread(&with(0.95)) > after);
    let step = f64::from(flat.get_pixel(488, 160).0[0]) - f64::from(flat.get_pixel(471, 160).0[0]);
    assert!(step > 110.0, "the edge became {step}");
}

#[test]
fn tones_are_few() {
    let photo = RgbaImage::from_fn(400, 64, |x, _| {
        let v = (x * 255 / 399) as u8;
        Rgba([v, v, v, 255])
    });
    let with = |tones| {
        let settings = InkSettings {
            tones,
            ..InkSettings::NEUTRAL
        };
        let drawn = ink::draw(&photo, &photo, &settings);
        let row: Vec<u8> = (20..380).map(|x| drawn.get_pixel(x, 32).0[0]).collect();
        assert!(
            row.is_sorted_by(|a, b| *b >= a.saturating_sub(1)),
            "{row:?}"
        );
        // Steps from pixel to pixel that are hardly one.
        let even = row.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) == 0);
        even.count()
    };
    let [none, six, three] = [0.0, 1.0, 2.0].map(with);
    assert!(six > none + 40 && three > none + 40, "{none} {six} {three}");
}

#[test]
fn dark_areas_become_ink_and_light_ones_stay() {
    let photo = RgbaImage::from_fn(120, 80, |x, _| {
        let v = if x < 60 { 25 } else { 150 };
        Rgba([v, v, v, 255])
    });
    let settings = InkSettings {
        blacks: 0.6,
        ..InkSettings::NEUTRAL
    };
    let drawn = ink::draw(&photo, &photo, &settings);
    let wanted = ink::parameters::INK.map(|v| (v * 255.0 + 0.5) as u8);
    assert_eq!(drawn.get_pixel(20, 40).0[..3], wanted);
    assert!(drawn.get_pixel(100, 40).0[0].abs_diff(150) <= 1);
}

/// Share of pixels that the lines have made much darker.
fn share_of_ink(photo: &RgbaImage, line_width: f32, times: u32) -> f64 {
    let settings = |line| InkSettings {
        line_width,
        line,
        ..InkSettings::NEUTRAL
    };
    let size = (photo.width() * times, photo.height() * times);
    let kept = imageops::resize(photo, size.0, size.1, imageops::FilterType::Triangle);
    let measures = Measures::default();
    let draw =
        |line| LiveInk::default().draw_at(photo, photo, &kept, &settings(line), size, &measures);
    let (inked, plain) = (draw(1.0), draw(0.0));
    let darker = inked
        .pixels()
        .zip(plain.pixels())
        .filter(|(inked, plain)| plain.0[1].saturating_sub(inked.0[1]) > 40);
    darker.count() as f64 / f64::from(inked.width() * inked.height())
}

#[test]
fn a_larger_picture_gets_the_same_lines_larger() {
    let (photo, _) = sample(480, 320);
    for (times, line_width) in [(3, 2.0), (4, 4.0)] {
        let small = share_of_ink(&photo, line_width, 1);
        let large = share_of_ink(&photo, line_width, times);
        assert!(small > 0.01, "{small}");
        assert!(
            (0.8..1.25).contains(&(large / small)),
            "width {line_width}: {large} of ink at {times} times the size, {small} before"
        );
    }
}

#[test]
fn the_frames_of_an_animation_have_their_tones_in_common() {
    let (photo, _) = sample(160, 120);
    let dark = RgbaImage::from_fn(160, 120, |x, y| {
        let mut pixel = *photo.get_pixel(x, y);
        // A light that is switched off in one half.
        if x >= 80 {
            pixel.0 = [pixel.0[0] / 6, pixel.0[1] / 6, pixel.0[2] / 6, 255];
        }
        pixel
    });
    let settings = InkSettings::default();
    let size = photo.dimensions();
    let draw = |frame: &RgbaImage, measures: &Measures| {
        LiveInk::default().draw_at(frame, frame, frame, &settings, size, measures)
    };
    let still = |picture: RgbaImage| imageops::crop_imm(&picture, 0, 0, 40, 120).to_image();
    let animation = Measures::of_animation(&photo);
    let together = apart(
        &still(draw(&photo, &animation)),
        &still(draw(&dark, &animation)),
    );
    let mut alone = Measures::default();
    alone.without_faces = true;
    let apart_alone = apart(&still(draw(&photo, &alone)), &still(draw(&dark, &alone)));
    assert!(together < apart_alone, "{together} against {apart_alone}");
}
