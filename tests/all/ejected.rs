//! A report as a Typst project: Typst alone sets it, as the command says that is
//! printed, and the project is a layout that the program builds with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dnr::input::{LayoutChoice, Rounds};
use dnr::job::read_source;
use dnr::json::Json;
use dnr::pdf::Standard;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::support::layouts::with_file;
use crate::support::pdf::Pdf;
use crate::support::{ANSWERS, PDF, Workshop, project};

/// Plain Typst, which knows nothing but a folder.
struct Plain {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    root: PathBuf,
}

impl Plain {
    fn new(root: &Path) -> Self {
        let mut fonts = Vec::new();
        for (name, bytes) in all_in(root) {
            if name.ends_with(".ttf") {
                fonts.extend(Font::iter(Bytes::new(bytes)));
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let library = LazyHash::new(Library::builder().build());
        Self { library, book, fonts, root: root.to_owned() }
    }
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        let path = VirtualPath::new("report.typ").expect("a path");
        RootedPath::new(VirtualRoot::Project, path).intern()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.file(id)?;
        Ok(Source::new(id, String::from_utf8(bytes.to_vec()).expect("UTF-8")))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.root.join(id.get().vpath().get_without_slash());
        let bytes = fs::read(&path).map_err(|_| FileError::NotFound(path))?;
        Ok(Bytes::new(bytes))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The PDF that Typst alone makes of a project.
fn set_by_typst(root: &Path) -> Vec<u8> {
    let set = typst::compile::<PagedDocument>(&Plain::new(root));
    assert!(set.warnings.is_empty(), "{:?}", set.warnings);
    let document = set.output.unwrap_or_else(|errors| panic!("{errors:?}"));
    typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).expect("a PDF")
}

/// The files in a folder and below it, by their paths from there.
fn all_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            let below = all_in(&path).into_iter();
            found.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
    found
}

/// The PDF of the shipped answers in that layout, with nothing of where it comes
/// from, and the report as layouts see it.
fn made_with(layout: &Path) -> (Vec<u8>, String) {
    let path = project().join(ANSWERS);
    let json = Json::parse(read_source(&path).expect("answers")).expect("JSON");
    let name = Some(layout.display().to_string());
    let mut rounds = Rounds::new(LayoutChoice { name, ..LayoutChoice::default() }, false);
    let round = rounds.of(&path, &json).expect("a form");
    let report = dnr::check::answers(&json, &round).expect("good answers").report;
    let pdf = round.look.typesetter.pdf(&report, Standard::default()).expect("a PDF");
    (pdf.bytes, serde_json::to_string(&report).expect("JSON"))
}

#[test]
fn typst_alone_sets_the_same_pages() {
    let workshop = Workshop::new();
    workshop.build(&["--format", "pdf"]);
    assert_eq!(workshop.run(&["eject", ANSWERS, "mine"]).code, 0);
    let by_typst = Pdf::read(&set_by_typst(&workshop.path("mine")));
    assert_eq!(by_typst.lines(), Pdf::read(&workshop.read(PDF)).lines());
}

#[test]
fn what_typst_makes_has_title_and_language() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["eject", ANSWERS, "mine"]).code, 0);
    let pdf = Pdf::read(&set_by_typst(&workshop.path("mine")));
    let metadata = pdf.file.metadata();
    let title = metadata.title.clone().expect("a title");
    let title: Vec<u8> = title.into_iter().filter(|byte| *byte != 0).collect();
    let title = String::from_utf8_lossy(&title);
    assert!(title.contains("arbetet mars 2023: Utbildningsn"), "{title}");
    let language: hayro_syntax::object::String = pdf.catalog().get("Lang").expect("a language");
    assert_eq!(language.as_bytes(), b"sv-SE");
}

#[test]
fn the_fonts_come_along_with_their_licence() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["eject", ANSWERS, "mine"]).code, 0);
    let ours = all_in(&project().join("fonts"));
    assert!(ours.keys().any(|name| name.contains("LICENSE")));
    assert!(all_in(&workshop.path("mine/fonts")) == ours);
}

