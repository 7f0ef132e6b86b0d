//! `check` looks beyond the files: at keys and certificates they name, and at whom the state has let go of.

use super::certificate::Authority;
use super::desk::Desk;

/// What `check` says of these lines in `sendoff.toml`.
fn said(desk: &Desk, settings: &str) -> (i32, String) {
    let head = "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\n\
                transport = \"maildir\"\nmaildir = \"../out\"\n";
    desk.write("config/sendoff.toml", &format!("{head}{settings}"));
    let said = desk.run(&["check"]);
    (said.status, said.err)
}

const PAGES: &str = "[web]\nurl = \"https://endings.mentors.example\"\nlisten = \"127.0.0.1:0\"\n\
                     certificate = { file = \"server.pem\" }\nkey = { file = \"server.key\" }\n";

#[test]
fn a_certificate_or_key_of_the_pages_that_cannot_be_used_is_named() {
    let desk = Desk::ready();
    let (certificate, key) = Authority::new().issue("endings.mentors.example");
    let (_, other_key) = Authority::new().issue("endings.mentors.example");
    for (files, status, words) in [
        (vec![("server.pem", certificate.as_str()), ("server.key", key.as_str())], 0, ""),
        (vec![("server.pem", "x"), ("server.key", &key)], 1, "no certificate in PEM form"),
        (vec![("server.pem", &certificate), ("server.key", "x")], 1, "no key in PEM form"),
        (vec![("server.pem", &certificate), ("server.key", &other_key)], 1, "cannot be used together"),
        (vec![("server.pem", &certificate), ("server.key", "")], 1, "there is no secret in it"),
    ] {
        for (name, text) in files {
            desk.write(&format!("config/{name}"), text);
        }
        let (found, err) = said(&desk, PAGES);
        assert_eq!(found, status, "{words}: {err}");
        assert_eq!(err.contains("[web]"), status == 1, "{words}: {err}");
        assert!(err.contains(words), "{words}: {err}");
        assert!(!err.contains("PRIVATE KEY"), "{err}");
    }
    std::fs::remove_file(desk.path("config/server.key")).expect("removed");
    let (status, err) = said(&desk, PAGES);
    assert_eq!(status, 1);
    assert!(err.contains("config/sendoff.toml: error: [web] file") && err.contains("No such file"), "{err}");
}

#[test]
fn a_signing_key_or_password_that_cannot_be_used_is_named() {
    let desk = Desk::ready();
    desk.write("config/dkim.key", "not a key");
    let dkim = "[mail.dkim]\nselector = \"2027\"\nkey = { file = \"dkim.key\" }\n";
    let mailbox = "[mailbox]\nhost = \"127.0.0.1\"\nusername = \"x\"\npassword = { file = \"nowhere\" }\n";
    let (status, err) = said(&desk, &format!("{dkim}{mailbox}"));
    assert_eq!(status, 1, "{err}");
    assert!(err.contains("[mail.dkim] file") && err.contains("this is no private key"), "{err}");
    assert!(err.contains("[mailbox] file") && err.contains("check the path, and who may read it"), "{err}");
}

#[test]
fn whoever_was_forgotten_is_named_before_the_sheet_is_read() {
    let desk = Desk::ready();
    let sheet =
        "pair,mentor_name,mentor_email,mentee_name,mentee_email\np1,Ada,ada@mentors.example,Ben,ben@mentees.example\n";
    desk.write("config/programmes/spring-2027.csv", sheet);
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    assert_eq!(desk.run(&["check"]).status, 0);
    let forgot = desk.run(&["forget", "ben@mentees.example", "--yes"]);
    assert_eq!(forgot.status, 0, "{}", forgot.err);
    let said = desk.run(&["check"]);
    assert_eq!(said.status, 1, "{}", said.out);
    let wanted = "config/programmes/spring-2027.csv:2:32: error: forgotten on request: delete line 2\n  \
                  2 | p1,Ada,ada@mentors.example,Ben,ben@mentees.example\n    \
                  |                                ^^^^^^^^^^^^^^^^^^^\n";
    assert!(said.err.contains(wanted), "{}", said.err);
    assert!(said.out.contains("1 row is set aside"), "{}", said.out);
}

#[test]
fn a_fault_in_the_settings_keeps_back_no_other() {
    let desk = Desk::ready();
    std::fs::create_dir_all(desk.path("config/templates/en")).expect("a folder");
    desk.write("config/templates/en/goodbye.md", "Subject: Bye\n\nHi {{reader.caled}}\n");
    desk.write(
        "config/programmes/spring-2027.csv",
        "mentor_name,mentor_email,mentee_name,mentee_email\nA,a at x,B,b@x.example\n",
    );
    desk.write("config/sendoff.toml", "x =\n");
    let said = desk.run(&["check"]);
    assert_eq!(said.status, 1);
    for place in ["config/sendoff.toml:1:", "config/programmes/spring-2027.csv:2:3: error", "en/goodbye.md:3:4: error"]
    {
        assert!(said.err.contains(place), "{place}: {}", said.err);
    }
    let wanted = "config/templates/en/goodbye.md:3:4: error: there is no \"reader.caled\" here\n  3 | Hi {{reader.caled}}\n    \
                  |    ^^^^^^^^^^^^^^^^\n    = did you mean \"reader.called\"?\n";
    for preview in [vec!["preview", "goodbye"], vec!["preview", "--all", "all.html"]] {
        let said = desk.run(&preview);
        assert_eq!((said.status, said.err.as_str()), (1, wanted), "{}", said.out);
    }
    assert_eq!(desk.run(&["preview", "closing"]).status, 0);
}

#[test]
fn a_fault_in_a_programme_s_file_keeps_back_none_in_its_sheet() {
    let desk = Desk::ready();
    let programme = "config/programmes/spring-2027.toml";
    desk.write(programme, &format!("languag = \"en\"\n{}", desk.read(programme)));
    desk.write(
        "config/programmes/spring-2027.csv",
        "mentor_name,mentor_email,mentee_name,mentee_email\nA,a at x,B,b@x.example\nA,a@x.example,C,c@x.example\n",
    );
    let said = desk.run(&["check"]);
    assert_eq!(said.status, 1);
    for place in ["spring-2027.toml:1:1: error", "spring-2027.csv:2:3: error"] {
        assert!(said.err.contains(place), "{place}: {}", said.err);
    }
    assert!(said.out.starts_with("0 programmes, 0 pairs"), "what is not in force is not counted: {}", said.out);
}
