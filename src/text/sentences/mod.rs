//! Sentences: where one ends, by Unicode's classes (UAX 29) and by what news text needs on top.
//!
//! Architecture invariant: whether a sentence ends at a place is told by a few words around it, so that a sentence is found
//! from any place without reading the text up to it.

mod abbreviations;
mod boundary;
mod scan;

pub(super) use abbreviations::{ends_in_abbreviation, is_dotted};
pub use scan::{each_sentence, sentence_at, sentences};
