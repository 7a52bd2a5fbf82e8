//! The registry's row.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};
use super::read;

/// The registry's row.
pub(in crate::formats) const FORMAT: Format = Format {
    name: "webanno-tsv",
    reads: Reads::Corpus(read::read),
    writer: None,
    shape: Shape::Folder,
    ending: "tsv",
    endings: &["tsv"],
    is_flat: false,
    about: "WebAnno TSV 3.2 and 3.3, one row a token (WebAnno, INCEpTION)",
    offset_unit: "utf16",
    carries: Carries { relations: true, attributes: true, entries: true, texts: true, ..Carries::LABELS },
    cannot_carry: &["white space between sentences, beyond its length", "types of features"],
};
