//! The networks: what they compute and how their weights are read. Knows no files, channels or
//! widgets.
//!
//! | module | what |
//! |---|---|
//! | [`generator`] | the drawing network in Burn: on a GPU, in training, and as the reference |
//! | [`cpu`] | the same arithmetic arranged for a CPU |
//! | [`perceptual`] | what a picture looks like, for the losses |
//! | [`features`] | the perceptual network or another in its place |
//! | [`vgg`] | VGG16 and VGG19, which a user may put there |
//! | [`squeezenet`] | the larger network that the perceptual one is taught by |
//! | [`discriminator`] | tells pages of a style from drawings |
//! | [`convolution`] | convolution and normalisation as each device does them best |
//! | [`cpu_autodiff`] | the same for a CPU, with gradients written by hand |
//! | [`padding`] | how a picture of any size becomes one that the network takes |
//! | [`tile`] | how a picture is cut into overlapping tiles |
//! | [`style`] | style codes, their blending, and the dials |
//! | [`style_file`] | a learnt style in a file |
//! | [`provenance`] | how a learnt style was made |
//! | [`teaching`] | what learning needs beside the generator |
//! | [`tensors`] | named tensors in files and networks |
//! | [`pytorch`] | named tensors in files that `PyTorch` wrote |
//! | [`weights`] | the weights file: styles, tensors, checks |

mod convolution;
pub mod cpu;
mod cpu_autodiff;
pub mod discriminator;
mod error;
pub mod features;
pub mod generator;
pub mod padding;
pub mod perceptual;
mod provenance;
mod pytorch;
pub mod squeezenet;
pub mod style;
pub mod style_file;
mod teaching;
pub mod tensors;
pub(crate) mod tile;
pub mod vgg;
pub mod weights;

pub use error::ModelError;
pub use provenance::{PageHash, Provenance};
pub use pytorch::{parse_pytorch, parse_pytorch_while};
pub use style::{Dials, Style, StyleCode};
pub use style_file::StyleFile;
pub use teaching::Teaching;
pub use weights::BaseModel;

/// Numbers in a style code.
pub const CODE_SIZE: usize = 32;
/// Loss weights that the generator is told: style, content, cycle.
pub const NUM_DIALS: usize = 3;
