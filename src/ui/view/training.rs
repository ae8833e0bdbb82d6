//! The panel with the training run that runs: time left, curves, points to go back to, and what
//! waits.

use eframe::egui::{
    Button, Checkbox, CollapsingHeader, Color32, Grid, Image, ProgressBar, Rect, RichText,
    ScrollArea, Spinner, Ui, vec2,
};
use egui_plot::{Line, Plot, PlotPoints, VLine};

use super::canvas::WHOLE;
use super::drawings::drawings_ui;
use super::score::score_ui;
use super::sheet::traits_text;
use super::toolbar::tooltip;
use crate::i18n::{number, percent, tr, translate_attribute};
use crate::train::Trouble;
use crate::ui::action::{Action, TeachAction};
use crate::ui::command::Command;
use crate::ui::state::{EngineState, State};
use crate::ui::teach::{Curve, Point, Queued, Running};
use crate::ui::theme;

/// Losses near zero are not blown up beyond this.
const SMALLEST_SCALE: f64 = 0.02;
/// The adversarial loss moves most.
const ADVERSARIAL_SCALE: f64 = 4.0;
/// Samples beside each other.
const POINTS_IN_A_ROW: usize = 3;

pub(super) fn training_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt("lesson").show(ui, |ui| {
        ui.add_space(theme::GROUP_SPACE);
        drawings_ui(ui, &state.drawings, actions);
        if let Some(running) = &state.teaching.running {
            running_ui(ui, running, state, actions);
        }
        if !state.teaching.queue.is_empty() {
            ui.add_space(theme::GROUP_SPACE);
            ui.label(RichText::new(tr!("lesson-waiting")).strong());
            for (index, Queued { spec, .. }) in state.teaching.queue.iter().enumerate() {
                ui.horizontal(|ui| {
                    ui.label(&spec.name);
                    if ui.small_button(tr!("lesson-unqueue")).clicked() {
                        actions.push(Action::Teach(TeachAction::Unqueue(index)));
                    }
                });
            }
        }
    });
}

/// What learns: the graphics card or the CPU.
fn place(state: &State) -> String {
    match &state.engine {
        EngineState::Ready(device) => match &device.adapter {
            Some(adapter) if device.network_on_gpu => adapter.name.clone(),
            _ => tr!("status-cpu"),
        },
        EngineState::Starting | EngineState::Failed(_) => String::new(),
    }
}

fn running_ui(ui: &mut Ui, running: &Running, state: &State, actions: &mut Vec<Action>) {
    let name = &running.spec.name;
    ui.label(
        RichText::new(tr!("lesson-heading", name = name))
            .strong()
            .size(16.0),
    );
    let pages = tr!("lesson-pages", count = running.num_pages);
    ui.label(match running.num_left_out {
        0 => pages,
        count => tr!("lesson-pages-left-out", pages = pages, count = count),
    });
    if !running.traits.is_empty() {
        ui.label(RichText::new(traits_text(&running.traits)).weak());
    }
    if let Some(score) = &running.score {
        score_ui(ui, score);
    }
    ui.add_space(4.0);
    if running.has_begun {
        let share = running.progress as f32;
        ui.add(ProgressBar::new(share).text(percent(share)));
    } else {
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(14.0));
            ui.label(tr!("teach-looking"));
        });
    }
    ui.label(pace_text(running));
    if let Some(bytes) = running.memory_bytes {
        ui.label(
            RichText::new(tr!(
                "lesson-memory",
                place = place(state),
                megabytes = bytes >> 20
            ))
            .weak(),
        );
    }
    ui.add_space(6.0);
    // Above everything that comes and goes, so that a button stays under the pointer.
    buttons_ui(ui, running, actions);
    notices_ui(ui, running);
    ui.add_space(theme::GROUP_SPACE);
    gain_ui(ui, running);
    see_ui(ui, running, state, actions);
    CollapsingHeader::new(tr!("lesson-losses"))
        .id_salt("losses")
        .show_unindented(ui, |ui| {
            curves_ui(ui, running);
            ui.label(RichText::new(tr!("lesson-steer")).weak());
        });
    if !running.points.is_empty() {
        ui.add_space(theme::GROUP_SPACE);
        ui.label(RichText::new(tr!("lesson-points")).strong());
        ui.label(RichText::new(tr!("lesson-points-help")).weak());
        points_ui(ui, &running.points, state.critic.is_on, actions);
    }
}

fn pace_text(running: &Running) -> String {
    let step = running.num_steps;
    if running.is_paused {
        return tr!("lesson-resting", step = step);
    }
    if let Some(step) = running.waits_at {
        return tr!("lesson-awaits", step = step);
    }
    match (running.seconds_per_step(), running.seconds_left()) {
        (Some(pace), Some(left)) => {
            let pace = number(pace, 1);
            tr!(
                "lesson-pace",
                step = step,
                pace = pace,
                left = duration(left)
            )
        }
        _ => tr!("lesson-step", step = step),
    }
}

