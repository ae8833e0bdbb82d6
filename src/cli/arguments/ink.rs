//! The options of the ink: one for each slider of the table.

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};

use super::values::in_range;
use crate::ink::{InkSettings, SLIDERS};

/// What was asked for of the ink; the rest is the style's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InkOptions([Option<f32>; SLIDERS.len()]);

impl InkOptions {
    /// The style's own ink, but for what was asked for.
    pub fn over(&self, mut own: InkSettings) -> InkSettings {
        for (value, asked) in own.values_mut().into_iter().zip(self.0) {
            *value = asked.unwrap_or(*value);
        }
        own
    }
}

impl Args for InkOptions {
    fn augment_args(command: Command) -> Command {
        SLIDERS.iter().fold(command, |command, slider| {
            let range = slider.range.clone();
            let shown = format!("{}..{}", range.start(), range.end());
            command.arg(
                Arg::new(slider.key)
                    .long(slider.name())
                    .help(slider.help)
                    .help_heading(HEADING)
                    .value_name(&*shown.leak())
                    .value_parser(move |text: &str| in_range(text, range.clone())),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Said above the options.
const HEADING: &str = "Ink, by default as the style has it";

impl FromArgMatches for InkOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut options = Self::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for (value, slider) in self.0.iter_mut().zip(SLIDERS) {
            *value = matches.get_one(slider.key).copied().or(*value);
        }
        Ok(())
    }
}
