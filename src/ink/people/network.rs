//! The network that tells people from what is behind them.
//!
//! Source: "`MediaPipe` Selfie Segmentation", model card (Google, 2021): an encoder as
//! `MobileNetV3` (Howard et al., "Searching for `MobileNetV3`", 2019), a decoder whose skips are
//! gated by channel.
//! The weights are Google's under Apache-2.0, 16-bit floats, laid out for these layers.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use half::f16;
use safetensors::{SafeTensorError, SafeTensors};

/// 0.2 MB, Apache-2.0.
const WEIGHTS: &[u8] = include_bytes!("../../../assets/models/selfie_segmentation.safetensors");
/// Side of the square picture that is looked at, in pixels.
pub(super) const SIDE: usize = 256;

/// Channels of the pixels of a picture, rows from the top: `height * width * channels` numbers.
#[derive(Clone, Debug)]
pub(super) struct Maps {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) channels: usize,
    pub(super) values: Vec<f32>,
}

/// What follows a layer.
#[derive(Clone, Copy, Debug)]
enum Activation {
    None,
    Relu,
    /// `x * relu6(x + 3) / 6`.
    HardSwish,
}

impl Activation {
    #[inline(always)]
    fn of(self, x: f32) -> f32 {
        match self {
            Self::None => x,
            Self::Relu => x.max(0.0),
            Self::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        }
    }
}

/// A convolution with its bias: over all channels, `[inputs][outputs]` at each of its places, or
/// over each channel by itself, `[channels]` at each of its places.
#[derive(Debug)]
struct Layer {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// One step of the encoder: wider, over the surroundings, gated by channel, narrow again.
#[derive(Debug)]
struct Block {
    expand: Layer,
    depthwise: Layer,
    gate: Option<Gate>,
    project: Layer,
    size: usize,
    stride: usize,
    activation: Activation,
}

/// Weighs channels by what is in the whole picture (squeeze and excitation).
#[derive(Debug)]
struct Gate {
    squeeze: Layer,
    excite: Layer,
}

/// One step of the decoder: twice as large, with what the encoder knew at that size.
#[derive(Debug)]
struct Step {
    reduce: Layer,
    gate: Gate,
    mix: Layer,
    depthwise: Layer,
}

/// The network.
#[derive(Debug)]
pub(super) struct Network {
    stem: Layer,
    encoder: Vec<Block>,
    head: Layer,
    head_gate: Layer,
    decoder: Vec<Step>,
    mask: Layer,
}

/// Size and stride of the depthwise convolutions of the encoder, and whether channels are gated.
const BLOCKS: [(usize, usize, bool); 8] = [
    (3, 2, true),
    (3, 2, false),
    (3, 1, false),
    (5, 2, true),
    (5, 1, true),
    (5, 1, true),
    (5, 1, true),
    (5, 1, true),
];
/// From which block on the activation is [`Activation::HardSwish`].
const FIRST_SWISH: usize = 3;
/// The blocks whose results the decoder looks at again.
const KEPT: [usize; 2] = [0, 2];

impl Network {
    /// That which comes with the program.
    ///
    /// # Errors
    /// When the file of its weights is damaged.
    pub(super) fn load() -> Result<Self, SafeTensorError> {
        let file = SafeTensors::deserialize(WEIGHTS)?;
        let numbers = |name: &str| {
            let bytes = file.tensor(name)?.data().as_chunks::<2>().0;
            let numbers = bytes.iter().map(|two| f16::from_le_bytes(*two).to_f32());
            Ok::<Vec<f32>, SafeTensorError>(numbers.collect())
        };
        let layer = |name: String| {
            Ok::<Layer, SafeTensorError>(Layer {
                weight: numbers(&format!("{name}.weight"))?,
                bias: numbers(&format!("{name}.bias"))?,
            })
        };
        let gate = |name: &str| {
            Ok::<Gate, SafeTensorError>(Gate {
                squeeze: layer(format!("{name}.squeeze"))?,
                excite: layer(format!("{name}.excite"))?,
            })
        };
        let blocks = BLOCKS.iter().enumerate();
        let encoder = blocks.map(|(i, (size, stride, is_gated))| {
            let name = format!("encoder.{i}");
            Ok(Block {
                expand: layer(format!("{name}.expand"))?,
                depthwise: layer(format!("{name}.depthwise"))?,
                gate: is_gated.then(|| gate(&name)).transpose()?,
                project: layer(format!("{name}.project"))?,
                size: *size,
                stride: *stride,
                activation: if i < FIRST_SWISH {
                    Activation::Relu
                } else {
                    Activation::HardSwish
                },
            })
        });
        let decoder = (0..3).map(|i| {
            let name = format!("decoder.{i}");
            Ok(Step {
                reduce: layer(format!("{name}.reduce"))?,
                gate: gate(&name)?,
                mix: layer(format!("{name}.mix"))?,
                depthwise: layer(format!("{name}.depthwise"))?,
            })
        });
        Ok(Self {
            stem: layer("stem".into())?,
            encoder: encoder.collect::<Result<_, SafeTensorError>>()?,
            head: layer("head.maps".into())?,
            head_gate: layer("head.gate".into())?,
            decoder: decoder.collect::<Result<_, SafeTensorError>>()?,
            mask: layer("mask".into())?,
        })
    }

