//! Every mention of the chosen entry, each with its sentence, outlet and article. A click or Enter goes there.
//!
//! It shows and asks; it changes nothing.

use super::excerpt::{Excerpt, excerpt};
use super::list::{kept_in_view, whole};
use super::row::{ListKey, Standing, line_ui, list_ui, target};
use super::tabs::Gathered;
use crate::edit::{Command, MentionsOf};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{ArticleId, Mention, MentionId, Session, Shard};
use eframe::egui;
use eframe::egui::{Color32, Id, Pos2, Rect, RichText, ScrollArea, Ui, Vec2};
use std::collections::BTreeSet;

const ROW_HEIGHT: f32 = 62.0;
/// Width in points of the check box on the left and of the button on the right of a row.
const CHECK: f32 = 26.0;
const BUTTON: f32 = 26.0;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub(super) struct MentionLines {
    /// Those that splitting and linking act on.
    pub(super) chosen: BTreeSet<MentionId>,
    pub(super) current: Option<MentionId>,
    pub(super) keys: Vec<ListKey>,
    pub(super) list_id: Option<Id>,
    take_focus: bool,
    scroll_to_current: bool,
    /// How far it is scrolled, in points.
    offset: f32,
    page: usize,
}

impl MentionLines {
    /// Takes the keyboard in the next frame.
    pub(super) fn focus(&mut self) {
        self.take_focus = true;
    }

    /// Forgets what was chosen of another entry.
    pub(super) fn forget(&mut self) {
        self.chosen.clear();
        self.current = None;
        self.keys.clear();
    }

    /// Forgets what is not among `mentions` any more.
    pub(super) fn keep_to(&mut self, mentions: &[(ArticleId, MentionId)]) {
        let known: BTreeSet<MentionId> = mentions.iter().map(|(_, id)| *id).collect();
        self.chosen.retain(|id| known.contains(id));
    }

    /// What is chosen, or the current one where nothing is, by article.
    pub(super) fn acted_on(&self, mentions: &[(ArticleId, MentionId)]) -> MentionsOf {
        let is_meant = |id: &MentionId| {
            if self.chosen.is_empty() { self.current == Some(*id) } else { self.chosen.contains(id) }
        };
        by_article(mentions.iter().filter(|(_, id)| is_meant(id)))
    }

    /// What is chosen, by article.
    pub(super) fn chosen_of(&self, mentions: &[(ArticleId, MentionId)]) -> MentionsOf {
        by_article(mentions.iter().filter(|(_, id)| self.chosen.contains(id)))
    }

