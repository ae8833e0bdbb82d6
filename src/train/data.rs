//! What a network learns from: pages and photographs, what can be said of them, and the crops that
//! a step sees.
//!
//! | module | what |
//! |---|---|
//! | [`pages`] | a look at a folder of pages: what can be used and what cannot |
//! | [`pairs`] | photographs with drawings over them |
//! | [`outliers`] | pages that look unlike all others |
//! | [`signs`] | what of a page says how well can be learnt from it |
//! | [`hands`] | whether pages are by one hand |
//! | [`score`] | how well can be learnt from pages, with reasons |
//! | [`appearance`] | what a set of pages looks like to the losses |
//! | [`crops`] | what a step sees of pages and photographs |
//! | [`scales`] | samples at the sizes at which photographs are drawn, for the base weights |
//! | [`train_photos`] | photographs to train on, and those held out to measure by |
//! | [`dead_leaves`] | made-up pictures when there are few photographs |
//! | [`normal`] | numbers from the standard normal distribution |

pub(crate) mod appearance;
pub(crate) mod crops;
pub(crate) mod dead_leaves;
pub(crate) mod hands;
pub(crate) mod normal;
pub(crate) mod outliers;
pub mod pages;
pub mod pairs;
pub mod scales;
pub(crate) mod score;
pub(crate) mod signs;
pub(crate) mod train_photos;
