//! The list of what was found: a heading for each article, and below it a line for each place, the words in the middle of all of
//! them. Lines out of sight cost nothing.
//!
//! It shows and asks.

use super::found::Line;
use super::view::{Answer, SearchView};
use crate::analysis::search::{Among, Place};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::{list_ui, one_line};
use crate::gui::review::BAR;
use crate::gui::theme::Theme;
use crate::model::{Session, Shard};
use eframe::egui;
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Id, Pos2, Rect, RichText, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
};

const ROW: f32 = 26.0;
const LEFT: f32 = 10.0;

/// Width in points of what a tag says on the right of its line, and of a list below which there is no room for it.
const NOTE: f32 = 200.0;
const ROOM_FOR_NOTES: f32 = 640.0;

impl SearchView {
    /// Draws the list; whether the current place is to be opened.
    pub(super) fn list_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) -> bool {
        let room = ui.available_rect_before_wrap();
        if self.found.count() == 0 {
            self.list_id = None;
            self.empty_ui(ui, theme);
            return false;
        }
        let id = Id::unique("places of the search");
        let told = tr!("Places: {}, {} of {}", self.told(session), self.current + 1, self.found.count());
        let focus = list_ui(ui, id, room, &told, theme);
        self.list_id = Some(id);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        self.page = room.height() / ROW;
        if std::mem::take(&mut self.scroll_to_current) {
            let line = self.found.line_of(self.current);
            // The first place of an article is seen with its heading.
            let above = line.saturating_sub(1);
            if matches!(self.found.line(above), Some(Line::Article(_))) {
                self.scroll.show(above, f64::from(self.page));
            }
            self.scroll.show(line, f64::from(self.page));
        }
        let (shown, top) = self.scroll.ui(ui, (id, room), (self.found.lines(), ROW), theme);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(room).id_salt("lines of the search"));
        inner.set_clip_rect(room.with_max_x(room.right() - BAR).intersect(ui.clip_rect()));
        let mut opens = false;
        for (row, number) in shown.enumerate() {
            let size = Vec2::new(room.width() - BAR, ROW);
            let rect = Rect::from_min_size(Pos2::new(room.left(), top + row as f32 * ROW), size);
            match self.found.line(number) {
                Some(Line::Article(group)) => self.heading_ui(&mut inner, rect, group, session, (engine, theme)),
                Some(Line::Place(place)) => {
                    opens |= self.row_ui(&mut inner, rect, place, session, (engine, theme));
                }
                None => {}
            }
        }
        ui.allocate_rect(room, Sense::hover());
        opens
    }

    /// The current place in words.
    fn told(&self, session: &Session) -> String {
        let Some((article, place)) = self.found.place(self.current) else { return tr!("none").to_owned() };
        let Some(shard) = session.shard(article) else { return String::new() };
        tr!("{}, in {}", place_told(session, shard, place), one_line(shard.title()))
    }

    fn heading_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        number: usize,
        session: &Session,
        (engine, theme): (&mut TextEngine, &Theme),
    ) {
        let Some(group) = self.found.group(number) else { return };
        let Some(shard) = session.shard(group.article) else { return };
        let title = one_line(shard.title());
        let date = shard.metadata.published.as_ref().map_or(String::new(), |days| days.value.display());
        let parts = [session.outlet_name(shard).to_owned(), date];
        let known = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let response = ui.interact(rect, ui.scope_id().with(("article", number)), Sense::hover());
        let told = format!("{title}, {known}: {}", self.in_words(group.places.len()));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &told));
        let line = rect.with_min_x(rect.left() + LEFT).with_max_x(rect.right() - 8.0);
        let at = Pos2::new(line.right(), line.center().y + 2.0);
        let count = group.places.len().to_string();
        let count = ui.painter().text(at, Align2::RIGHT_CENTER, count, FontId::proportional(12.0), theme.text_muted.0);
        let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text.0 };
        let width = (count.left() - line.left() - 16.0).max(20.0);
        let caption = engine.caption(&title, &style, width, ui.pixels_per_point());
        let at = Pos2::new(line.left(), line.center().y + 2.0 - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, style.color);
        let extent = caption.extent();
        // What reads from the right to the left ends at the right.
        let (from, to) = if extent.min > 1.0 { (0.0, extent.min) } else { (extent.max, width) };
        let style = CaptionStyle { size: 12.0, weight: CaptionWeight::Regular, color: theme.text_muted.0, ..style };
        if to - from > 60.0 {
            let known = engine.caption(&known, &style, to - from - 20.0, ui.pixels_per_point());
            let at = Pos2::new(line.left() + from + 10.0, line.center().y + 2.0 - known.size().y / 2.0);
            engine.place(ui.painter(), at, &known, style.color);
        }
        ui.painter().hline(line.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, theme.border.0));
    }

    /// A place; whether it is to be opened.
    fn row_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        number: usize,
        session: &Session,
        (engine, theme): (&mut TextEngine, &Theme),
    ) -> bool {
        let Some((article, place)) = self.found.place(number) else { return false };
        let Some(shard) = session.shard(article) else { return false };
        let is_current = self.current == number;
        let response = ui.interact(rect, ui.scope_id().with(number), Sense::CLICK);
        background_ui(ui, rect, is_current, response.hovered(), theme);
        let line = rect.with_min_x(rect.left() + LEFT).with_max_x(rect.right() - 8.0);
        let line = self.note_ui(ui, line, (session, shard, place), engine, theme);
        let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
        let half = line.width() / 2.0;
        let laid = self.lines.laid((number, place), shard, half, (engine, &style, ui.pixels_per_point()));
        let told = match tag_told(session, shard, place) {
            tag if tag.is_empty() => laid.kwic.text.clone(),
            tag => format!("{}: {tag}", laid.kwic.text),
        };
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_current, &told));
        // The middle of the words is that of the line; words that are longer than the line begin at its left end.
        let left = (line.center().x - laid.words.center()).max(line.left() - laid.words.min);
        let at = Pos2::new(left, line.center().y - laid.caption.size().y / 2.0);
        let painter = ui.painter().with_clip_rect(line.expand(2.0).intersect(ui.clip_rect()));
        let fill = color_of(session, shard, place, theme);
        for marked in &laid.kwic.marked {
            for stretch in laid.caption.stretches(marked.clone()) {
                let words = stretch.translate(at.to_vec2());
                match fill {
                    Some(fill) => {
                        painter.rect_filled(words, 2.0, fill.gamma_multiply(0.28));
                        painter.hline(words.x_range(), words.bottom() - 0.5, Stroke::new(1.5, fill));
                    }
                    None => {
                        painter.rect_filled(words, 2.0, theme.found.0);
                    }
                }
            }
        }
        engine.place(&painter, at, &laid.caption, style.color);
        if response.clicked() {
            self.current = number;
        }
        response.clicked()
    }

    /// What a tag says, on the right of its line; the room that is left.
    fn note_ui(
        &self,
        ui: &Ui,
        line: Rect,
        (session, shard, place): (&Session, &Shard, Place),
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Rect {
        if self.among == Among::Text || line.width() < ROOM_FOR_NOTES {
            return line;
        }
        let note = tag_told(session, shard, place);
        let style = CaptionStyle { size: 12.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text_muted.0 };
        let caption = engine.caption(&note, &style, NOTE, ui.pixels_per_point());
        let at = Pos2::new(line.right() - NOTE, line.center().y - caption.size().y / 2.0);
        engine.place(ui.painter(), at, &caption, style.color);
        line.with_max_x(line.right() - NOTE - 12.0)
    }

    fn empty_ui(&self, ui: &mut Ui, theme: &Theme) {
        ui.add_space(14.0);
        let text = match (&self.answer, self.among) {
            (Answer::Waiting, _) => tr!("Searching…"),
            (Answer::Stopped, _) => tr!("The search was stopped."),
            (Answer::Whole | Answer::Cut, Among::Text) => tr!("No article has these words where it was searched."),
            (Answer::Whole | Answer::Cut, Among::Tags) => tr!("No tag has these words where it was searched."),
            (Answer::Nothing, _) => {
                tr!("Type what to look for. Each place is shown with what stands around it; Enter goes there.")
            }
            (Answer::Wrong(_), _) => "",
        };
        ui.horizontal_wrapped(|ui| {
            ui.add_space(LEFT);
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
        });
    }
}

