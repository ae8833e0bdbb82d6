//! Picture files: from bytes to an upright sRGB picture in memory, and back.
//!
//! Everything in here works on the CPU with plain pixels and knows nothing of networks, devices
//! or windows. One convention holds throughout: a picture in memory is an
//! [`RgbaImage`](::image::RgbaImage) in **sRGB** (encoded values, not linear light), **8 bits a
//! channel**, with **straight alpha**, upright, rows from the top.
//!
//! | step | what |
//! |---|---|
//! | [`decode_file`], [`decode_bytes`] | JPEG, PNG, WebP, TIFF, BMP, GIF, JPEG XL, PSD to a [`Photo`] |
//! | [`working_size()`], [`at_size`] | to the scale at which the network draws |
//! | [`upsample_guided`], [`upsample_guided_part`] | the drawing back to full size, with edges from the photograph |
//! | [`flatten`] | transparency away |
//! | [`to_space`] | to the colour space of the file |
//! | [`encode()`], [`encode_rows`] | to PNG, JPEG, WebP, AVIF or TIFF, tagged with its profile; 8 or 16 bits |
//! | [`write_whole`], [`write_whole_by`] | to the disk: the whole file or none |
//!
//! Kept of a file are its EXIF block and XMP packet ([`Metadata`]); the orientation and the
//! embedded ICC profile are applied to the pixels instead. Lost on reading are depth beyond 8 bits,
//! colours outside sRGB, further frames and pages, and what [`Metadata`] names.

mod alpha;
mod animation;
mod avif;
mod bmp;
mod codec;
mod decode;
mod described;
mod downscale;
mod embedded;
mod encode;
mod error;
mod exif;
mod exif_copy;
mod extras;
#[cfg(test)]
mod fixture;
mod foreign;
mod format;
mod gif;
mod imprint;
mod ink;
mod iptc;
mod jpeg;
mod jxl;
mod limits;
mod loss;
mod metadata;
#[cfg(test)]
mod mutations;
mod png;
mod profile;
mod psd;
mod read;
#[cfg(test)]
mod reference;
mod resolution;
mod rows;
mod samples;
mod space;
mod srgb;
mod srgb_profile;
mod tiff;
mod upsample;
mod webp;
mod working_size;
mod write;
mod xmp;

pub use alpha::{flatten, flatten_in_place, is_opaque, lift};
pub use animation::{Animation, AnimationHeader, AnimationWriter, Delay, Frame, Frames, Survey};
pub use decode::{Photo, decode_bytes, decode_file, decode_page, num_pages};
pub use downscale::{at_size, downscale, enlarge, fit_within};
pub use encode::{EncodeOptions, encode, encode_rows};
pub use error::{ExceededLimit, ImageError};
pub use exif::Taken;
pub use foreign::{is_litter, unread_format, unwritten_format};
pub(crate) use format::recognise;
pub use format::{OutputFormat, READ_ENDINGS, SourceFormat, is_supported_extension};
pub use imprint::{Imprint, Likeness, is_empty_file};
pub use limits::DecodeLimits;
pub use loss::Loss;
pub use metadata::Metadata;
pub use read::{Stamp, read_file};
pub use resolution::Resolution;
pub use rows::Depth;
pub use space::{ColorSpace, UnknownColorSpace, to_space};
pub use upsample::{GuidedRows, upsample_guided, upsample_guided_part};
pub use working_size::{shrunk_size, shrunk_size_within, working_size};
pub use write::{give_up_writing, remove_leftovers, write_whole, write_whole_by};
pub use xmp::SourceType;
