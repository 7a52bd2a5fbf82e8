//! From columns to a corpus: IOB1, IOB2 and BIOES tags, with or without comments, and CoNLL-U.

use super::super::corpus::{Corpus, CorpusMention, Document, Fate, LabelName, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::entities::{Entities, Fields};
use super::format::{NEWDOC, TEXT, WHOLE_TEXT};
use super::row::{Token, is_tag, is_universal, spans, token};
use crate::codec::{Spread, map_each};
use std::borrow::Cow;
use std::ops::Range;

/// Reads each file by itself, and its documents side by side where they can be told apart beforehand.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    for file in files {
        let read =
            in_pieces(file, file.pieces(), spread).map_or_else(|| file.text().map(|text| at_once(file, text)), Ok);
        match read {
            Ok(found) => found.join(file, &mut corpus),
            Err(remark) => corpus.remarks.push(remark.of(Thing::Document)),
        }
    }
    corpus
}

/// What was found in a file, or in a part of one.
#[derive(Default)]
struct Found {
    corpus: Corpus,
    /// How many mentions begin where nothing stands before.
    begins_inside: usize,
    /// How many lines have a tag, or can do without one.
    tagged: usize,
    /// How many mentions stand on nodes without a word.
    unspoken: usize,
}

impl Found {
    fn add(&mut self, part: Self) {
        let Corpus { mut documents, mut entries, mut remarks, .. } = part.corpus;
        self.corpus.documents.append(&mut documents);
        self.corpus.entries.append(&mut entries);
        self.corpus.remarks.append(&mut remarks);
        self.begins_inside += part.begins_inside;
        self.tagged += part.tagged;
        self.unspoken += part.unspoken;
    }

    fn join(self, file: &InFile, corpus: &mut Corpus) {
        let Self { corpus: mut own, begins_inside, tagged, unspoken } = self;
        if tagged == 0 {
            // Words without tags are any text: what would come of it is no article.
            let why = "no line of it ends in a tag such as `O` or `B-PER`; expected one token a line with its tag in the \
                       last column, or CoNLL-U";
            return corpus.remarks.push(Remark::refused(&file.path, "", "the file", why).of(Thing::Document));
        }
        corpus.documents.append(&mut own.documents);
        corpus.entries.append(&mut own.entries);
        corpus.remarks.append(&mut own.remarks);
        if begins_inside > 0 {
            let why = format!(
                "{begins_inside} mentions begin with `I-` where nothing stands before; they were read as IOB1 has it"
            );
            corpus.remarks.push(Remark::new(Fate::Changed, &file.path, "", "tags", &why));
        }
        if unspoken > 0 {
            let what = if unspoken == 1 {
                "1 mention on an empty node"
            } else {
                &format!("{unspoken} mentions on empty nodes")
            };
            let why = "no word of the text stands there";
            let remark = Remark::refused(&file.path, "in all", what, why);
            corpus.remarks.push(remark.of_all(unspoken, Thing::Mention));
        }
    }
}

/// What all lines of a file have in common.
#[derive(Clone, Debug, Default)]
struct Form {
    /// Whether they are CoNLL-U.
    is_universal: bool,
    /// What a bracket of `Entity=` holds.
    fields: Fields,
}

impl Form {
    /// What the first line with a token tells, and what stands before it; nothing where there is none.
    fn of(text: &str) -> Option<Self> {
        let is_token = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let is_universal = is_universal(text.lines().find(is_token)?);
        let before = text.lines().take_while(|line| !is_token(line));
        Some(Self { is_universal, fields: Fields::declared(before) })
    }
}

fn at_once(file: &InFile, text: &str) -> Found {
    read_part(file, text, 0, &Form::of(text).unwrap_or_default())
}

fn read_part(file: &InFile, text: &str, lines_before: usize, form: &Form) -> Found {
    let mut reading = Reading::new(file, form);
    reading.read(text, lines_before);
    reading.found
}

