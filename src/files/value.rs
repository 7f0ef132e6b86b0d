//! What one value of a file may be: a name, an address, a zone, a language, a web address, an id.
//!
//! Settings and spreadsheets share these readers, so that a fault reads the same in both.

use crate::domain::address::{Address, AddressFault};
use crate::domain::person::{Language, Zone};
use crate::files::fault::{Fault, has_steering, is_steering, nearest, quoted};
use jiff::tz;

/// The longest name of a person, programme or organisation, in characters.
const NAME_CHARS: usize = 200;
/// The longest web address, in bytes: what browsers and mail programs still pass on.
const URL_BYTES: usize = 2_000;
/// The longest id of a programme or pair, in bytes.
const ID_BYTES: usize = 64;

/// A name that can stand in a header and in a greeting.
pub(crate) fn read_name(text: &str) -> Result<String, Fault> {
    let name = read_line(text, NAME_CHARS)?;
    if name.contains('@') && Address::parse(name).is_ok() {
        return Err(Fault::new(format!("{} is an address, not a name", quoted(name)), "write the person's name here"));
    }
    Ok(name.to_owned())
}

/// One line of text of at most that many characters, not empty, trimmed.
pub(crate) fn read_line(text: &str, most: usize) -> Result<&str, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::new("there is no text here", "write something, or leave the setting out"));
    }
    if text.contains(['\n', '\r']) {
        return Err(Fault::new("there is a line break in this text", "write it on one line"));
    }
    if has_steering(text) {
        return Err(Fault::new(
            format!("{} has characters that cannot be seen", quoted(text)),
            "delete this text and type it again",
        ));
    }
    // Bytes bound characters from above, so that most texts are never counted.
    if text.len() > most && text.chars().count() > most {
        return Err(Fault::new(format!("this text is longer than {most} characters"), "shorten it"));
    }
    Ok(text)
}

/// An address that can be sent to.
pub(crate) fn read_address(text: &str) -> Result<Address, Fault> {
    Address::parse(text).map_err(|fault| {
        let hint = match fault {
            AddressFault::Empty => "write an address like name@example.org",
            _ if text.trim().contains(['<', ',', ';', ' ']) => "write one bare address, without name or brackets",
            AddressFault::Shape => "write name, @ and domain, like name@example.org",
            AddressFault::LocalPart => "check the part before the @ for blanks, dots and quotation marks",
            AddressFault::LocalPartNotAscii => "ask for an address in plain letters",
            AddressFault::TooLong => "check whether more than the address got in here",
            AddressFault::Domain => "check the part after the @",
        };
        let what = match fault {
            AddressFault::Empty => fault.to_string(),
            AddressFault::Shape => format!("{} is no address", quoted(text.trim())),
            _ => format!("{} cannot be sent to: {fault}", quoted(text.trim())),
        };
        Fault::new(what, hint)
    })
}

/// A zone of the zone database.
pub(crate) fn read_zone(text: &str) -> Result<Zone, Fault> {
    let name = text.trim();
    Zone::named(name).ok_or_else(|| {
        let hint = match likely_zone(name) {
            Some(zone) => format!("did you mean {zone}?"),
            None => "write it like Europe/London: continent and city".to_owned(),
        };
        Fault::new(format!("{} is no time zone", quoted(name)), hint)
    })
}

/// The zone somebody probably meant: by its city, else by spelling.
fn likely_zone(name: &str) -> Option<String> {
    let wanted = name.replace([' ', '-'], "_").to_lowercase();
    let city = |zone: &str| zone.rsplit('/').next().map(str::to_lowercase);
    let known: Vec<String> =
        tz::db().available().map(|zone| zone.to_string()).filter(|zone| zone.contains('/')).collect();
    known
        .iter()
        .find(|zone| city(zone).as_deref() == Some(&wanted))
        .or_else(|| {
            let spelt = nearest(name, known.iter().map(String::as_str));
            let last = || {
                let cities: Vec<String> = known.iter().filter_map(|zone| city(zone)).collect();
                let near = nearest(&wanted, cities.iter().map(String::as_str))?.to_owned();
                known.iter().find(|zone| city(zone).as_deref() == Some(&near))
            };
            spelt.and_then(|spelt| known.iter().find(|zone| *zone == spelt)).or_else(last)
        })
        .cloned()
}

