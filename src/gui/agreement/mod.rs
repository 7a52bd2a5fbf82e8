//! How far the sides of a comparison agree: every figure with its unit and interval, by pair, label and article, and the
//! confusion matrix, each cell of which leads to its places.

mod cases;
mod choices;
mod figures;
mod flow;
mod form;
mod matrix;
mod tables;

pub(super) use form::AgreementForm;
