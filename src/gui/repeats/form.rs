//! What is looked for, how, where and what for, and what was found of it.
//!
//! It changes nothing, searches nothing itself and draws nothing.

use super::list::PlaceList;
use super::ticks::{Said, Ticks};
use crate::assist::{Given, NewEntry, Scope, Target, Unnamed};
use crate::edit::{Command, EntryDraft};
use crate::gui::language::tr;
use crate::gui::register::{Lookup, Search};
use crate::model::{ArticleId, Attributes, EntryId, Label, MentionId, Slug};
use crate::text::{Capitals, Matching, Query, QueryError, Wording};
use crate::workbench::{Among, Repeats, RepeatsWish, Sought};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is to become of the places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Deed {
    #[default]
    Tag,
    Untag,
    Relabel,
    Link,
}

impl Deed {
    pub(super) const ALL: [Self; 4] = [Self::Tag, Self::Untag, Self::Relabel, Self::Link];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tag => tr!("Tag"),
            Self::Untag => tr!("Untag"),
            Self::Relabel => tr!("Change label"),
            Self::Link => tr!("Link"),
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Tag => tr!("Tag the ticked places"),
            Self::Untag => tr!("Delete the ticked tags, with what hangs on them"),
            Self::Relabel => tr!("Give the ticked tags another label"),
            Self::Link => tr!("Link the ticked tags to an entry, or to none"),
        }
    }

    /// Whether it is done to tags whatever their label is, where a person wants that.
    pub(super) fn takes_any_label(self) -> bool {
        matches!(self, Self::Untag | Self::Relabel)
    }

    fn among(self) -> Among {
        if self == Self::Tag { Among::Words } else { Among::Mentions }
    }
}

/// How places are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    #[default]
    Words,
    Pattern,
    List,
    /// They were found by the search over all articles.
    Found,
}

/// In which articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    This,
    Chosen,
    #[default]
    All,
}

/// Everything that the places depend on besides the session.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of one dialog")]
pub(super) struct Wish {
    pub(super) deed: Deed,
    pub(super) mode: Mode,
    pub(super) words: String,
    pub(super) pattern: String,
    pub(super) list: String,
    /// A list that was read from a file, with the file's name; it stands in place of what is typed.
    pub(super) file: Option<(String, Arc<str>)>,
    /// Whether each line of a list stands for an entry, called as its phrase is.
    pub(super) entries: bool,
    pub(super) wording: Wording,
    /// What the search over all articles has found, where the dialog was opened on it.
    pub(super) found: Option<FoundPlaces>,
    /// Whether the spellings of the entry are looked for too.
    pub(super) spellings: bool,
    pub(super) label: Label,
    /// Whether tags are looked for whatever their label is.
    pub(super) any_label: bool,
    pub(super) entry: Option<EntryId>,
    pub(super) reach: Reach,
    pub(super) chosen: BTreeSet<ArticleId>,
    pub(super) with_regions: bool,
}

/// Places that the search over all articles has found.
#[derive(Clone, Debug)]
pub(super) struct FoundPlaces {
    /// What they are, in words.
    pub(super) name: String,
    given: Arc<Given>,
}

impl PartialEq for FoundPlaces {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.given, &other.given)
    }
}

/// Where the dialog begins.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) words: String,
    pub(super) label: Label,
    pub(super) entry: Option<EntryId>,
    /// The mention whose words they are.
    pub(super) from: Option<MentionId>,
    /// The article in front.
    pub(super) article: Option<ArticleId>,
}

/// How far the search is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Answered {
    #[default]
    Nothing,
    Waiting,
    Found,
    Stopped,
    Wrong(QueryError),
}

/// The dialog.
#[derive(Clone, Debug)]
pub(in crate::gui) struct RepeatsForm {
    pub(super) wish: Wish,
    /// The label that mentions get where their label changes.
    pub(super) to: Label,
    from: Option<MentionId>,
    pub(super) article: Option<ArticleId>,
    asked: Option<(Wish, (u64, u64))>,
    pub(super) ticket: u64,
    pub(super) answered: Answered,
    /// The search, or the work on the step, that goes on.
    pub(super) job: Option<u64>,
    pub(super) is_doing: bool,
    pub(super) progress: f32,
    /// The search is to stop.
    pub(super) stop: bool,
    pub(super) ticks: Option<Ticks>,
    pub(super) said: Said,
    pub(super) places: PlaceList,
    pub(super) lookup: Lookup,
    /// The search for the entry, while it is open.
    pub(super) picking: Option<Search>,
    /// What the list of articles is narrowed to.
    pub(super) article_filter: String,
    /// What it is narrowed by, of each article; gone once the session is another one.
    pub(super) folded_titles: Option<Vec<String>>,
    pub(super) is_begun: bool,
    pub(super) trouble: Option<String>,
}

