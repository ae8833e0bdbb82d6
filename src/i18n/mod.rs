//! The window's words, in the languages it speaks.
//!
//! Sentences are in `assets/i18n/<language>/app.ftl`, in the form of
//! [Fluent](https://projectfluent.org), and built in. [`tr`] finds one; the language is that of the
//! thread, so that tests in different languages can run beside each other, and only the thread that
//! shows the window needs one.
//!
//! | module | what |
//! |---|---|
//! | [`mod@figures`] | numbers and days as a language writes them |
//! | [`names`] | what the built-in styles are called |
//! | [`mod@language`] | the languages, and which one the system speaks |
//! | [`mod@translate`] | a key and values to a sentence |

mod figures;
mod language;
mod names;
mod translate;

pub(crate) use figures::{day, figures, number, percent, read_number};
pub use language::{Language, LanguageChoice};
pub use names::style_name;
pub(crate) use translate::language;
pub(crate) use translate::tr;
pub use translate::{has_message, set_language, translate, translate_attribute};

#[doc(hidden)]
pub use fluent_bundle::FluentValue;
