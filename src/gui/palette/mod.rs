//! The palette: every action and every label, found by a few letters of its name, with its key or why it cannot be had.

mod form;
mod fuzzy;

pub(super) use form::PaletteForm;
