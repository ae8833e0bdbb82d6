use image::{Rgba, RgbaImage};

use super::*;

/// A photograph with much on it.
fn photo() -> RgbaImage {
    let bytes = include_bytes!("../../../../assets/samples/street.jpg");
    let street = picture::decode_bytes(bytes, &DecodeLimits::default()).unwrap();
    picture::at_size(
        &street.pixels,
        (640, 640 * street.pixels.height() / street.pixels.width()),
    )
    .into_owned()
}

/// Another one.
fn other() -> RgbaImage {
    RgbaImage::from_fn(640, 480, |x, y| {
        let (u, v) = (x as f32 / 90.0, y as f32 / 70.0);
        let value = (u + (1.7 * v).sin()).sin() + (1.3 * v + (0.9 * u).cos()).cos();
        Rgba([
            (127.0 + 60.0 * value) as u8,
            (90.0 + 40.0 * value) as u8,
            120,
            255,
        ])
    })
}

/// Three tones on cream paper: nothing of the colours of the photograph is left.
fn drawn(photo: &RgbaImage) -> RgbaImage {
    let soft = image::imageops::blur(photo, 1.0);
    RgbaImage::from_fn(photo.width(), photo.height(), |x, y| {
        let [r, g, b, _] = soft.get_pixel(x, y).0.map(f32::from);
        let light = 0.3 * r + 0.6 * g + 0.1 * b;
        Rgba(match light {
            0.0..70.0 => [40, 30, 60, 255],
            70.0..140.0 => [120, 150, 190, 255],
            _ => [245, 232, 205, 255],
        })
    })
}

/// A picture on which the pixel at `x` of `picture` lies at `matrix x`, on cream paper.
fn moved(picture: &RgbaImage, matrix: [f32; 6], (width, height): (u32, u32)) -> RgbaImage {
    let [a, b, tx, c, d, ty] = matrix;
    let whole = a * d - b * c;
    RgbaImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32 - tx, y as f32 - ty);
        let (px, py) = ((d * x - b * y) / whole, (a * y - c * x) / whole);
        let is_on = px >= 0.0
            && py >= 0.0
            && px <= (picture.width() - 1) as f32
            && py <= (picture.height() - 1) as f32;
        if !is_on {
            return Rgba([240, 235, 225, 255]);
        }
        let (left, top) = (px as u32, py as u32);
        let (fx, fy) = (px - left as f32, py - top as f32);
        let at = |x: u32, y: u32| {
            let (x, y) = (x.min(picture.width() - 1), y.min(picture.height() - 1));
            picture.get_pixel(x, y).0.map(f32::from)
        };
        let [tl, tr] = [at(left, top), at(left + 1, top)];
        let [bl, br] = [at(left, top + 1), at(left + 1, top + 1)];
        Rgba(std::array::from_fn(|i| {
            let above = tl[i] + (tr[i] - tl[i]) * fx;
            let below = bl[i] + (br[i] - bl[i]) * fx;
            (above + (below - above) * fy).round() as u8
        }))
    })
}

#[test]
fn a_drawing_that_is_moved_is_laid_over_its_photograph_within_a_pixel() {
    let photo = photo();
    let drawing = drawn(&photo);
    let (width, height) = photo.dimensions();
    let rgb = |picture: &RgbaImage| DynamicImage::ImageRgba8(picture.clone()).into_rgb8();
    // As it is; with a margin; smaller; larger and turned a little; stretched; a part of it.
    let (sin, cos) = 0.02_f32.sin_cos();
    for (matrix, size) in [
        ([1.0, 0.0, 0.0, 0.0, 1.0, 0.0], (width, height)),
        (
            [1.0, 0.0, 90.0, 0.0, 1.0, 60.0],
            (width + 150, height + 160),
        ),
        ([0.5, 0.0, 3.0, 0.0, 0.5, -2.0], (width / 2, height / 2)),
        (
            [1.4 * cos, -1.4 * sin, 30.0, 1.4 * sin, 1.4 * cos, 10.0],
            (width * 3 / 2, height * 3 / 2),
        ),
        ([1.03, 0.0, -8.0, 0.0, 0.99, 5.0], (width, height)),
        (
            [1.0, 0.0, -40.0, 0.0, 1.0, -30.0],
            (width - 70, height - 60),
        ),
    ] {
        let moved = moved(&drawing, matrix, size);
        let found = register::register(&rgb(&photo), &rgb(&moved)).unwrap();
        assert!(found.likeness > LEAST_LIKENESS, "{matrix:?}: {found:?}");
        let (mut sum, mut num) = (0.0, 0.0);
        for y in (0..height).step_by(20) {
            for x in (0..width).step_by(20) {
                let (x, y) = (x as f32, y as f32);
                let [px, py] = found.placement.pixel_of(&rgb(&photo), &rgb(&moved), [x, y]);
                let wanted = [
                    matrix[0] * x + matrix[1] * y + matrix[2],
                    matrix[3] * x + matrix[4] * y + matrix[5],
                ];
                sum += (px - wanted[0]).hypot(py - wanted[1]) / matrix[0];
                num += 1.0;
            }
        }
        assert!(sum / num < 1.0, "{matrix:?}: {} px", sum / num);
    }
}

