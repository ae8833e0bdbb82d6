//! Decoding of JPEG XL files.

use ::image::error::{DecodingError, ImageError as CodecError, ImageFormatHint};
use jxl_oxide::{
    AllocTracker, EnumColourEncoding, ExtraChannelType, FrameBufferSample, InitializeResult,
    JxlImage, PixelFormat, Render, RenderingIntent,
};

use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::{DecodeLimits, zeroed};
use super::metadata::Raw;
use super::samples::{Decoded, SampleData, Samples, straighten};

const FORMAT: SourceFormat = SourceFormat::Jxl;

type CodecFailure = Box<dyn std::error::Error + Send + Sync>;

/// Decodes a JPEG XL file; of an animation the first frame.
///
/// # Errors
/// [`ImageError::Truncated`], [`ImageError::Damaged`], [`ImageError::UnsupportedVariant`] for CMYK,
/// and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let mut image = load(bytes, limits)?;
    // Light of a screen that is brighter than paper is brought into what sRGB can show.
    if image.hdr_type().is_some() {
        image.request_color_encoding(EnumColourEncoding::srgb(RenderingIntent::Relative));
    }
    let channels = match image.pixel_format() {
        PixelFormat::Gray => 1,
        PixelFormat::Graya => 2,
        PixelFormat::Rgb => 3,
        PixelFormat::Rgba => 4,
        PixelFormat::Cmyk | PixelFormat::Cmyka => {
            return Err(ImageError::UnsupportedVariant {
                format: FORMAT,
                source: None,
            });
        }
    };
    let icc = Some(image.rendered_icc());
    let metadata = &image.image_header().metadata;
    let is_16_bit = metadata.bit_depth.bits_per_sample() > 8;
    let is_premultiplied = metadata.ec_info.iter().any(|channel| {
        matches!(
            channel.ty,
            ExtraChannelType::Alpha {
                alpha_associated: true
            }
        )
    });
    let render = image.render_frame(0).map_err(explain)?;
    let (width, height) = (image.width(), image.height());
    let count = u64::from(width) * u64::from(height) * channels as u64;
    let data = if is_16_bit {
        let mut data = zeroed::<u16>(count)?;
        fill(&render, channels, &mut data)?;
        if is_premultiplied {
            straighten(&mut data, channels, u16::MAX);
        }
        SampleData::Sixteen(data)
    } else {
        let mut data = zeroed::<u8>(count)?;
        fill(&render, channels, &mut data)?;
        if is_premultiplied {
            straighten(&mut data, channels, u8::MAX);
        }
        SampleData::Eight(data)
    };
    let boxes = image.aux_boxes();
    let exif = boxes.first_exif().ok().and_then(|exif| {
        let exif = exif.unwrap_or_none()?;
        let block = exif.payload().get(exif.tiff_header_offset() as usize..)?;
        let mut block = block.to_vec();
        // The codec has turned the picture as its own header says, which alone counts.
        super::exif::set_upright(&mut block);
        Some(block)
    });
    let xmp = boxes.first_xml().unwrap_or_none().map(<[u8]>::to_vec);
    Ok(Decoded {
        samples: Samples {
            width,
            height,
            channels,
            is_ink: false,
            data,
        },
        icc,
        metadata: Raw {
            exif,
            xmp,
            ..Raw::default()
        },
        orientation: None,
    })
}

/// What a metadata box holds, if it is there.
trait UnwrapOrNone<T> {
    fn unwrap_or_none(self) -> Option<T>;
}

impl<T> UnwrapOrNone<T> for jxl_oxide::AuxBoxData<T> {
    fn unwrap_or_none(self) -> Option<T> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }
}

/// Takes in the whole file, after the size in its header is checked.
fn load(bytes: &[u8], limits: &DecodeLimits) -> Result<JxlImage, ImageError> {
    /// A header that claims too much is refused before anything else is read.
    const STEP: usize = 4096;
    let truncated = || ImageError::Truncated { format: FORMAT };
    let max_bytes = usize::try_from(limits.max_alloc_bytes).unwrap_or(usize::MAX);
    let mut opening = JxlImage::builder()
        .alloc_tracker(AllocTracker::with_limit(max_bytes))
        .build_uninit();
    let mut rest = bytes;
    let mut image = loop {
        let step = rest.get(..STEP).unwrap_or(rest);
        let consumed = opening.feed_bytes(step).map_err(explain)?;
        rest = rest.get(consumed..).unwrap_or_default();
        match opening.try_init().map_err(explain)? {
            InitializeResult::Initialized(image) => break image,
            // Bytes that stay behind are a box's beginning, which needs more of them.
            InitializeResult::NeedMoreData(_) if consumed == 0 || rest.is_empty() => {
                return Err(truncated());
            }
            InitializeResult::NeedMoreData(again) => opening = again,
        }
    };
    let (width, height) = (image.width(), image.height());
    // The codec works in 32 bits a sample, some of it twice, and samples are at most 8 bytes a
    // pixel.
    let pixels = u64::from(width) * u64::from(height);
    limits.check(width, height, pixels * 20, FORMAT)?;
    while !rest.is_empty() {
        let consumed = match image.feed_bytes(rest) {
            Ok(0) => break,
            Ok(consumed) => consumed,
            // What stands behind a whole picture is at most metadata.
            Err(_) if image.is_loading_done() => break,
            Err(error) => return Err(explain(error)),
        };
        rest = rest.get(consumed..).unwrap_or_default();
    }
    if !image.is_loading_done() {
        image.finalize().map_err(explain)?;
    }
    if image.is_loading_done() {
        Ok(image)
    } else {
        Err(truncated())
    }
}

