//! Byline compares how several outlets tell one story: articles stand beside a side panel, spans of their text are tagged
//! as actors, events and claims, and the work is saved as RON that other tools read.

pub mod edit;
pub mod model;
pub mod text;
pub mod workbench;
