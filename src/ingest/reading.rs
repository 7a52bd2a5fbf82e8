//! One file's bytes to its articles, whatever kind of file it is. It does not open files and knows no session.

use super::archive::{Archive, ArchiveFault};
use super::article::{Origin, ReadArticle, take_stated, text_article};
use super::columns::Columns;
use super::decode::{DecodeError, MAX_SOURCE_BYTES};
use super::document::Document;
use super::docx::{self, DocxError};
use super::epub::{self, EpubError};
use super::extracted::{Extracted, StatedInFile};
use super::feed::{self, FeedError};
use super::kind::Kind;
use super::mhtml::{self, MhtmlError};
use super::source::sha256_hex;
use super::table::{self, TableFault, TablePreview};
use super::{html, markdown};
use crate::codec::{Spread, map_each};
use crate::model::{AnnotatorId, Timestamp, Within};
use std::collections::BTreeMap;

/// Bytes of an archive's members that are in memory at once.
const MEMBERS_BYTES: usize = 32 << 20;

/// Why a file gives no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// It is no text.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// It is no table of articles.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// It is no archive that is read.
    #[error(transparent)]
    Archive(#[from] ArchiveFault),
    /// It is no Word document that is read.
    #[error(transparent)]
    Docx(#[from] DocxError),
    /// It is no book that is read.
    #[error(transparent)]
    Epub(#[from] EpubError),
    /// It is no feed that is read.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// It is no saved page that is read.
    #[error(transparent)]
    Mhtml(#[from] MhtmlError),
    /// A reader in a process of its own gave nothing.
    #[error("{0}")]
    Apart(String),
    /// Nothing in the archive is read.
    #[error("nothing in the archive is of a kind that is read; there is nothing to add")]
    NoMembers,
    /// It has a kind that is read in a process of its own alone, and there is none.
    #[error("files of the kind {} are read in a process of their own, and none is at hand here", .0.name())]
    Unread(Kind),
}

/// What a file gave.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// What it is.
    pub kind: Kind,
    /// Its articles in order.
    pub articles: Vec<ReadArticle>,
    /// Which columns were read, of a table.
    pub columns: Option<Columns>,
    /// Parts of it that gave no article, each with its name and the reason.
    pub refused: Vec<String>,
    /// What needs a look in the file as a whole.
    pub remarks: Vec<String>,
}

impl ReadFile {
    fn new(kind: Kind) -> Self {
        Self { kind, articles: Vec::new(), columns: None, refused: Vec::new(), remarks: Vec::new() }
    }
}

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The encoding, where a person named one.
    pub declared: Option<&'a str>,
    /// Columns of tables, as far as a person named them.
    pub columns: &'a Columns,
    /// Who adds the articles.
    pub by: AnnotatorId,
    /// When.
    pub created: Timestamp,
    /// Carries out the reading of an archive's members side by side, where it can.
    pub spread: &'a dyn Spread,
}

/// Reads a file that may do harm, as a pdf, in a process of its own; or says why it gave nothing.
pub type ReadApart<'a> = &'a (dyn Fn(&[u8]) -> Result<Vec<Extracted>, String> + Sync);

/// What stands around a file.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    /// The archive that it is in.
    within: Option<&'a Within>,
    /// How many archives stand around the file.
    depth: usize,
    /// How many bytes may come out of archives in it, where it is in one.
    left: Option<u64>,
    /// Who reads kinds that may do harm.
    apart: Option<ReadApart<'a>>,
}

