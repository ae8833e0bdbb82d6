//! What can be written after `kinetoon`.

mod definition;
mod drawing;
mod ink;
mod pretrain;
mod values;
mod watch;

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand};

use crate::engine::batch::{Existing, Shard};
use crate::library::DEFAULT_STYLE;
use crate::render::{DeviceChoice, Scale};

use values::{amount, minutes, weight};

pub(super) use definition::{Completions, Manual};
pub(super) use drawing::{DrawingOptions, MetadataChoice, Profile};
pub(super) use pretrain::{Pretrain, PretrainBase, PretrainPerceptual, PretrainWhat};
pub(super) use watch::Watch;

/// Redraws photographs as comics: offline, on your own machine. Without a command it opens the
/// window.
#[derive(Debug, Parser)]
#[command(
    name = "kinetoon",
    version,
    about,
    long_about = None,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// Photographs and folders to open in the window, and .kstyle files to put among the styles
    #[arg(value_name = "PHOTO|FOLDER")]
    pub photos: Vec<PathBuf>,
    /// Where the network runs
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw photographs
    #[command(after_help = STYLIZE_EXAMPLES, args_override_self = true)]
    Stylize(Box<Stylize>),
    /// Draw the photographs that come into a folder, as they come
    #[command(after_help = watch::EXAMPLES, args_override_self = true)]
    Watch(Box<Watch>),
    /// Learn a style from a folder of pages
    #[command(after_help = LEARN_EXAMPLES, args_override_self = true)]
    Learn(Box<Learn>),
    /// Measure how good a style is
    Evaluate(Box<Evaluate>),
    /// Train the networks that Kinetoon comes with anew
    Pretrain(Pretrain),
    /// Show the styles
    Styles(Styles),
    /// Show the graphics devices and which of them is used
    Devices(Devices),
    /// Print what completes this command line in a shell
    #[command(after_help = definition::COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    Manual(Manual),
}

const STYLIZE_EXAMPLES: &str = "\
Examples:
  kinetoon stylize photo.jpg --out comic.png
  kinetoon stylize holiday/ --out comics/ --style peppercarrot --line 1.4
  kinetoon stylize wedding/ --out comics/ --name {number}-{name} --resume
  kinetoon stylize archive/ --out comics/ --shard 3/8 --resume";

/// Options of `stylize`.
#[derive(Args, Debug)]
pub struct Stylize {
    /// Photographs, and folders that are searched through and through
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The file to write, or the folder: the tree of an input folder is kept
    #[arg(short, long, value_name = "FILE|DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub drawing: DrawingOptions,
    /// Draw N neighbours of this look of each photograph, bolder, finer, plainer, softer, or
    /// towards another style, in files whose names end with the number: the same number gives the
    /// same look again
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "resume",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=1000)
    )]
    pub vary: Option<u64>,
    /// What to do about files that exist; without it they are told and stay
    #[arg(long, value_enum, conflicts_with_all = ["overwrite", "resume"])]
    pub existing: Option<Existing>,
    /// Replace files that exist, as `--existing overwrite`
    #[arg(long, conflicts_with = "resume")]
    pub overwrite: bool,
    /// Go on with a run into the same folder: leave out photographs whose drawing exists, and draw
    /// anew what that run wrote and a power cut took away
    #[arg(long)]
    pub resume: bool,
    /// Draw only the I-th of N parts of the photographs, for N machines or tasks: which part one is
    /// in depends on its path below the input alone
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
}

const LEARN_EXAMPLES: &str = "\
Examples:
  kinetoon learn my-pages/ --name \"My hand\"
  kinetoon learn book.cbz --name \"My hand\"
  kinetoon learn my-pages/ --name \"My hand\" --minutes 60 --photos holiday/
  kinetoon learn my-drawings/ --name \"My hand\" --drawn-over my-photographs/
  kinetoon learn my-pages/ --name \"My hand\" --resume";

