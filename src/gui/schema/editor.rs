//! The editor as a whole: files and tabs on top, a list and the chosen definition in the middle, what would change and the
//! buttons below.
//!
//! It shows and asks; the session changes when the window applies the draft.

use super::attribute_tab::{AttributeFields, attribute_fields_ui, new_attribute};
use super::changes::Changes;
use super::counting::Counting;
use super::draft::{Draft, Sketch};
use super::fates::fate_ui;
use super::fields::{Brush, Pages};
use super::item::{Item, Kind};
use super::label_tab::{KeyField, LabelAsked, label_ui};
use super::labels::{parent_of, swap};
use super::list::{ListAsked, Row, list_ui};
use super::problems::{Problem, problems};
use super::relation_tab::{new_relation, relation_ui};
use super::rows::rows;
use super::slug_field::SlugField;
use crate::edit::SchemaEffects;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::{Schema, Slug};
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, ScrollArea, Ui, Vec2};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Points that the list takes.
const LIST_WIDTH: f32 = 330.0;
/// Points that what would change takes.
pub(super) const PREVIEW_HEIGHT: f32 = 112.0;
/// Points that everything but the middle takes.
const FRAME_HEIGHT: f32 = 195.0 + PREVIEW_HEIGHT;

/// What the middle shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Items(Kind),
    /// The schema's own name, and how the draft differs from others.
    Whole,
}

/// The editor with all that it remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct SchemaEditor {
    pub(super) draft: Draft,
    pub(super) tab: Tab,
    chosen: BTreeMap<Kind, Slug>,
    /// The label below which one was added last, as long as no other row is chosen: many are added one after another.
    add_below: Option<Slug>,
    /// The name of what is to be added.
    new_name: String,
    key_field: KeyField,
    slug_field: SlugField,
    fields: AttributeFields,
    pub(super) changes: Changes,
    pub(super) counting: Counting,
    /// What is wrong with the draft as it was.
    problems: Option<(Sketch, Vec<Problem>)>,
    /// What went wrong last, or what was done.
    pub(super) message: Option<String>,
    /// Whether it is asked if the draft is to be given up.
    pub(super) is_leaving: bool,
    /// Where the schema was to be written and a file is.
    pub(super) replaces: Option<PathBuf>,
    take_focus: bool,
    /// The session's guideline pages.
    pub(super) pages: Pages,
}

impl SchemaEditor {
    /// The editor of `schema`.
    pub(super) fn new(schema: Arc<Schema>) -> Self {
        let chosen = schema.layers.first().map(|layer| (Kind::Label, layer.id.clone()));
        Self {
            draft: Draft::new(schema),
            tab: Tab::Items(Kind::Label),
            chosen: chosen.into_iter().collect(),
            add_below: None,
            new_name: String::new(),
            key_field: KeyField::default(),
            slug_field: SlugField::default(),
            fields: AttributeFields::default(),
            changes: Changes::default(),
            counting: Counting::default(),
            problems: None,
            message: None,
            is_leaving: false,
            replaces: None,
            take_focus: true,
            pages: Pages::from([]),
        }
    }

    /// Goes on with another schema.
    pub(super) fn take_schema(&mut self, schema: Schema) {
        self.draft.replace(schema);
        self.key_field = KeyField::default();
        self.message = Some(tr!("The draft is another schema now; Ctrl+Z brings the last one back.").to_owned());
        self.take_focus = true;
    }

    /// What is wrong with the draft.
    pub(super) fn problems(&mut self) -> &[Problem] {
        if self.problems.as_ref().is_none_or(|(of, _)| *of != self.draft.now) {
            let becomes = self.draft.becomes(&SchemaEffects::default());
            self.problems = Some((self.draft.now.clone(), problems(&self.draft, &becomes)));
        }
        self.problems.as_ref().map_or(&[], |(_, problems)| problems)
    }

