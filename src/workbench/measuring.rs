//! Measuring in the background how far the sides that are compared agree: the figures first, then their intervals, then gamma,
//! each as a job of its own.
//!
//! It does not know how figures are shown.

use super::compare::Compared;
use super::desk::Desk;
use super::jobs::Progress;
use super::threads::Threads;
use super::work::Outcome;
use crate::analysis::agreement::{Agreement, Case, CellOf, Comparison, Draws, Scope, Side};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// As much is drawn as `byline agree` draws where nobody says how much.
const DRAWS: Draws = Draws { bootstrap: 1000, samples: 30, seed: 0 };

/// How much of the figures is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// All but intervals and gamma.
    Figures,
    /// All but gamma.
    Intervals,
    /// All.
    Whole,
}

/// How far the sides agree, as far as it is known by now.
#[derive(Debug)]
pub struct Measured {
    /// The sides.
    pub compared: Arc<Compared>,
    /// What of them counts.
    pub scope: Scope,
    /// The figures.
    pub figures: Agreement,
    /// How much of them is there.
    pub stage: Stage,
    comparison: Arc<Comparison>,
}

/// The places behind one cell of a confusion matrix.
#[derive(Debug)]
pub struct CellCases {
    /// The sides of the matrix, by their places.
    pub pair: (usize, usize),
    /// The cell.
    pub cell: CellOf,
    /// The places, in the order of the articles.
    pub cases: Vec<Case>,
}

/// What came of measuring.
#[derive(Clone, Debug)]
pub enum Measuring {
    /// Figures, or more of them.
    Figures(Arc<Measured>),
    /// Places behind a cell.
    Cases(Arc<CellCases>),
}

/// Whether the work goes on, asked before each of `all` steps, which are counted.
fn counting(progress: &Progress, all: usize) -> impl Fn() -> bool + Sync {
    let done = AtomicUsize::new(0);
    move || {
        progress.set(done.fetch_add(1, Ordering::Relaxed).min(all), all);
        !progress.is_cancelled()
    }
}

impl Desk {
    /// Measures how far the sides of `compared` agree, without intervals and gamma; the number of the job.
    /// [`super::News::Measured`] brings what it and [`Self::measure_on`] find.
    pub fn measure(&mut self, compared: Arc<Compared>, scope: Scope) -> u64 {
        self.jobs.start("Measuring agreement", move |progress| {
            let of = |(name, session): (&String, &crate::model::Session)| Side {
                name: name.clone(),
                session: session.clone(),
            };
            let sides: Vec<Side> = compared.names.iter().zip(compared.sides()).map(of).collect();
            let comparison = Arc::new(Comparison::new(&sides, scope.clone(), &Threads));
            let draws = Draws { bootstrap: 0, samples: 0, ..DRAWS };
            let figures = comparison.figures_while(draws, &Threads, &|| !progress.is_cancelled());
            let measured = |figures| Measured { compared, scope, figures, stage: Stage::Figures, comparison };
            Outcome::Measured(figures.map(measured).map(Arc::new).map(Measuring::Figures))
        })
    }

    /// Goes on to what is not there yet; the number of the job, nothing where all is there.
    pub fn measure_on(&mut self, measured: &Arc<Measured>) -> Option<u64> {
        let (name, stage, draws) = match measured.stage {
            Stage::Figures => ("Drawing intervals of agreement", Stage::Intervals, Draws { samples: 0, ..DRAWS }),
            Stage::Intervals => ("Working out gamma", Stage::Whole, Draws { bootstrap: 0, ..DRAWS }),
            Stage::Whole => return None,
        };
        let before = Arc::clone(measured);
        Some(self.jobs.start(name, move |progress| {
            let Measured { compared, scope, figures, comparison, .. } = before.as_ref();
            let goes_on = counting(progress, comparison.steps(draws));
            let figures = match stage {
                Stage::Intervals => comparison.figures_while(draws, &Threads, &goes_on),
                _ => comparison.with_gamma(figures, draws, &Threads, &goes_on),
            };
            let measured = figures.map(|figures| Measured {
                compared: Arc::clone(compared),
                scope: scope.clone(),
                figures,
                stage,
                comparison: Arc::clone(comparison),
            });
            Outcome::Measured(measured.map(Arc::new).map(Measuring::Figures))
        }))
    }

    /// Lists the places behind a cell of two sides; the number of the job. [`super::News::Measured`] brings them.
    pub fn list_cases(&mut self, measured: &Arc<Measured>, pair: (usize, usize), cell: CellOf) -> u64 {
        let comparison = Arc::clone(&measured.comparison);
        self.jobs.start("Listing places", move |progress| {
            let cases = comparison.cases_in(pair, &cell, &|| !progress.is_cancelled());
            let found = cases.map(|cases| Arc::new(CellCases { pair, cell, cases }));
            Outcome::Measured(found.map(Measuring::Cases))
        })
    }
}
