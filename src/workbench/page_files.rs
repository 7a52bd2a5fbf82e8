//! Pages of the guidelines as Markdown files with pictures beside them: read, and written into a folder.
//!
//! It does not know how pictures are decoded; whoever asks says that.

use super::guidelines::Decode;
use crate::edit::{GuidelineDraft, MAX_PAGE_BYTES, MAX_PICTURE_BYTES, picture_name};
use crate::model::{Guideline, Picture, picture_type};
use crate::store::{self, OutputFolder, Overwrite, StoreError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn picture_at(path: &Path, decode: Decode) -> Result<Picture, String> {
    let refused = |why: &str| format!("{}: {why}; the picture was not added", path.display());
    if store::article_bytes(path) > MAX_PICTURE_BYTES as u64 {
        let most = MAX_PICTURE_BYTES >> 20;
        return Err(refused(&format!("the file has more than {most} MiB, which is the most; make it smaller")));
    }
    let bytes = store::read_import_up_to(path, MAX_PICTURE_BYTES as u64).map_err(|error| error.to_string())?;
    let media_type = picture_type(&bytes).ok_or_else(|| refused("this is no PNG, JPEG or WebP picture"))?;
    decode(&bytes).map_err(|why| refused(&why))?;
    let data = STANDARD.encode(&bytes).into();
    Ok(Picture { name: picture_name(&name_of(path)), media_type: media_type.to_owned(), data })
}

/// The page that a Markdown file is. Pictures that cannot be had are told; the page comes without them.
pub(super) fn page_at(path: &Path, decode: Decode, problems: &mut Vec<String>) -> Result<GuidelineDraft, String> {
    let refused = |why: String| format!("{}: {why}; the page was not added", path.display());
    let bytes = store::read_import_up_to(path, MAX_PAGE_BYTES as u64).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| refused(format!("this is no text in UTF-8 ({error})")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    let heading = text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = heading.filter(|title| !title.is_empty()).map_or(stem, str::to_owned);
    let mut draft = GuidelineDraft { title, text, ..GuidelineDraft::default() };
    let mut names: BTreeMap<PathBuf, Option<String>> = BTreeMap::new();
    let mut name_at = |target: &str| {
        let beside = beside(path, target)?;
        let name = names.entry(beside).or_insert_with_key(|file| match picture_at(file, decode) {
            Ok(mut picture) => {
                picture.name = free_name(&draft.pictures, &picture.name);
                let name = picture.name.clone();
                draft.pictures.push(picture);
                Some(name)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        });
        name.clone()
    };
    draft.text = renamed(&draft.text, &mut name_at);
    Ok(draft)
}

/// `text` with the pictures in it named by what `name_of` gives for what they are named by; those without stay as they are.
fn renamed(text: &str, mut name_of: impl FnMut(&str) -> Option<String>) -> String {
    let (mut renamed, mut from) = (String::with_capacity(text.len()), 0);
    for range in picture_targets(text) {
        if let Some(name) = text.get(range.clone()).and_then(&mut name_of) {
            renamed.push_str(text.get(from..range.start).unwrap_or_default());
            renamed.push_str(&name);
            from = range.end;
        }
    }
    renamed.push_str(text.get(from..).unwrap_or_default());
    renamed
}

/// `name`, or with a number before its ending where a picture has it already.
#[must_use]
pub fn free_name(pictures: &[Picture], name: &str) -> String {
    let is_free = |name: &str| pictures.iter().all(|picture| picture.name != name);
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default()
}

/// Where in a Markdown text pictures are named, in order.
fn picture_targets(text: &str) -> Vec<Range<usize>> {
    let (mut targets, mut from) = (Vec::new(), 0);
    // The text is gone through once, whatever it opens and never closes.
    let next = |from: usize| {
        let words = from + text.get(from..)?.find("![")?;
        let start = words + text.get(words..)?.find("](")? + 2;
        let length = text.get(start..)?.find([')', ' ', '\n', '"'])?;
        Some(start..start + length)
    };
    while let Some(target) = next(from) {
        from = target.end;
        if !target.is_empty() {
            targets.push(target);
        }
    }
    targets
}

/// The file that a page names, where it lies beside the page or below: a page of somebody else reaches no other folder.
fn beside(page: &Path, target: &str) -> Option<PathBuf> {
    let relative = Path::new(target);
    let is_below = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (is_below && !target.contains("://")).then(|| page.with_file_name("").join(relative))
}

pub(super) fn write<'a>(folder: &Path, pages: impl Iterator<Item = &'a Guideline>) -> Result<usize, StoreError> {
    let mut output = OutputFolder::create(folder, Overwrite::Refuse)?;
    let (mut taken, mut count) = (BTreeSet::new(), 0);
    for page in pages {
        let plain: String = page
            .title
            .chars()
            .map(|char| if "/\\:*?\"<>|".contains(char) || char.is_control() { '-' } else { char })
            .collect();
        let plain: String = plain.trim().trim_matches('.').chars().take(60).collect();
        let plain = if plain.is_empty() { "page".to_owned() } else { plain };
        let numbered = (2..).map(|number| format!("{plain} {number}"));
        let free = |name: &String| !taken.contains(&name.to_lowercase());
        let name = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or_default();
        taken.insert(name.to_lowercase());
        let below = if page.pictures.is_empty() { String::new() } else { format!("{name}/") };
        output.file(&format!("{below}{name}.md"))?.write(page.text.as_bytes())?;
        for picture in &page.pictures {
            // What is no picture has no bytes to write; the page says its name all the same.
            if let Ok(bytes) = STANDARD.decode(picture.data.as_bytes()) {
                output.file(&format!("{below}{}", picture_name(&picture.name)))?.write(&bytes)?;
            }
        }
        count += 1;
    }
    output.commit()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_text_are_found_and_none_outside_of_its_folder() {
        let text = "![a](map.png) and ![b](img/port.jpg \"the port\"), [no picture](x.png), ![open](";
        let targets = picture_targets(text).into_iter().filter_map(|range| text.get(range)).collect::<Vec<_>>();
        assert_eq!(targets, ["map.png", "img/port.jpg"]);
        let page = Path::new("/simulated/pages/actors.md");
        assert_eq!(beside(page, "img/port.jpg"), Some(PathBuf::from("/simulated/pages/img/port.jpg")));
        for outside in ["../secret.png", "/etc/secret.png", "https://example.org/a.png"] {
            assert_eq!(beside(page, outside), None, "{outside}");
        }
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let picture = |name: &str| Picture { name: name.to_owned(), media_type: String::new(), data: "".into() };
        let known = [picture("map.png"), picture("map-2.png")];
        assert_eq!(free_name(&known, "map.png"), "map-3.png");
        assert_eq!(free_name(&known, "port.png"), "port.png");
    }
}
