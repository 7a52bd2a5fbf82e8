//! Writing over the file that holds the session as it was: the same bytes as writing it anew, whatever was changed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_imports,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{Base, Encoding, Outline, Piece, Serial, Spread, decode, default_schema, encode};
use byline::edit::{Cleaning, Command, NewArticle, Places, TagDraft};
use byline::model::*;
use byline::store::{Expected, Over, RealDisk, StoreError, load, save, save_over};
use byline::text::Span;
use byline::workbench::{Clock, Threads, Workbench};
use proptest::prelude::*;
use std::fs;
use support::{empty_file, full_file, plain_article, plain_mention, session_of, slug, span, time};

fn later() -> Timestamp {
    Timestamp("2026-11-21T10:00:00Z".parse().unwrap())
}

fn begun() -> Session {
    let mut file = empty_file("Visit");
    file.schema = default_schema();
    for id in 1..=5 {
        let text = format!("Ministers of {id} states met.\r\n\"),\"\n(id: \"a-0\u{301}\u{5e9}");
        let mut article = plain_article(id, &text);
        article.mentions.push(plain_mention(id, &text, vec![span(0, 9)]));
        file.articles.push(article);
    }
    session_of(file)
}

fn annotator() -> Annotator {
    let kind = AnnotatorKind::Person;
    Annotator { id: AnnotatorId(1), name: "Analyst".to_owned(), kind, note: String::new(), ext: Ext::default() }
}

/// What may happen between two saves, and a save.
#[derive(Clone, Debug)]
enum Happening {
    Tag(usize, usize, usize),
    Untag(usize),
    Read(usize),
    Undo,
    Redo,
    Bring(u64),
    Drop(usize),
    Rename(String),
    Save,
}

fn any_happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    let index = || 0_usize..8;
    prop_oneof![
        4 => (index(), 0_usize..20, 1_usize..8).prop_map(|(article, start, length)| Tag(article, start, length)),
        1 => index().prop_map(Untag),
        1 => index().prop_map(Read),
        1 => Just(Undo),
        1 => Just(Redo),
        1 => (10_u64..14).prop_map(Bring),
        1 => index().prop_map(Drop),
        1 => "[a-z]{0,4}".prop_map(Rename),
        3 => Just(Save),
    ]
}

/// Carries one thing out; what is refused changes nothing.
fn happen(bench: &mut Workbench, happening: &Happening) {
    let shards = bench.session().shards().to_vec();
    let at = |index: &usize| shards.get(index % shards.len().max(1)).cloned();
    let command = match happening {
        Happening::Tag(index, start, length) => at(index).map(|shard| {
            Command::Tag(TagDraft {
                article: shard.id(),
                label: slug("actor.person"),
                fragments: Places::Bytes(vec![Span::bytes(*start, start + length)]),
                quote: None,
                entry: None,
                attributes: Attributes::new(),
                confidence: None,
                note: None,
            })
        }),
        Happening::Untag(index) => at(index).map(|shard| {
            let mentions = shard.mentions.iter().map(|mention| mention.id).take(1).collect();
            Command::Delete { article: shard.id(), mentions }
        }),
        Happening::Read(index) => {
            at(index).map(|shard| Command::SetStatus { article: shard.id(), status: ReadingStatus::Read })
        }
        Happening::Drop(index) => at(index).map(|shard| Command::RemoveArticle { article: shard.id() }),
        Happening::Rename(title) => Some(Command::SetTitle { title: title.clone() }),
        Happening::Undo => return drop(bench.undo()),
        Happening::Redo => return drop(bench.redo()),
        Happening::Bring(id) => return drop(bench.add_articles(vec![brought(*id)])),
        Happening::Save => None,
    };
    if let Some(command) = command {
        drop(bench.execute(&command));
    }
}

fn brought(id: u64) -> NewArticle {
    let mut one = empty_file("one");
    one.articles.push(plain_article(id, "Another text."));
    let article = session_of(one).shards()[0].article.as_ref().clone();
    NewArticle { metadata: Metadata::unknown(article.id), article, outlet: None, cleaning: Cleaning::default() }
}

/// A session file in pieces, written over `base`, which was found to hold `session`.
fn pieces(session: &Session, base: Option<&Base<'_>>, spread: &dyn Spread) -> (Vec<Piece>, u32) {
    let mut encoding = Encoding::new(session, later(), base, spread);
    let mut all = Vec::new();
    loop {
        let mut next = encoding.next_pieces().unwrap();
        if next.is_empty() {
            break;
        }
        assert!(encoding.verify().is_err() || matches!(next.last(), Some(Piece::New(_))));
        all.append(&mut next);
    }
    assert_eq!(encoding.verify(), Ok(()));
    (all, encoding.sum())
}

