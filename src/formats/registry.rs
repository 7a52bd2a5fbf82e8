//! The one place where formats are registered. Each row says what a format is and names the functions that read and write it.

use super::corpus::Corpus;
use super::in_file::InFile;
use super::outgoing::{Carries, Outgoing};
use super::report::{FormatError, Written};
use super::request::Request;
use super::sink::Sink;
use super::{
    brat, cas, cat, conll, csv, doccano, graph, hf_jsonl, labelstudio, parquet, people, prodigy, qdpx, tei, w3c,
    webanno, whole,
};
use crate::codec::Spread;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Reads the files of one import together, side by side where that brings anything. It never fails as a whole: what cannot be
/// read is a remark. A file that it has no more use for, nor anybody after it, it may take away.
pub type Reader = fn(&mut [InFile], &dyn Spread) -> Corpus;

/// Writes what is taken of a session.
pub type Writer = fn(Outgoing<'_>, &Request, &mut dyn Sink) -> Result<Written, FormatError>;

/// How files of a format are read.
#[derive(Clone, Copy, Debug)]
pub enum Reads {
    /// Not at all.
    Not,
    /// As documents whose records land in a session.
    Corpus(Reader),
    /// As a session of its own.
    Session,
}

/// What an export of a format is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One file.
    File,
    /// A folder of files.
    Folder,
}

/// One format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// How it is read.
    pub reads: Reads,
    /// How it is written; not at all where absent.
    pub writer: Option<Writer>,
    /// What an export is.
    pub shape: Shape,
    /// The usual ending of its files, without the dot.
    pub ending: &'static str,
    /// Endings of the files that an import takes from a folder.
    pub endings: &'static [&'static str],
    /// Whether overlapping mentions have to be flattened on the way out.
    pub is_flat: bool,
    /// What it is, for people.
    pub about: &'static str,
    /// The unit of its offsets.
    pub offset_unit: &'static str,
    /// What of a session it has a place for.
    pub carries: Carries,
    /// What of a session it cannot carry, for people.
    pub cannot_carry: &'static [&'static str],
}

impl Format {
    /// Whether it can be read.
    #[must_use]
    pub fn can_read(&self) -> bool {
        !matches!(self.reads, Reads::Not)
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Format", 8)?;
        row.serialize_field("name", self.name)?;
        row.serialize_field("reads", &self.can_read())?;
        row.serialize_field("writes", &self.writer.is_some())?;
        row.serialize_field("folder", &(self.shape == Shape::Folder))?;
        row.serialize_field("ending", self.ending)?;
        row.serialize_field("about", self.about)?;
        row.serialize_field("offset_unit", self.offset_unit)?;
        row.serialize_field("cannot_carry", self.cannot_carry)?;
        row.end()
    }
}

/// Every format, in the order in which they are listed.
pub const FORMATS: &[Format] = &[
    whole::RON,
    whole::JSON,
    brat::FORMAT,
    prodigy::FORMAT,
    doccano::FORMAT,
    labelstudio::FORMAT,
    conll::FORMAT,
    cas::JSON,
    cas::XMI,
    webanno::FORMAT,
    w3c::FORMAT,
    csv::CSV,
    csv::TSV,
    parquet::FORMAT,
    hf_jsonl::FORMAT,
    graph::GEXF,
    graph::GRAPHML,
    qdpx::FORMAT,
    cat::FORMAT,
    tei::FORMAT,
    people::HTML,
    people::MARKDOWN,
];

/// The format that `--format name` means.
#[must_use]
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
