//! Pictures too large for one piece: drawn in overlapping tiles with the normalisations of a
//! smaller picture.
//!
//! A normalisation looks at the whole picture, so that tiles normalised by themselves would differ
//! in tone. Source: Chen et al., "Towards Ultra-Resolution Neural Style Transfer via Thumbnail
//! Instance Normalization", AAAI 2022. With the moments given, a pixel depends on its surroundings
//! only as far as the convolutions reach; tiles overlap by more than that, so they need no
//! blending.

use super::generator::checked;
use super::network::Norms;
use super::norm::Moments;
use super::picture::{Drawn, Rgba8};
use super::weights::{CODE, DIALS};
use super::window::Size;
use super::{CpuError, CpuGenerator};
use crate::model::tile::Tile;

/// Side of a tile with its overlap: the largest whose buffers stay allocated for the next tile.
const SIDE: usize = 1408;

/// What the layers' normalisations are taken from, for one style.
#[derive(Clone, Debug)]
pub struct Statistics {
    condition: Vec<f32>,
    moments: Vec<Moments>,
}

impl CpuGenerator {
    /// Takes the statistics of a picture, often the thumbnail of one to be drawn in tiles.
    ///
    /// Arguments and errors are those of [`draw`](Self::draw).
    ///
    /// # Errors
    /// [`CpuError::PictureSize`], [`CpuError::Cancelled`]
    pub fn statistics(
        &self,
        rgba: &[u8],
        width: usize,
        height: usize,
        code: &[f32; CODE],
        dials: [f32; DIALS],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Statistics, CpuError> {
        let (pixels, _) = rgba.as_chunks::<4>();
        let size = checked(width, height, 4, rgba.len())?;
        let condition = self.weights.condition(code, dials);
        let mut norms = Norms::default();
        let picture = Rgba8 { pixels, width };
        self.run::<_, [u8; 4]>(&picture, size, &condition, &mut norms, cancelled)?;
        Ok(Statistics {
            condition,
            moments: norms.used,
        })
    }

    /// Draws a picture of any size in tiles, normalised by `statistics`, under the code and the
    /// dials that they were taken with. Memory is taken for the result and for one tile.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn draw_in_tiles(
        &self,
        rgba: &[u8],
        width: usize,
        height: usize,
        statistics: &Statistics,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<u8>, CpuError> {
        let size = [width, height];
        let drawn = self.draw_in_tiles_of::<[u8; 4]>(SIDE, rgba, size, statistics, cancelled)?;
        Ok(drawn.into_flattened())
    }

    /// As [`draw_in_tiles`](Self::draw_in_tiles), with 16 bits a channel: red, green and blue.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn draw_rgb16_in_tiles(
        &self,
        rgba: &[u8],
        width: usize,
        height: usize,
        statistics: &Statistics,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<[u16; 3]>, CpuError> {
        self.draw_in_tiles_of(SIDE, rgba, [width, height], statistics, cancelled)
    }

    pub(super) fn draw_in_tiles_of<D: Drawn>(
        &self,
        side: usize,
        rgba: &[u8],
        [width, height]: [usize; 2],
        statistics: &Statistics,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<D>, CpuError> {
        let (pixels, _) = rgba.as_chunks::<4>();
        checked(width, height, 4, rgba.len())?;
        let mut drawn = vec![D::BLANK; pixels.len()];
        for rows in Tile::along(height, side) {
            for columns in Tile::along(width, side) {
                let picture = Rgba8 {
                    pixels: &pixels[rows.read.start * width + columns.read.start..],
                    width,
                };
                let size = Size {
                    width: columns.read.len(),
                    height: rows.read.len(),
                };
                let mut norms = Norms {
                    given: Some(&statistics.moments),
                    used: Vec::new(),
                };
                let condition = &statistics.condition;
                let tile = self.run::<_, D>(&picture, size, condition, &mut norms, cancelled)?;
                for y in rows.kept.clone() {
                    let from = (y - rows.read.start) * size.width + columns.kept.start
                        - columns.read.start;
                    let to = y * width + columns.kept.start;
                    let count = columns.kept.len();
                    drawn[to..to + count].copy_from_slice(&tile[from..from + count]);
                }
            }
        }
        Ok(drawn)
    }
}
