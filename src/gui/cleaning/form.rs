//! The dialog: regions and repairs that wait for a decision or have one, to be gone through by keys.
//!
//! It shows and asks; it changes nothing.

use super::card::kind_name;
use super::mark::MarkForm;
use super::rows::{Row, Rows, What};
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::row_of_width_ui;
use crate::model::{ArticleId, Proposal, Session};
use eframe::egui;
use eframe::egui::{Key, Modifiers, Pos2, Rect, RichText, ScrollArea, Ui, Vec2, WidgetInfo};

const ROW_HEIGHT: f32 = 42.0;
/// Width in points of the two buttons of a row.
const BUTTONS: f32 = 66.0;

/// What is asked about cleaning.
#[derive(Clone, Debug)]
pub(in crate::gui) enum CleaningQuestion {
    /// What becomes of what is proposed?
    List(CleaningForm),
    /// As what is the selection marked?
    Mark(MarkForm),
}

impl CleaningQuestion {
    /// Draws it; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        match self {
            Self::List(form) => form.ui(ui, session, engine, theme, requests),
            Self::Mark(form) => form.ui(ui, engine, theme, requests),
        }
    }
}

/// What the list remembers between frames.
#[derive(Clone, Debug)]
pub(in crate::gui) struct CleaningForm {
    /// The article in front.
    article: ArticleId,
    everywhere: bool,
    what: What,
    state: Proposal,
    /// The marked row.
    at: usize,
    /// Whether the marked row is to be scrolled to.
    follows: bool,
    rows: Rows,
    /// Whether more is being looked for.
    pub(super) is_looking: bool,
}

impl CleaningForm {
    /// The list as it opens at an article: what waits there, or in other articles where nothing does.
    pub(super) fn new(session: &Session, article: ArticleId) -> Self {
        let waits = |all: bool| {
            let shards = session.shards().iter().filter(|shard| all || shard.id() == article);
            shards.fold((false, false), |(repairs, regions), shard| {
                (
                    repairs || shard.repairs.iter().any(|row| row.state == Proposal::Proposed),
                    regions || shard.regions.iter().any(|row| row.state == Proposal::Proposed),
                )
            })
        };
        let everywhere = waits(false) == (false, false) && waits(true) != (false, false);
        let (repairs, _) = waits(everywhere);
        let what = if repairs { What::Repairs } else { What::Regions(None) };
        let (state, rows) = (Proposal::Proposed, Rows::default());
        Self { article, everywhere, what, state, at: 0, follows: false, rows, is_looking: false }
    }

    fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 760.0));
        let only = (!self.everywhere).then_some(self.article);
        self.rows.follow(session, self.what, self.state, only);
        self.at = self.at.min(self.rows.all.len().saturating_sub(1));
        ui.heading(tr!("Cleaning"));
        self.choices_ui(ui);
        ui.separator();
        let mut answer = self.keys(ui, requests);
        let height = (ui.ctx().content_rect().height() * 0.52).min(460.0);
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            answer = self.list_ui(ui, height, session, engine, theme, requests).or(answer.take());
        });
        ui.separator();
        self.foot_ui(ui, theme, requests).or(answer)
    }

    fn choices_ui(&mut self, ui: &mut Ui) {
        let before = (self.what, self.state, self.everywhere);
        ui.horizontal_wrapped(|ui| {
            for (everywhere, name) in [(false, tr!("This article")), (true, tr!("All articles"))] {
                if ui.selectable_label(self.everywhere == everywhere, name).clicked() {
                    self.everywhere = everywhere;
                }
            }
            ui.separator();
            let states = [
                (Proposal::Proposed, tr!("Waiting")),
                (Proposal::Accepted, tr!("Accepted")),
                (Proposal::Rejected, tr!("Dismissed")),
            ];
            for (state, name) in states {
                if ui.selectable_label(self.state == state, name).clicked() {
                    self.state = state;
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            let regions: usize = self.rows.kinds.values().sum();
            let mut offers = vec![
                (What::Repairs, tr!("damaged words ({})", self.rows.repairs)),
                (What::Regions(None), tr!("no body ({regions})", regions)),
            ];
            let kinds = self.rows.kinds.iter();
            offers.extend(
                kinds.map(|(kind, count)| (What::Regions(Some(*kind)), format!("{} ({count})", kind_name(*kind)))),
            );
            for (what, name) in offers {
                if ui.selectable_label(self.what == what, name).clicked() {
                    self.what = what;
                }
            }
        });
        if before != (self.what, self.state, self.everywhere) {
            self.at = 0;
            self.follows = true;
        }
    }

    /// Keys that go through the list and decide.
    fn keys(&mut self, ui: &Ui, requests: &mut Requests) -> Option<Answer> {
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let (none, shift) = (Modifiers::NONE, Modifiers::SHIFT);
        if pressed(none, Key::ArrowDown) {
            self.at = (self.at + 1).min(self.rows.all.len().saturating_sub(1));
            self.follows = true;
        }
        if pressed(none, Key::ArrowUp) {
            self.at = self.at.saturating_sub(1);
            self.follows = true;
        }
        for (key, state) in [(Key::A, Proposal::Accepted), (Key::X, Proposal::Rejected), (Key::O, Proposal::Proposed)] {
            if pressed(shift, key) {
                requests.extend(Rows::command(&self.rows.all, state).map(Request::Do));
            } else if pressed(none, key) {
                let row = self.rows.all.get(self.at).map(std::slice::from_ref).unwrap_or_default();
                requests.extend(Rows::command(row, state).map(Request::Do));
                self.follows = true;
            }
        }
        if pressed(Modifiers::COMMAND, Key::Z) {
            requests.push(Request::Act(Action::Undo));
        }
        let is_free = ui.memory(egui::Memory::focused).is_none();
        let row = self.rows.all.get(self.at).filter(|_| is_free && pressed(none, Key::Enter))?;
        requests.push(Request::ShowPlace(row.article, row.span));
        Some(Answer::Close)
    }

    fn list_ui(
        &mut self,
        ui: &mut Ui,
        height: f32,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        if self.rows.all.is_empty() {
            let text = match self.state {
                Proposal::Proposed => tr!("Nothing of this kind waits for a decision."),
                Proposal::Accepted => tr!("Nothing of this kind was accepted."),
                Proposal::Rejected => tr!("Nothing of this kind was dismissed."),
            };
            ui.label(RichText::new(text).color(theme.text_muted.0));
            return None;
        }
        ui.spacing_mut().item_spacing.y = 1.0;
        let mut answer = None;
        let mut area = ScrollArea::vertical().id_salt("cleaning").auto_shrink([false, false]);
        if std::mem::take(&mut self.follows) {
            let top = self.at as f32 * (ROW_HEIGHT + 1.0) - height / 2.0;
            area = area.vertical_scroll_offset(top.max(0.0));
        }
        area.max_height(height).show_rows(ui, ROW_HEIGHT, self.rows.all.len(), |ui, range| {
            for number in range {
                let Some(row) = self.rows.all.get(number) else { continue };
                let title = if self.everywhere { session.shard(row.article).map(|shard| shard.title()) } else { None };
                let drawn = Drawn { row, title, state: self.state, is_marked: number == self.at };
                if drawn.ui(ui, engine, theme, requests) {
                    answer = Some(Answer::Close);
                }
            }
        });
        answer
    }

    fn foot_ui(&mut self, ui: &mut Ui, theme: &Theme, requests: &mut Requests) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            let count = self.rows.all.len();
            for (name, state) in [(tr!("Accept all"), Proposal::Accepted), (tr!("Dismiss all"), Proposal::Rejected)] {
                let is_open = count > 0 && self.state != state;
                if ui.add_enabled(is_open, egui::Button::new(format!("{name}: {count}"))).clicked() {
                    requests.extend(Rows::command(&self.rows.all, state).map(Request::Do));
                }
            }
            if ui.button(tr!("Undo")).on_hover_text(tr!("Take the last step back (Ctrl+Z)")).clicked() {
                requests.push(Request::Act(Action::Undo));
            }
            let looks = ui.add_enabled(!self.is_looking, egui::Button::new(tr!("Look again")));
            if looks
                .on_hover_text(tr!("Look through all articles for more; what was dismissed does not come back"))
                .clicked()
            {
                self.is_looking = true;
                requests.push(Request::LookForCleaning);
            }
            if self.is_looking {
                ui.spinner();
            }
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
        });
        let keys = tr!(
            "Arrows go through the list, A accepts, X dismisses, O reopens, with Shift all that are listed; Enter goes there."
        );
        ui.add(egui::Label::new(RichText::new(keys).small().color(theme.text_muted.0)).wrap());
        answer
    }
}

