//! The sizes of a photograph on its way: its own, that at which it is drawn, and that of the file.

use super::Scale;

/// Width and height in pixels.
type Size = (u32, u32);

/// How large the drawing of a photograph below the working scale is written. One that is not below
/// it is always written as large as the photograph.
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
    /// As it is drawn; a film as large as it was, since each of its frames would be many times as
    /// large.
    #[default]
    Auto,
    /// As it is drawn, films too.
    Drawing,
    /// As large as the photograph.
    Photograph,
}

impl OutputSize {
    /// The size of the file for a photograph of size `photo`, or an animation if it `moves`.
    pub fn of(self, photo: Size, scale: Scale, moves: bool) -> Size {
        match self {
            Self::Drawing => scale.drawn_size(photo),
            Self::Auto if !moves => scale.drawn_size(photo),
            Self::Auto | Self::Photograph => photo,
        }
    }
}

impl Scale {
    /// The size of a finished drawing, before it is made smaller for a file: that of the
    /// photograph, or of the working scale when that is larger.
    pub fn drawn_size(self, photo: Size) -> Size {
        let working = self.size_of(photo);
        if working.0 > photo.0 || working.1 > photo.1 {
            working
        } else {
            photo
        }
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
        Self {
            photo,
            working: scale.size_of(photo),
            drawn: scale.drawn_size(photo),
            written: output.of(photo, scale, moves),
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
        // Asked to draw at its own size, nothing is enlarged.
        assert_eq!(OutputSize::Drawing.of(small, Scale::Full, false), small);
    }
}
