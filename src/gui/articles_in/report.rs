//! What came of adding articles, in words that can be copied. It draws nothing.

use super::form::ArticlesIn;
use crate::gui::language::tr;
use crate::workbench::{ArticlesRead, Standing};

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
        let mut lines = vec![tr!("{n} article added" | "{n} articles added" % ticked)];
        let (unticked, known) = (able - ticked, read.articles.len() - able);
        lines.extend((unticked > 0).then(|| {
            tr!("{n} article was left out, as it was not ticked"
                | "{n} articles were left out, as they were not ticked" % unticked)
        }));
        let known =
            (known > 0).then(|| tr!("{n} article was there already" | "{n} articles were there already" % known));
        lines.extend(known);
        lines.extend((refused > 0).then(|| {
            tr!("{n} file was not read, or not all of it" | "{n} files were not read, or not all of them" % refused)
        }));
        lines.push(String::new());
        for (number, file) in read.files.iter().enumerate() {
            lines.extend(file.refused.iter().map(|why| tr!("{}: not read: {why}", file.name, why)));
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
            text.push_str(&tr!("\nand {more} more lines", more));
        }
        text
    }
}

/// How an article stands to what is there, where that is worth a word.
pub(super) fn standing(standing: &Standing) -> Option<String> {
    match standing {
        Standing::New => None,
        Standing::There => Some(tr!("is in the session already").to_owned()),
        Standing::Twice => Some(tr!("was brought twice").to_owned()),
        Standing::Copy(how, name) => Some(tr!("is there under another name: {how} “{name}”", how, name)),
        Standing::SameName => Some(tr!("another article has this name too").to_owned()),
        Standing::Newer(newer) => Some(tr!("a newer text of “{}”: {}", newer.title, newer.told)),
        Standing::Anew(newer) if newer.told.quarantined > 0 => {
            let tags = tr!("{n} tag stands" | "{n} tags stand" % newer.told.quarantined);
            Some(tr!("{tags} on words that read otherwise in this encoding; it cannot be chosen", tags))
        }
        Standing::Anew(newer) => Some(tr!("read anew: {}", newer.told)),
    }
}
