//! Gamma: agreement in where units are and what they are at once, by their best alignment.
//!
//! The measure is that of Mathet, Widlöcher and Métivier (2015), "The Unified and Holistic Method Gamma (γ) for
//! Inter-Annotator Agreement Measure and Alignment", Computational Linguistics 41(3), with the combined dissimilarity,
//! `alpha = beta = delta_empty = 1`. Articles are continua of their own: nothing is aligned across two.

mod assign;
mod candidates;
mod groups;
mod measure;
mod sample;
mod search;
mod unit;

pub use measure::{Gamma, Range};
pub(super) use measure::{GammaRun, gamma_run};
pub(super) use unit::Unit;
