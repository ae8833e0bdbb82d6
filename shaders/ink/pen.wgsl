// Waves across the strokes of a pen: of noise drawn out along them, only the phase is kept.
//
// The twin of src/ink/passes/pen.rs. Planes hold one number a pixel; beyond the border lies the
// nearest place inside.

const WORKGROUP: u32 = 16;
const FRAC_1_PI: f32 = 0.318309886;

struct Pen {
    width: u32,
    height: u32,
    num_taps: u32,
}

// Where across the strokes a tap lies in pixels, and how much it counts for both phases.
struct Tap {
    far: f32,
    cosine: f32,
    sine: f32,
}

@group(0) @binding(0) var<uniform> pen: Pen;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<storage, read> drawn: array<f32>;
@group(0) @binding(3) var<storage, read> directions: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> taps: array<Tap>;

fn drawn_between(place: vec2<f32>) -> f32 {
    let most = vec2<f32>(f32(pen.width) - 1.0, f32(pen.height) - 1.0);
    let at = min(max(place, vec2<f32>(0.0)), most);
    let corner = min(vec2<u32>(round(at - 0.5)), vec2<u32>(pen.width, pen.height) - 2u);
    let way = at - vec2<f32>(corner);
    let start = corner.y * pen.width + corner.x;
    let next = start + pen.width;
    let above = drawn[start] + (drawn[start + 1u] - drawn[start]) * way.x;
    let below = drawn[next] + (drawn[next + 1u] - drawn[next]) * way.x;
    return above + (below - above) * way.y;
}

// The cosine of the phase of what goes up and down across the strokes.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_waves(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= pen.width || id.y >= pen.height {
        return;
    }
    let at = id.y * pen.width + id.x;
    let across = vec2<f32>(-directions[at].y, directions[at].x);
    var wave = vec2<f32>(0.0);
    for (var i = 0u; i < pen.num_taps; i++) {
        let tap = taps[i];
        let value = drawn_between(vec2<f32>(id.xy) + across * tap.far);
        wave += vec2<f32>(tap.cosine, tap.sine) * value;
    }
    output[at] = wave.x / max(sqrt(wave.x * wave.x + wave.y * wave.y), 1e-9);
}

// Waves as evenly spread values: 0 in the middle of a stroke, 1 between two.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_spread(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= pen.width || id.y >= pen.height {
        return;
    }
    let at = id.y * pen.width + id.x;
    output[at] = FRAC_1_PI * acos(clamp(drawn[at], -1.0, 1.0));
}
