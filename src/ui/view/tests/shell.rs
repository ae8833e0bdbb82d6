//! Menus, palette, help, messages, status bar and the focus of the keyboard.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Modifiers, PointerButton, RawInput, Rect};

use super::*;
use crate::engine::{JobId, Stage};
use crate::i18n::{tr, translate_attribute};
use crate::ink::SLIDERS;
use crate::ui::export::EntryState;
use crate::ui::pointer::PacedPointer;
use crate::ui::reveal::can_reveal;
use crate::ui::state::{Help, ViewMode};
use crate::ui::toast::Remedy;

pub(super) fn saving() -> State {
    let mut state = ready();
    state.add_photos(vec!["a.jpg".into(), "b.jpg".into()]);
    let single = state.single().unwrap();
    let saving = &mut state.export.queue.singles;
    for (job, stage) in [(1, Some(Stage::Ink)), (2, None)] {
        let mut entry = single.clone();
        entry.state = EntryState::Drawing {
            job: JobId(job),
            stage,
        };
        saving.add(entry);
    }
    saving.num_saved = 1;
    state
}

pub(super) fn event() -> State {
    let mut state = ready();
    state.notify("Copied".to_owned());
    let remedy = Remedy::Reveal("/pictures/a-comic.png".into());
    state.notify_with("Saved a-comic.png".to_owned(), remedy);
    state
}

pub(super) fn sources() -> State {
    let mut state = ready();
    state.help = Some(Help::Sources);
    state
}

pub(super) fn about() -> State {
    let mut state = ready();
    state.help = Some(Help::About);
    state
}

pub(super) fn keys() -> State {
    let mut state = ready();
    state.help = Some(Help::Shortcuts);
    state
}

fn palette(query: &str) -> State {
    let mut state = ready();
    state.help = Some(Help::Palette {
        query: query.to_owned(),
        chosen: 0,
    });
    state
}

fn asked(harness: &Harness<'static, Screen>, command: Command) -> bool {
    harness.state().actions.contains(&Action::Command(command))
}

#[test]
fn every_menu_opens_and_its_entries_do_their_command() {
    for (menu, entry, command) in [
        ("File", "Open folder…", Command::OpenFolder),
        ("View", "Full screen", Command::FullScreen),
        ("Help", "About Kinetoon", Command::About),
    ] {
        let mut harness = large(ready());
        harness.get_by_label(menu).click();
        harness.run_steps(3);
        harness.get_by_label_contains(entry).click();
        harness.run_steps(3);
        assert!(asked(&harness, command), "{menu}: {entry}");
    }
}

#[test]
fn the_palette_is_used_with_the_keyboard_alone() {
    let mut harness = large(ready());
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run_steps(2);
    assert!(asked(&harness, Command::Palette));

    let mut harness = large(palette("theme"));
    harness.get_by_label_contains("Dark theme");
    harness.state_mut().actions.clear();
    harness.key_press(Key::ArrowDown);
    harness.run_steps(2);
    let query = "theme".to_owned();
    let seeks = Action::Seek { query, chosen: 1 };
    assert!(harness.state().actions.contains(&seeks));
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let first = Command::search("theme")[0];
    assert!(asked(&harness, first) || asked(&harness, Command::search("theme")[1]));

    let mut harness = large(palette("no such thing"));
    harness.get_by_label("No command has this name");
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&Action::CloseHelp));
}

#[test]
fn a_command_that_makes_no_sense_now_is_not_done_from_the_palette() {
    let mut harness = large(palette("undo"));
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(!asked(&harness, Command::Undo));
}

#[test]
fn keys_rest_while_something_must_be_answered() {
    let mut harness = large(about());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::T);
    harness.run_steps(2);
    assert!(!asked(&harness, Command::Teach));
    harness.get_by_label_contains("David Revoy");
    let actions = click(&mut harness, "Close");
    assert!(actions.contains(&Action::CloseHelp));
}

