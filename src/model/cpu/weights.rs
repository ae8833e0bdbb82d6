//! The network's weights, packed.

use super::CpuError;
use super::kernel::Packed;
use super::layers::{Doubled, HEAD_CHANNELS, UP_CHANNELS, pack};
use super::norm::{Affine, Centre, Moments};
use super::picture::UNSHUFFLED;
use super::tensors::{Linear, TensorSource, tensor};
use super::winograd::{self, Winograd};

/// Numbers in a style code.
pub(super) const CODE: usize = 32;
/// Numbers that tell the loss weights.
pub(super) const DIALS: usize = 3;
/// Numbers of the condition that every normalisation reads.
const CONDITION: usize = 64;
/// Channels at half resolution.
pub(super) const WIDTH: usize = 32;
/// Channels at a quarter of the resolution.
pub(super) const DEEP: usize = winograd::CHANNELS;
/// Residual blocks.
const BLOCKS: usize = 5;

/// All weights of a generator.
#[derive(Debug)]
pub(super) struct Weights {
    condition: [Linear; 2],
    pub(super) stem: Layer<Packed>,
    pub(super) down: Layer<Packed>,
    pub(super) blocks: Vec<[Layer<Winograd>; 2]>,
    pub(super) up: Layer<Doubled>,
    pub(super) head: Packed,
    pub(super) head_bias: Vec<f32>,
}

impl Weights {
    /// Reads and packs them for registers of so many lanes.
    ///
    /// # Errors
    /// A tensor that is missing, misshapen or not finite.
    pub(super) fn read(lanes: usize, source: &mut TensorSource<'_>) -> Result<Self, CpuError> {
        let condition = [
            Linear::read(source, "condition.0", [CODE + DIALS, CONDITION])?,
            Linear::read(source, "condition.1", [CONDITION, CONDITION])?,
        ];
        let stem = Layer::read(source, "stem", [UNSHUFFLED, WIDTH], |weights| {
            pack(lanes, weights, UNSHUFFLED, WIDTH)
        })?;
        let down = Layer::read(source, "down", [WIDTH, DEEP], |weights| {
            pack(lanes, weights, WIDTH, DEEP)
        })?;
        let mut blocks = Vec::new();
        for i in 0..BLOCKS {
            let mut layer = |name| {
                Layer::read(
                    source,
                    &format!("blocks.{i}.{name}"),
                    [DEEP, DEEP],
                    |weights| Winograd::new(lanes, weights),
                )
            };
            blocks.push([layer("a")?, layer("b")?]);
        }
        let up = Layer::read(source, "up", [UP_CHANNELS.0, UP_CHANNELS.1], |weights| {
            Doubled::new(lanes, weights)
        })?;
        let head = tensor(source, "head.weight", [UNSHUFFLED, HEAD_CHANNELS, 3, 3])?;
        let head_bias = tensor(source, "head.bias", [UNSHUFFLED])?;
        let head = pack(lanes, &head, HEAD_CHANNELS, UNSHUFFLED);
        Ok(Self {
            condition,
            stem,
            down,
            blocks,
            up,
            head,
            head_bias,
        })
    }

    /// The vector that all normalisations read, from a style code and the dials.
    pub(super) fn condition(&self, code: &[f32; CODE], dials: [f32; DIALS]) -> Vec<f32> {
        let told = code.iter().copied().chain(dials).collect();
        self.condition.iter().fold(told, |z: Vec<f32>, linear| {
            linear.forward(&z).into_iter().map(|v| v.max(0.0)).collect()
        })
    }
}

/// A convolution and the matrix that makes its normalisation's gamma and beta.
#[derive(Debug)]
pub(super) struct Layer<W> {
    pub(super) weights: W,
    film: Linear,
}

impl<W> Layer<W> {
    fn read(
        source: &mut TensorSource<'_>,
        name: &str,
        [inputs, outputs]: [usize; 2],
        pack: impl FnOnce(&[f32]) -> W,
    ) -> Result<Self, CpuError> {
        let weights = tensor(
            source,
            &format!("{name}.conv.weight"),
            [outputs, inputs, 3, 3],
        )?;
        // Checked, but not kept: the mean that the normalisation subtracts contains it.
        tensor(source, &format!("{name}.conv.bias"), [outputs])?;
        let film = Linear::read(
            source,
            &format!("{name}.film.linear"),
            [CONDITION, 2 * outputs],
        )?;
        Ok(Self {
            weights: pack(&weights),
            film,
        })
    }

    /// The normalisation of an output with these moments.
    pub(super) fn affine(&self, moments: &Moments, condition: &[f32], centre: Centre) -> Affine {
        Affine::new(moments, &self.film.forward(condition), centre)
    }
}
