//! From a table to a corpus. Its texts are elsewhere: in `.txt` files named with it, or in articles of the session.

use super::super::corpus::{Corpus, CorpusEntry, CorpusMention, Document, Fate, LabelName, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::super::land::OWN_REGISTER;
use super::write::looks_run;
use super::{ARTICLE_KEY, COLUMNS};
use crate::model::{EntryId, ReviewState, Value, Values};
use crate::text::turns_text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Columns without which a table says nothing.
const NEEDED: [&str; 4] = ["document", "start", "end", "label"];

/// Reads tables whose cells are parted by `between`.
pub(super) fn read(files: &[InFile], between: u8) -> Corpus {
    let mut corpus = Corpus::default();
    let mut entries = BTreeSet::new();
    for file in files.iter().filter(|file| file.ending() != "txt") {
        let read = file.text().and_then(|text| table(file, text, between, &mut corpus, &mut entries));
        if let Err(remark) = read {
            corpus.remarks.push(remark);
        }
    }
    corpus
}

fn table(
    file: &InFile,
    text: &str,
    between: u8,
    corpus: &mut Corpus,
    entries: &mut BTreeSet<String>,
) -> Result<(), Remark> {
    let mut reader = csv::ReaderBuilder::new().delimiter(between).flexible(true).from_reader(text.as_bytes());
    let refused = |why: String| Remark::refused(&file.path, "", "the table", &why);
    let head = reader.headers().map_err(|error| refused(error.to_string()))?;
    let head: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
    let missing: Vec<&str> = NEEDED.into_iter().filter(|name| !head.iter().any(|known| known == name)).collect();
    if !missing.is_empty() {
        let why = format!(
            "its first line must name the columns; {} is missing, and it has {}",
            missing.join(", "),
            head.join(", ")
        );
        return Err(refused(why).of_all(reader.into_records().count(), Thing::Mention));
    }
    let mut documents: HashMap<(String, String), usize> = HashMap::new();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                corpus
                    .remarks
                    .push(Remark::refused(&file.path, "a row", "a row", &error.to_string()).of(Thing::Mention));
                continue;
            }
        };
        let place = format!("line {}", row.position().map_or(0, csv::Position::line));
        if row.len() != head.len() {
            let why = format!("it has {} cells, and the table has {} columns", row.len(), head.len());
            corpus.remarks.push(Remark::refused(&file.path, &place, "a row", &why).of(Thing::Mention));
            continue;
        }
        let cells: BTreeMap<&str, &str> = head.iter().map(String::as_str).zip(row.iter()).collect();
        let row = Row { file, place: &place, cells };
        match row.mention(&mut corpus.remarks) {
            Ok(mention) => {
                if let Some(entry) = row.entry()
                    && entries.insert(entry.key.clone())
                {
                    corpus.entries.push(entry);
                }
                let key = (unguarded(row.cell("document")), row.cell("article").to_owned());
                let number = *documents.entry(key).or_insert_with_key(|(name, article)| {
                    // Rows of one document mostly stand behind each other, and there are many.
                    if let Some(last) = corpus.documents.last_mut() {
                        last.settle();
                    }
                    corpus.documents.push(document(file, name, article));
                    corpus.documents.len() - 1
                });
                if let Some(document) = corpus.documents.get_mut(number) {
                    document.mentions.push(mention);
                }
            }
            Err(why) => {
                let remark = Remark::refused(&file.path, &place, &row.what(), &why);
                corpus.remarks.push(remark.of(Thing::Mention));
            }
        }
    }
    Ok(())
}

fn document(file: &InFile, name: &str, article: &str) -> Document {
    let mut ext = Values::new();
    if !article.is_empty() {
        ext.insert(ARTICLE_KEY.to_owned(), Value::Text(article.to_owned()));
    }
    Document { name: name.to_owned(), file: file.path.clone(), unit: Unit::CodePoint, ext, ..Document::default() }
}

/// One row by its columns.
struct Row<'r> {
    file: &'r InFile,
    place: &'r str,
    cells: BTreeMap<&'r str, &'r str>,
}

