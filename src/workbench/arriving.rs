//! Articles that are looked at before they are added: read from files, folders and the clipboard, each with where it came
//! from, what it is and what there is to say of it. What is guessed of them follows.
//!
//! It changes no session; the desk adds what a person chose.

use super::bench::Done;
use super::desk::Desk;
use super::guessing::{Depth, Guessed};
use super::incoming::{MAX_TEXT_BYTES, told_region};
use super::jobs::Progress;
use super::known::Known;
use super::newer::Newer;
use super::reading_apart::read_file;
use super::threads::Threads;
use super::work::Outcome;
use crate::codec::{Serial, Spread, map_each};
use crate::edit::{Cleaning, NewArticle, Refusal};
use crate::ingest::{
    Columns, Kind, ReadArticle, ReadFile, Reading, TablePreview, endings, guess_details, redecode, table_preview,
};
use crate::model::{AnnotatorId, Article, ArticleId, Metadata, Session, Shard, Timestamp};
use crate::store;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Records of a table that are shown before it is read.
const FIRST_RECORDS: usize = 5;

/// Something that articles are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A file or a folder.
    Path(PathBuf),
    /// What was on the clipboard, under a name that it gets.
    Pasted {
        /// The name, with an ending that says what it is.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
    /// An article of the session, to be read anew in another encoding.
    There(ArticleId),
}

/// What is to be looked at, and how it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticlesWish {
    /// Where articles are looked for.
    pub brought: Vec<Brought>,
    /// The encoding of all files; found out where absent.
    pub encoding: Option<String>,
    /// The encoding of single files, by the name that [`FileRead`] has.
    pub encodings: BTreeMap<String, String>,
    /// Columns of tables that a person named, by the same name.
    pub columns: BTreeMap<String, Columns>,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct ArticlesRead {
    /// Every file that was found, and every path that led nowhere, in order.
    pub files: Vec<FileRead>,
    /// Articles, in the order of their files.
    pub articles: Vec<ArticleRead>,
    /// Whether somebody cancelled it on the way; nothing was read then.
    pub is_cancelled: bool,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRead {
    /// Its path, or the name of what was pasted.
    pub name: String,
    /// What it is; nothing where it could not be read.
    pub kind: Option<Kind>,
    /// How a table begins, and what its columns are taken for.
    pub table: Option<TablePreview>,
    /// Why nothing, or not everything, of it was read.
    pub refused: Vec<String>,
    /// What needs a look.
    pub remarks: Vec<String>,
}

/// One article.
#[derive(Clone, Debug)]
pub struct ArticleRead {
    /// As it would be added.
    pub new: NewArticle,
    /// The number of its file.
    pub file: usize,
    /// The kind of file that its text stood in.
    pub kind: Kind,
    /// What it is called within its file; empty where it is the file.
    pub part: String,
    /// What needs a look.
    pub remarks: Vec<String>,
    /// How it stands to what is there.
    pub standing: Standing,
    /// What is guessed of it, once it is.
    pub guessed: OnceLock<Guessed>,
}

/// How an article stands to those of the session and to those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none like it.
    New,
    /// The very same one is in the session, and is not added again.
    There,
    /// The very same one stands before it.
    Twice,
    /// Another article has the same bytes or the same text: which of both, and its name.
    Copy(&'static str, String),
    /// Another article, with other words, has its name.
    SameName,
    /// An article of the session, with other words, has its name.
    Newer(Arc<Newer>),
    /// An article of the session, read in another encoding.
    Anew(Arc<Newer>),
}

impl Standing {
    /// Whether it can be added.
    #[must_use]
    pub fn can_be_added(&self) -> bool {
        match self {
            Self::There | Self::Twice => false,
            // Words that read otherwise are no work on this text.
            Self::Anew(newer) => newer.told.quarantined == 0,
            Self::New | Self::Copy(..) | Self::SameName | Self::Newer(_) => true,
        }
    }

    /// The older version that it may take the place of.
    #[must_use]
    pub fn older(&self) -> Option<&Newer> {
        match self {
            Self::Newer(newer) | Self::Anew(newer) => Some(newer),
            _ => None,
        }
    }

    /// Whether it is added unless somebody says otherwise.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        matches!(self, Self::New | Self::SameName | Self::Newer(_))
            || (self.can_be_added() && matches!(self, Self::Anew(_)))
    }
}

/// For whom articles are read.
#[derive(Clone, Copy, Debug)]
pub struct ReadingFor<'a> {
    /// The session.
    pub session: &'a Session,
    /// Who adds them.
    pub by: AnnotatorId,
    /// When.
    pub at: Timestamp,
}

/// One file as it is looked for.
enum Source {
    Path(PathBuf),
    Pasted {
        name: String,
        bytes: Arc<[u8]>,
    },
    There(Arc<Shard>),
    /// Nothing, and why.
    Nowhere {
        name: String,
        why: String,
    },
}

