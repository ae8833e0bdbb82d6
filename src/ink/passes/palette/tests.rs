//! Which colours become which.

use super::*;
use crate::ink::measured::MAX_SWATCHES;
use crate::ink::measured::swatches::distance;

const RED: [f32; 3] = [50.0, 60.0, 40.0];
const BLUE: [f32; 3] = [40.0, 0.0, -40.0];
const CREAM: [f32; 3] = [95.0, 0.0, 12.0];

fn hand(open: f32, even: f32) -> MeasuredInk {
    let mut swatches = [Swatch::default(); MAX_SWATCHES];
    for (place, lab) in swatches.iter_mut().zip([RED, BLUE, CREAM]) {
        *place = Swatch { lab, share: 0.33 };
    }
    MeasuredInk {
        swatches,
        paper: CREAM,
        open,
        ink: [5.0, 0.0, 0.0],
        black: 0.0,
        strokes: 0.05,
        coverage: 0.2,
        width: 3.0,
        hatched: 0.2,
        even,
        slant: [0.0; 2],
        pitch: 5.0,
        grain: 0.0,
        sky: None,
        drawn: None,
    }
}

fn rgb(lab: [f32; 3]) -> [f32; 4] {
    let [r, g, b] = linear_from_lab(lab).map(srgb_from_linear);
    [r, g, b, 0.5]
}

fn lab(pixel: [f32; 4]) -> [f32; 3] {
    lab_from_srgb(channels(&[pixel])).map(|lanes| lanes[0])
}

fn plane(width: usize, height: usize, of: impl Fn(usize) -> [f32; 3]) -> Plane {
    Plane {
        width,
        height,
        pixels: (0..width * height).map(|i| rgb(of(i % width))).collect(),
    }
}

fn nowhere(plane: &Plane) -> Plane<f32> {
    plane.map(|_, _| 0.0)
}

/// Light skin everywhere.
fn lit() -> Plane<f32> {
    Plane {
        width: 1,
        height: 1,
        pixels: vec![1.0],
    }
}

#[test]
fn colours_become_the_nearest_of_the_hand() {
    let kin = [[54.0, 40.0, 28.0], [45.0, 4.0, -30.0], [90.0, 1.0, 3.0]];
    let mut picture = plane(96, 64, |x| kin[x / 32]);
    let palette = Palette::find(
        &picture,
        [&nowhere(&picture), &nowhere(&picture)],
        &hand(0.2, 1.0),
    );
    let face = nowhere(&picture);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    for (x, wanted) in [(10, RED), (40, BLUE), (80, CREAM)] {
        let found = lab(picture.at(x, 30));
        assert!(distance(found, wanted) < 12.0, "{found:?} for {wanted:?}");
        // What tells blacks stays.
        assert_eq!(picture.at(x, 30)[3], 0.5);
    }
}

#[test]
fn nothing_of_the_palette_leaves_the_picture() {
    let mut picture = plane(64, 32, |x| [x as f32 + 20.0, 20.0, 10.0]);
    let before = picture.clone();
    let palette = Palette::find(
        &picture,
        [&nowhere(&picture), &nowhere(&picture)],
        &hand(0.2, 1.0),
    );
    let face = nowhere(&picture);
    palette.apply(&mut picture, [&face, &lit()], 0.0);
    for (one, other) in picture.pixels.iter().zip(&before.pixels) {
        assert!(distance(lab(*one), lab(*other)) < 0.1);
    }
}

#[test]
fn painted_hands_keep_more_of_light_and_shade() {
    let spread = |even: f32| {
        let mut picture = plane(256, 32, |x| [40.0 + x as f32 / 8.0, 30.0, 20.0]);
        let palette = Palette::find(
            &picture,
            [&nowhere(&picture), &nowhere(&picture)],
            &hand(0.2, even),
        );
        let face = nowhere(&picture);
        palette.apply(&mut picture, [&face, &lit()], 1.0);
        let steps =
            (1..256).map(|x| (lab(picture.at(x, 9))[0] - lab(picture.at(x - 1, 9))[0]).abs());
        steps.filter(|step| *step > 0.05).count()
    };
    assert!(spread(0.0) > spread(1.0), "{} {}", spread(0.0), spread(1.0));
}

