//! How far the blocks and brackets of a handlebars text stand within each other:
//! who reads or fills in such a text goes as deep, and its stack has an end.

/// No layout that people write has more.
pub const DEEPEST: usize = 50;

/// Where a text goes further in than [`DEEPEST`], in bytes; nothing where it
/// does not.
pub fn too_deep(text: &str) -> Option<usize> {
    let (mut blocks, mut at) = (Vec::new(), 0);
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        let tag = text[start..].trim_start_matches(['{', '~']);
        let end = tag.find("}}").unwrap_or(tag.len());
        let inside = &tag[..end];
        match inside.chars().next() {
            Some('#' | '^') => blocks.push(1),
            Some('/') => drop(blocks.pop()),
            // Each `else if` is a block within the one before.
            _ if inside.starts_with("else ") => {
                blocks.last_mut().into_iter().for_each(|count| *count += 1);
            }
            _ => {}
        }
        if blocks.iter().sum::<usize>() + brackets(inside) > DEEPEST {
            return Some(start);
        }
        at = text.len() - tag.len() + end;
    }
    None
}

/// How deep the brackets of a tag are.
fn brackets(tag: &str) -> usize {
    let mut open = 0_usize;
    let depths = tag.chars().map(|c| {
        match c {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    depths.max().unwrap_or_default()
}

/// Whether a text has loops, or parts that could hold themselves.
pub fn may_go_on(text: &str) -> bool {
    let tags = text.split("{{").skip(1).map(|tag| tag.trim_start_matches(['{', '~']));
    let mut tags = tags.map(|tag| tag.trim_start_matches(['#', '^']).trim_start());
    tags.any(|tag| tag.starts_with(['>', '*']) || tag.starts_with("each"))
}
