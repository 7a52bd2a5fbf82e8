//! The view in the accessibility tree: a document of paragraphs, their rows as runs of text, and the marks on screen.
//!
//! Screen readers read and move the selection through it, scroll, and press marks; each does what pointer and keys do.

use super::metrics::Metrics;
use super::scene::{Click, Outcome, Scene, Selection};
use super::table::{Cluster, Table};
use super::view::{ArticleView, Reveal};
use super::{Mark, MarkLook};
use crate::gui::language::tr;
use crate::text::{ByteOffset, Span};
use eframe::egui::accesskit::{
    self, Action, ActionData, ActionRequest, Node, TextDirection, TextPosition, TextSelection,
};
use eframe::egui::{Event, Id, Pos2, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

/// Marks that are named in one frame.
const MAX_MARKS: usize = 400;

/// A row as it stands in the tree: its node, and where each of its characters begins in the text.
#[derive(Clone, Debug)]
pub(super) struct Run {
    node: accesskit::NodeId,
    /// Bytes in the text, ascending; the last one is the end of the row.
    edges: Vec<u32>,
}

/// Bytes of the selection that are told.
const MAX_VALUE_BYTES: usize = 4096;

impl ArticleView {
    /// Takes what a screen reader asked the view `id` to scroll out of the input: as soon as the view is a widget of this frame,
    /// egui would keep it for a scroll area of its own.
    pub(super) fn take_scrolling(&mut self, ui: &Ui, id: Id) {
        let page = self.pane.height() * 0.9;
        ui.input_mut(|input| {
            input.consume_accesskit_action_requests(id, |request| {
                let by = match request.action {
                    Action::ScrollDown => page,
                    Action::ScrollUp => -page,
                    _ => return false,
                };
                self.page_by += by;
                true
            });
        });
    }

    /// Carries out what a screen reader asked for since the last frame.
    pub(super) fn take_requests(&mut self, ui: &Ui, outcome: &mut Outcome) {
        let target = outcome.response.id.accesskit_id();
        let asked: Vec<ActionRequest> = ui.input(|input| {
            let ours = |event: &Event| match event {
                Event::AccessKitActionRequest(request) if request.target_node == target => Some(request.clone()),
                _ => None,
            };
            input.events.iter().filter_map(ours).collect()
        });
        for request in asked {
            if let (Action::SetTextSelection, Some(ActionData::SetTextSelection(asked))) =
                (request.action, request.data)
            {
                let anchor = self.kept_anchor(asked).or_else(|| self.byte_of(asked.anchor));
                if let Some((anchor, caret)) = anchor.zip(self.byte_of(asked.focus)) {
                    self.set_selection(Selection { anchor, caret });
                    self.reveal = Some(Reveal::Caret);
                    outcome.response.request_focus();
                }
            }
        }
    }

    /// The start of the selection, where it has scrolled away and what is asked for goes on from it: the tree could say no
    /// more of it than the nearest character on screen.
    fn kept_anchor(&self, asked: TextSelection) -> Option<ByteOffset> {
        let Selection { anchor, caret } = self.selection;
        Some(anchor).filter(|_| anchor != caret && self.position_of(anchor) == Some(asked.anchor))
    }

    fn byte_of(&self, position: TextPosition) -> Option<ByteOffset> {
        let run = self.runs.iter().find(|run| run.node == position.node)?;
        run.edges.get(position.character_index).or(run.edges.last()).copied().map(ByteOffset)
    }

    /// Describes the frame to screen readers and tests.
    pub(super) fn describe(&mut self, ui: &mut Ui, outcome: &mut Outcome, scene: &Scene<'_>, metrics: &Metrics) {
        let response = outcome.response.clone();
        // A whole article may be selected, and no screen reader reads it out in one go.
        let span = self.selection.span();
        let end = scene.text.floor_char_boundary(span.end.to_usize().min(span.start.to_usize() + MAX_VALUE_BYTES));
        let span = Span::bytes(span.start.to_usize(), end);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Document, true, scene.name);
            info.current_text_value = Some(span.slice(scene.text).unwrap_or_default().to_owned());
            info
        });
        if ui.ctx().accesskit_node_builder(response.id, |_| ()).is_none() {
            return;
        }
        // What is drawn by hand becomes children of the document.
        let mut inside = ui.new_child(UiBuilder::new().id_salt("text").accessibility_parent(response.id));
        self.runs.clear();
        for on in self.screen.clone() {
            self.describe_paragraph(&mut inside, &response, (on.number, on.rows_top), scene, metrics);
        }
        let selection = self.position_of(self.selection.anchor).zip(self.position_of(self.selection.caret));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_read_only();
            for action in [Action::SetTextSelection, Action::ScrollDown, Action::ScrollUp] {
                node.add_action(action);
            }
            if let Some((anchor, focus)) = selection {
                node.set_text_selection(TextSelection { anchor, focus });
            }
        });
        self.describe_marks(&inside, outcome, scene, metrics);
    }

    fn describe_paragraph(
        &mut self,
        inside: &mut Ui,
        view: &Response,
        (number, rows_top): (usize, f32),
        scene: &Scene<'_>,
        metrics: &Metrics,
    ) {
        let paragraph = self.paragraph(number);
        let words = paragraph.slice(scene.text);
        let Some(laid) = self.laid.get(&number).filter(|_| !words.is_empty()) else { return };
        let corner = Pos2::new(metrics.column_left(self.pane), self.pane.top() + rows_top);
        let width = metrics.column_px / metrics.scale;
        let row_rect = |row: usize, rows: usize| {
            let min = corner + Vec2::new(0.0, row as f32 * metrics.pitch());
            Rect::from_min_size(min, Vec2::new(width, rows as f32 * metrics.pitch())).intersect(self.pane)
        };
        let id = view.id.with(("paragraph", number));
        let node = inside.interact(row_rect(0, laid.table.rows.len()), id, Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, words));
        let rows = inside.new_child(UiBuilder::new().id_salt(number).accessibility_parent(id));
        for row in 0..laid.table.rows.len() {
            let rect = row_rect(row, 1);
            if !rect.is_positive() {
                continue;
            }
            let run_id = id.with(row);
            rows.interact(rect, run_id, Sense::hover());
            let run = describe_run(&rows, run_id, (&laid.table, row), words, paragraph.start);
            self.runs.extend(run);
        }
    }

    /// Where `byte` is in the runs on screen; off screen it is at the nearest end.
    fn position_of(&self, byte: ByteOffset) -> Option<TextPosition> {
        let begins_before = |run: &Run| run.edges.first().is_some_and(|first| *first <= byte.0);
        let at = self.runs.partition_point(begins_before).saturating_sub(1);
        let run = self.runs.get(at)?;
        let character_index = run.edges.partition_point(|edge| *edge < byte.0).min(run.edges.len().saturating_sub(1));
        Some(TextPosition { node: run.node, character_index })
    }

    /// Names the marks on screen; pressing one is a click on it.
    fn describe_marks(&self, inside: &Ui, outcome: &mut Outcome, scene: &Scene<'_>, metrics: &Metrics) {
        let mut shown: Vec<(u64, Span, String)> = Vec::new();
        scene.marks.visit(self.visible_span(), |_, mark| {
            shown.push((mark.key, mark.hull(), name_of(mark, scene.text)));
            shown.len() < MAX_MARKS
        });
        for (key, hull, name) in shown {
            let mut rect = None;
            self.each_stretch(metrics, hull, |stretch| {
                rect.get_or_insert(stretch.rect);
            });
            let Some(rect) = rect.map(|rect| rect.intersect(self.pane)).filter(Rect::is_positive) else { continue };
            let id = outcome.response.id.with(("mark", key));
            let node = inside.interact(rect, id, Sense::hover());
            node.widget_info(|| WidgetInfo::labeled(Role::Mark, true, name.as_str()));
            inside.ctx().accesskit_node_builder(id, |node| {
                node.add_action(Action::Click);
                node.set_selected(scene.selected == Some(key));
            });
            if inside.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
                outcome.clicked = Some(Click { byte: hull.start, stack: vec![key] });
            }
        }
    }
}

