//! Signs with blanks between that no line begins or ends with, and words that
//! no-break blanks join: they break where their line ends all the same.

use serde_json::json;

use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, PDF, Workshop};

/// Signs after which, or before which, no line ends even at a blank.
const SIGNS: [&str; 19] =
    ["—", ".", ",", ":", ";", "!", "?", "/", ")", "]", "}", "(", "[", "{", "“", "”", "»", "«", "’"];

fn built_with(texts: &[String]) -> Vec<u8> {
    let workshop = Workshop::new();
    workshop.change(ANSWERS, |answers| {
        answers["answers"]["manniskohandel"] = json!(texts.join("\n\n"));
        let rows = &mut answers["answers"]["strategier-alla"];
        for (row, text) in (1..).zip(texts.iter().take(10)) {
            rows[row.to_string()] = json!({"status": "mindre", "development": text});
        }
    });
    workshop.build(&["--format", "pdf"]);
    workshop.read(PDF)
}

/// All words of a file, without blanks.
fn all_of(pdf: &Pdf) -> String {
    pdf.lines().into_iter().map(|(_, line)| line.replace([' ', '\u{a0}'], "")).collect()
}

/// What leaves the page would not be written; the text can be copied as it is.
#[test]
fn signs_with_blanks_between_break() {
    let run = |sign: &&str| format!("Text {} slut.", vec![*sign; 150].join(" "));
    let texts: Vec<String> = SIGNS.iter().map(run).collect();
    let pdf = Pdf::read(&built_with(&texts));
    let text = all_of(&pdf);
    for one in texts {
        assert!(text.contains(&one.replace(' ', "")), "{one}");
    }
}

#[test]
fn signs_of_several_sorts_break() {
    let mixed = [") . ] ! ", "( [ { “ ", "— . — ! ", "ord . . . ", "( ( ord ) ) ", "! ” » ? "];
    let texts: Vec<String> =
        mixed.iter().map(|run| format!("Text {}slut.", run.repeat(60))).collect();
    built_with(&texts);
}

/// Between the words, not within them.
#[test]
fn words_joined_by_no_break_blanks_break_between_words() {
    let text = format!("{}slut", "besiktning\u{a0}".repeat(60));
    let pdf = Pdf::read(&built_with(&[text]));
    let lines = pdf.lines();
    let whole: usize = lines.iter().map(|(_, line)| line.matches("besiktning").count()).sum();
    assert_eq!(whole, 120, "{lines:?}");
}
