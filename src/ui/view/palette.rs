//! The palette: every command by its name, with the keyboard alone.

use eframe::egui::{
    Align2, Area, Button, Frame, Id, Key, LayerId, Modifiers, Order, ScrollArea, TextEdit, Ui,
};

use super::toolbar::key_text;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::state::{Help, State};
use crate::ui::theme;

/// Distance of the palette from the top of the window, in points.
const TOP: f32 = 64.0;

pub(super) fn palette_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(Help::Palette { query, chosen }) = &state.help else {
        return;
    };
    let mut typed = query.clone();
    let found = Command::search(query);
    let last = found.len().saturating_sub(1);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut now_chosen = (*chosen).min(last);
    if pressed(Key::ArrowDown) {
        now_chosen = if now_chosen == last {
            0
        } else {
            now_chosen + 1
        };
    }
    if pressed(Key::ArrowUp) {
        now_chosen = now_chosen.checked_sub(1).unwrap_or(last);
    }
    let is_entered = pressed(Key::Enter);
    let is_left = pressed(Key::Escape);
    let mut clicked = None;
    let id = Id::unique("palette");
    let layer = LayerId::new(Order::Foreground, id);
    let was_open = ui.memory(|memory| memory.areas().visible_last_frame(&layer));
    let area = Area::new(id)
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, [0.0, TOP])
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(10.0).show(ui, |ui| {
                ui.set_width(theme::PALETTE_WIDTH.min(ui.ctx().content_rect().width() - 40.0));
                let field = TextEdit::singleline(&mut typed)
                    .hint_text(tr!("palette-hint"))
                    .desired_width(f32::INFINITY);
                ui.add(field).request_focus();
                ui.add_space(6.0);
                // Another list is read from its beginning.
                let shows = if !was_open || typed != *query {
                    Shows::Beginning
                } else if now_chosen != *chosen {
                    Shows::Chosen
                } else {
                    Shows::Same
                };
                clicked = list_ui(ui, &found, now_chosen, shows, state);
            });
        });
    let outside = area.response.clicked_elsewhere();
    let entered = found.get(now_chosen).copied().filter(|_| is_entered);
    let run = clicked.or(entered);
    match run {
        Some(command) if command.is_enabled(state) => {
            actions.push(Action::CloseHelp);
            actions.push(Action::Command(command));
        }
        _ if is_left || outside => actions.push(Action::CloseHelp),
        _ if typed != *query => actions.push(Action::Seek {
            query: typed,
            chosen: 0,
        }),
        _ if now_chosen != *chosen => actions.push(Action::Seek {
            query: typed,
            chosen: now_chosen,
        }),
        _ => {}
    }
}

/// Where a list is scrolled to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Beginning,
    Chosen,
    /// Wherever it was.
    Same,
}

/// The commands that were found; the one that was clicked.
fn list_ui(
    ui: &mut Ui,
    found: &[Command],
    chosen: usize,
    shows: Shows,
    state: &State,
) -> Option<Command> {
    let mut clicked = None;
    if found.is_empty() {
        ui.label(tr!("palette-nothing"));
    }
    // A short list must not make the next one short: its height is not that of the last frame.
    let mut area = ScrollArea::vertical()
        .max_height(theme::PALETTE_HEIGHT)
        .min_scrolled_height(theme::PALETTE_HEIGHT)
        .auto_shrink([false, true]);
    if shows == Shows::Beginning {
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        for (index, command) in found.iter().enumerate() {
            let mut button = Button::new(command.label())
                .selected(index == chosen)
                .frame_when_inactive(index == chosen)
                .min_size([ui.available_width(), 0.0].into());
            if let Some(key) = command.shortcut() {
                button = button.shortcut_text(key_text(ui, key));
            }
            let row = ui.add_enabled(command.is_enabled(state), button);
            if index == chosen && shows == Shows::Chosen {
                row.scroll_to_me(None);
            }
            let obstacle = command.obstacle(state);
            let row = row.on_disabled_hover_text(obstacle.unwrap_or_else(|| command.help()));
            if row.on_hover_text(command.help()).clicked() {
                clicked = Some(*command);
            }
        }
    });
    clicked
}
