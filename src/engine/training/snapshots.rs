//! Which points of a training run can be gone back to: as many as fit into memory, spread over the
//! whole way.

/// Points to go back to that are kept; each holds two megabytes of weights.
pub(super) const MAX_SNAPSHOTS: usize = 24;

/// Index of the point without which the way from the first to the last stays most even; the best is
/// kept.
pub(super) fn least_missed(steps: &[u64], best: Option<u64>) -> Option<usize> {
    let gaps = steps.windows(3).enumerate();
    let gaps = gaps.filter(|(_, window)| best != Some(window[1]));
    // Of equal gaps the oldest: what was long ago is told in larger steps first.
    let (index, _) = gaps.min_by_key(|(_, window)| window[2] - window[0])?;
    Some(index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_tell_the_whole_way_and_the_best_of_it() {
        let mut steps = Vec::new();
        for step in (20..=4000).step_by(20) {
            steps.push(step);
            if steps.len() > MAX_SNAPSHOTS {
                let index = least_missed(&steps, Some(300)).unwrap();
                steps.remove(index);
            }
        }
        assert_eq!(steps.len(), MAX_SNAPSHOTS);
        assert!(steps.contains(&300) && steps.first() == Some(&20) && steps.last() == Some(&4000));
        let widest = steps.windows(2).map(|pair| pair[1] - pair[0]).max();
        assert!(widest <= Some(4 * 4000 / MAX_SNAPSHOTS as u64), "{steps:?}");
    }
}
