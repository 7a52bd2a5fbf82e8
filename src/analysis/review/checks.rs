//! What is worth a second look: words tagged in two ways, names that stand untagged, spans that differ at their edges alone,
//! claims without a source, events without a day, and what breaks the schema.
//!
//! It judges nothing: whoever reviews decides whether something is wrong.

use super::checks_near::near_spans;
use super::checks_said::{claims_without_source, events_without_date};
use super::row::{RowKey, RowKind};
use crate::edit::validate;
use crate::model::{
    ArticleId, EntryId, How, Label, Mention, MentionId, RelationId, ReviewState, Session, Shard, SuggestionId,
};
use crate::text::{Phrases, Wording, folded, longest_hits};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Findings of one kind that are listed.
const MOST: usize = 5000;

/// Bytes of words that are compared from one place to another; longer ones are sentences.
const LONGEST: usize = 80;

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The same words with different labels.
    SameWords,
    /// Words that are tagged in one place and stand untagged in others.
    Untagged,
    /// Entries that one mention alone speaks of.
    OneMention,
    /// Two spans of one layer that differ at their edges alone.
    NearSpans,
    /// Claims that nobody is said to make.
    NoSource,
    /// Events without a day.
    NoDate,
    /// What does not hold by the schema.
    Broken,
    /// What was read from files of other tools, and nobody has looked at.
    Imported,
}

impl Check {
    /// Every check, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Broken,
        Self::SameWords,
        Self::Untagged,
        Self::NearSpans,
        Self::OneMention,
        Self::NoSource,
        Self::NoDate,
        Self::Imported,
    ];

    /// What it finds, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SameWords => "Same words, different labels",
            Self::Untagged => "Words that stand untagged elsewhere",
            Self::OneMention => "Entries with one mention",
            Self::NearSpans => "Spans that differ at their edges",
            Self::NoSource => "Claims without a source",
            Self::NoDate => "Events without a day",
            Self::Broken => "Broken constraints",
            Self::Imported => "Imported and not reviewed",
        }
    }
}

/// One thing worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it was found by.
    pub check: Check,
    /// What it is, for people.
    pub name: String,
    /// The rows that it is about.
    pub rows: Vec<RowKey>,
}

/// Every finding, by check and then as the check orders them; nothing once nobody wants them. `goes_on` is told how many of
/// [`Check::ALL`] are done.
pub fn checks(session: &Session, goes_on: &dyn Fn(usize) -> bool) -> Option<Vec<Finding>> {
    let mut found = Vec::new();
    for (done, check) in Check::ALL.into_iter().enumerate() {
        if !goes_on(done) {
            return None;
        }
        let wanted = || goes_on(done);
        let mut listed = match check {
            Check::SameWords => same_words(session),
            Check::Untagged => untagged(session, &wanted)?,
            Check::OneMention => one_mention(session),
            Check::NearSpans => near_spans(session),
            Check::NoSource => claims_without_source(session),
            Check::NoDate => events_without_date(session),
            Check::Broken => broken(session),
            Check::Imported => imported(session),
        };
        listed.truncate(MOST);
        found.append(&mut listed);
    }
    Some(found)
}

/// Every mention with its article.
pub(super) fn mentions(session: &Session) -> impl Iterator<Item = (&Shard, &Mention)> {
    session.shards().iter().flat_map(|shard| shard.mentions.by_key().map(move |mention| (shard.as_ref(), mention)))
}

pub(super) fn row(article: ArticleId, mention: MentionId) -> RowKey {
    RowKey { article: Some(article), kind: RowKind::Mention, id: mention.0 }
}

/// Words short enough to be compared.
fn comparable(mention: &Mention) -> Option<String> {
    let quote = mention.quote.trim();
    (mention.fragments.spans().len() == 1 && (4..=LONGEST).contains(&quote.len())).then(|| folded(quote))
}

fn same_words(session: &Session) -> Vec<Finding> {
    let mut by_words: HashMap<String, BTreeMap<Label, Vec<RowKey>>> = HashMap::new();
    let mut shown: HashMap<String, &str> = HashMap::new();
    for (shard, mention) in mentions(session) {
        if let Some(words) = comparable(mention) {
            shown.entry(words.clone()).or_insert(&mention.quote);
            let rows = by_words.entry(words).or_default().entry(mention.label.clone()).or_default();
            rows.push(row(shard.id(), mention.id));
        }
    }
    let several = by_words.into_iter().filter(|(_, labels)| labels.len() > 1);
    let mut sorted: Vec<(String, BTreeMap<Label, Vec<RowKey>>)> = several.collect();
    sorted.sort_by_cached_key(|(words, labels)| {
        (std::cmp::Reverse(labels.values().map(Vec::len).sum::<usize>()), words.clone())
    });
    let finding = |(words, labels): (String, BTreeMap<Label, Vec<RowKey>>)| {
        let counts = labels.iter().map(|(label, rows)| format!("{} {}", rows.len(), session.schema.label_name(label)));
        let name =
            format!("“{}”: {}", shown.get(&words).copied().unwrap_or(&words), counts.collect::<Vec<_>>().join(", "));
        Finding { check: Check::SameWords, name, rows: labels.into_values().flatten().collect() }
    };
    sorted.into_iter().map(finding).collect()
}

