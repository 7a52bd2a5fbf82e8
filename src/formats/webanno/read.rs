//! From the lines of a file to its text and its rows.

use super::super::cas::generic_name;
use super::super::corpus::{Corpus, Document, Fate, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::cells::plain;
use super::land::Landing;
use super::{Kind, Layer, Row};
use crate::codec::{Spread, map_each};
use crate::model::Value;
use std::collections::BTreeMap;

/// How many blanks may stand between the sentences of a file, all together; a wrong offset asks for millions, and a file made
/// to do harm does so with every line.
const MAX_GAPS: u64 = 1_000_000;

/// Reads `.tsv` files, one document each.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    for Corpus { documents, mut entries, mut remarks, .. } in
        map_each(spread, files.iter().collect(), |file| read_file(file, files))
    {
        corpus.documents.extend(documents);
        corpus.entries.append(&mut entries);
        corpus.remarks.append(&mut remarks);
    }
    corpus
}

/// Reads `file`, one of `files`.
fn read_file(file: &InFile, files: &[InFile]) -> Corpus {
    let mut corpus = Corpus::default();
    let mut reading = Reading::default();
    let refused = |remark: Remark| Corpus { remarks: vec![remark.of(Thing::Document)], ..Corpus::default() };
    let text = match file.fetch_text() {
        Ok(text) => text,
        Err(remark) => return refused(remark),
    };
    if let Err((line, why)) = reading.all(&text) {
        return refused(Remark::refused(&file.path, &format!("line {line}"), "the file", &why));
    }
    for (line, tags, why) in &reading.refused {
        let remark = Remark::refused(&file.path, &format!("line {line}"), "a row", why);
        corpus.remarks.push(remark.of_all(*tags, Thing::Mention));
    }
    if !reading.headers.is_empty() {
        let why = "what the file says of the document as a whole is in the article's `ext`";
        let what = reading.headers.keys().cloned().collect::<Vec<_>>().join(", ");
        corpus.remarks.push(Remark::new(Fate::KeptAside, &file.path, "", &what, why));
    }
    let Reading { layers, rows, text, headers, .. } = reading;
    let document = Document {
        name: generic_name(file, files).to_owned(),
        file: file.path.clone(),
        text: Some(text),
        unit: Unit::Utf16,
        ext: headers.into_iter().map(|(name, text)| (name, Value::Text(text))).collect(),
        ..Document::default()
    };
    let document = Landing::new(&layers, &rows, document, &mut corpus).all();
    corpus.add(document);
    corpus
}

/// A file on its way.
#[derive(Default)]
struct Reading<'t> {
    layers: Vec<Layer>,
    rows: Vec<Row<'t>>,
    text: String,
    /// The length of the text in UTF-16 units, and how many of them are blanks between sentences.
    length: u64,
    gaps: u64,
    headers: BTreeMap<String, String>,
    /// Rows that do not hold: the line, how many mentions it has at least, and why.
    refused: Vec<(usize, usize, String)>,
    /// The lines of text of the sentence, and where its rows begin.
    sentence: Vec<String>,
    first: usize,
    /// The first token of the sentence.
    token: Option<String>,
}

impl<'t> Reading<'t> {
    /// # Errors
    /// Line and reason where no document can be made of the file.
    fn all(&mut self, text: &'t str) -> Result<(), (usize, String)> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate();
        let first = lines.next().map(|(_, line)| line).unwrap_or_default();
        let is_known =
            ["#FORMAT=WebAnno TSV 3", "#FORMAT=WebAnno TSV 3.1", "#FORMAT=WebAnno TSV 3.2", "#FORMAT=WebAnno TSV 3.3"];
        if !is_known.contains(&first) {
            let shown = crate::text::shortened(first, 60).into_owned();
            return Err((1, format!("it does not begin with `#FORMAT=WebAnno TSV 3.3` or 3.2, but with `{shown}`")));
        }
        for (number, line) in lines {
            let number = number + 1;
            if let Some((kind, spec)) = layer_of(line) {
                self.layers.push(layer(kind, spec));
            } else if let Some(words) = line.strip_prefix("#Text=") {
                if self.rows.len() > self.first {
                    self.sentence(number)?;
                }
                self.sentence.push(plain(words));
            } else if line.is_empty() {
                if self.rows.len() > self.first {
                    self.sentence(number)?;
                }
            } else if let Some((name, value)) = line.strip_prefix('#').and_then(|line| line.split_once('=')) {
                if self.rows.is_empty() && self.sentence.is_empty() && name != "Sentence.id" {
                    self.headers.insert(name.to_owned(), value.to_owned());
                }
            } else {
                self.row(number, line);
            }
        }
        let last = text.split('\n').count();
        if self.rows.len() > self.first { self.sentence(last) } else { Ok(()) }
    }

