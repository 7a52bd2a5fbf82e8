//! Schemas alone, as `.ron` files of their own, and the one that every new session starts with.
//!
//! It does not know where schema files are kept.

use super::canonical::Sheet;
use super::convert::EncodeError;
use super::decode::{ROUNDED, named, ron_problem, rounded_number};
use super::lexical::conflict_marker;
use crate::model::Schema;

const DEFAULT: &str = include_str!("../../assets/schemas/default.ron");

/// The schemas that come with Byline, by name: files of their own in `assets/schemas`.
pub const BUNDLED_SCHEMAS: &[(&str, &str)] = &[
    ("default", DEFAULT),
    ("plover", include_str!("../../assets/schemas/plover.ron")),
    ("parc", include_str!("../../assets/schemas/parc.ron")),
];

/// Why a text is no schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// It does not parse, or a field is missing.
    #[error("the schema cannot be read at {place}: {problem}")]
    Syntax {
        /// Line and column, both from 1.
        place: String,
        /// What was found.
        problem: String,
    },
    /// A merge was left unfinished.
    #[error("line {line}: git left a merge conflict in the schema here; settle it first")]
    Conflict {
        /// The first marker's line, from 1.
        line: usize,
    },
    /// A field that no schema has; it would be lost.
    #[error("the schema has unknown fields: {0}; put data of other tools into `ext`")]
    Unknown(String),
}

/// Reads a schema.
///
/// # Errors
/// [`SchemaError`] with the place.
pub fn read_schema(text: &str) -> Result<Schema, SchemaError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let syntax = |error: ron::error::SpannedError| match conflict_marker(text) {
        Some(line) => SchemaError::Conflict { line },
        None => SchemaError::Syntax { place: error.span.start.to_string(), problem: ron_problem(&error.code) },
    };
    let mut unknown = Vec::new();
    let mut reader = ron::Deserializer::from_str(text).map_err(syntax)?;
    let read = serde_ignored::deserialize(&mut reader, |path| unknown.push(path.to_string()));
    let schema = read.map_err(|error| syntax(reader.span_error(error)))?;
    reader.end().map_err(|error| syntax(reader.span_error(error)))?;
    if !unknown.is_empty() {
        return Err(SchemaError::Unknown(named(&unknown)));
    }
    match rounded_number(text) {
        Some(place) => Err(SchemaError::Syntax { place: place.to_string(), problem: ROUNDED.to_owned() }),
        None => Ok(schema),
    }
}

/// Writes `schema` as a file of its own.
///
/// # Errors
/// [`EncodeError`] for a default value or data of other tools that no file can hold.
pub fn write_schema(schema: &Schema) -> Result<String, EncodeError> {
    let mut sheet = Sheet { out: String::from("#![enable(implicit_some)]\n(\n") };
    write_fields(&mut sheet, schema)?;
    sheet.out.push_str(")\n");
    Ok(sheet.out)
}

/// The schema that new sessions start with: actors, events and claims. An empty one should the bundled file not parse, which
/// a test rules out.
#[must_use]
pub fn default_schema() -> Schema {
    read_schema(DEFAULT).unwrap_or_default()
}

/// The schema that comes with Byline under `name`.
#[must_use]
pub fn bundled_schema(name: &str) -> Option<Schema> {
    let (_, text) = BUNDLED_SCHEMAS.iter().find(|(known, _)| *known == name)?;
    read_schema(text).ok()
}

/// The inside of a schema: a layer's own line with a line for each of its labels, a line for each attribute and relation type.
pub(super) fn write_fields(sheet: &mut Sheet, schema: &Schema) -> Result<(), EncodeError> {
    sheet.fields(|line| {
        line.field("name", &schema.name)?;
        line.text("description", &schema.description)
    })?;
    sheet.out.push_str("layers: [\n");
    for layer in &schema.layers {
        sheet.out.push_str(" (");
        sheet.fields(|line| {
            line.field("id", &layer.id)?;
            line.field("name", &layer.name)?;
            line.field("color", &layer.color)?;
            line.option("hotkey", layer.hotkey.as_ref())?;
            line.text("description", &layer.description)?;
            line.option("guideline", layer.guideline.as_ref())?;
            line.ext(&layer.ext)
        })?;
        if !layer.labels.is_empty() {
            sheet.section("labels", &layer.labels)?;
        }
        sheet.out.push_str(" ),\n");
    }
    sheet.out.push_str("],\n");
    sheet.section("attributes", &schema.attributes)?;
    sheet.section("relation_types", &schema.relation_types)?;
    if schema.ext.is_empty() { Ok(()) } else { sheet.fields(|line| line.ext(&schema.ext)) }
}