    /// Draws the list.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        gathered: &mut Gathered,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let count = gathered.mentions.len();
        if count == 0 {
            let text = tr!("No mention is linked to this entry. Select one in an article and press L.");
            ui.add(egui::Label::new(RichText::new(text).color(theme.text_muted.0)).wrap());
            return;
        }
        self.carry_out_keys(&gathered.mentions, requests);
        ui.spacing_mut().item_spacing.y = 1.0;
        let pitch = ROW_HEIGHT + 1.0;
        let room = ui.available_rect_before_wrap();
        self.page = whole(room.height() / pitch);
        let focus = list_ui(ui, Id::unique("register mentions"), room, tr!("Mentions of the entry"), theme);
        self.list_id = Some(focus.id);
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        let mut area = ScrollArea::vertical().id_salt("register mentions").auto_shrink([false, false]);
        let place = self.current.and_then(|id| gathered.mentions.iter().position(|(_, known)| *known == id));
        if std::mem::take(&mut self.scroll_to_current)
            && let Some(place) = place
        {
            area = area.vertical_scroll_offset(kept_in_view(self.offset, place as f32 * pitch, pitch, room.height()));
        }
        let output = area.show_rows(ui, ROW_HEIGHT, count, |ui, range| {
            for place in range {
                let row = gathered.mentions.get(place).copied();
                let found = row.and_then(|(article, id)| {
                    let shard = session.shard(article)?;
                    Some((shard, shard.mentions.get(id)?))
                });
                if let Some((shard, mention)) = found {
                    ui.push_id(mention.id, |ui| {
                        self.row_ui(ui, (session, shard, mention), gathered, engine, theme, requests);
                    });
                }
            }
        });
        self.offset = output.state.unclamped_offset().y;
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        (session, shard, mention): (&Session, &Shard, &Mention),
        gathered: &mut Gathered,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let words = super::row::one_line(&mention.quote);
        let outlet = session.outlet_name(shard);
        let outlet = if outlet.is_empty() { tr!("outlet not known") } else { outlet };
        let standing =
            Standing { chosen: self.chosen.contains(&mention.id), current: self.current == Some(mention.id) };
        let told = tr!("Mention {words}, {outlet}, {}", shard.title(), words, outlet);
        let (rect, response) = line_ui(ui, theme, ROW_HEIGHT, standing, &told);
        if response.clicked() {
            self.current = Some(mention.id);
            if ui.input(|input| input.modifiers.command) {
                self.choose(mention.id, !standing.chosen);
                self.take_focus = true;
            } else {
                requests.push(Request::JumpTo(shard.id(), mention.id));
            }
        }
        let mut is_chosen = standing.chosen;
        let check = Rect::from_min_size(rect.left_top() + Vec2::new(6.0, 20.0), Vec2::splat(20.0));
        let check = ui.put(check, egui::Checkbox::without_text(&mut is_chosen));
        check.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_chosen, tr!("Choose {words}", words))
        });
        if check.changed() {
            self.choose(mention.id, is_chosen);
        }
        let unlink = Rect::from_min_size(rect.right_top() + Vec2::new(-BUTTON, 20.0), Vec2::splat(20.0));
        let unlink =
            ui.put(unlink, egui::Button::new("×").small()).on_hover_text(tr!("Unlink this mention from the entry"));
        unlink.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Unlink {words}", words)));
        if unlink.clicked() {
            let (article, mentions) = (shard.id(), vec![mention.id]);
            requests.push(Request::Do(Command::Link { article, mentions, entry: None }));
        }
        if !ui.is_rect_visible(rect) {
            return;
        }
        let excerpt = gathered.excerpts.entry(mention.id).or_insert_with(|| excerpt(shard, mention));
        let info = session.schema.label_info(&mention.label);
        let fill = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
        words_ui(ui, rect, &format!("{outlet} · {}", shard.title()), (excerpt, fill), engine, theme);
        response.on_hover_text(tr!("A click or Enter goes there; Ctrl with a click chooses"));
    }

    fn choose(&mut self, id: MentionId, on: bool) {
        self.current = Some(id);
        if on {
            self.chosen.insert(id);
        } else {
            self.chosen.remove(&id);
        }
    }

    fn carry_out_keys(&mut self, mentions: &[(ArticleId, MentionId)], requests: &mut Requests) {
        for key in std::mem::take(&mut self.keys) {
            let at = self.current.and_then(|id| mentions.iter().position(|(_, known)| *known == id));
            let row = at.and_then(|at| mentions.get(at)).copied();
            match (key, row) {
                (ListKey::Go(step, through), _) => {
                    let to = target(step, at, mentions.len(), self.page).and_then(|to| mentions.get(to));
                    if let Some((_, id)) = to {
                        self.chosen.extend(self.current.filter(|_| through));
                        self.chosen.extend(Some(*id).filter(|_| through));
                        self.current = Some(*id);
                        self.scroll_to_current = true;
                    }
                }
                (ListKey::Open, Some((article, id))) => requests.push(Request::JumpTo(article, id)),
                (ListKey::Toggle, Some((_, id))) => self.choose(id, !self.chosen.contains(&id)),
                (ListKey::All, _) => self.chosen = mentions.iter().map(|(_, id)| *id).collect(),
                (ListKey::Delete, _) => {
                    let mentions = self.acted_on(mentions);
                    if !mentions.is_empty() {
                        requests.push(Request::Do(Command::LinkAll { mentions, entry: None }));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Where a mention stands, and under it its sentence with the mention in the colour of its label.
fn words_ui(
    ui: &Ui,
    rect: Rect,
    place: &str,
    (excerpt, fill): (&Excerpt, Color32),
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let inner = Rect::from_min_max(
        Pos2::new(rect.left() + CHECK + 6.0, rect.top() + 4.0),
        Pos2::new(rect.right() - BUTTON - 6.0, rect.bottom()),
    );
    let (weight, color) = (CaptionWeight::Regular, theme.text_muted.0);
    let style = CaptionStyle { size: 11.5, weight, max_rows: 1, color };
    let width = inner.width().max(20.0);
    let caption = engine.caption(place, &style, width, ui.pixels_per_point());
    engine.place(ui.painter(), inner.min, &caption, style.color);
    let style = CaptionStyle { size: 13.0, weight, max_rows: 2, color: theme.text.0 };
    let caption = engine.caption(&excerpt.text, &style, width, ui.pixels_per_point());
    let at = inner.min + Vec2::new(0.0, 17.0);
    for marked in &excerpt.marked {
        for stretch in caption.stretches(marked.clone()) {
            let place = stretch.translate(at.to_vec2());
            ui.painter().rect_filled(place, 2.0, fill.gamma_multiply(0.28));
            ui.painter().hline(place.x_range(), place.bottom() - 0.5, egui::Stroke::new(1.5, fill));
        }
    }
    engine.place(ui.painter(), at, &caption, style.color);
}

fn by_article<'m>(mentions: impl Iterator<Item = &'m (ArticleId, MentionId)>) -> MentionsOf {
    let mut found = MentionsOf::new();
    for (article, id) in mentions {
        match found.last_mut() {
            Some((last, ids)) if last == article => ids.push(*id),
            _ => found.push((*article, vec![*id])),
        }
    }
    found
}
