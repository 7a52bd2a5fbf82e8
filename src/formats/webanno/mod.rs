//! WebAnno TSV 3.2 and 3.3, as WebAnno and INCEpTION export it: read only.
//!
//! After the appendix on WebAnno TSV of INCEpTION's user guide. One row a token, offsets in UTF-16 code units; sub-tokens as
//! `1-3.1`, several values of one cell parted by `|`, `[N]` tells which values belong to one annotation. Features have no
//! types in the file, so that every value is a text.

mod cells;
mod land;
mod read;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
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

/// What a column group of the file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Span,
    Chain,
    Relation,
}

/// One layer with its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Layer {
    kind: Kind,
    name: String,
    fields: Vec<String>,
}

impl Layer {
    /// The last part of its name.
    fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// Whether a column holds the roles of slots.
    fn is_role(&self, column: usize) -> bool {
        self.fields.get(column).is_some_and(|name| name.starts_with("ROLE_"))
    }

    /// Whether a column holds what fills slots.
    fn is_filler(&self, column: usize) -> bool {
        column.checked_sub(1).is_some_and(|before| self.is_role(before))
    }
}

/// One token or sub-token with its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    id: String,
    begin: u64,
    end: u64,
    cells: Vec<String>,
    /// The line of the file, from 1.
    line: usize,
}
