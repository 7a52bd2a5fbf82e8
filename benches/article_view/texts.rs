//! Texts with a mark per hundred bytes, and sessions of them with mentions and relations.

use super::plain::{analyst, bare_article, bare_relation, mention_at, scattered};
use byline::codec::default_schema;
use byline::edit::{Change, Edit, Transaction, apply};
use byline::gui::article::{Mark, MarkLook};
use byline::model::{AnnotatorId, ArticleId, Mention, MentionId, Relation, Session, Slug, Timestamp, TransactionId};
use byline::text::Span;
use eframe::egui::Color32;

pub(crate) const SENTENCE: &str =
    "Ministers from nine countries met in Geneva on Monday, where the envoy said that talks would go on. ";

/// News-like text of about `bytes` bytes in paragraphs of three sentences.
pub(crate) fn text_of(bytes: usize) -> String {
    let paragraph = format!("{}\n\n", SENTENCE.repeat(3).trim_end());
    paragraph.repeat(bytes / paragraph.len() + 1)
}

/// An extent per hundred bytes, some nested and some overlapping.
pub(crate) fn spans_of(bytes: usize) -> impl Iterator<Item = (usize, Span)> {
    (0..bytes / 100).map(move |number| {
        let start = number * 100 + (number * 37) % 61;
        let len = 5 + (number * 53) % 120;
        (number, Span::bytes(start, (start + len).min(bytes)))
    })
}

pub(crate) fn marks_of(bytes: usize) -> Vec<Mark> {
    let colors = [Color32::from_rgb(31, 111, 196), Color32::from_rgb(192, 95, 10), Color32::from_rgb(17, 134, 99)];
    let mark = |(number, span): (usize, Span)| Mark {
        key: number as u64,
        spans: Box::new([span]),
        color: colors[number % 3],
        tag: ["Actor", "Event", "Claim"][number % 3].into(),
        look: MarkLook::Work,
    };
    spans_of(bytes).map(mark).collect()
}

pub(crate) fn mention_of(text: &str, labels: &[Slug], number: usize, span: Span) -> Mention {
    let label = labels[number % labels.len()].clone();
    mention_at(scattered(number as u64), label, text, span, Timestamp::default())
}

/// From every tenth mention to the three behind it.
pub(crate) fn relations_of(session: &Session) -> Vec<Relation> {
    let label = &session.schema.relation_types[0].id;
    let mentions = session.shards()[1].mentions_in_order();
    let (starts, ahead) = (mentions.iter().step_by(10), 1..4);
    let ends = starts.enumerate().flat_map(|(number, from)| {
        let targets = ahead.clone().map(move |step| (step, number * 10 + step));
        targets.map(move |(step, place)| ((number * 4 + step) as u64, from.id, place))
    });
    let relation = |(id, from, place): (u64, MentionId, usize)| {
        Some(bare_relation(id, label.clone(), from, mentions.get(place)?.id, Timestamp::default()))
    };
    ends.filter_map(relation).collect()
}

pub(crate) fn article_edit(id: u64, text: &str) -> Edit {
    let article = bare_article(id, id, text, Timestamp::default());
    Edit::Article { position: usize::MAX, change: Change::insert(article) }
}

/// A session of a short article and, behind it, one of `bytes` bytes with a mention per hundred.
pub(crate) fn session_of(bytes: usize) -> Session {
    let text = text_of(bytes);
    let labels = ["actor", "event", "claim"].map(|label| Slug::new(label).unwrap());
    let mut session = Session::new("Benchmark", default_schema(), Timestamp::default());
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Analyst"))), article_edit(1, "Short.")];
    edits.push(article_edit(2, &text));
    let mentions = spans_of(text.len()).map(|(number, span)| mention_of(&text, &labels, number, span));
    edits.extend(mentions.map(|mention| Edit::Mention(ArticleId(2), Change::insert(mention))));
    fill(&mut session, edits);
    let relations = relations_of(&session).into_iter();
    let edits = relations.map(|relation| Edit::Relation(ArticleId(2), Change::insert(relation))).collect();
    fill(&mut session, edits);
    session
}

pub(crate) fn fill(session: &mut Session, edits: Vec<Edit>) {
    let (id, name, by, at) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1), Timestamp::default());
    apply(session, &Transaction { id, name, by, at, edits }).unwrap();
}
