//! What the parts of the window ask of the app. They borrow the session and push requests; nothing changes while a frame is
//! laid out.

use super::actions::Action;
use super::compare::Ask;
use super::gestures::Gesture;
use super::guidelines::PageAsk;
use super::key_sheet::KeyAsk;
use super::panes::Side;
use super::relate::End;
use super::review::ReviewAsk;
use super::search::SearchAsk;
use crate::analysis::related::Relative;
use crate::edit::Command;
use crate::model::{ArticleId, Day, EntryId, Label, MentionId, RelationId, Slug, SuggestionId};
use crate::store::Settings;
use crate::text::Span;
use std::path::PathBuf;

/// One thing asked for.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// Carry out a command.
    Do(Command),
    /// Carry out an action.
    Act(Action),
    /// Bring an article to the front.
    ShowArticle(ArticleId),
    /// Select a mention of the article in front and scroll to it, or select none.
    SelectMention(Option<MentionId>),
    /// Scroll to a mention of the article in front and leave the selection as it is.
    ScrollTo(MentionId),
    /// Show where a suggestion stands, in its article.
    ShowSuggestion(ArticleId, SuggestionId),
    /// Go to a mention of any article.
    JumpTo(ArticleId, MentionId),
    /// Show an entry in the register.
    ShowEntry(EntryId),
    /// Go to the first mention of an entry.
    OpenEntry(EntryId),
    /// Open the relations of the selected mention, at this one.
    EditRelation(RelationId),
    /// Relate the selected mention with this type and role, once the other end is chosen.
    RelateAs {
        /// The type.
        label: Slug,
        /// The role.
        role: Option<Slug>,
    },
    /// Choose another mention for an end of a relation.
    MoveEnd {
        /// The mention whose relations are open.
        mention: MentionId,
        /// The relation.
        relation: RelationId,
        /// Which end.
        end: End,
    },
    /// Ask which of these entries stays when they become one.
    MergeEntries(Vec<EntryId>),
    /// Tag the selection with a label; without a selection, change the selected mention's label; without that, arm it.
    UseLabel(Label),
    /// Take up a gesture of the article view.
    Gesture(Gesture),
    /// Something of the Compare view.
    Compare(Ask),
    /// Open sessions or add articles.
    OpenPaths(Vec<PathBuf>),
    /// Work on a session that was opened for reading only.
    AcceptReadOnly,
    /// Go on with the steps that were recovered.
    AcceptRecovered,
    /// Go on without the steps that were recovered.
    LeaveOutRecovered,
    /// Open an article in the other of two panes.
    OpenBeside(ArticleId),
    /// Close one of two panes.
    ClosePane(Side),
    /// Put settings in force.
    Prefer(Box<Settings>),
    /// Change or print keys.
    Keys(KeyAsk),
    /// Take the find bar away.
    CloseFind,
    /// Something of the guidelines.
    Pages(PageAsk),
    /// What a dialog of the Search view asks.
    Search(SearchAsk),
    /// What a dialog of the Review view asks.
    Review(Box<ReviewAsk>),
    /// Count how far the work is, and what is new since a day.
    CountHeadway(Option<Day>),
    /// Put a sentence of the article in front and its relative side by side.
    ShowRelated(Relative),
    /// Go to a place of an article and select it.
    ShowPlace(ArticleId, Span),
    /// Look through all articles for what may be cleaned.
    LookForCleaning,
    /// Close a notice.
    Dismiss(u64),
    /// Close every notice.
    DismissAll,
}

/// Requests of one frame, in order.
pub(super) type Requests = Vec<Request>;
