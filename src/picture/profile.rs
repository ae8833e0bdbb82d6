//! Embedded ICC profiles: which are worth applying, and the transforms that they give.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformExecutor, TransformOptions,
};

/// Runs a step over foreign bytes; should the colour library break down over a damaged profile,
/// the picture is still good.
fn unbroken<T>(step: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok().flatten()
}

/// An embedded profile that is worth applying.
pub(crate) struct SourceProfile {
    profile: ColorProfile,
    is_grey: bool,
}

impl SourceProfile {
    /// Reads a profile; `None` if it is damaged, does not fit the channels, or is sRGB anyway.
    pub(crate) fn new(bytes: &[u8], channels: usize) -> Option<Self> {
        unbroken(|| {
            let profile = ColorProfile::new_from_slice(bytes).ok()?;
            let is_grey = match profile.color_space {
                DataColorSpace::Rgb => false,
                DataColorSpace::Gray if channels <= 2 => true,
                _ => return None,
            };
            let source = Self { profile, is_grey };
            source.moves_colors()?.then_some(source)
        })
    }

    /// Whether the profile describes the same colours as `other`, but for rounding.
    pub(crate) fn means(bytes: &[u8], other: &ColorProfile) -> bool {
        let same = unbroken(|| {
            let profile = ColorProfile::new_from_slice(bytes).ok()?;
            let is_rgb = profile.color_space == DataColorSpace::Rgb;
            let source = Self {
                profile,
                is_grey: false,
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
        let layout = if self.is_grey {
            Layout::GrayAlpha
        } else {
            Layout::Rgba
        };
        let executor = unbroken(|| T::executor(&self.profile, layout, target, options))?;
        Some(Converter {
            executor,
            is_grey: self.is_grey,
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
        let (input, expected): (Vec<u8>, Vec<u8>) = if self.is_grey {
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

/// A transform to sRGB with alpha, from RGB with alpha or from grey with alpha.
pub(crate) struct Converter<T: Copy + Default> {
    /// Takes and gives as many pixels as there is room for.
    pub(crate) executor: Arc<dyn TransformExecutor<T> + Send + Sync>,
    /// Whether it takes grey with alpha instead of RGB with alpha.
    pub(crate) is_grey: bool,
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
}