    /// How far each pixel of a picture of [`SIDE`] by [`SIDE`] pixels, sRGB in `0.0..=1.0`, is of
    /// people, `0.0..=1.0`, rows from the top.
    pub(super) fn people(&self, picture: &Maps) -> Vec<f32> {
        let first = convolved(picture, &self.stem, Activation::HardSwish);
        let mut skips = vec![first.clone()];
        let mut maps = first;
        for (i, block) in self.encoder.iter().enumerate() {
            maps = block.of(&maps);
            if KEPT.contains(&i) {
                skips.push(maps.clone());
            }
        }
        let gates = self.head_gate.of_one(&means(&maps)).into_iter();
        let gates: Vec<_> = gates.map(logistic).collect();
        let mut maps = self.head.of(&maps, Activation::Relu);
        scale(&mut maps, &gates);
        for (step, skip) in self.decoder.iter().zip(skips.iter().rev()) {
            maps = step.of(&maps, skip);
        }
        self.unfolded(&maps)
    }

    /// The transposed convolution of 2 by 2 pixels at the end.
    fn unfolded(&self, maps: &Maps) -> Vec<f32> {
        let mut mask = vec![0.0; 4 * maps.width * maps.height];
        let pixels = maps.values.chunks_exact(maps.channels);
        for (i, pixel) in pixels.enumerate() {
            let (x, y) = (2 * (i % maps.width), 2 * (i / maps.width));
            for (place, weights) in self.mask.weight.chunks_exact(maps.channels).enumerate() {
                let sum: f32 = pixel.iter().zip(weights).map(|(v, w)| v * w).sum();
                let at = (y + place / 2) * 2 * maps.width + x + place % 2;
                mask[at] = logistic(sum + self.mask.bias[0]);
            }
        }
        mask
    }
}

impl Layer {
    /// A convolution of single pixels.
    fn of(&self, maps: &Maps, activation: Activation) -> Maps {
        let channels = self.bias.len();
        let mut values = vec![0.0; maps.width * maps.height * channels];
        let pixels = maps.values.chunks_exact(maps.channels);
        for (to, from) in values.chunks_exact_mut(channels).zip(pixels) {
            to.copy_from_slice(&self.bias);
            for (value, weights) in from.iter().zip(self.weight.chunks_exact(channels)) {
                for (to, weight) in to.iter_mut().zip(weights) {
                    *to += value * weight;
                }
            }
            for to in to {
                *to = activation.of(*to);
            }
        }
        Maps {
            channels,
            values,
            ..*maps
        }
    }

    /// The same of one pixel, without an activation.
    fn of_one(&self, pixel: &[f32]) -> Vec<f32> {
        let one = Maps {
            width: 1,
            height: 1,
            channels: pixel.len(),
            values: pixel.to_vec(),
        };
        self.of(&one, Activation::None).values
    }

