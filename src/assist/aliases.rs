//! Entries that may be one, and words of unlinked mentions that may be an entry's, each with a score and a reason.
//!
//! Every rule first narrows down what it compares: names are sorted by what they must have in common, so that a register of
//! 20,000 entries is not compared each with each. Nothing is merged, and pairs that somebody told apart are not named again.

use super::ask::spellings;
use super::distance::distance;
use super::names::{MOST_WORDS, Parts};
use crate::model::{ArticleId, EntryId, Label, MentionId, Session, Slug};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A word that more names have says too little to bring two of them together.
const COMMON: usize = 200;
/// Of names that have everything else in common, each is compared with so many that follow it.
const WINDOW: usize = 64;
/// A name that is short for more than so many entries says too little of any of them.
const SHORT_FOR: usize = 8;
/// Bytes of the longest letter.
const MOST_LETTER_BYTES: usize = 4;
/// Letters of a word from which on one slip is forgiven, and two.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 9;

/// What an entry is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// Another entry.
    Entry(EntryId),
    /// Words that are tagged and linked to nothing.
    Words {
        /// The words.
        text: String,
        /// Their label.
        label: Label,
        /// Where they stand, in the session's order.
        mentions: Vec<(ArticleId, MentionId)>,
    },
}

/// Two that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The entry.
    pub entry: EntryId,
    /// What it is compared with.
    pub other: Side,
    /// How likely they are one, from 0 to 1. A rule of thumb to sort by, not a probability.
    pub score: f64,
    /// Why, in words.
    pub reason: String,
}

/// Every pair that may be one, the likeliest first.
#[must_use]
pub fn aliases(session: &Session) -> Vec<Alike> {
    let mut looking = Looking::new(session);
    looking.equal();
    looking.abbreviated();
    looking.shortened();
    looking.misspelt();
    looking.finish()
}

/// Whose name it is.
struct Owner<'s> {
    side: Side,
    layer: &'s str,
    kind: Option<&'s Label>,
}

struct Name<'s> {
    /// Where it stands among the names.
    number: usize,
    owner: usize,
    text: &'s str,
    parts: Parts,
}

/// Why two names may be of the same.
#[derive(Clone, Copy)]
enum Why {
    Equal,
    Abbreviated,
    /// The first is short for the second, and for names of so many owners in all.
    Short(usize),
    /// They differ in so many letters.
    Slips(usize),
}

struct Pair {
    score: f64,
    why: Why,
    /// The numbers of both names.
    names: (usize, usize),
}

struct Looking<'s> {
    owners: Vec<Owner<'s>>,
    names: Vec<Name<'s>>,
    /// The likeliest reason of each pair, by the numbers of the owners.
    pairs: HashMap<(usize, usize), Pair>,
    /// Entries that somebody told apart or has compared, both ways round.
    distinct: HashSet<(EntryId, EntryId)>,
}

