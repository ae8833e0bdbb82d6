// The ink: flat areas, colour, lines. The twin of src/ink, pass by pass; a test holds them together.
//
// Pictures are sRGB in 0..1, opaque. Planes hold four f32 a pixel, row by row; beyond the border the
// nearest pixel counts. Every pass runs once a pixel and writes `result`, the last one `output`.
// Which planes `first`, `second` and `result` are, the program decides (src/gpu/ink.rs). Nothing
// relies on filtering by the hardware, which rounds differently from card to card.

struct Parameters {
    // of the planes that a pass works on: pixels, or cells where lines are looked for
    width: u32,
    height: u32,
    // direction of a separable pass
    dx: i32,
    dy: i32,
    flatten: f32,
    photo_falloff: f32,
    drawing_falloff: f32,
    flatten_step: i32,
    saturation: f32,
    line: f32,
    threshold_low: f32,
    threshold_high: f32,
    // width and height of the picture in pixels, in cells
    sizes: vec4<u32>,
    // side of a cell in pixels, and nothing
    cell: vec4<u32>,
    // taps on each side: tensor, surround, along, flatten
    taps: vec4<i32>,
    ink: vec4<f32>,
    // photo share, doubt, dark floor, share of the photograph's colours
    constants: vec4<f32>,
    // how far towards the tone, number of tones, lightness that becomes ink, that is left alone
    tone: vec4<f32>,
    // how far greys become strokes, their distance, side of a pixel (both at the drawn size), and nothing
    hatching: vec4<f32>,
    // colour of the paper, and nothing
    paper: vec4<f32>,
    // pixels from one tap to the next: tensor, across, surround, along
    spacing: vec4<i32>,
    // weights of the Gaussians at each tap: tensor, across, surround, along
    weights: array<vec4<f32>, 25>,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var photo: texture_2d<f32>;
@group(0) @binding(2) var drawing: texture_2d<f32>;
@group(0) @binding(3) var<storage, read> first: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> second: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> result: array<vec4<f32>>;
@group(0) @binding(6) var output: texture_storage_2d<rgba8unorm, write>;

const WORKGROUP: u32 = 16;
const GAMUT_STEPS: u32 = 12;
const TONE_STEEPNESS: f32 = 3.0;
const THIN = 0.12;
// Darkness at which all begins to be solid ink, and at which it is.
const SOLID = vec2<f32>(0.64, 0.72);

fn is_outside(id: vec3<u32>) -> bool {
    return id.x >= parameters.width || id.y >= parameters.height;
}

fn index(x: i32, y: i32) -> u32 {
    let column = clamp(x, 0, i32(parameters.width) - 1);
    let row = clamp(y, 0, i32(parameters.height) - 1);
    return u32(row) * parameters.width + u32(column);
}

fn luma(rgb: vec3<f32>) -> f32 {
    return 0.299 * rgb.x + 0.587 * rgb.y + 0.114 * rgb.z;
}

fn with_luma(rgb: vec3<f32>) -> vec4<f32> {
    return vec4<f32>(rgb, luma(rgb));
}

fn smooth_threshold(low: f32, high: f32, value: f32) -> f32 {
    let t = clamp((value - low) / (high - low), 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

fn first_between(x: f32, y: f32) -> vec4<f32> {
    let corner = vec2<f32>(floor(x), floor(y));
    let u = x - corner.x;
    let v = y - corner.y;
    let left = i32(corner.x);
    let top = i32(corner.y);
    let upper = mix_by(first[index(left, top)], first[index(left + 1, top)], u);
    let lower = mix_by(first[index(left, top + 1)], first[index(left + 1, top + 1)], u);
    return mix_by(upper, lower, v);
}

fn second_between(x: f32, y: f32) -> f32 {
    let corner = vec2<f32>(floor(x), floor(y));
    let u = x - corner.x;
    let v = y - corner.y;
    let left = i32(corner.x);
    let top = i32(corner.y);
    let a = second[index(left, top)].x;
    let b = second[index(left + 1, top)].x;
    let c = second[index(left, top + 1)].x;
    let d = second[index(left + 1, top + 1)].x;
    let upper = a + (b - a) * u;
    let lower = c + (d - c) * u;
    return upper + (lower - upper) * v;
}

fn mix_by(a: vec4<f32>, b: vec4<f32>, t: f32) -> vec4<f32> {
    return a + (b - a) * t;
}

// Textures to planes: the photograph to `result`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_load_photo(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    result[id.y * parameters.width + id.x] = with_luma(textureLoad(photo, id.xy, 0).rgb);
}

// Textures to planes: the drawing to `result`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_load_drawing(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    result[id.y * parameters.width + id.x] = with_luma(textureLoad(drawing, id.xy, 0).rgb);
}

fn squared(a: vec4<f32>, b: vec4<f32>) -> f32 {
    let d = a.xyz - b.xyz;
    return d.x * d.x + d.y * d.y + d.z * d.z;
}

// Cross-bilateral filter in one direction: `first` is the photograph, `second` the drawing.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_flatten(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let x = i32(id.x);
    let y = i32(id.y);
    let here = first[index(x, y)];
    let drawn = second[index(x, y)];
    var sum = drawn.xyz;
    var total = 1.0;
    for (var tap = 1; tap <= parameters.taps.w; tap++) {
        for (var side = -1; side <= 1; side += 2) {
            let offset = side * tap * parameters.flatten_step;
            let at = index(x + offset * parameters.dx, y + offset * parameters.dy);
            let value = second[at];
            var distance = squared(here, first[at]) * parameters.photo_falloff;
            distance = distance + squared(drawn, value) * parameters.drawing_falloff;
            let fall = 1.0 + distance;
            let weight = 1.0 / (fall * fall);
            sum += weight * value.xyz;
            total += weight;
        }
    }
    result[index(x, y)] = with_luma(sum / total);
}

