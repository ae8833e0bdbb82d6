//! What the window does about exporting: the sheet, the queue, and what is kept of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use eframe::egui;

use super::Window;
use crate::engine::{Event, JobId};
use crate::i18n::tr;
use crate::ui::action::{ExportAction, QueueAction};
use crate::ui::dialog::Folder;
use crate::ui::export::{
    Ended, EndedSingle, Entry, EntryState, Keeper, Planner, Settled, Sheet, Tab, Task, Which,
    folders_of, in_folders, size_text,
};
use crate::ui::loader::Request;
use crate::ui::state::Photo;
use crate::ui::{explain, launch};

impl Window {
    /// The queue of an earlier run, if it was not finished; from now on it is kept there.
    pub(super) fn find_unfinished_export(&mut self) {
        let Some((keeper, entries)) = self.data.as_deref().and_then(Keeper::open) else {
            return;
        };
        self.keeper = Some(keeper);
        if entries
            .iter()
            .any(|entry| entry.state == EntryState::Waiting)
        {
            let export = &mut self.state.export;
            export.queue.add(entries);
            export.queue.pause(true);
            export.queue.is_left_over = true;
            export.asks_to_go_on = true;
        }
    }

    pub(super) fn open_export(&mut self) {
        let mut choices = self.state.export.choices.clone();
        choices.which = if self.state.selected().is_empty() {
            Which::All
        } else {
            Which::Selected
        };
        let found = self.state.current().and_then(Photo::found);
        choices.suggest_folder(found.as_ref());
        self.state.export.sheet = Some(Sheet {
            choices,
            planner: None,
            problem: None,
        });
    }

    /// Does what a view asked for about the sheet.
    pub(super) fn export(&mut self, ctx: &egui::Context, action: ExportAction) {
        match action {
            ExportAction::Fill(choices) => {
                if let Some(sheet) = &mut self.state.export.sheet {
                    sheet.choices = *choices;
                    sheet.problem = None;
                }
            }
            ExportAction::ChooseFolder => self.dialogs.choose_folder(Folder::ForExport),
            ExportAction::Begin => self.begin_export(ctx),
            ExportAction::CloseSheet => self.state.export.sheet = None,
        }
    }

    fn begin_export(&mut self, ctx: &egui::Context) {
        let Some(sheet) = &self.state.export.sheet else {
            return;
        };
        let choices = sheet.choices.clone();
        let num_photos = self.state.num_to_export(choices.which);
        if choices.obstacle(num_photos).is_some() || sheet.planner.is_some() {
            return;
        }
        let photos = self.state.photos.iter().enumerate();
        let photos = photos.filter_map(|(index, photo)| {
            let found = photo.found()?;
            let settings = self.state.settings.of(Some(&found.path)).clone();
            let is_meant = self.state.is_meant(index, choices.which);
            Some((found, Arc::new(settings), is_meant))
        });
        let queue = &self.state.export.queue;
        let written = queue.entries.iter().filter_map(|entry| {
            let imprint = entry.written.clone()?;
            Some((entry.output.clone(), imprint))
        });
        let written = written.collect();
        let pending = queue.entries.iter().filter(|entry| entry.is_open());
        let task = Task::Plan {
            photos: photos.collect(),
            pending: pending.map(|entry| entry.output.clone()).collect(),
            written,
            choices: Box::new(choices),
        };
        let planner = self.ask_disk(ctx, task);
        if let Some(sheet) = &mut self.state.export.sheet {
            sheet.planner = planner;
        }
    }

    fn ask_disk(&mut self, ctx: &egui::Context, task: Task) -> Option<Planner> {
        let planner = Planner::start(task, self.state.language, launch::repaint(ctx));
        if planner.is_err() {
            self.state.problems.push(tr!("engine-no-thread"));
        }
        planner.ok()
    }

