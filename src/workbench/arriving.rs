//! Articles that are looked at before they are added: read from files, folders and the clipboard, each with where it came
//! from, what it is and what there is to say of it.
//!
//! It changes no session; the desk adds what a person chose.

use super::bench::Done;
use super::desk::Desk;
use super::incoming::{Incoming, MAX_TEXT_BYTES, Reader};
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::codec::map_each;
use crate::edit::{NewArticle, Refusal};
use crate::model::{AnnotatorId, Article, ArticleId, Session, Timestamp};
use crate::store;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    /// How it stands to what is there.
    pub standing: Standing,
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
    /// An article of this name has the same source bytes, word for word.
    Copy(String),
    /// Another article, with other words, has its name.
    SameName,
}

impl Standing {
    /// Whether it can be added.
    #[must_use]
    pub fn can_be_added(&self) -> bool {
        !matches!(self, Self::There | Self::Twice)
    }

    /// Whether it is added unless somebody says otherwise.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        matches!(self, Self::New | Self::SameName)
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
    let sources = sources(&wish.brought);
    let (done, all) = (AtomicUsize::new(0), sources.len());
    // Whether an article is there already is found out for all of them at the end.
    let nobody = super::work::empty_session(reading_for.at);
    let read = map_each(&Threads, sources, |source| {
        if progress.is_cancelled() {
            return None;
        }
        let name = source.name();
        let declared = wish.encodings.get(&name).or(wish.encoding.as_ref()).map(String::as_str);
        let reader = Reader { session: &nobody, by: reading_for.by, at: reading_for.at, declared };
        let incoming = source.read(&reader, &progress.part());
        progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, all);
        Some((name, incoming))
    });
    if progress.is_cancelled() {
        return ArticlesRead { is_cancelled: true, ..ArticlesRead::default() };
    }
    let mut known = Known::of(reading_for.session);
    let mut found = ArticlesRead::default();
    for (file, (name, incoming)) in read.into_iter().flatten().enumerate() {
        let Incoming { articles, refused, warnings, .. } = incoming;
        let without_name = |texts: Vec<String>| texts.into_iter().map(|text| without(&name, text)).collect();
        let (refused, remarks) = (without_name(refused), without_name(warnings));
        let mut of_file = FileRead { name, refused, remarks };
        for new in articles {
            match known.take(&new.article) {
                Ok(standing) => found.articles.push(ArticleRead { new, file, standing }),
                Err(why) => of_file.refused.push(why),
            }
        }
        found.files.push(of_file);
    }
    found
}

/// `text` without the name of the file that it begins with.
fn without(name: &str, text: String) -> String {
    let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
    rest.map_or_else(|| text.clone(), str::to_owned)
}

fn sources(brought: &[Brought]) -> Vec<Source> {
    let one = |brought: &Brought| match brought {
        Brought::Path(path) => {
            let files = store::find_articles(std::slice::from_ref(path));
            let found = files.into_iter().map(|file| match file {
                Ok(path) => Source::Path(path),
                Err(error) => {
                    let name = path.display().to_string();
                    let why = without(&name, error.to_string());
                    Source::Nowhere { name, why }
                }
            });
            found.collect::<Vec<Source>>()
        }
        Brought::Pasted { name, bytes } => vec![Source::Pasted { name: name.clone(), bytes: Arc::clone(bytes) }],
    };
    brought.iter().flat_map(one).collect()
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Pasted { name, .. } | Self::Nowhere { name, .. } => name.clone(),
        }
    }

    fn read(self, reader: &Reader<'_>, progress: &Progress) -> Incoming {
        match self {
            Self::Path(path) => reader.read(&[path], progress),
            Self::Pasted { name, bytes } => reader.read_pasted(&name, &bytes),
            Self::Nowhere { why, .. } => Incoming { refused: vec![why], ..Incoming::default() },
        }
    }
}

/// Articles that are there, and those that came before.
struct Known {
    /// Ids, and whether they are the session's.
    ids: HashMap<ArticleId, bool>,
    /// Names by the hashes of their sources.
    sources: HashMap<String, String>,
    names: BTreeSet<String>,
    /// How many bytes of text there are.
    bytes: u64,
}

impl Known {
    fn of(session: &Session) -> Self {
        let articles = || session.shards().iter().map(|shard| &shard.article);
        Self {
            ids: articles().map(|article| (article.id, true)).collect(),
            sources: articles().map(|article| (article.source.sha256.clone(), article.name.clone())).collect(),
            names: articles().map(|article| article.name.clone()).collect(),
            bytes: articles().map(|article| article.source.bytes).fold(0, u64::saturating_add),
        }
    }

    /// How `article` stands to those before it.
    ///
    /// # Errors
    /// Why there is no room for it.
    fn take(&mut self, article: &Article) -> Result<Standing, String> {
        match self.ids.get(&article.id) {
            Some(true) => return Ok(Standing::There),
            Some(false) => return Ok(Standing::Twice),
            None => {}
        }
        let bytes = self.bytes.saturating_add(article.source.bytes);
        if bytes > MAX_TEXT_BYTES {
            let limit = MAX_TEXT_BYTES >> 20;
            let name = &article.name;
            return Err(format!(
                "{name}: the session would hold more than {limit} MiB of text; put the rest into another one"
            ));
        }
        self.bytes = bytes;
        self.ids.insert(article.id, false);
        let copied = self.sources.get(&article.source.sha256).cloned();
        self.sources.entry(article.source.sha256.clone()).or_insert_with(|| article.name.clone());
        let is_known = !self.names.insert(article.name.clone());
        Ok(match copied {
            Some(name) => Standing::Copy(name),
            None if is_known => Standing::SameName,
            None => Standing::New,
        })
    }
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

    /// Adds articles that were read, as one step; the first of them comes to the front where there was none.
    ///
    /// # Errors
    /// [`Refusal`] with the reason, also where the session is open for reading only.
    pub fn add_read(&mut self, articles: Vec<NewArticle>) -> Result<Done, Refusal> {
        let begun = self.bench.session().shards().is_empty();
        self.writable()?;
        let done = self.bench.add_articles(articles)?;
        self.note_edit();
        if begun {
            self.bench.view.article = self.bench.session().shards().first().map(|shard| shard.id());
        }
        Ok(done)
    }
}