// Part of the way from the drawing (`first`) to the flattened drawing (`second`).
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_mix(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let at = id.y * parameters.width + id.x;
    result[at] = mix_by(first[at], second[at], parameters.flatten);
}

// What lines are looked for in: the photograph (`first`) over the drawing (`second`), a mean for
// each cell.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_guide(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let start = id.xy * parameters.cell.x;
    let end = min(start + parameters.cell.xx, parameters.sizes.xy);
    var sum = 0.0;
    for (var y = start.y; y < end.y; y++) {
        for (var x = start.x; x < end.x; x++) {
            let at = y * parameters.sizes.x + x;
            sum += luma(mix_by(second[at], first[at], parameters.constants.x).xyz);
        }
    }
    let count = f32((end.x - start.x) * (end.y - start.y));
    result[id.y * parameters.width + id.x] = vec4<f32>(0.0, 0.0, 0.0, sum / count);
}

// Structure tensor (E - G, 2F, E + G, luma) of `first`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_tensor(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let x = i32(id.x);
    let y = i32(id.y);
    let a = first[index(x - 1, y - 1)].w;
    let b = first[index(x, y - 1)].w;
    let c = first[index(x + 1, y - 1)].w;
    let d = first[index(x - 1, y)].w;
    let e = first[index(x, y)].w;
    let f = first[index(x + 1, y)].w;
    let g = first[index(x - 1, y + 1)].w;
    let h = first[index(x, y + 1)].w;
    let i = first[index(x + 1, y + 1)].w;
    let gx = (c - a) + 2.0 * (f - d) + (i - g);
    let gy = (g - a) + 2.0 * (h - b) + (i - c);
    result[index(x, y)] = vec4<f32>(gx * gx - gy * gy, 2.0 * gx * gy, gx * gx + gy * gy, e);
}

// Gaussian on the tensor in `first`, in one direction; the luma is carried along.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_blur(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let x = i32(id.x);
    let y = i32(id.y);
    let centre = first[index(x, y)];
    var sum = centre.xyz;
    var total = 1.0;
    for (var tap = 1; tap <= parameters.taps.x; tap++) {
        let weight = parameters.weights[tap].x;
        let dx = tap * parameters.spacing.x * parameters.dx;
        let dy = tap * parameters.spacing.x * parameters.dy;
        let pair = first[index(x - dx, y - dy)].xyz + first[index(x + dx, y + dy)].xyz;
        sum += weight * pair;
        total += 2.0 * weight;
    }
    result[index(x, y)] = vec4<f32>(sum / total, centre.w);
}

// The unit vector across the edge in xy, how sure it is in z.
fn across(tensor: vec4<f32>) -> vec3<f32> {
    let length = sqrt(tensor.x * tensor.x + tensor.y * tensor.y);
    let anisotropy = length / (tensor.z + 1e-5);
    if length <= 1e-12 {
        return vec3<f32>(1.0, 0.0, 0.0);
    }
    let c = tensor.x / length;
    let s = tensor.y / length;
    if c >= 0.0 {
        let cosine = sqrt(0.5 * (1.0 + c));
        return vec3<f32>(cosine, 0.5 * s / cosine, anisotropy);
    }
    let sine = sqrt(0.5 * (1.0 - c));
    return vec3<f32>(0.5 * s / sine, sine, anisotropy);
}

