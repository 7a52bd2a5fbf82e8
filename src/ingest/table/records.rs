//! From a table to documents, one for each record. It does not know how cells are written.

use super::super::columns::{Columns, Field, guess, is_known};
use super::super::decode::{DecodeError, Decoded, decode};
use super::super::document::Document;
use super::super::extracted::{Extracted, StatedInFile};
use super::super::kind::Kind;
use super::super::places::{Places, Weave, encoding_named};
use super::cell::{Cell, Form};
use super::{lines, rows};
use std::collections::BTreeMap;
use std::ops::Range;

/// Records of one table; a session with more articles is beyond use.
const MAX_RECORDS: usize = 200_000;
/// Columns that are told apart; a table of articles with more is none.
const MAX_COLUMNS: usize = 1000;
/// Records by which columns are guessed.
const GUESSED_BY: usize = 200;

/// Why a table gives no articles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// It is no text.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Nothing in it looks like the text of articles.
    #[error("no column looks like the text of an article (there are {0}); name it, as with --columns text=body")]
    NoText(String),
    /// A column was named that is not there.
    #[error("there is no column `{0}` (there are {1}); name one of them")]
    NoColumn(String, String),
    /// Too many records.
    #[error("the table has {0} records and at most {MAX_RECORDS} are read; split it")]
    TooMany(usize),
    /// Too many columns.
    #[error("the table has {0} columns and at most {MAX_COLUMNS} are read; look whether it is a table of articles")]
    TooWide(usize),
    /// It is JSON, or begins so, and is no list of objects.
    #[error("it is no JSON list of objects, one for each article: {0}; write one object a line instead, as .jsonl")]
    NoList(String),
    /// There is a head and nothing else, or nothing at all.
    #[error("the table has no records; there is nothing to read")]
    Empty,
}

/// The beginning of a table, for a person who says which columns are what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TablePreview {
    /// The columns' names in their order; their numbers where the table names none.
    pub columns: Vec<String>,
    /// What is read of them, as named or as guessed.
    pub chosen: Columns,
    /// The cells of the first records, by column.
    pub records: Vec<Vec<String>>,
    /// How many records there are.
    pub count: usize,
}

/// The documents of a table and how it was read.
pub(in super::super) struct ReadTable {
    pub(in super::super) documents: Vec<Document>,
    pub(in super::super) columns: Columns,
    pub(in super::super) remarks: Vec<String>,
}

struct Record {
    place: Range<usize>,
    /// Cells by the number of their column.
    cells: Vec<(usize, Cell)>,
}

impl Record {
    fn cell(&self, column: Option<&usize>) -> Option<&Cell> {
        self.cells.iter().find(|(number, _)| Some(number) == column).map(|(_, cell)| cell)
    }
}

struct Table {
    columns: Vec<String>,
    records: Vec<Record>,
    remarks: Vec<String>,
}

/// Reads a table, each record as a document.
///
/// # Errors
/// [`TableFault`].
pub(in super::super) fn read(
    kind: Kind,
    bytes: &[u8],
    declared: Option<&str>,
    chosen: &Columns,
) -> Result<ReadTable, TableFault> {
    let decoded = decode(bytes, declared)?;
    let mut table = table(kind, &decoded.text, chosen)?;
    let columns = mapping(&table, &decoded.text, chosen);
    if let Some(missing) = chosen.0.values().find(|name| !table.columns.contains(name)) {
        return Err(TableFault::NoColumn(missing.clone(), listed(&table.columns)));
    }
    let numbers: BTreeMap<Field, usize> = columns
        .0
        .iter()
        .filter_map(|(field, name)| Some((*field, table.columns.iter().position(|column| column == name)?)))
        .collect();
    if !numbers.contains_key(&Field::Text) {
        return Err(TableFault::NoText(listed(&table.columns)));
    }
    let mut places = Places::new(&decoded, bytes.len());
    let mut documents = Vec::new();
    let mut empty = Vec::new();
    for (number, record) in table.records.iter().enumerate() {
        match document(number + 1, record, &numbers, &decoded, &mut places) {
            Some(document) => documents.push(document),
            None => empty.push(number + 1),
        }
    }
    if let Some(first) = empty.first() {
        let count = empty.len();
        let column = columns.0.get(&Field::Text).map(String::as_str).unwrap_or_default();
        table.remarks.push(match count {
            1 => format!("record {first} has no text in `{column}` and gave no article"),
            _ => {
                format!("{count} records have no text in `{column}` and gave no articles, the first is record {first}")
            }
        });
    }
    Ok(ReadTable { documents, columns, remarks: table.remarks })
}

/// The first records of a table with the columns that would be read.
///
/// # Errors
/// [`TableFault`] where it is none.
pub(in super::super) fn preview(
    kind: Kind,
    bytes: &[u8],
    declared: Option<&str>,
    chosen: &Columns,
    first: usize,
) -> Result<TablePreview, TableFault> {
    let decoded = decode(bytes, declared)?;
    let table = table(kind, &decoded.text, chosen)?;
    let cell = |record: &Record, column| record.cell(Some(&column)).map(|cell| cell.value(&decoded.text));
    let cells =
        |record: &Record| (0..table.columns.len()).map(|column| cell(record, column).unwrap_or_default()).collect();
    Ok(TablePreview {
        chosen: mapping(&table, &decoded.text, chosen),
        records: table.records.iter().take(first).map(cells).collect(),
        count: table.records.len(),
        columns: table.columns,
    })
}

