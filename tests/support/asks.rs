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
    any_ask_of(0..38)
}

/// The commands of many records, of the register in depth and of the schema.
pub(crate) fn any_deep_ask() -> impl Strategy<Value = Ask> {
    any_ask_of(23..38)
}

fn any_ask_of(whats: std::ops::Range<u8>) -> impl Strategy<Value = Ask> {
    (whats, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(what, a, b, c)| Ask { what, a, b, c })
}

/// A name that no entry has, as aliases neither: entries that are split off and merged again leave theirs behind.
fn fresh_name(session: &Session, of: &str) -> String {
    let is_taken = |name: &String| {
        session.entries.iter().any(|row| row.name == *name || row.aliases.iter().any(|alias| alias.text == *name))
    };
    let mut names = (session.entries.iter().count()..).map(|number| format!("E{number} of {of}"));
    names.find(|name| !is_taken(name)).unwrap_or_default()
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
        16 if c.index(3) == 0 => Command::DropEntries { entries: vec![entry, EntryId(c.index(3) as u64)] },
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
        22 if c.index(4) == 1 => of_outlets(session, [*a, *b, *c]),
        22 => Command::SetTitle { title: ["A", "B "][c.index(2)].to_owned() },
        23 => Command::SetSchema {
            schema: Box::new(Schema { name: ["x", "y"][c.index(2)].to_owned(), ..default_schema() }),
            becomes: Becomes::default(),
        },
        _ => deep_command_of(session, ask, &Found { article, first, second, label, place, entries }),
    }
}

/// What is there to be named.
struct Found {
    article: ArticleId,
    first: MentionId,
    second: MentionId,
    label: Label,
    place: Span,
    entries: Vec<EntryId>,
}

fn deep_command_of(session: &Session, ask: &Ask, found: &Found) -> Command {
    let Ask { what, a, b, c } = ask;
    let Found { article, first, second, label, place, entries } = found;
    let (article, first, second) = (*article, *first, *second);
    let entry =
        |index: &prop::sample::Index| entries.get(index.index(entries.len() + 1)).copied().unwrap_or(EntryId(404));
    let mentions = vec![(article, vec![first, second]), (OTHER, vec![ELSEWHERE])];
    match what {
        24 => Command::EditEntry { entry: entry(b), change: entry_change(label, *b, *c) },
        25 => Command::MergeEntries { into: entry(b), from: vec![entry(c)] },
        26 => Command::SplitEntry {
            entry: entry(b),
            name: fresh_name(session, ["one", "two"][c.index(2)]),
            aliases: vec![],
            mentions: vec![(article, vec![first])],
            new: None,
        },
        27 => Command::SetDistinct { entries: vec![entry(b), entry(c)], on: a.index(2) == 0 },
        28 => {
            let relations: Vec<RelationId> =
                session.shard(article).map_or(vec![], |shard| shard.relations.iter().map(|row| row.id).collect());
            let relation = relations.get(b.index(relations.len() + 1)).copied().unwrap_or(RelationId(404));
            Command::SetRelation { article, relation, change: relation_change(first, *a, *c) }
        }
        29 | 30 => Command::TagAll {
            label: label.clone(),
            entry: (a.index(3) == 0).then(|| entry(b)),
            attributes: Attributes::new(),
            places: vec![(article, (*place).into()), (OTHER, Span::bytes(0, 5 + c.index(3)).into())],
            from: Some(first),
        },
        31 if a.index(4) == 0 => Command::DeleteAll { mentions },
        31 => Command::LinkAll { mentions: vec![(article, vec![first, second])], entry: Some(entry(b)) },
        32 if b.index(4) == 0 => Command::JoinAlike { mentions },
        32 => Command::RelabelAll { mentions, label: label.clone() },
        33 => Command::ReviewAll { mentions, state: ReviewState::ALL[c.index(3)] },
        34 => Command::FlagAll { mentions, flag: slug("unsure"), on: a.index(2) == 0 },
        35 | 36 => of_notes_and_filters(session, article, first, [*a, *b, *c]),
        _ => merged_labels(session, *a, *c),
    }
}

fn of_notes_and_filters(
    session: &Session,
    article: ArticleId,
    mention: MentionId,
    [a, b, c]: [prop::sample::Index; 3],
) -> Command {
    let text = ["", "one", "two"][b.index(3)].to_owned();
    match a.index(7) {
        0 => Command::AddNote { article, mention, text },
        1 => Command::EditNote { article, mention, note: c.index(2), text },
        2 => Command::DropNote { article, mention, note: c.index(2) },
        3 => Command::SaveFilter(Box::new(FilterDraft {
            name: text,
            states: vec![ReviewState::ALL[c.index(3)]],
            ..FilterDraft::default()
        })),
        4 => Command::SaveGuideline(Box::new(GuidelineDraft {
            guideline: (c.index(2) == 0).then_some(GuidelineId(7)),
            title: text,
            labels: vec![slug(["claim", "nobody"][c.index(2)])],
            ..GuidelineDraft::default()
        })),
        5 => Command::DropGuideline { guideline: GuidelineId(7) },
        _ => {
            let known: Vec<FilterId> = session.filters.iter().map(|row| row.id).collect();
            Command::DropFilter { filter: known.get(c.index(known.len() + 1)).copied().unwrap_or(FilterId(404)) }
        }
    }
}

