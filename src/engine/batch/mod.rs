//! Many photographs at once, for the window and the command line alike: which there are, how their
//! drawings are named, what becomes of files that are there, and what keeps all of them from being
//! drawn.
//!
//! | module | what |
//! |---|---|
//! | [`find`] | the photographs in files and folders |
//! | [`naming`] | a pattern for names, and what to do about names that are taken |
//! | [`mod@plan`] | from photographs to the files that their drawings go to |
//! | [`shard`] | one of several equal parts, for as many machines |
//! | [`record`] | what runs into a folder have named and written, so that a later one can go on |
//! | [`blocker`] | what would fail alike for every other photograph |

mod blocker;
mod find;
mod naming;
mod plan;
mod record;
mod shard;

pub use blocker::{Blocker, is_network};
pub use find::{FindProblem, Found, find_photos};
pub use naming::{Existing, NamePattern, PatternError};
pub use plan::{Naming, Pair, free_name, is_drawn, plan, plan_on, replaced_photo};
pub use record::{Given, Record};
pub use shard::{Shard, ShardError};
