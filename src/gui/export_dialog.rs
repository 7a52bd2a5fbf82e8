//! Labelled data on its way out: the format, what of the session it takes, and what that gives, before anything is written.
//!
//! It shows and asks; it writes nothing.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, Asking, fitting};
use super::export_choices::{Choices, Which, is_for_training, is_report, is_table, is_whole, written_formats};
use super::export_preview::preview_ui;
use super::theme::Theme;
use super::widgets::section_ui;
use crate::formats::{Format, takes_repaired_text};
use crate::gui::language::tr;
use crate::model::{ArticleId, ReviewState, Session};
use crate::text::{shortened, visible};
use crate::workbench::{ExportPreview, ExportText, ExportWish, Split};
use eframe::egui;
use eframe::egui::{ComboBox, DragValue, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Width in points of the choices, and of a dialog below which the preview stands under them.
const CHOICES_WIDTH: f32 = 310.0;
const ROOM_FOR_BOTH: f32 = 720.0;
/// Height in points of a list of articles or labels.
const LIST_HEIGHT: f32 = 132.0;
const ROW_HEIGHT: f32 = 20.0;
/// No name is longer than this.
const MAX_CHARS: usize = 120;
/// The largest share of a part; only the proportion of the shares counts.
const MAX_SHARE: u32 = 1000;

/// What the dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Data for other programs, and reports as well.
    Data,
    /// A report for people.
    Report,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Data => tr!("Export labelled data"),
            Self::Report => tr!("Write a report"),
        }
    }
}

/// What was chosen so far, and what it gives.
#[derive(Clone, Debug)]
pub(super) struct ExportForm {
    /// What is written.
    pub(super) kind: Kind,
    pub(super) choices: Choices,
    /// The article in front when it was opened.
    front: Option<ArticleId>,
    /// Outlets with the number of their articles.
    outlets: Vec<(String, usize)>,
    asked: Option<(Choices, (u64, u64))>,
    /// The work that finds out what it gives.
    pub(super) job: Option<u64>,
    /// How far that is, from 0 to 1.
    pub(super) progress: f32,
    /// What it gives, or why there is nothing.
    pub(super) preview: Option<Result<Arc<ExportPreview>, String>>,
    /// The groups of things dropped that are open.
    pub(super) opened: BTreeSet<usize>,
    is_begun: bool,
}

impl ExportForm {
    /// The dialog on `session`, whose article `front` is in front.
    pub(super) fn new(kind: Kind, format: &'static str, session: &Session, front: Option<ArticleId>) -> Self {
        let mut outlets: BTreeMap<&str, usize> = BTreeMap::new();
        for shard in session.shards() {
            *outlets.entry(session.outlet_name(shard)).or_default() += 1;
        }
        let outlets = outlets.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        Self {
            kind,
            choices: Choices::of(format),
            front,
            outlets,
            asked: None,
            job: None,
            progress: 0.0,
            preview: None,
            opened: BTreeSet::new(),
            is_begun: false,
        }
    }

    /// As it was chosen before, on what the session is now.
    pub(super) fn again(self, session: &Session, front: Option<ArticleId>) -> Self {
        let mut choices = self.choices;
        choices.ticked.retain(|id| session.shard(*id).is_some());
        choices.labels.retain(|label| session.schema.has_label(label));
        Self { choices, ..Self::new(self.kind, "", session, front) }
    }

    /// What is to be looked at now, where that is not what was looked at last. `state` is the session's.
    pub(super) fn take_wish(&mut self, session: &Session, state: (u64, u64), wish: ExportWish) -> Option<ExportWish> {
        let asked = (self.choices.clone(), state);
        if self.asked.as_ref() == Some(&asked) || session.shards().is_empty() {
            return None;
        }
        self.asked = Some(asked);
        self.preview = None;
        self.opened.clear();
        Some(wish)
    }

    /// What the choices ask for.
    pub(super) fn wish(&self, session: &Session, at: crate::model::Timestamp) -> Option<ExportWish> {
        self.choices.wish(session, self.front, at)
    }

    /// How many bytes there will be, as far as is known.
    pub(super) fn bytes(&self) -> u64 {
        self.preview.as_ref().and_then(|preview| preview.as_ref().ok()).map_or(0, |preview| preview.bytes())
    }

