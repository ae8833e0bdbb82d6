//! The languages, and which one the system speaks.

/// A language that the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// English; also where the system speaks none of the others.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese of Brazil.
    Portuguese,
    /// Japanese.
    Japanese,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Japanese,
        Self::Chinese,
    ];

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
            "de" => Some(Self::German),
            "fr" => Some(Self::French),
            "es" => Some(Self::Spanish),
            // That of Portugal, too, for the same reason as below.
            "pt" => Some(Self::Portuguese),
            "ja" => Some(Self::Japanese),
            // Traditional script, too: it is nearer to a reader of it than English.
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// Its tag, as folders and standards name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt-BR",
            Self::Japanese => "ja",
            Self::Chinese => "zh-CN",
        }
    }

    /// Its name in itself, so that everybody finds the own one.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português (Brasil)",
            Self::Japanese => "日本語",
            Self::Chinese => "简体中文",
        }
    }

    /// Its sentences.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../assets/i18n/en/app.ftl"),
            Self::German => include_str!("../../assets/i18n/de/app.ftl"),
            Self::French => include_str!("../../assets/i18n/fr/app.ftl"),
            Self::Spanish => include_str!("../../assets/i18n/es/app.ftl"),
            Self::Portuguese => include_str!("../../assets/i18n/pt-BR/app.ftl"),
            Self::Japanese => include_str!("../../assets/i18n/ja/app.ftl"),
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
    /// This one, whatever the system speaks.
    #[serde(untagged)]
    Of(Language),
}

impl LanguageChoice {
    /// The language that it means.
    pub fn language(self) -> Language {
        match self {
            Self::System => Language::of_system(),
            Self::Of(language) => language,
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
        for (locale, language) in [
            ("de-AT", Language::German),
            ("fr_CA.UTF-8", Language::French),
            ("es-MX", Language::Spanish),
            ("pt_PT@euro", Language::Portuguese),
            ("ja_JP.UTF-8", Language::Japanese),
        ] {
            assert_eq!(Language::of_locale(locale), Some(language));
        }
        assert_eq!(Language::of_locale("nl-NL"), None);
    }

    #[test]
    fn a_choice_is_stored_as_its_name_alone() {
        let all = Language::ALL.map(LanguageChoice::Of);
        for choice in all.into_iter().chain([LanguageChoice::System]) {
            let text = serde_json::to_string(&choice).unwrap();
            let name = match choice {
                LanguageChoice::System => "System".to_owned(),
                LanguageChoice::Of(language) => format!("{language:?}"),
            };
            assert_eq!(text, format!("\"{name}\""));
            assert_eq!(
                serde_json::from_str::<LanguageChoice>(&text).unwrap(),
                choice
            );
        }
        assert!(serde_json::from_str::<LanguageChoice>("\"Klingon\"").is_err());
    }
}
