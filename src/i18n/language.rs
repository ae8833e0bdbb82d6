//! The languages, and which one the system speaks.

/// A language that the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English; also where the system speaks none of the others.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language of the system, from its settings or environment.
    pub fn of_system() -> Self {
        sys_locale::get_locales()
            .find_map(|locale| Self::of_locale(&locale))
            .unwrap_or_default()
    }

    /// The language for a locale such as `zh-Hans-CN`; `None` when it is not spoken here.
    fn of_locale(locale: &str) -> Option<Self> {
        let primary = locale.split(['-', '_', '.', '@']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "en" | "c" | "posix" => Some(Self::English),
            // Traditional script, too: it is nearer to a reader of it than English.
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// Its tag, as folders and standards name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// Its name in itself, so that everybody finds the own one.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// Its sentences.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../assets/i18n/en/app.ftl"),
            Self::Chinese => include_str!("../../assets/i18n/zh-CN/app.ftl"),
        }
    }
}

/// What a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LanguageChoice {
    /// As the system.
    #[default]
    System,
    /// English, whatever the system speaks.
    English,
    /// Simplified Chinese, whatever the system speaks.
    Chinese,
}

impl LanguageChoice {
    /// All of them, the system's first.
    pub const ALL: [Self; 3] = [Self::System, Self::English, Self::Chinese];

    /// The language that it means.
    pub fn language(self) -> Language {
        match self {
            Self::System => Language::of_system(),
            Self::English => Language::English,
            Self::Chinese => Language::Chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_understood_in_all_their_forms() {
        for locale in ["zh-CN", "zh_CN.UTF-8", "zh-Hans-SG", "ZH"] {
            assert_eq!(Language::of_locale(locale), Some(Language::Chinese));
        }
        assert_eq!(Language::of_locale("en_GB"), Some(Language::English));
        assert_eq!(Language::of_locale("C.UTF-8"), Some(Language::English));
        assert_eq!(Language::of_locale("de-DE"), None);
    }
}
