//! What an import of articles prints: a line for each article, or one JSON document. It reads nothing itself.

use super::args::Report;
use super::failure::Failure;
use super::output::{say_json, say_line, tell};
use crate::ingest::Field;
use crate::model::{ArticleId, Origin, Shard, Source, Stated, Within};
use crate::workbench::{ArticleReport, Batch, FileReport, Guessings, Import};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What `--report json` prints.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    /// Where the session is; absent where none was written.
    session: Option<String>,
    added: Vec<Read<'a>>,
    refused: &'a [String],
    warnings: &'a [String],
    files: Vec<FileLine>,
    /// How much was done in which time.
    halves: &'a Halves,
}

/// Both halves of an import: the articles are safe after the first one.
#[derive(Debug, Default, Serialize)]
pub(super) struct Halves {
    /// Absent where nothing was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) written: Option<Written>,
    /// Absent where nothing was to be guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guessed: Option<Guessed>,
}

/// What was read, decoded, hashed and written, and in how many seconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Written {
    pub(super) articles: usize,
    pub(super) seconds: f64,
}

/// What was guessed and written once more, and in how many seconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Guessed {
    #[serde(flatten)]
    pub(super) found: Guessings,
    pub(super) seconds: f64,
}

impl Written {
    /// In words, with what was left out.
    pub(super) fn told(self, target: &Path, report: &Import) -> String {
        let (target, articles) = (target.display(), counted(self.articles, "article"));
        let left_out = match report.refused.len() {
            0 => String::new(),
            refused => format!("; {} named above left out", counted(refused, "path")),
        };
        format!("{target}: written with {articles}{left_out} ({} s)", self.seconds)
    }
}

impl Guessed {
    /// In words.
    pub(super) fn told(self, target: &Path) -> String {
        let Guessings { articles, details, regions, repairs } = self.found;
        let found = [counted(details, "detail"), counted(regions, "region"), counted(repairs, "repair")].join(", ");
        let articles = counted(articles, "article");
        format!("{}: written with {found} guessed of {articles} ({} s)", target.display(), self.seconds)
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// One file that was given or found.
#[derive(Serialize)]
struct FileLine {
    path: String,
    /// What it is; absent where it gave nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// The columns that were read, by field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<&'static str, String>,
    /// Its articles that were added.
    added: Vec<String>,
    /// How many of its articles the session had already.
    known: usize,
}

/// One article that was added. What is empty could not be guessed.
#[derive(Serialize)]
pub(super) struct Line {
    id: String,
    name: String,
    headline: String,
    outlet: String,
    published: String,
    encoding: String,
    chars: u32,
}

/// An article that was read from a file.
#[derive(Serialize)]
struct Read<'a> {
    #[serde(flatten)]
    line: Line,
    #[serde(flatten)]
    how: Option<How<'a>>,
}

/// How an article came out of its file.
#[derive(Serialize)]
struct How<'a> {
    file: String,
    /// What it is called within the file; empty where it is the file.
    part: &'a str,
    kind: &'static str,
    metadata: BTreeMap<&'static str, Guess>,
    source: SourceLine<'a>,
    regions: usize,
    repairs: usize,
    /// Another article with the same bytes or text.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
    /// The article that it supersedes.
    #[serde(skip_serializing_if = "Option::is_none")]
    supersedes: Option<Updated>,
}

/// What became of the work on an article that was superseded.
#[derive(Serialize)]
struct Updated {
    article: String,
    /// Tags whose words stayed.
    kept: usize,
    /// Tags that wait in the quarantine.
    quarantined: usize,
    /// Regions, repairs and suggestions whose words are gone.
    dropped: usize,
}

/// One thing that is known of an article.
#[derive(Serialize)]
struct Guess {
    value: String,
    /// Whether a person confirmed it.
    origin: Origin,
    /// `file` where the file states it, `text` where it was guessed from the words.
    from: &'static str,
}

/// How the text leads back to its source.
#[derive(Serialize)]
struct SourceLine<'a> {
    sha256: &'a str,
    bytes: u64,
    /// `whole`: character by character; `map`: through a map of this many steps; `places`: to so many named places; `file`:
    /// to the file alone.
    leads_to: &'static str,
    steps: usize,
    /// Where the source bytes are: `text`, rebuilt from it; `session`, kept in it; `file`, nowhere else.
    bytes_in: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<&'a Within>,
}

impl<'a> SourceLine<'a> {
    fn new(source: &'a Source) -> Self {
        let is_kept = source.original.is_some() || source.packed.is_some();
        let (leads_to, steps) = match (source.map.len(), source.places.len()) {
            (0, 0) => ("file", 0),
            (0, places) => ("places", places),
            (1, _) => ("whole", 1),
            (steps, _) => ("map", steps),
        };
        let bytes_in = match (is_kept, source.map.is_empty()) {
            (true, _) => "session",
            (false, false) => "text",
            (false, true) => "file",
        };
        let within = source.within.as_ref();
        Self { sha256: &source.sha256, bytes: source.bytes, leads_to, steps, bytes_in, within }
    }
}

