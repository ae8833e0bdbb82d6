//! The ink on a graphics device: the passes of `shaders/ink/ink.wgsl`, in order.
//!
//! Four planes are enough: the photograph's becomes the flow's once lines have been looked for.

mod uniform;

use std::collections::BTreeMap;

use self::uniform::Uniform;
use super::GpuError;
use crate::ink::InkSettings;
use crate::ink::parameters::{FLATTEN_ROUNDS, Parameters};

const SHADER: &str = include_str!("../../shaders/ink/ink.wgsl");
/// Side of a workgroup; must equal `WORKGROUP` in the shader.
const WORKGROUP: u32 = 16;
/// Bytes of one pixel of a plane.
const PIXEL_BYTES: u64 = 16;

/// Entry points of the shader.
const PASSES: [&str; 10] = [
    "cs_load_photo",
    "cs_load_drawing",
    "cs_flatten",
    "cs_mix",
    "cs_guide",
    "cs_tensor",
    "cs_blur",
    "cs_response",
    "cs_along",
    "cs_compose",
];

/// Draws the ink; the same as [`crate::ink::draw`] within one step of 255.
#[derive(Debug)]
pub struct InkPass {
    layout: wgpu::BindGroupLayout,
    pipelines: BTreeMap<&'static str, wgpu::ComputePipeline>,
}

/// A pass: entry point, what it reads and writes, and its direction.
type Step = (
    &'static str,
    Option<usize>,
    Option<usize>,
    Option<usize>,
    (i32, i32),
);

impl InkPass {
    /// Compiles the passes.
    ///
    /// # Errors
    /// [`GpuError::Pipeline`] when the driver refuses them.
    pub fn new(device: &wgpu::Device) -> Result<Self, GpuError> {
        let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("ink"),
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        });
        let layout = bind_group_layout(device);
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("ink"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let pipeline = |name: &'static str| {
            device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(name),
                layout: Some(&pipeline_layout),
                module: &module,
                entry_point: Some(name),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                cache: None,
            })
        };
        let pipelines = PASSES
            .into_iter()
            .map(|name| (name, pipeline(name)))
            .collect();
        match pollster::block_on(scope.pop()) {
            None => Ok(Self { layout, pipelines }),
            Some(err) => Err(GpuError::Pipeline {
                what: "ink",
                reason: err.to_string(),
            }),
        }
    }

    /// Draws the ink over `drawing` into `output`; all three textures have the same size and hold
    /// sRGB numbers as `Rgba8Unorm`. `stroke_scale` is as in [`crate::ink::draw`].
    ///
    /// # Errors
    /// [`GpuError::TooLarge`] when a plane does not fit into one binding of the device.
    #[expect(
        clippy::too_many_arguments,
        reason = "a device, a queue, three pictures, two settings"
    )]
    pub fn draw(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        photo: &wgpu::Texture,
        drawing: &wgpu::Texture,
        settings: &InkSettings,
        stroke_scale: f32,
        output: &wgpu::Texture,
    ) -> Result<(), GpuError> {
        let (width, height) = (drawing.width(), drawing.height());
        let bytes = u64::from(width) * u64::from(height) * PIXEL_BYTES;
        if bytes > device.limits().max_storage_buffer_binding_size {
            return Err(GpuError::TooLarge { width, height });
        }
        let parameters = Parameters::new(settings, stroke_scale);
        let mut encoder =
            device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("ink") });
        if parameters.is_neutral() {
            encoder.copy_texture_to_texture(
                drawing.as_image_copy(),
                output.as_image_copy(),
                output.size(),
            );
            queue.submit([encoder.finish()]);
            return Ok(());
        }
        let plane = |bytes| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("ink plane"),
                size: bytes,
                usage: wgpu::BufferUsages::STORAGE,
                mapped_at_creation: false,
            })
        };
        let planes: Vec<wgpu::Buffer> = (0..4).map(|_| plane(bytes)).collect();
        // A pass must bind something where it reads nothing; reading and writing need different ones.
        let unused = [plane(PIXEL_BYTES), plane(PIXEL_BYTES)];
        let views = [photo, drawing, output]
            .map(|t| t.create_view(&wgpu::TextureViewDescriptor::default()));
        let uniform = Uniform::new(&parameters, width, height);
        for (name, first, second, result, (dx, dy)) in steps(&parameters) {
            let Some(pipeline) = self.pipelines.get(name) else {
                continue;
            };
            let read =
                |index: Option<usize>| index.and_then(|i| planes.get(i)).unwrap_or(&unused[0]);
            let written = result.and_then(|i| planes.get(i)).unwrap_or(&unused[1]);
            let [width, height] = uniform.size_of_pass(name);
            let pass_uniform = uniform.of_pass([width, height], [dx, dy]);
            let pass_uniform = uniform_buffer(device, queue, &pass_uniform);
            let group = self.bind_group(
                device,
                &pass_uniform,
                &views,
                [read(first), read(second), written],
            );
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(width.div_ceil(WORKGROUP), height.div_ceil(WORKGROUP), 1);
        }
        queue.submit([encoder.finish()]);
        Ok(())
    }

    fn bind_group(
        &self,
        device: &wgpu::Device,
        uniform: &wgpu::Buffer,
        views: &[wgpu::TextureView; 3],
        buffers: [&wgpu::Buffer; 3],
    ) -> wgpu::BindGroup {
        let resources = [
            uniform.as_entire_binding(),
            wgpu::BindingResource::TextureView(&views[0]),
            wgpu::BindingResource::TextureView(&views[1]),
            buffers[0].as_entire_binding(),
            buffers[1].as_entire_binding(),
            buffers[2].as_entire_binding(),
            wgpu::BindingResource::TextureView(&views[2]),
        ];
        let entries: Vec<_> = (0..)
            .zip(resources)
            .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("ink"),
            layout: &self.layout,
            entries: &entries,
        })
    }
}

