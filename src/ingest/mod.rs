//! Articles in: from the bytes of one file to a text whose every character leads back to its bytes, and a first guess at
//! what the article is.
//!
//! Architecture invariant: nothing here opens a file, reads the clock or knows of a session; it is given bytes and times.

mod article;
mod decode;
pub mod docx;
mod encoding;
mod encodings;
pub mod epub;
mod extracted;
pub mod feed;
mod guess;
mod package;
pub mod pdf;
mod plain;
mod source;
mod xml;

pub use article::{IngestError, article_from_bytes, article_from_text, article_id};
pub use decode::{DecodeError, Decoded, MAX_SOURCE_BYTES, decode};
pub use encodings::ENCODINGS;
pub use extracted::{Extracted, StatedInFile};
pub use package::PackageError;
pub use source::{RebuildError, byte_range, rebuild};
pub use xml::XmlError;
