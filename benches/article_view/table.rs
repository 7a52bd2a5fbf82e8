//! The table of what must hold beside what was measured, and how cost grows with size.

use super::texts::{marks_of, session_of};
use super::window::{Page, Window};
use super::{MEMORY, SIZES};
use byline::gui::article::MarkSet;
use byline::text::Span;
use byline::workbench::Clock;
use std::time::Duration;

/// Milliseconds that `per_mille` of the times stay below; 500 is the median.
pub(crate) fn share(mut times: Vec<Duration>, per_mille: usize) -> f64 {
    times.sort_unstable();
    millis(times[(times.len() * per_mille / 1000).min(times.len() - 1)])
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What was measured of one size, in milliseconds.
pub(crate) struct Measured {
    first: f64,
    steady: f64,
    steady_view: f64,
    /// 99th percentile and median.
    wheel: (f64, f64),
    jump: (f64, f64),
    key: f64,
    next: f64,
}

pub(crate) fn measure(bytes: usize) -> Measured {
    let mut window = Window::new(session_of(bytes));
    let first = millis(window.open());
    window.settle();
    let steady = share(window.frames(300), 500);
    let spread = |times: Vec<Duration>| (share(times.clone(), 990), share(times, 500));
    let wheel = spread(window.wheel(600));
    let jump = spread(window.jumps(300));
    let (keys, nexts) = (0..20).map(|_| window.tag()).unzip();
    let mut page = Page::new(bytes);
    page.frames(30);
    let steady_view = share(page.frames(300), 500);
    Measured { first, steady, steady_view, wheel, jump, key: share(keys, 990), next: share(nexts, 990) }
}

/// One line of the table: what, what must hold, what is.
pub(crate) type Row = (String, String, String);

pub(crate) fn row(what: impl Into<String>, must: impl Into<String>, measured: impl Into<String>) -> Row {
    (what.into(), must.into(), measured.into())
}

pub(crate) fn rows_of(name: &str, must_first: &str, measured: &Measured) -> Vec<Row> {
    let ms = |value: f64| format!("{value:.2} ms");
    let both = |(p99, median): (f64, f64)| format!("{p99:.2} ms (median {median:.2})");
    vec![
        row(format!("first frame of the window, {name}"), must_first, ms(measured.first)),
        row(format!("steady frame of the whole window, {name}"), "2 ms", ms(measured.steady)),
        row(format!("steady frame of the view alone, {name}"), "1 ms", ms(measured.steady_view)),
        row(format!("wheel scrolling, p99, whole window, {name}"), "3 ms", both(measured.wheel)),
        row(format!("random jump, p99, whole window, {name}"), "3 ms", both(measured.jump)),
        row(
            format!("label key, then the frame with its mark, p99, {name}"),
            "the next frame",
            format!("next frame: {} + {}", ms(measured.key), ms(measured.next)),
        ),
    ]
}

pub(crate) fn height_rows() -> Vec<Row> {
    let times = Page::new(1_000_000).exact_heights();
    let total: Duration = times.iter().sum();
    let p99 = share(times.clone(), 990);
    vec![
        row("exact heights of 1 MB, in all", "300 ms", format!("{:.0} ms in {} frames", millis(total), times.len())),
        row("exact heights of 1 MB, worst frame", "2 ms", format!("{:.2} ms (p99 {p99:.2})", share(times, 1000))),
    ]
}

pub(crate) fn touching_row() -> Row {
    let marks = MarkSet::new(marks_of(10_000_000));
    let mut at: usize = 1;
    let mut found = 0;
    let begun = Clock::instant();
    for _ in 0..100_000 {
        at = (at * 48_271) % 2_147_483_647;
        let byte = at % 9_990_000;
        found += marks.touching(Span::bytes(byte, byte + 500)).len();
    }
    let micros = millis(begun.elapsed()) * 1000.0 / 100_000.0;
    let each = f64::from(u32::try_from(found).unwrap()) / 100_000.0;
    row("mentions touching 500 bytes among 100,000", "5 us", format!("{micros:.2} us ({each:.1} found)"))
}

/// Resident megabytes of this process, where the system tells.
pub(crate) fn resident_mb() -> Option<f64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / 1e6)
}

/// In a process of its own: what a session of `bytes` adds to an empty window, what showing it adds to that, and
/// what finding words in it does.
pub(crate) fn print_memory(bytes: usize) {
    let mut warm = Window::new(session_of(1000));
    warm.open();
    let Some(empty) = resident_mb() else { return };
    let session = session_of(bytes);
    let held = resident_mb().unwrap_or_default() - empty;
    let mut window = Window::new(session);
    window.open();
    window.settle();
    let shown = resident_mb().unwrap_or_default() - empty - held;
    window.find("Geneva");
    println!("{held} {shown} {}", resident_mb().unwrap_or_default() - empty - held - shown);
    drop(warm);
}

pub(crate) fn memory_row(name: &str, must: &str, bytes: usize) -> Row {
    let program = std::env::current_exe().unwrap();
    let output = std::process::Command::new(program).env(MEMORY, bytes.to_string()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    let measured = match figures.as_slice() {
        [session, window, find] => {
            let (shown, all) = (session + window, session + window + find);
            format!("{shown:.0} MB ({session:.0} the session, {window:.0} the window); {all:.0} while finding")
        }
        _ => "not known on this system".to_owned(),
    };
    row(format!("memory added, {name}"), must, measured)
}

pub(crate) fn print_tables() {
    let measured: Vec<(&str, Measured)> = SIZES.iter().map(|(name, bytes)| (*name, measure(*bytes))).collect();
    let mut rows = rows_of("1 MB / 10,000 mentions", "50 ms", &measured[2].1);
    rows.extend(rows_of("10 MB / 100,000 mentions", "100 ms", &measured[3].1));
    rows.extend(height_rows());
    rows.push(memory_row("1 MB / 10,000 mentions", "30 MB", 1_000_000));
    rows.push(memory_row("10 MB / 100,000 mentions", "120 MB", 10_000_000));
    rows.push(touching_row());
    println!("\n{:<74} | {:<14} | measured", "work", "must");
    println!("{:-<74}-|-{:-<14}-|-{:-<40}", "", "", "");
    for (what, must, measured) in rows {
        println!("{what:<74} | {must:<14} | {measured}");
    }
    println!(
        "\n{:<10} | first frame | steady window | steady view | wheel p99 | jump p99 | label key + next",
        "growth"
    );
    for (name, one) in measured {
        let Measured { first, steady, steady_view, wheel, jump, key, next } = one;
        println!(
            "{name:<10} | {first:>8.2} ms | {steady:>10.2} ms | {steady_view:>8.2} ms | {:>6.2} ms | {:>5.2} ms | \
             {key:.2} + {next:.2} ms",
            wheel.0, jump.0
        );
    }
    println!();
}
