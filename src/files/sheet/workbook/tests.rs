use super::not_unpacked;
use crate::files::config::Config;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::repeats::Repeats;
use crate::files::sheet::{Row, SheetReader};
use crate::files::starter;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::io::{Cursor, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use zip::write::SimpleFileOptions;

const HEADINGS: [&str; 7] = ["pair", "Mentor name", "mentor_email", "mentee_name", "Mentee e-mail", "ends", "session"];

/// Every row of the sheet as one line of text, as the starter's programme reads it.
fn read(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let reader = match SheetReader::open(&programme_with(folder.path(), bytes)) {
        Ok(reader) => reader,
        Err(problems) => return problems.iter().map(|problem| problem.what.clone()).collect(),
    };
    reader
        .map(|row| match row {
            Ok(row) => match row.outcome {
                Ok(pair) => format!(
                    "{}: {} {} {} ends {:?} session {:?} goals {}",
                    row.line,
                    pair.id,
                    pair.mentor.name,
                    pair.mentee.address,
                    pair.ends.map(|date| date.to_string()).unwrap_or_default(),
                    pair.session.map(|start| start.to_string()).unwrap_or_default(),
                    pair.goals.len()
                ),
                Err(aside) => {
                    let first = &aside.problems[0];
                    format!("{}:{}: {}", first.line, first.column, first.what)
                }
            },
            Err(problem) => problem.what,
        })
        .collect()
}

/// The starter's programme, with that as its sheet.
fn programme_with(dir: &Path, bytes: &[u8]) -> ProgrammeFile {
    starter::write(dir).unwrap();
    std::fs::write(dir.join("programmes/spring-2027.csv"), bytes).unwrap();
    Config::load(dir).config.unwrap().programmes.remove(0)
}

fn write_row(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0_u16..).zip(cells) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

/// A workbook as coordinators have them: a cover sheet, a title over merged cells, real dates, numbers as ids.
fn usual() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let cover = workbook.add_worksheet();
    write_row(cover, 0, &["How to use this workbook", "session"]);
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 6, "Pairs of spring", &Format::new()).unwrap();
    write_row(sheet, 2, &HEADINGS);
    sheet.write_string(2, 7, "goals").unwrap();
    write_row(sheet, 3, &["", "Amina Okafor", "amina@example.org", "Jonas Weber", "jonas@example.org"]);
    sheet.write_number(3, 0, 17).unwrap();
    sheet.write_with_format(3, 5, ExcelDateTime::from_ymd(2027, 5, 28).unwrap(), &date).unwrap();
    let start = ExcelDateTime::from_ymd(2027, 5, 20).unwrap().and_hms(14, 0, 0).unwrap();
    sheet.write_with_format(3, 6, start, &moment).unwrap();
    sheet.write_string(3, 7, "speak up\nread code").unwrap();
    write_row(sheet, 6, &["p2", " Bao ", "bao@example.org", "Cy", "cy@example.org", "2027-05-28", "2027-05-20 9:30"]);
    write_row(sheet, 7, &["p3", "Dee", "dee at example", "Eli", "eli@example.org"]);
    write_row(sheet, 8, &["p4", "Flo", "flo@example.org", "Gus", "gus@example.org"]);
    sheet.write_with_format(8, 6, ExcelDateTime::from_ymd(2027, 5, 20).unwrap(), &date).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_its_owner_sees_it() {
    assert_eq!(
        read(&usual()),
        [
            "4: 17 Amina Okafor jonas@example.org ends \"2027-05-28\" session \"2027-05-20T14:00:00+01:00[Europe/London]\" goals 2",
            "7: p2 Bao cy@example.org ends \"2027-05-28\" session \"2027-05-20T09:30:00+01:00[Europe/London]\" goals 0",
            "8:12: \"dee at example\" is no address (cell C8 of \"Sheet2\")",
            "9:57: \"2027-05-20\" has no time of day (cell G9 of \"Sheet2\")",
        ]
    );
}

#[test]
fn a_hidden_sheet_is_not_read() {
    let mut workbook = Workbook::new();
    let old = workbook.add_worksheet();
    write_row(old, 0, &HEADINGS);
    write_row(old, 1, &["old", "A", "a@example.org", "B", "b@example.org"]);
    old.set_hidden(true);
    let sheet = workbook.add_worksheet();
    write_row(sheet, 0, &HEADINGS);
    write_row(sheet, 1, &["new", "C", "c@example.org", "D", "d@example.org"]);
    sheet.set_active(true);
    let rows = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(rows, ["2: new C d@example.org ends \"\" session \"\" goals 0"]);
}

