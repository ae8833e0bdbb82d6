//! The views by label and by keyboard: every state of every screen, both themes, large and small.

mod canvas;
mod export;
mod grid;
mod guide;
mod resolution;
mod shell;
mod sliders;
mod styles;
mod training;
mod welcome;
mod words;

use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::engine::{EngineError, Snapshot, TrainEvent, TrainSpec, UnfinishedRun};
use crate::i18n::{Language, set_language};
use crate::library::StyleEntry;
use crate::model::Dials;
use crate::render::DeviceReport;
use crate::train::{
    Advance, Measure, Plan, PlanChanges, Reason, Report, Score, Stage, StepLosses, Trouble,
};
use crate::ui::action::{Action, TeachAction};
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::state::{Empty, EngineState, PhotoState, State};
use crate::ui::teach::{Queued, Running, Sheet, SheetPage};

/// What a view reads and what it asked for.
struct Screen {
    state: State,
    actions: Vec<Action>,
}

fn harness(state: State, theme: Theme, size: Vec2) -> Harness<'static, Screen> {
    let screen = Screen {
        state,
        actions: Vec::new(),
    };
    let show = |ui: &mut eframe::egui::Ui, screen: &mut Screen| {
        super::shortcuts(ui.ctx(), &screen.state, &mut screen.actions);
        super::window_ui(ui, &screen.state, &Textures::default(), &mut screen.actions);
    };
    let mut harness = Harness::builder()
        .with_context_setup(|ctx| crate::ui::fonts::apply(ctx, crate::i18n::language()))
        .with_size(size)
        .with_theme(theme)
        .build_ui_state(show, screen);
    harness.run_steps(3);
    harness
}

fn large(state: State) -> Harness<'static, Screen> {
    harness(state, Theme::Dark, vec2(1280.0, 800.0))
}

/// Clicks what has that label; what was asked for.
fn click(harness: &mut Harness<'static, Screen>, label: &str) -> Vec<Action> {
    harness.state_mut().actions.clear();
    harness.get_by_label(label).click();
    harness.run_steps(3);
    harness.state().actions.clone()
}

fn ready() -> State {
    let mut state = State::new();
    state.empty = Empty::Sample;
    let names = ["oz-neill", "ink-philmay", "My hand"];
    state.styles = names.map(str::to_owned).to_vec();
    state.library = names
        .map(|name| StyleEntry {
            is_learnt: name == "My hand",
            ..StyleEntry::built_in(name.to_owned())
        })
        .to_vec();
    state.engine = EngineState::Ready(DeviceReport {
        adapters: Vec::new(),
        adapter: None,
        network_on_gpu: false,
        ink_on_gpu: false,
        self_test: None,
        note: None,
    });
    state
}

fn spec(name: &str) -> TrainSpec {
    TrainSpec {
        name: name.to_owned(),
        author: String::new(),
        licence: String::new(),
        pages: vec!["a.png".into(), "b.png".into()],
        photos: Vec::new(),
        pairs: Vec::new(),
        from: None,
        perceptual: None,
        plan: Plan::default(),
        changes: PlanChanges::default(),
        weights: Dials::NEUTRAL,
        folder: PathBuf::from(name),
        keep: true,
        awaits: false,
    }
}

fn with_sheet(num_pages: usize) -> State {
    let mut state = ready();
    let mut sheet = Sheet::new(&["/pages/Ink".into()], None);
    let page = |path: String, problem: Option<&str>| SheetPage {
        path: path.into(),
        pair: None,
        problem: problem.map(str::to_owned),
        warning: None,
        signs: None,
        thumbnail: None,
        is_used: true,
    };
    let good = (0..num_pages).map(|index| page(format!("{index}.png"), None));
    sheet.pages.extend(good);
    sheet
        .pages
        .push(page("bad.png".to_owned(), Some("not a picture")));
    state.teaching.sheet = Some(sheet);
    state
}

fn measure() -> Measure {
    Measure {
        style: 0.5,
        untouched: 0.9,
        content: 0.7,
        change: 0.1,
        spread: 0.15,
        pairs: None,
    }
}

