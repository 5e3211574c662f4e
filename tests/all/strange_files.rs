//! What lies in a folder and is no answers, or cannot be read, is told of by
//! name, at once, and harms no report but its own.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{ANSWERS, BODIES, FORM, Said, Workshop, project};

/// As long as nobody waits for what never comes.
const AT_ONCE: Duration = Duration::from_secs(20);

fn run(workshop: &Workshop, args: &[&str]) -> Said {
    let started = Instant::now();
    let said = workshop.run(args);
    assert!(started.elapsed() < AT_ONCE, "{args:?} took {:?}", started.elapsed());
    said
}

/// Puts at that path what no program should wait for, each in its turn.
fn for_each_strange(workshop: &Workshop, path: &str, mut look: impl FnMut(&str)) {
    let target = workshop.path(path);
    let remove = || {
        let _ = fs::remove_file(&target);
    };
    remove();
    let made = Command::new("mkfifo").arg(&target).status().expect("mkfifo runs");
    assert!(made.success());
    look("is a pipe, where only a file can be");
    remove();
    symlink("/dev/zero", &target).expect("a link");
    look("is a device, where only a file can be");
    remove();
    let large = fs::File::create(&target).expect("a file");
    large.set_len(300 << 20).expect("a large file");
    look("MB, which no such file needs");
    remove();
}

#[test]
fn strange_answers_harm_no_others() {
    let workshop = Workshop::new();
    for_each_strange(&workshop, "input/trygghet-2023/answers/a.json", |reason| {
        for command in ["check", "build"] {
            let said = run(&workshop, &[command]);
            assert_eq!(said.code, 1, "{}", said.stderr);
            assert!(said.stderr.contains("answers/a.json"), "{}", said.stderr);
            assert!(said.stderr.contains(reason), "{}", said.stderr);
        }
        assert!(workshop.path("out/trygghet-2023-utbildningsnamnden.pdf").exists());
        fs::remove_dir_all(workshop.path("out")).expect("the output");
    });
}

#[test]
fn strange_forms_and_registers_are_told_by_name() {
    for path in [FORM, BODIES] {
        let workshop = Workshop::new();
        for_each_strange(&workshop, path, |reason| {
            for command in ["check", "build"] {
                let said = run(&workshop, &[command]);
                assert_eq!(said.code, 1, "{}", said.stderr);
                let error = said.stderr.lines().find(|line| line.contains(reason));
                assert!(error.is_some_and(|line| line.contains(path)), "{}", said.stderr);
            }
        });
    }
}

#[test]
fn strange_files_of_layouts_are_told_by_name() {
    for file in ["theme.json", "cover.typ", "font.ttf", "logo.png", "report.html.hbs"] {
        let workshop = Workshop::new();
        fs::create_dir_all(workshop.path("layouts/own")).expect("a folder");
        let theme = r#"{ "extends": "goteborg" }"#;
        fs::write(workshop.path("layouts/own/theme.json"), theme).expect("a theme");
        for_each_strange(&workshop, &format!("layouts/own/{file}"), |_| {
            let said = run(&workshop, &["check", "--layout", "own"]);
            assert_eq!(said.code, 1, "{}", said.stderr);
            let path = format!("layouts/own/{file}");
            assert!(said.stderr.contains(&path), "{}", said.stderr);
        });
    }
}

#[test]
fn strange_word_files_and_templates_are_told_by_name() {
    let workshop = Workshop::new();
    for_each_strange(&workshop, "a.docx", |reason| {
        for args in [
            &["import", "a.docx"][..],
            &["diff", "a.docx", ANSWERS],
            &["check", "--template", "a.docx"],
        ] {
            let said = run(&workshop, args);
            assert_ne!(said.code, 0, "{args:?}");
            let in_short = said.stderr.contains("no file but something else");
            let told = (in_short || said.stderr.contains(reason)) && said.stderr.contains("a.docx");
            assert!(told, "{args:?}: {}", said.stderr);
        }
        let said = run(&workshop, &["verify", "a.docx"]);
        assert_ne!(said.code, 0);
        assert!((said.stdout + &said.stderr).contains("a.docx"));
    });
}

