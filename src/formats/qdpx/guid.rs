//! Ids that are made of what they name.

use std::sync::LazyLock;
use uuid::Uuid;

/// The namespace of the project file.
pub(super) const NAMESPACE: &str = "urn:QDA-XML:project:1.0";

/// The name that makes ids of ours differ from everybody else's.
const OWN: &[u8] = b"byline";

/// The id of what `name` is among things of one `kind`.
pub(super) fn guid(kind: &str, name: &str) -> String {
    static NAMESPACE_OF_OURS: LazyLock<Uuid> = LazyLock::new(|| Uuid::new_v5(&Uuid::NAMESPACE_URL, OWN));
    Uuid::new_v5(&NAMESPACE_OF_OURS, format!("{kind}:{name}").as_bytes()).to_string()
}

/// Whether `text` has the form of an id.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}
