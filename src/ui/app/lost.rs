//! What happens when the graphics device is lost: a driver was reset or updated, or the card is
//! gone.

use std::sync::{Arc, OnceLock};

use eframe::egui;
use eframe::egui_wgpu::RenderState;
use eframe::wgpu::DeviceLostReason;

use super::Window;
use crate::i18n::tr;
use crate::ui::state::EngineState;

/// Why the device was lost, once it was; clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct DeviceWatch {
    reason: Arc<OnceLock<String>>,
    is_told: bool,
}

impl DeviceWatch {
    /// Watches the window's device; `notify` is called when it is lost.
    pub(super) fn start(
        render: Option<&RenderState>,
        notify: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let watch = Self::default();
        if let Some(render) = render {
            // Without this an error on a lost device would end the program.
            render.device.on_uncaptured_error(Arc::new(|err| {
                log::error!("graphics device: {err}");
            }));
            let reason = Arc::clone(&watch.reason);
            render.device.set_device_lost_callback(move |why, message| {
                log::error!("the graphics device was lost ({why:?}): {message}");
                reason.set(message).ok();
                if why == DeviceLostReason::Unknown {
                    notify();
                }
            });
        }
        watch
    }
}

impl Window {
    /// When the device was lost nothing can be shown any more, so the system's own message box
    /// tells it.
    pub(super) fn watch_device(&mut self, ctx: &egui::Context) {
        if !self.device.is_told && self.device.reason.get().is_some() {
            self.device.is_told = true;
            self.device_is_lost(ctx);
            self.dialogs.warn(tr!("device-lost"));
        }
    }

    /// Keeps everything and ends the drawing.
    pub(super) fn device_is_lost(&mut self, ctx: &egui::Context) {
        self.keep(ctx);
        self.state.engine = EngineState::Failed(tr!("device-lost"));
        self.state.export.queue.engine_is_gone();
        self.drawn.forget();
        self.end_engine();
    }

    /// Lets go of the engine without waiting for its end, which may take seconds.
    pub(super) fn end_engine(&mut self) {
        let Some(engine) = self.engine.take() else {
            return;
        };
        let ending = std::thread::Builder::new().name("ending".to_owned());
        // Without a thread it is waited for after all, by the closure that is dropped.
        if let Err(err) = ending.spawn(move || drop(engine)) {
            log::warn!("the engine is waited for: {err}");
        }
    }
}
