//! What the worker is told, and its turns with the style that is being learnt.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::super::command::Order;
use super::super::desk::Desk;
use super::super::detail::LastDetail;
use super::super::pipeline::contain;
use super::super::preview::{self, LastDrawing};
use super::super::{EngineError, Event, LessonNews, LessonOrder, Painter};
use super::{Filed, Worker};
use crate::model::StyleFile;

impl<P: Painter> Worker<P> {
    pub(super) fn take_order(&mut self, order: Order) {
        match order {
            Order::Draw(command) => self.add(command),
            Order::ReloadShelf => self.read_shelf(None),
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
        let (desk, painter, io) = (&mut self.desk, &mut self.painter, &self.io);
        let outcome = contain(|| {
            desk.turn(painter, io, &mut |item| news.push(item));
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
                // Another style of its name may lie on the disk.
                LessonNews::Dropped => self.read_shelf(Some(item)),
                LessonNews::Shown | LessonNews::Ended(_) => {
                    // The last drawing may be one of older weights.
                    self.forget_drawings();
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

    /// Has the user's styles read; `then` is told once they are.
    fn read_shelf(&mut self, then: Option<LessonNews>) {
        self.shelf.newest += 1;
        self.shelf.is_under_way = true;
        self.shelf.then.extend(then);
        let number = self.shelf.newest;
        let Some(shelf) = self.painter.user_shelf() else {
            return self.shelf_was_read(number, None);
        };
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let styles = contain(|| Ok(shelf.read_all())).ok();
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
            self.painter.put_on_shelf(styles);
        }
        self.forget_drawings();
        self.tell_shelf();
        for item in std::mem::take(&mut self.shelf.then) {
            self.tell(Event::Lesson(item));
        }
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
