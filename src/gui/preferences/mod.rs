//! The settings as a dialog: each with its name, searched by words, in force as soon as it is changed.

mod flow;
mod form;

pub(super) use form::PreferencesForm;