#[test]
fn a_face_has_one_swatch_whatever_its_light() {
    // Lit and shaded skin, which by themselves are nearer to cream and to red.
    let skin = [[80.0, 14.0, 18.0], [50.0, 26.0, 24.0]];
    let mut picture = plane(64, 64, |x| skin[x / 32]);
    let face = Plane {
        width: 32,
        height: 32,
        pixels: vec![1.0; 32 * 32],
    };
    let palette = Palette::find(&picture, [&face, &nowhere(&picture)], &hand(0.2, 1.0));
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let [lit, shaded] = [10, 50].map(|x| lab(picture.at(x, 30)));
    assert!(lit[0] > shaded[0] + 5.0, "{lit:?} {shaded:?}");
    let hue = |lab: [f32; 3]| lab[2].atan2(lab[1]).to_degrees();
    assert!((hue(lit) - hue(shaded)).abs() < 25.0, "{lit:?} {shaded:?}");
}

#[test]
fn hands_that_leave_paper_open_leave_light_greys_open() {
    let mut picture = plane(96, 64, |x| {
        [[88.0, 1.0, 4.0], [70.0, 2.0, 4.0], [50.0, 50.0, 30.0]][x / 32]
    });
    let palette = Palette::find(
        &picture,
        [&nowhere(&picture), &nowhere(&picture)],
        &hand(0.95, 1.0),
    );
    let face = nowhere(&picture);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    assert!(distance(lab(picture.at(5, 5)), CREAM) < 4.0);
    assert!(distance(lab(picture.at(40, 5)), CREAM) < 4.0);
    assert!(distance(lab(picture.at(80, 5)), RED) < 12.0);
}

#[test]
fn lights_of_a_face_are_flesh_and_teeth_are_not() {
    let (skin, wall) = ([72.0, 18.0, 22.0], [88.0, 0.0, 4.0]);
    let palette = Palette {
        from: vec![skin, wall],
        to: vec![RED, BLUE],
        strangers: vec![[0.0; 3], STRANGER],
        flesh: vec![1.0, 0.0],
        deep: DeepFlesh::default(),
        shade: [0.0; 3],
        soft: SOFT[0],
    };
    // A light on skin is nearer to the wall than to skin; so are teeth.
    for (color, in_face, wanted) in [
        ([81.0, 8.0, 12.0], 1.0, RED),
        ([81.0, 8.0, 12.0], 0.0, BLUE),
        ([92.0, 0.0, 3.0], 1.0, BLUE),
        (skin, 0.0, RED),
    ] {
        let mut picture = plane(8, 8, |_| color);
        let face = nowhere(&picture).map(|_, _| in_face);
        palette.apply(&mut picture, [&face, &lit()], 1.0);
        let found = lab(picture.at(4, 4));
        assert!(distance(found, wanted) < 25.0, "{found:?} for {wanted:?}");
    }
}

#[test]
fn black_hair_is_ink_and_dark_blue_is_not() {
    let of = |black: f32| {
        let mut picture = plane(96, 64, |x| {
            [[12.0, 1.0, 1.0], [35.0, 0.0, -30.0], [90.0, 1.0, 3.0]][x / 32]
        });
        let hand = MeasuredInk {
            black,
            ..hand(0.2, 1.0)
        };
        let face = nowhere(&picture);
        Palette::find(&picture, [&face, &nowhere(&picture)], &hand).apply(
            &mut picture,
            [&face, &lit()],
            1.0,
        );
        [10, 40].map(|x| lab(picture.at(x, 30)))
    };
    let [hair, blue] = of(0.1);
    assert!(hair[0] < 15.0 && chroma(hair) < 6.0, "{hair:?}");
    assert!(distance(blue, BLUE) < 12.0, "{blue:?}");
    let [hair, _] = of(0.0);
    assert!(
        chroma(hair) > 20.0,
        "without solid ink there is no black: {hair:?}"
    );
}

#[test]
fn a_dull_picture_takes_the_strong_colours_of_the_pages_and_white_stays_white() {
    let dull = [[45.0, 2.0, -14.0], [92.0, 1.0, 4.0], [50.0, -2.0, 3.0]];
    let mut picture = plane(96, 64, |x| dull[x / 32]);
    let mut hand = hand(0.2, 1.0);
    let grey = Swatch {
        lab: [52.0, 3.0, 2.0],
        share: 0.3,
    };
    hand.swatches[3] = grey;
    let palette = Palette::find(&picture, [&nowhere(&picture), &nowhere(&picture)], &hand);
    let face = nowhere(&picture);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let [dull, white, even] = [10, 48, 80].map(|x| lab(picture.at(x, 30)));
    assert!(chroma(dull) > 30.0, "{dull:?}");
    assert!(white[0] > 85.0 && chroma(white) < 20.0, "{white:?}");
    assert!(chroma(even) < 10.0, "{even:?}");
}

