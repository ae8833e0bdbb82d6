//! Embedded ICC profiles: which are worth applying, and the transforms that they give.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, ToneReprCurve, TransformExecutor,
    TransformOptions,
};

/// Runs a step over foreign bytes; should the colour library break down over a damaged profile,
/// the picture is still good.
fn unbroken<T>(step: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok().flatten()
}

/// What the channels of a picture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Model {
    /// Grey and alpha.
    Grey,
    /// Red, green, blue and alpha.
    Light,
    /// Cyan, magenta, yellow and black.
    Ink,
}

/// An embedded profile that is worth applying.
pub(crate) struct SourceProfile {
    profile: ColorProfile,
    model: Model,
}

/// Reads a profile with a table for each purpose that any of its tables can serve.
///
/// Scanners and printers often have the first one only; ICC.1, section 8.3.2: it is the one to
/// use when that of the wanted purpose is missing.
fn read(bytes: &[u8]) -> Option<ColorProfile> {
    let mut profile = ColorProfile::new_from_slice(bytes).ok()?;
    if profile.lut_a_to_b_colorimetric.is_none() {
        profile.lut_a_to_b_colorimetric = profile
            .lut_a_to_b_perceptual
            .clone()
            .or_else(|| profile.lut_a_to_b_saturation.clone());
    }
    if profile.color_space == DataColorSpace::Gray && profile.pcs == DataColorSpace::Lab {
        return of_lightness(profile);
    }
    Some(profile)
}

/// A grey profile whose curve gives lightness, as one whose curve gives light: the colour library
/// takes every curve for the latter. Source: ICC.1, section 8.3.4 (the curve leads to the
/// connection space, here L*).
fn of_lightness(mut profile: ColorProfile) -> Option<ColorProfile> {
    const POINTS: u16 = 4096;
    profile.pcs = DataColorSpace::Xyz;
    let linear = ColorProfile::new_gray_with_gamma(1.0);
    let options = TransformOptions::default();
    let curve = profile
        .create_transform_16bit(Layout::Gray, &linear, Layout::Gray, options)
        .ok()?;
    let greys = (0..POINTS).map(|point| {
        let share = f64::from(point) / f64::from(POINTS - 1);
        (share * 65_535.0).round() as u16
    });
    let greys: Vec<u16> = greys.collect();
    let mut lightness = vec![0_u16; greys.len()];
    curve.transform(&greys, &mut lightness).ok()?;
    let light = lightness.into_iter().map(|value| {
        let l = f64::from(value) / 655.35;
        let y = if l > 8.0 {
            ((l + 16.0) / 116.0).powi(3)
        } else {
            l * 27.0 / 24_389.0
        };
        (y * 65_535.0).round() as u16
    });
    profile.gray_trc = Some(ToneReprCurve::Lut(light.collect()));
    Some(profile)
}

impl SourceProfile {
    /// Reads a profile; `None` if it is damaged, does not fit the channels, or is sRGB anyway.
    pub(crate) fn new(bytes: &[u8], channels: usize, is_ink: bool) -> Option<Self> {
        unbroken(|| {
            let profile = read(bytes)?;
            let model = match profile.color_space {
                DataColorSpace::Cmyk if is_ink => Model::Ink,
                DataColorSpace::Rgb if !is_ink => Model::Light,
                DataColorSpace::Gray if channels <= 2 => Model::Grey,
                _ => return None,
            };
            let source = Self { profile, model };
            // No ink is ever light.
            (model == Model::Ink || source.moves_colors()?).then_some(source)
        })
    }

    /// Whether the profile describes the same colours as `other`, but for rounding.
    pub(crate) fn means(bytes: &[u8], other: &ColorProfile) -> bool {
        let same = unbroken(|| {
            let profile = read(bytes)?;
            let is_rgb = profile.color_space == DataColorSpace::Rgb;
            let source = Self {
                profile,
                model: Model::Light,
            };
            (is_rgb && !source.moves_colors_to(other, 2)?).then_some(())
        });
        same.is_some()
    }

    /// The transform to sRGB at a depth; `None` if the profile has none.
    pub(crate) fn converter<T: Sample>(&self) -> Option<Converter<T>> {
        self.converter_to(&ColorProfile::new_srgb())
    }

    fn converter_to<T: Sample>(&self, target: &ColorProfile) -> Option<Converter<T>> {
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        let layout = match self.model {
            Model::Grey => Layout::GrayAlpha,
            Model::Light | Model::Ink => Layout::Rgba,
        };
        let executor = unbroken(|| T::executor(&self.profile, layout, target, options))?;
        Some(Converter {
            executor,
            model: self.model,
        })
    }