fn notices_ui(ui: &mut Ui, running: &Running) {
    let color = ui.visuals().warn_fg_color;
    if let Some(obstacle) = &running.obstacle {
        ui.colored_label(color, tr!("lesson-resting-because", reason = obstacle));
    }
    if let Some(trouble) = running.trouble {
        ui.colored_label(color, trouble_text(trouble));
    }
    if let Some(times) = running.slowed() {
        let times = number(times, 1);
        ui.label(RichText::new(tr!("lesson-slowed", times = times)).weak());
    }
    if running.ends_sooner() {
        ui.label(RichText::new(tr!("lesson-settled")).weak());
    }
}

/// How good it has become, in words that say what is seen.
fn gain_ui(ui: &mut Ui, running: &Running) {
    let Some([first, best]) = running.gain() else {
        return;
    };
    ui.label(RichText::new(tr!("lesson-gain")).strong());
    for (words, before, now) in [
        ("lesson-like-pages", first.like_pages, best.like_pages),
        (
            "lesson-true-to-photo",
            first.true_to_photo,
            best.true_to_photo,
        ),
    ] {
        let label = ui.label(tr!(words, share = percent(now), before = percent(before)));
        label.on_hover_text(translate_attribute(words, "help"));
        ui.add(ProgressBar::new(now).desired_height(6.0));
    }
    ui.add_space(4.0);
}

/// Shows the style on the canvas: any photograph, large, with all ways to compare.
fn see_ui(ui: &mut Ui, running: &Running, state: &State, actions: &mut Vec<Action>) {
    let name = &running.spec.name;
    let is_shown = state.settings.present().style == *name;
    let is_there = state.styles.contains(name);
    let button = Button::new(tr!("lesson-see"));
    let response = ui.add_enabled(is_there && !is_shown, button);
    let help = translate_attribute("lesson-see", "help");
    if response.on_hover_text(help).clicked() {
        actions.push(Action::Set {
            settings: state.choosing(name),
            settled: true,
        });
    }
    critic_ui(ui, state, actions);
}

/// Shows on the drawing what the network objects to.
fn critic_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let command = Command::Critic;
    let help = tooltip(ui, command);
    let mut is_on = command.is_on(state) == Some(true);
    let checkbox = Checkbox::new(&mut is_on, command.label());
    let response = ui.add_enabled(command.is_enabled(state), checkbox);
    let response = response.on_hover_text(&help).on_disabled_hover_text(&help);
    if response.changed() {
        actions.push(Action::Command(command));
    }
}

fn buttons_ui(ui: &mut Ui, running: &Running, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let pause = if running.is_paused {
            tr!("lesson-go-on")
        } else {
            tr!("lesson-pause")
        };
        if ui
            .add_enabled(running.has_begun, Button::new(pause))
            .clicked()
        {
            actions.push(Action::Teach(TeachAction::Pause(!running.is_paused)));
        }
        let stop = Button::new(tr!("lesson-stop"));
        if ui
            .add_enabled(running.has_begun, stop)
            .on_hover_text(translate_attribute("lesson-stop", "help"))
            .clicked()
        {
            actions.push(Action::Teach(TeachAction::Stop));
        }
        if ui
            .button(tr!("lesson-drop"))
            .on_hover_text(translate_attribute("lesson-drop", "help"))
            .clicked()
        {
            actions.push(Action::Teach(TeachAction::Drop));
        }
    });
    let mut is_gentle = running.is_gentle;
    if ui
        .add(Checkbox::new(&mut is_gentle, tr!("lesson-gentle")))
        .on_hover_text(translate_attribute("lesson-gentle", "help"))
        .changed()
    {
        actions.push(Action::Teach(TeachAction::Gentle(is_gentle)));
    }
}

