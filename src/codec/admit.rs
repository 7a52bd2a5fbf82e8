//! From the file form to memory: code points become byte offsets, and every place and id is checked on the way in.
//!
//! Nothing is lost and nothing is moved. A mention whose place does not hold goes to its article's quarantine with proposed
//! places. Regions, repairs and suggestions have no quarantine of their own; one that does not hold is kept, as it came, in its
//! article's `ext` under [`UNPLACED_KEY`] and so is written back. It does not know how the file was written down.

use super::alike::Alike;
use super::decode::problem;
use super::place::{Finder, hold, hold_span, hold_words};
use super::shape::{ArticleFile, FORMAT, OFFSET_UNIT, SessionFile, VERSION};
use crate::model::{
    Article, ArticleId, Ext, Log, Mention, MentionId, Metadata, Quarantined, Record, Region, RegionId, RelationId,
    Repair, RepairId, Session, SessionInfo, Shard, Suggestion, SuggestionId, Table, UNPLACED_KEY, Value, Values,
};
use crate::text::{CharSpan, Fragments, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

const TOUCHING: &str = "its fragments touch and were joined; its quote was joined with them";

/// Something that was set aside or put right while a session was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} ({article}), {record}: {message}")]
pub struct Warning {
    /// The article.
    pub article: ArticleId,
    /// What people call it.
    pub name: String,
    /// The record, as "mention m-7K3QZ1V5R80AB".
    pub record: String,
    /// What was found and what became of the record.
    pub message: String,
}

/// Why a file form is no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdmitError {
    /// `format` names something else.
    #[error("the file says its format is `{0}`, not `byline-session`; open it with the program that wrote it")]
    Format(String),
    /// `version` is older than what the file holds.
    #[error("the file says its version is {0}, but it holds what version 1 brought; put the version right")]
    Version(u32),
    /// Offsets are counted in something else.
    #[error("the file counts offsets in `{0}`; a session counts in `code_point`, so every place would be wrong")]
    OffsetUnit(String),
    /// An id stands twice.
    #[error("{kind} {id} stands twice; ids are never reused, so one of the two must go or get an id of its own")]
    Duplicate {
        /// What people call such a record.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A record whose place does not hold could not be kept aside.
    #[error(
        "{record} of article {article} has no place in the text ({reason}), and `ext` of the article already holds \
         `byline.unplaced` in another form, so it cannot be kept; rename that key"
    )]
    Unplaced {
        /// The record.
        record: String,
        /// Its article.
        article: ArticleId,
        /// Why its place does not hold.
        reason: String,
    },
}

impl SessionFile {
    /// The session that the file holds. A newer version is taken as far as its fields are known; the caller opens it
    /// read-only.
    ///
    /// # Errors
    /// [`AdmitError`] where the file is no session or an id stands twice.
    pub fn into_session(self) -> Result<(Session, Vec<Warning>), AdmitError> {
        if self.format != FORMAT {
            return Err(AdmitError::Format(problem(&self.format)));
        }
        if self.version < VERSION {
            return Err(AdmitError::Version(self.version));
        }
        if self.offset_unit != OFFSET_UNIT {
            return Err(AdmitError::OffsetUnit(problem(&self.offset_unit)));
        }
        let mut session = Session::new(&self.title, self.schema, self.created);
        session.info = Arc::new(SessionInfo {
            title: self.title,
            description: self.description,
            created: self.created,
            ext: self.ext,
        });
        session.annotators = table(self.annotators)?;
        session.outlets = table(self.outlets)?;
        session.entries = table(self.entries)?;
        session.alignments = table(self.alignments)?;
        session.conflicts = table(self.conflicts)?;
        session.decisions = table(self.decisions)?;
        session.filters = table(self.filters)?;
        session.guidelines = table(self.guidelines)?;
        session.log = Arc::new(Log { limit: self.log_limit, cut: self.log_cut, lines: self.log.into() });
        check_log(&session)?;
        let mut seen = Seen::default();
        let (mut warnings, mut alike) = (Vec::new(), Alike::default());
        for article in self.articles {
            seen.add_all(&article)?;
            let shard = admit_article(article, &mut warnings, &mut alike)?;
            let position = session.shards().len();
            session.insert_shard(position, shard);
        }
        Ok((session, warnings))
    }
}

fn duplicate(kind: &'static str, id: impl std::fmt::Display) -> AdmitError {
    AdmitError::Duplicate { kind, id: id.to_string() }
}

fn table<R: Record>(rows: Vec<R>) -> Result<Arc<Table<R>>, AdmitError> {
    let mut table = Table::default();
    for row in rows {
        insert(&mut table, row)?;
    }
    Ok(Arc::new(table))
}

fn insert<R: Record>(table: &mut Table<R>, row: R) -> Result<(), AdmitError> {
    table.insert_new(row).map_err(|row| duplicate(R::KIND, row.id()))
}

