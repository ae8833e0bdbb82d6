//! Numbers from the standard normal distribution.

/// One number, by Box and Muller 1958.
pub(crate) fn normal(random: &mut fastrand::Rng) -> f32 {
    let (u, v) = (1.0 - random.f32(), random.f32());
    (-2.0 * u.ln()).sqrt() * (std::f32::consts::TAU * v).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_spread_are_those_of_the_standard() {
        let random = &mut fastrand::Rng::with_seed(2);
        let numbers: Vec<f32> = (0..10_000).map(|_| normal(random)).collect();
        let mean = numbers.iter().sum::<f32>() / 1e4;
        let spread = (numbers.iter().map(|v| v * v).sum::<f32>() / 1e4).sqrt();
        assert!(
            mean.abs() < 0.03 && (spread - 1.0).abs() < 0.03,
            "{mean} {spread}"
        );
    }
}
