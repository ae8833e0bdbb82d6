// Takes texture out and leaves edges: a bilateral filter, run across and down in turn.
//
// The twin of src/ink/passes/texture.rs. Beyond the border lies the nearest pixel inside.

const WORKGROUP: u32 = 16;
// Taps on each side.
const TAPS: u32 = 4u;
// Range in faces over that elsewhere.
const FACE_RANGE: f32 = 1.1;

struct Texture {
    width: u32,
    height: u32,
    // pixels from tap to tap, across and down
    across: u32,
    down: u32,
    // one over the squared difference of colour at which nothing counts any more, at scale 1
    falloff: f32,
    // of planes for 2 by 2 pixels
    half_width: u32,
    half_height: u32,
}

@group(0) @binding(0) var<uniform> texture: Texture;
@group(0) @binding(1) var<storage, read_write> falloffs: array<f32>;

// The same falloff for each pixel.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_even(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= texture.width || id.y >= texture.height {
        return;
    }
    falloffs[id.y * texture.width + id.x] = texture.falloff;
}

@group(0) @binding(2) var<storage, read> scale: array<f32>;
// the share of a face, for 2 by 2 pixels
@group(0) @binding(3) var<storage, read> face: array<f32>;

fn face_at(pixel: vec2<u32>) -> f32 {
    let most = vec2<f32>(f32(texture.half_width) - 1.0, f32(texture.half_height) - 1.0);
    let at = min(max(0.5 * vec2<f32>(pixel) - 0.25, vec2<f32>(0.0)), most);
    let last = vec2<u32>(texture.half_width, texture.half_height) - 2u;
    let corner = min(vec2<u32>(round(at - 0.5)), last);
    let way = at - vec2<f32>(corner);
    let start = corner.y * texture.half_width + corner.x;
    let above = face[start] + (face[start + 1u] - face[start]) * way.x;
    let next = start + texture.half_width;
    let below = face[next] + (face[next + 1u] - face[next]) * way.x;
    return above + (below - above) * way.y;
}

// The falloff of each pixel, by its scale.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_falloff(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= texture.width || id.y >= texture.height {
        return;
    }
    let at = id.y * texture.width + id.x;
    let wider = 1.0 / (FACE_RANGE * FACE_RANGE) - 1.0;
    falloffs[at] = texture.falloff / scale[at] * (1.0 + wider * face_at(id.xy));
}

@group(0) @binding(1) var<storage, read_write> output: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> picture: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> falloff_of: array<f32>;

// A weighted mean of each pixel and its neighbours in a row or a column.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_round(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= texture.width || id.y >= texture.height {
        return;
    }
    let at = id.y * texture.width + id.x;
    let last = vec2<u32>(texture.width, texture.height) - 1u;
    let spacing = vec2<u32>(texture.across, texture.down);
    let here = picture[at].xyz;
    let falloff = falloff_of[at];
    var sum = here;
    var total = 1.0;
    for (var tap = 0u; tap <= 2u * TAPS; tap++) {
        if tap == TAPS {
            continue;
        }
        let place = min(max(id.xy + tap * spacing, TAPS * spacing) - TAPS * spacing, last);
        let there = picture[place.y * texture.width + place.x].xyz;
        let apart = there - here;
        let near = max(1.0 - dot(apart, apart) * falloff, 0.0);
        sum += near * near * there;
        total += near * near;
    }
    output[at] = vec4<f32>(sum * (1.0 / total), 0.0);
}
