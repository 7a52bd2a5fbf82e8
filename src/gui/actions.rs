//! Every action of the window in one table: menus, keys, the palette, the key sheet and accessible names come from it.
//!
//! It does not know how an action is carried out.

use crate::gui::language::tr;
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// Something that a person can do without pointing at a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table says what each one does")]
pub enum Action {
    NewSession,
    OpenSession,
    OpenSample,
    OpenByPath,
    AddArticles,
    AddFolder,
    PasteArticle,
    ArticleEncoding,
    Save,
    SaveAs,
    Versions,
    Import,
    Export,
    WriteReport,
    AddPages,
    WritePages,
    Quit,
    Undo,
    Redo,
    TagArmed,
    DeleteMention,
    SelectSentence,
    SelectParagraph,
    EndOut,
    EndIn,
    StartOut,
    StartIn,
    EndOutByCharacter,
    EndInByCharacter,
    StartOutByCharacter,
    StartInByCharacter,
    AddFragment,
    RemoveFragment,
    Relate,
    EditRelations,
    LinkEntry,
    TagRepeats,
    TagFound,
    CycleSnap,
    ToggleTrim,
    Find,
    FindNext,
    FindPrevious,
    FindCase,
    FindMarks,
    FindWords,
    FindPattern,
    NextMention,
    PreviousMention,
    OuterMention,
    QuickSelect,
    NextSentence,
    PreviousSentence,
    NextParagraph,
    PreviousParagraph,
    NextArticle,
    PreviousArticle,
    NextSuggestion,
    PreviousSuggestion,
    AcceptSuggestion,
    RejectSuggestion,
    AcceptShown,
    RejectShown,
    Conflicts,
    Schema,
    NewPage,
    EditPage,
    DropPage,
    CycleStatus,
    Details,
    ConfirmGuesses,
    Outlets,
    Escape,
    NextPane,
    PreviousPane,
    FocusArticles,
    Register,
    Search,
    SearchEverywhere,
    Pages,
    LabelPage,
    Review,
    Cleaning,
    MarkRegion,
    DropRegion,
    Headway,
    RelatedText,
    History,
    Compare,
    OpenSides,
    ReadSides,
    Agreement,
    TakeAgreed,
    FilterMentions,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    LightTheme,
    DarkTheme,
    SystemTheme,
    ToggleTypeface,
    OpenBeside,
    CloseBeside,
    OtherArticle,
    ScrollTogether,
    Reading,
    LargerText,
    SmallerText,
    WiderLines,
    NarrowerLines,
    LooserLines,
    TighterLines,
    UsualReading,
    ParagraphNumbers,
    SharedCopy,
    NewEntry,
    RenameEntry,
    MergeEntries,
    SplitEntry,
    AlignEntry,
    TellApart,
    LikelySame,
    DeleteEntries,
    ReviewAccept,
    ReviewReject,
    ReviewReopen,
    ReviewFlag,
    ReviewNote,
    ReviewMany,
    ReviewFilter,
    ReviewSave,
    ReviewChecks,
    Palette,
    Keys,
    Guide,
    Tour,
    Messages,
    Preferences,
}

/// Under which menu an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Sessions and articles.
    File,
    /// Changing the session.
    Edit,
    /// Moving about.
    Go,
    /// How things look.
    View,
    /// Entries of the register.
    Register,
    /// Rows of the Review view, where alone their keys act.
    Review,
    /// Help.
    Help,
}

impl Menu {
    /// Every menu, from left to right.
    pub const ALL: [Self; 7] = [Self::File, Self::Edit, Self::Go, Self::View, Self::Register, Self::Review, Self::Help];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => tr!("File"),
            Self::Edit => tr!("Edit"),
            Self::Go => tr!("Go"),
            Self::View => tr!("View"),
            Self::Register => tr!("Register"),
            Self::Review => tr!("Review"),
            Self::Help => tr!("Help"),
        }
    }
}

/// What the table says of an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name in English; [`Self::told`] is the one to show.
    pub name: &'static str,
    /// Where it stands.
    pub menu: Menu,
    /// Its key.
    pub key: KeyboardShortcut,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { command: true, shift: true, ..Modifiers::NONE };
const CTRL_ALT: Modifiers = Modifiers { command: true, alt: true, ..Modifiers::NONE };

const fn row(action: Action, menu: Menu, name: &'static str, modifiers: Modifiers, key: Key) -> ActionInfo {
    ActionInfo { action, name, menu, key: KeyboardShortcut::new(modifiers, key) }
}

