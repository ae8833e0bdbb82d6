//! Layers with gradients written by hand, for training on a CPU.
//!
//! Burn's `flex` takes the gradient of a convolution's weight as a convolution with a kernel as
//! large as the picture, and every step of a normalisation as a pass of its own over all pixels.
//! Here a convolution and its gradients are matrix products that read the pixels where they stand,
//! and a normalisation with its rectifier is one step. On two Zen 4 cores the convolutions of the
//! generator run at 60 to 95 billion multiply-adds a second, three quarters of what the cores can
//! do; a training step of the base weights takes 0.64 s of processor time in place of 1.31 s, and
//! `PyTorch` needs 1.2 times as much (`tests/bench/training_compare.py`).
//!
//! | module | what |
//! |---|---|
//! | `planes` | pictures with a border, as the convolutions read them |
//! | `product` | the two inner loops |
//! | `convolution` | a convolution and its three gradients |
//! | `film` | instance normalisation that a condition scales and shifts |
//! | `step` | both as steps of Burn's graph |

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined loses the vector instructions, see the module direct::simd"
)]

mod convolution;
mod film;
mod planes;
mod product;
mod step;

pub(super) use planes::Border;
pub(super) use step::{convolve, normalise};
