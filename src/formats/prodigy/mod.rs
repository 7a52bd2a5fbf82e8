//! Prodigy's tasks as JSON lines, which spaCy projects share.
//!
//! After Prodigy's description of its span and relation interfaces. Offsets count code points, end exclusive; `token_start`
//! and `token_end` count tokens, and `token_end` is the last token itself. A rejected task is no gold: its spans come in as
//! rejected, and rejected mentions, where an export takes them, stand in a record of their own with `answer: "reject"`.
//!
//! Overlaps are written as they are: they belong into a group of `doc.spans`, and `doc.ents` refuses them. Prodigy makes
//! tokens itself. Where an edge of a mention cuts a word it would refuse the mention, so that such a record brings its
//! own tokens, cut at the edge, and so does one with relations, which count tokens. Tokens that come in are held against the
//! spans and not kept. Mentions of several fragments stand under the key `byline` alone.

mod format;
mod read;
mod tokens;
mod write;

pub(super) use format::FORMAT;
use format::{OWN, REJECTED};