#[test]
fn what_is_light_and_coloured_is_an_accent_and_not_left_open() {
    // Grey, pale and a light red, of a hand that leaves most of the paper open.
    let colors = [[70.0, 0.0, 2.0], [75.0, 2.0, 8.0], [60.0, 34.0, 20.0]];
    let mut picture = plane(96, 64, |x| colors[x / 32]);
    let palette = Palette::find(
        &picture,
        [&nowhere(&picture), &nowhere(&picture)],
        &hand(0.9, 1.0),
    );
    let face = nowhere(&picture);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let [grey, pale, red] = [10, 50, 90].map(|x| lab(picture.at(x, 30)));
    assert!(distance(grey, CREAM) < 12.0 && distance(pale, CREAM) < 12.0);
    assert!(red[1] > 40.0, "{red:?}");
}

#[test]
fn what_is_dark_in_a_face_is_flesh_and_hair_beside_it() {
    let [skin, hair, wall] = [[72.0, 16.0, 20.0], [24.0, 4.0, 5.0], [60.0, -4.0, 2.0]];
    // A face with a shaded side, the hair beside it, and what is behind both.
    let mut picture = plane(128, 64, |x| match x {
        0..40 => skin,
        40..80 => hair,
        _ => wall,
    });
    let face = plane(64, 32, |_| wall).map(|x, _| f32::from(x < 25));
    let mut hand = hand(0.2, 1.0);
    hand.swatches[0].lab = [70.0, 14.0, 22.0];
    hand.swatches[1].lab = [22.0, 0.0, 0.0];
    let palette = Palette::find(&picture, [&face, &nowhere(&picture)], &hand);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let [of_skin, of_shade, of_hair] = [10, 44, 70].map(|x| lab(picture.at(x, 30)));
    assert!(chroma(of_shade) > 12.0, "{of_shade:?} beside {of_skin:?}");
    assert!(
        of_shade[0] > of_hair[0] + 10.0,
        "{of_shade:?} beside {of_hair:?}"
    );
    assert!(
        distance(of_hair, hand.swatches[1].lab) < 12.0,
        "{of_hair:?}"
    );
}

#[test]
fn a_red_shirt_at_the_chin_is_no_flesh() {
    let [skin, shirt] = [[72.0, 16.0, 20.0], [48.0, 52.0, 36.0]];
    let mut picture = plane(128, 64, |x| if x < 64 { skin } else { shirt });
    let face = plane(64, 32, |_| skin).map(|x, _| f32::from(x < 35));
    let mut hand = hand(0.2, 1.0);
    hand.swatches[2].lab = [84.0, 8.0, 18.0];
    let palette = Palette::find(&picture, [&face, &nowhere(&picture)], &hand);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let of = |x| lab(picture.at(x, 30));
    assert!(distance(of(100), RED) < 14.0, "{:?}", of(100));
    assert!(of(20)[0] > 70.0, "{:?}", of(20));
}

#[test]
fn brown_hair_is_darker_than_the_face_and_a_wall_of_its_colour_is_not() {
    let [skin, hair, wall] = [[72.0, 16.0, 20.0], [56.0, 14.0, 22.0], [58.0, 14.0, 22.0]];
    let mut picture = plane(128, 64, |x| match x {
        0..40 => skin,
        40..80 => hair,
        _ => wall,
    });
    let part = |from: usize, to: usize| {
        plane(64, 32, |_| wall).map(|x, _| f32::from((from..to).contains(&x)))
    };
    let (face, in_hair) = (part(0, 20), part(20, 40));
    let mut hand = hand(0.2, 1.0);
    hand.swatches[0].lab = [84.0, 8.0, 18.0];
    hand.swatches[1].lab = [40.0, 14.0, 24.0];
    let palette = Palette::find(&picture, [&face, &in_hair], &hand);
    let place = face.map(|x, y| face.at(x, y) - 0.4 * in_hair.at(x, y));
    palette.apply(&mut picture, [&place, &lit()], 1.0);
    let [of_skin, of_hair, of_wall] = [20, 60, 110].map(|x| lab(picture.at(x, 30)));
    assert!(of_skin[0] - of_hair[0] > 14.0, "{of_hair:?} {of_skin:?}");
    assert!(of_wall[0] - of_hair[0] > 8.0, "{of_hair:?} {of_wall:?}");
}

