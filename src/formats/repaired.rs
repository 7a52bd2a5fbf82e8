//! A session for an export with its repairs carried out: every text reads as it should, and every place is where its words
//! are then. The session itself stays as it is.

use super::registry::Format;
use crate::model::{Article, Mention, Proposal, Record, Region, Session, Shard, Suggestion, Table};
use crate::text::{Fragments, Repaired, SharedText, Span};
use std::sync::Arc;

/// Formats that bring their texts along and name nothing of the source beyond them: places of the repaired text hold there.
const TAKING: [&str; 12] = [
    "brat",
    "prodigy",
    "doccano",
    "labelstudio",
    "conll",
    "webanno-tsv",
    "hf-jsonl",
    "parquet",
    "cat",
    "tei",
    "html",
    "markdown",
];

/// Whether `format` can have repaired text.
#[must_use]
pub fn takes_repaired_text(format: &Format) -> bool {
    TAKING.contains(&format.name)
}

/// The formats that can have repaired text.
#[must_use]
pub fn formats_of_repaired_text() -> &'static [&'static str] {
    &TAKING
}

/// `session` with the repairs that were accepted carried out, and how many there were.
#[must_use]
pub fn with_repairs(session: &Session) -> (Session, usize) {
    let mut out = session.clone();
    let mut count = 0;
    for shard in session.shards() {
        let repaired = shard.repaired();
        if repaired.is_empty() {
            continue;
        }
        count += repaired.len();
        if let Some(slot) = out.shard_mut(shard.id()) {
            *slot = moved(shard, &repaired);
        }
    }
    (out, count)
}

/// `shard` on its repaired text.
fn moved(shard: &Shard, repaired: &Repaired) -> Shard {
    let old = &shard.article;
    let text = SharedText::from(repaired.text());
    let mut article = Article::new(old.id, old.name.clone(), old.source.clone(), text, old.by, old.created);
    article.supersedes = old.supersedes;
    article.ext.clone_from(&old.ext);
    let extent = |fragments: &Fragments| {
        let spans: Vec<Span> = fragments.spans().iter().map(|span| repaired.place(*span)).collect();
        let fragments = Fragments::new(repaired.text(), spans).ok()?;
        let quote = fragments.quote(repaired.text())?;
        Some((fragments, quote))
    };
    let mention = |row: &Mention| {
        let (fragments, quote) = extent(&row.fragments)?;
        Some(Mention { fragments, quote: quote.into(), ..row.clone() })
    };
    let suggestion = |row: &Suggestion| match &row.fragments {
        None => Some(row.clone()),
        Some(fragments) => {
            let (fragments, quote) = extent(fragments)?;
            Some(Suggestion { fragments: Some(fragments), quote, ..row.clone() })
        }
    };
    let region = |row: &Region| Some(Region { span: repaired.place(row.span), ..row.clone() });
    let open = |row: &crate::model::Repair| {
        (row.state != Proposal::Accepted)
            .then(|| crate::model::Repair { span: repaired.place(row.span), ..row.clone() })
    };
    Shard {
        article: Arc::new(article),
        metadata: Arc::clone(&shard.metadata),
        regions: table(&shard.regions, region),
        repairs: table(&shard.repairs, open),
        mentions: table(&shard.mentions, mention),
        relations: shard.relations.clone(),
        suggestions: table(&shard.suggestions, suggestion),
        quarantine: shard.quarantine.clone(),
        revision: shard.revision,
    }
}

fn table<R: Record>(rows: &Table<R>, make: impl Fn(&R) -> Option<R>) -> Table<R> {
    let mut out = Table::default();
    for row in rows.iter().filter_map(make) {
        // Ids are those of a table already.
        out.insert_new(row).ok();
    }
    out
}
