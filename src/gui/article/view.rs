//! The state of one article on screen and the frame that shows it.
//!
//! It knows a text, marks and a place in the text. It does not know sessions, labels or files.

use super::access::Run;
use super::cleaned::CleanMark;
use super::engine::TextEngine;
use super::handles::{Grip, Handle};
use super::heights::Heights;
use super::measure::Survey;
use super::metrics::{Metrics, STRIP_WIDTH};
use super::missing::{Missing, MissingScript};
use super::numbers::Numbers;
use super::paint::Quads;
use super::paragraphs::{Paragraph, paragraph_of, split};
use super::pointer::Clicks;
use super::scene::{Grain, Outcome, Place, Scene, Selection};
use super::strip::StripCache;
use super::table::Table;
use crate::text::{ByteOffset, Edge, Span};
use eframe::egui::{Pos2, Rect, Sense, Ui};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One long text on screen with its marks, scroll position, caret and selection.
///
/// Keep one per article: besides some 25 bytes per paragraph it holds the layouts near the screen alone, a few hundred
/// kilobytes at most. A text is known again by its address and length, so hand the same string in every frame and do
/// not show another article in the same view.
pub struct ArticleView {
    pub(super) selection: Selection,
    pub(super) place: Place,
    /// The caret's place where it stands at the end of a row rather than at the start of the next.
    pub(super) row_end: Option<ByteOffset>,
    /// Where Up and Down want to go, in points from the column's left edge.
    pub(super) goal_x: Option<f32>,
    pub(super) reveal: Option<Reveal>,
    pub(super) drag: Drag,
    pub(super) clicks: Clicks,
    /// What was selected where the button went down, to go on from by words or sentences.
    pub(super) grabbed: Span,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) heights: Heights,
    pub(super) laid: BTreeMap<usize, Laid>,
    /// Paragraphs on screen with the height of their tops below the pane's.
    pub(super) screen: Vec<OnScreen>,
    /// The view's rectangle on screen in the last frame.
    pub(super) pane: Rect,
    /// Where tags were painted, with the keys of their marks.
    pub(super) tags: Vec<(Rect, u64)>,
    /// Where the names of relations were painted.
    pub(super) link_boxes: Vec<Rect>,
    /// Where the handles of the selected mark were painted.
    pub(super) handles: Vec<Handle>,
    pub(super) strip: StripCache,
    /// Rows on screen as screen readers know them.
    pub(super) runs: Vec<Run>,
    /// Points that a screen reader asked to scroll down.
    pub(super) page_by: f32,
    pub(super) numbers: Numbers,
    /// What cleaning found, sorted by place.
    pub(super) cleaned: Arc<[CleanMark]>,
    /// What no font has of the text laid out so far.
    pub(super) missing: Missing,
    pub(super) survey: Survey,
    /// Bytes laid out for the screen and its surroundings, over all frames.
    pub(super) laid_bytes: usize,
    metrics: Option<Metrics>,
    text_id: (usize, usize),
}

/// What is to be scrolled into view once the frame knows its layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reveal {
    /// The caret, with as little movement as possible.
    Caret,
    /// A span, with room around it.
    Span(Span),
}

/// What the pressed pointer is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Drag {
    #[default]
    Nothing,
    /// Selecting text.
    Text(Selecting),
    /// Pulling from the tag of the mark with this key.
    Tag(u64),
    /// Holding the scroll bar.
    Strip,
    /// Moving an edge of the selected mark.
    Edge(Grip),
}

/// How the pressed pointer selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Selecting {
    /// By what.
    pub(super) grain: Grain,
    /// Whether Alt or Ctrl was held when the button went down.
    pub(super) adds: bool,
}

/// A paragraph's layout and its glyphs' places in the atlas.
pub(super) struct Laid {
    pub(super) table: Table,
    pub(super) quads: Quads,
}

/// A paragraph on screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct OnScreen {
    pub(super) number: usize,
    /// Points from the pane's top to the paragraph's first row; negative where that is scrolled away.
    pub(super) rows_top: f32,
}

