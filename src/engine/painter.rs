//! What draws, as the engine's loop sees it.

use std::sync::Arc;

use image::RgbaImage;

use super::deep::{self, DeepDrawing};
use super::fade::fade;
use super::moving::Series;
use super::{
    DeviceReport, EngineError, LearntWeights, LessonMaterial, LessonSpec, Look, Shelf, ShelfEntry,
};
use crate::ink::{self, InkSettings, LiveInk};
use crate::model::{StyleCode, StyleFile};
use crate::train::Finetuning;

/// The network's output, before any ink; on the device that made it.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// In memory: sRGB, opaque.
    Pixels(Arc<RgbaImage>),
    /// On the graphics device: `Rgba8Unorm`, sRGB, opaque.
    Texture(wgpu::Texture),
}

impl Drawing {
    /// Its longer side in pixels.
    pub fn long_side(&self) -> u32 {
        match self {
            Self::Pixels(pixels) => pixels.width().max(pixels.height()),
            Self::Texture(texture) => texture.width().max(texture.height()),
        }
    }
}

/// Owns the networks and the passes. Lives on the engine thread and never leaves it.
pub trait Painter {
    /// What runs where.
    fn device(&self) -> DeviceReport;

    /// Names of the styles, in shelf order.
    fn styles(&self) -> Vec<String>;

    /// The styles as a person meets them, in the same order.
    fn shelf(&self) -> Vec<ShelfEntry> {
        let entry = |name| ShelfEntry::built_in(name);
        self.styles().into_iter().map(entry).collect()
    }

    /// Goes on with less of the graphics device after `error`, or without it, if there is one and it may be to
    /// blame: it ran out of memory, which no adapter tells beforehand, or it is gone. Whether drawing again may
    /// help; [`device`](Self::device) then tells what is used.
    fn leave_device(&mut self, _error: &EngineError) -> bool {
        false
    }

    /// The code of an untouched photograph.
    fn photo_code(&self) -> StyleCode {
        StyleCode::default()
    }

    /// Looks at the pages and sets up the learning of a style on this painter's device.
    ///
    /// # Errors
    /// [`EngineError::CannotLearn`] for a painter without networks, or why it cannot begin.
    fn begin_lesson(
        &mut self,
        _material: &LessonMaterial,
        _spec: &LessonSpec,
    ) -> Result<Finetuning, EngineError> {
        Err(EngineError::CannotLearn)
    }

    /// Puts a learnt style on the shelf, in place of one of the same name; `ink` suits it.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not fit.
    fn hang(
        &mut self,
        _name: &str,
        _weights: LearntWeights,
        _ink: InkSettings,
    ) -> Result<(), EngineError> {
        Err(EngineError::CannotLearn)
    }

    /// The folder with the user's styles, which the file threads read and write.
    fn user_shelf(&self) -> Option<Shelf> {
        None
    }

    /// Puts the user's styles on the shelf, as they were read, in place of those before.
    fn put_on_shelf(&mut self, _styles: Vec<StyleFile>) {}

    /// Runs the network over `photo` (sRGB, opaque) at its own size.
    ///
    /// `stop` is asked often; once it says yes the drawing is given up.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] after `stop` said yes, or what went wrong.
    fn paint(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError>;

    /// As [`paint`](Self::paint), unless `ink` has nothing of the style's hand: then the photograph itself.
    ///
    /// # Errors
    /// As [`paint`](Self::paint).
    fn draw(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        ink: &InkSettings,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        if ink.needs_network() {
            return self.paint(photo, look, stop);
        }
        Ok(Drawing::Pixels(Arc::new(photo.clone())))
    }

    /// As [`draw`](Self::draw), with 16 bits a channel.
    ///
    /// # Errors
    /// As [`paint`](Self::paint).
    fn draw_deep(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        ink: &InkSettings,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<DeepDrawing, EngineError> {
        if ink.needs_network() {
            return self.paint_deep(photo, look, stop);
        }
        Ok(deep::widen(photo))
    }

    /// As [`paint`](Self::paint), with 16 bits a channel.
    ///
    /// # Errors
    /// As [`paint`](Self::paint).
    fn paint_deep(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<DeepDrawing, EngineError> {
        let drawing = self.paint(photo, look, stop)?;
        let pixels = self.plain(drawing, photo)?;
        Ok(deep::widen(&pixels))
    }

    /// Takes what the frames of a film are to have in common from `samples`, some of them below each
    /// other at the size at which they are drawn.
    ///
    /// # Errors
    /// As [`paint`](Self::paint).
    fn begin_series(
        &mut self,
        _samples: &RgbaImage,
        _look: &Look,
        _stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Series, EngineError> {
        Ok(Series::default())
    }

    /// As [`paint`](Self::paint), for one frame of a film.
    ///
    /// # Errors
    /// As [`paint`](Self::paint).
    fn paint_in_series(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        _series: &Series,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        self.paint(photo, look, stop)
    }

    /// Draws the ink over `drawing` for the screen, at the size of the drawing; the result stays on
    /// the device when the screen is there, too, and is finished when this returns. `live` belongs to
    /// this drawing and photograph, and makes moving a slider quick. `share` of the result is the drawing, the rest
    /// the photograph.
    ///
    /// # Errors
    /// What went wrong on the device.
    fn show(
        &mut self,
        drawing: &Drawing,
        photo: &RgbaImage,
        ink: &InkSettings,
        share: f32,
        _live: &mut LiveInk,
    ) -> Result<Drawing, EngineError> {
        let measures = ink::Measures::default();
        let mut pixels = self.finish(drawing.clone(), photo, photo, ink, &measures)?;
        fade(&mut pixels, photo, share);
        Ok(Drawing::Pixels(Arc::new(pixels)))
    }

    /// A drawing without ink, in memory.
    ///
    /// # Errors
    /// What went wrong on the device.
    fn plain(&mut self, drawing: Drawing, photo: &RgbaImage) -> Result<RgbaImage, EngineError> {
        let measures = ink::Measures::default();
        self.finish(drawing, photo, photo, &InkSettings::NEUTRAL, &measures)
    }

    /// Draws the ink over `drawing` and brings the result into memory.
    ///
    /// `full` is the photograph at the size of the result, `small` as the network saw it. Shapes and lines are found
    /// in `small` and composed at the size of `full`; where the ink keeps the drawing itself, that is enlarged guided
    /// by the photograph. `measures` are what the frames of a film have in common.
    ///
    /// # Errors
    /// What went wrong on the device.
    fn finish(
        &mut self,
        drawing: Drawing,
        small: &RgbaImage,
        full: &RgbaImage,
        ink: &InkSettings,
        measures: &ink::Measures,
    ) -> Result<RgbaImage, EngineError>;
}
