//! Commands of every kind at random, for tests that carry out many.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "every test binary uses a part; helpers of tests fail loudly, as the tests do"
)]

use super::markup::{ELSEWHERE, OTHER, WAITING, entry as entry_draft, tag};
use super::support::slug;
use byline::codec::default_schema;
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(crate) struct Ask {
    what: u8,
    a: prop::sample::Index,
    b: prop::sample::Index,
    c: prop::sample::Index,
}

pub(crate) fn any_ask() -> impl Strategy<Value = Ask> {
    (0u8..24, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(what, a, b, c)| Ask { what, a, b, c })
}

/// The command that `ask` means in `session`; some name what is not there.
pub(crate) fn command_of(session: &Session, ask: &Ask) -> Command {
    let Ask { what, a, b, c } = ask;
    let article = session.shards().get(a.index(2)).map_or(ArticleId(9), |shard| shard.id());
    let shard = session.shard(article);
    let ids: Vec<MentionId> = shard.map_or(vec![], |shard| shard.mentions.iter().map(|row| row.id).collect());
    let pick = |index: &prop::sample::Index| ids.get(index.index(ids.len() + 1)).copied().unwrap_or(MentionId(404));
    let (first, second) = (pick(b), pick(c));
    let mentions = vec![first, second];
    let label = slug(["actor", "actor.person", "event", "claim", "claim.quoted"][c.index(5)]);
    let length = shard.map_or(1, |shard| shard.article.text().len());
    let place = Span::between(
        byline::text::ByteOffset::from_usize(b.index(length)),
        byline::text::ByteOffset::from_usize(c.index(length)),
    );
    let entries: Vec<EntryId> = session.entries.iter().map(|row| row.id).collect();
    let entry = entries.get(b.index(entries.len() + 1)).copied().unwrap_or(EntryId(404));
    let fragments = Places::from(place);
    match what {
        0..=4 => {
            Command::Tag(TagDraft { article, ..tag(label.as_str(), place.start.to_usize(), place.end.to_usize()) })
        }
        5 => Command::Delete { article, mentions },
        6 => Command::Relabel { article, mentions, label },
        7 => Command::SetExtent { article, mention: first, fragments },
        8 => Command::SetNote { article, mention: first, text: ["", "one", "two"][c.index(3)].to_owned() },
        9 => Command::SetFlag { article, mention: first, flag: slug("unsure"), on: c.index(2) == 0 },
        10 => Command::Review { article, mentions, state: ReviewState::ALL[c.index(3)] },
        11 => Command::SetAttribute { article, mention: first, attribute: slug("count"), value: Some(Value::Int(1)) },
        12 => {
            let label = slug(["argument", "source", "about", "supports"][a.index(4)]);
            let role = (label.as_str() == "argument").then(|| slug("who"));
            Command::Relate { article, from: first, to: second, label, role }
        }
        13 => Command::AddEntry(EntryDraft {
            entry: None,
            article: Some(article),
            mentions: vec![first],
            ..entry_draft(0, label.layer(), &format!("E{}", entries.len()), &[])
        }),
        14 => Command::Link { article, mentions, entry: Some(entry) },
        15 => Command::RenameEntry { entry, name: ["Ann", "Bob"][c.index(2)].to_owned() },
        16 => Command::DropEntry { entry },
        17 => Command::Align {
            from: AlignmentEnd::of_mention(article, first),
            to: AlignmentEnd::of_mention(OTHER, ELSEWHERE),
            kind: AlignmentKind::ALL[c.index(5)],
        },
        18 => Command::Restore { article, mention: WAITING, fragments },
        19 => Command::DropQuarantined { article, mention: WAITING },
        20 => Command::AddRegion { article, fragments, kind: RegionKind::Chrome },
        21 => Command::SetMetadata {
            article,
            field: Field::Outlet,
            value: Some(["Herald", "Gazette"][c.index(2)].to_owned()),
        },
        22 if c.index(4) == 0 => Command::RemoveArticle { article },
        22 => Command::SetTitle { title: ["A", "B "][c.index(2)].to_owned() },
        _ => Command::SetSchema {
            schema: Box::new(Schema { name: ["x", "y"][c.index(2)].to_owned(), ..default_schema() }),
            becomes: Becomes::default(),
        },
    }
}
