//! PNG files: reading them, with what other programs get wrong in them, and writing them.

pub(super) mod chunks;
pub(super) mod mend;
pub(super) mod reader;
pub(super) mod writer;
