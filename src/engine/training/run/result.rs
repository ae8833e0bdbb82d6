//! What a run ends with.

use std::sync::Arc;
use std::time::SystemTime;

use super::{Run, RunState, weights_of};
use crate::engine::EngineError;
use crate::engine::training::sample::sample_photo;
use crate::library::StyleWeights;
use crate::library::built_in::BASE_NAME;
use crate::model::{Provenance, StyleFile};
use crate::picture;
use crate::render::Renderer;

impl Run {
    /// The best point as a style, put into the style library, with a thumbnail drawn by it: of the
    /// program's sample, because the file goes to others and the photographs do not.
    pub(in crate::engine::training) fn result(
        &self,
        renderer: &mut Renderer,
    ) -> Result<StyleFile, EngineError> {
        let RunState::Running(learning) = &self.state else {
            return Err(EngineError::CANCELLED);
        };
        let weights = weights_of(learning.best()?, renderer);
        renderer
            .library_mut()
            .insert(&self.spec.name, weights.clone(), self.ink);
        let sample = self.draw(&Arc::new(sample_photo()), renderer)?;
        let options = picture::EncodeOptions::new(picture::OutputFormat::Jpeg);
        let thumbnail = picture::encode(&sample, None, &options).ok();
        let StyleWeights {
            code,
            photo,
            generator,
        } = weights;
        Ok(StyleFile {
            name: self.spec.name.clone(),
            author: self.spec.author.clone(),
            licence: self.spec.licence.clone(),
            base: BASE_NAME.to_owned(),
            provenance: Provenance {
                made: today(),
                pages: self.hashes.clone(),
                from: self.spec.from.clone().unwrap_or_default(),
                num_steps: learning.state().best_steps(),
            },
            defaults: serde_json::to_string(&self.ink).unwrap_or_default(),
            thumbnail,
            code,
            photo,
            generator,
        })
    }
}

/// The beginning of this day in seconds since 1970 (UTC), so that equal runs of a day are equal
/// files; `None` when the clock is wrong.
fn today() -> Option<u64> {
    const DAY: u64 = 86_400;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.ok().map(|since| since.as_secs() / DAY * DAY)
}
