//! Passes that are recorded one after the other, and done at once when their result is wanted.

use std::cell::RefCell;
use std::rc::Rc;

use bytemuck::Pod;

use super::kernels::{Kernel, Kernels};
use crate::gpu::GpuError;
use crate::gpu::mapped::{lost, map_all};
use crate::ink::{Flow, Plane};

/// Side of a workgroup; must equal `WORKGROUP` in the shaders.
const WORKGROUP: u32 = 16;

/// A plane on the device; its memory goes to the next one as soon as nobody wants it.
#[derive(Debug)]
pub(super) struct Field {
    buffer: wgpu::Buffer,
    /// Width and height in pixels.
    pub(super) size: [u32; 2],
    /// Numbers a pixel.
    pub(super) channels: u32,
    free: Free,
}

/// Memory of planes that nobody wants any more.
type Free = Rc<RefCell<Vec<wgpu::Buffer>>>;

impl Drop for Field {
    fn drop(&mut self) {
        self.free.borrow_mut().push(self.buffer.clone());
    }
}

/// Passes on their way.
pub(super) struct Run<'a> {
    device: &'a wgpu::Device,
    queue: &'a wgpu::Queue,
    kernels: &'a Kernels,
    encoder: wgpu::CommandEncoder,
    free: Free,
    // The inner one first: they must be left in that order.
    validation: wgpu::ErrorScopeGuard,
    memory: wgpu::ErrorScopeGuard,
    size: [u32; 2],
}

