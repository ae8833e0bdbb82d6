//! Lines: a difference of Gaussians across the flow of edges, smoothed along it.
//!
//! Source: Kang, Lee, Chui, "Coherent line drawing" (2007), and the soft threshold of
//! Winnemöller, Kyprianidis, Olsen, "XDoG" (2012).

use super::flow::{across, flow};
use super::parameters::{DARK_FLOOR, DOUBT, PHOTO_SHARE, Parameters, SURROUND};
use super::plane::{Plane, luma, smoothstep};

/// Opacity of the ink at each pixel, in the first number: `0.0..=1.0`.
pub(super) fn darkness(photo: &Plane, drawing: &Plane, parameters: &Parameters) -> Plane {
    let guide = photo.map(|x, y| {
        let (a, b) = (photo.at(x, y), drawing.at(x, y));
        let mix = |i: usize| b[i] + (a[i] - b[i]) * PHOTO_SHARE;
        let rgb = [mix(0), mix(1), mix(2)];
        [rgb[0], rgb[1], rgb[2], luma(rgb)]
    });
    let flow = flow(&guide, parameters.sigma_tensor);
    let response = response(&flow, parameters);
    along(&flow, &response, parameters)
}

/// How much darker each pixel is than its surround, measured across the flow, relative to it.
fn response(flow: &Plane, parameters: &Parameters) -> Plane {
    let sigma = parameters.sigma_across;
    let surround = sigma * SURROUND;
    let weights: Vec<[f32; 2]> = (0..=Parameters::taps(surround) as usize)
        .map(|tap| [sigma, surround].map(|sigma| Parameters::weight(tap, sigma)))
        .collect();
    flow.map(|x, y| {
        let tensor = flow.at(x, y);
        let (n, anisotropy) = across(tensor);
        let (px, py) = (x as f32, y as f32);
        let mut sums = [tensor[3], tensor[3]];
        let mut totals = [1.0, 1.0];
        for (tap, weight) in weights.iter().enumerate().skip(1) {
            let (dx, dy) = (n[0] * tap as f32, n[1] * tap as f32);
            let pair = flow.between(px + dx, py + dy)[3] + flow.between(px - dx, py - dy)[3];
            for i in 0..2 {
                sums[i] += weight[i] * pair;
                totals[i] += 2.0 * weight[i];
            }
        }
        let (centre, around) = (sums[0] / totals[0], sums[1] / totals[1]);
        let belief = anisotropy / (anisotropy + DOUBT);
        [
            (around - centre) / (around + DARK_FLOOR) * belief,
            0.0,
            0.0,
            0.0,
        ]
    })
}

/// Smooths the response along the flow and brings it through the soft threshold.
fn along(flow: &Plane, response: &Plane, parameters: &Parameters) -> Plane {
    let sigma = parameters.sigma_along;
    let weights: Vec<f32> = (0..=Parameters::taps(sigma) as usize)
        .map(|tap| Parameters::weight(tap, sigma))
        .collect();
    let [low, high] = parameters.threshold;
    flow.map(|x, y| {
        let mut sum = response.at(x, y)[0];
        let mut total = 1.0;
        for side in [-1.0, 1.0] {
            let (mut px, mut py) = (x as f32, y as f32);
            let (n, _) = across(flow.at(x, y));
            let mut heading = [-n[1] * side, n[0] * side];
            for weight in weights.iter().skip(1) {
                let (n, anisotropy) = across(flow.between(px, py));
                let mut tangent = [-n[1], n[0]];
                if tangent[0] * heading[0] + tangent[1] * heading[1] < 0.0 {
                    tangent = [n[1], -n[0]];
                }
                heading = tangent;
                // Where there is no direction the path stands still, so that none is invented.
                let stride = anisotropy / (anisotropy + DOUBT);
                px += tangent[0] * stride;
                py += tangent[1] * stride;
                sum += weight * response.between(px, py)[0];
                total += weight;
            }
        }
        [
            smoothstep(low, high, sum / total) * parameters.line,
            0.0,
            0.0,
            0.0,
        ]
    })
}
