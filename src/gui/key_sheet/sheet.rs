//! The keys as a page to print. It does not know where the page is written.

use super::fixed::PLACES;
use crate::gui::actions::{Menu, key_text};
use crate::gui::keymap::Keymap;
use crate::gui::language::{Language, tr};
use crate::model::Schema;
use quick_xml::escape::escape;
use std::fmt::Write as _;

const STYLE: &str = "body { font: 10pt/1.3 sans-serif; margin: 2em; columns: 2; column-gap: 2em; }\n\
h1 { column-span: all; font-size: 16pt; } h2 { font-size: 11pt; margin: 1em 0 .2em; }\n\
table { border-collapse: collapse; width: 100%; } section { break-inside: avoid-column; }\n\
td { border-top: 1px solid #ccc; padding: 1px 4px; vertical-align: top; } td + td { text-align: right; white-space: nowrap; }\n\
kbd { font: 9pt monospace; } @page { margin: 12mm; }";

/// A page of all keys: those of the labels of `schema` first, then every action that has one,
/// and what stays as it is in each place.
pub(super) fn page(schema: &Schema, keymap: &Keymap) -> String {
    let title = escape(tr!("Keys of Byline"));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>\n{STYLE}\n\
</style></head><body>\n<h1>{title}</h1>\n",
        Language::spoken().tag()
    );
    let labels: Vec<(String, String)> = schema
        .label_infos()
        .filter_map(|info| Some((info.name.to_string(), info.hotkey?.to_uppercase().to_string())))
        .collect();
    section(&mut page, tr!("Labels"), &labels);
    for menu in Menu::ALL {
        let rows = keymap.rows().iter().filter(|row| row.info.menu == menu);
        let rows: Vec<(String, String)> =
            rows.filter_map(|row| Some((row.info.told().to_owned(), key_text(row.key?)))).collect();
        section(&mut page, menu.name(), &rows);
    }
    for place in &PLACES {
        let rows: Vec<(String, String)> = place.rows().map(|(told, keys)| (told.to_owned(), keys)).collect();
        section(&mut page, place.name(), &rows);
    }
    page.push_str("</body></html>\n");
    page
}

fn section(page: &mut String, title: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    writeln!(page, "<section><h2>{}</h2><table>", escape(title)).ok();
    for (name, key) in rows {
        writeln!(page, "<tr><td>{}</td><td><kbd>{}</kbd></td></tr>", escape(name), escape(key)).ok();
    }
    page.push_str("</table></section>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_page_has_every_key_as_it_is_now() {
        let chosen =
            BTreeMap::from([("undo".to_owned(), "Ctrl+Alt+F12".to_owned()), ("redo".to_owned(), String::new())]);
        let (keymap, _) = Keymap::of(&chosen);
        let page = page(&crate::codec::default_schema(), &keymap);
        assert!(page.contains("<td>Undo</td><td><kbd>Ctrl+Alt+F12</kbd></td>"), "{page}");
        assert!(page.contains("<td>Actor</td><td><kbd>1</kbd></td>"));
        assert!(page.contains("<h2>In the comparison</h2>"));
        assert!(page.contains("<td>Next and previous difference</td><td><kbd>J, K</kbd></td>"));
        assert!(
            !page.contains("<td>Redo</td>") && page.contains("<kbd>&lt;</kbd>") == page.contains("<kbd>&gt;</kbd>")
        );
    }
}