/// Places are whole words outside of every mention and of what is not the article's body.
fn untagged(session: &Session, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    let mut rows_of: BTreeMap<String, (String, Vec<RowKey>)> = BTreeMap::new();
    for (shard, mention) in mentions(session) {
        let is_name = mention.quote.chars().next().is_some_and(char::is_uppercase);
        if let Some(words) = comparable(mention).filter(|_| is_name) {
            let (_, rows) = rows_of.entry(words).or_insert_with(|| (mention.quote.trim().to_owned(), Vec::new()));
            rows.push(row(shard.id(), mention.id));
        }
    }
    let phrases = Phrases::new(rows_of.values().map(|(text, _)| text.as_str()), Wording::default());
    let mut places: BTreeMap<usize, (usize, BTreeSet<ArticleId>)> = BTreeMap::new();
    for shard in session.shards() {
        let hits = phrases.find_while(shard.article.text(), is_wanted)?;
        if hits.is_empty() {
            continue;
        }
        let mut taken: Vec<(u32, u32)> = shard
            .mentions
            .iter()
            .flat_map(|row| row.fragments.spans())
            .map(|span| (span.start.0, span.end.0))
            .collect();
        taken.extend(shard.accepted_regions().iter().map(|span| (span.start.0, span.end.0)));
        let taken = joined(taken);
        for hit in longest_hits(&hits) {
            let behind = taken.partition_point(|(_, end)| *end <= hit.span.start.0);
            if taken.get(behind).is_none_or(|(start, _)| *start >= hit.span.end.0) {
                let (count, articles) = places.entry(hit.phrase).or_default();
                *count += 1;
                articles.insert(shard.id());
            }
        }
    }
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for (number, (text, rows)) in rows_of.into_values().enumerate() {
        if let Some((count, articles)) = places.get(&number) {
            let places = if *count == 1 { "one place".to_owned() } else { format!("{count} places") };
            let spread = if articles.len() > 1 { format!(" in {} articles", articles.len()) } else { String::new() };
            let name = format!("“{text}” stands untagged in {places}{spread}");
            found.push((*count, Finding { check: Check::Untagged, name, rows }));
        }
    }
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    Some(found.into_iter().map(|(_, finding)| finding).collect())
}

/// Sorted stretches, with those that overlap joined.
fn joined(mut taken: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    taken.sort_unstable();
    let mut made: Vec<(u32, u32)> = Vec::with_capacity(taken.len());
    for (start, end) in taken {
        match made.last_mut() {
            Some((_, last)) if *last >= start => *last = end.max(*last),
            _ => made.push((start, end)),
        }
    }
    made
}

fn one_mention(session: &Session) -> Vec<Finding> {
    let mut uses: HashMap<EntryId, (usize, RowKey)> = HashMap::new();
    for (shard, mention) in mentions(session) {
        if let Some(entry) = mention.entry {
            uses.entry(entry).or_insert((0, row(shard.id(), mention.id))).0 += 1;
        }
    }
    let once = session.entries.iter().filter_map(|entry| Some((entry, uses.get(&entry.id)?)));
    let once = once.filter(|(_, (count, _))| *count == 1);
    once.map(|(entry, (_, row))| Finding { check: Check::OneMention, name: entry.name.clone(), rows: vec![*row] })
        .collect()
}

fn broken(session: &Session) -> Vec<Finding> {
    let faults = validate(session).into_iter();
    let finding = |fault: crate::edit::Fault| {
        let row = record_row(fault.article, &fault.record)?;
        Some(Finding { check: Check::Broken, name: fault.message, rows: vec![row] })
    };
    faults.filter_map(finding).collect()
}

/// The row of a record as faults name it; nothing for what has no row.
fn record_row(article: Option<ArticleId>, record: &str) -> Option<RowKey> {
    let (kind, id) = record.rsplit_once(' ')?;
    let (kind, id) = match kind {
        "mention" => (RowKind::Mention, MentionId::parse(id).ok()?.0),
        "quarantined mention" => (RowKind::Quarantined, MentionId::parse(id).ok()?.0),
        "relation" => (RowKind::Relation, RelationId::parse(id).ok()?.0),
        "suggestion" => (RowKind::Suggestion, SuggestionId::parse(id).ok()?.0),
        _ => return None,
    };
    Some(RowKey { article: Some(article?), kind, id })
}

fn imported(session: &Session) -> Vec<Finding> {
    let mut by_file: BTreeMap<String, Vec<RowKey>> = BTreeMap::new();
    let open = mentions(session).filter(|(_, row)| row.review.state == ReviewState::Open);
    for (shard, mention) in open.filter(|(_, row)| row.provenance.how == How::Imported) {
        let from = &mention.provenance;
        let file = if from.file.is_empty() { &from.tool } else { &from.file };
        by_file.entry(file.to_string()).or_default().push(row(shard.id(), mention.id));
    }
    let finding = |(file, rows): (String, Vec<RowKey>)| {
        let from = if file.is_empty() { "a file that is not named".to_owned() } else { file };
        Finding { check: Check::Imported, name: format!("{} from {from}", rows.len()), rows }
    };
    by_file.into_iter().map(finding).collect()
}
