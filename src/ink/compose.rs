//! The picture at any size, from the shapes and lines that were found at the size at which it is
//! drawn.
//!
//! Every pixel is worked out by itself, so tiles, parts and 16 bits are all the same picture.
//! Shapes are enlarged with their edges sharpened, lines before their threshold, so that both have
//! crisp borders.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use rayon::prelude::*;

use super::found::Found;
use super::grain;
use super::hatching;
use super::parameters::{SIDE, side_of};
use super::passes::spots::{Lanes, Spots};
use super::passes::tones::toned;
use super::planar::LANES;
use super::plane::{luma, quantise, smoothstep};
use super::wide::wide;

/// A part of a picture of some size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Width and height of the whole picture.
    pub(super) size: [usize; 2],
    /// Left and top of the part.
    pub(super) corner: [usize; 2],
    /// Width of the part.
    pub(super) width: usize,
}

/// A pixel of the result.
pub(super) trait Inked: Send + Copy {
    /// From sRGB in `0.0..=1.0`; what lies outside is brought inside.
    fn from_rgb(rgb: [f32; 3]) -> Self;
}

impl Inked for [u8; 4] {
    #[inline(always)]
    fn from_rgb([red, green, blue]: [f32; 3]) -> Self {
        [quantise(red), quantise(green), quantise(blue), u8::MAX]
    }
}

impl Inked for [f32; 3] {
    #[inline(always)]
    fn from_rgb([red, green, blue]: [f32; 3]) -> Self {
        [
            red.clamp(0.0, 1.0),
            green.clamp(0.0, 1.0),
            blue.clamp(0.0, 1.0),
        ]
    }
}

/// Colours of the drawing itself at the size of the result, for where it is kept.
pub(super) type Kept<'a> = &'a (dyn Fn(usize, [&mut [f32]; 3]) + Sync);

/// Sets `output` to rows of a part from its row `first` on. `kept` loads those of the drawing
/// itself.
pub(super) fn rows<P: Inked>(
    found: &Found,
    part: &Part,
    first: usize,
    kept: Option<Kept<'_>>,
    output: &mut [P],
) {
    let parameters = &found.parameters;
    output
        .par_chunks_mut(part.width.max(1))
        .enumerate()
        .for_each_init(
            || [(); 3].map(|()| vec![0.0; part.width.next_multiple_of(LANES)]),
            |[red, green, blue], (row, output)| {
                let y = first + row;
                let kept = kept.filter(|_| parameters.keep > 0.0);
                if let Some(kept) = kept {
                    let width = part.width;
                    kept(
                        y,
                        [&mut red[..width], &mut green[..width], &mut blue[..width]],
                    );
                }
                let drawing = kept.map(|_| [&red[..], &green[..], &blue[..]]);
                wide(
                    #[inline(always)]
                    || {
                        for (i, output) in output.chunks_mut(LANES).enumerate() {
                            let own = drawing.map(|[r, g, b]| {
                                let range = i * LANES..(i + 1) * LANES;
                                [&r[range.clone()], &g[range.clone()], &b[range]]
                            });
                            let rgb = some_pixels(found, part, [i * LANES, y], own);
                            for (lane, output) in output.iter_mut().enumerate() {
                                *output = P::from_rgb([rgb[0][lane], rgb[1][lane], rgb[2][lane]]);
                            }
                        }
                    },
                );
            },
        );
}

/// How far across an edge its two sides lie when a picture is enlarged, in pixels of the found one.
const ACROSS: f32 = 1.1;
/// How much steeper than the enlarged one an edge becomes.
const STEEP: f32 = 5.0;
/// Half the width of the border of a stroke or of solid ink, in px.
const BORDER: f32 = 0.6;
/// Differences of luma below which there is no edge to sharpen.
const EVEN: f32 = 0.02;

/// Mixes the drawing itself in, with its tones, as far as the sliders keep it.
#[inline(always)]
fn keep_own(rgb: &mut [Lanes; 3], own: [&[f32]; 3], spots: &Spots, found: &Found) {
    let parameters = &found.parameters;
    let mut pixels = [[0.0; 4]; LANES];
    for (i, pixel) in pixels.iter_mut().enumerate() {
        *pixel = [own[0][i], own[1][i], own[2][i], 0.0];
    }
    if let Some(shift) = &found.shift {
        for (i, pixel) in pixels.iter_mut().enumerate() {
            let shift = spots.read(shift, i);
            for c in 0..3 {
                pixel[c] = (pixel[c] + shift[c]).clamp(0.0, 1.0);
            }
        }
    }
    if !parameters.keeps_tones() {
        toned(&mut pixels, parameters, found.extremes, false);
    }
    if let Some(palette) = &found.palette {
        palette.some(&mut pixels, [&[0.0; LANES]; 2], parameters.palette);
    }
    for (i, pixel) in pixels.iter().enumerate() {
        for c in 0..3 {
            rgb[c][i] += (pixel[c] - rgb[c][i]) * parameters.keep;
        }
    }
}

