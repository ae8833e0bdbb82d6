use image::Rgba;

use super::*;

const SKIN: [u8; 3] = [214, 164, 136];
const LIPS: [u8; 3] = [188, 84, 88];
const WHITE: [u8; 3] = [232, 226, 214];
const FACE: Face = [60.0, 40.0, 200.0, 200.0];

/// A face with lips, and within them `inner`, over so much of their height.
fn face(lips: [u8; 3], inner: [u8; 3], open: f32) -> RgbaImage {
    RgbaImage::from_fn(320, 320, |x, y| {
        let [x, y] = [x, y].map(|v| v as f32);
        let is_in =
            |rx: f32, ry: f32| ((x - 160.0) / rx).powi(2) + ((y - 198.0) / ry).powi(2) < 1.0;
        let [red, green, blue] = match () {
            () if is_in(30.0, 16.0 * open) => inner,
            () if is_in(40.0, 16.0) => lips,
            () => SKIN,
        };
        Rgba([red, green, blue, 255])
    })
}

fn in_middle(photo: &RgbaImage) -> Option<[f32; 2]> {
    Some(Mouth::find(photo, FACE)?.at([160.0, 198.0]))
}

#[test]
fn teeth_lie_between_lips() {
    let photo = face(LIPS, WHITE, 0.6);
    let mouth = Mouth::find(&photo, FACE).unwrap();
    let [teeth, lips] = mouth.at([160.0, 198.0]);
    assert!(teeth > 0.9 && lips < 0.1, "{teeth} {lips}");
    for below in [[160.0, 211.0], [160.0, 185.0]] {
        let [teeth, lips] = mouth.at(below);
        assert!(teeth < 0.1 && lips > 0.9, "{teeth} {lips}");
    }
    assert_eq!(mouth.at([100.0, 150.0]), [0.0; 2], "a cheek");
    assert_eq!(mouth.at([10.0, 10.0]), [0.0; 2], "not of the face");
}

#[test]
fn closed_lips_are_drawn_the_redder_the_more() {
    let [teeth, lips] = in_middle(&face(LIPS, LIPS, 0.6)).unwrap();
    assert!(teeth < 0.01 && lips > 0.9, "{teeth} {lips}");
    let [_, pale] = in_middle(&face([202, 142, 122], [202, 142, 122], 0.6)).unwrap();
    assert!(pale < 0.6 * lips, "{pale}");
}

#[test]
fn a_beard_a_gleam_and_a_face_of_one_colour_have_no_mouth() {
    // Grey between skin, and white between skin.
    for other in [[110, 104, 100], WHITE, SKIN] {
        assert!(
            Mouth::find(&face(other, other, 0.6), FACE).is_none(),
            "{other:?}"
        );
    }
}

#[test]
fn small_faces_and_such_at_the_border_are_left_alone() {
    let photo = face(LIPS, WHITE, 0.6);
    assert!(Mouth::find(&photo, [140.0, 150.0, 40.0, 40.0]).is_none());
    for place in [[-190.0, 0.0, 200.0, 200.0], [0.0, 310.0, 200.0, 200.0]] {
        assert!(Mouth::find(&photo, place).is_none(), "{place:?}");
    }
    // A mouth that is cut by it is none or one, but no fault.
    let _ = Mouth::find(&photo, [60.0, 180.0, 200.0, 200.0]);
}
