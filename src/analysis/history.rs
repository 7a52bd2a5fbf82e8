//! What happened to a session and to its mentions: the log, filtered, and what a mention's own record tells.
//!
//! It adds nothing that the session does not say.

use crate::model::{AnnotatorId, ArticleId, LogLine, Mention, MentionId, ReviewState, Session, Timestamp};

/// Which lines of the log are wanted. What is absent lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Words that the line's name must hold, whatever their case.
    pub text: String,
    /// Who did it.
    pub by: Option<AnnotatorId>,
    /// In which article.
    pub article: Option<ArticleId>,
}

/// The places in the log of the lines that `filter` lets through, the latest first.
#[must_use]
pub fn log_lines(session: &Session, filter: &LogFilter) -> Vec<usize> {
    let text = filter.text.trim().to_lowercase();
    let fits = |line: &LogLine| {
        filter.by.is_none_or(|by| line.by == by)
            && filter.article.is_none_or(|article| line.article == Some(article))
            && (text.is_empty() || line.name.to_lowercase().contains(&text))
    };
    let lines = session.log.lines.iter().enumerate().rev();
    lines.filter(|(_, line)| fits(line)).map(|(place, _)| place).collect()
}

/// Something that happened to a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// Who did it, if that is known.
    pub by: Option<AnnotatorId>,
    /// What, for people.
    pub what: String,
}

/// What is known to have happened to a mention, the latest first: steps of the log that name it, and what its record tells
/// where the log does not (it is bounded, and a step of many changes names the first few).
#[must_use]
pub fn mention_history(session: &Session, article: ArticleId, mention: MentionId) -> Vec<Happening> {
    let id = mention.to_string();
    let named = session.log.lines.iter().filter(|line| line.records.contains(&id));
    let mut happened: Vec<Happening> =
        named.map(|line| Happening { at: line.at, by: Some(line.by), what: line.name.clone() }).collect();
    let mut add = |happening: Happening| {
        if !happened
            .iter()
            .any(|known| known.at == happening.at && (happening.by.is_none() || known.by == happening.by))
        {
            happened.push(happening);
        }
    };
    if let Some(mention) = session.shard(article).and_then(|shard| shard.mentions.get(mention)) {
        own_record(mention).into_iter().for_each(&mut add);
    }
    for decision in session.decisions.iter().filter(|decision| decision.record.as_deref() == Some(&id)) {
        let files: Vec<&str> = decision.sources.iter().map(|source| source.file.as_str()).collect();
        let from = if files.is_empty() { String::new() } else { format!(" from {}", files.join(", ")) };
        let what = format!("Decided for the gold session: {}{from}", decision.action.as_str());
        add(Happening { at: decision.created, by: Some(decision.by), what });
    }
    happened.sort_by_key(|one| std::cmp::Reverse(one.at));
    happened
}

/// What a mention's record tells.
fn own_record(mention: &Mention) -> Vec<Happening> {
    let source = &mention.provenance;
    let mut made =
        if source.is_manual() { "Made by hand".to_owned() } else { format!("Made: {}", source.how.as_str()) };
    for (before, said) in [(" through ", &source.tool), (" from ", &source.file)] {
        if !said.is_empty() {
            made = made + before + said;
        }
    }
    let mut told = vec![Happening { at: mention.created, by: Some(mention.by), what: made }];
    if let Some(at) = mention.review.at() {
        let what = match mention.review.state {
            ReviewState::Open => "Reopened",
            ReviewState::Accepted => "Accepted",
            ReviewState::Rejected => "Rejected",
        };
        told.push(Happening { at, by: mention.review.by(), what: what.to_owned() });
    }
    let notes = mention.notes.iter();
    told.extend(notes.map(|note| Happening { at: note.at, by: Some(note.by), what: format!("Note: {}", note.text) }));
    if let Some(at) = mention.modified {
        told.push(Happening { at, by: None, what: "Changed last".to_owned() });
    }
    told
}
