//! Pictures with a border, as the convolutions read them, and the way back for gradients.
//!
//! With a stride of two a picture is taken apart into four planes, of the even and the odd rows and
//! columns, so that the pixels of a tap stand next to each other.

/// What stands around a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Border {
    /// Nothing.
    Bare,
    /// One pixel of zeros.
    Zeros,
    /// One pixel of reflection; the edge pixel is not repeated.
    Reflect,
    /// As `Reflect`, around the picture with every pixel doubled along both sides.
    Doubled,
}

/// Stands for a zero among indices.
const NONE: usize = usize::MAX;

impl Border {
    /// For each position along a side of `n` pixels with its border, the pixel that stands there.
    fn sources(self, n: usize) -> Vec<usize> {
        match self {
            Self::Bare => (0..n).collect(),
            Self::Zeros => [NONE].into_iter().chain(0..n).chain([NONE]).collect(),
            Self::Reflect => {
                let ends = [1.min(n - 1), n.saturating_sub(2)];
                let inner = [ends[0]].into_iter().chain(0..n);
                inner.chain([ends[1]]).collect()
            }
            Self::Doubled => (0..2 * n + 2)
                .map(|i| (i.max(1) - 1).min(2 * n - 1) / 2)
                .collect(),
        }
    }
}

/// Sides of a picture, its border, and the stride with which it is read.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) channels: usize,
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) stride: usize,
    /// Sides with the border.
    pub(super) padded: [usize; 2],
    /// Rows and columns of a plane.
    pub(super) plane: [usize; 2],
    /// By the rest of the position and its quotient by the stride: the row that stands there.
    rows: Vec<Vec<usize>>,
    cols: Vec<Vec<usize>>,
}

impl Layout {
    pub(super) fn new(
        [channels, height, width]: [usize; 3],
        border: Border,
        stride: usize,
    ) -> Self {
        let (rows, cols) = (border.sources(height), border.sources(width));
        let padded = [rows.len(), cols.len()];
        let apart = |sources: &[usize]| -> Vec<Vec<usize>> {
            let len = sources.len().div_ceil(stride);
            let at = |rest: usize, i: usize| sources.get(i * stride + rest).copied();
            (0..stride)
                .map(|rest| (0..len).map(|i| at(rest, i).unwrap_or(NONE)).collect())
                .collect()
        };
        Self {
            channels,
            height,
            width,
            stride,
            padded,
            plane: padded.map(|side| side.div_ceil(stride)),
            rows: apart(&rows),
            cols: apart(&cols),
        }
    }

    /// Numbers of one plane.
    pub(super) fn plane_len(&self) -> usize {
        self.plane[0] * self.plane[1]
    }

    /// Numbers of all planes of a picture.
    pub(super) fn planes_len(&self) -> usize {
        self.channels * self.stride * self.stride * self.plane_len()
    }

    /// Where the pixels begin that the tap `(channel, dy, dx)` of a kernel reads.
    pub(super) fn offset(&self, channel: usize, dy: usize, dx: usize) -> usize {
        let s = self.stride;
        let plane = (channel * s + dy % s) * s + dx % s;
        plane * self.plane_len() + dy / s * self.plane[1] + dx / s
    }

    /// Takes the picture `[c, h, w]` apart.
    pub(super) fn gather(&self, picture: &[f32], planes: &mut [f32]) {
        let pictures = picture.chunks_exact(self.height * self.width);
        let channels = planes.chunks_exact_mut(self.stride * self.stride * self.plane_len());
        for (picture, channel) in pictures.zip(channels) {
            let mut lines = channel.chunks_exact_mut(self.plane[1]);
            for rows in &self.rows {
                for cols in &self.cols {
                    for (row, line) in rows.iter().zip(&mut lines) {
                        if *row == NONE {
                            line.fill(0.0);
                        } else {
                            let picture = &picture[row * self.width..][..self.width];
                            gather_line(picture, cols, line);
                        }
                    }
                }
            }
        }
    }

    /// Adds planes up to a picture: the transpose of [`gather`](Self::gather).
    pub(super) fn fold(&self, planes: &[f32], picture: &mut [f32]) {
        picture.fill(0.0);
        let pictures = picture.chunks_exact_mut(self.height * self.width);
        let channels = planes.chunks_exact(self.stride * self.stride * self.plane_len());
        for (picture, channel) in pictures.zip(channels) {
            let mut lines = channel.chunks_exact(self.plane[1]);
            for rows in &self.rows {
                for cols in &self.cols {
                    for (row, line) in rows.iter().zip(&mut lines) {
                        if *row != NONE {
                            let picture = &mut picture[row * self.width..][..self.width];
                            fold_line(line, cols, picture);
                        }
                    }
                }
            }
        }
    }
}

/// Whether all but the ends of `cols` are the pixels of a line in their order.
fn is_line(cols: &[usize], width: usize) -> bool {
    cols.len() == width + 2 && cols.get(1) == Some(&0) && cols.get(width) == Some(&(width - 1))
}

fn gather_line(picture: &[f32], cols: &[usize], line: &mut [f32]) {
    let at = |col: usize| picture.get(col).copied().unwrap_or(0.0);
    if is_line(cols, picture.len()) && picture.len() > 2 {
        line[0] = at(cols[0]);
        line[1..=picture.len()].copy_from_slice(picture);
        line[picture.len() + 1] = at(cols[picture.len() + 1]);
    } else {
        for (number, col) in line.iter_mut().zip(cols) {
            *number = at(*col);
        }
    }
}

fn fold_line(line: &[f32], cols: &[usize], picture: &mut [f32]) {
    let width = picture.len();
    let ends = if is_line(cols, width) && width > 2 {
        for (sum, number) in picture.iter_mut().zip(&line[1..=width]) {
            *sum += number;
        }
        [0, width + 1].map(|i| (cols[i], line[i])).to_vec()
    } else {
        cols.iter().copied().zip(line.iter().copied()).collect()
    };
    for (col, number) in ends {
        if let Some(sum) = picture.get_mut(col) {
            *sum += number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_those_of_numpy() {
        assert_eq!(Border::Zeros.sources(3), [NONE, 0, 1, 2, NONE]);
        assert_eq!(Border::Reflect.sources(4), [1, 0, 1, 2, 3, 2]);
        assert_eq!(Border::Doubled.sources(2), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn folding_is_the_transpose_of_gathering() {
        let mut random = fastrand::Rng::with_seed(1);
        for border in [
            Border::Bare,
            Border::Zeros,
            Border::Reflect,
            Border::Doubled,
        ] {
            for stride in [1, 2] {
                let layout = Layout::new([2, 4, 5], border, stride);
                let mut numbers =
                    |len: usize| -> Vec<f32> { (0..len).map(|_| random.f32() - 0.5).collect() };
                let (x, g) = (numbers(2 * 4 * 5), numbers(layout.planes_len()));
                let (mut planes, mut back) = (vec![0.0; g.len()], vec![0.0; x.len()]);
                layout.gather(&x, &mut planes);
                layout.fold(&g, &mut back);
                let dot =
                    |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
                let apart = (dot(&planes, &g) - dot(&x, &back)).abs();
                assert!(apart < 1e-5, "{border:?} {stride}: {apart}");
            }
        }
    }
}
