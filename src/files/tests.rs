//! The corpus of faulty files with their reports word for word, and what holds for every file there can be.
//!
//! A case is a file under `tests/corpus/files/KIND/`; its report stands beside it with the ending `.report`. Each is put in
//! the place of that kind in a copy of the starter configuration. `SENDOFF_REWRITE=1 cargo test --lib files::tests`
//! writes the reports anew, to be read in the difference.

use crate::domain::person::Language;
use crate::domain::problem::Problem;
use crate::files::config::Config;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::doubts::Doubts;
use crate::files::sheet::repeats::Repeats;
use crate::files::sheet::{Row, SetAside, SheetReader};
use crate::files::{roadmap, starter};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, proptest};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Each kind of case, the ending of its files, and whose place they take.
const KINDS: [(&str, &str, &str); 6] = [
    ("service", "toml", "sendoff.toml"),
    ("programme", "toml", "programmes/spring-2027.toml"),
    ("sheet", "csv", "programmes/spring-2027.csv"),
    ("workbook", "xlsx", "programmes/spring-2027.xlsx"),
    ("roadmap", "toml", "roadmaps/amina-jonas.toml"),
    ("holidays", "ics", "holidays/england.ics"),
];

mod huge;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/files")
}

/// A fresh starter configuration.
fn starter_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    starter::write(folder.path()).unwrap();
    folder
}

/// Every problem of a configuration folder, as `check` finds them: settings, sheets, roadmaps.
fn problems_of(dir: &Path) -> Vec<Problem> {
    let loaded = Config::load(dir);
    let mut problems = loaded.problems;
    let Some(config) = loaded.config else { return problems };
    let programmes: Vec<_> = config.programmes.iter().chain(&loaded.loose_programmes).collect();
    let repeats = Arc::new(Repeats::among(&programmes));
    let languages = ["de", "de-du", "en"].map(|tag| Language(tag.to_owned())).to_vec();
    let mut doubts = Doubts::new(jiff::civil::date(2026, 11, 23)).written_in(languages);
    problems.extend(programmes.iter().filter_map(|programme| doubts.of_programme(programme)));
    let doubts = Arc::new(Mutex::new(doubts));
    for programme in programmes {
        match SheetReader::open_among(programme, Arc::clone(&repeats)) {
            Ok(reader) => {
                let reader = reader.doubting(Arc::clone(&doubts));
                problems.extend_from_slice(reader.warnings());
                problems.extend(reader.flat_map(row_problems));
            }
            Err(found) => problems.extend(found),
        }
    }
    for (pair, path) in config.roadmaps() {
        problems.extend(roadmap::load(&path, &pair).err().into_iter().flatten());
    }
    problems
}

fn row_problems(row: Result<Row, Problem>) -> Vec<Problem> {
    row.map_or_else(|problem| vec![problem], |row| row.problems())
}

/// The problems as a person reads them, with the line and a caret.
fn report(dir: &Path) -> String {
    let mut text = String::new();
    for problem in problems_of(dir) {
        writeln!(text, "{problem}").unwrap();
        if let Some(line) = &problem.source_line {
            let caret = " ".repeat(problem.column.max(1) as usize - 1) + &"^".repeat(problem.width as usize);
            writeln!(text, "    {line}\n    {caret}").unwrap();
        }
    }
    let shown = format!("{}/", dir.display());
    if text.is_empty() {
        "no problem\n".to_owned()
    } else {
        text.replace(&shown, "").replace(&dir.display().to_string(), ".")
    }
}

