//! Time expressions of a text, such as "early May" or "two days ago", and the days that they mean.
//!
//! Architecture invariant: nothing is guessed in silence. What is relative is counted from the day that the caller gives, never
//! from today; without one it has no anchor, and two readings that are equally good are both told.

mod abroad;
mod calendar;
mod core;
mod date;
mod expression;
mod find;
mod meaning;
mod resolve;
mod tense;
mod tokens;
mod vocabulary;

pub use find::{TimeExpression, anchors_of, times};
pub use resolve::{Reading, Resolution};
