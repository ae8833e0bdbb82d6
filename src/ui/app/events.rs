//! What the window does when the loader, the dialogs or the engine have events.

use std::path::Path;
use std::time::Instant;

use crossbeam_channel::TryRecvError;
use eframe::egui;

use super::Window;
use crate::engine::batch::Found;
use crate::engine::{Event, TrainEvent};
use crate::i18n::tr;
use crate::ui::action::{Action, TeachAction};
use crate::ui::dialog::Chosen;
use crate::ui::errands::Errand;
use crate::ui::explain;
use crate::ui::export::Singles;
use crate::ui::fonts;
use crate::ui::loader::{Reply, Request};
use crate::ui::state::{EngineState, PhotoState};
use crate::ui::texture::{PictureTexture, color_image};

/// Replies of the loader that are read in one frame: each may be a picture to upload.
const REPLIES_PER_FRAME: usize = 6;
/// Events of the engine that are read in one frame.
const EVENTS_PER_FRAME: usize = 64;

impl Window {
    /// Events of the loader and the dialogs.
    pub(super) fn read_replies(&mut self, ctx: &egui::Context) {
        if self.loader.replies.len() > REPLIES_PER_FRAME {
            ctx.request_repaint();
        }
        let mut is_out_of_order = false;
        for reply in self
            .loader
            .replies
            .try_iter()
            .take(REPLIES_PER_FRAME)
            .collect::<Vec<_>>()
        {
            match reply {
                Reply::Found { photos, unusable } => {
                    self.keeping.nothing_is_awaited();
                    let unusable = unusable.iter();
                    let unusable =
                        unusable.map(|(path, err)| explain::at(path, &explain::find(err)));
                    self.state.problems.extend(unusable);
                    self.read_more_characters(ctx, &photos);
                    for photo in &photos {
                        self.loader.ask(Request::Thumbnail(photo.path.clone()));
                    }
                    Self::notify_of_crash(&mut self.state, &mut self.keeping, photos.len());
                    if let Some(first) = self.state.add_photos(photos) {
                        let before = self.shown_before.take();
                        let again = self
                            .state
                            .photos
                            .iter()
                            .position(|photo| before.is_some() && photo.path == before);
                        self.show(ctx, again.unwrap_or(first));
                    }
                }
                Reply::Thumbnail {
                    path,
                    picture,
                    dates,
                    moves,
                } => {
                    self.state.is_animation(&path, moves);
                    is_out_of_order |= self.state.dates_came(&path, dates);
                    match picture {
                        Ok(picture) => {
                            let texture = PictureTexture::upload(ctx, "thumbnail", &picture);
                            self.textures.thumbnails.insert(path, texture);
                        }
                        Err(err) => self.photo_is_bad(&path, &explain::picture(&err)),
                    }
                }
                Reply::Small { path, picture } => self.small_photo_came(path, picture),
                Reply::Decoded {
                    path,
                    stamp,
                    picture: Ok((picture, size)),
                } => {
                    if self
                        .state
                        .current()
                        .is_some_and(|photo| photo.path.as_ref() == Some(&path))
                    {
                        self.shown_stamp = stamp;
                        self.photo_came(ctx, picture, size);
                    }
                }
                Reply::Centre { path, centre } => {
                    let shown = self.state.current();
                    if shown.is_some_and(|photo| photo.path.as_ref() == Some(&path)) {
                        self.textures.centre_came(centre);
                    }
                }
                Reply::Full { path, picture } => {
                    let is_current = self
                        .state
                        .current()
                        .is_some_and(|photo| photo.path.as_ref() == Some(&path));
                    if is_current {
                        self.state.full = picture.ok();
                    }
                }
                Reply::Decoded {
                    path,
                    picture: Err(err),
                    ..
                } => self.photo_is_bad(&path, &explain::picture(&err)),
            }
        }
        if is_out_of_order {
            self.state.sort_photos();
        }
        self.read_chosen(ctx);
    }

    /// What was chosen in dialogs.
    fn read_chosen(&mut self, ctx: &egui::Context) {
        while let Some(chosen) = self.dialogs.chosen() {
            match chosen {
                Chosen::Photos(paths) => {
                    self.state.folders.opened(&paths);
                    self.apply(ctx, Action::Add(paths));
                }
                Chosen::SaveTo(entry) => {
                    self.state.folders.saved(&entry.output);
                    self.state.export.queue.singles.add(*entry);
                }
                Chosen::ContactTo(order, path) => {
                    self.state.folders.saved(&path);
                    self.begin_contact(ctx, *order, path);
                }
                Chosen::Folder(what, folder) => self.folder_chosen(ctx, what, folder),
                Chosen::Pages(paths) => {
                    self.apply(ctx, Action::Teach(TeachAction::Prepare(paths)));
                }
                Chosen::DrawOver { photo, path } => self.draw_over(ctx, photo, path),
                Chosen::ExportTo { style, path } => self.send(Errand::Export { style, path }),
                Chosen::Pasted(paths) if paths.is_empty() => {
                    self.state.notify(tr!("nothing-to-paste"));
                }
                Chosen::Pasted(paths) => self.apply(ctx, Action::Dropped(paths)),
                Chosen::Copied(Ok(pixels)) => {
                    ctx.copy_image(color_image(&pixels));
                    self.state.notify(tr!("copied"));
                }
                Chosen::Copied(Err(err)) => self.state.problems.push(explain::engine(&err.into())),
                Chosen::NotPasted(err) => {
                    let reason = explain::picture(&err);
                    self.state.problems.push(tr!("not-pasted", reason = reason));
                }
                Chosen::Warned => {
                    self.may_close = true;
                    ctx.send_viewport_cmd(egui::ViewportCommand::Close);
                }
                Chosen::NoDialog => {
                    self.state.notify(tr!("no-dialog"));
                }
            }
        }
    }

