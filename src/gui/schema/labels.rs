//! What is done to the labels of a draft: adding, moving, putting below another one, merging, taking out.
//!
//! It does not draw. A label that stands below another one is renamed in files, and its mentions follow.

use super::draft::Draft;
use super::item::Kind;
use crate::gui::language::tr;
use crate::model::{Label, LabelDef, Layer, Schema, Slug};

/// Colours by the names that themes give them, in the order in which new layers get them: neighbours are easy to tell apart
/// for colour-blind readers too.
pub(super) const COLORS: [&str; 10] =
    ["blue", "amber", "violet", "teal", "rose", "green", "slate", "orange", "indigo", "brown"];

impl Draft {
    /// Adds a label called `name` below `parent`; nothing where its name in files would become too long.
    pub(super) fn add_label(&mut self, parent: &Label, name: &str) -> Option<Label> {
        let id = self.free_slug(Kind::Label, &format!("{parent}."), name)?;
        let layer = self.now.schema.layers.iter_mut().find(|layer| layer.id.as_str() == parent.layer())?;
        let def = LabelDef {
            id: id.clone(),
            name: name.trim().to_owned(),
            color: None,
            hotkey: None,
            description: String::new(),
            guideline: None,
            ext: crate::model::Ext::default(),
        };
        layer.labels.insert(behind(layer, parent), def);
        Some(id)
    }

    /// Adds a layer called `name`.
    pub(super) fn add_layer(&mut self, name: &str) -> Option<Label> {
        let id = self.free_slug(Kind::Label, "", name)?;
        let layers = &self.now.schema.layers;
        let is_free = |color: &&&str| layers.iter().all(|layer| layer.color != **color);
        let color = COLORS.iter().find(is_free).copied().unwrap_or("slate").to_owned();
        self.now.schema.layers.push(Layer {
            id: id.clone(),
            name: name.trim().to_owned(),
            color,
            hotkey: None,
            description: String::new(),
            guideline: None,
            labels: Vec::new(),
            ext: crate::model::Ext::default(),
        });
        Some(id)
    }