/// Options of `learn`.
#[derive(Args, Debug)]
pub struct Learn {
    /// Folder with pages of the style, searched through and through: pictures and books (CBZ, ZIP,
    /// EPUB, PDF, PSD, ORA, KRA, TIFF with many pages); or a single book
    #[arg(value_name = "PAGES")]
    pub pages: PathBuf,
    /// Name of the style
    #[arg(long)]
    pub name: String,
    /// Folder with photographs to practise on; without it, or with few, generated pictures are used
    /// too
    #[arg(long, value_name = "DIR")]
    pub photos: Option<PathBuf>,
    /// Folder with photographs over which pages of the same names were drawn; a drawing beside its
    /// photograph is found without it, by its name: photo.jpg and photo.drawn.png
    #[arg(long, value_name = "DIR")]
    pub drawn_over: Option<PathBuf>,
    /// Style to start from; without it the nearest mixture of the built-in ones
    #[arg(long, value_name = "STYLE")]
    pub from: Option<String>,
    /// VGG16 or VGG19 as torchvision stores them (.safetensors, .pth), to look at pages and
    /// drawings in place of the built-in network; many times slower
    #[arg(long, value_name = "FILE")]
    pub perceptual: Option<PathBuf>,
    /// Steps to train
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "minutes",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=1_000_000)
    )]
    pub steps: Option<u64>,
    /// Minutes to train; 20 when neither this nor --steps is given
    #[arg(long, value_name = "M", value_parser = minutes)]
    pub minutes: Option<f64>,
    /// How much of the network is trained at most [default: all]
    #[arg(long, value_enum)]
    pub train: Option<Trained>,
    /// Decides all random choices [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Steps between two measurements; each writes a checkpoint [default: 20]
    #[arg(
        long,
        value_name = "N",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=10_000)
    )]
    pub checkpoint_every: Option<u64>,
    /// Steps without a better point after which it ends before its time; 0 uses all of the time
    /// [default: 400]
    #[arg(long, value_name = "N")]
    pub patience: Option<u64>,
    /// Go on with the unfinished lesson of this name, as it was begun; --steps and --minutes then
    /// count from its beginning
    #[arg(long)]
    pub resume: bool,
    /// Write the style to a file instead of putting it among the styles
    #[arg(long, value_name = "FILE.kstyle")]
    pub out: Option<PathBuf>,
    /// Replace a style or file of the same name
    #[arg(long)]
    pub replace: bool,
    /// Weight of the style (style and adversarial loss) [default: 1]
    #[arg(long, value_parser = weight, value_name = "0.125..8")]
    pub style_weight: Option<f32>,
    /// Weight of what the photograph shows (content loss) [default: 1]
    #[arg(long, value_parser = weight, value_name = "0.125..8")]
    pub content_weight: Option<f32>,
    /// Weight of being able to go back to the photograph (cycle and identity loss) [default: 1]
    #[arg(long, value_parser = weight, value_name = "0.125..8")]
    pub cycle_weight: Option<f32>,
    /// Folder for the sample photograph as it is drawn on the way, one picture for each measurement
    #[arg(long, value_name = "DIR")]
    pub samples: Option<PathBuf>,
    /// Whose hand it is
    #[arg(long, default_value = "")]
    pub author: String,
    /// What others may do with the style
    #[arg(long, default_value = "")]
    pub licence: String,
    /// Where the network runs
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of `evaluate`.
#[derive(Args, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub struct Evaluate {
    /// Folder with photographs that were not trained on
    #[arg(long, value_name = "DIR")]
    pub photos: PathBuf,
    /// The style
    #[arg(short, long, default_value = DEFAULT_STYLE, value_name = "NAME|FILE.kstyle")]
    pub style: String,
    /// Folder or book with pages of the style that were not trained on; without it the style loss
    /// is left out
    #[arg(long, value_name = "DIR")]
    pub pages: Option<PathBuf>,
    /// VGG16 or VGG19 as torchvision stores them (.safetensors, .pth), to measure style and content
    /// with
    #[arg(long, value_name = "FILE")]
    pub perceptual: Option<PathBuf>,
    /// Weights to measure in place of the built-in ones (safetensors)
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Long side at which photographs are drawn and measured, in pixels
    #[arg(
        long,
        default_value_t = 512,
        value_name = "PX",
        value_parser = RangedU64ValueParser::<u32>::new().range(64..=4096)
    )]
    pub scale: u32,
    /// How far to go: 0 the photograph, 1 the style, up to 1.5 exaggerated
    #[arg(long, default_value_t = 1.0, value_parser = amount, value_name = "0..1.5")]
    pub amount: f32,
    /// Measure with the style's ink; without it the network alone is measured
    #[arg(long)]
    pub ink: bool,
    /// Move each dial over nine positions, and say whether it does what it says
    #[arg(long)]
    pub dials: bool,
    /// Also draw a sheet: photographs, and the style with a light, a middle and a heavy hand
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// Measure only the I-th of N parts of the photographs, for N machines or tasks; the mean is
    /// that of the part
    #[arg(long, value_name = "I/N", conflicts_with_all = ["dials", "sheet"])]
    pub shard: Option<Shard>,
    /// Replace the sheet if it exists
    #[arg(long)]
    pub overwrite: bool,
    /// Where the network runs
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

