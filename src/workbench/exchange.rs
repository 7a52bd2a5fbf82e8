//! Labelled data in and out: files of other tools into a session as one step, and a session into files of other tools.
//!
//! It does not know any format; [`crate::formats`] does, and [`crate::store`] has the files.

use super::batch::Batch;
use super::disk_sink::DiskSink;
use super::incoming::MAX_TEXT_BYTES;
use super::jobs::Progress;
use super::split::{Split, write_parts};
use super::threads::Threads;
use super::watched::WatchedSink;
use crate::codec::{self, map_each};
use crate::edit::Refusal;
use crate::formats::csv::ARTICLE_KEY;
use crate::formats::{
    Corpus, Document, Fate, Format, FormatError, ImportReport, InFile, LandOptions, Landing, Reads, Remark, Request,
    Shape, Sink, Target, Thing, Written, furnish, write_spread,
};
use crate::ingest::article_from_text;
use crate::model::{Annotator, AnnotatorId, Article, ArticleId, Session, Shard, Timestamp, Value};
use crate::store::{self, ImportFile, Overwrite, StoreError};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// So many files are named where nothing was found in any.
const MAX_EMPTY: usize = 20;

/// Files that were read for an import and what is in them, ready to land.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// Documents with their articles.
    pub landings: Vec<Landing>,
    /// What the files hold beyond them, with every remark so far.
    pub corpus: Corpus,
}

/// Who imports, when, and what.
#[derive(Clone, Debug)]
pub struct Importing<'a> {
    /// The session that it is for.
    pub session: &'a Session,
    /// Who.
    pub by: AnnotatorId,
    /// When.
    pub at: Timestamp,
    /// How it lands.
    pub options: &'a LandOptions,
}

impl Importing<'_> {
    /// Reads the files at `paths` as `format`. What cannot be read is a remark, and the rest is read all the same; nothing
    /// comes of it where it is cancelled on the way.
    #[must_use]
    pub fn read(&self, format: &Format, paths: &[PathBuf], progress: &Progress) -> Arrivals {
        let mut refused = Vec::new();
        let files = read_files(format, paths, progress, &mut refused);
        let mut arrivals = self.take(format, files, progress);
        refused.append(&mut arrivals.corpus.remarks);
        arrivals.corpus.remarks = refused;
        arrivals
    }

    /// As [`Self::read`], from files that were read already.
    #[must_use]
    pub fn take(&self, format: &Format, mut files: Vec<InFile>, progress: &Progress) -> Arrivals {
        let names: Vec<String> = files.iter().map(|file| file.path.clone()).take(MAX_EMPTY).collect();
        let mut corpus = match format.reads {
            Reads::Corpus(read) => read(&mut files, &Threads),
            Reads::Not | Reads::Session => Corpus::default(),
        };
        if corpus.documents.is_empty() && !corpus.remarks.iter().any(|remark| remark.fate == Fate::Refused) {
            corpus.remarks.extend(names.iter().map(|name| empty(format, name)));
        }
        let documents = std::mem::take(&mut corpus.documents);
        // From here on text files alone matter, and those to documents that have no texts of their own.
        let needs_texts = documents.iter().any(|document| document.text.is_none());
        files.retain(|file| needs_texts && file.ending() == "txt");
        files.iter_mut().for_each(InFile::forget);
        let mut ground = Ground::new(self, &files);
        let all = documents.len();
        let counter = Counter { progress, done: Mutex::new(all), all: 2 * all };
        let placed = map_each(&Threads, documents, |document| {
            counter.count();
            (!progress.is_cancelled()).then(|| ground.place(document))
        });
        if progress.is_cancelled() {
            let why = "the import was cancelled; nothing was imported";
            let remarks = vec![Remark::refused("", "", format.name, why)];
            return Arrivals { landings: Vec::new(), corpus: Corpus { remarks, ..Corpus::default() } };
        }
        let mut landings = Vec::with_capacity(all);
        for placed in placed.into_iter().flatten() {
            match placed {
                Ok(placed) => match ground.land(placed) {
                    Ok(landing) => landings.push(landing),
                    Err(remark) => corpus.remarks.push(remark),
                },
                Err(remark) => corpus.remarks.push(remark),
            }
        }
        Arrivals { landings, corpus }
    }
}

