//! Makes a made-up municipality of any size: a register of bodies, a form and
//! every body's answers, the same for the same seed.
//!
//! ```sh
//! cargo run --example generate -- FOLDER BODIES [SEED] [exempelstad|trygghet]
//! ```
//!
//! `exempelstad` (the default) writes a form of its own; `trygghet` takes the
//! shipped form, for reports of the published length.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

/// Repeatable chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const BOARDS: &[&str] = &[
    "Kommunstyrelsen",
    "Barnomsorgsnämnden",
    "Skolnämnden",
    "Gymnasienämnden",
    "Socialnämnden",
    "Äldrenämnden",
    "Omsorgsnämnden",
    "Kultur- och fritidsnämnden",
    "Biblioteksnämnden",
    "Bygg- och plannämnden",
    "Gatunämnden",
    "Parknämnden",
    "Miljönämnden",
    "Klimatnämnden",
    "Vatten- och avloppsnämnden",
    "Fastighetsnämnden",
    "Servicenämnden",
    "Upphandlingsnämnden",
    "Arbetsmarknadsnämnden",
    "Integrationsnämnden",
    "Räddningsnämnden",
    "Valberedningsnämnden",
    "Överförmyndarnämnden i Exempelstad",
    "Arkiv- och museinämnden",
    "Krisberedskapsnämnden",
];

const COMPANIES: &[&str] = &[
    "Exempelstads Stadshus AB",
    "Exempelbostäder AB",
    "Exempelhus AB",
    "Exempelstads Energi AB",
    "Exempelstads Hamn AB",
    "Exempeltrafik AB",
    "Exempelstads Parkering AB",
    "Exempelarenan AB",
    "Exempelstads Avfall AB",
    "Exempelstads Vatten AB",
    "Näringsliv Exempelstad AB",
    "Exempelstads Flygplats AB",
    "Exempelstads Kongress AB",
    "Exempelstads Fibernät AB",
    "Exempelstads Lokaler AB",
];

const SUBJECTS: &[&str] = &[
    "Förvaltningen",
    "Nämnden",
    "Verksamheten",
    "Ledningsgruppen",
    "Enheten för utveckling",
    "Arbetsgruppen",
];
const VERBS: &[&str] =
    &["har tagit fram", "arbetar med", "planerar för", "har beslutat om", "följer upp", "ser över"];
const OBJECTS: &[&str] = &[
    "en gemensam lägesbild",
    "rutiner för avvikelser",
    "en plan för kompetensutveckling",
    "samverkan med föreningslivet",
    "en handlingsplan med tydligt ansvar",
    "återkommande trygghetsvandringar",
    "riktlinjer för upphandling",
];
const ENDINGS: &[&str] = &[
    "under kommande år.",
    "tillsammans med berörda parter.",
    "inom ramen för ordinarie budget.",
    "och rapporterar varje kvartal.",
    "utifrån medborgarnas synpunkter.",
    "i alla delar av organisationen.",
];

fn sentence(chance: &mut Chance) -> String {
    [SUBJECTS, VERBS, OBJECTS, ENDINGS].map(|words| chance.pick(words)).join(" ")
}

fn paragraph(chance: &mut Chance, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(chance)).collect::<Vec<_>>().join(" ")
}