/// Reads the documents of `file` side by side, those of one piece after those of the other, so that no more than a piece is in
/// memory; nothing where that cannot be: it is no text, or its documents are only counted and have names by their number.
fn in_pieces<'p>(
    file: &InFile,
    pieces: impl Iterator<Item = Option<Cow<'p, [u8]>>>,
    spread: &dyn Spread,
) -> Option<Found> {
    let mut found = Found::default();
    let (mut window, mut lines_before) = (Vec::new(), 0);
    let mut form = None;
    let mut read = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        let form: &Form = match &form {
            Some(known) => known,
            None => form.insert(Form::of(text)?),
        };
        if text.contains(DOCUMENT) {
            return None;
        }
        let parts = map_each(spread, parts(text), |(before, part)| read_part(file, part, lines_before + before, form));
        for part in parts {
            found.add(part);
        }
        lines_before += line_ends(text);
        Some(())
    };
    for (number, piece) in pieces.enumerate() {
        let piece = piece?;
        let marked = if number == 0 { piece.strip_prefix("\u{feff}".as_bytes()) } else { None };
        window.extend_from_slice(marked.unwrap_or(&piece));
        let whole = last_named(&window);
        if whole > 0 {
            read(window.get(..whole)?)?;
            window.drain(..whole);
        }
    }
    if !window.is_empty() {
        read(&window)?;
    }
    Some(found)
}

/// Where the last named document begins in `bytes`; 0 where none does behind their beginning.
fn last_named(bytes: &[u8]) -> usize {
    let named = format!("\n{NEWDOC}");
    let begins = memchr::memmem::rfind_iter(bytes, named.as_bytes());
    let mut begins = begins.filter(|at| is_behind_blank(bytes.get(..*at).unwrap_or_default()));
    begins.next().map_or(0, |at| at + 1)
}

/// Whether `before`, which the end of a line follows, ends with a blank line. Within a sentence the name of a document is a
/// line like any other.
fn is_behind_blank(before: &[u8]) -> bool {
    before.strip_suffix(b"\r").unwrap_or(before).ends_with(b"\n")
}

fn line_ends(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// `text` cut before each document that is named, with the number of lines before each part.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let named = format!("\n{NEWDOC}");
    let mut parts = Vec::new();
    let (mut start, mut lines_before) = (0, 0);
    for (at, _) in text.match_indices(&named) {
        let part = text.get(start..=at).unwrap_or_default();
        if is_behind_blank(part.as_bytes().get(..at - start).unwrap_or_default()) {
            parts.push((lines_before, part));
            lines_before += line_ends(part);
            start = at + 1;
        }
    }
    parts.push((lines_before, text.get(start..).unwrap_or_default()));
    parts
}

/// The word of a line that begins a document.
const DOCUMENT: &str = "-DOCSTART-";

/// A sentence while it is read.
#[derive(Default)]
struct Sentence<'t> {
    tokens: Vec<Token<'t>>,
    text: Option<&'t str>,
}

/// One file, or a part of one, on its way.
struct Reading<'r> {
    file: &'r InFile,
    form: &'r Form,
    found: Found,
    document: Document,
    entities: Entities,
    /// Whether the document's text was given as a whole, and up to where its tokens were found.
    whole: Option<usize>,
    /// Characters of the text so far.
    chars: u64,
    is_begun: bool,
    count: usize,
}

impl<'r> Reading<'r> {
    fn new(file: &'r InFile, form: &'r Form) -> Self {
        let mut reading = Self {
            file,
            form,
            found: Found::default(),
            document: Document::default(),
            entities: Entities::default(),
            whole: None,
            chars: 0,
            is_begun: false,
            count: 0,
        };
        reading.begin(file.stem().to_owned());
        reading.is_begun = false;
        reading
    }

    fn begin(&mut self, name: String) {
        self.end();
        self.count += 1;
        self.document = Document {
            name,
            file: self.file.path.clone(),
            text: Some(String::new()),
            unit: Unit::CodePoint,
            ..Document::default()
        };
        self.whole = None;
        self.chars = 0;
        self.is_begun = true;
    }