/// What concerns outlets, and what is known of both articles.
fn of_outlets(session: &Session, [a, b, c]: [prop::sample::Index; 3]) -> Command {
    let known: Vec<OutletId> = session.outlets.iter().map(|row| row.id).collect();
    let one = |index: prop::sample::Index| known.get(index.index(known.len() + 1)).copied().unwrap_or(OutletId(404));
    let name = ["Herald", "Gazette", "Post"][b.index(3)].to_owned();
    let articles = vec![ArticleId(1), OTHER];
    match a.index(6) {
        0 => Command::AddOutlet(OutletDraft { name, ..OutletDraft::default() }),
        1 => Command::EditOutlet { outlet: one(c), change: OutletChange::Name(name) },
        2 => Command::MergeOutlets { into: one(b), from: vec![one(c)] },
        3 => Command::DropOutlet { outlet: one(c) },
        4 => Command::ConfirmMetadata { articles, fields: vec![] },
        _ => {
            let set = vec![(Field::Outlet, Some(name)), (Field::Published, Some("2031-03".to_owned()))];
            Command::SetMetadataAll { articles, change: MetadataChange { set, ..MetadataChange::default() } }
        }
    }
}

fn entry_change(label: &Label, b: prop::sample::Index, c: prop::sample::Index) -> EntryChange {
    let day = |text: &str| Some(Day(text.parse().unwrap()));
    match c.index(9) {
        0 => EntryChange::Kind((b.index(3) > 0).then(|| label.clone())),
        1 => EntryChange::When(Some(Interval {
            first: day(["2031-03-14", "2031-05-01"][b.index(2)]),
            last: day("2031-04-01"),
            precision: Precision::Vague,
            phrase: String::new(),
            anchor: None,
        })),
        2 => EntryChange::Place(Some(Place {
            name: "Quay".to_owned(),
            entry: None,
            latitude: Some([12.5, 91.0][b.index(2)]),
            longitude: None,
        })),
        3 => EntryChange::Credibility(Some(u8::try_from(b.index(8)).unwrap())),
        4 => EntryChange::Id { scheme: "wikidata".to_owned(), id: Some(format!("Q{}", b.index(3))) },
        5 => EntryChange::Attribute { attribute: slug("count"), value: Some(Value::Int(2)) },
        6 => EntryChange::Note(["", "one", "two"][b.index(3)].to_owned()),
        7 => EntryChange::Layer(slug(["actor", "event", "claim"][b.index(3)])),
        _ => EntryChange::AliasAbout { alias: "Ann".to_owned(), language: "en".to_owned(), note: String::new() },
    }
}

fn relation_change(mention: MentionId, a: prop::sample::Index, c: prop::sample::Index) -> RelationChange {
    let role = |index: usize| ["who", "to_whom", "when"].get(index).map(|role| slug(role));
    match c.index(8) {
        0 => RelationChange::Role(role(a.index(4))),
        1 => {
            let label = slug(["argument", "source", "about", "supports", "contradicts"][a.index(5)]);
            let role = (label.as_str() == "argument").then(|| slug("who"));
            RelationChange::Type { label, role }
        }
        2 => RelationChange::From(mention),
        3 => RelationChange::To(mention),
        4 => RelationChange::Reverse,
        5 => RelationChange::Note(["", "sure?"][a.index(2)].to_owned()),
        6 => RelationChange::Confidence(Some([0.5, 2.0][a.index(2)])),
        _ => RelationChange::Flag { flag: slug("unsure"), on: a.index(2) == 0 },
    }
}

/// The schema without a label, which becomes another one or none.
fn merged_labels(session: &Session, a: prop::sample::Index, c: prop::sample::Index) -> Command {
    let mut schema = Schema::clone(&session.schema);
    let label = slug(["actor.person", "claim.quoted", "actor.group"][a.index(3)]);
    for layer in &mut schema.layers {
        layer.labels.retain(|known| known.id != label);
    }
    let fate = [Some(label.layer()), Some("event"), None][c.index(3)].map(slug);
    let becomes = Becomes { labels: [(label, fate)].into(), ..Becomes::default() };
    Command::SetSchema { schema: Box::new(schema), becomes }
}
