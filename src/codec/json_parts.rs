//! Reads the JSON mirror while it comes: its articles side by side and some at a time, the rest as a mirror without articles.
//!
//! It is right or refuses. Articles are looked for where Byline writes them, on the outermost level; whatever is otherwise, or
//! wrong, is left to [`super::from_json`], which reads the mirror as a whole and says what it is.

use super::json::FromJson;
use super::json_list::JsonList;
use super::layout::{Batch, Source, in_pieces};
use super::lexical::long_number;
use super::shape::{ArticleFile, SessionFile, VERSION};
use super::spread::{Spread, map_each};
use crate::codec::decode::MAX_SESSION_BYTES;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// What stands before the list of articles.
const ARTICLES: &str = "\n  \"articles\": ";

/// Articles are handed out in so many parts.
const PARTS: usize = 64;

/// Reads the mirror of `length` bytes that `source` has; nothing where it has to be read as a whole.
pub fn from_json_source(source: &dyn Source, length: usize, spread: &dyn Spread) -> Option<FromJson> {
    if length as u64 > MAX_SESSION_BYTES {
        return None;
    }
    from_pieces(in_pieces(source, length), spread)
}

fn from_pieces<'p>(pieces: impl Iterator<Item = Option<Cow<'p, [u8]>>>, spread: &dyn Spread) -> Option<FromJson> {
    let (mut head, mut list) = (Vec::new(), None);
    let mut all = Batch::default();
    for piece in pieces {
        let piece = piece?;
        let list = match &mut list {
            None => {
                head.extend_from_slice(&piece);
                let Some(at) = memchr::memmem::find(&head, ARTICLES.as_bytes()) else { continue };
                let rest = head.split_off(at + ARTICLES.len());
                let list = list.insert(JsonList::default());
                list.add(&rest)?;
                list
            }
            Some(list) => {
                list.add(&piece)?;
                list
            }
        };
        let elements: Vec<&[u8]> = list.elements().collect();
        let size = elements.len().div_ceil(PARTS).max(1);
        for part in map_each(spread, elements.chunks(size).collect(), articles) {
            all.append(part?);
        }
        list.forget();
    }
    let mut frame = frame(&head, list.as_ref()?.behind()?)?;
    let modified = frame.modified.take();
    let (mut session, _) = frame.into_session().ok()?;
    let Batch { shards, ids, warnings, .. } = all;
    for shard in shards {
        session.insert_shard(usize::MAX, shard);
    }
    ids.are_unique().then_some(FromJson { session, modified, warnings })
}

fn articles(elements: &[&[u8]]) -> Option<Batch> {
    let mut batch = Batch::default();
    for element in elements {
        let file: ArticleFile = read(std::str::from_utf8(element).ok()?)?;
        batch.add(file)?;
    }
    Some(batch)
}

/// What stands around the list of articles.
fn frame(head: &[u8], behind: &[u8]) -> Option<SessionFile> {
    let (head, behind) = (std::str::from_utf8(head).ok()?, std::str::from_utf8(behind).ok()?);
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    let file: SessionFile = read(&format!("{head}[]{behind}")).filter(|_| is_outermost(head))?;
    (file.version <= VERSION && file.articles.is_empty()).then_some(file)
}

/// Whether what comes behind `head` stands in the first brace and in no other. Data of other tools may have any names.
fn is_outermost(head: &str) -> bool {
    let (mut depth, mut rest) = (0_usize, head);
    while let Some(at) = rest.find(['{', '[', '}', ']', '"']) {
        let sign = rest.as_bytes().get(at);
        rest = rest.get(at + 1..).unwrap_or_default();
        match sign {
            Some(b'{' | b'[') => depth += 1,
            Some(b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {
                while let Some(at) = rest.find(['"', '\\']) {
                    let is_end = rest.as_bytes().get(at) == Some(&b'"');
                    // Behind a backslash stands one sign of one byte.
                    rest = rest.get(at + if is_end { 1 } else { 2 }..).unwrap_or_default();
                    if is_end {
                        break;
                    }
                }
            }
        }
    }
    depth == 1
}

/// Reads a value whose fields are all known and whose numbers are exact.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut is_known = true;
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_ignored::deserialize(&mut reader, |_| is_known = false).ok()?;
    reader.end().ok()?;
    (is_known && long_number(text).is_none()).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::super::{from_json, to_json};
    use super::*;
    use crate::codec::{Serial, decode};
    use crate::model::{Schema, Session, Timestamp};

    fn sample() -> String {
        let session = decode(include_bytes!("../../sessions/sample.ron")).unwrap().session;
        to_json(&session, Timestamp::default()).unwrap()
    }

    fn in_parts(text: &str) -> Option<FromJson> {
        from_json_source(&text.as_bytes(), text.len(), &Serial)
    }

    #[test]
    fn a_mirror_is_the_same_session_in_parts_and_as_a_whole() {
        let text = sample();
        assert_eq!(in_parts(&text).unwrap(), from_json(&text).unwrap());
        for length in [97, 1000, 4096] {
            let pieces = text.as_bytes().chunks(length).map(|piece| Some(Cow::Borrowed(piece)));
            assert_eq!(from_pieces(pieces, &Serial).unwrap(), from_json(&text).unwrap(), "pieces of {length}");
        }
        let marked = format!("\u{feff}{text}");
        assert_eq!(in_parts(&marked).unwrap(), from_json(&text).unwrap());
    }

    #[test]
    fn what_is_for_a_person_to_see_is_left_to_whoever_reads_it_as_a_whole() {
        let text = sample();
        let begin = "\n    {\n      \"id\": \"a-";
        let (before, last) = text.rsplit_once(begin).unwrap();
        let (_, first) = text.split_once(begin).unwrap();
        let ((first, _), (_, behind)) = first.split_once('"').zip(last.split_once('"')).unwrap();
        for (what, other) in [
            ("cut", text.trim_end().trim_end_matches('}').to_owned()),
            ("more behind it", format!("{text}{{}}")),
            ("a field that nobody knows", text.replacen("\n  \"title\"", "\n  \"odd\": 1,\n  \"title\"", 1)),
            ("such a field of an article", text.replacen(begin, &begin.replace("\"id\"", "\"odd\": 1, \"id\""), 1)),
            ("a newer version", text.replacen("\"version\": 1", "\"version\": 2", 1)),
            ("an id that stands twice", format!("{before}{begin}{first}\"{behind}")),
        ] {
            assert_ne!(other, text, "{what}");
            assert!(in_parts(&other).is_none(), "{what}");
        }
        // Articles of another tool's data are none of the session's.
        let text =
            to_json(&Session::new("One", Schema::default(), Timestamp::default()), Timestamp::default()).unwrap();
        assert!(in_parts(&text).is_some());
        let outer = text.replacen("\n  \"title\"", "\n  \"ext\": {\n  \"articles\": []},\n  \"title\"", 1);
        assert!(in_parts(&outer).is_none());
        assert!(from_json(&outer).is_ok());
    }
}