fn learning() -> State {
    let mut state = ready();
    let mut running = Running::new(spec("Ink"));
    running.has_begun = true;
    for num_steps in 1..=30 {
        running.stepped(&Advance {
            num_steps,
            progress: 0.05,
            report: Report {
                stage: Stage::Code,
                losses: StepLosses {
                    style: 1.0 / num_steps as f32,
                    content: 0.5,
                    cycle: 0.1,
                    adversarial: 0.2,
                    discriminator: 1.9,
                    change: 0.1,
                    ..StepLosses::default()
                },
            },
            seconds: 1.0,
            evaluation: None,
            is_saved: false,
        });
    }
    running.add_point(Snapshot {
        num_steps: 20,
        measure: measure(),
        is_best: true,
        sample: std::sync::Arc::new(image::RgbaImage::new(4, 4)),
        objections: None,
        dropped: None,
    });
    state.teaching.running = Some(running);
    state.teaching.queue.push_back(Queued {
        spec: spec("Wash"),
        hold: None,
    });
    state
}

fn resting() -> State {
    let mut state = learning();
    if let Some(running) = &mut state.teaching.running {
        running.is_paused = true;
        running.obstacle = Some("no space left on the disk".to_owned());
        running.trouble = Some(Trouble::OneTexture);
        running.plan.shorten(30, 60.0);
    }
    state
}

fn closing() -> State {
    let mut state = learning();
    state.asks_to_close = true;
    state
}

fn dropped() -> State {
    let mut state = ready();
    state.dropped_folder = Some("/home/me/Pages".into());
    state
}

fn unfinished() -> State {
    let mut state = ready();
    state.teaching.unfinished = vec![UnfinishedRun {
        spec: spec("Ink"),
        num_steps: 40,
    }];
    state
}

fn failed() -> State {
    let mut state = State::new();
    state.engine = EngineState::Failed("the weights are damaged".to_owned());
    state.add_photos(vec!["good.jpg".into(), "bad.jpg".into()]);
    state.photos[1].state = PhotoState::Bad("not a picture".to_owned());
    state.problems.push("bad.jpg: not a picture".to_owned());
    state
}

/// What a person would see, to look at: `KINETOON_SCREENSHOTS=DIR` keeps it.
fn keep_screenshot(harness: &mut Harness<'static, Screen>, name: &str) {
    if let Some(folder) = std::env::var_os("KINETOON_SCREENSHOTS") {
        let picture = harness.render().unwrap();
        let name = format!("{name} {}x{}.png", picture.width(), picture.height());
        picture.save(PathBuf::from(folder).join(name)).unwrap();
    }
}

/// Every state of every screen.
const STATES: [fn() -> State; 30] = [
    State::new,
    ready,
    || with_sheet(12),
    || with_sheet(2),
    || with_sheet(0),
    learning,
    resting,
    training::watched,
    closing,
    dropped,
    unfinished,
    failed,
    shell::saving,
    shell::event,
    shell::about,
    shell::sources,
    shell::keys,
    export::sheet,
    export::refused_sheet,
    export::going,
    export::done,
    export::failed,
    export::blocked,
    export::pulled_out,
    export::left_over,
    export::empty,
    grid::grid,
    guide::guide,
    styles::form,
    styles::taken,
];

#[test]
fn every_state_is_shown_in_both_themes_and_languages_at_every_size() {
    for (index, state) in STATES.into_iter().enumerate() {
        for theme in [Theme::Dark, Theme::Light] {
            for size in [
                Vec2::from(crate::ui::theme::MIN_WINDOW),
                vec2(1280.0, 800.0),
                vec2(2560.0, 1440.0),
            ] {
                for language in Language::ALL {
                    // The other languages have a test of their own below: every size of all would
                    // take minutes.
                    if !matches!(language, Language::English | Language::Chinese) {
                        continue;
                    }
                    set_language(language);
                    // Missing glyphs fail by themselves.
                    let mut harness = harness(state(), theme, size);
                    harness.check_accessibility();
                    keep_screenshot(&mut harness, &format!("{index:02} {language:?} {theme:?}"));
                }
            }
        }
    }
}

#[test]
fn every_state_has_room_for_the_words_of_every_language() {
    for (index, state) in STATES.into_iter().enumerate() {
        for language in Language::ALL {
            set_language(language);
            let mut harness = harness(state(), Theme::Dark, vec2(900.0, 600.0));
            keep_screenshot(&mut harness, &format!("{index:02} 900x600 {language:?}"));
            // A label that is too long pushes its slider out of the panel.
            let sliders = harness.query_all_by_role(Role::Slider);
            let out: Vec<_> = sliders
                .filter(|slider| slider.rect().right() > 900.0)
                .map(|slider| slider.accesskit_node().label())
                .collect();
            assert!(out.is_empty(), "{index} {language:?}: {out:?}");
        }
    }
    set_language(Language::English);
}