/// Every action, in the order of the menus.
pub const ACTIONS: &[ActionInfo] = &[
    row(Action::NewSession, Menu::File, "New session", CTRL, Key::N),
    row(Action::OpenSession, Menu::File, "Open session…", CTRL, Key::O),
    row(Action::OpenByPath, Menu::File, "Open by path…", CTRL, Key::L),
    row(Action::OpenSample, Menu::File, "Open the sample session", CTRL_SHIFT, Key::E),
    row(Action::AddArticles, Menu::File, "Add articles…", CTRL_SHIFT, Key::O),
    row(Action::AddFolder, Menu::File, "Add a folder of articles…", CTRL_SHIFT, Key::D),
    row(Action::PasteArticle, Menu::File, "Paste as an article…", CTRL_SHIFT, Key::V),
    row(Action::ArticleEncoding, Menu::File, "Encoding of the article…", CTRL_ALT, Key::I),
    row(Action::Save, Menu::File, "Save", CTRL, Key::S),
    row(Action::SaveAs, Menu::File, "Save as…", CTRL_SHIFT, Key::S),
    row(Action::Versions, Menu::File, "Earlier versions…", CTRL_SHIFT, Key::H),
    row(Action::Import, Menu::File, "Import labelled data…", CTRL, Key::I),
    row(Action::Export, Menu::File, "Export…", CTRL, Key::E),
    row(Action::WriteReport, Menu::File, "Write a report…", CTRL_SHIFT, Key::R),
    row(Action::AddPages, Menu::File, "Add guideline pages from files…", CTRL_SHIFT, Key::B),
    row(Action::WritePages, Menu::File, "Write the guideline pages to a folder…", CTRL_SHIFT, Key::W),
    row(Action::OpenSides, Menu::File, "Compare with sessions…", CTRL_ALT, Key::O),
    row(Action::Preferences, Menu::File, "Settings…", CTRL, Key::Comma),
    row(Action::Quit, Menu::File, "Quit", CTRL, Key::Q),
    row(Action::Undo, Menu::Edit, "Undo", CTRL, Key::Z),
    row(Action::Redo, Menu::Edit, "Redo", CTRL_SHIFT, Key::Z),
    row(Action::TagArmed, Menu::Edit, "Tag with the armed label", NONE, Key::Enter),
    row(Action::DeleteMention, Menu::Edit, "Delete the selected mention", NONE, Key::Delete),
    row(Action::SelectSentence, Menu::Edit, "Select the sentence", NONE, Key::S),
    row(Action::SelectParagraph, Menu::Edit, "Select the paragraph", NONE, Key::P),
    row(Action::EndOut, Menu::Edit, "Take a word in at the mention’s end", NONE, Key::CloseBracket),
    row(Action::EndIn, Menu::Edit, "Leave a word out at the mention’s end", NONE, Key::OpenBracket),
    row(Action::StartOut, Menu::Edit, "Take a word in at the mention’s start", NONE, Key::CloseCurlyBracket),
    row(Action::StartIn, Menu::Edit, "Leave a word out at the mention’s start", NONE, Key::OpenCurlyBracket),
    row(Action::EndOutByCharacter, Menu::Edit, "Take a character in at the mention’s end", CTRL, Key::CloseBracket),
    row(Action::EndInByCharacter, Menu::Edit, "Leave a character out at the mention’s end", CTRL, Key::OpenBracket),
    row(
        Action::StartOutByCharacter,
        Menu::Edit,
        "Take a character in at the mention’s start",
        CTRL,
        Key::CloseCurlyBracket,
    ),
    row(
        Action::StartInByCharacter,
        Menu::Edit,
        "Leave a character out at the mention’s start",
        CTRL,
        Key::OpenCurlyBracket,
    ),
    row(Action::AddFragment, Menu::Edit, "Add the selected words as a fragment", ALT, Key::Enter),
    row(Action::RemoveFragment, Menu::Edit, "Remove the fragment at the caret", ALT, Key::Delete),
    row(Action::Relate, Menu::Edit, "Relate the selected mention to another", NONE, Key::R),
    row(Action::EditRelations, Menu::Edit, "Relations of the selected mention…", SHIFT, Key::R),
    row(Action::LinkEntry, Menu::Edit, "Link the mention to an entry…", NONE, Key::L),
    row(Action::TagRepeats, Menu::Edit, "Tag every occurrence…", CTRL_SHIFT, Key::A),
    row(Action::TagFound, Menu::Edit, "Tag what was found…", CTRL_ALT, Key::P),
    row(Action::CycleSnap, Menu::Edit, "Snap to characters, words or sentences", NONE, Key::W),
    row(Action::ToggleTrim, Menu::Edit, "Trim spaces and punctuation", NONE, Key::T),
    row(Action::AcceptSuggestion, Menu::Edit, "Accept the suggestion", NONE, Key::F9),
    row(Action::RejectSuggestion, Menu::Edit, "Reject the suggestion", SHIFT, Key::F9),
    row(Action::AcceptShown, Menu::Edit, "Accept all suggestions shown", CTRL_SHIFT, Key::Enter),
    row(Action::RejectShown, Menu::Edit, "Reject all suggestions shown", CTRL_SHIFT, Key::Delete),
    row(Action::Conflicts, Menu::Edit, "Conflicts of a merge…", CTRL_ALT, Key::M),
    row(Action::TakeAgreed, Menu::Edit, "Take what all sides agree on…", CTRL_ALT, Key::G),
    row(Action::Schema, Menu::Edit, "Schema: labels, attributes, relation types…", CTRL_SHIFT, Key::T),
    row(Action::NewPage, Menu::Edit, "New guideline page…", CTRL_SHIFT, Key::I),
    row(Action::EditPage, Menu::Edit, "Edit the guideline page…", CTRL, Key::T),
    row(Action::DropPage, Menu::Edit, "Delete the guideline page", CTRL_SHIFT, Key::J),
    row(Action::Cleaning, Menu::Edit, "Cleaning: damaged words, captions, menus…", CTRL_ALT, Key::E),
    row(Action::MarkRegion, Menu::Edit, "Mark the selection as no body…", CTRL_ALT, Key::B),
    row(Action::DropRegion, Menu::Edit, "Take the region at the caret away", CTRL_ALT, Key::U),
    row(Action::CycleStatus, Menu::Edit, "Reading status of the article", NONE, Key::M),
    row(Action::Details, Menu::Edit, "Article details…", NONE, Key::F4),
    row(Action::ConfirmGuesses, Menu::Edit, "Confirm what is guessed of the article", SHIFT, Key::F4),
    row(Action::Outlets, Menu::Edit, "Outlets…", CTRL, Key::F4),
    row(Action::Find, Menu::Go, "Find in the article", CTRL, Key::F),
    row(Action::FindNext, Menu::Go, "Next place found", NONE, Key::F3),
    row(Action::FindPrevious, Menu::Go, "Previous place found", SHIFT, Key::F3),
    row(Action::FindCase, Menu::Go, "Find: case matters", CTRL_ALT, Key::C),
    row(Action::FindMarks, Menu::Go, "Find: diacritics matter", CTRL_ALT, Key::A),
    row(Action::FindWords, Menu::Go, "Find: whole words", CTRL_ALT, Key::W),
    row(Action::FindPattern, Menu::Go, "Find: regular expression", CTRL_ALT, Key::X),
    row(Action::NextMention, Menu::Go, "Next mention", ALT, Key::ArrowRight),
    row(Action::PreviousMention, Menu::Go, "Previous mention", ALT, Key::ArrowLeft),
    row(Action::NextSuggestion, Menu::Go, "Next suggestion", NONE, Key::F8),
    row(Action::PreviousSuggestion, Menu::Go, "Previous suggestion", SHIFT, Key::F8),
    row(Action::OuterMention, Menu::Go, "Next mention at the same place", NONE, Key::Space),
    row(Action::QuickSelect, Menu::Go, "Type to find and select", NONE, Key::Slash),
    row(Action::NextSentence, Menu::Go, "Next sentence", ALT, Key::ArrowDown),
    row(Action::PreviousSentence, Menu::Go, "Previous sentence", ALT, Key::ArrowUp),
    row(Action::NextParagraph, Menu::Go, "Next paragraph", CTRL, Key::ArrowDown),
    row(Action::PreviousParagraph, Menu::Go, "Previous paragraph", CTRL, Key::ArrowUp),
    row(Action::NextArticle, Menu::Go, "Next article", CTRL, Key::PageDown),
    row(Action::PreviousArticle, Menu::Go, "Previous article", CTRL, Key::PageUp),
    row(Action::FocusArticles, Menu::Go, "Articles", CTRL, Key::Num1),
    row(Action::Review, Menu::Go, "Review", CTRL, Key::Num2),
    row(Action::Register, Menu::Go, "The register", CTRL, Key::Num3),
    row(Action::Search, Menu::Go, "Search", CTRL, Key::Num4),
    row(Action::SearchEverywhere, Menu::Go, "Find in all articles", CTRL_SHIFT, Key::F),
    row(Action::Pages, Menu::Go, "Guidelines", CTRL, Key::Num5),
    row(Action::LabelPage, Menu::Go, "Guideline page of the label", SHIFT, Key::F1),
    row(Action::Headway, Menu::Go, "Progress of the work…", CTRL_SHIFT, Key::P),
    row(Action::RelatedText, Menu::Go, "Related text…", CTRL_SHIFT, Key::K),
    row(Action::History, Menu::Go, "History…", CTRL, Key::H),
    row(Action::Compare, Menu::Go, "Compare annotators", CTRL, Key::Num6),
    row(Action::ReadSides, Menu::Go, "Read the compared sessions again", NONE, Key::F5),
    row(Action::Agreement, Menu::Go, "Agreement of the compared sessions…", CTRL_ALT, Key::Num6),
    row(Action::FilterMentions, Menu::Go, "Filter the mentions", CTRL_SHIFT, Key::L),
    row(Action::NextPane, Menu::Go, "Next pane", NONE, Key::F6),
    row(Action::PreviousPane, Menu::Go, "Previous pane", SHIFT, Key::F6),
    row(Action::Escape, Menu::Go, "Disarm the label, then deselect", NONE, Key::Escape),
    row(Action::ZoomIn, Menu::View, "Zoom in", CTRL, Key::Plus),
    row(Action::ZoomOut, Menu::View, "Zoom out", CTRL, Key::Minus),
    row(Action::ZoomReset, Menu::View, "Actual size", CTRL, Key::Num0),
    row(Action::LightTheme, Menu::View, "Light theme", CTRL_ALT, Key::L),
    row(Action::DarkTheme, Menu::View, "Dark theme", CTRL_ALT, Key::D),
    row(Action::SystemTheme, Menu::View, "Theme of the system", CTRL_ALT, Key::S),
    row(Action::ToggleTypeface, Menu::View, "Serif or sans-serif text", CTRL_ALT, Key::F),
    row(Action::OpenBeside, Menu::View, "Open beside", CTRL, Key::Backslash),
    row(Action::CloseBeside, Menu::View, "Close the second article", CTRL, Key::W),
    row(Action::OtherArticle, Menu::View, "Other article pane", NONE, Key::F7),
    row(Action::ScrollTogether, Menu::View, "Scroll both together", CTRL_ALT, Key::J),
    row(Action::Reading, Menu::View, "Reading…", CTRL_ALT, Key::R),
    row(Action::LargerText, Menu::View, "Larger text", CTRL_ALT, Key::Plus),
    row(Action::SmallerText, Menu::View, "Smaller text", CTRL_ALT, Key::Minus),
    row(Action::WiderLines, Menu::View, "Longer lines", CTRL_ALT, Key::Period),
    row(Action::NarrowerLines, Menu::View, "Shorter lines", CTRL_ALT, Key::Comma),
    row(Action::LooserLines, Menu::View, "More space between lines", CTRL_ALT, Key::CloseBracket),
    row(Action::TighterLines, Menu::View, "Less space between lines", CTRL_ALT, Key::OpenBracket),
    row(Action::UsualReading, Menu::View, "Usual text size and lines", CTRL_ALT, Key::Num0),
    row(Action::ParagraphNumbers, Menu::View, "Paragraph numbers", CTRL_ALT, Key::N),
    row(Action::SharedCopy, Menu::View, "Lines beside shared copy", CTRL_ALT, Key::K),
    row(Action::NewEntry, Menu::Register, "New entry…", CTRL_SHIFT, Key::N),
    row(Action::RenameEntry, Menu::Register, "Rename the entry", NONE, Key::F2),
    row(Action::MergeEntries, Menu::Register, "Merge the chosen entries…", CTRL, Key::M),
    row(Action::SplitEntry, Menu::Register, "Split the entry…", CTRL_SHIFT, Key::M),
    row(Action::AlignEntry, Menu::Register, "Align with another…", CTRL, Key::J),
    row(Action::TellApart, Menu::Register, "The chosen entries are not the same", CTRL, Key::D),
    row(Action::LikelySame, Menu::Register, "What may be the same", CTRL_SHIFT, Key::U),
    row(Action::DeleteEntries, Menu::Register, "Delete the chosen entries…", SHIFT, Key::Delete),
    row(Action::ReviewAccept, Menu::Review, "Accept the row", NONE, Key::A),
    row(Action::ReviewReject, Menu::Review, "Reject the row", NONE, Key::X),
    row(Action::ReviewReopen, Menu::Review, "Reopen the row", NONE, Key::O),
    row(Action::ReviewFlag, Menu::Review, "Flag the row, or take the flag off", NONE, Key::F),
    row(Action::ReviewNote, Menu::Review, "Notes on the row…", NONE, Key::N),
    row(Action::ReviewMany, Menu::Review, "Do with many rows…", NONE, Key::B),
    row(Action::ReviewFilter, Menu::Review, "Filter the rows…", SHIFT, Key::F),
    row(Action::ReviewSave, Menu::Review, "Save the filter…", SHIFT, Key::S),
    row(Action::ReviewChecks, Menu::Review, "What is worth a second look…", NONE, Key::C),
    row(Action::Palette, Menu::Help, "All actions…", CTRL, Key::K),
    row(Action::Keys, Menu::Help, "Keys", NONE, Key::Questionmark),
    row(Action::Guide, Menu::Help, "Guide", NONE, Key::F1),
    row(Action::Tour, Menu::Help, "Tour of the window", CTRL, Key::F1),
    row(Action::Messages, Menu::Help, "Messages…", CTRL_ALT, Key::H),
];