#[test]
fn what_lies_over_its_photograph_is_of_one_size_and_place_with_it() {
    let photo = photo();
    let (width, height) = photo.dimensions();
    let margin = moved(
        &drawn(&photo),
        [0.8, 0.0, 70.0, 0.0, 0.8, 50.0],
        (width, height),
    );
    let pair = laid_over(&photo, &margin).unwrap();
    assert_eq!(pair.photo.dimensions(), pair.drawing.dimensions());
    assert_eq!(pair.photo.width(), PAIR_SIDE_PX);
    let whole = u64::from(pair.photo.width()) * u64::from(pair.photo.height());
    assert!(pair.inside.size() * 20 > whole * 18, "{:?}", pair.inside);
    // The margin is nowhere inside, and the tones are where they were.
    let wanted = laid_over(&photo, &drawn(&photo)).unwrap();
    let apart: f32 = pair
        .drawing
        .pixels()
        .zip(wanted.drawing.pixels())
        .map(|(a, b)| f32::from(a.0[1].abs_diff(b.0[1])))
        .sum();
    let apart = apart / whole as f32;
    assert!(apart < 8.0, "{apart}");
    // A drawing of which a part is missing is learnt from where it is.
    let part = moved(
        &drawn(&photo),
        [1.0, 0.0, -90.0, 0.0, 1.0, 0.0],
        (width - 90, height),
    );
    let pair = laid_over(&photo, &part).unwrap();
    assert!(
        pair.inside.x > 150 && pair.inside.x < 220,
        "{:?}",
        pair.inside
    );
}

#[test]
fn what_does_not_fit_is_refused_with_the_reason() {
    let photo = photo();
    let refused = |drawing: &RgbaImage| laid_over(&photo, drawing).unwrap_err();
    assert!(matches!(refused(&drawn(&other())), PairProblem::OtherPhoto));
    assert!(matches!(refused(&photo), PairProblem::Unchanged));
    let one = RgbaImage::from_pixel(1, 1, Rgba([0, 0, 0, 255]));
    let expected = PairProblem::TooSmall {
        width: 1,
        height: 1,
    };
    assert_eq!(refused(&one).in_words(), expected.in_words());
    let clear = RgbaImage::new(photo.width(), photo.height());
    assert!(matches!(refused(&clear), PairProblem::Transparent));
    let bare = RgbaImage::from_pixel(640, 480, Rgba([250, 250, 250, 255]));
    assert!(matches!(refused(&bare), PairProblem::OtherPhoto));
}

#[test]
fn bad_files_are_named_and_the_others_are_learnt_from() {
    let yard = tempfile::tempdir().unwrap();
    let path = |name: &str| yard.path().join(name);
    let photo = photo();
    photo.save(path("good.png")).unwrap();
    drawn(&photo).save(path("good.drawn.png")).unwrap();
    photo.save(path("half.png")).unwrap();
    let bytes = std::fs::read(path("good.drawn.png")).unwrap();
    std::fs::write(path("half.drawn.png"), &bytes[..bytes.len() / 3]).unwrap();
    photo.save(path("lost.png")).unwrap();
    let files = |stem: &str| PairFiles {
        photo: path(&format!("{stem}.png")),
        drawing: path(&format!("{stem}.drawn.png")),
    };
    let all = ["half", "lost", "good"].map(files);
    let (pairs, problems) = open_pairs(&all, &|| true);
    assert_eq!(pairs.len(), 1);
    let named: Vec<_> = problems.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(named, [path("half.drawn.png"), path("lost.drawn.png")]);
    let is_reason = |(_, why): &(PathBuf, PairProblem)| matches!(why, PairProblem::Drawing(_));
    assert!(problems.iter().all(is_reason), "{problems:?}");
}

