//! What can be written after `kinetoon pretrain`.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Subcommand};

use super::minutes;
use crate::render::DeviceChoice;
use crate::train::{Content, LossShares, Scales};

/// Options of `pretrain`.
#[derive(Args, Debug)]
pub struct Pretrain {
    /// What to train
    #[command(subcommand)]
    pub what: PretrainWhat,
}

/// What can be trained.
#[derive(Debug, Subcommand)]
pub enum PretrainWhat {
    /// Train generator, style codes and discriminator on many styles at once
    #[command(after_help = BASE_EXAMPLES, args_override_self = true)]
    Base(Box<PretrainBase>),
    /// Teach the perceptual network, by which drawings are compared, from a larger one
    #[command(after_help = PERCEPTUAL_EXAMPLES, args_override_self = true)]
    Perceptual(Box<PretrainPerceptual>),
}

const PERCEPTUAL_EXAMPLES: &str = "\
Examples:
  kinetoon pretrain perceptual --data data/ --teacher squeezenet.safetensors --out perceptual.safetensors
  kinetoon pretrain perceptual --data data/ --teacher squeezenet.safetensors --check perceptual.safetensors

DIR holds photos/train, photos/test, styles/NAME/train and styles/NAME/test; what is in test is only
used to compare the network with its teacher. The teacher is SqueezeNet 1.1: conv1 and fire2 to fire9.";

const BASE_EXAMPLES: &str = "\
Examples:
  kinetoon pretrain base --data data/ --out runs/base --minutes 600
  kinetoon pretrain base --data data/ --out runs/base --resume --export base.safetensors

DIR holds styles/NAME/train with pages and photos/train with photographs. --export also writes
NAME-teaching.safetensors beside the weights: the discriminator, and what each style looks like.";

/// Options of `pretrain base`.
#[derive(Args, Debug)]
pub struct PretrainBase {
    /// Folder with pages and photographs
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Folder for checkpoints
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// Weights to begin with (safetensors); without them it begins from nothing
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub init: Option<PathBuf>,
    /// Perceptual network, and discriminator to begin with, in place of the built-in ones
    /// (safetensors)
    #[arg(long, value_name = "FILE")]
    pub teaching: Option<PathBuf>,
    /// VGG16 or VGG19 as torchvision stores them (.safetensors, .pth), to look at pages and
    /// drawings with
    #[arg(long, value_name = "FILE")]
    pub perceptual: Option<PathBuf>,
    /// Names of the styles to train on; without them all that are there
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub styles: Option<Vec<String>>,
    /// Steps to train
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "minutes",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=100_000_000)
    )]
    pub steps: Option<u64>,
    /// Minutes to train; 60 when neither this nor --steps is given
    #[arg(long, value_name = "M", value_parser = minutes)]
    pub minutes: Option<f64>,
    /// Side of samples in pixels, a multiple of 8 times the places
    #[arg(long, default_value_t = 192, value_name = "PX", value_parser = side)]
    pub side: u32,
    /// Places of one picture that lie beside each other in a sample, in each direction
    #[arg(
        long,
        default_value_t = 2,
        value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=8)
    )]
    pub places: u32,
    /// Long sides in pixels to which photographs and pages are brought, the least and the most
    #[arg(long, default_value = "320,1600", value_name = "PX,PX", value_parser = scales)]
    pub scales: Scales,
    /// What the content of drawings is compared with, and what they must come back as
    #[arg(long, value_enum, default_value_t = ContentChoice::Toned)]
    pub content: ContentChoice,
    /// What a loss counts: style, adversarial, content, cycle, identity, crack, variation, tint or
    /// brightness, such as adversarial=2.4
    #[arg(long, value_name = "LOSS=X", value_parser = share)]
    pub share: Vec<Share>,
    /// Show the discriminator pages and drawings shifted and with a part cut out
    #[arg(long)]
    pub changes: bool,
    /// What pages with soft edges, which the discriminator is to tell from pages, count beside
    /// drawings
    #[arg(long, default_value_t = 0.0, value_name = "X", value_parser = soft_edges)]
    pub soft_edges: f32,
    /// Samples in a step
    #[arg(
        long,
        default_value_t = 2,
        value_name = "N",
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=256)
    )]
    pub batch: usize,
    /// Decides all random choices
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Steps between two checkpoints
    #[arg(
        long,
        default_value_t = 200,
        value_name = "N",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=1_000_000)
    )]
    pub checkpoint_every: u64,
    /// Go on with the run in --out
    #[arg(long)]
    pub resume: bool,
    /// Write the weights to this file at the end, or at Ctrl-C
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// Where it is trained
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of `pretrain perceptual`.
#[derive(Args, Debug)]
pub struct PretrainPerceptual {
    /// Folder with pages and photographs
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The larger network, `SqueezeNet` 1.1 (safetensors)
    #[arg(long, value_name = "FILE")]
    pub teacher: PathBuf,
    /// The file to write; checkpoints go to FILE.run until it is done
    #[arg(short, long, value_name = "FILE", required_unless_present = "check")]
    pub out: Option<PathBuf>,
    /// Only compare this network with the teacher (safetensors)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "steps", "minutes", "resume"])]
    pub check: Option<PathBuf>,
    /// Steps to train
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "minutes",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=100_000_000)
    )]
    pub steps: Option<u64>,
    /// Minutes to train; 60 when neither this nor --steps is given
    #[arg(long, value_name = "M", value_parser = minutes)]
    pub minutes: Option<f64>,
    /// Decides all random choices
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Steps between two checkpoints
    #[arg(
        long,
        default_value_t = 200,
        value_name = "N",
        value_parser = RangedU64ValueParser::<u64>::new().range(1..=1_000_000)
    )]
    pub checkpoint_every: u64,
    /// Go on with an unfinished run
    #[arg(long)]
    pub resume: bool,
    /// Where it is trained
    #[arg(long, value_enum, default_value_t = DeviceChoice::Auto)]
    pub device: DeviceChoice,
    /// One JSON object a line on standard output
    #[arg(long)]
    pub json: bool,
}

