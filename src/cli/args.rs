//! What the command line takes. It does nothing with it.

use crate::ingest::Columns;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Annotate how several outlets tell one story.
///
/// Without a command, opens the window: on a session, on articles and folders to start one from, or on the sample.
///
/// Exit status: 0 done; 1 the answer is no (an invalid session, a refused command, a merge with conflicts, differences or
/// no place under --exit-code, a lossy export under --strict); 2 wrong usage; 3 something given was refused; 4 the output could not be written. Results go to standard output,
/// messages to standard error.
#[derive(Debug, Parser)]
#[command(name = "byline", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// A session, or articles and folders to start one from
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read articles into a new session, or into one that is there
    Import(Import),
    /// Write a session in another format
    Export(Export),
    /// Write a report for people: highlighted articles, register, claims by outlet
    Report(ReportOf),
    /// Check a session file and list what does not hold
    Validate(Inspect),
    /// Count mentions, labels, entries and articles
    Stats(Inspect),
    /// Find words in the articles of a session
    Search(Search),
    /// Propose tags, links and merges; nothing of it is carried out
    Suggest(Suggest),
    /// Carry out commands on a session, one a line
    Apply(Apply),
    /// Say how far annotators agree who worked on the same articles
    Agree(Agree),
    /// List in what two sessions differ
    Diff(Diff),
    /// Bring together what two sides made of one session
    Merge(Merge),
    /// Write a session of an older version in the version of today
    Migrate(Migrate),
    /// List what can be had back of a session, or have it back
    Recover(Recover),
    /// List every format: what reads it, what writes it, what it cannot carry
    Formats {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Read a pdf from standard input within limits; the program starts itself so
    #[command(hide = true)]
    ReadPdf {
        /// How much memory it may ask for, in bytes
        memory: u64,
        /// How much processor time it may take, in seconds
        time: u64,
    },
    /// Print a manual page, for `man`
    Man {
        /// Of this command; of the program as a whole where none is given
        command: Option<String>,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Read articles into a new session, or into one that is there.
///
/// What cannot be read is named on standard error and the rest is read all the same; the exit status is then 3. Nothing is
/// written where no article was read.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Articles, tables and archives of such, or folders in which all of them are read, those in folders below too
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// What the files are: `text` for articles, or a format of labelled data; see `byline formats`
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: String,
    /// The schema of a new session: a RON file, brat's annotation.conf, or one that comes with Byline: default, plover, parc
    #[arg(long, value_name = "SCHEMA", conflicts_with = "into")]
    pub(super) schema: Option<PathBuf>,
    /// Add the articles to this session
    #[arg(long, value_name = "SESSION")]
    pub(super) into: Option<PathBuf>,
    /// Where the session is written; with --into the session itself where absent
    #[arg(short, long, value_name = "SESSION", required_unless_present = "into")]
    pub(super) output: Option<PathBuf>,
    /// The title of a new session; the output's name where absent
    #[arg(long, conflicts_with = "into")]
    pub(super) title: Option<String>,
    /// The encoding of the files, as windows-1251; found out where absent
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Which columns of tables (csv, tsv, jsonl) are what, as text=body,headline=title; there are text, headline, author,
    /// published, url, language, outlet. Guessed where absent
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    pub(super) columns: Option<Columns>,
    /// An article of a name that the session has, with another text, is its newer version: tags move to it with their words
    #[arg(long, requires = "into")]
    pub(super) update: bool,
    /// Labelled data comes in as suggestions, to be accepted one by one
    #[arg(long)]
    pub(super) as_suggestions: bool,
    /// Who adds the articles; the name in the settings where absent
    #[arg(long = "as", value_name = "NAME")]
    pub(super) annotator: Option<String>,
    /// How the result is reported on standard output
    #[arg(long, value_enum, default_value_t = Report::Text)]
    pub(super) report: Report,
    /// Overwrite an output that is there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    /// A line for each article
    Text,
    /// One JSON document
    Json,
}

/// Which text an export has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOf {
    /// As it was read
    Source,
    /// With the repairs that were accepted
    Repaired,
}

