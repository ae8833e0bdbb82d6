//! The panel with the photographs that are drawn into files: how far it is, what is in its way, a
//! row each.

use std::path::Path;
use std::time::Instant;

use eframe::egui::{
    self, Align, Button, Color32, Frame, Image, Layout, ProgressBar, Rect, Response, RichText,
    Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::icon::{Icon, icon_ui, icons_width};
use super::training::duration;
use crate::engine::Stage;
use crate::engine::batch::Blocker;
use crate::i18n::{percent, tr, translate_attribute};
use crate::ui::action::{Action, QueueAction};
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::export::{Blocked, Entry, EntryState, Queue, Tab, Way, stage_share};
use crate::ui::reveal::can_reveal;
use crate::ui::state::State;
use crate::ui::texture::PictureTexture;
use crate::ui::theme;

pub(super) fn queue_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    let queue = &state.export.queue;
    ui.add_space(theme::GROUP_SPACE);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(tr!("queue-heading"))
                .strong()
                .size(theme::PANEL_HEADING),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_ui(ui, Icon::Cross, &tr!("queue-hide"), true).clicked() {
                actions.push(Action::Command(Command::Queue));
            }
        });
    });
    if queue.is_empty() {
        ui.label(tr!("queue-empty"));
        return;
    }
    let share = queue.share();
    ui.add(ProgressBar::new(share).text(percent(share)));
    ui.label(summary(queue));
    ui.add_space(theme::BAR_SPACE);
    buttons_ui(ui, queue, actions);
    if let Some(blocked) = &queue.blocked {
        blocked_ui(ui, blocked, actions);
    }
    ui.add_space(theme::BAR_SPACE);
    tabs_ui(ui, state, actions);
    rows_ui(ui, state, textures, actions);
}

/// How far it is, in a line.
fn summary(queue: &Queue) -> String {
    let num_left = queue.num_in(Tab::Open);
    let (number, count) = (queue.entries.len() - num_left, queue.entries.len());
    let left = queue.seconds_left(Instant::now());
    let num_failed = queue.num_in(Tab::Failed);
    if num_left == 0 && num_failed > 0 {
        let num_done = queue.num_in(Tab::Done);
        tr!(
            "queue-done-failed",
            count = num_done,
            num_failed = num_failed
        )
    } else if num_left == 0 {
        tr!("queue-done", count = count)
    } else if queue.is_checking {
        tr!("queue-checking")
    } else if queue.blocked.is_some() {
        tr!("queue-blocked", number = number, count = count)
    } else if queue.is_paused {
        tr!("queue-resting", number = number, count = count)
    } else if let Some(seconds) = left {
        let left = duration(seconds);
        tr!(
            "queue-going-left",
            number = number,
            count = count,
            left = left
        )
    } else {
        tr!("queue-going", number = number, count = count)
    }
}

fn buttons_ui(ui: &mut Ui, queue: &Queue, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let mut button = |ui: &mut Ui, words: &str, is_enabled: bool, action: QueueAction| {
            let response = ui.add_enabled(is_enabled, Button::new(tr!(words)));
            let help = translate_attribute(words, "help");
            if response.on_hover_text(help).clicked() {
                actions.push(Action::Queue(action));
            }
        };
        let is_open = queue.is_open();
        if queue.is_paused {
            button(ui, "queue-go-on", is_open, QueueAction::Pause(false));
        } else {
            button(ui, "queue-pause", is_open, QueueAction::Pause(true));
        }
        button(ui, "queue-cancel", is_open, QueueAction::CancelAll);
        let has_ended = queue.entries.iter().any(|entry| !entry.is_open());
        button(ui, "queue-clear", has_ended, QueueAction::Clear);
    });
}

/// What is in the way, and what can be done about it.
fn blocked_ui(ui: &mut Ui, blocked: &Blocked, actions: &mut Vec<Action>) {
    ui.add_space(theme::BAR_SPACE);
    let mark = ui.visuals().warn_fg_color;
    Frame::group(ui.style()).stroke((1.5, mark)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let target = blocked.target.display().to_string();
        let text = match &blocked.blocker {
            Blocker::DiskFull => tr!("blocked-full", folder = target),
            Blocker::ReadOnly => tr!("blocked-read-only", folder = target),
            Blocker::TargetGone => tr!("blocked-target-gone", folder = target),
            Blocker::TargetRefuses => tr!("blocked-refused", reason = &blocked.reason),
            Blocker::SourceGone { folder } => {
                tr!("blocked-source-gone", folder = folder.display().to_string())
            }
        };
        ui.colored_label(mark, text);
        ui.horizontal_wrapped(|ui| {
            let mut button = |ui: &mut Ui, words: &str, action: QueueAction| {
                let help = translate_attribute(words, "help");
                if ui.button(tr!(words)).on_hover_text(help).clicked() {
                    actions.push(Action::Queue(action));
                }
            };
            button(ui, "queue-try-again", QueueAction::TryAgain);
            match blocked.blocker {
                Blocker::SourceGone { .. } => {
                    button(ui, "queue-leave-out-folder", QueueAction::LeaveOut);
                }
                Blocker::TargetRefuses => {
                    button(ui, "queue-other-folder", QueueAction::OtherFolder);
                    button(ui, "queue-leave-out", QueueAction::LeaveOut);
                }
                Blocker::DiskFull | Blocker::ReadOnly | Blocker::TargetGone => {
                    button(ui, "queue-other-folder", QueueAction::OtherFolder);
                }
            }
        });
    });
}