/// The words of a place, and what a tag says.
fn place_told(session: &Session, shard: &Shard, place: Place) -> String {
    let words = one_line(place.span.slice(shard.article.text()).unwrap_or_default());
    match tag_told(session, shard, place) {
        tag if tag.is_empty() => words,
        tag => format!("{words}: {tag}"),
    }
}

/// The label of a tag and the entry it is linked to; empty where words were found.
fn tag_told(session: &Session, shard: &Shard, place: Place) -> String {
    let Some(mention) = place.mention.and_then(|id| shard.mentions.get(id)) else { return String::new() };
    let label = session.schema.label_name(&mention.label);
    match mention.entry.and_then(|id| session.entry_name(id)) {
        Some(entry) => format!("{label} → {}", one_line(entry)),
        None => label.to_owned(),
    }
}

/// The colour of a tag's label; nothing where words were found.
fn color_of(session: &Session, shard: &Shard, place: Place, theme: &Theme) -> Option<Color32> {
    let mention = place.mention.and_then(|id| shard.mentions.get(id))?;
    let info = session.schema.label_info(&mention.label);
    Some(info.map_or(theme.text_muted.0, |info| theme.label_color(info.color)))
}

fn background_ui(ui: &Ui, rect: Rect, is_current: bool, is_hovered: bool, theme: &Theme) {
    let fill = match (is_current, is_hovered) {
        (true, _) => theme.selection.0,
        (false, true) => theme.selection.0.gamma_multiply(0.35),
        (false, false) => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect.shrink2(Vec2::new(0.0, 0.5)), CornerRadius::same(4), fill);
    if is_current {
        let bar = rect.with_max_x(rect.left() + 3.0);
        ui.painter().rect_filled(bar, CornerRadius::same(1), theme.accent.0);
    }
}
