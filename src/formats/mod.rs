//! Interchange formats: how files of other tools become records of a session, how sessions become files of other tools, and
//! what is lost on the way.
//!
//! Architecture invariant: a format turns a session into bytes or bytes into data. It opens no file, reads no clock and
//! knows neither the command line nor the window. Offset units are converted here and nowhere else. A reader fills a
//! [`Corpus`] and knows no session; what becomes of it is decided in [`plan_landing`], the same for every format.

mod beside;
mod brat;
mod cas;
mod cat;
mod conll;
pub mod corpus;
pub mod csv;
mod doccano;
mod flat;
mod glob;
mod graph;
mod hf_jsonl;
mod in_file;
mod json_lines;
mod json_read;
mod json_record;
mod labelstudio;
mod land;
mod names;
mod outgoing;
mod parquet;
mod people;
mod prodigy;
mod qdpx;
mod registry;
mod repaired;
mod report;
mod request;
mod schema_file;
mod selection;
mod sink;
mod tei;
mod w3c;
mod webanno;
mod whole;
mod write;
mod xml;

pub use corpus::{Corpus, Document, Fate, Remark, Thing};
pub use glob::Glob;
pub use in_file::InFile;
pub use land::{Count, DOCUMENT_KEY, ImportReport, LandOptions, Landing, OWN_REGISTER, Target, furnish, plan_landing};
pub use names::{attribute_name, label_name, plain, relation_name, role_name, slug_part};
pub use outgoing::{Carries, OF_SESSION, OutDocument, Outgoing, UNMENTIONED, place_of};
pub use people::words_of_page;
pub use registry::{FORMATS, Format, Reader, Reads, Shape, Writer, format_named};
pub use repaired::{formats_of_repaired_text, takes_repaired_text, with_repairs};
pub use report::{Dropped, FormatError, Written};
pub use request::Request;
pub use schema_file::{SchemaFileError, is_conf, read_schema};
pub use selection::Selection;
pub use sink::{MemorySink, Sink};
pub use write::{write, write_spread};
