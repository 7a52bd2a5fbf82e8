//! What a filter can ask for, column by column: the values that there are, how many rows have each, and what is asked already.
//!
//! It does not know how values are shown.

use super::filter::Filter;
use super::index::Index;
use super::row::RowKind;
use crate::model::{AnnotatorId, ArticleId, AttributeType, EntryId, OutletId, ReviewState, Session, Slug, Value};
use std::collections::BTreeMap;

/// A column that a filter can ask of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after what it holds")]
pub enum Facet {
    Kind,
    State,
    Label,
    Article,
    Outlet,
    Annotator,
    Entry,
    Flag,
    Attribute,
    Note,
}

impl Facet {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::State,
        Self::Label,
        Self::Article,
        Self::Outlet,
        Self::Annotator,
        Self::Entry,
        Self::Flag,
        Self::Attribute,
        Self::Note,
    ];

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "Kind",
            Self::State => "Review",
            Self::Label => "Label",
            Self::Article => "Article",
            Self::Outlet => "Outlet",
            Self::Annotator => "Annotator",
            Self::Entry => "Entry",
            Self::Flag => "Flag",
            Self::Attribute => "Attribute",
            Self::Note => "Note",
        }
    }
}

/// One value of a column.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is named after what it holds")]
pub enum Part {
    Kind(RowKind),
    State(ReviewState),
    Label(Slug),
    Article(ArticleId),
    Outlet(OutletId),
    Annotator(AnnotatorId),
    Entry(EntryId),
    Flag(Slug),
    Attribute(Slug, Value),
    Note(bool),
    /// Made on a day or later.
    Since,
    /// Made on a day or earlier.
    Until,
    /// Words.
    Text,
    /// Rows that were found by other means.
    Only,
}

/// A value with how many rows have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The value.
    pub part: Part,
    /// Its name for people.
    pub name: String,
    /// How many rows have it; nothing where that is not counted.
    pub count: Option<usize>,
}

/// The values of a column, as the session orders them; each with how many rows have it, where an index says so.
#[must_use]
pub fn choices(session: &Session, index: Option<&Index>, facet: Facet) -> Vec<Choice> {
    let Some(index) = index else {
        let bare = Index::default();
        let uncounted = |choice| Choice { count: None, ..choice };
        return counted_choices(session, &bare, facet).into_iter().map(uncounted).collect();
    };
    counted_choices(session, index, facet)
}

fn counted_choices(session: &Session, index: &Index, facet: Facet) -> Vec<Choice> {
    let parts: Vec<(Part, Option<usize>)> = match facet {
        Facet::Kind => {
            let count = |kind: RowKind| index.each().filter(|(_, row)| row.kind == kind).count();
            RowKind::ALL.into_iter().map(|kind| (Part::Kind(kind), Some(count(kind)))).collect()
        }
        Facet::State => {
            let usual = || index.each().filter(|(_, row)| row.kind.is_usual());
            let count = |state: ReviewState| usual().filter(|(_, row)| row.state == state).count();
            ReviewState::ALL.iter().map(|state| (Part::State(*state), Some(count(*state)))).collect()
        }
        Facet::Label => labels(session, index),
        Facet::Article => session.shards().iter().map(|shard| (Part::Article(shard.id()), None)).collect(),
        Facet::Outlet => session.outlets.iter().map(|outlet| (Part::Outlet(outlet.id), None)).collect(),
        Facet::Annotator => {
            let counts = counted(index, |row| u32::from(row.annotator));
            let count = |id| index.names.annotators.known(&id).and_then(|number| counts.get(&number)).copied();
            let parts = session.annotators.iter().map(|row| (Part::Annotator(row.id), count(row.id)));
            parts.collect()
        }
        Facet::Entry => {
            let counts = counted(index, |row| row.entry);
            let count = |id| index.names.entries.known(&id).and_then(|number| counts.get(&number)).copied();
            session.entries.iter().map(|row| (Part::Entry(row.id), count(row.id))).collect()
        }
        Facet::Flag => index.flags().iter().map(|flag| (Part::Flag(flag.clone()), None)).collect(),
        Facet::Attribute => attributes(session),
        Facet::Note => vec![(Part::Note(true), None), (Part::Note(false), None)],
    };
    let filter = Filter::default();
    let choice = |(part, count): (Part, Option<usize>)| Choice { name: filter.name_of(session, &part), part, count };
    let mut made: Vec<Choice> = parts.into_iter().map(choice).collect();
    if matches!(facet, Facet::Outlet | Facet::Annotator | Facet::Entry | Facet::Flag) {
        made.sort_by_cached_key(|choice| crate::text::folded(&choice.name));
    }
    made
}

fn counted(index: &Index, number: impl Fn(&super::block::Row) -> u32) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    for (_, row) in index.each().filter(|(_, row)| row.kind.is_usual()) {
        *counts.entry(number(row)).or_default() += 1;
    }
    counts
}

/// Labels with those below them counted in, and relation types.
fn labels(session: &Session, index: &Index) -> Vec<(Part, Option<usize>)> {
    let counts = counted(index, |row| u32::from(row.label));
    let count = |label: &Slug| {
        let own = |(number, count): (&u32, &usize)| {
            index.names.labels.value(*number).filter(|known| known.is_within(label)).map(|_| *count)
        };
        counts.iter().filter_map(own).sum()
    };
    let schema = &session.schema;
    let labels = schema.label_infos().map(|info| info.id);
    let types = schema.relation_types.iter().map(|kind| &kind.id);
    labels.chain(types).map(|id| (Part::Label(id.clone()), Some(count(id)))).collect()
}

