//! Settings under a name, kept from one start to the next. A preset that is broken costs itself
//! only.

use crate::render::Recipe;
use std::path::Path;

use crate::picture::{ImageError, write_whole};

/// Name of the file in the folder for settings.
const FILE: &str = "presets.json";
/// Longest name in characters.
const MAX_NAME: usize = 60;

/// Settings with a name.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Preset {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) settings: Recipe,
}

impl Preset {
    pub(super) fn new(name: &str, settings: &Recipe) -> Self {
        Self {
            name: name.trim().chars().take(MAX_NAME).collect(),
            settings: settings.clone(),
        }
    }
}

/// Adds a preset, in place of one of the same name; the list stays sorted.
pub(super) fn add(presets: &mut Vec<Preset>, preset: Preset) {
    presets.retain(|other| other.name != preset.name);
    presets.push(preset);
    presets.sort_by_key(|preset| preset.name.to_lowercase());
}

/// Reads the presets; those that cannot be used are left out.
pub(super) fn load(folder: &Path) -> Vec<Preset> {
    let Ok(text) = std::fs::read(folder.join(FILE)) else {
        return Vec::new();
    };
    parse(&text)
}

fn parse(text: &[u8]) -> Vec<Preset> {
    let list: Vec<serde_json::Value> = serde_json::from_slice(text).unwrap_or_default();
    let mut presets = Vec::new();
    for value in list {
        match serde_json::from_value::<Preset>(value) {
            Ok(preset) if !preset.name.trim().is_empty() => {
                let preset = Preset {
                    settings: preset.settings.sanitised(),
                    name: preset.name,
                };
                add(&mut presets, preset);
            }
            Ok(_) => {}
            Err(err) => log::warn!("a preset is not used: {err}"),
        }
    }
    presets
}

/// Writes the presets, as a whole or not at all.
///
/// # Errors
/// When the disk refuses.
pub(super) fn save(folder: &Path, presets: &[Preset]) -> Result<(), ImageError> {
    let text = serde_json::to_vec_pretty(presets).unwrap_or_default();
    write_whole(&folder.join(FILE), &text, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(name: &str) -> Preset {
        Preset::new(name, &Recipe::of_style("ink-gibson"))
    }

    #[test]
    fn presets_come_back_sorted_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut presets = Vec::new();
        for name in ["bold", "Airy", "bold"] {
            add(&mut presets, some(name));
        }
        save(folder.path(), &presets).unwrap();
        let names: Vec<_> = load(folder.path()).into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["Airy", "bold"]);
    }

    #[test]
    fn a_broken_preset_costs_only_itself() {
        let good = serde_json::to_string(&some("good")).unwrap();
        let text = format!(r#"[{{"name": 3}}, {good}, {{"name": "  "}}, 7]"#);
        assert_eq!(parse(text.as_bytes()), [some("good")]);
        assert!(parse(b"[{").is_empty());
    }
}
