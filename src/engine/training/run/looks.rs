//! When the present weights are looked at on the canvas.

use std::time::Duration;

/// Time of steps between two looks.
const SHOW_EVERY: Duration = Duration::from_secs(3);
/// Least time of steps over that of what was done between them, most of which is the drawing of
/// such a look: on a machine without a graphics card it takes longer than some steps do, and
/// nothing would be learnt.
const LEARNT: f64 = 3.0;
/// Most of that other time that counts: a pause and other work are none of it.
const MOST_BETWEEN: Duration = Duration::from_secs(10);

/// Whether to look again, after that much time of steps `since` the last look.
pub(super) fn is_time_to_show(stepped: Duration, since: Duration) -> bool {
    let between = since.saturating_sub(stepped).min(MOST_BETWEEN);
    stepped >= SHOW_EVERY.max(between.mul_f64(LEARNT))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of its time that a run learns when each look is drawn for that many seconds.
    fn learnt(drawing: f64) -> f64 {
        let (mut stepped, mut since, mut total, mut all) = (0.0, 0.0, 0.0, 0.0);
        while all < 1e4 {
            (stepped, since) = (stepped + 0.5, since + 0.5);
            (total, all) = (total + 0.5, all + 0.5);
            let [a, b] = [stepped, since].map(Duration::from_secs_f64);
            if is_time_to_show(a, b) {
                (stepped, since) = (0.0, drawing);
                all += drawing;
            }
        }
        total / all
    }

    #[test]
    fn most_of_the_time_is_learnt_however_long_a_look_takes() {
        assert!(learnt(0.05) > 0.95, "{}", learnt(0.05));
        for drawing in [2.0, 5.0, 9.0] {
            let share = learnt(drawing);
            assert!((0.7..0.85).contains(&share), "{drawing} s: {share}");
        }
    }

    #[test]
    fn a_pause_delays_no_look_for_long() {
        let [short, long] = [29, 31].map(Duration::from_secs);
        let pause = Duration::from_hours(1);
        assert!(!is_time_to_show(short, short + pause));
        assert!(is_time_to_show(long, long + pause));
    }
}
