//! The styles that the studio can draw in: the built-in ones, and those that were learnt.

use burn::prelude::Device;

use super::learnt::LearntStyles;
use crate::engine::shelf::{HAND_OF_LOOKS, LOOKS};
use crate::engine::{EngineError, LearntWeights, Recipe, Shelf, ShelfEntry};
use crate::ink::InkSettings;
use crate::model::direct::DirectGenerator;
use crate::model::generator::Generator;
use crate::model::tensors::NamedTensors;
use crate::model::{BaseModel, ModelError, Style, StyleCode, StyleFile};

/// The base with its styles, the shelf with the learnt ones, and what else was learnt or brought.
#[derive(Debug)]
pub(super) struct Styles {
    model: BaseModel,
    /// The base on the CPU.
    cpu: DirectGenerator,
    shelf: Option<Shelf>,
    learnt: LearntStyles,
    entries: Vec<ShelfEntry>,
}

impl Styles {
    /// The built-in styles of `model`, those on `shelf`, and `guest`, which is on no shelf.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not fit.
    pub(super) fn new(
        model: BaseModel,
        shelf: Option<Shelf>,
        guest: Option<&StyleFile>,
    ) -> Result<Self, EngineError> {
        let cpu = model.direct()?;
        let mut styles = Self {
            model,
            cpu,
            shelf,
            learnt: LearntStyles::default(),
            entries: Vec::new(),
        };
        if let Some(shelf) = &styles.shelf {
            let read = shelf.read_all();
            styles.renew(read);
        }
        if let Some(guest) = guest {
            styles.put(ShelfEntry::learnt(guest), weights_of(guest));
        }
        Ok(styles)
    }

    /// The built-in weights.
    pub(super) fn model(&self) -> &BaseModel {
        &self.model
    }

    /// The built-in weights, arranged for the CPU.
    pub(super) fn base_on_cpu(&self) -> &DirectGenerator {
        &self.cpu
    }

    /// Names of all styles, the built-in ones first.
    pub(super) fn names(&self) -> Vec<String> {
        let built_in = built_in_names(&self.model);
        built_in.chain(self.learnt.names().cloned()).collect()
    }

    /// A style that comes with the program. Looks are drawn without a network; their hand is that of another.
    fn built_in(&self, name: &str) -> Option<&Style> {
        let name = if LOOKS.contains(&name) {
            HAND_OF_LOOKS
        } else {
            name
        };
        self.model.style(name)
    }

    /// All styles, the built-in ones first.
    pub(super) fn entries(&self) -> Vec<ShelfEntry> {
        let known = |name: &String| self.entries.iter().find(|entry| entry.name == *name);
        self.names()
            .into_iter()
            .map(|name| match known(&name) {
                Some(entry) => entry.clone(),
                None => ShelfEntry {
                    is_learnt: self.learnt.contains(&name),
                    ..ShelfEntry::built_in(name)
                },
            })
            .collect()
    }

    /// Code of a look: of one style or a blend of two, as far from the photograph as its amount says.
    ///
    /// # Errors
    /// [`EngineError::UnknownStyle`].
    pub(super) fn code(&self, recipe: &Recipe) -> Result<StyleCode, EngineError> {
        let find = |name: &str| {
            let learnt = self.learnt.weights(name).map(|weights| weights.code);
            let built_in = || self.built_in(name).map(|style| style.code);
            learnt.or_else(built_in).ok_or_else(|| self.unknown(name))
        };
        let mut code = find(&recipe.style)?;
        if let Some((other, t)) = &recipe.blend {
            code = code.blend(find(other)?, *t);
        }
        let learnt = self.learnt.weights(&recipe.style);
        let photo = learnt.map_or_else(|| self.model.photo(), |weights| weights.photo);
        Ok(code.with_amount(photo, recipe.amount))
    }

    /// Weights and code of a style, to learn another from.
    ///
    /// # Errors
    /// [`EngineError::UnknownStyle`].
    pub(super) fn start(&self, name: &str) -> Result<(NamedTensors, StyleCode), EngineError> {
        match (self.learnt.weights(name), self.built_in(name)) {
            (Some(weights), _) => Ok((weights.generator.clone(), weights.code)),
            (None, Some(style)) => Ok((self.model.tensors().clone(), style.code)),
            (None, None) => Err(self.unknown(name)),
        }
    }

    /// The network that draws in a style on the CPU.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not fit.
    pub(super) fn cpu(&mut self, name: &str) -> Result<&DirectGenerator, EngineError> {
        Ok(self.learnt.cpu(name)?.unwrap_or(&self.cpu))
    }

    /// The network of a learnt style on a graphics device; `None` for the others, which share the base's.
    ///
    /// # Errors
    /// [`ModelError`] when the weights do not fit.
    pub(super) fn gpu(
        &mut self,
        name: &str,
        device: &Device,
    ) -> Result<Option<&Generator>, ModelError> {
        self.learnt.gpu(name, &self.model, device)
    }

    /// Adds a style that is on no shelf, or replaces one of its name.
    #[expect(
        clippy::large_types_passed_by_value,
        reason = "settings are plain numbers, handed over once a picture"
    )]
    pub(super) fn hang(&mut self, name: &str, weights: LearntWeights, ink: InkSettings) {
        let entry = ShelfEntry {
            is_learnt: true,
            ink,
            ..ShelfEntry::built_in(name.to_owned())
        };
        self.put(entry, weights);
    }

    /// The folder with the user's styles.
    pub(super) fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    /// Takes in the user's styles as they are on the disk now.
    pub(super) fn renew(&mut self, styles: Vec<StyleFile>) {
        // A built-in name stays built in.
        let is_learnt = |style: &StyleFile| self.built_in(&style.name).is_none();
        let styles: Vec<StyleFile> = styles.into_iter().filter(is_learnt).collect();
        self.learnt
            .retain(|name| styles.iter().any(|style| style.name == name));
        self.entries = styles.iter().map(ShelfEntry::learnt).collect();
        for style in styles {
            self.learnt.insert(&style.name, weights_of(&style));
        }
    }

    fn put(&mut self, entry: ShelfEntry, weights: LearntWeights) {
        self.learnt.insert(&entry.name, weights);
        self.entries.retain(|known| known.name != entry.name);
        self.entries.push(entry);
    }

    fn unknown(&self, name: &str) -> EngineError {
        EngineError::UnknownStyle {
            name: name.to_owned(),
            known: self.names(),
        }
    }
}

/// Names of the styles that come with the program; the looks are there as long as there is a hand for them.
pub(super) fn built_in_names(model: &BaseModel) -> impl Iterator<Item = String> {
    let looks = model.style(HAND_OF_LOOKS).map(|_| LOOKS.map(str::to_owned));
    let others = model.styles().iter().map(|style| style.name.clone());
    looks.into_iter().flatten().chain(others)
}

fn weights_of(style: &StyleFile) -> LearntWeights {
    LearntWeights {
        code: style.code,
        photo: style.photo,
        generator: style.generator.clone(),
    }
}
