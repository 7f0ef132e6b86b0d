//! Mail addresses that can be sent to.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A mail address in the form that goes on the wire: ASCII local part as written, domain in its A-label form (RFC 5891).
///
/// Everything that holds an `Address` can be mailed to without SMTPUTF8 (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// Why a text is no address we can send to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// There is no text.
    #[error("there is no address here")]
    Empty,
    /// Not exactly one `@` between two parts.
    #[error("an address looks like name@example.org")]
    Shape,
    /// The part before the `@` has characters that mail servers do not take unquoted.
    #[error("the part before the @ has a character that cannot be sent to")]
    LocalPart,
    /// The part before the `@` is not ASCII: it would need SMTPUTF8, which few servers speak.
    #[error("the part before the @ may only have plain letters, digits and . _ + - and the like")]
    LocalPartNotAscii,
    /// Longer than RFC 5321 section 4.5.3.1 allows.
    #[error("the address is too long")]
    TooLong,
    /// The part after the `@` is no domain name.
    #[error("the part after the @ is not a domain name")]
    Domain,
}

impl Address {
    /// Reads an address; blanks around it are ignored.
    ///
    /// # Errors
    /// [`AddressFault`] says which part is wrong.
    pub fn parse(text: &str) -> Result<Address, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressFault::Shape)?;
        if local.is_empty() || domain.is_empty() || local.contains('@') {
            return Err(AddressFault::Shape);
        }
        check_local_part(local)?;
        let domain = domain_to_ascii(domain)?;
        if local.len() > 64 || local.len() + 1 + domain.len() > 254 {
            return Err(AddressFault::TooLong);
        }
        Ok(Address(format!("{local}@{domain}")))
    }

    /// The address as it goes on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`, in ASCII and lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The part before the `@`, as written.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The form two spellings of one address share (rule 13): lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Whether both are spellings of one address.
    pub fn same_as(&self, other: &Address) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// Unquoted dot-atom (RFC 5321 section 4.1.2).
fn check_local_part(local: &str) -> Result<(), AddressFault> {
    if !local.is_ascii() {
        return Err(AddressFault::LocalPartNotAscii);
    }
    let atoms_ok = local.split('.').all(|atom| {
        !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    });
    if atoms_ok { Ok(()) } else { Err(AddressFault::LocalPart) }
}

fn domain_to_ascii(domain: &str) -> Result<String, AddressFault> {
    // Most domains are plain already, and a sheet may have a million of them; IDNA leaves those as they are.
    let is_plain = domain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b));
    let ascii = if is_plain && !domain.contains("--") {
        domain.to_owned()
    } else {
        idna::domain_to_ascii_strict(domain).map_err(|_| AddressFault::Domain)?
    };
    let labels_ok = ascii.contains('.')
        && ascii.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    let top_is_name = ascii.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()));
    if labels_ok && top_is_name { Ok(ascii) } else { Err(AddressFault::Domain) }
}

impl TryFrom<String> for Address {
    type Error = AddressFault;
    fn try_from(text: String) -> Result<Address, AddressFault> {
        Address::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressFault};

    #[test]
    fn takes_what_can_be_mailed_to() {
        for (text, wire) in [
            ("ada@mentors.example", "ada@mentors.example"),
            (" Zoe+m@Example.COM ", "Zoe+m@example.com"),
            ("jonas@bücher.example", "jonas@xn--bcher-kva.example"),
        ] {
            assert_eq!(Address::parse(text).map(|a| a.as_str().to_owned()), Ok(wire.to_owned()));
        }
    }

    #[test]
    fn refuses_what_cannot_be_mailed_to() {
        for (text, fault) in [
            ("", AddressFault::Empty),
            ("ada", AddressFault::Shape),
            ("a@b@c.example", AddressFault::Shape),
            ("jürgen@example.org", AddressFault::LocalPartNotAscii),
            ("\"a b\"@example.org", AddressFault::LocalPart),
            ("a..b@example.org", AddressFault::LocalPart),
            ("a@b", AddressFault::Domain),
            ("a@1.2.3.4", AddressFault::Domain),
            ("a@-x.example", AddressFault::Domain),
            ("a@x.example\r\nBcc: b@c.example", AddressFault::Shape),
        ] {
            assert_eq!(Address::parse(text), Err(fault), "{text:?}");
        }
    }
}
