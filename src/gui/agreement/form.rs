//! The dialog: what is asked, what goes on, and which of its pages is in front.
//!
//! It shows and asks; it changes nothing.

use super::figures::figures_ui;
use super::tables::{Row, table_ui};
use crate::analysis::agreement::{Agreement, CellOf, Counted, DEFINITIONS, Figures, Scope};
use crate::gui::actions::Action;
use crate::gui::article::TextEngine;
use crate::gui::compare::Ask;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::{msg, tr};
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Label, Session};
use crate::workbench::{CellCases, Compared, Measured, Stage};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::sync::Arc;

/// What is in front.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Figures,
    Pairs,
    Labels,
    Articles,
    Matrix,
    Definitions,
}

impl Page {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Figures, msg("Figures")),
        (Self::Pairs, msg("By pair")),
        (Self::Labels, msg("By label")),
        (Self::Articles, msg("By article")),
        (Self::Matrix, msg("Confusion matrix")),
        (Self::Definitions, msg("What they mean")),
    ];
}

/// What the figures in front are of, by its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Subject {
    #[default]
    All,
    Pair(usize),
    Label(usize),
    Article(usize),
}

/// Whether there is something to measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SidesThere {
    /// Sides are being read or compared.
    #[default]
    Coming,
    /// So many sessions are open beside this one, and the sides are fewer than two.
    TooFew(usize),
    /// Two or more.
    All,
}

/// What the dialog remembers.
#[derive(Clone, Debug, Default)]
pub(in crate::gui) struct AgreementForm {
    /// The job that measures, and how far it is.
    pub(super) job: Option<u64>,
    pub(super) progress: f32,
    pub(super) stop: bool,
    pub(super) is_stopped: bool,
    pub(super) sides: SidesThere,
    pub(super) scope: Scope,
    asked: Option<(Arc<Compared>, Scope)>,
    pub(super) measured: Option<Arc<Measured>>,
    page: Page,
    subject: Subject,
    /// Whether tables show words rather than characters.
    pub(super) by_word: bool,
    /// The figure whose definition is shown.
    pub(super) explained: Option<&'static str>,
    /// The two sides of the matrix, by the place of the pair.
    pub(super) pair: usize,
    pub(super) counted: Counted,
    /// The cell whose places are listed, they, and the job that looks for them.
    pub(super) cell: Option<CellOf>,
    pub(super) cases: Option<Arc<CellCases>>,
    pub(super) cases_job: Option<u64>,
}

/// What the pages are drawn of.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    pub(super) session: &'g Session,
    pub(super) measured: &'g Measured,
    pub(super) theme: &'g Theme,
}

impl Ground<'_> {
    pub(super) fn found(&self) -> &Agreement {
        &self.measured.figures
    }

    pub(super) fn side(&self, place: usize) -> &str {
        self.found().sides.get(place).map_or("", |side| side.name.as_str())
    }

    /// Names of the two sides.
    pub(super) fn pair_name(&self, (first, second): (usize, usize)) -> String {
        format!("{} / {}", self.side(first), self.side(second))
    }

    /// What a side says, for people: the names of the labels.
    pub(super) fn said(&self, labels: &str) -> String {
        let name = |id: &str| match Label::new(id) {
            Ok(label) => self.session.schema.label_name(&label).to_owned(),
            Err(_) => id.to_owned(),
        };
        labels.split('+').map(name).collect::<Vec<String>>().join(" + ")
    }
}

impl AgreementForm {
    /// The jobs that go on for it; it waits for none of them any more.
    pub(super) fn jobs(&mut self) -> impl Iterator<Item = u64> + use<> {
        self.job.take().into_iter().chain(self.cases_job.take())
    }

    pub(super) fn has_asked(&self, compared: &Arc<Compared>) -> bool {
        let is_it = |(known, scope): &(Arc<Compared>, Scope)| Arc::ptr_eq(known, compared) && *scope == self.scope;
        self.asked.as_ref().is_some_and(is_it)
    }

    /// Forgets what was found of other sides or by other choices.
    pub(super) fn ask(&mut self, compared: &Arc<Compared>) {
        self.asked = Some((Arc::clone(compared), self.scope.clone()));
        self.subject = Subject::All;
        (self.measured, self.cases, self.is_stopped) = (None, None, false);
    }

    pub(super) fn is_of_what_was_asked(&self, measured: &Measured) -> bool {
        self.has_asked(&measured.compared) && measured.scope == self.scope
    }

