//! What is gathered about the selected mention: once, until the session changes or another mention is selected.
//!
//! It does not draw.

use crate::analysis::{Detail, Link, chain, detail_of_many};
use crate::gui::register::{Register, tellings};
use crate::model::{Alignment, AlignmentEnd, AlignmentId, AlignmentKind, Mention, MentionId, Session, Shard};

/// How a mention, or the entry that it speaks of, stands to something else.
#[derive(Debug)]
pub(super) struct Aligned {
    pub(super) id: AlignmentId,
    pub(super) kind: AlignmentKind,
    /// The side that is this mention's.
    pub(super) own: AlignmentEnd,
    pub(super) other: AlignmentEnd,
    /// Whether this mention's side is the first of the two.
    pub(super) leads: bool,
    /// The other side's words, and those of all its mentions where it is an entry.
    pub(super) words: String,
    pub(super) told: String,
    /// What differs between the mention's words and those.
    pub(super) detail: Detail,
}

/// What is gathered.
#[derive(Debug, Default)]
pub(in crate::gui) struct Known {
    key: Option<(MentionId, u64, bool)>,
    pub(super) chain: Vec<Link>,
    pub(super) aligned: Vec<Aligned>,
}

impl Known {
    /// Gathers anew where what is kept does not hold any more; `edits` counts the changes of the session.
    pub(in crate::gui) fn follow(
        &mut self,
        session: &Session,
        (shard, mention): (&Shard, &Mention),
        register: &Register,
        edits: u64,
    ) {
        let key = Some((mention.id, edits, register.is_counted()));
        if self.key != key {
            let chain = chain(shard, mention.id);
            *self = Self { key, chain, aligned: aligned(session, shard, mention, register) };
        }
    }
}

fn aligned(session: &Session, shard: &Shard, mention: &Mention, register: &Register) -> Vec<Aligned> {
    let is_own = |end: AlignmentEnd| {
        end == AlignmentEnd::of_mention(shard.id(), mention.id) || (end.entry.is_some() && end.entry == mention.entry)
    };
    let row = |alignment: &Alignment| {
        let (own, other, leads) = match (is_own(alignment.from), is_own(alignment.to)) {
            (true, _) => (alignment.from, alignment.to, true),
            (_, true) => (alignment.to, alignment.from, false),
            _ => return None,
        };
        let words = words_of(session, other)?;
        let entry = other.entry.and_then(|id| session.entries.get(id));
        let told = entry.map(|entry| tellings(session, entry, register.articles_of(session, entry.id)));
        let told = told.unwrap_or_else(|| words.clone());
        let detail = detail_of_many(&mention.quote, &told);
        Some(Aligned { id: alignment.id, kind: alignment.kind, own, other, leads, words, told, detail })
    };
    session.alignments.iter().filter_map(row).collect()
}

/// The words of one side of an alignment.
fn words_of(session: &Session, end: AlignmentEnd) -> Option<String> {
    if let Some(entry) = end.entry {
        return session.entry_name(entry).map(str::to_owned);
    }
    let mention = session.shard(end.article?)?.mentions.get(end.mention?)?;
    Some(mention.quote.to_string())
}
