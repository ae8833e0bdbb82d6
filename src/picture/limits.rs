//! How large a picture may be before it is refused, checked from its header.

use ::image::error::{ImageError as CodecError, LimitErrorKind};

use super::error::{ExceededLimit, ImageError};
use super::format::SourceFormat;

/// How large a picture may be; what is larger is refused before memory is taken for it.
///
/// A few kilobytes of file can claim a picture of many gigabytes, so every claim is checked
/// against these limits right after the header is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeLimits {
    /// The most pixels, width times height. Default 200 million.
    pub max_pixels: u64,
    /// The longest side in pixels. Default 65 535, the most that JPEG can have.
    pub max_side: u32,
    /// The most memory in bytes that decoding may hold at a time, the finished picture included
    /// and the file's own bytes excluded. Default 3 GiB.
    pub max_alloc_bytes: u64,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self {
            max_pixels: 200_000_000,
            max_side: 65_535,
            max_alloc_bytes: 3 << 30,
        }
    }
}

impl DecodeLimits {
    /// Checks the size that a header claims.
    ///
    /// `working_bytes` is what decoding holds besides the finished picture of 4 bytes a pixel.
    ///
    /// # Errors
    /// [`ImageError::InvalidSize`] for a side of 0, [`ImageError::TooLarge`] beyond a limit.
    pub(crate) fn check(
        &self,
        width: u32,
        height: u32,
        working_bytes: u64,
        format: SourceFormat,
    ) -> Result<(), ImageError> {
        if width == 0 || height == 0 {
            return Err(ImageError::InvalidSize {
                width,
                height,
                format: format.name(),
            });
        }
        let pixels = u64::from(width) * u64::from(height);
        let needed_bytes = pixels.saturating_mul(4).saturating_add(working_bytes);
        let exceeded = if pixels > self.max_pixels {
            ExceededLimit::Pixels(self.max_pixels)
        } else if width.max(height) > self.max_side {
            ExceededLimit::Side(self.max_side)
        } else if needed_bytes > self.max_alloc_bytes {
            ExceededLimit::Memory {
                needed_bytes,
                limit_bytes: self.max_alloc_bytes,
            }
        } else {
            return Ok(());
        };
        Err(ImageError::TooLarge {
            width,
            height,
            exceeded,
        })
    }

    /// Turns a codec's error into ours.
    pub(crate) fn explain(&self, error: CodecError, format: SourceFormat) -> ImageError {
        match error {
            CodecError::IoError(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
                ImageError::Truncated { format }
            }
            CodecError::Limits(limit)
                if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) =>
            {
                ImageError::OverMemoryLimit {
                    limit_bytes: self.max_alloc_bytes,
                }
            }
            CodecError::Unsupported(_) => ImageError::UnsupportedVariant {
                format,
                source: Some(error),
            },
            _ => ImageError::Damaged {
                format,
                source: Some(error),
            },
        }
    }
}

/// A zeroed buffer, or an error where `vec!` would end the program.
///
/// # Errors
/// [`ImageError::OutOfMemory`].
pub(crate) fn zeroed<T: Clone + Default>(length: u64) -> Result<Vec<T>, ImageError> {
    let needed_bytes = length.saturating_mul(size_of::<T>() as u64);
    let out_of_memory = ImageError::OutOfMemory { needed_bytes };
    let Ok(length) = usize::try_from(length) else {
        return Err(out_of_memory);
    };
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(length).is_err() {
        return Err(out_of_memory);
    }
    buffer.resize(length, T::default());
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(limits: DecodeLimits, width: u32, height: u32) -> Result<(), ImageError> {
        limits.check(width, height, 0, SourceFormat::Png)
    }

    #[test]
    fn each_limit_is_named_when_it_is_broken() {
        let limits = DecodeLimits::default();
        assert!(check(limits, 20_000, 10_000).is_ok());
        let exceeded = |width, height, limits| match check(limits, width, height) {
            Err(ImageError::TooLarge { exceeded, .. }) => exceeded,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            exceeded(20_001, 10_000, limits),
            ExceededLimit::Pixels(200_000_000)
        );
        assert_eq!(exceeded(65_536, 1, limits), ExceededLimit::Side(65_535));
        let small = DecodeLimits {
            max_alloc_bytes: 399,
            ..limits
        };
        assert_eq!(
            exceeded(10, 10, small),
            ExceededLimit::Memory {
                needed_bytes: 400,
                limit_bytes: 399
            }
        );
        assert!(matches!(
            check(limits, 0, 9),
            Err(ImageError::InvalidSize { .. })
        ));
    }

    #[test]
    fn a_buffer_beyond_all_memory_is_an_error() {
        assert!(matches!(
            zeroed::<u16>(u64::MAX),
            Err(ImageError::OutOfMemory { .. })
        ));
        assert!(matches!(
            zeroed::<u8>(1 << 62),
            Err(ImageError::OutOfMemory { .. })
        ));
    }
}
