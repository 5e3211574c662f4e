//! Where the links of a text lead, and which of them a page can show.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::{Event, LinkType, Tag};

/// A link's target as it is written in files: what has no place in one as `%XX`.
pub fn encoded(url: &str) -> String {
    utf8_percent_encode(url, NOT_IN_URLS).to_string()
}

/// Signs that have no place in a URL (RFC 3986) and are written as `%XX`.
const NOT_IN_URLS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Whether a link leads to a page, a mailbox or a telephone, and nowhere else.
pub fn can_follow(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| url.starts_with(scheme))
}

/// No browser and no Word takes longer targets.
pub const LONGEST_URL: usize = 4_000;

/// Inline markup that the subset does not have and that holds other markup; and
/// a link of which a page would not show all, for it has no words, or a title.
pub(super) fn is_foreign(event: &Event, source: &str) -> bool {
    match event {
        Event::Start(Tag::Image { .. }) => true,
        Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
            let has_words = !source[1..].trim_start().starts_with(']');
            *link_type != LinkType::Inline
                || !can_follow(dest_url)
                || encoded(dest_url).len() > LONGEST_URL
                || !title.is_empty()
                || !has_words
        }
        _ => false,
    }
}
