//! What the window does about teaching a style.

use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, ViewportCommand};

use super::Window;
use crate::book::is_book;
use crate::engine::{TrainCommand, TrainEvent, TrainSpec};
use crate::i18n::tr;
use crate::render::Recipe;
use crate::ui::action::{Action, TeachAction};
use crate::ui::errands::{Done, Errand, NotExported};
use crate::ui::state::Empty;
use crate::ui::teach::{Effect, Found, Gone, Looker, Problem, Queued, Running, Sheet, SheetPage};
use crate::ui::texture::PictureTexture;
use crate::ui::{explain, launch};

impl Window {
    /// Files and folders that were let go on the window: photographs, styles, or something to ask
    /// about.
    pub(super) fn dropped(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        let rest = self.import_styles(paths, false);
        if rest.is_empty() {
            return;
        }
        // Books hold no photographs, and what is let go on the sheet is meant for it.
        let are_pages = rest.iter().all(|path| is_book(path));
        if are_pages || self.state.teaching.sheet.is_some() {
            self.prepare(ctx, &rest);
        } else {
            self.send(Errand::Sort(rest));
        }
    }

    /// Has something done at the disk.
    pub(super) fn send(&mut self, errand: Errand) {
        if !self.errands.ask(errand) {
            self.state.notify(tr!("too-much-at-once"));
        }
    }

    /// Does what a view asked for about teaching.
    pub(super) fn teach(&mut self, ctx: &egui::Context, action: TeachAction) {
        let teaching = &mut self.state.teaching;
        match action {
            TeachAction::Prepare(folders) => self.prepare(ctx, &folders),
            TeachAction::Fill(form) => {
                if let Some(sheet) = &mut teaching.sheet {
                    sheet.form = *form;
                }
            }
            TeachAction::TogglePage(index) => {
                if let Some(sheet) = &mut teaching.sheet
                    && let Some(page) = sheet.pages.get_mut(index)
                {
                    page.is_used = !page.is_used;
                    sheet.rate();
                }
            }
            TeachAction::CloseSheet => teaching.sheet = None,
            TeachAction::Begin => self.begin_from_sheet(),
            TeachAction::Pause(is_paused) => {
                if let Some(running) = &mut teaching.running {
                    running.pause(is_paused);
                    running.obstacle = None;
                }
                self.order(TrainCommand::Pause(is_paused));
            }
            TeachAction::Gentle(is_gentle) => {
                if let Some(running) = &mut teaching.running {
                    running.is_gentle = is_gentle;
                }
                self.order(TrainCommand::Gentle(is_gentle));
            }
            TeachAction::GoBackTo(num_steps) => self.order(TrainCommand::GoBackTo(num_steps)),
            TeachAction::Stop => self.order(TrainCommand::Stop),
            TeachAction::Drop => self.order(TrainCommand::Drop),
            TeachAction::Unqueue(index) => {
                if let Some(Queued { spec, hold }) = teaching.queue.remove(index) {
                    drop(hold);
                    self.run_of_drawings_is_over(&spec.name, false);
                    self.send(Errand::RemoveRun(spec.folder));
                }
            }
            TeachAction::GoOn(index) => {
                if index < teaching.unfinished.len() {
                    let spec = teaching.unfinished.remove(index).spec;
                    self.go_on_with(spec);
                }
            }
            TeachAction::ThrowAway(index) => {
                if index < teaching.unfinished.len() {
                    let spec = teaching.unfinished.remove(index).spec;
                    self.run_of_drawings_is_over(&spec.name, false);
                    self.send(Errand::RemoveRun(spec.folder));
                }
            }
            TeachAction::Later => teaching.unfinished.clear(),
            TeachAction::FolderIsPhotos => {
                if let Some(folder) = self.state.dropped_folder.take() {
                    self.apply(ctx, Action::Add(vec![folder]));
                }
            }
            TeachAction::FolderIsStyle => {
                if let Some(folder) = self.state.dropped_folder.take() {
                    self.prepare(ctx, &[folder]);
                }
            }
            TeachAction::FolderIsNothing => self.state.dropped_folder = None,
            TeachAction::RemoveStyle(name) => {
                let is_new = true;
                self.send(Errand::RemoveStyle { name, is_new });
            }
            TeachAction::ExportStyle(name) => self.dialogs.export_style(name),
            TeachAction::CloseAnyway => {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            TeachAction::Stay => self.state.asks_to_close = false,
        }
    }

    fn prepare(&mut self, ctx: &egui::Context, folders: &[PathBuf]) {
        match Looker::start(folders.to_vec(), launch::repaint(ctx)) {
            Ok(looker) => {
                let teaching = &mut self.state.teaching;
                let form = teaching.sheet.take().map(|sheet| sheet.form);
                let mut sheet = Sheet::new(folders, Some(looker));
                // What was filled in already stays, also when other pages are let go on the sheet.
                sheet.form = form.unwrap_or(sheet.form);
                teaching.sheet = Some(sheet);
                if let (None, Some(engine)) = (teaching.seconds_per_step, &self.engine) {
                    // A busy engine is asked again by the next sheet.
                    engine.command_training(TrainCommand::TimeSteps);
                }
            }
            Err(_) => self.state.problems.push(tr!("engine-no-thread")),
        }
    }

    /// Pages that were looked at come onto the sheet, samples onto the graphics device.
    pub(super) fn teaching_frame(&mut self, ctx: &egui::Context) {
        if let Some(sheet) = &mut self.state.teaching.sheet
            && let Some(found) = sheet.looker.as_ref().and_then(Looker::found)
        {
            sheet.looker = None;
            let found = found.unwrap_or_else(|Gone| {
                self.state
                    .problems
                    .push(tr!("engine-defect", detail = "pages"));
                Found::default()
            });
            sheet.ink = found.ink;
            let pages = found.pages.into_iter().map(|page| SheetPage {
                thumbnail: page
                    .thumbnail
                    .map(|picture| PictureTexture::upload(ctx, "page", &picture)),
                path: page.path,
                pair: page.pair,
                problem: page.problem.as_ref().map(|problem| match problem {
                    Problem::Page(problem) => explain::page(problem),
                    Problem::Pair(problem) => explain::pair(problem),
                }),
                warning: page.warning.as_ref().map(explain::page),
                signs: page.signs,
                is_used: true,
            });
            sheet.pages = pages.collect();
            sheet.left_out = found.left_out;
            sheet.rate();
        }
        self.upload_samples(ctx);
        let closes = ctx.input(|input| input.viewport().close_requested());
        if closes && self.state.teaching.running.is_some() && !self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.asks_to_close = true;
        }
    }

