//! A program that keeps a session as Byline does: edits go to the journal, some saves on the way, sometimes it dies.
//!
//! The edits are a story that is known beforehand, so that whatever is found on a disk later can be told: which step it is,
//! and whether that is late enough.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use super::sim::{Recording, SimDisk};
use super::support::{empty_file, plain_article, session_of, slug, time};
use byline::codec::{JournalLine, Serial, encode};
use byline::edit::{
    Becomes, Change, Command, Context, Edit, EntryChange, EntryDraft, Ids, TagDraft, Transaction, apply, plan,
};
use byline::model::*;
use byline::store::{Distrusted, Ground, Hold, Home, Recovered, StoreError, TEMP_ENDING, open, peek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) const FILE: &str = "/simulated/s.ron";
pub(crate) const COMPANION: &str = "/simulated/.s.ron.byline";
pub(crate) const JOURNAL: &str = "/simulated/.s.ron.byline/journal";
pub(crate) const STATE: &str = "/disk/state";
const TEXT: &str = "Envoys of nine states met in Geneva. Nothing that was said there was new.";
/// Lines of the log that stay, so that a session of many steps stays small.
const LOG_LIMIT: u32 = 4;

/// Steps known beforehand, and the session after each of them.
pub(crate) struct Story {
    pub(crate) steps: Vec<Transaction>,
    pub(crate) sessions: Vec<Session>,
}

impl Story {
    /// A story of `count` steps that makes, changes and deletes mentions and entries, with undo and redo among them.
    pub(crate) fn new(count: usize) -> Self {
        let mut file = empty_file("0");
        file.log_limit = LOG_LIMIT;
        file.schema.layers.push(Layer {
            id: slug("actor"),
            name: "Actor".to_owned(),
            color: "blue".to_owned(),
            hotkey: None,
            description: String::new(),
            guideline: None,
            labels: Vec::new(),
            ext: Ext::default(),
        });
        file.articles = vec![plain_article(1, TEXT)];
        let mut writer = Writer { session: session_of(file), ids: Ids::seeded(7), steps: Vec::new() };
        let mut sessions = vec![writer.session.clone()];
        while writer.steps.len() < count {
            writer.step();
            sessions.push(writer.session.clone());
        }
        Self { steps: writer.steps, sessions }
    }

    /// The step that `session` is at; nothing where it is none of the story's.
    pub(crate) fn place(&self, session: &Session) -> Option<usize> {
        let step = usize::try_from(session.log.cut).ok()? + session.log.lines.len();
        self.sessions.get(step).filter(|expected| *expected == session).map(|_| step)
    }

    /// The step at which the session opens on a disk, to read it alone.
    pub(crate) fn opened(&self, disk: &SimDisk) -> usize {
        let found = peek(&ground(disk), Path::new(FILE)).unwrap();
        self.place(&found.session).unwrap()
    }

    /// A step from any session to one with this title.
    pub(crate) fn titled(session: &Session, id: TransactionId, title: &str) -> Transaction {
        let before = Arc::clone(&session.info);
        let after = SessionInfo { title: title.to_owned(), ..SessionInfo::clone(&before) };
        let edits = vec![Edit::Info(Change::update(before, after))];
        Transaction { id, name: format!("Title {title}"), by: AnnotatorId(1), at: time(), edits }
    }

    /// A disk with the story's beginning as its only file.
    pub(crate) fn disk(&self) -> SimDisk {
        let disk = SimDisk::new();
        disk.put(FILE, encode(&self.sessions[0], time()).unwrap().as_bytes());
        disk
    }
}

