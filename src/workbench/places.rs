//! Where reading stopped in each article, so that one comes back as it was left: in the same window and after a restart.
//!
//! It does not know how an article is drawn or where this is kept between starts.

use super::view::{ScrollPlace, View};
use crate::model::{ArticleId, Session};
use crate::store::ReadingPlace;
use crate::text::{ByteOffset, Span};

/// Articles remembered; the one left longest ago is forgotten first.
const MAX_PLACES: usize = 40;

/// Reading places, the latest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    kept: Vec<ReadingPlace>,
}

impl Places {
    /// The places of `kept` that hold in `session`: of articles that are there, on whole characters.
    #[must_use]
    pub fn holding(session: &Session, kept: &[ReadingPlace]) -> Self {
        let holds = |place: &&ReadingPlace| {
            session.shard(place.article).is_some_and(|shard| {
                let text = shard.article.text();
                let bytes = [place.byte, place.anchor, place.caret];
                place.offset.is_finite() && bytes.iter().all(|byte| text.is_char_boundary(*byte as usize))
            })
        };
        Self { kept: kept.iter().filter(holds).take(MAX_PLACES).copied().collect() }
    }

    /// Notes where `place.article` is now.
    pub fn note(&mut self, place: ReadingPlace) {
        match self.kept.first_mut() {
            Some(first) if first.article == place.article => *first = place,
            _ => {
                self.kept.retain(|known| known.article != place.article);
                self.kept.insert(0, place);
                self.kept.truncate(MAX_PLACES);
            }
        }
    }

    /// Where reading of `article` stopped.
    #[must_use]
    pub fn of(&self, article: ArticleId) -> Option<ReadingPlace> {
        self.kept.iter().find(|place| place.article == article).copied()
    }

    /// All places, the latest first.
    #[must_use]
    pub fn all(&self) -> &[ReadingPlace] {
        &self.kept
    }
}

/// What is in front at `place`.
pub(super) fn view_at(place: ReadingPlace) -> View {
    View {
        article: Some(place.article),
        selection: Some(Span::between(ByteOffset(place.anchor), ByteOffset(place.caret))),
        scroll: ScrollPlace { byte: ByteOffset(place.byte), offset_points: place.offset },
        ..View::default()
    }
}

/// Where reading stops with `view`.
pub(super) fn place_of(view: View) -> Option<ReadingPlace> {
    let selection = view.selection.unwrap_or_default();
    Some(ReadingPlace {
        article: view.article?,
        byte: view.scroll.byte.0,
        offset: view.scroll.offset_points,
        anchor: selection.start.0,
        caret: selection.end.0,
    })
}
