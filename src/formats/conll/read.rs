//! From columns to a corpus: IOB1, IOB2 and BIOES tags, with or without comments, and CoNLL-U.

use super::super::corpus::{Corpus, CorpusMention, Document, Fate, LabelName, Remark, Unit};
use super::super::in_file::InFile;
use super::format::{NEWDOC, TEXT, WHOLE_TEXT};
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
            Err(remark) => corpus.remarks.push(remark),
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
}

impl Found {
    fn add(&mut self, part: Self) {
        let Corpus { mut documents, mut remarks, .. } = part.corpus;
        self.corpus.documents.append(&mut documents);
        self.corpus.remarks.append(&mut remarks);
        self.begins_inside += part.begins_inside;
    }

    fn join(self, file: &InFile, corpus: &mut Corpus) {
        let Self { corpus: mut own, begins_inside } = self;
        corpus.documents.append(&mut own.documents);
        corpus.remarks.append(&mut own.remarks);
        if begins_inside > 0 {
            let why = format!(
                "{begins_inside} mentions begin with `I-` where nothing stands before; they were read as IOB1 has it"
            );
            corpus.remarks.push(Remark::new(Fate::Changed, &file.path, "", "tags", &why));
        }
    }
}

/// The first line with a token, which tells what all are.
fn first_token(text: &str) -> Option<&str> {
    text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn at_once(file: &InFile, text: &str) -> Found {
    read_part(file, text, 0, is_universal(first_token(text).unwrap_or_default()))
}

fn read_part(file: &InFile, text: &str, lines_before: usize, is_universal: bool) -> Found {
    let mut reading = Reading::new(file);
    reading.read(text, lines_before, is_universal);
    Found { corpus: reading.corpus, begins_inside: reading.begins_inside }
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
    let mut is_universal = None;
    let mut read = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        let is_universal = match is_universal {
            Some(known) => known,
            None => *is_universal.insert(self::is_universal(first_token(text)?)),
        };
        if text.contains(DOCUMENT) {
            return None;
        }
        let parts =
            map_each(spread, parts(text), |(before, part)| read_part(file, part, lines_before + before, is_universal));
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

/// One token with its tag.
struct Token<'t> {
    word: &'t str,
    tag: &'t str,
    line: usize,
}

/// A sentence while it is read.
#[derive(Default)]
struct Sentence<'t> {
    tokens: Vec<Token<'t>>,
    text: Option<&'t str>,
}

/// One file, or a part of one, on its way.
struct Reading<'r> {
    file: &'r InFile,
    corpus: Corpus,
    document: Document,
    /// Whether the document's text was given as a whole, and up to where its tokens were found.
    whole: Option<usize>,
    /// Characters of the text so far.
    chars: u64,
    is_begun: bool,
    begins_inside: usize,
    count: usize,
}

