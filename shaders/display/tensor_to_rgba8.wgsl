// Copies the network's output into a picture.
//
// Reads planes of f32, sRGB in 0..1, channel by channel, rows of `row` numbers; writes the first
// width x height of them as Rgba8Unorm, opaque. Values outside 0..1 are clamped, halves round up
// as on the CPU. Nothing is written outside the picture.

struct Layout {
    width: u32,
    height: u32,
    // numbers from one row to the next
    row: u32,
    // numbers from one channel to the next
    plane: u32,
}

@group(0) @binding(0) var<storage, read> tensor: array<f32>;
@group(0) @binding(1) var<uniform> sizes: Layout;
@group(0) @binding(2) var picture: texture_storage_2d<rgba8unorm, write>;

const WORKGROUP: u32 = 16;

fn quantise(value: f32) -> f32 {
    return floor(clamp(value, 0.0, 1.0) * 255.0 + 0.5) / 255.0;
}

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let at = id.y * sizes.row + id.x;
    let rgb = vec3<f32>(
        quantise(tensor[at]),
        quantise(tensor[at + sizes.plane]),
        quantise(tensor[at + 2u * sizes.plane]),
    );
    textureStore(picture, vec2<i32>(id.xy), vec4<f32>(rgb, 1.0));
}
