//! The canonical layout of a session file: which record stands on which line. The contract is in `sessions/README.md`.
//!
//! One mention, relation, entry, annotator, log line and so on a line, one space before it; sections begin in column 0; an
//! article's block runs from a line that begins `(id: "a-` to the next line `),`. It does not know how one record is written
//! (`line`) nor what the last line is for (`checksum`).

use super::checksum::push_last_line;
use super::convert::EncodeError;
use super::line::write_value;
use super::row::MentionRow;
use super::schema_ron::write_fields;
use super::shape::{ArticleFile, SessionFile};
use crate::model::{Ext, Session, Shard, Timestamp};
use serde::Serialize;

/// How every session file begins.
pub(super) const HEAD: &str = "#![enable(implicit_some)]\n(\n";

/// About so many bytes a record takes.
const RECORD_BYTES: usize = 256;

/// Writes `session` as a session file that was saved at `modified`. The same session and time give the same bytes.
///
/// # Errors
/// [`EncodeError`] for a session that no file can hold: a place outside its text, a number that is not finite, data of other
/// tools nested deeper than readers follow. Commands never make one.
pub fn encode(session: &Session, modified: Timestamp) -> Result<String, EncodeError> {
    let mut around = Around::new(session)?;
    let mut sheet = Sheet { out: around.begin().to_owned() };
    let begun = sheet.out.len();
    for shard in session.shards() {
        sheet.article(shard)?;
    }
    around.add(sheet.out.get(begun..).unwrap_or_default());
    sheet.out.push_str(&around.end(modified));
    Ok(sheet.out)
}

/// What stands around the articles of a session file, for a file that is written block by block.
#[derive(Debug, Default)]
pub struct Around {
    pub(super) head: String,
    pub(super) tail: String,
    /// The CRC-32 of what was written so far.
    pub(super) sum: crc32fast::Hasher,
}

impl Around {
    /// Of the file of `session`.
    ///
    /// # Errors
    /// As for [`encode`].
    pub fn new(session: &Session) -> Result<Self, EncodeError> {
        let file = SessionFile::without_articles(session);
        let (mut head, mut tail) = (Sheet { out: String::new() }, Sheet { out: String::new() });
        head.before_articles(&file)?;
        tail.behind_articles(&file)?;
        Ok(Self { head: head.out, tail: tail.out, sum: crc32fast::Hasher::new() })
    }

    /// What stands above the first article.
    pub fn begin(&mut self) -> &str {
        self.sum.update(self.head.as_bytes());
        &self.head
    }

    /// Takes note of the next article's block, as [`encode_article`] gives it.
    pub fn add(&mut self, block: &str) {
        self.sum.update(block.as_bytes());
    }

    /// What stands below the last article, in a file that was saved at `modified`.
    pub fn end(&mut self, modified: Timestamp) -> String {
        self.sum.update(self.tail.as_bytes());
        let mut last = String::new();
        push_last_line(&mut last, modified, &mut self.sum);
        format!("{}{last}", self.tail)
    }
}

/// Writes one article's block as it stands in the session file, so that an edited article can be written alone.
///
/// # Errors
/// [`EncodeError`] as for [`encode`].
pub fn encode_article(shard: &Shard) -> Result<String, EncodeError> {
    let mut sheet = Sheet { out: String::with_capacity(room_for(shard)) };
    sheet.article(shard)?;
    Ok(sheet.out)
}

/// About so many bytes an article's block has. Too little would double the memory of a long text while it is written.
pub(super) fn room_for(shard: &Shard) -> usize {
    let source = &shard.article.source;
    let kept = source.original.as_ref().or(source.packed.as_ref()).map_or(0, String::len);
    let text = shard.article.text().len();
    // Line breaks and quotation marks take two bytes each.
    text + text / 16 + kept + RECORD_BYTES * (4 + shard.mentions.len() + shard.relations.len())
}

/// A file while it is written.
pub(super) struct Sheet {
    pub(super) out: String,
}

/// A line of fields while it is written.
pub(super) struct Line<'a> {
    out: &'a mut String,
    separator: &'static str,
}

