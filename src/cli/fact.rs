//! Facts as they are typed: `record`'s FIELD=VALUE, and the objects of an answers file. Both end in one place, [`read`].

use crate::cli::column::clean;
use crate::domain::fact::{Fact, What};
use crate::domain::person::Role;
use jiff::Timestamp;
use serde_json::{Map, Value};
use strsim::normalized_damerau_levenshtein;

/// The facts, for `record --help`.
pub const HELP: &str = r#"Facts, with the fields each takes ([…]: may be left out):
  accepted         [event]: session (usual), catch-up-1, catch-up-2 …
  declined         [event]
  tentative        [event]
  proposed         starts, [event]: asks for another time
  agreed, refused  starts, [event]: the partner's answer to that
  moved            starts, place or both, [event]
  skipped          event: this catch-up is left out
  met, not-met     [on]: another day, [event]
  continuing       they carry on by themselves
  concern          would rather speak with the coordinator first
  roadmap          areas: [{area, why, practise, resources, by}], [note]
  follow_up        wants: a list of updates, questions, catch-ups, or
                   ["nothing"]; [every, times, improvise, starter,
                   capacity, note]
  renewal          answer: renew, loosen or stop
  practice_nudges  yes: true or false
  reflection       [notes: {reached, hard, overcome, good, hindered,
                   differently}, share]: private notes
  reflection_copy  would like a copy of these notes by mail
  corrected        timezone, language or both: the person's own
  new_address      address: where letters are to go from now on
  address_confirmed
                   address: it is the person's own
  stopped          what: letters or everything
  bounced          [status, text]
  paused, resumed  [reason]
  ended            [reason, quietly]
  approved         the waiting agreement may go

Examples:
  sendoff record amina-jonas accepted --who mentee
  sendoff record amina-jonas moved starts=2027-05-25T14:00:00+02:00
  sendoff record amina-jonas met on=2027-05-19
  sendoff record amina-jonas follow_up --who mentor \
      wants='["updates","catch-ups"]' every=month times=3"#;