#[test]
fn a_sheet_that_lacks_a_column_never_wins_over_one_that_has_them_all() {
    let mut workbook = Workbook::new();
    let pairs = workbook.add_worksheet();
    write_row(pairs, 0, &["Mentor name", "mentor_email", "mentee_name", "Mentee e-mail"]);
    write_row(pairs, 1, &["A", "a@example.org", "B", "b@example.org"]);
    let feedback = workbook.add_worksheet();
    write_row(feedback, 0, &["pair", "Mentor name", "mentor_email", "mentee_name", "session", "ends"]);
    write_row(feedback, 1, &["p1", "A", "a@example.org", "B"]);
    let rows = read(&workbook.save_to_buffer().unwrap());
    assert!(rows.len() == 1 && rows[0].contains(" A b@example.org "), "{rows:?}");
}

#[test]
fn only_formulas_of_the_sheet_that_is_read_are_told_of() {
    let formula = |cell| format!("<row r=\"2\"><c r=\"{cell}\"><f>1+1</f></c></row>");
    let other = sheet_of(&(inline_row(1, &["Budget"]) + &formula("B2")));
    let pairs = sheet_of(&(inline_row(1, &HEADINGS) + &formula("F2")));
    let folder = tempfile::tempdir().unwrap();
    let programme = programme_with(folder.path(), &parts(&[&other, &pairs], NO_STRINGS));
    let reader = SheetReader::open(&programme).unwrap();
    let warnings: Vec<&str> = reader.warnings().iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(
        warnings,
        ["the formula in F2 of \"Pairs & more 2\" has no result in the file: the cell counts as empty"]
    );
}

#[test]
fn a_workbook_is_unpacked_once_for_all_its_readings() {
    let folder = tempfile::tempdir().unwrap();
    let programme = programme_with(folder.path(), &usual());
    let repeats = Arc::new(Repeats::among(&[&programme]));
    std::fs::remove_file(&programme.pairs_path).unwrap();
    for _ in 0..2 {
        let rows: Vec<Row> =
            SheetReader::open_among(&programme, Arc::clone(&repeats)).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 4);
    }
}

#[test]
fn a_sheet_whose_first_reading_failed_is_not_read_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let programme = programme_with(folder.path(), &usual());
    std::fs::remove_file(&programme.pairs_path).unwrap();
    let repeats = Arc::new(Repeats::among(&[&programme]));
    std::fs::write(&programme.pairs_path, usual()).unwrap();
    let rows: Vec<_> = SheetReader::open_among(&programme, repeats).unwrap().collect();
    assert!(rows[..4].iter().all(Result::is_ok));
    assert!(rows[4].as_ref().unwrap_err().what.contains("cannot be read"));
}

#[test]
fn a_folder_without_room_is_no_fault_of_the_workbook() {
    for (kind, word) in [(ErrorKind::StorageFull, "needs room in /rooms"), (ErrorKind::InvalidData, "cannot be read")] {
        let fault = not_unpacked(&kind.into(), Path::new("/rooms"));
        assert!(fault.what.contains(word), "{}", fault.what);
    }
}

#[test]
fn more_rows_than_a_parcel_come_in_order_and_repeats_are_found() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    write_row(sheet, 0, &HEADINGS);
    for row in 1..2000_u32 {
        let (mentor, mentee) = (format!("m{row}@example.org"), format!("n{row}@example.org"));
        write_row(sheet, row, &[&format!("p{}", row % 1999), "A", &mentor, "B", &mentee]);
    }
    write_row(sheet, 2000, &["p7", "A", "x@example.org", "B", "y@example.org"]);
    let rows = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(rows.len(), 2000);
    assert!(rows[1998].starts_with("2000: p0 "), "{}", rows[1998]);
    assert_eq!(rows[1999], "2001:1: the pair id \"p7\" is already on line 8 (cell A2001 of \"Sheet1\")");
}

