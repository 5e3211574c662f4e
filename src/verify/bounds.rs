//! What is refused of a PDF before it is read: the reader follows objects as
//! deep as they nest, and unpacks streams however far they go.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// How deep lists and dictionaries may stand in each other: deeper than a
/// report needs, and less deep than the stack.
const DEEPEST: usize = 256;

/// How much all streams together may unpack to.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Whether a file neither nests nor unpacks beyond what a report does.
pub fn are_kept(file: &[u8]) -> bool {
    let mut rest = file;
    let mut left = MOST_BYTES;
    while let Some(start) = find(rest, b"stream") {
        let (syntax, stream) = rest.split_at(start);
        let stream = &stream[b"stream".len()..];
        let end = find(stream, b"endstream").unwrap_or(stream.len());
        let unpacked = unpack(&stream[..end], left + 1);
        // Objects may stand in a stream; so may a name that is written oddly.
        let holds_objects = find(syntax, b"ObjStm").is_some() || syntax.contains(&b'#');
        if is_deep(syntax) || (holds_objects && is_deep(&unpacked)) {
            return false;
        }
        match left.checked_sub(unpacked.len() as u64) {
            Some(enough) => left = enough,
            None => return false,
        }
        rest = stream[end..].strip_prefix(b"endstream").unwrap_or_default();
    }
    !is_deep(rest)
}

/// Whether brackets nest too deep. Those within strings and comments count
/// too: where a file is damaged, the reader looks for objects everywhere.
fn is_deep(syntax: &[u8]) -> bool {
    let mut depth = 0_usize;
    syntax.iter().any(|byte| {
        match byte {
            b'[' | b'<' => depth += 1,
            b']' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A dictionary begins with two brackets.
        depth > 2 * DEEPEST
    })
}

/// Whether lists and dictionaries nest too deep in the content of a page,
/// where strings hold glyphs and may hold any byte.
pub fn is_deep_content(content: &[u8]) -> bool {
    let mut syntax = Vec::new();
    let mut rest = content;
    while let Some(start) = rest.iter().position(|byte| *byte == b'(') {
        syntax.extend_from_slice(&rest[..start]);
        rest = after_string(&rest[start + 1..]);
    }
    syntax.extend_from_slice(rest);
    is_deep(&syntax)
}

/// What follows the end of a literal string (ISO 32000-1, clause 7.3.4.2).
fn after_string(text: &[u8]) -> &[u8] {
    let mut open = 1;
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &text[at + 1..];
        }
    }
    &[]
}

/// What a deflated stream holds, up to `limit` bytes; of any other, nothing
/// or what comes before its first fault.
fn unpack(stream: &[u8], limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = stream.trim_ascii_start();
    // A fault is the reader's to tell of; what came before it counts.
    let _ = ZlibDecoder::new(packed).take(limit).read_to_end(&mut bytes);
    bytes
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}
