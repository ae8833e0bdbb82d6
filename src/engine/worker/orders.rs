//! What the worker is told, and its turns with the style that is being learnt.

use std::sync::Arc;

use image::RgbaImage;

use super::{Filed, Worker};
use crate::engine::command::Order;
use crate::engine::training::Training;
use crate::engine::{EngineError, Event, TrainCommand, TrainEvent};
use crate::model::StyleFile;
use crate::render::{RenderError, Rendered, contain};

impl Worker {
    pub(super) fn take_order(&mut self, order: Order) {
        match order {
            Order::Draw(command) => self.add(command),
            Order::ReloadStyles => self.read_styles(None),
            Order::Training(order) => self.training_command(order),
            Order::Detail(request) => {
                if request.is_none() {
                    self.renderer.forget_part();
                }
                self.detail = request;
            }
            Order::Thumbnails { requests, replace } => {
                if replace {
                    self.thumbnails.clear();
                }
                self.thumbnails.extend(requests);
            }
        }
    }

    /// Draws the part that is looked at closely. Whether there was one.
    pub(super) fn detail(&mut self) -> bool {
        let Some(numbered) = self.detail.take() else {
            return false;
        };
        let (id, request) = &*numbered;
        match self.render(request).and_then(in_memory) {
            Ok((drawing, photo)) => self.emit(Event::Detail {
                id: *id,
                photo: Arc::new(photo.unwrap_or_default()),
                drawing,
            }),
            // A preview came in between: this one waits.
            Err(EngineError::Interrupted) => self.detail = Some(numbered),
            Err(error) => log::warn!("a detail was not drawn: {error}"),
        }
        true
    }

    /// Draws one thing that is not urgent. Whether there was one.
    pub(super) fn thumbnail(&mut self) -> bool {
        let Some((id, request)) = self.thumbnails.pop_front() else {
            return false;
        };
        match self.render(&request).and_then(in_memory) {
            Ok((drawing, _)) => self.emit(Event::Thumbnail { id, drawing }),
            // A preview came in between: this one waits.
            Err(EngineError::Interrupted) => self.thumbnails.push_front((id, request)),
            Err(error) => {
                log::warn!("a thumbnail was not drawn: {error}");
                self.emit(Event::ThumbnailFailed { id });
            }
        }
        true
    }

    /// One training step.
    pub(super) fn training_turn(&mut self) {
        let mut event = Vec::new();
        let (training, renderer, io) = (&mut self.training, &mut self.renderer, &self.io);
        let outcome = contain(|| -> Result<(), EngineError> {
            training.turn(renderer, io, &mut |item| event.push(item));
            Ok(())
        });
        if let Err(error) = outcome {
            event.push(TrainEvent::Failed(error));
            self.training = Training::default();
            self.renew_renderer();
        }
        self.emit_device();
        self.emit_training(event);
    }

    fn emit_training(&mut self, event: Vec<TrainEvent>) {
        for item in event {
            match item {
                // Another style of its name may lie on the disk.
                TrainEvent::Dropped => self.read_styles(Some(item)),
                TrainEvent::Shown | TrainEvent::Ended(_) => {
                    self.emit_styles();
                    if matches!(item, TrainEvent::Ended(_)) && self.style_folder.is_under_way {
                        // What is being read may lack the new style.
                        self.read_styles(None);
                    }
                    self.emit(Event::Training(item));
                }
                // A reader that is behind can do without.
                TrainEvent::Stepped(_) if !self.outbox.is_empty() => {}
                item => self.emit(Event::Training(item)),
            }
        }
    }

    /// Has the user's styles read; `then` is told once they are.
    fn read_styles(&mut self, then: Option<TrainEvent>) {
        self.style_folder.newest += 1;
        self.style_folder.is_under_way = true;
        self.style_folder.then.extend(then);
        let number = self.style_folder.newest;
        let Some(style_folder) = self.renderer.library().folder().cloned() else {
            return self.styles_were_read(number, None);
        };
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let styles = contain(|| -> Result<_, RenderError> { Ok(style_folder.read_all()) }).ok();
            filed.send(Filed::StyleFolder(number, styles)).ok();
        });
    }

    /// The user's styles, unless they were asked for again meanwhile.
    pub(super) fn styles_were_read(&mut self, number: u64, styles: Option<Vec<StyleFile>>) {
        if number != self.style_folder.newest {
            return;
        }
        self.style_folder.is_under_way = false;
        if let Some(styles) = styles {
            self.renderer.library_mut().renew(styles);
        }
        self.emit_styles();
        for item in std::mem::take(&mut self.style_folder.then) {
            self.emit(Event::Training(item));
        }
    }

    pub(super) fn emit_styles(&mut self) {
        let style_folder = self.renderer.library().entries();
        self.emit(Event::StyleFolder(style_folder));
    }

    /// One order about the training run.
    fn training_command(&mut self, order: TrainCommand) {
        let mut event = Vec::new();
        let (training, renderer, io) = (&mut self.training, &mut self.renderer, &self.io);
        training.order(order, renderer, io, &mut |item| event.push(item));
        self.emit_training(event);
    }
}

/// The drawing, and the part of the photograph if one was asked for.
fn in_memory(rendered: Rendered) -> Result<(Arc<RgbaImage>, Option<RgbaImage>), EngineError> {
    Ok((rendered.drawing.into_pixels()?, rendered.photo))
}