#[test]
fn a_font_of_the_layouts_own_goes_before_ours() {
    let workshop = with_file("cover.typ", &[]);
    let serif = project().join("fonts/LiberationSerif-Regular.ttf");
    fs::copy(&serif, workshop.path("layouts/egen/Own.ttf")).expect("a font");
    assert_eq!(workshop.run(&["eject", ANSWERS, "mine", "--layout", "egen"]).code, 0);
    let files = all_in(&workshop.path("mine"));
    assert!(files.contains_key("Own.ttf") && files.contains_key("fonts/LiberationSerif-Bold.ttf"));
    assert!(!files.contains_key("fonts/LiberationSerif-Regular.ttf"));
}

#[test]
fn it_is_a_layout_that_gives_the_same() {
    for name in ["goteborg", "exempelstad"] {
        let workshop = Workshop::new();
        let said = workshop.run(&["eject", ANSWERS, "layouts/back", "--layout", name]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let (pdf, report) = made_with(Path::new(name));
        let (again, report_again) = made_with(&workshop.path("layouts/back"));
        assert_eq!(report_again, report, "{name}");
        assert!(again == pdf, "{name}");
        // And once more, from that.
        let said = workshop.run(&["eject", ANSWERS, "twice", "--layout", "back"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(
            all_in(&workshop.path("twice")) == all_in(&workshop.path("layouts/back")),
            "{name}"
        );
    }
}

#[test]
fn every_format_is_built_with_it_and_nothing_is_odd_about_it() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["eject", ANSWERS, "layouts/back"]).code, 0);
    let said = workshop.run(&["check", "--layout", "back"]);
    assert_eq!((said.code, said.stderr), (0, workshop.run(&["check"]).stderr));
    workshop.build(&["--format", "docx,html", "--out", "before"]);
    workshop.build(&["--format", "docx,html", "--out", "after", "--layout", "back"]);
    let words = |folder: &str| {
        let docx = workshop.read(&format!("{folder}/trygghet-2023-utbildningsnamnden.docx"));
        crate::support::word::Word::read(&docx).text("word/document.xml")
    };
    assert_eq!(words("after"), words("before"));
}

#[test]
fn a_value_changed_in_it_holds_for_both() {
    let workshop = Workshop::new();
    assert_eq!(workshop.run(&["eject", ANSWERS, "layouts/back"]).code, 0);
    workshop.change("layouts/back/theme.json", |theme| {
        theme["styles"]["answer"]["size"] = 15.into();
        theme["styles"]["answer"]["before"] = 9.5.into();
    });
    workshop.build(&["--format", "pdf", "--layout", "back"]);
    let ours = Pdf::read(&workshop.read(PDF));
    let by_typst = Pdf::read(&set_by_typst(&workshop.path("layouts/back")));
    assert_eq!(by_typst.lines(), ours.lines());
    workshop.build(&["--format", "pdf", "--out", "before"]);
    let before = Pdf::read(&workshop.read("before/trygghet-2023-utbildningsnamnden.pdf"));
    assert_ne!(before.lines(), ours.lines());
}

#[test]
fn a_number_of_points_is_a_length_within_limits() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("layouts/points")).expect("a folder");
    let checked = |size: &str| {
        let theme = format!(
            r#"{{ "extends": "goteborg", "styles": {{ "answer": {{ "size": {size} }} }} }}"#
        );
        fs::write(workshop.path("layouts/points/theme.json"), theme).expect("a file");
        workshop.run(&["check", "--layout", "points"])
    };
    assert_eq!(checked("11.5").code, 0);
    for (size, told) in [
        ("20000", "it must be at most 10000"),
        ("-1", "it must be at least 0"),
        ("true", "expected a text, found true or false"),
        ("\"11\"", "`11` is not a length"),
    ] {
        let said = checked(size);
        assert_eq!(said.code, 1, "{size}");
        assert!(
            said.stderr.contains(told) && said.stderr.contains("at /styles/answer/size"),
            "{}",
            said.stderr
        );
    }
}

