//! The networks of learnt styles for one device, built when they are first drawn with.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Condition;
use crate::library::StyleWeights;
use crate::model::ModelError;

/// Networks by the style's name, each with the weights that it was built of.
#[derive(Debug)]
pub(super) struct Networks<N>(BTreeMap<String, (Arc<StyleWeights>, N)>);

impl<N> Default for Networks<N> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<N> Networks<N> {
    /// The network of a learnt style, built by `make` if it is not there or of other weights;
    /// `base` for the others.
    ///
    /// # Errors
    /// Those of `make`.
    pub(super) fn get<'a>(
        &'a mut self,
        condition: &Condition,
        base: &'a N,
        make: impl FnOnce(&StyleWeights) -> Result<N, ModelError>,
    ) -> Result<&'a N, ModelError> {
        let Some(weights) = &condition.learnt else {
            return Ok(base);
        };
        let known = self.0.get(&condition.style);
        if known.is_none_or(|(of, _)| !Arc::ptr_eq(of, weights)) {
            // Those of styles that are gone, or were learnt on, are held by nobody else.
            self.0.retain(|_, (of, _)| Arc::strong_count(of) > 1);
            let network = make(weights)?;
            let entry = (Arc::clone(weights), network);
            self.0.insert(condition.style.clone(), entry);
        }
        Ok(self
            .0
            .get(&condition.style)
            .map_or(base, |(_, network)| network))
    }
}
