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
mod read;
mod write;

use super::beside;
use super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "labelstudio",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
    shape: Shape::File,
    ending: "json",
    endings: &["json", "jsonl", "xml"],
    is_flat: false,
    about: "Label Studio tasks as JSON, with the labelling configuration beside them",
    offset_unit: "code_point",
    carries: beside::CARRIES,
    cannot_carry: beside::CANNOT_CARRY,
};

/// The control that labels belong to.
const LABELS: &str = "label";
/// The object that they are put on, and the key of the data that holds its words.
const TEXT: &str = "text";
/// What kinds of results mark a stretch of a text.
const SPANS: [&str; 2] = ["labels", "hypertextlabels"];
/// The key of `ext` for what belongs to Label Studio.
const OWN: &str = "labelstudio";
/// The key of a mention's `ext` with the number of the annotation that it came in, where its task had several.
const ANNOTATION: &str = "labelstudio.annotation";

/// The name of the control for the attribute `name`.
fn control(name: &str) -> String {
    if [LABELS, TEXT].contains(&name) { format!("{name}_") } else { name.to_owned() }
}
