//! The numbers that the passes of the ink read, as the shader lays them out.

use bytemuck::{Pod, Zeroable};

use crate::ink::parameters::{self, FLATTEN_TAPS, MAX_TAPS, Parameters, Taps};

const NUM_WEIGHTS: usize = MAX_TAPS as usize + 1;

/// Mirror of `Parameters` in the shader.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub(super) struct Uniform {
    width: u32,
    height: u32,
    dx: i32,
    dy: i32,
    flatten: f32,
    photo_falloff: f32,
    drawing_falloff: f32,
    flatten_step: i32,
    saturation: f32,
    line: f32,
    threshold_low: f32,
    threshold_high: f32,
    sizes: [u32; 4],
    cell: [u32; 4],
    taps: [i32; 4],
    ink: [f32; 4],
    constants: [f32; 4],
    tone: [f32; 4],
    hatching: [f32; 4],
    paper: [f32; 4],
    spacing: [i32; 4],
    weights: [[f32; 4]; NUM_WEIGHTS],
}

impl Uniform {
    /// For a picture of that size, as the passes over pixels read it.
    pub(super) fn new(parameters: &Parameters, width: u32, height: u32) -> Self {
        let Parameters {
            sigma_tensor,
            sigma_across,
            sigma_surround,
            sigma_along,
            threshold,
            ..
        } = *parameters;
        let sigmas = [sigma_tensor, sigma_across, sigma_surround, sigma_along];
        let cell = parameters.cell.unsigned_abs();
        // The narrower Gaussian across the flow is read at the taps of the wider one.
        let surround = Taps::fine(sigma_surround);
        let (tensor, along) = (Taps::smoothing(sigma_tensor), Taps::smoothing(sigma_along));
        let spacing = [tensor, surround, surround, along].map(|taps| taps.spacing);
        let opaque = |[red, green, blue]: [f32; 3]| [red, green, blue, 1.0];
        Self {
            width,
            height,
            dx: 0,
            dy: 0,
            flatten: parameters.flatten,
            photo_falloff: parameters.photo_falloff,
            drawing_falloff: parameters.drawing_falloff,
            flatten_step: parameters.flatten_step,
            saturation: parameters.saturation,
            line: parameters.line,
            threshold_low: threshold[0],
            threshold_high: threshold[1],
            sizes: [width, height, width.div_ceil(cell), height.div_ceil(cell)],
            cell: [cell, 0, 0, 0],
            taps: [tensor.count, surround.count, along.count, FLATTEN_TAPS],
            ink: opaque(parameters::INK),
            constants: [
                parameters::PHOTO_SHARE,
                parameters::DOUBT,
                parameters::DARK_FLOOR,
                parameters.photo_color,
            ],
            tone: [
                parameters.tone,
                parameters.num_tones,
                parameters.blacks[0],
                parameters.blacks[1],
            ],
            hatching: [
                parameters.hatching,
                parameters.hatching_spacing,
                parameters.pixel,
                0.0,
            ],
            paper: opaque(parameters.paper),
            spacing,
            weights: std::array::from_fn(|tap| {
                let distance = |i: usize| tap as f32 * spacing[i] as f32;
                std::array::from_fn(|i| Parameters::weight(distance(i), sigmas[i]))
            }),
        }
    }

    /// The numbers for one pass, over planes of this size, in this direction.
    pub(super) fn of_pass(&self, [width, height]: [u32; 2], [dx, dy]: [i32; 2]) -> Self {
        Self {
            width,
            height,
            dx,
            dy,
            ..*self
        }
    }

    /// Width and height of what a pass works on.
    pub(super) fn size_of_pass(&self, name: &str) -> [u32; 2] {
        let [width, height, columns, rows] = self.sizes;
        if ON_CELLS.contains(&name) {
            [columns, rows]
        } else {
            [width, height]
        }
    }
}

/// Passes that work on cells; the others work on pixels.
const ON_CELLS: [&str; 5] = [
    "cs_guide",
    "cs_tensor",
    "cs_blur",
    "cs_response",
    "cs_along",
];

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::super::SHADER;
    use super::*;

    #[test]
    fn the_uniform_has_the_size_and_offsets_of_the_shaders_struct() {
        let module = naga::front::wgsl::parse_str(SHADER).unwrap();
        let (_, ty) = module
            .types
            .iter()
            .find(|(_, ty)| ty.name.as_deref() == Some("Parameters"))
            .unwrap();
        let naga::TypeInner::Struct { members, span } = &ty.inner else {
            panic!("no struct")
        };
        assert_eq!(*span as usize, size_of::<Uniform>());
        let offset = |name: &str| {
            let member = members
                .iter()
                .find(|member| member.name.as_deref() == Some(name));
            member.unwrap().offset as usize
        };
        for (name, expected) in [
            ("flatten_step", offset_of!(Uniform, flatten_step)),
            ("threshold_high", offset_of!(Uniform, threshold_high)),
            ("sizes", offset_of!(Uniform, sizes)),
            ("cell", offset_of!(Uniform, cell)),
            ("taps", offset_of!(Uniform, taps)),
            ("ink", offset_of!(Uniform, ink)),
            ("constants", offset_of!(Uniform, constants)),
            ("tone", offset_of!(Uniform, tone)),
            ("hatching", offset_of!(Uniform, hatching)),
            ("paper", offset_of!(Uniform, paper)),
            ("spacing", offset_of!(Uniform, spacing)),
            ("weights", offset_of!(Uniform, weights)),
        ] {
            assert_eq!(offset(name), expected, "{name}");
        }
    }
}
