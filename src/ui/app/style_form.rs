//! What the window does when a learnt style is given another label.

use super::Window;
use crate::i18n::tr;
use crate::library::StyleFolderError;
use crate::ui::action::LabelAction;
use crate::ui::errands::Errand;
use crate::ui::explain;
use crate::ui::style_form::{StyleEdit, StyleForm};

impl Window {
    /// Does what a view asked for about the form.
    pub(super) fn label_style(&mut self, action: LabelAction) {
        match action {
            LabelAction::Open(style) => {
                self.state.style_form = StyleForm::new(&self.state, &style);
            }
            LabelAction::Fill(label) => {
                if let Some(form) = &mut self.state.style_form {
                    form.label = label;
                }
            }
            LabelAction::Keep => {
                let Some(form) = self.state.style_form.take() else {
                    return;
                };
                if form.obstacle(&self.state).is_some() {
                    self.state.style_form = Some(form);
                } else if let Some(edit) = form.edit() {
                    self.send(Errand::EditStyle(edit, true));
                }
            }
            LabelAction::Close => self.state.style_form = None,
        }
    }

    /// A style has another label now, or keeps the one that it had; `is_new` unless a step back or
    /// forward did it.
    pub(super) fn style_is_edited(
        &mut self,
        edit: StyleEdit,
        is_new: bool,
        outcome: Result<(), StyleFolderError>,
    ) {
        if let Err(err) = outcome {
            let problem = explain::style_folder_error(&err);
            return self.state.problems.push(problem);
        }
        let (was, is) = (edit.before.name.clone(), edit.after.name.clone());
        if was == is {
            self.state.notify(tr!("style-edited", name = is));
        } else {
            if self.state.style_renamed(&was, &is) {
                self.save_presets();
            }
            if let Some(picture) = self.textures.styles.remove(&was) {
                self.textures.styles.insert(is.clone(), picture);
            }
            self.drawn.style_changed(&was);
            self.keep_queue();
            self.state.notify(tr!("style-renamed", old = was, new = is));
        }
        if is_new {
            self.state.settings.style_edited(edit);
        }
        self.reload_styles();
    }
}