fn tabs_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        for tab in Tab::ALL {
            let count = state.export.queue.num_in(tab);
            let text = match tab {
                Tab::Open => tr!("queue-tab-open", count = count),
                Tab::Done => tr!("queue-tab-done", count = count),
                Tab::Failed => tr!("queue-tab-failed", count = count),
            };
            let mut text = RichText::new(text);
            if tab == Tab::Failed && count > 0 {
                text = text.color(ui.visuals().error_fg_color);
            }
            let is_chosen = state.export.tab == tab;
            if is_chosen {
                text = text.color(theme::ON_PICTURE);
            }
            if ui.selectable_label(is_chosen, text).clicked() {
                actions.push(Action::Queue(QueueAction::Show(tab)));
            }
        }
    });
    let has_failed = state.export.queue.num_in(Tab::Failed) > 0;
    if state.export.tab == Tab::Failed && has_failed && ui.button(tr!("queue-retry-all")).clicked()
    {
        actions.push(Action::Queue(QueueAction::Retry(None)));
    }
    ui.separator();
}

/// Only what is seen is laid out, so that eight hundred photographs cost no more than ten.
fn rows_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    let tab = state.export.tab;
    let queue = &state.export.queue;
    let entries: Vec<&Entry> = queue.entries.iter().filter(|e| tab.has(e)).collect();
    if entries.is_empty() {
        let text = match tab {
            Tab::Open => tr!("queue-none-open"),
            Tab::Done => tr!("queue-none-done"),
            Tab::Failed => tr!("queue-none-failed"),
        };
        ui.label(RichText::new(text).weak());
        return;
    }
    ScrollArea::vertical()
        .id_salt(("queue", tab as u8))
        .auto_shrink([false, false])
        .show_rows(ui, theme::QUEUE_ROW, entries.len(), |ui, range| {
            for entry in entries.get(range).into_iter().flatten() {
                let texture = textures.thumbnails.get(&entry.input);
                row_ui(ui, entry, queue, texture, actions);
            }
        });
}

fn row_ui(
    ui: &mut Ui,
    entry: &Entry,
    queue: &Queue,
    texture: Option<&PictureTexture>,
    actions: &mut Vec<Action>,
) {
    let size = vec2(ui.available_width(), theme::QUEUE_ROW);
    let can_show = entry.state == EntryState::Saved && can_reveal();
    let sense = if can_show {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let state = state_text(entry);
    let name = tr!("queue-row", name = entry.shown_name(), state = &state);
    let role = if can_show { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, &name));
    if can_show && (response.hovered() || response.has_focus()) {
        let fill = ui.visuals().widgets.hovered.weak_bg_fill;
        ui.painter().rect_filled(rect, 4.0, fill);
    }
    let picture = Rect::from_min_size(
        rect.min + theme::QUEUE_INSET,
        Vec2::splat(theme::QUEUE_TILE),
    );
    thumbnail_ui(ui, picture, texture);
    let num_icons = num_icons(entry) + usize::from(can_show);
    let icons = rect.with_min_x(rect.right() - icons_width(ui, num_icons));
    let words = Rect::from_min_max(
        pos2(picture.right() + theme::QUEUE_GAP, rect.top()),
        pos2(icons.left() - theme::BAR_SPACE, rect.bottom()),
    );
    words_ui(ui, words, entry, &state);
    let mut inner = ui.new_child(
        UiBuilder::new()
            .id_salt(entry.number)
            .max_rect(icons)
            .layout(Layout::right_to_left(Align::Center)),
    );
    icons_ui(&mut inner, entry, queue, actions);
    let hint = hint(entry, can_show);
    if response.on_hover_text(hint).clicked() {
        actions.push(Action::Queue(QueueAction::Reveal(entry.number)));
    }
}

/// The photograph as a square.
fn thumbnail_ui(ui: &Ui, rect: Rect, texture: Option<&PictureTexture>) {
    ui.painter()
        .rect_filled(rect, 3.0, ui.visuals().extreme_bg_color);
    if let Some(texture) = texture {
        let shown = texture.part_filling(rect.size());
        Image::new((texture.id(), rect.size()))
            .uv(shown)
            .corner_radius(3.0)
            .paint_at(ui, rect);
    }
}

