//! The tour: five steps that point at parts of the window, at the first start and whenever somebody asks.
//!
//! It stands in front and takes nothing away: everything goes on working behind it.

mod card;
mod flow;
mod spots;
mod steps;

pub(super) use card::Tour;
pub(super) use spots::{Spot, mark};
