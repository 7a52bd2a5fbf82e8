//! Two articles side by side. One of the panes is the active one: keys, labels, finding and the side panel act there.
//!
//! The active pane is what the rest of the window knows as the article in front. The other one waits here and in the
//! workbench, and the two change places when it is its turn.

use super::actions::Action;
use super::app::App;
use super::article::{ArticleView, Place, Selection};
use super::notices::Weight;
use super::request::{Request, Requests};
use crate::gui::language::{msg, tr};
use crate::model::ArticleId;
use crate::workbench::{ScrollPlace, View};
use eframe::egui;
use eframe::egui::{Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo};
use std::collections::BTreeMap;

/// Least width in points of a pane in which an article can be read and tagged.
const MIN_PANE: f32 = 250.0;
const TOO_NARROW: &str = msg("The window is too narrow for two articles side by side");

/// One of two panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Side {
    #[default]
    Left,
    Right,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// What the two panes remember besides the article in front.
#[derive(Default)]
pub(super) struct Panes {
    /// The pane that the keyboard acts on.
    pub(super) active: Side,
    /// The other pane's views.
    pub(super) views: BTreeMap<ArticleId, ArticleView>,
    /// Where the active and the other pane were in the last frame, for scrolling together.
    last: Option<[At; 2]>,
    /// Width of the middle in the last frame.
    width: f32,
}

/// Where a pane is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct At {
    side: Side,
    article: ArticleId,
    place: Place,
    /// Whether it is there because it followed the other pane.
    followed: bool,
}

impl Panes {
    /// Lets both panes be put somewhere without one following the other.
    pub(super) fn let_both_go(&mut self) {
        self.last = None;
    }
}

