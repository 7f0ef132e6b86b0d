//! `check --online`: what the servers say, and whether the sending domain's records fit. Nothing is sent.

use crate::cli::column::{COLUMNS, clean, counted, wrap};
use crate::cli::failure::Failure;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::address::Address;
use crate::files::secret::SecretError;
use crate::files::service::{Dkim, Imap, Inbox, Mailbox, Security, Service, Smtp, Transport};
use crate::mail::dkim::Signer;
use crate::mail::inbox::ImapInbox;
use crate::mail::names::Names;
use crate::mail::records::{self, Finding, Sign, Signature};
use crate::mail::reserved::is_reserved;
use crate::mail::smtp::{Plus, Probe, SmtpRoute, Welcome};
use crate::mail::transport::settings;
use std::io::Write;
use std::time::Duration;
use tokio::time::timeout;

/// The longest one server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest it is waited for when it is tried another way.
const SECOND_TRY: Duration = Duration::from_secs(10);
/// A letter with its calendar part is smaller than this.
const ENOUGH: u64 = 1_000_000;

/// Asks everybody, and says what they said.
///
/// # Errors
/// A server that does not let us in; everything else is only said.
pub async fn look(screen: &mut Screen, service: &Service, names: &dyn Names) -> Result<(), Failure> {
    let mut findings = Vec::new();
    say_head(screen, "Mail server")?;
    let relay = match &service.mail.transport {
        Transport::Maildir(_) => {
            say(screen, &Finding::good("letters go into a folder; there is no server to ask"), &mut findings)?;
            None
        }
        Transport::Smtp(smtp) => {
            for finding in mail_server(smtp, service).await {
                say(screen, &finding, &mut findings)?;
            }
            Some(smtp.host.as_str())
        }
    };
    if let Some(mailbox) = &service.mailbox {
        say_head(screen, "Mailbox")?;
        say(screen, &inbox(mailbox).await, &mut findings)?;
    }
    let domain = service.mail.from.address.domain();
    say_head(screen, &format!("Sending domain {}", clean(domain)))?;
    if is_reserved(domain) {
        let hint = "put your own address into [mail] from";
        say(
            screen,
            &Finding::unknown(format!("{domain} is a name for examples and has no records"), hint),
            &mut findings,
        )?;
    } else {
        for finding in records::look(names, domain, relay, &signature(service.mail.dkim.as_ref())).await {
            say(screen, &finding, &mut findings)?;
        }
    }
    writeln!(screen, "Nothing was sent.")?;
    let locked = findings.iter().filter(|finding| finding.starts_with(NO_ENTRY)).count();
    match locked {
        0 => Ok(()),
        _ => Err(Failure::Outside(anyhow::anyhow!(
            "{} us in",
            counted(locked, "server does not let", "servers do not let")
        ))),
    }
}

/// Who signs letters, where `[mail.dkim]` says so. A key that cannot be used is a finding; what only the service gets is no fault.
fn signature(dkim: Option<&Dkim>) -> Signature {
    let Some(dkim) = dkim else { return Signature::Relay };
    let bad = |what: String| Finding::bad(format!("DKIM: {what}"), "mend [mail.dkim] key");
    let read = dkim.key.read().map_err(|error| match error {
        SecretError::NoCredentials(_) | SecretError::NotSet(_) => Finding::unknown(
            format!("DKIM: only the service can read the key ({})", dkim.key),
            "whether it fits the published one is seen where this runs as the service does",
        ),
        error => bad(error.to_string()),
    });
    let signer = read.and_then(|key| {
        Signer::new(&dkim.domain, &dkim.selector, &key).map_err(|error| bad(format!("{}: {error}", dkim.key)))
    });
    signer.map_or_else(|finding| Signature::Unread(dkim.domain.clone(), finding), Signature::Own)
}

/// How a finding begins that says nothing works.
const NO_ENTRY: &str = "no entry: ";

fn say_head(screen: &mut Screen, head: &str) -> std::io::Result<()> {
    writeln!(screen, "{}", Paint::Heading.on(head))
}

fn say(screen: &mut Screen, finding: &Finding, said: &mut Vec<String>) -> std::io::Result<()> {
    let (sign, paint) = match finding.sign {
        Sign::Good => ("●", Paint::Good),
        Sign::Bad => ("!", Paint::Warn),
        Sign::Unknown => ("?", Paint::Quiet),
    };
    for (at, line) in wrap(&clean(&finding.what), COLUMNS - 4).iter().enumerate() {
        let sign = if at == 0 { sign } else { " " };
        writeln!(screen, "  {} {line}", paint.on(sign))?;
    }
    for line in finding.hint.iter().flat_map(|hint| wrap(&clean(hint), COLUMNS - 6)) {
        writeln!(screen, "      {}", Paint::Quiet.on(line))?;
    }
    said.push(finding.what.clone());
    Ok(())
}