impl RepeatsForm {
    /// The dialog as it opens.
    pub(super) fn new(start: Start, lookup: Lookup) -> Self {
        let Start { words, label, entry, from, article } = start;
        let wish = Wish {
            deed: Deed::Tag,
            mode: Mode::Words,
            words,
            pattern: String::new(),
            list: String::new(),
            file: None,
            entries: false,
            wording: Wording::default(),
            found: None,
            spellings: entry.is_some(),
            label: label.clone(),
            any_label: false,
            entry,
            reach: Reach::All,
            chosen: article.into_iter().collect(),
            with_regions: false,
        };
        Self {
            wish,
            to: label,
            from,
            article,
            asked: None,
            ticket: 0,
            answered: Answered::Nothing,
            job: None,
            is_doing: false,
            progress: 0.0,
            stop: false,
            ticks: None,
            said: BTreeMap::new(),
            places: PlaceList::default(),
            lookup,
            picking: None,
            article_filter: String::new(),
            folded_titles: None,
            is_begun: false,
            trouble: None,
        }
    }

    /// The dialog on `given`, which are called `name`: words to be tagged, or tags to be changed.
    pub(super) fn of_found(start: Start, lookup: Lookup, given: Given, name: String) -> Self {
        let mut form = Self::new(start, lookup);
        form.wish.mode = Mode::Found;
        if given.are_tags() {
            form.wish.deed = Deed::Relabel;
            form.wish.any_label = true;
        }
        form.wish.found = Some(FoundPlaces { name, given: Arc::new(given) });
        form
    }

    /// Whether what is to be looked for in this state of the session is not what was looked for last.
    pub(super) fn is_changed(&self, state: (u64, u64)) -> bool {
        let is_same = self.asked.as_ref().is_some_and(|(wish, asked)| *asked == state && *wish == self.wish);
        !is_same && !self.is_doing
    }

    /// What is to be looked for now; nothing where it does not hold or is empty.
    pub(super) fn take_wish(&mut self, state: (u64, u64)) -> Option<RepeatsWish> {
        if self.asked.as_ref().is_some_and(|(_, asked)| *asked != state) {
            self.folded_titles = None;
        }
        if self.asked.as_ref().is_some_and(|(wish, _)| wish.deed != self.wish.deed) {
            // The button that was clicked keeps no keys; they go on where the places are, once these are there.
            self.places.take_focus();
        }
        let asked = (self.wish.clone(), state);
        if self.asked.as_ref().is_some_and(|(wish, _)| wish.deed != self.wish.deed || wish.mode != self.wish.mode) {
            self.ticks = None;
            self.said.clear();
        }
        self.asked = Some(asked);
        self.ticket += 1;
        let sought = self.sought();
        let is_empty = matches!(sought, Ok(None));
        self.answered = match &sought {
            Ok(Some(_)) => Answered::Waiting,
            Ok(None) => Answered::Nothing,
            Err(error) => Answered::Wrong(error.clone()),
        };
        if is_empty || sought.is_err() {
            self.ticks = None;
        }
        let (articles, with_regions, any_label) = (self.articles(), self.wish.with_regions, self.any_label());
        let scope = Scope { articles, with_regions, any_label };
        let among = self.wish.deed.among();
        sought.ok().flatten().map(|sought| RepeatsWish { sought, among, scope })
    }

    /// Looks once more for what it has stopped looking for.
    pub(super) fn ask_again(&mut self) {
        self.asked = None;
    }

