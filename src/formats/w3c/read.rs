//! From annotations to a corpus.

use super::super::beside;
use super::super::corpus::{
    Corpus, CorpusEntry, CorpusMention, CorpusRelation, Document, LabelName, Remark, Thing, Unit,
};
use super::super::in_file::InFile;
use super::super::json_read::{Fields, Gather, Gathering, Record, id, list, offsets, read_file, text, values};
use super::super::json_record::Tokens;
use super::{ANNOTATION, COMMENTING, LINKING, OWN, SOURCE, TAGGING};
use crate::codec::Spread;
use crate::model::Value;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// Texts beside annotations, by file name and by stem; read where an annotation has nothing but words.
type Texts<'f> = HashMap<&'f str, &'f InFile>;

/// Reads all annotations; those on one source belong to one document.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut texts = Texts::new();
    for file in files.iter().filter(|file| file.ending() == "txt") {
        texts.extend([(file.name(), file), (file.stem(), file)]);
    }
    let mut found = Found::default();
    for file in files.iter().filter(|file| file.ending() != "txt") {
        let read = read_file(file, Tokens::Field, spread, &|parts: &mut Parts, record: &Record<'_>| {
            take(&texts, record, parts);
        });
        match read {
            Ok(parts) => {
                if !parts.parts.iter().any(Part::is_annotation) {
                    let why = "it holds no annotation that this format can have";
                    found.gathering.remark(Remark::refused(&file.path, "", "the file", why));
                }
                parts.parts.into_iter().for_each(|part| found.part(part, file));
            }
            Err(remark) => found.gathering.remark(remark),
        }
    }
    found.finish()
}

/// One thing of a file.
enum Part {
    Annotation(Box<Annotation>),
    /// A linking annotation with its key.
    Link(String, Box<Link>),
    Remark(Box<Remark>),
}

impl Part {
    fn is_annotation(&self) -> bool {
        matches!(self, Self::Annotation(_) | Self::Link(..))
    }
}

/// An annotation that becomes a mention.
struct Annotation {
    key: String,
    source: String,
    /// The document's name.
    name: String,
    mention: CorpusMention,
    /// What it brings besides.
    entries: Vec<CorpusEntry>,
}

/// What is found in a file, in order.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
}

impl Gather for Parts {
    fn join(&mut self, mut other: Self) {
        self.parts.append(&mut other.parts);
    }

    /// A record is no document here, but an annotation.
    fn remark(&mut self, remark: Remark) {
        let is_record = remark.missing.as_deref().is_some_and(|missing| missing.0 == [(Thing::Document, 1)]);
        let remark = if is_record { Remark { missing: None, ..remark }.of(Thing::Mention) } else { remark };
        self.parts.push(Part::Remark(Box::new(remark)));
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    gathering: Gathering,
    documents: Vec<Document>,
    by_source: HashMap<String, usize>,
    /// The document and the number in it of each annotation that became a mention.
    by_id: HashMap<String, (usize, usize)>,
    links: Vec<Link>,
}

/// A linking annotation, whose ends may come later.
struct Link {
    file: String,
    relation: CorpusRelation,
    from: String,
    to: String,
}

impl Found {
    fn part(&mut self, part: Part, file: &InFile) {
        let (key, place) = match &part {
            Part::Remark(_) => ("", ""),
            Part::Annotation(annotation) => (annotation.key.as_str(), annotation.mention.place.as_str()),
            Part::Link(key, link) => (key.as_str(), link.relation.place.as_str()),
        };
        if !key.is_empty() && self.by_id.contains_key(key) {
            let why = "another annotation has the same id";
            let thing = if matches!(part, Part::Link(..)) { Thing::Relation } else { Thing::Mention };
            return self.gathering.remark(Remark::refused(&file.path, place, key, why).of(thing));
        }
        match part {
            Part::Remark(remark) => self.gathering.remark(*remark),
            Part::Link(_, link) => self.links.push(*link),
            Part::Annotation(annotation) => self.annotation(*annotation, file),
        }
    }

    fn annotation(&mut self, annotation: Annotation, file: &InFile) {
        let Annotation { key, source, name, mention, entries } = annotation;
        for entry in entries {
            self.gathering.entry(entry);
        }
        let number = *self.by_source.entry(source).or_insert_with(|| {
            let file = file.path.clone();
            // Most files have the annotations of one source behind each other, and there are many.
            if let Some(last) = self.documents.last_mut() {
                last.settle();
            }
            self.documents.push(Document { name, file, unit: Unit::CodePoint, ..Document::default() });
            self.documents.len() - 1
        });
        let Some(document) = self.documents.get_mut(number) else { return };
        if !key.is_empty() {
            self.by_id.insert(key, (number, document.mentions.len()));
        }
        document.mentions.push(mention);
    }