    /// Moves a label, with all below it, before the one above it or behind the one below it among its like; whether it went.
    pub(super) fn move_label(&mut self, label: &Label, step: isize) -> bool {
        let schema = &mut self.now.schema;
        if let Some(at) = schema.layers.iter().position(|layer| layer.id == *label) {
            return swap(&mut schema.layers, at, step);
        }
        let Some(layer) = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer()) else {
            return false;
        };
        let parent = parent_of(label);
        let like: Vec<Label> =
            layer.labels.iter().map(|def| &def.id).filter(|id| parent_of(id) == parent).cloned().collect();
        let Some(at) = like.iter().position(|id| id == label) else { return false };
        let Some(other) = at.checked_add_signed(step).and_then(|at| like.get(at)) else { return false };
        // Up: the label goes before the other one. Down: the other one goes before the label.
        let (goes, before) = if step < 0 { (label, other) } else { (other, label) };
        let (moved, mut kept): (Vec<LabelDef>, Vec<LabelDef>) =
            std::mem::take(&mut layer.labels).into_iter().partition(|def| def.id.is_within(goes));
        let at = kept.iter().position(|def| def.id == *before).unwrap_or(kept.len());
        kept.splice(at..at, moved);
        layer.labels = kept;
        true
    }

    /// Puts a label, with all below it, below `parent`; its name after that. Nothing where it would stand below itself, or
    /// the name in files would become too long.
    pub(super) fn put_below(&mut self, label: &Label, parent: &Label) -> Option<Label> {
        let is_layer = parent_of(label).is_none();
        if is_layer || parent.is_within(label) || parent_of(label).as_ref() == Some(parent) {
            return None;
        }
        let last = label.as_str().rsplit('.').next().unwrap_or_default();
        let home = Slug::new(&format!("{parent}.{last}")).ok();
        // Back where it came from, it takes its old name again.
        let is_home =
            |id: &Label| self.now.fates.labels.get(id) == Some(&Some(label.clone())) && !self.now.schema.has_label(id);
        let to = match home.filter(is_home) {
            Some(home) => home,
            None => self.free_slug(Kind::Label, &format!("{parent}."), last)?,
        };
        let all = self.below(label);
        let renamed: Option<Vec<(Label, Label)>> =
            all.into_iter().map(|id| Some((id.clone(), under(&id, label, &to)?))).collect();
        let renamed = renamed?;
        let schema = &mut self.now.schema;
        let from = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer())?;
        let (mut moved, kept): (Vec<LabelDef>, Vec<LabelDef>) =
            std::mem::take(&mut from.labels).into_iter().partition(|def| def.id.is_within(label));
        from.labels = kept;
        for def in &mut moved {
            let new = renamed.iter().find(|(old, _)| *old == def.id).map(|(_, new)| new.clone());
            def.id = new.unwrap_or_else(|| def.id.clone());
        }
        let layer = schema.layers.iter_mut().find(|layer| layer.id.as_str() == parent.layer())?;
        let at = behind(layer, parent);
        layer.labels.splice(at..at, moved);
        for (old, new) in &renamed {
            self.call(old, new);
        }
        Some(to)
    }

    /// Everything that names the label `old` names `new` from now on, and so do the mentions.
    pub(super) fn call(&mut self, old: &Label, new: &Label) {
        for list in references(&mut self.now.schema) {
            for name in list.iter_mut().filter(|name| *name == old) {
                *name = new.clone();
            }
        }
        let is_old = self.base.has_label(old) && !self.now.fates.labels.contains_key(old);
        let fates = &mut self.now.fates.labels;
        for fate in fates.values_mut().filter(|fate| fate.as_ref() == Some(old)) {
            *fate = Some(new.clone());
        }
        if is_old {
            fates.insert(old.clone(), Some(new.clone()));
        }
        fates.retain(|name, fate| fate.as_ref() != Some(name));
    }

    /// A label and all below it.
    pub(super) fn below(&self, label: &Label) -> Vec<Label> {
        self.now.schema.label_infos().map(|info| info.id).filter(|id| id.is_within(label)).cloned().collect()
    }

    /// Takes a label and all below it out of the draft. What becomes of their mentions is another question.
    pub(super) fn remove_label(&mut self, label: &Label) {
        let gone = self.below(label);
        let schema = &mut self.now.schema;
        schema.layers.retain(|layer| layer.id != *label);
        for layer in &mut schema.layers {
            layer.labels.retain(|def| !def.id.is_within(label));
        }
        // What became one of these is gone with it.
        let fates = &mut self.now.fates.labels;
        fates.retain(|_, fate| fate.as_ref().is_none_or(|to| !gone.contains(to)));
        if gone.iter().any(|id| !self.base.has_label(id)) {
            for list in references(&mut self.now.schema) {
                list.retain(|name| !gone.contains(name) || self.base.has_label(name));
            }
        }
    }

    /// Makes a label part of `into`: its mentions become those, and what stood below it stands below that one.
    ///
    /// # Errors
    /// Why that cannot be.
    pub(super) fn merge_label(&mut self, label: &Label, into: &Label) -> Result<(), String> {
        if into.is_within(label) {
            return Err(tr!("a label cannot be merged into itself or into one below it").to_owned());
        }
        let children: Vec<Label> =
            self.below(label).into_iter().filter(|id| parent_of(id).as_ref() == Some(label)).collect();
        for child in children {
            if self.put_below(&child, into).is_none() {
                return Err(tr!(
                    "`{child}` cannot stand below `{into}`: its name in files would become too long",
                    child,
                    into
                ));
            }
        }
        let (old, new) = (label.clone(), into.clone());
        self.call(&old, &new);
        let schema = &mut self.now.schema;
        schema.layers.retain(|layer| layer.id != old);
        for layer in &mut schema.layers {
            layer.labels.retain(|def| def.id != old);
        }
        for list in references(schema) {
            let mut seen = Vec::new();
            list.retain(|name| {
                let is_new = !seen.contains(name);
                seen.push(name.clone());
                is_new
            });
        }
        Ok(())
    }
}

/// Every list of labels that attributes and relation types have.
fn references(schema: &mut Schema) -> impl Iterator<Item = &mut Vec<Label>> {
    let attributes = schema.attributes.iter_mut().map(|def| &mut def.labels);
    let ends = schema
        .relation_types
        .iter_mut()
        .flat_map(|row| [&mut row.from, &mut row.to].into_iter().chain(row.roles.iter_mut().map(|role| &mut role.to)));
    attributes.chain(ends)
}

/// What stands before the last dot; nothing for a layer.
pub(super) fn parent_of(label: &Label) -> Option<Label> {
    label.as_str().rsplit_once('.').and_then(|(parent, _)| Slug::new(parent).ok())
}

/// Where a label comes to stand that is new below `parent`: behind the last one there.
fn behind(layer: &Layer, parent: &Label) -> usize {
    layer.labels.iter().rposition(|known| known.id.is_within(parent)).map_or(0, |at| at + 1)
}

/// `id`, which stands within `old`, as it is called within `new`.
pub(super) fn under(id: &Label, old: &Label, new: &Label) -> Option<Label> {
    let rest = id.as_str().strip_prefix(old.as_str())?;
    Slug::new(&format!("{new}{rest}")).ok()
}

/// Exchanges a row with the one so many steps on; whether there is one.
pub(super) fn swap<T>(rows: &mut [T], at: usize, step: isize) -> bool {
    match at.checked_add_signed(step) {
        Some(other) if other < rows.len() => {
            rows.swap(at, other);
            true
        }
        _ => false,
    }
}
