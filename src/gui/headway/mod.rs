//! How far the work is: what is reviewed, read and covered, by article, label and annotator, with plots.

mod flow;
mod form;
mod matrix;
mod plots;
mod table;

pub(super) use form::HeadwayForm;
