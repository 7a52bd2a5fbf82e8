//! Files of JSON records, read one record at a time: a list, one record a line, or one record alone.
//!
//! It does not know what a record means. A list that breaks off gives nothing; of lines, those that hold are read.

use super::corpus::{About, Corpus, CorpusEntry, Document, Fate, Remark, Thing};
use super::in_file::InFile;
use super::json_lines;
use super::json_record::{Parsed, Token, Tokens};
use crate::codec::{JsonList, Spread, map_each};
use crate::model::{MAX_VALUE_DEPTH, Value, Values};
use serde::Deserializer as _;
use serde::de::{SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// The fields of one record.
pub(super) type Fields = Map<String, Json>;

/// A corpus on its way, with the entries that it has already.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    pub(super) corpus: Corpus,
    entries: BTreeSet<String>,
    /// Keys that were kept with documents, and with how many, by file.
    kept: BTreeMap<String, (BTreeSet<String>, usize)>,
}

impl Gathering {
    /// Adds `entry`, once.
    pub(super) fn entry(&mut self, entry: CorpusEntry) {
        if self.entries.insert(entry.key.clone()) {
            self.corpus.entries.push(entry);
        }
    }

    pub(super) fn remark(&mut self, remark: Remark) {
        self.corpus.remarks.push(remark);
    }

    /// Keeps the keys of `fields` that `known` does not name in the document's `ext` under the format's name.
    pub(super) fn keep_rest(&mut self, format: &str, fields: &Fields, known: &[&str], document: &mut Document) {
        let rest = values(fields.iter().filter(|(name, _)| !known.contains(&name.as_str())));
        if rest.is_empty() {
            return;
        }
        let (names, count) = self.kept.entry(document.file.clone()).or_default();
        names.extend(rest.keys().cloned());
        *count += 1;
        document.ext.insert(format.to_owned(), Value::Map(rest));
    }

    /// All that was read.
    pub(super) fn finish(mut self) -> Corpus {
        for (file, (names, count)) in std::mem::take(&mut self.kept) {
            let names: Vec<String> = names.into_iter().collect();
            let what = format!("{} of {count} documents", names.join(", "));
            let why = "a session has no place for it; it is kept with each new article and written again";
            self.corpus.remarks.push(Remark::new(Fate::KeptAside, &file, "", &what, why));
        }
        self.corpus
    }
}

/// What is found in records, part by part.
pub(super) trait Gather: Default + Send + Sync {
    /// Adds what was found behind this.
    fn join(&mut self, other: Self);

    /// Adds what is to be said.
    fn remark(&mut self, remark: Remark);
}

impl Gather for Gathering {
    fn join(&mut self, other: Self) {
        let Corpus { mut documents, entries, mut remarks, .. } = other.corpus;
        self.corpus.documents.append(&mut documents);
        for entry in entries {
            self.entry(entry);
        }
        self.corpus.remarks.append(&mut remarks);
        for (file, (mut names, count)) in other.kept {
            let kept = self.kept.entry(file).or_default();
            kept.0.append(&mut names);
            kept.1 += count;
        }
    }

    fn remark(&mut self, remark: Remark) {
        Self::remark(self, remark);
    }
}

/// One record of a file.
pub(super) struct Record<'f> {
    /// The file.
    pub(super) file: &'f InFile,
    /// Where it stands, as "line 3".
    pub(super) place: String,
    /// Its number in the file, from 0.
    pub(super) number: usize,
    /// What it holds.
    pub(super) fields: Fields,
    /// Its tokens, where they are read apart from the fields.
    pub(super) tokens: Vec<Token>,
}

impl Record<'_> {
    /// The name that an unnamed record has: its file and its number.
    pub(super) fn default_name(&self) -> String {
        format!("{}#{}", self.file.stem(), self.number)
    }

    /// A remark on something of this record that does not come into the session.
    pub(super) fn refused(&self, what: &str, why: &str) -> Remark {
        Remark::refused(&self.file.path, &self.place, what, why)
    }
}

