//! The system's own file dialogs. They block, so they run on a thread of the workbench's.

use crate::gui::language::{Language, tr};
use crate::workbench::Purpose;
use std::path::PathBuf;

/// A dialog for `purpose`, to be run where it may block; it gives the paths chosen, or none.
pub(super) fn ask(
    purpose: Purpose,
    folder: Option<PathBuf>,
    title: &str,
) -> impl FnOnce() -> Vec<PathBuf> + Send + 'static {
    let file_name: String = title.chars().map(|char| if "/\\:*?\"<>|".contains(char) { '-' } else { char }).collect();
    // The thread that asks speaks as this one does.
    let language = Language::spoken();
    move || {
        language.speak();
        let mut dialog = rfd::FileDialog::new().set_title(tr(purpose.title()));
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        match purpose {
            Purpose::OpenSession => {
                dialog.add_filter(tr!("Byline sessions"), &["ron"]).pick_file().into_iter().collect()
            }
            Purpose::AddFolder | Purpose::ImportFolder | Purpose::ExportFolder => {
                dialog.pick_folder().into_iter().collect()
            }
            Purpose::WritePages => dialog.pick_folder().into_iter().collect(),
            Purpose::PagePicture => {
                let named = dialog.add_filter(tr!("Pictures"), &["png", "jpg", "jpeg", "webp"]);
                named.pick_file().into_iter().collect()
            }
            Purpose::AddPages => {
                dialog.add_filter("Markdown", &["md", "markdown", "txt"]).pick_files().unwrap_or_default()
            }
            Purpose::WordList => dialog.pick_file().into_iter().collect(),
            Purpose::SaveAs => {
                let named =
                    dialog.add_filter(tr!("Byline sessions"), &["ron"]).set_file_name(format!("{file_name}.ron"));
                named.save_file().into_iter().collect()
            }
            Purpose::CompareSessions => {
                dialog.add_filter(tr!("Byline sessions"), &["ron"]).pick_files().unwrap_or_default()
            }
            Purpose::OpenSchema | Purpose::CompareSchema => {
                let named = dialog.add_filter(tr!("Schemas"), &["ron", "conf"]);
                named.pick_file().into_iter().collect()
            }
            Purpose::SaveSchema => {
                let named =
                    dialog.add_filter(tr!("Schemas"), &["ron"]).set_file_name(format!("{file_name} schema.ron"));
                named.save_file().into_iter().collect()
            }
            Purpose::KeySheet => {
                let named = dialog.add_filter(tr!("Pages"), &["html"]).set_file_name("keys of Byline.html");
                named.save_file().into_iter().collect()
            }
            Purpose::ExportFile(ending) => {
                let named = dialog.add_filter(ending, &[ending]).set_file_name(format!("{file_name}.{ending}"));
                named.save_file().into_iter().collect()
            }
            Purpose::AddArticles | Purpose::OpenAny | Purpose::ImportFiles => dialog.pick_files().unwrap_or_default(),
        }
    }
}
