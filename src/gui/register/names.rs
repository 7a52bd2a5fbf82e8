//! The names of the register, kept ready for searching by typing; made anew once the register has changed.
//!
//! It does not draw.

use super::index::Index;
use crate::assist::{Choice, Likely, Typeahead};
use crate::model::{Entry, EntryId, Session, Slug, Table};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Entries linked to last that are remembered.
const RECENT: usize = 12;

/// What the searches of one session share.
#[derive(Debug, Default)]
pub(super) struct Names {
    made_of: Option<Arc<Table<Entry>>>,
    typeahead: Rc<Typeahead>,
    recent: Vec<EntryId>,
}

/// A register at one moment, to be searched at every key.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Lookup {
    typeahead: Rc<Typeahead>,
    recent: Vec<EntryId>,
    counts: Rc<HashMap<EntryId, usize>>,
}

impl Names {
    /// Remembers that something was linked to `entry`.
    pub(super) fn note(&mut self, entry: EntryId) {
        self.recent.retain(|known| *known != entry);
        self.recent.insert(0, entry);
        self.recent.truncate(RECENT);
    }

    /// The register as it is now.
    pub(super) fn lookup(&mut self, session: &Session, index: &Index) -> Lookup {
        if self.made_of.as_ref().is_none_or(|known| !Arc::ptr_eq(known, &session.entries)) {
            self.typeahead = Rc::new(Typeahead::new(session));
            self.made_of = Some(Arc::clone(&session.entries));
        }
        Lookup { typeahead: Rc::clone(&self.typeahead), recent: self.recent.clone(), counts: index.counts() }
    }
}

impl Lookup {
    /// At most `limit` entries that `typed` may mean.
    pub(super) fn query(&self, typed: &str, layer: &Slug, limit: usize) -> Vec<Choice> {
        let likely = Likely { recent: &self.recent, uses: Some(&self.counts) };
        self.typeahead.query(typed, Some(layer), likely, limit)
    }

    /// How many mentions speak of `entry`.
    pub(super) fn mentions(&self, entry: EntryId) -> usize {
        self.counts.get(&entry).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::decode;
    use crate::edit::Command;
    use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Timestamp};
    use crate::workbench::{Clock, SAMPLE, Workbench};

    #[test]
    fn the_names_are_made_ready_once_and_anew_when_the_register_has_changed() {
        let session = decode(SAMPLE.as_bytes()).unwrap().session;
        let article = session.shards().first().unwrap().id();
        let linked = session.shard(article).unwrap().mentions.iter().find(|row| row.entry.is_some()).unwrap().id;
        let entry = session.entries.iter().next().unwrap().id;
        let annotator = Annotator {
            id: AnnotatorId(1),
            name: "Iris Vale".to_owned(),
            kind: AnnotatorKind::Person,
            note: String::new(),
            ext: Ext::default(),
        };
        let mut bench = Workbench::with(session, annotator, Clock::Fixed(Timestamp::default()), 7);
        let (mut names, index) = (Names::default(), Index::default());
        let first = names.lookup(bench.session(), &index);
        bench.execute(&Command::Link { article, mentions: vec![linked], entry: None }).unwrap();
        let second = names.lookup(bench.session(), &index);
        assert!(Rc::ptr_eq(&first.typeahead, &second.typeahead), "a link changes no name");
        bench.execute(&Command::AddAlias { entry, alias: "Otherwise".to_owned() }).unwrap();
        let third = names.lookup(bench.session(), &index);
        assert!(!Rc::ptr_eq(&second.typeahead, &third.typeahead));
    }
}
