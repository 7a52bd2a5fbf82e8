//! Work in parts that others may carry out side by side.
//!
//! The codec starts no threads; whoever calls it brings a [`Spread`] that may.

use std::sync::{Mutex, OnceLock, PoisonError};

/// So many parts are made of many items: a slow one keeps the others waiting for a short time only.
const PARTS: usize = 64;

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

/// What `work` makes of each of `items`, in their order.
pub fn map_each<T: Send, U: Send>(spread: &dyn Spread, items: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let size = items.len().div_ceil(PARTS).max(1);
    let mut items = items.into_iter();
    let parts = std::iter::from_fn(|| {
        let part: Vec<T> = items.by_ref().take(size).collect();
        (!part.is_empty()).then(|| Mutex::new((part, Vec::new())))
    });
    let parts: Vec<Mutex<(Vec<T>, Vec<U>)>> = parts.collect();
    let carry_out = |(items, made): &mut (Vec<T>, Vec<U>)| made.extend(std::mem::take(items).into_iter().map(&work));
    spread.run(parts.len(), &|task| {
        if let Some(mut part) = parts.get(task).and_then(|part| part.lock().ok()) {
            carry_out(&mut part);
        }
    });
    let rest = parts.into_iter().flat_map(|part| {
        let mut part = part.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Whatever nobody has taken up.
        carry_out(&mut part);
        part.1
    });
    rest.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaves out every third part, and takes the others from the last one on.
    #[derive(Debug)]
    struct Lazy;

    impl Spread for Lazy {
        fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync)) {
            (0..tasks).rev().filter(|task| task % 3 != 0).for_each(work);
        }
    }

    #[test]
    fn items_keep_their_order_whoever_works() {
        for count in [0, 1, 63, 64, 65, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map_each(&Serial, items.clone(), |item| item * 2), doubled);
            assert_eq!(map_each(&Lazy, items, |item| item * 2), doubled);
        }
    }
}