/// What layout needs, handed down a frame.
pub(super) struct Layouter<'a> {
    pub(super) engine: &'a mut TextEngine,
    pub(super) text: &'a str,
    pub(super) metrics: Metrics,
}

impl Default for ArticleView {
    fn default() -> Self {
        Self::new()
    }
}

impl ArticleView {
    /// A view at the start of its text.
    #[must_use]
    pub fn new() -> Self {
        Self {
            selection: Selection::default(),
            place: Place::default(),
            row_end: None,
            goal_x: None,
            reveal: None,
            drag: Drag::Nothing,
            clicks: Clicks::default(),
            grabbed: Span::default(),
            paragraphs: Vec::new(),
            heights: Heights::default(),
            laid: BTreeMap::new(),
            screen: Vec::new(),
            pane: Rect::ZERO,
            tags: Vec::new(),
            link_boxes: Vec::new(),
            handles: Vec::new(),
            strip: StripCache::default(),
            runs: Vec::new(),
            page_by: 0.0,
            numbers: Numbers::default(),
            cleaned: Arc::default(),
            missing: Missing::default(),
            survey: Survey::default(),
            laid_bytes: 0,
            metrics: None,
            text_id: (0, 0),
        }
    }

    /// Scrolls to `span` in the next frame, unless it is well in view already.
    pub fn jump_to(&mut self, span: Span) {
        self.reveal = Some(Reveal::Span(span));
    }

    /// The selection as the pointer or the keys left it.
    #[must_use]
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// Replaces the selection without scrolling.
    pub fn set_selection(&mut self, selection: Selection) {
        self.selection = selection;
        self.row_end = None;
        self.goal_x = None;
    }

    /// The scroll position, to be kept across undo and restarts.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// Goes back to a scroll position.
    pub fn set_place(&mut self, place: Place) {
        self.place = place;
        self.reveal = None;
    }

    /// Where the words of `span` stood in the last frame: one rectangle per row, in screen points, visible ones alone.
    #[must_use]
    pub fn rects_of(&self, span: Span) -> Vec<Rect> {
        let Some(metrics) = self.metrics else { return Vec::new() };
        let mut found = Vec::new();
        self.each_stretch(&metrics, span, |stretch| found.push(stretch.rect));
        found
    }

    /// Where rows begin, in screen points; nothing before the first frame.
    #[must_use]
    pub fn column_left(&self) -> Option<f32> {
        self.metrics.as_ref().map(|metrics| metrics.column_left(self.pane))
    }

    /// The first of [`Self::rects_of`].
    #[must_use]
    pub fn rect_of(&self, span: Span) -> Option<Rect> {
        self.rects_of(span).first().copied()
    }

    /// Where the tag of a mark was painted in the last frame.
    #[must_use]
    pub fn tag_rect(&self, key: u64) -> Option<Rect> {
        self.tags.iter().find(|(_, owner)| *owner == key).map(|(rect, _)| *rect)
    }

    /// Scripts of the text shown so far for which there is no font; their characters are drawn as boxes.
    #[must_use]
    pub fn missing(&self) -> Vec<MissingScript> {
        self.missing.all()
    }

    /// Where the names of relations were painted in the last frame.
    #[must_use]
    pub fn link_boxes(&self) -> &[Rect] {
        &self.link_boxes
    }

    /// Where the handle on an edge of the selected mark was painted in the last frame.
    #[must_use]
    pub fn handle_rect(&self, fragment: usize, edge: Edge) -> Option<Rect> {
        let found = self.handles.iter().find(|handle| handle.fragment == fragment && handle.edge == edge);
        found.map(|handle| handle.rect)
    }

    /// Scrolls the caret into view in the next frame, with as little movement as possible.
    pub fn reveal_caret(&mut self) {
        self.reveal = Some(Reveal::Caret);
    }

    /// Gives up what the pointer pulls by a handle or a tag; says whether there was anything.
    pub fn stop_drag(&mut self) -> bool {
        let pulls = matches!(self.drag, Drag::Edge(_) | Drag::Tag(_));
        if pulls {
            self.drag = Drag::Nothing;
        }
        pulls
    }