    fn sought(&self) -> Result<Option<Sought>, QueryError> {
        let wish = &self.wish;
        let entry = wish.entry.filter(|_| wish.deed == Deed::Tag);
        let target = Target { label: wish.label.clone(), entry };
        let wording = wish.wording;
        Ok(match wish.mode {
            Mode::Words => {
                let spellings_of = wish.entry.filter(|_| wish.spellings);
                let words = wish.words.trim().to_owned();
                let is_some = !words.is_empty() || spellings_of.is_some();
                is_some.then_some(Sought::Words { words, spellings_of, target, wording })
            }
            Mode::Found => wish.found.as_ref().map(|found| Sought::Given { given: Arc::clone(&found.given), target }),
            Mode::Pattern if wish.pattern.is_empty() => None,
            Mode::Pattern => {
                // A pattern is read as it is written.
                let fold_case = wording.capitals == Capitals::Alike;
                let matching = Matching { fold_case, fold_marks: false, whole_words: wording.whole_words, regex: true };
                Some(Sought::Pattern { query: Query::new(&wish.pattern, matching)?, target })
            }
            Mode::List => {
                let text = wish.file.as_ref().map_or_else(|| wish.list.as_str().into(), |(_, text)| Arc::clone(text));
                let unnamed = if wish.entries && wish.deed == Deed::Tag { Unnamed::Phrase } else { Unnamed::Nothing };
                let label = wish.label.clone();
                (!text.trim().is_empty()).then_some(Sought::List { text, label, unnamed, wording })
            }
        })
    }

    /// Whether what is looked for has any label.
    pub(super) fn any_label(&self) -> bool {
        self.wish.any_label && self.wish.deed.takes_any_label()
    }

    fn articles(&self) -> Option<BTreeSet<ArticleId>> {
        match self.wish.reach {
            Reach::This => Some(self.article.into_iter().collect()),
            Reach::Chosen => Some(self.wish.chosen.clone()),
            Reach::All => None,
        }
    }

    /// Takes what was found.
    pub(super) fn take(&mut self, ticket: u64, found: Option<Arc<Repeats>>) {
        if ticket != self.ticket {
            return;
        }
        self.job = None;
        match found {
            Some(found) => {
                self.ticks = Some(Ticks::new(&found, self.wish.deed.among(), &self.said));
                self.answered = Answered::Found;
                self.places.follow(self.ticks.as_ref().map_or(0, Ticks::rows));
            }
            None => self.answered = Answered::Stopped,
        }
    }

    /// Whether what is shown is what was asked for last, and something of it is ticked.
    pub(super) fn is_ready(&self) -> bool {
        let is_linked = self.wish.deed != Deed::Relabel || self.any_label() || self.to != self.wish.label;
        self.answered == Answered::Found
            && !self.is_doing
            && is_linked
            && self.ticks.as_ref().is_some_and(|ticks| ticks.count() > 0)
    }

    /// What a person asks for with the places that are ticked.
    pub(super) fn commands(&self) -> Vec<Command> {
        let Some(ticks) = &self.ticks else { return Vec::new() };
        match self.wish.deed {
            Deed::Tag => {
                let targets = ticks.found.preview.targets.iter().enumerate();
                let tag = |(number, target): (usize, &Target)| Command::TagAll {
                    label: target.label.clone(),
                    entry: target.entry,
                    attributes: Attributes::new(),
                    places: ticks.places_of(number),
                    from: self.from.filter(|_| self.wish.mode == Mode::Words),
                };
                let is_empty = |one: &Command| matches!(one, Command::TagAll { places, .. } if places.is_empty());
                let tags: Vec<Command> = targets.map(tag).filter(|one| !is_empty(one)).collect();
                let entry_of = |tag: &Command| match tag {
                    Command::TagAll { entry, .. } => *entry,
                    _ => None,
                };
                let wanted: BTreeSet<EntryId> = tags.iter().filter_map(entry_of).collect();
                let entries = ticks.found.entries.iter().filter(|new| wanted.contains(&new.id)).map(draft_of);
                entries.map(Command::AddEntry).chain(tags.iter().cloned()).collect()
            }
            Deed::Untag => vec![Command::DeleteAll { mentions: ticks.mentions() }],
            Deed::Relabel => vec![Command::RelabelAll { mentions: ticks.mentions(), label: self.to.clone() }],
            Deed::Link => vec![Command::LinkAll { mentions: ticks.mentions(), entry: self.wish.entry }],
        }
    }
}

/// The entry that a line of a word list asks for.
fn draft_of(new: &NewEntry) -> EntryDraft {
    let layer = Slug::new(new.label.layer()).unwrap_or_else(|_| new.label.clone());
    EntryDraft {
        entry: Some(new.id),
        kind: Some(new.label.clone()).filter(|kind| *kind != layer),
        layer,
        name: new.name.clone(),
        aliases: new.aliases.clone(),
        mentions: Vec::new(),
        article: None,
    }
}