/// The values that attributes of choices and of yes and no can have.
fn attributes(session: &Session) -> Vec<(Part, Option<usize>)> {
    let mut parts = Vec::new();
    for def in &session.schema.attributes {
        let values: Vec<Value> = match def.values {
            AttributeType::Flag => vec![Value::Bool(true), Value::Bool(false)],
            AttributeType::Choice => def.choices.iter().map(|choice| Value::Text(choice.id.to_string())).collect(),
            _ => Vec::new(),
        };
        parts.extend(values.into_iter().map(|value| (Part::Attribute(def.id.clone(), value), None)));
    }
    parts
}

impl Filter {
    /// Everything that is asked, in the order in which columns are offered.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = self.only.iter().map(|_| Part::Only).collect();
        parts.extend(self.kinds.iter().map(|kind| Part::Kind(*kind)));
        parts.extend(self.states.iter().map(|state| Part::State(*state)));
        parts.extend(self.labels.iter().map(|label| Part::Label(label.clone())));
        parts.extend(self.articles.iter().map(|id| Part::Article(*id)));
        parts.extend(self.outlets.iter().map(|id| Part::Outlet(*id)));
        parts.extend(self.annotators.iter().map(|id| Part::Annotator(*id)));
        parts.extend(self.entries.iter().map(|id| Part::Entry(*id)));
        parts.extend(self.flags.iter().map(|flag| Part::Flag(flag.clone())));
        parts.extend(self.attributes.iter().map(|(name, value)| Part::Attribute(name.clone(), value.clone())));
        parts.extend(self.has_note.map(Part::Note));
        parts.extend(self.since.map(|_| Part::Since));
        parts.extend(self.until.map(|_| Part::Until));
        parts.extend((!self.text.trim().is_empty()).then_some(Part::Text));
        parts
    }

    /// Whether a value is asked for.
    #[must_use]
    pub fn asks(&self, part: &Part) -> bool {
        self.parts().contains(part)
    }

    /// Asks for a value, or does not any more.
    pub fn toggle(&mut self, part: &Part) {
        match part {
            Part::Kind(kind) => toggle(&mut self.kinds, kind),
            Part::State(state) => toggle(&mut self.states, state),
            Part::Label(label) => toggle(&mut self.labels, label),
            Part::Article(id) => toggle(&mut self.articles, id),
            Part::Outlet(id) => toggle(&mut self.outlets, id),
            Part::Annotator(id) => toggle(&mut self.annotators, id),
            Part::Entry(id) => toggle(&mut self.entries, id),
            Part::Flag(flag) => toggle(&mut self.flags, flag),
            Part::Attribute(name, value) => {
                if self.attributes.get(name) == Some(value) {
                    self.attributes.remove(name);
                } else {
                    self.attributes.insert(name.clone(), value.clone());
                }
            }
            Part::Note(has) => self.has_note = Some(*has).filter(|_| self.has_note != Some(*has)),
            Part::Since => self.since = None,
            Part::Until => self.until = None,
            Part::Text => self.text.clear(),
            Part::Only => self.only = None,
        }
    }

    /// What a value is called, for people.
    #[must_use]
    pub fn name_of(&self, session: &Session, part: &Part) -> String {
        let schema = &session.schema;
        match part {
            Part::Kind(kind) => kind.name().to_owned(),
            Part::State(state) => state.as_str().to_owned(),
            Part::Label(label) => {
                let kind = schema.relation_type(label).filter(|_| schema.label_info(label).is_none());
                kind.map_or_else(|| schema.label_name(label).to_owned(), |kind| kind.name.clone())
            }
            Part::Article(id) => session.shard(*id).map_or_else(|| id.to_string(), |shard| shard.title().to_owned()),
            Part::Outlet(id) => session.outlets.get(*id).map_or_else(|| id.to_string(), |outlet| outlet.name.clone()),
            Part::Annotator(id) => session.annotator_name(*id),
            Part::Entry(id) => session.entry_name(*id).map_or_else(|| id.to_string(), str::to_owned),
            Part::Flag(flag) => format!("flag {flag}"),
            Part::Attribute(id, value) => attribute_name(session, id, value),
            Part::Note(true) => "with a note".to_owned(),
            Part::Note(false) => "without a note".to_owned(),
            Part::Since => self.since.map_or(String::new(), |day| format!("since {day}")),
            Part::Until => self.until.map_or(String::new(), |day| format!("until {day}")),
            Part::Text => format!("“{}”", self.text.trim()),
            Part::Only => self.only.as_ref().map_or(String::new(), |only| only.name.to_string()),
        }
    }
}

fn attribute_name(session: &Session, id: &Slug, value: &Value) -> String {
    let def = session.schema.attributes.iter().find(|def| def.id == *id);
    let name = def.map_or(id.as_str(), |def| def.name.as_str());
    let chosen = |text: &str| {
        let choice = def.and_then(|def| def.choices.iter().find(|choice| choice.id.as_str() == text));
        choice.map_or(text.to_owned(), |choice| choice.name.clone())
    };
    match value {
        Value::Text(text) => format!("{name}: {}", chosen(text)),
        Value::Bool(true) => format!("{name}: yes"),
        Value::Bool(false) => format!("{name}: no"),
        Value::Int(number) => format!("{name}: {number}"),
        other => format!("{name}: {other:?}"),
    }
}

fn toggle<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T) {
    match list.iter().position(|known| known == value) {
        Some(place) => drop(list.remove(place)),
        None => list.push(value.clone()),
    }
}