    fn end(&mut self) {
        let mut document = std::mem::take(&mut self.document);
        let entities = std::mem::take(&mut self.entities);
        entities.finish(&mut document, &mut self.found.corpus);
        if document.text.as_deref().is_some_and(|text| !text.is_empty()) {
            self.found.corpus.add(document);
        }
    }

    /// Reads `text`, which `lines_before` lines of the file stand before.
    fn read(&mut self, text: &str, lines_before: usize) {
        let is_universal = self.form.is_universal;
        let mut sentence = Sentence::default();
        let mut words: Range<u32> = 0..0;
        for (number, line) in text.lines().enumerate() {
            let number = lines_before + number + 1;
            if line.trim().is_empty() {
                self.sentence(&sentence);
                // Words are numbered from sentence to sentence.
                (sentence, words) = (Sentence::default(), 0..0);
            } else if line.starts_with('#') && sentence.tokens.is_empty() && (is_universal || !line.contains('\t')) {
                self.comment(line, &mut sentence);
            } else {
                match token(line, number, is_universal, &mut words) {
                    Ok(Some(token)) if token.word == DOCUMENT => {
                        let name = format!("{}-{}", self.file.stem(), self.count + usize::from(self.is_begun));
                        let name = if self.is_begun || self.count > 1 { name } else { self.file.stem().to_owned() };
                        self.begin(name);
                    }
                    Ok(Some(token)) => {
                        self.found.tagged += usize::from(is_universal || is_tag(token.tag));
                        sentence.tokens.push(token);
                    }
                    Ok(None) => self.found.unspoken += line.split('\t').next_back().map_or(0, Entities::opened),
                    Err(why) => self.refuse(number, line, why),
                }
            }
        }
        self.sentence(&sentence);
        self.end();
    }

    fn refuse(&mut self, number: usize, line: &str, why: &str) {
        let what = crate::text::shortened(line, 60);
        self.found.corpus.remarks.push(Remark::refused(&self.file.path, &format!("line {number}"), &what, why));
    }

    fn comment<'t>(&mut self, line: &'t str, sentence: &mut Sentence<'t>) {
        if let Some(name) = line.strip_prefix(NEWDOC) {
            self.begin(name.trim().to_owned());
        } else if let Some(text) = line.strip_prefix(WHOLE_TEXT) {
            if let Ok(text) = serde_json::from_str::<String>(text) {
                self.document.text = Some(text);
                self.whole = Some(0);
            }
        } else if let Some(text) = line.strip_prefix(TEXT) {
            sentence.text = Some(text);
        } else if let Some((key, value)) = line.strip_prefix("# meta::").and_then(|rest| rest.split_once(" = ")) {
            let about = &mut self.document.about;
            match key {
                "title" => about.headline = Some(value.to_owned()),
                "author" => about.author = Some(value.to_owned()),
                "sourceURL" => about.url = Some(value.to_owned()),
                "dateCreated" => about.published = Some(value.to_owned()),
                _ => {}
            }
        }
    }

    /// Takes up a sentence that has come to its end.
    fn sentence(&mut self, sentence: &Sentence<'_>) {
        if sentence.tokens.is_empty() {
            return;
        }
        self.is_begun = true;
        let Some(places) = self.places(sentence) else { return };
        for (first, last, label, inside) in spans(&sentence.tokens) {
            self.found.begins_inside += usize::from(inside);
            let ends = places.get(first).zip(places.get(last));
            let Some((start, end)) = ends.map(|(from, to)| (from.start, to.end)) else { continue };
            let line = sentence.tokens.get(first).map_or(0, |token| token.line);
            self.document.mentions.push(CorpusMention {
                place: format!("line {line}"),
                label: LabelName::new("", label),
                fragments: vec![(start, end)],
                ..CorpusMention::default()
            });
        }
        if self.form.is_universal {
            let mut last = 0..0;
            for (token, place) in sentence.tokens.iter().zip(places) {
                // A word without a form of its own stands where the token does that it is a part of.
                last = if token.word.is_empty() { last } else { place };
                self.entities.take(token.entity, &last, token.line, &self.form.fields, &mut self.document);
            }
        }
    }

    /// The places of the tokens in the document's text, in code points. Where it is not known as a whole, the sentence joins it.
    fn places(&mut self, sentence: &Sentence<'_>) -> Option<Vec<Range<u64>>> {
        if let Some(from) = self.whole {
            let text = self.document.text.as_deref().unwrap_or_default();
            let line = sentence.tokens.first().map_or(0, |token| token.line);
            let Some((places, end)) = aligned(text, from, self.chars, &sentence.tokens) else {
                let why = "its words are not those of the text that the file gives for the document";
                let (what, place) = (sentence.tokens.first().map_or("", |token| token.word), format!("line {line}"));
                let remark = Remark::refused(&self.file.path, &place, what, why);
                self.found.corpus.remarks.push(remark.of_all(spans(&sentence.tokens).len(), Thing::Mention));
                return None;
            };
            self.whole = Some(end.0);
            self.chars = end.1;
            return Some(places);
        }
        let joined: String;
        let stated = sentence.text.filter(|text| aligned(text, 0, 0, &sentence.tokens).is_some());
        let line = if let Some(text) = stated {
            text
        } else {
            let words = sentence.tokens.iter().map(|token| token.word).filter(|word| !word.is_empty());
            joined = words.collect::<Vec<&str>>().join(" ");
            &joined
        };
        let text = self.document.text.get_or_insert_default();
        if !text.is_empty() {
            text.push('\n');
            self.chars += 1;
        }
        let (places, _) = aligned(line, 0, self.chars, &sentence.tokens)?;
        text.push_str(line);
        self.chars += line.chars().count() as u64;
        Some(places)
    }
}

