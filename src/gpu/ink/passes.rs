//! The passes in their order, as `ink::passes` has them.

use bytemuck::{Pod, Zeroable};

use super::kernels::{self, Kernel};
use super::run::{Field, Run};
use crate::ink::passes::{self, Edges, blur, flow, shock, tensor, texture};

/// What passes are told that need the sizes of what they write and read alone.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Sizes {
    size: [u32; 2],
    from: [u32; 2],
}

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Blur {
    size: [u32; 2],
    across: u32,
    down: u32,
    reach: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Follow {
    size: [u32; 2],
    sigma: f32,
    least: f32,
    fine: f32,
    part: f32,
}

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Along {
    size: [u32; 2],
    taps: u32,
    step: f32,
    least: f32,
}

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Shock {
    size: [u32; 2],
    unit: f32,
    soft: f32,
}

#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Texture {
    size: [u32; 2],
    spacing: [u32; 2],
    falloff: f32,
    half: [u32; 2],
}

/// Where strokes and filters are how wide.
pub(super) struct Scale {
    /// For each pixel, and for 2 by 2.
    pub(super) full: Field,
    pub(super) half: Field,
    /// Shares of faces, for 2 by 2 pixels.
    pub(super) face: Field,
    pub(super) range: [f32; 2],
    pub(super) unit: f32,
}

impl Scale {
    pub(super) fn upload(run: &mut Run<'_>, scale: &passes::scale::Scale) -> Self {
        let half = run.upload(&scale.half);
        let size = [scale.full.width as u32, scale.full.height as u32];
        Self {
            full: run.sized(kernels::DOUBLED, &[&half], half.size, (size, 1)),
            half,
            face: run.upload(&scale.face),
            range: scale.range,
            unit: scale.unit,
        }
    }
}

