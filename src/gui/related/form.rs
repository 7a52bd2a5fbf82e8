//! The dialog: sentences of the article in front that have relatives in other articles, each with one of them.
//!
//! It shows and asks; it changes nothing. The keys move through its rows while nothing in it has the focus.

use crate::analysis::related::{Related, Relative};
use crate::gui::article::TextEngine;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::row_ui;
use crate::model::{ArticleId, Session};
use crate::text::{Span, shortened};
use eframe::egui::{self, Key, Modifiers, Pos2, RichText, ScrollArea, Ui};

/// A row has the sentence above and its relative below.
const ROW: f32 = 46.0;
/// Points that the score and the word for a copy take.
const SCORE: f32 = 110.0;
/// So much of the other article's outlet and title is shown.
const TITLE_CHARS: usize = 44;
/// So much of a sentence is read.
const SENTENCE_CHARS: usize = 240;

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct RelatedForm {
    /// The article in front.
    pub(super) article: ArticleId,
    /// What was found; nothing while it is being looked for.
    found: Option<Found>,
    row: usize,
    copies_alone: bool,
}

/// What was found for the article.
#[derive(Clone, Debug)]
struct Found {
    all: Vec<Relative>,
    same_texts: Vec<ArticleId>,
}

impl RelatedForm {
    /// The dialog before anything is found.
    pub(super) fn new(article: ArticleId) -> Self {
        Self { article, found: None, row: 0, copies_alone: false }
    }

    /// Takes what was found.
    pub(super) fn take(&mut self, found: &Related) {
        let same = found.same_texts.iter().find(|group| group.contains(&self.article));
        let others = same.map(|group| group.iter().copied().filter(|id| *id != self.article).collect());
        self.found = Some(Found { all: found.of_article(self.article), same_texts: others.unwrap_or_default() });
        self.row = 0;
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
        ui.set_width(fitting(ui, 860.0));
        ui.heading(tr!("Related text"));
        let height = (ui.ctx().content_rect().height() * 0.6).min(520.0);
        let mut chosen = None;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            match self.found.take() {
                None => {
                    ui.horizontal(|ui| {
                        ui.spinner();
                        ui.label(tr!("Comparing the sentences of all articles…"));
                    });
                }
                Some(found) => {
                    chosen = self.found_ui(ui, session, &found, engine, theme);
                    self.found = Some(found);
                }
            }
        });
        ui.separator();
        let mut answer = None;
        ui.horizontal(|ui| {
            answer = ui.button(tr!("Close")).clicked().then_some(Answer::Close);
            let told = tr!(
                "Up and Down choose, Enter opens the other article beside this one. Accepted regions are left out."
            );
            ui.label(RichText::new(told).small().color(theme.text_muted.0));
        });
        if let Some(relative) = chosen {
            requests.push(Request::ShowRelated(relative));
            answer = Some(Answer::Close);
        }
        answer
    }

    /// Draws what was found; the relative that was chosen.
    fn found_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        found: &Found,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Relative> {
        for id in &found.same_texts {
            let title = session.shard(*id).map_or(String::new(), |shard| one_line(shard.title()));
            ui.label(RichText::new(tr!("The whole text stands in another article too: {title}", title)).strong());
        }
        let copies = found.all.iter().filter(|one| one.is_shared_copy).count();
        ui.horizontal(|ui| {
            ui.label(tr!("{} related sentences, {copies} of them shared copy", found.all.len(), copies));
            ui.add_enabled_ui(copies > 0, |ui| ui.checkbox(&mut self.copies_alone, tr!("Shared copy alone")));
        });
        if found.all.is_empty() {
            let told = tr!("No sentence of this article tells what a sentence of another one tells.");
            ui.label(RichText::new(told).color(theme.text_muted.0));
        }
        let alone = self.copies_alone && copies > 0;
        let shown: Vec<Relative> = found.all.iter().filter(|one| !alone || one.is_shared_copy).copied().collect();
        let (moved, entered) = keys(ui);
        self.row = self.row.saturating_add_signed(moved).min(shown.len().saturating_sub(1));
        let clicked = self.rows_ui(ui, session, &shown, moved != 0, engine, theme);
        clicked.or_else(|| shown.get(self.row).filter(|_| entered).copied())
    }

    fn rows_ui(
        &self,
        ui: &mut Ui,
        session: &Session,
        shown: &[Relative],
        moved: bool,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Relative> {
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("related").auto_shrink([false, false]);
        if moved {
            area = area.vertical_scroll_offset((self.row as f32 * ROW - ui.available_height() / 2.0).max(0.0));
        }
        area.show_rows(ui, ROW, shown.len(), |ui, places| {
            for place in places {
                let Some(relative) = shown.get(place) else { continue };
                let row = Row::of(session, self.article, relative);
                let (rect, response) = row_ui(ui, theme, ROW, place == self.row, &row.name());
                let words = rect.shrink2(egui::vec2(6.0, 3.0)).with_max_x(rect.right() - SCORE);
                let (above, below) = words.split_top_bottom_at_y(words.center().y);
                engine.row_words(ui, above, above.left(), &row.own, (13.5, theme.text.0));
                engine.row_words(ui, below, below.left(), &row.below(), (12.5, theme.text_muted.0));
                let font = egui::FontId::proportional(12.5);
                let (right, color) =
                    (rect.right() - 8.0, if relative.is_shared_copy { theme.accent.0 } else { theme.text_muted.0 });
                let at = |y| Pos2::new(right, y);
                ui.painter().text(at(above.center().y), egui::Align2::RIGHT_CENTER, &row.score, font.clone(), color);
                ui.painter().text(at(below.center().y), egui::Align2::RIGHT_CENTER, row.sort, font, color);
                if response.on_hover_text(tr!("Open it beside this article")).clicked() {
                    clicked = Some(*relative);
                }
            }
        });
        clicked
    }
}

