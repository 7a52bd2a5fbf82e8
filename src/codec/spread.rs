//! Work in parts that others may carry out side by side.
//!
//! The codec starts no threads; whoever calls it brings a [`Spread`] that may.

use std::sync::OnceLock;

/// Carries out the parts of one piece of work, in any order and side by side where it can.
pub trait Spread: std::fmt::Debug + Send + Sync {
    /// Calls `work` once with every number below `tasks`, and returns when all calls did.
    fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync));
}

/// One part after the other, on the caller's own thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serial;

impl Spread for Serial {
    fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..tasks).for_each(work);
    }
}

/// What `work` gives for every number below `tasks`, in order; nothing where a part was not carried out.
pub fn gather<T: Send + Sync>(spread: &dyn Spread, tasks: usize, work: impl Fn(usize) -> T + Sync) -> Option<Vec<T>> {
    let results: Vec<OnceLock<T>> = (0..tasks).map(|_| OnceLock::new()).collect();
    spread.run(tasks, &|task| {
        if let Some(result) = results.get(task) {
            result.get_or_init(|| work(task));
        }
    });
    results.into_iter().map(OnceLock::into_inner).collect()
}