async fn mail_server(smtp: &Smtp, service: &Service) -> Vec<Finding> {
    let route = match SmtpRoute::new(settings(smtp)) {
        Ok(route) => route,
        Err(fault) => return vec![Finding::bad(format!("{NO_ENTRY}{fault}"), "mend [mail.smtp]")],
    };
    let from = &service.mail.from.address;
    let probe = service.mailbox.as_ref().and_then(|_| probe(from));
    let place = format!("{}:{}", smtp.host, smtp.port);
    let (what, hint) = match timeout(PATIENCE, route.look_around(probe.as_ref())).await {
        Ok(Ok(welcome)) => return welcomed(smtp, &place, &welcome, service.mailbox.as_ref()),
        Err(_) => (format!("{NO_ENTRY}{place} does not answer"), "are host and port right?"),
        Ok(Err(why)) => (format!("{NO_ENTRY}{place}: {why}"), "mend [mail.smtp], and look again"),
    };
    let hint = match other_mode(smtp.security) {
        Some((mode, word)) if lets_us_in(&Smtp { security: mode, ..smtp.clone() }).await => {
            format!("it lets us in another way: set [mail.smtp] security = \"{word}\"")
        }
        _ => hint.to_owned(),
    };
    vec![Finding::bad(what, hint)]
}

/// The other way to encrypt, and its word: which one a port wants is often mistaken. Never one without encryption.
fn other_mode(mode: Security) -> Option<(Security, &'static str)> {
    match mode {
        Security::StartTls => Some((Security::Tls, "tls")),
        Security::Tls => Some((Security::StartTls, "starttls")),
        Security::None => None,
    }
}

async fn lets_us_in(smtp: &Smtp) -> bool {
    let Ok(route) = SmtpRoute::new(settings(smtp)) else { return false };
    timeout(SECOND_TRY, route.look_around(None)).await.is_ok_and(|welcome| welcome.is_ok())
}

/// The address itself, one with a token, and one that nobody has.
fn probe(from: &Address) -> Option<Probe> {
    let (local, domain) = (from.local_part(), from.domain());
    let address = |local: &str| Address::parse(&format!("{local}@{domain}")).ok();
    let nobody = address("nobody-has-this-address-7q2xk")?;
    Some(Probe { from: from.clone(), plus: address(&format!("{local}+check"))?, nobody })
}

fn welcomed(smtp: &Smtp, place: &str, welcome: &Welcome, mailbox: Option<&Mailbox>) -> Vec<Finding> {
    let entry = if smtp.login.is_some() { "lets us in" } else { "asks for no account" };
    let mut offers = vec![match smtp.security {
        Security::StartTls => "STARTTLS".to_owned(),
        Security::Tls => "TLS from the first byte".to_owned(),
        Security::None => "no encryption (this machine)".to_owned(),
    }];
    if !welcome.auth.is_empty() {
        offers.push(format!("AUTH {}", welcome.auth.join(" ")));
    }
    offers.push(welcome.largest.map_or_else(|| "letters of any size".to_owned(), |size| format!("SIZE {size}")));
    offers.extend(welcome.pipelining.then(|| "PIPELINING".to_owned()));
    offers.extend(welcome.eight_bit.then(|| "8BITMIME".to_owned()));
    let mut findings = vec![Finding::good(format!("{place} {entry}; it offers {}", offers.join(", ")))];
    if smtp.security == Security::None && welcome.starttls {
        let hint = "set [mail.smtp] security = \"starttls\", if its certificate is good for this name";
        findings.push(Finding::unknown("it offers STARTTLS too, and security = \"none\" makes no use of it", hint));
    }
    if welcome.largest.is_some_and(|size| size < ENOUGH) {
        let hint = "a letter with its invitation may be larger; have the limit raised";
        findings.push(Finding::bad("it takes only small letters", hint));
    }
    findings.extend(mailbox.zip(welcome.plus.as_ref()).map(|(mailbox, plus)| plus_addressing(mailbox, plus)));
    findings
}

fn plus_addressing(mailbox: &Mailbox, plus: &Plus) -> Finding {
    match (plus, mailbox.plus_addressing) {
        (Plus::Works, true) => {
            Finding::good("plus-addressing works: an address with + is taken, one nobody has is not")
        }
        (Plus::Works, false) => {
            Finding::good("plus-addressing works, though plus_addressing = false makes no use of it")
        }
        (Plus::Refused(why), true) => Finding::bad(
            format!("plus-addressing does not work: {why}"),
            "bounces and answers would be lost: set [mailbox] plus_addressing = false, or have it switched on",
        ),
        (Plus::Refused(_), false) => {
            Finding::good("plus-addressing does not work, and plus_addressing = false says so")
        }
        (Plus::Unknown, _) => Finding::unknown(
            "whether plus-addressing works cannot be asked here: the server says the same of every address",
            "write to the sender with +check before the @, and see whether it arrives",
        ),
    }
}

