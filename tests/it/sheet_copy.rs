//! `check --with-ids`: the real binary writes a copy of the sheet, and the copy is as good as the sheet.

use super::desk::Desk;

const SHEET: &str = "config/programmes/spring-2027.csv";
const HEAD: &str = "mentor_name,mentor_email,mentee_name,mentee_email\n";

/// A desk whose sheet has six pairs and no ids; one mentor's address was corrected since it was first read.
fn without_ids() -> Desk {
    let desk = Desk::ready();
    std::fs::remove_dir_all(desk.path("config/roadmaps")).expect("roadmaps");
    desk.write(
        "config/sendoff.toml",
        &desk.read("config/sendoff.toml").replace("new_programmes = \"hold\"", "new_programmes = \"go\""),
    );
    let row = |n: usize| format!("Mentor {n},m{n}@mentors.example,Mentee {n},e{n}@mentees.example\n");
    let sheet = HEAD.to_owned() + &(1..=6).map(row).collect::<String>();
    desk.write(SHEET, &sheet);
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    desk.write(SHEET, &sheet.replace("m1@mentors", "new1@mentors"));
    desk
}

/// What `status` says of every pair.
fn pairs(desk: &Desk) -> Vec<serde_json::Value> {
    let said = desk.run(&["status", "--json"]);
    assert_eq!(said.status, 0, "{}", said.err);
    said.json()
}

/// Everything that would be sent.
fn plan(desk: &Desk) -> String {
    let said = desk.run(&["plan", "--from", "2027-01-01", "--until", "2028-06-30", "--json"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    said.out
}

#[test]
fn check_offers_a_copy_with_ids_and_reading_it_changes_nothing() {
    let desk = without_ids();
    let check = desk.run(&["check"]);
    assert!(check.out.contains("6 rows have no id: `sendoff check --with-ids FILE`"), "{}", check.out);
    let before = desk.files();
    let written = desk.run(&["check", "--with-ids", "ids.csv"]);
    assert_eq!(written.status, 0, "{}", written.err);
    assert!(written.out.contains("6 ids filled in") && !written.out.contains("have no id"), "{}", written.out);
    assert!(written.out.lines().all(|line| line.chars().count() <= 80), "{}", written.out);
    assert_eq!(desk.files().len(), before.len() + 1);

    // The corrected row has not been read yet: it gets the id its pair has.
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    let known = pairs(&desk);
    let ids: Vec<&str> = known.iter().filter_map(|pair| pair["pair"].as_str()).collect();
    let copy = desk.read("ids.csv");
    assert!(copy.starts_with(&format!("\u{feff}pair,{}", HEAD.trim_end())), "{copy}");
    for n in 1..=6 {
        let row = copy.lines().find(|row| row.contains(&format!("Mentor {n},"))).unwrap();
        assert!(ids.contains(&row.split(',').next().unwrap()), "{row}: {ids:?}");
    }

    let planned = plan(&desk);
    assert!(planned.contains("\"method\":\"REQUEST\""), "{planned}");
    desk.write(SHEET, &copy);
    let check = desk.run(&["check"]);
    assert!(check.status == 0 && !check.out.contains("no id"), "{}", check.out);
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    assert_eq!(pairs(&desk), known, "nobody is renamed, and nobody is gone");
    assert_eq!(plan(&desk), planned, "every letter and every calendar entry is the one it was");

    // Now both addresses can change at once.
    desk.write(SHEET, &copy.replace("m2@mentors", "x2@mentors").replace("e2@mentees", "y2@mentees"));
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    let after = pairs(&desk);
    let after: Vec<&str> = after.iter().filter_map(|pair| pair["pair"].as_str()).collect();
    assert_eq!(after.len(), 6);
    assert!(after.iter().all(|id| ids.contains(id)), "{after:?} {ids:?}");
}

#[test]
fn a_copy_is_a_new_file_of_one_programme_and_faulty_rows_stay_as_they_are() {
    let desk = without_ids();
    let sheet = desk.read(SHEET).replace("e6@mentees.example", "e6");
    desk.write(SHEET, &sheet);
    desk.write("ids.csv", "mine");
    let refused = desk.run(&["check", "--with-ids", "ids.csv"]);
    assert_eq!((refused.status, desk.read("ids.csv").as_str()), (1, "mine"));
    assert!(refused.err.contains("ids.csv is there already"), "{}", refused.err);
    let written = desk.run(&["check", "--with-ids", "other.csv"]);
    assert_eq!(written.status, 1, "the row has to be mended still");
    assert!(written.out.contains("5 ids filled in") && written.out.contains("1 row has none"), "{}", written.out);
    assert!(desk.read("other.csv").contains("\n,Mentor 6,m6@mentors.example,Mentee 6,e6\r\n"));

    let programme = desk.read("config/programmes/spring-2027.toml").replace("spring-2027.csv", "autumn.csv");
    desk.write("config/programmes/autumn.toml", &programme);
    desk.write("config/programmes/autumn.csv", &format!("{HEAD}Ada,ada@x.example,Ben,ben@x.example\n"));
    let asked = desk.run(&["check", "--with-ids", "third.csv"]);
    assert!(asked.status == 1 && asked.err.contains("autumn and spring-2027"), "{}", asked.err);
    assert_eq!(desk.run(&["check", "--with-ids", "third.csv", "--programme", "winter"]).status, 1);
    assert!(!desk.path("third.csv").exists());
    assert_eq!(desk.run(&["check", "--with-ids", "third.csv", "--programme", "autumn"]).status, 1, "spring's row");
    assert!(desk.read("third.csv").contains(",Ada,ada@x.example,Ben,ben@x.example\r\n"));
    assert_eq!(desk.run(&["check", "--programme", "autumn"]).status, 2);
}
