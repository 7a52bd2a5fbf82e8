//! A failure of the program itself leaves a report of where in the program it was, without any word of the work, and the next
//! start tells of it.

use super::clock::Clock;
use crate::model::Timestamp;
use crate::store;
use std::backtrace::Backtrace;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::path::{Path, PathBuf};

/// From now on every failure leaves a report in `folder`, besides what is printed anyway.
pub fn report_failures(folder: PathBuf) {
    let usual = take_hook();
    set_hook(Box::new(move |info| {
        usual(info);
        let now = Clock::System.now();
        let name = format!("{}-{}", now.0.strftime("%Y%m%d-%H%M%S"), std::process::id());
        // Where the report cannot be written, the line that is printed is all there is.
        store::write_failure(&folder, &name, &report(info, now)).ok();
    }));
}

/// What the message of a failure says may quote the work, so it stays out.
fn report(info: &PanicHookInfo<'_>, now: Timestamp) -> String {
    let place = info.location().map_or("an unknown place".to_owned(), |place| {
        // The compiler's path may hold a person's name.
        let file = place.file().rsplit_once("src/").map_or("elsewhere", |(_, file)| file);
        format!("{file}, line {}", place.line())
    });
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    format!(
        "Byline {} failed at {now}\nsystem: {} {}\nplace: {place}\nthread: {thread}\n\n{}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        functions(&Backtrace::force_capture().to_string()),
    )
}

/// The functions of a backtrace without the files that they stand in.
fn functions(backtrace: &str) -> String {
    backtrace.lines().filter(|line| !line.trim_start().starts_with("at ")).map(|line| format!("{line}\n")).collect()
}

/// What is told at a start of failures since the last one.
#[must_use]
pub fn told_failures(folder: &Path) -> Option<String> {
    let reports = store::take_failures(folder);
    let last = reports.last()?.display().to_string();
    let count = match reports.len() {
        1 => "Byline failed when it last ran".to_owned(),
        count => format!("Byline failed {count} times since it was last started"),
    };
    Some(format!(
        "{count}. Every step that was done is kept; where steps were not in the file yet, they are offered when it is opened. \
        A report of where in the program it was, without any word of yours, is in {last}"
    ))
}