/// A workbook of these parts; all that calamine needs but what is given.
fn parts(sheets: &[&[u8]], strings: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &[u8]| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    };
    let numbers = 1..=sheets.len();
    let references: String = numbers.clone().map(|n| format!(r#"<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>"#)).collect();
    let list: String =
        numbers.map(|n| format!(r#"<sheet name="Pairs &amp; more {n}" sheetId="{n}" r:id="r{n}"/>"#)).collect();
    part("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#);
    part("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{references}</Relationships>"#).as_bytes());
    part("xl/workbook.xml", format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#).as_bytes());
    for (n, sheet) in sheets.iter().enumerate() {
        part(&format!("xl/worksheets/sheet{}.xml", n + 1), sheet);
    }
    part("xl/sharedStrings.xml", strings);
    archive.finish().unwrap().into_inner()
}

/// Room is made for what is there, and not for what is claimed.
const NO_STRINGS: &[u8] = b"<sst uniqueCount=\"99999999999\"/>";

fn sheet_of(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

fn inline_row(line: u32, cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")).collect();
    format!("<row r=\"{line}\">{cells}</row>")
}

#[test]
fn a_workbook_by_hand_is_read() {
    let rows = inline_row(1, &HEADINGS) + &inline_row(2, &["p1", "A", "a@example.org", "B", "b@example.org"]);
    let read = read(&parts(&[&sheet_of(&rows)], NO_STRINGS));
    assert_eq!(read, ["2: p1 A b@example.org ends \"\" session \"\" goals 0"]);
}

#[test]
fn what_would_take_all_memory_is_refused_before_it_does() {
    let headings = inline_row(1, &HEADINGS);
    let long = "x".repeat(3 * 1024 * 1024);
    let spaced = format!("<c t=\"str\"><v>{}</v></c>", "xxxxxxxx<b/>".repeat(200_000));
    for (bytes, word) in [
        (parts(&[&sheet_of(&(headings.clone() + &inline_row(2, &[&long])))], NO_STRINGS), "longer than a megabyte"),
        (
            parts(&[&sheet_of(&(headings.clone() + "<row r=\"2\">" + &spaced + "</row>"))], NO_STRINGS),
            "longer than a megabyte",
        ),
        (parts(&[&sheet_of(&headings)], format!("<sst><si a=\"{long}\"/></sst>").as_bytes()), "longer than a megabyte"),
        (parts(&[&sheet_of(&"<a>".repeat(100))], NO_STRINGS), "too deep"),
        (parts(&[b"<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>"], NO_STRINGS), "declares entities"),
        (parts(&[b"<worksheet><sheetData><row></sheetData></row></worksheet>"], NO_STRINGS), "cannot be read"),
        (parts(&[b"<worksheet><sheetData>"], NO_STRINGS), "ends too early"),
    ] {
        let rows = read(&bytes);
        assert!(rows.len() == 1 && rows[0].contains(word), "{word}: {rows:?}");
    }
}

#[test]
fn a_broken_workbook_never_looks_like_a_short_one() {
    let headings = inline_row(1, &HEADINGS);
    let pair = |line| inline_row(line, &["", "A", "a@example.org", "B", "b@example.org"]);
    for rows in [
        headings.clone() + &pair(3) + &pair(2),
        headings.clone() + &pair(2) + "<row r=\"3\"><c r=\"A99999999999999\"><v>1</v></c></row>",
        headings.clone() + &pair(2) + "<row r=\"3\"><c t=\"s\"><v>7</v></c></row>",
    ] {
        let read = read(&parts(&[&sheet_of(&rows)], NO_STRINGS));
        assert!(read.last().unwrap().contains("cannot be read"), "{read:?}");
    }
    let whole = usual();
    for cut in [whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        let rows = read(&whole[..cut]);
        assert!(rows.len() == 1 && rows[0].contains("cannot be read"), "{rows:?}");
    }
}

#[test]
fn what_only_looks_like_a_workbook_is_said_to() {
    assert!(read(b"PK\x03\x04 nothing more")[0].contains("this workbook cannot be read"));
    assert!(read(b"\xD0\xCF\x11\xE0 nothing more")[0].contains("old Excel workbook, or one with a password"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_changed_in_a_workbook_make_it_hang_or_lose_its_report(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
    ) {
        let mut bytes = usual();
        for (at, byte) in changes {
            let at = at.index(bytes.len() - 4) + 4;
            bytes[at] = byte;
        }
        assert!(!read(&bytes).is_empty());
    }
}