/// What to say of a file in which nothing was found.
fn empty(format: &Format, name: &str) -> Remark {
    let why = format!("nothing in it is of the format `{}` ({})", format.name, format.about);
    Remark::refused(name, "", "the file", &why)
}

/// Counts what several threads get done.
struct Counter<'p> {
    progress: &'p Progress,
    done: Mutex<usize>,
    all: usize,
}

impl Counter<'_> {
    fn count(&self) {
        // Whoever counts says so at once, or else a smaller number might be said last.
        if let Ok(mut done) = self.done.lock() {
            self.progress.set(*done, self.all);
            *done += 1;
        }
    }
}

fn read_files(format: &Format, paths: &[PathBuf], progress: &Progress, refused: &mut Vec<Remark>) -> Vec<InFile> {
    let found = store::find_files(paths, format.endings);
    let counter = Counter { progress, done: Mutex::new(0), all: 2 * found.len() };
    let read = map_each(&Threads, found, |found| {
        counter.count();
        let read = |(path, name): (PathBuf, String)| {
            // Of many files each is read when its turn comes, so that they are never all in memory.
            let is_one_of_many = format.shape == Shape::Folder || name.to_lowercase().ends_with(".txt");
            let file = if is_one_of_many { store::open_import_apart(&path)? } else { store::open_import(&path)? };
            Ok(match file {
                ImportFile::Read(bytes) => InFile::new(name, bytes),
                ImportFile::Apart { length, source } => InFile::at_source(name, length, source),
            })
        };
        (!progress.is_cancelled()).then(|| found.and_then(read))
    });
    let mut files = Vec::with_capacity(read.len());
    for read in read.into_iter().flatten() {
        match read {
            Ok(file) => files.push(file),
            // The message names the path.
            Err(error) => {
                refused.push(Remark::refused("", "", "a file", &error.to_string()).of(Thing::Document));
            }
        }
    }
    files
}

/// Where documents find their articles.
struct Ground<'a> {
    importing: &'a Importing<'a>,
    /// Text files, by name and by stem, for formats that hold no texts.
    texts: BTreeMap<&'a str, &'a InFile>,
    /// Articles of the session by name and by stem.
    by_name: HashMap<String, &'a Shard>,
    /// Articles of the session, and those that are on their way, by the hash of their source and their name's stem: texts of
    /// other names stay apart even where they are the same.
    by_source: HashMap<(String, String), ArticleId>,
    /// How many bytes of text the session holds with those that are on their way.
    bytes: u64,
}

impl<'a> Ground<'a> {
    fn new(importing: &'a Importing<'a>, files: &'a [InFile]) -> Self {
        let texts = files.iter();
        let texts = texts.flat_map(|file| [(file.path.as_str(), file), (file.stem(), file)]).collect();
        let shards = importing.session.shards();
        let mut by_name = HashMap::new();
        for shard in shards {
            let name = shard.article.name.as_str();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            for name in [name.to_owned(), stem.to_owned(), shard.id().to_string()] {
                by_name.entry(name).or_insert(shard.as_ref());
            }
        }
        let by_source = shards.iter().map(|shard| (source_key(&shard.article), shard.id())).collect();
        let bytes = shards.iter().map(|shard| shard.article.source.bytes).fold(0, u64::saturating_add);
        Self { importing, texts, by_name, by_source, bytes }
    }

