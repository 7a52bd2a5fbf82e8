//! Type to find and select: a line below the text whose words are selected as they are typed, to be tagged at once.
//!
//! It selects the next place from the caret on and forgets the rest; counting and marking every place is the find bar's
//! business. A long text is searched piece by piece over several frames.

use super::app::App;
use super::article::{FieldRows, Place, Selection};
use crate::gui::language::tr;
use crate::model::{ArticleId, MentionId, Shard};
use crate::text::{ByteOffset, Matching, Query, Span, Toward, find_all, find_repaired, with_places};
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, TextEdit, Ui};

/// Bytes looked through in one frame.
const PIECE: usize = 1 << 19;
/// Bytes beyond a piece in which a place may end that begins inside.
const OVERLAP: usize = 1 << 12;

/// What is typed, and where one was before.
#[derive(Debug, Default)]
pub(super) struct QuickSelect {
    article: Option<ArticleId>,
    typed: String,
    /// What stood in the line when it was searched for last.
    asked: String,
    found: Option<Span>,
    search: Option<Search>,
    /// Whether the selection is to be kept as soon as something is found.
    keeps: bool,
    is_open: bool,
    before: Before,
}

/// Where one was when the line was opened.
#[derive(Debug, Default)]
struct Before {
    selection: Selection,
    place: Place,
    mention: Option<MentionId>,
}

/// A search under way.
#[derive(Debug)]
struct Search {
    query: Query,
    toward: Toward,
    /// Where the rest of the text begins or, backwards, ends.
    at: usize,
    /// Bytes left to look at before the search is back where it began.
    left: usize,
}

/// What a key asked for while the line was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Keep,
    GoBack,
    Step(Toward),
}

impl Search {
    fn new(text: &str, query: Query, toward: Toward, from: ByteOffset) -> Self {
        Self { query, toward, at: text.floor_char_boundary(from.to_usize()), left: text.len() + 1 }
    }

    /// Looks through the next piece; what was found, or whether there is more to look through. `readings` are the damaged
    /// places of the text, in order, with what they should read: both forms are found.
    fn step(&mut self, text: &str, readings: &[(Span, &str)]) -> Result<Span, Option<()>> {
        let (start, end) = match self.toward {
            Toward::End => (self.at, text.ceil_char_boundary(self.at + PIECE)),
            Toward::Start => (text.floor_char_boundary(self.at.saturating_sub(PIECE)), self.at),
        };
        let beyond = text.ceil_char_boundary(end.saturating_add(OVERLAP));
        let piece = text.get(start..beyond).unwrap_or_default();
        let own = find_all(piece, &self.query)
            .into_iter()
            .map(|place| Span::bytes(start + place.start.to_usize(), start + place.end.to_usize()));
        let near = readings.partition_point(|(place, _)| place.end.to_usize() <= start.saturating_sub(OVERLAP));
        let behind = readings.partition_point(|(place, _)| place.start.to_usize() < beyond);
        let near = readings.get(near..behind).unwrap_or_default();
        let repaired = find_repaired(text, near, &self.query, &|| true).unwrap_or_default();
        let mut places = with_places(own.collect(), repaired)
            .into_iter()
            .filter(|place| (start..end).contains(&place.start.to_usize()));
        let found = match self.toward {
            Toward::End => places.next(),
            Toward::Start => places.next_back(),
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let looked_at = end - start;
        if looked_at >= self.left {
            return Err(None);
        }
        self.left -= looked_at;
        self.at = match self.toward {
            Toward::End if end >= text.len() => 0,
            Toward::End => end,
            Toward::Start if start == 0 => text.len(),
            Toward::Start => start,
        };
        Err(Some(()))
    }
}

impl App {
    /// Opens the line.
    pub(super) fn open_quick_select(&mut self, shard: &Shard) {
        let Some(view) = self.views.get(&shard.id()) else { return };
        let before = Before { selection: view.selection(), place: view.place(), mention: self.desk.bench.view.mention };
        self.center.quick = Some(QuickSelect { article: Some(shard.id()), before, ..QuickSelect::default() });
    }

