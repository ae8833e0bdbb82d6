//! Opens the window, on a device that the network can share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use eframe::egui::{self, ViewportBuilder};
use eframe::egui_wgpu::{WgpuSetup, WgpuSetupCreateNew};

use super::app::Window;
use super::persisted::PersistedState;
use super::{signals, theme};
use crate::gpu;
use crate::render::DeviceChoice;

/// What docks and the frame of the window show. The desktop's own icons are the same drawing
/// (`packaging/icons.sh`).
const ICON: &[u8] = include_bytes!("../../assets/icon/kinetoon-256.png");

/// How the window is opened.
#[derive(Clone, Debug)]
pub struct WindowOptions {
    /// Photographs and folders to begin with, and styles to put in the style library.
    pub photos: Vec<PathBuf>,
    /// Where the network runs.
    pub device: DeviceChoice,
    /// Where training runs and the queue of photographs are kept.
    pub data: Option<PathBuf>,
    /// When the program was started.
    pub started: Instant,
}

impl Default for WindowOptions {
    fn default() -> Self {
        Self {
            photos: Vec::new(),
            device: DeviceChoice::default(),
            data: None,
            started: Instant::now(),
        }
    }
}

/// The window could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// Nothing to open a window on.
    #[error("there is no display to open a window on; `kinetoon stylize` draws without one")]
    NoDisplay,
    /// No driver that can show it.
    #[error("no graphics driver (Debian: mesa-vulkan-drivers); `kinetoon stylize` needs none")]
    NoGraphics,
    /// Something else went wrong.
    #[error("the window cannot be opened ({reason}); `kinetoon stylize` draws without one")]
    Other {
        /// What the system said.
        reason: String,
    },
}

impl From<eframe::Error> for WindowError {
    fn from(err: eframe::Error) -> Self {
        // What these say is about the libraries, so it is for the log.
        log::error!("{err}");
        match err {
            eframe::Error::WinitEventLoop(_) => Self::NoDisplay,
            eframe::Error::Wgpu(_) => Self::NoGraphics,
            other => Self::Other {
                reason: other.to_string(),
            },
        }
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// [`WindowError`] without a display or a graphics adapter.
pub fn open(options: WindowOptions) -> Result<(), WindowError> {
    let folder = crate::paths::config_dir();
    let persisted = folder
        .as_deref()
        .map(PersistedState::load)
        .unwrap_or_default();
    let viewport = ViewportBuilder::default()
        // The name of the desktop file, by which docks know the window.
        .with_app_id("kinetoon")
        .with_icon(icon())
        .with_title(theme::NAME)
        .with_inner_size(persisted.size.unwrap_or([1280.0, 800.0]))
        .with_maximized(persisted.is_maximised == Some(true))
        .with_min_inner_size(theme::MIN_WINDOW)
        .with_drag_and_drop(true);
    let mut native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    native.wgpu_options.wgpu_setup = wgpu_setup();
    prefer_x11(&mut native);
    let create = move |context: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        let window: Result<Window, std::io::Error> = Window::new(context, options, &persisted);
        let window = window?;
        signals::listen(Arc::clone(&window.ending), repaint(&context.egui_ctx));
        Ok(Box::new(window) as Box<dyn eframe::App>)
    };
    Ok(eframe::run_native("kinetoon", native, Box::new(create))?)
}

/// The icon's pixels; empty, which means none, only if the file were broken.
fn icon() -> egui::IconData {
    let icon = eframe::icon_data::from_png_bytes(ICON);
    icon.inspect_err(|err| log::error!("the icon: {err}"))
        .unwrap_or_default()
}

/// A device that the network can run on, too.
pub(super) fn wgpu_setup() -> WgpuSetup {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.instance_descriptor.backends = eframe::wgpu::Backends::PRIMARY;
    setup.device_descriptor = Arc::new(gpu::device_descriptor);
    WgpuSetup::CreateNew(setup)
}

/// winit 0.30 gets no dropped files under Wayland (rust-windowing/winit#1881); `XWayland` does.
fn prefer_x11(options: &mut eframe::NativeOptions) {
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty()) {
        options.event_loop_builder = Some(Box::new(|builder| {
            use winit::platform::x11::EventLoopBuilderExtX11 as _;
            builder.with_x11();
        }));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = options;
}

/// Whether files can be dropped on the window on this system.
pub(super) fn can_drop_files() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("DISPLAY").is_some_and(|d| !d.is_empty())
}

/// The window's graphics device, for the engine to share.
pub(super) fn shared_device(context: &eframe::CreationContext<'_>) -> Option<gpu::Gpu> {
    let render = context.wgpu_render_state.as_ref()?;
    Some(gpu::Gpu {
        instance: render.instance.clone(),
        adapter: render.adapter.clone(),
        device: render.device.clone(),
        queue: render.queue.clone(),
        runtime: gpu::SharedRuntime::default(),
    })
}

/// Asks for a frame from any thread.
pub(super) fn repaint(ctx: &egui::Context) -> impl Fn() + Send + Sync + use<> {
    let ctx = ctx.clone();
    move || ctx.request_repaint()
}
