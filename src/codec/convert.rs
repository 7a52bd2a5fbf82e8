//! From memory to the file form: byte offsets become code points. The way back is `admit`; the text of the file is
//! `canonical`'s and `json`'s business.

use super::shape::{ArticleFile, FORMAT, LAYOUT, OFFSET_UNIT, SessionFile, VERSION};
use crate::model::{Article, ArticleId, Record, Session, Shard, Table};
use crate::text::{CharSpan, Fragments, Span};

/// Why a session cannot be written. Sessions changed through commands never meet it; it keeps a fault of the program from
/// damaging a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A record's place leaves its article.
    #[error("{kind} {id} of article {article} lies outside its text; nothing was written")]
    Place {
        /// What people call such a record.
        kind: &'static str,
        /// The record.
        id: String,
        /// Its article.
        article: ArticleId,
    },
    /// A number is NaN or infinite.
    #[error("{record} holds a number that is not finite; nothing was written")]
    NotFinite {
        /// The record's beginning, as it would be written.
        record: String,
    },
    /// The writer gave up, as for data of other tools that is nested too deeply.
    #[error("{record} cannot be written: {problem}; nothing was written")]
    Writer {
        /// The section that the record stands in.
        record: String,
        /// What the writer said.
        problem: String,
    },
}

fn rows<R: Record>(table: &Table<R>) -> Vec<R> {
    table.iter().cloned().collect()
}

impl SessionFile {
    /// The file form of `session`.
    ///
    /// # Errors
    /// [`EncodeError::Place`] where a record lies outside its text.
    pub fn from_session(session: &Session) -> Result<Self, EncodeError> {
        let articles: Result<Vec<ArticleFile>, EncodeError> =
            session.shards().iter().map(|shard| ArticleFile::from_shard(shard)).collect();
        Ok(Self { articles: articles?, ..Self::without_articles(session) })
    }

    /// The file form of everything but the articles.
    pub(super) fn without_articles(session: &Session) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            layout: LAYOUT,
            offset_unit: OFFSET_UNIT.to_owned(),
            title: session.info.title.clone(),
            description: session.info.description.clone(),
            created: session.info.created,
            modified: None,
            annotators: rows(&session.annotators),
            outlets: rows(&session.outlets),
            schema: session.schema.as_ref().clone(),
            entries: rows(&session.entries),
            articles: Vec::new(),
            alignments: rows(&session.alignments),
            conflicts: rows(&session.conflicts),
            decisions: rows(&session.decisions),
            filters: rows(&session.filters),
            guidelines: rows(&session.guidelines),
            log_limit: session.log.limit,
            log_cut: session.log.cut,
            log: session.log.lines.iter().cloned().collect(),
            ext: session.info.ext.clone(),
        }
    }
}

impl ArticleFile {
    /// The file form of one article; its text is shared, not copied.
    ///
    /// # Errors
    /// [`EncodeError::Place`] where a record lies outside the text.
    pub fn from_shard(shard: &Shard) -> Result<Self, EncodeError> {
        let article = shard.article.as_ref();
        let mentions = shard.mentions_in_order().into_iter().cloned().map(|mention| {
            let id = mention.id;
            mention.try_map(|fragments| char_spans(article, &fragments).ok_or_else(|| outside(article, "mention", id)))
        });
        let mentions = mentions.collect::<Result<_, EncodeError>>()?;
        Ok(Self { mentions, ..Self::without_mentions(shard)? })
    }

    /// As [`Self::from_shard`], for everything but the mentions.
    ///
    /// # Errors
    /// [`EncodeError::Place`] where a record lies outside the text.
    pub(super) fn without_mentions(shard: &Shard) -> Result<Self, EncodeError> {
        let article = shard.article.as_ref();
        let regions = shard.regions.iter().cloned().map(|region| {
            let id = region.id;
            region.try_map(|span| char_span(article, span).ok_or_else(|| outside(article, "region", id)))
        });
        let repairs = shard.repairs.iter().cloned().map(|repair| {
            let id = repair.id;
            repair.try_map(|span| char_span(article, span).ok_or_else(|| outside(article, "repair", id)))
        });
        let suggestions = shard.suggestions.iter().cloned().map(|proposal| {
            let id = proposal.id;
            proposal
                .try_map(|fragments| char_spans(article, &fragments).ok_or_else(|| outside(article, "suggestion", id)))
        });
        Ok(Self {
            regions: regions.collect::<Result<_, EncodeError>>()?,
            repairs: repairs.collect::<Result<_, EncodeError>>()?,
            suggestions: suggestions.collect::<Result<_, EncodeError>>()?,
            relations: rows(&shard.relations),
            quarantine: rows(&shard.quarantine),
            ..Self::without_records(shard)
        })
    }

    /// The file form of an article and of what is known about it, without its records.
    pub(super) fn without_records(shard: &Shard) -> Self {
        let article = shard.article.as_ref();
        let metadata = shard.metadata.as_ref();
        Self {
            regions: Vec::new(),
            repairs: Vec::new(),
            mentions: Vec::new(),
            suggestions: Vec::new(),
            relations: Vec::new(),
            quarantine: Vec::new(),
            id: article.id,
            name: article.name.clone(),
            source: article.source.clone(),
            supersedes: article.supersedes,
            by: article.by,
            created: article.created,
            ext: article.ext.clone(),
            text: article.shared_text(),
            outlet: metadata.outlet.clone(),
            headline: metadata.headline.clone(),
            author: metadata.author.clone(),
            published: metadata.published.clone(),
            url: metadata.url.clone(),
            language: metadata.language.clone(),
            status: metadata.status,
            note: metadata.note.clone(),
        }
    }
}

pub(super) fn outside(article: &Article, kind: &'static str, id: impl std::fmt::Display) -> EncodeError {
    EncodeError::Place { kind, id: id.to_string(), article: article.id }
}

fn char_span(article: &Article, span: Span) -> Option<CharSpan> {
    article.index().char_span_from_byte(article.text(), span)
}

pub(super) fn char_spans(article: &Article, fragments: &Fragments) -> Option<Vec<CharSpan>> {
    fragments.spans().iter().map(|span| char_span(article, *span)).collect()
}