#[inline(always)]
fn some_pixels(
    found: &Found,
    part: &Part,
    [x, y]: [usize; 2],
    own: Option<[&[f32]; 3]>,
) -> [Lanes; 3] {
    let parameters = &found.parameters;
    let (flat, size) = (&found.flat, part.size);
    let enlarges = found.size != size;
    // Where the pixels lie in what was found.
    let ratio = [
        found.size[0] as f32 / size[0] as f32,
        found.size[1] as f32 / size[1] as f32,
    ];
    let (mut px, mut py) = ([0.0; LANES], [0.0; LANES]);
    for i in 0..LANES {
        px[i] = ((part.corner[0] + x + i) as f32 + 0.5) * ratio[0] - 0.5;
        py[i] = ((part.corner[1] + y) as f32 + 0.5) * ratio[1] - 0.5;
    }
    let spots = Spots::at(flat, &px, &py);
    let mut rgb = [[0.0; LANES]; 3];
    let mut pixels = [[0.0; 4]; LANES];
    for (i, pixel) in pixels.iter_mut().enumerate() {
        *pixel = spots.read(flat, i);
    }
    if enlarges {
        let [tx, ty] = found.flow.nearest(&px, &py);
        let (mut ax, mut ay, mut bx, mut by) = (px, py, px, py);
        for i in 0..LANES {
            ax[i] += ACROSS * ty[i];
            ay[i] -= ACROSS * tx[i];
            bx[i] -= ACROSS * ty[i];
            by[i] += ACROSS * tx[i];
        }
        let (before, after) = (Spots::at(flat, &ax, &ay), Spots::at(flat, &bx, &by));
        for (i, pixel) in pixels.iter_mut().enumerate() {
            let (a, b) = (before.read(flat, i), after.read(flat, i));
            let (la, lb) = (luma([a[0], a[1], a[2]]), luma([b[0], b[1], b[2]]));
            let contrast = (lb - la).abs();
            let middle = luma([pixel[0], pixel[1], pixel[2]]) - 0.5 * (la + lb);
            // From -1 on the dark side to 1 on the bright one.
            let side = (STEEP * middle / (contrast + EVEN)).clamp(-1.0, 1.0);
            let towards = if (side > 0.0) == (lb > la) { b } else { a };
            let share = side.abs() * smoothstep(EVEN, 3.0 * EVEN, contrast);
            for c in 0..3 {
                pixel[c] += (towards[c] - pixel[c]) * share;
            }
        }
    }
    for (i, pixel) in pixels.iter().enumerate() {
        for c in 0..3 {
            rgb[c][i] = pixel[c];
        }
    }
    if let Some(own) = own {
        keep_own(&mut rgb, own, &spots, found);
    }
    let mut strokes = parameters.hatching;
    if parameters.hatching > 0.0 && parameters.measured.is_none() {
        hatching::bleach(&mut rgb, parameters.hatching);
        strokes = hatching::opacity(parameters.hatching);
    }
    let mut ink = [0.0; LANES];
    if parameters.line > 0.0 {
        let [low, high] = found.threshold;
        let field = if enlarges {
            found.field_between(&px, &py)
        } else {
            spots.read_all(&found.field)
        };
        let stays = spots.read_all(&found.stays);
        for i in 0..LANES {
            let opacity = ((field[i] - low) / (high - low)).clamp(0.0, 1.0);
            ink[i] = opacity * stays[i] * parameters.line;
        }
    }
    if let Some(pen) = found.pen.as_ref().filter(|_| parameters.hatching > 0.0) {
        let soft = BORDER * ratio[0].min(1.0);
        for i in 0..LANES {
            let stroke = pen.between(px[i], py[i]);
            ink[i] = ink[i].max(strokes * smoothstep(-soft, soft, stroke));
        }
    }
    if let Some(solid) = &found.solid {
        let soft = BORDER * ratio[0].min(1.0);
        let inside = spots.read_all(solid);
        for i in 0..LANES {
            ink[i] = ink[i].max(smoothstep(-soft, soft, inside[i]));
        }
    }
    for (c, values) in rgb.iter_mut().enumerate() {
        for i in 0..LANES {
            let printed = values[i] * parameters.paper[c];
            values[i] = printed + (parameters.ink[c] - printed) * ink[i];
        }
    }
    if parameters.grain > 0.0 {
        let scale = SIDE / side_of(size) as f32;
        let corner = [part.corner[0] + x, part.corner[1] + y];
        grain::print(&mut rgb, &ink, corner, scale, parameters.grain);
    }
    rgb
}