#[test]
fn drawings_are_found_beside_their_photographs_and_in_another_folder() {
    let paths = |names: &[&str]| -> Vec<PathBuf> { names.iter().map(PathBuf::from).collect() };
    let mut files = paths(&[
        "a/page.png",
        "a/x.jpg",
        "a/x.Drawn.png",
        "b/x.drawn.png",
        "b/y.drawn.png",
        "b/y.drawn.txt",
        "b/y.tif",
        ".drawn.png",
    ]);
    let pairs = take_pairs(&mut files);
    let names: Vec<_> = pairs
        .iter()
        .map(|pair| (&pair.photo, &pair.drawing))
        .collect();
    let expected = paths(&["a/x.jpg", "a/x.Drawn.png", "b/y.tif", "b/y.drawn.png"]);
    assert_eq!(
        names,
        [(&expected[0], &expected[1]), (&expected[2], &expected[3])]
    );
    assert_eq!(
        files,
        paths(&["a/page.png", "b/x.drawn.png", "b/y.drawn.txt", ".drawn.png"])
    );

    let photos = paths(&["p/1.jpg", "p/2.jpg", "p/3.jpg"]);
    let mut drawings = paths(&["d/1.png", "d/deep/2.drawn.psd", "d/4.png", "d/3.cbz"]);
    let pairs = take_pairs_of(&photos, &mut drawings);
    let found: Vec<_> = pairs.iter().map(|pair| pair.drawing.clone()).collect();
    assert_eq!(found, paths(&["d/1.png", "d/deep/2.drawn.psd"]));
    assert_eq!(drawings, paths(&["d/4.png", "d/3.cbz"]));
}

#[test]
fn what_is_measured_by_is_not_learnt_from() {
    let pair = Pair {
        photo: Arc::new(RgbImage::new(400, 300)),
        drawing: Arc::new(RgbImage::new(400, 300)),
        inside: Area {
            x: 20,
            y: 10,
            width: 360,
            height: 280,
        },
    };
    let split_of = |num: usize| {
        let pairs = vec![pair.clone(); num];
        let (learnt, held) = split(&pairs);
        (learnt.len(), held.len())
    };
    assert_eq!(
        [0, 1, 3, 4, 12].map(split_of),
        [(0, 0), (1, 1), (3, 3), (3, 1), (9, 3)]
    );
    let (learnt, held) = split(std::slice::from_ref(&pair));
    let (learnt, held) = (learnt[0].inside, held[0].inside);
    assert_eq!(learnt.shared(&held), 0);
    assert_eq!(learnt.size() + held.size(), pair.inside.size());
    assert!(learnt.size() == 3 * held.size(), "{learnt:?} {held:?}");
}

#[test]
fn samples_show_the_same_places_of_photograph_and_drawing_and_no_margin() {
    let photo = RgbImage::from_fn(700, 500, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, 9]));
    let inside = Area {
        x: 100,
        y: 50,
        width: 400,
        height: 300,
    };
    let drawing = RgbImage::from_fn(700, 500, |x, y| {
        let is_inside = (100..500).contains(&x) && (50..350).contains(&y);
        let [r, g, _] = photo.get_pixel(x, y).0;
        Rgb([r, g, if is_inside { 200 } else { 0 }])
    });
    let pair = Pair {
        photo: Arc::new(photo),
        drawing: Arc::new(drawing),
        inside,
    };
    let random = &mut fastrand::Rng::with_seed(1);
    let batch = crops::PairBatch::draw(&[pair], 128, 3, random);
    let [photos, drawings] = [batch.photos, batch.drawings].map(|data| data.try_to_vec::<f32>());
    let (photos, drawings) = (photos.unwrap(), drawings.unwrap());
    let plane = 128 * 128;
    for sample in 0..3 {
        let at =
            |channel: usize| (3 * sample + channel) * plane..(3 * sample + channel + 1) * plane;
        assert_eq!(photos[at(0)], drawings[at(0)]);
        assert_eq!(photos[at(1)], drawings[at(1)]);
        let blue = 200.0 / 255.0;
        assert!(
            drawings[at(2)]
                .iter()
                .all(|value| (value - blue).abs() < 1e-6)
        );
    }
}
