//! What a page says, without its marks and its looks: for a look at it before it is written.
//!
//! It reads pages that are written here, and no others.

/// Tags that end a line where they open or close, and those around which a line is left empty.
const LINES: [&str; 6] = ["li", "tr", "dt", "dd", "br", "g"];
const BLOCKS: [&str; 9] = ["h1", "h2", "h3", "p", "div", "article", "table", "ul", "dl"];
/// Tags that part what stands beside each other where they close.
const CELLS: [&str; 4] = ["td", "th", "text", "b"];
/// Signs that stand in a page under a name.
const NAMED: [(&str, &str); 6] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];

/// The words of the body of `page`, of which the end may be missing; nothing before the body begins.
#[must_use]
pub fn words_of_page(page: &str) -> String {
    let Some((_, mut rest)) = page.split_once("<body>") else { return String::new() };
    let mut words = String::new();
    let mut is_tag_of_label = false;
    while let Some((before, behind)) = rest.split_once('<') {
        words.push_str(&named(before));
        let Some((tag, after)) = behind.split_once('>') else { return tidy(&words) };
        rest = after;
        let name = tag.trim_matches('/').split(' ').next().unwrap_or_default();
        if tag == "title" {
            // A name in full, of which the plot beside it shows as much as there is room for.
            rest = after.split_once("</title>").map_or("", |(_, behind)| behind);
        } else if tag == "span class=\"tag\"" {
            words.push('[');
            is_tag_of_label = true;
        } else if tag == "/span" && std::mem::take(&mut is_tag_of_label) {
            words.push_str("] ");
        } else if BLOCKS.contains(&name) {
            words.push_str("\n\n");
            rest = after.trim_start_matches('\n');
        } else if LINES.contains(&name) {
            if !words.ends_with('\n') {
                words.push('\n');
            }
            rest = after.trim_start_matches('\n');
        } else if CELLS.contains(&name) && tag.starts_with('/') {
            words.push_str("  ");
        }
    }
    words.push_str(&named(rest));
    tidy(&words)
}

fn named(text: &str) -> String {
    NAMED.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

/// No space at the ends of lines, and no two empty lines.
fn tidy(words: &str) -> String {
    let mut tidy = String::with_capacity(words.len());
    let mut is_empty = true;
    for line in words.lines().map(str::trim) {
        if !(line.is_empty() && is_empty) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        is_empty = line.is_empty();
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_its_words_and_nothing_of_its_looks() {
        let page = "<html><style>b { color: red }</style><body>\n<h1><bdi>Quay &amp; port</bdi></h1>\n<ul><li><b>2</b>articles\
                    </li><li><b>3</b>mentions</li></ul><table><tr><td id=\"e\">Ada &lt;3</td><td>4</td></tr>\n<tr><td>Bo</td><td>1\
                    </td></tr></table><text><title>Actor</title>Act…</text>\n\n\n<div class=\"text\"><span \
                    class=\"m l\" title=\"x\"><span class=\"tag\">Actor</span>Ada</span> left.</div><p>cut <a hre";
        assert_eq!(
            words_of_page(page),
            "Quay & port\n\n2  articles\n3  mentions\n\nAda <3  4\nBo  1\n\nAct…\n\n[Actor] Ada left.\n\ncut\n"
        );
        assert_eq!(words_of_page("<html><style>b {"), "");
    }
}