/// Write a session in another format.
///
/// By default everything is written but, in tables, mentions that a reviewer rejected. What the format cannot carry is named
/// on standard error, item by item.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Export {
    /// The session
    pub(super) session: PathBuf,
    /// The format, as brat; see `byline formats`
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: String,
    /// The file or folder to write; `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Only articles whose name or id fits; `*` stands for any characters, `?` for one
    #[arg(long, value_name = "GLOB")]
    pub(super) articles: Option<String>,
    /// Only these labels, with all below them, as actor,event.meeting
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) labels: Vec<String>,
    /// Only mentions in these review states, as open,accepted; all but rejected where absent
    #[arg(long, value_name = "STATES", value_delimiter = ',')]
    pub(super) states: Option<Vec<String>>,
    /// What becomes of mentions that overlap; with `flatten` the longest stays
    #[arg(long, value_enum, default_value_t = Overlaps::Keep)]
    pub(super) overlaps: Overlaps,
    /// Which text goes out: the source's, or the one with the accepted repairs, with offsets of that text
    #[arg(long, value_enum, default_value_t = TextOf::Source)]
    pub(super) text: TextOf,
    /// Divide the articles into train, dev and test by these shares, as 80,10,10; the output is then a folder
    #[arg(long, value_name = "SHARES")]
    pub(super) split: Option<String>,
    /// Which article goes into which part: another number, other parts
    #[arg(long, value_name = "NUMBER", default_value_t = 0, requires = "split")]
    pub(super) seed: u64,
    /// Write proposed mentions too, where the format tells them from work
    #[arg(long)]
    pub(super) suggestions: bool,
    /// Number records anew instead of giving them the ids they came with
    #[arg(long)]
    pub(super) renumber: bool,
    /// Write cells as they are, also those that a spreadsheet would run as a formula or that turn text round
    #[arg(long)]
    pub(super) raw: bool,
    /// Write nothing, with status 1, where something of the session would be dropped
    #[arg(long)]
    pub(super) strict: bool,
    /// Name everything that is dropped, article by article; a few of each kind where absent
    #[arg(long)]
    pub(super) verbose: bool,
    /// Overwrite an output that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// Write a report for people: highlighted articles, register, claims by outlet.
///
/// A file that ends in .md becomes a text of Markdown, any other a page of HTML that stands alone.
#[derive(Debug, Args)]
pub(super) struct ReportOf {
    /// The session
    pub(super) session: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Only articles whose name or id fits; `*` stands for any characters, `?` for one
    #[arg(long, value_name = "GLOB")]
    pub(super) articles: Option<String>,
    /// Only these labels, with all below them, as actor,event.meeting
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) labels: Vec<String>,
    /// Overwrite an output that is there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Overlaps {
    /// They stay
    Keep,
    /// One of them stays
    Flatten,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The session
    pub(super) session: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// Propose what may be worth doing in a session. Nothing is carried out, and the session stays as it is.
///
/// Repeats are places with a name of the register, or with the words of a mention that look like a name, where nothing is
/// tagged; names count as whole words, capital letters stay capital, diacritics do not matter, and accepted regions are left
/// out. Aliases are mentions that may speak of an entry, and entries that may be one. Repairs are words that were read in the
/// wrong encoding; regions are stretches that are no body of their article: menus, captions, credits, adverts, other stories.
/// What was accepted or dismissed before is not proposed again.
///
/// Times and related text are listed where they are asked for: every expression of time with the days it means, counted from
/// the article's published date or said to have no anchor, and sentences of different articles that tell the same.
#[derive(Debug, Args)]
pub(super) struct Suggest {
    /// The session
    pub(super) session: PathBuf,
    /// What to propose, as repeats,aliases,repairs,regions; everything but times and related where absent
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',')]
    pub(super) kind: Vec<Kind>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Tags on names that stand elsewhere too
    Repeats,
    /// Links to entries, and entries that may be one
    Aliases,
    /// Expressions of time, with the days that they mean
    Times,
    /// Sentences of different articles that tell the same, and articles with the same text
    Related,
    /// Words that were read in the wrong encoding, and what they should read
    Repairs,
    /// Menus, captions, adverts and other stretches that are no body
    Regions,
}

/// Among what is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum In {
    /// The words of the articles
    Text,
    /// What is tagged in them
    Tags,
}

/// Find words in the articles of a session and in its register, or among its tags.
///
/// Upper and lower case are alike unless --case or --regex is given. Words that were read in the wrong encoding are found as they
/// stand and as they should read. Each place is a line: the article's name, its line, the column in characters, and the words
/// around it; a tag comes with its label and its entry. --json has every place with its offsets in characters (code points).
///
/// Outlets, days and articles say where is searched; labels, entries and annotators which tags are listed or, without --in tags,
/// that an article has such a tag. The register is searched where none of these is given.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Search {
    /// The session
    pub(super) session: PathBuf,
    /// What to look for; with --in tags it may be empty, and all tags are listed
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// Read the query as a regular expression; upper and lower case then differ
    #[arg(long)]
    pub(super) regex: bool,
    /// Upper and lower case differ
    #[arg(long)]
    pub(super) case: bool,
    /// Letters are alike with and without diacritics
    #[arg(long, conflicts_with = "regex")]
    pub(super) fold: bool,
    /// Only places that begin and end at the edges of words
    #[arg(long)]
    pub(super) words: bool,
    /// Among what is searched
    #[arg(long = "in", value_enum, default_value_t = In::Text)]
    pub(super) among: In,
    /// Only articles whose name or id fits; `*` stands for any characters, `?` for one
    #[arg(long, value_name = "GLOB")]
    pub(super) articles: Option<String>,
    /// Only articles of this outlet, by its name or id; may be given more than once
    #[arg(long, value_name = "OUTLET")]
    pub(super) outlet: Vec<String>,
    /// Only articles published on this day or later, as 2026-11-21
    #[arg(long, value_name = "DAY")]
    pub(super) since: Option<Date>,
    /// Only articles published on this day or earlier
    #[arg(long, value_name = "DAY")]
    pub(super) until: Option<Date>,
    /// Only these labels, with all below them, as actor,event.meeting
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) label: Vec<String>,
    /// Only tags of this entry of the register, by its name, an alias or its id; may be given more than once
    #[arg(long, value_name = "ENTRY")]
    pub(super) entry: Vec<String>,
    /// Only tags of this annotator, by name or id; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub(super) annotator: Vec<String>,
    /// End with status 1 where nothing is found
    #[arg(long)]
    pub(super) exit_code: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// Write a session of an older version in the version of today.
