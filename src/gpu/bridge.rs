//! From a tensor to a picture on the same device, without a way through the CPU.

use burn::backend::Wgpu;
use burn::prelude::{Device, Tensor};
use burn_cubecl::cubecl::wgpu::{AutoCompiler, WgpuServer};
use burn_cubecl::kernel::into_contiguous;
use bytemuck::{Pod, Zeroable};

use super::GpuError;

const SHADER: &str = include_str!("../../shaders/display/tensor_to_rgba8.wgsl");
/// Side of a workgroup; must equal `WORKGROUP` in the shader.
const WORKGROUP: u32 = 16;

/// Mirror of `Layout` in the shader.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
struct Layout {
    width: u32,
    height: u32,
    row: u32,
    plane: u32,
}

/// Writes output tensors of the network into textures.
#[derive(Debug)]
pub struct TensorDisplay {
    pipeline: wgpu::ComputePipeline,
}

impl TensorDisplay {
    /// Compiles the pass.
    ///
    /// # Errors
    /// [`GpuError::Pipeline`] when the driver refuses it.
    pub fn new(device: &wgpu::Device) -> Result<Self, GpuError> {
        let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("tensor_to_rgba8"),
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("tensor_to_rgba8"),
            layout: None,
            module: &module,
            entry_point: Some("cs_main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        match pollster::block_on(scope.pop()) {
            None => Ok(Self { pipeline }),
            Some(err) => Err(GpuError::Pipeline {
                what: "display",
                reason: err.to_string(),
            }),
        }
    }

    /// The top left `width` x `height` pixels of `tensor` as a new `Rgba8Unorm` texture.
    ///
    /// # Shapes
    /// - `tensor`: `[1, 3, h, w]`, sRGB in `0.0..=1.0`, `h` and `w` at least `height` and `width`,
    ///   on the runtime's registration of `device`
    ///
    /// # Errors
    /// [`GpuError`] when the tensor lives elsewhere or the device failed.
    pub fn write(
        &self,
        runtime: &Device,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        tensor: Tensor<4>,
        width: u32,
        height: u32,
    ) -> Result<wgpu::Texture, GpuError> {
        let lost = |reason: String| GpuError::Lost { reason };
        let [_, _, rows, columns] = tensor.dims();
        let primitive = tensor
            .try_into_primitive::<Wgpu>()
            .map_err(|err| lost(format!("{err:?}")))?;
        let cube = into_contiguous(primitive);
        // Our pass is submitted outside the runtime: what it has queued must be on its way first.
        runtime.flush().map_err(|err| lost(err.to_string()))?;
        let resource = cube
            .client
            .get_resource::<WgpuServer<AutoCompiler>>(cube.handle.clone())
            .map_err(|err| lost(err.to_string()))?;
        let texture = picture_texture(device, width, height);
        let layout = Layout {
            width,
            height,
            row: columns as u32,
            plane: (rows * columns) as u32,
        };
        let uniform = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("tensor layout"),
            size: size_of::<Layout>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        queue.write_buffer(&uniform, 0, bytemuck::bytes_of(&layout));
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("tensor_to_rgba8"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: resource.resource().as_wgpu_bind_resource(),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: uniform.as_entire_binding(),
                },
                wgpu::BindGroupEntry {
                    binding: 2,
                    resource: wgpu::BindingResource::TextureView(
                        &texture.create_view(&wgpu::TextureViewDescriptor::default()),
                    ),
                },
            ],
        });
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(width.div_ceil(WORKGROUP), height.div_ceil(WORKGROUP), 1);
        }
        queue.submit([encoder.finish()]);
        // The allocation goes back to the runtime's pool when `resource` drops; work of the same
        // queue is ordered, so whatever reuses it comes after this pass.
        Ok(texture)
    }
}

/// An empty `Rgba8Unorm` texture that passes write and the window shows.
pub fn picture_texture(device: &wgpu::Device, width: u32, height: u32) -> wgpu::Texture {
    device.create_texture(&wgpu::TextureDescriptor {
        label: Some("picture"),
        size: wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::STORAGE_BINDING
            | wgpu::TextureUsages::TEXTURE_BINDING
            | wgpu::TextureUsages::COPY_SRC
            | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    })
}
