//! The renderer: every picture that the program draws is a [`RenderRequest`] to it.
//!
//! A request goes through stages: *prepare* (read, lay on paper, bring to the working scale),
//! *network*,
//! *enlarge*, *ink*, *sink* (the screen, memory, a file). Reading and writing are functions that
//! any thread may call; the network runs on the thread that owns the [`Renderer`].
//!
//! | module | what |
//! |---|---|
//! | [`recipe`] | everything that decides how a photograph is drawn |
//! | [`request`] | what can be asked for |
//! | [`renderer`] | the stages in order, and the fallback from the graphics card |
//! | [`load`] | reading a still picture or an animation |
//! | [`prepare`] | before the network: lay on paper, sizes |
//! | [`stages`] | after the network: enlarge, ink, fade |
//! | [`sink`] | writing a finished drawing |
//! | [`rgb16`] | drawings with 16 bits a channel, enlarged, inked and written band by band |
//! | [`animation`] | animations, drawn frame by frame |
//! | [`mod@centre`] | what a photograph is about, for small pictures |
//! | [`cache`] | the last drawings for the screen, kept by stage |
//! | [`backend`] | where the network runs: the CPU or a graphics device |
//! | [`open`] | choosing, opening and testing the device |
//! | [`device`] | what runs where, and why |
//! | [`declaration`] | what files say about how their drawings were made |
//! | [`sizes`] | the sizes of a photograph, its drawing and its file |
//! | [`fade`] | a drawing faded in over its photograph |
//! | [`memory`] | whether there is memory for a picture |
//! | [`mod@vary`] | neighbours of a recipe |
//! | [`timings`] | where the time went |

mod animation;
mod backend;
mod cache;
mod centre;
mod declaration;
mod device;
mod error;
mod fade;
mod load;
mod memory;
mod open;
mod options;
mod prepare;
mod recipe;
mod renderer;
mod request;
mod rgb16;
mod sink;
mod sizes;
mod stages;
mod timings;
mod vary;

pub use backend::{Backend, Condition, Drawing};
pub use centre::centre_of_faces;
pub use declaration::Declaration;
pub use device::{DeviceNote, DeviceReport};
pub use error::RenderError;
pub use options::{DeviceChoice, RendererOptions};
pub use recipe::Recipe;
pub use renderer::{Rendered, Renderer};
pub use request::{Output, RenderRequest, Scale, Sink, Source, View};
pub use rgb16::Rgb16Image;
pub use sizes::OutputSize;
pub use timings::Timings;
pub use vary::{NUM_VARIATIONS, vary};

pub(crate) use animation::{Addition, AnimationJob};
pub(crate) use error::contain;
pub(crate) use load::Loaded;
pub(crate) use prepare::Prepared;
pub(crate) use renderer::Drawn;
pub(crate) use rgb16::write as write_rgb16;
pub(crate) use sink::write;
pub(crate) use timings::Stopwatch;

/// Asked often while something is drawn; once it says yes the drawing is given up.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);
