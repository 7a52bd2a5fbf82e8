//! Labelled data on its way in: which files, in which format, and what they would bring, before anything changes.
//!
//! It shows and asks; it changes nothing and reads no file.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, fitting};
use super::theme::Theme;
use crate::formats::{Count, FORMATS, Fate, Format, ImportReport, Remark};
use crate::gui::language::tr;
use crate::text::{shortened, visible};
use crate::workbench::{Additions, ImportPlan, ImportWish, Purpose};
use eframe::egui;
use eframe::egui::{ComboBox, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use std::path::PathBuf;
use std::sync::Arc;

/// Height in points of a remark: what and where, and why.
const REMARK_HEIGHT: f32 = 40.0;
/// Remarks that have room at once, whatever stands above them.
const LEAST_REMARKS: u8 = 4;
/// Names of new labels that are listed.
const MAX_NAMES: usize = 60;
/// Paths that are named.
const MAX_PATHS: usize = 3;
/// No name or reason is longer than this.
const MAX_CHARS: usize = 400;

/// What an import is planned from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    paths: Vec<PathBuf>,
    format: Option<&'static str>,
    as_suggestions: bool,
}

/// What was chosen so far, and what would come of it.
#[derive(Clone, Debug, Default)]
pub(super) struct ImportForm {
    /// Files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// The format; guessed where absent.
    format: Option<&'static Format>,
    as_suggestions: bool,
    asked: Option<Asked>,
    /// The work that finds out what would come of it.
    pub(super) job: Option<u64>,
    /// How far that is, from 0 to 1.
    pub(super) progress: f32,
    /// What would come of it.
    pub(super) plan: Option<Arc<ImportPlan>>,
    /// The fate whose remarks are listed; all where absent.
    fate: Option<Fate>,
    is_begun: bool,
}

impl ImportForm {
    /// What is to be planned now, where that is not what was planned last.
    pub(super) fn take_wish(&mut self) -> Option<ImportWish> {
        let Self { paths, format, as_suggestions, .. } = self;
        let (paths, as_suggestions) = (paths.clone(), *as_suggestions);
        let asked = Asked { paths: paths.clone(), format: format.map(|format| format.name), as_suggestions };
        if paths.is_empty() || self.asked.as_ref() == Some(&asked) {
            return None;
        }
        let format = self.format;
        self.asked = Some(asked);
        self.plan = None;
        self.fate = None;
        Some(ImportWish { format, paths, as_suggestions })
    }

    /// What was planned does not count any more.
    pub(super) fn forget(&mut self) {
        self.asked = None;
        self.plan = None;
    }