/// An id from a name: `Kultur- och fritidsnämnden` to `kultur-och-fritidsnamnden`.
fn id(name: &str) -> String {
    let plain = name.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The bodies of a town: 25 boards, 15 companies, and districts' boards beyond.
fn names(count: usize) -> Vec<(String, &'static str)> {
    let boards = BOARDS.iter().map(|name| ((*name).to_owned(), "board"));
    let companies = COMPANIES.iter().map(|name| ((*name).to_owned(), "company"));
    let districts = (1..).map(|n| (format!("Stadsdelsnämnd {n}"), "board"));
    boards.chain(companies).chain(districts).take(count).collect()
}

fn bodies(names: &[(String, &str)]) -> Value {
    let bodies: Map<String, Value> = names
        .iter()
        .map(|(name, kind)| {
            let genitive =
                if name.ends_with("AB") { format!("{name}:s") } else { format!("{name}s") };
            (id(name), json!({ "name": name, "genitive": genitive, "kind": kind }))
        })
        .collect();
    json!({ "$schema": "../schemas/bodies.schema.json", "bodies": bodies })
}

const GOALS: &[&str] = &[
    "Verksamheten ska minska sin klimatpåverkan i enlighet med stadens klimatplan.",
    "Verksamheten ska ställa sociala krav i sina upphandlingar.",
    "Verksamheten ska arbeta aktivt mot diskriminering och för lika bemötande.",
    "Verksamheten ska ha en aktuell risk- och sårbarhetsanalys.",
    "Verksamheten ska göra barns och ungas röster hörda innan beslut fattas.",
    "Verksamheten ska erbjuda tillgängliga lokaler och tillgänglig information.",
    "Verksamheten ska samverka med det lokala näringslivet och civilsamhället.",
    "Verksamheten ska följa upp sina mål minst två gånger om året.",
];

/// A form that differs from the shipped one in all that forms may differ in.
fn form() -> Value {
    let strategies = |range: std::ops::Range<usize>| -> Vec<Value> {
        range.map(|n| json!({ "number": format!("M{}", n + 1), "text": GOALS[n] })).collect()
    };
    let note = "Exempelstad finns inte. Formulär, nämnder, bolag och svar är påhittade.";
    json!({
        "$schema": "../schemas/form.schema.json",
        "id": "exempelstad-2024",
        "version": "1",
        "language": "sv-SE",
        "layout": "exempelstad",
        "title": "Uppföljning av hållbarhetsmålen 2024",
        "organisation": "Exempelstad (påhittad kommun)",
        "issuer": "Kommunledningskontoret",
        "date": "2024-11-15",
        "keywords": ["exempel", "hållbarhet"],
        "diary_number": { "label": "Ärendenummer", "pattern": "EXS-YYYY-#####", "example": "EXS-2024-00042" },
        "headings": { "instruction": "Så här gör ni", "question": "Fråga", "answer": "Svar" },
        "scales": {
            "maluppfyllelse": {
                "title": "Måluppfyllelse",
                "development_label": "Beskriv vad som återstår och när målet beräknas vara uppfyllt",
                "options": [
                    { "id": "uppfyllt", "label": "Målet är uppfyllt", "short": "Uppfyllt", "colour": "leaf", "development": "optional" },
                    { "id": "delvis", "label": "Målet är delvis uppfyllt", "short": "Delvis uppfyllt", "colour": "sand", "development": "expected", "date": "expected" },
                    { "id": "ej", "label": "Målet är inte uppfyllt", "short": "Inte uppfyllt", "colour": "rose", "development": "expected", "date": "expected" },
                ],
            },
        },
        "parts": [
            { "id": "inledning", "heading": "Om uppföljningen", "content": [
                { "instruction": format!("{note}\n\nBeskriv kort hur ni har arbetat med hållbarhetsmålen under året.") },
                { "question": { "text": "* Vilka mål har ni prioriterat?\n* Hur har ni involverat medarbetarna?" } },
            ] },
            { "id": "ekologi", "heading": "Ekologiska och sociala mål", "content": [
                { "instruction": "Sätt ett kryss för varje mål." },
                { "matrix": { "scale": "maluppfyllelse", "strategies": strategies(0..5) } },
                { "question": { "id": "kommentar", "heading": "Kommentar", "text": "Vill ni tillägga något om målen?" } },
            ] },
            { "id": "styrning", "heading": "Styrning och uppföljning", "content": [
                { "matrix": { "scale": "maluppfyllelse", "strategies": strategies(5..8) } },
            ] },
        ],
    })
}

/// Answers of one body to `form`, whichever it is.
fn answers(form: &Value, name: &str, number: usize, chance: &mut Chance) -> Value {
    let pattern = form["diary_number"]["pattern"].as_str().unwrap_or_default();
    let year = &form["date"].as_str().unwrap_or_default()[..4];
    let digits = pattern.matches('#').count();
    let diary_number = pattern
        .replace("YYYY", year)
        .replace("YY", &year[2..])
        .replace(&"#".repeat(digits), &format!("{number:0digits$}"));
    let parts = form["parts"].as_array().into_iter().flatten();
    let answers: Map<String, Value> = parts
        .map(|part| {
            let id = part["id"].as_str().unwrap_or_default().to_owned();
            (id, part_answers(form, part, &crate::id(name), chance))
        })
        .collect();
    json!({
        "$schema": "../answers.schema.json",
        "form": form["id"],
        "body": id(name),
        "diary_number": diary_number,
        "answers": answers,
    })
}

fn part_answers(form: &Value, part: &Value, body: &str, chance: &mut Chance) -> Value {
    let mut answers = Map::new();
    for item in part["content"].as_array().into_iter().flatten() {
        if let Some(question) = item.get("question") {
            let paragraphs: Vec<String> = (0..2 + chance.below(2))
                .map(|_| {
                    let sentences = 2 + chance.below(4);
                    paragraph(chance, sentences)
                })
                .collect();
            let text = json!(paragraphs.join("\n\n"));
            match question["id"].as_str() {
                Some(id) => answers.insert(id.to_owned(), text),
                None => return text,
            };
        }
        let Some(matrix) = item.get("matrix") else { continue };
        let scale = &form["scales"][matrix["scale"].as_str().unwrap_or_default()];
        for strategy in matrix["strategies"].as_array().into_iter().flatten() {
            let asked = strategy["designated"].as_array();
            if asked.is_some_and(|bodies| !bodies.iter().any(|one| one == body)) {
                continue;
            }
            let options = scale["options"].as_array().map_or(&[][..], Vec::as_slice);
            // Most goals are met.
            let option = &options[chance.below(2 * options.len()).saturating_sub(options.len())];
            let mut answer = json!({ "status": option["id"] });
            if option["development"] == "expected" {
                let sentences = 1 + chance.below(4);
                answer["development"] = json!(paragraph(chance, sentences));
                answer["expected"] = json!(format!("2025-{:02}", 1 + chance.below(12)));
            }
            answers.insert(strategy["number"].as_str().unwrap_or_default().to_owned(), answer);
        }
    }
    Value::Object(answers)
}

fn write(path: &Path, value: &Value) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    fs::write(path, text)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: u64| {
        arguments.get(index).map_or(Some(default), |text| text.parse().ok())
    };
    let (Some(folder), Some(count), Some(seed)) = (arguments.first(), number(1, 40), number(2, 1))
    else {
        eprintln!("usage: generate FOLDER BODIES [SEED] [exempelstad|trygghet]");
        return ExitCode::from(2);
    };
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/input/trygghet-2023/form.json");
    let form = match arguments.get(3).map(String::as_str) {
        Some("trygghet") => {
            let text = fs::read(shipped).expect("the shipped form");
            let mut form: Value = serde_json::from_slice(&text).expect("JSON");
            // Every body answers every strategy whose text is known.
            for strategy in form["parts"][2]["content"][0]["matrix"]["strategies"]
                .as_array_mut()
                .into_iter()
                .flatten()
            {
                if strategy.get("placeholder").is_none() {
                    strategy.as_object_mut().and_then(|s| s.shift_remove("designated"));
                }
            }
            form
        }
        _ => form(),
    };
    let root = Path::new(folder).join(form["id"].as_str().unwrap_or_default());
    let names = names(count as usize);
    let mut chance = Chance(seed);
    let result = write(&root.join("form.json"), &form)
        .and_then(|()| write(&root.join("bodies.json"), &bodies(&names)))
        .and_then(|()| {
            names.iter().enumerate().try_for_each(|(index, (name, _))| {
                let file = root.join("answers").join(format!("{}.json", id(name)));
                write(&file, &answers(&form, name, index + 1, &mut chance))
            })
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
