//! Label Studio's JSON: a list of tasks, with the labelling configuration beside it.
//!
//! After Label Studio's export and its task format. Offsets count code points; files of before October 2021 count UTF-16
//! units, and what stands behind an emoji in them goes to the quarantine with a proposed place. An export is one file, and
//! `label_config.xml` is written beside it under the file's own name; an import takes both.
//!
//! A region with several labels becomes a mention for each. Results on a region become attributes; predictions become
//! suggestions; a skipped annotation comes in as rejected. Mentions of several fragments stand under the key `byline` of
//! the task's data alone.

mod config;
mod format;
mod read;
mod write;

pub(super) use format::FORMAT;
use format::{ANNOTATION, LABELS, OWN, SPANS, TEXT, control};
