// A Gaussian along the stream lines of the directions of edges.
//
// The twin of src/ink/passes/flow.rs. Pictures hold 1, 2 or 4 numbers a pixel. Directions are read
// at the nearest pixel, pictures between pixels; beyond the border lies the nearest place inside.

override CHANNELS: u32 = 4u;

const WORKGROUP: u32 = 16;

struct Along {
    width: u32,
    height: u32,
    // samples on each side
    taps: u32,
    // from one to the next in pixels, where the scale is 1
    step: f32,
    // the least scale
    least: f32,
}

@group(0) @binding(0) var<uniform> along: Along;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<storage, read> picture: array<f32>;
@group(0) @binding(3) var<storage, read> directions: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> scale: array<f32>;
// that of the pixel itself, then those on each side
@group(0) @binding(5) var<storage, read> weights: array<f32>;

fn pixel_of(at: u32) -> vec4<f32> {
    let start = at * CHANNELS;
    var pixel = vec4<f32>(picture[start], 0.0, 0.0, 0.0);
    if CHANNELS > 1u {
        pixel.y = picture[start + 1u];
    }
    if CHANNELS > 2u {
        pixel.z = picture[start + 2u];
        pixel.w = picture[start + 3u];
    }
    return pixel;
}

fn inside(place: vec2<f32>) -> vec2<f32> {
    let most = vec2<f32>(f32(along.width) - 1.0, f32(along.height) - 1.0);
    return min(max(place, vec2<f32>(0.0)), most);
}

fn between(place: vec2<f32>) -> vec4<f32> {
    let at = inside(place);
    let corner = min(vec2<u32>(round(at - 0.5)), vec2<u32>(along.width, along.height) - 2u);
    let way = at - vec2<f32>(corner);
    let start = corner.y * along.width + corner.x;
    let a = pixel_of(start);
    let b = pixel_of(start + 1u);
    let c = pixel_of(start + along.width);
    let d = pixel_of(start + along.width + 1u);
    let above = a + (b - a) * way.x;
    let below = c + (d - c) * way.x;
    return above + (below - above) * way.y;
}

fn direction(place: vec2<f32>) -> vec2<f32> {
    let nearest = vec2<u32>(round(inside(place)));
    return directions[nearest.y * along.width + nearest.x];
}

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_along(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= along.width || id.y >= along.height {
        return;
    }
    let at = id.y * along.width + id.x;
    let step = max(scale[at], along.least) * along.step;
    var sum = pixel_of(at) * weights[0];
    for (var side = 0u; side < 2u; side++) {
        var place = vec2<f32>(id.xy);
        var forward = directions[at] * select(step, -step, side == 1u);
        for (var tap = 1u; tap <= along.taps; tap++) {
            place += forward;
            let there = direction(place);
            sum += between(place) * weights[tap];
            forward = there * select(step, -step, dot(there, forward) < 0.0);
        }
    }
    let start = at * CHANNELS;
    output[start] = sum.x;
    if CHANNELS > 1u {
        output[start + 1u] = sum.y;
    }
    if CHANNELS > 2u {
        output[start + 2u] = sum.z;
        output[start + 3u] = sum.w;
    }
}
