//! Word documents (docx, Office Open XML, ECMA-376): the paragraphs as they read with all changes accepted, and what the file
//! states about itself.
//!
//! Text of text boxes stands behind the paragraph that they hang on, notes behind the text. Headers, footers and comments are
//! not read.

mod body;
mod read;
mod styles;

pub use read::{DocxError, read};