/// The tag, the words and what is special of a mark.
fn name_of(mark: &Mark, text: &str) -> String {
    let words: Vec<&str> = mark.spans.iter().filter_map(|span| span.slice(text)).collect();
    let state = match mark.look {
        MarkLook::Work => "",
        MarkLook::Suggestion => tr!(" (suggested)"),
        MarkLook::Rejected => tr!(" (rejected)"),
        MarkLook::Flagged => tr!(" (flagged)"),
    };
    format!("{}: {}{state}", mark.tag, words.join(" … "))
}

/// Describes one row as a run of characters in logical order.
fn describe_run(ui: &Ui, id: Id, (table, row): (&Table, usize), words: &str, start: u32) -> Option<Run> {
    let line = table.rows.get(row)?;
    let mut clusters: Vec<&Cluster> = table.clusters_of(row).iter().collect();
    clusters.sort_by_key(|cluster| cluster.start);
    let value = words.get(line.start as usize..line.end as usize)?;
    let left = clusters.iter().map(|cluster| cluster.x).fold(f32::INFINITY, f32::min);
    let lengths: Vec<u8> =
        clusters.iter().map(|cluster| u8::try_from(cluster.end - cluster.start).unwrap_or(u8::MAX)).collect();
    let starts_word = |pair: &[&Cluster]| match pair {
        [before, now] => is_space(words, before) && !is_space(words, now),
        _ => false,
    };
    let pairs = clusters.windows(2).enumerate().filter(|(_, pair)| starts_word(pair));
    let word_starts: Vec<u8> = pairs.filter_map(|(at, _)| u8::try_from(at + 1).ok()).collect();
    ui.ctx().accesskit_node_builder(id, |node: &mut Node| {
        node.set_role(Role::TextRun);
        node.set_text_direction(if table.rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight });
        node.set_value(value);
        node.set_character_lengths(lengths);
        node.set_character_positions(clusters.iter().map(|cluster| cluster.x - left).collect::<Vec<f32>>());
        node.set_character_widths(clusters.iter().map(|cluster| cluster.width).collect::<Vec<f32>>());
        node.set_word_starts(word_starts);
    });
    let edges = clusters.iter().map(|cluster| start + cluster.start).chain([start + line.end]).collect();
    Some(Run { node: id.accesskit_id(), edges })
}

fn is_space(words: &str, cluster: &Cluster) -> bool {
    let chars = words.get(cluster.start as usize..cluster.end as usize).unwrap_or_default();
    chars.chars().all(char::is_whitespace)
}
