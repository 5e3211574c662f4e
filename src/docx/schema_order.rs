//! In which order property lists hold their children (ECMA-376 part 1, annex A).

/// The children's names without their prefix; none for elements whose order
/// docx-rs keeps, or that have none.
#[rustfmt::skip]
pub fn schema_order(element: &str) -> Option<&'static [&'static str]> {
    Some(match element {
        "w:pPr" => &[
            "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl",
            "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku",
            "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
            "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
            "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap",
            "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
        ],
        "w:rPr" => &[
            "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
            "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish",
            "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight",
            "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
            "eastAsianLayout", "specVanish", "oMath",
        ],
        "w:docDefaults" => &["rPrDefault", "pPrDefault"],
        "w:numPr" => &["ilvl", "numId"],
        "w:pBdr" => &["top", "left", "bottom", "right", "between", "bar"],
        "w:tblPr" => &[
            "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
            "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
            "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription",
        ],
        "w:tblBorders" | "w:tcBorders" => &[
            "top", "left", "bottom", "right", "insideH", "insideV", "tl2br", "tr2bl",
        ],
        "w:tblCellMar" | "w:tcMar" => &["top", "left", "bottom", "right"],
        "w:tcPr" => &[
            "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap",
            "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark",
        ],
        "w:sectPr" => &[
            "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz",
            "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt",
            "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
        ],
        "w:style" => &[
            "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority",
            "semiHidden", "unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose",
            "personalReply", "rsid", "pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr",
        ],
        "w:abstractNum" => &["nsid", "multiLevelType", "tmpl", "name", "styleLink", "numStyleLink"],
        "w:lvl" => &[
            "start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlPicBulletId",
            "legacy", "lvlJc", "pPr", "rPr",
        ],
        _ => return None,
    })
}
