//! Generated sessions for the formats: texts of every script with mentions, relations and entries.

use crate::support::{
    analyst, bare_entry, bare_relation, empty_file, plain_article, plain_mention, session_of, slug, span, time,
};
use byline::codec::default_schema;
use byline::model::*;
use byline::text::CharSpan;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Baku",
        "said",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "“Zürich”",
        "e\u{301}",
        "😀",
        "👨\u{200d}👩",
        "שָׁלוֹם",
        "سلام",
        "ก็",
        "中国",
        "=1+1",
        "'",
        "\"",
        "\\",
        "<b>&amp;",
        "]]>",
        "|",
        "_",
        "->",
        "[1]",
        "NA",
        "null",
        ",",
        ";",
        "#Text=",
        "\u{feff}",
        "\u{2028}",
        "\u{7f}",
        "-DOCSTART-",
    ]);
    prop::collection::vec(pieces, 1..30).prop_map(|pieces| pieces.concat()).prop_filter("holds a word", |text| {
        text.chars().filter(|char| char.is_alphabetic()).count() * 3 > text.chars().count()
            && !text.starts_with('\u{feff}')
    })
}

fn mention(id: u64, text: &str, cuts: &[prop::sample::Index], label: &str) -> Option<Mention<Vec<CharSpan>>> {
    let length = text.chars().count();
    let mut cuts: Vec<u32> = cuts.iter().map(|cut| u32::try_from(cut.index(length + 1)).unwrap()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let spans: Vec<CharSpan> = cuts.chunks_exact(2).map(|pair| span(pair[0], pair[1])).collect();
    (!spans.is_empty()).then(|| Mention { label: slug(label), ..plain_mention(id, text, spans) })
}

const LABELS: [&str; 5] = ["actor", "actor.person", "event.meeting", "claim", "claim.quoted"];

fn article(id: u64) -> impl Strategy<Value = byline::codec::ArticleFile> {
    let cuts = prop::collection::vec(any::<prop::sample::Index>(), 2..6);
    let note = prop::option::of("[a-z =é😀]{1,12}");
    let one = (cuts, 0_usize..LABELS.len(), note, prop::option::of(0_u8..=10), 0_usize..3, any::<bool>());
    (words(), prop::collection::vec(one, 0..6), prop::collection::vec((0_usize..6, 0_usize..6), 0..3)).prop_map(
        move |(text, mentions, relations)| {
            let mut article = plain_article(id, &text);
            for (rank, (cuts, label, note, sure, state, has_entry)) in mentions.into_iter().enumerate() {
                let Some(mut row) = mention(id * 100 + rank as u64, &text, &cuts, LABELS[label]) else { continue };
                row.notes.extend(note.map(|text| Note {
                    by: AnnotatorId(1),
                    at: time(),
                    text: text.trim().to_owned(),
                }));
                row.notes.retain(|note| !note.text.is_empty());
                row.confidence = sure.map(|tenths| f64::from(tenths) / 10.0);
                row.review.state = ReviewState::ALL[state % 2];
                let layer = row.label.layer().to_owned();
                row.entry = has_entry.then(|| {
                    EntryId(if layer == "actor" {
                        1
                    } else if layer == "event" {
                        2
                    } else {
                        3
                    })
                });
                if layer == "claim" {
                    row.attributes.insert(slug("kind"), Value::Text("forecast".to_owned()));
                    row.attributes.insert(slug("count"), Value::Int(12));
                }
                article.mentions.push(row);
            }
            let all = article.mentions.clone();
            let mut seen = BTreeSet::new();
            for (rank, (from, to)) in relations.into_iter().enumerate() {
                let (Some(from), Some(to)) = (all.get(from), all.get(to)) else { continue };
                let (kind, role) = match (from.label.layer(), to.label.layer()) {
                    ("event", "actor") => ("argument", Some(slug("who"))),
                    ("claim", "actor") => ("source", None),
                    ("claim", "event") => ("about", None),
                    _ => continue,
                };
                if seen.insert((from.id, to.id)) {
                    article.relations.push(relation(id * 100 + rank as u64, kind, role, from.id, to.id));
                }
            }
            article
        },
    )
}

pub(crate) fn relation(id: u64, kind: &str, role: Option<Slug>, from: MentionId, to: MentionId) -> Relation {
    Relation { role, ..bare_relation(id, slug(kind), from, to, time()) }
}

fn entry(id: u64, layer: &str, name: &str) -> Entry {
    bare_entry(id, slug(layer), name, time())
}

pub(crate) fn annotator() -> Annotator {
    analyst("Ann")
}

/// The schema that comes with Byline, read once.
pub(crate) fn schema() -> Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(default_schema);
    SCHEMA.clone()
}

pub(crate) fn sessions() -> impl Strategy<Value = Session> {
    (article(1), article(2)).prop_map(|(one, two)| {
        let mut file = empty_file("Generated");
        file.schema = schema();
        file.annotators.push(annotator());
        file.entries =
            vec![entry(1, "actor", "Ilham Aliyev"), entry(2, "event", "The visit"), entry(3, "claim", "It rained")];
        let is_same = one.text == two.text;
        file.articles.push(one);
        if !is_same {
            file.articles.push(two);
        }
        session_of(file)
    })
}
