//! All styles that can be drawn in: the built-in ones, and those that were learnt.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::built_in::BASE_MODEL;
use super::folder::{HAND_OF_LOOKS, INK_HANDS, LOOKS};
use super::{StyleEntry, StyleFolder};
use crate::ink::InkSettings;
use crate::model::tensors::NamedTensors;
use crate::model::{BaseModel, ModelError, Style, StyleCode, StyleFile};

/// Generator and codes of a learnt style.
#[derive(Clone, Debug)]
pub struct StyleWeights {
    /// The style's code.
    pub code: StyleCode,
    /// The code of an untouched photograph for these weights.
    pub photo: StyleCode,
    /// All tensors of the generator.
    pub generator: NamedTensors,
}

/// There is no style of a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no style {name:?}; there are {}", known.join(", "))]
pub struct UnknownStyle {
    /// The name asked for.
    pub name: String,
    /// The names of the styles that there are.
    pub known: Vec<String>,
}

/// The base with its styles, the learnt ones, and what else was learnt or brought. Plain data: the
/// networks are built by the backend that draws.
#[derive(Clone, Debug)]
pub struct StyleLibrary {
    model: Arc<BaseModel>,
    folder: Option<StyleFolder>,
    learnt: BTreeMap<String, Arc<StyleWeights>>,
    entries: Vec<StyleEntry>,
}

impl StyleLibrary {
    /// The built-in styles of `model`, those in `folder`, and `extra_style`, which is in no folder.
    pub fn new(
        model: BaseModel,
        folder: Option<StyleFolder>,
        extra_style: Option<&StyleFile>,
    ) -> Self {
        let mut library = Self {
            model: Arc::new(model),
            folder,
            learnt: BTreeMap::new(),
            entries: Vec::new(),
        };
        if let Some(folder) = &library.folder {
            let read = folder.read_all();
            library.renew(read);
        }
        if let Some(extra_style) = extra_style {
            library.put(StyleEntry::learnt(extra_style), weights_of(extra_style));
        }
        library
    }

    /// The built-in weights.
    pub fn model(&self) -> &Arc<BaseModel> {
        &self.model
    }

    /// Names of all styles, the built-in ones first.
    pub fn names(&self) -> Vec<String> {
        // One that was learnt before there was a built-in one of its name is still the user's.
        let built_in = built_in_names(&self.model).filter(|name| !self.learnt.contains_key(name));
        built_in.chain(self.learnt.keys().cloned()).collect()
    }

    /// A style that comes with the program. Looks and hands of ink are drawn without a network;
    /// what it would draw is that of another hand.
    fn built_in(&self, name: &str) -> Option<&Style> {
        let name = if LOOKS.contains(&name) || INK_HANDS.contains(&name) {
            HAND_OF_LOOKS
        } else {
            name
        };
        self.model.style(name)
    }

    /// All styles, the built-in ones first.
    pub fn entries(&self) -> Vec<StyleEntry> {
        let known = |name: &String| self.entries.iter().find(|entry| entry.name == *name);
        self.names()
            .into_iter()
            .map(|name| match known(&name) {
                Some(entry) => entry.clone(),
                None => StyleEntry {
                    is_learnt: self.learnt.contains_key(&name),
                    ..StyleEntry::built_in(name)
                },
            })
            .collect()
    }

    /// Code of one style or of a blend of two, as far from the photograph as `amount` says.
    ///
    /// # Errors
    /// [`UnknownStyle`].
    pub fn code(
        &self,
        style: &str,
        blend: Option<&(String, f32)>,
        amount: f32,
    ) -> Result<StyleCode, UnknownStyle> {
        let find = |name: &str| {
            let learnt = self.learnt.get(name).map(|weights| weights.code);
            let built_in = || self.built_in(name).map(|style| style.code);
            learnt.or_else(built_in).ok_or_else(|| self.unknown(name))
        };
        let mut code = find(style)?;
        if let Some((other, t)) = blend {
            code = code.blend(find(other)?, *t);
        }
        let learnt = self.learnt.get(style);
        let photo = learnt.map_or_else(|| self.model.photo(), |weights| weights.photo);
        Ok(code.with_amount(photo, amount))
    }

    /// The weights of a learnt style; `None` for the others, which share the base's.
    pub fn learnt(&self, name: &str) -> Option<&Arc<StyleWeights>> {
        self.learnt.get(name)
    }

    /// Weights and code of a style, to learn another from.
    ///
    /// # Errors
    /// [`UnknownStyle`].
    pub fn start(&self, name: &str) -> Result<(NamedTensors, StyleCode), UnknownStyle> {
        match (self.learnt.get(name), self.built_in(name)) {
            (Some(weights), _) => Ok((weights.generator.clone(), weights.code)),
            (None, Some(style)) => Ok((self.model.tensors().clone(), style.code)),
            (None, None) => Err(self.unknown(name)),
        }
    }

    /// Adds a style that is in no folder, or replaces one of its name.
    pub fn insert(&mut self, name: &str, weights: StyleWeights, ink: InkSettings) {
        let entry = StyleEntry {
            is_learnt: true,
            ink,
            ..StyleEntry::built_in(name.to_owned())
        };
        self.put(entry, weights);
    }

    /// The folder with the user's styles.
    pub fn folder(&self) -> Option<&StyleFolder> {
        self.folder.as_ref()
    }

    /// Takes in the user's styles as they are on the disk now.
    pub fn renew(&mut self, styles: Vec<StyleFile>) {
        // A built-in name stays built in.
        let is_learnt = |style: &StyleFile| self.built_in(&style.name).is_none();
        let styles: Vec<StyleFile> = styles.into_iter().filter(is_learnt).collect();
        self.learnt
            .retain(|name, _| styles.iter().any(|style| style.name == *name));
        self.entries = styles.iter().map(StyleEntry::learnt).collect();
        for style in styles {
            let weights = Arc::new(weights_of(&style));
            self.learnt.insert(style.name, weights);
        }
    }

    fn put(&mut self, entry: StyleEntry, weights: StyleWeights) {
        self.learnt.insert(entry.name.clone(), Arc::new(weights));
        self.entries.retain(|known| known.name != entry.name);
        self.entries.push(entry);
    }

    fn unknown(&self, name: &str) -> UnknownStyle {
        UnknownStyle {
            name: name.to_owned(),
            known: self.names(),
        }
    }
}

/// Names of the styles that come with the program; the looks are there as long as there is a hand
/// for them.
fn built_in_names(model: &BaseModel) -> impl Iterator<Item = String> {
    let of_ink = LOOKS.into_iter().chain(INK_HANDS).map(str::to_owned);
    let of_ink = model.style(HAND_OF_LOOKS).map(|_| of_ink);
    let others = model.styles().iter().map(|style| style.name.clone());
    of_ink.into_iter().flatten().chain(others)
}

/// Names of the styles that are built in, without a library.
///
/// # Errors
/// [`ModelError`] when the built-in weights are damaged.
pub fn built_in_styles() -> Result<Vec<String>, ModelError> {
    let model = BaseModel::from_bytes(BASE_MODEL)?;
    Ok(built_in_names(&model).collect())
}

fn weights_of(style: &StyleFile) -> StyleWeights {
    StyleWeights {
        code: style.code,
        photo: style.photo,
        generator: style.generator.clone(),
    }
}
