//! The program `byline`.

fn main() {}