/// Takes one record; what it finds goes into what it is given.
pub(super) type Take<'t, G> = &'t (dyn Fn(&mut G, &Record<'_>) + Sync);

/// Reads every record of every file, except files with an ending in `beside`, which are there for other reasons.
pub(super) fn read_all(
    files: &[InFile],
    beside: &[&str],
    tokens: Tokens,
    spread: &dyn Spread,
    gathering: &mut Gathering,
    take: Take<'_, Gathering>,
) {
    for file in files.iter().filter(|file| !beside.contains(&file.ending().as_str())) {
        match read_file(file, tokens, spread, take) {
            Ok(found) => {
                let is_empty = found.corpus.documents.is_empty();
                gathering.join(found);
                if is_empty {
                    // Whatever was wrong with its records is said already, but nothing of the file came in.
                    let why = "it holds no record that this format can have";
                    gathering.remark(Remark::refused(&file.path, "", "the file", why));
                }
            }
            Err(remark) => gathering.remark(remark),
        }
    }
}

/// Reads every record of `file`.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn read_file<G: Gather>(
    file: &InFile,
    tokens: Tokens,
    spread: &dyn Spread,
    take: Take<'_, G>,
) -> Result<G, Remark> {
    if let Some(found) = list_in_pieces(file, tokens, spread, take) {
        return Ok(found);
    }
    if let Some(found) = json_lines::read(file, tokens, spread, take) {
        return Ok(found);
    }
    let text = file.text().map_err(|remark| remark.of(Thing::Document))?;
    one_by_one(file, text, tokens, take)
}

/// Records are handed out in so many parts.
const PARTS: usize = 64;

/// Reads the elements of the list that `file` is side by side, those of one piece after those of the other; nothing where it is
/// none, or anything is wrong with it: what that is, whoever reads it as a whole can say.
fn list_in_pieces<G: Gather>(file: &InFile, tokens: Tokens, spread: &dyn Spread, take: Take<'_, G>) -> Option<G> {
    let (mut list, mut found) = (JsonList::default(), G::default());
    let mut before = 0;
    for (number, piece) in file.pieces().enumerate() {
        let piece = piece?;
        let marked = if number == 0 { piece.strip_prefix("\u{feff}".as_bytes()) } else { None };
        list.add(marked.unwrap_or(&piece))?;
        let elements: Vec<&[u8]> = list.elements().collect();
        let size = elements.len().div_ceil(PARTS).max(1);
        let read = map_each(spread, elements.chunks(size).enumerate().collect(), |(part, elements)| {
            let mut gathered = G::default();
            for (number, element) in elements.iter().enumerate() {
                let number = before + part * size + number;
                let parsed = Parsed::read(std::str::from_utf8(element).ok()?, tokens).ok()?;
                parsed.pass_on(file, number, format!("record {}", number + 1), &mut gathered, take);
            }
            Some(gathered)
        });
        before += elements.len();
        for part in read {
            found.join(part?);
        }
        list.forget();
    }
    list.behind()?.trim_ascii().is_empty().then_some(found)
}

/// Reads `file`, whose text is `text`: a list or one record alone.
///
/// # Errors
/// What is wrong with the file as a whole.
fn one_by_one<G: Gather>(file: &InFile, text: &str, tokens: Tokens, take: Take<'_, G>) -> Result<G, Remark> {
    let mut found = G::default();
    let broken = |error: &serde_json::Error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let why = format!("it is broken at {place}: {error}; nothing of it was read");
        Remark::refused(&file.path, "", "the file", &why).of(Thing::Document)
    };
    if text.trim_start().starts_with('[') {
        let mut reader = serde_json::Deserializer::from_str(text);
        let mut each = |number: usize, parsed: Parsed| {
            parsed.pass_on(file, number, format!("record {}", number + 1), &mut found, take);
        };
        reader
            .deserialize_seq(Elements(tokens, &mut each))
            .and_then(|()| reader.end())
            .map_err(|error| broken(&error))?;
        return Ok(found);
    }
    let parsed = Parsed::read(text, tokens).map_err(|error| broken(&error))?;
    parsed.pass_on(file, 0, "record 1".to_owned(), &mut found, take);
    Ok(found)
}

/// Takes the elements of a list one by one.
struct Elements<'t>(Tokens, &'t mut dyn FnMut(usize, Parsed));

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(value) = list.next_element_seed(self.0)? {
            (self.1)(number, value);
            number += 1;
        }
        Ok(())
    }
}

/// `json` as a value of a session; nothing for null. What a session's values cannot be stays as its JSON text.
pub(super) fn value(json: &Json) -> Option<Value> {
    if json.is_null() {
        return None;
    }
    Some(exact(json, MAX_VALUE_DEPTH - 2).unwrap_or_else(|| Value::Text(json.to_string())))
}

/// `json` in the types of a value, where it has a form in them.
fn exact(json: &Json, depth: usize) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().filter(|_| number.is_f64())?),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(list) => {
            let depth = depth.checked_sub(1)?;
            Value::List(list.iter().map(|one| exact(one, depth)).collect::<Option<_>>()?)
        }
        Json::Object(map) => {
            let depth = depth.checked_sub(1)?;
            let kept = map.iter().filter(|(_, one)| !one.is_null());
            Value::Map(kept.map(|(name, one)| Some((name.clone(), exact(one, depth)?))).collect::<Option<_>>()?)
        }
    })
}

/// `fields` as values of a session.
pub(super) fn values<'f>(fields: impl IntoIterator<Item = (&'f String, &'f Json)>) -> Values {
    fields.into_iter().filter_map(|(name, json)| Some((name.clone(), value(json)?))).collect()
}

/// The text in `fields` under `name`.
pub(super) fn text<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Json::as_str)
}

/// The list in `fields` under `name`.
pub(super) fn list<'f>(fields: &'f Fields, name: &str) -> &'f [Json] {
    fields.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// An id, which tools write as a text or as a number.
pub(super) fn id(json: Option<&Json>) -> String {
    match json {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Keys under which tools write a document's name.
const NAME_KEYS: [&str; 9] =
    ["name", "document", "doc", "doc_name", "document_name", "doc_id", "document_id", "filename", "title"];

/// The document's name in the first of `scopes` that has one.
pub(super) fn name<'f>(scopes: impl IntoIterator<Item = Option<&'f Fields>>) -> Option<String> {
    let mut scopes = scopes.into_iter().flatten();
    scopes.find_map(|fields| {
        let named = NAME_KEYS.iter().map(|key| id(fields.get(*key)));
        let mut named = named.filter(|name| !name.trim().is_empty());
        named.next()
    })
}

/// Keys of what is known about a document.
pub(super) const ABOUT_KEYS: [&str; 8] =
    ["document", "name", "headline", "author", "outlet", "published", "url", "language"];

/// What `fields` say about a document.
pub(super) fn about(fields: &Fields) -> About {
    let own = |name: &str| text(fields, name).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    About {
        headline: own("headline"),
        author: own("author"),
        outlet: own("outlet"),
        published: own("published"),
        url: own("url"),
        language: own("language"),
        note: String::new(),
    }
}

/// Two offsets, start before end or not, where both are whole numbers of at least zero.
pub(super) fn offsets(start: Option<&Json>, end: Option<&Json>) -> Option<(u64, u64)> {
    start.and_then(Json::as_u64).zip(end.and_then(Json::as_u64))
}
