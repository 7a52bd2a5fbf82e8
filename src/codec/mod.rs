//! The session as text: the canonical RON of session files, the JSON mirror with its schema, and schemas alone.
//!
//! Architecture invariant: no disk, no clock, no threads. Code points become bytes here and nowhere else; a place that does
//! not hold is set aside with a reason, never moved and never dropped.

mod admit;
mod alike;
mod canonical;
mod checksum;
mod convert;
mod decode;
mod journal;
mod json;
mod json_list;
mod json_parts;
mod layout;
mod lexical;
mod line;
mod outline;
mod over;
mod place;
mod reader;
mod row;
mod schema_ron;
mod shape;
mod spread;
mod unique;
mod v0;
mod writer;

pub use admit::{AdmitError, Warning};
pub use canonical::{Around, encode, encode_article};
pub use convert::EncodeError;
pub use decode::{Access, DecodeError, Decoded, MAX_SESSION_BYTES, Reason, decode, ron_problem, rounded_number, utf8};
pub use journal::{
    FindArticle, JOURNAL_FORMAT, JOURNAL_VERSION, JournalError, JournalLine, decode_journal_line, encode_journal_line,
};
pub use json::{FromJson, JsonError, from_json, json_around, json_article, json_schema, to_json};
pub use json_list::JsonList;
pub use json_parts::from_json_source;
pub use layout::{Parts, Source, decode_by_layout, in_pieces};
pub use outline::{Outline, Outliner};
pub use over::{Base, Encoding, Piece, Unwritten};
pub use place::{Finder, Held, hold};
pub use schema_ron::{BUNDLED_SCHEMAS, SchemaError, bundled_schema, default_schema, read_schema, write_schema};
pub use shape::{ArticleFile, FORMAT, LAYOUT, OFFSET_UNIT, SessionFile, VERSION};
pub use spread::{Serial, Spread, gather, map_each};
