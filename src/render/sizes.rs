//! The sizes of a photograph on its way: its own, that at which it is drawn, and that of the file.

use super::Scale;

/// Width and height in pixels.
type Size = (u32, u32);

/// How large the drawing of a photograph is written.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    clap::ValueEnum,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum OutputSize {
    /// As large as the photograph, or as it is drawn for one below the working scale; a film as
    /// large as it was, since each of its frames would be many times as large.
    #[default]
    Auto,
    /// The same, films too.
    Drawing,
    /// As large as the photograph.
    Photograph,
    /// Twice as wide and high as the photograph; a film as large as it was.
    #[value(name = "2x")]
    Double,
    /// Four times as wide and high as the photograph; a film as large as it was.
    #[value(name = "4x")]
    Quadruple,
}

impl OutputSize {
    /// The size of the file for a photograph of size `photo`, or an animation if it `moves`.
    pub fn of(self, photo: Size, scale: Scale, moves: bool) -> Size {
        match self {
            Self::Drawing => scale.drawn_size(photo),
            Self::Auto if !moves => scale.drawn_size(photo),
            Self::Double if !moves => times(photo, 2),
            Self::Quadruple if !moves => times(photo, 4),
            Self::Auto | Self::Photograph | Self::Double | Self::Quadruple => photo,
        }
    }
}

fn times((width, height): Size, factor: u32) -> Size {
    (width.saturating_mul(factor), height.saturating_mul(factor))
}

impl Scale {
    /// The size of a finished drawing, before it is made smaller for a file: that of the
    /// photograph, or of the working scale when that is larger.
    pub fn drawn_size(self, photo: Size) -> Size {
        larger(photo, self.size_of(photo))
    }
}

/// The second size if the first has less of it in any direction.
fn larger(one: Size, other: Size) -> Size {
    if other.0 > one.0 || other.1 > one.1 {
        other
    } else {
        one
    }
}

/// All sizes of one photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// That of the photograph.
    pub(crate) photo: Size,
    /// That at which the network draws.
    pub(crate) working: Size,
    /// That of the finished drawing.
    pub(crate) drawn: Size,
    /// That of the file.
    pub(crate) written: Size,
}

impl Sizes {
    /// Of a drawing at the working scale alone.
    pub(super) fn working(photo: Size, scale: Scale) -> Self {
        let working = scale.size_of(photo);
        Self {
            photo,
            working,
            drawn: working,
            written: working,
        }
    }

    pub(super) fn new(photo: Size, scale: Scale, output: OutputSize, moves: bool) -> Self {
        let working = scale.size_of(photo);
        let written = output.of(photo, scale, moves);
        // Strokes are laid into the file's own pixels where those are more than the photograph's:
        // enlarged afterwards, they would be blurred.
        let wanted = larger(photo, written);
        Self {
            photo,
            working,
            drawn: larger(wanted, working),
            written,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_below_the_scale_is_written_larger() {
        let of = |photo, output: OutputSize, moves| output.of(photo, Scale::default(), moves);
        for output in [
            OutputSize::Auto,
            OutputSize::Drawing,
            OutputSize::Photograph,
        ] {
            for large in [(4000, 3000), (1280, 720), (1280, 1)] {
                assert_eq!(of(large, output, false), large);
            }
        }
        let small = (544, 362);
        assert_eq!(of(small, OutputSize::Auto, false), (1280, 852));
        assert_eq!(of(small, OutputSize::Auto, true), small, "a film");
        assert_eq!(of(small, OutputSize::Drawing, true), (1280, 852));
        assert_eq!(of(small, OutputSize::Photograph, false), small);
        for moves in [false, true] {
            let double = if moves { small } else { (1088, 724) };
            assert_eq!(of(small, OutputSize::Double, moves), double);
        }
        assert_eq!(
            of((4000, 3000), OutputSize::Quadruple, false),
            (16_000, 12_000)
        );
        // Asked to draw at its own size, nothing is enlarged.
        assert_eq!(OutputSize::Drawing.of(small, Scale::Full, false), small);
    }

    #[test]
    fn what_is_written_larger_is_drawn_as_large_and_found_at_the_working_scale() {
        let of = |photo, output| Sizes::new(photo, Scale::default(), output, false);
        let large = of((4000, 3000), OutputSize::Double);
        assert_eq!((large.working, large.drawn), ((1280, 960), (8000, 6000)));
        assert_eq!(large.written, large.drawn);
        // Twice as large, it still has less than the scale: it is drawn there and made smaller.
        let small = of((544, 362), OutputSize::Double);
        assert_eq!((small.working, small.drawn), ((1280, 852), (1280, 852)));
        assert_eq!(small.written, (1088, 724));
        let small = of((544, 362), OutputSize::Quadruple);
        assert_eq!((small.drawn, small.written), ((2176, 1448), (2176, 1448)));
    }
}
