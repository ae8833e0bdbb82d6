//! A landscape as a photograph and as drawings of it, painted in lines and areas; turned as a print
//! lies on a table.

use eframe::egui::epaint::{CircleShape, Mesh, PathShape};
use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, emath::Rot2, vec2};

use crate::ui::theme::scene::{self, Colors};

/// How the landscape is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Photo,
    Comic,
    Pen,
    Print,
}

/// Where a print lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) rect: Rect,
    /// To the right, in radians.
    pub(super) turn: f32,
}

/// Border of a print and what its shadow is moved by, of its height.
const BORDER: f32 = 0.055;
const FALL: f32 = 0.035;
/// Width of outlines, of the height of a print.
const LINE: f32 = 0.016;
/// Width of a line that smooths the edge of what has none, in points.
const SMOOTHING: f32 = 1.2;
/// Rows of dots in the sky.
const ROWS: usize = 9;

impl Place {
    /// A point of the print, whose sides are 1.
    pub(super) fn at(self, x: f32, y: f32) -> Pos2 {
        let from_centre = vec2(x - 0.5, y - 0.5) * self.rect.size();
        self.rect.center() + Rot2::from_angle(self.turn) * from_centre
    }

    /// A length in shares of the height.
    pub(super) fn length(self, share: f32) -> f32 {
        share * self.rect.height()
    }

    fn points(self, points: &[[f32; 2]]) -> Vec<Pos2> {
        points.iter().map(|[x, y]| self.at(*x, *y)).collect()
    }

    fn moved(self, by: Vec2) -> Self {
        let rect = self.rect.translate(by);
        Self { rect, ..self }
    }
}