fn check_log(session: &Session) -> Result<(), AdmitError> {
    let mut seen = BTreeSet::new();
    match session.log.lines.iter().find(|line| !seen.insert(line.id)) {
        Some(line) => Err(duplicate("transaction", line.id)),
        None => Ok(()),
    }
}

/// Ids of all articles so far: an id is unique in the session, not only in its article.
#[derive(Default)]
struct Seen {
    articles: BTreeSet<ArticleId>,
    regions: BTreeSet<RegionId>,
    repairs: BTreeSet<RepairId>,
    mentions: BTreeSet<MentionId>,
    relations: BTreeSet<RelationId>,
    suggestions: BTreeSet<SuggestionId>,
}

fn add<I: Copy + Ord + std::fmt::Display>(seen: &mut BTreeSet<I>, kind: &'static str, id: I) -> Result<(), AdmitError> {
    if seen.insert(id) { Ok(()) } else { Err(duplicate(kind, id)) }
}

impl Seen {
    fn add_all(&mut self, file: &ArticleFile) -> Result<(), AdmitError> {
        add(&mut self.articles, "article", file.id)?;
        file.regions.iter().try_for_each(|row| add(&mut self.regions, "region", row.id))?;
        file.repairs.iter().try_for_each(|row| add(&mut self.repairs, "repair", row.id))?;
        let quarantined = file.quarantine.iter().map(|row| row.mention.id);
        let mentions = file.mentions.iter().map(|row| row.id);
        mentions.chain(quarantined).try_for_each(|id| add(&mut self.mentions, "mention", id))?;
        file.relations.iter().try_for_each(|row| add(&mut self.relations, "relation", row.id))?;
        file.suggestions.iter().try_for_each(|row| add(&mut self.suggestions, "suggestion", row.id))
    }
}

/// Ids of many articles, kept until all of them are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    /// Of articles, regions, repairs, mentions, relations and suggestions.
    kinds: [Vec<u64>; 6],
}

impl Ids {
    pub(super) fn add(&mut self, file: &ArticleFile) {
        let [articles, regions, repairs, mentions, relations, suggestions] = &mut self.kinds;
        articles.push(file.id.0);
        regions.extend(file.regions.iter().map(|row| row.id.0));
        repairs.extend(file.repairs.iter().map(|row| row.id.0));
        mentions.extend(file.mentions.iter().map(|row| row.id.0));
        mentions.extend(file.quarantine.iter().map(|row| row.mention.id.0));
        relations.extend(file.relations.iter().map(|row| row.id.0));
        suggestions.extend(file.suggestions.iter().map(|row| row.id.0));
    }

    pub(super) fn append(&mut self, mut other: Self) {
        for (own, more) in self.kinds.iter_mut().zip(&mut other.kinds) {
            own.append(more);
        }
    }

    /// Whether no id stands twice among those of its kind.
    pub(super) fn are_unique(mut self) -> bool {
        self.kinds.iter_mut().all(|ids| {
            ids.sort_unstable();
            ids.is_sorted_by(|one, next| one < next)
        })
    }
}

/// Takes in the article itself, without what belongs to it.
pub(super) fn admit_bare(file: ArticleFile) -> Article {
    let mut article = Article::new(file.id, file.name, file.source, file.text, file.by, file.created);
    article.supersedes = file.supersedes;
    article.ext = file.ext;
    article
}

/// Takes in one article. That its ids stand nowhere else in the session is not seen here.
pub(super) fn admit_article(
    file: ArticleFile,
    warnings: &mut Vec<Warning>,
    alike: &mut Alike,
) -> Result<Shard, AdmitError> {
    let mut article = Article::new(file.id, file.name, file.source, file.text, file.by, file.created);
    article.supersedes = file.supersedes;
    article.ext = file.ext;
    let article = Arc::new(article);
    let shard = Shard::new(Arc::clone(&article));
    let mut admission = Admission { shard, article, unplaced: Vec::new(), warnings, alike };
    file.regions.into_iter().try_for_each(|region| admission.region(region))?;
    file.repairs.into_iter().try_for_each(|repair| admission.repair(repair))?;
    file.suggestions.into_iter().try_for_each(|suggestion| admission.suggestion(&suggestion))?;
    admission.mentions(file.mentions)?;
    file.relations.into_iter().try_for_each(|mut relation| {
        admission.alike.share(&mut relation.label, &mut relation.provenance);
        insert(&mut admission.shard.relations, relation)
    })?;
    file.quarantine.into_iter().try_for_each(|row| insert(&mut admission.shard.quarantine, row))?;
    admission.shard.metadata = Arc::new(Metadata {
        id: file.id,
        outlet: file.outlet,
        headline: file.headline,
        author: file.author,
        published: file.published,
        url: file.url,
        language: file.language,
        status: file.status,
        note: file.note,
    });
    admission.finish()
}

/// A record without a place: the list it belongs to and its file form.
struct Unplaced {
    list: &'static str,
    record: String,
    value: Value,
    reason: String,
}