    /// A font of the system when a name has characters that the window's own fonts lack.
    fn read_more_characters(&mut self, ctx: &egui::Context, photos: &[Found]) {
        let lacks = |photo: &Found| !fonts::covers(ctx, &photo.path.to_string_lossy());
        if !self.has_more_characters && photos.iter().any(lacks) {
            self.has_more_characters = true;
            fonts::add_font_of_system(ctx, self.state.language.language());
        }
    }

    pub(super) fn photo_is_bad(&mut self, path: &Path, reason: &str) {
        for photo in &mut self.state.photos {
            if photo.path.as_deref() == Some(path) && photo.state == PhotoState::Good {
                photo.state = PhotoState::Bad(reason.to_owned());
                self.state.problems.push(explain::at(path, reason));
            }
        }
    }

    /// Events of the engine.
    pub(super) fn read_events(&mut self, ctx: &egui::Context) {
        for _ in 0..EVENTS_PER_FRAME {
            let Some(engine) = &self.engine else { return };
            let event = match engine.events().try_recv() {
                Ok(event) => event,
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => return self.engine_is_gone(),
            };
            match event {
                Event::Ready { device, styles } => {
                    self.drawn.forget();
                    self.state.engine = EngineState::Ready(device);
                    self.state.keep_known_style(&styles);
                    self.state.styles = styles;
                    self.state.schedule.draw_now(Instant::now());
                }
                Event::DeviceChanged(device) => {
                    self.drawn.forget();
                    self.state.engine = EngineState::Ready(device);
                    self.state.notify(tr!("device-left"));
                }
                Event::StyleFolder(library) => {
                    // Another one may have come under the name of one before.
                    for entry in library.iter().filter(|entry| entry.is_learnt) {
                        self.drawn.style_changed(&entry.name);
                    }
                    let styles = library.iter().map(|entry| entry.name.clone()).collect();
                    let before = std::mem::replace(&mut self.state.styles, styles);
                    let present = &self.state.settings.present().style;
                    if !before.contains(present) && self.state.styles.contains(present) {
                        self.state.schedule.draw_now(Instant::now());
                    }
                    let is_new = self.state.library.len() != library.len();
                    self.state.renew_library(library);
                    self.choose_opened_style(ctx);
                    if is_new {
                        self.request_thumbnails();
                    }
                }
                Event::Thumbnail { id, drawing } => self.thumbnail_came(ctx, id, Some(&drawing)),
                Event::ThumbnailFailed { id } => self.thumbnail_came(ctx, id, None),
                Event::Detail { id, photo, drawing } => {
                    self.detail_came(ctx, id, [&photo, &drawing]);
                }
                Event::Training(TrainEvent::Criticised { id, map }) => {
                    self.objections_came(ctx, id, &map);
                }
                Event::Training(event) => self.train_event(event),
                Event::StartFailed(err) => {
                    self.state.engine = EngineState::Failed(explain::engine(&err));
                }
                Event::Preview {
                    id,
                    drawing,
                    elapsed,
                    network_ran,
                } if id == self.state.newest_request => {
                    self.textures.drawing =
                        PictureTexture::of_drawing(ctx, self.render.as_ref(), &drawing);
                    let long_side = drawing.long_side();
                    self.drawn.came(id, &drawing, elapsed);
                    self.state.drawing = Some(drawing);
                    self.state.last_elapsed = Some(elapsed);
                    self.state.answered = id;
                    self.frames.drawn(long_side, network_ran);
                }
                Event::PreviewFailed { id, error } if id == self.state.newest_request => {
                    self.state.answered = id;
                    self.state.notify(explain::engine(&error));
                }
                other => self.job_event(other),
            }
        }
        ctx.request_repaint();
    }

    /// The engine ended by itself; why it did was told before, if it could tell.
    fn engine_is_gone(&mut self) {
        self.engine = None;
        self.state.export.queue.singles = Singles::default();
        self.state.export.queue.engine_is_gone();
        self.state.contact = None;
        if !matches!(self.state.engine, EngineState::Failed(_)) {
            self.state.engine = EngineState::Failed(tr!("engine-stopped"));
        }
    }
}
