//! What is looked for, how, where and what for; what was found of it; and the dialog as a whole.
//!
//! It shows and asks; it changes nothing and searches nothing itself.

use super::list::PlaceList;
use super::ticks::{Said, Ticks};
use crate::assist::{Scope, Target};
use crate::edit::Command;
use crate::gui::article::TextEngine;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::register::{Lookup, Search, counted};
use crate::gui::theme::Theme;
use crate::model::{ArticleId, EntryId, Label, MentionId, Session};
use crate::text::{Capitals, Matching, Query, QueryError, Wording};
use crate::workbench::{Among, Repeats, RepeatsWish, Sought};
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, Ui};
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
            Self::Tag => "Tag",
            Self::Untag => "Untag",
            Self::Relabel => "Change label",
            Self::Link => "Link",
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Tag => "Tag the ticked places",
            Self::Untag => "Delete the ticked tags, with what hangs on them",
            Self::Relabel => "Give the ticked tags another label",
            Self::Link => "Link the ticked tags to an entry, or to none",
        }
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
pub(super) struct Wish {
    pub(super) deed: Deed,
    pub(super) mode: Mode,
    pub(super) words: String,
    pub(super) pattern: String,
    pub(super) list: String,
    /// A list that was read from a file, with the file's name; it stands in place of what is typed.
    pub(super) file: Option<(String, Arc<str>)>,
    pub(super) wording: Wording,
    /// Whether the spellings of the entry are looked for too.
    pub(super) spellings: bool,
    pub(super) label: Label,
    pub(super) entry: Option<EntryId>,
    pub(super) reach: Reach,
    pub(super) chosen: BTreeSet<ArticleId>,
    pub(super) with_regions: bool,
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
    said: Said,
    pub(super) places: PlaceList,
    pub(super) lookup: Lookup,
    /// The search for the entry, while it is open.
    pub(super) picking: Option<Search>,
    /// What the list of articles is narrowed to.
    pub(super) article_filter: String,
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
            wording: Wording::default(),
            spellings: entry.is_some(),
            label: label.clone(),
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
            is_begun: false,
            trouble: None,
        }
    }

    /// Whether what is to be looked for in this state of the session is not what was looked for last.
    pub(super) fn is_changed(&self, state: (u64, u64)) -> bool {
        let is_same = self.asked.as_ref().is_some_and(|(wish, asked)| *asked == state && *wish == self.wish);
        !is_same && !self.is_doing
    }

    /// What is to be looked for now; nothing where it does not hold or is empty.
    pub(super) fn take_wish(&mut self, state: (u64, u64)) -> Option<RepeatsWish> {
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
        let scope = Scope { articles: self.articles(), with_regions: self.wish.with_regions };
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
            Mode::Pattern if wish.pattern.is_empty() => None,
            Mode::Pattern => {
                let fold_case = wording.capitals != Capitals::Exact;
                let matching = Matching { fold_case, fold_marks: false, whole_words: wording.whole_words, regex: true };
                Some(Sought::Pattern { query: Query::new(&wish.pattern, matching)?, target })
            }
            Mode::List => {
                let text = wish.file.as_ref().map_or_else(|| wish.list.as_str().into(), |(_, text)| Arc::clone(text));
                (!text.trim().is_empty()).then(|| Sought::List { text, label: wish.label.clone(), wording })
            }
        })
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
        let is_linked = self.wish.deed != Deed::Relabel || self.to != self.wish.label;
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
                    attributes: BTreeMap::new(),
                    places: ticks.places_of(number),
                    from: self.from.filter(|_| self.wish.mode == Mode::Words),
                };
                let all = targets.map(tag);
                all.filter(|one| !matches!(one, Command::TagAll { places, .. } if places.is_empty())).collect()
            }
            Deed::Untag => vec![Command::DeleteAll { mentions: ticks.mentions() }],
            Deed::Relabel => vec![Command::RelabelAll { mentions: ticks.mentions(), label: self.to.clone() }],
            Deed::Link => vec![Command::LinkAll { mentions: ticks.mentions(), entry: self.wish.entry }],
        }
    }

    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 920.0));
        self.escape(ui);
        let mut answer = self.settings_ui(ui, session, engine, theme);
        ui.separator();
        // What stands below the list keeps its room, however low the window is.
        let room = ui.ctx().content_rect().height() - ui.cursor().top().max(0.0) - 150.0;
        let room = room.clamp(80.0, 560.0);
        if self.picking.is_some() {
            self.pick_entry_ui(ui, session, engine, theme);
        } else {
            self.summary_ui(ui, theme);
            let said = &mut self.said;
            self.places.ui(ui, room, session, self.ticks.as_mut().map(|ticks| (ticks, said)), engine, theme);
            self.notes_ui(ui, engine, theme);
        }
        ui.separator();
        answer = self.buttons_ui(ui, theme).or(answer);
        answer
    }

    /// Esc stops a search that goes on, or closes the search for an entry, before it closes the dialog.
    fn escape(&mut self, ui: &Ui) {
        let is_open = self.picking.is_some() || (self.job.is_some() && self.progress_shows());
        if is_open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            match self.picking.take() {
                Some(_) => self.places.take_focus(),
                None => self.stop = true,
            }
        }
    }

    fn progress_shows(&self) -> bool {
        self.answered == Answered::Waiting || self.is_doing
    }

    fn summary_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            let counts = self.ticks.as_ref().map(|ticks| (ticks.count(), ticks.able(), ticks.articles()));
            if let Some((count, able, articles)) = counts.filter(|_| self.ticks.as_ref().is_some_and(|t| t.rows() > 0))
            {
                ui.label(RichText::new(format!("{count} of {} ticked", counted(able, "place", "places"))).strong());
                ui.label(RichText::new(format!("in {}", counted(articles, "article", "articles"))));
                for (name, on) in [("All", true), ("None", false)] {
                    let button = ui.small_button(name);
                    let told = if on { "Tick all places" } else { "Tick no place" };
                    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
                    if let (true, Some(ticks)) = (button.clicked(), self.ticks.as_mut()) {
                        ticks.set_all(on, &mut self.said);
                    }
                }
                if let Some(ticks) = self.ticks.as_ref().filter(|_| self.wish.deed == Deed::Tag) {
                    let (tagged, overlapping, inside) = ticks.apart();
                    let mut words = Vec::new();
                    let mut tell = |count: usize, what: &str| {
                        if count > 0 {
                            words.push(format!("{count} {what}"));
                        }
                    };
                    tell(tagged, "tagged already");
                    tell(overlapping, "sharing words with another tag");
                    tell(inside, "part of a longer name");
                    tell(ticks.found.preview.in_regions, "left out in captions, menus and adverts");
                    ui.label(RichText::new(words.join(" · ")).color(theme.text_muted.0));
                }
            }
            if self.job.is_some() && self.progress_shows() {
                let text = if self.is_doing { "working…" } else { "looking…" };
                ui.label(RichText::new(text).color(theme.text_muted.0));
                if self.progress > 0.0 {
                    ui.add(egui::ProgressBar::new(self.progress).desired_width(90.0).show_percentage());
                }
                if ui.small_button("Stop").on_hover_text("Stop looking (Esc)").clicked() {
                    self.stop = true;
                }
            }
            match &self.answered {
                Answered::Nothing => {
                    let text = match self.wish.mode {
                        Mode::Words => "Type the words to look for.",
                        Mode::Pattern => "Type a regular expression.",
                        Mode::List => "Type or paste phrases, one a line, or open a file.",
                    };
                    ui.label(RichText::new(text).color(theme.text_muted.0));
                }
                Answered::Stopped => {
                    ui.label(RichText::new("The search was stopped.").color(theme.warning.0));
                    if ui.small_button("Look again").clicked() {
                        self.asked = None;
                    }
                }
                Answered::Wrong(error) => {
                    ui.add(egui::Label::new(RichText::new(error.to_string()).color(theme.danger.0)).wrap());
                }
                Answered::Waiting | Answered::Found => {}
            }
        });
    }

    /// What hangs on the ticked tags, and lines of a word list that cannot be used.
    fn notes_ui(&self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        if let Some(trouble) = &self.trouble {
            super::settings::told_ui(ui, engine, trouble, theme.danger.0);
        }
        let Some(ticks) = &self.ticks else { return };
        if self.wish.deed == Deed::Untag {
            let (relations, alignments, suggestions) = ticks.hanging();
            let parts = [
                (relations, "relation", "relations"),
                (alignments, "alignment", "alignments"),
                (suggestions, "suggestion", "suggestions"),
            ];
            let parts: Vec<String> =
                parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(*n, one, many)).collect();
            if !parts.is_empty() {
                let text = format!("With them go {}. Ctrl+Z brings everything back.", parts.join(", "));
                ui.label(RichText::new(text).color(theme.warning.0));
            }
        }
        let problems = &ticks.found.problems;
        if problems.is_empty() {
            return;
        }
        let text = counted(problems.len(), "line cannot be used", "lines cannot be used");
        ui.label(RichText::new(text).color(theme.warning.0));
        let area = egui::ScrollArea::vertical().id_salt("lines that cannot be used").max_height(54.0);
        area.show_rows(ui, 17.0, problems.len(), |ui, range| {
            for problem in problems.get(range).unwrap_or_default() {
                super::settings::told_ui(ui, engine, &problem.to_string(), theme.text.0);
            }
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            let count = self.ticks.as_ref().map_or(0, Ticks::count);
            let verb = match self.wish.deed {
                Deed::Tag => format!("Tag {}", counted(count, "place", "places")),
                Deed::Untag => format!("Delete {}", counted(count, "tag", "tags")),
                Deed::Relabel => format!("Change the label of {}", counted(count, "tag", "tags")),
                Deed::Link if self.wish.entry.is_none() => format!("Unlink {}", counted(count, "tag", "tags")),
                Deed::Link => format!("Link {}", counted(count, "tag", "tags")),
            };
            let is_ready = self.is_ready();
            let go = ui.add_enabled(is_ready, egui::Button::new(verb));
            let asked = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if is_ready && (go.clicked() || asked) {
                answer = Some(Answer::DoRepeats);
            }
            let same = self.wish.deed == Deed::Relabel && self.to == self.wish.label;
            let why = if same { "Choose another label first" } else { "Nothing is ticked" };
            go.on_hover_text("One step, which undo takes back (Ctrl+Enter)").on_disabled_hover_text(why);
            if ui.button("Close").on_hover_text("Nothing changes").clicked() {
                answer = Some(Answer::Close);
            }
            let keys = "in the list: Up, Down, Space ticks, Ctrl+A all or none; Ctrl+Enter does it";
            ui.label(crate::gui::widgets::key_text(theme, keys));
        });
        answer
    }
}