#[test]
fn every_faulty_file_is_reported_word_for_word() {
    let mut wrong = String::new();
    let mut count = 0;
    for (kind, ending, place) in KINDS {
        let mut cases: Vec<PathBuf> =
            std::fs::read_dir(corpus().join(kind)).unwrap().map(|e| e.unwrap().path()).collect();
        cases.sort();
        for case in cases.iter().filter(|case| case.extension().is_some_and(|found| found == ending)) {
            count += 1;
            let folder = starter_folder();
            std::fs::copy(case, folder.path().join(place)).unwrap();
            let programme = folder.path().join("programmes/spring-2027.toml");
            let own = case.with_extension("toml");
            if place.starts_with("programmes/spring-2027.") && *ending != *"toml" && own.exists() {
                std::fs::copy(own, &programme).unwrap();
            }
            if ending == "xlsx" {
                let text = std::fs::read_to_string(&programme).unwrap();
                std::fs::write(&programme, text.replace("spring-2027.csv", "spring-2027.xlsx")).unwrap();
            }
            let found = report(folder.path());
            let expected = case.with_extension("report");
            if std::env::var_os("SENDOFF_REWRITE").is_some() {
                std::fs::write(&expected, &found).unwrap();
            }
            let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
            if found != wanted {
                writeln!(wrong, "{}\n--- wanted\n{wanted}--- found\n{found}", case.display()).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 25, "only {count} cases were found");
}

#[test]
fn every_report_belongs_to_a_case() {
    for (kind, ending, _) in KINDS {
        for entry in std::fs::read_dir(corpus().join(kind)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == "report") {
                assert!(path.with_extension(ending).exists(), "{} reports on nothing", path.display());
            }
        }
    }
}

#[test]
fn a_faulty_programme_leaves_the_others_alone() {
    let folder = starter_folder();
    let at = |name: &str| folder.path().join("programmes").join(name);
    std::fs::write(at("autumn-2027.toml"), "name = 1\n").unwrap();
    std::fs::write(at(".#spring-2027.toml"), "an editor's lock\n").unwrap();
    let config = Config::load(folder.path()).config.unwrap();
    assert_eq!(config.programmes.len(), 1);
    assert_eq!(config.faulty_programmes, ["autumn-2027"]);
}

#[test]
fn the_sheet_of_a_faulty_programme_is_looked_at_once_and_only_if_its_file_can_be_taken_apart() {
    let folder = starter_folder();
    let at = |name: &str| folder.path().join("programmes").join(name);
    let copied = |from: &str, to: &str| std::fs::copy(at(from), at(to)).unwrap();
    copied("spring-2027.csv", "autumn-2027.csv");
    std::fs::write(at("autumn-2027.toml"), "timezone = \"Europe/Lodnon\"\n").unwrap();
    std::fs::write(at("summer-2027.toml"), "timezone = 1\npairs = \"spring-2027.csv\"\n").unwrap();
    copied("spring-2027.csv", "winter-2027.csv");
    std::fs::write(at("winter-2027.toml"), "name = \"Winter\npairs = \n").unwrap();
    let loaded = Config::load(folder.path());
    let ids = |files: &[ProgrammeFile]| files.iter().map(|file| file.programme.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&loaded.loose_programmes), ["autumn-2027"]);
    let config = loaded.config.unwrap();
    assert_eq!(ids(&config.programmes), ["spring-2027"]);
    assert_eq!(config.faulty_programmes, ["autumn-2027", "summer-2027", "winter-2027"]);
}

#[test]
fn two_programmes_do_not_share_a_sheet() {
    let folder = starter_folder();
    let at = |name: &str| folder.path().join("programmes").join(name);
    std::fs::copy(at("spring-2027.toml"), at("autumn-2027.toml")).unwrap();
    let loaded = Config::load(folder.path());
    let config = loaded.config.unwrap();
    assert!(config.programmes.is_empty());
    assert_eq!(config.faulty_programmes, ["autumn-2027", "spring-2027"]);
    assert!(loaded.problems.iter().any(|problem| problem.what.contains("share the sheet")));
}

#[test]
fn an_id_stands_once_in_all_sheets() {
    let folder = starter_folder();
    let at = |name: &str| folder.path().join("programmes").join(name);
    let settings = std::fs::read_to_string(at("spring-2027.toml")).unwrap();
    std::fs::write(at("autumn-2027.toml"), settings.replace("spring-2027.csv", "autumn-2027.csv")).unwrap();
    std::fs::copy(at("spring-2027.csv"), at("autumn-2027.csv")).unwrap();
    let problems = problems_of(folder.path());
    assert_eq!(problems.len(), 6, "{problems:#?}");
    assert!(problems[0].what.starts_with("the pair id \"amina-jonas\" is already on line 2 of "));
    assert!(problems.iter().all(|problem| problem.file.ends_with("spring-2027.csv")));
}

#[test]
fn a_secret_in_a_file_is_never_shown() {
    let folder = starter_folder();
    let path = folder.path().join("sendoff.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("{ credential = \"smtp\" }", "\"hunter2\"")).unwrap();
    let problems = problems_of(folder.path());
    assert!(problems.iter().any(|problem| problem.what == "password is written out"));
    assert!(!format!("{problems:?}").contains("hunter2"));
}

