//! The type system file of UIMA: which types there are and what features they have.

use super::super::report::FormatError;
use super::super::xml::{Element, XmlOut, parse};
use super::structure::{Type, Types};
use std::io::Write;

/// Whether `text` is a type system and no other XML.
pub(super) fn is_typesystem(text: &str) -> bool {
    text.contains("<typeSystemDescription")
}

/// Adds the types that the file `text` describes.
///
/// # Errors
/// Place and reason, where it is no XML.
pub(super) fn read(text: &str, types: &mut Types) -> Result<(), (String, String)> {
    let root = parse(text).map_err(|fault| (fault.place, fault.why))?;
    let described = root.child("types").map(|list| list.children.as_slice()).unwrap_or_default();
    for kind in described.iter().filter(|child| child.local() == "typeDescription") {
        let Some(name) = trimmed(kind, "name") else { continue };
        let row: &mut Type = types.0.entry(name.to_owned()).or_default();
        if let Some(parent) = trimmed(kind, "supertypeName") {
            parent.clone_into(&mut row.parent);
        }
        let features = kind.child("features").map(|list| list.children.as_slice()).unwrap_or_default();
        for feature in features {
            if let (Some(name), Some(range)) = (trimmed(feature, "name"), trimmed(feature, "rangeTypeName")) {
                row.features.insert(name.to_owned(), range.to_owned());
            }
        }
    }
    Ok(())
}

fn trimmed<'e>(element: &'e Element<'_>, name: &str) -> Option<&'e str> {
    element.text_of(name).map(str::trim).filter(|text| !text.is_empty())
}

/// Writes `types` as a type system file.
///
/// # Errors
/// What the disk refused.
pub(super) fn write(types: &Types, to: &mut dyn Write) -> Result<(), FormatError> {
    let mut out = XmlOut::new(to);
    out.start("typeSystemDescription").attribute("xmlns", "http://uima.apache.org/resourceSpecifier");
    out.start("types");
    for (name, kind) in types.0.iter().filter(|(name, _)| !name.starts_with("uima.")) {
        out.start("typeDescription").leaf("name", name).leaf("description", "").leaf("supertypeName", &kind.parent);
        if !kind.features.is_empty() {
            out.start("features");
            for (name, range) in &kind.features {
                out.start("featureDescription").leaf("name", name).leaf("description", "").leaf("rangeTypeName", range);
                if range == "uima.cas.StringArray" {
                    out.leaf("elementType", "uima.cas.String").leaf("multipleReferencesAllowed", "false");
                }
                out.end();
            }
            out.end();
        }
        out.end();
    }
    out.finish().map(|_| ())
}