    fn row(&mut self, line: usize, text: &'t str) {
        let width: usize = 3 + self.layers.iter().map(|layer| layer.fields.len()).sum::<usize>();
        let mut cells: Vec<&'t str> = text.split('\t').collect();
        if cells.len() == width + 1 && cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        let place = cells.get(1).and_then(|place| place.split_once('-'));
        let place = place.and_then(|(begin, end)| Some((begin.parse::<u64>().ok()?, end.parse::<u64>().ok()?)));
        let id = cells.first().copied().unwrap_or_default();
        let is_id = id.split_once('-').is_some_and(|(one, two)| {
            let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            number(one) && two.split('.').count() <= 2 && two.split('.').all(number)
        });
        let (Some((begin, end)), true, true) = (place, is_id, cells.len() == width) else {
            let shown = crate::text::shortened(text, 40);
            let why =
                format!("it has {} columns of {width}, or no id and place in the first two: `{shown}`", cells.len());
            let is_tagged = cells.iter().skip(3).any(|cell| !matches!(*cell, "" | "_"));
            return self.refused.push((line, usize::from(is_tagged), why));
        };
        self.token.get_or_insert_with(|| plain(cells.get(2).copied().unwrap_or_default()));
        let own = cells.get(3..).unwrap_or_default();
        let cells = if own.iter().all(|cell| *cell == "_") { Vec::new() } else { own.to_vec() };
        self.rows.push(Row { id, begin, end, cells, line });
    }

    /// Puts the sentence that was read into the text, at the place that its first token states.
    fn sentence(&mut self, line: usize) -> Result<(), (usize, String)> {
        let words = std::mem::take(&mut self.sentence).join("\n");
        let Some(token) = self.token.take() else { return Ok(()) };
        let first = self.rows.get(self.first).map(|row| row.begin).unwrap_or_default();
        let Some(before) = words.find(&token).and_then(|found| words.get(..found)) else {
            return Err((line, format!("the token `{token}` is not in the text of its sentence")));
        };
        let farthest = self.length + (MAX_GAPS - self.gaps);
        let begin = first.checked_sub(units(before)).filter(|begin| (self.length..=farthest).contains(begin));
        let Some(begin) = begin else {
            return Err((
                line,
                format!("the sentence states the place {first}, and the text before it ends at {}", self.length),
            ));
        };
        for blank in 0..begin - self.length {
            self.text.push(if blank == 0 && !self.text.is_empty() { '\n' } else { ' ' });
        }
        self.text.push_str(&words);
        self.gaps += begin - self.length;
        self.length = begin + units(&words);
        self.first = self.rows.len();
        Ok(())
    }
}

fn units(text: &str) -> u64 {
    text.chars().map(|char| char.len_utf16() as u64).sum()
}

fn layer_of(line: &str) -> Option<(Kind, &str)> {
    let kinds = [("#T_SP=", Kind::Span), ("#T_CH=", Kind::Chain), ("#T_RL=", Kind::Relation)];
    kinds.into_iter().find_map(|(start, kind)| Some((kind, line.strip_prefix(start)?)))
}

fn layer(kind: Kind, spec: &str) -> Layer {
    let mut parts = spec.split('|').map(str::to_owned);
    let name = parts.next().unwrap_or_default();
    let mut fields: Vec<String> = parts.collect();
    if fields.is_empty() {
        fields.push(String::new());
    }
    Layer { kind, name, fields }
}
