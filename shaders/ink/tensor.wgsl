// Structure tensors for 2 by 2 pixels, and the directions of edges.
//
// The twin of src/ink/passes/tensor.rs. Pictures hold 1 or 4 numbers a pixel, of which the fourth
// is not looked at.

override CHANNELS: u32 = 4u;

const WORKGROUP: u32 = 16;
// Of the mean over four pixels, and of Scharr's weights, twice.
const NORM: f32 = 0.25 / (32.0 * 32.0);

struct Sizes {
    // of what is written
    width: u32,
    height: u32,
    // of what is read
    from_width: u32,
    from_height: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read_write> tensors: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> picture: array<f32>;

fn color(x: u32, y: u32) -> vec3<f32> {
    let start = (y * sizes.from_width + x) * CHANNELS;
    if CHANNELS == 1u {
        return vec3<f32>(picture[start]);
    }
    return vec3<f32>(picture[start], picture[start + 1u], picture[start + 2u]);
}

// (E - G, 2F, E + G, 0), a mean for each 2 by 2 pixels.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_tensor(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let last = vec2<u32>(sizes.from_width, sizes.from_height) - 1u;
    var around: array<array<vec3<f32>, 4>, 4>;
    for (var r = 0u; r < 4u; r++) {
        let y = min(max(2u * id.y + r, 1u) - 1u, last.y);
        for (var c = 0u; c < 4u; c++) {
            around[r][c] = color(min(max(2u * id.x + c, 1u) - 1u, last.x), y);
        }
    }
    var sums = vec3<f32>(0.0);
    for (var r = 0u; r < 2u; r++) {
        for (var c = 0u; c < 2u; c++) {
            let above = around[r][c];
            let above_right = around[r][c + 2u];
            let below = around[r + 2u][c];
            let below_right = around[r + 2u][c + 2u];
            let gx = 3.0 * ((above_right - above) + (below_right - below))
                + 10.0 * (around[r + 1u][c + 2u] - around[r + 1u][c]);
            let gy = 3.0 * ((below - above) + (below_right - above_right))
                + 10.0 * (around[r + 2u][c + 1u] - around[r][c + 1u]);
            sums += vec3<f32>(dot(gx, gx), dot(gx, gy), dot(gy, gy));
        }
    }
    let tensor = vec4<f32>(sums.x - sums.z, 2.0 * sums.y, sums.x + sums.z, 0.0);
    tensors[id.y * sizes.width + id.x] = NORM * tensor;
}

@group(0) @binding(1) var<storage, read_write> directions: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> smooth_tensors: array<vec4<f32>>;

// The unit vector along the edges; the sign means nothing.
fn along(double: vec2<f32>) -> vec2<f32> {
    let length = sqrt(double.x * double.x + double.y * double.y);
    if length <= 1e-12 {
        return vec2<f32>(0.0, 1.0);
    }
    let c = double.x / length;
    let s = double.y / length;
    // Half of the double angle; each branch divides by the larger of sine and cosine.
    if c >= 0.0 {
        let cosine = sqrt(0.5 * (1.0 + c));
        return vec2<f32>(-0.5 * s / cosine, cosine);
    }
    let sine = sqrt(0.5 * (1.0 - c));
    return vec2<f32>(-sine, 0.5 * s / sine);
}

// The neighbour of a pixel's tensor that lies on the pixel's side.
fn beside(at: u32, last: u32) -> u32 {
    if at % 2u == 0u {
        return max(at / 2u, 1u) - 1u;
    }
    return min(at / 2u + 1u, last);
}

// Directions of single pixels; between the tensors the double angle's vectors are interpolated.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_flow(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= sizes.width || id.y >= sizes.height {
        return;
    }
    let column = id.x / 2u;
    let row = id.y / 2u * sizes.from_width;
    let far_column = beside(id.x, sizes.from_width - 1u);
    let far_row = beside(id.y, sizes.from_height - 1u) * sizes.from_width;
    let near = 0.75 * smooth_tensors[row + column].xy
        + 0.25 * smooth_tensors[far_row + column].xy;
    let far = 0.75 * smooth_tensors[row + far_column].xy
        + 0.25 * smooth_tensors[far_row + far_column].xy;
    directions[id.y * sizes.width + id.x] = along(0.75 * near + 0.25 * far);
}