/// What a row tells.
struct Row {
    own: String,
    /// The outlet and the title of the other article.
    from: String,
    other: String,
    score: String,
    sort: &'static str,
}

impl Row {
    fn of(session: &Session, article: ArticleId, relative: &Relative) -> Self {
        let words = |article: ArticleId, span: Span| {
            let words = session.shard(article).and_then(|shard| span.slice(shard.article.text()));
            one_line(&shortened(words.unwrap_or_default(), SENTENCE_CHARS))
        };
        let other = session.shard(relative.other.article);
        let from = other.map_or(String::new(), |shard| {
            let (outlet, title) = (session.outlet_name(shard), one_line(shard.title()));
            if outlet.is_empty() { title } else { format!("{outlet}, {title}") }
        });
        Self {
            own: words(article, relative.own),
            from,
            other: words(relative.other.article, relative.other.span),
            score: format!("{:.2}", relative.score),
            sort: if relative.is_shared_copy { tr!("shared copy") } else { "" },
        }
    }

    /// The line below: of a long title the beginning, so that words of the sentence have room.
    fn below(&self) -> String {
        format!("{}: {}", shortened(&self.from, TITLE_CHARS), self.other)
    }

    /// As screen readers have it.
    fn name(&self) -> String {
        let sort = if self.sort.is_empty() { String::new() } else { format!(", {}", self.sort) };
        format!("{} — {}: {}, {}{sort}", self.own, self.from, self.other, self.score)
    }
}

/// How many rows the keys move by, and whether the row is chosen; nothing while a widget has the focus.
fn keys(ui: &Ui) -> (isize, bool) {
    if ui.memory(|memory| memory.focused().is_some()) {
        return (0, false);
    }
    ui.input_mut(|input| {
        let mut pressed = |key| isize::from(input.consume_key(Modifiers::NONE, key));
        let moved = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
        (moved, pressed(Key::Enter) > 0)
    })
}