    /// Joins what links name.
    fn finish(mut self) -> Corpus {
        for Link { file, mut relation, from, to } in self.links {
            let ends = self.by_id.get(&from).zip(self.by_id.get(&to));
            let why = match ends {
                Some((from, to)) if from.0 == to.0 => {
                    (relation.from, relation.to) = (from.1, to.1);
                    if let Some(document) = self.documents.get_mut(from.0) {
                        document.relations.push(relation);
                    }
                    continue;
                }
                Some(_) => "its ends lie in two documents, and relations of a session lie in one",
                None => "one of its ends is no annotation of these files",
            };
            let what = format!("the link {} from {from} to {to}", relation.name);
            self.gathering.remark(Remark::refused(&file, &relation.place, &what, why).of(Thing::Relation));
        }
        self.documents.into_iter().for_each(|document| self.gathering.corpus.add(document));
        self.gathering.finish()
    }
}

/// Reads an annotation, or the annotations of a page or a collection.
fn take(texts: &Texts<'_>, record: &Record<'_>, parts: &mut Parts) {
    let page = record.fields.get("first").and_then(Json::as_object).unwrap_or(&record.fields);
    if !page.contains_key("items") {
        return parts.parts.push(annotation(texts, record, &record.fields));
    }
    for (number, item) in list(page, "items").iter().enumerate() {
        if let Json::Object(fields) = item {
            parts.parts.push(annotation(texts, record, fields));
        } else {
            let why = "it is an address; annotations elsewhere are not fetched";
            parts.remark(record.refused(&format!("item {}", number + 1), why).of(Thing::Mention));
        }
    }
    if page.contains_key("next") {
        let why = "the page names a next one, which is not fetched; import its file too";
        parts.remark(record.refused("the next page", why));
    }
}

fn annotation(texts: &Texts<'_>, record: &Record<'_>, fields: &Fields) -> Part {
    let key = id(fields.get("id"));
    if is_motivated(fields, LINKING)
        && let Some(link) = link(record, fields)
    {
        return Part::Link(key, Box::new(link));
    }
    let targets = match target(record, fields, texts) {
        Ok(targets) => targets,
        Err(why) => {
            let remark = record.refused(&format!("annotation {key}"), &why);
            return Part::Remark(Box::new(remark.of(Thing::Mention)));
        }
    };
    let mut gathering = Gathering::default();
    let mut mention = CorpusMention {
        id: key.strip_prefix(ANNOTATION).unwrap_or(&key).to_owned(),
        place: record.place.clone(),
        fragments: targets.fragments,
        quote: targets.quote,
        ..CorpusMention::default()
    };
    bodies(fields, &mut mention, &mut gathering);
    mention.annotator = creator(fields.get("creator"));
    let known =
        ["@context", "id", "type", "motivation", "body", "bodyValue", "target", "creator", "created", beside::KEY];
    let rest = values(fields.iter().filter(|(name, _)| !known.contains(&name.as_str())));
    if !rest.is_empty() {
        mention.ext.insert(OWN.to_owned(), Value::Map(rest));
    }
    let own = fields.get(beside::KEY).and_then(Json::as_object);
    if let Some(own) = own {
        beside::read_more(own, &mut mention);
        if let Some((key, entry)) = mention.entry.as_deref().zip(own.get("about")) {
            beside::read_entry(key, entry, &mut gathering);
        }
    }
    let named = own.and_then(|own| text(own, "document")).map(str::to_owned);
    let name = named.unwrap_or_else(|| name_of(&targets.source));
    let entries = gathering.corpus.entries;
    Part::Annotation(Box::new(Annotation { key, source: targets.source, name, mention, entries }))
}

fn is_motivated(fields: &Fields, by: &str) -> bool {
    match fields.get("motivation") {
        Some(Json::String(motivation)) => motivation == by,
        Some(Json::Array(list)) => list.iter().any(|motivation| motivation.as_str() == Some(by)),
        _ => false,
    }
}

/// One thing or a list of them.
fn many(json: Option<&Json>) -> Vec<&Json> {
    match json {
        Some(Json::Array(list)) => list.iter().collect(),
        Some(Json::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}

/// The address that a target or a body stands for.
fn address(json: &Json) -> Option<&str> {
    match json {
        Json::String(address) => Some(address),
        Json::Object(fields) => match fields.get("source").or_else(|| fields.get("id"))? {
            Json::String(address) => Some(address),
            Json::Object(source) => text(source, "id"),
            _ => None,
        },
        _ => None,
    }
}

/// A relation between two annotations.
fn link(record: &Record<'_>, fields: &Fields) -> Option<Link> {
    let targets = many(fields.get("target"));
    let from = targets.first().and_then(|target| address(target))?.to_owned();
    let bodies = many(fields.get("body"));
    let to = bodies.iter().find(|body| body.get("value").is_none()).and_then(|body| address(body))?.to_owned();
    let tag = bodies.iter().filter_map(|body| body.as_object()).find_map(|body| text(body, "value"));
    let mut relation = CorpusRelation {
        id: id(fields.get("id")).trim_start_matches(ANNOTATION).to_owned(),
        place: record.place.clone(),
        name: tag.unwrap_or(LINKING).to_owned(),
        annotator: creator(fields.get("creator")),
        ..CorpusRelation::default()
    };
    if let Some(Json::Object(own)) = fields.get(beside::KEY) {
        beside::read_relation(own, &mut relation);
    }
    Some(Link { file: record.file.path.clone(), relation, from, to })
}

fn creator(json: Option<&Json>) -> Option<String> {
    let one = many(json).into_iter().next()?;
    match one {
        Json::String(name) => Some(name.clone()),
        Json::Object(fields) => {
            ["name", "nickname", "email", "id"].iter().find_map(|key| text(fields, key)).map(str::to_owned)
        }
        _ => None,
    }
}

/// The label, notes, further tags and the entry.
fn bodies(fields: &Fields, mention: &mut CorpusMention, gathering: &mut Gathering) {
    let said = |body: &Json| match body {
        Json::String(address) => Some(address.clone()),
        Json::Object(fields) => text(fields, "value").or_else(|| address(body)).map(str::to_owned),
        _ => None,
    };
    let purpose = |body: &Json| body.get("purpose").and_then(Json::as_str).unwrap_or_default().to_owned();
    let bodies = many(fields.get("body"));
    let is_tag = |body: &&&Json| [TAGGING, "classifying", "identifying"].contains(&purpose(body).as_str());
    let is_comment = |body: &Json| [COMMENTING, "replying", "questioning", "editing"].contains(&purpose(body).as_str());
    // A body without a purpose has the annotation's motivation.
    let plain = |body: &&&Json| !is_comment(body) && !is_motivated(fields, COMMENTING);
    let tag = bodies.iter().find(is_tag).or_else(|| bodies.first().filter(plain)).copied();
    let whole = text(fields, "bodyValue").map(str::to_owned);
    let label = tag.and_then(said).or_else(|| whole.clone().filter(|_| !is_motivated(fields, COMMENTING)));
    let motivation = many(fields.get("motivation")).into_iter().find_map(Json::as_str).unwrap_or("highlighting");
    mention.label = LabelName::new("", &label.clone().unwrap_or_else(|| motivation.to_owned()));
    if label.is_none() {
        mention.notes.extend(whole);
    }
    let mut others: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for body in bodies.iter().filter(|body| tag.is_none_or(|tag| !std::ptr::eq(**body, tag))) {
        let Some(words) = said(body) else { continue };
        match purpose(body).as_str() {
            "identifying" if body.get("value").is_none() => {
                let ids = BTreeMap::from([("iri".to_owned(), words.clone())]);
                gathering.entry(CorpusEntry { key: words.clone(), ids, ..CorpusEntry::default() });
                mention.entry = Some(words);
            }
            "" | COMMENTING | "replying" | "questioning" => mention.notes.push(words),
            purpose => others.entry(purpose.to_owned()).or_default().push(Value::Text(words)),
        }
    }
    for (purpose, mut said) in others {
        let one = if said.len() == 1 { said.pop() } else { None };
        mention.attributes.insert(purpose, one.unwrap_or(Value::List(said)));
    }
}

/// Where an annotation is.
struct Target {
    source: String,
    fragments: Vec<(u64, u64)>,
    quote: Option<String>,
}

fn target(record: &Record<'_>, fields: &Fields, texts: &Texts<'_>) -> Result<Target, String> {
    let mut parts: Vec<(&str, (u64, u64), Option<&str>)> = Vec::new();
    for target in many(fields.get("target")) {
        let source = address(target).ok_or("its target names no source")?;
        let selectors = many(target.get("selector"));
        let of = |kind: &str| {
            let fields = selectors.iter().filter_map(|selector| selector.as_object());
            fields.into_iter().find(|selector| text(selector, "type") == Some(kind))
        };
        let exact = of("TextQuoteSelector").and_then(|quote| text(quote, "exact"));
        let position = match (of("TextPositionSelector"), of("FragmentSelector").and_then(|it| text(it, "value"))) {
            (Some(position), _) => offsets(position.get("start"), position.get("end"))
                .ok_or("the start and end of its position are no whole numbers")?,
            (None, Some(fragment)) if fragment.starts_with("char=") => {
                characters(fragment).ok_or_else(|| format!("`{fragment}` is no range of characters"))?
            }
            _ => match of("TextQuoteSelector") {
                Some(quote) => {
                    let file = texts.get(name_of(source).as_str());
                    looked_up(quote, file.and_then(|file| file.text().ok()))
                }
                None if selectors.is_empty() => {
                    return Err("it is on the whole source, and not on words of it".to_owned());
                }
                None => return Err("none of its selectors gives a position in a text or its words".to_owned()),
            },
        };
        parts.push((source, position, exact));
    }
    parts.sort_by_key(|(_, position, _)| *position);
    let Some((source, _, _)) = parts.first().copied() else { return Err("it has no target".to_owned()) };
    if parts.iter().any(|(other, _, _)| *other != source) {
        return Err(format!("its targets lie in several sources; a mention lies in one ({})", record.place));
    }
    let quotes: Option<Vec<&str>> = parts.iter().map(|(_, _, quote)| *quote).collect();
    Ok(Target {
        source: source.to_owned(),
        fragments: parts.iter().map(|(_, position, _)| *position).collect(),
        quote: quotes.map(|quotes| quotes.join(" ")),
    })
}

/// The range that a fragment of RFC 5147 names.
fn characters(fragment: &str) -> Option<(u64, u64)> {
    let range = fragment.strip_prefix("char=")?.split(';').next()?;
    let (start, end) = range.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// Where words stand that nothing else is known of. Where they stand not once but more often, or nobody knows the text, the
/// place is one that cannot hold, so that the quarantine proposes others.
fn looked_up(quote: &Fields, words: Option<&str>) -> (u64, u64) {
    let exact = text(quote, "exact").unwrap_or_default();
    let prefix = text(quote, "prefix").unwrap_or_default();
    let pattern = format!("{prefix}{exact}{}", text(quote, "suffix").unwrap_or_default());
    let length = exact.chars().count() as u64;
    let Some(words) = words.filter(|_| !exact.is_empty()) else { return (u64::from(u32::MAX), u64::from(u32::MAX)) };
    let mut places = words.match_indices(&pattern).map(|(at, _)| at + prefix.len());
    match (places.next(), places.next()) {
        (Some(at), None) => {
            let start = words.get(..at).map_or(0, |before| before.chars().count()) as u64;
            (start, start + length)
        }
        _ => (u64::from(u32::MAX), u64::from(u32::MAX)),
    }
}

/// The name of the document at `source`: ours as it was, or else the last part of the address.
fn name_of(source: &str) -> String {
    let last = match source.strip_prefix(SOURCE) {
        Some(name) => name,
        None => source.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or(source),
    };
    let mut bytes = Vec::with_capacity(last.len());
    let mut rest = last.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.first_chunk::<2>().and_then(|two| std::str::from_utf8(two).ok());
        let hex = hex.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_names_and_fragments_give_ranges() {
        assert_eq!(name_of("urn:document:a%2Fb%20c"), "a/b c");
        assert_eq!(name_of("https://example.org/news/one.txt/"), "one.txt");
        assert_eq!(name_of("100%"), "100%");
        assert_eq!(characters("char=3,14;length=99"), Some((3, 14)));
        assert_eq!(characters("char=3"), None);
        let quote = Fields::from_iter([("exact".to_owned(), value_of("b")), ("prefix".to_owned(), value_of("ä"))]);
        assert_eq!(looked_up(&quote, Some("b äb")), (3, 4));
        assert_eq!(looked_up(&quote, Some("äb äb")).0, u64::from(u32::MAX));
    }

    fn value_of(text: &str) -> Json {
        Json::from(text)
    }
}
