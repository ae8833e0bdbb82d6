//! The ink's passes over many pixels on a graphics device: the shaders of `shaders/ink`, which do
//! the arithmetic of `ink::passes`.
//!
//! | module | what |
//! |---|---|
//! | [`kernels`] | the programs |
//! | [`run`] | passes that are recorded and done at once, and the memory of their planes |
//! | [`passes`], [`lines`] | the passes in their order |

mod kernels;
mod lines;
mod passes;
mod run;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use self::kernels::Kernels;
use self::passes::Scale;
use self::run::{Field, Run};
use super::GpuError;
use crate::ink::passes::{OF_COLORS, OF_LINES, borders, scale};
use crate::ink::shapes::{OF_LIGHT, READINESS};
use crate::ink::{Borders, Contours, InkDevice, Plane, Shapes, Sources, Tones};

/// Bytes of the widest planes for each pixel: four numbers.
const PIXEL_BYTES: u64 = 16;

/// Does passes of the ink on a graphics device until that fails.
#[derive(Debug)]
pub struct InkPasses {
    device: wgpu::Device,
    queue: wgpu::Queue,
    kernels: Kernels,
    /// Pixels of a picture up to which there is memory, as far as is known.
    most_pixels: AtomicU64,
    /// Why the device is left alone, and whether somebody was told.
    failure: Mutex<Failure>,
}

#[derive(Debug, Default)]
enum Failure {
    #[default]
    None,
    New(GpuError),
    Told,
}

impl InkPasses {
    /// On a device; the programs are compiled when they are first wanted.
    pub fn new(device: &wgpu::Device, queue: &wgpu::Queue) -> Self {
        let most_bytes = device.limits().max_storage_buffer_binding_size;
        Self {
            device: device.clone(),
            queue: queue.clone(),
            kernels: Kernels::default(),
            most_pixels: AtomicU64::new(most_bytes / PIXEL_BYTES),
            failure: Mutex::default(),
        }
    }

    /// Whether there is memory for a picture of so many pixels, as far as is known.
    pub(crate) fn has_room(&self, num_pixels: u64) -> bool {
        num_pixels <= self.most_pixels.load(Ordering::Relaxed)
    }

    /// Why it has stopped working, told once; all passes are left to the CPU since.
    pub fn take_failure(&self) -> Option<GpuError> {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*failure, Failure::New(_)) {
            return None;
        }
        match std::mem::replace(&mut *failure, Failure::Told) {
            Failure::New(err) => Some(err),
            Failure::None | Failure::Told => None,
        }
    }

    /// Does `passes` over a picture, if the device works and there is room for it.
    fn attempt<T>(
        &self,
        picture: &Plane<impl Sized>,
        passes: impl FnOnce(Run<'_>) -> Result<T, GpuError>,
    ) -> Option<T> {
        let [width, height] = [picture.width, picture.height].map(|side| side as u32);
        let num_pixels = u64::from(width) * u64::from(height);
        let has_failed = || {
            let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            !matches!(*failure, Failure::None)
        };
        if !self.has_room(num_pixels) || has_failed() {
            return None;
        }
        let run = Run::new(&self.device, &self.queue, &self.kernels, [width, height]);
        match passes(run) {
            Ok(found) => Some(found),
            Err(err @ GpuError::TooLarge { .. }) => {
                log::warn!("the ink is drawn on the CPU: {err}");
                self.most_pixels.store(num_pixels / 2, Ordering::Relaxed);
                self.kernels.forget();
                None
            }
            Err(err) => {
                log::warn!("the ink is drawn on the CPU from now on: {err}");
                let failure = &mut *self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                // Another thread may have found out before.
                if matches!(failure, Failure::None) {
                    *failure = Failure::New(err);
                }
                None
            }
        }
    }
}

impl InkDevice for InkPasses {
    fn contours(&self, photo: &Plane, unit: f32) -> Option<Plane<f32>> {
        self.attempt(photo, |mut run| {
            let photo = run.upload(photo);
            let calm = run.calmed(&photo, unit);
            let calm = calm.as_ref().unwrap_or(&photo);
            let tensors = run.smoothed_evenly(calm, scale::CONTOURS, unit);
            let cells = run.contours(&tensors);
            let [cells] = run.finish([&cells])?;
            cells.plane()
        })
    }

    fn shapes(&self, from: &Sources<'_>) -> Option<Shapes> {
        self.attempt(from.photo, |mut run| {
            let scale = Scale::upload(&mut run, from.scale);
            let photo = run.upload(from.photo);
            let tensors = run.smoothed(&photo, READINESS, &scale);
            let readily = run.readiness(&tensors);
            let own = run.own(&scale, &readily);
            let light = run.upload(from.light);
            let fluid = run.coherent(&light, &OF_LINES, &scale);
            let light = run.partly(&fluid, &light, &own);
            drop(fluid);
            let tensors = run.smoothed(&light, OF_LIGHT, &scale);
            let flow = run.directions(&tensors, light.size);
            drop(tensors);
            let colors = from.texture.map(|texture| {
                let source = from.source.map(|source| run.upload(source));
                let source = source.as_ref().unwrap_or(&photo);
                let calm = run.without_texture(source, texture, &scale);
                let fluid = run.coherent(&calm, &OF_COLORS, &scale);
                run.partly(&fluid, &calm, &own)
            });
            // Something is always copied; where no shapes are wanted it is not looked at.
            let shapes = colors.as_ref().unwrap_or(&readily);
            let [shapes, light, flow, readily] = run.finish([shapes, &light, &flow, &readily])?;
            Ok(Shapes {
                colors: colors.map(|_| shapes.plane()).transpose()?,
                light: light.plane()?,
                flow: flow.flow()?,
                readily: readily.plane()?,
            })
        })
    }

    fn borders(&self, from: &Tones<'_>) -> Option<Borders> {
        self.attempt(from.flat, |mut run| {
            let scale = Scale::upload(&mut run, from.scale);
            let flat = run.upload(from.flat);
            let edges = from.edges.map(|edges| run.upload(edges));
            let directions = |run: &mut Run<'_>, flat: &Field| {
                let edges = edges.as_ref().unwrap_or(flat);
                let tensors = run.smoothed_evenly(edges, borders::DIRECTIONS, scale.unit);
                run.directions(&tensors, flat.size)
            };
            let flow = directions(&mut run, &flat);
            let by = (&scale.full, borders::LEAST_SCALE);
            let sigma = borders::ALONG * scale.unit;
            let smooth = run.along::<{ borders::TAPS }>(&flat, &flow, by, sigma);
            let flow = directions(&mut run, &smooth);
            let [smooth, flow] = run.finish([&smooth, &flow])?;
            Ok(Borders {
                flat: smooth.plane()?,
                flow: flow.flow()?,
            })
        })
    }

    fn lines(&self, from: &Contours<'_>) -> Option<Plane<f32>> {
        self.attempt(from.light, |mut run| {
            let field = run.lines(from);
            let [field] = run.finish([&field])?;
            field.plane()
        })
    }
}
