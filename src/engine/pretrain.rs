//! Training of the networks that the program comes with: reads the folders and opens the device.
//! The one who asks runs the steps.

use std::path::{Path, PathBuf};

use burn::prelude::Device;
use image::{DynamicImage, RgbImage, RgbaImage};
use rayon::prelude::*;

use super::EngineError;
use super::extractor::read_extractor;
use crate::ink;
use crate::library::built_in::TEACHING;
use crate::model::perceptual::Perceptual;
use crate::model::squeezenet::SqueezeNet;
use crate::model::{BaseModel, ModelError, Teaching};
use crate::render::{DeviceChoice, Renderer, RendererOptions};
use crate::train::distill::{DistillInputs, DistillPlan, Distillation, LevelLikeness, compare};
use crate::train::pages::{open_within, picture_files};
use crate::train::pretrain::{
    LONG_SIDE_PX, MAX_PAGES, MAX_PHOTOS, PretrainInputs, PretrainPlan, Pretraining, StylePages,
};
use crate::train::{Structure, TrainError};

/// Side of the crops by which the perceptual network is taught; smaller pictures are left out.
const CROP_SIDE: u32 = 128;
/// Long side of the pictures by which it is taught, in pixels.
const DISTILLED_PX: u32 = 384;
/// Decides which pictures are read when there are too many.
const CHOICE_SEED: u64 = 0;

/// Training that cannot begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BeginError {
    /// The device could not be opened.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A file of weights does not fit.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Nothing in the folder of a style can be used.
    #[error("{}: no page that can be used", path.display())]
    NoPages {
        /// The folder.
        path: PathBuf,
    },
    /// There is nothing to train on, or a checkpoint does not fit.
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Base weights to train.
#[derive(Clone, Debug)]
pub struct BaseOrder {
    /// Folder with `styles/NAME/train` and `photos/train`.
    pub data: PathBuf,
    /// The styles to train on; without them all that are there.
    pub styles: Option<Vec<String>>,
    /// Bytes of a base model to begin with.
    pub init: Option<Vec<u8>>,
    /// Bytes of what learning needs, other than the built-in ones.
    pub teaching: Option<Vec<u8>>,
    /// File of a VGG16 or VGG19 in place of the perceptual network.
    pub perceptual: Option<PathBuf>,
    /// How it is trained.
    pub plan: PretrainPlan,
    /// Folder for checkpoints; those that are there are gone on with.
    pub folder: PathBuf,
    /// Where it is trained.
    pub device: DeviceChoice,
}

/// What the ink keeps of photographs.
#[derive(Clone, Copy, Debug)]
pub struct InkStructure;

impl Structure for InkStructure {
    fn faces(&self, photo: &RgbImage) -> Vec<[f32; 4]> {
        ink::faces(&DynamicImage::ImageRgb8(photo.clone()).into_rgba8())
    }

    fn keep(
        &self,
        part: &RgbaImage,
        whole: [usize; 2],
        faces: &[[f32; 4]],
        is_toned: bool,
    ) -> RgbaImage {
        ink::structure(part, whole, faces, is_toned)
    }
}

/// Reads the pictures and sets up the networks.
///
/// # Errors
/// [`BeginError`] when there is nothing to train on, or weights, device or checkpoint do not fit.
pub fn begin_base(order: &BaseOrder) -> Result<Pretraining, BeginError> {
    let init = order.init.as_deref().map(BaseModel::from_bytes);
    let init = init.transpose()?;
    let teaching = Teaching::from_bytes(order.teaching.as_deref().unwrap_or(TEACHING))?;
    let side = order.plan.side / order.plan.places.max(1);
    let names = match &order.styles {
        Some(names) => names.clone(),
        None => style_names(&order.data),
    };
    let mut styles = Vec::with_capacity(names.len());
    for name in names {
        let path = train_pages(&order.data, &name);
        let pages = read(&path, MAX_PAGES, side, LONG_SIDE_PX);
        if pages.is_empty() {
            return Err(BeginError::NoPages { path });
        }
        styles.push(StylePages { name, pages });
    }
    let device = open_device(order.device)?;
    let extractor = order.perceptual.as_deref();
    let extractor = extractor.map(|path| read_extractor(path, &device));
    let inputs = PretrainInputs {
        styles,
        photos: read(
            &order.data.join("photos/train"),
            MAX_PHOTOS,
            side,
            LONG_SIDE_PX,
        ),
        structure: Box::new(InkStructure),
        init: init.as_ref(),
        teaching,
        extractor: extractor.transpose()?,
    };
    Ok(Pretraining::begin(
        inputs,
        order.plan.clone(),
        &order.folder,
        &device,
    )?)
}