impl<'r> Reading<'r> {
    fn new(file: &'r InFile) -> Self {
        let mut reading = Self {
            file,
            corpus: Corpus::default(),
            document: Document::default(),
            whole: None,
            chars: 0,
            is_begun: false,
            begins_inside: 0,
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
        // There are many, and most have few mentions.
        document.mentions.shrink_to_fit();
        if document.text.as_deref().is_some_and(|text| !text.is_empty()) {
            self.corpus.documents.push(document);
        }
    }

    /// Reads `text`, which `lines_before` lines of the file stand before.
    fn read(&mut self, text: &str, lines_before: usize, is_universal: bool) {
        let mut sentence = Sentence::default();
        let mut words: Range<u32> = 0..0;
        for (number, line) in text.lines().enumerate() {
            let number = lines_before + number + 1;
            if line.trim().is_empty() {
                self.sentence(&sentence);
                sentence = Sentence::default();
            } else if line.starts_with('#') && sentence.tokens.is_empty() && (is_universal || !line.contains('\t')) {
                self.comment(line, &mut sentence);
            } else {
                match token(line, number, is_universal, &mut words) {
                    Ok(Some(token)) if token.word == DOCUMENT => {
                        let name = format!("{}-{}", self.file.stem(), self.count + usize::from(self.is_begun));
                        let name = if self.is_begun || self.count > 1 { name } else { self.file.stem().to_owned() };
                        self.begin(name);
                    }
                    Ok(Some(token)) => sentence.tokens.push(token),
                    Ok(None) => {}
                    Err(why) => self.refuse(number, line, why),
                }
            }
        }
        self.sentence(&sentence);
        self.end();
    }

    fn refuse(&mut self, number: usize, line: &str, why: &str) {
        let what = crate::text::shortened(line, 60);
        self.corpus.remarks.push(Remark::refused(&self.file.path, &format!("line {number}"), &what, why));
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
            self.begins_inside += usize::from(inside);
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
    }

    /// The places of the tokens in the document's text, in code points. Where it is not known as a whole, the sentence joins it.
    fn places(&mut self, sentence: &Sentence<'_>) -> Option<Vec<Range<u64>>> {
        if let Some(from) = self.whole {
            let text = self.document.text.as_deref().unwrap_or_default();
            let line = sentence.tokens.first().map_or(0, |token| token.line);
            let Some((places, end)) = aligned(text, from, self.chars, &sentence.tokens) else {
                let why = "its words are not those of the text that the file gives for the document";
                self.refuse(line, sentence.tokens.first().map_or("", |token| token.word), why);
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

/// Whether a line is one of CoNLL-U: ten columns, a number first.
fn is_universal(line: &str) -> bool {
    let number = line.split('\t').next().unwrap_or_default();
    line.split('\t').count() == 10
        && number.starts_with(|char: char| char.is_ascii_digit())
        && number.chars().all(|char| char.is_ascii_digit() || char == '-' || char == '.')
}

/// The token of a line; nothing for lines of CoNLL-U that hold none of their own.
fn token<'t>(
    line: &'t str,
    number: usize,
    is_universal: bool,
    inside: &mut Range<u32>,
) -> Result<Option<Token<'t>>, &'static str> {
    if !is_universal {
        let mut cells = if line.contains('\t') { line.split('\t') } else { return Ok(Some(spaced(line, number))) };
        let word = cells.next().unwrap_or_default();
        let tag = cells.next_back().ok_or("there is one column; expected a token and a tag")?;
        return Ok(Some(Token { word: word.trim(), tag: tag.trim(), line: number }));
    }
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, form, .., misc] = cells.as_slice() else { return Err("expected ten columns") };
    let tag = misc.split('|').find_map(|part| part.strip_prefix("NER=")).unwrap_or("O");
    if let Some((first, last)) = id.split_once('-') {
        // A token of several words: its form counts, and the words below it have none of their own.
        *inside = first.parse().unwrap_or(0)..last.parse::<u32>().map_or(0, |last| last.saturating_add(1));
        return Ok(Some(Token { word: form, tag: "", line: number }));
    }
    match id.parse::<u32>() {
        Ok(word) if inside.contains(&word) => Ok(Some(Token { word: "", tag, line: number })),
        Ok(_) => Ok(Some(Token { word: form, tag, line: number })),
        // An empty node stands for no word.
        Err(_) => Ok(None),
    }
}

fn spaced(line: &str, number: usize) -> Token<'_> {
    let mut cells = line.split(' ');
    let word = cells.next().unwrap_or_default();
    let tag = cells.next_back().unwrap_or("O");
    Token { word, tag, line: number }
}

/// Mentions as first token, last token, label, and whether the first tag is an `I-` that nothing stands before.
fn spans<'t>(tokens: &[Token<'t>]) -> Vec<(usize, usize, &'t str, bool)> {
    let mut all = Vec::new();
    let mut open: Option<(usize, usize, &str, bool)> = None;
    for (at, token) in tokens.iter().enumerate() {
        // The line of a token of several words has no tag; the words below it do.
        if token.tag.is_empty() {
            continue;
        }
        let (prefix, label) = token.tag.split_once('-').unwrap_or((token.tag, ""));
        let goes_on = matches!(prefix, "I" | "E" | "L" | "M") && open.is_some_and(|(_, _, of, _)| of == label);
        if goes_on {
            open = open.map(|(first, _, label, inside)| (first, at, label, inside));
        } else {
            all.extend(open.take());
            if matches!(prefix, "B" | "I" | "S" | "U" | "E" | "L" | "M") && !label.is_empty() {
                open = Some((at, at, label, matches!(prefix, "I" | "E" | "L" | "M")));
            }
        }
        if matches!(prefix, "E" | "L" | "S" | "U") {
            all.extend(open.take());
        }
    }
    all.extend(open);
    all
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
