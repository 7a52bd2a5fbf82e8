//! The window: it lays out the parts, collects what they ask for, and carries it out once the frame is laid out.
//!
//! It keeps what belongs to the window alone: scroll positions, the armed label, what is typed but not asked for. The
//! session and everything that could be lost is the desk's.

use super::actions::{ACTIONS, Action, ActionInfo};
use super::article::{ArticleView, Place, TextEngine, Typeface, egui_fonts};
use super::article_list::ArticleList;
use super::caches::Caches;
use super::center::Center;
use super::compare::{Ask, CompareView};
use super::dialogs::{Dialog, dialog_ui};
use super::export_dialog::ExportForm;
use super::find_bar::FindBar;
use super::guide::GuideForm;
use super::guidelines::PagesPane;
use super::inspector::Inspector;
use super::keys::{Focus, read_keys};
use super::language::Language;
use super::mention_list::MentionList;
use super::menu_bar::menu_bar_ui;
use super::notices::Notices;
use super::panes::Panes;
use super::register::Register;
use super::related::RelatedText;
use super::request::{Request, Requests};
use super::review::Review;
use super::search::SearchView;
use super::sides::pages_room;
use super::status_bar::{Status, status_bar_ui};
use super::suggestion_list::SuggestionList;
use super::theme::Theme;
use super::tour::{Spot, Tour, mark};
use super::widgets::{Held, drop_hint_ui};
use crate::gui::language::tr;
use crate::model::{ArticleId, Label, Shard};
use crate::store::{ReadingPlace, Theme as ThemeChoice, WINDOW_HEIGHTS, WINDOW_WIDTHS, ZOOMS};
use crate::text::{Snap, shortened, visible};
use crate::workbench::{Desk, News, ScrollPlace, View};
use eframe::egui;
use eframe::egui::{CentralPanel, Frame, Margin, Panel, Popup, Rect, Ui, UiBuilder, ViewportCommand};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How much of a session's title the window's frame gets.
const MAX_TITLE_CHARS: usize = 120;

/// Panes that take the keyboard focus in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Articles,
    Text,
    Pages,
    Side,
}

/// The window with all that it remembers.
pub struct App {
    pub(super) desk: Desk,
    pub(super) theme: Theme,
    /// The language that the window speaks.
    pub(super) language: Language,
    /// The language of the system; English until somebody says what it is.
    pub(super) system_language: Language,
    pub(super) engine: TextEngine,
    pub(super) views: BTreeMap<ArticleId, ArticleView>,
    pub(super) caches: Caches,
    pub(super) articles: ArticleList,
    pub(super) mentions: MentionList,
    pub(super) inspector: Inspector,
    pub(super) notices: Notices,
    pub(super) center: Center,
    pub(super) find: FindBar,
    pub(super) panes: Panes,
    pub(super) pages: PagesPane,
    pub(super) related: RelatedText,
    pub(super) tour: Option<Tour>,
    pub(super) register: Register,
    pub(super) review: Review,
    pub(super) search: SearchView,
    pub(super) compare: CompareView,
    pub(super) armed: Option<Label>,
    pub(super) suggestions: SuggestionList,
    pub(super) dialog: Option<Dialog>,
    /// The guide, in front of everything else.
    pub(super) help: Option<Box<GuideForm>>,
    /// The dialog that comes back once a path is chosen for it.
    pub(super) behind: Option<Dialog>,
    /// What was chosen for the last export of each kind, the latest last.
    pub(super) exported: Vec<ExportForm>,
    pub(super) pane: Pane,
    /// Which of the side panes was asked for on a window too narrow for both.
    pub(super) aside: Option<Pane>,
    pub(super) focus_text: bool,
    pub(super) after_save: Option<super::dialogs::Pending>,
    pub(super) closing: bool,
    /// Whether a text field had the focus in the last frame.
    pub(super) typing: bool,
    /// News that somebody waited for and that the next frame takes up.
    pub(super) waited: Vec<News>,
    shown_title: String,
    key_order: super::key_order::KeyOrder,
}

impl App {
    /// The window of `desk`.
    #[must_use]
    pub fn new(ctx: &egui::Context, desk: Desk) -> Self {
        Self::with_engine(ctx, desk, TextEngine::new())
    }