    /// Draws the dialog.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        let width = fitting(ui, 980.0);
        ui.set_width(width);
        ui.heading(self.kind.title());
        let room = (ui.ctx().content_rect().height() - 150.0).clamp(90.0, 720.0);
        if width < ROOM_FOR_BOTH {
            let area = ScrollArea::vertical().id_salt("export").min_scrolled_height(room).max_height(room);
            area.show(ui, |ui| {
                ui.set_max_width(width - 14.0);
                self.choices_ui(ui, session, engine, theme);
                ui.separator();
                preview_ui(ui, self, 420.0, engine, theme);
            });
        } else {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(width, room), Sense::hover());
            let middle = rect.left() + CHOICES_WIDTH;
            let mut left = part_of(ui, "choices", rect.with_max_x(middle - 8.0));
            let area = ScrollArea::vertical().id_salt("choices").auto_shrink([false, false]);
            area.show(&mut left, |ui| {
                ui.set_max_width(CHOICES_WIDTH - 22.0);
                self.choices_ui(ui, session, engine, theme);
            });
            ui.painter().vline(middle, rect.y_range(), ui.visuals().widgets.noninteractive.bg_stroke);
            let mut right = part_of(ui, "given", rect.with_min_x(middle + 12.0));
            preview_ui(&mut right, self, room, engine, theme);
        }
        ui.separator();
        self.buttons_ui(ui)
    }

    fn buttons_ui(&self, ui: &mut Ui) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            let preview = self.preview.as_ref().and_then(|preview| preview.as_ref().ok());
            let is_ready = preview.is_some_and(|preview| preview.articles > 0);
            for (name, asking) in [(tr!("Write…"), Asking::System), (tr!("Write to a path…"), Asking::Field)] {
                let write = ui.add_enabled(is_ready, egui::Button::new(name));
                if write.clicked() {
                    answer = Some(Answer::WriteExport(asking));
                }
                write
                    .on_hover_text(tr!("Choose where; the session stays as it is"))
                    .on_disabled_hover_text(tr!("There is nothing to write"));
            }
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
        });
        answer
    }

    fn choices_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        self.format_ui(ui, theme);
        let Some(format) = self.choices.format() else { return };
        if is_whole(format) {
            let text = tr!("It holds the whole session, with everything in it.");
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
            return;
        }
        section_ui(ui, theme, tr!("ARTICLES"));
        self.articles_ui(ui, session, engine, theme);
        section_ui(ui, theme, tr!("LABELS"));
        self.labels_ui(ui, session, engine, theme);
        section_ui(ui, theme, tr!("REVIEW"));
        ui.horizontal_wrapped(|ui| {
            for state in ReviewState::ALL.iter().copied() {
                let mut is_on = self.choices.states.contains(&state);
                if ui.checkbox(&mut is_on, tr(state.as_str())).changed() {
                    let now = &self.choices.states;
                    let is_kept = |other: &ReviewState| if *other == state { is_on } else { now.contains(other) };
                    self.choices.states = ReviewState::ALL.iter().copied().filter(is_kept).collect();
                }
            }
        });
        if takes_repaired_text(format) {
            section_ui(ui, theme, tr!("TEXT"));
            text_ui(ui, &mut self.choices.text);
        }
        if !is_report(format) {
            section_ui(ui, theme, tr!("HOW"));
            self.switches_ui(ui, format);
        }
    }

    fn format_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let format = self.choices.format();
        ui.horizontal(|ui| {
            let label = ui.label(tr!("Format"));
            let combo = ComboBox::from_id_salt("export format").selected_text(self.choices.format).width(190.0);
            let shown = combo.height(320.0).show_ui(ui, |ui| {
                ui.set_min_width(420.0_f32.min(ui.ctx().content_rect().width() - 80.0));
                let offered = |format: &&Format| self.kind == Kind::Data || is_report(format);
                for format in written_formats().filter(offered) {
                    let is_set = self.choices.format == format.name;
                    if ui.selectable_label(is_set, format!("{}  –  {}", format.name, format.about)).clicked() {
                        self.choices.format = format.name;
                        ui.close();
                    }
                }
            });
            if !std::mem::replace(&mut self.is_begun, true) {
                shown.response.request_focus();
            }
            shown.response.labelled_by(label.id);
        });
        let Some(format) = format else { return };
        ui.add(egui::Label::new(RichText::new(format.about).small().color(theme.text_muted.0)).wrap());
    }

    fn articles_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let all = session.shards().len();
        let which = &mut self.choices.which;
        let text = if all == 1 { tr!("The only article").to_owned() } else { tr!("All {all} articles", all) };
        ui.radio_value(which, Which::All, text);
        ui.add_enabled_ui(self.front.is_some(), |ui| ui.radio_value(which, Which::Front, tr!("The article in front")));
        ui.radio_value(which, Which::Outlets, tr!("By outlet"));
        if *which == Which::Outlets {
            for (name, count) in &self.outlets {
                let shown = if name.is_empty() { tr!("no outlet") } else { name.as_str() };
                let text = format!("{shown} ({count})");
                ui.horizontal(|ui| {
                    tick_ui(ui, &mut self.choices.outlets, name, (tr!("Outlet"), &text), engine, theme);
                });
            }
        }
        ui.radio_value(&mut self.choices.which, Which::Ticked, tr!("Ticked articles"));
        if self.choices.which != Which::Ticked {
            return;
        }
        let rows = f32::from(u8::try_from(all).unwrap_or(u8::MAX));
        let room = LIST_HEIGHT.min(rows * (ROW_HEIGHT + ui.spacing().item_spacing.y));
        let area = ScrollArea::vertical().id_salt("ticked articles").auto_shrink([false, false]);
        area.min_scrolled_height(room).max_height(room).show_rows(ui, ROW_HEIGHT, all, |ui, range| {
            for shard in session.shards().get(range).unwrap_or_default() {
                ui.horizontal(|ui| {
                    let named = (tr!("Article"), shard.title());
                    tick_ui(ui, &mut self.choices.ticked, &shard.id(), named, engine, theme);
                });
            }
        });
    }

    fn labels_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let count = self.choices.labels.len();
        let title = if count == 0 { tr!("All labels").to_owned() } else { tr!("{count} chosen", count) };
        egui::CollapsingHeader::new(title).id_salt("export labels").show(ui, |ui| {
            let hint = tr!("None ticked takes all; a label takes those below it, too.");
            ui.label(RichText::new(hint).small().color(theme.text_muted.0));
            let area = ScrollArea::vertical().id_salt("label ticks").max_height(LIST_HEIGHT).auto_shrink([false, true]);
            area.show(ui, |ui| {
                for info in session.schema.label_infos() {
                    ui.horizontal(|ui| {
                        let depth = f32::from(u8::try_from(info.depth).unwrap_or(u8::MAX).min(8));
                        ui.add_space(depth * 14.0);
                        tick_ui(ui, &mut self.choices.labels, info.id, (tr!("Label"), info.name), engine, theme);
                    });
                }
            });
        });
    }

    fn switches_ui(&mut self, ui: &mut Ui, format: &Format) {
        let switches = &mut self.choices.switches;
        let hint = tr!("Proposed mentions, in formats that tell them from work");
        ui.checkbox(&mut switches.suggestions, tr!("Suggestions too")).on_hover_text(hint);
        if format.is_flat {
            let hint = tr!(
                "The longest, then the earliest, then the first by label is written. Without this, what cannot be \
                        written is listed as dropped"
            );
            ui.checkbox(&mut switches.flatten, tr!("Flatten overlapping mentions")).on_hover_text(hint);
        }
        let hint = tr!("Instead of the ids that they came with");
        ui.checkbox(&mut switches.renumber, tr!("New numbers for everything")).on_hover_text(hint);
        if is_for_training(format) {
            let hint = tr!("Three outputs in one folder: train, dev, test. An article is never divided");
            ui.checkbox(&mut switches.divide, tr!("Divide for training")).on_hover_text(hint);
            if switches.divide {
                split_ui(ui, &mut self.choices.split);
            }
        }
        let switches = &mut self.choices.switches;
        if is_table(format) {
            let hint =
                tr!("Text that a spreadsheet would take for a formula is written as it is; open the file with care");
            ui.checkbox(&mut switches.raw_cells, tr!("Cells as they are")).on_hover_text(hint);
        }
    }
}

