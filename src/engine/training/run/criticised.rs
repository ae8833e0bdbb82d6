//! What the discriminator says of drawings on the way.

use std::sync::Arc;
use std::time::Instant;

use image::{GrayImage, RgbaImage};

use super::{Emit, Run, RunState};
use crate::engine::training::critic::{self, CriticOrder};
use crate::engine::{EngineError, TrainEvent};
use crate::render::Renderer;

impl Run {
    /// Looks at this drawing from now on, or at none.
    pub(in crate::engine::training) fn criticise(&mut self, order: Option<Box<CriticOrder>>) {
        self.critic_view.look_at(order);
    }

    /// When a drawing is to be looked at.
    pub(in crate::engine::training) fn critic_due(&self) -> Option<Instant> {
        self.critic_view.due().filter(|_| self.has_begun())
    }

    /// Looks at the drawing that is wanted; what keeps it from that keeps nothing else.
    pub(in crate::engine::training) fn look_at_drawing(
        &mut self,
        renderer: &mut Renderer,
        emit: &mut Emit<'_>,
    ) {
        let RunState::Running(learning) = &self.state else {
            return;
        };
        let critic = || Ok(learning.critic()?);
        match self.critic_view.look(critic, renderer) {
            Ok(Some((id, map))) => emit(TrainEvent::Criticised { id, map }),
            Ok(None) => {}
            Err(err) => log::warn!("a drawing was not looked at: {err}"),
        }
    }

    /// What the discriminator says of a sample; `None` when it cannot be asked, without which the
    /// sample is as good.
    pub(super) fn objections_to(&self, sample: &RgbaImage) -> Option<Arc<GrayImage>> {
        let RunState::Running(learning) = &self.state else {
            return None;
        };
        let look = || -> Result<_, EngineError> { critic::objections(&learning.critic()?, sample) };
        look()
            .inspect_err(|err| log::warn!("a sample was not looked at: {err}"))
            .ok()
    }
}