/// A language tag, lower case as the folders of templates are.
pub(crate) fn read_language(text: &str) -> Result<Language, Fault> {
    let tag = text.trim();
    let mut parts = tag.split('-');
    let is_main =
        parts.next().is_some_and(|main| matches!(main.len(), 2..=3) && main.bytes().all(|b| b.is_ascii_alphabetic()));
    let is_tag =
        is_main && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if is_tag && tag.len() <= 35 {
        return Ok(Language(tag.to_ascii_lowercase()));
    }
    Err(Fault::new(format!("{} is no language tag", quoted(tag)), "write it like en, de or de-du"))
}

/// An address on the web that a letter can link to.
pub(crate) fn read_url(text: &str) -> Result<String, Fault> {
    let url = text.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let is_link = host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && url.len() <= URL_BYTES
        && !url.chars().any(|c| c.is_whitespace() || is_steering(c) || matches!(c, '<' | '>' | '"' | '\\'));
    if is_link {
        return Ok(url.to_owned());
    }
    Err(Fault::new(format!("{} is no web address", quoted(url)), "write it like https://example.org/plan"))
}

/// An id: 1 to 64 of `[A-Za-z0-9._-]`, not starting with a dot.
pub(crate) fn read_id(text: &str) -> Result<&str, Fault> {
    let id = text.trim();
    let is_id = matches!(id.len(), 1..=ID_BYTES)
        && !id.starts_with('.')
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if is_id {
        return Ok(id);
    }
    Err(Fault::new(
        format!("{} is no id", quoted(id)),
        "use 1 to 64 letters, digits, dots, hyphens and underscores, not starting with a dot",
    ))
}

#[cfg(test)]
mod tests {
    use super::{read_address, read_id, read_language, read_name, read_url, read_zone};

    #[test]
    fn an_unknown_zone_comes_with_the_likely_one() {
        for (text, likely) in [
            ("London", "did you mean Europe/London?"),
            ("Europe/Berln", "did you mean Europe/Berlin?"),
            ("new york", "did you mean America/New_York?"),
            ("Aukland", "did you mean Pacific/Auckland?"),
            ("qqqqqqq", "write it like Europe/London: continent and city"),
        ] {
            assert_eq!(read_zone(text).unwrap_err().hint, likely, "{text}");
        }
        assert!(read_zone(" Europe/London ").is_ok());
    }

    #[test]
    fn names_are_one_clean_line() {
        assert_eq!(read_name("\u{a0}Zoë O'Neil \t").as_deref(), Ok("Zoë O'Neil"));
        for text in ["", " ", "a\nb", "a\u{0}b", "a\u{202e}b", "ada@mentors.example", &"x".repeat(201)] {
            assert!(read_name(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_hint_about_an_address_fits_its_fault() {
        assert!(read_address("Ada <ada@x.example>").unwrap_err().hint.contains("bare address"));
        assert!(read_address("ada at x.example").unwrap_err().hint.contains("bare address"));
        assert!(read_address("ada@x").unwrap_err().hint.contains("after the @"));
    }

    #[test]
    fn ids_languages_and_links_have_their_shape() {
        assert!(["p1", "A.b_c-9", "x"].iter().all(|id| read_id(id).is_ok()));
        assert!(["", ".p", "a b", "ü", "a/b", &"x".repeat(65)].iter().all(|id| read_id(id).is_err()));
        assert_eq!(read_language("DE-du").map(|l| l.0), Ok("de-du".to_owned()));
        assert!(["", "e", "german", "en_GB", "en-", "../x"].iter().all(|tag| read_language(tag).is_err()));
        assert!(["https://x.example/a?b#c", "http://x.example"].iter().all(|url| read_url(url).is_ok()));
        assert!(
            ["x.example", "javascript:alert(1)", "https://", "https://a b", "https://x\ny", "https://a@b/"]
                .iter()
                .all(|url| read_url(url).is_err())
        );
    }
}