impl Line<'_> {
    /// `name: value`.
    pub(super) fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), EncodeError> {
        self.out.push_str(self.separator);
        self.separator = " ";
        self.out.push_str(name);
        self.out.push_str(": ");
        write_value(self.out, name, value)?;
        self.out.push(',');
        Ok(())
    }

    /// `name: value`, or nothing where there is no value.
    pub(super) fn option<T: Serialize>(&mut self, name: &str, value: Option<&T>) -> Result<(), EncodeError> {
        value.map_or(Ok(()), |value| self.field(name, value))
    }

    /// `name: text`, or nothing where the text is empty.
    pub(super) fn text(&mut self, name: &str, text: &str) -> Result<(), EncodeError> {
        if text.is_empty() { Ok(()) } else { self.field(name, text) }
    }

    /// Data of other tools, or nothing where there is none.
    pub(super) fn ext(&mut self, ext: &Ext) -> Result<(), EncodeError> {
        if ext.is_empty() { Ok(()) } else { self.field("ext", ext) }
    }
}

impl Sheet {
    /// A line of fields, in column 0.
    pub(super) fn fields(
        &mut self,
        write: impl FnOnce(&mut Line<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        write(&mut Line { out: &mut self.out, separator: "" })?;
        self.out.push('\n');
        Ok(())
    }

    /// A list with a line for each record.
    pub(super) fn section<T: Serialize>(&mut self, name: &str, rows: &[T]) -> Result<(), EncodeError> {
        self.rows(name, rows.iter().map(Ok))
    }

    /// As [`Self::section`], with records that are made as they are written.
    fn rows<T: Serialize>(
        &mut self,
        name: &str,
        rows: impl Iterator<Item = Result<T, EncodeError>>,
    ) -> Result<(), EncodeError> {
        self.out.push_str(name);
        self.out.push_str(": [\n");
        for row in rows {
            self.out.push(' ');
            write_value(&mut self.out, name, &row?)?;
            self.out.push_str(",\n");
        }
        self.out.push_str("],\n");
        Ok(())
    }

    /// Everything above the first article's block.
    pub(super) fn before_articles(&mut self, file: &SessionFile) -> Result<(), EncodeError> {
        self.out.push_str(HEAD);
        self.fields(|line| {
            line.field("format", &file.format)?;
            line.field("version", &file.version)?;
            line.field("layout", &file.layout)?;
            line.field("offset_unit", &file.offset_unit)
        })?;
        self.fields(|line| {
            line.field("title", &file.title)?;
            line.text("description", &file.description)?;
            line.field("created", &file.created)
        })?;
        self.section("annotators", &file.annotators)?;
        self.section("outlets", &file.outlets)?;
        self.out.push_str("schema: (\n");
        write_fields(self, &file.schema)?;
        self.out.push_str("),\n");
        self.section("entries", &file.entries)?;
        self.out.push_str("articles: [\n");
        Ok(())
    }

    /// Everything below the last article's block but the file's last line.
    pub(super) fn behind_articles(&mut self, file: &SessionFile) -> Result<(), EncodeError> {
        self.out.push_str("],\n");
        self.section("alignments", &file.alignments)?;
        self.section("conflicts", &file.conflicts)?;
        self.section("decisions", &file.decisions)?;
        self.section("filters", &file.filters)?;
        self.section("guidelines", &file.guidelines)?;
        self.fields(|line| {
            line.field("log_limit", &file.log_limit)?;
            line.field("log_cut", &file.log_cut)
        })?;
        self.section("log", &file.log)?;
        if !file.ext.is_empty() {
            self.fields(|line| line.ext(&file.ext))?;
        }
        self.out.push_str(")\n");
        Ok(())
    }

    pub(super) fn article(&mut self, shard: &Shard) -> Result<(), EncodeError> {
        let article = ArticleFile::without_mentions(shard)?;
        let mentions = shard.mentions.by_key().map(|mention| MentionRow::new(&shard.article, mention));
        self.out.push('(');
        self.fields(|line| {
            line.field("id", &article.id)?;
            line.field("name", &article.name)?;
            line.field("source", &article.source)?;
            line.option("supersedes", article.supersedes.as_ref())?;
            line.field("by", &article.by)?;
            line.field("created", &article.created)
        })?;
        self.fields(|line| {
            line.option("outlet", article.outlet.as_ref())?;
            line.option("headline", article.headline.as_ref())?;
            line.option("author", article.author.as_ref())?;
            line.option("published", article.published.as_ref())?;
            line.option("url", article.url.as_ref())?;
            line.option("language", article.language.as_ref())?;
            line.field("status", &article.status)?;
            line.text("note", &article.note)?;
            line.ext(&article.ext)
        })?;
        self.fields(|line| line.field("text", &*article.text))?;
        self.section("regions", &article.regions)?;
        self.section("repairs", &article.repairs)?;
        self.rows("mentions", mentions)?;
        self.section("relations", &article.relations)?;
        self.section("suggestions", &article.suggestions)?;
        self.section("quarantine", &article.quarantine)?;
        self.out.push_str("),\n");
        Ok(())
    }
}