    /// Draws the line, if it is open, and selects what is typed into it.
    pub(super) fn quick_select_ui(&mut self, ui: &mut Ui, shard: &Shard) {
        // Where another article has come to the front the line is gone.
        let quick = self.center.quick.take().filter(|quick| quick.article == Some(shard.id()));
        let Some(mut quick) = quick else { return };
        let asked = ui.input_mut(asked_by_keys);
        let is_left = self.quick_line_ui(ui, &mut quick);
        let text = shard.article.text();
        match asked {
            Some(Asked::GoBack) => return self.leave_quick_select(shard, &quick),
            Some(Asked::Keep) if quick.typed.is_empty() => return self.leave_quick_select(shard, &quick),
            Some(Asked::Keep) => quick.keeps = true,
            Some(Asked::Step(toward)) => quick.step_on(text, toward),
            None => {}
        }
        quick.follow_typing(text);
        if let Some(found) = quick.search.is_some().then(|| quick.advance(text, &shard.readings())).flatten() {
            let span = self.widened(shard, found);
            if let Some(view) = self.views.get_mut(&shard.id()) {
                view.set_selection(Selection::of(span));
                view.jump_to(span);
            }
            self.desk.bench.view.mention = None;
        }
        if quick.search.is_some() {
            ui.ctx().request_repaint();
        } else if std::mem::take(&mut quick.keeps) && quick.found.is_some() {
            self.focus_text = true;
            return;
        }
        if !is_left || quick.search.is_some() {
            self.center.quick = Some(quick);
        }
    }

    /// Draws the line, and says whether the focus has gone elsewhere.
    fn quick_line_ui(&mut self, ui: &mut Ui, quick: &mut QuickSelect) -> bool {
        let (theme, engine) = (&self.theme, &mut self.engine);
        let frame = super::gestures::foot_frame(theme);
        let shown = egui::Panel::bottom("quick select").frame(frame).show(ui, |ui| {
            let shown = ui.horizontal(|ui| {
                let label = ui.label(RichText::new(tr!("Find and select")).color(theme.text.0));
                let field = engine.field_ui(ui, &mut quick.typed, FieldRows::One, |typed| {
                    TextEdit::singleline(typed).desired_width(200.0).id_salt("quick select")
                });
                let field = field.labelled_by(label.id);
                let is_missing = !quick.typed.is_empty() && quick.found.is_none() && quick.search.is_none();
                let (hint, color) = if is_missing {
                    (tr!("nothing like it in this article"), theme.warning.0)
                } else {
                    (tr!("Enter keeps it · Down, Up: next, previous · Esc goes back"), theme.text_muted.0)
                };
                ui.add(egui::Label::new(RichText::new(hint).color(color)).truncate());
                field
            });
            shown.inner
        });
        let field = shown.inner;
        if !std::mem::replace(&mut quick.is_open, true) {
            field.request_focus();
            return false;
        }
        field.lost_focus()
    }

    /// Goes back to where one was before the line was opened.
    fn leave_quick_select(&mut self, shard: &Shard, quick: &QuickSelect) {
        if let Some(view) = self.views.get_mut(&shard.id()) {
            view.set_selection(quick.before.selection);
            view.set_place(quick.before.place);
        }
        self.desk.bench.view.mention = quick.before.mention;
        self.focus_text = true;
    }
}

impl QuickSelect {
    /// Begins a search where other words are in the line: from the place found, where these go on from the former ones.
    fn follow_typing(&mut self, text: &str) {
        if self.typed == self.asked {
            return;
        }
        let goes_on = self.typed.starts_with(&self.asked);
        let from = self.found.filter(|_| goes_on).map_or(self.before.selection.caret, |found| found.start);
        self.asked.clone_from(&self.typed);
        self.found = None;
        self.search = query_of(&self.typed).map(|query| Search::new(text, query, Toward::End, from));
    }

