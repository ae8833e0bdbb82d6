//! The sample picture: an old street on a late afternoon, with a cat and a balloon, ray-marched.
//!
//! It is shipped as a file and rendered anew only to check that file; so it may take its time.
//!
//! | module | what |
//! |---|---|
//! | [`scene`] | the street as one distance field, with a material for every point |
//! | [`house`] | the houses |
//! | [`cat`] | the cat |
//! | [`shape`] | distance functions |
//! | [`material`] | colours and textures |
//! | [`noise`] | hashes and noise |
//! | [`sky`] | the sky and its clouds |
//! | [`camera`] | rays, light and tone |
//! | [`vector`] | three numbers |

mod camera;
mod cat;
mod house;
mod material;
mod noise;
mod scene;
mod shape;
mod sky;
mod vector;

pub(crate) use camera::render;

/// Width of the shipped sample in pixels.
pub(crate) const WIDTH: u32 = 1600;
/// Height of the shipped sample in pixels.
pub(crate) const HEIGHT: u32 = 1067;
