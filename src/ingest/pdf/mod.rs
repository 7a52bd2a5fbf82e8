//! Pdf files: glyphs at places on pages, put together to lines and paragraphs again, and the page that each stood on.
//!
//! A pdf may loop, ask for all memory or find a fault in its reader: whoever reads one that somebody else made does it in a
//! process of its own ([`crate::workbench`] does).

mod glyphs;
mod lines;
mod paragraphs;
mod read;

pub use read::{PdfError, read};
