//! Shapes of even colour with fluid edges, and the light in which lines are looked for: what of a
//! picture does not change while its tones and lines do.

use super::passes::flow::Flow;
use super::passes::scale::{Scale, at_pixel};
use super::passes::{OF_COLORS, OF_LINES, coherent, lines, tensor, texture};
use super::plane::{Plane, Sample, smoothstep};

/// What shapes are found in.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The photograph.
    pub photo: &'a Plane,
    /// What is drawn: photograph and drawing, mixed; `None` where it is the photograph.
    pub source: Option<&'a Plane>,
    /// Luma in which lines are looked for.
    pub light: &'a Plane<f32>,
    /// Where strokes and filters are how wide.
    pub scale: &'a Scale,
    /// Difference of colour at which texture is no texture any more; `None` where no shapes are
    /// wanted.
    pub texture: Option<f32>,
}

/// What was found.
#[derive(Debug)]
pub struct Shapes {
    /// The shapes, the fourth number is 0; `None` where none were wanted.
    pub colors: Option<Plane>,
    /// The light with fluid edges.
    pub light: Plane<f32>,
    /// Directions of its edges.
    pub flow: Flow,
    /// How readily a line is drawn, for 2 by 2 pixels.
    pub readily: Plane<f32>,
}

impl Shapes {
    /// On the CPU.
    pub(crate) fn find(from: &Sources<'_>) -> Self {
        let Sources {
            photo,
            source,
            light,
            scale,
            texture,
        } = *from;
        let size = [photo.width, photo.height];
        let [sigma, least] = READINESS;
        let readily = lines::readiness(&tensor::smoothed(photo, sigma, least, scale));
        let own = own(scale, &readily);
        let light = partly(&coherent(light.clone(), &OF_LINES, scale), light, &own);
        let [sigma, least] = OF_LIGHT;
        let flow = tensor::flow(&tensor::smoothed(&light, sigma, least, scale), size);
        Self {
            colors: texture.map(|texture| {
                let source = source.unwrap_or(photo);
                shapes(source, texture, scale, &own)
            }),
            light,
            flow,
            readily,
        }
    }
}

/// Shapes of even colour with fluid edges; `own`, for 2 by 2 pixels, is the share of what was there
/// before the edges became fluid.
pub(super) fn shapes(source: &Plane, texture: f32, scale: &Scale, own: &Plane<f32>) -> Plane {
    let calm = texture::without_texture(source, texture, scale);
    partly(&coherent(calm.clone(), &OF_COLORS, scale), &calm, own)
}

/// Standard deviation in units at scale 1, and the least of it, of the Gaussian over the tensors by
/// which it is told how readily lines are drawn, and over those along which they are.
pub(crate) const READINESS: [f32; 2] = [4.4, 0.5];
pub(crate) const OF_LIGHT: [f32; 2] = [3.0, 0.9];

/// Share of the picture before the coherent filter that stays in small faces, and where straight
/// contours lie close together (windows, railings, brick): there the filter closes eyes, melts
/// teeth and rounds windows. More shows pixels.
const FACE_OWN: f32 = 0.85;
const DENSE_OWN: f32 = 0.6;
/// Local scales up to which contours lie close together, and from which on they do not.
const DENSE: [f32; 2] = [0.45, 0.75];
/// Readiness of lines from which on contours are straight: leaves and gravel stay calm masses.
const STRAIGHT: [f32; 2] = [0.4, 0.9];

/// How much of the picture before the coherent filter stays, for 2 by 2 pixels.
pub(super) fn own(scale: &Scale, readily: &Plane<f32>) -> Plane<f32> {
    scale.half.map(
        #[inline(always)]
        |x, y| {
            let dense = 1.0 - smoothstep(DENSE[0], DENSE[1], scale.half.at(x, y));
            let straight = smoothstep(STRAIGHT[0], STRAIGHT[1], readily.at(x, y));
            (FACE_OWN * scale.face.at(x, y)).max(DENSE_OWN * dense * straight)
        },
    )
}

/// A filtered picture with a share of what it was before.
fn partly<T: Sample>(filtered: &Plane<T>, before: &Plane<T>, share: &Plane<f32>) -> Plane<T> {
    filtered.map(
        #[inline(always)]
        |x, y| {
            filtered
                .at(x, y)
                .lerp(before.at(x, y), at_pixel(share, x, y))
        },
    )
}