impl Action {
    /// What the table says of this action.
    #[must_use]
    pub fn info(self) -> Option<&'static ActionInfo> {
        ACTIONS.iter().find(|row| row.action == self)
    }

    /// Whether it is about entries of the register.
    pub(super) fn is_of_register(self) -> bool {
        let by_menu = self.info().is_some_and(|info| info.menu == Menu::Register);
        by_menu || matches!(self, Self::Register | Self::LinkEntry)
    }

    /// How files name it: `next-mention`.
    pub(super) fn slug(self) -> String {
        let mut slug = String::new();
        for sign in format!("{self:?}").chars() {
            if sign.is_ascii_uppercase() && !slug.is_empty() {
                slug.push('-');
            }
            slug.push(sign.to_ascii_lowercase());
        }
        slug
    }

    /// The action that files name so.
    pub(super) fn of_slug(slug: &str) -> Option<Self> {
        ACTIONS.iter().map(|info| info.action).find(|action| action.slug() == slug)
    }

    /// Its name, as menus show it and screen readers say it; empty for an action that the table lacks, which a test rules out.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.info().map_or("", ActionInfo::told)
    }
}

/// A key for people, as `Ctrl+Shift+Z`.
pub(super) fn key_text(key: KeyboardShortcut) -> String {
    let mut text = String::new();
    for (held, name) in [
        (key.modifiers.command, if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" }),
        (key.modifiers.alt, "Alt+"),
        (key.modifiers.shift, "Shift+"),
    ] {
        if held {
            text.push_str(name);
        }
    }
    text.push_str(match key.logical_key {
        Key::ArrowRight => "Right",
        Key::ArrowLeft => "Left",
        Key::ArrowUp => "Up",
        Key::ArrowDown => "Down",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::OpenCurlyBracket => "{",
        Key::CloseCurlyBracket => "}",
        Key::Slash => "/",
        Key::Questionmark => "?",
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Escape => "Esc",
        Key::Backslash => "\\",
        Key::Period => ".",
        Key::Comma => ",",
        key => key.name(),
    });
    text
}

impl ActionInfo {
    /// Its name in the language of the window.
    #[must_use]
    pub fn told(&self) -> &'static str {
        tr(self.name)
    }

    /// The key that the table gives it, for people.
    #[must_use]
    pub fn key_text(&self) -> String {
        key_text(self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key_or_a_name() {
        for (index, row) in ACTIONS.iter().enumerate() {
            for other in &ACTIONS[index + 1..] {
                assert_ne!(row.key, other.key, "{} and {}", row.name, other.name);
                assert_ne!(row.name, other.name);
                assert_ne!(row.action, other.action);
            }
        }
    }

    #[test]
    fn files_name_every_action_in_a_way_of_its_own() {
        assert_eq!(Action::NextMention.slug(), "next-mention");
        for row in ACTIONS {
            assert_eq!(Action::of_slug(&row.action.slug()), Some(row.action));
        }
    }
}
