//! Schemas from files: a RON file of Byline's own, or brat's `annotation.conf` with the `visual.conf` beside it.
//!
//! It opens no file, and does not know what the schema is for.

use super::brat;
use super::land::schema_of;
use super::names::{attribute_name, relation_type_name};
use crate::codec::{self, SchemaError};
use crate::edit::{Fault, FaultCode, validate};
use crate::model::{Schema, Session, Timestamp};

/// Why a file is no schema.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SchemaFileError {
    /// It is no text.
    #[error("{0}: the bytes here are not UTF-8")]
    NotText(String),
    /// It is no schema in RON.
    #[error(transparent)]
    Ron(#[from] SchemaError),
    /// It is a configuration of brat with nothing to tag.
    #[error("it defines neither entities nor events; a configuration of brat has them under [entities] and [events]")]
    Empty,
    /// What it says does not go together.
    #[error("the schema contradicts itself: {0}")]
    Contradicts(Box<Fault>),
}

/// Reads the schema in `bytes`, from a file called `name`: one that ends in `.conf` is brat's, any other is RON. Of brat's
/// `visual.conf`, where there is one, the names and colours of labels are taken.
///
/// # Errors
/// [`SchemaFileError`]. Pages of guidelines that a schema names may be missing: a session can get them later.
pub fn read_schema(name: &str, bytes: &[u8], visual: Option<&[u8]>) -> Result<Schema, SchemaFileError> {
    let text = codec::utf8(bytes).map_err(|place| SchemaFileError::NotText(place.to_string()))?;
    let schema = if is_conf(name) {
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
        of_conf(stem, text, visual.and_then(|bytes| codec::utf8(bytes).ok()).unwrap_or_default())?
    } else {
        codec::read_schema(text)?
    };
    let faults = validate(&Session::new("", schema.clone(), Timestamp::default()));
    match faults.into_iter().find(|fault| matches!(fault.code, FaultCode::Schema | FaultCode::Duplicate)) {
        Some(fault) => Err(SchemaFileError::Contradicts(Box::new(fault))),
        None => Ok(schema),
    }
}

/// Whether a file of this name is a configuration of brat.
#[must_use]
pub fn is_conf(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("conf"))
}

fn of_conf(name: &str, text: &str, visual: &str) -> Result<Schema, SchemaFileError> {
    let looks = brat::looks(visual);
    let defined = brat::scheme(text, &looks);
    if defined.labels.is_empty() {
        return Err(SchemaFileError::Empty);
    }
    let mut schema = schema_of(&defined);
    "brat".clone_into(&mut schema.name);
    schema.description = format!("From {name}.");
    let shown = |outer: &str| looks.get(outer).map(|look| look.display.clone()).filter(|display| !display.is_empty());
    let types: Vec<_> = schema.relation_types.iter().map(|kind| shown(relation_type_name(&schema, &kind.id))).collect();
    let attributes: Vec<_> = schema.attributes.iter().map(|def| shown(attribute_name(&schema, &def.id))).collect();
    for (kind, display) in schema.relation_types.iter_mut().zip(types) {
        kind.name = display.unwrap_or_else(|| kind.name.clone());
    }
    for (def, display) in schema.attributes.iter_mut().zip(attributes) {
        def.name = display.unwrap_or_else(|| def.name.clone());
    }
    Ok(schema)
}