impl<'s> Looking<'s> {
    fn new(session: &'s Session) -> Self {
        let (mut owners, mut names, mut distinct) = (Vec::new(), Vec::new(), HashSet::new());
        for entry in session.entries.iter() {
            for text in spellings(entry) {
                names.push(Name { number: 0, owner: owners.len(), text, parts: Parts::of(text) });
            }
            let side = Side::Entry(entry.id);
            owners.push(Owner { side, layer: entry.layer.as_str(), kind: entry.kind.as_ref() });
            distinct.extend(entry.distinct_from.iter().flat_map(|other| [(entry.id, *other), (*other, entry.id)]));
        }
        for alignment in session.alignments.iter() {
            if let Some((from, to)) = alignment.from.entry.zip(alignment.to.entry) {
                distinct.extend([(from, to), (to, from)]);
            }
        }
        for ((text, label), mentions) in unlinked(session) {
            names.push(Name { number: 0, owner: owners.len(), text, parts: Parts::of(text) });
            let side = Side::Words { text: text.to_owned(), label: label.clone(), mentions };
            owners.push(Owner { side, layer: label.layer(), kind: Some(label) });
        }
        names.retain(|name: &Name<'_>| (1..=MOST_WORDS).contains(&name.parts.words.len()));
        names.iter_mut().enumerate().for_each(|(number, name)| name.number = number);
        Self { owners, names, pairs: HashMap::new(), distinct }
    }

    /// Notes that the names `one` and `two` may be of the same, unless something speaks against it.
    fn note(&mut self, one: &Name<'_>, two: &Name<'_>, score: f64, why: Why) {
        let (Some(a), Some(b)) = (self.owners.get(one.owner), self.owners.get(two.owner)) else { return };
        let told_apart = match (&a.side, &b.side) {
            (Side::Entry(a), Side::Entry(b)) => a == b || self.distinct.contains(&(*a, *b)),
            (Side::Words { .. }, Side::Words { .. }) => true,
            _ => false,
        };
        if told_apart || a.layer != b.layer {
            return;
        }
        let excludes = |a: &Label, b: &Label| !a.is_within(b) && !b.is_within(a);
        let score = match a.kind.zip(b.kind) {
            // A person and a state are not one, whatever they are called; a slip of the label is possible.
            Some((a, b)) if excludes(a, b) => score * 0.5,
            _ => score,
        };
        let key = (one.owner.min(two.owner), one.owner.max(two.owner));
        if self.pairs.get(&key).is_none_or(|known| known.score < score) {
            self.pairs.insert(key, Pair { score, why, names: (one.number, two.number) });
        }
    }

    /// Calls `visit` with every two names that `key` gives the same; of a great many, with those near each other.
    fn pairs_by<K: Hash + Eq + Ord>(
        &mut self,
        key: impl Fn(&Name<'_>) -> Vec<K>,
        visit: impl Fn(&mut Self, &Name<'_>, &Name<'_>),
    ) {
        let mut rows: Vec<(K, usize)> = Vec::new();
        for (number, name) in self.names.iter().enumerate() {
            rows.extend(key(name).into_iter().map(|key| (key, number)));
        }
        rows.sort_unstable();
        let names = std::mem::take(&mut self.names);
        for (at, (key, one)) in rows.iter().enumerate() {
            let behind = rows.iter().skip(at + 1).take(WINDOW).take_while(|(other, _)| other == key);
            for (_, two) in behind {
                if let (Some(one), Some(two)) = (names.get(*one), names.get(*two)) {
                    visit(self, one, two);
                }
            }
        }
        self.names = names;
    }

    fn equal(&mut self) {
        self.pairs_by(|name| vec![name.parts.key()], |looking, one, two| looking.note(one, two, 1.0, Why::Equal));
    }

    fn abbreviated(&mut self) {
        let mut full: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, name) in self.names.iter().enumerate().filter(|(_, name)| name.parts.words.len() > 1) {
            for initials in name.parts.initials() {
                full.entry(initials).or_default().push(number);
            }
        }
        let names = std::mem::take(&mut self.names);
        for short in &names {
            let Some(found) = short.parts.letters.as_ref().and_then(|letters| full.get(letters)) else { continue };
            // "U.S." is two words, and stands for two.
            for long in found.iter().take(WINDOW).filter_map(|number| names.get(*number)) {
                let score = if short.parts.key().len() > 2 { 0.85 } else { 0.7 };
                if long.parts.letters.is_none() {
                    self.note(short, long, score, Why::Abbreviated);
                }
            }
        }
        self.names = names;
    }

    /// "Netanyahu", "B. Netanyahu" and "President Aliyev" for a longer name.
    fn shortened(&mut self) {
        let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
        let names = std::mem::take(&mut self.names);
        for (number, name) in names.iter().enumerate() {
            let words: BTreeSet<&str> = name.parts.words.iter().map(String::as_str).collect();
            for word in words {
                holders.entry(word).or_default().push(number);
            }
        }
        for short in names.iter().filter(|name| name.parts.is_name) {
            let bare = short.parts.bare();
            let held = |word: &String| holders.get(word.as_str()).map_or(0, Vec::len);
            let telling = bare.iter().filter(|word| word.chars().count() > 2 || !word.is_ascii());
            let Some(rarest) = telling.min_by_key(|word| held(word)).filter(|word| held(word) <= COMMON) else {
                continue;
            };
            let fits = |long: &&Name<'_>| {
                long.owner != short.owner
                    && long.parts.is_name
                    && long.parts.words.len() >= bare.len()
                    && long.parts.words != short.parts.words
                    && Parts::is_part_of(bare, &long.parts.words)
            };
            let candidates = holders.get(rarest.as_str()).into_iter().flatten();
            let longer: Vec<&Name<'_>> = candidates.filter_map(|number| names.get(*number)).filter(fits).collect();
            let owners: BTreeSet<usize> = longer.iter().map(|long| long.owner).collect();
            // "Mohammad" alone may be anybody.
            for long in longer.into_iter().filter(|_| owners.len() <= SHORT_FOR) {
                self.note_short(short, long, owners.len());
            }
        }
        self.names = names;
    }

    fn note_short(&mut self, short: &Name<'_>, long: &Name<'_>, fitting: usize) {
        let (bare, words) = (short.parts.bare(), &long.parts.words);
        let of = words.iter().any(|word| word == "of");
        let fit = match () {
            // "Azerbaijan" is not the "President of Azerbaijan".
            () if of && !bare.iter().any(|word| word == "of") => 0.4,
            () if bare.last() == words.last() => 0.9,
            () if bare.first() == words.first() => 0.7,
            () => 0.55,
        };
        // A name that is short for several says little of each.
        let score = match fitting {
            0 | 1 => fit,
            2 => fit * 0.8,
            _ => fit * 0.6,
        };
        self.note(short, long, score, Why::Short(fitting));
    }

