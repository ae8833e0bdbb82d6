use image::Rgba;

use super::*;

const BACK: [u8; 3] = [170, 190, 180];
const SHIRT: [u8; 3] = [40, 60, 140];
const FACE: [u8; 3] = [222, 170, 140];
const HAIR: [u8; 3] = [60, 40, 30];

/// A man as a child draws one, before a wall, `scale` times 256 px high and wide.
fn portrait(scale: u32) -> RgbaImage {
    let side = 256 * scale;
    RgbaImage::from_fn(side, side, |x, y| {
        let [x, y] = [x, y].map(|v| v as f32 / scale as f32);
        let is_in = |cx: f32, cy: f32, rx: f32, ry: f32| {
            ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) < 1.0
        };
        let is_eye = is_in(115.0, 84.0, 6.0, 3.0) || is_in(141.0, 84.0, 6.0, 3.0);
        let color = match () {
            () if is_in(128.0, 114.0, 13.0, 4.0) => [170, 70, 70],
            () if is_eye => [40, 30, 30],
            () if is_in(128.0, 90.0, 34.0, 44.0) => FACE,
            () if is_in(128.0, 78.0, 44.0, 52.0) && y < 110.0 => HAIR,
            // A hand on the chest.
            () if is_in(150.0, 225.0, 18.0, 12.0) => FACE,
            () if is_in(128.0, 236.0, 90.0, 90.0) => SHIRT,
            () => BACK,
        };
        let [red, green, blue] = color;
        Rgba([red, green, blue, 255])
    })
}

/// Where the detector sees his face.
fn face(scale: f32) -> Face {
    [96.0, 56.0, 64.0, 72.0].map(|v| v * scale)
}

#[test]
fn the_network_is_the_one_that_its_weights_were_taught_in() {
    let mut without_hand = portrait(1);
    for pixel in without_hand.pixels_mut().skip(200 * 256) {
        if pixel.0[0] == FACE[0] {
            let [red, green, blue] = SHIRT;
            *pixel = Rgba([red, green, blue, 255]);
        }
    }
    let seen = without_hand.pixels().flat_map(|pixel| {
        let [red, green, blue, _] = pixel.0;
        [red, green, blue].map(|v| f32::from(v) / 255.0)
    });
    let picture = Maps {
        width: SIDE,
        height: SIDE,
        channels: 3,
        values: seen.collect(),
    };
    let people = Network::load().unwrap().people(&picture);
    // What MediaPipe 0.10.14 says of the same picture.
    let known = [
        (128, 90, 1.0),
        (128, 200, 1.0),
        (40, 200, 0.0),
        (119, 27, 0.274),
        (159, 41, 0.406),
        (104, 123, 0.319),
        (122, 137, 0.417),
        (164, 154, 0.807),
        (68, 168, 0.428),
        (217, 228, 0.88),
    ];
    for (x, y, share) in known {
        let own = people[y * SIDE + x];
        assert!((own - share).abs() < 0.06, "{own} for {share} at {x}, {y}");
    }
    let mean = people.iter().sum::<f32>() / people.len() as f32;
    assert!((mean - 0.3598).abs() < 0.003, "{mean}");
}

#[test]
fn a_man_has_skin_and_hair_and_the_wall_behind_him_has_none() {
    for scale in [1, 3] {
        let people = People::find(&portrait(scale), &[face(scale as f32)]);
        assert!(people.is_found);
        let at = |x: usize, y: usize| {
            let [x, y] = [x, y].map(|v| v * scale as usize / 2);
            [&people.figure, &people.skin, &people.hair].map(|plane| plane.at(x, y))
        };
        let kind = |x, y| Kind::of(at(x, y));
        assert_eq!(kind(128, 96), Kind::Skin, "{:?}", at(128, 96));
        assert_eq!(kind(128, 34), Kind::Hair, "{:?}", at(128, 34));
        assert_eq!(kind(110, 200), Kind::Clothes, "{:?}", at(110, 200));
        assert_eq!(kind(150, 225), Kind::Skin, "his hand {:?}", at(150, 225));
        assert_eq!(kind(30, 60), Kind::Other, "{:?}", at(30, 60));
    }
}

#[test]
fn a_thing_stands_before_its_ground_without_a_face_and_a_wall_is_none() {
    let photo = portrait(1);
    let doll = People::find(&photo, &[]);
    assert!(doll.is_found);
    assert!(doll.figure.at(64, 100) > 0.9 && doll.figure.at(10, 20) < 0.1);
    assert!(doll.skin.pixels.iter().all(|v| *v <= 0.0));
    let wall = RgbaImage::from_pixel(256, 256, Rgba([170, 190, 180, 255]));
    let nothing = People::find(&wall, &[]);
    assert!(!nothing.is_found);
    assert!(nothing.figure.pixels.iter().all(|v| *v <= 0.0));
}