#[test]
fn lips_are_flesh_and_a_wall_beside_people_is_no_red_for_that() {
    let [skin, lips, wall] = [[72.0, 16.0, 20.0], [52.0, 40.0, 24.0], [62.0, 3.0, 6.0]];
    let mut picture = plane(128, 64, |x| match x {
        40..44 => lips,
        0..84 => skin,
        _ => wall,
    });
    let face = plane(64, 32, |_| wall).map(|x, _| f32::from(x < 42));
    let mut hand = hand(0.2, 1.0);
    hand.swatches[0].lab = [84.0, 8.0, 18.0];
    let palette = Palette::find(&picture, [&face, &nowhere(&picture)], &hand);
    let place = face.map(|x, y| face.at(x, y) - 0.12 * (1.0 - face.at(x, y)));
    palette.apply(&mut picture, [&place, &lit()], 1.0);
    let [of_lips, of_wall] = [42, 110].map(|x| lab(picture.at(x, 30)));
    assert!(chroma(of_lips) < 34.0, "{of_lips:?}");
    assert!(chroma(of_wall) < 20.0, "{of_wall:?}");
}

#[test]
fn a_grey_face_on_a_photograph_without_colours_is_flesh() {
    let [skin, wall] = [[68.0, 0.0, 0.0], [40.0, 0.0, 0.0]];
    let mut picture = plane(128, 64, |x| if x < 64 { skin } else { wall });
    let face = plane(64, 32, |_| wall).map(|x, _| f32::from(x < 32));
    let mut hand = hand(0.2, 1.0);
    hand.swatches[0].lab = [68.0, -8.0, -12.0];
    hand.swatches[1].lab = [78.0, 12.0, 18.0];
    let palette = Palette::find(&picture, [&face, &nowhere(&picture)], &hand);
    palette.apply(&mut picture, [&face, &lit()], 1.0);
    let of_face = lab(picture.at(20, 30));
    assert!(of_face[2] > 4.0, "no blue: {of_face:?}");
}

/// A hand with flesh, an olive and a grey blue, and a tan.
fn for_hair() -> MeasuredInk {
    let mut hand = hand(0.2, 1.0);
    let labs = [
        [90.0, 4.0, 12.0],
        [44.0, -4.0, 26.0],
        [46.0, -4.0, -14.0],
        [72.0, 12.0, 34.0],
    ];
    for (place, lab) in hand.swatches.iter_mut().zip(labs) {
        *place = Swatch { lab, share: 0.25 };
    }
    hand
}

/// A face beside hair and a wall, as `hand` draws them where skin has this `light`.
fn portrait([skin, hair]: [[f32; 3]; 2], hand: &MeasuredInk, light: f32) -> [[f32; 3]; 3] {
    let mut picture = plane(128, 64, |x| match x {
        0..40 => skin,
        40..80 => hair,
        _ => [62.0, -12.0, 4.0],
    });
    let part = |from: usize, to: usize| {
        plane(64, 32, |_| skin).map(|x, _| f32::from((from..to).contains(&x)))
    };
    let (face, in_hair) = (part(0, 20), part(20, 40));
    let palette = Palette::find(&picture, [&face, &in_hair], hand);
    let place = face.map(|x, y| face.at(x, y) - in_hair.at(x, y));
    let light = lit().map(|_, _| light);
    palette.apply(&mut picture, [&place, &light], 1.0);
    [20, 60, 110].map(|x| lab(picture.at(x, 30)))
}

#[test]
fn dark_skin_is_drawn_darker_and_browner_and_nothing_else_is() {
    let colors = [[60.0, 16.0, 20.0], [24.0, 3.0, 4.0]];
    let [fair, dark] = [1.0, 0.45].map(|light| portrait(colors, &for_hair(), light));
    assert!(fair[0][0] - dark[0][0] > 12.0, "{fair:?} {dark:?}");
    assert!(chroma(dark[0]) > chroma(fair[0]) + 4.0, "{fair:?} {dark:?}");
    for i in [1, 2] {
        assert!(distance(fair[i], dark[i]) < 1.0, "{fair:?} {dark:?}");
    }
}

#[test]
fn dark_hair_is_not_blue_and_fair_hair_is_not_what_the_face_is() {
    let skin = [74.0, 14.0, 16.0];
    let [_, dark, _] = portrait([skin, [22.0, 1.0, -2.0]], &for_hair(), 1.0);
    assert!(dark[2] > 0.0 && dark[0] < 60.0, "{dark:?}");
    let [face, fair, _] = portrait([skin, [82.0, 5.0, 26.0]], &for_hair(), 1.0);
    assert!(chroma(fair) > chroma(face) + 6.0, "{fair:?} {face:?}");
}
