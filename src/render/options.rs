//! How a renderer is opened.

use crate::gpu::Gpu;
use crate::library::StyleFolder;
use crate::model::StyleFile;

/// Where the network is asked to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DeviceChoice {
    /// On a real graphics card when there is one that passes the self-test, otherwise on the CPU.
    #[default]
    Auto,
    /// On the graphics adapter, even a software one (very slow).
    Gpu,
    /// On the CPU.
    Cpu,
}

/// How a [`Renderer`](super::Renderer) is opened.
#[derive(Clone, Debug, Default)]
pub struct RendererOptions {
    /// Where the network runs.
    pub device: DeviceChoice,
    /// The window's device; without one the renderer opens its own.
    pub shared: Option<Gpu>,
    /// Weights other than the built-in ones.
    pub weights: Option<Vec<u8>>,
    /// The folder with the user's styles; without one only the built-in styles are there.
    pub style_folder: Option<StyleFolder>,
    /// A style from a file that is not in the style library.
    pub extra_style: Option<StyleFile>,
}