fn listed(columns: &[String]) -> String {
    columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn mapping(table: &Table, text: &str, chosen: &Columns) -> Columns {
    let column = |number: usize| {
        let cells = table.records.iter().take(GUESSED_BY).filter_map(|record| record.cell(Some(&number)));
        cells.map(|cell| cell.value(text)).collect()
    };
    guess(&table.columns, &(0..table.columns.len()).map(column).collect::<Vec<_>>(), chosen)
}

fn table(kind: Kind, text: &str, chosen: &Columns) -> Result<Table, TableFault> {
    let table = match kind {
        Kind::JsonLines => of_lines(text),
        Kind::Json => of_list(text)?,
        Kind::Tsv => of_rows(text, rows::rows(text, b"\t"), chosen)?,
        _ => of_rows(text, rows::rows(text, b",;\t|"), chosen)?,
    };
    match table.records.len() {
        0 => Err(TableFault::Empty),
        count if count > MAX_RECORDS => Err(TableFault::TooMany(count)),
        _ => Ok(table),
    }
}

fn of_rows(text: &str, rows: Vec<rows::Row>, chosen: &Columns) -> Result<Table, TableFault> {
    let first: Vec<String> =
        rows.first().into_iter().flat_map(|row| &row.cells).map(|cell| cell.value(text).trim().to_owned()).collect();
    let is_head = first.iter().any(|cell| is_known(cell) || chosen.0.values().any(|name| name == cell));
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    if width > MAX_COLUMNS {
        return Err(TableFault::TooWide(width));
    }
    let named = |number: usize| {
        let own = first.get(number).filter(|name| is_head && !name.is_empty());
        // Of two columns with one name the first has it.
        let own = own.filter(|name| first.iter().position(|other| other == *name) == Some(number));
        own.cloned().unwrap_or_else(|| (number + 1).to_string())
    };
    let columns: Vec<String> = (0..width).map(named).collect();
    let uneven = rows.iter().filter(|row| row.cells.len() != first.len()).count();
    let mut remarks = Vec::new();
    if uneven > 0 {
        let rows = if uneven == 1 { "1 row has".to_owned() } else { format!("{uneven} rows have") };
        remarks
            .push(format!("{rows} another number of cells than the first row; look whether the right ones were read"));
    }
    let records = rows.into_iter().skip(usize::from(is_head));
    let records = records.map(|row| Record { place: row.place, cells: row.cells.into_iter().enumerate().collect() });
    Ok(Table { columns, records: records.collect(), remarks })
}

fn of_lines(text: &str) -> Table {
    let mut at = 0;
    let lines = text.split_inclusive('\n').enumerate().map(|(number, line)| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        (number + 1, start, line.trim())
    });
    of_objects("line", lines.filter(|(.., line)| !line.is_empty()))
}

fn of_list(text: &str) -> Result<Table, TableFault> {
    let list = lines::list(text).map_err(TableFault::NoList)?;
    let items = list.items.iter().enumerate();
    let items = items.filter_map(|(number, place)| Some((number + 1, place.start, text.get(place.clone())?)));
    let mut table = of_objects("value", items);
    table.remarks.extend(list.remark);
    Ok(table)
}

/// The table whose records are JSON objects: for each what it is by number, where it begins, and its words; `called` in
/// messages.
fn of_objects<'t>(called: &str, objects: impl Iterator<Item = (usize, usize, &'t str)>) -> Table {
    let mut columns: Vec<String> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut table = Table { columns: Vec::new(), records: Vec::new(), remarks: Vec::new() };
    let mut broken: Vec<String> = Vec::new();
    for (number, start, words) in objects {
        match lines::fields(words, start) {
            Ok(fields) => {
                let mut cells = Vec::new();
                for (name, cell) in fields {
                    let column = match numbers.get(&name) {
                        Some(column) => *column,
                        // What else an object may hold beyond that is no part of an article.
                        None if columns.len() >= MAX_COLUMNS => continue,
                        None => {
                            numbers.insert(name.clone(), columns.len());
                            columns.push(name);
                            columns.len() - 1
                        }
                    };
                    cells.push((column, cell));
                }
                table.records.push(Record { place: start..start + words.len(), cells });
            }
            Err(why) => broken.push(format!("{called} {number}: {why}")),
        }
    }
    if let Some(first) = broken.first() {
        table.remarks.push(match broken.len() {
            1 => format!("one {called} is no JSON object and gave no article: {first}"),
            count => format!("{count} {called}s are no JSON objects and gave no articles, the first is {first}"),
        });
    }
    Table { columns, ..table }
}

/// The document that a record is; nothing where it has no text.
fn document(
    number: usize,
    record: &Record,
    columns: &BTreeMap<Field, usize>,
    decoded: &Decoded,
    places: &mut Places<'_>,
) -> Option<Document> {
    let text = &decoded.text;
    let cell = record.cell(columns.get(&Field::Text)).filter(|cell| cell.form != Form::Nested)?;
    if cell.chars(text).all(|(char, _)| char.is_whitespace()) {
        return None;
    }
    let start = places.at(record.place.start);
    let mut weave = Weave::new(encoding_named(&decoded.encoding));
    for (char, bytes) in cell.chars(text) {
        let first = places.at(bytes.start);
        weave.place(char, first - start..places.at(bytes.end) - start);
    }
    let end = places.at(record.place.end);
    let (words, map) = weave.finish()?;
    let value = |field| {
        let value = record.cell(columns.get(&field))?.value(text);
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        (!value.is_empty()).then_some(value)
    };
    let stated = StatedInFile {
        headline: value(Field::Headline),
        author: value(Field::Author),
        published: value(Field::Published),
        url: value(Field::Url),
        language: value(Field::Language),
        outlet: value(Field::Outlet),
    };
    let extracted = Extracted { part: number.to_string(), text: words, map, stated, ..Extracted::default() };
    Some(Document { extracted, encoding: decoded.encoding.clone(), range: Some(start..end) })
}