fn curves_ui(ui: &mut Ui, running: &Running) {
    let curves = [
        (tr!("lesson-loss-style"), &running.style),
        (tr!("lesson-loss-content"), &running.content),
        (tr!("lesson-loss-cycle"), &running.cycle),
        (tr!("lesson-loss-adversarial"), &running.adversarial),
    ];
    ui.horizontal_wrapped(|ui| {
        for ((name, curve), color) in curves.iter().zip(theme::CURVES) {
            let text = match curve.values.last() {
                Some([_, value]) => {
                    let value = number(*value, 2);
                    tr!("lesson-loss-value", name = name, value = value)
                }
                None => name.clone(),
            };
            ui.colored_label(color, text);
        }
    });
    Plot::new("losses")
        .height(theme::CURVES_HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .show_axes([true, false])
        .show(ui, |plot| {
            let last = curves.len() - 1;
            for (index, ((name, curve), color)) in curves.into_iter().zip(theme::CURVES).enumerate()
            {
                let is_adversarial = index == last;
                let points: PlotPoints<'_> = relative(curve, is_adversarial).into();
                plot.line(Line::new(name, points).color(color).width(1.8));
            }
            for step in &running.marks {
                plot.vline(
                    VLine::new(tr!("lesson-weights-moved"), *step as f64).color(theme::MARK),
                );
            }
        });
}

/// A curve by its own start, so that all of them fit: what counts is whether they fall. The
/// adversarial loss goes through zero and has a scale of its own.
fn relative(curve: &Curve, is_adversarial: bool) -> Vec<[f64; 2]> {
    let start = curve.values.first().map_or(1.0, |value| value[1]);
    let scale = if is_adversarial {
        ADVERSARIAL_SCALE
    } else {
        start.abs().max(SMALLEST_SCALE)
    };
    let values = curve.values.iter();
    values
        .map(|[step, value]| [*step, 1.0 + (value - start) / scale])
        .collect()
}

fn points_ui(ui: &mut Ui, points: &[Point], is_criticised: bool, actions: &mut Vec<Action>) {
    Grid::new("points").spacing([6.0, 6.0]).show(ui, |ui| {
        for (index, point) in points.iter().enumerate() {
            point_ui(ui, point, is_criticised, actions);
            if index % POINTS_IN_A_ROW == POINTS_IN_A_ROW - 1 {
                ui.end_row();
            }
        }
    });
}

fn point_ui(ui: &mut Ui, point: &Point, is_criticised: bool, actions: &mut Vec<Action>) {
    let Some(texture) = &point.texture else {
        return;
    };
    let num_steps = point.num_steps;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let [width_px, height] = texture.size_vec2().into();
        let size = vec2(
            theme::SAMPLE_WIDTH,
            theme::SAMPLE_WIDTH * (height / width_px).min(1.2),
        );
        let image = Image::new((texture.id(), size)).alt_text(tr!("lesson-step", step = num_steps));
        let measure = tr!(
            "lesson-point-measure",
            style = number(point.measure.style.into(), 3),
            content = number(point.measure.content.into(), 3)
        );
        let (step, hint) = (
            tr!("lesson-step", step = num_steps),
            tr!("lesson-point-help"),
        );
        let help = format!("{step}\n{measure}\n{hint}");
        let button = ui.add(Button::image(image).frame(false));
        let objections = point.objections.as_ref().filter(|_| is_criticised);
        let criticise = |ui: &Ui, rect: Rect| {
            if let Some(objections) = objections {
                let painter = ui.painter();
                painter.image(objections.id(), rect, WHOLE, Color32::WHITE);
            }
        };
        criticise(ui, Rect::from_center_size(button.rect.center(), size));
        let button = button.on_hover_ui(|ui| {
            let width = theme::LARGE_SAMPLE_WIDTH;
            let large = vec2(width, width * height / width_px);
            let sample = ui.image((texture.id(), large));
            criticise(ui, sample.rect);
            ui.label(help);
        });
        if button.clicked() {
            actions.push(Action::Teach(TeachAction::GoBackTo(num_steps)));
        }
        if point.is_best {
            let text = RichText::new(tr!("lesson-point-best", step = num_steps)).small();
            ui.colored_label(theme::ACCENT, text.strong());
        } else {
            ui.label(RichText::new(num_steps.to_string()).small());
        }
    });
}

fn trouble_text(trouble: Trouble) -> String {
    match trouble {
        Trouble::NothingDrawn => tr!("trouble-nothing-drawn"),
        Trouble::OneTexture => tr!("trouble-one-texture"),
        Trouble::Diverged => tr!("trouble-diverged"),
    }
}

/// A duration in plain words.
pub(super) fn duration(seconds: f64) -> String {
    let minutes = seconds / 60.0;
    if seconds < 55.0 {
        tr!(
            "duration-seconds",
            count = (seconds.max(0.0) as u64).div_ceil(5) * 5
        )
    } else if minutes < 90.0 {
        tr!("duration-minutes", count = minutes.ceil().max(1.0) as u64)
    } else {
        tr!("duration-hours", hours = number(minutes / 60.0, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_to_what_a_person_wants_to_know() {
        assert_eq!(duration(3.0), "5 s");
        assert_eq!(duration(61.0), "2 min");
        assert_eq!(duration(600.0), "10 min");
        assert_eq!(duration(7200.0), "2.0 h");
    }
}
