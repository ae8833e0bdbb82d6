//! What the worker is told, and its turns with the style that is being learnt.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::super::command::Order;
use super::super::desk::Desk;
use super::super::detail::LastDetail;
use super::super::pipeline::contain;
use super::super::preview::{self, LastDrawing};
use super::super::{EngineError, Event, LessonNews, LessonOrder, Painter};
use super::Worker;

impl<P: Painter> Worker<P> {
    pub(super) fn take_order(&mut self, order: Order) {
        match order {
            Order::Draw(command) => self.add(command),
            Order::ReloadShelf => {
                self.painter.reload_shelf();
                self.forget_drawings();
                self.tell_shelf();
            }
            Order::Lesson(order) => self.lesson_order(order),
            Order::Detail(request) => {
                if request.is_none() {
                    self.detailed = LastDetail::default();
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
        let Some(request) = self.detail.take() else {
            return false;
        };
        let links = &self.links;
        let stop = || links.preview.is_waiting() || links.closing.load(Ordering::Acquire);
        match self.detailed.draw(&mut self.painter, &request, &stop) {
            Ok([photo, drawing]) => self.tell(Event::Detail {
                id: request.id,
                photo: Arc::new(photo),
                drawing: Arc::new(drawing),
            }),
            // A preview came in between: this one waits.
            Err(EngineError::Cancelled) => self.detail = Some(request),
            Err(error) if self.leave_device(&error) => self.detail = Some(request),
            Err(error) => {
                log::warn!("a detail was not drawn: {error}");
                if matches!(error, EngineError::Panicked { .. }) {
                    self.renew_painter();
                }
            }
        }
        true
    }

    /// Draws one thing that is not urgent. Whether there was one.
    pub(super) fn vignette(&mut self) -> bool {
        let Some(request) = self.vignettes.pop_front() else {
            return false;
        };
        let links = &self.links;
        let stop = || links.preview.is_waiting() || links.closing.load(Ordering::Acquire);
        // The last drawing for the screen stays as it is.
        let outcome = preview::draw(&mut self.painter, &request, &stop);
        match outcome {
            Ok(drawing) => self.tell(Event::Vignette {
                id: request.id,
                drawing: Arc::new(drawing),
            }),
            // A preview came in between: this one waits.
            Err(EngineError::Cancelled) => self.vignettes.push_front(request),
            Err(error) if self.leave_device(&error) => self.vignettes.push_front(request),
            Err(error) => {
                log::warn!("a vignette was not drawn: {error}");
                if matches!(error, EngineError::Panicked { .. }) {
                    self.renew_painter();
                }
            }
        }
        true
    }

    /// One training step.
    pub(super) fn lesson_turn(&mut self) {
        let mut news = Vec::new();
        let (desk, painter) = (&mut self.desk, &mut self.painter);
        let outcome = contain(|| {
            desk.turn(painter, &mut |item| news.push(item));
            Ok(())
        });
        if let Err(error) = outcome {
            news.push(LessonNews::Failed(error));
            self.desk = Desk::default();
            self.renew_painter();
        }
        self.tell_lesson(news);
    }

    fn tell_lesson(&mut self, news: Vec<LessonNews>) {
        for item in news {
            match item {
                LessonNews::Shown | LessonNews::Ended(_) | LessonNews::Dropped => {
                    // The last drawing may be one of older weights.
                    self.forget_drawings();
                    self.tell_shelf();
                    self.tell(Event::Lesson(item));
                }
                // A reader that is behind can do without.
                LessonNews::Stepped(_) if !self.outbox.is_empty() => {}
                item => self.tell(Event::Lesson(item)),
            }
        }
    }

    /// Goes on without the graphics device if it may have failed, and tells. Whether drawing again may help.
    pub(super) fn leave_device(&mut self, error: &EngineError) -> bool {
        let before = self.painter.device();
        if !self.painter.leave_device(error) {
            return false;
        }
        log::warn!("the graphics device failed: {error}");
        self.forget_drawings();
        let device = self.painter.device();
        if device != before {
            self.tell(Event::DeviceChanged(device));
        }
        true
    }

    /// The last drawings may be those of older weights.
    pub(super) fn forget_drawings(&mut self) {
        self.drawn = LastDrawing::default();
        self.detailed = LastDetail::default();
    }

    pub(super) fn tell_shelf(&mut self) {
        let shelf = self.painter.shelf();
        self.tell(Event::Shelf(shelf));
    }

    /// One order about the lesson.
    fn lesson_order(&mut self, order: LessonOrder) {
        let mut news = Vec::new();
        let (desk, painter, io) = (&mut self.desk, &mut self.painter, &self.io);
        desk.order(order, painter, io, &mut |item| news.push(item));
        self.tell_lesson(news);
    }
}
