//! Takes texture out and leaves edges: an iterated bilateral filter, run across and down in turn.
//!
//! Weights fall to nothing at a difference of colour of `range`, as a mean shift's do, so that
//! nothing bleeds over an edge however often it is run. Source: Tomasi and Manduchi 1998; run
//! separably as in Pham and van Vliet 2005; taps further apart each round as in Dammertz et al.
//! 2010.

use crate::ink::wide::wide;
use rayon::prelude::*;

use super::scale::{Scale, at_pixel};
use crate::ink::plane::Plane;

/// Taps on each side in each direction.
const TAPS: usize = 4;

/// Three planes of colour, row by row.
#[derive(Clone)]
struct Colors {
    width: usize,
    channels: [Vec<f32>; 3],
}

impl Colors {
    fn of(picture: &Plane) -> Self {
        let channels = [0, 1, 2].map(|c: usize| {
            let mut channel = vec![0.0; picture.pixels.len()];
            channel
                .par_chunks_mut(4096)
                .zip(picture.pixels.par_chunks(4096))
                .for_each(|(out, pixels)| {
                    for (value, pixel) in out.iter_mut().zip(pixels) {
                        *value = pixel[c];
                    }
                });
            channel
        });
        Self {
            width: picture.width,
            channels,
        }
    }

    fn packed(&self) -> Plane {
        let [red, green, blue] = &self.channels;
        let mut pixels = vec![[0.0; 4]; red.len()];
        pixels
            .par_chunks_mut(4096)
            .enumerate()
            .for_each(|(i, out)| {
                let range = i * 4096..i * 4096 + out.len();
                let (r, g, b) = (&red[range.clone()], &green[range.clone()], &blue[range]);
                for (i, pixel) in out.iter_mut().enumerate() {
                    *pixel = [r[i], g[i], b[i], 0.0];
                }
            });
        Plane {
            width: self.width,
            height: pixels.len() / self.width.max(1),
            pixels,
        }
    }

    fn rows(&self, y: usize) -> [&[f32]; 3] {
        [0, 1, 2].map(|c: usize| &self.channels[c][y * self.width..][..self.width])
    }
}

/// Difference of colour up to which noise is noise.
pub(crate) const NOISE: f32 = 0.07;
/// Range in faces over that elsewhere: their finer scale narrows it, and skin is to be even.
const FACE_RANGE: f32 = 1.1;
/// Distance of the taps in each round, in px.
const SPACINGS: [usize; 4] = [1, 2, 3, 2];

/// Size of a pixel below which a round would take more than noise, and below which it would take
/// shapes.
pub(crate) const SMALL: [f32; 2] = [0.7, 0.35];

/// The distances of the taps of each round over texture in a picture of that size.
pub(crate) fn spacings(unit: f32) -> impl Iterator<Item = usize> {
    let rounds = match unit {
        unit if unit < SMALL[1] => 1,
        unit if unit < SMALL[0] => 2,
        _ => SPACINGS.len(),
    };
    let scaled = move |spacing: usize| (spacing as f32 * unit).round().max(1.0) as usize;
    SPACINGS.into_iter().take(rounds).map(scaled)
}

/// A photograph whose pixels are `unit` in size without its noise, which small pictures have lost.
pub(crate) fn calmed(photo: &Plane, unit: f32) -> Plane {
    if unit < SMALL[1] {
        return photo.clone();
    }
    let mut colors = Colors::of(photo);
    round(&mut colors, &photo.map(|_, _| 1.0 / (NOISE * NOISE)), 1);
    colors.packed()
}

/// Without texture, which is what differs by less than `range` at scale 1.
pub(crate) fn without_texture(picture: &Plane, range: f32, scale: &Scale) -> Plane {
    let mut colors = Colors::of(&calmed(picture, scale.unit));
    let falloff = falloff(range, scale);
    for spacing in spacings(scale.unit) {
        round(&mut colors, &falloff, spacing);
    }
    colors.packed()
}

