//! Articles in: from the bytes of one file to texts whose every character leads back to its bytes where the format has such,
//! and a first guess at what each article is.
//!
//! Architecture invariant: nothing here opens a file, reads the clock or knows of a session; it is given bytes and times.

mod archive;
mod article;
mod columns;
mod decode;
mod document;
pub mod docx;
mod encoding;
mod encodings;
pub mod epub;
#[allow(missing_docs, reason = "the fields of `StatedInFile` are what they are called")]
mod extracted;
pub mod feed;
mod guess;
mod guess_dates;
mod guess_language;
mod guess_source;
mod guesses;
mod html;
mod kind;
mod markdown;
mod mhtml;
mod package;
pub mod pdf;
mod places;
mod plain;
mod reading;
mod redecode;
mod source;
mod table;
mod told;
mod xml;

pub use archive::ArchiveFault;
pub use article::{IngestError, ReadArticle, article_from_bytes, article_from_text, article_id};
pub use columns::{Columns, ColumnsError, Field};
pub use decode::{DecodeError, Decoded, MAX_SOURCE_BYTES, decode};
pub use encodings::ENCODINGS;
pub use extracted::{Extracted, StatedInFile};
pub use guesses::{guess_details, guesses};
pub use kind::{Kind, endings};
pub use mhtml::MhtmlError;
pub use package::PackageError;
pub use reading::{ReadApart, ReadFault, ReadFile, Reading, table_preview};
pub use redecode::{RedecodeError, redecode};
pub use source::{RebuildError, SourceFault, byte_range, check_source, rebuild};
pub use table::{TableFault, TablePreview};
pub use xml::XmlError;
