//! Parquet: the table of mentions with types, for `DuckDB`, Spark, Polars and pandas (format of the Apache Parquet project).
//!
//! The columns are those of [`super::csv`]; offsets are whole numbers and `confidence` is a number that may be missing. The unit
//! of offsets and the session's title stand in the file's metadata, under `byline.offset_unit` and `byline.title`. Rows come in
//! groups, so that neither writers nor readers hold all of them.

use super::csv::{self, CSV};
use super::outgoing::Outgoing;
use super::registry::{Format, Reads};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use crate::model::{Mention, Shard};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "parquet",
    reads: Reads::Not,
    writer: Some(write),
    ending: "parquet",
    endings: &[],
    about: "the table of mentions with types, for DuckDB, Spark and pandas",
    ..CSV
};

/// Rows of one group.
const GROUP_ROWS: usize = 16_384;

/// Places of the columns that hold whole numbers.
const NUMBERS: [&str; 2] = ["start", "end"];
/// The column that holds a number or nothing.
const SURE: &str = "confidence";

fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut mentions = 0;
    sink.file("", &mut |file| {
        mentions = rows(out, file).map_err(|error| io(std::io::Error::other(error)))?;
        Ok(())
    })?;
    Ok(out.written(mentions, out.losses(FORMAT.carries)))
}

fn rows(out: Outgoing<'_>, file: &mut (dyn Write + Send)) -> Result<usize, ParquetError> {
    let title = out.session.info.title.clone();
    let metadata = vec![
        KeyValue::new("byline.offset_unit".to_owned(), "code_point".to_owned()),
        KeyValue::new("byline.title".to_owned(), title),
    ];
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_key_value_metadata(Some(metadata)).build();
    let mut writer = SerializedFileWriter::new(file, schema()?, Arc::new(properties))?;
    // Cells are made column by column, as they are written: those of all columns are far more than the mentions.
    let mut waiting: Vec<Row<'_>> = Vec::with_capacity(GROUP_ROWS);
    let mut count = 0;
    for document in out.documents() {
        for mention in &document.mentions {
            waiting.push((document.shard, mention));
            count += 1;
            if waiting.len() == GROUP_ROWS {
                group(out, &mut writer, &waiting)?;
                waiting.clear();
            }
        }
    }
    if !waiting.is_empty() {
        group(out, &mut writer, &waiting)?;
    }
    writer.close()?;
    Ok(count)
}

/// A mention with the article that it stands in.
type Row<'s> = (&'s Shard, &'s Mention);

fn schema() -> Result<Arc<Type>, ParquetError> {
    let column = |name: &&str| {
        let (physical, logical, repetition) = match *name {
            name if NUMBERS.contains(&name) => (Physical::INT64, None, Repetition::REQUIRED),
            SURE => (Physical::DOUBLE, None, Repetition::OPTIONAL),
            _ => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
        };
        let built = Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical);
        built.build().map(Arc::new)
    };
    let columns: Result<Vec<Arc<Type>>, ParquetError> = csv::COLUMNS.iter().map(column).collect();
    Type::group_type_builder("mentions").with_fields(columns?).build().map(Arc::new)
}

type Writer<'w> = SerializedFileWriter<&'w mut (dyn Write + Send)>;

/// Writes one group of rows, column by column.
fn group(out: Outgoing<'_>, writer: &mut Writer<'_>, rows: &[Row<'_>]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for name in &csv::COLUMNS {
        let cells = rows.iter().map(|(shard, mention)| csv::cell(out, shard, mention, name));
        column(&mut group, name, cells)?;
    }
    group.close().map(|_| ())
}

fn column<'r>(
    group: &mut SerializedRowGroupWriter<'_, &mut (dyn Write + Send)>,
    name: &str,
    cells: impl Iterator<Item = Cow<'r, str>>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General(format!("the schema has no column `{name}`")));
    };
    if NUMBERS.contains(&name) {
        let numbers: Vec<i64> = cells.map(|cell| cell.parse().unwrap_or_default()).collect();
        column.typed::<Int64Type>().write_batch(&numbers, None, None)?;
    } else if name == SURE {
        let sure: Vec<Option<f64>> = cells.map(|cell| cell.parse().ok()).collect();
        let numbers: Vec<f64> = sure.iter().flatten().copied().collect();
        let levels: Vec<i16> = sure.iter().map(|cell| i16::from(cell.is_some())).collect();
        column.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)?;
    } else {
        let texts: Vec<ByteArray> = cells.map(|cell| ByteArray::from(cell.as_ref())).collect();
        column.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
    }
    column.close()
}