/// One over the squared difference of colour at which nothing counts any more.
fn falloff(range: f32, scale: &Scale) -> Plane<f32> {
    let least = 1.0 / (range * range);
    let wider = 1.0 / (FACE_RANGE * FACE_RANGE) - 1.0;
    scale.full.map(
        #[inline(always)]
        |x, y| least / scale.full.at(x, y) * (1.0 + wider * at_pixel(&scale.face, x, y)),
    )
}

/// One round, across and then down, `spacing` px from tap to tap. `falloff(x, y)` is one over the
/// squared difference of colour at which nothing counts any more, a plane.
fn round(colors: &mut Colors, falloff: &Plane<f32>, spacing: usize) {
    let width = colors.width;
    let height = falloff.height;
    let reach = TAPS * spacing;
    let mut output = colors.clone();
    each_row(&mut output, |y, mut out| {
        let rows = colors.rows(y);
        let long = rows.map(|row| {
            let mut long = vec![row[0]; reach];
            long.extend_from_slice(row);
            long.resize(width + 2 * reach, row[width - 1]);
            long
        });
        let neighbours: Vec<[&[f32]; 3]> = (0..=2 * TAPS)
            .filter(|tap| *tap != TAPS)
            .map(|tap| [0, 1, 2].map(|c: usize| &long[c][tap * spacing..][..width]))
            .collect();
        let falloff = &falloff.pixels[y * width..][..width];
        wide(
            #[inline(always)]
            || weigh(rows, &neighbours, falloff, &mut out),
        );
    });
    std::mem::swap(colors, &mut output);
    each_row(&mut output, |y, mut out| {
        let neighbours: Vec<[&[f32]; 3]> = (0..=2 * TAPS)
            .filter(|tap| *tap != TAPS)
            .map(|tap| {
                let y = (y + tap * spacing).saturating_sub(reach).min(height - 1);
                colors.rows(y)
            })
            .collect();
        let falloff = &falloff.pixels[y * width..][..width];
        wide(
            #[inline(always)]
            || weigh(colors.rows(y), &neighbours, falloff, &mut out),
        );
    });
    std::mem::swap(colors, &mut output);
}

fn each_row(colors: &mut Colors, f: impl Fn(usize, [&mut [f32]; 3]) + Sync) {
    let width = colors.width.max(1);
    let [red, green, blue] = &mut colors.channels;
    red.par_chunks_mut(width)
        .zip(green.par_chunks_mut(width))
        .zip(blue.par_chunks_mut(width))
        .enumerate()
        .for_each(|(y, ((red, green), blue))| f(y, [red, green, blue]));
}

/// A weighted mean of a row and its neighbours.
#[inline(always)]
fn weigh(
    here: [&[f32]; 3],
    neighbours: &[[&[f32]; 3]],
    falloff: &[f32],
    output: &mut [&mut [f32]; 3],
) {
    const CHUNK: usize = 64;
    let [red, green, blue] = output;
    let width = red.len();
    for start in (0..width).step_by(CHUNK) {
        let n = CHUNK.min(width - start);
        let cut = |row: &[f32]| -> [f32; CHUNK] {
            let mut values = [0.0; CHUNK];
            values[..n].copy_from_slice(&row[start..start + n]);
            values
        };
        let (hr, hg, hb) = (cut(here[0]), cut(here[1]), cut(here[2]));
        let falloff = cut(falloff);
        let (mut sr, mut sg, mut sb, mut total) = (hr, hg, hb, [1.0_f32; CHUNK]);
        for neighbour in neighbours {
            let (r, g, b) = (cut(neighbour[0]), cut(neighbour[1]), cut(neighbour[2]));
            for i in 0..CHUNK {
                let (dr, dg, db) = (r[i] - hr[i], g[i] - hg[i], b[i] - hb[i]);
                let far = (dr * dr + dg * dg + db * db) * falloff[i];
                let near = (1.0 - far).max(0.0);
                let weight = near * near;
                sr[i] += weight * r[i];
                sg[i] += weight * g[i];
                sb[i] += weight * b[i];
                total[i] += weight;
            }
        }
        for i in 0..n {
            let one = 1.0 / total[i];
            red[start + i] = sr[i] * one;
            green[start + i] = sg[i] * one;
            blue[start + i] = sb[i] * one;
        }
    }
}
