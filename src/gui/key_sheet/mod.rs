//! The sheet of all keys: looked through, changed, given back, printed.

mod capture;
mod fixed;
mod flow;
mod form;
mod sheet;

pub(super) use form::{KeyAsk, KeysForm};