/// The passes for these parameters, over planes 0 to 3.
fn steps(parameters: &Parameters) -> Vec<Step> {
    const PHOTO: Option<usize> = Some(0);
    const DRAWING: Option<usize> = Some(1);
    const A: Option<usize> = Some(2);
    const B: Option<usize> = Some(3);
    const STILL: (i32, i32) = (0, 0);
    let mut steps: Vec<Step> = vec![
        ("cs_load_photo", None, None, PHOTO, STILL),
        ("cs_load_drawing", None, None, DRAWING, STILL),
    ];
    // Where the drawing is after flattening, and a plane that is free then.
    let (mut flat, mut free) = (DRAWING, B);
    if parameters.flatten > 0.0 {
        let mut from = DRAWING;
        for _ in 0..FLATTEN_ROUNDS {
            steps.push(("cs_flatten", PHOTO, from, A, (1, 0)));
            steps.push(("cs_flatten", PHOTO, A, B, (0, 1)));
            from = B;
        }
        steps.push(("cs_mix", DRAWING, B, A, STILL));
        (flat, free) = (A, DRAWING);
    }
    let mut lines = None;
    if parameters.line > 0.0 {
        let other = if flat == A { B } else { A };
        steps.extend([
            ("cs_guide", PHOTO, flat, free, STILL),
            ("cs_tensor", free, None, PHOTO, STILL),
            ("cs_blur", PHOTO, None, other, (1, 0)),
            ("cs_blur", other, None, PHOTO, (0, 1)),
            ("cs_response", PHOTO, None, other, STILL),
            ("cs_along", PHOTO, other, free, STILL),
        ]);
        lines = free;
    }
    steps.push(("cs_compose", flat, lines, None, STILL));
    steps
}

fn uniform_buffer(device: &wgpu::Device, queue: &wgpu::Queue, uniform: &Uniform) -> wgpu::Buffer {
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("ink parameters"),
        size: size_of::<Uniform>() as u64,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    queue.write_buffer(&buffer, 0, bytemuck::bytes_of(uniform));
    buffer
}

fn bind_group_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let buffer = |ty| wgpu::BindingType::Buffer {
        ty,
        has_dynamic_offset: false,
        min_binding_size: None,
    };
    let storage = |read_only| buffer(wgpu::BufferBindingType::Storage { read_only });
    let texture = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: false },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let output = wgpu::BindingType::StorageTexture {
        access: wgpu::StorageTextureAccess::WriteOnly,
        format: wgpu::TextureFormat::Rgba8Unorm,
        view_dimension: wgpu::TextureViewDimension::D2,
    };
    let types = [
        buffer(wgpu::BufferBindingType::Uniform),
        texture,
        texture,
        storage(true),
        storage(true),
        storage(false),
        output,
    ];
    let entries: Vec<_> = (0..)
        .zip(types)
        .map(|(binding, ty)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty,
            count: None,
        })
        .collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("ink"),
        entries: &entries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_writes_a_plane_that_it_reads() {
        for (line, flatten) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let settings = InkSettings {
                line,
                flatten,
                ..InkSettings::default()
            };
            for (name, first, second, result, _) in steps(&Parameters::new(&settings, 1.0)) {
                assert!(
                    result.is_none() || (result != first && result != second),
                    "{name}"
                );
            }
        }
    }
}
