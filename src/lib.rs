//! Byline compares how several outlets tell one story: articles stand beside a side panel, spans of their text are tagged
//! as actors, events and claims, and the work is saved as RON that other tools read.

#[cfg(feature = "gui")]
pub mod gui;
pub mod text;
