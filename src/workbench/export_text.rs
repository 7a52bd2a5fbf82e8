//! Which text an export takes: as the sources have it, or with the repairs that were accepted carried out.
//!
//! It does not know any format beyond whether it can have repaired text.

use super::labelled::ExportWish;
use crate::formats::{Request, takes_repaired_text, with_repairs};
use crate::model::{Proposal, Session};
use std::borrow::Cow;

/// Which text goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportText {
    /// As the sources have it.
    #[default]
    Source,
    /// With the repairs that were accepted carried out.
    Repaired,
}

impl ExportWish {
    /// What is written of `session`, and what is asked of the writer. A format that cannot have repaired text gets the source's.
    pub(super) fn dressed<'s>(&self, session: &'s Session) -> (Cow<'s, Session>, Request) {
        if self.text == ExportText::Source || !takes_repaired_text(self.format) {
            return (Cow::Borrowed(session), self.request.clone());
        }
        let (session, count) = with_repairs(session);
        (Cow::Owned(session), Request { repaired: Some(count), ..self.request.clone() })
    }

    /// Which text it is, for people; nothing where the format has no choice of it. `session` is as it is, before it is written.
    pub(super) fn text_note(&self, session: &Session, dressed: &Request) -> Option<String> {
        if let Some(repaired) = dressed.text_note() {
            return Some(format!("{repaired}; offsets are those of the repaired text"));
        }
        if !takes_repaired_text(self.format) {
            return None;
        }
        let taken = session.shards().iter().filter(|shard| dressed.selection.takes_article(shard));
        let repairs = taken.flat_map(|shard| shard.repairs.iter());
        Some(match repairs.filter(|repair| repair.state == Proposal::Accepted).count() {
            0 => "Text as in the sources".to_owned(),
            1 => "Text as in the sources: the repair that was accepted is not in it".to_owned(),
            count => format!("Text as in the sources: the {count} repairs that were accepted are not in it"),
        })
    }
}
