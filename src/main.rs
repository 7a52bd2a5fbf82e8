//! The program `byline`.

fn main() {
    let paths: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    byline::gui::run(paths, Default::default(), Vec::new()).unwrap();
}
