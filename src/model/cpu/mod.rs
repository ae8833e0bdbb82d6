//! The generator's arithmetic arranged for CPU caches.
//!
//! The same network as [`generator`](super::generator), for drawing only, where no GPU is. On two
//! Zen 5 cores it draws 512 x 512 pixels in 20 ms where ONNX Runtime 1.31 takes 51 ms and `PyTorch`
//! 2.15 takes 68 ms (`tests/bench/onnx_compare.py`). What makes it fast:
//!
//! - channels stand innermost, so that a 3x3 convolution is a few small matrix products whose sums
//!   stay in registers (`kernel`), with AVX-512, AVX2, NEON or SSE, whichever is there (`simd`)
//! - the residual blocks take Winograd's short cut, a quarter of the multiplications (`winograd`)
//! - the convolution after the doubling of the picture is folded into four small ones (`layers`)
//! - normalisation, rectifier, residual sum, padding and doubling are done while the next layer
//!   reads (`window`, `norm`), so that no pass over the picture does them alone
//!
//! Rows are worked on in bands by the threads of `rayon`. In memory are the raw outputs of a few
//! layers (`network`): 96 bytes per pixel of the picture, 128 below two megapixels.

#![expect(
    clippy::inline_always,
    reason = "a function that is not inlined loses the vector instructions, see the module simd"
)]

mod aligned;
mod bands;
mod error;
mod generator;
mod kernel;
mod layers;
mod network;
mod norm;
mod picture;
pub(super) mod simd;
mod tensors;
mod tiles;
mod weights;
mod window;
mod winograd;

#[cfg(test)]
mod plain;
#[cfg(test)]
mod tests;

pub use error::CpuError;
pub use generator::CpuGenerator;
pub use tensors::TensorSource;
pub use tiles::Statistics;
