// How much of a picture stays as it was before its edges became fluid.
//
// The twin of src/ink/shapes.rs. Pictures hold 1 or 4 numbers a pixel; what is "for halves" has an
// entry for 2 by 2 pixels.

override CHANNELS: u32 = 4u;

const WORKGROUP: u32 = 16;
const FACE_OWN: f32 = 0.85;
const DENSE_OWN: f32 = 0.6;
const DENSE: vec2<f32> = vec2<f32>(0.45, 0.75);
const STRAIGHT: vec2<f32> = vec2<f32>(0.4, 0.9);

struct Sizes {
    width: u32,
    height: u32,
    half_width: u32,
    half_height: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
// all for halves
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> face: array<f32>;
@group(0) @binding(4) var<storage, read> readily: array<f32>;

// The share that stays, for halves.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_own(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.half_width || id.y >= sizes.half_height {
        return;
    }
    let at = id.y * sizes.half_width + id.x;
    let dense = 1.0 - smoothstep(DENSE.x, DENSE.y, scale[at]);
    let straight = smoothstep(STRAIGHT.x, STRAIGHT.y, readily[at]);
    output[at] = max(FACE_OWN * face[at], DENSE_OWN * dense * straight);
}

@group(0) @binding(2) var<storage, read> fluid: array<f32>;
@group(0) @binding(3) var<storage, read> before: array<f32>;
// for halves
@group(0) @binding(4) var<storage, read> own: array<f32>;

// A fluid picture with a share of what it was before.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_partly(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let most = vec2<f32>(f32(sizes.half_width) - 1.0, f32(sizes.half_height) - 1.0);
    let place = min(max(0.5 * vec2<f32>(id.xy) - 0.25, vec2<f32>(0.0)), most);
    let last = vec2<u32>(sizes.half_width, sizes.half_height) - 2u;
    let corner = min(vec2<u32>(round(place - 0.5)), last);
    let way = place - vec2<f32>(corner);
    let half = corner.y * sizes.half_width + corner.x;
    let next = half + sizes.half_width;
    let above = own[half] + (own[half + 1u] - own[half]) * way.x;
    let below = own[next] + (own[next + 1u] - own[next]) * way.x;
    let share = above + (below - above) * way.y;
    let start = (id.y * sizes.width + id.x) * CHANNELS;
    for (var c = 0u; c < CHANNELS; c++) {
        let value = fluid[start + c];
        output[start + c] = value + (before[start + c] - value) * share;
    }
}
