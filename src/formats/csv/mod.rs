//! Tables with one row a mention, read and written. It does not know where a table goes or comes from.
//!
//! A table that is read needs the columns `document`, `start`, `end` and `label`; columns that are not in the list become
//! attributes. The texts come from `.txt` files that are named with it, or from articles of the session with the document's
//! name or with the id in `article`.
//!
//! # Columns
//! | column | what it holds |
//! |---|---|
//! | `document` | the article's name |
//! | `start`, `end` | the mention's place in code points, end exclusive; of several fragments from the first start to the last end |
//! | `label` | the label's permanent name |
//! | `text` | the words it stands on; several fragments are joined by one space |
//! | `fragments` | every fragment as `6-15;20-25`, code points, end exclusive |
//! | `article`, `mention` | their ids |
//! | `entry`, `entry_name` | id and name of the register's entry, empty without one |
//! | `attributes` | attribute values as a JSON object, empty without one |
//! | `confidence` | from 0 to 1, empty where not stated |
//! | `state` | `open`, `accepted` or `rejected` |
//! | `flags` | flags joined by `;` |
//! | `notes` | notes, oldest first, each on a line of its own; where one has several lines, all as a JSON list |
//! | `annotator` | the annotator's name |
//! | `created` | when the mention was made, RFC 3339 in UTC |
//!
//! # Cells that look like formulas
//! Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula. [`Cells::Escaped`] puts
//! an apostrophe before such a cell, and before one that begins with apostrophes followed by such a character, so that a
//! reader can take exactly one apostrophe away again. [`Cells::Raw`] writes every cell as it is.
//!
//! # Characters that turn text round
//! Embeddings, overrides and isolates make a row read as another one. [`Cells::Escaped`] writes them as `\u{202e}`;
//! [`Cells::Raw`] leaves them. `start` and `end` count the article's own characters either way.

mod read;
mod write;

pub use write::{ARTICLE_KEY, COLUMNS, Cells};
pub(super) use write::{CSV, TSV, cell};