/// A place as byte and code point.
type End = (usize, u64);

/// Where `tokens` stand in `text` from byte `from` on, which is code point `chars`; only white space lies between them. And
/// where the last of them ends.
fn aligned(text: &str, from: usize, chars: u64, tokens: &[Token<'_>]) -> Option<(Vec<Range<u64>>, End)> {
    let (mut byte, mut at) = (from, chars);
    let mut places = Vec::with_capacity(tokens.len());
    for token in tokens {
        let mut rest = text.get(byte..)?;
        while !rest.starts_with(token.word) {
            let char = rest.chars().next().filter(|char| char.is_whitespace())?;
            byte += char.len_utf8();
            at += 1;
            rest = text.get(byte..)?;
        }
        let length = token.word.chars().count() as u64;
        places.push(at..at + length);
        byte += token.word.len();
        at += length;
    }
    Some((places, (byte, at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Serial;

    fn read_in(text: &str, length: usize) -> Option<Corpus> {
        let file = InFile::new("a.conll".to_owned(), Vec::new());
        let pieces = text.as_bytes().chunks(length).map(|piece| Some(Cow::Borrowed(piece)));
        in_pieces(&file, pieces, &Serial).map(|found| {
            let mut corpus = Corpus::default();
            found.join(&file, &mut corpus);
            corpus
        })
    }

    #[test]
    fn a_file_is_the_same_whatever_its_pieces_are() {
        let text = "# newdoc id = one\r\nÉlan\tI-PER\r\n\r\n# newdoc id = two\nJosé\tB-PER\n# newdoc id = no\tO\nmet\tO\n\n\
                    bad\n\n# newdoc id = three\nAnn\tI-PER\n";
        let whole = read_in(text, text.len()).unwrap();
        assert_eq!(whole.documents.len(), 3);
        assert_eq!(whole.documents[2].mentions[0].place, "line 12");
        assert!(whole.remarks[0].why.starts_with("2 mentions begin"), "{:?}", whole.remarks);
        for length in [1, 2, 5, 16, 40] {
            assert_eq!(read_in(text, length).unwrap(), whole, "pieces of {length}");
        }
        // Such documents have names by their number in the file.
        assert!(read_in("-DOCSTART-\tO\n\nAnn\tB-PER\n", 100).is_none());
    }
}
