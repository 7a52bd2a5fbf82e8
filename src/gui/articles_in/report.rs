//! What came of adding articles, in words that can be copied. It draws nothing.

use super::form::ArticlesIn;
use crate::gui::register::counted;
use crate::workbench::{ArticlesRead, Standing};
use std::fmt::Write;

/// Lines of the report.
const MAX_LINES: usize = 2_000;

impl ArticlesIn {
    /// The report on what is ticked, as it stands before it is added; nothing where there is nothing to say but how many.
    pub(super) fn report(&self) -> Option<String> {
        let read = self.read.as_ref()?;
        let (ticked, able, refused) = self.counts();
        let is_plain = refused == 0
            && able == read.articles.len()
            && ticked == able
            && read.files.iter().all(|file| file.remarks.is_empty())
            && read.articles.iter().all(|article| article.remarks().next().is_none());
        (!is_plain).then(|| self.written(read))
    }

    fn written(&self, read: &ArticlesRead) -> String {
        let (ticked, able, refused) = self.counts();
        let mut lines = vec![format!("{} added", counted(ticked, "article", "articles"))];
        let mut count = |number: usize, one: &str, many: &str| {
            if number > 0 {
                lines.push(counted(number, one, many));
            }
        };
        count(
            able - ticked,
            "article was left out, as it was not ticked",
            "articles were left out, as they were not ticked",
        );
        count(read.articles.len() - able, "article was there already", "articles were there already");
        count(refused, "file was not read, or not all of it", "files were not read, or not all of them");
        lines.push(String::new());
        for (number, file) in read.files.iter().enumerate() {
            lines.extend(file.refused.iter().map(|why| format!("{}: not read: {why}", file.name)));
            let of_file = read.articles.iter().filter(|article| article.file == number);
            let told = of_file.filter_map(|article| Some((article, standing(&article.standing)?)));
            lines.extend(told.map(|(article, told)| format!("{}: {}: {told}", file.name, article.new.article.name)));
            let of_file = read.articles.iter().filter(|article| article.file == number);
            lines.extend(of_file.flat_map(|article| {
                let name = &article.new.article.name;
                article.remarks().map(move |remark| format!("{name}: {remark}"))
            }));
            lines.extend(file.remarks.iter().map(|remark| format!("{}: {remark}", file.name)));
        }
        let more = lines.len().saturating_sub(MAX_LINES);
        lines.truncate(MAX_LINES);
        let mut text = lines.join("\n");
        if more > 0 {
            // Writing to a string does not fail.
            write!(text, "\nand {more} more lines").ok();
        }
        text
    }
}

/// How an article stands to what is there, where that is worth a word.
pub(super) fn standing(standing: &Standing) -> Option<String> {
    match standing {
        Standing::New => None,
        Standing::There => Some("is in the session already".to_owned()),
        Standing::Twice => Some("was brought twice".to_owned()),
        Standing::Copy(how, name) => Some(format!("is there under another name: {how} “{name}”")),
        Standing::SameName => Some("another article has this name too".to_owned()),
        Standing::Newer(newer) => Some(format!("a newer text of “{}”: {}", newer.title, newer.told)),
        Standing::Anew(newer) if newer.told.quarantined > 0 => {
            let tags = counted(newer.told.quarantined, "tag stands", "tags stand");
            Some(format!("{tags} on words that read otherwise in this encoding; it cannot be chosen"))
        }
        Standing::Anew(newer) => Some(format!("read anew: {}", newer.told)),
    }
}
