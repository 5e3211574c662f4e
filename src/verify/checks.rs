//! What written files are held against.

/// What a file is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// It can be read at all, within the limits that a report keeps.
    Readable,
    /// No password is needed to read it (ISO 19005-2, clause 6.1.3).
    Encryption,
    /// A PDF claims PDF/A, and PDF/UA from PDF/A-2 on (ISO 19005, ISO 14289-1
    /// clause 5).
    Standards,
    /// What a PDF claims are standards, for PDF of its version.
    KnownStandards,
    /// A PDF has a tag tree, and every page is in it (ISO 14289-1, clause 7.1).
    Tagged,
    /// Every tag is a standard one, or its role is (clause 7.1).
    StandardTags,
    /// The cells that cells name as their heads are there (clause 7.5).
    CellHeads,
    /// All that a page shows is tagged or marked as an artifact (clause 7.1).
    Content,
    /// No text is there that nobody sees.
    Hidden,
    /// Every font is in the file (clause 7.21.4.1).
    Fonts,
    /// Every font tells which characters its glyphs are (clause 7.21.7).
    Characters,
    /// The language is given (clause 7.2; WCAG 3.1.1).
    Language,
    /// There is a title, and viewers show it (clause 7.1; WCAG 2.4.2).
    Title,
    /// There are bookmarks (WCAG 2.4.5).
    Bookmarks,
    /// Pictures and marks have alternative texts (clause 7.3; WCAG 1.1.1).
    Alternatives,
    /// No heading skips a level (clause 7.4.2; WCAG 1.3.1).
    Headings,
    /// Nothing happens when a PDF is opened, and a click leads to a place in it
    /// or to the web (ISO 19005-2, clause 6.5).
    Actions,
    /// Notes and fields on pages are of allowed kinds, show, and have a look of
    /// their own (clause 6.3).
    Annotations,
    /// The tabulator key follows the tags (ISO 14289-1, clause 7.18.3).
    TabOrder,
    /// Attached files are the ones that the report was made from.
    Attachments,
    /// All that is shown is in the file: nothing is fetched.
    Remote,
    /// There are no macros, scripts or embedded programs.
    Programs,
    /// The parts of a Word file have types, and relations lead to parts
    /// (ECMA-376 part 2).
    Package,
    /// No two parts have the same name.
    PartNames,
    /// Nothing is there twice of which a program shows either the one or the
    /// other (ECMA-376 part 3, clause 7.5).
    Alternates,
    /// Tables have a header row.
    HeaderRows,
    /// Ids and names are used once.
    Ids,
}

impl Check {
    pub const ALL: [Self; 27] = [
        Self::Readable,
        Self::Encryption,
        Self::Standards,
        Self::KnownStandards,
        Self::Tagged,
        Self::StandardTags,
        Self::CellHeads,
        Self::Content,
        Self::Hidden,
        Self::Fonts,
        Self::Characters,
        Self::Language,
        Self::Title,
        Self::Bookmarks,
        Self::Alternatives,
        Self::Headings,
        Self::Actions,
        Self::Annotations,
        Self::TabOrder,
        Self::Attachments,
        Self::Remote,
        Self::Programs,
        Self::Package,
        Self::PartNames,
        Self::Alternates,
        Self::HeaderRows,
        Self::Ids,
    ];

    /// The stable id, as machine output has it and the catalogues are keyed.
    pub fn id(self) -> &'static str {
        match self {
            Self::Readable => "verify-readable",
            Self::Encryption => "verify-encryption",
            Self::Standards => "verify-standards",
            Self::KnownStandards => "verify-known-standards",
            Self::Tagged => "verify-tagged",
            Self::StandardTags => "verify-standard-tags",
            Self::CellHeads => "verify-cell-heads",
            Self::Content => "verify-content",
            Self::Hidden => "verify-hidden",
            Self::Fonts => "verify-fonts",
            Self::Characters => "verify-characters",
            Self::Language => "verify-language",
            Self::Title => "verify-title",
            Self::Bookmarks => "verify-bookmarks",
            Self::Alternatives => "verify-alternatives",
            Self::Headings => "verify-headings",
            Self::Actions => "verify-actions",
            Self::Annotations => "verify-annotations",
            Self::TabOrder => "verify-tab-order",
            Self::Attachments => "verify-attachments",
            Self::Remote => "verify-remote",
            Self::Programs => "verify-programs",
            Self::Package => "verify-package",
            Self::PartNames => "verify-part-names",
            Self::Alternates => "verify-alternates",
            Self::HeaderRows => "verify-header-rows",
            Self::Ids => "verify-ids",
        }
    }
}

/// How a file stands against one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    /// Where it does not hold: names, numbers of pages, texts. Empty where all
    /// is well; the first where there are very many.
    pub wrong: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// How many places a finding names, and how long their names may be.
const MOST_NAMED: usize = 20;
const LONGEST: usize = 80;

impl Finding {
    pub fn holds(&self) -> bool {
        self.wrong.is_empty()
    }

    pub(super) fn of(check: Check, wrong: impl IntoIterator<Item = String>) -> Self {
        let mut wrong = wrong.into_iter();
        let named = wrong.by_ref().take(MOST_NAMED).map(|what| plain(&what)).collect();
        Self { check, wrong: named, more: wrong.count() }
    }

    /// Of a check with nothing to list: `what` is wrong unless it holds.
    pub(super) fn that(check: Check, holds: bool, what: &str) -> Self {
        Self::of(check, (!holds).then(|| what.to_owned()))
    }
}

/// A text from a file, without what a terminal could take for a command, and
/// no longer than can be read.
fn plain(text: &str) -> String {
    let shown = text.chars().take(LONGEST).map(|sign| match sign {
        sign if sign.is_control() || is_direction(sign) => char::REPLACEMENT_CHARACTER,
        sign => sign,
    });
    let more = text.chars().nth(LONGEST).map(|_| '…');
    shown.chain(more).collect()
}

/// Whether a sign turns the direction of what follows it.
fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a link leads where a report's may: to the web, to a mail or to a
/// telephone.
pub(super) fn is_web_address(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel"))
}