impl Run<'_> {
    /// A pass that needs nothing but sizes; `from` is that of what it reads.
    fn sized(
        &mut self,
        kernel: Kernel,
        inputs: &[&Field],
        from: [u32; 2],
        output: ([u32; 2], u32),
    ) -> Field {
        let channels = inputs.first().map_or(1, |input| input.channels);
        let size = output.0;
        self.pass(kernel, channels, &Sizes { size, from }, inputs, output)
    }

    /// Smoothed by a Gaussian of `sigma` px.
    pub(super) fn blur(&mut self, picture: &Field, sigma: f32) -> Field {
        let weights = self.numbers(&blur::weights(sigma));
        let (size, channels) = (picture.size, picture.channels);
        let mut pass = |picture: &Field, [across, down]: [u32; 2]| {
            let blur = Blur {
                size,
                across,
                down,
                reach: weights.size[0] - 1,
            };
            let inputs = [picture, &weights];
            self.pass(kernels::BLURRED, channels, &blur, &inputs, (size, channels))
        };
        let across = pass(picture, [1, 0]);
        pass(&across, [0, 1])
    }

    /// Smoothed by a Gaussian of `sigma` px where the scale is 1, narrower with it, but of `least`
    /// px at least; `scale` has an entry a pixel, whose least and most are `range`. One Gaussian is
    /// enough for widths that are less than `alike` apart.
    fn blur_following(
        &mut self,
        picture: &Field,
        [sigma, least]: [f32; 2],
        (scale, range): (&Field, [f32; 2]),
        alike: f32,
    ) -> Field {
        let [fine, coarse] = range.map(|scale| (sigma * scale).max(least));
        let sharp = self.blur(picture, fine);
        if coarse - fine < alike {
            return sharp;
        }
        let soft = self.blur(&sharp, (coarse * coarse - fine * fine).sqrt());
        let (size, channels) = (picture.size, picture.channels);
        let follow = Follow {
            size,
            sigma,
            least,
            fine,
            part: 1.0 / (coarse - fine),
        };
        let inputs = [&sharp, &soft, scale];
        self.pass(
            kernels::FOLLOWING,
            channels,
            &follow,
            &inputs,
            (size, channels),
        )
    }

    /// Tensors for 2 by 2 pixels.
    fn tensors(&mut self, picture: &Field) -> Field {
        let half = picture.size.map(|side| side.div_ceil(2));
        self.sized(kernels::TENSORS, &[picture], picture.size, (half, 4))
    }

    /// Tensors smoothed as the scale says, by `sigma` units at scale 1 and `least` at least.
    pub(super) fn smoothed(
        &mut self,
        picture: &Field,
        [sigma, least]: [f32; 2],
        scale: &Scale,
    ) -> Field {
        let tensors = self.tensors(picture);
        // In pixels of this plane, each of which is two.
        let widths = [sigma, least].map(|width| 0.5 * scale.unit * width);
        let by = (&scale.half, scale.range);
        self.blur_following(&tensors, widths, by, tensor::ALIKE)
    }

    /// Tensors smoothed by `sigma` units of size `unit` everywhere.
    pub(super) fn smoothed_evenly(&mut self, picture: &Field, sigma: f32, unit: f32) -> Field {
        let tensors = self.tensors(picture);
        self.blur(&tensors, 0.5 * unit * sigma)
    }

    /// Directions of edges, one for each pixel of a picture of `size`, from its tensors.
    pub(super) fn directions(&mut self, tensors: &Field, size: [u32; 2]) -> Field {
        self.sized(kernels::DIRECTIONS, &[tensors], tensors.size, (size, 2))
    }

    /// A Gaussian along the flow, `sigma` px wide where the scale is 1; the scale is `least` at
    /// least.
    pub(super) fn along<const TAPS: usize>(
        &mut self,
        picture: &Field,
        directions: &Field,
        (scale, least): (&Field, f32),
        sigma: f32,
    ) -> Field {
        let (first, sides) = flow::weights::<TAPS>();
        let weights = self.numbers(&[&[first], &sides[..]].concat());
        let (size, channels) = (picture.size, picture.channels);
        let along = Along {
            size,
            taps: TAPS as u32,
            step: sigma * flow::spacing(TAPS),
            least,
        };
        let inputs = [picture, directions, scale, &weights];
        self.pass(kernels::ALONG, channels, &along, &inputs, (size, channels))
    }

    /// Each pixel goes to the side of the edge on which it lies; `soft` is the second derivative
    /// above the floor from which on it goes there wholly.
    pub(super) fn shock(
        &mut self,
        picture: &Field,
        directions: &Field,
        scale: &Scale,
        soft: f32,
    ) -> Field {
        let (size, channels, unit) = (picture.size, picture.channels, scale.unit);
        let shock = Shock { size, unit, soft };
        let luma = self.pass(kernels::LUMA, channels, &shock, &[picture], (size, 1));
        let widths = [shock::SIGMA, shock::LEAST_SIGMA].map(|width| unit * width);
        let by = (&scale.full, scale.range);
        let smooth = self.blur_following(&luma, widths, by, shock::ALIKE);
        let inputs = [picture, &smooth, directions, &scale.full];
        self.pass(
            kernels::SHOCKED,
            channels,
            &shock,
            &inputs,
            (size, channels),
        )
    }

    /// Fluid shapes with clean edges.
    pub(super) fn coherent(&mut self, picture: &Field, edges: &Edges, scale: &Scale) -> Field {
        let Edges {
            rounds,
            sigma,
            finish,
            soft,
        } = *edges;
        let flow_of = |run: &mut Self, picture: &Field| {
            let tensors = run.smoothed(picture, passes::SHAPES, scale);
            run.directions(&tensors, picture.size)
        };
        let by = (&scale.full, 0.0);
        let mut fluid = None;
        for _ in 0..rounds {
            let picture = fluid.as_ref().unwrap_or(picture);
            let flow = flow_of(self, picture);
            let sigma = sigma * scale.unit;
            let smooth = self.along::<{ passes::ROUND_TAPS }>(picture, &flow, by, sigma);
            let flow = flow_of(self, &smooth);
            fluid = Some(self.shock(&smooth, &flow, scale, soft));
        }
        let picture = fluid.as_ref().unwrap_or(picture);
        let flow = flow_of(self, picture);
        let sigma = finish * scale.unit;
        self.along::<{ passes::FINISH_TAPS }>(picture, &flow, by, sigma)
    }

    /// A fluid picture with the share `own`, for 2 by 2 pixels, of what it was before.
    pub(super) fn partly(&mut self, fluid: &Field, before: &Field, own: &Field) -> Field {
        let output = (fluid.size, fluid.channels);
        self.sized(kernels::PARTLY, &[fluid, before, own], own.size, output)
    }

    /// The share of a picture that stays as it was before its edges became fluid, for 2 by 2
    /// pixels.
    pub(super) fn own(&mut self, scale: &Scale, readily: &Field) -> Field {
        let half = scale.half.size;
        let inputs = [&scale.half, &scale.face, readily];
        self.sized(kernels::OWN, &inputs, half, (half, 1))
    }

    /// A photograph whose pixels are `unit` in size without its noise; `None` when it has none.
    pub(super) fn calmed(&mut self, photo: &Field, unit: f32) -> Option<Field> {
        if unit < texture::SMALL[1] {
            return None;
        }
        let falloff = self.even(1.0 / (texture::NOISE * texture::NOISE), photo.size);
        Some(self.round(photo, &falloff, 1))
    }

    /// The same number for every pixel.
    pub(super) fn even(&mut self, value: f32, size: [u32; 2]) -> Field {
        let even = Texture {
            size,
            spacing: [0; 2],
            falloff: value,
            half: [0; 2],
        };
        self.pass(kernels::EVEN, 1, &even, &[], (size, 1))
    }

    /// Without texture, which is what differs by less than `range` at scale 1.
    pub(super) fn without_texture(&mut self, picture: &Field, range: f32, scale: &Scale) -> Field {
        let size = picture.size;
        let calm = self.calmed(picture, scale.unit);
        let following = Texture {
            size,
            spacing: [0; 2],
            falloff: 1.0 / (range * range),
            half: scale.half.size,
        };
        let inputs = [&scale.full, &scale.face];
        let falloff = self.pass(kernels::FALLOFF, 1, &following, &inputs, (size, 1));
        let mut spacings = texture::spacings(scale.unit);
        let first = spacings.next().unwrap_or(1) as u32;
        let mut colors = self.round(calm.as_ref().unwrap_or(picture), &falloff, first);
        for spacing in spacings {
            colors = self.round(&colors, &falloff, spacing as u32);
        }
        colors
    }

    /// One round, across and then down, `spacing` px from tap to tap.
    fn round(&mut self, colors: &Field, falloff: &Field, spacing: u32) -> Field {
        let size = colors.size;
        let mut pass = |colors: &Field, spacing: [u32; 2]| {
            let texture = Texture {
                size,
                spacing,
                falloff: 0.0,
                half: [0; 2],
            };
            self.pass(kernels::ROUND, 4, &texture, &[colors, falloff], (size, 4))
        };
        let across = pass(colors, [spacing, 0]);
        pass(&across, [0, spacing])
    }

    /// The share of contours in cells, from tensors.
    pub(super) fn contours(&mut self, tensors: &Field) -> Field {
        let cells = tensors
            .size
            .map(|side| side.div_ceil(passes::scale::CELL as u32));
        self.sized(kernels::CONTOURS, &[tensors], tensors.size, (cells, 1))
    }
}
