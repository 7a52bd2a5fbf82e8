//! Two articles in a folder, the session over them, and what the program says of them.

use super::program::Place;

pub(crate) const FERRY: &str = "Skip to content\n\nFerry returns to the strait after two winters\n\n14 March 2031 09:20\n\n\
    The ferry returns to the strait after two winters, Minister Ismar Çelvik said on Wednesday, and the first ship leaves the quay in April.\n";
pub(crate) const HARBOUR: &str = "Harbour workers doubt the promise of the ferry\r\n\r\n\
    Harbour workers doubt that the ferry brings jobs: “=1+1 is what they tell us,” one said, \u{1F6A2} and the harbour has heard such a promise before.\r\n";

/// A folder with two articles and a session over them.
pub(crate) fn two_articles() -> Place {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    place.file("in/harbour.txt", HARBOUR);
    place.byline(&["import", "in", "-o", "s.ron", "--as", "Tester"]).ends(0);
    place
}

/// The id of the article `name`.
pub(crate) fn article(place: &Place, name: &str) -> String {
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    let articles = stats["articles"].as_array().unwrap();
    articles.iter().find(|article| article["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
}

/// A line that tags the first place where `words` stand.
pub(crate) fn tag(place: &Place, name: &str, words: &str, label: &str) -> String {
    let hits = place.byline(&["search", "s.ron", words, "--json"]).ends(0).json();
    let hit = hits["hits"].as_array().unwrap().iter().find(|hit| hit["name"] == name).unwrap().clone();
    format!(
        r#"tag((article: "{}", label: "{label}", fragments: [({}, {})], quote: "{}"))"#,
        hit["article"].as_str().unwrap(),
        hit["start"],
        hit["end"],
        hit["text"].as_str().unwrap()
    )
}
