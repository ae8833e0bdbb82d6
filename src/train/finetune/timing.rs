//! How long a training step takes on this machine, found out by doing some for nothing else.

use std::time::Instant;

use crate::train::{Finetuning, TrainError};

/// Steps before the measured ones: the first makes room for everything, and has a graphics card's
/// kernels chosen.
const WARM_UP_STEPS: u32 = 1;
/// Measured steps, from the photograph and from the page, which take turns.
const MEASURED_STEPS: u32 = 2;

/// Steps that are timed, one a turn.
#[derive(Debug)]
pub struct StepTiming {
    run: Finetuning,
    num_steps: u32,
    /// Of the measured steps.
    seconds: f64,
}

impl StepTiming {
    /// Before the first step of something that will not be learnt.
    pub fn new(run: Finetuning) -> Self {
        Self {
            run,
            num_steps: 0,
            seconds: 0.0,
        }
    }

    /// Does one step. Once it is known, gives the seconds of a step, with its share of the
    /// measurements of the style.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails.
    pub fn turn(&mut self) -> Result<Option<f64>, TrainError> {
        let start = Instant::now();
        if self.num_steps < WARM_UP_STEPS + MEASURED_STEPS {
            self.run.idle_step()?;
            if self.num_steps >= WARM_UP_STEPS {
                self.seconds += start.elapsed().as_secs_f64();
            }
            self.num_steps += 1;
            return Ok(None);
        }
        self.run.idle_measure()?;
        let measuring = start.elapsed().as_secs_f64();
        let between = self.run.plan().measure_every.max(1) as f64;
        Ok(Some(
            self.seconds / f64::from(MEASURED_STEPS) + measuring / between,
        ))
    }
}
