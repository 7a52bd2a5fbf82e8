//! Entries that imported mentions speak of: those the session has are used, the others are made.
//!
//! Only ids bring two entries together; names that are alike never do.

use super::super::corpus::CorpusEntry;
use crate::edit::{Change, Context, Edit};
use crate::model::{Alias, AnnotatorId, Attributes, Entry, EntryId, Ext, Label, Session, Slug, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The name under which ids of a register of Byline itself stand in files.
pub const OWN_REGISTER: &str = "byline";

/// The register while an import lands.
pub(super) struct RegisterPlan<'a> {
    drafts: HashMap<&'a str, &'a CorpusEntry>,
    /// By key and layer.
    landed: BTreeMap<(&'a str, String), EntryId>,
    by_id: BTreeMap<(String, String, String), EntryId>,
    names: BTreeSet<(String, String)>,
    made: Vec<Entry>,
    pub(super) known: usize,
    /// Keys of entries that mentions have which were there already.
    there: BTreeSet<&'a str>,
    by: AnnotatorId,
    at: Timestamp,
}

impl<'a> RegisterPlan<'a> {
    pub(super) fn new(session: &Session, entries: &'a [CorpusEntry], context: &Context<'_>) -> Self {
        let mut by_id = BTreeMap::new();
        let mut names = BTreeSet::new();
        for entry in session.entries.iter() {
            let layer = || entry.layer.to_string();
            by_id.insert((layer(), OWN_REGISTER.to_owned(), entry.id.to_string()), entry.id);
            for (place, id) in &entry.ids {
                by_id.insert((layer(), place.clone(), id.clone()), entry.id);
            }
            names.extend(entry_names(entry).map(|name| (layer(), name.to_lowercase())));
        }
        let drafts = entries.iter().map(|entry| (entry.key.as_str(), entry)).collect();
        let (by, at) = (context.annotator.id, context.at);
        Self {
            drafts,
            landed: BTreeMap::new(),
            by_id,
            names,
            made: Vec::new(),
            known: 0,
            there: BTreeSet::new(),
            by,
            at,
        }
    }

    /// The entry of `key` for a mention with `label` on the words `quote`.
    pub(super) fn entry(
        &mut self,
        key: &str,
        label: &Label,
        quote: &str,
        context: &mut Context<'_>,
    ) -> Option<EntryId> {
        let layer = label.layer();
        let draft = self.drafts.get(key).copied()?;
        let slot = (draft.key.as_str(), layer.to_owned());
        if let Some(landed) = self.landed.get(&slot) {
            return Some(*landed);
        }
        let mut ids = draft.ids.iter();
        let there = ids.find_map(|(place, id)| self.by_id.get(&(layer.to_owned(), place.clone(), id.clone())).copied());
        let id = match there {
            Some(id) => {
                self.known += 1;
                id
            }
            None => self.make(draft, layer, quote, context)?,
        };
        self.landed.insert(slot, id);
        Some(id)
    }

    fn make(&mut self, draft: &CorpusEntry, layer: &str, quote: &str, context: &mut Context<'_>) -> Option<EntryId> {
        let own = draft.ids.get(OWN_REGISTER).and_then(|id| EntryId::parse(id).ok());
        let id = own.unwrap_or_else(|| context.ids.entry());
        let wanted = if draft.name.trim().is_empty() { quote } else { draft.name.trim() };
        let name = self.free_name(layer, wanted);
        let taken = |aliases: &[Alias], text: &str| aliases.iter().any(|alias| alias.text == text);
        let mut aliases: Vec<Alias> = Vec::new();
        for alias in &draft.aliases {
            let is_free = self.names.insert((layer.to_owned(), alias.to_lowercase()));
            if is_free && !taken(&aliases, alias) {
                aliases.push(Alias { text: alias.clone(), language: String::new(), note: String::new() });
            }
        }
        let ids: BTreeMap<String, String> =
            draft.ids.iter().filter(|(place, _)| *place != OWN_REGISTER).map(|(a, b)| (a.clone(), b.clone())).collect();
        for (place, outer) in &ids {
            self.by_id.insert((layer.to_owned(), place.clone(), outer.clone()), id);
        }
        self.made.push(Entry {
            id,
            layer: Slug::new(layer).ok()?,
            name,
            kind: None,
            aliases,
            ids,
            when: None,
            place: None,
            credibility: None,
            attributes: Attributes::new(),
            distinct_from: Vec::new(),
            note: draft.note.clone(),
            by: self.by,
            created: self.at,
            modified: None,
            ext: Ext::default(),
        });
        Some(id)
    }

    /// `wanted`, with a number behind it where another entry of the layer has the name.
    fn free_name(&mut self, layer: &str, wanted: &str) -> String {
        let numbered = (1_u32..).map(|number| match number {
            1 => wanted.to_owned(),
            number => format!("{wanted} ({number})"),
        });
        let mut free = numbered.filter(|name| !self.names.contains(&(layer.to_owned(), name.to_lowercase())));
        let name = free.next().unwrap_or_else(|| wanted.to_owned());
        drop(free);
        self.names.insert((layer.to_owned(), name.to_lowercase()));
        name
    }

    /// Takes note that a mention that was there already speaks of `key` and has an entry.
    pub(super) fn is_there(&mut self, key: &str) {
        if let Some(draft) = self.drafts.get(key) {
            self.there.insert(draft.key.as_str());
        }
    }

    /// How many entries no new mention speaks of and the session has all the same.
    pub(super) fn there_unasked(&self) -> usize {
        let asked: BTreeSet<&str> = self.landed.keys().map(|(key, _)| *key).collect();
        let ids: BTreeSet<(&str, &str)> =
            self.by_id.keys().map(|(_, place, id)| (place.as_str(), id.as_str())).collect();
        let has = |draft: &&&CorpusEntry| {
            self.there.contains(draft.key.as_str())
                || draft.ids.iter().any(|(place, id)| ids.contains(&(place.as_str(), id.as_str())))
        };
        self.drafts.values().filter(|draft| !asked.contains(draft.key.as_str())).filter(has).count()
    }

    pub(super) fn finish(self) -> (Vec<Edit>, usize) {
        let count = self.made.len();
        (self.made.into_iter().map(|entry| Edit::Entry(Change::insert(entry))).collect(), count)
    }
}

fn entry_names(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(entry.name.as_str()).chain(entry.aliases.iter().map(|alias| alias.text.as_str()))
}
