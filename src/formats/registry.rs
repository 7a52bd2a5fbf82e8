//! The formats there are. It does not know how they are written.

use serde::Serialize;

/// One format as `byline formats` lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// Whether it can be read.
    pub reads: bool,
    /// Whether it can be written.
    pub writes: bool,
    /// The usual ending of its files, without the dot.
    pub ending: &'static str,
    /// What it is, for people.
    pub about: &'static str,
    /// The unit of its offsets.
    pub offset_unit: &'static str,
    /// What of a session it cannot carry.
    pub cannot_carry: &'static [&'static str],
}

/// Every format, in the order in which they are listed.
pub const FORMATS: &[Format] = &[
    Format {
        name: "ron",
        reads: true,
        writes: true,
        ending: "ron",
        about: "the session itself in its canonical layout",
        offset_unit: "code_point",
        cannot_carry: &[],
    },
    Format {
        name: "json",
        reads: false,
        writes: true,
        ending: "json",
        about: "the mirror of the session, for tools without RON",
        offset_unit: "code_point",
        cannot_carry: &[],
    },
    Format {
        name: "csv",
        reads: false,
        writes: true,
        ending: "csv",
        about: "a table with one row a mention",
        offset_unit: "code_point",
        cannot_carry: &[
            "article texts, metadata, regions and repairs",
            "relations",
            "what the register knows of an entry beyond its name, and entries without a mention",
            "alignments",
            "who reviewed and when",
            "authors and times of notes",
            "provenance and data of other tools",
            "suggestions and quarantine",
            "schema, guidelines, saved filters, conflicts, decisions and log",
        ],
    },
];

/// The format that `--format name` means.
#[must_use]
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
