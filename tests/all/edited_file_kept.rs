//! What is said of an edited Word file that `build` does not write over: the way back,
//! where there is one.

use crate::support::word::Word;
use crate::support::{ANSWERS, DOCX, Workshop};
use std::fs;

/// A report whose Word file somebody has edited.
fn edited() -> Workshop {
    let workshop = Workshop::new();
    workshop.build(&["--format", "docx"]);
    let mut word = Word::read(&workshop.read(DOCX));
    word.replace("arbetet", "verket");
    fs::write(workshop.path(DOCX), word.bytes()).expect("a file");
    workshop
}

#[test]
fn an_edited_file_without_a_record_can_be_imported() {
    let workshop = edited();
    fs::remove_dir_all(workshop.path("out/.dnr")).expect("records");
    for (language, wanted) in
        [("en", "dnr import takes the changes"), ("sv", "tar dnr import in ändringarna i svaren")]
    {
        let said = workshop.run_in(language, &["build", "--format", "docx"]);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.stderr.contains(wanted), "{}", said.stderr);
        assert!(said.stderr.contains("--force"), "{}", said.stderr);
    }
    // A page cannot be imported.
    fs::write(workshop.path("out/trygghet-2023-utbildningsnamnden.html"), "hej").expect("a file");
    let said = workshop.run(&["build", "--format", "html"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(!said.stderr.contains("dnr import"), "{}", said.stderr);
}

#[test]
fn an_edited_file_whose_answers_are_gone_is_not_said_to_go_into_them() {
    for (language, wanted) in [("en", "put the answers back"), ("sv", "lägg tillbaka svaren")] {
        let workshop = edited();
        // Another body's answers stay.
        let other = "input/trygghet-2023/answers/socialnamnd-hisingen.json";
        fs::rename(workshop.path(ANSWERS), workshop.path(other)).expect("the answers");
        workshop.change(other, |answers| {
            answers["body"] = "socialnamnd-hisingen".into();
            answers["diary_number"] = "0498/23".into();
        });
        let said = workshop.run_in(language, &["build", "--format", "docx", "--prune", "--yes"]);
        assert!(workshop.path(DOCX).exists());
        assert!(said.stderr.contains(wanted), "{}", said.stderr);
        assert!(!said.stderr.contains("dnr import"), "{}", said.stderr);
    }
}
