//! Lines: a difference of Gaussians across the flow of edges, smoothed along it.
//!
//! Source: Kang, Lee, Chui, "Coherent line drawing" (2007), and the soft threshold of
//! Winnemöller, Kyprianidis, Olsen, "`XDoG`" (2012).

use super::flow::{across, flow};
use super::parameters::{DARK_FLOOR, DOUBT, Parameters, Taps};
use super::plane::Plane;

/// Side in cells of the tiles in which a line is first looked for at all.
const TILE: usize = 4;
/// Cells around one that the spline between cells reads.
const SPLINE_REACH: usize = 1;

/// Cells beyond a part that its lines look at.
pub(super) fn halo(parameters: &Parameters) -> usize {
    // One more wherever something is read between two cells, or its gradient is taken.
    let reach = |taps: Taps| taps.reach() as usize + 1;
    let surround = reach(Taps::fine(parameters.sigma_surround));
    let tensor = reach(Taps::smoothing(parameters.sigma_tensor));
    reach(Taps::smoothing(parameters.sigma_along)) + surround.max(tensor) + SPLINE_REACH
}

/// How sure there is a line at each cell of `guide`, before the threshold.
pub(super) fn lines(guide: &Plane<f32>, parameters: &Parameters) -> Plane<f32> {
    let flow = flow(guide, parameters.sigma_tensor);
    let response = response(guide, &flow, parameters);
    along(&flow, &response, parameters)
}

/// How much darker each cell is than its surround, measured across the flow, relative to it.
fn response(guide: &Plane<f32>, flow: &Plane, parameters: &Parameters) -> Plane<f32> {
    let sigma = parameters.sigma_across;
    let surround = parameters.sigma_surround;
    let Taps { count, spacing } = Taps::fine(surround);
    let spacing = spacing as f32;
    let weights: Vec<[f32; 2]> = (0..=count)
        .map(|tap| [sigma, surround].map(|sigma| Parameters::weight(tap as f32 * spacing, sigma)))
        .collect();
    guide.map(|x, y| {
        let (n, anisotropy) = across(flow.at(x, y));
        let (px, py) = (x as f32, y as f32);
        let mut sums = [guide.at(x, y); 2];
        let mut totals = [1.0, 1.0];
        for (tap, weight) in weights.iter().enumerate().skip(1) {
            let distance = tap as f32 * spacing;
            let (dx, dy) = (n[0] * distance, n[1] * distance);
            let pair = guide.between(px + dx, py + dy) + guide.between(px - dx, py - dy);
            for i in 0..2 {
                sums[i] += weight[i] * pair;
                totals[i] += 2.0 * weight[i];
            }
        }
        let (centre, around) = (sums[0] / totals[0], sums[1] / totals[1]);
        let belief = anisotropy / (anisotropy + DOUBT);
        (around - centre) / (around + DARK_FLOOR) * belief
    })
}

/// Smooths the response along the flow; where no line can be it says 0, which is below any threshold.
fn along(flow: &Plane, response: &Plane<f32>, parameters: &Parameters) -> Plane<f32> {
    let sigma = parameters.sigma_along;
    let taps = Taps::smoothing(sigma);
    let spacing = taps.spacing;
    let weights: Vec<f32> = (0..=taps.count)
        .map(|tap| Parameters::weight((tap * spacing) as f32, sigma))
        .collect();
    let [low, _] = parameters.threshold;
    // Where a spline between cells looks at this cell, it must look at nothing but such cells.
    let reach = taps.reach() as usize + 1 + 2 * SPLINE_REACH;
    let strongest = strongest_nearby(response, reach);
    response.map(|x, y| {
        // A mean is never above the largest of what it is taken of: below the threshold, no line.
        if strongest.at(x / TILE, y / TILE) <= low {
            return 0.0;
        }
        let mut sum = response.at(x, y);
        let mut total = 1.0;
        let (start, _) = across(flow.at(x, y));
        for side in [-1.0, 1.0] {
            let (mut px, mut py) = (x as f32, y as f32);
            let mut heading = [-start[1] * side, start[0] * side];
            for weight in weights.iter().skip(1) {
                let (n, anisotropy) = across(flow.between(px, py));
                let mut tangent = [-n[1], n[0]];
                if tangent[0] * heading[0] + tangent[1] * heading[1] < 0.0 {
                    tangent = [n[1], -n[0]];
                }
                heading = tangent;
                // Where there is no direction the path stands still, so that none is invented.
                let stride = anisotropy / (anisotropy + DOUBT) * spacing as f32;
                px += tangent[0] * stride;
                py += tangent[1] * stride;
                sum += weight * response.between(px, py);
                total += weight;
            }
        }
        sum / total
    })
}

/// For every tile the largest response within it and `reach` pixels around it.
fn strongest_nearby(response: &Plane<f32>, reach: usize) -> Plane<f32> {
    let (width, height) = (
        response.width.div_ceil(TILE),
        response.height.div_ceil(TILE),
    );
    let tiles = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    let own = tiles.map(|tx, ty| {
        let rows = ty * TILE..((ty + 1) * TILE).min(response.height);
        let columns = tx * TILE..((tx + 1) * TILE).min(response.width);
        rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
            .fold(f32::NEG_INFINITY, |most, (x, y)| {
                most.max(response.at(x, y))
            })
    });
    let around = reach.div_ceil(TILE) as i32;
    // The largest of a square is that of the largest of its rows.
    let largest = |plane: &Plane<f32>, across: i32, down: i32| {
        plane.map(|tx, ty| {
            let (tx, ty) = (tx as i32, ty as i32);
            (-around..=around)
                .map(|by| plane.near(tx + by * across, ty + by * down))
                .fold(f32::NEG_INFINITY, f32::max)
        })
    };
    largest(&largest(&own, 1, 0), 0, 1)
}
#[cfg(test)]
mod tests {
    use super::super::{InkSettings, draw};
    use image::{Rgba, RgbaImage, imageops};

    /// A dark ring on a light ground, `scale` times as large.
    fn ring(scale: u32) -> RgbaImage {
        let side = 96 * scale;
        RgbaImage::from_fn(side, side, |x, y| {
            let at = |v: u32| (v as f32 + 0.5) / scale as f32 - 48.0;
            let off = (at(x).hypot(at(y)) - 30.0).abs();
            let v = (60.0 + 150.0 * (off / 5.0).min(1.0)) as u8;
            Rgba([v, v, v, 255])
        })
    }

    #[test]
    fn lines_of_every_width_survive_a_large_export() {
        let drawn = |scale: u32, line_width| {
            let settings = InkSettings {
                line: 1.0,
                line_width,
                ..InkSettings::NEUTRAL
            };
            let picture = ring(scale);
            let inked = draw(&picture, &picture, &settings, scale as f32);
            imageops::thumbnail(&inked, 96, 96)
        };
        let ground = imageops::thumbnail(&ring(4), 96, 96);
        let ink = |picture: &RgbaImage| -> f32 {
            let pairs = picture.pixels().zip(ground.pixels());
            pairs
                .map(|(a, b)| f32::from(b.0[0]) - f32::from(a.0[0]))
                .sum()
        };
        for line_width in [1.0, 2.0, 4.0] {
            let (small, large) = (ink(&drawn(1, line_width)), ink(&drawn(4, line_width)));
            assert!(
                (large / small - 1.0).abs() < 0.15,
                "width {line_width}: {small} became {large}"
            );
        }
    }
}
