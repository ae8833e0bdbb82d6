//! What the worker is told, and its turns with the style that is being learnt.

use std::sync::Arc;

use image::RgbaImage;

use super::{Filed, Worker};
use crate::engine::command::Order;
use crate::engine::desk::Desk;
use crate::engine::{EngineError, Event, LessonNews, LessonOrder};
use crate::model::StyleFile;
use crate::render::{RenderError, Rendered, contain};

impl Worker {
    pub(super) fn take_order(&mut self, order: Order) {
        match order {
            Order::Draw(command) => self.add(command),
            Order::ReloadShelf => self.read_shelf(None),
            Order::Lesson(order) => self.lesson_order(order),
            Order::Detail(request) => {
                if request.is_none() {
                    self.renderer.forget_part();
                }
                self.detail = request;
            }
            Order::Vignettes { requests, replace } => {
                if replace {
                    self.vignettes.clear();
                }
                self.vignettes.extend(requests);
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
            Ok((drawing, photo)) => self.tell(Event::Detail {
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
    pub(super) fn vignette(&mut self) -> bool {
        let Some((id, request)) = self.vignettes.pop_front() else {
            return false;
        };
        match self.render(&request).and_then(in_memory) {
            Ok((drawing, _)) => self.tell(Event::Vignette { id, drawing }),
            // A preview came in between: this one waits.
            Err(EngineError::Interrupted) => self.vignettes.push_front((id, request)),
            Err(error) => log::warn!("a vignette was not drawn: {error}"),
        }
        true
    }

    /// One training step.
    pub(super) fn lesson_turn(&mut self) {
        let mut news = Vec::new();
        let (desk, renderer, io) = (&mut self.desk, &mut self.renderer, &self.io);
        let outcome = contain(|| -> Result<(), EngineError> {
            desk.turn(renderer, io, &mut |item| news.push(item));
            Ok(())
        });
        if let Err(error) = outcome {
            news.push(LessonNews::Failed(error));
            self.desk = Desk::default();
            self.renew_renderer();
        }
        self.tell_device();
        self.tell_lesson(news);
    }

    fn tell_lesson(&mut self, news: Vec<LessonNews>) {
        for item in news {
            match item {
                // Another style of its name may lie on the disk.
                LessonNews::Dropped => self.read_shelf(Some(item)),
                LessonNews::Shown | LessonNews::Ended(_) => {
                    self.tell_shelf();
                    if matches!(item, LessonNews::Ended(_)) && self.shelf.is_under_way {
                        // What is being read may lack the new style.
                        self.read_shelf(None);
                    }
                    self.tell(Event::Lesson(item));
                }
                // A reader that is behind can do without.
                LessonNews::Stepped(_) if !self.outbox.is_empty() => {}
                item => self.tell(Event::Lesson(item)),
            }
        }
    }

    /// Has the user's styles read; `then` is told once they are.
    fn read_shelf(&mut self, then: Option<LessonNews>) {
        self.shelf.newest += 1;
        self.shelf.is_under_way = true;
        self.shelf.then.extend(then);
        let number = self.shelf.newest;
        let Some(shelf) = self.renderer.library().folder().cloned() else {
            return self.shelf_was_read(number, None);
        };
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let styles = contain(|| -> Result<_, RenderError> { Ok(shelf.read_all()) }).ok();
            filed.send(Filed::Shelf(number, styles)).ok();
        });
    }

    /// The user's styles, unless they were asked for again meanwhile.
    pub(super) fn shelf_was_read(&mut self, number: u64, styles: Option<Vec<StyleFile>>) {
        if number != self.shelf.newest {
            return;
        }
        self.shelf.is_under_way = false;
        if let Some(styles) = styles {
            self.renderer.library_mut().renew(styles);
        }
        self.tell_shelf();
        for item in std::mem::take(&mut self.shelf.then) {
            self.tell(Event::Lesson(item));
        }
    }

    pub(super) fn tell_shelf(&mut self) {
        let shelf = self.renderer.library().entries();
        self.tell(Event::Shelf(shelf));
    }

    /// One order about the lesson.
    fn lesson_order(&mut self, order: LessonOrder) {
        let mut news = Vec::new();
        let (desk, renderer, io) = (&mut self.desk, &mut self.renderer, &self.io);
        desk.order(order, renderer, io, &mut |item| news.push(item));
        self.tell_lesson(news);
    }
}

/// The drawing, and the part of the photograph if one was asked for.
fn in_memory(rendered: Rendered) -> Result<(Arc<RgbaImage>, Option<RgbaImage>), EngineError> {
    Ok((rendered.drawing.into_pixels()?, rendered.photo))
}
