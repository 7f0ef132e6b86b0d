//! What a person wrote, and how much of it is new.

use crate::domain::plain;
use crate::mail::read::entity::{Leaf, Tree};
use mail_parser::MessageParser;
use mail_parser::decoders::html::html_to_text;

/// The most characters of a text that are kept.
const LONGEST: usize = 20_000;
/// The most octets of HTML that are made text of.
const LONGEST_HTML: usize = 256 * 1024;

/// The text of a message: its first plain part that says something, else its first HTML part as text.
pub(super) fn of(tree: &Tree<'_>, parser: &MessageParser) -> String {
    let texts = |kind: &'static str| {
        let leaves = tree.leaves.iter().filter(move |leaf: &&Leaf<'_>| leaf.kind == kind && !leaf.is_calendar());
        leaves.filter_map(|leaf| leaf.text(parser))
    };
    let as_text = |html: String| html_to_text(&html[..html.floor_char_boundary(LONGEST_HTML)]);
    let said = |text: &String| !text.trim().is_empty();
    let text = texts("text/plain").find(said).or_else(|| texts("text/html").map(as_text).find(said));
    plain::lines(&text.unwrap_or_default(), LONGEST).trim().to_owned()
}

/// How a program introduces what it quotes whole.
const RULES: [&str; 5] = [
    "-----original",
    "----- original",
    "-----ursprüngliche",
    "________________________________",
    "-----message d'origine",
];

/// What is new in an answer: without what it quotes, without a signature.
pub fn fresh(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut kept: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let lower = line.trim_start().to_lowercase();
        if *line == "--" || RULES.iter().any(|rule| lower.starts_with(rule)) || is_copied_head(&lines[at..]) {
            break;
        }
        if line.starts_with('>') {
            continue;
        }
        if introduces_quote(&lines[at..]) {
            // Long introductions run over two lines: the first has the date or the name.
            let is_second =
                !line.chars().any(|c| c.is_ascii_digit()) && kept.last().is_some_and(|last| !last.is_empty());
            if is_second {
                kept.pop();
            }
            if !is_quoted(lines.get(at + 1)) && !lines[at + 1..].iter().any(|line| line.starts_with('>')) {
                break;
            }
            continue;
        }
        kept.push(line);
    }
    kept.join("\n").trim().to_owned()
}

/// "… wrote:" before a quote, in whatever language.
fn introduces_quote(lines: &[&str]) -> bool {
    let Some((line, rest)) = lines.split_first() else { return false };
    let next = rest.iter().find(|line| !line.trim().is_empty());
    let lower = line.trim().to_lowercase();
    let has_word = ["wrote:", "schrieb:", "a écrit :", "escribió:", "ha scritto:", "schreef:"]
        .iter()
        .any(|word| lower.ends_with(word));
    line.ends_with(':') && (is_quoted(next) || has_word)
        || lower.starts_with("am ") && lower.contains(" schrieb ") && lower.ends_with(':')
}

fn is_quoted(line: Option<&&str>) -> bool {
    line.is_some_and(|line| line.starts_with('>'))
}

/// Outlook's `From: … Sent: … To: …` without any rule before it.
fn is_copied_head(lines: &[&str]) -> bool {
    let starts = |at: usize, words: [&str; 4]| {
        let line = lines.get(at).map(|line| line.trim_start_matches('*').to_lowercase()).unwrap_or_default();
        words.iter().any(|word| line.starts_with(word))
    };
    starts(0, ["from:", "von:", "de :", "de:"]) && starts(1, ["sent:", "gesendet:", "envoyé", "date:"])
}

/// How machines begin that say somebody is away, where neither a header nor the subject tells that a machine wrote.
const AWAY: [&str; 20] = [
    "out of the office",
    "out of office",
    "on annual leave",
    "on leave until",
    "on vacation",
    "on holiday until",
    "away until",
    "away from my",
    "limited access to",
    "thank you for your message",
    "thank you for your email",
    "thanks for your email",
    "nicht im büro",
    "nicht im haus",
    "im urlaub",
    "abwesend",
    "vielen dank für ihre nachricht",
    "vielen dank für ihre e-mail",
    "absent du bureau",
    "fuera de la oficina",
];

/// Whether it reads like a machine's note that somebody is away. A person may have written it: it is for a person to read.
pub fn says_away(fresh: &str) -> bool {
    let first: Vec<String> =
        fresh.lines().filter(|line| !line.trim().is_empty()).take(3).map(str::to_lowercase).collect();
    first.iter().any(|line| AWAY.iter().any(|words| line.contains(words)))
}

/// A plain yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Agreement {
    Yes,
    No,
}

const YES: [&str; 16] = [
    "yes",
    "yep",
    "yeah",
    "ok",
    "okay",
    "sure",
    "agreed",
    "ja",
    "gern",
    "gerne",
    "passt",
    "einverstanden",
    "oui",
    "sí",
    "si",
    "sì",
];
const NO: [&str; 7] = ["no", "nope", "nein", "leider nicht", "non", "sorry, no", "unfortunately not"];

/// What a person means who was asked for "yes" or "no"; nothing where a person has to read it.
///
/// The answer is the first line, and that line is hardly more than the word: "Yes, that works for me" is a yes, "No idea what this is about" is not a
/// no, and neither is "yes, but".
pub fn yes_or_no(fresh: &str) -> Option<Agreement> {
    let line = fresh.lines().map(str::trim).find(|line| !line.is_empty())?.to_lowercase();
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    let rest_of_lines = fresh.lines().map(str::trim).filter(|line| !line.is_empty()).count();
    let said = |words: &[&str]| {
        words.iter().any(|word| {
            let rest = line.strip_prefix(word);
            rest.is_some_and(|rest| rest.is_empty() || (begins_apart(rest) && is_short(rest)))
        })
    };
    if rest_of_lines > 4 {
        return None;
    }
    match (said(&YES), said(&NO)) {
        (true, false) => Some(Agreement::Yes),
        (false, true) => Some(Agreement::No),
        _ => None,
    }
}

/// The word ends there: what follows is another clause.
fn begins_apart(rest: &str) -> bool {
    rest.trim_start().starts_with([',', '.', '!', ';', '-', '–'])
}

/// A few words that take nothing back.
fn is_short(rest: &str) -> bool {
    let takes_back =
        ["but", "aber", "mais", "however", "if ", "wenn", "only", "nur", "?", "not ", "nicht", "later", "später"];
    rest.split_whitespace().count() <= 8 && !takes_back.iter().any(|word| rest.contains(word))
}