/// A step that reaches far: many mentions at once, entries that are merged and split, another schema; nothing where the
/// session has no room for it.
pub(crate) fn any_step(session: &Session, which: u8, name: &str, ids: &mut Ids) -> Option<Transaction> {
    let shard = session.shard(ArticleId(1))?;
    let article = shard.id();
    let all: Vec<MentionId> = shard.mentions.iter().map(|row| row.id).collect();
    let entries: Vec<&Entry> = session.entries.iter().collect();
    let at = usize::from(which) * 3;
    let command = match (which % 10, all.first(), entries.as_slice()) {
        (0 | 1, _, _) => Command::TagAll {
            label: slug("actor"),
            entry: entries.first().map(|entry| entry.id),
            attributes: Attributes::new(),
            places: vec![(
                article,
                vec![super::support::span(0, 6), super::support::span(10, 14 + u32::from(which))].into(),
            )],
            from: all.first().copied(),
        },
        (2, Some(_), _) => Command::DeleteAll { mentions: vec![(article, all)] },
        (3, first, _) => Command::AddEntry(EntryDraft {
            entry: None,
            layer: slug("actor"),
            name: name.to_owned(),
            kind: None,
            aliases: vec![format!("{at}")],
            mentions: first.into_iter().copied().collect(),
            article: Some(article),
        }),
        (4, _, [one, two, ..]) => Command::MergeEntries { into: two.id, from: vec![one.id] },
        (5, _, [one, ..]) => Command::SplitEntry {
            entry: one.id,
            name: name.to_owned(),
            aliases: one.aliases.iter().take(1).map(|alias| alias.text.clone()).collect(),
            mentions: vec![],
            new: None,
        },
        (6, _, [one, ..]) => Command::EditEntry { entry: one.id, change: EntryChange::Note(name.to_owned()) },
        (7, _, [one, two, ..]) => Command::SetDistinct { entries: vec![one.id, two.id], on: which > 10 },
        (8, Some(_), [one, ..]) => Command::LinkAll { mentions: vec![(article, all)], entry: Some(one.id) },
        _ => {
            let mut schema = Schema::clone(&session.schema);
            schema.name = name.to_owned();
            Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
        }
    };
    let annotator = analyst();
    let mut context = Context { annotator: &annotator, at: time(), ids };
    plan(session, &command, &mut context).ok()
}

fn analyst() -> Annotator {
    Annotator {
        id: AnnotatorId(1),
        name: "A. Analyst".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    }
}

struct Writer {
    session: Session,
    ids: Ids,
    steps: Vec<Transaction>,
}

impl Writer {
    fn step(&mut self) {
        let number = self.steps.len();
        let transaction = match number % 8 {
            3 | 4 => {
                // Undo, then redo: the inverse of the inverse.
                let last = self.steps.last().unwrap();
                last.inverse(self.ids.transaction(), format!("Undo or redo {number}"), time())
            }
            _ => self.planned(number),
        };
        apply(&mut self.session, &transaction).unwrap();
        self.steps.push(transaction);
    }

    fn planned(&mut self, number: usize) -> Transaction {
        let article = ArticleId(1);
        let shard = self.session.shard(article).unwrap();
        let mention = shard.mentions.iter().next().map(|mention| mention.id);
        let entry = self.session.entries.iter().next().map(|entry| entry.id);
        let at = u32::try_from(number % 50).unwrap();
        let command = match (number % 8, mention, entry) {
            (0, _, _) => Command::Tag(TagDraft {
                article,
                label: slug("actor"),
                fragments: vec![super::support::span(at, at + 5)].into(),
                quote: None,
                entry: None,
                attributes: Attributes::new(),
                confidence: None,
                note: Some(format!("made by step {number}")),
            }),
            (1, Some(mention), _) => Command::SetNote { article, mention, text: format!("Züge \"{number}\"\n😀") },
            (5, _, _) => Command::AddEntry(EntryDraft {
                entry: None,
                layer: slug("actor"),
                name: format!("Envoy {number}"),
                kind: None,
                aliases: Vec::new(),
                mentions: mention.into_iter().collect(),
                article: Some(article),
            }),
            (6, Some(mention), _) => Command::Delete { article, mentions: vec![mention] },
            (7, _, Some(entry)) => Command::DropEntry { entry },
            _ => Command::SetTitle { title: format!("after {number}") },
        };
        let annotator = analyst();
        let mut context = Context { annotator: &annotator, at: time(), ids: &mut self.ids };
        plan(&self.session, &command, &mut context).unwrap_or_else(|refusal| panic!("step {number}: {refusal}"))
    }
}

