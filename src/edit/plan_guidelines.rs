//! Planning of commands on pages of the annotation guidelines and on the links that labels have to them.

use super::change::{Change, Edit};
use super::command::Command;
use super::guideline_parts::{GuidelineDraft, MAX_PAGE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture_name};
use super::plan::{Plan, short};
use super::plan_register::not_empty;
use super::refusal::Refusal;
use crate::model::{Ext, Guideline, GuidelineId, Label, Picture, Schema, picture_type};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::SaveGuideline(draft) => save(plan, draft),
        Command::DropGuideline { guideline } => drop_page(plan, *guideline),
        Command::ExplainLabel { label, guideline } => explain(plan, label, *guideline),
        _ => Err(Refusal::Nothing("this command does not concern guidelines".to_owned())),
    }
}

fn save(plan: &mut Plan<'_, '_>, draft: &GuidelineDraft) -> Result<String, Refusal> {
    let title = not_empty("the title of a page", &draft.title)?;
    let before = draft.guideline.and_then(|id| plan.session.guidelines.shared(id));
    let known = before.as_deref().map_or(&[][..], |page| page.pictures.as_slice());
    if draft.text.len() > MAX_PAGE_BYTES && before.as_ref().is_none_or(|page| page.text != draft.text) {
        let why = format!("has {} bytes; a page may have {MAX_PAGE_BYTES}, so make two of it", draft.text.len());
        return Err(refused("the text of the page", why));
    }
    check_pictures(known, &draft.pictures)?;
    draft.labels.iter().try_for_each(|label| plan.known_label(label))?;
    let id = draft.guideline.unwrap_or_else(|| plan.context.ids.guideline());
    let (name, ext) = match &before {
        None => (format!("Write guideline page “{}”", short(&title)), Ext::default()),
        Some(page) if page.title != title && page.text == draft.text => {
            (format!("Rename guideline page to “{}”", short(&title)), page.ext.clone())
        }
        Some(page) => (format!("Change guideline page “{}”", short(&title)), page.ext.clone()),
    };
    let after = Guideline { id, title, text: draft.text.clone(), pictures: draft.pictures.clone(), ext };
    match before {
        None => plan.edits.push(Edit::Guideline(Change::insert(after))),
        Some(before) if *before != after => plan.edits.push(Edit::Guideline(Change::update(before, after))),
        Some(_) => {}
    }
    change_schema(plan, |schema| draft.labels.iter().for_each(|label| schema.set_guideline(label, Some(id))));
    plan.something(name)
}

/// Deletes a page; labels that it explained have none afterwards.
fn drop_page(plan: &mut Plan<'_, '_>, id: GuidelineId) -> Result<String, Refusal> {
    let before = known(plan, id)?;
    let name = format!("Delete guideline page “{}”", short(&before.title));
    change_schema(plan, |schema| {
        let explained: Vec<Label> = schema.explained_by(id).map(|info| info.id.clone()).collect();
        for label in &explained {
            schema.set_guideline(label, None);
        }
    });
    plan.edits.push(Edit::Guideline(Change::delete(before)));
    Ok(name)
}

fn explain(plan: &mut Plan<'_, '_>, label: &Label, guideline: Option<GuidelineId>) -> Result<String, Refusal> {
    plan.known_label(label)?;
    let page = guideline.map(|id| known(plan, id)).transpose()?;
    let name = short(plan.session.schema.label_name(label));
    change_schema(plan, |schema| schema.set_guideline(label, guideline));
    plan.something(match page {
        Some(page) => format!("Guideline page of “{name}”: “{}”", short(&page.title)),
        None => format!("No guideline page of “{name}”"),
    })
}

fn change_schema(plan: &mut Plan<'_, '_>, change: impl FnOnce(&mut Schema)) {
    let before = Arc::clone(&plan.session.schema);
    let mut after = Schema::clone(&before);
    change(&mut after);
    if *before != after {
        plan.edits.push(Edit::Schema(Change::update(before, after)));
    }
}

fn known(plan: &Plan<'_, '_>, id: GuidelineId) -> Result<Arc<Guideline>, Refusal> {
    let found = plan.session.guidelines.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "guideline page", id: id.to_string() })
}

/// Refuses pictures that a page cannot show. Those that it had already stay, whatever they are.
fn check_pictures(known: &[Picture], pictures: &[Picture]) -> Result<(), Refusal> {
    for (number, picture) in pictures.iter().enumerate() {
        let what = || format!("the picture `{}`", short(&picture.name));
        if pictures.iter().take(number).any(|other| other.name == picture.name) {
            return Err(refused(what(), "is there twice; give each a name of its own"));
        }
        if known.contains(picture) {
            continue;
        }
        let fitting = picture_name(&picture.name);
        if fitting != picture.name {
            return Err(refused(what(), format!("has a name that Markdown cannot link to; use `{fitting}`")));
        }
        let bytes = STANDARD.decode(picture.data.as_bytes());
        let bytes = bytes.map_err(|error| refused(what(), format!("is no base 64: {error}")))?;
        if bytes.len() > MAX_PICTURE_BYTES {
            let why = format!("has {} bytes; {MAX_PICTURE_BYTES} is the most, so make it smaller", bytes.len());
            return Err(refused(what(), why));
        }
        if picture_type(&bytes) != Some(&picture.media_type) {
            let why = format!("is no {}; PNG, JPEG and WebP can be shown", short(&picture.media_type));
            return Err(refused(what(), why));
        }
    }
    let all: usize = pictures.iter().map(|picture| picture.data.len() / 4 * 3).sum();
    let grows = pictures.iter().any(|picture| !known.contains(picture));
    if grows && all > MAX_PICTURES_BYTES {
        let why = format!("have {all} bytes together; {MAX_PICTURES_BYTES} is the most, so make two pages");
        return Err(refused("the pictures of the page", why));
    }
    Ok(())
}

fn refused(what: impl Into<String>, why: impl Into<String>) -> Refusal {
    Refusal::BadValue { what: what.into(), why: why.into() }
}
