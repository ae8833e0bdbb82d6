//! Which lines stay: those that are strong somewhere (hysteresis, Canny 1986) and long enough.

use crate::ink::plane::Plane;

/// Opacity of a stroke that counts, and of one that makes all that hangs together with it count.
const WEAK: f32 = 0.18;
const STRONG: f32 = 0.55;
/// Extent in px at 1024 below which a stroke by itself fades, at scale 1.
const SHORTEST: f32 = 22.5;

/// The share of each pixel's line that stays, `0.0..=1.0`. `field` says how sure there is a line,
/// `threshold` where its ink begins and where it is full, `k` is the long side over 1024 px.
pub(in crate::ink) fn that_stay(
    field: &Plane<f32>,
    scale: &Plane<f32>,
    [low, high]: [f32; 2],
    k: f32,
) -> Plane<f32> {
    let (weak, strong) = (low + WEAK * (high - low), low + STRONG * (high - low));
    let shortest = SHORTEST * k;
    let (width, height) = (field.width, field.height);
    let (index, strokes) = strokes(field, weak, strong);
    let share = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    let share = share.map(
        #[inline(always)]
        |x, y| {
            let id = index[y * width + x];
            let Some(stroke) = strokes.get(id as usize) else {
                return 0.0;
            };
            if !stroke.strong {
                return 0.0;
            }
            let extent = (stroke.right - stroke.left).max(stroke.bottom - stroke.top) as f32 + 1.0;
            let shortest = shortest * scale.at(x, y);
            ((extent - 0.6 * shortest) / (0.8 * shortest)).clamp(0.0, 1.0)
        },
    );
    // A pixel around it belongs to the stroke: its soft border.
    share.map(
        #[inline(always)]
        |x, y| {
            let (x, y) = (x as i32, y as i32);
            let mut most = 0.0_f32;
            for dy in -1..=1 {
                for dx in -1..=1 {
                    most = most.max(share.near(x + dx, y + dy));
                }
            }
            most
        },
    )
}

/// Pixels that hang together.
#[derive(Clone, Copy, Debug)]
struct Stroke {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    /// Whether it is strong somewhere.
    strong: bool,
}

/// The largest number is that of no stroke.
const NONE: u32 = u32::MAX;

/// The number in `parent` of the first pixel of the stroke of pixel `i`; the way there is made
/// shorter.
fn root(parent: &mut [u32], mut i: u32) -> u32 {
    while parent[i as usize] != i {
        let up = parent[parent[i as usize] as usize];
        parent[i as usize] = up;
        i = up;
    }
    i
}

/// For each pixel of the weak ones one that it hangs together with, in the end the first of its
/// stroke.
fn joined(opacity: &Plane<f32>, weak: f32) -> Vec<u32> {
    let (width, height) = (opacity.width, opacity.height);
    let mut parent: Vec<u32> = vec![NONE; width * height];
    for y in 0..height {
        for x in 0..width {
            let i = y * width + x;
            if opacity.pixels[i] <= weak {
                continue;
            }
            let mut first = i as u32;
            parent[i] = first;
            let mut join = |parent: &mut [u32], j: usize| {
                if parent[j] != NONE {
                    let other = root(parent, j as u32);
                    let (low, high) = (first.min(other), first.max(other));
                    parent[high as usize] = low;
                    first = low;
                }
            };
            if x > 0 {
                join(&mut parent, i - 1);
            }
            if y > 0 {
                let above = i - width;
                if x > 0 {
                    join(&mut parent, above - 1);
                }
                join(&mut parent, above);
                if x + 1 < width {
                    join(&mut parent, above + 1);
                }
            }
        }
    }
    parent
}

/// The number of the stroke of each pixel, and the strokes.
fn strokes(opacity: &Plane<f32>, weak: f32, strong: f32) -> (Vec<u32>, Vec<Stroke>) {
    let (width, height) = (opacity.width, opacity.height);
    let mut parent = joined(opacity, weak);
    let mut index: Vec<u32> = vec![NONE; width * height];
    let mut strokes: Vec<Stroke> = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let i = y * width + x;
            if parent[i] == NONE {
                continue;
            }
            let first = root(&mut parent, i as u32) as usize;
            if index[first] == NONE {
                index[first] = strokes.len() as u32;
                strokes.push(Stroke {
                    left: x as u32,
                    right: x as u32,
                    top: y as u32,
                    bottom: y as u32,
                    strong: false,
                });
            }
            let id = index[first];
            index[i] = id;
            let stroke = &mut strokes[id as usize];
            stroke.left = stroke.left.min(x as u32);
            stroke.right = stroke.right.max(x as u32);
            stroke.top = stroke.top.min(y as u32);
            stroke.bottom = stroke.bottom.max(y as u32);
            stroke.strong |= opacity.pixels[i] > strong;
        }
    }
    (index, strokes)
}
