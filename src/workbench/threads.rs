//! Work in parts on all processors of the computer.
//!
//! It does not know what the work is.

use crate::codec::Spread;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More threads than this bring nothing to work that mostly waits for memory.
const MAX_THREADS: usize = 8;

/// As many threads as there are processors, for as long as one piece of work takes. Whoever calls waits and works too.
#[derive(Clone, Copy, Debug, Default)]
pub struct Threads;

impl Spread for Threads {
    fn run(&self, tasks: usize, work: &(dyn Fn(usize) + Sync)) {
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS).min(tasks);
        let next = AtomicUsize::new(0);
        let work_on = || {
            while let Some(task) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|task| *task < tasks) {
                work(task);
            }
        };
        thread::scope(|scope| {
            for number in 1..threads {
                // Where no thread can be had, the caller's own does all of the work.
                let named = thread::Builder::new().name(format!("byline part {number}"));
                named.spawn_scoped(scope, work_on).ok();
            }
            work_on();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_carried_out_once() {
        for tasks in [0, 1, 2, 1000] {
            let counts: Vec<AtomicUsize> = (0..tasks).map(|_| AtomicUsize::new(0)).collect();
            Threads.run(tasks, &|task| {
                counts[task].fetch_add(1, Ordering::Relaxed);
            });
            assert!(counts.iter().all(|count| count.load(Ordering::Relaxed) == 1));
        }
    }
}
