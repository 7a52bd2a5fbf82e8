//! Which paragraphs of a document are its title. It does not know the text.

use super::super::xml::{Piece, XmlError, walk};
use std::collections::BTreeSet;

/// Ids of the styles that a headline has. Word translates ids, the names inside stay English.
#[derive(Debug, Default)]
pub(super) struct Styles {
    titles: BTreeSet<String>,
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(source: &str) -> Result<Self, XmlError> {
        let mut titles = BTreeSet::new();
        let mut id = None;
        walk(source, |piece| {
            if let Piece::Start(tag) = piece {
                match tag.local() {
                    "style" => id = tag.get("styleId"),
                    "name" if tag.get("val").is_some_and(|name| is_title(&name)) => titles.extend(id.take()),
                    _ => {}
                }
            }
        })?;
        Ok(Self { titles })
    }

    /// Whether paragraphs of the style `id` are a headline.
    pub(super) fn is_title(&self, id: &str) -> bool {
        self.titles.contains(id) || is_title(id)
    }
}

fn is_title(name: &str) -> bool {
    ["title", "heading 1", "heading1"].iter().any(|title| name.eq_ignore_ascii_case(title))
}
