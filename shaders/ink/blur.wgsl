// Gaussians, across or down, and Gaussians that follow the local scale.
//
// The twin of src/ink/passes/blur.rs. Planes hold 1, 2 or 4 numbers a pixel; beyond the border lies
// the nearest pixel inside.

override CHANNELS: u32 = 4u;

const WORKGROUP: u32 = 16;

struct Blur {
    width: u32,
    height: u32,
    // 1 and 0 for across, 0 and 1 for down
    across: u32,
    down: u32,
    // weights on each side of the middle
    reach: u32,
}

@group(0) @binding(0) var<uniform> blur: Blur;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<storage, read> picture: array<f32>;
// the middle one, then those on each side
@group(0) @binding(3) var<storage, read> weights: array<f32>;

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

fn put(at: u32, pixel: vec4<f32>) {
    let start = at * CHANNELS;
    output[start] = pixel.x;
    if CHANNELS > 1u {
        output[start + 1u] = pixel.y;
    }
    if CHANNELS > 2u {
        output[start + 2u] = pixel.z;
        output[start + 3u] = pixel.w;
    }
}

@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_blur(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= blur.width || id.y >= blur.height {
        return;
    }
    let at = id.y * blur.width + id.x;
    // Places along the row or the column, and from one pixel to the next.
    var here = id.x;
    var last = blur.width - 1u;
    var stride = 1u;
    if blur.down == 1u {
        here = id.y;
        last = blur.height - 1u;
        stride = blur.width;
    }
    let start = at - here * stride;
    var sum = weights[0] * pixel_of(at);
    for (var tap = 1u; tap <= blur.reach; tap++) {
        let before = here - min(tap, here);
        let after = min(here + tap, last);
        let pair = pixel_of(start + before * stride) + pixel_of(start + after * stride);
        sum += weights[tap] * pair;
    }
    put(at, sum);
}

struct Follow {
    width: u32,
    height: u32,
    // standard deviation at scale 1 and the least of it, in pixels
    sigma: f32,
    least: f32,
    // that of the sharper one, and one over how much wider the softer one is
    fine: f32,
    part: f32,
}

@group(0) @binding(0) var<uniform> follow: Follow;
@group(0) @binding(3) var<storage, read> soft: array<f32>;
@group(0) @binding(4) var<storage, read> scale: array<f32>;

fn soft_of(at: u32) -> vec4<f32> {
    let start = at * CHANNELS;
    var pixel = vec4<f32>(soft[start], 0.0, 0.0, 0.0);
    if CHANNELS > 1u {
        pixel.y = soft[start + 1u];
    }
    if CHANNELS > 2u {
        pixel.z = soft[start + 2u];
        pixel.w = soft[start + 3u];
    }
    return pixel;
}

// Between a sharper and a softer picture, as the scale of each pixel says.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_follow(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= follow.width || id.y >= follow.height {
        return;
    }
    let at = id.y * follow.width + id.x;
    let sharp = pixel_of(at);
    let t = (max(follow.sigma * scale[at], follow.least) - follow.fine) * follow.part;
    put(at, sharp + (soft_of(at) - sharp) * t);
}
