//! The command line's own definition, for others to read: completions for shells, and manual pages.
//!
//! Packages run the program that they pack for these files (`packaging/tree.sh`), so they say what
//! it understands.

use std::io;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Command, CommandFactory as _};
use clap_complete::{Generator as _, Shell};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::arguments::{Arguments, Completions, Manual};
use super::report;
use crate::picture::write_whole;

/// What is typed to start the program.
const NAME: &str = "kinetoon";

/// Prints a script that completes the command line.
///
/// # Errors
/// When the script cannot be made.
pub(super) fn completions(options: &Completions) -> anyhow::Result<ExitCode> {
    report::text(&script(options.shell)?);
    Ok(ExitCode::SUCCESS)
}

/// Writes the manual pages: one for the program, one for each of its subcommands.
///
/// # Errors
/// When the folder or a page cannot be written.
pub(super) fn manual(options: &Manual) -> anyhow::Result<ExitCode> {
    let folder = &options.folder;
    std::fs::create_dir_all(folder).with_context(|| report::name(folder))?;
    for (name, page) in pages()? {
        let path = folder.join(name);
        write_whole(&path, &page, true).with_context(|| report::name(&path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn script(shell: Shell) -> io::Result<String> {
    let command = Arguments::command();
    // Completions would offer hidden commands, too.
    let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    let mut shown = Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .args(command.get_arguments().cloned())
        .subcommands(shown.cloned());
    shown.set_bin_name(NAME);
    shown.build();
    let mut script = Vec::new();
    shell.try_generate(&shown, &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// The names of the manual pages' files, and what is in them.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    // Without `kinetoon help COMMAND`, which would get a page for each command once more.
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let source = command.render_version().trim_end().to_owned();
    let mut pages = Vec::new();
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        waiting.extend(shown.cloned());
        let is_program = pages.is_empty();
        let page = Man::new(command).source(&*source).manual("Kinetoon");
        let mut text = Vec::new();
        page.render(&mut text)?;
        if is_program {
            program_sections().to_writer(&mut text)?;
        }
        pages.push((page.get_filename(), text));
    }
    Ok(pages)
}

/// What the page of the program tells that is no option.
fn program_sections() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in [
        ("0", "Everything was done."),
        (
            "1",
            "Something failed; each with its reason on standard error.",
        ),
        ("2", "The command line makes no sense."),
    ] {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(meaning)]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    roff.control("TP", []);
    roff.text([bold("KINETOON_LOG")]);
    roff.text([roman(
        "What is logged on standard error: error, warn, info, debug or trace; off without it.",
    )]);
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each command that is not hidden, by its words, as `styles list`.
    fn words_of(command: &Command, before: &[String]) -> Vec<Vec<String>> {
        let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        shown
            .flat_map(|sub| {
                let words = [before, &[sub.get_name().to_owned()]].concat();
                let below = words_of(sub, &words);
                std::iter::once(words).chain(below)
            })
            .collect()
    }

    #[test]
    fn completions_name_every_command_and_option() {
        let command = Arguments::command();
        let commands = words_of(&command, &[]);
        assert!(commands.len() > 10, "{commands:?}");
        let stylize = command.find_subcommand("stylize").unwrap();
        let options: Vec<&str> = stylize
            .get_arguments()
            .filter_map(|argument| argument.get_long())
            .collect();
        assert!(options.len() > 20, "{options:?}");
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let script = script(shell).unwrap();
            for word in commands.iter().filter_map(|words| words.last()) {
                assert!(script.contains(word.as_str()), "{shell}: {word}");
            }
            for option in &options {
                // fish writes them without the dashes.
                assert!(script.contains(option), "{shell}: --{option}");
            }
            assert!(!script.contains("manual"), "{shell}");
        }
    }

    #[test]
    fn each_command_has_a_manual_page_with_all_its_options() {
        let pages = pages().unwrap();
        let command = Arguments::command();
        let mut expected: Vec<String> = words_of(&command, &[])
            .iter()
            .map(|words| format!("kinetoon-{}.1", words.join("-")))
            .collect();
        expected.push("kinetoon.1".to_owned());
        expected.sort();
        let mut names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected);
        let page = |name: &str| {
            let (_, page) = pages.iter().find(|(found, _)| found == name).unwrap();
            String::from_utf8(page.clone()).unwrap()
        };
        let stylize = page("kinetoon-stylize.1");
        for argument in command.find_subcommand("stylize").unwrap().get_arguments() {
            if let Some(long) = argument.get_long() {
                // A dash is written as the character for one.
                let long = format!("\\-\\-{}", long.replace('-', "\\-"));
                assert!(stylize.contains(&long), "{long}");
            }
        }
        let program = page("kinetoon.1");
        assert!(program.contains("KINETOON_LOG") && program.contains("EXIT STATUS"));
        // As in the window, what there is to draw with are styles.
        for (name, page) in &pages {
            let text = String::from_utf8_lossy(page).to_lowercase();
            assert!(!text.contains("shelf"), "{name}");
        }
        assert!(!program.contains("render\\-sample"));
        let version = concat!("kinetoon ", env!("CARGO_PKG_VERSION"));
        assert!(
            pages
                .iter()
                .all(|(_, page)| { String::from_utf8_lossy(page).contains(version) })
        );
    }
}