#[test]
fn what_the_weights_were_taught_with_is_there_to_the_last_line() {
    let harness = large(sources());
    harness.get_by_label("Photographs");
    harness.get_by_label_contains("forresti/SqueezeNet");
    for style in ["oz-neill", "peppercarrot", "ink-philmay"] {
        harness.get_by_label(style);
    }
}

#[test]
fn the_list_of_keys_names_them_all() {
    let harness = large(keys());
    for key in ["Ctrl+Shift+P", "Ctrl++", "PageDown", "F11"] {
        harness.get_by_label(key);
    }
}

#[test]
fn saving_is_told_in_per_cent_and_can_be_stopped() {
    let mut harness = large(saving());
    harness.get_by_label("Saving 2 of 3");
    // One of three is done, and half of the second.
    assert_eq!(
        (harness.state().state.export.queue.singles.share() * 100.0).round(),
        50.0
    );
    let actions = click(&mut harness, "Stop");
    assert!(actions.contains(&Action::Command(Command::Stop)));
}

#[test]
fn messages_offer_what_can_be_done_and_are_closed() {
    let mut harness = large(event());
    harness.get_by_label("Copied");
    let actions = click(&mut harness, "Show in folder");
    assert!(actions.contains(&Action::Remedy(1)));
}

#[test]
fn the_panel_can_be_hidden() {
    let mut state = ready();
    state.shows_controls = false;
    let harness = large(state);
    assert!(harness.query_by_label("Pen").is_none());
}

#[test]
fn a_slider_is_named_and_moved_by_the_arrows() {
    let mut harness = large(ready());
    let slider =
        harness.get_by_role_and_label(eframe::egui::accesskit::Role::Slider, "Line strength");
    slider.focus();
    harness.run_steps(2);
    harness.state_mut().actions.clear();
    harness.key_press(Key::ArrowRight);
    harness.run_steps(2);
    let is_more =
        |action: &Action| matches!(action, Action::Set { settings, .. } if settings.ink.line > 1.0);
    assert!(harness.state().actions.iter().any(is_more));
}

#[test]
fn the_handle_of_the_wipe_is_moved_by_the_arrows() {
    let mut state = ready();
    state.mode = ViewMode::Wipe;
    let mut harness = large(state);
    harness.get_by_label("Photograph and drawing").focus();
    harness.run_steps(2);
    harness.key_press(Key::ArrowLeft);
    harness.run_steps(2);
    let is_less = |action: &Action| matches!(action, Action::Wipe(at) if *at < 0.5);
    assert!(harness.state().actions.iter().any(is_less));
}

#[test]
fn the_window_speaks_chinese() {
    set_language(Language::Chinese);
    let mut harness = large(ready());
    harness.get_by_label("钢笔画");
    harness.get_by_label("文件").click();
    harness.run_steps(3);
    harness.get_by_label_contains("打开文件夹…");
}

#[test]
fn the_last_saved_file_is_shown_once_there_is_one() {
    let mut state = ready();
    let command = Command::ShowSaved;
    assert!(!command.is_enabled(&state));
    assert_eq!(command.obstacle(&state), Some(tr!("show-saved-none")));
    state.notify_saved("Saved".to_owned(), "/out/a.png".as_ref());
    assert_eq!(command.is_enabled(&state), can_reveal());
    assert_eq!(command.obstacle(&state).is_none(), can_reveal());
    let mut harness = large(state);
    click(&mut harness, "File");
    let actions = click(&mut harness, "Show the last saved file");
    assert_eq!(actions.contains(&Action::Command(command)), can_reveal());
}

#[test]
fn a_style_is_chosen_however_long_the_button_was_down() {
    let mut harness = large(ready());
    let mut pointer = PacedPointer::default();
    let at = harness.get_by_label("Pen").rect().center();
    harness.event(Event::PointerMoved(at));
    harness.step();
    for pressed in [true, false] {
        // As the window does before each frame.
        pointer.pace(&harness.ctx, &mut RawInput::default());
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        // A quarter of a second each.
        harness.run_steps(10);
    }
    let is_chosen = harness.state().actions.iter().any(|action| match action {
        Action::Set { settings, .. } => settings.style == "ink-philmay",
        _ => false,
    });
    assert!(is_chosen);
}