impl<'a> Run<'a> {
    /// Begins passes over a picture of that size.
    pub(super) fn new(
        device: &'a wgpu::Device,
        queue: &'a wgpu::Queue,
        kernels: &'a Kernels,
        size: [u32; 2],
    ) -> Self {
        let memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let label = Some("ink");
        Self {
            device,
            queue,
            kernels,
            validation,
            memory,
            encoder: device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label }),
            free: Free::default(),
            size,
        }
    }

    /// Brings a plane to the device.
    pub(super) fn upload<T: Pod>(&self, plane: &Plane<T>) -> Field {
        let channels = (size_of::<T>() / size_of::<f32>()) as u32;
        let size = [plane.width as u32, plane.height as u32];
        self.written(bytemuck::cast_slice(&plane.pixels), size, channels)
    }

    /// Brings numbers to the device, such as weights.
    pub(super) fn numbers(&self, numbers: &[f32]) -> Field {
        let size = [numbers.len() as u32, 1];
        self.written(bytemuck::cast_slice(numbers), size, 1)
    }

    /// In memory of its own: it is there before all passes.
    fn written(&self, bytes: &[u8], size: [u32; 2], channels: u32) -> Field {
        let buffer = self.buffer(bytes.len() as u64, STORAGE);
        self.queue.write_buffer(&buffer, 0, bytes);
        self.field(buffer, size, channels)
    }

    fn field(&self, buffer: wgpu::Buffer, size: [u32; 2], channels: u32) -> Field {
        Field {
            buffer,
            size,
            channels,
            free: Rc::clone(&self.free),
        }
    }

    fn buffer(&self, size: u64, usage: wgpu::BufferUsages) -> wgpu::Buffer {
        self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("ink"),
            size,
            usage,
            mapped_at_creation: false,
        })
    }

    /// Memory for a plane; what lies in it is of no meaning.
    fn empty(&self, size: [u32; 2], channels: u32) -> Field {
        let num_bytes = 4 * u64::from(channels) * u64::from(size[0]) * u64::from(size[1]);
        let mut free = self.free.borrow_mut();
        let fitting = free.iter().position(|buffer| buffer.size() == num_bytes);
        let buffer = fitting.map(|at| free.swap_remove(at));
        drop(free);
        let buffer = buffer.unwrap_or_else(|| self.buffer(num_bytes, STORAGE));
        self.field(buffer, size, channels)
    }

    /// Records a pass over pixels of `channels` numbers; it gives a plane of `size`, with
    /// `channels_out` a pixel. `parameters` and `inputs` are the shader's, in the order of their
    /// bindings.
    pub(super) fn pass(
        &mut self,
        kernel: Kernel,
        channels: u32,
        parameters: &impl Pod,
        inputs: &[&Field],
        (size, channels_out): ([u32; 2], u32),
    ) -> Field {
        let output = self.empty(size, channels_out);
        let bytes = bytemuck::bytes_of(parameters);
        let usage = wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST;
        let uniform = self.buffer(bytes.len() as u64, usage);
        self.queue.write_buffer(&uniform, 0, bytes);
        let pipeline = self.kernels.get(self.device, kernel, channels);
        let buffers = [&uniform, &output.buffer].into_iter();
        let buffers = buffers.chain(inputs.iter().map(|input| &input.buffer));
        let entries: Vec<_> = (0..)
            .zip(buffers)
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("ink"),
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let descriptor = wgpu::ComputePassDescriptor::default();
        let mut pass = self.encoder.begin_compute_pass(&descriptor);
        pass.set_pipeline(&pipeline);
        pass.set_bind_group(0, &group, &[]);
        let [across, down] = size.map(|side| side.div_ceil(WORKGROUP));
        pass.dispatch_workgroups(across, down, 1);
        drop(pass);
        output
    }

    /// Does the passes, and copies planes to where they can be read.
    ///
    /// # Errors
    /// [`GpuError::TooLarge`] when there was not enough memory, [`GpuError::Lost`] when something
    /// else failed.
    pub(super) fn finish<const N: usize>(
        mut self,
        wanted: [&Field; N],
    ) -> Result<[Copied; N], GpuError> {
        let usage = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
        let copies = wanted.map(|field| Copied {
            buffer: self.buffer(field.buffer.size(), usage),
            size: field.size,
        });
        for (field, Copied { buffer, .. }) in wanted.into_iter().zip(&copies) {
            let (from, all) = (&field.buffer, field.buffer.size());
            self.encoder.copy_buffer_to_buffer(from, 0, buffer, 0, all);
        }
        self.queue.submit([self.encoder.finish()]);
        let refused = pollster::block_on(self.validation.pop());
        if pollster::block_on(self.memory.pop()).is_some() {
            let [width, height] = self.size;
            return Err(GpuError::TooLarge { width, height });
        }
        if let Some(err) = refused {
            return Err(lost(&err));
        }
        map_all(self.device, copies.each_ref().map(|copy| &copy.buffer))?;
        Ok(copies)
    }
}

/// A plane that was copied from the device.
pub(super) struct Copied {
    buffer: wgpu::Buffer,
    size: [u32; 2],
}

impl Copied {
    /// Its pixels, each as many numbers as it had there.
    ///
    /// # Errors
    /// [`GpuError::Lost`] when they cannot be read.
    pub(super) fn plane<T: Pod>(&self) -> Result<Plane<T>, GpuError> {
        let mapped = self.buffer.get_mapped_range(..).map_err(|err| lost(&err))?;
        let pixels = bytemuck::try_cast_slice(&mapped);
        let pixels: &[T] = pixels.map_err(|err| lost(&err))?;
        let [width, height] = self.size.map(|side| side as usize);
        let pixels = pixels.to_vec();
        Ok(Plane {
            width,
            height,
            pixels,
        })
    }

    /// As directions of edges.
    ///
    /// # Errors
    /// As [`plane`](Self::plane).
    pub(super) fn flow(&self) -> Result<Flow, GpuError> {
        let along = self.plane()?;
        Ok(Flow { along })
    }
}

const STORAGE: wgpu::BufferUsages = wgpu::BufferUsages::STORAGE
    .union(wgpu::BufferUsages::COPY_DST)
    .union(wgpu::BufferUsages::COPY_SRC);
