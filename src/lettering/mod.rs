//! Words as pixels, without a window: the fonts of a language, lines of text, and pictures on a
//! sheet with their names below them.
//!
//! | module | what |
//! |---|---|
//! | [`fonts`] | the fonts of a language, also the window's |
//! | [`words`] | lines of text |
//! | [`contact_sheet`] | pictures beside each other with their names |
//! | [`sweep`] | a photograph that becomes its drawing and back |

pub(crate) mod contact_sheet;
pub(crate) mod fonts;
pub(crate) mod sweep;
mod words;

pub(crate) use words::Lettering;