// How much darker a pixel is than its surround, across the flow in `first`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_response(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let at = id.y * parameters.width + id.x;
    let tensor = first[at];
    let n = across(tensor);
    let x = f32(id.x);
    let y = f32(id.y);
    var sums = vec2<f32>(tensor.w, tensor.w);
    var totals = vec2<f32>(1.0, 1.0);
    for (var tap = 1; tap <= parameters.taps.y; tap++) {
        let weight = parameters.weights[tap].yz;
        let distance = f32(tap) * f32(parameters.spacing.z);
        let dx = n.x * distance;
        let dy = n.y * distance;
        let pair = first_between(x + dx, y + dy).w + first_between(x - dx, y - dy).w;
        sums += weight * pair;
        totals += 2.0 * weight;
    }
    let levels = sums / totals;
    let belief = n.z / (n.z + parameters.constants.y);
    let contrast = (levels.y - levels.x) / (levels.y + parameters.constants.z) * belief;
    result[at] = vec4<f32>(contrast, 0.0, 0.0, 0.0);
}

// The response in `second`, smoothed along the flow in `first`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_along(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let at = id.y * parameters.width + id.x;
    var sum = second[at].x;
    var total = 1.0;
    for (var side = -1.0; side <= 1.0; side += 2.0) {
        var x = f32(id.x);
        var y = f32(id.y);
        let start = across(first[at]);
        var heading = vec2<f32>(-start.y * side, start.x * side);
        for (var tap = 1; tap <= parameters.taps.z; tap++) {
            let n = across(first_between(x, y));
            var tangent = vec2<f32>(-n.y, n.x);
            if tangent.x * heading.x + tangent.y * heading.y < 0.0 {
                tangent = vec2<f32>(n.y, -n.x);
            }
            heading = tangent;
            let stride = n.z / (n.z + parameters.constants.y) * f32(parameters.spacing.w);
            x += tangent.x * stride;
            y += tangent.y * stride;
            let weight = parameters.weights[tap].w;
            sum += weight * second_between(x, y);
            total += weight;
        }
    }
    result[at] = vec4<f32>(sum / total, 0.0, 0.0, 0.0);
}

// Weights of the cells before, at and after that of a pixel at `place` within its cell: a
// quadratic B-spline.
fn spline_weights(place: u32) -> vec3<f32> {
    if parameters.cell.x == 1u {
        return vec3<f32>(0.0, 1.0, 0.0);
    }
    let t = (f32(place) + 0.5) / f32(parameters.cell.x) - 0.5;
    let before = 0.5 - t;
    let after = 0.5 + t;
    return vec3<f32>(0.5 * before * before, 0.75 - t * t, 0.5 * after * after);
}

// What `second` holds for cells, at a pixel.
fn second_of_cells(pixel: vec2<u32>) -> f32 {
    let middle = vec2<i32>(pixel / parameters.cell.xx);
    let place = pixel % parameters.cell.xx;
    let across_weights = spline_weights(place.x);
    let down_weights = spline_weights(place.y);
    let last = vec2<i32>(parameters.sizes.zw) - 1;
    var sum = 0.0;
    for (var dy = 0; dy < 3; dy++) {
        let y = clamp(middle.y + dy - 1, 0, last.y);
        var row = 0.0;
        for (var dx = 0; dx < 3; dx++) {
            let x = clamp(middle.x + dx - 1, 0, last.x);
            row += across_weights[dx] * second[u32(y) * parameters.sizes.z + u32(x)].x;
        }
        sum += down_weights[dy] * row;
    }
    return sum;
}

fn linear_from_srgb(v: f32) -> f32 {
    return select(pow((v + 0.055) / 1.055, 2.4), v / 12.92, v <= 0.04045);
}

fn srgb_from_linear(value: f32) -> f32 {
    let v = clamp(value, 0.0, 1.0);
    return select(1.055 * pow(v, 1.0 / 2.4) - 0.055, v * 12.92, v <= 0.0031308);
}

fn cube_root(v: f32) -> f32 {
    return select(pow(max(v, 1e-20), 1.0 / 3.0), 0.0, v <= 0.0);
}