#[test]
fn a_man_on_a_photograph_without_colours_has_skin_and_hair_too() {
    let network = network().unwrap();
    let mut view = View::of(&portrait(1), face(1.0), network);
    // The same man; a drawing of one in greys is nobody to the network.
    for color in &mut view.colors {
        let [red, green, blue] = *color;
        *color = [0.3 * red + 0.59 * green + 0.11 * blue; 3];
    }
    let [left, top, width, height] = face(1.0);
    let across = SIDE as f32 / view.size[0];
    let down = SIDE as f32 / view.size[1];
    let seen = [
        (left - view.corner[0]) * across,
        (top - view.corner[1]) * down,
        width * across,
        height * down,
    ];
    ([view.skin, view.hair], view.light) = skin::skin_and_hair(&view.colors, &view.mask, seen);
    assert_eq!(view.light, None, "how light grey skin is cannot be told");
    let kind = |x: f32, y: f32| {
        let planes = [&view.mask, &view.skin, &view.hair];
        Kind::of(planes.map(|plane| view.at(plane, [x, y])))
    };
    assert_eq!(kind(128.0, 98.0), Kind::Skin);
    assert_eq!(kind(128.0, 34.0), Kind::Hair);
    assert_eq!(kind(110.0, 200.0), Kind::Clothes);
}

#[test]
fn a_blue_face_has_no_skin() {
    let mut blue = portrait(1);
    for pixel in blue.pixels_mut() {
        pixel.0.swap(0, 2);
    }
    let jellyfish = People::find(&blue, &[face(1.0)]);
    assert!(jellyfish.skin.pixels.iter().all(|v| *v <= 0.0));
}

#[test]
fn faces_at_and_beyond_the_border_and_tiny_pictures_are_looked_at() {
    let photo = portrait(1);
    let faces = [
        [-20.0, -30.0, 80.0, 80.0],
        [230.0, 240.0, 60.0, 60.0],
        [900.0, 900.0, 60.0, 60.0],
        [10.0, 10.0, 3.0, 3.0],
    ];
    for photo in [photo, RgbaImage::new(1, 1), RgbaImage::new(7, 300)] {
        let people = People::find(&photo, &faces);
        let all = [&people.figure, &people.skin, &people.hair];
        let mut values = all.iter().flat_map(|plane| &plane.pixels);
        assert!(values.all(|v| (0.0..=1.0).contains(v)));
        let drawn = (photo.width() as usize).max(LEAST_SIDE);
        assert_eq!(people.figure.width, drawn.div_ceil(2));
    }
}

#[test]
fn lines_are_likelier_along_a_figure_and_less_likely_behind_it() {
    let people = People::find(&portrait(1), &[face(1.0)]);
    let mut readily = people.figure.map(|_, _| 1.0);
    people.outlined(&mut readily, 1.0);
    let row = |y: usize| &readily.pixels[y * readily.width..][..readily.width];
    assert!(row(90).iter().any(|v| *v > 1.3), "the outline of the shirt");
    assert!((readily.at(5, 20) - 1.0).abs() < 0.02);
    let mut field = Plane {
        width: 256,
        height: 256,
        pixels: vec![1.0; 256 * 256],
    };
    people.stand_out(&mut field);
    assert!(field.at(128, 90) > 0.98 && field.at(10, 40) < 1.0 - 0.9 * BEHIND);
}

#[test]
fn how_light_skin_is_goes_on_beyond_what_was_looked_at() {
    let people = People::find(&portrait(1), &[face(1.0)]);
    let light = people.light.at(64, 48);
    assert!((0.6..0.9).contains(&light), "{light}");
    assert!(people.light.pixels.iter().all(|v| *v == light));
    let mut dark = portrait(1);
    for pixel in dark.pixels_mut().filter(|pixel| pixel.0[0] == FACE[0]) {
        *pixel = Rgba([120, 82, 62, 255]);
    }
    let dark = People::find(&dark, &[face(1.0)]).light.at(64, 48);
    assert!(dark < light - 0.2, "{dark} {light}");
    assert!(
        People::nobody(64, 64)
            .light
            .pixels
            .iter()
            .all(|v| *v >= 1.0)
    );
}

#[test]
fn people_in_one_light_have_one_skin_and_who_is_much_darker_has_his_own() {
    let network = network().unwrap();
    let view = |light| {
        let mut view = View::of_part(&portrait(1), [0.0; 2], [256.0; 2], network);
        view.light = light;
        view
    };
    let mut views = [70.0, 62.0, 66.0, 40.0]
        .map(Some)
        .map(view)
        .into_iter()
        .collect::<Vec<_>>();
    views.push(view(None));
    even_light(&mut views);
    let lights: Vec<_> = views.iter().map(|view| view.light).collect();
    assert_eq!(lights[..3], [Some(66.0); 3]);
    assert_eq!(lights[3], Some(66.0 - 0.8 * 14.0));
    assert_eq!(lights[4], None);
}
