//! Kinetoon redraws photographs as comics: offline, live, on any machine.
//!
//! The network makes the drawing, the ink makes a comic of it. One engine thread owns both; the
//! command line (and every other front door) asks it for drawings and reads its events.
//!
//! ```text
//! cli -> ui
//!  |      |
//!  +----- +-> engine -> train       losses, training steps, pages: how a style is learnt
//!                    -> render      recipes, requests, stages: how a photograph is drawn
//!                    -> library     the styles
//!                    -> model       networks and weights (Burn, and an arrangement for the CPU)
//!                    -> gpu         devices, and the way of tensors to textures
//!                    -> ink         shapes, tones and lines, on the CPU
//!                    -> book        pages out of archives, strips; panels
//!                    -> picture     files and pixels
//! ```
//!
//! | module | what |
//! |---|---|
//! | [`cli`] | the command line |
//! | [`engine`] | the thread that draws: jobs, previews, events |
//! | [`render`] | recipes, requests, and the stages from a photograph to its drawing |
//! | [`library`] | the styles: names, inks, weights |
//! | [`model`] | the generator, its weights, styles and dials |
//! | [`gpu`] | graphics devices and the passes that run on them |
//! | [`ink`] | shapes, tones, colours and lines |
//! | [`book`] | pages of books: archives, strips; panels and lettering |
//! | [`picture`] | decoding, encoding, colour profiles, sizes |
//! | `lettering` | words as pixels, and pictures with their names on a sheet |
//! | [`i18n`] | the words of the window, in its languages |
//! | [`train`] | learning a style: losses, steps, pages, checkpoints |
//! | [`ui`] | the window |
//! | [`paths`] | the operating system's places for files |
#![recursion_limit = "256"]

pub mod book;
pub mod cli;
pub mod engine;
pub mod gpu;
pub mod i18n;
pub mod ink;
mod lettering;
pub mod library;
pub mod model;
pub mod paths;
pub mod picture;
pub mod render;
pub mod train;
pub mod ui;
