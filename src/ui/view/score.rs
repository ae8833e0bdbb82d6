//! How well can be learnt from pages: a number, why, and what would raise it.

use eframe::egui::{Color32, RichText, Ui};

use crate::i18n::tr;
use crate::train::{Reason, Score};
use crate::ui::theme;

/// From here on pages are good, and from here on they will do.
const GOOD: u8 = 75;
const FAIR: u8 = 45;

/// The score with its reasons in a line, and what would raise it below.
pub(super) fn score_ui(ui: &mut Ui, score: &Score) {
    let reasons: Vec<_> = score.reasons.iter().map(|one| reason_text(*one)).collect();
    ui.horizontal_wrapped(|ui| {
        let number = RichText::new(tr!("score", value = score.value)).strong();
        ui.label(number.color(color(ui, score.value)))
            .on_hover_text(tr!("score-help"));
        ui.label(reasons.join(&tr!("trait-separator")));
    });
    for advice in score.reasons.iter().filter_map(|one| advice_text(*one)) {
        ui.label(RichText::new(tr!("score-advice", advice = advice)).weak());
    }
}

fn color(ui: &Ui, value: u8) -> Color32 {
    match value {
        GOOD.. => theme::ACCENT_TEXT,
        FAIR..GOOD => ui.visuals().strong_text_color(),
        _ => ui.visuals().warn_fg_color,
    }
}

fn reason_text(reason: Reason) -> String {
    match reason {
        Reason::OneHand(num) => tr!("score-one-hand", count = num),
        Reason::TwoHands(many, few) => tr!("score-two-hands", many = many, few = few),
        Reason::ManyPages(num) => tr!("score-many-pages", count = num),
        Reason::FewPages(num) => tr!("score-few-pages", count = num),
        Reason::Sharp => tr!("score-sharp"),
        Reason::Soft(num) => tr!("score-soft", count = num),
        Reason::Contrast => tr!("score-contrast"),
        Reason::Grey(num) => tr!("score-grey", count = num),
        Reason::Large => tr!("score-large"),
        Reason::Small(num) => tr!("score-small", count = num),
        Reason::LittleLettering => tr!("score-little-lettering"),
        Reason::Lettering(num) => tr!("score-lettering", count = num),
        Reason::Full => tr!("score-full"),
        Reason::Empty(num) => tr!("score-empty", count = num),
    }
}

fn advice_text(reason: Reason) -> Option<String> {
    Some(match reason {
        Reason::TwoHands(..) => tr!("score-advice-two-hands"),
        Reason::FewPages(_) => tr!("score-advice-few-pages"),
        Reason::Soft(_) => tr!("score-advice-soft"),
        Reason::Grey(_) => tr!("score-advice-grey"),
        Reason::Small(_) => tr!("score-advice-small"),
        Reason::Lettering(_) => tr!("score-advice-lettering"),
        Reason::Empty(_) => tr!("score-advice-empty"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_against_a_training_run_has_advice_here_and_on_the_command_line() {
        let all = [
            Reason::OneHand(9),
            Reason::TwoHands(8, 4),
            Reason::ManyPages(20),
            Reason::FewPages(1),
            Reason::Sharp,
            Reason::Soft(2),
            Reason::Contrast,
            Reason::Grey(2),
            Reason::Large,
            Reason::Small(2),
            Reason::LittleLettering,
            Reason::Lettering(2),
            Reason::Full,
            Reason::Empty(2),
        ];
        for reason in all {
            let (here, there) = (advice_text(reason), reason.advice());
            assert_eq!(here.is_some(), there.is_some(), "{reason:?}");
        }
    }
}
