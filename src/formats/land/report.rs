//! What came of an import: everything that was read, kept, changed or refused, counted, and item by item what is not in the
//! session as it is in the files.

use super::super::corpus::{Fate, Remark, Thing};
use serde::Serialize;
use std::fmt::Write;

/// How many remarks are kept in full; one wrong column may give every row one.
const MAX_REMARKS: usize = 100_000;

/// What became of things of one kind. `read` is the sum of the others but `changed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many the files hold.
    pub read: usize,
    /// How many are new in the session.
    pub kept: usize,
    /// How many the session had already.
    pub known: usize,
    /// How many wait in the quarantine.
    pub quarantined: usize,
    /// How many are not in the session.
    pub refused: usize,
}

/// The report of one import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Documents, which become articles.
    pub documents: Count,
    /// Mentions; those that came in as suggestions are counted here too.
    pub mentions: Count,
    /// Of the mentions, those that came in as suggestions.
    pub suggestions: usize,
    /// Relations; those that came in as suggestions are counted here too.
    pub relations: Count,
    /// Of the relations, those that came in as suggestions: they join suggestions and are made with them.
    pub suggested_relations: usize,
    /// Entries of the register.
    pub entries: Count,
    /// Attribute values.
    pub attributes: Count,
    /// Notes.
    pub notes: Count,
    /// What was changed, kept aside, set aside or refused, in the order of the files.
    pub remarks: Vec<Remark>,
    /// Remarks beyond those that are listed.
    pub more_remarks: usize,
}

impl ImportReport {
    /// Adds a remark, or counts it where there are too many; what is missing for it is read and refused.
    pub fn remark(&mut self, remark: Remark) {
        for (thing, number) in remark.missing.iter().flat_map(|missing| &missing.0) {
            let count = match thing {
                Thing::Document => &mut self.documents,
                Thing::Mention => &mut self.mentions,
                Thing::Relation => &mut self.relations,
                Thing::Attribute => &mut self.attributes,
                Thing::Note => &mut self.notes,
            };
            count.read += number;
            count.refused += number;
        }
        if self.remarks.len() < MAX_REMARKS {
            self.remarks.push(remark);
        } else {
            self.more_remarks += 1;
        }
    }

    /// Whether something of the files is not in the session.
    #[must_use]
    pub fn has_refused(&self) -> bool {
        self.remarks.iter().any(|remark| remark.fate == Fate::Refused)
    }

    /// The counts in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let part = |name: &str, count: Count| {
            let mut text = format!("{name}: {} read, {} kept", count.read, count.kept);
            for (what, number) in
                [("there already", count.known), ("in the quarantine", count.quarantined), ("refused", count.refused)]
            {
                if number > 0 {
                    write!(text, ", {number} {what}").unwrap_or_default();
                }
            }
            text
        };
        let all = [
            ("documents", self.documents),
            ("mentions", self.mentions),
            ("relations", self.relations),
            ("entries", self.entries),
            ("attribute values", self.attributes),
            ("notes", self.notes),
        ];
        let named = all.into_iter().filter(|(_, count)| count.read > 0).map(|(name, count)| part(name, count));
        named.chain(self.proposals()).collect::<Vec<String>>().join("; ")
    }

    /// How much of it came in as suggestions, where anything did.
    #[must_use]
    pub fn proposals(&self) -> Option<String> {
        let one = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let parts = [(self.suggestions, "mention"), (self.suggested_relations, "relation")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| one(count, what));
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| format!("as suggestions: {}", parts.join(" and ")))
    }
}