async fn inbox(mailbox: &Mailbox) -> Finding {
    let imap = match &mailbox.inbox {
        Inbox::Maildir(folder) if folder.join("new").is_dir() => {
            return Finding::good("a folder on this machine, and it can be read");
        }
        Inbox::Maildir(_) => {
            return Finding::bad(format!("{NO_ENTRY}the folder is no Maildir"), "mend [mailbox] maildir");
        }
        Inbox::Imap(imap) => imap,
    };
    let place = format!("{}:{}", imap.host, imap.port);
    let mut inbox = match ImapInbox::new(imap.clone(), mailbox.move_to.clone(), None) {
        Ok(inbox) => inbox,
        Err(fault) => return Finding::bad(format!("{NO_ENTRY}{fault}"), "mend [mailbox]"),
    };
    let around = match timeout(PATIENCE, inbox.look_around()).await {
        Err(_) => Err(format!("{NO_ENTRY}{place} does not answer")),
        Ok(found) => found.map_err(|fault| format!("{NO_ENTRY}{place}: {fault}")),
    };
    match around {
        Err(what) => Finding::bad(what, inbox_hint(imap).await),
        Ok(around) if mailbox.move_to.is_some() && !around.moves => Finding::bad(
            format!("{place} lets us in, and can move no mail (neither MOVE nor UIDPLUS)"),
            "leave out [mailbox] move_to",
        ),
        Ok(around) => {
            let mails = counted(usize::try_from(around.mails).unwrap_or(0), "mail lies", "mails lie");
            let news =
                if around.tells { "IDLE: it tells of new mail at once" } else { "no IDLE: it is asked every minute" };
            Finding::good(format!("{place} lets us in; {mails} there; {news}"))
        }
    }
}

/// What to do about a mailbox that is closed to us: often only the way to encrypt is another.
async fn inbox_hint(imap: &Imap) -> String {
    if let Some((security, word)) = other_mode(imap.security)
        && let Ok(mut inbox) = ImapInbox::new(Imap { security, ..imap.clone() }, None, None)
        && timeout(SECOND_TRY, inbox.look_around()).await.is_ok_and(|around| around.is_ok())
    {
        return format!("it lets us in another way: set [mailbox] security = \"{word}\"");
    }
    "are host, port and password right? Mend [mailbox], and look again".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{plus_addressing, probe, signature, welcomed};
    use crate::domain::address::Address;
    use crate::files::secret::Secret;
    use crate::files::service::{Dkim, Inbox, Mailbox, Security, Smtp};
    use crate::mail::records::{Sign, Signature};
    use crate::mail::smtp::{Plus, Welcome};

    #[test]
    fn a_key_that_only_the_service_gets_is_no_fault() {
        let said =
            |key: Secret| match signature(Some(&Dkim { selector: "s".to_owned(), domain: "x.org".to_owned(), key })) {
                Signature::Unread(domain, finding) => Some((domain, finding.sign, finding.what)),
                _ => None,
            };
        let (domain, sign, what) = said(Secret::Env("SENDOFF_TEST_NO_SUCH_VARIABLE".to_owned())).unwrap();
        assert_eq!((domain.as_str(), sign), ("x.org", Sign::Unknown));
        assert_eq!(
            what,
            "DKIM: only the service can read the key (environment variable SENDOFF_TEST_NO_SUCH_VARIABLE)"
        );
        let (_, sign, _) = said(Secret::File("/nowhere/at/all".into())).unwrap();
        assert_eq!(sign, Sign::Bad);
    }

    #[test]
    fn what_a_server_offers_is_said_in_one_line() {
        let smtp = Smtp {
            host: "smtp.x.org".to_owned(),
            port: 587,
            security: Security::StartTls,
            login: None,
            connections: 1,
            per_minute: None,
            per_minute_and_domain: None,
        };
        let auth = vec!["PLAIN".to_owned(), "XOAUTH2".to_owned()];
        let mut welcome =
            Welcome { pipelining: true, starttls: true, eight_bit: true, auth, plus: None, largest: Some(35_882_577) };
        let said = |welcome: &Welcome| -> Vec<String> {
            welcomed(&smtp, "smtp.x.org:587", welcome, None).into_iter().map(|finding| finding.what).collect()
        };
        assert_eq!(
            said(&welcome),
            [
                "smtp.x.org:587 asks for no account; it offers STARTTLS, AUTH PLAIN XOAUTH2, SIZE 35882577, PIPELINING, 8BITMIME"
            ]
        );
        welcome.largest = Some(9000);
        assert_eq!(said(&welcome)[1], "it takes only small letters");
    }

    #[test]
    fn plus_addressing_that_is_configured_and_refused_is_bad() {
        let mailbox = |plus_addressing| Mailbox {
            inbox: Inbox::Maildir("in".into()),
            plus_addressing,
            authserv_id: None,
            move_to: None,
        };
        let refused = Plus::Refused("550 5.1.1 no".to_owned());
        for (plus, wanted, sign) in [
            (&Plus::Works, true, Sign::Good),
            (&refused, true, Sign::Bad),
            (&refused, false, Sign::Good),
            (&Plus::Unknown, true, Sign::Unknown),
        ] {
            assert_eq!(plus_addressing(&mailbox(wanted), plus).sign, sign, "{plus:?} {wanted}");
        }
        let probe = probe(&Address::parse("sendoff@x.org").unwrap()).unwrap();
        assert_eq!(probe.plus.as_str(), "sendoff+check@x.org");
    }
}
