//! What a reader makes of one file: documents with their texts, and the way back to where each word stood.
//!
//! It does not know any file format.

use crate::model::{RegionKind, SourceStep};
use crate::text::{CharOffset, Span};

/// One document in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extracted {
    /// What the document is called within its file, as the name of a zip's member or `3` for the third record; empty where the file is the one document.
    pub part: String,
    /// The text as it is shown; paragraphs stand apart by line breaks.
    pub text: String,
    /// From text to source bytes, piece by piece; empty where the format keeps no such places.
    pub map: Vec<SourceStep>,
    /// Where map is empty: from this character on the text stood there, as `page 3` or `chapter 2`.
    pub places: Vec<(CharOffset, String)>,
    /// What the file states about it.
    pub stated: StatedInFile,
    /// Stretches that are no body, with the reason.
    pub regions: Vec<(Span, RegionKind, String)>,
    /// What needs a look, without the file's name.
    pub remarks: Vec<String>,
}

/// What a file states about its document. Nobody has confirmed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedInFile {
    pub headline: Option<String>,
    pub author: Option<String>,
    /// As written there; an ISO 8601 date where there is one.
    pub published: Option<String>,
    pub url: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    pub outlet: Option<String>,
}