/// What homes stand on, on this disk.
pub(crate) fn ground(disk: &SimDisk) -> Ground {
    Ground {
        disk: Arc::new(disk.clone()),
        state: Some(STATE.into()),
        owner: "the test".to_owned(),
        spread: Arc::new(Serial),
    }
}

/// A program that has the session open for changes.
pub(crate) struct Program<'a> {
    story: &'a Story,
    pub(crate) disk: SimDisk,
    pub(crate) home: Home,
    /// The step that the session in memory is at.
    pub(crate) step: usize,
    /// The step up to which the home said that everything is durable.
    pub(crate) acknowledged: usize,
    pub(crate) recovered: Recovered,
    /// What the file holds, where that is known for sure.
    in_file: Option<Session>,
    /// How many steps it has done.
    pub(crate) steps: usize,
}

impl<'a> Program<'a> {
    /// Opens the session; the reason where it does not open, is taken, or is none of the story.
    pub(crate) fn start(story: &'a Story, disk: &SimDisk) -> Result<Self, String> {
        let disk = disk.other_process();
        let (found, hold) =
            open(&ground(&disk), Path::new(FILE), Distrusted::Read).map_err(|error| error.to_string())?;
        let Hold::Mine(home) = hold else { return Err("it is taken".to_owned()) };
        let step = story.place(&found.session).ok_or("it is no session of the story")?;
        Ok(Self {
            story,
            disk,
            home: *home,
            step,
            acknowledged: step,
            recovered: found.recovered,
            in_file: Some(found.base),
            steps: 0,
        })
    }

    pub(crate) fn session(&self) -> &'a Session {
        &self.story.sessions[self.step]
    }

    /// Carries out the next step, which goes to the journal in memory.
    pub(crate) fn edit(&mut self) {
        let transaction = self.story.steps[self.step].clone();
        let session = &self.story.sessions[self.step + 1];
        let find = |id| session.shard(id).map(|shard| Arc::clone(&shard.article));
        self.home.push(&JournalLine::Transaction(Arc::new(transaction)), &find).unwrap();
        self.step += 1;
        self.steps += 1;
    }

    /// Brings what was done to the disk, and acknowledges it where that went well.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        let flushed = self.home.flush();
        match &flushed {
            Ok(()) => {
                assert_eq!(self.home.durable(), self.home.last());
                self.acknowledge();
            }
            Err(_) => assert!(self.home.durable() < self.home.last(), "a failed flush made everything durable"),
        }
        flushed
    }

    /// Saves the session as it is, and keeps a copy of the file.
    pub(crate) fn save(&mut self) -> Result<(), StoreError> {
        self.put_in_place()?;
        self.home.keep_version();
        Ok(())
    }

    /// Saves the session as it is; the next step comes while the save is on its way.
    pub(crate) fn save_during_work(&mut self) -> Result<(), StoreError> {
        let (session, through, expected) = (self.session().clone(), self.home.last(), self.home.expected());
        let prepared = self.home.preparation().prepare(&session, time(), expected, self.in_file.take().as_ref())?;
        self.edit();
        self.flush().ok();
        self.home.commit(prepared, through, expected)?;
        self.in_file = Some(session);
        self.home.keep_version();
        Ok(())
    }

    /// Saves the session as it is, and nothing more.
    pub(crate) fn put_in_place(&mut self) -> Result<(), StoreError> {
        let through = self.home.last();
        let expected = self.home.expected();
        let known = self.in_file.take();
        let prepared = self.home.preparation().prepare(self.session(), time(), expected, known.as_ref())?;
        self.home.commit(prepared, through, expected)?;
        self.in_file = Some(self.session().clone());
        self.acknowledge();
        Ok(())
    }

    fn acknowledge(&mut self) {
        self.acknowledged = self.step;
        self.disk.mark(self.step.to_string());
    }

    /// Leaves in good order.
    pub(crate) fn close(self) {
        self.home.close();
    }

    /// Ends as `kill -9` ends it.
    pub(crate) fn kill(self) {
        self.disk.kill();
    }
}