/// Reads what `wish` names. What cannot be read is told and the rest is read all the same; nothing comes of it where it is
/// cancelled on the way.
#[must_use]
pub fn read_articles(wish: &ArticlesWish, reading_for: ReadingFor<'_>, progress: &Progress) -> ArticlesRead {
    let sources = sources(&wish.brought, reading_for.session);
    let (done, all) = (AtomicUsize::new(0), sources.len());
    // One file may hold many; then they are read side by side.
    let spread: &dyn Spread = if all == 1 { &Threads } else { &Serial };
    let read = map_each(&Threads, sources, |source| {
        let name = source.name();
        let outcome = source.read(wish, reading_for, spread, progress);
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        (name, outcome)
    });
    if progress.is_cancelled() {
        return ArticlesRead { is_cancelled: true, ..ArticlesRead::default() };
    }
    let mut known = Known::of(reading_for.session);
    let mut found = ArticlesRead::default();
    for (name, (outcome, table)) in read {
        let mut file = FileRead { name, table, ..FileRead::default() };
        match outcome {
            Ok(ReadFile { kind, articles, refused, remarks, .. }) => {
                (file.kind, file.refused, file.remarks) = (Some(kind), refused, remarks);
                for article in articles {
                    let number = found.files.len();
                    match stand(&article, reading_for.session, &mut known) {
                        Ok(standing) => found.articles.push(ArticleRead::of(article, number, standing)),
                        Err(why) => file.refused.push(why),
                    }
                }
            }
            Err(why) => file.refused.push(why),
        }
        found.files.push(file);
    }
    found
}

impl ArticleRead {
    fn of(article: ReadArticle, file: usize, standing: Standing) -> Self {
        let ReadArticle { mut new, kind, part, regions, mut remarks, .. } = article;
        new.cleaning.regions = regions.into_iter().map(told_region).collect();
        let count = new.article.text().matches(char::REPLACEMENT_CHARACTER).count();
        let source = &new.article.source;
        if count > 0 && (source.original.is_some() || source.packed.is_some()) {
            let encoding = &source.encoding;
            remarks.push(format!("{count} characters could not be read as {encoding} and stand as U+FFFD"));
        }
        if standing.older().is_some() {
            // What is guessed of the newer text comes before what was guessed of the older one.
            guess_details(&mut new);
        }
        Self { new, file, kind, part, remarks, standing, guessed: OnceLock::new() }
    }
}

/// How `article` stands to those of `session` and to those before it.
///
/// # Errors
/// Why there is no room for it.
fn stand(article: &ReadArticle, session: &Session, known: &mut Known) -> Result<Standing, String> {
    let new = &article.new.article;
    let older = new.supersedes.and_then(|old| session.shard(old));
    if let Some(newer) = older.and_then(|old| Newer::of(session, old, new)) {
        return Ok(Standing::Anew(Arc::new(newer)));
    }
    if known.has(new.id) {
        return Ok(if session.shard(new.id).is_some() { Standing::There } else { Standing::Twice });
    }
    let bytes = known.bytes.saturating_add(new.text().len() as u64);
    if bytes > MAX_TEXT_BYTES {
        let (limit, name) = (MAX_TEXT_BYTES >> 20, &new.name);
        return Err(format!(
            "{name}: the session would hold more than {limit} MiB of text; put the rest into another one"
        ));
    }
    known.bytes = bytes;
    let same = known.same_as(new);
    let named = known.named(&new.name);
    // The number in the name of a record says where it stood, and not which one it is.
    let is_record = new.source.within.as_ref().is_some_and(|within| within.range.is_some());
    let older = named.and_then(|id| session.shard(id)).filter(|_| same.is_none() && !is_record);
    let newer = older.and_then(|old| Newer::of(session, old, new));
    known.add(new);
    Ok(match same {
        Some((how, other)) => Standing::Copy(how, other.name),
        None if newer.is_some() => newer.map_or(Standing::SameName, |newer| Standing::Newer(Arc::new(newer))),
        None if named.is_some() => Standing::SameName,
        None => Standing::New,
    })
}

/// `text` without the name of the file that it begins with.
fn without(name: &str, text: &str) -> String {
    text.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(text).to_owned()
}

