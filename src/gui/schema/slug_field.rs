//! The name in files of what is new in a draft, as long as no record has it: typed, checked, and followed by whatever names it.
//!
//! It changes the draft alone.

use super::draft::{Draft, slugs};
use super::fields::Brush;
use super::item::{Item, Kind};
use super::labels::{parent_of, under};
use crate::gui::language::tr;
use crate::model::{Label, Slug};
use eframe::egui;
use eframe::egui::{RichText, Ui};

/// What is typed as a name in files, and why it was refused.
#[derive(Clone, Debug, Default)]
pub(super) struct SlugField {
    of: Option<Item>,
    typed: String,
    refused: Option<String>,
}

impl SlugField {
    /// Draws the field where `item` is new; its name, once it has another one.
    pub(super) fn ui(&mut self, ui: &mut Ui, draft: &mut Draft, item: &Item, brush: &mut Brush<'_>) -> Option<Slug> {
        if draft.is_old(item) {
            return None;
        }
        let (parent, own) = parts_of(item);
        if self.of.as_ref() != Some(item) {
            *self = Self { of: Some(item.clone()), typed: own.clone(), refused: None };
        }
        let mut renamed = None;
        ui.horizontal(|ui| {
            brush.name_ui(ui, tr!("Name in files"));
            if let Some(parent) = &parent {
                ui.label(RichText::new(format!("{parent}.")).monospace());
            }
            let spoken = tr!("Name in files of the {}", item.kind.name());
            let field = brush.line_ui(ui, &mut self.typed, (&spoken, ""), 150.0);
            if field.changed() {
                self.refused = None;
            }
            if field.lost_focus() && self.typed.trim() != own {
                match draft.rename(item, self.typed.trim()) {
                    Ok(slug) => renamed = Some(slug),
                    Err(why) => self.refused = Some(why),
                }
            }
            let theme = brush.theme;
            if let Some(why) = &self.refused {
                ui.add(egui::Label::new(RichText::new(format!("{why}.")).color(theme.danger.0)).wrap());
            } else {
                let about = tr!("new; permanent once applied");
                ui.label(RichText::new(about).small().color(theme.text_muted.0));
            }
        });
        renamed
    }
}

/// What stands before the last part of a name, and that part.
fn parts_of(item: &Item) -> (Option<Label>, String) {
    let parent = parent_of(&item.slug).filter(|_| item.kind == Kind::Label);
    let own = item.slug.as_str();
    let own = parent.as_ref().and_then(|parent| own.strip_prefix(parent.as_str())?.strip_prefix('.')).unwrap_or(own);
    let own = own.to_owned();
    (parent, own)
}

impl Draft {
    /// Gives `item`, which is new, another name in files; whatever names it follows. The new name.
    ///
    /// # Errors
    /// Why it cannot be called so.
    fn rename(&mut self, item: &Item, typed: &str) -> Result<Slug, String> {
        let (parent, _) = parts_of(item);
        if item.kind == Kind::Label && typed.contains('.') {
            return Err(tr!("a dot parts a label from what it stands below; write its own part alone").to_owned());
        }
        let text = parent.map_or_else(|| typed.to_owned(), |parent| format!("{parent}.{typed}"));
        let to = Slug::new(&text).map_err(|why| why.to_string())?;
        let is_taken = [&self.now.schema, &*self.base].iter().any(|schema| slugs(schema, item.kind).contains(&&to));
        if is_taken {
            return Err(tr!("`{to}` is the name of another one", to));
        }
        match item.kind {
            Kind::Label => self.rename_label(&item.slug, &to)?,
            Kind::Attribute => {
                let defs = self.now.schema.attributes.iter_mut();
                defs.filter(|def| def.id == item.slug).for_each(|def| def.id = to.clone());
            }
            Kind::Relation => {
                let schema = &mut self.now.schema;
                let rows = schema.relation_types.iter_mut();
                rows.filter(|row| row.id == item.slug).for_each(|row| row.id = to.clone());
                let named = schema.attributes.iter_mut().flat_map(|def| &mut def.relation_types);
                named.filter(|name| **name == item.slug).for_each(|name| *name = to.clone());
            }
        }
        let fates = self.fates_mut(item.kind).values_mut();
        fates.filter(|fate| fate.as_ref() == Some(&item.slug)).for_each(|fate| *fate = Some(to.clone()));
        Ok(to)
    }

    fn rename_label(&mut self, label: &Label, to: &Label) -> Result<(), String> {
        let all = self.below(label).into_iter();
        let renamed: Option<Vec<(Label, Label)>> = all.map(|id| Some((id.clone(), under(&id, label, to)?))).collect();
        let renamed = renamed.ok_or(tr!("the names in files of what stands below it would become too long"))?;
        let new = |id: &Label| renamed.iter().find(|(old, _)| old == id).map(|(_, new)| new.clone());
        for layer in &mut self.now.schema.layers {
            for def in &mut layer.labels {
                def.id = new(&def.id).unwrap_or_else(|| def.id.clone());
            }
            layer.id = new(&layer.id).unwrap_or_else(|| layer.id.clone());
        }
        for (old, new) in &renamed {
            self.call(old, new);
        }
        Ok(())
    }
}