#[test]
fn a_folder_in_place_of_a_word_file_is_told_as_one() {
    let workshop = Workshop::new();
    fs::create_dir(workshop.path("folder.docx")).expect("a folder");
    symlink("folder.docx", workshop.path("link.docx")).expect("a link");
    for (file, told) in
        [("folder.docx", "it is a folder"), ("link.docx", "it is a link to a folder")]
    {
        let said = run(&workshop, &["diff", file, ANSWERS]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
}

/// A path that is a circle of links is there, and leads to nothing.
#[test]
fn circles_of_links_are_told_as_such() {
    let workshop = Workshop::new();
    symlink("two.json", workshop.path("one.json")).expect("a link");
    symlink("one.json", workshop.path("two.json")).expect("a link");
    for command in ["check", "build", "verify", "import"] {
        let said = run(&workshop, &[command, "one.json"]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains("one.json: its links lead in a circle"), "{}", said.stderr);
    }
}

#[test]
fn a_text_in_another_encoding_harms_no_other() {
    let workshop = Workshop::new();
    let latin = b"{ \"form\": \"trygghet-2023\", \"body\": \"n\xe4mnden\" }";
    fs::write(workshop.path("input/trygghet-2023/answers/a.json"), latin).expect("a file");
    fs::create_dir(workshop.path("input/trygghet-2023/answers/b.json")).expect("a folder");
    symlink("nowhere", workshop.path("input/trygghet-2023/answers/c.json")).expect("a link");
    let said = run(&workshop, &["build"]);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("1 made, 0 unchanged, 3 not made"), "{}", said.stdout);
    assert!(said.stderr.contains("answers/a.json is not UTF-8 text"), "{}", said.stderr);
    assert!(said.stderr.contains("answers/b.json is a folder"), "{}", said.stderr);
    assert!(said.stderr.contains("cannot read input/trygghet-2023/answers/c.json"));
    let said = run(&workshop, &["verify"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let docx = "out/trygghet-2023-utbildningsnamnden.docx";
    let said = run(&workshop, &["import", "a.docx", docx]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("a.docx"), "{}", said.stderr);
    assert!(said.stdout.contains("utbildningsnamnden"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn links_that_lead_back_have_an_end() {
    let workshop = Workshop::new();
    for name in ["one", "two", "three"] {
        let link = workshop.path(&format!("input/trygghet-2023/{name}"));
        symlink("..", link).expect("a link");
    }
    let said = run(&workshop, &["build"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(said.stdout.matches("0497/23").count(), 1, "{}", said.stdout);
}

#[test]
fn links_to_folders_around_them_lead_to_no_others_answers() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("other/answers")).expect("a folder");
    fs::write(workshop.path("other/answers/a.json"), "{").expect("a file");
    symlink("../../..", workshop.path("input/trygghet-2023/answers/up")).expect("a link");
    let said = run(&workshop, &["check"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(!said.stdout.contains("a.json"), "{}", said.stdout);
    // Links to folders elsewhere are followed.
    symlink("../../other", workshop.path("input/trygghet-2023/more")).expect("a link");
    let said = run(&workshop, &["check"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stdout.contains("more/answers/a.json"), "{}", said.stdout);
}

/// The system's superuser reads all; so another user looks.
#[test]
fn a_folder_that_may_not_be_read_hides_no_others() {
    const NOBODY: u32 = 65534;
    let workshop = Workshop::new();
    let program = workshop.path("dnr");
    fs::copy(env!("CARGO_BIN_EXE_dnr"), &program).expect("the program");
    let allow = |path: &str, mode| {
        fs::set_permissions(workshop.path(path), fs::Permissions::from_mode(mode)).expect("rights");
    };
    allow("", 0o755);
    fs::create_dir_all(workshop.path("input/other/answers")).expect("a folder");
    allow("input/other/answers", 0o000);
    let look = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.args(args).args(["--lang", "en"]).current_dir(workshop.path(""));
        let is_super = fs::read_dir(workshop.path("input/other/answers")).is_ok();
        if is_super {
            command.uid(NOBODY);
        }
        let output = command.output().expect("the program runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, stdout, stderr) = look(&["check"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("cannot read input/other/answers"), "{stderr}");
    assert!(stdout.contains("utbildningsnamnden.json"), "{stdout}");
    workshop.build(&["--format", "docx"]);
    fs::create_dir(workshop.path("closed")).expect("a folder");
    allow("closed", 0o000);
    let (code, stdout, stderr) = look(&["verify", "closed", "out"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("cannot read closed"), "{stderr}");
    assert!(stdout.contains("utbildningsnamnden.docx"), "{stdout}");
    let (code, stdout, stderr) = look(&["import", "closed", "out", "--dry-run"]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("cannot read closed"), "{stderr}");
    assert!(stdout.contains("utbildningsnamnden"), "{stdout}");
    allow("input/other/answers", 0o700);
    allow("closed", 0o700);
}

#[test]
fn a_layout_reads_nothing_but_its_folder() {
    let workshop = Workshop::new();
    fs::write(workshop.path("secret.txt"), "a secret").expect("a file");
    fs::create_dir_all(workshop.path("layouts/own")).expect("a folder");
    let theme = r#"{ "extends": "goteborg" }"#;
    fs::write(workshop.path("layouts/own/theme.json"), theme).expect("a theme");
    let link = workshop.path("layouts/own/link");
    for target in ["../../secret.txt", "/etc/passwd", "../..", ".", "/"] {
        symlink(target, &link).expect("a link");
        let said = run(&workshop, &["check", "--layout", "own"]);
        assert_eq!(said.code, 1, "{target}: {}", said.stdout);
        let told = "layouts/own/link leads out of the layout's folder";
        assert!(said.stderr.contains(told), "{target}: {}", said.stderr);
        fs::remove_file(&link).expect("a link");
    }
    let begin = "#let cover(lines) = {\n";
    let cover = fs::read_to_string(project().join("layouts/goteborg/cover.typ")).expect("a file");
    for code in [
        r#"read("../../secret.txt")"#,
        r#"read("/../secret.txt")"#,
        r#"read("/etc/passwd")"#,
        r#"plugin("/theme.json")"#,
        r#"import "@preview/cetz:0.3.0""#,
        r#"import "@local/secret:0.1.0""#,
        r#"image("https://example.org/a.png")"#,
    ] {
        let cover = cover.replace(begin, &format!("{begin}{code}\n"));
        fs::write(workshop.path("layouts/own/cover.typ"), cover).expect("a file");
        let said = run(&workshop, &["build", "--layout", "own", "--format", "pdf"]);
        assert_eq!(said.code, 1, "{code}: {}", said.stdout);
        assert!(said.stderr.contains("error[layout-failed]"), "{code}: {}", said.stderr);
        assert!(said.stderr.contains("layouts/own/cover.typ:"), "{code}: {}", said.stderr);
    }
}

#[test]
fn patterns_and_templates_without_end_are_refused_before_they_begin() {
    let workshop = Workshop::new();
    let folder = workshop.path("layouts/own");
    fs::create_dir_all(&folder).expect("a folder");
    let loops = "{{#each this}}{{#each ../this}}x{{/each}}{{/each}}".to_owned();
    let circle = "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}".to_owned();
    let nested = format!("{}x{}", "{{#if dnr}}".repeat(10_000), "{{/if}}".repeat(10_000));
    let brackets =
        format!("{{{{#if {}dnr{}}}}}x{{{{/if}}}}", "(not ".repeat(10_000), ")".repeat(10_000));
    for pattern in [&loops, &circle, &nested, &brackets] {
        let theme = json!({ "extends": "goteborg", "running_header": { "left": pattern } });
        fs::write(folder.join("theme.json"), theme.to_string()).expect("a theme");
        let said = run(&workshop, &["check", "--layout", "own"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stderr.contains("error[pattern-too-much]"), "{}", said.stderr);
    }
    fs::write(folder.join("theme.json"), r#"{ "extends": "goteborg" }"#).expect("a theme");
    for template in [nested, brackets] {
        fs::write(folder.join("report.html.hbs"), template).expect("a template");
        let said = run(&workshop, &["check", "--layout", "own"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stderr.contains("error[template-too-deep]"), "{}", said.stderr);
        assert!(said.stderr.contains("layouts/own/report.html.hbs:1:"), "{}", said.stderr);
    }
}

/// A font of 300 kB that says it has fifty times four thousand million characters.
#[test]
fn a_font_without_bounds_is_refused_at_once() {
    let font = fs::read(project().join("fonts/LiberationSerif-Regular.ttf")).expect("a font");
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().expect("bytes"));
    let record = (0..16).map(|table| 12 + 16 * table).find(|at| font[*at..*at + 4] == *b"cmap");
    let record = record.expect("a cmap");
    let mut map: Vec<u8> = [0_u16, 1, 3, 10].iter().flat_map(|n| n.to_be_bytes()).collect();
    let head = [12_u32, 12 << 16, 16 + 12 * 50, 0, 50];
    map.extend(head.iter().flat_map(|n| n.to_be_bytes()));
    let group = [0_u32, 0xffff_fffe, 1];
    map.extend(group.repeat(50).iter().flat_map(|n| n.to_be_bytes()));
    let start = number(record + 8) as usize;
    let mut bomb = font.clone();
    bomb[start..start + map.len()].copy_from_slice(&map);
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/own")).expect("a folder");
    let theme = r#"{ "extends": "goteborg" }"#;
    fs::write(workshop.path("layouts/own/theme.json"), theme).expect("a theme");
    fs::write(workshop.path("layouts/own/font.ttf"), &font).expect("a font");
    assert_eq!(run(&workshop, &["check", "--layout", "own"]).code, 0);
    fs::write(workshop.path("layouts/own/font.ttf"), &bomb).expect("a font");
    let said = run(&workshop, &["check", "--layout", "own"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("error[font-unreadable]: the font `font.ttf`"), "{}", said.stderr);
}

/// A PNG and a JPEG file that say they have 60,000 points in each direction.
#[test]
fn a_logo_without_bounds_is_refused_at_once() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/own")).expect("a folder");
    let logo = json!({ "file": "logo.png", "width": "20mm", "height": "20mm", "alternative": "x" });
    let theme = json!({ "extends": "goteborg", "logo": logo });
    fs::write(workshop.path("layouts/own/theme.json"), theme.to_string()).expect("a theme");
    let size = 60_000_u32.to_be_bytes();
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &size[..], &size, b"\x01\0\0\0\0\0\0\0\0"];
    let jpeg: [&[u8]; 4] = [
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        b"\xff\xc0\0\x0b\x08",
        &[size[2], size[3], size[2], size[3]],
        b"\x01\x01\x11\0\xff\xd9",
    ];
    for picture in [png.concat(), jpeg.concat()] {
        fs::write(workshop.path("layouts/own/logo.png"), picture).expect("a picture");
        let said = run(&workshop, &["check", "--layout", "own"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stderr.contains("error[logo-unreadable]"), "{}", said.stderr);
        assert!(said.stderr.contains("more than 100 million points"), "{}", said.stderr);
    }
}
