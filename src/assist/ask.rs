//! What to look for: phrases, what each of them stands for, and how words are compared.

use super::place::{Scope, Target};
use crate::model::{Entry, EntryId, Label, Mention, Session, Slug};
use crate::text::{Phrases, Wording, folded};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a phrase is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its places are proposed, for the target of this number.
    Wanted(usize),
    /// It is a name of another entry; a place inside of it is none of what is wanted.
    Other(EntryId),
}

/// A phrase and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// What they are looked for.
    pub role: Role,
}

/// Everything that says what to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The phrases.
    pub phrases: Vec<Phrase>,
    /// What their places would be tagged as.
    pub targets: Vec<Target>,
    /// How words are compared.
    pub wording: Wording,
    /// Where they are looked for.
    pub scope: Scope,
}

impl Ask {
    /// The words `text`, as somebody selected them. Places inside longer names of other entries than the target's are told
    /// apart where the words are a name themselves, which a capital letter says.
    #[must_use]
    pub fn words(session: &Session, text: &str, target: Target) -> Self {
        let phrase = Phrase { text: text.to_owned(), role: Role::Wanted(0) };
        let ask = Self { phrases: vec![phrase], targets: vec![target], ..Self::default() };
        if is_name(text) { ask.with_longer_names(session) } else { ask }
    }

    /// All spellings of `entry`: its name and its aliases.
    #[must_use]
    pub fn entry(session: &Session, entry: &Entry, label: Label) -> Self {
        let wanted = |text: &str| Phrase { text: text.to_owned(), role: Role::Wanted(0) };
        let targets = vec![Target { label, entry: Some(entry.id) }];
        let phrases = spellings(entry).map(wanted).collect();
        Self { phrases, targets, ..Self::default() }.with_longer_names(session)
    }

    /// Every name of the register, and the words of mentions that look like names. Words that two entries share, or that
    /// were tagged in two ways, are proposed with what they have in common or not at all.
    #[must_use]
    pub fn everything(session: &Session) -> Self {
        let mut ask = Self::default();
        let mut by_words: BTreeMap<String, (String, Option<Target>)> = BTreeMap::new();
        let kinds = kinds_in_use(session);
        for entry in session.entries.iter() {
            let used = kinds.get(&entry.id).cloned();
            let Some(label) = entry.kind.clone().or(used).or_else(|| known_layer(session, &entry.layer)) else {
                continue;
            };
            for text in spellings(entry) {
                add(&mut by_words, text, Target { label: label.clone(), entry: Some(entry.id) });
            }
        }
        let named: BTreeSet<String> = by_words.keys().cloned().collect();
        for mention in session.shards().iter().flat_map(|shard| shard.mentions.iter()).filter(|one| repeatable(one)) {
            if !named.contains(&folded(&mention.quote)) {
                add(&mut by_words, &mention.quote, Target { label: mention.label.clone(), entry: mention.entry });
            }
        }
        for (text, target) in by_words.into_values() {
            let Some(target) = target else { continue };
            if ask.targets.last() != Some(&target) {
                ask.targets.push(target);
            }
            ask.phrases.push(Phrase { text, role: Role::Wanted(ask.targets.len() - 1) });
        }
        ask
    }

    /// Adds the names of other entries that hold one of the phrases among other words.
    #[must_use]
    pub fn with_longer_names(mut self, session: &Session) -> Self {
        let own: Vec<EntryId> = self.targets.iter().filter_map(|target| target.entry).collect();
        let phrases = Phrases::new(self.phrases.iter().map(|phrase| phrase.text.as_str()), self.wording);
        for entry in session.entries.iter().filter(|entry| !own.contains(&entry.id)) {
            for text in spellings(entry) {
                let hits = phrases.find(text);
                if hits.iter().any(|hit| (hit.span.len() as usize) < text.len()) {
                    self.phrases.push(Phrase { text: text.to_owned(), role: Role::Other(entry.id) });
                }
            }
        }
        self
    }
}

/// Puts `text` with `target` among the words; of two targets of one label the label stays.
fn add(by_words: &mut BTreeMap<String, (String, Option<Target>)>, text: &str, target: Target) {
    let key = folded(text);
    if key.trim().is_empty() {
        return;
    }
    match by_words.get_mut(&key) {
        None => drop(by_words.insert(key, (text.to_owned(), Some(target)))),
        Some((_, known)) => {
            let (label, entry) = match known.as_ref() {
                Some(known) => (known.label == target.label, known.entry == target.entry),
                None => return,
            };
            *known = match (label, entry) {
                (true, true) => return,
                (true, false) => Some(Target { label: target.label, entry: None }),
                (false, _) => None,
            };
        }
    }
}

/// The label that most mentions of each entry have.
fn kinds_in_use(session: &Session) -> HashMap<EntryId, Label> {
    let mut counts: HashMap<EntryId, BTreeMap<&Label, usize>> = HashMap::new();
    for mention in session.shards().iter().flat_map(|shard| shard.mentions.iter()) {
        if let Some(entry) = mention.entry {
            *counts.entry(entry).or_default().entry(&mention.label).or_default() += 1;
        }
    }
    let most = |labels: BTreeMap<&Label, usize>| {
        labels
            .into_iter()
            .max_by_key(|(label, count)| (*count, std::cmp::Reverse((*label).clone())))
            .map(|(label, _)| label.clone())
    };
    counts.into_iter().filter_map(|(entry, labels)| Some((entry, most(labels)?))).collect()
}

fn known_layer(session: &Session, layer: &Slug) -> Option<Label> {
    session.schema.has_label(layer).then(|| layer.clone())
}

/// Whether the words of a mention are worth looking for elsewhere: one stretch that begins as names do.
fn repeatable(mention: &Mention) -> bool {
    mention.fragments.spans().len() == 1 && is_name(&mention.quote) && mention.quote.split_whitespace().count() <= 6
}

/// Whether words begin as names do: with a capital letter, or in a script that has none.
pub(super) fn is_name(words: &str) -> bool {
    words
        .chars()
        .find(|char| char.is_alphanumeric())
        .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
}

/// The name of `entry` and its other names.
pub(super) fn spellings(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(entry.name.as_str()).chain(entry.aliases.iter().map(|alias| alias.text.as_str()))
}