/// Which text is taken.
fn text_ui(ui: &mut Ui, text: &mut ExportText) {
    ui.radio_value(text, ExportText::Source, tr!("As in the sources"))
        .on_hover_text(tr!("Damaged places as they were read; offsets are those of the session"));
    ui.radio_value(text, ExportText::Repaired, tr!("As repaired"))
        .on_hover_text(tr!("With the repairs that were accepted; offsets are those of the repaired text"));
}

/// The shares of the parts, and the number that draws them.
fn split_ui(ui: &mut Ui, split: &mut Split) {
    ui.horizontal_wrapped(|ui| {
        for (name, share) in ["train", "dev", "test"].into_iter().zip(&mut split.shares) {
            let label = ui.label(name);
            ui.add(DragValue::new(share).range(0..=MAX_SHARE)).labelled_by(label.id);
        }
    });
    ui.horizontal(|ui| {
        let label = ui.label(tr!("Seed"));
        let seed = ui.add(DragValue::new(&mut split.seed)).labelled_by(label.id);
        seed.on_hover_text(tr!("The same seed draws the same articles into each part; another one draws others"));
    });
}

/// A part of the dialog with a place of its own.
fn part_of(ui: &mut Ui, id: &str, rect: Rect) -> Ui {
    let mut part = ui.new_child(UiBuilder::new().id_salt(id).max_rect(rect));
    part.set_clip_rect(rect.expand(3.0).intersect(ui.clip_rect()));
    part
}

/// A box to tick beside a name in whatever script.
fn tick_ui<T: Ord + Clone>(
    ui: &mut Ui,
    chosen: &mut BTreeSet<T>,
    one: &T,
    (kind, name): (&str, &str),
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let name = shortened(&visible(name), MAX_CHARS).into_owned();
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
    let mut is_on = chosen.contains(one);
    let ticked = ui.checkbox(&mut is_on, "");
    let told = format!("{kind} {name}");
    ticked.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, is_on, &told));
    engine.label_ui(ui, &name, &style);
    if ticked.changed() {
        set(chosen, one, is_on);
    }
}

fn set<T: Ord + Clone>(chosen: &mut BTreeSet<T>, one: &T, is_on: bool) {
    if is_on {
        chosen.insert(one.clone());
    } else {
        chosen.remove(one);
    }
}