/// A fact people may put on record, and what its fields look like when something is wrong with them.
const FACTS: [(&str, &str); 26] = [
    ("accepted", "event=session"),
    ("declined", "event=session"),
    ("tentative", "event=session"),
    ("proposed", "starts=2027-05-20T14:00:00+01:00"),
    ("agreed", "starts=2027-05-20T14:00:00+01:00"),
    ("refused", "starts=2027-05-20T14:00:00+01:00"),
    ("moved", "starts=2027-05-20T14:00:00+01:00 place=\"Room 3\""),
    ("skipped", "event=catch-up-1"),
    ("met", "on=2027-05-20"),
    ("not-met", "on=2027-05-20"),
    ("continuing", ""),
    ("concern", ""),
    ("roadmap", r#"areas='[{"area":"Explaining code"}]'"#),
    ("follow_up", r#"wants='["updates","catch-ups"]' every=month times=3"#),
    ("renewal", "answer=renew"),
    ("practice_nudges", "yes=true"),
    ("reflection", r#"notes='{"good":"We laughed a lot"}' share=true"#),
    ("reflection_copy", ""),
    ("corrected", "timezone=Europe/Berlin language=de"),
    ("new_address", "address=amina@home.example"),
    ("address_confirmed", "address=amina@home.example"),
    ("stopped", "what=letters"),
    ("bounced", "status=5.1.1 text=\"no such user\""),
    ("paused", "reason=\"on parental leave\""),
    ("resumed", "reason=\"back again\""),
    ("ended", "quietly=false"),
];

/// Said by a coordinator to a waiting agreement; takes no fields.
const APPROVED: &str = "approved";

/// Builds a fact from its name and fields.
///
/// # Errors
/// What is wrong, in words for whoever typed it.
pub fn read(name: &str, who: Option<Role>, at: Timestamp, fields: Map<String, Value>) -> Result<Fact, String> {
    let example = example(name)?;
    let what = match what_of(name, fields.clone()) {
        Ok(what) => what,
        // `place=3` is a number in JSON and a room to people.
        Err(fault) => what_of(name, as_texts(fields)).map_err(|_| in_words(name, &fault, example))?,
    };
    Ok(Fact { at, who, what })
}

/// Splits `FIELD=VALUE`; the value is JSON if it parses, else text.
///
/// # Errors
/// What is wrong, in words.
pub fn read_fields(texts: &[String]) -> Result<Map<String, Value>, String> {
    let mut fields = Map::new();
    for text in texts {
        let (name, value) = text
            .split_once('=')
            .filter(|(name, _)| !name.trim().is_empty())
            .ok_or_else(|| format!("\"{}\" is no FIELD=VALUE", clean(text)))?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        if fields.insert(name.trim().to_owned(), value).is_some() {
            return Err(format!("\"{}\" is given twice", clean(name)));
        }
    }
    Ok(fields)
}

fn example(name: &str) -> Result<&'static str, String> {
    if name == APPROVED {
        return Ok("");
    }
    if let Some((_, example)) = FACTS.iter().find(|(known, _)| *known == name) {
        return Ok(example);
    }
    let likeness = |known: &str| normalized_damerau_levenshtein(&name.to_lowercase(), known);
    let near = FACTS.iter().map(|(known, _)| (likeness(known), *known)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match near {
        Some((likeness, known)) if likeness >= 0.5 => format!("did you mean \"{known}\""),
        _ => "`sendoff record --help` lists them".to_owned(),
    };
    Err(format!("there is no fact \"{}\"; {hint}", clean(name)))
}

fn what_of(name: &str, mut fields: Map<String, Value>) -> Result<What, String> {
    if fields.insert("fact".to_owned(), Value::String(name.to_owned())).is_some() {
        return Err("unknown field `fact`".to_owned());
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())
}

/// Numbers and truth values as they were typed.
fn as_texts(fields: Map<String, Value>) -> Map<String, Value> {
    let text = |value: Value| match value {
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        other => other,
    };
    fields.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// A fault of the decoder in words, with an example of the fields.
fn in_words(name: &str, fault: &str, example: &str) -> String {
    let fault = clean(&fault.replace('`', "\"").replace(", there are no fields", ""));
    let takes = match example {
        "" => format!("\"{name}\" takes no fields"),
        example => format!("write it like: {name} {example}"),
    };
    format!("{name}: {fault}; {takes}")
}

#[cfg(test)]
mod tests {
    use super::{FACTS, HELP, read, read_fields};
    use crate::domain::fact::What;
    use crate::domain::person::Role;
    use jiff::Timestamp;

    fn typed(name: &str, fields: &[&str]) -> Result<What, String> {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let fact = read(name, Some(Role::Mentor), Timestamp::UNIX_EPOCH, read_fields(&fields)?)?;
        assert_eq!((fact.at, fact.who), (Timestamp::UNIX_EPOCH, Some(Role::Mentor)));
        Ok(fact.what)
    }

    #[test]
    fn what_the_help_shows_can_be_typed() {
        for (name, example) in FACTS {
            assert!(HELP.contains(name), "{name}");
            // As a shell takes it apart.
            let fields: Vec<String> = split_like_a_shell(example);
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            assert_eq!(typed(name, &fields).unwrap().name(), name);
        }
        assert_eq!(typed("approved", &[]).unwrap().name(), "approved");
    }

    fn split_like_a_shell(text: &str) -> Vec<String> {
        let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
        for c in text.chars() {
            match (c, quote) {
                (c, Some(open)) if c == open => quote = None,
                ('\'' | '"', None) => quote = Some(c),
                (' ', None) => words.push(std::mem::take(&mut word)),
                (c, _) => word.push(c),
            }
        }
        words.push(word);
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn a_value_is_json_if_it_parses_else_text() {
        assert!(matches!(typed("practice_nudges", &["yes=true"]), Ok(What::PracticeNudges { yes: true })));
        let Ok(What::Moved { place, .. }) = typed("moved", &["place=3"]) else { panic!("a room may be a number") };
        assert_eq!(place.as_deref(), Some("3"));
        let Ok(What::Moved { place, .. }) = typed("moved", &["place=\"a=b\""]) else { panic!("quoted") };
        assert_eq!(place.as_deref(), Some("a=b"));
    }

    #[test]
    fn faults_name_the_field_and_show_how_to_write_it() {
        for (name, fields, fault) in [
            ("acepted", vec![], "there is no fact \"acepted\"; did you mean \"accepted\""),
            ("scheduled", vec!["starts=x"], "there is no fact \"scheduled\"; "),
            ("proposed", vec![], "missing field \"starts\"; write it like: proposed starts="),
            ("proposed", vec!["starts=soon"], "\"soon\" is no time: write it like"),
            ("accepted", vec!["evnt=session"], "unknown field \"evnt\""),
            ("concern", vec!["note=x"], "unknown field \"note\""),
            ("accepted", vec!["event=catch-up-0"], "\"catch-up-0\" is no event"),
            ("accepted", vec!["session"], "\"session\" is no FIELD=VALUE"),
            ("accepted", vec!["event=session", "event=session"], "given twice"),
            ("follow_up", vec!["wants=[\"updates\"]", "evry=month"], "unknown field \"evry\""),
            ("follow_up", vec!["wants=updates"], "expected a sequence; write it like: follow_up wants="),
            ("renewal", vec!["answer=yes"], "unknown variant \"yes\""),
            ("accepted", vec!["fact=met"], "unknown field \"fact\""),
        ] {
            let said = typed(name, &fields).expect_err(name);
            assert!(said.contains(fault), "{said}");
        }
    }
}
