//! A diary number or a body's name that is changed on the Word file's cover is not the
//! form's text: it is said where each is changed.

use crate::support::word::{DOCUMENT, Word};
use crate::support::{ANSWERS, DOCX, Workshop};
use serde_json::Value;

#[test]
fn a_number_or_a_name_changed_on_the_cover_is_told_with_its_place() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let answers: Value = serde_json::from_slice(&workshop.read(ANSWERS)).expect("JSON");
    let number = answers["diary_number"].as_str().expect("a number");
    for (from, to, en, sv) in [
        (number, "0999/23", "in the answers file, as `diary_number`", "i svarsfilen"),
        (
            "Utbildningsnämnden",
            "Utbildningsnämnd Väst",
            "change it in bodies.json",
            "ändra det i bodies.json",
        ),
        (
            "Utbildningsnämnden",
            "Utbildningsnämnden i Väst",
            "change it in bodies.json",
            "ändra det i bodies.json",
        ),
    ] {
        let mut word = Word::read(&workshop.read(DOCX));
        assert!(word.text(DOCUMENT).contains(from), "{from}");
        word.replace(from, to);
        std::fs::write(workshop.path("returned.docx"), word.bytes()).expect("a file");
        for (language, wanted) in [("en", en), ("sv", sv)] {
            let said = workshop.run_in(language, &["import", "returned.docx", "--dry-run"]);
            assert_eq!(said.code, 0, "{said:?}");
            assert!(said.stdout.contains(wanted), "{}", said.stdout);
            let new = to.split(' ').next_back().expect("a word");
            assert!(said.stdout.contains(new), "{}", said.stdout);
            assert!(!said.stdout.contains("the form's own"), "{}", said.stdout);
            assert!(!said.stdout.contains("formulärets egen"), "{}", said.stdout);
        }
    }
}
