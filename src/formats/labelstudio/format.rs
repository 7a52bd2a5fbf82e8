//! The registry's row, and the names that reading and writing share.

use super::super::beside;
use super::super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(in crate::formats) const FORMAT: Format = Format {
    name: "labelstudio",
    reads: Reads::Corpus(super::read::read),
    writer: Some(super::write::write),
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
pub(super) const LABELS: &str = "label";
/// The object that they are put on, and the key of the data that holds its words.
pub(super) const TEXT: &str = "text";
/// What kinds of results mark a stretch of a text.
pub(super) const SPANS: [&str; 2] = ["labels", "hypertextlabels"];
/// The key of `ext` for what belongs to Label Studio.
pub(super) const OWN: &str = "labelstudio";
/// The key of a mention's `ext` with the number of the annotation that it came in, where its task had several.
pub(super) const ANNOTATION: &str = "labelstudio.annotation";

/// The name of the control for the attribute `name`.
pub(super) fn control(name: &str) -> String {
    if [LABELS, TEXT].contains(&name) { format!("{name}_") } else { name.to_owned() }
}