    /// Begins the search for the next or the previous place.
    fn step_on(&mut self, text: &str, toward: Toward) {
        let Some(found) = self.found else { return };
        let from = match toward {
            Toward::End => found.end,
            Toward::Start => found.start,
        };
        self.search = query_of(&self.typed).map(|query| Search::new(text, query, toward, from));
    }

    /// Goes on with the search under way; what it found in this frame.
    fn advance(&mut self, text: &str, readings: &[(Span, &str)]) -> Option<Span> {
        match self.search.as_mut()?.step(text, readings) {
            Ok(found) => {
                self.found = Some(found);
                self.search = None;
                Some(found)
            }
            Err(more) => {
                if more.is_none() {
                    self.search = None;
                }
                None
            }
        }
    }
}

/// A query that looks neither at case nor at diacritics.
fn query_of(typed: &str) -> Option<Query> {
    Query::new(typed, Matching::default()).ok().filter(|_| !typed.trim().is_empty())
}

/// Takes the keys out of the input that mean something to the line as a whole.
fn asked_by_keys(input: &mut egui::InputState) -> Option<Asked> {
    const KEYS: [(Modifiers, Key, Asked); 6] = [
        (Modifiers::NONE, Key::Escape, Asked::GoBack),
        (Modifiers::NONE, Key::Enter, Asked::Keep),
        (Modifiers::NONE, Key::ArrowDown, Asked::Step(Toward::End)),
        (Modifiers::NONE, Key::ArrowUp, Asked::Step(Toward::Start)),
        (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::G, Asked::Step(Toward::Start)),
        (Modifiers::COMMAND, Key::G, Asked::Step(Toward::End)),
    ];
    KEYS.iter().find(|(modifiers, key, _)| input.consume_key(*modifiers, *key)).map(|(_, _, asked)| *asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, typed: &str, toward: Toward, from: usize) -> Option<Span> {
        let mut search = Search::new(text, query_of(typed).unwrap(), toward, ByteOffset::from_usize(from));
        loop {
            match search.step(text, &[]) {
                Ok(found) => return Some(found),
                Err(Some(())) => {}
                Err(None) => return None,
            }
        }
    }

    #[test]
    fn neither_case_nor_diacritics_matter() {
        for (text, typed) in [
            ("Ismar Çelvik", "celvik"),
            ("Ismar C\u{327}elvik", "ÇELVIK"),
            ("Şəki", "səki"),
            ("İzmir", "izmir"),
            ("Привет", "привет"),
            ("(a) lines", "(A) LINES"),
        ] {
            assert!(find(text, typed, Toward::End, 0).is_some(), "{typed} in {text}");
        }
        assert_eq!(find("cat", "c.t", Toward::End, 0), None, "signs are no pattern");
        assert!(query_of(" ").is_none());
    }

    #[test]
    fn a_search_goes_round_the_text_once() {
        let text = format!("north {} quay {}", "x".repeat(PIECE * 2), "y".repeat(PIECE));
        let quay = text.find("quay").unwrap();
        for (toward, from) in [(Toward::End, 0), (Toward::End, quay + 4), (Toward::Start, quay), (Toward::Start, 0)] {
            assert_eq!(find(&text, "QUAY", toward, from), Some(Span::bytes(quay, quay + 4)), "{toward:?} {from}");
            assert_eq!(find(&text, "south", toward, from), None);
        }
    }

    #[test]
    fn a_place_on_the_seam_of_two_pieces_is_found() {
        let text = format!("{} quay", "x".repeat(PIECE - 3));
        let quay = text.find("quay").unwrap();
        for toward in [Toward::End, Toward::Start] {
            assert_eq!(find(&text, "quay", toward, 0), Some(Span::bytes(quay, quay + 4)));
        }
    }
}