/// What one run of the program does of the script before it closes or dies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Saves behind every so many steps.
    pub(crate) save_every: usize,
    pub(crate) dies: bool,
}

/// Two hundred commands in eight runs of the program.
const SCRIPT: [Part; 8] = {
    let (saves, stays) = (Part { save_every: 11, dies: false }, Part { save_every: 99, dies: false });
    let (saves_and_dies, dies) = (Part { dies: true, ..saves }, Part { dies: true, ..stays });
    [saves, dies, stays, saves_and_dies, dies, saves, stays, saves]
};
/// Steps in each of them.
pub(crate) const STEPS: usize = 25;

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is durable, with all before it.
    Acknowledged,
    /// It waits for the next one.
    Waits,
}

impl Part {
    /// Does the next step. Some edits wait for the next one, as they do while somebody types.
    pub(crate) fn step(self, program: &mut Program<'_>) -> Result<Done, StoreError> {
        program.edit();
        let waits = program.steps % 4 == 2;
        let flushed = if waits { Ok(()) } else { program.flush() };
        if program.steps.is_multiple_of(self.save_every) {
            // Every second save goes on while somebody works.
            if (program.steps / self.save_every).is_multiple_of(2) && program.steps < STEPS {
                program.save_during_work()?;
            } else {
                program.save()?;
            }
        }
        flushed.map(|()| if waits { Done::Waits } else { Done::Acknowledged })
    }

    pub(crate) fn end(self, program: Program<'_>) {
        if self.dies { program.kill() } else { program.close() }
    }
}

/// One part of the script as it goes where nothing fails.
pub(crate) struct Recorded {
    /// The disk before it.
    pub(crate) start: SimDisk,
    pub(crate) part: Part,
    pub(crate) run: Recording,
}

/// The whole script.
pub(crate) fn script(story: &Story) -> Vec<Recorded> {
    let mut disk = story.disk();
    let mut parts = Vec::new();
    for part in SCRIPT {
        let start = disk.copied();
        let mut program = Program::start(story, &disk).unwrap();
        while program.steps < STEPS {
            part.step(&mut program).unwrap();
        }
        part.end(program);
        parts.push(Recorded { start, part, run: disk.recording() });
        disk = disk.copied();
    }
    assert_eq!(wrong_with(story, &disk, 200), None);
    parts
}

/// Temporary files anywhere on the disk.
pub(crate) fn temp_files(disk: &SimDisk) -> Vec<PathBuf> {
    let is_temp = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(TEMP_ENDING));
    disk.paths().into_iter().filter(is_temp).collect()
}

/// What is wrong with a disk on which steps up to `acknowledged` were acknowledged, and after them nothing or more was done:
/// the session must open, at that step or a later one, and nothing temporary may be left.
pub(crate) fn wrong_with(story: &Story, disk: &SimDisk, acknowledged: usize) -> Option<String> {
    let program = match Program::start(story, disk) {
        Ok(program) => program,
        Err(problem) => return Some(format!("it does not open: {problem}")),
    };
    let left = temp_files(disk);
    if program.step < acknowledged {
        let problems = &program.recovered.problems;
        Some(format!("step {} opens, and {acknowledged} was acknowledged; {problems:?}", program.step))
    } else if left.is_empty() {
        None
    } else {
        Some(format!("after opening there is still {left:?}"))
    }
}