impl Row<'_> {
    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).copied().unwrap_or_default()
    }

    fn what(&self) -> String {
        format!("{} “{}”", self.cell("label"), crate::text::shortened(self.cell("text"), 40))
    }

    fn mention(&self, remarks: &mut Vec<Remark>) -> Result<CorpusMention, String> {
        let fragments = self.fragments()?;
        let label = unguarded(self.cell("label"));
        if label.is_empty() {
            return Err("it has no label".to_owned());
        }
        if self.cell("document").is_empty() {
            return Err("it names no document".to_owned());
        }
        let unit = self.cell("offset_unit");
        if !matches!(unit, "" | "char" | "code_point") {
            return Err(format!("its offsets count `{unit}`, and only code points are read"));
        }
        let text = self.cells.contains_key("text").then(|| self.cell("text"));
        let mut mention = CorpusMention {
            id: self.cell("mention").to_owned(),
            place: self.place.to_owned(),
            label: LabelName::new("", &label),
            quote: text.filter(|text| !text.is_empty()).map(|text| quote(text, &fragments)),
            fragments,
            notes: notes(&unguarded(self.cell("notes"))),
            flags: self.cell("flags").split(';').filter(|flag| !flag.is_empty()).map(str::to_owned).collect(),
            annotator: Some(unguarded(self.cell("annotator"))).filter(|name| !name.is_empty()),
            entry: Some(self.entry_key()).filter(|key| !key.is_empty()),
            ..CorpusMention::default()
        };
        self.confidence(&mut mention);
        self.state(&mut mention, remarks);
        self.attributes(&mut mention);
        Ok(mention)
    }

    fn fragments(&self) -> Result<Vec<(u64, u64)>, String> {
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let whole = number(self.cell("start")).zip(number(self.cell("end")));
        let whole = whole.ok_or("its start and end are no whole numbers")?;
        let parts = self.cell("fragments");
        if parts.is_empty() {
            return Ok(vec![whole]);
        }
        let part = |part: &str| part.split_once('-').and_then(|(start, end)| number(start).zip(number(end)));
        let spans: Option<Vec<(u64, u64)>> = parts.split(';').map(part).collect();
        let spans = spans.ok_or_else(|| format!("its fragments `{parts}` are not as in `6-15;20-25`"))?;
        let hull = (spans.first().map(|span| span.0), spans.last().map(|span| span.1));
        if hull == (Some(whole.0), Some(whole.1)) {
            Ok(spans)
        } else {
            Err(format!("its fragments `{parts}` do not reach from its start to its end"))
        }
    }

    fn confidence(&self, mention: &mut CorpusMention) {
        let cell = self.cell("confidence");
        match cell.parse::<f64>() {
            Ok(sure) if (0.0..=1.0).contains(&sure) => mention.confidence = Some(sure),
            _ if cell.is_empty() => {}
            // What is no share of one is another tool's own number.
            _ => _ = mention.attributes.insert("confidence".to_owned(), Value::Text(unguarded(cell))),
        }
    }

    fn state(&self, mention: &mut CorpusMention, remarks: &mut Vec<Remark>) {
        let cell = self.cell("state");
        match ReviewState::from_text(cell) {
            Some(state) => mention.review = state,
            None if cell.is_empty() => {}
            None => {
                let why = "no review has such a state; it is an attribute";
                remarks.push(Remark::new(Fate::Changed, &self.file.path, self.place, &format!("state `{cell}`"), why));
                mention.attributes.insert("state".to_owned(), Value::Text(unguarded(cell)));
            }
        }
    }

    /// The attributes that the table names, and every column that it does not know.
    fn attributes(&self, mention: &mut CorpusMention) {
        let cell = unguarded(self.cell("attributes"));
        match serde_json::from_str::<BTreeMap<String, Value>>(&cell) {
            Ok(values) => mention.attributes.extend(values),
            Err(_) if cell.is_empty() => {}
            Err(_) => _ = mention.attributes.insert("attributes".to_owned(), Value::Text(cell)),
        }
        let unknown = self.cells.iter().filter(|(name, cell)| !cell.is_empty() && !is_known(name));
        for (name, cell) in unknown {
            mention.attributes.insert((*name).to_owned(), Value::Text(unguarded(cell)));
        }
    }

    fn entry_key(&self) -> String {
        let id = self.cell("entry");
        if id.is_empty() { unguarded(self.cell("entry_name")) } else { unguarded(id) }
    }

    fn entry(&self) -> Option<CorpusEntry> {
        let key = Some(self.entry_key()).filter(|key| !key.is_empty())?;
        let id = self.cell("entry");
        let place = if EntryId::parse(id).is_ok() { OWN_REGISTER } else { "table" };
        let ids = (!id.is_empty()).then(|| (place.to_owned(), unguarded(id))).into_iter().collect();
        Some(CorpusEntry { key, name: unguarded(self.cell("entry_name")), ids, ..CorpusEntry::default() })
    }
}

fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column) || column == "offset_unit" || column.is_empty()
}

/// The words of a cell. A cell is as it was escaped, or raw; the length of the place tells which.
fn quote(cell: &str, fragments: &[(u64, u64)]) -> String {
    let covered: u64 = fragments.iter().map(|(start, end)| end.saturating_sub(*start)).sum();
    let length = covered + (fragments.len() as u64).saturating_sub(1);
    let plain = unguarded(cell);
    let is_raw = plain.chars().count() as u64 != length && cell.chars().count() as u64 == length;
    if is_raw { cell.to_owned() } else { plain }
}

/// A cell as it was before it was escaped: without the one apostrophe before what a spreadsheet would run, and with the
/// characters that were written out as `\u{202e}`.
fn unguarded(cell: &str) -> String {
    let is_guarded = cell.strip_prefix('\'').filter(|rest| looks_run(rest));
    let cell = is_guarded.unwrap_or(cell);
    if !cell.contains(r"\u{") {
        return cell.to_owned();
    }
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((before, after)) = rest.split_once(r"\u{") {
        out.push_str(before);
        let written = after.split_once('}').and_then(|(hex, behind)| {
            let char = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
            turns_text(char).then_some((char, behind))
        });
        rest = if let Some((char, behind)) = written {
            out.push(char);
            behind
        } else {
            out.push_str(r"\u{");
            after
        };
    }
    out.push_str(rest);
    out
}

/// The notes of a cell: one a line, or a JSON list where a note has lines of its own.
fn notes(cell: &str) -> Vec<String> {
    if let Ok(notes) = serde_json::from_str::<Vec<String>>(cell) {
        return notes;
    }
    cell.split('\n').filter(|note| !note.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Cells;
    use super::super::write::guarded;
    use super::*;

    #[test]
    fn escaped_cells_read_back() {
        for cell in ["=1", "'=1", "''+x", "plain", "'tis", "@me \u{202e}x", r"C:\u{41}", "", "\ttab", "'"] {
            assert_eq!(unguarded(&guarded(cell, Cells::Escaped)), cell, "{cell:?}");
        }
        assert_eq!(quote("'=1", &[(4, 7)]), "'=1");
        assert_eq!(quote("'=1", &[(4, 6)]), "=1");
        assert_eq!(notes("one\ntwo"), ["one", "two"]);
        assert_eq!(notes(r#"["one\ntwo"]"#), ["one\ntwo"]);
    }
}
