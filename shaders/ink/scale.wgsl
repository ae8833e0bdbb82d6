// The local scale: where contours are counted, and its values for single pixels.
//
// The twin of src/ink/passes/scale.rs; what lies between the two passes is done on few cells, by
// the CPU.

const WORKGROUP: u32 = 16;
// Side of the cells in which contours are counted.
const CELL: u32 = 4u;

struct Sizes {
    // of what is written
    width: u32,
    height: u32,
    // of what is read
    from_width: u32,
    from_height: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
// for 2 by 2 pixels
@group(0) @binding(2) var<storage, read> tensors: array<vec4<f32>>;

fn strength(at: u32) -> f32 {
    return sqrt(max(tensors[at].z, 0.0));
}

// Where to read between pixels: the one above and left, and the way from there.
struct Spot {
    start: u32,
    way: vec2<f32>,
}

fn spot(place: vec2<f32>) -> Spot {
    let most = vec2<f32>(f32(sizes.from_width) - 1.0, f32(sizes.from_height) - 1.0);
    let at = min(max(place, vec2<f32>(0.0)), most);
    let last = vec2<u32>(sizes.from_width, sizes.from_height) - 2u;
    let corner = min(vec2<u32>(round(at - 0.5)), last);
    return Spot(corner.y * sizes.from_width + corner.x, at - vec2<f32>(corner));
}

fn strength_between(place: vec2<f32>) -> f32 {
    let at = spot(place);
    let a = strength(at.start);
    let b = strength(at.start + 1u);
    let c = strength(at.start + sizes.from_width);
    let d = strength(at.start + sizes.from_width + 1u);
    let above = a + (b - a) * at.way.x;
    let below = c + (d - c) * at.way.x;
    return above + (below - above) * at.way.y;
}

// The unit vector along the edges; the sign means nothing.
fn along(double: vec2<f32>) -> vec2<f32> {
    let length = sqrt(double.x * double.x + double.y * double.y);
    if length <= 1e-12 {
        return vec2<f32>(0.0, 1.0);
    }
    let c = double.x / length;
    let s = double.y / length;
    if c >= 0.0 {
        let cosine = sqrt(0.5 * (1.0 + c));
        return vec2<f32>(-0.5 * s / cosine, cosine);
    }
    let sine = sqrt(0.5 * (1.0 - c));
    return vec2<f32>(-sine, 0.5 * s / sine);
}

// The ridge of the gradients' strength that goes through a pixel, if one does.
fn ridge(x: u32, y: u32) -> f32 {
    let at = y * sizes.from_width + x;
    let here = strength(at);
    let direction = along(tensors[at].xy);
    let across = 0.75 * vec2<f32>(direction.y, -direction.x);
    let place = vec2<f32>(f32(x), f32(y));
    if here < strength_between(place + across) || here < strength_between(place - across) {
        return 0.0;
    }
    return 0.6 * smoothstep(0.012, 0.04, here);
}

// The share of contours in each cell.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_contours(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let first = CELL * id.xy;
    let end = min(first + CELL, vec2<u32>(sizes.from_width, sizes.from_height));
    var sum = 0.0;
    for (var y = first.y; y < end.y; y++) {
        var row = 0.0;
        for (var x = first.x; x < end.x; x++) {
            row += ridge(x, y);
        }
        sum += row;
    }
    output[id.y * sizes.width + id.x] = sum / f32((end.x - first.x) * (end.y - first.y));
}

// for 2 by 2 pixels
@group(0) @binding(2) var<storage, read> halves: array<f32>;

// The scale of each pixel.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_doubled(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let at = spot(0.5 * vec2<f32>(id.xy) - 0.25);
    let a = halves[at.start];
    let b = halves[at.start + 1u];
    let c = halves[at.start + sizes.from_width];
    let d = halves[at.start + sizes.from_width + 1u];
    let above = a + (b - a) * at.way.x;
    let below = c + (d - c) * at.way.x;
    output[id.y * sizes.width + id.x] = above + (below - above) * at.way.y;
}