    /// Does what a view asked for about the queue.
    pub(super) fn steer_queue(&mut self, ctx: &egui::Context, action: QueueAction) {
        let queue = &mut self.state.export.queue;
        match action {
            QueueAction::Pause(false) if queue.is_left_over => {
                return self.steer_queue(ctx, QueueAction::GoOn);
            }
            QueueAction::Pause(is_paused) => {
                let jobs = queue.pause(is_paused);
                self.cancel(jobs);
            }
            QueueAction::CancelAll => {
                let jobs = queue.cancel_all();
                self.cancel(jobs);
            }
            QueueAction::Clear => queue.clear_ended(),
            QueueAction::Show(tab) => self.state.export.tab = tab,
            QueueAction::Move(number, way) => queue.shift(number, way),
            QueueAction::Remove(number) => {
                let job = queue.remove(number);
                self.cancel(job);
            }
            QueueAction::Retry(number) => {
                queue.retry(number);
                self.state.export.tab = Tab::Open;
            }
            QueueAction::Reveal(number) => {
                let output = queue.get(number).map(|entry| entry.output.clone());
                self.reveal_or_say(output.as_deref());
            }
            QueueAction::TryAgain => queue.blocked = None,
            QueueAction::OtherFolder => self.dialogs.choose_folder(Folder::Instead),
            QueueAction::LeaveOut => queue.leave_out(),
            QueueAction::GoOn => {
                let is_meant =
                    |entry: &&Entry| matches!(entry.state, EntryState::Waiting | EntryState::Saved);
                let entries = queue.entries.iter().filter(is_meant).cloned().collect();
                queue.pause(false);
                queue.is_left_over = false;
                self.state.export.asks_to_go_on = false;
                self.state.export.shows_queue = true;
                self.ask_for_thumbnails();
                self.check(ctx, Task::Recall(entries));
            }
            QueueAction::Forget => {
                let jobs = queue.cancel_all();
                queue.clear_ended();
                self.cancel(jobs);
                self.state.export.asks_to_go_on = false;
            }
            QueueAction::Later => self.state.export.asks_to_go_on = false,
        }
        if self.state.export.queue.take_changed() {
            self.keep_queue();
        }
    }

    /// Has files of the queue looked at before it goes on.
    fn check(&mut self, ctx: &egui::Context, task: Task) {
        self.state.export.checker = self.ask_disk(ctx, task);
        self.state.export.queue.is_checking = self.state.export.checker.is_some();
    }

    pub(super) fn cancel(&mut self, jobs: impl IntoIterator<Item = JobId>) {
        if let Some(engine) = &mut self.engine {
            for job in jobs {
                engine.cancel_job(job);
            }
        }
    }

    /// Small pictures of photographs that are in the queue only.
    fn ask_for_thumbnails(&self) {
        let in_strip = |input: &PathBuf| {
            let mut photos = self.state.photos.iter();
            photos.any(|photo| photo.path.as_ref() == Some(input))
        };
        for entry in &self.state.export.queue.entries {
            if !self.textures.thumbnails.contains_key(&entry.input) && !in_strip(&entry.input) {
                self.loader.ask(Request::Thumbnail(entry.input.clone()));
            }
        }
    }

    /// A folder was chosen in the system's dialog.
    pub(super) fn folder_chosen(&mut self, ctx: &egui::Context, what: Folder, folder: PathBuf) {
        match what {
            Folder::ForExport => {
                if let Some(sheet) = &mut self.state.export.sheet {
                    sheet.choices.folder = folder;
                    sheet.problem = None;
                }
            }
            Folder::Instead => {
                let queue = &mut self.state.export.queue;
                let Some(blocked) = queue.blocked.clone() else {
                    return;
                };
                // Those that the engine has will be given back by it.
                let open = queue.entries.iter().filter(|entry| entry.is_open());
                let entries = open.cloned().collect();
                let task = Task::Divert {
                    entries,
                    from: blocked.target,
                    to: folder,
                };
                self.check(ctx, task);
            }
        }
    }

    /// What the disk said, and the next photographs for the engine.
    pub(super) fn export_frame(&mut self, ctx: &egui::Context) {
        let sheet = self.state.export.sheet.as_mut();
        let planned = sheet.and_then(|sheet| sheet.planner.as_ref()?.settled());
        if let Some(settled) = planned {
            self.planned(ctx, settled);
        }
        let checker = self.state.export.checker.as_ref();
        if let Some(settled) = checker.and_then(Planner::settled) {
            self.state.export.checker = None;
            let queue = &mut self.state.export.queue;
            queue.is_checking = false;
            match settled {
                Settled::Changed(entries) | Settled::Planned(entries) => queue.renew(entries),
                Settled::Refused(problem) => self.state.problems.push(problem),
            }
        }
        if let Some(engine) = &mut self.engine {
            self.state.export.queue.feed(engine, Instant::now());
        }
        if self.state.export.queue.take_changed() {
            self.keep_queue();
            ctx.request_repaint();
        }
    }

