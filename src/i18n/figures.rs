//! Numbers and days as a language writes them.

use super::Language;
use super::translate::language;

/// A number with so many digits behind the point, or the comma, in the language of the thread.
pub(crate) fn number(value: f64, digits: usize) -> String {
    figures(&format!("{value:.digits$}"))
}

/// A number with a point in it, in the language of the thread.
pub(crate) fn figures(text: &str) -> String {
    if has_comma(language()) {
        text.replace('.', ",")
    } else {
        text.to_owned()
    }
}

/// A share of `0.0..=1.0` in per cent, in the language of the thread.
pub(crate) fn percent(share: f32) -> String {
    // All of it only when it is.
    let percent = (share * 100.0).floor();
    match language() {
        // A space that no line ends at.
        Language::German | Language::French | Language::Spanish => format!("{percent:.0}\u{a0}%"),
        Language::English | Language::Portuguese | Language::Japanese | Language::Chinese => {
            format!("{percent:.0}%")
        }
    }
}

/// Reads a number as a person writes it, with a point or with a comma.
pub(crate) fn read_number(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let number: f64 = text
        .strip_suffix('%')
        .unwrap_or(&text)
        .trim()
        .parse()
        .ok()?;
    number.is_finite().then_some(number)
}

/// A day such as `2026-03-01` in the language of the thread; what is none stays as it is.
pub(crate) fn day(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let &[year, month, day] = parts.as_slice() else {
        return iso.to_owned();
    };
    let plain = |part: &str| part.trim_start_matches('0').to_owned();
    match language() {
        Language::English => iso.to_owned(),
        Language::German => format!("{day}.{month}.{year}"),
        Language::French | Language::Spanish | Language::Portuguese => {
            format!("{day}/{month}/{year}")
        }
        Language::Japanese | Language::Chinese => {
            format!("{year}年{}月{}日", plain(month), plain(day))
        }
    }
}

fn has_comma(language: Language) -> bool {
    match language {
        Language::German | Language::French | Language::Spanish | Language::Portuguese => true,
        Language::English | Language::Japanese | Language::Chinese => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::set_language;

    #[test]
    fn numbers_and_days_are_those_of_the_language() {
        for (language, half, first_of_march) in [
            (Language::English, "0.50", "2026-03-01"),
            (Language::German, "0,50", "01.03.2026"),
            (Language::French, "0,50", "01/03/2026"),
            (Language::Spanish, "0,50", "01/03/2026"),
            (Language::Portuguese, "0,50", "01/03/2026"),
            (Language::Japanese, "0.50", "2026年3月1日"),
            (Language::Chinese, "0.50", "2026年3月1日"),
        ] {
            set_language(language);
            assert_eq!(number(0.5, 2), half);
            assert_eq!(number(-3.0, 0), "-3");
            let without_space = percent(0.405).replace('\u{a0}', "");
            assert_eq!(without_space, "40%");
            assert_eq!(day("2026-03-01"), first_of_march);
            assert_eq!(day("yesterday"), "yesterday");
            for text in ["0.5", "0,5", " .5 ", "0,50"] {
                assert_eq!(read_number(text), Some(0.5), "{text}");
            }
            assert_eq!(read_number("40 %"), Some(40.0));
            for text in ["", "half", "1.2.3", "inf"] {
                assert_eq!(read_number(text), None, "{text}");
            }
        }
    }
}