fn sources(brought: &[Brought], session: &Session) -> Vec<Source> {
    let mut found = Vec::new();
    let mut paths = BTreeSet::new();
    for one in brought {
        let path = match one {
            Brought::Path(path) => path,
            Brought::Pasted { name, bytes } => {
                found.push(Source::Pasted { name: name.clone(), bytes: Arc::clone(bytes) });
                continue;
            }
            Brought::There(id) => {
                found.extend(session.shard(*id).cloned().map(Source::There));
                continue;
            }
        };
        for file in store::find_articles(std::slice::from_ref(path), &endings()) {
            match file {
                // A file may be brought by itself and in its folder.
                Ok(path) if paths.contains(&path) => {}
                Ok(path) => {
                    paths.insert(path.clone());
                    found.push(Source::Path(path));
                }
                Err(error) => {
                    let name = path.display().to_string();
                    let why = without(&name, &error.to_string());
                    found.push(Source::Nowhere { name, why });
                }
            }
        }
    }
    found
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Pasted { name, .. } | Self::Nowhere { name, .. } => name.clone(),
            Self::There(shard) => shard.article.name.clone(),
        }
    }

    fn read(
        self,
        wish: &ArticlesWish,
        reading_for: ReadingFor<'_>,
        spread: &dyn Spread,
        progress: &Progress,
    ) -> (Result<ReadFile, String>, Option<TablePreview>) {
        let shown = self.name();
        let (name, bytes) = match self {
            _ if progress.is_cancelled() => return (Err(String::new()), None),
            Self::Path(path) => match store::read_article(path) {
                Ok(file) => (file.name, file.bytes),
                Err(error) => return (Err(without(&shown, &error.to_string())), None),
            },
            Self::Pasted { name, bytes } => (name, bytes.to_vec()),
            Self::There(shard) => {
                let encoding = wish.encodings.get(&shown).map(String::as_str);
                return (anew(&shard, encoding, reading_for), None);
            }
            Self::Nowhere { why, .. } => return (Err(why), None),
        };
        let none = Columns::default();
        let columns = wish.columns.get(&shown).unwrap_or(&none);
        let declared = wish.encodings.get(&shown).or(wish.encoding.as_ref()).map(String::as_str);
        let table = table_preview(&name, &bytes, declared, columns, FIRST_RECORDS).ok().flatten();
        let reading = Reading { declared, columns, by: reading_for.by, created: reading_for.at, spread };
        // A table of which nothing could be read may be one whose columns a person has to name.
        (read_file(&reading, &name, bytes, progress), table)
    }
}

/// An article of the session as it reads in another encoding, or as it is while none is chosen.
fn anew(shard: &Shard, encoding: Option<&str>, reading_for: ReadingFor<'_>) -> Result<ReadFile, String> {
    let article = &shard.article;
    let kind = match article.source.media_type.as_str() {
        "text/markdown" => Kind::Markdown,
        "text/html" => Kind::Html,
        _ => Kind::Text,
    };
    let new = if let Some(encoding) = encoding.filter(|encoding| *encoding != article.source.encoding) {
        redecode(article, encoding, reading_for.by, reading_for.at).map_err(|error| error.to_string())?
    } else {
        let metadata = Metadata::clone(&shard.metadata);
        NewArticle { article: Article::clone(article), metadata, outlet: None, cleaning: Cleaning::default() }
    };
    let article =
        ReadArticle { new, kind, part: String::new(), stated: Vec::new(), regions: Vec::new(), remarks: Vec::new() };
    Ok(ReadFile { kind, articles: vec![article], columns: None, refused: Vec::new(), remarks: Vec::new() })
}

impl Desk {
    /// Reads what `wish` names in the background, for whoever holds `ticket`; the number of the work.
    pub fn read_articles(&mut self, ticket: u64, wish: ArticlesWish) -> u64 {
        let by = self.bench.annotator().id;
        let at = self.clock.now();
        let session = self.bench.snapshot();
        self.jobs.start("Reading articles", move |progress| {
            let read = read_articles(&wish, ReadingFor { session: &session, by, at }, progress);
            Outcome::ArticlesRead(ticket, Box::new(read))
        })
    }

    /// Takes what is on the clipboard; `take` may block.
    pub fn take_clipboard(&mut self, take: impl FnOnce() -> Result<Brought, String> + Send + 'static) -> u64 {
        self.jobs.start("Reading the clipboard", move |_| Outcome::Pasted(take()))
    }

    /// Lists the families of fonts in the background, as `list` does; see [`News::Fonts`].
    pub fn list_fonts(&mut self, list: impl FnOnce() -> Vec<String> + Send + 'static) -> u64 {
        self.jobs.start("Listing the fonts", move |_| Outcome::Fonts(list()))
    }

    /// Adds articles that were read, as one step; the first of them comes to the front where there was none. Those that are
    /// `due` were not guessed at yet, and are in the background.
    ///
    /// # Errors
    /// [`Refusal`] with the reason, also where the session is open for reading only.
    pub fn add_read(&mut self, articles: Vec<NewArticle>, due: Vec<ArticleId>) -> Result<Done, Refusal> {
        let begun = self.bench.session().shards().is_empty();
        self.writable()?;
        let done = self.bench.add_articles(articles)?;
        self.note_edit();
        if begun {
            self.bench.view.article = self.bench.session().shards().first().map(|shard| shard.id());
        }
        self.owe_guesses(due, Depth::Cleaning);
        Ok(done)
    }
}