fn oklab_from_linear(c: vec3<f32>) -> vec3<f32> {
    let l = cube_root(0.41222147 * c.x + 0.53633254 * c.y + 0.051445993 * c.z);
    let m = cube_root(0.2119035 * c.x + 0.6806995 * c.y + 0.10739696 * c.z);
    let s = cube_root(0.08830246 * c.x + 0.28171884 * c.y + 0.6299787 * c.z);
    return vec3<f32>(
        0.21045426 * l + 0.7936178 * m - 0.004072047 * s,
        1.9779985 * l - 2.4285922 * m + 0.4505937 * s,
        0.025904037 * l + 0.78277177 * m - 0.80867577 * s,
    );
}

fn linear_from_oklab(c: vec3<f32>) -> vec3<f32> {
    let l = c.x + 0.39633778 * c.y + 0.21580376 * c.z;
    let m = c.x - 0.105561346 * c.y - 0.06385417 * c.z;
    let s = c.x - 0.08948418 * c.y - 1.2914855 * c.z;
    let l3 = l * l * l;
    let m3 = m * m * m;
    let s3 = s * s * s;
    return vec3<f32>(
        4.0767417 * l3 - 3.3077116 * m3 + 0.23096994 * s3,
        -1.268438 * l3 + 2.6097574 * m3 - 0.3413194 * s3,
        -0.0041960863 * l3 - 0.7034186 * m3 + 1.7076147 * s3,
    );
}

fn is_inside(c: vec3<f32>) -> bool {
    return all(c >= vec3<f32>(-1e-4)) && all(c <= vec3<f32>(1.0001));
}

fn oklab_from_srgb(rgb: vec3<f32>) -> vec3<f32> {
    let linear = vec3<f32>(linear_from_srgb(rgb.x), linear_from_srgb(rgb.y), linear_from_srgb(rgb.z));
    return oklab_from_linear(linear);
}

// The tone of a lightness: equal steps down from white, with soft edges half way between.
fn tone(lightness: f32, num_tones: f32) -> f32 {
    let depth = (1.0 - lightness) * num_tones;
    let step = floor(depth);
    let way = (depth - step - 0.5) * TONE_STEEPNESS + 0.5;
    return 1.0 - (step + smooth_threshold(0.0, 1.0, way)) / num_tones;
}

// Moves hue and chroma towards the photograph's, scales the chroma, and brings lightness towards its
// tone; dark colours become ink. A colour that would leave the gamut gets the largest chroma that fits.
fn recolor(rgb: vec3<f32>, original: vec3<f32>, share: f32, factor: f32) -> vec3<f32> {
    var lab = oklab_from_srgb(rgb);
    var blackness = 0.0;
    if parameters.tone.w > 0.0 {
        blackness = 1.0 - smooth_threshold(parameters.tone.z, parameters.tone.w, lab.x);
    }
    if parameters.tone.x > 0.0 {
        lab.x += (tone(lab.x, parameters.tone.y) - lab.x) * parameters.tone.x;
    }
    if share > 0.0 {
        let wanted = oklab_from_srgb(original);
        lab = vec3<f32>(lab.x, lab.yz + (wanted.yz - lab.yz) * share);
    }
    var color = linear_from_oklab(vec3<f32>(lab.x, lab.yz * factor));
    if !is_inside(color) {
        let plain_fits = factor > 1.0 && is_inside(linear_from_oklab(lab));
        var inside = select(0.0, 1.0, plain_fits);
        var outside = factor;
        for (var step = 0u; step < GAMUT_STEPS; step++) {
            let middle = 0.5 * (inside + outside);
            if is_inside(linear_from_oklab(vec3<f32>(lab.x, lab.yz * middle))) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        color = linear_from_oklab(vec3<f32>(lab.x, lab.yz * inside));
    }
    let shown = vec3<f32>(srgb_from_linear(color.x), srgb_from_linear(color.y), srgb_from_linear(color.z));
    return shown + (parameters.ink.xyz - shown) * blackness;
}

// Strokes that lie beside each other.
struct Layer {
    along: vec2<f32>,
    spacing: f32,
    begin: f32,
    most: f32,
    seed: u32,
}

// A number in 0..1 for two whole ones.
fn hash(a: f32, b: f32, seed: u32) -> f32 {
    var h = (u32(i32(a)) * 0x9e3779b1u) ^ (u32(i32(b)) * 0x85ebca77u) ^ (seed * 0xc2b2ae3du);
    h ^= h >> 15u;
    h *= 0x2c1b3c6du;
    h ^= h >> 12u;
    h *= 0x297a2d39u;
    h ^= h >> 15u;
    return f32(h >> 8u) / 16777216.0;
}

// Smooth noise in 0..1, with a value at every whole number.
fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let left = floor(x);
    let top = floor(y);
    let u = smooth_threshold(0.0, 1.0, x - left);
    let v = smooth_threshold(0.0, 1.0, y - top);
    let a = hash(left, top, seed);
    let b = hash(left + 1.0, top, seed);
    let c = hash(left, top + 1.0, seed);
    let d = hash(left + 1.0, top + 1.0, seed);
    let upper = a + (b - a) * u;
    let lower = c + (d - c) * u;
    return upper + (lower - upper) * v;
}