/// Checks that writing over `base` gives the bytes of writing anew; gives these.
fn check_over(base: &[u8], known: &Session, session: &Session) -> Vec<u8> {
    let anew = encode(session, later()).unwrap().into_bytes();
    let (old, outline) = (base, Outline::of(base));
    let base = outline.as_ref().and_then(|outline| Base::new(outline, known));
    assert_eq!(base.is_some(), !known.shards().is_empty());
    for (pieces, sum) in [
        pieces(session, base.as_ref(), &Serial),
        pieces(session, base.as_ref(), &Threads),
        pieces(session, None, &Threads),
    ] {
        let bytes = |piece: &Piece| match piece {
            Piece::New(bytes) => bytes.clone(),
            Piece::Copied(place) => old[place.clone()].to_vec(),
        };
        let bytes: Vec<u8> = pieces.iter().flat_map(bytes).collect();
        assert!(bytes == anew, "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(sum, crc32fast::hash(&anew));
    }
    assert_eq!(decode(&anew).unwrap().session, *session);
    anew
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn writing_over_gives_the_bytes_of_writing_anew(happenings in prop::collection::vec(any_happening(), 1..30)) {
        let mut bench = Workbench::with(begun(), annotator(), Clock::Fixed(time()), 7);
        let mut known = bench.snapshot();
        let mut bytes = encode(&known, time()).unwrap().into_bytes();
        for happening in happenings.iter().chain([&Happening::Save]) {
            happen(&mut bench, happening);
            if matches!(happening, Happening::Save) {
                bytes = check_over(&bytes, &known, bench.session());
                known = bench.snapshot();
            }
        }
    }
}

#[test]
fn what_did_not_change_is_copied() {
    let mut bench = Workbench::with(begun(), annotator(), Clock::Fixed(time()), 7);
    let known = bench.snapshot();
    let bytes = encode(&known, time()).unwrap().into_bytes();
    happen(&mut bench, &Happening::Read(0));
    let outline = Outline::of(&bytes).unwrap();
    let base = Base::new(&outline, &known).unwrap();
    let (pieces, _) = pieces(bench.session(), Some(&base), &Serial);
    let length = |piece: &Piece| if let Piece::Copied(place) = piece { place.len() } else { 0 };
    let copied: usize = pieces.iter().map(length).sum();
    let blocks = known.shards().iter().map(|shard| byline::codec::encode_article(shard).unwrap().len());
    assert_eq!(copied, blocks.skip(1).sum::<usize>());
    assert_eq!(pieces.len(), 4, "the head, the changed block, the others in one piece, the tail");
}

#[test]
fn another_session_than_that_of_the_file_is_no_base() {
    let known = begun();
    let bytes = encode(&known, time()).unwrap().into_bytes();
    let mut bench = Workbench::with(known.clone(), annotator(), Clock::Fixed(time()), 7);
    happen(&mut bench, &Happening::Drop(1));
    let other = bench.session();
    let outline = Outline::of(&bytes).unwrap();
    assert!(Base::new(&outline, &known).is_some());
    assert!(Base::new(&outline, other).is_none());
    assert!(Outline::of(&bytes[..bytes.len() / 2]).is_none());
    assert!(Outline::of(b"").is_none());
}

#[test]
fn a_save_over_a_known_file_is_a_save() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.ron");
    let mut bench = Workbench::with(session_of(full_file()), annotator(), Clock::Fixed(time()), 7);
    let known = bench.snapshot();
    let fingerprint = save(&path, &known, time(), Expected::Nothing).unwrap();
    happen(&mut bench, &Happening::Read(0));
    let over = Over { known: Some(&known), spread: &Threads };
    let expected = Expected::Same(fingerprint);
    let fingerprint = save_over(&RealDisk, &path, bench.session(), later(), expected, over).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), encode(bench.session(), later()).unwrap());
    let loaded = load(&path).unwrap();
    assert_eq!((&loaded.session, loaded.fingerprint), (bench.session(), fingerprint));
    fs::write(&path, encode(&known, later()).unwrap()).unwrap();
    let refused = save_over(&RealDisk, &path, bench.session(), later(), Expected::Same(fingerprint), over);
    assert!(matches!(refused, Err(StoreError::Changed(_))));
}
