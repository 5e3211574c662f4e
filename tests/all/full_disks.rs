//! Folders that nothing can be written into, and files that cannot be replaced:
//! told at once, once, and with what to do.

use std::fs;
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;

use annotate_snippets::Renderer;
use dnr::error::Error;
use dnr::messages::Messages;

use crate::support::{ANSWERS, PDF, Workshop};

/// As many bodies more, with answers of their own.
fn with_bodies(count: usize) -> Workshop {
    let workshop = Workshop::new();
    let bodies = ["kulturnamnden", "aldre-vard-och-omsorgsnamnden", "miljo-och-klimatnamnden"];
    for (number, body) in bodies[..count].iter().enumerate() {
        let path = format!("input/trygghet-2023/answers/{body}.json");
        fs::copy(workshop.path(ANSWERS), workshop.path(&path)).expect("a copy");
        workshop.change(&path, |answers| {
            answers["body"] = (*body).into();
            answers["diary_number"] = format!("050{number}/23").into();
            if let Some(answers) = answers["answers"].as_object_mut() {
                answers.remove("strategier-utpekade");
            }
        });
    }
    workshop
}

#[test]
fn a_folder_that_cannot_be_written_is_told_of_once_and_before_any_work() {
    let workshop = with_bodies(2);
    fs::write(workshop.path("file"), "somebody's").expect("a file");
    fs::create_dir(workshop.path("half")).expect("a folder");
    fs::write(workshop.path("half/.dnr"), "no folder of records").expect("a file");
    for (out, named) in [("file", "file"), ("file/below", "file"), ("half", "half/.dnr")] {
        let said = workshop.run(&["build", "--out", out]);
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert_eq!(said.stderr.matches("error:").count(), 1, "{}", said.stderr);
        assert!(said.stderr.contains(&format!("{named} is no folder")), "{}", said.stderr);
        assert!(said.stderr.contains("name another folder with --out"), "{}", said.stderr);
        assert!(!said.stderr.contains(".tmp"), "{}", said.stderr);
        assert_eq!(said.stdout, "", "no report was begun");
    }
    assert_eq!(workshop.read("file"), b"somebody's");
    let left: Vec<_> = fs::read_dir(workshop.path("half")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing was left: {left:?}");
}

#[test]
fn a_dry_run_makes_no_folder() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["build", "--dry-run"]).code, 0);
    assert!(!workshop.path("out").exists());
}

#[test]
fn a_file_that_cannot_be_replaced_keeps_no_other_from_being_written() {
    let workshop = with_bodies(1);
    fs::create_dir_all(workshop.path(PDF).join("held")).expect("a folder in the PDF's place");
    let said = workshop.run(&["build", "--force"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("utbildningsnamnden.pdf is a folder"), "{}", said.stderr);
    for ending in ["pdf", "docx"] {
        assert!(workshop.path(&format!("out/trygghet-2023-kulturnamnden.{ending}")).is_file());
    }
    // What was written is known: only the others are made.
    fs::remove_dir_all(workshop.path(PDF)).expect("the folder goes");
    let said = workshop.build(&[]);
    assert!(said.stdout.contains("1 unchanged"), "{}", said.stdout);
}

#[test]
fn what_to_do_about_the_disk_is_said() {
    let text = |language: &str, source: IoError| {
        let error = Error::write(Path::new("out/a.docx"), source);
        Messages::new(Some(language)).render_error(&error, &Renderer::plain())
    };
    for (kind, english, swedish) in [
        (ErrorKind::PermissionDenied, "if it is open elsewhere", "är den öppen någon annanstans"),
        (ErrorKind::ResourceBusy, "close it where it is open", "stäng den där den är öppen"),
        (ErrorKind::StorageFull, "make room on the disk", "gör plats på disken"),
        (ErrorKind::ReadOnlyFilesystem, "another place with --out", "annan plats med --out"),
        (ErrorKind::NotADirectory, "move what stands there", "flytta det som ligger där"),
    ] {
        assert!(text("en", kind.into()).contains(english), "{}", text("en", kind.into()));
        assert!(text("sv", kind.into()).contains(swedish), "{}", text("sv", kind.into()));
    }
    // What Windows says of a file that Word holds open.
    #[cfg(windows)]
    for code in [32, 33] {
        assert!(text("en", IoError::from_raw_os_error(code)).contains("close it where"));
    }
}