// How much of a pixel the strokes of a layer cover.
fn strokes(darkness: f32, place: vec2<f32>, layer: Layer) -> f32 {
    let spacing = parameters.hatching.y * layer.spacing;
    let along = (place.x * layer.along.x + place.y * layer.along.y) / spacing;
    let straight = (place.y * layer.along.x - place.x * layer.along.y) / spacing;
    let across = straight + (noise(along * 0.11, straight * 0.25, layer.seed) - 0.5);
    let stroke = floor(across);
    let from_middle = abs(across - stroke - 0.5) * 2.0;
    let length = 7.0 + 7.0 * hash(stroke, 0.0, layer.seed);
    let part = along / length + 16.0 * hash(stroke, 1.0, layer.seed);
    let number = floor(part);
    let from_centre = abs(part - number - 0.5) * 2.0;
    let pressure = 0.72 + 0.5 * hash(stroke, 2.0 + number, layer.seed);
    let taper = 1.0 - smooth_threshold(0.8, 1.0, from_centre);
    let depth = clamp((darkness - layer.begin) / (SOLID.y - layer.begin), 0.0, 1.0);
    let soft = 1.6 * parameters.hatching.z / spacing;
    let width = min(depth * layer.most * pressure * taper, 1.0 - soft);
    let edge = smooth_threshold(-soft, soft, width - from_middle);
    return edge * smooth_threshold(0.0, THIN, width);
}

// Greys become strokes of a pen on white paper, darker ones two layers, the darkest solid ink.
fn hatched(rgb: vec3<f32>, pixel: vec2<u32>) -> vec3<f32> {
    let darkness = 1.0 - luma(rgb);
    let place = (vec2<f32>(pixel) + 0.5) * parameters.hatching.z;
    var ink = smooth_threshold(SOLID.x, SOLID.y, darkness);
    ink = max(ink, strokes(darkness, place, Layer(vec2<f32>(-0.3746066, 0.9271839), 1.0, 0.45, 0.4, 1u)));
    ink = max(ink, strokes(darkness, place, Layer(vec2<f32>(0.7880108, 0.6156615), 1.1, 0.6, 0.35, 2u)));
    let paper = min(rgb + darkness, vec3<f32>(1.0));
    let pen = paper + (parameters.ink.xyz - paper) * ink;
    return rgb + (pen - rgb) * parameters.hatching.x;
}

fn quantise(value: f32) -> f32 {
    return floor(clamp(value, 0.0, 1.0) * 255.0 + 0.5) / 255.0;
}

// The flat drawing in `first`, its colours, and the lines in `second`.
@compute @workgroup_size(WORKGROUP, WORKGROUP)
fn cs_compose(@builtin(global_invocation_id) id: vec3<u32>) {
    if is_outside(id) {
        return;
    }
    let at = id.y * parameters.width + id.x;
    var rgb = first[at].xyz;
    let share = parameters.constants.w;
    let has_tones = parameters.tone.x > 0.0 || parameters.tone.w > 0.0;
    if parameters.saturation != 1.0 || share > 0.0 || has_tones {
        let original = textureLoad(photo, id.xy, 0).rgb;
        rgb = recolor(rgb, original, share, parameters.saturation);
    }
    if parameters.hatching.x > 0.0 {
        rgb = hatched(rgb, id.xy);
    }
    rgb *= parameters.paper.xyz;
    if parameters.line > 0.0 {
        let line = second_of_cells(id.xy);
        let darkness = smooth_threshold(parameters.threshold_low, parameters.threshold_high, line);
        rgb += (parameters.ink.xyz - rgb) * (darkness * parameters.line);
    }
    let color = vec4<f32>(quantise(rgb.x), quantise(rgb.y), quantise(rgb.z), 1.0);
    textureStore(output, vec2<i32>(id.xy), color);
}