    /// The text file of the document `name`: the one at this path, or the one of this name.
    fn text_of(&self, name: &str) -> Option<&'a InFile> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        [name, last, stem].iter().find_map(|name| self.texts.get(name)).copied()
    }

    /// The article of this id, or else of this name.
    fn article_of(&self, id: Option<&Value>, name: &str) -> Option<&'a Shard> {
        let names = id.and_then(Value::as_text).into_iter().chain([name]);
        names.into_iter().find_map(|name| self.by_name.get(name)).copied()
    }

    /// The article that `document` becomes or belongs to, as far as that can be told without the other documents.
    fn place(&self, mut document: Document) -> Result<Placed, Remark> {
        let id = document.ext.remove(ARTICLE_KEY);
        let file = (document.text.is_none()).then(|| self.text_of(&document.name)).flatten();
        let refused = |document: &Document, why: &str| {
            Remark::refused(&document.file, "", &document.name, why).of_document(document)
        };
        let bytes = file.map(InFile::fetch).transpose().map_err(|remark| remark.of_document(&document))?;
        let beside = bytes.map(|bytes| String::from_utf8(bytes.into_owned())).transpose();
        let beside = beside.map_err(|_| refused(&document, "the text beside it is not UTF-8; save it as UTF-8"))?;
        let Some(text) = document.text.take().or(beside) else {
            let Some(shard) = self.article_of(id.as_ref(), &document.name) else {
                return Err(refused(
                    &document,
                    "the format holds no texts, and no article of this name is in the session; import its text first, or \
                     name its .txt file too",
                ));
            };
            return Ok(Placed::There(Landing::new(document, Target::There(shard.id()), shard.article.text())));
        };
        let name = file.map_or(document.name.as_str(), |file| file.path.as_str());
        let Importing { by, at, .. } = *self.importing;
        // Offsets count the text as it is read elsewhere, with a byte order mark where it has one.
        let begins = text.chars().take(1).collect();
        let new = article_from_text(name, text, by, at);
        let mut new = new.map_err(|error| refused(&document, &error.fault.to_string()))?;
        let document = Document { text: Some(begins), ..document };
        furnish(&mut new, &document);
        let key = source_key(&new.article);
        let (text, id, bytes) = (new.article.shared_text(), new.article.id, new.article.source.bytes);
        Ok(Placed::New { landing: Landing::new(document, Target::New(Box::new(new)), &text), key, id, bytes })
    }

    /// Where a document lands: in the article that another one before it has brought, where they have one text and name.
    ///
    /// # Errors
    /// A remark where the session would hold too much text.
    fn land(&mut self, placed: Placed) -> Result<Landing, Remark> {
        match placed {
            Placed::There(landing) => Ok(landing),
            Placed::New { landing, key, id, bytes } => {
                if let Some(there) = self.by_source.get(&key) {
                    return Ok(landing.into_article(*there));
                }
                let bytes = self.bytes.saturating_add(bytes);
                if bytes > MAX_TEXT_BYTES {
                    let limit = MAX_TEXT_BYTES >> 20;
                    let why =
                        format!("the session would hold more than {limit} MiB of text; put the rest into another one");
                    return Err(landing.refused(&why));
                }
                self.bytes = bytes;
                self.by_source.insert(key, id);
                Ok(landing)
            }
        }
    }
}

/// A document that has found its place.
enum Placed {
    /// In an article of the session.
    There(Landing),
    /// In an article of its own, unless there is one with this text and name already.
    New { landing: Landing, key: (String, String), id: ArticleId, bytes: u64 },
}