    /// Why the draft cannot be applied now.
    pub(super) fn why_not(&mut self) -> Option<String> {
        if let Some(problem) = self.problems().first() {
            return Some(problem.text.clone());
        }
        if let Some(refusal) = self.key_field.refusal(&self.draft.now.schema) {
            return Some(refusal);
        }
        if !self.draft.is_changed() {
            return Some(tr!("Nothing is changed yet.").to_owned());
        }
        let draft = &self.draft;
        let Some((effects, true)) = self.counting.effects(draft) else {
            let is_stopped = self.counting.is_stopped();
            let why = if is_stopped {
                tr!("The count was stopped; count again.")
            } else {
                tr!("Counting what would change…")
            };
            return Some(why.to_owned());
        };
        if let Some(item) = draft.open(effects).first() {
            let name = draft.base_name(item);
            return Some(tr!("Say what becomes of the {} of “{name}”.", item.kind.records(), name));
        }
        let why = self.counting.plan(draft)?.why_not.as_ref()?;
        Some(format!("{why}."))
    }

    /// Draws the editor.
    pub(in crate::gui) fn ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let width = fitting(ui, 1120.0);
        ui.set_width(width);
        let mut answer = self.keys(ui);
        answer = self.head_ui(ui).or(answer);
        let height = (ui.ctx().content_rect().height() - FRAME_HEIGHT).clamp(160.0, 620.0);
        let mut brush = Brush { engine, theme, pages: Arc::clone(&self.pages) };
        match self.tab {
            Tab::Items(kind) => self.middle_ui(ui, kind, height, &mut brush),
            Tab::Whole => {
                answer = self.whole_ui(ui, Vec2::new(width, height), &mut brush).or(answer);
            }
        }
        ui.separator();
        self.preview_ui(ui, &mut brush);
        ui.separator();
        answer = self.buttons_ui(ui, theme).or(answer);
        if !ui.ctx().text_edit_focused() {
            self.draft.settle();
        }
        answer
    }

    fn whole_ui(&mut self, ui: &mut Ui, size: Vec2, brush: &mut Brush<'_>) -> Option<Answer> {
        let shown = ui.allocate_ui_with_layout(size, egui::Layout::top_down(egui::Align::LEFT), |ui| {
            ui.set_min_height(size.y);
            brush.text_ui(ui, &mut self.draft.now.schema.name, tr!("Name"), tr!("Name of the schema"), FieldRows::One);
            let description = &mut self.draft.now.schema.description;
            brush.text_ui(ui, description, tr!("Description"), tr!("Description of the schema"), FieldRows::Many);
            self.changes.ui(ui, &self.draft, size.y - 80.0, brush.engine, brush.theme)
        });
        shown.inner
    }

    /// Keys of the editor as a whole.
    fn keys(&mut self, ui: &Ui) -> Option<Answer> {
        let is_typing = ui.ctx().text_edit_focused();
        let shift = Modifiers { command: true, shift: true, ..Modifiers::NONE };
        let (undo, redo, step, apply) = ui.input_mut(|input| {
            let redo = !is_typing && input.consume_key(shift, Key::Z);
            let undo = !is_typing && input.consume_key(Modifiers::COMMAND, Key::Z);
            let next = input.consume_key(Modifiers::COMMAND, Key::PageDown);
            let previous = input.consume_key(Modifiers::COMMAND, Key::PageUp);
            let apply = input.consume_key(Modifiers::COMMAND, Key::Enter);
            (undo, redo, isize::from(next) - isize::from(previous), apply)
        });
        let is_other = if redo { self.draft.redo() } else { undo && self.draft.undo() };
        if is_other {
            self.key_field = KeyField::default();
        }
        if step != 0 {
            const TABS: [Tab; 4] =
                [Tab::Items(Kind::Label), Tab::Items(Kind::Attribute), Tab::Items(Kind::Relation), Tab::Whole];
            let at = TABS.iter().position(|tab| *tab == self.tab).unwrap_or_default();
            let to = at.saturating_add_signed(step).min(TABS.len() - 1);
            self.show(TABS.get(to).copied().unwrap_or(self.tab));
        }
        (apply && self.why_not().is_none()).then_some(Answer::ApplySchema)
    }

    /// Goes to a definition.
    pub(super) fn choose(&mut self, item: &Item) {
        self.show(Tab::Items(item.kind));
        self.chosen.insert(item.kind, item.slug.clone());
    }

    pub(super) fn show(&mut self, tab: Tab) {
        self.tab = tab;
        self.take_focus = true;
        self.new_name.clear();
    }

    fn middle_ui(&mut self, ui: &mut Ui, kind: Kind, height: f32, brush: &mut Brush<'_>) {
        let effects = self.counting.effects(&self.draft).map(|(effects, _)| Arc::clone(effects));
        let problems = self.problems().to_vec();
        let rows = rows(&self.draft, kind, effects.as_deref(), &problems, brush.theme);
        let (items, rows): (Vec<Item>, Vec<Row>) = rows.into_iter().unzip();
        let chosen = self.chosen.get(&kind).and_then(|slug| items.iter().position(|item| item.slug == *slug));
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(
                Vec2::new(LIST_WIDTH, height),
                egui::Layout::top_down(egui::Align::LEFT),
                |ui| {
                    ui.set_min_size(Vec2::new(LIST_WIDTH, height));
                    self.adding_ui(ui, kind, brush);
                    let focus = std::mem::take(&mut self.take_focus);
                    let name = list_name(kind);
                    let room = (ui.max_rect().bottom() - ui.cursor().top() - 2.0).max(80.0);
                    let asked = list_ui(ui, (name, &rows), chosen, (room, focus), brush.engine, brush.theme);
                    if let Some(asked) = asked {
                        self.take_list(asked, &items, chosen);
                    }
                },
            );
            ui.add_space(6.0);
            let area = ScrollArea::vertical().id_salt(("definition", list_name(kind), chosen));
            area.auto_shrink([false, false]).max_height(height).min_scrolled_height(height).show(ui, |ui| {
                ui.set_width(ui.available_width() - 8.0);
                // The area would go on in the row that it stands in.
                ui.vertical(|ui| {
                    if let Some(item) = chosen.and_then(|at| items.get(at)) {
                        self.item_ui(ui, item, effects.as_deref(), &problems, brush);
                    } else {
                        let text = tr!("Choose a {} on the left, or add one.", kind.name());
                        ui.label(RichText::new(text).color(brush.theme.text_muted.0));
                    }
                });
            });
        });
    }

    fn adding_ui(&mut self, ui: &mut Ui, kind: Kind, brush: &mut Brush<'_>) {
        let spoken = tr!("Name of the new {}", kind.name());
        let mut wanted = None;
        let field = brush.line_ui(ui, &mut self.new_name, (&spoken, &spoken), LIST_WIDTH - 12.0);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let ready = !self.new_name.trim().is_empty();
        ui.horizontal(|ui| {
            let chosen = self
                .add_below
                .as_ref()
                .or(self.chosen.get(&Kind::Label))
                .filter(|slug| self.draft.now.schema.has_label(slug))
                .cloned();
            let below = chosen.as_ref().filter(|_| kind == Kind::Label);
            let text = match below {
                Some(parent) => tr!("Add below “{}”", self.draft.now.schema.label_name(parent)),
                None if kind == Kind::Label => tr!("Add").to_owned(),
                None => tr!("Add the {}", kind.name()),
            };
            if kind != Kind::Label || below.is_some() {
                let add = ui.add_enabled(ready, egui::Button::new(text).truncate());
                if (add.clicked() || entered) && ready {
                    wanted = Some(below.cloned());
                }
            }
            if kind == Kind::Label && ui.add_enabled(ready, egui::Button::new(tr!("Add a layer"))).clicked() {
                wanted = Some(None);
            }
        });
        if let Some(parent) = wanted {
            self.add(kind, parent.as_ref());
        }
    }

    fn add(&mut self, kind: Kind, parent: Option<&Slug>) {
        let name = self.new_name.trim().to_owned();
        let draft = &mut self.draft;
        let added = match (kind, parent) {
            (Kind::Label, Some(parent)) => draft.add_label(parent, &name),
            (Kind::Label, None) => draft.add_layer(&name),
            (Kind::Attribute, _) => draft.free_slug(kind, "", &name).inspect(|id| {
                draft.now.schema.attributes.push(new_attribute(id.clone(), &name));
            }),
            (Kind::Relation, _) => draft.free_slug(kind, "", &name).inspect(|id| {
                draft.now.schema.relation_types.push(new_relation(id.clone(), &name));
            }),
        };
        if let Some(slug) = added {
            self.add_below = parent.cloned();
            self.chosen.insert(kind, slug);
            self.new_name.clear();
            self.message = None;
        } else {
            let why = tr!("Nothing can be added there: its name in files would become too long. Add it higher up.");
            self.message = Some(why.to_owned());
        }
    }

    fn take_list(&mut self, asked: ListAsked, items: &[Item], chosen: Option<usize>) {
        let item = chosen.and_then(|at| items.get(at));
        match (asked, item) {
            (ListAsked::Choose(at), _) => {
                if let Some(item) = items.get(at) {
                    self.add_below = None;
                    self.chosen.insert(item.kind, item.slug.clone());
                }
            }
            (ListAsked::Move(step), Some(item)) => self.move_item(item, step),
            (ListAsked::Remove, Some(item)) => self.remove(item),
            _ => {}
        }
    }

    fn move_item(&mut self, item: &Item, step: isize) {
        let schema = &mut self.draft.now.schema;
        match item.kind {
            Kind::Label => {
                self.draft.move_label(&item.slug, step);
            }
            Kind::Attribute => {
                if let Some(at) = schema.attributes.iter().position(|def| def.id == item.slug) {
                    swap(&mut schema.attributes, at, step);
                }
            }
            Kind::Relation => {
                if let Some(at) = schema.relation_types.iter().position(|row| row.id == item.slug) {
                    swap(&mut schema.relation_types, at, step);
                }
            }
        }
    }

    fn remove(&mut self, item: &Item) {
        if !self.draft.has(item) {
            return;
        }
        match item.kind {
            Kind::Label => self.draft.remove_label(&item.slug),
            Kind::Attribute => self.draft.remove_attribute(&item.slug),
            Kind::Relation => self.draft.remove_relation(&item.slug),
        }
        if !self.draft.is_old(item) {
            let parent = parent_of(&item.slug).filter(|_| item.kind == Kind::Label);
            self.chosen.remove(&item.kind);
            self.chosen.extend(parent.map(|parent| (item.kind, parent)));
        }
    }

    fn item_ui(
        &mut self,
        ui: &mut Ui,
        item: &Item,
        effects: Option<&SchemaEffects>,
        problems: &[Problem],
        brush: &mut Brush<'_>,
    ) {
        if !self.draft.has(item) {
            fate_ui(ui, &mut self.draft, item, effects, brush);
            return;
        }
        for problem in problems.iter().filter(|problem| problem.item.as_ref() == Some(item)) {
            let text = RichText::new(&problem.text).color(brush.theme.danger.0);
            ui.add(egui::Label::new(text).wrap());
        }
        if let Some(slug) = self.slug_field.ui(ui, &mut self.draft, item, brush) {
            self.chosen.insert(item.kind, slug);
            return;
        }
        match item.kind {
            Kind::Label => {
                if let Some(asked) = label_ui(ui, &mut self.draft, &item.slug, &mut self.key_field, brush) {
                    self.take_label(item, asked);
                }
            }
            Kind::Attribute | Kind::Relation => {
                if item.kind == Kind::Attribute {
                    attribute_fields_ui(ui, &mut self.draft, &item.slug, &mut self.fields, brush);
                } else {
                    relation_ui(ui, &mut self.draft, &item.slug, &mut self.fields, brush);
                }
                ui.horizontal(|ui| {
                    brush.name_ui(ui, "");
                    for (text, step) in [(tr!("Move up"), -1), (tr!("Move down"), 1)] {
                        if ui.button(text).clicked() {
                            self.move_item(item, step);
                        }
                    }
                    if ui.button(tr!("Remove the {}", item.kind.name())).clicked() {
                        self.remove(item);
                    }
                });
            }
        }
    }

    fn take_label(&mut self, item: &Item, asked: LabelAsked) {
        self.message = None;
        match asked {
            LabelAsked::Move(step) => self.move_item(item, step),
            LabelAsked::Remove => self.remove(item),
            LabelAsked::PutBelow(parent) => {
                if let Some(label) = self.draft.put_below(&item.slug, &parent) {
                    self.chosen.insert(Kind::Label, label);
                } else {
                    let why = tr!("The label cannot stand there: its name in files would become too long.");
                    self.message = Some(why.to_owned());
                }
            }
            LabelAsked::Merge(into) => match self.draft.merge_label(&item.slug, &into) {
                Ok(()) => {
                    self.chosen.insert(Kind::Label, into);
                }
                Err(why) => self.message = Some(why),
            },
        }
    }
}

/// What screen readers call the list.
fn list_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Label => tr!("Labels"),
        Kind::Attribute => tr!("Attributes"),
        Kind::Relation => tr!("Relation types"),
    }
}