#[test]
fn a_double_click_on_a_slider_brings_its_default_back() {
    let mut state = ready();
    let mut settings = state.settings_of("oz-neill");
    let default = settings.ink.values()[0];
    *settings.ink.values_mut()[0] = 0.0;
    assert_ne!(default, 0.0);
    state.settings.set(settings, true);
    let mut harness = large(state);
    // Each event has a frame of its own here, and a frame takes a quarter of a second.
    let wait = 2.0;
    let options = |options: &mut eframe::egui::Options| {
        options.input_options.max_double_click_delay = wait;
    };
    harness.ctx.options_mut(options);
    let at = first_slider(&harness).left_center() + vec2(40.0, 0.0);
    harness.event(Event::PointerMoved(at));
    harness.step();
    for pressed in [true, false, true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.step();
    }
    let actions = harness.state().actions.iter().rev();
    let last = actions.filter_map(|action| match action {
        Action::Set { settings, .. } => Some(settings.ink.values()[0]),
        _ => None,
    });
    assert_eq!(last.into_iter().next(), Some(default));
}

/// Where the slider is that comes first in the table of the ink's.
fn first_slider(harness: &Harness<'static, Screen>) -> Rect {
    let label = tr!(SLIDERS[0].words);
    harness.get_by_role_and_label(Role::Slider, &label).rect()
}

#[test]
fn what_a_slider_does_is_said_beside_the_panel() {
    let mut harness = large(ready());
    let slider = first_slider(&harness);
    harness.event(Event::PointerMoved(slider.center()));
    // Its time is that of some seconds.
    harness.run_steps(20);
    let help = translate_attribute(SLIDERS[0].words, "help");
    let said = harness.get_by_label(&help).rect();
    assert!(said.right() <= slider.left(), "{said:?} is over {slider:?}");
}

#[test]
fn a_short_list_leaves_the_palette_as_high_as_it_was() {
    let height = |harness: &Harness<'static, Screen>| {
        let id = eframe::egui::Id::unique("palette");
        harness
            .ctx
            .memory(|memory| memory.area_rect(id))
            .unwrap()
            .height()
    };
    let mut harness = large(palette(""));
    harness.run_steps(3);
    let high = height(&harness);
    for (query, is_high) in [("full screen", false), ("", true)] {
        harness.state_mut().state.help = palette(query).help;
        harness.run_steps(4);
        assert_eq!(
            height(&harness) == high,
            is_high,
            "{query:?}: {}",
            height(&harness)
        );
    }
}

#[test]
fn what_was_opened_last_is_opened_again_from_the_menu() {
    let mut state = ready();
    let path = PathBuf::from("/pictures/holiday");
    state.recent = vec![path.clone()];
    let mut harness = large(state);
    click(&mut harness, "File");
    harness.get_by_label_contains("Open recent").hover();
    harness.run_steps(10);
    let actions = click(&mut harness, "holiday");
    assert!(actions.contains(&Action::Add(vec![path])), "{actions:?}");
}

#[test]
fn the_panel_is_reached_by_tab_and_a_tile_is_pressed_by_space() {
    let mut harness = large(ready());
    for _ in 0..60 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        if harness.get_by_label("Pen").is_focused() {
            break;
        }
    }
    assert!(
        harness.get_by_label("Pen").is_focused(),
        "Tab never came to the shelf"
    );
    harness.state_mut().actions.clear();
    harness.key_press(Key::Space);
    harness.run_steps(3);
    let is_set = |action: &Action| matches!(action, Action::Set { .. });
    assert!(harness.state().actions.iter().any(is_set));
}

#[test]
fn commands_answer_to_their_keys() {
    let mut harness = large(ready());
    harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::T);
    harness.run_steps(3);
    let teach = Action::Command(Command::Teach);
    assert!(harness.state().actions.contains(&teach));
}
