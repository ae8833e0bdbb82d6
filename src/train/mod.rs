//! Learning a style: losses, one training step, what is fed to it, and when to stop. Knows no
//! window, no command line and no graphics device.
//!
//! | module | what |
//! |---|---|
//! | [`finetune`] | one style being learnt from pages |
//! | [`pretrain`] | the base weights being trained from many styles at once |
//! | [`distill`] | the perceptual network being taught by a larger one |
//! | [`run`] | the one loop under all three: clock, checkpoints, going on |
//! | [`checkpoint`] | points of a run on the disk, written whole or not at all |
//! | [`objective`] | what a step is given, counts and reports |
//! | [`gan`] | generator and discriminator against each other |
//! | [`critic`] | where on a drawing the discriminator objects |
//! | [`loss`] | the losses |
//! | [`data`] | pages and photographs, what is seen of them, and crops |
//! | [`structure`] | what a drawing is to keep of its photograph |
//! | [`metrics`] | what is measured of finished drawings |

pub mod checkpoint;
mod critic;
pub mod data;
pub mod distill;
mod error;
pub mod finetune;
mod gan;
pub mod loss;
pub mod metrics;
mod objective;
pub mod pretrain;
pub mod run;
mod structure;

pub use self::checkpoint::{CheckpointError, has_run};
pub use self::critic::Critic;
pub use self::data::dead_leaves::dead_leaves;
pub use self::data::outliers::find_outliers;
pub use self::data::pages;
pub use self::data::pairs;
pub use self::data::scales::Scales;
pub use self::data::score::{LeftOut, Reason, Score};
pub use self::data::signs::{PageSigns, see};
pub use self::error::TrainError;
pub use self::finetune::guard::Trouble;
pub use self::finetune::measure::Measure;
pub use self::finetune::plan::{Plan, PlanChanges};
pub use self::finetune::stage::Stage;
pub use self::finetune::state::FinetuneState;
pub use self::finetune::timing::StepTiming;
pub use self::finetune::trainer::{Goal, Learner, Trainer};
pub use self::finetune::{Advance, Evaluation, Finetuning, Report, TrainInputs};
pub use self::gan::views::Views;
pub use self::loss::areas::AreaShares;
pub use self::loss::flatten::{Flattened, flattened};
pub use self::metrics::drawing::{DrawingMetrics, cycle};
pub use self::objective::{Batch, LossShares, StepLosses};
pub use self::run::{Budget, Run, RunState};
pub use self::structure::{Content, Structure};