impl App {
    /// Draws the middle: one article, or two side by side.
    pub(super) fn panes_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let rect = ui.available_rect_before_wrap();
        self.panes.width = rect.width();
        let beside = self.desk.bench.beside.and_then(|view| view.article);
        if beside.is_some_and(|article| self.desk.bench.session().shard(article).is_none()) {
            self.close_pane(self.panes.active.other());
        }
        if self.desk.bench.beside.is_some() && rect.width() < 2.0 * MIN_PANE {
            self.close_pane(self.panes.active.other());
            self.notices.push(Weight::Warning, tr!("{}; the one without the keyboard was closed", tr(TOO_NARROW)));
        }
        if self.desk.bench.beside.is_none() {
            self.article_ui(ui, requests);
            return;
        }
        self.look_for_copies_beside();
        let middle = rect.center().x.round();
        let halves = [(Side::Left, rect.with_max_x(middle - 1.0)), (Side::Right, rect.with_min_x(middle + 1.0))];
        for (side, half) in halves {
            if side != self.panes.active && is_pressed_in(ui, half) {
                self.switch_pane();
            }
        }
        let glyphs = self.engine.stamp();
        for (side, half) in halves {
            let builder = UiBuilder::new().max_rect(half).id_salt(side);
            ui.scope_builder(builder, |ui| {
                ui.set_clip_rect(half.intersect(ui.clip_rect()));
                self.side_pane_ui(ui, side, requests);
            });
        }
        if self.engine.stamp() != glyphs {
            // The second pane's glyphs moved those of the first one, which is painted already.
            ui.ctx().request_discard("glyphs of both panes");
        }
        ui.allocate_rect(rect, Sense::hover());
        ui.painter().vline(middle, rect.y_range(), Stroke::new(2.0, self.theme.border.0));
        let active = halves.into_iter().find(|(side, _)| *side == self.panes.active);
        if let Some((_, half)) = active {
            let bar = half.with_max_y(half.top() + 3.0);
            ui.painter().rect_filled(bar, 0.0, self.theme.accent.0);
        }
        self.scroll_together();
    }

    /// Draws one of two panes. One that waits is drawn as if it were active, and stays so where somebody used it.
    fn side_pane_ui(&mut self, ui: &mut Ui, side: Side, requests: &mut Requests) {
        if side == self.panes.active {
            self.article_ui(ui, requests);
            return;
        }
        self.switch_pane();
        let mut asked = Requests::new();
        let is_used = self.waiting_article_ui(ui, &mut asked);
        if is_used || !asked.is_empty() {
            requests.append(&mut asked);
        } else {
            self.switch_pane();
        }
    }

    /// Lets the two panes change their parts.
    pub(super) fn switch_pane(&mut self) {
        if let Some(beside) = &mut self.desk.bench.beside {
            std::mem::swap(&mut self.desk.bench.view, beside);
            std::mem::swap(&mut self.views, &mut self.panes.views);
            self.panes.active = self.panes.active.other();
        }
    }

    /// Opens `article` in the other pane, which is made if need be, and goes there.
    pub(super) fn open_beside(&mut self, article: ArticleId) {
        if self.desk.bench.beside.is_some() {
            self.switch_pane();
            self.show_article(article);
            return;
        }
        if self.panes.width < 2.0 * MIN_PANE {
            self.notices.push(Weight::Warning, tr!("{}; make it wider, or close a panel", tr(TOO_NARROW)));
            return;
        }
        let here = self.desk.bench.view;
        let place = self.front_view().filter(|_| here.article == Some(article)).map(ArticleView::place);
        self.desk.bench.beside = Some(here);
        self.panes.views = std::mem::take(&mut self.views);
        self.panes.active = Side::Right;
        self.panes.last = None;
        self.desk.bench.view = View { article: Some(article), ..View::default() };
        if let Some(place) = place {
            self.views.entry(article).or_default().set_place(place);
        }
        self.focus_text = true;
    }

    /// Closes one of two panes; the other one has the middle for itself.
    pub(super) fn close_pane(&mut self, side: Side) {
        if side == self.panes.active {
            self.switch_pane();
        }
        self.desk.bench.beside = None;
        for (article, view) in std::mem::take(&mut self.panes.views) {
            self.views.entry(article).or_insert(view);
        }
        self.panes.active = Side::Left;
        self.panes.last = None;
        self.focus_text = true;
    }

    pub(super) fn act_on_panes(&mut self, action: Action) {
        match action {
            Action::OpenBeside => {
                if let Some(article) = self.desk.bench.view.article {
                    self.open_beside(article);
                }
            }
            Action::CloseBeside => self.close_pane(Side::Right),
            Action::OtherArticle => {
                self.switch_pane();
                self.focus_text = true;
            }
            _ => {
                let together = &mut self.desk.settings.scroll_together;
                *together = !*together;
                let text =
                    if *together { tr!("Both articles scroll together") } else { tr!("Each article scrolls alone") };
                self.notices.push(Weight::Info, text);
            }
        }
    }

    /// After undo and redo: the step may belong to the article in the other pane, which is then the one to show it.
    pub(super) fn show_in_its_pane(&mut self, before: View) {
        let now = self.desk.bench.view;
        let beside = self.desk.bench.beside.and_then(|view| view.article);
        if now.article != before.article && now.article == beside {
            self.desk.bench.view = before;
            self.switch_pane();
            self.desk.bench.view = now;
        }
    }

    /// The pane that a button in the header of the article in front closes, where there are two.
    pub(super) fn closable(&self) -> Option<Side> {
        self.desk.bench.beside.map(|_| self.panes.active)
    }

    /// Keeps the other pane's place, for the next start.
    pub(super) fn keep_beside(&mut self) {
        if let Some(beside) = &mut self.desk.bench.beside
            && let Some(view) = beside.article.and_then(|article| self.panes.views.get(&article))
        {
            let place = view.place();
            beside.selection = Some(view.selection().span());
            beside.scroll = ScrollPlace { byte: place.byte, offset_points: place.offset };
        }
    }

    /// Puts the other pane's view where the workbench says, as when a session opens.
    pub(super) fn show_beside(&mut self) {
        if let Some((article, view)) = self.desk.bench.beside.and_then(|view| Some((view.article?, view))) {
            let shown = self.panes.views.entry(article).or_default();
            shown.set_selection(Selection::of(view.selection.unwrap_or_default()));
            shown.set_place(Place { byte: view.scroll.byte, offset: view.scroll.offset_points });
        }
    }

    /// Where each pane is now.
    fn places(&self) -> Option<[At; 2]> {
        let active = self.desk.bench.view.article?;
        let other = self.desk.bench.beside?.article?;
        let side = self.panes.active;
        let at = |side, article, view: &ArticleView| At { side, article, place: view.place(), followed: false };
        Some([at(side, active, self.views.get(&active)?), at(side.other(), other, self.panes.views.get(&other)?)])
    }

    /// Where one pane was scrolled, scrolls the other one to the same share of its paragraphs; of one article shown twice, to
    /// the same words.
    fn scroll_together(&mut self) {
        let now = self.places();
        let last = std::mem::replace(&mut self.panes.last, now);
        let (Some(now), Some(last)) = (now, last) else { return };
        if !self.desk.settings.scroll_together {
            return;
        }
        let was = |at: &At| last.iter().find(|last| (last.side, last.article) == (at.side, at.article)).copied();
        let (Some(was_active), Some(was_other)) = (now.first().and_then(was), now.last().and_then(was)) else { return };
        let [active, other] = now;
        // A pane that was made to follow is put on a whole row in the next frame, which is no scrolling of its own.
        let moved = |now: At, was: At| now.place != was.place && !was.followed;
        let (leader, follower, is_active) = if moved(active, was_active) {
            (&self.views, &mut self.panes.views, true)
        } else if moved(other, was_other) {
            (&self.panes.views, &mut self.views, false)
        } else {
            return;
        };
        let (from, to) = if is_active { (active.article, other.article) } else { (other.article, active.article) };
        if let (Some(leader), Some(follower)) = (leader.get(&from), follower.get_mut(&to)) {
            if from == to {
                follower.set_place(leader.place());
            } else {
                follower.set_progress(leader.progress());
            }
        }
        if let Some([active, other]) = &mut self.panes.last {
            if is_active { other.followed = true } else { active.followed = true }
        }
    }

    /// The view of the other pane, for tests.
    #[must_use]
    pub fn beside_view(&self) -> Option<&ArticleView> {
        self.panes.views.get(&self.desk.bench.beside?.article?)
    }
}

/// The button that closes `side`, where there are two panes.
pub(super) fn close_pane_ui(ui: &mut Ui, side: Option<Side>, requests: &mut Requests) {
    let Some(side) = side else { return };
    let name = match side {
        Side::Left => tr!("Close the article on the left"),
        Side::Right => tr!("Close the article on the right"),
    };
    let button = ui.button("×").on_hover_text(name);
    button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    if button.clicked() {
        requests.push(Request::ClosePane(side));
    }
}

/// Whether a button went down in `half`, and on nothing that lies above it.
fn is_pressed_in(ui: &Ui, half: Rect) -> bool {
    let pos = ui.input(|input| input.pointer.press_origin().filter(|_| input.pointer.any_pressed()));
    pos.is_some_and(|pos| half.contains(pos) && ui.ctx().layer_id_at(pos) == Some(ui.layer_id()))
}
