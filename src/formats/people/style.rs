//! The look of the page: light and dark by the reader's own setting, and a print form. It does not know what is on it.

/// Colours of palette names: for light pages and for dark ones.
const PALETTE: [(&str, &str, &str); 10] = [
    ("blue", "#1f66b0", "#6ea8ea"),
    ("amber", "#a35a00", "#e0a03c"),
    ("violet", "#7a3fb0", "#b58be8"),
    ("teal", "#0a7373", "#4fb8b0"),
    ("rose", "#b8336a", "#ee7fa6"),
    ("green", "#3a7a1e", "#86c166"),
    ("slate", "#566270", "#9aa7b5"),
    ("orange", "#b8481a", "#ee8a5c"),
    ("indigo", "#4a4fc0", "#9297f0"),
    ("brown", "#7c5a3a", "#c79f78"),
];

/// The colours of a schema's colour name, or of `#rrggbb`, for light pages and for dark ones.
pub(super) fn colors(name: &str) -> (String, String) {
    let known = PALETTE.iter().find(|(known, _, _)| *known == name);
    let is_hex = name.len() == 7 && name.starts_with('#') && name.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
    match known {
        Some((_, light, dark)) => ((*light).to_owned(), (*dark).to_owned()),
        // A colour of somebody's own is mixed with the text's, so that it can be read on both.
        None if is_hex => {
            (format!("color-mix(in srgb, {name}, #000 35%)"), format!("color-mix(in srgb, {name}, #fff 45%)"))
        }
        None => ("#54606e".to_owned(), "#b4bfcc".to_owned()),
    }
}

/// The style sheet; the labels' own colours stand before it.
pub(super) const SHEET: &str = "
:root { color-scheme: light dark; --ground: #fdfcf9; --raised: #f3f2ee; --line: #d8d6cf; --text: #1f2124; --muted: #5b5d61; }
@media (prefers-color-scheme: dark) { :root { --ground: #1b1c1e; --raised: #26282b; --line: #3c3f44; --text: #e8e6e1; --muted: #a9abaf; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1.1rem; } p { margin: .5rem 0; } a { color: inherit; }
.muted { color: var(--muted); } nav ol { padding-left: 1.25rem; margin: .5rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0; list-style: none; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: start; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child, td:first-child { min-width: 11rem; width: 26%; } thead th { border-bottom: 2px solid var(--line); } td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg .bar { fill: var(--c, var(--muted)); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font: 1.05rem/2.1 Georgia, 'Noto Serif', serif; unicode-bidi: plaintext; }
.m { padding-bottom: calc(.12em + var(--d) * .24em); border-bottom: .14em solid var(--c); -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.m.rejected { border-bottom-style: dotted; } .tag { font: 600 .62em/1 system-ui, sans-serif; color: var(--c); vertical-align: .55em; margin-inline-end: .25em; white-space: nowrap; }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: .2em; background: var(--c); margin-inline-end: .4em; }
dl, .links { margin: .25rem 0 1rem; } .links { padding: 0; list-style: none; } .links li { margin: 0 0 .25rem 1rem; } dd { margin: 0 0 .25rem 1rem; } bdi { unicode-bidi: isolate; }
article { border-top: 1px solid var(--line); padding-top: .5rem; }
@media print { body { background: none; max-width: none; padding: 0; font-size: 10.5pt; } nav { display: none; } article { break-before: page; } tr, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } .wide { overflow: visible; } }
";
