//! A field of text that is meant first in what was just opened.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Response, Ui};

/// Gives a field with `text` in it the keyboard, with all of its text chosen, in the first frame in
/// which it is shown, so that what is typed takes the place of what is there.
pub(super) fn meant_first(ui: &Ui, field: &Response, text: &str) {
    let ctx = ui.ctx();
    let now = ctx.cumulative_frame_nr();
    let seen = ctx.data_mut(|data| {
        let before = data.get_temp::<u64>(field.id);
        data.insert_temp(field.id, now);
        before
    });
    if seen.is_some_and(|seen| seen + 1 >= now) {
        return;
    }
    field.request_focus();
    let mut state = TextEditState::load(ctx, field.id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, field.id);
}