    /// The sides of the matrix.
    pub(super) fn pair_of(&self, found: &Agreement) -> Option<(usize, usize)> {
        let pair = found.pairs.get(self.pair).or(found.pairs.first())?;
        Some((pair.first, pair.second))
    }

    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 1020.0));
        ui.horizontal_wrapped(|ui| {
            ui.heading(tr!("Agreement"));
            let has_pages = !matches!(self.sides, SidesThere::TooFew(_));
            for (page, name) in Page::ALL.into_iter().filter(|_| has_pages) {
                if ui.selectable_label(self.page == page, tr(name)).clicked() {
                    self.page = page;
                    self.subject = Subject::All;
                }
            }
        });
        let mut answer = None;
        if let SidesThere::TooFew(files) = self.sides {
            answer = too_few_ui(ui, files, theme, requests);
        } else {
            self.choices_ui(ui, session, engine);
            self.state_ui(ui, theme);
            ui.separator();
            let height = (ui.ctx().content_rect().height() - 230.0).clamp(160.0, 600.0);
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                let Some(measured) = self.measured.clone() else { return };
                let ground = Ground { session, measured: &measured, theme };
                if self.page_ui(ui, ground, engine, requests) {
                    answer = Some(Answer::Close);
                }
            });
        }
        ui.separator();
        if ui.button(tr!("Close")).clicked() { Some(Answer::Close) } else { answer }
    }

    /// What goes on, and a way to stop it.
    fn state_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            let stage = self.measured.as_ref().map(|measured| measured.stage);
            let what = match stage {
                _ if self.sides == SidesThere::Coming => tr!("Reading and comparing the sides…"),
                None => tr!("Counting what the sides say…"),
                Some(Stage::Figures) => tr!("Drawing articles anew for the intervals…"),
                Some(Stage::Intervals) => tr!("Aligning mentions for gamma…"),
                Some(Stage::Whole) => "",
            };
            if self.is_stopped {
                ui.label(RichText::new(tr!("Stopped; what is missing was not worked out.")).color(theme.warning.0));
                if ui.button(tr!("Go on")).clicked() {
                    self.is_stopped = false;
                    // Without figures there is nothing to go on from.
                    self.asked = self.asked.take().filter(|_| stage.is_some());
                }
            } else if !what.is_empty() {
                ui.add(egui::Spinner::new().size(14.0));
                let percent = (self.progress * 100.0).round();
                let text = if percent > 0.0 { format!("{what} {percent} %") } else { what.to_owned() };
                ui.label(RichText::new(text).color(theme.text_muted.0));
                if self.job.is_some() && ui.button(tr!("Stop")).clicked() {
                    self.stop = true;
                }
            } else {
                let text =
                    tr!("95 % intervals by 1000 draws; gamma’s tells of its 30 samples alone; seed 0, as byline agree");
                ui.label(RichText::new(text).small().color(theme.text_muted.0));
            }
        });
    }

    /// Draws the page in front; whether it leads elsewhere.
    fn page_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine, requests: &mut Requests) -> bool {
        if ground.found().compared == 0 {
            let text = tr!("The sides have no article with the same text in common, so there is nothing to measure.");
            ui.label(RichText::new(text).color(ground.theme.warning.0));
            left_out_ui(ui, ground, engine);
            return false;
        }
        let chosen = match self.page {
            Page::Figures => {
                self.subject_ui(ui, ground, engine);
                None
            }
            Page::Pairs => self.pairs_ui(ui, ground, engine).map(Subject::Pair),
            Page::Labels => self.labels_ui(ui, ground, engine).map(Subject::Label),
            Page::Articles => self.articles_ui(ui, ground, engine).map(Subject::Article),
            Page::Matrix if self.cell.is_some() => return self.cases_ui(ui, ground, engine, requests),
            Page::Matrix => {
                self.matrix_ui(ui, ground, engine);
                None
            }
            Page::Definitions => {
                definitions_ui(ui, ground.theme);
                None
            }
        };
        if let Some(subject) = chosen {
            (self.subject, self.page) = (subject, Page::Figures);
        }
        false
    }

    /// Every figure of one subject.
    fn subject_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) {
        let found = ground.found();
        let sides = || found.sides.iter().map(|side| side.mentions).collect::<Vec<u64>>();
        let (name, figures, mentions): (String, &Figures, Vec<u64>) = match self.subject {
            Subject::Pair(place) => match found.pairs.get(place) {
                Some(pair) => {
                    let both = [pair.first, pair.second].map(|side| sides().get(side).copied().unwrap_or_default());
                    (ground.pair_name((pair.first, pair.second)), &pair.figures, both.to_vec())
                }
                None => return,
            },
            Subject::Label(place) => match found.labels.get(place) {
                Some(row) => (ground.said(&row.label), &row.figures, row.mentions.clone()),
                None => return,
            },
            Subject::Article(place) => match found.articles.get(place) {
                Some(row) => (one_line(&row.title), &row.figures, row.mentions.clone()),
                None => return,
            },
            Subject::All => (tr!("All sides, labels and articles").to_owned(), &found.overall, sides()),
        };
        ScrollArea::vertical().id_salt("figures").auto_shrink([false, false]).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                engine.name_ui(ui, &name);
                if self.subject == Subject::All {
                    let told = tr!("{} articles, sides: {}", found.compared, sides_told(found));
                    engine.name_ui(ui, &told);
                } else if ui.button(tr!("All together")).clicked() {
                    self.subject = Subject::All;
                }
            });
            let of_article = matches!(self.subject, Subject::Article(_));
            figures_ui(ui, ground, (figures, &mentions, of_article), &mut self.explained, engine);
            left_out_ui(ui, ground, engine);
        });
    }

    fn pairs_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) -> Option<usize> {
        self.unit_ui(ui);
        let found = ground.found();
        let mentions = |side: usize| found.sides.get(side).map_or(0, |side| side.mentions);
        table_ui(ui, ground.theme, engine, (tr!("Pair"), self.by_word), found.pairs.len(), |place| {
            let pair = found.pairs.get(place)?;
            let mentions = vec![mentions(pair.first), mentions(pair.second)];
            Some(Row { name: ground.pair_name((pair.first, pair.second)), mentions, figures: &pair.figures })
        })
    }

    fn labels_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) -> Option<usize> {
        self.unit_ui(ui);
        let found = ground.found();
        table_ui(ui, ground.theme, engine, (tr!("Label"), self.by_word), found.labels.len(), |place| {
            let row = found.labels.get(place)?;
            Some(Row { name: ground.said(&row.label), mentions: row.mentions.clone(), figures: &row.figures })
        })
    }

    fn articles_ui(&mut self, ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) -> Option<usize> {
        self.unit_ui(ui);
        let found = ground.found();
        table_ui(ui, ground.theme, engine, (tr!("Article"), self.by_word), found.articles.len(), |place| {
            let row = found.articles.get(place)?;
            Some(Row { name: one_line(&row.title), mentions: row.mentions.clone(), figures: &row.figures })
        })
    }

    /// Which unit percentage, kappas and alpha of a table are of.
    fn unit_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.label(tr!("Percentage, kappas and alpha of"));
            ui.selectable_value(&mut self.by_word, false, tr!("characters"));
            ui.selectable_value(&mut self.by_word, true, tr!("words"));
            ui.label(tr!("A row opens all its figures with their intervals."));
        });
    }
}

