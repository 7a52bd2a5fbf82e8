//! The words in which articles tell of an entry, gathered for comparing. It does not compare them.

use super::row::one_line;
use crate::model::{ArticleId, Entry, Session, Shard};

/// Mentions whose words are compared; more say hardly anything new.
const MOST: usize = 40;

/// The wording of `entry` and the words of its mentions in `articles`, a line each, what is said alike once.
pub(in crate::gui) fn tellings(
    session: &Session,
    entry: &Entry,
    articles: impl IntoIterator<Item = ArticleId>,
) -> String {
    let shards = articles.into_iter().filter_map(|article| session.shard(article).map(AsRef::as_ref));
    let mentions = shards.flat_map(|shard: &Shard| shard.mentions.by_key());
    let mut lines = vec![one_line(&entry.name)];
    for mention in mentions.filter(|mention| mention.entry == Some(entry.id)).take(MOST) {
        let line = one_line(&mention.quote);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}
