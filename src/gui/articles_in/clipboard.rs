//! What is on the system's clipboard, as a file of its own: html where a program has put some there, or else plain text.
//! Asking may block, so it runs on a thread of the workbench's.

use crate::gui::language::tr;
use crate::workbench::Brought;

/// Takes what is on the clipboard under the name `name`, which gets an ending.
///
/// # Errors
/// Why there is nothing to take.
pub(super) fn take(name: &str) -> Result<Brought, String> {
    let failed = |error: &arboard::Error| match error {
        arboard::Error::ContentNotAvailable => tr!("there is no text on the clipboard; copy some first").to_owned(),
        other => tr!("the clipboard cannot be read ({other}); save the text as a file and add that", other),
    };
    let mut clipboard = arboard::Clipboard::new().map_err(|error| failed(&error))?;
    match clipboard.get().html() {
        Ok(html) if !html.trim().is_empty() => Ok(page(name, &html)),
        _ => {
            let text = clipboard.get_text().map_err(|error| failed(&error))?;
            Ok(Brought::Pasted { name: format!("{name}.txt"), bytes: text.into_bytes().into() })
        }
    }
}

/// A stretch of html as a whole page, so that it is known as one.
pub(super) fn page(name: &str, html: &str) -> Brought {
    let whole = html.get(..200.min(html.len())).unwrap_or_default().to_lowercase();
    let is_whole = whole.contains("<html") || whole.contains("<!doctype");
    let page = if is_whole {
        html.to_owned()
    } else {
        format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>")
    };
    Brought::Pasted { name: format!("{name}.html"), bytes: page.into_bytes().into() }
}