fn words_ui(ui: &mut Ui, rect: Rect, entry: &Entry, state: &str) {
    let mut inner = ui.new_child(
        UiBuilder::new()
            .id_salt(("words", entry.number))
            .max_rect(rect)
            .layout(Layout::top_down(Align::Min)),
    );
    inner.spacing_mut().item_spacing.y = 1.0;
    inner.add_space(theme::QUEUE_TOP);
    let line = |ui: &mut Ui, text: RichText| {
        let label = egui::Label::new(text).truncate().selectable(false);
        ui.add(label.show_tooltip_when_elided(false));
    };
    // The row as a whole says this to a screen reader.
    line(&mut inner, RichText::new(entry.shown_name()));
    if let EntryState::Drawing {
        stage: Some(stage), ..
    } = entry.state
    {
        let bar = ProgressBar::new(stage_share(stage))
            .desired_height(theme::NOTE + theme::BAR_SPACE)
            .text(RichText::new(state).size(theme::NOTE));
        inner.add(bar);
    } else {
        let color = state_color(ui, entry);
        line(
            &mut inner,
            RichText::new(state).size(theme::NOTE).color(color),
        );
    }
}

fn state_color(ui: &Ui, entry: &Entry) -> Color32 {
    match entry.state {
        EntryState::Failed(_) => ui.visuals().error_fg_color,
        _ => ui.visuals().weak_text_color(),
    }
}

fn state_text(entry: &Entry) -> String {
    match &entry.state {
        EntryState::Waiting => tr!("queue-waiting"),
        EntryState::Drawing { stage: None, .. } => tr!("queue-next"),
        EntryState::Drawing {
            stage: Some(stage), ..
        } => match stage {
            Stage::Decode => tr!("queue-reading"),
            Stage::Draw => tr!("queue-drawing"),
            Stage::Ink => tr!("queue-inking"),
            Stage::Write => tr!("queue-writing"),
        },
        EntryState::Saved => tr!("queue-saved"),
        EntryState::Skipped => tr!("queue-skipped"),
        EntryState::Failed(reason) => reason.clone(),
    }
}

fn hint(entry: &Entry, can_show: bool) -> String {
    let show = |path: &Path| path.display().to_string();
    match &entry.state {
        EntryState::Saved if can_show => tr!("queue-show", path = show(&entry.output)),
        EntryState::Failed(reason) => {
            tr!("file-problem", path = show(&entry.input), reason = reason)
        }
        EntryState::Saved | EntryState::Skipped => show(&entry.output),
        EntryState::Waiting | EntryState::Drawing { .. } => show(&entry.input),
    }
}

/// Icons of a row.
fn num_icons(entry: &Entry) -> usize {
    match entry.state {
        EntryState::Waiting => 4,
        EntryState::Failed(_) => 2,
        EntryState::Drawing { .. } | EntryState::Saved | EntryState::Skipped => 1,
    }
}

/// What can be done with one photograph, from right to left.
fn icons_ui(ui: &mut Ui, entry: &Entry, queue: &Queue, actions: &mut Vec<Action>) {
    let number = entry.number;
    let mut icon =
        |ui: &mut Ui, icon: Icon, name: String, is_enabled: bool, action: QueueAction| {
            let response: Response = icon_ui(ui, icon, &name, is_enabled);
            if response.clicked() {
                actions.push(Action::Queue(action));
            }
        };
    let name = entry.shown_name();
    let cross = match entry.state {
        EntryState::Drawing { .. } => tr!("queue-cancel-one", name = &name),
        _ => tr!("queue-remove", name = &name),
    };
    icon(ui, Icon::Cross, cross, true, QueueAction::Remove(number));
    match entry.state {
        EntryState::Waiting => {
            for (sign, words, way) in [
                (Icon::Down, "queue-down", Way::Down),
                (Icon::Up, "queue-up", Way::Up),
                (Icon::ToFront, "queue-front", Way::ToFront),
            ] {
                let can_move = queue.can_move(number, way);
                let action = QueueAction::Move(number, way);
                icon(ui, sign, move_name(words, &name), can_move, action);
            }
        }
        EntryState::Failed(_) => {
            let again = tr!("queue-retry-one", name = &name);
            let action = QueueAction::Retry(Some(number));
            icon(ui, Icon::Again, again, true, action);
        }
        EntryState::Saved if can_reveal() => {
            let show = tr!("queue-reveal", name = &name);
            icon(ui, Icon::Folder, show, true, QueueAction::Reveal(number));
        }
        EntryState::Drawing { .. } | EntryState::Saved | EntryState::Skipped => {}
    }
}

fn move_name(words: &str, name: &str) -> String {
    tr!(words, name = name)
}