/// One article on its way in.
struct Admission<'a> {
    article: Arc<Article>,
    shard: Shard,
    unplaced: Vec<Unplaced>,
    warnings: &'a mut Vec<Warning>,
    alike: &'a mut Alike,
}

impl Admission<'_> {
    fn region(&mut self, region: Region<CharSpan>) -> Result<(), AdmitError> {
        match hold_span(&self.article, region.span) {
            Ok(span) => {
                let Ok(region) = region.try_map(|_| Ok::<Span, Infallible>(span));
                insert(&mut self.shard.regions, region)
            }
            Err(reason) => self.keep_aside("regions", format!("region {}", region.id), &region, reason),
        }
    }

    fn repair(&mut self, repair: Repair<CharSpan>) -> Result<(), AdmitError> {
        match hold_words(&self.article, repair.span, &repair.quote) {
            Ok(span) => {
                let Ok(repair) = repair.try_map(|_| Ok::<Span, Infallible>(span));
                insert(&mut self.shard.repairs, repair)
            }
            Err(reason) => self.keep_aside("repairs", format!("repair {}", repair.id), &repair, reason),
        }
    }

    fn suggestion(&mut self, suggestion: &Suggestion<Vec<CharSpan>>) -> Result<(), AdmitError> {
        let mut joined = None;
        let placed = suggestion.clone().try_map(|spans| {
            let held = hold(&self.article, &spans, &suggestion.quote)?;
            joined = held.quote;
            Ok::<Fragments, String>(held.fragments)
        });
        match placed {
            Ok(mut placed) => {
                if let Some(quote) = joined {
                    self.warn(format!("suggestion {}", placed.id), TOUCHING.to_owned());
                    placed.quote = quote;
                }
                insert(&mut self.shard.suggestions, placed)
            }
            Err(reason) => self.keep_aside("suggestions", format!("suggestion {}", suggestion.id), suggestion, reason),
        }
    }

    fn mentions(&mut self, mentions: Vec<Mention<Vec<CharSpan>>>) -> Result<(), AdmitError> {
        let article = Arc::clone(&self.article);
        let mut finder = Finder::new(&article);
        for mut mention in mentions {
            self.alike.share(&mut mention.label, &mut mention.provenance);
            match hold(&article, &mention.fragments, &mention.quote) {
                Ok(held) => {
                    let Ok(mut mention) = mention.try_map(|_| Ok::<Fragments, Infallible>(held.fragments));
                    if let Some(quote) = held.quote {
                        self.warn(format!("mention {}", mention.id), TOUCHING.to_owned());
                        mention.quote = quote.into();
                    }
                    insert(&mut self.shard.mentions, mention)?;
                }
                Err(reason) => {
                    let near = mention.fragments.first().map(|span| span.start).unwrap_or_default();
                    let proposed = finder.nearest(&mention.quote, near);
                    let places = match proposed.len() {
                        0 => "its words occur nowhere else".to_owned(),
                        1 => "1 place is proposed".to_owned(),
                        count => format!("{count} places are proposed"),
                    };
                    let message = format!("{reason}; it was moved to the quarantine, and {places}");
                    self.warn(format!("mention {}", mention.id), message);
                    let row = Quarantined { mention, reason, proposed, ext: Ext::default() };
                    insert(&mut self.shard.quarantine, row)?;
                }
            }
        }
        Ok(())
    }

    fn warn(&mut self, record: String, message: String) {
        let (article, name) = (self.article.id, self.article.name.clone());
        self.warnings.push(Warning { article, name, record, message });
    }

    fn keep_aside<T: Serialize>(
        &mut self,
        list: &'static str,
        record: String,
        row: &T,
        reason: String,
    ) -> Result<(), AdmitError> {
        let value = serde_json::to_value(row).and_then(Value::deserialize);
        let Ok(value) = value else {
            return Err(AdmitError::Unplaced { record, article: self.article.id, reason });
        };
        self.warn(record.clone(), format!("{reason}; it was kept in `ext` of the article under `{UNPLACED_KEY}`"));
        self.unplaced.push(Unplaced { list, record, value, reason });
        Ok(())
    }

    /// Puts what has no place into the article's `ext`.
    fn finish(self) -> Result<Shard, AdmitError> {
        let Self { article, mut shard, unplaced, .. } = self;
        shard.mentions.shrink();
        let id = article.id;
        if unplaced.is_empty() {
            return Ok(shard);
        }
        drop(article);
        let ext = &mut Arc::make_mut(&mut shard.article).ext;
        for row in unplaced {
            let kept = ext.entry(UNPLACED_KEY.to_owned()).or_insert_with(|| Value::Map(Values::new()));
            let list = match kept {
                Value::Map(lists) => Some(lists.entry(row.list.to_owned()).or_insert_with(|| Value::List(Vec::new()))),
                _ => None,
            };
            match list {
                Some(Value::List(rows)) => rows.push(row.value),
                _ => return Err(AdmitError::Unplaced { record: row.record, article: id, reason: row.reason }),
            }
        }
        Ok(shard)
    }
}