    /// Shows `scene` in all the room that `ui` has left and reports what the user did.
    pub fn ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, scene: &Scene<'_>) -> Outcome {
        let (pane, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let id = ui.unique_id().with("article view");
        let body = Rect::from_min_max(pane.min, Pos2::new(pane.right() - STRIP_WIDTH, pane.bottom()));
        self.take_scrolling(ui, id);
        let response = ui.interact(body, id, Sense::click_and_drag());
        let metrics = Metrics::new(scene.style, pane, ui.pixels_per_point(), self.number_margin(scene));
        self.pane = pane;
        engine.begin(ui);
        self.adopt(scene.text, metrics);
        let mut outcome = Outcome {
            response,
            selection: None,
            released: None,
            grain: Grain::default(),
            added: None,
            clicked: None,
            context: None,
            hovered: None,
            pointed: None,
            jump: None,
            more: Vec::new(),
            tag_drag: None,
            edge_drag: None,
            copied: false,
            visible: Span::default(),
        };
        let before = self.selection;
        let mut layouter = Layouter { engine, text: scene.text, metrics };
        self.take_requests(ui, &mut outcome);
        self.keyboard(ui, &mut outcome, &mut layouter);
        self.scroll(ui, id, &mut layouter, scene);
        self.pointer(ui, &mut outcome, &layouter, scene);
        outcome.selection = (self.selection != before).then_some(self.selection);
        outcome.visible = self.visible_span();
        self.paint(ui, &mut outcome, layouter.engine, scene, &metrics);
        self.describe(ui, &mut outcome, scene, &metrics);
        outcome
    }

    /// Takes over another text or other measures; the scroll position stays on its words.
    fn adopt(&mut self, text: &str, metrics: Metrics) {
        let text_id = (text.as_ptr() as usize, text.len());
        let is_other_text = self.text_id != text_id || self.paragraphs.is_empty();
        if is_other_text {
            self.paragraphs = split(text);
            self.text_id = text_id;
            self.missing = Missing::default();
            let end = ByteOffset::from_usize(text.len());
            self.place.byte = self.place.byte.min(end);
            self.selection = Selection { anchor: self.selection.anchor.min(end), caret: self.selection.caret.min(end) };
        }
        if is_other_text || self.metrics != Some(metrics) {
            // The same share of the top row stays cut off.
            if let Some(old) = self.metrics.filter(|_| self.place.offset < 0.0) {
                // From the gap below a paragraph's last row, too, some of the row comes back: it may be the last no more.
                let most = 1.0 / metrics.scale - metrics.pitch();
                self.place.offset = (self.place.offset * metrics.pitch() / old.pitch()).max(most);
            }
            self.metrics = Some(metrics);
            self.laid.clear();
            self.screen.clear();
            self.estimate_heights(text, &metrics);
        }
    }

    /// What the last frame was laid out by.
    pub(super) fn metrics(&self) -> Option<Metrics> {
        self.metrics
    }

    /// Forgets what was laid out, as when another article is in front; the place, the caret and the heights stay.
    pub fn rest(&mut self) {
        self.laid = BTreeMap::new();
    }

    /// The number of the paragraph that `byte` belongs to.
    pub(super) fn paragraph_of(&self, byte: ByteOffset) -> usize {
        paragraph_of(&self.paragraphs, byte.0)
    }

    /// The paragraph with this number; the last one where there is none.
    pub(super) fn paragraph(&self, number: usize) -> Paragraph {
        let found = self.paragraphs.get(number).or(self.paragraphs.last()).copied();
        found.unwrap_or_default()
    }

    /// The bytes between the first and the last paragraph on screen, both included.
    pub(super) fn visible_span(&self) -> Span {
        let first = self.screen.first().map_or(0, |on| self.paragraph(on.number).start);
        let last = self.screen.last().map_or(0, |on| self.paragraph(on.number).end);
        Span { start: ByteOffset(first), end: ByteOffset(last) }
    }
}