    fn begin_from_sheet(&mut self) {
        let Some(runs) = self.runs_folder() else {
            return self.state.problems.push(tr!("teach-no-folder"));
        };
        let Some(sheet) = &self.state.teaching.sheet else {
            return;
        };
        if sheet.obstacle(&self.state.styles).is_some() {
            return;
        }
        let photos = self.state.photos.iter();
        let photos = photos.filter_map(|photo| photo.path.clone()).collect();
        let spec = sheet.spec(photos, self.state.settings.present().weights, &runs);
        self.state.teaching.sheet = None;
        self.queue(spec, true);
    }

    /// Queues a training run, once it is noted on the disk so that a restart offers it again.
    pub(super) fn queue(&mut self, spec: TrainSpec, is_new: bool) {
        let spec = Box::new(spec);
        self.send(Errand::Note { spec, is_new });
    }

    /// What came of errands.
    pub(super) fn read_errands(&mut self, ctx: &egui::Context) {
        while let Ok(done) = self.errands.done.try_recv() {
            self.errand_done(ctx, done);
        }
    }

    fn errand_done(&mut self, ctx: &egui::Context, done: Done) {
        match done {
            Done::UnfinishedRun(found) => self.state.teaching.unfinished = found,
            Done::RunSought { name, found } => self.run_was_sought(&name, found),
            Done::Noted(queued, err) => {
                let problem = err.map(|err| explain::checkpoint(&err));
                self.state.problems.extend(problem);
                self.state.teaching.queue.push_back(*queued);
                self.next_run();
            }
            Done::StillLearnt(folder) => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                let problem = tr!("engine-lesson-elsewhere", name = name);
                self.state.problems.push(problem);
            }
            Done::Imported {
                outcome: Ok(name),
                is_chosen,
            } => self.style_is_imported(name, is_chosen),
            Done::Removed {
                name,
                is_new,
                outcome: Ok(style),
            } => self.style_is_removed(&name, is_new, style),
            Done::Restored(outcome) => self.style_is_restored(outcome),
            Done::Imported {
                outcome: Err(err), ..
            }
            | Done::Removed {
                outcome: Err(err), ..
            } => {
                self.state.problems.push(explain::style_folder_error(&err));
            }
            Done::Edited {
                edit,
                is_new,
                outcome,
            } => self.style_is_edited(edit, is_new, outcome),
            Done::Exported(path, outcome) => self.style_is_exported(&path, outcome),
            Done::PresetsNotKept(err) => {
                let reason = explain::picture(&err);
                let problem = tr!("presets-not-kept", reason = reason);
                self.state.problems.push(problem);
            }
            Done::Folder(folder) => self.state.dropped_folder = Some(folder),
            Done::Files(paths) => self.apply(ctx, Action::Add(paths)),
        }
    }

    fn next_run(&mut self) {
        let teaching = &mut self.state.teaching;
        if teaching.running.is_some() {
            return;
        }
        if let Some(Queued { mut spec, hold }) = teaching.queue.pop_front() {
            // The engine locks it when it begins to read.
            drop(hold);
            self.take_drawings(&mut spec);
            self.state.teaching.running = Some(Running::new(spec.clone()));
            let name = spec.name.clone();
            self.order(TrainCommand::Begin(Box::new(spec)));
            self.give_fresh_drawings(&name);
        }
    }

    pub(super) fn order(&mut self, order: TrainCommand) {
        let is_sent = self
            .engine
            .as_ref()
            .is_some_and(|engine| engine.command_training(order));
        if !is_sent {
            self.state.notify(tr!("engine-busy"));
        }
    }

    /// The three weights act on the training run while its style is shown.
    pub(super) fn steer_training(&mut self, settings: &Recipe) {
        let Some(running) = &mut self.state.teaching.running else {
            return;
        };
        if settings.style == running.spec.name && settings.weights != running.weights {
            running.set_weights(settings.weights);
            self.order(TrainCommand::Weights(settings.weights));
        }
    }

    pub(super) fn train_event(&mut self, event: TrainEvent) {
        let is_step = matches!(event, TrainEvent::Stepped(_));
        if let (false, Some(running)) = (is_step, &self.state.teaching.running) {
            // Whatever else is told may come with new weights.
            self.drawn.style_changed(&running.spec.name);
        }
        let is_point = matches!(event, TrainEvent::Snapshot(_) | TrainEvent::Began { .. });
        if let (true, Some(running)) = (is_point, &self.state.teaching.running) {
            let name = running.spec.name.clone();
            self.state.grid.style_changed(&name);
            self.renew_thumbnail(&name);
        }
        let is_over = match &event {
            TrainEvent::Ended(_) | TrainEvent::Dropped => Some(false),
            TrainEvent::Failed(_) => Some(true),
            _ => None,
        };
        if let (Some(has_failed), Some(running)) = (is_over, &self.state.teaching.running) {
            let name = running.spec.name.clone();
            self.run_of_drawings_is_over(&name, has_failed);
        }
        for effect in self.state.teaching.take(event) {
            match effect {
                Effect::ShowStyle(name) => {
                    let mut settings = self.state.settings_of(&name);
                    if let Some(running) = &self.state.teaching.running {
                        settings.weights = running.weights;
                    }
                    self.state.empty = Empty::Sample;
                    self.state.settings.set(settings, true);
                    self.state.schedule.draw_now(Instant::now());
                }
                Effect::DrawAgain(name) => {
                    if self.state.settings.present().style == name {
                        self.state.schedule.draw_now(Instant::now());
                    }
                }
                Effect::Notify(message) => self.state.notify(message),
                Effect::Problem(problem) => self.state.problems.push(problem),
                Effect::Next => {
                    let styles = self.state.styles.clone();
                    self.state.keep_known_style(&styles);
                    self.next_run();
                }
            }
        }
    }

    /// Training runs of an earlier run that can be gone on with.
    pub(super) fn find_unfinished(&mut self) {
        if let Some(folder) = self.runs_folder() {
            self.send(Errand::FindUnfinished(folder));
        }
    }

    /// Where checkpoints go.
    pub(super) fn runs_folder(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join("lessons"))
    }

    fn style_is_exported(&mut self, path: &Path, outcome: Result<(), NotExported>) {
        match outcome {
            Ok(()) => {
                let text = tr!("saved-file", path = path.display().to_string());
                self.state.notify_saved(text, path);
            }
            Err(NotExported::StyleFolder(err)) => {
                self.state.problems.push(explain::style_folder_error(&err));
            }
            Err(NotExported::Write(err)) => {
                let problem = explain::at(path, &explain::picture(&err));
                self.state.problems.push(problem);
            }
        }
    }

    pub(super) fn reload_styles(&self) {
        if let Some(engine) = &self.engine {
            engine.reload_styles();
        }
    }
}