    /// A convolution of each channel by itself over `size` by `size` pixels.
    fn of_each(&self, maps: &Maps, size: usize, stride: usize, activation: Activation) -> Maps {
        let channels = maps.channels;
        let [width, height] = [maps.width, maps.height].map(|side| side.div_ceil(stride));
        let before = [(maps.width, width), (maps.height, height)]
            .map(|(from, to)| ((to - 1) * stride + size).saturating_sub(from) / 2);
        let mut values = vec![0.0; width * height * channels];
        for (i, to) in values.chunks_exact_mut(channels).enumerate() {
            to.copy_from_slice(&self.bias);
            let corner = [(i % width) * stride, (i / width) * stride];
            for (place, weights) in self.weight.chunks_exact(channels).enumerate() {
                let (x, y) = (corner[0] + place % size, corner[1] + place / size);
                let is_inside = (before[0]..before[0] + maps.width).contains(&x)
                    && (before[1]..before[1] + maps.height).contains(&y);
                if !is_inside {
                    continue;
                }
                let at = ((y - before[1]) * maps.width + x - before[0]) * channels;
                let from = &maps.values[at..at + channels];
                for ((to, value), weight) in to.iter_mut().zip(from).zip(weights) {
                    *to += value * weight;
                }
            }
            for to in to {
                *to = activation.of(*to);
            }
        }
        Maps {
            width,
            height,
            channels,
            values,
        }
    }
}

impl Gate {
    /// How much of each channel stays.
    fn of(&self, maps: &Maps) -> Vec<f32> {
        let mut squeezed = self.squeeze.of_one(&means(maps));
        for value in &mut squeezed {
            *value = value.max(0.0);
        }
        let gates = self.excite.of_one(&squeezed).into_iter();
        gates.map(logistic).collect()
    }
}

impl Block {
    fn of(&self, maps: &Maps) -> Maps {
        let wide = self.expand.of(maps, self.activation);
        let mut seen = (self.depthwise).of_each(&wide, self.size, self.stride, self.activation);
        if let Some(gate) = &self.gate {
            let gates = gate.of(&seen);
            scale(&mut seen, &gates);
        }
        let mut narrow = self.project.of(&seen, Activation::None);
        if self.stride == 1 {
            add(&mut narrow, maps);
        }
        narrow
    }
}

impl Step {
    fn of(&self, maps: &Maps, skip: &Maps) -> Maps {
        let larger = self.reduce.of(&doubled(maps), Activation::None);
        let mut both = larger.clone();
        add(&mut both, skip);
        let gates = self.gate.of(&both);
        let mut known = skip.clone();
        scale(&mut known, &gates);
        add(&mut known, &larger);
        let mut mixed = self.mix.of(&known, Activation::Relu);
        let near = self.depthwise.of_each(&mixed, 3, 1, Activation::Relu);
        add(&mut mixed, &near);
        mixed
    }
}

/// The first convolution: 3 by 3 pixels of all channels, every second pixel.
fn convolved(picture: &Maps, layer: &Layer, activation: Activation) -> Maps {
    let channels = layer.bias.len();
    let [width, height] = [picture.width, picture.height].map(|side| side.div_ceil(2));
    let mut values = vec![0.0; width * height * channels];
    for (i, to) in values.chunks_exact_mut(channels).enumerate() {
        to.copy_from_slice(&layer.bias);
        let places = layer.weight.chunks_exact(picture.channels * channels);
        for (place, weights) in places.enumerate() {
            let (x, y) = (2 * (i % width) + place % 3, 2 * (i / width) + place / 3);
            if x >= picture.width || y >= picture.height {
                continue;
            }
            let from = &picture.values[(y * picture.width + x) * picture.channels..];
            for (value, weights) in from.iter().zip(weights.chunks_exact(channels)) {
                for (to, weight) in to.iter_mut().zip(weights) {
                    *to += value * weight;
                }
            }
        }
        for to in to {
            *to = activation.of(*to);
        }
    }
    Maps {
        width,
        height,
        channels,
        values,
    }
}

/// The mean of each channel.
fn means(maps: &Maps) -> Vec<f32> {
    let mut sums = vec![0.0; maps.channels];
    for pixel in maps.values.chunks_exact(maps.channels) {
        add_to(&mut sums, pixel);
    }
    let count = (maps.width * maps.height) as f32;
    sums.iter().map(|sum| sum / count).collect()
}

fn add(maps: &mut Maps, other: &Maps) {
    add_to(&mut maps.values, &other.values);
}

fn add_to(to: &mut [f32], other: &[f32]) {
    for (to, other) in to.iter_mut().zip(other) {
        *to += other;
    }
}

fn scale(maps: &mut Maps, gates: &[f32]) {
    for pixel in maps.values.chunks_exact_mut(maps.channels) {
        for (value, gate) in pixel.iter_mut().zip(gates) {
            *value *= gate;
        }
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Twice as wide and high, bilinear.
fn doubled(maps: &Maps) -> Maps {
    let (width, height) = (2 * maps.width, 2 * maps.height);
    let channels = maps.channels;
    // The two pixels before and after, and the share of the second.
    let between = |i: usize, side: usize| {
        let at = (i as f32 * 0.5 - 0.25).max(0.0);
        let first = at as usize;
        (first, (first + 1).min(side - 1), at - first as f32)
    };
    let mut values = vec![0.0; width * height * channels];
    for (i, to) in values.chunks_exact_mut(channels).enumerate() {
        let (left, right, across) = between(i % width, maps.width);
        let (top, bottom, down) = between(i / width, maps.height);
        let corners = [
            (left, top, (1.0 - across) * (1.0 - down)),
            (right, top, across * (1.0 - down)),
            (left, bottom, (1.0 - across) * down),
            (right, bottom, across * down),
        ];
        for (x, y, share) in corners {
            let from = &maps.values[(y * maps.width + x) * channels..][..channels];
            for (to, value) in to.iter_mut().zip(from) {
                *to += share * value;
            }
        }
    }
    Maps {
        width,
        height,
        channels,
        values,
    }
}