/// Sides with the mentions that count.
fn sides_told(found: &Agreement) -> String {
    let sides = found.sides.iter().map(|side| tr!("{} ({} mentions)", side.name, side.mentions));
    sides.collect::<Vec<String>>().join(", ")
}

/// Articles that were not compared, and why.
fn left_out_ui(ui: &mut Ui, ground: Ground<'_>, engine: &mut TextEngine) {
    let rows = &ground.found().left_out;
    if rows.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let text = tr!("Not compared: {} of the articles", rows.len());
    ui.label(RichText::new(text).color(ground.theme.warning.0));
    for row in rows.iter().take(20) {
        engine.name_ui(ui, &format!("{}: {}", row.name, row.reason));
    }
    if rows.len() > 20 {
        ui.label(tr!("and {} more", rows.len() - 20));
    }
}

fn too_few_ui(ui: &mut Ui, files: usize, theme: &Theme, requests: &mut Requests) -> Option<Answer> {
    ui.add_space(6.0);
    let text = if files == 0 {
        tr!(
            "Agreement is measured between two or more sessions over the same articles. Open other annotators’ sessions beside \
         this one first."
        )
    } else {
        tr!("One session is open beside this one. Open another one, or let this session be a side too.")
    };
    ui.label(RichText::new(text).color(theme.text.0));
    ui.add_space(6.0);
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.button(tr!("Add sessions…")).clicked() {
            requests.push(Request::Act(Action::OpenSides));
            answer = Some(Answer::Close);
        }
        if files > 0 && ui.button(tr!("Make this session a side")).clicked() {
            requests.push(Request::Compare(Ask::Own(true)));
        }
    });
    answer
}

fn definitions_ui(ui: &mut Ui, theme: &Theme) {
    ScrollArea::vertical().id_salt("definitions").auto_shrink([false, false]).show(ui, |ui| {
        for row in DEFINITIONS {
            ui.label(RichText::new(row.name).strong());
            ui.label(row.definition);
            if !row.source.is_empty() {
                ui.label(RichText::new(row.source).small().color(theme.text_muted.0));
            }
            ui.add_space(6.0);
        }
    });
}
