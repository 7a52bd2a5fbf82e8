//! What hangs on a mention that is about to be deleted, and the question whether all of it is to go.
//!
//! It asks; it changes nothing.

use super::relations::row_of;
use crate::edit::{Command, Hanging, hangs_on};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::counts;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::inspector::shortened;
use crate::gui::language::tr;
use crate::gui::register::kind_name;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use crate::model::{AlignmentEnd, AlignmentId, ArticleId, MentionId, Session, Shard, SuggestionId};
use eframe::egui;
use eframe::egui::{Key, Modifiers, ScrollArea, Ui};

const ROW_HEIGHT: f32 = 22.0;

/// A mention with what hangs on it.
#[derive(Clone, Debug)]
pub(in crate::gui) struct Deleting {
    article: ArticleId,
    mention: MentionId,
    hanging: Hanging,
    is_new: bool,
}

impl Deleting {
    /// The question about `mention`; none where nothing hangs on it.
    pub(in crate::gui) fn of(session: &Session, article: ArticleId, mention: MentionId) -> Option<Self> {
        let hanging = hangs_on(session, article, &[mention]);
        (!hanging.is_empty()).then_some(Self { article, mention, hanging, is_new: true })
    }

    /// Draws the question; Enter deletes, Esc keeps.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 480.0));
        let Some(shard) = session.shard(self.article) else { return Some(Answer::Close) };
        let Some(mention) = shard.mentions.get(self.mention) else { return Some(Answer::Close) };
        let style = CaptionStyle { size: 16.0, weight: CaptionWeight::Strong, max_rows: 2, color: theme.text.0 };
        let label = session.schema.label_name(&mention.label);
        engine.caption_ui(ui, &tr!("Delete “{}” ({label})?", shortened(&mention.quote, 80), label), &style);
        let text = tr!("What hangs on it goes with it: {}. Ctrl+Z brings everything back.", self.counts());
        ui.add(egui::Label::new(text).wrap());
        ui.add_space(4.0);
        self.rows_ui(ui, session, shard, engine, theme);
        ui.add_space(6.0);
        let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let chosen = ui.horizontal(|ui| {
            let delete = ui.button(tr!("Delete all of it"));
            if std::mem::take(&mut self.is_new) {
                delete.request_focus();
            }
            let keep = ui.button(tr!("Keep"));
            // Enter presses the button that has the focus.
            let entered = if keep.has_focus() { Some(false) } else { Some(true) }.filter(|_| entered);
            let clicked = keep.clicked().then_some(false).or(delete.clicked().then_some(true));
            clicked.or(entered)
        });
        ui.label(key_text(theme, tr!("Enter deletes, Esc keeps")));
        if chosen.inner? {
            let (article, mentions) = (self.article, vec![self.mention]);
            requests.push(Request::Do(Command::Delete { article, mentions }));
        }
        Some(Answer::Close)
    }

    /// How much of what there is.
    fn counts(&self) -> String {
        let Hanging { relations, suggestions, alignments } = &self.hanging;
        counts::listed(&[
            (relations.len(), counts::relations),
            (alignments.len(), counts::alignments),
            (suggestions.len(), counts::suggestions),
        ])
    }

    /// All of it, a row each; only rows on show are drawn.
    fn rows_ui(&self, ui: &mut Ui, session: &Session, shard: &Shard, engine: &mut TextEngine, theme: &Theme) {
        let Hanging { relations, suggestions, alignments } = &self.hanging;
        let count = relations.len() + alignments.len() + suggestions.len();
        let height = (ui.ctx().content_rect().height() * 0.4).min(ROW_HEIGHT * count as f32);
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("what hangs").min_scrolled_height(height).max_height(height);
        area.auto_shrink([false, true]).show_rows(ui, ROW_HEIGHT, count, |ui, rows| {
            for row in rows {
                let text = if let Some(id) = relations.get(row) {
                    shard.relations.get(*id).map(|relation| row_of(session, shard, relation, self.mention))
                } else if let Some(id) = alignments.get(row - relations.len()) {
                    self.alignment_row(session, *id)
                } else {
                    suggestions
                        .get(row - relations.len() - alignments.len())
                        .and_then(|id| suggestion_row(session, shard, *id))
                };
                let style =
                    CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
                engine.caption_ui(ui, &text.unwrap_or_default(), &style);
            }
        });
    }

    fn alignment_row(&self, session: &Session, id: AlignmentId) -> Option<String> {
        let row = session.alignments.get(id)?;
        let own = AlignmentEnd::of_mention(self.article, self.mention);
        let other = if row.from == own { row.to } else { row.from };
        let words = match (other.entry, other.mention) {
            (Some(entry), _) => session.entry_name(entry)?.to_owned(),
            (_, Some(mention)) => session.find_mention(mention)?.1.quote.to_string(),
            _ => return None,
        };
        Some(format!("{}: “{}”", kind_name(row.kind), shortened(&words, 80)))
    }
}

fn suggestion_row(session: &Session, shard: &Shard, id: SuggestionId) -> Option<String> {
    let row = shard.suggestions.get(id)?;
    let label = row.label.as_ref().map_or(String::new(), |label| {
        let kind = session.schema.relation_type(label).map(|kind| kind.name.clone());
        kind.unwrap_or_else(|| session.schema.label_name(label).to_owned())
    });
    Some(tr!("Suggested: {label} {}", shortened(&row.reason, 60), label).trim_end().to_owned())
}
