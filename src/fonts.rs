//! The fonts: those in the program, and those that a layout brings.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{BoundingBox, GlyphMetrics};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontStretch, FontStyle, FontVariant, FontWeight};
use typst::utils::LazyHash;

use crate::theme::{Edges, Letters};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");

static BUILT_IN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let fonts = FILES.files().filter(|file| file.path().extension().is_some_and(|e| e == "ttf"));
    fonts.flat_map(|file| Font::iter(Bytes::new(file.contents()))).collect()
});

/// Reads the built-in fonts, where that has not been done.
pub fn read_built_in() {
    LazyLock::force(&BUILT_IN);
}

/// Every font that a layout can name. No font of the machine is among them.
#[derive(Debug, Clone)]
pub struct Fonts {
    pub book: LazyHash<FontBook>,
    pub fonts: Vec<Font>,
}

impl Fonts {
    /// The built-in fonts and those in the font files of a layout.
    pub fn new(layout_files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let own = layout_files.into_iter().flat_map(|file| Font::iter(Bytes::new(file)));
        let fonts: Vec<Font> = own.chain(BUILT_IN.iter().cloned()).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    /// The built-in font files of which a font can be chosen here, as no other
    /// takes its place, and with them their licence.
    pub(crate) fn built_in_files(&self) -> impl Iterator<Item = (String, &'static [u8])> {
        let own = self.fonts.len() - BUILT_IN.len();
        let is_chosen = move |font: Font| {
            let info = font.info();
            let chosen = self.book.select(&info.family.to_lowercase(), info.variant);
            chosen.is_some_and(|index| index >= own)
        };
        let files = FILES.files().filter(move |file| {
            Font::iter(Bytes::new(file.contents())).next().is_none_or(is_chosen)
        });
        files.map(|file| (file.path().display().to_string(), file.contents()))
    }

    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.book.families().map(|(name, _)| name)
    }

    /// The regular font of a family.
    pub fn regular(&self, family: &str) -> Option<&Font> {
        self.face(family, FontStyle::Normal, FontWeight::REGULAR)
    }

    fn face(&self, family: &str, style: FontStyle, weight: FontWeight) -> Option<&Font> {
        let variant = FontVariant::new(style, weight, FontStretch::NORMAL);
        self.book.select(&family.to_lowercase(), variant).map(|index| &self.fonts[index])
    }

    /// The characters that a family has upright and slanted, regular and bold,
    /// in order.
    pub fn covered(&self, family: &str) -> Vec<u32> {
        let styles = [FontStyle::Normal, FontStyle::Italic];
        let weights = [FontWeight::REGULAR, FontWeight::BOLD];
        let faces = styles.into_iter().flat_map(|style| weights.map(|weight| (style, weight)));
        let faces = faces.filter_map(|(style, weight)| self.face(family, style, weight));
        let sets = faces.map(|face| face.info().coverage.iter().collect());
        sets.reduce(|one: Vec<u32>, other| common(one, &other)).unwrap_or_default()
    }
}

/// What of `one` is in `other`, both in order.
pub fn common(mut one: Vec<u32>, other: &[u32]) -> Vec<u32> {
    one.retain(|c| other.binary_search(c).is_ok());
    one
}

/// A single line's extent as Word sets it: the font's ascent, descent and line
/// gap (OpenType `hhea`), the gap above.
pub fn edges(font: &Font) -> Edges {
    let Some(file) = file_of(font) else { return Edges::default() };
    let metrics = file.metrics(Size::unscaled(), LocationRef::default());
    let em = f64::from(metrics.units_per_em);
    Edges {
        top: f64::from(metrics.ascent + metrics.leading) / em,
        bottom: f64::from(metrics.descent) / em,
    }
}

fn file_of(font: &Font) -> Option<FontRef<'_>> {
    FontRef::from_index(font.data(), font.index()).ok()
}

/// The letters of a font, measured in its own units.
pub struct Measured<'a> {
    file: FontRef<'a>,
    metrics: GlyphMetrics<'a>,
    /// The font size.
    em: f64,
}

impl<'a> Measured<'a> {
    pub fn new(font: &'a Font) -> Option<Self> {
        let file = file_of(font)?;
        let metrics = file.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = file.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Some(Self { file, metrics, em: em.into() })
    }

    /// How wide a letter is.
    fn advance(&self, letter: char) -> Option<f64> {
        let glyph = self.file.charmap().map(letter)?;
        self.metrics.advance_width(glyph).map(f64::from)
    }

    /// The box around a glyph's ink; none for a blank.
    pub fn ink(&self, glyph: u16) -> Option<BoundingBox> {
        let ink = self.metrics.bounds(GlyphId::from(glyph))?;
        (ink.x_min < ink.x_max && ink.y_min < ink.y_max).then_some(ink)
    }
}

/// How wide the letters of a family are, in font sizes: each as wide as in the
/// style that has it widest. Only those that European words are made of.
pub fn letters(fonts: &Fonts, family: &str) -> Letters {
    let mut widths = vec![0.0; usize::from(LAST_LETTER) + 1];
    let of_family = |font: &&Font| font.info().family.eq_ignore_ascii_case(family);
    for font in fonts.fonts.iter().filter(of_family) {
        let Some(measured) = Measured::new(font) else { continue };
        for (code, widest) in (0..=LAST_LETTER).zip(&mut widths) {
            let letter = char::from_u32(code.into());
            if let Some(advance) = letter.and_then(|letter| measured.advance(letter)) {
                *widest = (advance * 1000.0 / measured.em).ceil().max(*widest * 1000.0) / 1000.0;
            }
        }
    }
    Letters(widths)
}

/// The last letter of Latin Extended-A.
const LAST_LETTER: u16 = 0x17f;

/// The width of a text on one line, in font sizes; kerning is left out.
pub fn width(font: &Font, text: &str) -> f64 {
    let Some(measured) = Measured::new(font) else { return 0.0 };
    let units: f64 = text.chars().filter_map(|letter| measured.advance(letter)).sum();
    units / measured.em
}
