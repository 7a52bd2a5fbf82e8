//! Headlines: those of other stories, and the article's own where it stands twice.

use super::lines::{Line, stems as stems_of, tokens};
use super::words::{Stem, stems};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of the headings above lists of other stories.
const HEADINGS: &str = "also articles coverage don editors elsewhere headlines in interest interested latest like may miss more most next now \
picks popular posts read reading recent recommended related see similar stories story t top topic topics trending up viewed watched you \
auch artikel beitrage das konnte interessieren lesen mehr meistgelesen mehr sie thema themen weitere zum \
a aussi articles lire lies meme plus sujet sur \
articulos en este interesar leer lea mas noticias puede relacionadas relacionados tambien te \
benzer diger haberler ilgili ilginizi cekebilir populer son \
artykuly czytaj inne podobne polecane powiazane rowniez takze temat zobacz \
другие еще интересное материалы на новости по похожие рекомендуем самое статьи также теме тему популярное читаемое читайте смотрите \
інші матеріали новини популярне схожі статті також темі тему читайте дивіться \
أخبار أيضا اقرأ ذات صلة مقالات المزيد مواضيع قد يهمك \
גם כתבות נוספות עוד קראו בנושא אולי יעניין אותך";
/// Of those, words that no such heading lacks.
const TELLING: &str = "also headlines latest miss more next picks popular read recommended related similar trending viewed auch interessieren mehr meistgelesen weitere \
aussi lire relacionadas relacionados tambien ilgili benzer populer takze rowniez polecane powiazane podobne также рекомендуем похожие популярное читаемое \
також схожі популярне أيضا صلة المزيد يهمك גם נוספות יעניין";
/// Words of a headline that must come again in its story, in hundredths, and those of another story at most.
const OWN_PERCENT: usize = 50;
const OTHER_PERCENT: usize = 25;

/// Whether `line` is the heading of a list of other stories.
pub(super) fn is_heading(line: &Line<'_>) -> bool {
    let (headings, telling) = (stems!(HEADINGS), stems!(TELLING));
    let is_of = |token: &str, words: &[Stem]| words.iter().any(|word| word.is(token));
    let is_short = (1..=6).contains(&line.words) && !line.text.ends_with('.');
    is_short && line.tokens().any(|token| is_of(token, telling)) && line.tokens().all(|token| is_of(token, headings))
}

/// Whether `line` points to another story by itself, as "READ ALSO: …".
pub(super) fn points_elsewhere(line: &Line<'_>) -> bool {
    static LEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let leads = "read (?:more|also|next)|also read|see also|more on this|related|watch|listen|don['’]t miss|lesen sie auch|mehr zum thema|\
à lire|à lire aussi|lire aussi|lea también|lea tambien|leer más|te puede interesar|ilgili haber|ayrıca bakınız|czytaj (?:też|także|więcej)|zobacz (?:też|także)|\
читайте также|читать также|смотрите также|по теме|читайте також|дивіться також|اقرأ أيضا|قراءة المزيد|קראו גם|קרא עוד";
        Regex::new(&format!(r"(?i)^[\[(]?\s*(?:{leads})[^:–—|]{{0,14}}[:–—|>»]\s*\S")).ok()
    });
    line.words <= 30 && line.text.len() <= 2000 && LEAD.as_ref().is_some_and(|lead| lead.is_match(line.text))
}

/// Whether `line` has the form of a headline.
pub(super) fn is_headline_shaped(line: &Line<'_>) -> bool {
    (4..=30).contains(&line.words) && !line.text.ends_with(['.', ':', ';', ',', '…']) && !line.text.ends_with("...")
}

/// The stems of a story.
pub(super) struct Story {
    known: BTreeSet<String>,
    /// How many paragraphs it has.
    paragraphs: usize,
}

impl Story {
    pub(super) fn of<'l, 't: 'l>(body: impl Iterator<Item = &'l Line<'t>>) -> Self {
        let mut story = Self { known: BTreeSet::new(), paragraphs: 0 };
        // The first paragraphs name what the rest is about.
        for line in body.take(200) {
            story.known.extend(stems_of(line));
            story.paragraphs += 1;
        }
        story
    }

    /// How many words of `line` come again in the story, in hundredths; `None` where it has too few to tell.
    fn shared_percent(&self, line: &Line<'_>) -> Option<usize> {
        let own = stems_of(line);
        let shared = own.iter().filter(|stem| self.known.contains(*stem)).count();
        (own.len() >= 2).then(|| shared * 100 / own.len())
    }

    /// Whether `line` may be a headline of this story.
    pub(super) fn owns(&self, line: &Line<'_>) -> bool {
        self.shared_percent(line).is_some_and(|percent| percent >= OWN_PERCENT)
    }

    /// Whether any longer word of `line` comes again in the story.
    pub(super) fn shares_any(&self, line: &Line<'_>) -> bool {
        stems_of(line).iter().any(|stem| self.known.contains(stem))
    }

    /// Whether `line` speaks of something else.
    pub(super) fn is_foreign(&self, line: &Line<'_>) -> bool {
        let is_long_enough = stems_of(line).len() >= 5 && self.paragraphs >= 4;
        is_long_enough && self.shared_percent(line).is_some_and(|percent| percent <= OTHER_PERCENT)
    }

    /// Whether `line` shares hardly more than common words with the story: for what stands below a foreign headline.
    pub(super) fn is_hardly_shared(&self, line: &Line<'_>, headline: &Line<'_>) -> bool {
        let close = !stems_of(line).is_disjoint(&stems_of(headline));
        self.shared_percent(line).is_some_and(|percent| percent < OWN_PERCENT || (close && percent < 60))
    }
}

/// Whether `line` is `headline` once more, in the same or nearly the same words.
pub(super) fn repeats(line: &Line<'_>, headline: &Line<'_>) -> bool {
    if tokens(&line.folded).eq(tokens(&headline.folded)) {
        return true;
    }
    let (own, other) = (stems_of(line), stems_of(headline));
    let shared = own.intersection(&other).count();
    shared >= 4 && shared * 100 >= own.len().min(other.len()) * 60
}