    /// Draws the dialog.
    pub(super) fn ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let width = fitting(ui, 760.0);
        ui.set_width(width);
        ui.heading(tr!("Import labelled data"));
        let mut answer = self.choices_ui(ui, engine, theme);
        ui.separator();
        // The heading, the choices and the buttons keep their room.
        let room = (ui.ctx().content_rect().height() - 230.0).clamp(90.0, 560.0);
        let room = if self.paths.is_empty() { room.min(90.0) } else { room };
        let area = ScrollArea::vertical().id_salt("preview").min_scrolled_height(room).max_height(room);
        area.auto_shrink([false, false]).show(ui, |ui| {
            let width = ui.available_width();
            ui.set_max_width(width);
            self.preview_ui(ui, room, engine, theme);
        });
        ui.separator();
        let plan = self.plan.as_ref();
        ui.horizontal(|ui| {
            let is_ready = plan.is_some_and(|plan| plan.why_not.is_none());
            let is_whole = plan.is_some_and(|plan| plan.whole.is_some());
            let (verb, hint) = if is_whole {
                (tr!("Open"), tr!("Asks first what becomes of changes that are not saved"))
            } else {
                (tr!("Import"), tr!("One step, which undo takes back"))
            };
            let import = ui.add_enabled(is_ready, egui::Button::new(verb));
            if import.clicked() {
                answer = Some(Answer::Land);
            }
            import.on_hover_text(hint).on_disabled_hover_text(tr!("There is nothing to import"));
            if ui.button(tr!("Close")).on_hover_text(tr!("Nothing is imported")).clicked() {
                answer = Some(Answer::Close);
            }
        });
        answer
    }

    fn choices_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            let files = ui.button(tr!("Choose files…"));
            if !std::mem::replace(&mut self.is_begun, true) {
                files.request_focus();
            }
            if files.clicked() {
                answer = Some(Answer::Choose(Purpose::ImportFiles));
            }
            if ui.button(tr!("Choose a folder…")).clicked() {
                answer = Some(Answer::Choose(Purpose::ImportFolder));
            }
            if ui.button(tr!("Type a path…")).clicked() {
                answer = Some(Answer::Type(Purpose::ImportFiles));
            }
            engine.label_ui(ui, &named(&self.paths), &line(13.0, theme.text_muted.0));
        });
        ui.horizontal_wrapped(|ui| {
            let label = ui.label(tr!("Format"));
            let guessed = self.plan.as_ref().and_then(|plan| plan.format).filter(|_| self.format.is_none());
            let shown = match (self.format, guessed) {
                (Some(format), _) => format.name.to_owned(),
                (None, Some(guessed)) => tr!("{} (from the files)", guessed.name),
                (None, None) => tr!("from the files").to_owned(),
            };
            let combo = ComboBox::from_id_salt("import format").selected_text(shown).width(190.0).height(320.0);
            let shown = combo.show_ui(ui, |ui| {
                ui.set_min_width(420.0_f32.min(ui.ctx().content_rect().width() - 80.0));
                if ui.selectable_label(self.format.is_none(), tr!("from the files")).clicked() {
                    self.format = None;
                    ui.close();
                }
                for format in FORMATS.iter().filter(|format| format.can_read()) {
                    let is_set = self.format.is_some_and(|set| set.name == format.name);
                    if ui.selectable_label(is_set, format!("{}  –  {}", format.name, format.about)).clicked() {
                        self.format = Some(format);
                        ui.close();
                    }
                }
            });
            shown.response.labelled_by(label.id);
            let hint =
                tr!("They are drawn as suggestions and are no work until they are accepted, one by one or all at once");
            ui.checkbox(&mut self.as_suggestions, tr!("Mentions come in as suggestions")).on_hover_text(hint);
        });
        answer
    }

    fn preview_ui(&mut self, ui: &mut Ui, room: f32, engine: &mut TextEngine, theme: &Theme) {
        let bottom = ui.cursor().top() + room;
        let muted = |text: &str| egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap();
        let Some(plan) = self.plan.clone() else {
            let text = match self.job {
                None => {
                    tr!(
                        "Choose files or a folder of another tool. Nothing changes before you have seen what they bring."
                    )
                }
                Some(_) => tr!("Reading the files…"),
            };
            ui.add(muted(text));
            if self.job.is_some() {
                ui.add(egui::ProgressBar::new(self.progress).show_percentage());
            }
            return;
        };
        if let Some(why) = &plan.why_not {
            let text = tr!("Nothing can be imported: {why}.", why);
            ui.add(egui::Label::new(RichText::new(text).color(theme.warning.0)).wrap());
            counts_ui(ui, &plan.report, theme);
        } else if plan.whole.is_some() {
            let text = tr!(
                "This is a whole session. It opens instead of the one in front, with which nothing of it is mixed."
            );
            ui.add(egui::Label::new(RichText::new(text).color(theme.text.0)).wrap());
            counts_ui(ui, &plan.report, theme);
        } else {
            counts_ui(ui, &plan.report, theme);
            additions_ui(ui, &plan.additions, engine, theme);
        }
        self.remarks_ui(ui, &plan, bottom, engine, theme);
    }

    fn remarks_ui(&mut self, ui: &mut Ui, plan: &ImportPlan, bottom: f32, engine: &mut TextEngine, theme: &Theme) {
        let report = &plan.report;
        if report.remarks.is_empty() {
            if plan.why_not.is_none() && plan.whole.is_none() {
                ui.add_space(6.0);
                ui.label(RichText::new(tr!("Everything comes in as it stands in the files.")).color(theme.success.0));
            }
            return;
        }
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            let all = report.remarks.len() + report.more_remarks;
            ui.selectable_value(&mut self.fate, None, tr!("All remarks: {all}", all));
            for (fate, numbers) in &plan.fates {
                let text = format!("{}: {}", fate_name(*fate), numbers.len());
                ui.selectable_value(&mut self.fate, Some(*fate), text);
            }
        });
        let chosen = plan.fates.iter().find(|(fate, _)| Some(*fate) == self.fate).map(|(_, numbers)| numbers);
        let count = chosen.map_or(report.remarks.len(), Vec::len);
        let spacing = ui.spacing().item_spacing.y;
        let rows = f32::from(u8::try_from(count).unwrap_or(u8::MAX));
        let least = rows.min(f32::from(LEAST_REMARKS)) * (REMARK_HEIGHT + spacing);
        // What stands above them leaves more or less room.
        let left = bottom - ui.cursor().top() - 8.0;
        let room = (rows * (REMARK_HEIGHT + spacing)).min(left).max(least);
        let area = ScrollArea::vertical().id_salt(("remarks", self.fate.map(fate_name))).auto_shrink([false, false]);
        area.min_scrolled_height(room).max_height(room).show_rows(ui, REMARK_HEIGHT, count, |ui, range| {
            for row in range {
                let number = chosen.map_or(Some(row), |numbers| numbers.get(row).copied());
                if let Some(remark) = number.and_then(|number| report.remarks.get(number)) {
                    remark_ui(ui, remark, engine, theme);
                }
            }
        });
        if report.more_remarks > 0 {
            let text = tr!("and {} more, which are counted alone", report.more_remarks);
            ui.label(RichText::new(text).color(theme.text_muted.0));
        }
    }
}

fn line(size: f32, color: egui::Color32) -> CaptionStyle {
    CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color }
}

