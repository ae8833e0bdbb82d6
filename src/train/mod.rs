//! Learning a style: losses, one training step, what is fed to it, and when to stop. Knows no window,
//! no command line and no graphics device.
//!
//! | module | what |
//! |---|---|
//! | [`learning`] | one style being learnt: pages in, one step at a time, a style out |
//! | [`plan`] | for how long, and how rate and stage go over that time |
//! | [`pages`] | a look at a folder of pages: what can be used and what cannot |
//! | [`odd`] | pages that look unlike all others |
//! | [`signs`] | what of a page says how well can be learnt from it |
//! | [`hands`] | whether pages are by one hand |
//! | [`score`] | how well can be learnt from pages, with reasons |
//! | [`crops`] | what a step sees of pages and photographs |
//! | [`practice`] | the photographs of a lesson, to practise on and to measure by |
//! | [`leaves`] | pictures to practise on when there are few photographs |
//! | [`encoder`] | what a set of pages looks like |
//! | [`loss`] | the losses |
//! | [`areas`] | what keeps the areas of a drawing calm and true |
//! | [`flatten`] | the photograph as a comic would keep it |
//! | [`objective`] | what a step is given, counts and reports |
//! | [`trainer`] | one training step |
//! | [`stage`] | what is trained when |
//! | [`average`] | exponential moving average of weights |
//! | [`Rehearsal`] | how long a step takes on this machine |
//! | [`guard`] | notices when learning goes wrong |
//! | [`appraise`] | the losses of finished drawings |
//! | [`metric`] | SSIM, PSNR, rank correlation |
//! | [`checkpoint`] | a lesson's points on the disk |
//! | [`saver`] | the thread that writes them |
//! | [`point`] | points of any run, written whole or not at all |
//! | [`distil`] | the perceptual network being taught by a larger one |
//! | [`normal`] | numbers from the standard normal distribution |
//! | [`pretrain`] | the base weights being trained from many styles at once |

mod appraise;
mod areas;
mod average;
pub mod checkpoint;
mod crops;
pub mod distil;
mod encoder;
mod flatten;
pub mod guard;
mod hands;
pub mod learning;
mod leaves;
pub mod loss;
pub mod metric;
mod normal;
mod objective;
mod odd;
pub mod pages;
mod plan;
mod point;
mod practice;
pub mod pretrain;
mod rehearsal;
mod saver;
mod score;
mod signs;
mod stage;
mod trainer;

pub use appraise::{Appraiser, cycle};
pub use areas::AreaShares;
pub use checkpoint::CheckpointError;
pub use flatten::{Flattened, flattened};
pub use guard::Trouble;
pub use learning::{Advance, Ingredients, Learning, LearningError};
pub use leaves::dead_leaves;
pub use objective::{Batch, LossShares, Measure, StepLosses, draw_dials};
pub use odd::find_odd_ones;
pub use plan::{Budget, Plan, PlanChanges};
pub use point::has_run;
pub use rehearsal::Rehearsal;
pub use score::{LeftOut, Reason, Score};
pub use signs::{PageSigns, see};
pub use stage::Stage;
pub use trainer::{Goal, Learner, Trainer, TrainerError};