    /// The ink that a press puts down for black; `None` if the profile does not tell.
    pub(crate) fn inks_of_black(&self) -> Option<[u16; 4]> {
        unbroken(|| {
            let options = TransformOptions {
                rendering_intent: RenderingIntent::Perceptual,
                prefer_fixed_point: false,
                ..TransformOptions::default()
            };
            let srgb = ColorProfile::new_srgb();
            let to_ink = srgb
                .create_transform_16bit(Layout::Rgb, &self.profile, Layout::Rgba, options)
                .ok()?;
            let mut inks = [0; 4];
            to_ink.transform(&[0; 3], &mut inks).ok()?;
            Some(inks)
        })
    }

    /// Whether the profile moves any of a grid of colours by more than 1/255; `None` if it cannot
    /// be applied.
    fn moves_colors(&self) -> Option<bool> {
        self.moves_colors_to(&ColorProfile::new_srgb(), 1)
    }

    fn moves_colors_to(&self, target: &ColorProfile, tolerance: u8) -> Option<bool> {
        const STEP: usize = 15;
        let converter = self.converter_to::<u8>(target)?;
        let levels = || (0..=255).step_by(STEP).map(|level| level as u8);
        let (input, expected): (Vec<u8>, Vec<u8>) = if self.model == Model::Grey {
            let grey = || levels().flat_map(|level| [level, 255]);
            (
                grey().collect(),
                levels()
                    .flat_map(|level| [level, level, level, 255])
                    .collect(),
            )
        } else {
            let mut grid = Vec::new();
            for red in levels() {
                for green in levels() {
                    for blue in levels() {
                        grid.extend([red, green, blue, 255]);
                    }
                }
            }
            (grid.clone(), grid)
        };
        let mut output = vec![0; expected.len()];
        converter.executor.transform(&input, &mut output).ok()?;
        Some(
            output
                .iter()
                .zip(&expected)
                .any(|(&out, &want)| out.abs_diff(want) > tolerance),
        )
    }
}

/// A transform to sRGB with alpha, from one of the models.
pub(crate) struct Converter<T: Copy + Default> {
    /// Takes and gives as many pixels as there is room for.
    pub(crate) executor: Arc<dyn TransformExecutor<T> + Send + Sync>,
    /// What it takes.
    pub(crate) model: Model,
}

/// A depth of samples.
pub(crate) trait Sample: Copy + Default + Send + Sync + 'static {
    /// Full opacity.
    const OPAQUE: Self;

    /// Builds the transform between profiles at this depth, into RGB with alpha.
    fn executor(
        from: &ColorProfile,
        layout: Layout,
        target: &ColorProfile,
        options: TransformOptions,
    ) -> Option<Arc<dyn TransformExecutor<Self> + Send + Sync>>;

    /// Rounds to 8 bits.
    fn narrow(self) -> u8;

    /// The same at 16 bits.
    fn widen(self) -> u16;

    /// What is left of the light behind this much ink and that much black.
    fn behind(self, black: Self) -> Self;
}

impl Sample for u8 {
    const OPAQUE: Self = 255;

    fn executor(
        from: &ColorProfile,
        layout: Layout,
        target: &ColorProfile,
        options: TransformOptions,
    ) -> Option<Arc<dyn TransformExecutor<Self> + Send + Sync>> {
        from.create_transform_8bit(layout, target, Layout::Rgba, options)
            .ok()
    }

    fn narrow(self) -> u8 {
        self
    }

    fn widen(self) -> u16 {
        u16::from(self) * 257
    }

    fn behind(self, black: Self) -> Self {
        let (light, white) = (u32::from(255 - self), u32::from(255 - black));
        ((light * white + 127) / 255) as Self
    }
}

impl Sample for u16 {
    const OPAQUE: Self = 65_535;

    fn executor(
        from: &ColorProfile,
        layout: Layout,
        target: &ColorProfile,
        options: TransformOptions,
    ) -> Option<Arc<dyn TransformExecutor<Self> + Send + Sync>> {
        from.create_transform_16bit(layout, target, Layout::Rgba, options)
            .ok()
    }

    fn narrow(self) -> u8 {
        // 65 535 = 255 * 257, so this is exact rounding to nearest.
        ((u32::from(self) + 128) / 257) as u8
    }

    fn widen(self) -> u16 {
        self
    }

    fn behind(self, black: Self) -> Self {
        let (light, white) = (u64::from(65_535 - self), u64::from(65_535 - black));
        ((light * white + 32_767) / 65_535) as Self
    }
}
