//! What labels are called in the files: brat takes letters, digits, `-` and `_` alone. What a name was before stands in the
//! configuration, in comments that brat passes over, so that an import has it again.

use super::super::corpus::{Corpus, LabelName};
use super::super::names::{label_name, plain};
use crate::model::{Label, Schema};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How a comment of ours begins; a name in the files follows, a tab, and the name that it stands for.
const COMMENT: &str = "# byline:";

/// Labels of a schema by their names in the files. Two that would be written alike get different ones.
pub(super) struct LabelNames<'s> {
    schema: &'s Schema,
    names: BTreeMap<&'s Label, String>,
    /// Names in the files, with what they stand for.
    used: BTreeMap<String, &'s str>,
}

impl<'s> LabelNames<'s> {
    pub(super) fn of(schema: &'s Schema) -> Self {
        let mut named = Self { schema, names: BTreeMap::new(), used: BTreeMap::new() };
        for info in schema.label_infos() {
            let outer = label_name(schema, info.id);
            let short = plain(outer);
            let numbered = (2_u32..).map(|number| format!("{short}-{number}"));
            let mut free = std::iter::once(short.clone()).chain(numbered);
            let is_free = |name: &String| named.used.get(name).is_none_or(|known| *known == outer);
            let name = free.find(is_free).unwrap_or(short);
            named.used.insert(name.clone(), outer);
            named.names.insert(info.id, name);
        }
        named
    }

    /// The label's name in the files.
    pub(super) fn name(&self, label: &Label) -> String {
        self.names.get(label).cloned().unwrap_or_else(|| plain(label_name(self.schema, label)))
    }

    /// A comment for each name that is another one in the files.
    pub(super) fn comments(&self) -> String {
        let mut comments = String::new();
        for (name, outer) in self.used.iter().filter(|(name, outer)| name != *outer) {
            if !outer.contains(char::is_control) {
                // Writing to a text cannot fail.
                writeln!(comments, "{COMMENT} {name}\t{outer}").unwrap_or_default();
            }
        }
        comments
    }
}

/// What the comments of a configuration say: names that labels had, by those in the files.
pub(super) fn original_names(text: &str) -> impl Iterator<Item = (String, String)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix(COMMENT)?.trim().split_once('\t'));
    rows.map(|(name, outer)| (name.to_owned(), outer.to_owned()))
}

/// Gives the labels of `corpus` the names that they had.
pub(super) fn restore(corpus: &mut Corpus, names: &BTreeMap<String, String>) {
    if names.is_empty() {
        return;
    }
    let give = |label: &mut LabelName| {
        if let Some(name) = names.get(&label.name) {
            label.name.clone_from(name);
        }
    };
    let mentions = corpus.documents.iter_mut().flat_map(|document| &mut document.mentions);
    mentions.for_each(|mention| give(&mut mention.label));
    let scheme = &mut corpus.scheme;
    scheme.labels.iter_mut().for_each(|hint| give(&mut hint.label));
    scheme.attributes.iter_mut().flat_map(|hint| &mut hint.labels).for_each(give);
    let ends = scheme.relations.iter_mut().flat_map(|hint| hint.from.iter_mut().chain(&mut hint.to));
    ends.for_each(give);
}