    /// The window of `desk` with fonts of its own choice, for repeatable pictures.
    #[must_use]
    pub fn with_engine(ctx: &egui::Context, desk: Desk, engine: TextEngine) -> Self {
        ctx.set_fonts(egui_fonts());
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(desk.settings.zoom);
        let theme = theme_of(ctx, desk.settings.theme);
        theme.apply(ctx);
        let shows_review = desk.settings.review_shown;
        let review_columns = desk.settings.review_columns.clone();
        let shows_register = desk.settings.register_shown && !shows_review;
        let notices = Notices::timed_by(desk.bench.clock());
        let mut app = Self {
            desk,
            theme,
            language: Language::English,
            system_language: Language::English,
            engine,
            views: BTreeMap::new(),
            caches: Caches::default(),
            articles: ArticleList::default(),
            mentions: MentionList::default(),
            inspector: Inspector::default(),
            notices,
            center: Center::default(),
            find: FindBar::default(),
            panes: Panes::default(),
            pages: PagesPane::default(),
            related: RelatedText::default(),
            tour: None,
            register: Register::new(shows_register),
            review: Review::new(shows_review, &review_columns),
            search: SearchView::default(),
            compare: CompareView::default(),
            armed: None,
            suggestions: SuggestionList::default(),
            dialog: None,
            help: None,
            behind: None,
            exported: Vec::new(),
            pane: Pane::Text,
            aside: None,
            focus_text: true,
            after_save: None,
            closing: false,
            typing: false,
            waited: Vec::new(),
            shown_title: String::new(),
            key_order: super::key_order::KeyOrder::default(),
        };
        app.take_up_language();
        app.take_up_keys(ctx);
        app
    }

    /// The desk, for tests that look behind the window.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The view of the article in front, for tests that need to know where words are on screen.
    #[must_use]
    pub fn front_view(&self) -> Option<&ArticleView> {
        self.views.get(&self.desk.bench.view.article?)
    }

    /// The view of the article in which annotators are compared, for tests.
    #[must_use]
    pub fn compared_view(&self) -> Option<&ArticleView> {
        self.compare.text_view()
    }

    /// Scrolls the article in front.
    pub fn scroll_front_to(&mut self, place: Place) {
        if let Some(view) = self.desk.bench.view.article.and_then(|article| self.views.get_mut(&article)) {
            view.set_place(place);
        }
    }

    /// The armed label, if one is.
    #[must_use]
    pub fn armed(&self) -> Option<&Label> {
        self.armed.as_ref()
    }

