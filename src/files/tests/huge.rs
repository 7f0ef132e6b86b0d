//! Sheets too large to lie in a corpus, with what is reported of them.

use super::{report, starter_folder};
use rust_xlsxwriter::Workbook;
use std::fmt::Write;

const HEADINGS: &str = "mentor_name,mentor_email,mentee_name,mentee_email";

/// The report of a text file with that content, without the lines it shows.
fn said(content: &[u8]) -> String {
    let folder = starter_folder();
    std::fs::write(folder.path().join("programmes/spring-2027.csv"), content).unwrap();
    report(folder.path()).lines().filter(|line| !line.starts_with("    ")).map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn a_cell_of_ten_megabytes_is_its_own_rows_fault_quoted_or_not() {
    let long = "x".repeat(10 * 1024 * 1024);
    let reported = "programmes/spring-2027.csv:3:1: error: this line is longer than 256 kB; check whether the file was cut or put together wrongly\n";
    for cell in [long.clone(), format!("\"{long}\"")] {
        let text = format!(
            "{HEADINGS}\nA,a@x.example,B,b@x.example\nC,c@x.example,{cell},d@x.example\nE,e@x.example,F,f@x.example\n"
        );
        assert_eq!(said(text.as_bytes()), reported);
    }
}

#[test]
fn blank_columns_by_the_hundred_thousand_say_nothing() {
    let blanks = ",".repeat(200_000);
    let text = format!("{HEADINGS}{blanks}\nA,a@x.example,B,b@x.example{blanks}\n");
    assert_eq!(said(text.as_bytes()), "no problem\n");
    let far = format!("{HEADINGS}\nA,a@x.example,B,b@x.example{blanks}x\n");
    assert_eq!(
        said(far.as_bytes()),
        "programmes/spring-2027.csv:2:200028: error: this row has more cells than there are headings; put quotation marks around a cell that has the separator in it\n"
    );
    let million = format!("{HEADINGS}{}\nA,a@x.example,B,b@x.example\n", ",".repeat(1_000_000));
    assert_eq!(
        said(million.as_bytes()),
        "programmes/spring-2027.csv:1:1: error: this line is longer than 256 kB; check whether the file was cut or put together wrongly\n"
    );
}

#[test]
fn empty_rows_at_the_end_say_nothing() {
    let mut text = format!("{HEADINGS}\r\nA,a@x.example,B,b@x.example\r\n");
    for _ in 0..20_000 {
        text.push_str(",,, \r\n");
    }
    assert_eq!(said(text.as_bytes()), "no problem\n");
    let _ = write!(text, "C,c at x.example,D,d@x.example");
    assert_eq!(
        said(text.as_bytes()),
        "programmes/spring-2027.csv:20003:3: error: \"c at x.example\" is no address; write one bare address, without name or brackets\n"
    );
}

#[test]
fn a_workbook_with_formats_down_to_its_last_row_is_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    for (line, row) in [HEADINGS, "A,a@x.example,B,b@x.example"].iter().zip(0..) {
        for (cell, column) in line.split(',').zip(0..) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    for row in 2..30_000 {
        sheet.write_blank(row, 3, &bold).unwrap();
    }
    assert_eq!(said(&workbook.save_to_buffer().unwrap()), "no problem\n");
}
