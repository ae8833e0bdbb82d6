//! Cells that are joined to parts.

use std::collections::BTreeMap;

/// How much more unlike than inside a part its neighbour must be, over the part's pixels, in sRGB.
const SCALE: f32 = 0.9;
/// Mean unlikeness a cell across a border that is none, and the edges of the shortest one.
const SOFT: f32 = 0.014;
const LEAST_BORDER: u32 = 24;

/// Which cells belong together.
pub(super) struct Parts {
    parent: Vec<u32>,
    /// The cells of each, at its root.
    pub(super) size: Vec<u32>,
    most: Vec<f32>,
}

impl Parts {
    pub(super) fn new(count: usize) -> Self {
        Self {
            parent: (0..count as u32).collect(),
            size: vec![1; count],
            most: vec![0.0; count],
        }
    }

    pub(super) fn root(&mut self, mut i: u32) -> u32 {
        while self.parent[i as usize] != i {
            let parent = self.parent[i as usize];
            self.parent[i as usize] = self.parent[parent as usize];
            i = parent;
        }
        i
    }

    /// The unlikeness up to which a neighbour belongs to a part.
    pub(super) fn inside(&self, root: u32) -> f32 {
        self.most[root as usize] + SCALE / self.size[root as usize] as f32
    }

    /// Joins parts between which there is nothing but a soft shade: what parts it is chance, and
    /// looks like boxes in a sky.
    pub(super) fn join_soft(&mut self, edges: &[(f32, u32, u32)]) {
        let mut borders: BTreeMap<(u32, u32), (f32, u32)> = BTreeMap::new();
        for &(unlike, a, b) in edges {
            let (a, b) = (self.root(a), self.root(b));
            if a != b {
                let border = borders.entry((a.min(b), a.max(b))).or_default();
                *border = (border.0 + unlike, border.1 + 1);
            }
        }
        for ((a, b), (sum, count)) in borders {
            let (a, b, mean) = (self.root(a), self.root(b), sum / count as f32);
            if a != b && mean < SOFT && count > LEAST_BORDER {
                self.join(a, b, mean);
            }
        }
    }

    pub(super) fn join(&mut self, a: u32, b: u32, unlike: f32) {
        let (large, small) = if self.size[a as usize] >= self.size[b as usize] {
            (a, b)
        } else {
            (b, a)
        };
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        self.most[large as usize] = unlike
            .max(self.most[large as usize])
            .max(self.most[small as usize]);
    }
}
