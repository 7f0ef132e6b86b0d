//! What a story does not say: one programme, one pair, a service that answers by mail to the coordinator.

const SENDOFF_TOML: &str = r#"[organisation]
name            = "Mentors of Example"
privacy_contact = "privacy@mentors.example"
privacy_url     = "https://mentors.example/privacy"

[mail]
from      = "Mentors of Example <sendoff@mentors.example>"
transport = "maildir"
maildir   = "mail"
"#;

const GUARD: &str = "[guard]\nnew_programmes = \"go\"\n";

/// A programme's top-level settings; `PAIRS` is its own sheet.
const PROGRAMME: [&str; 7] = [
    r#"name          = "Spring 2027""#,
    r#"ends          = 2027-05-28"#,
    r#"timezone      = "Europe/London""#,
    r#"language      = "en""#,
    r#"pairs         = "PAIRS""#,
    r#"contact_after = "free""#,
    r#"coordinator   = { name = "Ada Park", email = "ada@mentors.example" }"#,
];

const PAIRS: &str = "pair,mentor_name,mentor_called,mentor_email,mentor_timezone,\
mentee_name,mentee_called,mentee_email,mentee_timezone,session
p1,Maya Lindqvist,Maya,maya@people.example,Europe/London,Jonas Kemp,Jonas,jonas@people.example,Europe/Berlin,2027-05-20 15:00
";

/// The whole folder: what the story wrote, and the rest.
///
/// What it writes of `sendoff.toml` goes below ours; of a programme, its top-level settings take the place of ours
/// (`ends =`, with nothing behind it, leaves ours out).
pub fn complete(written: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let service = written.iter().find(|(path, _)| path == "sendoff.toml").map_or("", |(_, text)| text.as_str());
    let guard = if service.contains("[guard]") { "" } else { GUARD };
    files.push(("sendoff.toml".to_owned(), format!("{SENDOFF_TOML}{service}{guard}")));
    let mut programmes: Vec<&str> = written.iter().filter_map(|(path, _)| programme_of(path)).collect();
    if programmes.is_empty() {
        programmes.push("spring");
    }
    programmes.sort_unstable();
    programmes.dedup();
    for id in programmes {
        let toml = format!("programmes/{id}.toml");
        let said = written.iter().find(|(path, _)| *path == toml).map_or("", |(_, text)| text.as_str());
        files.push((toml, programme(id, said)));
        let sheet = format!("programmes/{id}.csv");
        let rows = written.iter().find(|(path, _)| *path == sheet).map_or(PAIRS, |(_, text)| text.as_str());
        files.push((sheet, rows.to_owned()));
    }
    let is_new = |path: &str| path != "sendoff.toml" && programme_of(path).is_none();
    files.extend(written.iter().filter(|(path, _)| is_new(path)).cloned());
    files
}

fn programme_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("programmes/")?;
    name.strip_suffix(".toml").or(name.strip_suffix(".csv"))
}

fn programme(id: &str, said: &str) -> String {
    let top = said.split("\n[").next().unwrap_or("");
    let top = if said.starts_with('[') { "" } else { top };
    let key = |line: &str| line.split('=').next().unwrap_or("").trim().to_owned();
    let own: Vec<String> = top.lines().map(key).collect();
    let mut text = String::new();
    for line in PROGRAMME.iter().filter(|line| !own.contains(&key(line))) {
        text.push_str(&line.replace("PAIRS", &format!("{id}.csv")));
        text.push('\n');
    }
    let said: Vec<&str> = said.lines().filter(|line| !line.trim_end().ends_with('=')).collect();
    text + &said.join("\n") + "\n"
}