/// The rows of a sheet with that content.
fn read_sheet(content: &[u8]) -> Result<Vec<Row>, Vec<Problem>> {
    let folder = starter_folder();
    std::fs::write(folder.path().join("programmes/spring-2027.csv"), content).unwrap();
    let config = Config::load(folder.path()).config.unwrap();
    SheetReader::open(&config.programmes[0]).map(|reader| reader.map(Result::unwrap).collect())
}

const HEADINGS: &str = "mentor_name,mentor_email,mentee_name,mentee_email,session,goals\n";

#[test]
fn a_row_that_is_set_aside_says_which_pair_it_is_about() {
    let rows = read_sheet(
        b"pair,mentor_name,mentor_email,mentee_name,mentee_email\n\
          p1,Ada,ada@x.example,,ben@x.example\n\
          p 2,Cleo,cleo@x.example,Dan,\n\
          p1,Eva,eva@x.example,Finn,finn@x.example\n",
    );
    let aside: Vec<SetAside> = rows.unwrap().into_iter().filter_map(|row| row.outcome.err()).collect();
    let seen = |aside: &SetAside| {
        (aside.pair.clone(), aside.mentor.as_ref().map(|a| a.to_string()), aside.mentee.as_ref().map(|a| a.to_string()))
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(seen(&aside[0]), (text("p1"), text("ada@x.example"), text("ben@x.example")));
    assert_eq!(seen(&aside[1]), (None, text("cleo@x.example"), None));
    assert_eq!(seen(&aside[2]), (None, text("eva@x.example"), text("finn@x.example")));
}

#[test]
fn a_derived_id_and_an_international_domain_repeat_too() {
    let rows = read_sheet(
        format!(
            "{HEADINGS}Ada,ada@bücher.example,Ben,ben@x.example\n\
             Ada,ADA@xn--bcher-kva.example,Ben,ben@x.example\nEva,eva@x.example,Finn,finn@x.example\n"
        )
        .as_bytes(),
    )
    .unwrap();
    let faults: Vec<bool> = rows.iter().map(|row| row.outcome.is_err()).collect();
    assert_eq!(faults, [false, true, false]);
}

/// Rows of distinct pairs, some with a fault.
fn some_rows() -> impl Strategy<Value = Vec<String>> {
    let row = |n: usize| {
        prop::sample::select(vec!["2027-05-20 14:00", "", "soon", "2027-03-28 01:30"])
            .prop_map(move |session| format!("M {n},m{n}@x.example,N {n},n{n}@x.example,{session},\"a; b\"\n"))
    };
    (1_usize..12).prop_flat_map(move |count| (0..count).map(row).collect::<Vec<_>>())
}

fn outcomes(rows: &[String]) -> BTreeSet<String> {
    let text = HEADINGS.to_owned() + &rows.concat();
    let rows = read_sheet(text.as_bytes()).unwrap();
    rows.iter()
        .map(|row| match &row.outcome {
            Ok(pair) => format!("{pair:?}"),
            Err(aside) => {
                aside.problems.iter().map(|problem| format!("{:?} {}", problem.source_line, problem.what)).collect()
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_sheet_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut content = HEADINGS.as_bytes().to_vec();
        let _ = read_sheet(&bytes);
        content.extend(bytes);
        let _ = read_sheet(&content);
    }

    #[test]
    fn no_row_of_odd_cells_panics(cells in prop::collection::vec("[\\PC\u{0}\r\n\";,@:./+TZ0-9-]{0,30}", 0..24)) {
        let _ = read_sheet((HEADINGS.to_owned() + &cells.join(",")).as_bytes());
    }

    #[test]
    fn no_text_makes_a_settings_file_panic(text in "[\\PC\n\"=\\[\\]{}#.]{0,200}") {
        let folder = starter_folder();
        for (_, _, place) in KINDS.into_iter().filter(|kind| !["sheet", "workbook"].contains(&kind.0)) {
            std::fs::write(folder.path().join(place), &text).unwrap();
        }
        problems_of(folder.path());
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        (rows, shuffled) in some_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        assert_eq!(outcomes(&rows), outcomes(&shuffled));
    }
}
