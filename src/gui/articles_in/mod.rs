//! Articles on their way in: what was found in files, folders and on the clipboard, shown before anything changes.
//!
//! The list, the preview and the report draw a form; [`flow`] carries out what it asks for.

mod choices;
mod clipboard;
mod columns;
mod dialog;
mod flow;
mod form;
mod list;
mod preview;
mod report;

pub(in crate::gui) use form::ArticlesIn;