    fn planned(&mut self, ctx: &egui::Context, settled: Settled) {
        let export = &mut self.state.export;
        match settled {
            Settled::Planned(entries) | Settled::Changed(entries) => {
                if let Some(sheet) = export.sheet.take() {
                    export.choices = sheet.choices;
                }
                let num_new = entries.iter().filter(|entry| entry.is_open()).count();
                if num_new == 0 {
                    self.state.notify(tr!("export-nothing-left"));
                }
                let export = &mut self.state.export;
                export.queue.add(entries);
                export.shows_queue = true;
                export.tab = Tab::Open;
                // What was chosen, and the photographs, survive even a crash.
                self.keep(ctx);
            }
            Settled::Refused(problem) => {
                if let Some(sheet) = &mut export.sheet {
                    sheet.planner = None;
                    sheet.problem = Some(problem);
                }
            }
        }
    }

    pub(super) fn keep_queue(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.keep(&self.state.export.queue);
        }
    }

    /// Events of a job: of the queue, or of a single drawing.
    pub(super) fn job_event(&mut self, event: Event) {
        let job = match &event {
            Event::Progress { id, .. }
            | Event::JobDone { id, .. }
            | Event::JobFailed { id, .. }
            | Event::JobCancelled { id } => *id,
            _ => return,
        };
        let contact = self.state.contact.as_ref();
        if contact.is_some_and(|contact| contact.owns(job)) {
            return self.contact_event(event);
        }
        let queue = &mut self.state.export.queue;
        if queue.singles.owns(job) {
            let ended = queue.singles.take(event);
            return ended.map_or((), |ended| self.single_ended(ended));
        }
        if !queue.owns(job) {
            return;
        }
        if let Event::JobDone { result, .. } = &event {
            let [num_frames, num_drawn] = result.num_frames;
            self.state.export.num_stills += usize::from(num_drawn < num_frames);
        }
        let Ended {
            job,
            saved,
            stop,
            all_done,
        } = self.state.export.queue.take(event);
        if let (Some(engine), Some(job)) = (&mut self.engine, job) {
            engine.forget_job(job);
        }
        self.cancel(stop);
        self.state.export.saved.extend(saved);
        if self.state.export.queue.blocked.is_some() {
            self.state.export.shows_queue = true;
        }
        if let Some((num_failed, last)) = all_done {
            self.export_is_done(num_failed, last);
        }
    }

    /// One drawing was saved, or was not.
    fn single_ended(&mut self, ended: EndedSingle) {
        if let Some(engine) = &mut self.engine {
            engine.forget_job(ended.job);
        }
        match ended.outcome {
            Ok(result) => {
                let [num_frames, num_drawn] = result.num_frames;
                if num_drawn < num_frames {
                    let format = ended.entry.format.title();
                    self.state
                        .notify(tr!("saved-still", format = format, count = num_frames));
                }
                if !result.lost.is_empty() {
                    let what = explain::losses(&result.lost);
                    self.state.notify(tr!("not-kept", what = what));
                }
                let input = ended.entry.input;
                let photo = ended.entry.pixels.is_none().then_some(input);
                self.state.export.saved.extend(photo);
            }
            Err(Some(error)) => self.state.problems.push(explain::engine(&error)),
            Err(None) => self.state.notify(tr!("saving-stopped")),
        }
        let Some((num_saved, last)) = self.state.export.queue.singles.take_saved() else {
            return;
        };
        let Some(path) = last.written else { return };
        let (size, photo) = ([last.width, last.height], last.photo_size);
        let shown = path.display().to_string();
        let text = match num_saved {
            1 if size == photo => tr!("saved-file", path = shown),
            1 => tr!(
                "saved-enlarged",
                path = shown,
                size = size_text(size, photo)
            ),
            count => {
                let text = tr!("saved-count", count = count);
                in_folders(text, folders_of(&self.state.export.queue.singles.files))
            }
        };
        self.state.notify_saved(text, &path);
    }

    fn export_is_done(&mut self, num_failed: usize, last: Option<PathBuf>) {
        let text = self.state.export.queue.told();
        match last {
            Some(last) => self.state.notify_saved(text, &last),
            None => self.state.notify(text),
        }
        let (lost, count) = self.state.export.queue.take_losses();
        if count > 0 {
            let what = explain::losses(&lost);
            self.state
                .notify(tr!("not-kept-of", count = count, what = what));
        }
        let num_stills = std::mem::take(&mut self.state.export.num_stills);
        if num_stills > 0 {
            self.state.notify(tr!("saved-stills", count = num_stills));
        }
        if num_failed > 0 {
            self.state.export.tab = Tab::Failed;
        } else {
            self.state.export.shows_queue = false;
        }
    }
}