/// Prints what came of an import; `session` is where it was written.
pub(super) fn print(
    form: Report,
    batch: &Batch,
    session: Option<&Path>,
    report: &Import,
    halves: &Halves,
) -> Result<(), Failure> {
    let of_batch = batch.bench.session();
    let shards: Vec<&Shard> = report.added.iter().filter_map(|id| of_batch.shard(*id)).map(AsRef::as_ref).collect();
    let lines = shards.iter().map(|shard| line(of_batch.outlet_name(shard), shard));
    match form {
        Report::Json => {
            let hows: BTreeMap<ArticleId, (&FileReport, &ArticleReport)> = report
                .files
                .iter()
                .flat_map(|file| file.articles.iter().map(move |article| (article.id, (file, article))))
                .collect();
            let how = |shard: &Shard| hows.get(&shard.id()).copied();
            let added = shards.iter().zip(lines).map(|(shard, line)| {
                let outlet = line.outlet.clone();
                let how = how(shard).map(|(file, article)| self::how(file, article, shard, outlet));
                Read { line, how }
            });
            say_json(&Document {
                version: 1,
                // A path that is no Unicode has no form in JSON of its own.
                session: session.map(|path| path.display().to_string()),
                added: added.collect(),
                refused: &report.refused,
                warnings: &report.warnings,
                files: report.files.iter().map(file_line).collect(),
                halves,
            })
        }
        Report::Text => {
            for file in &report.files {
                if let Some(columns) = &file.columns {
                    let path = file.path.display();
                    let count = match file.articles.len() {
                        1 => "1 article".to_owned(),
                        count => format!("{count} articles"),
                    };
                    tell(&format!("{path}: {count}, read by the columns {columns}"));
                }
            }
            for line in lines {
                let known = [line.headline.as_str(), &line.outlet, &line.published];
                let known: Vec<&str> = known.into_iter().filter(|part| !part.is_empty()).collect();
                say_line(&format!("{}  {}  {}", line.id, line.name, known.join(" · ")))?;
            }
            Ok(())
        }
    }
}

fn file_line(file: &FileReport) -> FileLine {
    let columns = file.columns.iter().flat_map(|columns| &columns.0);
    FileLine {
        path: file.path.display().to_string(),
        kind: file.kind.map(crate::ingest::Kind::name),
        columns: columns.map(|(field, column)| (field.name(), column.clone())).collect(),
        added: file.articles.iter().map(|article| article.id.to_string()).collect(),
        known: file.known,
    }
}

fn how<'a>(file: &FileReport, article: &'a ArticleReport, shard: &'a Shard, outlet: String) -> How<'a> {
    let known = &shard.metadata;
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| (stated.value.clone(), stated.origin));
    let values = [
        (Field::Headline, text(&known.headline)),
        (Field::Author, text(&known.author)),
        (Field::Published, known.published.as_ref().map(|day| (day.value.display(), day.origin))),
        (Field::Url, text(&known.url)),
        (Field::Language, text(&known.language)),
        (Field::Outlet, known.outlet.as_ref().map(|stated| (outlet, stated.origin))),
    ];
    let guesses = values.into_iter().filter_map(|(field, value)| {
        let (value, origin) = value?;
        let from = if article.stated.contains(&field) { "file" } else { "text" };
        Some((field.name(), Guess { value, origin, from }))
    });
    How {
        file: file.path.display().to_string(),
        part: &article.part,
        kind: article.kind.name(),
        metadata: guesses.collect(),
        source: SourceLine::new(&shard.article.source),
        regions: article.regions,
        repairs: article.repairs,
        same_as: article.same_as.map(|id| id.to_string()),
        supersedes: article.updates.as_ref().map(|(old, told)| Updated {
            article: old.to_string(),
            kept: told.carried,
            quarantined: told.quarantined,
            dropped: told.dropped,
        }),
    }
}

/// What is said of every article that was added.
pub(super) fn line(outlet: &str, shard: &Shard) -> Line {
    let metadata = &shard.metadata;
    Line {
        id: shard.id().to_string(),
        name: shard.article.name.clone(),
        headline: metadata.headline.as_ref().map(|headline| headline.value.clone()).unwrap_or_default(),
        outlet: outlet.to_owned(),
        published: metadata.published.as_ref().map(|day| day.value.display()).unwrap_or_default(),
        encoding: shard.article.source.encoding.clone(),
        chars: shard.article.index().char_len().0,
    }
}
