//! What a form sends (`application/x-www-form-urlencoded`, URL standard section 5.1).

use crate::domain::plain;

/// More fields than any page has.
const MOST_FIELDS: usize = 200;

/// The fields of a form, in order, as they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads what a browser sends; bytes that are no UTF-8 become U+FFFD.
    pub fn read(bytes: &[u8]) -> Form {
        let parts = bytes.split(|b| *b == b'&').filter(|part| !part.is_empty()).take(MOST_FIELDS);
        Form(parts.map(field).collect())
    }

    /// A form of those fields.
    pub fn of(fields: &[(&str, &str)]) -> Form {
        Form(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    /// What was put into that field first; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str())
    }

    /// Everything that was chosen under that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// One line of at most `most` characters, without what no format should be trusted with; nothing if it is empty.
    pub fn line(&self, name: &str, most: usize) -> Option<String> {
        Some(plain::one_line(self.get(name), most)).filter(|text| !text.is_empty())
    }

    /// Several lines of at most `most` characters; nothing if they are empty.
    pub fn lines(&self, name: &str, most: usize) -> Option<String> {
        Some(plain::lines(self.get(name), most).trim().to_owned()).filter(|text| !text.is_empty())
    }
}

fn field(part: &[u8]) -> (String, String) {
    let at = part.iter().position(|b| *b == b'=');
    let (name, text) = at.map_or((part, &[][..]), |at| (&part[..at], &part[at + 1..]));
    (decoded(name), decoded(text))
}

fn decoded(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let octet = match (first, after) {
            (b'%', [high, low, behind @ ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| {
                rest = behind;
                high * 16 + low
            }),
            (b'+', _) => Some(b' '),
            _ => None,
        };
        out.push(octet.unwrap_or(*first));
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{Form, MOST_FIELDS};

    #[test]
    fn fields_are_decoded_and_odd_ones_survive() {
        let form = Form::read(b"a=1+2&a=%C3%BC%2&b&=x&c=%zz%&d=%ff&e=a%3Db%26c");
        assert_eq!(form.get("a"), "1 2");
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1 2", "ü%2"]);
        assert_eq!((form.get("b"), form.get("c"), form.get("nothing")), ("", "%zz%", ""));
        assert_eq!((form.get("d"), form.get("e")), ("\u{fffd}", "a=b&c"));
        assert_eq!(Form::read("a=1&".repeat(1000).as_bytes()).all("a").count(), MOST_FIELDS);
        assert_eq!(Form::read(b""), Form::default());
    }

    #[test]
    fn lines_are_cleaned_and_capped() {
        let form = Form::read("one=a%0D%0Ab%00%E2%80%AEc&many=a%0D%0Ab%0D%0A&blank=+%0A".as_bytes());
        assert_eq!(form.line("one", 9).as_deref(), Some("a b c"));
        assert_eq!(form.lines("many", 99).as_deref(), Some("a\nb"));
        assert_eq!((form.line("blank", 9), form.lines("blank", 9), form.line("none", 9)), (None, None, None));
    }
}
