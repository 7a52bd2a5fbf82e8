//! Questions about the register that stand in front of the window, and two of the small ones: what a new entry is called, and
//! whether entries are to go.
//!
//! They ask; they change nothing.

use super::aligning::Aligning;
use super::link::{Linking, Pairing};
use super::merge::Merging;
use super::split::Splitting;
use crate::edit::{Command, EntryDraft};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine, widget_words};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{EntryId, Session, Slug};
use eframe::egui;
use eframe::egui::{Key, RichText, TextEdit, Ui};

/// Names that a question lists; more are counted.
const MAX_NAMES: usize = 8;

/// What is asked.
#[derive(Clone, Debug)]
pub(in crate::gui) enum RegisterQuestion {
    /// What is a new entry called, and of which layer is it?
    New(NewEntry),
    /// Which of these is to stay, and do the others become part of it?
    Merge(Merging),
    /// What is the entry called that these mentions and aliases are split off to?
    Split(Splitting),
    /// Are these to go?
    Delete(Deleting),
    /// Which entry do these mentions speak of?
    Link(Linking),
    /// With which other entry?
    With(Pairing),
    /// How does the selected mention stand to another one?
    Align(Box<Aligning>),
}

/// What is typed of a new entry.
#[derive(Clone, Debug)]
pub(in crate::gui) struct NewEntry {
    pub(super) name: String,
    pub(super) layer: Slug,
    pub(super) is_new: bool,
}

/// Entries that may go, and what goes with them.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Deleting {
    pub(super) entries: Vec<EntryId>,
    /// Mentions that lose their link.
    pub(super) mentions: usize,
    pub(super) is_new: bool,
}

impl RegisterQuestion {
    /// Draws the question; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        let asked = match self {
            Self::New(new) => new.ui(ui, session, engine, theme),
            Self::Merge(merging) => merging.ui(ui, session, engine, theme),
            Self::Split(splitting) => splitting.ui(ui, session, engine, theme),
            Self::Delete(deleting) => deleting.ui(ui, session, engine, theme),
            Self::Link(linking) => linking.ui(ui, session, engine, theme),
            Self::With(pairing) => pairing.ui(ui, session, engine, theme),
            Self::Align(aligning) => aligning.ui(ui, session, engine, theme),
        };
        match asked {
            Some(Settled::Do(made)) => {
                requests.extend(made);
                Some(Answer::Close)
            }
            Some(Settled::Close) => Some(Answer::Close),
            None => None,
        }
    }
}

/// How a question was settled.
#[derive(Clone, Debug)]
pub(super) enum Settled {
    /// By this.
    Do(Vec<Request>),
    /// By leaving everything as it is.
    Close,
}

impl Settled {
    /// By one command.
    pub(super) fn by(command: Command) -> Self {
        Self::Do(vec![Request::Do(command)])
    }
}

/// The two buttons at the end of a question; `enter` presses the first one.
pub(super) fn answers_ui(ui: &mut Ui, verb: &str, ready: bool, focus: bool) -> Option<bool> {
    ui.add_space(8.0);
    let row = ui.horizontal(|ui| {
        let go = ui.add_enabled(ready, egui::Button::new(verb));
        if focus {
            go.request_focus();
        }
        if ui.button(tr!("Cancel")).clicked() {
            return Some(false);
        }
        go.clicked().then_some(true)
    });
    row.inner
}

/// Whether Enter was pressed; nothing else sees it then.
pub(super) fn enter(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter))
}

/// The names of entries, each in quotation marks.
pub(super) fn names_of(session: &Session, entries: &[EntryId]) -> String {
    let name = |id: &EntryId| session.entry_name(*id).map(|name| format!("“{}”", super::row::one_line(name)));
    let mut names: Vec<String> = entries.iter().take(MAX_NAMES).filter_map(name).collect();
    if let Some(more) = entries.len().checked_sub(MAX_NAMES).filter(|more| *more > 0) {
        names.push(tr!("{more} more", more));
    }
    names.join(", ")
}

/// Words of a question that names of people's making stand in.
pub(super) fn told_ui(ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, text: &str) {
    let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text.0);
    engine.caption_ui(ui, text, &CaptionStyle { size, weight, max_rows: 8, color });
}

impl NewEntry {
    fn ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) -> Option<Settled> {
        ui.set_width(fitting(ui, 440.0));
        ui.heading(tr!("New entry"));
        let field = engine.field_ui(ui, &mut self.name, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("Its canonical name or wording")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Name of the new entry")));
        if std::mem::take(&mut self.is_new) {
            field.request_focus();
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("Layer"));
            for layer in &session.schema.layers {
                let is_set = self.layer == layer.id;
                let button = ui.selectable_label(is_set, widget_words(&layer.name));
                engine.words_over(ui, &button, &layer.name, 0.0);
                if button.clicked() {
                    self.layer = layer.id.clone();
                }
            }
        });
        let text = tr!("Without a mention for now. In an article, L links a mention to it.");
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
        let ready = !self.name.trim().is_empty();
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        match answers_ui(ui, tr!("Add to the register"), ready, false) {
            Some(false) => Some(Settled::Close),
            Some(true) => Some(self.settled()),
            None => (entered && ready).then(|| self.settled()),
        }
    }

    fn settled(&self) -> Settled {
        Settled::by(Command::AddEntry(EntryDraft {
            entry: None,
            layer: self.layer.clone(),
            name: self.name.trim().to_owned(),
            kind: None,
            aliases: Vec::new(),
            mentions: Vec::new(),
            article: None,
        }))
    }
}

impl Deleting {
    fn ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) -> Option<Settled> {
        ui.set_width(fitting(ui, 460.0));
        let count = self.entries.len();
        let title =
            if count == 1 { tr!("Delete this entry?").to_owned() } else { tr!("Delete these {count} entries?", count) };
        ui.heading(title);
        told_ui(ui, engine, theme, &names_of(session, &self.entries));
        let goes = |end: Option<EntryId>| end.is_some_and(|id| self.entries.contains(&id));
        let aligned = session.alignments.iter().filter(|row| goes(row.from.entry) || goes(row.to.entry)).count();
        let lost = match self.mentions {
            0 => tr!("No mention is linked.").to_owned(),
            one => tr!("{} and stay tagged.", tr!("{n} mention loses its link" | "{n} mentions lose their link" % one)),
        };
        let aligned = match aligned {
            0 => String::new(),
            some => tr!(" {} with it.", tr!("{n} alignment goes" | "{n} alignments go" % some)),
        };
        let told = tr!("{lost}{aligned} Ctrl+Z brings everything back.", lost, aligned);
        ui.add(egui::Label::new(told).wrap());
        let verb = if count == 1 { tr!("Delete the entry").to_owned() } else { tr!("Delete {count} entries", count) };
        let is_new = std::mem::take(&mut self.is_new);
        let goes = answers_ui(ui, &verb, true, is_new)?;
        let entries = self.entries.clone();
        Some(if goes { Settled::by(Command::DropEntries { entries }) } else { Settled::Close })
    }
}