/// One row on its way to the screen.
struct Drawn<'r> {
    row: &'r Row,
    title: Option<&'r str>,
    state: Proposal,
    is_marked: bool,
}

impl Drawn<'_> {
    /// Draws it; whether the place is to be gone to.
    fn ui(&self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) -> bool {
        let Self { row, title, state, is_marked } = self;
        let mut goes = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let width = (ui.available_width() - BUTTONS).max(40.0);
            let told = format!("{}: {}", row.reason, row.words);
            let (rect, response) = row_of_width_ui(ui, theme, Vec2::new(width, ROW_HEIGHT), *is_marked, &told);
            if response.on_hover_text(tr!("Go there")).clicked() {
                requests.push(Request::ShowPlace(row.article, row.span));
                goes = true;
            }
            if ui.is_rect_visible(rect) {
                let reason = title.map_or_else(|| row.reason.clone(), |title| format!("{}  ·  {title}", row.reason));
                line_ui(ui, rect, 4.0, &row.words, (13.0, theme.text.0), engine);
                line_ui(ui, rect, 22.0, &reason, (11.5, theme.text_muted.0), engine);
            }
            let offers = match state {
                Proposal::Proposed => {
                    [("✓", tr!("Accept"), Proposal::Accepted), ("×", tr!("Dismiss"), Proposal::Rejected)]
                }
                Proposal::Accepted => {
                    [("○", tr!("Reopen"), Proposal::Proposed), ("×", tr!("Dismiss"), Proposal::Rejected)]
                }
                Proposal::Rejected => {
                    [("✓", tr!("Accept"), Proposal::Accepted), ("○", tr!("Reopen"), Proposal::Proposed)]
                }
            };
            for (sign, verb, state) in offers {
                let button = ui.add(egui::Button::new(sign).min_size(Vec2::new(30.0, ROW_HEIGHT - 14.0)));
                let told = format!("{verb} {}", row.words);
                button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
                if button.on_hover_text(verb).clicked() {
                    requests.extend(Rows::command(std::slice::from_ref(*row), state).map(Request::Do));
                }
            }
        });
        goes
    }
}

fn line_ui(ui: &Ui, rect: Rect, top: f32, text: &str, (size, color): (f32, egui::Color32), engine: &mut TextEngine) {
    let style = CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 1, color };
    let caption = engine.caption(text, &style, (rect.width() - 16.0).max(20.0), ui.pixels_per_point());
    engine.place(ui.painter(), Pos2::new(rect.left() + 8.0, rect.top() + top), &caption, color);
}