/// What tells an article's text and name.
fn source_key(article: &Article) -> (String, String) {
    let name = article.name.rsplit('/').next().unwrap_or(&article.name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (article.source.sha256.clone(), stem.to_owned())
}

impl Batch {
    /// Brings labelled data at `paths` into the session; the articles that are new, and the report.
    ///
    /// # Errors
    /// The report alone, where nothing in the files is new; the session is as it was.
    pub fn import_labelled(
        &mut self,
        format: &Format,
        paths: &[PathBuf],
        options: &LandOptions,
        progress: &Progress,
    ) -> Result<(Vec<ArticleId>, ImportReport), Box<ImportReport>> {
        let by = self.bench.annotator().id;
        let at = self.bench.clock().now();
        let importing = Importing { session: self.bench.session(), by, at, options };
        let Arrivals { landings, corpus } = importing.read(format, paths, progress);
        let before = self.bench.session().shards().len();
        let (mut report, landed) = self.bench.land(landings, &corpus, options);
        if let Err(refusal) = landed {
            if !matches!(refusal, Refusal::Nothing(_)) {
                report.remark(Remark::refused("", "", format.name, &refusal.to_string()));
            }
            return Err(Box::new(report));
        }
        self.set_modified();
        let added = self.bench.session().shards().iter().skip(before).map(|shard| shard.id()).collect();
        Ok((added, report))
    }

    /// The session that the file at `path` holds in the format `name`, to be kept at `target`; with what was set aside.
    ///
    /// # Errors
    /// A message that names the file and the place in it.
    pub fn convert(
        path: &Path,
        name: &str,
        target: PathBuf,
        annotator: Annotator,
        overwrite: Overwrite,
    ) -> Result<(Self, Vec<String>), ConvertError> {
        let (session, warnings) = read_whole(path, name)?;
        Ok((Self::begin_with(target, session, annotator, overwrite), warnings))
    }
}

/// The session that the file at `path` holds in the format `name`, with what was set aside.
pub(super) fn read_whole(path: &Path, name: &str) -> Result<(Session, Vec<String>), ConvertError> {
    if name != "json" {
        let (found, warnings) = super::batch::read(path)?;
        return Ok((found.session, warnings));
    }
    let refused = |why: String| ConvertError::Refused { path: path.to_owned(), why };
    let file = store::open_import(path)?;
    let in_parts = match &file {
        ImportFile::Apart { length, source } => codec::from_json_source(source.as_ref(), *length, &Threads),
        ImportFile::Read(_) => None,
    };
    let said = |warning: &codec::Warning| format!("{}: {warning}", path.display());
    if let Some(read) = in_parts {
        return Ok((read.session, read.warnings.iter().map(said).collect()));
    }
    let bytes = match file {
        ImportFile::Read(bytes) => bytes,
        ImportFile::Apart { .. } => store::read_import(path)?,
    };
    let text = codec::utf8(&bytes).map_err(|place| refused(format!("{place}: the bytes here are not UTF-8")))?;
    let read = codec::from_json(text).map_err(|error| refused(error.to_string()))?;
    Ok((read.session, read.warnings.iter().map(said).collect()))
}

/// Why a file gave no session.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It holds no session.
    #[error("{}: {why}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        why: String,
    },
}

/// Why an export was not made; nothing was written unless it says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The format does not go with what was asked for, or the session cannot be written in it.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody stopped it.
    #[error("the export was cancelled; nothing was written")]
    Cancelled,
    /// Something would be lost, and that was not to happen.
    #[error("the format cannot carry all of this session and nothing was to be lost; nothing was written")]
    Lossy(Written),
}

/// Where an export goes and whether it may lose anything.
#[derive(Clone, Copy, Debug)]
pub struct Exporting<'a> {
    /// The file or folder.
    pub path: &'a Path,
    /// What becomes of what is there.
    pub overwrite: Overwrite,
    /// Nothing is written where something would be lost.
    pub is_strict: bool,
    /// How the articles are divided, where they are; it is a folder then.
    pub split: Option<Split>,
}

/// Writes what `request` takes of `session` in `format`.
///
/// # Errors
/// [`ExportError`]; the output appears whole or not at all.
pub fn export(
    session: &Session,
    format: &Format,
    request: &Request,
    exporting: Exporting<'_>,
) -> Result<Written, ExportError> {
    export_watched(session, format, request, exporting, &Progress::default(), 0)
}

/// As [`export`], of about `all_bytes` bytes, whose progress can be seen and which can be cancelled.
pub(super) fn export_watched(
    session: &Session,
    format: &Format,
    request: &Request,
    exporting: Exporting<'_>,
    progress: &Progress,
    all_bytes: u64,
) -> Result<Written, ExportError> {
    let Exporting { path, overwrite, is_strict, split } = exporting;
    let mut sink = match (format.shape, split) {
        (Shape::File, None) => DiskSink::file(path, overwrite),
        (Shape::Folder, _) | (_, Some(_)) => DiskSink::folder(path, overwrite),
    }?;
    let written = write_all(session, format, request, split, &mut WatchedSink::new(&mut sink, progress, all_bytes));
    if progress.is_cancelled() {
        return Err(ExportError::Cancelled);
    }
    sink.filled()?;
    let written = written?;
    if is_strict && !written.dropped.is_empty() {
        return Err(ExportError::Lossy(written));
    }
    let others = sink.commit()?;
    Ok(Written { others, ..written })
}

/// Writes an export, whole or in parts.
pub(super) fn write_all(
    session: &Session,
    format: &Format,
    request: &Request,
    split: Option<Split>,
    sink: &mut dyn Sink,
) -> Result<Written, FormatError> {
    match split {
        Some(split) => write_parts(session, format, request, split, sink),
        None => write_spread(format, session, request, &Threads, sink),
    }
}