/// A perceptual network to teach.
#[derive(Clone, Debug)]
pub struct DistilOrder {
    /// Folder with `styles/NAME/train` and `test`, and `photos/train` and `test`.
    pub data: PathBuf,
    /// Bytes of the teacher.
    pub teacher: Vec<u8>,
    /// How it is taught.
    pub plan: DistillPlan,
    /// Folder for checkpoints; those that are there are gone on with.
    pub folder: PathBuf,
    /// Where it is taught.
    pub device: DeviceChoice,
}

/// Reads the pictures and sets up teacher and student.
///
/// # Errors
/// [`BeginError`] when there is nothing to learn from, or weights, device or checkpoint do not fit.
pub fn begin_distillation(order: &DistilOrder) -> Result<Distillation, BeginError> {
    let device = open_device(order.device)?;
    let inputs = DistillInputs {
        photos: read(
            &order.data.join("photos/train"),
            MAX_PHOTOS,
            CROP_SIDE,
            DISTILLED_PX,
        ),
        styles: style_names(&order.data)
            .iter()
            .map(|name| {
                read(
                    &train_pages(&order.data, name),
                    MAX_PAGES,
                    CROP_SIDE,
                    DISTILLED_PX,
                )
            })
            .filter(|pages| !pages.is_empty())
            .collect(),
    };
    let teacher = SqueezeNet::from_bytes(&order.teacher, &device)?;
    let plan = order.plan.clone();
    let begun = Distillation::begin(teacher, inputs, plan, &order.folder, &device);
    begun.map_err(BeginError::from)
}

/// How alike a perceptual network and its teacher see the held-out pictures below `data`, on the
/// CPU.
///
/// # Errors
/// [`BeginError`] when there is no such picture, or the weights do not fit.
pub fn compare_with_teacher(
    network: &[u8],
    teacher: &[u8],
    data: &Path,
) -> Result<Vec<LevelLikeness>, BeginError> {
    let device = open_device(DeviceChoice::Cpu)?;
    let network = Perceptual::from_bytes(network, &device)?;
    let teacher = SqueezeNet::from_bytes(teacher, &device)?;
    let mut held = vec![data.join("photos/test")];
    let styles = style_names(data);
    held.extend(
        styles
            .iter()
            .map(|name| data.join("styles").join(name).join("test")),
    );
    let held: Vec<Vec<RgbImage>> = held
        .iter()
        .map(|folder| read(folder, MAX_PAGES, CROP_SIDE, DISTILLED_PX))
        .collect();
    if held.iter().all(Vec::is_empty) {
        return Err(TrainError::NoPages.into());
    }
    let likeness = compare(&network, &teacher, &held, &device);
    Ok(likeness?)
}

fn open_device(device: DeviceChoice) -> Result<Device, EngineError> {
    let renderer = Renderer::open(&RendererOptions {
        device,
        ..RendererOptions::default()
    })?;
    Ok(renderer.training_device())
}

/// Folders below `styles` that hold a folder `train`, by name.
fn style_names(data: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(data.join("styles")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("train").is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn train_pages(data: &Path, style: &str) -> PathBuf {
    data.join("styles").join(style).join("train")
}

/// At most `most` pictures in `folder` that are no smaller than a crop of that side, brought to at
/// most `long_side`, in an order that does not change.
fn read(folder: &Path, most: usize, side: u32, long_side: u32) -> Vec<RgbImage> {
    let mut files = picture_files(folder);
    fastrand::Rng::with_seed(CHOICE_SEED).shuffle(&mut files);
    files.truncate(most);
    let opened = files.par_iter().filter_map(|path| {
        let picture = open_within(path, long_side);
        if let Err(err) = &picture {
            log::warn!("{}: {err}", path.display());
        }
        picture.ok()
    });
    opened
        .filter(|picture| picture.width().min(picture.height()) >= side)
        .collect()
}
