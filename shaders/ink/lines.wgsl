// Lines: differences of Gaussians across the flow at two widths.
//
// The twin of src/ink/passes/lines.rs, whose words on its numbers hold here. What is "for halves"
// has an entry for 2 by 2 pixels.

const WORKGROUP: u32 = 16;
const TAPS: u32 = 7u;
const STEP: f32 = 0.6;
const TAU: f32 = 0.988;
const DARK_FLOOR: f32 = 0.22;
const SPARSE_GAIN: f32 = 0.25;
const FACE_GAIN: f32 = 0.6;
const FACE_THINNER: f32 = 0.1;
const FACE_DARK: f32 = 0.42;
const FACE_LIGHT: f32 = 0.65;
const ALONE: vec2<f32> = vec2<f32>(0.02, 0.12);
const SHARP: vec2<f32> = vec2<f32>(0.15, 0.4);

struct Lines {
    width: u32,
    height: u32,
    half_width: u32,
    half_height: u32,
    // standard deviation of the narrower line at scale 1, in pixels
    sigma: f32,
    // response of a line that is fully dark
    full: f32,
    fade: f32,
    faint: f32,
    lift: f32,
}

@group(0) @binding(0) var<uniform> lines: Lines;
@group(0) @binding(1) var<storage, read_write> readily_out: array<f32>;
@group(0) @binding(2) var<storage, read> tensors: array<vec4<f32>>;

// How readily lines are drawn, for halves.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_readiness(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= lines.half_width || id.y >= lines.half_height {
        return;
    }
    let at = id.y * lines.half_width + id.x;
    let tensor = tensors[at];
    let coherence = sqrt(tensor.x * tensor.x + tensor.y * tensor.y) / (tensor.z + 1e-6);
    readily_out[at] = 0.2 + 0.8 * smoothstep(0.15, 0.5, coherence);
}

// Where to read between pixels: the one above and left, and the way from there.
struct Spot {
    start: u32,
    way: vec2<f32>,
}

fn spot(place: vec2<f32>, size: vec2<u32>) -> Spot {
    let at = min(max(place, vec2<f32>(0.0)), vec2<f32>(size) - 1.0);
    let corner = min(vec2<u32>(round(at - 0.5)), size - 2u);
    return Spot(corner.y * size.x + corner.x, at - vec2<f32>(corner));
}

fn mean(corners: vec4<f32>, way: vec2<f32>) -> f32 {
    let above = corners.x + (corners.y - corners.x) * way.x;
    let below = corners.z + (corners.w - corners.z) * way.x;
    return above + (below - above) * way.y;
}

fn half_spot(pixel: vec2<u32>) -> Spot {
    let place = 0.5 * vec2<f32>(pixel) - 0.25;
    return spot(place, vec2<u32>(lines.half_width, lines.half_height));
}

@group(0) @binding(1) var<storage, read_write> widths_out: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
// for halves
@group(0) @binding(3) var<storage, read> face: array<f32>;

fn face_at(pixel: vec2<u32>) -> f32 {
    let at = half_spot(pixel);
    let next = at.start + lines.half_width;
    return mean(
        vec4<f32>(face[at.start], face[at.start + 1u], face[next], face[next + 1u]),
        at.way,
    );
}

// The width of a line at each pixel, over that at scale 1.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_widths(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= lines.width || id.y >= lines.height {
        return;
    }
    let at = id.y * lines.width + id.x;
    widths_out[at] = pow(scale[at], 0.7) * (1.0 - FACE_THINNER * face_at(id.xy));
}

@group(0) @binding(1) var<storage, read_write> both_out: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> light: array<f32>;
@group(0) @binding(3) var<storage, read> directions: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> widths: array<f32>;
// of the narrower and the wider Gaussian: the middle ones, then those on each side
@group(0) @binding(5) var<storage, read> weights: array<vec2<f32>>;

fn light_between(place: vec2<f32>) -> f32 {
    let at = spot(place, vec2<u32>(lines.width, lines.height));
    let next = at.start + lines.width;
    return mean(
        vec4<f32>(light[at.start], light[at.start + 1u], light[next], light[next + 1u]),
        at.way,
    );
}

// How much darker than its surround a pixel is, across the flow.
fn difference(pixel: vec2<u32>, at: u32, factor: f32) -> f32 {
    let direction = directions[at];
    let step = widths[at] * factor * STEP;
    let onward = vec2<f32>(direction.y, -direction.x) * step;
    var sums = weights[0] * light[at];
    var before = vec2<f32>(pixel);
    var after = before;
    for (var tap = 1u; tap <= TAPS; tap++) {
        before += onward;
        after -= onward;
        sums += weights[tap] * (light_between(before) + light_between(after));
    }
    return (TAU * sums.y - sums.x) / (sums.y + DARK_FLOOR);
}

// Responses at the two widths.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_difference(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= lines.width || id.y >= lines.height {
        return;
    }
    let at = id.y * lines.width + id.x;
    let fine = difference(id.xy, at, lines.sigma);
    let bold = difference(id.xy, at, 2.0 * lines.sigma);
    both_out[at] = vec2<f32>(fine, 0.9 * bold);
}

// responses along the flow
@group(0) @binding(2) var<storage, read> responses: array<vec2<f32>>;

// What there is of ink, as far as it can be seen.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_seen(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= lines.width || id.y >= lines.height {
        return;
    }
    let at = id.y * lines.width + id.x;
    both_out[at] = clamp(responses[at], vec2<f32>(0.0), vec2<f32>(lines.full));
}

@group(0) @binding(1) var<storage, read_write> field: array<f32>;
// for halves
@group(0) @binding(4) var<storage, read> people: array<f32>;
@group(0) @binding(5) var<storage, read> readily: array<f32>;
@group(0) @binding(6) var<storage, read> light_of: array<f32>;
// responses along the flow and far along it, and what is seen around
@group(0) @binding(7) var<storage, read> smooth_responses: array<vec2<f32>>;
@group(0) @binding(8) var<storage, read> far_responses: array<vec2<f32>>;
@group(0) @binding(9) var<storage, read> seen: array<vec2<f32>>;

// How sure there is a line at each pixel.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_lines(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= lines.width || id.y >= lines.height {
        return;
    }
    let at = id.y * lines.width + id.x;
    let half = half_spot(id.xy);
    let next = half.start + lines.half_width;
    let in_people = mean(
        vec4<f32>(people[half.start], people[half.start + 1u], people[next], people[next + 1u]),
        half.way,
    );
    let ready = mean(
        vec4<f32>(
            readily[half.start],
            readily[half.start + 1u],
            readily[next],
            readily[next + 1u],
        ),
        half.way,
    );
    let response = smooth_responses[at];
    let around = seen[at];
    let crowd = max(around.x, around.y) / lines.full;
    let lone = lines.faint * (1.0 - smoothstep(ALONE.x, ALONE.y, crowd));
    let sharp = max(smoothstep(SHARP.x, SHARP.y, around.x / (around.y + 1e-5)), in_people);
    let faint = (far_responses[at] + lines.lift) * lone;
    let in_face = face_at(id.xy);
    let sparse = 1.0 + SPARSE_GAIN * smoothstep(0.6, 1.0, scale[at]);
    let lit = lines.fade * in_face * smoothstep(FACE_DARK, FACE_LIGHT, light_of[at]);
    let sure = max(max(response.x, response.y), max(faint.x, faint.y * sharp));
    field[at] = sure * ready * sparse * (1.0 + FACE_GAIN * in_face) * (1.0 - lit);
}