/// The line of what is printed that is to be typed.
fn command(printed: &str) -> String {
    let line = printed.lines().find(|line| line.trim_start().starts_with("typst "));
    line.unwrap_or_else(|| panic!("no command in: {printed}")).trim().to_owned()
}

#[test]
fn it_is_told_what_was_written_and_how_to_go_on() {
    for (language, begins, builds) in [("en", "wrote", "dnr build"), ("sv", "skrev", "dnr build")] {
        let workshop = Workshop::new();
        let said = workshop.run_in(language, &["eject", ANSWERS, "layouts/mine"]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
        let count = all_in(&workshop.path("layouts/mine")).len();
        let first = said.stdout.lines().next().expect("a line");
        assert!(first.starts_with(begins) && first.contains("layouts/mine"), "{first}");
        assert!(first.contains(&count.to_string()) && first.contains("goteborg"), "{first}");
        assert_eq!(
            command(&said.stdout),
            "typst compile --root layouts/mine --font-path layouts/mine --ignore-system-fonts \
             layouts/mine/report.typ"
        );
        let build = said.stdout.lines().find(|line| line.contains(builds)).expect("the way back");
        let args: Vec<&str> = build[build.find(builds).expect("it")..].split(' ').skip(1).collect();
        assert_eq!(workshop.run(&args).code, 0, "{build}");
    }
}

#[cfg(unix)]
#[test]
fn a_shell_reads_the_folders_name_as_it_is() {
    let workshop = Workshop::new();
    for folder in ["my $HOME", "it's"] {
        let said = workshop.run(&["eject", ANSWERS, folder]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let script = format!("typst() {{ printf '%s\\n' \"$@\"; }}; {}", command(&said.stdout));
        let output = std::process::Command::new("sh").args(["-c", &script]).output();
        let words = String::from_utf8(output.expect("a shell").stdout).expect("UTF-8");
        let words: Vec<&str> = words.lines().collect();
        let at = |option: &str| words.iter().position(|word| *word == option).expect("it") + 1;
        for path in [words[at("--root")], words[at("--font-path")]] {
            assert!(workshop.path(path).is_dir(), "{words:?}");
        }
        assert!(workshop.path(words.last().expect("a file")).is_file(), "{words:?}");
    }
}

/// The printed command, to the letter, where Typst is on the path.
#[test]
fn typst_obeys_the_command() {
    let version = std::process::Command::new("typst").arg("--version").output();
    let Ok(version) = version else {
        println!("SKIPPED: no typst on the PATH; .ci/ejected tries it with Typst from PyPI");
        return;
    };
    println!("with {}", String::from_utf8_lossy(&version.stdout));
    let workshop = Workshop::new();
    let said = workshop.run(&["eject", ANSWERS, "my project"]);
    let output = std::process::Command::new("sh")
        .args(["-c", &command(&said.stdout)])
        .current_dir(workshop.path(""))
        .output()
        .expect("a shell");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{told}");
    workshop.build(&["--format", "pdf"]);
    let by_typst = Pdf::read(&workshop.read("my project/report.pdf"));
    assert_eq!(by_typst.lines(), Pdf::read(&workshop.read(PDF)).lines());
}

#[test]
fn a_file_in_the_way_is_named_with_what_to_do() {
    for (language, hint) in [("en", "name another folder, or"), ("sv", "ange en annan mapp, eller")]
    {
        let workshop = Workshop::new();
        fs::create_dir(workshop.path("mine")).expect("a folder");
        fs::write(workshop.path("mine/report.typ"), "mine").expect("a file");
        let said = workshop.run_in(language, &["eject", ANSWERS, "mine"]);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""));
        assert!(said.stderr.contains("mine/report.typ"), "{}", said.stderr);
        assert!(said.stderr.contains(hint), "{}", said.stderr);
        assert!(!said.stderr.contains("--out"), "{}", said.stderr);
    }
}