impl Reading<'_> {
    /// Reads the file `file_name`, a name without folders, with the content `bytes`.
    ///
    /// # Errors
    /// [`ReadFault`] where it gives no article at all.
    ///
    /// # Example
    /// ```
    /// use byline::codec::Serial;
    /// use byline::ingest::{Columns, Kind, Reading};
    /// use byline::model::{AnnotatorId, Timestamp};
    /// let columns = Columns::default();
    /// let reading = Reading {
    ///     declared: None,
    ///     columns: &columns,
    ///     by: AnnotatorId(1),
    ///     created: Timestamp::default(),
    ///     spread: &Serial,
    /// };
    /// let table = "title,body\nFerry returns,\"The ferry is back, said the minister.\"\n";
    /// let file = reading.read("news.csv", table.into())?;
    /// assert_eq!(file.kind, Kind::Csv);
    /// assert_eq!(file.articles[0].new.article.text(), "The ferry is back, said the minister.");
    /// # Ok::<(), byline::ingest::ReadFault>(())
    /// ```
    pub fn read(&self, file_name: &str, bytes: Vec<u8>) -> Result<ReadFile, ReadFault> {
        self.file(file_name, bytes, Around::default())
    }

    /// As [`Self::read`], where `apart` reads what may do harm, in archives too.
    ///
    /// # Errors
    /// [`ReadFault`] where it gives no article at all.
    pub fn read_by(&self, file_name: &str, bytes: Vec<u8>, apart: ReadApart<'_>) -> Result<ReadFile, ReadFault> {
        self.file(file_name, bytes, Around { apart: Some(apart), ..Around::default() })
    }

    fn file(&self, file_name: &str, bytes: Vec<u8>, around: Around<'_>) -> Result<ReadFile, ReadFault> {
        if bytes.len() > MAX_SOURCE_BYTES {
            return Err(DecodeError::TooLarge { bytes: bytes.len() }.into());
        }
        let kind = Kind::of(file_name, &bytes);
        let mut file = match kind {
            Kind::Text | Kind::Markdown => self.text(kind, file_name, bytes, around)?,
            Kind::Html => {
                let page = html::read(&bytes, self.declared)?;
                let documents = vec![Document::whole(page.extracted, page.encoding)];
                self.of_documents(kind, file_name, &bytes, around, documents)
            }
            Kind::Mhtml => self.saved_page(file_name, &bytes, around)?,
            Kind::Csv | Kind::Tsv | Kind::JsonLines | Kind::Json => {
                let table = table::read(kind, &bytes, self.declared, self.columns)?;
                let mut file = self.of_documents(kind, file_name, &bytes, around, table.documents);
                file.columns = Some(table.columns);
                file.remarks = table.remarks;
                file
            }
            Kind::Zip => self.archive(file_name, &bytes, around)?,
            Kind::Pdf | Kind::Docx | Kind::Epub | Kind::Feed => {
                let documents = extracted(kind, &bytes, around.apart)?;
                self.of_extracted(kind, file_name, &bytes, around, documents)
            }
        };
        file.remarks.extend(misnamed(file_name, kind));
        Ok(file)
    }

    /// The page that a browser saved with its pictures into the file `bytes`. The article's source is the page alone, as it
    /// was before it was written for mail.
    fn saved_page(&self, file_name: &str, bytes: &[u8], around: Around<'_>) -> Result<ReadFile, ReadFault> {
        let page = mhtml::page(bytes)?;
        let part = page.address.clone().unwrap_or_else(|| "the page".to_owned());
        let within = match around.within {
            Some(within) => Within { member: format!("{}/{part}", within.member), ..within.clone() },
            None => Within {
                file: file_name.to_owned(),
                sha256: sha256_hex(bytes),
                bytes: bytes.len() as u64,
                member: part,
                range: None,
            },
        };
        let around = Around { within: Some(&within), ..around };
        let mut file = if page.is_html {
            let read = html::read(&page.bytes, self.declared.or(page.encoding))?;
            let mut document = Document::whole(read.extracted, read.encoding);
            let stated = &mut document.extracted.stated;
            stated.url = stated.url.take().or(page.address);
            self.of_documents(Kind::Html, file_name, &page.bytes, around, vec![document])
        } else {
            let reading = Self { declared: self.declared.or(page.encoding), ..*self };
            reading.text(Kind::Text, file_name, page.bytes, around)?
        };
        file.kind = Kind::Mhtml;
        let saved = page.saved.as_deref().and_then(|saved| jiff::fmt::rfc2822::parse(saved).ok());
        for article in &mut file.articles {
            article.new.article.source.retrieved = saved.as_ref().map(|saved| Timestamp(saved.timestamp()));
        }
        if page.is_cut {
            file.remarks.push("the file ends before its page does; what is there was read".to_owned());
        }
        Ok(file)
    }

    fn of_extracted(
        &self,
        kind: Kind,
        file_name: &str,
        bytes: &[u8],
        around: Around<'_>,
        documents: Vec<Extracted>,
    ) -> ReadFile {
        let documents = documents.into_iter().filter(|document| !document.text.trim().is_empty());
        let documents = documents.map(|extracted| Document::whole(extracted, "utf-8".to_owned())).collect();
        self.of_documents(kind, file_name, bytes, around, documents)
    }

    fn of_documents(
        &self,
        kind: Kind,
        file_name: &str,
        bytes: &[u8],
        around: Around<'_>,
        documents: Vec<Document>,
    ) -> ReadFile {
        let archive = around.within;
        let origin = Origin { file_name, kind, bytes, archive, by: self.by, created: self.created };
        ReadFile { articles: origin.articles(documents), ..ReadFile::new(kind) }
    }

    fn text(&self, kind: Kind, file_name: &str, bytes: Vec<u8>, around: Around<'_>) -> Result<ReadFile, ReadFault> {
        let mut new = text_article(file_name, bytes, self.declared, self.by, self.created)?;
        new.article.source.within = around.within.cloned();
        let (stated, regions) = match kind {
            Kind::Markdown => markdown::stated(new.article.text()),
            _ => (StatedInFile::default(), Vec::new()),
        };
        let mut remarks = Vec::new();
        let stated = take_stated(&mut new, stated, &mut remarks);
        let article = ReadArticle { new, kind, part: String::new(), stated, regions, remarks };
        Ok(ReadFile { articles: vec![article], ..ReadFile::new(kind) })
    }

    fn archive(&self, file_name: &str, bytes: &[u8], around: Around<'_>) -> Result<ReadFile, ReadFault> {
        if around.depth > 1 {
            return Err(ArchiveFault::Nested.into());
        }
        let mut archive = Archive::open(bytes, around.left)?;
        let mut file = ReadFile::new(Kind::Zip);
        let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
        let (sha256, size) = (sha256_hex(bytes), bytes.len() as u64);
        // The outermost file is the one that a person has.
        let within = |name: &str| {
            let Some(outer) = around.within else {
                let file = file_name.to_owned();
                return Within { file, sha256: sha256.clone(), bytes: size, member: name.to_owned(), range: None };
            };
            Within { member: format!("{}/{name}", outer.member), ..outer.clone() }
        };
        let mut waiting: Vec<(String, Vec<u8>)> = Vec::new();
        let mut held = 0;
        for (number, name) in archive.names() {
            if Kind::of_name(&name).is_none() {
                let ending =
                    name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
                *left_out.entry(ending.to_lowercase()).or_default() += 1;
                continue;
            }
            match archive.member(number, &name)? {
                Ok(bytes) => {
                    held += bytes.len();
                    waiting.push((name, bytes));
                }
                Err(why) => file.refused.push(format!("{name}: {why}")),
            }
            if held > MEMBERS_BYTES {
                self.members(std::mem::take(&mut waiting), &within, around, &mut archive, &mut file)?;
                held = 0;
            }
        }
        self.members(waiting, &within, around, &mut archive, &mut file)?;
        if !left_out.is_empty() {
            let count = left_out.values().sum::<usize>();
            let endings = left_out.keys().take(8).map(|ending| format!("`{ending}`")).collect::<Vec<_>>().join(", ");
            let members = if count == 1 { "1 member was".to_owned() } else { format!("{count} members were") };
            file.remarks.push(format!("{members} left out, whose endings are of no kind that is read: {endings}"));
        }
        if file.articles.is_empty() && file.refused.is_empty() { Err(ReadFault::NoMembers) } else { Ok(file) }
    }

    /// Reads `members` of an archive side by side and takes what they give into `file`.
    fn members(
        &self,
        members: Vec<(String, Vec<u8>)>,
        within: &(dyn Fn(&str) -> Within + Sync),
        outer: Around<'_>,
        archive: &mut Archive<'_>,
        file: &mut ReadFile,
    ) -> Result<(), ReadFault> {
        let left = archive.left();
        let read = map_each(self.spread, members, |(name, bytes)| {
            let within = within(&name);
            let around = Around { within: Some(&within), depth: outer.depth + 1, left: Some(left), ..outer };
            let own_name = name.rsplit('/').next().unwrap_or(&name).to_owned();
            (self.file(&own_name, bytes, around), name)
        });
        for (read, name) in read {
            match read {
                Ok(read) => {
                    let of_archive: u64 = match read.kind {
                        Kind::Zip => read.articles.iter().map(|article| article.new.article.source.bytes).sum(),
                        _ => 0,
                    };
                    archive.take(of_archive);
                    let inside = |part: &str| if part.is_empty() { name.clone() } else { format!("{name}, {part}") };
                    file.articles.extend(read.articles.into_iter().map(|article| {
                        let part = inside(&article.part);
                        ReadArticle { part, ..article }
                    }));
                    file.refused.extend(read.refused.iter().map(|refused| format!("{name}, {refused}")));
                    file.remarks.extend(read.remarks.iter().map(|remark| format!("{name}: {remark}")));
                }
                // An archive within that means harm speaks for the one around it.
                Err(ReadFault::Archive(fault @ (ArchiveFault::Bomb(_) | ArchiveFault::LeadsOut(_)))) => {
                    return Err(fault.into());
                }
                Err(fault) => file.refused.push(format!("{name}: {fault}")),
            }
        }
        Ok(())
    }
}

