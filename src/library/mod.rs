//! The style library: what each style is called, its ink, its weights, and the folder of the learnt
//! ones.
//!
//! | module | what |
//! |---|---|
//! | [`built_in`] | the weights that the program comes with |
//! | [`hands`] | the ink of the hands that the program comes with |
//! | [`folder`] | a style as a person meets it, and the folder with the learnt ones |
//! | [`styles`] | all styles that can be drawn in |

pub(crate) mod built_in;
mod folder;
mod hands;
mod styles;

pub use folder::{
    DEFAULT_STYLE, STYLE_ENDING, StyleEntry, StyleFolder, StyleFolderError, StyleLabel,
    default_ink, read_style_file,
};
pub use styles::{StyleLibrary, StyleWeights, UnknownStyle, built_in_styles};
