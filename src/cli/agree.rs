//! `byline agree`: how far annotators agree, for people and for other tools.

use super::agree_text::{differing, lines};
use super::args::Agree as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{say_json, say_line, tell, tell_all};
use crate::analysis::agreement::{Agreement, Cases, Comparison, Draws, Scope};
use crate::model::Slug;
use crate::workbench::{Threads, compare_sides};
use serde::Serialize;

/// What `--json` prints.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    figures: &'a Agreement,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Vec<PairCases>>,
}

/// The places behind the cells of two sides.
#[derive(Serialize)]
struct PairCases {
    first: usize,
    second: usize,
    #[serde(flatten)]
    cases: Cases,
}

pub(super) fn agree(args: &Args) -> Result<Status, Failure> {
    let scope = Scope {
        layer: args.layer.as_deref().map(Slug::new).transpose().or_end(Status::Usage)?,
        labels: args.labels.iter().map(|label| Slug::new(label)).collect::<Result<_, _>>().or_end(Status::Usage)?,
        skip_regions: args.skip_regions,
    };
    let (comparison, warnings) = compare_sides(&args.sessions, scope).or_end(Status::Refused)?;
    tell_all(&warnings);
    if !comparison.unknown().is_empty() {
        let unknown = comparison.unknown().join(", ");
        return Err(Failure::new(Status::Usage, format!("no session's schema has the {unknown}")));
    }
    let draws = Draws { bootstrap: args.bootstrap.into(), samples: args.samples.into(), seed: args.seed };
    let figures = comparison.figures(draws, &Threads);
    if figures.compared == 0 {
        tell("these sessions have no article in common, by its id or by its text");
    } else if figures.sides.iter().all(|side| side.mentions == 0) {
        tell("none of the sessions has a mention that counts here");
    }
    if args.json {
        let cases = args.cases.then(|| all_cases(&comparison, &figures));
        say_json(&Document { figures: &figures, cases })?;
    } else {
        lines(&figures).iter().try_for_each(|line| say_line(line))?;
        if args.cases {
            let cases = all_cases(&comparison, &figures);
            let of_pair = |one: &PairCases| differing(&figures, one.first, one.second, &one.cases);
            cases.iter().flat_map(of_pair).try_for_each(|line| say_line(&line))?;
        }
    }
    Ok(if figures.compared == 0 { Status::Refused } else { Status::Done })
}

fn all_cases(comparison: &Comparison, figures: &Agreement) -> Vec<PairCases> {
    let of_pair = |(first, second)| PairCases { first, second, cases: comparison.cases(first, second) };
    figures.pairs.iter().map(|pair| (pair.first, pair.second)).map(of_pair).collect()
}
