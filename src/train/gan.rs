//! Generator and discriminator, trained against each other.

pub(crate) mod average;
