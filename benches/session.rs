//! What a large session costs: written, read, changed with and without a snapshot held, and saved to a disk.

#![allow(
    clippy::wildcard_imports,
    clippy::indexing_slicing,
    reason = "records of every kind; the default schema has three layers"
)]

#[path = "../tests/support/plain.rs"]
mod plain;

use byline::codec::{decode, default_schema, encode};
use byline::edit::{Change, Edit, Transaction, apply};
use byline::edit::{Command, Places, TagDraft};
use byline::model::*;
use byline::store::{Expected, save};
use byline::text::Span;
use byline::workbench::{Clock, Workbench};
use criterion::{Criterion, criterion_group, criterion_main};
use plain::{analyst, bare_article, mention_at};
use std::hint::black_box;

const ARTICLES: u64 = 50;
const MENTIONS: u64 = 200;
const SENTENCE: &str = "Ministers of nine states met on Monday, where the envoy said that talks would go on. ";

fn at() -> Timestamp {
    Timestamp::default()
}

fn mention(id: u64, text: &str, start: usize) -> Option<Mention> {
    let label = Slug::new("actor.person").ok()?;
    Some(mention_at(id, label, text, Span::bytes(start, start + 9), at()))
}

/// 10,000 mentions over 50 articles.
fn session() -> Session {
    let text = SENTENCE.repeat(200);
    let mut session = Session::new("Large", default_schema(), at());
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Analyst")))];
    for (position, id) in (0..ARTICLES).enumerate() {
        edits.push(Edit::Article { position, change: Change::insert(bare_article(id, id, text.as_str(), at())) });
        let mentions = (0..MENTIONS).zip((0..).step_by(SENTENCE.len()));
        let mentions = mentions.filter_map(|(number, start)| mention(id * MENTIONS + number, &text, start));
        edits.extend(mentions.map(|mention| Edit::Mention(ArticleId(id), Change::insert(mention))));
    }
    let (name, by) = ("Fill".to_owned(), AnnotatorId(1));
    let filled = apply(&mut session, &Transaction { id: TransactionId(1), name, by, at: at(), edits });
    assert_eq!(filled, Ok(()));
    assert_eq!(session.mention_count(), 10_000);
    session
}

fn text_form(criterion: &mut Criterion) {
    let session = session();
    let text = encode(&session, at()).unwrap_or_default();
    assert!(text.len() > 1_000_000);
    criterion.bench_function("encode", |bencher| bencher.iter(|| encode(black_box(&session), at())));
    criterion.bench_function("decode", |bencher| bencher.iter(|| decode(black_box(text.as_bytes()))));
}

fn one_edit(criterion: &mut Criterion) {
    let tag = Command::Tag(TagDraft {
        article: ArticleId(ARTICLES / 2),
        label: session().schema.layers[1].id.clone(),
        fragments: Places::Bytes(vec![Span::bytes(10, 20)]),
        quote: None,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        note: None,
    });
    let mut bench = Workbench::with(session(), analyst("Analyst"), Clock::Fixed(at()), 7);
    let tag_and_undo = |bench: &mut Workbench| {
        assert!(bench.execute(&tag).is_ok());
        assert!(bench.undo().is_ok());
    };
    criterion.bench_function("tag and undo", |bencher| bencher.iter(|| tag_and_undo(&mut bench)));
    criterion.bench_function("tag and undo, a snapshot held", |bencher| {
        bencher.iter(|| {
            let held = bench.snapshot();
            tag_and_undo(&mut bench);
            held
        });
    });
}

fn saving(criterion: &mut Criterion) {
    let session = session();
    let Ok(folder) = tempfile::tempdir() else { return };
    let path = folder.path().join("large.ron");
    criterion.bench_function("save", |bencher| {
        bencher.iter(|| assert!(save(&path, black_box(&session), at(), Expected::Anything).is_ok()));
    });
}

criterion_group!(benches, text_form, one_edit, saving);
criterion_main!(benches);
