//! How photographs are drawn and written: what `stylize` and `watch` have in common.

use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::ink::InkOptions;
use super::values::{amount, depth, format, profile, scale, share, weight};
use crate::engine::batch::NamePattern;
use crate::library::DEFAULT_STYLE;
use crate::picture::{ColorSpace, Depth, OutputFormat};
use crate::render::{Declaration, DeviceChoice, OutputSize, Scale};

/// Options of whatever draws photographs into files.
#[derive(Args, Debug)]
pub struct DrawingOptions {
    /// Style to draw in; `kinetoon styles list` shows them
    #[arg(short, long, default_value = DEFAULT_STYLE, value_name = "NAME|FILE.kstyle")]
    pub style: String,
    /// A second style to blend with
    #[arg(long, value_name = "NAME")]
    pub blend: Option<String>,
    /// How far to go towards the second style: 0 the first, 1 the second
    #[arg(
        long,
        default_value_t = 0.5,
        value_parser = share,
        requires = "blend",
        value_name = "0..1"
    )]
    pub blend_share: f32,
    /// How far to go: 0 the photograph, 1 the style, up to 1.5 exaggerated
    #[arg(long, default_value_t = 1.0, value_parser = amount, value_name = "0..1.5")]
    pub amount: f32,
    /// Weight of the style (style and adversarial loss)
    #[arg(long, default_value_t = 1.0, value_parser = weight, value_name = "0.125..8")]
    pub style_weight: f32,
    /// Weight of what the photograph shows (content loss)
    #[arg(long, default_value_t = 1.0, value_parser = weight, value_name = "0.125..8")]
    pub content_weight: f32,
    /// Weight of being able to go back to the photograph (cycle loss)
    #[arg(long, default_value_t = 1.0, value_parser = weight, value_name = "0.125..8")]
    pub cycle_weight: f32,
    #[command(flatten)]
    pub ink: InkOptions,
    /// Long side at which the network draws, in pixels (64 to 4096), or `full`: smaller draws
    /// bolder
    #[arg(long, default_value = "1280", value_parser = scale, value_name = "PX|full")]
    pub scale: Scale,
    /// Size of the files: as drawn, which is that of the photograph, or of --scale for one below
    /// it; as the photograph; twice or four times as wide and high as it. `auto` is as drawn, and
    /// films as they are
    #[arg(long, value_enum, default_value_t = OutputSize::Auto)]
    pub size: OutputSize,
    /// Format of the files; without it that of the output's name, or JPEG for JPEG and PNG for the
    /// rest
    #[arg(long, value_parser = format, value_name = "png|jpeg|webp|avif|tiff|gif")]
    pub format: Option<OutputFormat>,
    /// Quality of JPEG and AVIF files
    #[arg(
        long,
        default_value_t = 92,
        value_parser = RangedU64ValueParser::<u8>::new().range(1..=100),
        value_name = "1..100"
    )]
    pub quality: u8,
    /// Bits a channel; 16 only for PNG and TIFF
    #[arg(long, default_value = "8", value_parser = depth, value_name = "8|16")]
    pub depth: Depth,
    /// Colour space of the files; `photo` is that of the photograph, if it is one of these
    #[arg(
        long,
        default_value = "srgb",
        value_parser = profile,
        value_name = "srgb|display-p3|adobe-rgb|photo"
    )]
    pub profile: Profile,
    /// Dots an inch that the files say, in place of what the photograph does: how large they are on
    /// paper. No pixel changes by it
    #[arg(
        long,
        value_parser = RangedU64ValueParser::<u16>::new().range(1..=9600),
        value_name = "1..9600"
    )]
    pub dpi: Option<u16>,
    /// What becomes of EXIF and other metadata of the photograph
    #[arg(long, value_enum, default_value_t = MetadataChoice::Keep)]
    pub metadata: MetadataChoice,
    /// Whether the files say in their XMP how they were made (IPTC's `DigitalSourceType`): where
    /// the network drew, always, or never
    #[arg(long, value_enum, default_value_t = Declaration::Auto)]
    pub source_type: Declaration,
    /// How drawings in a folder are named, of {name}, {style} and {number}; without it as the
    /// photograph
    #[arg(long, value_name = "PATTERN")]
    pub name: Option<NamePattern>,
    /// Where the network runs
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// Weights to use in place of the built-in ones (safetensors)
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

/// What becomes of the photograph's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum MetadataChoice {
    /// It goes into the drawing's file, without previews of the photograph.
    Keep,
    /// None of it does: no camera, time or place.
    Strip,
}

/// The colour space of the files; `None` is the photograph's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile(pub Option<ColorSpace>);