    /// The messages on show.
    #[must_use]
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Draws one frame and carries out what was asked for in it.
    pub fn frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.language.speak();
        self.take_news(&ctx);
        let mut requests = self.input(&ctx);
        self.layout_ui(ui, &mut requests);
        self.tour_ui(&ctx);
        self.dialog_frame_ui(ui, &mut requests);
        let held = if self.compare.is_shown { Held::ToCompare } else { Held::ToOpen };
        drop_hint_ui(&ctx, held, &self.theme);
        self.follow_pages(&ctx);
        self.engine.finish(ui);
        self.keep_view();
        for request in requests {
            self.perform(&ctx, request);
        }
        self.follow_find(&ctx);
        if self.desk.has_waiting() {
            ctx.request_repaint();
        }
        if let Some(wait) = self.desk.autosave() {
            ctx.request_repaint_after(wait);
        }
        self.follow_title(&ctx);
        self.desk.keep_settings();
        self.typing = ctx.text_edit_focused();
    }

    /// What keys, dropped files and the system ask for.
    fn input(&mut self, ctx: &egui::Context) -> Requests {
        let mut requests = Requests::new();
        self.help_key(ctx);
        if !self.is_covered() {
            self.act_on_tour_key(ctx);
            self.register.take_keys(ctx);
            self.act_on_review_keys(ctx);
            self.act_on_search_keys(ctx);
            self.compare.take_keys(ctx, ctx.text_edit_focused() || self.typing);
            let focus = self.focus(ctx);
            read_keys(ctx, focus, &self.desk.bench.session().schema, &mut requests);
            if !self.shows_articles() {
                // Labels are for words of an article.
                requests.retain(|request| !matches!(request, Request::UseLabel(_) | Request::Gesture(_)));
            }
        }
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if let Some(Dialog::Import(form)) = self.dialog.as_mut().filter(|_| !dropped.is_empty()) {
            form.paths = dropped;
        } else if !dropped.is_empty() && self.compare.is_shown && Desk::replaces(&dropped) {
            requests.push(Request::Compare(Ask::Open(dropped)));
        } else if !dropped.is_empty() {
            requests.push(Request::OpenPaths(dropped));
        }
        let zoom = ctx.input(egui::InputState::zoom_delta);
        if (zoom - 1.0).abs() > f32::EPSILON {
            self.set_zoom(ctx, self.desk.settings.zoom * zoom);
        }
        // Not that of a window put away or squeezed by others: the next start could not use it.
        let size = ctx.input(|input| input.viewport().inner_rect).map(|rect| rect.size());
        if let Some(size) = size.filter(|size| WINDOW_WIDTHS.contains(&size.x) && WINDOW_HEIGHTS.contains(&size.y)) {
            self.desk.settings.window_size = Some((size.x, size.y));
        }
        let closes = ctx.input(|input| input.viewport().close_requested()) && !self.page_holds_window(ctx);
        if closes && !self.closing && self.desk.is_modified() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            requests.push(Request::Act(Action::Quit));
        }
        requests
    }

    fn focus(&self, ctx: &egui::Context) -> Focus {
        // A field that Escape has just left still counts, and so does an open list: its letters are no keys of the window.
        if ctx.text_edit_focused() || self.typing || Popup::is_any_open(ctx) {
            return Focus::TextField;
        }
        match ctx.memory(egui::Memory::focused) {
            Some(id) if Some(id) == self.center.text_id => Focus::Article,
            Some(_) => Focus::Elsewhere,
            None => Focus::Article,
        }
    }

    fn layout_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let frame = |fill: egui::Color32, margin: Margin| Frame::new().fill(fill).inner_margin(margin);
        let panel = self.theme.panel.0;
        Panel::top("menu").frame(frame(panel, Margin::symmetric(8, 3))).show(ui, |ui| {
            ui.horizontal(|ui| {
                let availability = |action| self.availability(action);
                let over = menu_bar_ui(ui, &self.desk, &availability, requests);
                for words in &over {
                    self.engine.set_over(words);
                }
                self.aside_buttons_ui(ui);
            });
        });
        // What is drawn later comes later when Tab goes round: articles, the text, the side panel, the status bar.
        let status = Panel::bottom("status").exact_size(26.0).frame(frame(panel, Margin::symmetric(10, 0)));
        let status = kept_room(status, ui);
        // The other views need the room of both.
        let is_articles = self.shows_articles();
        let frame_of_side = frame(panel, Margin::symmetric(10, 8));
        let side = is_articles.then(|| self.sides_ui(ui, frame_of_side, requests)).flatten();
        let pages = self.shows_pages().then(|| pages_room(ui, frame_of_side)).flatten();
        CentralPanel::default().frame(frame(self.theme.background.0, Margin::ZERO)).show(ui, |ui| {
            let whole = ui.max_rect();
            self.notices.room_ui(ui);
            self.center_ui(ui, requests);
            let ui = &mut child_in(ui, "notices", whole);
            self.notices.ui(ui, &mut self.engine, &self.theme, requests);
        });
        if let Some(pages) = pages {
            self.pages_ui(&mut child_in(ui, "guidelines", pages), requests);
        }
        mark(ui.ctx(), Spot::Status, status);
        if let Some(side) = side {
            mark(ui.ctx(), Spot::Side, side);
            self.side_ui(&mut child_in(ui, "side", side), requests);
        }
        self.status_ui(&mut child_in(ui, "status", status), requests);
    }

    /// Shows the articles, whatever view was shown.
    pub(super) fn leave_views(&mut self) {
        self.leave_register();
        self.leave_review();
        self.leave_search();
        self.leave_compare();
    }

    /// Whether the articles are what the window shows, and no other view.
    pub(super) fn shows_articles(&self) -> bool {
        !self.register.is_shown && !self.review.is_shown && !self.search.is_shown && !self.compare.is_shown
    }

    /// The article in front.
    pub(super) fn front(&self) -> Option<Arc<Shard>> {
        let article = self.desk.bench.view.article?;
        self.desk.bench.session().shard(article).cloned()
    }

    fn status_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let shard = self.front();
        let view = shard.as_ref().and_then(|shard| self.views.get(&shard.id()));
        let selection = view.map(ArticleView::selection).unwrap_or_default();
        let zoom = (self.desk.settings.zoom * 100.0).round();
        let status = Status {
            shard: shard.as_deref().filter(|_| self.shows_articles()),
            caret: selection.caret,
            selection: selection.span(),
            snap: self.snap(),
            trim: self.desk.settings.trim,
            info: self.notices.info(),
            zoom_percent: zoom,
        };
        status_bar_ui(ui, &self.desk, &status, &mut self.engine, &self.theme, requests);
    }

    /// Whether a dialog or the guide stands in front.
    pub(super) fn is_covered(&self) -> bool {
        self.dialog.is_some() || self.help.is_some()
    }

    fn dialog_frame_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        if self.help.is_some() {
            self.guide_ui(ui, requests);
            return;
        }
        let Some(mut dialog) = self.dialog.take() else { return };
        self.follow_exchange(ui.ctx(), &mut dialog);
        if let Dialog::Schema(editor) = &mut dialog {
            self.follow_schema(editor);
        }
        let answer = {
            let refused = |info: &ActionInfo| Some((info.action, self.availability(info.action).err()?));
            let refused: HashMap<Action, &'static str> = ACTIONS.iter().filter_map(refused).collect();
            let availability = |action| refused.get(&action).map_or(Ok(()), |why| Err(*why));
            let session = self.desk.bench.session();
            dialog_ui(ui, &mut dialog, session, &mut self.engine, &self.theme, &availability, requests)
        };
        if let Dialog::Path(field) = &mut dialog
            && field.asked.as_ref() != Some(&field.text)
        {
            field.asked = Some(field.text.clone());
            self.desk.complete(field.text.clone());
        }
        self.dialog = Some(dialog);
        if let Some(answer) = answer {
            self.answer(ui.ctx(), answer, requests);
        }
    }

    /// Tells the desk what is in front, for undo and for the next start.
    fn keep_view(&mut self) {
        self.keep_beside();
        let Some(article) = self.desk.bench.view.article else { return };
        if let Some(view) = self.views.get(&article) {
            let place = view.place();
            let selection = view.selection();
            self.desk.bench.places.note(ReadingPlace {
                article,
                byte: place.byte.0,
                offset: place.offset,
                anchor: selection.anchor.0,
                caret: selection.caret.0,
            });
            self.desk.bench.view = View {
                selection: Some(selection.span()),
                scroll: ScrollPlace { byte: place.byte, offset_points: place.offset },
                ..self.desk.bench.view
            };
        }
    }

    pub(super) fn snap(&self) -> Snap {
        self.desk.settings.snap
    }

    pub(super) fn set_zoom(&mut self, ctx: &egui::Context, zoom: f32) {
        self.desk.settings.zoom = zoom.clamp(*ZOOMS.start(), *ZOOMS.end());
        ctx.set_zoom_factor(self.desk.settings.zoom);
    }

    pub(super) fn set_theme(&mut self, ctx: &egui::Context, choice: ThemeChoice) {
        self.desk.settings.theme = choice;
        self.theme = theme_of(ctx, choice);
        self.theme.apply(ctx);
    }

    pub(super) fn typeface(&mut self) -> Typeface {
        match self.desk.settings.font.as_str() {
            "" if self.desk.settings.serif => Typeface::Serif,
            "" => Typeface::Sans,
            family => self.engine.typeface(family),
        }
    }

    fn follow_title(&mut self, ctx: &egui::Context) {
        let unsaved = if self.desk.is_modified() { tr!(" (unsaved)") } else { "" };
        let title = self.desk.title();
        let title = format!("{}{unsaved} – Byline", shortened(&visible(&title), MAX_TITLE_CHARS));
        if title != self.shown_title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }
}

/// Draws a panel without anything in it, and gives the room inside.
pub(super) fn kept_room(panel: Panel, ui: &mut Ui) -> Rect {
    let shown = panel.show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        ui.expand_to_include_rect(room);
        room
    });
    shown.inner
}

/// Room for what belongs into a panel that is drawn already.
fn child_in(ui: &mut Ui, id: &str, room: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(room));
    child.set_clip_rect(room.expand(4.0).intersect(ui.clip_rect()));
    child
}

fn theme_of(ctx: &egui::Context, choice: ThemeChoice) -> Theme {
    let dark = match choice {
        ThemeChoice::Light => false,
        ThemeChoice::Dark => true,
        ThemeChoice::System => ctx.system_theme() == Some(egui::Theme::Dark),
    };
    Theme::bundled(dark).unwrap_or_else(|_| Theme::plain(dark))
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.typing || self.is_covered() {
            self.key_order.let_all_through(&mut raw_input.events);
        } else if self.key_order.take_turn(&mut raw_input.events) {
            ctx.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.finish();
    }
}
