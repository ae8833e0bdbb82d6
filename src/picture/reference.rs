//! Colour conversion from first principles, for the tests to hold the colour library against.

type Matrix = [[f64; 3]; 3];

/// Chromaticities of sRGB: red, green and blue; white is D65 throughout.
const SRGB: [[f64; 2]; 3] = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];
/// Chromaticities of Display P3.
pub(crate) const DISPLAY_P3: [[f64; 2]; 3] = [[0.680, 0.320], [0.265, 0.690], [0.150, 0.060]];
/// Chromaticities of Adobe RGB (1998).
pub(crate) const ADOBE_RGB: [[f64; 2]; 3] = [[0.64, 0.33], [0.21, 0.71], [0.15, 0.06]];

fn multiply(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

fn invert(m: &Matrix) -> Matrix {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    std::array::from_fn(|r| std::array::from_fn(|c| minor(c, r) / determinant))
}

/// Linear RGB to XYZ from the chromaticities (Lindbloom, "RGB/XYZ Matrices").
fn to_xyz(primaries: [[f64; 2]; 3]) -> Matrix {
    let xyz = |[x, y]: [f64; 2]| [x / y, 1.0, (1.0 - x - y) / y];
    let columns = primaries.map(xyz);
    let unscaled: Matrix = std::array::from_fn(|r| std::array::from_fn(|c| columns[c][r]));
    let gains = multiply(&invert(&unscaled), xyz([0.3127, 0.3290]));
    std::array::from_fn(|r| std::array::from_fn(|c| unscaled[r][c] * gains[c]))
}

/// From an sRGB value to linear light, both 0..=1 (IEC 61966-2-1).
pub(crate) fn srgb_decode(v: f64) -> f64 {
    if v <= 0.04045 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    }
}

/// From linear light to an sRGB value, both 0..=1, clipped (IEC 61966-2-1).
pub(crate) fn srgb_encode(v: f64) -> f64 {
    let v = v.clamp(0.0, 1.0);
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}

/// What a colour of another space is in sRGB, 0..=255 unrounded, without any colour library.
pub(crate) fn expected(
    primaries: [[f64; 2]; 3],
    decode: fn(f64) -> f64,
    color: [f64; 3],
) -> [f64; 3] {
    let xyz = multiply(&to_xyz(primaries), color.map(decode));
    multiply(&invert(&to_xyz(SRGB)), xyz).map(|v| srgb_encode(v) * 255.0)
}
