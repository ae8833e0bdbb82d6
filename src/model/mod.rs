//! The networks: what they compute and how their weights are read. Knows no files, channels or widgets.
//!
//! | module | what |
//! |---|---|
//! | [`generator`] | the drawing network in Burn: on a GPU, in training, and as the reference |
//! | [`direct`] | the same arithmetic arranged for a CPU |
//! | [`padding`] | how a picture of any size becomes one that the network takes |
//! | [`style`] | style codes, their blending, and the dials |
//! | [`weights`] | the weights file: styles, tensors, checks |

pub mod direct;
mod error;
pub mod generator;
pub mod padding;
pub mod style;
pub mod weights;

pub use error::ModelError;
pub use style::{Dials, Style, StyleCode};
pub use weights::BaseModel;

/// Numbers in a style code.
pub const CODE_SIZE: usize = 32;
/// Loss weights that the generator is told: style, content, cycle.
pub const NUM_DIALS: usize = 3;
