//! What the window does about the sheet with all styles.

use std::path::PathBuf;

use eframe::egui;

use super::Window;
use crate::engine::Event;
use crate::i18n::tr;
use crate::ui::contact::{Contact, Kind, Order, Outcome, suggested_sheet};
use crate::ui::state::Photo;
use crate::ui::{explain, launch};

impl Window {
    /// Asks for the file of a sheet of the shown photograph as it is now.
    pub(super) fn ask_for_contact(&self, kind: Kind) {
        if let Some(order) = self.state.contact_order(kind) {
            let photo = self.state.current().map(Photo::name);
            let name = suggested_sheet(&photo.unwrap_or_default(), kind);
            let folder = self.state.folders.saved.clone();
            self.dialogs.save_contact(name, folder, order);
        }
    }

    /// Begins a sheet; one that is being drawn is given up.
    pub(super) fn begin_contact(&mut self, ctx: &egui::Context, order: Order, path: PathBuf) {
        self.stop_contact();
        match Contact::start(order, path, launch::repaint(ctx)) {
            Ok(contact) => self.state.contact = Some(contact),
            Err(err) => self.state.problems.push(explain::engine(&err)),
        }
    }

    /// Gives the sheet up that is being drawn. Whether there was one.
    pub(super) fn stop_contact(&mut self) -> bool {
        let Some(contact) = self.state.contact.take() else {
            return false;
        };
        self.cancel(contact.jobs());
        true
    }

    /// The next drawings for the engine, and whether the sheet is written.
    pub(super) fn contact_frame(&mut self) {
        let Some(contact) = &mut self.state.contact else {
            return;
        };
        if let Some(engine) = &mut self.engine {
            contact.feed(engine);
        }
        if let Some(outcome) = contact.written() {
            self.contact_ended(outcome);
        }
    }

    /// Takes in an event about a drawing of the sheet.
    pub(super) fn contact_event(&mut self, event: Event) {
        if let (Some(engine), Event::JobDone { id, .. }) = (&mut self.engine, &event) {
            engine.forget_job(*id);
        }
        let contact = self.state.contact.as_mut();
        if let Some(outcome) = contact.and_then(|contact| contact.take(event)) {
            self.contact_ended(outcome);
        }
    }

    fn contact_ended(&mut self, outcome: Outcome) {
        self.stop_contact();
        match outcome {
            Outcome::Written(path) => {
                let text = tr!("saved-file", path = path.display().to_string());
                self.state.notify_saved(text, &path);
            }
            Outcome::Failed(Some(err)) => self.state.problems.push(explain::engine(&err)),
            Outcome::Failed(None) => self.state.notify(tr!("saving-stopped")),
        }
    }
}
