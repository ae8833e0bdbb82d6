// Sharpening across edges: each pixel goes to the side of the edge on which it lies.
//
// The twin of src/ink/passes/shock.rs. Pictures hold 1 or 4 numbers a pixel.

override CHANNELS: u32 = 4u;

const WORKGROUP: u32 = 16;
// Second difference of the smoothed luma below which a pixel lies on no side of an edge.
const FLOOR: f32 = 0.002;
// Standard deviation of that smoothing in units at scale 1, and the least of it.
const SIGMA: f32 = 1.5;
const LEAST_SIGMA: f32 = 0.8;

struct Shock {
    width: u32,
    height: u32,
    // size of what is meant by a pixel
    unit: f32,
    // second difference above the floor from which on a pixel is replaced wholly
    soft: f32,
}

@group(0) @binding(0) var<uniform> shock: Shock;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<storage, read> picture: array<f32>;

fn pixel_of(at: u32) -> vec4<f32> {
    let start = at * CHANNELS;
    if CHANNELS == 1u {
        return vec4<f32>(picture[start], 0.0, 0.0, 0.0);
    }
    return vec4<f32>(
        picture[start],
        picture[start + 1u],
        picture[start + 2u],
        picture[start + 3u],
    );
}

fn luma(pixel: vec4<f32>) -> f32 {
    if CHANNELS == 1u {
        return pixel.x;
    }
    return 0.299 * pixel.x + 0.587 * pixel.y + 0.114 * pixel.z;
}

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_luma(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= shock.width || id.y >= shock.height {
        return;
    }
    let at = id.y * shock.width + id.x;
    output[at] = luma(pixel_of(at));
}

// its luma, smoothed
@group(0) @binding(3) var<storage, read> smooth_luma: array<f32>;
@group(0) @binding(4) var<storage, read> directions: array<vec2<f32>>;
@group(0) @binding(5) var<storage, read> scale: array<f32>;

// Where to read between pixels: the one above and left, and the way from there.
struct Spot {
    start: u32,
    way: vec2<f32>,
}

fn spot(place: vec2<f32>) -> Spot {
    let most = vec2<f32>(f32(shock.width) - 1.0, f32(shock.height) - 1.0);
    let at = min(max(place, vec2<f32>(0.0)), most);
    let corner = min(vec2<u32>(round(at - 0.5)), vec2<u32>(shock.width, shock.height) - 2u);
    return Spot(corner.y * shock.width + corner.x, at - vec2<f32>(corner));
}

fn luma_between(place: vec2<f32>) -> f32 {
    let at = spot(place);
    let a = smooth_luma[at.start];
    let b = smooth_luma[at.start + 1u];
    let c = smooth_luma[at.start + shock.width];
    let d = smooth_luma[at.start + shock.width + 1u];
    let above = a + (b - a) * at.way.x;
    let below = c + (d - c) * at.way.x;
    return above + (below - above) * at.way.y;
}

fn between(place: vec2<f32>) -> vec4<f32> {
    let at = spot(place);
    let a = pixel_of(at.start);
    let b = pixel_of(at.start + 1u);
    let c = pixel_of(at.start + shock.width);
    let d = pixel_of(at.start + shock.width + 1u);
    let above = a + (b - a) * at.way.x;
    let below = c + (d - c) * at.way.x;
    return above + (below - above) * at.way.y;
}

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_shock(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= shock.width || id.y >= shock.height {
        return;
    }
    let at = id.y * shock.width + id.x;
    let place = vec2<f32>(id.xy);
    let across = vec2<f32>(directions[at].y, -directions[at].x);
    let m = scale[at];
    let far = across * (shock.unit * max(SIGMA * m, LEAST_SIGMA));
    let ends = luma_between(place + far) + luma_between(place - far);
    let second = ends - 2.0 * smooth_luma[at];
    let share = clamp((abs(second) - FLOOR) / shock.soft, 0.0, 1.0);
    // The brightest on the bright side, the darkest on the dark one.
    var side = 0.0;
    if second < -FLOOR {
        side = 1.0;
    } else if second > FLOOR {
        side = -1.0;
    }
    let here = pixel_of(at);
    var best = here;
    var most = side * luma(here);
    let parts = vec4<f32>(-1.0, -0.5, 0.5, 1.0);
    for (var i = 0u; i < 4u; i++) {
        let reach = parts[i] * shock.unit * clamp(2.5 * m, 1.0, 2.0);
        let there = between(place + across * reach);
        let value = side * luma(there);
        if value > most {
            best = there;
            most = value;
        }
    }
    let pixel = here + (best - here) * share;
    let start = at * CHANNELS;
    output[start] = pixel.x;
    if CHANNELS > 1u {
        output[start + 1u] = pixel.y;
        output[start + 2u] = pixel.z;
        output[start + 3u] = pixel.w;
    }
}
