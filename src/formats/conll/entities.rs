//! `Entity=` in the last column of CoNLL-U, as `CorefUD` and GUM have it: brackets that open and close mentions by the ids of
//! what they speak of, as `(e1-person-1`, `e1)` and `(e2-place)`.
//!
//! It does not know tags, nor how words are found in the text.

use super::super::corpus::{Corpus, CorpusEntry, CorpusMention, Document, LabelName, Remark, Thing};
use crate::model::{Value, Values};
use std::collections::BTreeMap;
use std::ops::Range;

/// The comment that says what a bracket holds.
const DECLARED: &str = "# global.Entity = ";
/// So many mentions may be open at a time; those of real texts lie a few deep in each other.
const MAX_OPEN: usize = 256;
/// The group of the labels, and the label of mentions without a type.
const GROUP: &str = "entity";
const UNTYPED: &str = "mention";

/// What stands between the hyphens of a bracket, in order.
#[derive(Clone, Debug)]
pub(super) struct Fields(Vec<String>);

impl Default for Fields {
    fn default() -> Self {
        Self(["eid", "etype"].map(str::to_owned).into())
    }
}

impl Fields {
    /// What one of `lines` says, or else what is usual.
    pub(super) fn declared<'l>(mut lines: impl Iterator<Item = &'l str>) -> Self {
        let declared = lines.find_map(|line| line.strip_prefix(DECLARED));
        declared.map_or_else(Self::default, |fields| Self(fields.trim().split('-').map(str::to_owned).collect()))
    }

    /// The id, the type and everything else that a bracket holds.
    fn read(&self, bracket: &str) -> (String, String, Values) {
        let (mut id, mut kind, mut rest) = (String::new(), UNTYPED.to_owned(), Values::new());
        // The last field may have hyphens of its own.
        let parts = bracket.splitn(self.0.len().max(1), '-');
        for (name, part) in self.0.iter().zip(parts).filter(|(_, part)| !part.is_empty()) {
            match name.as_str() {
                "eid" | "GRP" => part.clone_into(&mut id),
                "etype" | "entity" => part.clone_into(&mut kind),
                _ => _ = rest.insert(name.clone(), Value::Text(part.to_owned())),
            }
        }
        (id, kind, rest)
    }
}

/// Mentions of one document on their way.
#[derive(Default)]
pub(super) struct Entities {
    /// Those that no bracket has closed yet.
    open: Vec<CorpusMention>,
    /// Those of which a part is still to come.
    parted: BTreeMap<String, CorpusMention>,
    /// How many mentions speak of each id.
    counts: BTreeMap<String, usize>,
    /// How many were opened while too many were open.
    too_many: usize,
}

impl Entities {
    /// How many mentions the last column of a line opens.
    pub(super) fn opened(misc: &str) -> usize {
        let entity = misc.split('|').find_map(|part| part.strip_prefix("Entity="));
        entity.map_or(0, |entity| entity.matches('(').count())
    }

    /// Takes what `Entity=` says of a word at `place`.
    pub(super) fn take(&mut self, entity: &str, place: &Range<u64>, line: usize, fields: &Fields, to: &mut Document) {
        let mut was_open = false;
        for piece in entity.split_inclusive(['(', ')']) {
            // Behind an opening bracket stands what it holds, before a closing one alone the id that it closes.
            let is_held = std::mem::replace(&mut was_open, piece.ends_with('('));
            let (text, is_closed) = (piece.trim_end_matches(['(', ')']), piece.ends_with(')'));
            match (is_held, is_closed) {
                (true, _) if self.open.len() >= MAX_OPEN => self.too_many += 1,
                (true, is_closed) => {
                    let (id, kind, attributes) = fields.read(text);
                    self.open.push(CorpusMention {
                        id,
                        place: format!("line {line}"),
                        label: LabelName::new(GROUP, &kind),
                        fragments: vec![(place.start, place.end)],
                        attributes,
                        ..CorpusMention::default()
                    });
                    if is_closed {
                        self.close(None, place.end, to);
                    }
                }
                (false, true) => self.close(Some(text), place.end, to),
                (false, false) => {}
            }
        }
    }

    /// Closes the mention of `id` that was opened last, or simply the last one.
    fn close(&mut self, id: Option<&str>, end: u64, to: &mut Document) {
        let found = self.open.iter().rposition(|mention| id.is_none_or(|id| mention.id == id));
        let Some(mut mention) = found.map(|at| self.open.remove(at)) else { return };
        if let Some(fragment) = mention.fragments.last_mut() {
            fragment.1 = end;
        }
        // `e1[1/2]` is the first part of two.
        let part = mention.id.strip_suffix(']').and_then(|id| id.split_once('['));
        let part = part.and_then(|(id, part)| Some((id.to_owned(), part.split_once('/')?)));
        let part = part.map(|(id, (number, all))| (id, number == all));
        if let Some((id, is_last)) = part {
            mention.id.clone_from(&id);
            let whole = match self.parted.remove(&id) {
                Some(mut whole) => {
                    whole.fragments.append(&mut mention.fragments);
                    whole
                }
                None => mention,
            };
            if !is_last {
                self.parted.insert(id, whole);
                return;
            }
            mention = whole;
        }
        *self.counts.entry(mention.id.clone()).or_default() += 1;
        to.mentions.push(mention);
    }

    /// Links mentions of one id, and says what was never closed.
    pub(super) fn finish(self, document: &mut Document, corpus: &mut Corpus) {
        for mention in self.open.into_iter().chain(self.parted.into_values()) {
            let why = "its bracket in `Entity=` is never closed";
            let what = format!("{} {}", mention.id, mention.label.name);
            corpus.remarks.push(Remark::refused(&document.file, &mention.place, &what, why).of(Thing::Mention));
        }
        if self.too_many > 0 {
            let what = format!("{} brackets in `Entity=`", self.too_many);
            let why = format!("more than {MAX_OPEN} were open before them and not closed");
            let remark = Remark::refused(&document.file, "in all", &what, &why);
            corpus.remarks.push(remark.of_all(self.too_many, Thing::Mention));
        }
        let several = self.counts.into_iter().filter(|(id, count)| *count > 1 && !id.is_empty());
        let several: BTreeMap<String, String> =
            several.map(|(id, _)| (id.clone(), format!("{}#{id}", document.name))).collect();
        for mention in document.mentions.iter_mut().filter(|mention| mention.label.group == GROUP) {
            mention.entry = several.get(&mention.id).cloned();
        }
        corpus.entries.extend(several.into_values().map(|key| {
            let ids = BTreeMap::from([("conll".to_owned(), key.clone())]);
            CorpusEntry { key, ids, ..CorpusEntry::default() }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_that_nobody_closes_are_counted_and_not_all_kept() {
        let (mut entities, mut document, mut corpus) = (Entities::default(), Document::default(), Corpus::default());
        let line = "(e1-person".repeat(100_000) + &"e2)".repeat(100_000);
        entities.take(&line, &(0..3), 1, &Fields::default(), &mut document);
        entities.finish(&mut document, &mut corpus);
        assert_eq!((document.mentions.len(), corpus.remarks.len()), (0, MAX_OPEN + 1));
        let told = corpus.remarks.last().map(ToString::to_string).unwrap_or_default();
        assert!(told.contains("99744 brackets in `Entity=`"), "{told}");
    }
}
