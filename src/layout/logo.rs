//! Whether the logo is a picture that every format can show.

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage};

use super::bombs;
use super::chain::Files;
use super::judge::mm;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::json::Json;
use crate::theme::Logo;

/// How far the sides of a picture may differ from those it is shown with.
const SAME_SHAPE: f64 = 0.03;

/// What is wrong with the logo, and whether one can see through it.
pub(super) fn check(logo: &Logo, files: &Files, json: &Json) -> (Problems, bool) {
    let place = json.place("/logo/file");
    let tell = |code| Diagnostic::new(code, place.clone()).with("file", &logo.file);
    let Some(bytes) = files.get(&logo.file) else { return (tell(Code::NoLogo).into(), false) };
    let unreadable = |reason: &str, problem: String| -> (Problems, bool) {
        let diagnostic = tell(Code::LogoUnreadable).with("reason", reason);
        (diagnostic.with("problem", problem).into(), false)
    };
    let format = match ExchangeFormat::detect(bytes) {
        Some(format @ (ExchangeFormat::Png | ExchangeFormat::Jpg)) => format,
        _ => return unreadable("kind", String::new()),
    };
    if bombs::is_boundless_picture(bytes) {
        return unreadable("large", String::new());
    }
    let picture = match RasterImage::plain(Bytes::new(bytes.clone()), format) {
        Ok(picture) => picture,
        Err(problem) => return unreadable("damaged", problem.to_string()),
    };
    let mut problems = Problems::default();
    let shape = f64::from(picture.width()) / f64::from(picture.height().max(1));
    let shown = logo.width.0 / logo.height.0;
    if shown.is_finite() && (shown / shape - 1.0).abs() > SAME_SHAPE {
        let place = json.place("/logo/height");
        let height = mm(logo.width.0 / shape);
        problems.add(
            Diagnostic::new(Code::LogoShape, place).with("file", &logo.file).with("height", height),
        );
    }
    (problems, picture.dynamic().color().has_alpha())
}