    /// Names that have all words but one in common, and that one nearly.
    fn misspelt(&mut self) {
        self.pairs_by(slips_of, |looking, one, two| {
            let (a, b) = (&one.parts.words, &two.parts.words);
            let mut odd = a.iter().zip(b).filter(|(a, b)| a != b);
            let (Some((left, right)), None) = (odd.next(), odd.next()) else { return };
            if left.len().abs_diff(right.len()) > 2 * MOST_LETTER_BYTES {
                return;
            }
            let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            let shorter = left.len().min(right.len());
            let most = if shorter >= TWO_SLIPS { 2 } else { usize::from(shorter >= ONE_SLIP) };
            let Some(slips) = distance(&left, &right, most).filter(|slips| *slips > 0) else { return };
            let base = if a.len() > 1 { 0.85 } else { 0.7 };
            let score = if slips == 1 { base } else { base - 0.15 };
            looking.note(one, two, score, Why::Slips(slips));
        });
    }

    /// Why the names of `pair` may be of the same, in words.
    fn reason(&self, pair: &Pair) -> String {
        let text = |number: usize| self.names.get(number).map_or("", |name| name.text);
        let (one, two) = (text(pair.names.0), text(pair.names.1));
        match pair.why {
            Why::Equal if one == two => format!("both are called “{one}”"),
            Why::Equal => format!("“{one}” and “{two}” differ in case, accents or signs alone"),
            Why::Abbreviated => format!("“{one}” may stand for “{two}”"),
            Why::Short(fitting) if fitting > 1 => {
                format!("“{one}” may be short for “{two}”, and for {} more", fitting - 1)
            }
            Why::Short(_) => format!("“{one}” may be short for “{two}”"),
            Why::Slips(1) => format!("“{one}” and “{two}” differ in one letter"),
            Why::Slips(_) => format!("“{one}” and “{two}” differ in two letters"),
        }
    }

    fn finish(mut self) -> Vec<Alike> {
        let mut found: Vec<((usize, usize), Pair)> = std::mem::take(&mut self.pairs).into_iter().collect();
        found.sort_by(|one, two| two.1.score.total_cmp(&one.1.score).then(one.0.cmp(&two.0)));
        let alike = |(owners, pair): ((usize, usize), Pair)| {
            let (first, second) = (self.owners.get(owners.0)?, self.owners.get(owners.1)?);
            let (entry, other) = match (&first.side, &second.side) {
                (Side::Entry(entry), other) | (other, Side::Entry(entry)) => (*entry, other.clone()),
                _ => return None,
            };
            Some(Alike { entry, other, score: pair.score, reason: self.reason(&pair) })
        };
        found.into_iter().filter_map(alike).collect()
    }
}

/// What a name with a slip in one word has in common with the right one: all other words, and how that word begins or ends.
fn slips_of(name: &Name<'_>) -> Vec<(u64, u8)> {
    let words = &name.parts.words;
    let mut keys = Vec::new();
    for (place, word) in words.iter().enumerate() {
        // Numbers that differ are other numbers: "Flight 370".
        if word.chars().count() < ONE_SLIP || word.chars().any(char::is_numeric) || !name.parts.is_name {
            continue;
        }
        for known in shared_letters(words.len(), word.chars().count()) {
            let ends: [String; 2] = [word.chars().take(*known).collect(), word.chars().rev().take(*known).collect()];
            for (which, end) in (0_u8..).zip(ends) {
                let mut hasher = DefaultHasher::new();
                (place, words.len(), known, end).hash(&mut hasher);
                words.iter().enumerate().filter(|(other, _)| *other != place).for_each(|row| row.hash(&mut hasher));
                keys.push((hasher.finish(), which));
            }
        }
    }
    keys
}

/// How many letters at the start or at the end a word has in common with the one it is a slip of. In a name of one word that
/// is all that narrows the choice down, and so it is more; words whose lengths differ by one have one of the numbers in common.
fn shared_letters(words: usize, letters: usize) -> &'static [usize] {
    match (words, letters) {
        (2.., _) => &[2],
        (_, ..=5) => &[3],
        (_, 6..=7) => &[3, 4],
        _ => &[4],
    }
}

type Unlinked<'s> = BTreeMap<(&'s str, &'s Label), Vec<(ArticleId, MentionId)>>;

/// The words of mentions that are linked to nothing, in layers that have entries.
fn unlinked(session: &Session) -> Unlinked<'_> {
    let layers: BTreeSet<&Slug> = session.entries.iter().map(|entry| &entry.layer).collect();
    let mut found = Unlinked::new();
    for shard in session.shards() {
        for mention in shard.mentions.by_key().filter(|mention| mention.entry.is_none()) {
            if layers.iter().any(|layer| layer.as_str() == mention.label.layer()) {
                found.entry((&*mention.quote, &mention.label)).or_default().push((shard.id(), mention.id));
            }
        }
    }
    found
}