fn fill<T: FrameBufferSample>(
    render: &Render,
    channels: usize,
    data: &mut [T],
) -> Result<(), ImageError> {
    let mut stream = render.stream();
    let whole =
        stream.channels() as usize == channels && stream.write_to_buffer(data) == data.len();
    if whole {
        Ok(())
    } else {
        Err(ImageError::Damaged {
            format: FORMAT,
            source: None,
        })
    }
}

/// Turns the codec's error into ours.
fn explain(error: CodecFailure) -> ImageError {
    let hint = ImageFormatHint::Name("JPEG XL".to_owned());
    ImageError::Damaged {
        format: FORMAT,
        source: Some(CodecError::Decoding(DecodingError::new(hint, error))),
    }
}

#[cfg(test)]
mod tests {
    use crate::picture::{ColorSpace, DecodeLimits, ImageError, Photo, decode_bytes};

    const COLORS: [[u8; 3]; 4] = [[200, 60, 40], [60, 200, 80], [40, 60, 200], [128; 3]];

    macro_rules! file {
        ($name:literal) => {
            include_bytes!(concat!("../../tests/fixtures/jxl/", $name, ".jxl")).as_slice()
        };
    }

    fn decode(bytes: &[u8]) -> Photo {
        decode_bytes(bytes, &DecodeLimits::default()).unwrap()
    }

    /// The colours in the middle of the four quarters.
    fn quarters(photo: &Photo) -> [[u8; 4]; 4] {
        let (width, height) = photo.pixels.dimensions();
        [(1, 1), (3, 1), (1, 3), (3, 3)]
            .map(|(x, y)| photo.pixels.get_pixel(x * width / 4, y * height / 4).0)
    }

    fn assert_colors(photo: &Photo, order: [usize; 4], tolerance: u8, name: &str) {
        for (got, index) in quarters(photo).iter().zip(order) {
            for (got, want) in got.iter().zip(COLORS[index]) {
                assert!(
                    got.abs_diff(want) <= tolerance,
                    "{name}: {:?}",
                    quarters(photo)
                );
            }
        }
    }

    #[test]
    fn lossless_lossy_and_deep_files_have_their_colours() {
        assert_colors(&decode(file!("lossless")), [0, 1, 2, 3], 0, "lossless");
        assert_colors(&decode(file!("lossy")), [0, 1, 2, 3], 10, "lossy");
        let deep = decode(file!("deep-alpha"));
        assert_colors(&deep, [0, 1, 2, 3], 0, "deep");
        assert_eq!(quarters(&deep).map(|pixel| pixel[3]), [255, 128, 255, 128]);
        let [red, _, _, grey] = quarters(&decode(file!("grey")));
        assert_eq!(
            (grey, red[0], red[1]),
            ([128, 128, 128, 255], red[1], red[2])
        );
    }

    #[test]
    fn a_picture_on_its_side_is_turned_once_and_its_metadata_kept() {
        let photo = decode(file!("turned"));
        assert_eq!(photo.pixels.dimensions(), (32, 40));
        // A quarter turn to the right.
        assert_colors(&photo, [2, 0, 3, 1], 12, "turned");
        let exif = photo.metadata.exif.unwrap();
        assert!(exif.windows(4).any(|window| window == b"Kino"));
        let xmp = photo.metadata.xmp.unwrap();
        assert!(xmp.windows(4).any(|window| window == b"Kino"));
    }

    #[test]
    fn a_wide_space_is_converted_and_remembered() {
        let photo = decode(file!("display-p3"));
        assert_eq!(photo.space, ColorSpace::DisplayP3);
        let [red, ..] = quarters(&photo);
        // More colourful than the same numbers in sRGB would be.
        assert!(red[0] > 210 && red[1] < 55, "{red:?}");
    }

    #[test]
    fn a_file_that_promises_a_profile_and_has_none_is_damaged() {
        // Found by fuzzing: the decoder panics.
        let refused = decode_bytes(file!("profile-missing"), &DecodeLimits::default());
        assert!(
            matches!(refused, Err(ImageError::Damaged { .. })),
            "{refused:?}"
        );
    }

    #[test]
    fn files_that_are_cut_off_damaged_or_too_large_are_refused() {
        let limits = DecodeLimits {
            max_pixels: 1_000_000,
            ..DecodeLimits::default()
        };
        for bytes in [
            file!("lossless"),
            file!("lossy"),
            file!("deep-alpha"),
            file!("turned"),
        ] {
            for length in (0..bytes.len()).step_by(5) {
                assert!(decode_bytes(&bytes[..length], &limits).is_err(), "{length}");
            }
            for position in (0..bytes.len()).step_by(3) {
                let mut damaged = bytes.to_vec();
                damaged[position] ^= 0x55;
                drop(decode_bytes(&damaged, &limits));
            }
            let small = DecodeLimits {
                max_pixels: 1000,
                ..limits
            };
            let refused = decode_bytes(bytes, &small);
            assert!(
                matches!(refused, Err(ImageError::TooLarge { .. })),
                "{refused:?}"
            );
            let little = DecodeLimits {
                max_alloc_bytes: 5000,
                ..limits
            };
            assert!(decode_bytes(bytes, &little).is_err());
        }
    }
}