/// What drawings are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ContentChoice {
    /// Photographs under a guided filter
    Smoothed,
    /// The shapes that the ink finds in them
    Shapes,
    /// These shapes in few tones
    Toned,
}

impl From<ContentChoice> for Content {
    fn from(choice: ContentChoice) -> Self {
        match choice {
            ContentChoice::Smoothed => Self::Smoothed,
            ContentChoice::Shapes => Self::Shapes,
            ContentChoice::Toned => Self::Toned,
        }
    }
}

/// What one loss counts.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    place: fn(&mut LossShares) -> &mut f32,
    value: f32,
}

impl Share {
    /// Sets it.
    pub fn set(self, shares: &mut LossShares) {
        *(self.place)(shares) = self.value;
    }
}

/// The largest share that is believed.
const MOST_SHARE: f32 = 1e4;

/// Where the share of a loss is.
type Place = fn(&mut LossShares) -> &mut f32;

/// Each loss by its name.
const SHARES: [(&str, Place); 9] = [
    ("style", |shares| &mut shares.style),
    ("adversarial", |shares| &mut shares.adversarial),
    ("content", |shares| &mut shares.content),
    ("cycle", |shares| &mut shares.cycle),
    ("identity", |shares| &mut shares.identity),
    ("crack", |shares| &mut shares.areas.crack),
    ("variation", |shares| &mut shares.areas.total_variation),
    ("tint", |shares| &mut shares.areas.tint),
    ("brightness", |shares| &mut shares.areas.brightness),
];

fn share(text: &str) -> Result<Share, String> {
    let (name, value) = text.split_once('=').ok_or("not of the form LOSS=X")?;
    let Some((_, place)) = SHARES.iter().find(|(known, _)| *known == name) else {
        let known = SHARES.map(|(known, _)| known).join(", ");
        return Err(format!("there is no such loss; there are {known}"));
    };
    match value.parse::<f32>() {
        Ok(value) if (0.0..=MOST_SHARE).contains(&value) => Ok(Share {
            place: *place,
            value,
        }),
        _ => Err(format!("{value:?} is no number between 0 and {MOST_SHARE}")),
    }
}

fn soft_edges(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(value) if (0.0..=MOST_SHARE).contains(&value) => Ok(value),
        _ => Err(format!("no number between 0 and {MOST_SHARE}")),
    }
}

fn scales(text: &str) -> Result<Scales, String> {
    let sides = text.split_once(',').and_then(|(least, most)| {
        let [least, most] = [least, most].map(|side| side.trim().parse::<u32>().ok());
        Some((least?, most?))
    });
    match sides {
        Some((least, most)) if (64..=4096).contains(&least) && (least..=4096).contains(&most) => {
            Ok(Scales { least, most })
        }
        _ => Err("not two sides between 64 and 4096, the smaller one first".to_owned()),
    }
}

/// Crops are halved three times.
fn side(text: &str) -> Result<u32, String> {
    match text.parse::<u32>() {
        Ok(side) if (32..=512).contains(&side) && side.is_multiple_of(8) => Ok(side),
        _ => Err("not a multiple of 8 between 32 and 512".to_owned()),
    }
}
