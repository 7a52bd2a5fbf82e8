//! What the text of an article says of itself, for all that is not known of it yet. Every answer is a guess that a person
//! confirms.
//!
//! It reads no bytes: an article is read first, and guessed at afterwards.

use super::{guess, guess_dates, guess_language, guess_source};
use crate::edit::NewArticle;
use crate::model::{Interval, Metadata, Stated};

/// Guesses from `text` for what `known`, with the name of its outlet where that is known apart, does not have; what it has is
/// left out. An outlet that no line names is called by its address's host.
///
/// # Example
/// ```
/// use byline::{ingest::guesses, model::{ArticleId, Metadata, Stated}};
/// let text = "Ferry returns to the strait\n\n14 March 2031 09:20\n\nThe ferry returns to the strait after two winters.";
/// let known = Metadata { headline: Some(Stated::confirmed("Ferry".to_owned())), ..Metadata::unknown(ArticleId(1)) };
/// let (guessed, outlet) = guesses(text, &known, None);
/// assert_eq!(guessed.published.unwrap().value.display(), "2031-03-14");
/// assert_eq!((guessed.headline, outlet), (None, None));
/// ```
#[must_use]
pub fn guesses(text: &str, known: &Metadata, outlet: Option<&str>) -> (Metadata, Option<String>) {
    let url = if known.url.is_none() { guess_source::address(text) } else { None };
    let outlet = if known.outlet.is_none() && outlet.is_none() {
        let address = known.url.as_ref().map(|url| url.value.as_str()).or(url.as_deref());
        guess::outlet(text).or_else(|| guess_source::host(address?))
    } else {
        None
    };
    let text_unless = |is_known: bool, guess: fn(&str) -> Option<String>| {
        if is_known { None } else { guess(text).map(Stated::guessed) }
    };
    let published = if known.published.is_none() { guess_dates::published(text) } else { None };
    let metadata = Metadata {
        headline: text_unless(known.headline.is_some(), guess::headline),
        author: text_unless(known.author.is_some(), guess_source::author),
        published: published.map(|(day, phrase)| Stated::guessed(Interval { phrase, ..Interval::day(day) })),
        url: url.map(Stated::guessed),
        language: text_unless(known.language.is_some(), guess_language::language),
        ..Metadata::unknown(known.id)
    };
    (metadata, outlet)
}

/// Gives `new` what its text says of itself, beside what its file states.
pub fn guess_details(new: &mut NewArticle) {
    let (guessed, outlet) = guesses(new.article.text(), &new.metadata, new.outlet.as_deref());
    new.metadata = new.metadata.filled(&guessed);
    new.outlet = new.outlet.take().or(outlet);
}