/// The documents of a file whose format has readers of its own.
fn extracted(kind: Kind, bytes: &[u8], apart: Option<ReadApart<'_>>) -> Result<Vec<Extracted>, ReadFault> {
    match kind {
        Kind::Pdf => apart.ok_or(ReadFault::Unread(kind))?(bytes).map_err(ReadFault::Apart),
        Kind::Docx => Ok(docx::read(bytes)?),
        Kind::Epub => Ok(epub::read(bytes)?),
        Kind::Feed => Ok(feed::read(bytes)?),
        _ => Err(ReadFault::Unread(kind)),
    }
}

/// The first records of the table `bytes` with the columns that would be read; nothing where the file is no table.
///
/// # Errors
/// [`TableFault`] where nothing can be read of it.
pub fn table_preview(
    file_name: &str,
    bytes: &[u8],
    declared: Option<&str>,
    columns: &Columns,
    first: usize,
) -> Result<Option<TablePreview>, TableFault> {
    match Kind::of(file_name, bytes) {
        kind @ (Kind::Csv | Kind::Tsv | Kind::JsonLines | Kind::Json) => {
            table::preview(kind, bytes, declared, columns, first).map(Some)
        }
        _ => Ok(None),
    }
}

/// What to say of a file that is called otherwise than it is.
fn misnamed(file_name: &str, kind: Kind) -> Option<String> {
    let named = Kind::of_name(file_name).filter(|named| *named != kind)?;
    // Text in any form is called text.
    let is_harmless = named == Kind::Text && kind == Kind::Markdown;
    let called = named.name();
    (!is_harmless).then(|| format!("its name says {called} and its content {}; it was read as that", kind.name()))
}
