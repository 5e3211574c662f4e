//! Small files that would grow without measure when they are read: fonts that
//! say they have more characters than there are, pictures of a town's size.

use skrifa::Tag;
use skrifa::raw::FileRef;

/// Unicode has a quarter of that.
const MOST_CHARACTERS: u64 = 4 * 0x11_0000;

/// The most points of a picture: a page at a printer's finest.
const MOST_POINTS: u64 = 100_000_000;

/// The most fonts of a file that are looked at; a collection has far fewer.
const MOST_FONTS: u32 = 64;

/// Whether a font file says that it has more characters than it can have.
pub(super) fn is_boundless_font(file: &[u8]) -> bool {
    let Ok(file) = FileRef::new(file) else { return false };
    if matches!(&file, FileRef::Collection(all) if all.len() > MOST_FONTS) {
        return true;
    }
    let maps = file.fonts().filter_map(|font| font.ok()?.table_data(Tag::new(b"cmap")));
    maps.filter_map(|map| characters(map.as_bytes())).any(|sum| sum > MOST_CHARACTERS)
}

/// How many characters all maps of a font name together (OpenType, `cmap`).
fn characters(cmap: &[u8]) -> Option<u64> {
    let maps = number(cmap, 2, 2)?;
    let starts = (0..maps).filter_map(|map| number(cmap, 4 + 8 * map + 4, 4));
    Some(starts.filter_map(|start| characters_of_map(cmap, start)).sum())
}

fn characters_of_map(cmap: &[u8], start: u64) -> Option<u64> {
    match number(cmap, start, 2)? {
        // Groups of characters, each from one to another.
        8 | 12 | 13 => {
            let groups = number(cmap, start + 12, 4)?;
            let spans = (0..groups).map_while(|group| {
                let at = start + 16 + 12 * group;
                Some(number(cmap, at + 4, 4)?.saturating_sub(number(cmap, at, 4)?) + 1)
            });
            Some(spans.sum())
        }
        10 => number(cmap, start + 16, 4),
        // All others have two bytes for a character.
        _ => Some(0x1_0000),
    }
}

/// Whether a picture has more points than anybody can print.
pub(super) fn is_boundless_picture(file: &[u8]) -> bool {
    let size = match file {
        [0x89, b'P', b'N', b'G', ..] => png_size(file),
        _ => jpeg_size(file),
    };
    size.is_some_and(|(width, height)| width * height > MOST_POINTS)
}

/// Width and height in the first chunk (PNG, 11.2.2).
fn png_size(file: &[u8]) -> Option<(u64, u64)> {
    Some((number(file, 16, 4)?, number(file, 20, 4)?))
}

/// Width and height in the frame's head (ISO 10918-1, B.2.2).
fn jpeg_size(file: &[u8]) -> Option<(u64, u64)> {
    let mut at = 2;
    loop {
        let marker = number(file, at, 2)?;
        if marker >> 8 != 0xff {
            return None;
        }
        let is_frame =
            matches!(marker, 0xffc0..=0xffcf) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc);
        if is_frame {
            return Some((number(file, at + 7, 2)?, number(file, at + 5, 2)?));
        }
        // Markers may be filled up with more of their first byte.
        at += if marker == 0xffff { 1 } else { 2 + number(file, at + 2, 2)? };
    }
}

/// The number at that place, of so many bytes, the greatest first.
fn number(bytes: &[u8], at: u64, length: usize) -> Option<u64> {
    let at = usize::try_from(at).ok()?;
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