const CORNERS: [[f32; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
/// Their feet are behind the meadow, whose outline they would cross.
const FAR_PEAK: [[f32; 2]; 3] = [[0.44, 0.72], [0.72, 0.38], [0.97, 0.72]];
const NEAR_PEAK: [[f32; 2]; 3] = [[0.02, 0.72], [0.27, 0.24], [0.6, 0.72]];
const MEADOW: [[f32; 2]; 9] = [
    [0.0, 0.68],
    [0.14, 0.635],
    [0.3, 0.605],
    [0.48, 0.595],
    [0.66, 0.605],
    [0.84, 0.635],
    [1.0, 0.68],
    [1.0, 1.0],
    [0.0, 1.0],
];
const FRONT: [[f32; 2]; 8] = [
    [0.0, 0.9],
    [0.16, 0.845],
    [0.36, 0.81],
    [0.6, 0.81],
    [0.82, 0.845],
    [1.0, 0.9],
    [1.0, 1.0],
    [0.0, 1.0],
];
const WALL: [[f32; 2]; 4] = [[0.2, 0.56], [0.42, 0.56], [0.42, 0.77], [0.2, 0.77]];
const ROOF: [[f32; 2]; 3] = [[0.165, 0.57], [0.31, 0.4], [0.455, 0.57]];
const DOOR: [[f32; 2]; 4] = [[0.275, 0.64], [0.335, 0.64], [0.335, 0.77], [0.275, 0.77]];
const TRUNK: [[f32; 2]; 4] = [[0.705, 0.66], [0.735, 0.66], [0.745, 0.85], [0.695, 0.85]];
const SUN: ([f32; 2], f32) = ([0.8, 0.22], 0.1);
/// The leaves: what is behind first.
const CROWN: [([f32; 2], f32); 3] = [
    ([0.665, 0.585], 0.125),
    ([0.775, 0.585], 0.125),
    ([0.72, 0.48], 0.15),
];

/// Paints a print with its border and the shadow that it throws.
pub(super) fn print(painter: &Painter, place: Place, look: Look) {
    let border = place.length(BORDER);
    let around = Place {
        rect: place.rect.expand(border),
        ..place
    };
    let fall = place.length(FALL);
    let shadow = around.moved(vec2(fall * 0.6, fall)).points(&CORNERS);
    painter.add(Shape::convex_polygon(shadow, scene::SHADOW, Stroke::NONE));
    let edge = Stroke::new(1.0, scene::EDGE);
    let paper = around.points(&CORNERS);
    painter.add(Shape::convex_polygon(paper, scene::PAPER, edge));
    landscape(painter, place, look);
}

fn landscape(painter: &Painter, place: Place, look: Look) {
    let (colors, has_lines) = match look {
        Look::Photo => (&scene::PHOTO, false),
        Look::Comic => (&scene::COMIC, true),
        Look::Pen => (&scene::PEN, true),
        Look::Print => (&scene::PRINT, false),
    };
    let width = if has_lines { LINE } else { 0.0 };
    let pen = Pen {
        painter,
        place,
        line: Stroke::new(place.length(width), scene::INK),
    };
    pen.area(&CORNERS, colors.sky);
    if look == Look::Comic {
        pen.dots();
    }
    sun(&pen, colors, look);
    pen.area(&FAR_PEAK, colors.mountains);
    pen.area(&NEAR_PEAK, colors.mountains);
    if has_lines {
        pen.shade(FAR_PEAK, 5);
        pen.shade(NEAR_PEAK, 7);
    }
    pen.area(&MEADOW, colors.meadow);
    if look == Look::Pen {
        pen.grass();
    }
    pen.area(&WALL, colors.wall);
    pen.area(&ROOF, colors.roof);
    pen.area(&DOOR, [colors.trunk; 2]);
    pen.area(&TRUNK, [colors.trunk; 2]);
    crown(&pen, colors);
    pen.area(&FRONT, colors.front);
    // Where there is no line, one of paper smooths the edge.
    let edge = if has_lines {
        pen.line
    } else {
        Stroke::new(SMOOTHING, scene::PAPER)
    };
    painter.add(PathShape::closed_line(place.points(&CORNERS), edge));
}

fn sun(pen: &Pen<'_>, colors: &Colors, look: Look) {
    let (at, radius) = SUN;
    if look == Look::Photo {
        for (growth, share) in [(2.6, 0.1), (1.9, 0.16), (1.4, 0.3)] {
            let glow = colors.sun.gamma_multiply(share);
            pen.spot(at, radius * growth, glow, Stroke::NONE);
        }
    }
    pen.spot(at, radius, colors.sun, pen.line);
}

/// Leaves, light from the upper left.
fn crown(pen: &Pen<'_>, colors: &Colors) {
    let [light, dark] = colors.crown;
    let outline = pen.line;
    for ([x, y], radius) in CROWN {
        pen.spot([x, y], radius + 0.5 * LINE, dark, outline);
    }
    for ([x, y], radius) in CROWN {
        pen.spot([x, y], radius - 0.5 * LINE, dark, Stroke::NONE);
        if light != dark {
            let inner = light.gamma_multiply(0.7);
            pen.spot([x - 0.02, y - 0.03], radius * 0.7, inner, Stroke::NONE);
        }
    }
    if outline.width > 0.0 {
        pen.leaves();
    }
}

/// What paints on a print.
struct Pen<'a> {
    painter: &'a Painter,
    place: Place,
    /// Of outlines, if there are any.
    line: Stroke,
}

impl Pen<'_> {
    /// A convex area, from the first colour above to the second below, with its outline.
    fn area(&self, points: &[[f32; 2]], [above, below]: [Color32; 2]) {
        let corners = self.place.points(points);
        if above == below {
            let shape = Shape::convex_polygon(corners, above, self.line);
            self.painter.add(shape);
            return;
        }
        let heights = points.iter().map(|[_, y]| *y);
        let [top, bottom] = [
            heights.clone().fold(f32::INFINITY, f32::min),
            heights.fold(f32::NEG_INFINITY, f32::max),
        ];
        let mut mesh = Mesh::default();
        for (corner, [_, y]) in corners.iter().zip(points) {
            let share = (y - top) / (bottom - top);
            mesh.colored_vertex(*corner, above.lerp_to_gamma(below, share));
        }
        for index in 2..points.len() as u32 {
            mesh.add_triangle(0, index - 1, index);
        }
        self.painter.add(mesh);
        // A mesh has steps at its edges.
        let line = if self.line.width > 0.0 {
            self.line
        } else {
            Stroke::new(SMOOTHING, above.lerp_to_gamma(below, 0.5))
        };
        self.painter.add(PathShape::closed_line(corners, line));
    }

    fn spot(&self, [x, y]: [f32; 2], radius: f32, fill: Color32, stroke: Stroke) {
        self.painter.add(CircleShape {
            center: self.place.at(x, y),
            radius: self.place.length(radius),
            fill,
            stroke,
        });
    }

    fn stroke(&self, from: [f32; 2], to: [f32; 2], share: f32) {
        let ends = [from, to].map(|[x, y]| self.place.at(x, y));
        let line = Stroke::new(self.line.width * share, self.line.color);
        self.painter.line_segment(ends, line);
    }

    /// Dots in the sky that become smaller upwards.
    fn dots(&self) {
        let across = self.place.rect.aspect_ratio();
        let step = 0.6 / ROWS as f32;
        for row in 0..ROWS {
            let y = 0.06 + row as f32 * step;
            let radius = step * (0.12 + 0.3 * row as f32 / ROWS as f32);
            let num = (across / step) as usize;
            for column in 0..num {
                let shift = if row % 2 == 0 { 0.25 } else { 0.75 };
                let x = (column as f32 + shift) / num as f32;
                self.spot([x, y], radius, scene::DOTS, Stroke::NONE);
            }
        }
    }

    /// Hatching on the right side of a peak.
    fn shade(&self, [_, top, right]: [[f32; 2]; 3], num: usize) {
        let between = |a: [f32; 2], b: [f32; 2], share: f32| {
            let [x, y] = [b[0] - a[0], b[1] - a[1]];
            [a[0] + x * share, a[1] + y * share]
        };
        let foot = [top[0] + 0.02, right[1]];
        for index in 1..=num {
            let share = index as f32 / (num + 1) as f32;
            let from = between(top, foot, share * 0.92);
            let to = between(top, right, (share + 0.06).min(1.0));
            self.stroke(between(from, to, 0.2), to, 0.6);
        }
    }

    /// Blades on the meadow.
    fn grass(&self) {
        for [x, y] in [
            [0.08, 0.74],
            [0.5, 0.68],
            [0.56, 0.76],
            [0.88, 0.72],
            [0.93, 0.79],
        ] {
            for (index, lean) in [-0.012, 0.0, 0.012].into_iter().enumerate() {
                let x = x + index as f32 * 0.012;
                self.stroke([x, y], [x + lean, y - 0.045], 0.6);
            }
        }
    }

    /// Strokes on the dark side of the leaves.
    fn leaves(&self) {
        for [x, y] in [
            [0.74, 0.6],
            [0.78, 0.64],
            [0.82, 0.6],
            [0.78, 0.5],
            [0.7, 0.65],
        ] {
            self.stroke([x - 0.012, y + 0.012], [x + 0.016, y - 0.02], 0.7);
        }
    }
}