#[test]
fn a_style_is_chosen_by_its_name_and_keeps_the_dials() {
    let mut harness = large(ready());
    let actions = click(&mut harness, "Pen");
    let chosen = actions.iter().find_map(|action| match action {
        Action::Set { settings, settled } => Some((settings.style.clone(), *settled)),
        _ => None,
    });
    assert_eq!(chosen, Some(("ink-philmay".to_owned(), true)));
}

#[test]
fn a_training_run_begins_by_button_and_by_key_but_not_without_pages() {
    let begins = |actions: &[Action]| actions.contains(&Action::Teach(TeachAction::Begin));
    let mut harness = large(with_sheet(12));
    assert!(begins(&click(&mut harness, "Start learning")));
    let mut harness = large(with_sheet(12));
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(begins(&harness.state().actions));
    let mut harness = large(with_sheet(0));
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(!begins(&harness.state().actions));
    assert!(!begins(&click(&mut harness, "Start learning")));
}

#[test]
fn how_long_it_takes_is_told_once_it_was_measured() {
    let mut state = with_sheet(12);
    large(state).get_by_label("Good, being timed…");
    state = with_sheet(12);
    let seconds_per_step = Ok(0.5);
    let event = TrainEvent::StepsTimed { seconds_per_step };
    assert!(state.teaching.take(event).is_empty());
    large(state).get_by_label("Good, about 5 min");
    state = with_sheet(12);
    let seconds_per_step = Err(EngineError::CANCELLED);
    let event = TrainEvent::StepsTimed { seconds_per_step };
    assert!(state.teaching.take(event).is_empty());
    large(state).get_by_label("Good");
}

#[test]
fn few_pages_and_bad_ones_are_told_before_it_begins() {
    let harness = large(with_sheet(2));
    harness.get_by_label_contains("rough likeness");
    harness.get_by_label("1 file is left out");
}

#[test]
fn the_score_of_the_pages_is_told_with_what_would_raise_it() {
    let mut state = with_sheet(12);
    if let Some(sheet) = &mut state.teaching.sheet {
        let reasons = vec![Reason::Soft(7), Reason::OneHand(12), Reason::Large];
        sheet.score = Some(Score { value: 42, reasons });
    }
    let harness = large(state);
    harness.get_by_label_contains("Score 42");
    harness.get_by_label_contains("7 pages are soft, 12 pages are one hand");
    harness.get_by_label_contains("To raise it: scan the pages anew");
}

#[test]
fn an_outlier_is_told_and_still_learnt_from_until_it_is_left_out() {
    let outliers = |is_used| {
        let mut state = with_sheet(12);
        if let Some(sheet) = &mut state.teaching.sheet {
            sheet.pages[3].warning = Some("unlike all other pages".to_owned());
            sheet.pages[3].is_used = is_used;
        }
        state
    };
    let harness = large(outliers(true));
    harness.get_by_label("1 page looks unlike all others");
    harness.get_by_label_contains("12 pages");
    let harness = large(outliers(false));
    assert!(
        harness
            .query_by_label("1 page looks unlike all others")
            .is_none()
    );
}

#[test]
fn questions_are_answered_by_button_and_escape_does_no_harm() {
    for (state, label, action, escape) in [
        (
            closing as fn() -> State,
            "Close and go on later",
            TeachAction::CloseAnyway,
            TeachAction::Stay,
        ),
        (
            dropped,
            "Comic pages",
            TeachAction::FolderIsStyle,
            TeachAction::FolderIsNothing,
        ),
        (
            unfinished,
            "Go on",
            TeachAction::GoOn(0),
            TeachAction::Later,
        ),
    ] {
        let mut harness = large(state());
        let actions = click(&mut harness, label);
        assert!(
            actions.contains(&Action::Teach(action)),
            "{label}: {actions:?}"
        );
        let mut harness = large(state());
        harness.key_press(Key::Escape);
        harness.run_steps(3);
        let actions = &harness.state().actions;
        assert!(
            actions.contains(&Action::Teach(escape)),
            "{label}: {actions:?}"
        );
    }
}
