//! Topic 1 of ECB+ through the `cat` reader, held against a count of the raw files by other means.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

#[path = "support/exchange.rs"]
#[allow(unused_imports, reason = "this test uses a part of it")]
mod exchange;
#[path = "support/program.rs"]
mod program;

use byline::model::{EntryId, Session};
use exchange::{import, session};
use program::{Place, shared};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A mention: its article, its tag, its words with one space between, the chain it belongs to.
type Row = (String, String, String, Option<String>);

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

fn plain(text: &str) -> String {
    let pairs = [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// The mentions of one raw file.
fn counted(name: &str, raw: &str) -> Vec<Row> {
    let tokens: BTreeMap<&str, String> = pattern(r#"<token t_id="(\d+)"[^>]*>([^<]*)</token>"#)
        .captures_iter(raw)
        .map(|found| (found.get(1).unwrap().as_str(), plain(&found[2])))
        .collect();
    let marked = &raw[raw.find("<Markables>").unwrap()..raw.find("</Markables>").unwrap()];
    let mut chains: BTreeMap<&str, String> = BTreeMap::new();
    for found in pattern(r#"<\w+\s+m_id="(\d+)"([^>]*)/\s*>"#).captures_iter(marked) {
        let instance =
            pattern(r#"instance_id="([^"]+)""#).captures(found.get(2).unwrap().as_str()).map(|id| id[1].to_owned());
        let id = found.get(1).unwrap().as_str();
        chains.insert(id, instance.unwrap_or_else(|| format!("{name}#{id}")));
    }
    let mut of_mention: BTreeMap<&str, &str> = BTreeMap::new();
    let relation = pattern(r"(?s)<(?:CROSS|INTRA)_DOC_COREF\b[^>]*>(.*?)</(?:CROSS|INTRA)_DOC_COREF>");
    for found in relation.captures_iter(raw) {
        let inside = found.get(1).unwrap().as_str();
        let target = pattern(r#"<target m_id="(\d+)""#).captures(inside).unwrap().get(1).unwrap().as_str();
        for source in pattern(r#"<source m_id="(\d+)""#).captures_iter(inside) {
            of_mention.insert(source.get(1).unwrap().as_str(), &chains[target]);
        }
    }
    let opened = pattern(r#"(?s)<(\w+)\s+m_id="(\d+)"[^>/]*>(.*?)</\w+>"#);
    let row = |found: regex::Captures<'_>| {
        let mut anchors: Vec<u32> = pattern(r#"<token_anchor t_id="(\d+)""#)
            .captures_iter(&found[3])
            .map(|anchor| anchor[1].parse().unwrap())
            .collect();
        anchors.sort_unstable();
        let words: Vec<&str> = anchors.iter().map(|id| tokens[id.to_string().as_str()].as_str()).collect();
        let chain = of_mention.get(&found[2]).map(|chain| (*chain).to_owned());
        (name.to_owned(), found[1].to_owned(), words.join(" "), chain)
    };
    opened.captures_iter(marked).map(row).collect()
}

fn counted_folder(folder: &Path) -> (usize, Vec<Row>) {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "xml"));
    let rows = files
        .iter()
        .flat_map(|path| counted(path.file_stem().unwrap().to_str().unwrap(), &std::fs::read_to_string(path).unwrap()));
    (files.len(), rows.collect())
}

/// The mentions of the session, those of one chain by the id of its entry.
fn in_session(session: &Session) -> Vec<(String, String, String, Option<EntryId>)> {
    let mut rows = Vec::new();
    for shard in session.shards() {
        for mention in shard.mentions.iter() {
            let tag = byline::formats::label_name(&session.schema, &mention.label);
            let words = mention.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            rows.push((shard.article.name.clone(), tag.to_owned(), words, mention.entry));
        }
    }
    rows
}

#[test]
fn every_chain_of_topic_one_is_an_entry_that_speaks_of_its_mentions_in_all_articles() {
    let Some(corpora) = shared("corpora") else { return };
    let folder = corpora.join("ecbplus/topic-1");
    let (files, mut raw) = counted_folder(&folder);
    assert_eq!((files, raw.len()), (39, 1316), "the files are those that the figures speak of");
    let place = Place::new();
    import(&place, "cat", &folder.display().to_string(), "s.ron").ends(0);
    place.byline(&["validate", "s.ron"]).ends(0);
    let session = session(&place, "s.ron");
    assert_eq!(session.shards().len(), files);
    assert_eq!(session.mention_count(), raw.len());

    // Entries by the chain that they stand for: by their id there or, of chains within one article, by elimination below.
    let mut found = in_session(&session);
    let without_chain = |row: &Row| (row.0.clone(), row.1.clone(), row.2.clone(), row.3.is_some());
    let mut expected: Vec<_> = raw.iter().map(without_chain).collect();
    let mut same: Vec<_> =
        found.iter().map(|row| (row.0.clone(), row.1.clone(), row.2.clone(), row.3.is_some())).collect();
    expected.sort();
    same.sort();
    let wrong: Vec<_> = expected.iter().zip(&same).filter(|(one, two)| one != two).take(3).collect();
    assert_eq!(wrong, [], "words, tags and links are those of the files");

    raw.retain(|row| row.3.is_some());
    found.retain(|row| row.3.is_some());
    let mut chains: BTreeMap<String, Vec<[String; 3]>> = BTreeMap::new();
    for (file, tag, words, chain) in raw {
        // A register keeps actors, events and places apart; a chain that mixes them becomes an entry in each layer.
        let kind = tag.trim_start_matches("NEG_").trim_start_matches("NON_").split('_').next().unwrap().to_owned();
        let layer = if tag.starts_with("NON_HUMAN") { "NON_HUMAN".to_owned() } else { kind };
        chains.entry(format!("{} {layer}", chain.unwrap())).or_default().push([file, tag, words]);
    }
    let mut entries: BTreeMap<EntryId, Vec<[String; 3]>> = BTreeMap::new();
    for (file, tag, words, entry) in found {
        entries.entry(entry.unwrap()).or_default().push([file, tag, words]);
    }
    let groups = |rows: Vec<Vec<[String; 3]>>| {
        let mut rows = rows;
        for rows in &mut rows {
            rows.sort();
        }
        rows.sort();
        rows
    };
    assert_eq!(session.entries.len(), entries.len(), "no entry without a mention");
    let over =
        entries.values().filter(|rows| rows.iter().map(|row| &row[0]).collect::<BTreeSet<_>>().len() > 1).count();
    assert_eq!((chains.len(), over, entries.values().map(Vec::len).sum::<usize>()), (321, 101, 1209));
    let (expected, found) = (groups(chains.into_values().collect()), groups(entries.into_values().collect()));
    assert!(expected == found, "each entry has the mentions of its chain, in every article");
}