///
/// The old file stays as it is. A session that is in the version of today already is not written again, with status 1.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The session of an older version
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// Where the session is written in the version of today
    #[arg(short, long, value_name = "NEW")]
    pub(super) output: PathBuf,
    /// Overwrite an output that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// Carry out commands on a session, one RON or JSON value a line.
///
/// Prints `ok SEQ` for the command number SEQ once it is on the disk, or `refused REASON`, and goes on with the next line; blank
/// lines and lines that begin with `//` are skipped. What was done stands in the session's journal first, and in its file after
/// the last command, or where a line says `save`. The exit status is 1 where a command was refused.
#[derive(Debug, Args)]
pub(super) struct Apply {
    /// The session; it is changed in place
    pub(super) session: PathBuf,
    /// The file of commands; standard input where absent or `-`
    #[arg(long, value_name = "FILE")]
    pub(super) script: Option<PathBuf>,
    /// Who gives the commands; the name in the settings where absent
    #[arg(long = "as", value_name = "NAME")]
    pub(super) annotator: Option<String>,
}

/// Say how far annotators agree: sessions of two or more people over the same articles.
///
/// Articles are the same by their id or by their text; those whose texts differ and those that not every session has are named
/// and left out, and so are mentions that a reviewer rejected. Precision and recall go by the first session. Intervals hold 95 %
/// of what the figures become when articles are drawn anew. `--json` has every figure with its definition and its source, by
/// pair, label and article.
#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The sessions, one for each annotator
    #[arg(value_name = "SESSION", required = true, num_args = 2..)]
    pub(super) sessions: Vec<PathBuf>,
    /// Only labels of this layer, as actor
    #[arg(long, value_name = "LAYER")]
    pub(super) layer: Option<String>,
    /// Only these labels, with all below them, as actor,event.meeting
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) labels: Vec<String>,
    /// Leave out accepted regions, such as captions and menus
    #[arg(long)]
    pub(super) skip_regions: bool,
    /// Draws for the intervals; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    pub(super) bootstrap: u16,
    /// Samples for the disorder that gamma expects; 0 for no gamma
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    pub(super) samples: u16,
    /// What is drawn: the same number gives the same figures
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) seed: u64,
    /// Name the places behind the figures: what each session says where they differ, with --json every place
    #[arg(long)]
    pub(super) cases: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// List in what two sessions differ.
///
/// Articles are the same by their id or by their text; texts that differ are told with the first place that does. Mentions are held
/// against each other by their place: on the same words first, then those that overlap. Everything else goes by its id, and
/// otherwise by its name or place. Who made a record, when and how is no difference, and neither is the log.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The first session
    pub(super) a: PathBuf,
    /// The second session
    pub(super) b: PathBuf,
    /// End with status 1 where anything differs
    #[arg(long)]
    pub(super) exit_code: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// Bring together what two sides made of one session.
///
/// What only one side changed counts; what both changed is brought together field by field. Where that does not go, ours stays
/// and a conflict in the session keeps every version; the session is written all the same, and the exit status is 1.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The session that both sides began with; an empty file where there was none
    pub(super) base: PathBuf,
    /// Our session, which counts where both sides changed the same
    pub(super) ours: PathBuf,
    /// Their session
    pub(super) theirs: PathBuf,
    /// Where the merged session is written
    #[arg(short, long, value_name = "SESSION")]
    pub(super) output: PathBuf,
    /// What theirs is called in conflicts and in the log; its file name where absent
    #[arg(long, value_name = "NAME")]
    pub(super) source: Option<String>,
    /// Who merges; the name in the settings where absent
    #[arg(long = "as", value_name = "NAME")]
    pub(super) annotator: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    /// Overwrite an output that is there, also our own session
    #[arg(long)]
    pub(super) force: bool,
}

/// List what can be had back of a session, or have one of it back.
///
/// Byline keeps copies of a session's file beside it, in a hidden folder, and in a journal what was done since the last save.
/// Number 0 is what opening the session gives. Without a number, lists them all.
#[derive(Debug, Args)]
pub(super) struct Recover {
    /// The session; its file may be damaged or gone
    pub(super) session: PathBuf,
    /// List every state, the newest first; this is what happens without any option
    #[arg(long, conflicts_with = "version")]
    pub(super) list: bool,
    /// The number of the state to have back
    #[arg(long, value_name = "N", requires = "output")]
    pub(super) version: Option<usize>,
    /// Where it is written
    #[arg(short, long, value_name = "OUT", requires = "version")]
    pub(super) output: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long, conflicts_with = "version")]
    pub(super) json: bool,
    /// Overwrite an output that is there; over the session itself, what it was like is kept beside it
    #[arg(long)]
    pub(super) force: bool,
}
