//! How large exported drawings are on paper, as it is chosen on the sheet.

use eframe::egui::Event;

use super::export::{filled, sheet, with_choices};
use super::*;
use crate::picture::OutputFormat;

#[test]
fn the_resolution_is_chosen_or_typed_and_greyed_where_files_have_none() {
    let combo = |harness: &Harness<'static, Screen>| {
        let combo = harness.get_by_role_and_label(Role::ComboBox, "Resolution");
        combo.accesskit_node().is_disabled()
    };
    let mut harness = large(sheet());
    assert!(!combo(&harness));
    harness
        .get_by_role_and_label(Role::ComboBox, "Resolution")
        .click();
    harness.run_steps(3);
    let chosen = filled(&click(&mut harness, "300 dpi")).unwrap();
    assert_eq!(chosen.dpi, Some(300));
    let mut harness = large(with_choices(|choices| choices.dpi = Some(300)));
    let field = harness.get_by_role_and_label(Role::SpinButton, "Resolution");
    field.click();
    harness.run_steps(2);
    harness.event(Event::Text("240".to_owned()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let typed = filled(&harness.state().actions).unwrap();
    assert_eq!(typed.dpi, Some(240));
    let gif = with_choices(|choices| choices.format = Some(OutputFormat::Gif));
    let harness = large(gif);
    assert!(combo(&harness));
    harness.get_by_label("GIF files do not say how large they are on paper");
}

#[test]
fn the_sizes_of_drawings_stand_in_one_row_in_every_language() {
    for size in [vec2(900.0, 600.0), vec2(1280.0, 800.0)] {
        for language in Language::ALL {
            set_language(language);
            let harness = harness(sheet(), Theme::Dark, size);
            let words = ["drawing", "photo", "double", "quadruple"];
            let tops: Vec<f32> = words
                .iter()
                .map(|word| {
                    let key = format!("export-size-{word}");
                    let label = crate::i18n::tr!(&key);
                    harness.get_by_label(&label).rect().top()
                })
                .collect();
            let is_level = tops.iter().all(|top| (top - tops[0]).abs() < 1.0);
            assert!(is_level, "{size} {language:?}: {tops:?}");
        }
    }
    set_language(Language::English);
}