/// How much of the network is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Trained {
    /// The style's code alone: seconds, a rough likeness.
    Code,
    /// The code, and how it scales and shifts every layer.
    Normalisation,
    /// Everything.
    All,
}

/// Options of `styles`.
#[derive(Args, Debug)]
pub struct Styles {
    /// What to do with the styles
    #[command(subcommand)]
    pub action: StylesAction,
}

/// What can be done with the styles.
#[derive(Debug, Subcommand)]
pub enum StylesAction {
    /// List the styles
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Show what is known of a style
    Show {
        /// Name of the style, or a .kstyle file
        style: PathBuf,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Measure the ink of pages: lines, blacks, hatching, paper, colours
    Measure {
        /// Folders with pages, or single ones
        #[arg(required = true, value_name = "PAGES")]
        pages: Vec<PathBuf>,
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Draw a photograph in every style, all of them on one sheet with their names
    Sheet {
        /// The photograph
        #[arg(value_name = "PHOTO")]
        photo: PathBuf,
        /// The picture to write; its ending is its format
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
        /// Replace the file if it exists
        #[arg(long)]
        overwrite: bool,
        /// Long side at which it is drawn, in pixels (64 to 4096), or `full`
        #[arg(long, default_value = "1280", value_parser = values::scale, value_name = "PX|full")]
        scale: Scale,
        /// Where the network runs
        #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
        device: DeviceChoice,
    },
    /// Put .kstyle files among the styles
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE.kstyle")]
        files: Vec<PathBuf>,
        /// Replace styles of the same name
        #[arg(long)]
        replace: bool,
    },
    /// Write a learnt style to a file
    Export {
        /// Name of the style
        name: String,
        /// The file
        #[arg(short, long, value_name = "FILE.kstyle")]
        out: PathBuf,
        /// Replace the file if it exists
        #[arg(long)]
        overwrite: bool,
    },
    /// Give a learnt style another name, author or licence
    Edit {
        /// Name of the style
        style: String,
        /// What it is called from now on
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Whose hand it is
        #[arg(long)]
        author: Option<String>,
        /// What others may do with it
        #[arg(long)]
        licence: Option<String>,
    },
    /// Remove a learnt style
    Remove {
        /// Name of the style
        name: String,
    },
}

/// Options of `devices`.
#[derive(Args, Debug)]
pub struct Devices {
    /// Where the network runs
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn values_out_of_range_are_refused_with_the_range() {
        assert_eq!(weight("0.125"), Ok(0.125));
        let message = weight("9").unwrap_err();
        assert!(
            message.contains("0.125") && message.contains('8'),
            "{message}"
        );
        assert!(weight("NaN").is_err());
        assert!(weight("many").is_err());
        assert!(values::scale("32").is_err());
        assert_eq!(values::scale("full"), Ok(Scale::Full));
    }
}
