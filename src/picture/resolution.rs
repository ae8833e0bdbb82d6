//! How large a picture is when it is printed.

/// Dots an inch, across and down, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// Hundredths of a dot an inch, across and down; neither is 0.
    hundredths: [u32; 2],
}

/// The length that dots are counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// 25.4 mm.
    Inch,
    /// 10 mm.
    Centimetre,
    /// 1000 mm.
    Metre,
}

impl Unit {
    fn inches(self) -> f64 {
        match self {
            Self::Inch => 1.0,
            Self::Centimetre => 1.0 / 2.54,
            Self::Metre => 100.0 / 2.54,
        }
    }
}

impl Resolution {
    /// Dots an inch that can be asked for: no printer has more.
    pub const DPI: std::ops::RangeInclusive<u16> = 1..=9600;

    /// As many dots an inch across as down, within [`DPI`](Self::DPI); what lies outside is brought
    /// to its ends.
    pub fn of_dpi(dpi: u16) -> Self {
        let dpi = dpi.clamp(*Self::DPI.start(), *Self::DPI.end());
        Self {
            hundredths: [u32::from(dpi) * 100; 2],
        }
    }

    /// So many dots on a unit, across and down; `None` for what is no resolution of anything.
    pub(crate) fn new(dots: [f64; 2], unit: Unit) -> Option<Self> {
        const MOST_HUNDREDTHS: f64 = 100.0 * 65_535.0;
        let hundredths = dots.map(|dots| {
            let hundredths = (dots / unit.inches() * 100.0).round();
            // Metres have whole dots only: 72 an inch are 2835, and those 72.009.
            let whole = (hundredths / 100.0).round() * 100.0;
            let is_whole = unit == Unit::Metre && (hundredths - whole).abs() <= 2.0;
            if is_whole { whole } else { hundredths }
        });
        hundredths
            .iter()
            .all(|dots| (1.0..=MOST_HUNDREDTHS).contains(dots))
            .then(|| Self {
                hundredths: hundredths.map(|dots| dots as u32),
            })
    }

    /// Dots on a unit, across and down.
    pub(crate) fn per(self, unit: Unit) -> [f64; 2] {
        self.hundredths
            .map(|dots| f64::from(dots) / 100.0 * unit.inches())
    }

    /// The same when the picture lies on its side.
    pub(crate) fn turned(self) -> Self {
        let [across, down] = self.hundredths;
        Self {
            hundredths: [down, across],
        }
    }

    /// The same when the picture has so many times as many dots on the same paper, across and down.
    pub(crate) fn scaled(self, ratios: [f64; 2]) -> Self {
        let dots = self.per(Unit::Inch);
        let scaled = [dots[0] * ratios[0], dots[1] * ratios[1]];
        Self::new(scaled, Unit::Inch).unwrap_or(self)
    }

    /// Dots an inch as fractions, across and down.
    pub(crate) fn fractions(self) -> [[u32; 2]; 2] {
        self.hundredths.map(|dots| {
            if dots.is_multiple_of(100) {
                [dots / 100, 1]
            } else {
                [dots, 100]
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_dots_on_the_same_paper_are_more_an_inch() {
        let of = Resolution::new([72.0, 96.0], Unit::Inch).unwrap();
        let scaled = Resolution::new([180.0, 192.0], Unit::Inch).unwrap();
        assert_eq!(of.scaled([2.5, 2.0]), scaled);
        assert_eq!(of.scaled([1e9, 1.0]), of, "no printer has that");
    }

    #[test]
    fn round_numbers_survive_the_units_of_every_format() {
        for dpi in [72.0, 96.0, 150.0, 300.0, 600.0, 1200.0] {
            let of = Resolution::new([dpi, dpi], Unit::Inch).unwrap();
            let metre = of.per(Unit::Metre).map(f64::round);
            assert_eq!(Resolution::new(metre, Unit::Metre), Some(of));
            let centimetre = of.per(Unit::Centimetre);
            assert_eq!(Resolution::new(centimetre, Unit::Centimetre), Some(of));
            assert_eq!(of.fractions(), [[dpi as u32, 1]; 2]);
        }
        assert_eq!(
            Some(Resolution::of_dpi(300)),
            Resolution::new([300.0; 2], Unit::Inch)
        );
        assert_eq!(Resolution::of_dpi(0), Resolution::of_dpi(1));
        assert_eq!(Resolution::of_dpi(60_000), Resolution::of_dpi(9600));
        for bad in [0.0, -3.0, f64::NAN, f64::INFINITY, 1e9] {
            assert_eq!(Resolution::new([300.0, bad], Unit::Inch), None, "{bad}");
        }
    }
}
