//! The report as a Word file (Office Open XML, ECMA-376).
//!
//! docx-rs builds the trees of document, header, styles and numbering; the
//! finishing pass brings them into schema order and adds what it lacks; the
//! package joins them with the small fixed parts. Nothing in it depends on
//! the clock, on chance or on the machine.

mod body;
pub mod control;
mod finish;
mod matrix;
mod numbering;
mod package;
mod pages;
mod schema_order;
mod styles;
pub mod template;
mod tracked;

use docx_rs::{
    AlignmentType, Docx, Header, NumPages, PageMargin, PageNum, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, Tab, TabValueType,
};

use crate::error::Error;
use crate::layout::Layout;
use crate::report::{HeaderPiece, Report, RunningHeader};
use crate::theme::{Length, Theme};
use crate::xml::Element;
use finish::Parts;

pub use package::SharedParts;
pub use styles::continued_level;

/// The report as the bytes of a DOCX file. If `protect`, Word lets nothing be
/// edited but the answers.
///
/// # Errors
/// Only the program's own failure; a report holds nothing that Word cannot.
pub fn docx(report: &Report, layout: &Layout, protect: bool) -> Result<Vec<u8>, Error> {
    let mut parts = parts(report, layout)?;
    if protect {
        parts.document = finish::grouped(&parts.document)?;
    }
    package::pack(report, parts, layout)
}

/// The report `after` with all that differs from `before` as tracked changes:
/// rejecting them gives the old answers, accepting them the new.
pub fn tracked(before: &Report, after: &Report, layout: &Layout) -> Result<Vec<u8>, Error> {
    let old = parts(before, layout)?;
    let mut new = parts(after, layout)?;
    new.document = tracked::track(&old.document, &new.document)?;
    package::pack(after, new, layout)
}

fn parts(report: &Report, layout: &Layout) -> Result<Parts, Error> {
    let theme = &layout.theme;
    let body = body::Body::of(report, layout);
    let mut docx = Docx::new()
        .numberings(body.numbering.clone().into_numberings(theme))
        .page_size(twips_unsigned(theme.page.width), twips_unsigned(theme.page.height))
        .page_margin(page_margin(theme))
        .title_pg()
        .first_header(Header::new().add_paragraph(Paragraph::new().style(styles::HEADER)))
        .header(running_header(&report.running_header, theme));
    let unfinished;
    (docx, unfinished) = body.write(docx);
    docx.document_rels.has_numberings = true;
    let styles = styles_part(layout, &report.language)?;
    finish::finish(docx.build(), report, theme, &unfinished, styles)
}

/// The styles of a report in that language: made once for a layout, as most of
/// its reports are in one.
fn styles_part(layout: &Layout, language: &str) -> Result<Vec<u8>, Error> {
    if let Some((known, part)) = layout.word_styles.get()
        && known == language
    {
        return Ok(part.clone());
    }
    let part = finish::styles_part(own_styles(&layout.theme)?, language);
    // Whichever thread was first, the part is the same.
    let _ = layout.word_styles.set((language.to_owned(), part.clone()));
    Ok(part)
}

/// The styles that reports in `theme` have, as docx-rs writes them.
///
/// # Errors
/// Only the program's own failure.
pub fn own_styles(theme: &Theme) -> Result<Element, Error> {
    Element::parse(&Docx::new().styles(styles::styles(theme)).build().styles)
}

fn page_margin(theme: &Theme) -> PageMargin {
    let page = &theme.page;
    PageMargin {
        top: twips(page.top),
        bottom: twips(page.bottom),
        left: twips(page.left),
        right: twips(page.right),
        header: twips(page.header),
        footer: 0,
        gutter: 0,
    }
}

/// Title at the left, page numbers at a tab at the right edge of the text.
fn running_header(header: &RunningHeader, theme: &Theme) -> Header {
    let look = &theme.running_header;
    let right_edge = points_to_twips(theme.page.text_width());
    let mut paragraph = Paragraph::new()
        .style(styles::HEADER)
        .align(AlignmentType::Left)
        .add_tab(Tab::new().val(TabValueType::Right).pos(right_edge as usize));
    if look.rule.0 > 0.0 {
        let rule = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
            .size(border_eighths(look.rule))
            .space(3)
            .color("000000");
        paragraph.property =
            paragraph.property.set_borders(ParagraphBorders::with_empty().set(rule));
    }
    for piece in &header.left {
        paragraph = add_piece(paragraph, piece);
    }
    paragraph = paragraph.add_run(Run::new().add_tab());
    for piece in &header.right {
        paragraph = add_piece(paragraph, piece);
    }
    Header::new().add_paragraph(paragraph)
}

fn add_piece(paragraph: Paragraph, piece: &HeaderPiece) -> Paragraph {
    match piece {
        HeaderPiece::Text(text) => paragraph.add_run(Run::new().add_text(text)),
        HeaderPiece::Page => paragraph.add_page_num(PageNum::new()),
        HeaderPiece::Pages => paragraph.add_num_pages(NumPages::new()),
    }
}

/// Word's unit for most lengths: twentieths of a point.
fn twips(length: Length) -> i32 {
    points_to_twips(length.0)
}

fn points_to_twips(points: f64) -> i32 {
    (points * 20.0).round() as i32
}

fn twips_unsigned(length: Length) -> u32 {
    twips(length).unsigned_abs()
}

/// Word's unit for the width of borders.
fn border_eighths(length: Length) -> usize {
    (length.0 * 8.0).round().max(2.0) as usize
}

/// Word's unit for the size of letters.
fn half_points(length: Length) -> usize {
    (length.0 * 2.0).round() as usize
}