/// The paths for one line.
fn named(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        visible(&name).into_owned()
    };
    let names: Vec<String> = paths.iter().take(MAX_PATHS).map(name).collect();
    match paths.len() - names.len() {
        _ if paths.is_empty() => tr!("Nothing is chosen yet").to_owned(),
        0 => names.join(", "),
        more => tr!("{} and {more} more", names.join(", "), more),
    }
}

fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Changed => tr!("Changed"),
        Fate::KeptAside => tr!("Kept aside"),
        Fate::Quarantined => tr!("In the quarantine"),
        Fate::Refused => tr!("Not imported"),
    }
}

fn counts_ui(ui: &mut Ui, report: &ImportReport, theme: &Theme) {
    let all = [
        (tr!("Documents"), report.documents),
        (tr!("Mentions"), report.mentions),
        (tr!("Relations"), report.relations),
        (tr!("Entries"), report.entries),
        (tr!("Attribute values"), report.attributes),
        (tr!("Notes"), report.notes),
    ];
    let parts = |count: Count| {
        [
            (tr!("read"), count.read, false),
            (tr!("new"), count.kept, false),
            (tr!("there already"), count.known, false),
            (tr!("in the quarantine"), count.quarantined, true),
            (tr!("not imported"), count.refused, true),
        ]
    };
    if all.iter().all(|(_, count)| count.read == 0) {
        return;
    }
    egui::Grid::new("import counts").num_columns(6).spacing([18.0, 4.0]).show(ui, |ui| {
        ui.label("");
        for (name, ..) in parts(Count::default()) {
            ui.label(RichText::new(name).small().color(theme.text_muted.0));
        }
        ui.end_row();
        for (name, count) in all.into_iter().filter(|(_, count)| count.read > 0) {
            let told = parts(count).into_iter().filter(|(_, number, _)| *number > 0);
            let told: Vec<String> = told.map(|(part, number, _)| format!("{number} {part}")).collect();
            let heading = ui.add(egui::Label::new(name).selectable(false));
            heading
                .widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {}", told.join(", "))));
            for (_, number, is_bad) in parts(count) {
                let color = match number {
                    0 => theme.text_dim.0,
                    _ if is_bad => theme.warning.0,
                    _ => theme.text.0,
                };
                ui.label(RichText::new(number.to_string()).color(color));
            }
            ui.end_row();
        }
    });
    if let Some(proposals) = report.proposals() {
        let text = match report.suggested_relations {
            0 => tr!("Comes in {proposals}.", proposals),
            _ => tr!("Comes in {proposals}. A relation between suggestions is made once both are accepted.", proposals),
        };
        ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
    }
}

fn additions_ui(ui: &mut Ui, additions: &Additions, engine: &mut TextEngine, theme: &Theme) {
    let Additions { labels, attributes, relations, labels_gone } = additions;
    for (what, names) in [(tr!("labels"), labels), (tr!("attributes"), attributes), (tr!("relation types"), relations)]
    {
        if names.is_empty() {
            continue;
        }
        let listed: Vec<String> =
            names.iter().take(MAX_NAMES).map(|name| shortened(&visible(name), MAX_CHARS).into_owned()).collect();
        let more = match names.len() - listed.len() {
            0 => String::new(),
            more => tr!(" and {more} more", more),
        };
        let text = tr!("New {what} in the schema: {}{more}", listed.join(", "), what, more);
        engine.caption_ui(ui, &text, &CaptionStyle { max_rows: 8, ..line(13.5, theme.text.0) });
    }
    if *labels_gone > 0 {
        let text = tr!("The session has no articles yet: the labels of the files take the place of its own.");
        ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
    }
}

fn remark_ui(ui: &mut Ui, remark: &Remark, engine: &mut TextEngine, theme: &Theme) {
    let size = Vec2::new(ui.available_width(), REMARK_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let told = || shortened(&visible(&remark.to_string()), MAX_CHARS).into_owned();
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, told()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let place = match (remark.file.is_empty(), remark.place.is_empty()) {
        (false, false) => format!("{}, {}", remark.file, remark.place),
        (false, true) => remark.file.to_string(),
        (true, _) => remark.place.to_string(),
    };
    let parts = [place, remark.what.clone(), fate_name(remark.fate).to_lowercase()];
    let head: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let color = match remark.fate {
        Fate::Refused => theme.danger.0,
        Fate::Quarantined => theme.warning.0,
        Fate::Changed | Fate::KeptAside => theme.text.0,
    };
    let lines = [(head.join("  ·  "), color, 13.0, 2.0), (remark.why.clone(), theme.text_muted.0, 12.5, 20.0)];
    for (text, color, size, top) in lines {
        let style = line(size, color);
        let text = shortened(&visible(&text), MAX_CHARS).into_owned();
        let caption = engine.caption(&text, &style, rect.width() - 8.0, ui.pixels_per_point());
        engine.place(ui.painter(), rect.left_top() + Vec2::new(4.0, top), &caption, color);
    }
    response.on_hover_ui(|ui| {
        ui.set_min_width(320.0);
        engine.caption_ui(ui, &told(), &CaptionStyle { max_rows: 12, ..line(13.0, theme.text.0) });
    });
}
