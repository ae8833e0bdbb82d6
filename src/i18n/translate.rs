//! A key and values to a sentence of the thread's language.

use std::cell::Cell;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;

type Bundle = FluentBundle<FluentResource>;

/// The sentences of each language, in the order of [`Language::ALL`], read when somebody speaks it.
static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] =
    [const { OnceLock::new() }; Language::ALL.len()];

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// Sets the language of this thread.
pub fn set_language(language: Language) {
    LANGUAGE.set(language);
}

/// The language of this thread.
pub(crate) fn language() -> Language {
    LANGUAGE.get()
}

/// The sentence with that key, with these values in it: in English when the language lacks it, and
/// the key itself when there is none, which a test excludes for every key in the source.
pub fn translate(key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
    find(key, None, values).unwrap_or_else(|| key.to_owned())
}

/// The sentence that belongs to the one with that key, such as its `help`; empty when there is
/// none.
pub fn translate_attribute(key: &str, attribute: &str) -> String {
    find(key, Some(attribute), &[]).unwrap_or_default()
}

/// Whether the thread's language has a sentence with that key.
pub fn has_message(key: &str) -> bool {
    current().has_message(key)
}

fn current() -> &'static Bundle {
    bundle_of(language())
}

fn bundle_of(language: Language) -> &'static Bundle {
    BUNDLES[language as usize].get_or_init(|| bundle(language))
}

fn find(
    key: &str,
    attribute: Option<&str>,
    values: &[(&'static str, FluentValue<'_>)],
) -> Option<String> {
    let pattern_in = |bundle: &'static Bundle| {
        let message = bundle.get_message(key)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        Some((bundle, pattern))
    };
    let (bundle, pattern) =
        pattern_in(current()).or_else(|| pattern_in(bundle_of(Language::English)))?;
    let args: FluentArgs<'_> = values.iter().cloned().collect();
    let mut errors = Vec::new();
    let sentence = bundle.format_pattern(pattern, Some(&args), &mut errors);
    for err in errors {
        log::warn!("the sentence {key}: {err}");
    }
    Some(sentence.into_owned())
}

fn bundle(language: Language) -> Bundle {
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Marks of direction would be drawn as boxes, and no language here needs them.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(language.source().to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            log::error!("sentences of {language:?} are broken: {errors:?}");
            resource
        }
    };
    if let Err(errors) = bundle.add_resource(resource) {
        log::error!("sentences of {language:?} come twice: {errors:?}");
    }
    bundle
}

/// A sentence of the window: `tr!("key")` or `tr!("key", name = value, …)`.
macro_rules! tr {
    ($key:expr) => {
        $crate::i18n::translate($key, &[])
    };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::translate(
            $key,
            &[$((stringify!($name), $crate::i18n::FluentValue::from($value))),+],
        )
    };
}
pub(crate) use tr;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_comes_in_the_language_of_the_thread() {
        assert_eq!(tr!("command-undo"), "Undo");
        set_language(Language::Chinese);
        assert_eq!(tr!("command-undo"), "撤销");
        assert_eq!(tr!("teach-files-left-out", count = 3), "已排除 3 个文件");
        set_language(Language::French);
        let none = tr!("saved-count", count = 0);
        assert_eq!(none, "0 dessin enregistré", "none is singular in French");
    }

    #[test]
    fn numbers_decide_the_form() {
        assert_eq!(tr!("lesson-pages", count = 1), "1 page");
        assert_eq!(tr!("lesson-pages", count = 12_000), "12000 pages");
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(tr!("no-such-key"), "no-such-key");
        assert_eq!(translate_attribute("command-undo", "no-such"), "");
    }
}
