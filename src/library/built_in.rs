//! The weights that are built into the program.

/// Generator and codes, `assets/models/README.md`.
pub(crate) const BASE_MODEL: &[u8] = include_bytes!("../../assets/models/base-v3.safetensors");
/// Their name, as learnt styles tell it.
pub(crate) const BASE_NAME: &str = "base-v3";
/// Perceptual network, discriminator and statistics: what learning needs.
pub(crate) const TEACHING: &[u8] = include_bytes!("../../assets/models/teaching-v3.safetensors");
