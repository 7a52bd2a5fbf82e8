//! A look at a session file for everything that does not hold in it, and for what waits for somebody.
//!
//! It changes nothing and does not know how its findings are printed.

use super::batch::ground;
use crate::codec::Access;
use crate::edit::{self, FaultCode};
use crate::ingest;
use crate::model::{ArticleId, Conflict, Session, Shard};
use crate::store::{self, StoreError};
use crate::text::CharSpan;
use serde::Serialize;
use std::path::Path;

/// One thing that does not hold in a session file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What kind of thing: `file` for the file as a whole, `source` for a text that does not lead back to its source,
    /// `quarantine` for a mention that was set aside before, `conflict` for a record that a merge could not settle, or the
    /// name of a [`FaultCode`].
    pub code: String,
    /// The article's id, where it is about one.
    pub article: Option<ArticleId>,
    /// The article's name.
    pub name: Option<String>,
    /// The record, as "mention m-7K3QZ1V5R80AB"; the file's path for the file as a whole.
    pub record: String,
    /// Where in the article's text, in code points.
    pub place: Option<CharSpan>,
    /// What does not hold and what would put it right.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let (Some(name), Some(article)) = (&self.name, self.article) {
            write!(f, "{name} ({article}), ")?;
        }
        match self.place {
            Some(place) => write!(f, "{} at {}..{}: {}", self.record, place.start, place.end, self.message),
            None => write!(f, "{}: {}", self.record, self.message),
        }
    }
}

/// What a look at a session file found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Validation {
    /// What does not hold, the file as a whole first; the session is valid where this is empty.
    pub faults: Vec<Finding>,
    /// What waits for somebody: mentions that were set aside before, in the quarantine, and what a merge could not settle.
    pub waiting: Vec<Finding>,
}

/// Looks for everything that does not hold in the session file at `path`.
///
/// # Errors
/// [`StoreError`] where the file cannot be read at all; a file that can be read and is no session is a fault.
pub fn validate(path: &Path) -> Result<Validation, StoreError> {
    let whole = |message: String| Finding {
        code: "file".to_owned(),
        article: None,
        name: None,
        record: path.display().to_string(),
        place: None,
        message,
    };
    let loaded = match store::peek(&ground(), path) {
        Ok(loaded) => loaded,
        Err(StoreError::Decode { source, .. }) => {
            return Ok(Validation { faults: vec![whole(source.to_string())], waiting: Vec::new() });
        }
        Err(error) => return Err(error),
    };
    let mut found = Validation::default();
    if let Access::ReadOnly(reasons) = &loaded.access {
        found.faults.extend(reasons.iter().map(|reason| whole(reason.to_string())));
    }
    let session = &loaded.session;
    found.faults.extend(session.shards().iter().filter_map(|shard| source_finding(shard)));
    let name_of = |id: ArticleId| session.shard(id).map(|shard| shard.article.name.clone());
    found.faults.extend(loaded.warnings.iter().map(|warning| Finding {
        code: code_name(FaultCode::Place),
        article: Some(warning.article),
        name: name_of(warning.article),
        record: warning.record.clone(),
        place: None,
        message: warning.message.clone(),
    }));
    let is_new = |article: Option<ArticleId>, record: &str| {
        loaded.warnings.iter().any(|warning| article == Some(warning.article) && record == warning.record)
    };
    let faults = edit::validate(session).into_iter().filter(|fault| !is_new(fault.article, &fault.record));
    found.faults.extend(faults.map(|fault| Finding {
        code: code_name(fault.code),
        article: fault.article,
        name: fault.article.and_then(name_of),
        record: fault.record,
        place: fault.place,
        message: fault.message,
    }));
    found.waiting = waiting(session);
    found.waiting.retain(|waiting| !is_new(waiting.article, &waiting.record));
    Ok(found)
}

/// What waits in a session for somebody to look at it.
fn waiting(session: &Session) -> Vec<Finding> {
    let quarantine = session.shards().iter().flat_map(|shard| shard.quarantine.iter().map(move |row| (shard, row)));
    let lost = quarantine.map(|(shard, row)| Finding {
        code: "quarantine".to_owned(),
        article: Some(shard.id()),
        name: Some(shard.article.name.clone()),
        record: format!("mention {}", row.mention.id),
        place: row.mention.fragments.first().copied(),
        message: format!(
            "it waits in the quarantine ({}); give it a place or delete it",
            row.reason.trim_end_matches('.')
        ),
    });
    let open = session.conflicts.iter().map(|conflict| Finding {
        code: "conflict".to_owned(),
        article: conflict.article,
        name: conflict.article.and_then(|id| session.shard(id)).map(|shard| shard.article.name.clone()),
        record: format!("conflict {}", conflict.id),
        place: None,
        message: unsettled(conflict),
    });
    lost.chain(open).collect()
}

/// What a conflict is about, and which version the session holds.
fn unsettled(conflict: &Conflict) -> String {
    let source = if conflict.source.is_empty() { "another session" } else { &conflict.source };
    let what = match (&conflict.ours, &conflict.theirs) {
        (None, _) => "was deleted here and changed there; it was kept",
        (_, None) => "was changed here and deleted there; it was kept",
        _ => "was changed here and there; ours stayed",
    };
    format!(
        "a merge with {source} could not settle {}, which {what}, and both versions are in the conflict",
        conflict.record
    )
}

/// The code as files and documents have it.
fn code_name(code: FaultCode) -> String {
    serde_json::to_value(code).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn source_finding(shard: &Shard) -> Option<Finding> {
    let error = ingest::check_source(shard.article.text(), &shard.article.source).err()?;
    Some(Finding {
        code: "source".to_owned(),
        article: Some(shard.id()),
        name: Some(shard.article.name.clone()),
        record: format!("article {}", shard.id()),
        place: None,
        message: error.to_string(),
    })
}
