//! What can be written after `kinetoon completions` and `kinetoon manual`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  kinetoon completions bash > ~/.local/share/bash-completion/completions/kinetoon
  kinetoon completions fish > ~/.config/fish/completions/kinetoon.fish
  kinetoon completions zsh > DIR/_kinetoon    (any DIR of $fpath)";

/// Options of `completions`.
#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of the hidden `manual`.
#[derive(Args, Debug)]
pub struct Manual {
    /// The folder to write into; pages that are there are replaced
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
