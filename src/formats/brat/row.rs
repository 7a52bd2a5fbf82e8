//! One line of an `.ann` file. It does not know the other lines.

/// One annotation as its line has it; names and ids are borrowed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// `T1 Person 0 5;7 9<TAB>words`
    Text { id: &'a str, label: &'a str, fragments: Vec<(u64, u64)>, words: &'a str },
    /// `E1 Attack:T1 Agent:T2`
    Event { id: &'a str, label: &'a str, trigger: &'a str, arguments: Arguments<'a>, tail: &'a str },
    /// `R1 Origin Arg1:T1 Arg2:T2`
    Relation { id: &'a str, name: &'a str, from: (&'a str, &'a str), to: (&'a str, &'a str), tail: &'a str },
    /// `* Equiv T1 T2 T3`
    Equivalents { name: &'a str, members: Vec<&'a str> },
    /// `A1 Negation E1` or `A2 Mention T1 Name`
    Attribute { id: &'a str, name: &'a str, on: &'a str, value: Option<&'a str> },
    /// `N1 Reference T1 Wikipedia:534366<TAB>Barack Obama`
    Normalisation { id: &'a str, on: &'a str, place: &'a str, key: &'a str, name: &'a str },
    /// `#1 AnnotatorNotes T1<TAB>words`
    Note { id: &'a str, name: &'a str, on: &'a str, words: &'a str },
}

/// Reads one line.
///
/// # Errors
/// What is wrong with it and what it should look like.
pub(super) fn parse(line: &str) -> Result<Row<'_>, String> {
    let (id, rest) = line.split_once('\t').ok_or("there is no tab behind the id")?;
    let (data, words) = rest.split_once('\t').map_or((rest, None), |(data, words)| (data, Some(words)));
    let kind = id.chars().next().ok_or("the line begins with a tab")?;
    match kind {
        'T' => text(id, data, words.unwrap_or_default()),
        'E' => event(id, rest),
        'R' => relation(id, rest),
        '*' => equivalents(data),
        'A' | 'M' => attribute(id, data),
        'N' => normalisation(id, data, words.unwrap_or_default()),
        '#' => note(id, data, words.unwrap_or_default()),
        _ => Err(format!("`{id}` is no id of brat; ids begin with T, E, R, A, M, N, # or *")),
    }
}

fn text<'a>(id: &'a str, data: &'a str, words: &'a str) -> Result<Row<'a>, String> {
    let wrong = || "expected `LABEL START END`, several fragments parted by `;`".to_owned();
    let (label, places) = data.split_once(' ').ok_or_else(wrong)?;
    let fragment = |place: &str| {
        let (start, end) = place.split_once(' ')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    let fragments: Option<Vec<(u64, u64)>> = places.split(';').map(fragment).collect();
    Ok(Row::Text { id, label, fragments: fragments.ok_or_else(wrong)?, words })
}

/// Names and ids of arguments.
type Arguments<'a> = Vec<(&'a str, &'a str)>;

/// The arguments of a line as `NAME:ID`, and what stands behind the last of them.
fn arguments(data: &str) -> Result<(Arguments<'_>, &str), String> {
    let trimmed = data.trim_end();
    let tail = data.get(trimmed.len()..).unwrap_or_default();
    let pair = |part: &'_ str| part.split_once(':').map(|(name, id)| (name.len(), id.len()));
    let mut pairs = Vec::new();
    for part in trimmed.split(' ').filter(|part| !part.is_empty()) {
        pair(part).ok_or_else(|| format!("`{part}` is no argument; expected `NAME:ID`"))?;
        pairs.extend(part.split_once(':'));
    }
    Ok((pairs, tail))
}

fn event<'a>(id: &'a str, data: &'a str) -> Result<Row<'a>, String> {
    let (mut pairs, tail) = arguments(data)?;
    if pairs.is_empty() {
        return Err("expected `LABEL:TRIGGER ROLE:ID ...`".to_owned());
    }
    let (label, trigger) = pairs.remove(0);
    Ok(Row::Event { id, label, trigger, arguments: pairs, tail })
}

fn relation<'a>(id: &'a str, data: &'a str) -> Result<Row<'a>, String> {
    let wrong = || "expected `TYPE Arg1:ID Arg2:ID`".to_owned();
    let (name, rest) = data.split_once(' ').ok_or_else(wrong)?;
    let (pairs, tail) = arguments(rest)?;
    match pairs.as_slice() {
        [from, to] => Ok(Row::Relation { id, name, from: *from, to: *to, tail }),
        _ => Err(wrong()),
    }
}

fn equivalents(data: &str) -> Result<Row<'_>, String> {
    let mut words = data.split_whitespace();
    let name = words.next().ok_or("expected `* TYPE ID ID ...`")?;
    Ok(Row::Equivalents { name, members: words.collect() })
}

fn attribute<'a>(id: &'a str, data: &'a str) -> Result<Row<'a>, String> {
    let mut words = data.trim_end().splitn(3, ' ');
    match (words.next(), words.next(), words.next()) {
        (Some(name), Some(on), value) => Ok(Row::Attribute { id, name, on, value }),
        _ => Err("expected `NAME ID` or `NAME ID VALUE`".to_owned()),
    }
}

fn normalisation<'a>(id: &'a str, data: &'a str, name: &'a str) -> Result<Row<'a>, String> {
    let wrong = || "expected `Reference ID PLACE:KEY` and a tab before the name".to_owned();
    let mut words = data.split(' ');
    let (_, on, reference) = (words.next(), words.next().ok_or_else(wrong)?, words.next().ok_or_else(wrong)?);
    let (place, key) = reference.split_once(':').ok_or_else(wrong)?;
    Ok(Row::Normalisation { id, on, place, key, name })
}

fn note<'a>(id: &'a str, data: &'a str, words: &'a str) -> Result<Row<'a>, String> {
    let (name, on) = data.split_once(' ').ok_or("expected `TYPE ID` and a tab before the words")?;
    Ok(Row::Note { id, name, on, words })
}
