//! Reads `sendoff.toml` into a [`Service`].

use crate::domain::address::Address;
use crate::domain::problem::Problem;
use crate::domain::rule::{Span, Unit};
use crate::files::fault::{Fault, alternatives, quoted};
use crate::files::path::beside;
use crate::files::secret::Secret;
use crate::files::service::{
    Dkim, Guard, Imap, Inbox, Login, Mail, Mailbox, NewProgrammes, Organisation, Privacy, Proof, Security, Sender,
    Service, Smtp, Transport, Uncertain,
};
use crate::files::settings::{Section, SettingsFile, Shape};
use crate::files::value::{read_address, read_id, read_line, read_name, read_url};
use crate::files::web_section::read_web;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Every section of `sendoff.toml` and every key in it.
pub(crate) const SHAPE: Shape = &[
    ("", &["instance", "organisation", "mail", "mailbox", "web", "metrics", "guard", "privacy"]),
    ("organisation", &["name", "privacy_contact", "privacy_url"]),
    ("mail", &["from", "transport", "maildir", "redirect_all_to", "uncertain", "smtp", "dkim"]),
    (
        "mail.smtp",
        &[
            "host",
            "port",
            "security",
            "username",
            "password",
            "oauth",
            "connections",
            "per_minute",
            "per_minute_and_domain",
        ],
    ),
    ("mail.dkim", &["selector", "key", "domain"]),
    (
        "mailbox",
        &[
            "host",
            "port",
            "security",
            "username",
            "password",
            "oauth",
            "folder",
            "maildir",
            "plus_addressing",
            "move_to",
            "authserv_id",
        ],
    ),
    ("web", &["listen", "url", "certificate", "key"]),
    ("metrics", &["listen"]),
    ("guard", &["new_programmes", "settle"]),
    ("privacy", &["forget_after"]),
    ("secret", &["credential", "file", "env", "command"]),
];

const DAY: Span = Span { amount: 1, unit: Unit::Days };

/// Reads the text of `sendoff.toml`, which lies in `folder` and which the user calls `file`.
///
/// The service is there if nothing but warnings was found.
pub(crate) fn read_service(
    file: &str,
    text: &str,
    folder: &Path,
    contents_hash: String,
) -> (Option<Service>, Vec<Problem>) {
    let settings = SettingsFile::new(file, text, SHAPE);
    let table = settings.parse();
    let top = settings.top(&table);
    let service = service(&top, folder, contents_hash).filter(|_| !settings.is_faulty());
    (service, settings.into_problems())
}

fn service(top: &Section, folder: &Path, contents_hash: String) -> Option<Service> {
    let organisation =
        required_section(top, "organisation", "say who runs the programmes: [organisation] name = \"…\"");
    let name = organisation
        .as_ref()
        .and_then(|section| section.demand("name", "write the name that letters are signed with", read_name));
    let mail = required_section(top, "mail", "say how letters leave: [mail] from = \"…\" and [mail.smtp] host = \"…\"");
    let mail = mail.and_then(|section| read_mail(&section, folder, name.as_deref()));
    let organisation = organisation.and_then(|section| read_organisation(&section, name, mail.as_ref()));
    let mailbox = top.section("mailbox", "mailbox").map(|section| read_mailbox(&section, folder));
    let web = top.section("web", "web").map(|section| read_web(&section, folder));
    let metrics = top.section("metrics", "metrics").map(|section| read_metrics(&section));
    let guard = read_guard(top);
    let privacy = read_privacy(top);
    let instance = top.read("instance", |text| read_id(text).map(str::to_owned));
    Some(Service {
        organisation: organisation?,
        mail: mail?,
        mailbox: mailbox.flatten(),
        web: web.flatten(),
        metrics,
        guard,
        privacy,
        instance,
        contents_hash,
    })
}

fn required_section<'f, 't>(top: &Section<'f, 't>, key: &'static str, hint: &str) -> Option<Section<'f, 't>> {
    if top.entry(key).is_none() {
        top.report_missing(&format!("[{key}]"), hint);
    }
    top.section(key, key)
}

fn read_organisation(section: &Section, name: Option<String>, mail: Option<&Mail>) -> Option<Organisation> {
    let contact = section.read("privacy_contact", read_address);
    let url = section.read("privacy_url", read_url);
    if section.entry("privacy_url").is_none() {
        let hint = "say where your privacy notice is: [organisation] privacy_url = \"https://…\"";
        section.file().warn(None, Fault::new("letters have no privacy notice to point to", hint));
    }
    Some(Organisation {
        name: name?,
        privacy_contact: contact.or_else(|| mail.map(|mail| mail.from.address.clone()))?,
        privacy_url: url,
    })
}

fn read_mail(section: &Section, folder: &Path, organisation: Option<&str>) -> Option<Mail> {
    let hint = "write the sender of all letters, like \"Mentors of Example <sendoff@mentors.example>\"";
    let from = section.demand("from", hint, |text| read_sender(text, organisation));
    let words = [("smtp", true), ("maildir", false)];
    let transport = if section.choice("transport", &words).unwrap_or(true) {
        read_smtp(section, folder).map(Transport::Smtp)
    } else {
        // Not used, and still looked through: what is misspelt there is found before the day on which it counts.
        section.section("smtp", "mail.smtp");
        let hint = "say which folder takes the letters: maildir = \"…\"";
        section.demand("maildir", hint, |text| read_path(text, folder)).map(Transport::Maildir)
    };
    let redirect_all_to = section.read("redirect_all_to", read_address);
    let words = [("resend", Uncertain::Resend), ("hold", Uncertain::Hold)];
    let uncertain = section.choice("uncertain", &words).unwrap_or(Uncertain::Resend);
    let dkim = from.as_ref().and_then(|from| read_dkim(section, folder, from.address.domain()));
    Some(Mail { from: from?, transport: transport?, dkim, redirect_all_to, uncertain })
}

/// Receivers look for a signature of the sender's own domain (DMARC, RFC 7489 section 3.1.1).
fn read_dkim(mail: &Section, folder: &Path, sender: &str) -> Option<Dkim> {
    let section = mail.section("dkim", "mail.dkim")?;
    let hint = "write the name under which your public key stands in the DNS: the SELECTOR of SELECTOR._domainkey";
    let selector = section.demand("selector", hint, |text| read_id(text).map(str::to_owned));
    if section.entry("key").is_none() {
        section.report_missing("key", "say where the private key is kept: key = { credential = \"dkim\" }");
    }
    let key = read_secret(&section, "key", folder);
    let domain = section.read("domain", |text| {
        let domain = read_host(text)?;
        if sender == domain || sender.ends_with(&format!(".{domain}")) {
            return Ok(domain);
        }
        Err(Fault::new(
            format!("{} is not the domain of [mail] from", quoted(text)),
            "leave it out, or write that domain",
        ))
    });
    Some(Dkim { domain: domain.unwrap_or_else(|| sender.to_owned()), selector: selector?, key: key? })
}

fn read_smtp(mail: &Section, folder: &Path) -> Option<Smtp> {
    if mail.entry("smtp").is_none() {
        mail.report_missing("[mail.smtp]", "say which server takes the letters: [mail.smtp] host = \"…\"");
    }
    let section = mail.section("smtp", "mail.smtp")?;
    let host = section.demand("host", "write the name of the mail server", read_host);
    let words = [("starttls", Security::StartTls), ("tls", Security::Tls), ("none", Security::None)];
    let security = section.choice("security", &words).unwrap_or(Security::StartTls);
    refuse_unprotected(&section, security, host.as_deref(), "letters to");
    let usual_port = if security == Security::Tls { 465 } else { 587 };
    let port = read_port(&section, usual_port);
    let login = read_login(&section, folder);
    let connections = section.number("connections", 1..=100).unwrap_or(4);
    let per_minute = section.number("per_minute", 0..=1_000_000).unwrap_or(120);
    let per_minute = (per_minute > 0).then_some(per_minute);
    let per_domain = section.number("per_minute_and_domain", 0..=1_000_000).unwrap_or(0);
    let per_minute_and_domain = (per_domain > 0).then_some(per_domain);
    Some(Smtp { host: host?, port, security, login, connections, per_minute, per_minute_and_domain })
}

fn refuse_unprotected(section: &Section, security: Security, host: Option<&str>, what: &str) {
    if let (Security::None, Some(host), Some(entry)) = (security, host, section.entry("security"))
        && !is_loopback(host)
    {
        let hint = "write \"starttls\" or \"tls\"; \"none\" is for a server on this machine";
        section.file().report(entry.span(), Fault::new(format!("{what} {host} would travel unprotected"), hint));
    }
}

fn read_mailbox(section: &Section, folder: &Path) -> Option<Mailbox> {
    let plus_addressing = section.flag("plus_addressing").unwrap_or(true);
    let login = read_login(section, folder);
    let words = [("tls", Security::Tls), ("starttls", Security::StartTls), ("none", Security::None)];
    let security = section.choice("security", &words).unwrap_or(Security::Tls);
    let port = read_port(section, if security == Security::Tls { 993 } else { 143 });
    let authserv_id = section.read("authserv_id", read_host);
    let move_to = section.read("move_to", |text| read_line(text, 200).map(str::to_owned));
    let imap_folder = section.read("folder", |text| read_line(text, 200).map(str::to_owned));
    let host = section.read("host", read_host);
    refuse_unprotected(section, security, host.as_deref(), "answers from");
    let maildir = section.read("maildir", |text| read_path(text, folder));
    let inbox = match (section.entry("host"), section.entry("maildir")) {
        (Some(_), Some(maildir)) => {
            let hint = "keep host for an IMAP account, or maildir for a folder on this machine";
            section.file().report(maildir.span(), Fault::new("[mailbox] has both host and maildir", hint));
            None
        }
        (None, Some(_)) => maildir.map(Inbox::Maildir),
        (Some(_), None) => {
            if login.is_none() && section.entry("username").is_none() {
                section.report_missing("username", "write the account's name, and its password or oauth");
            }
            let folder = imap_folder.unwrap_or_else(|| "INBOX".to_owned());
            host.zip(login).map(|(host, login)| Inbox::Imap(Imap { host, port, security, login, folder }))
        }
        (None, None) => {
            section.report_missing("host", "write the IMAP server's name, or maildir = \"…\" for a folder");
            None
        }
    };
    Some(Mailbox { inbox: inbox?, plus_addressing, authserv_id, move_to })
}

fn read_port(section: &Section, usual: u16) -> u16 {
    section.number("port", 1..=65_535).and_then(|port| u16::try_from(port).ok()).unwrap_or(usual)
}

fn read_login(section: &Section, folder: &Path) -> Option<Login> {
    let username = section.read("username", |text| read_line(text, 200).map(str::to_owned));
    let password = read_secret(section, "password", folder);
    let oauth = read_secret(section, "oauth", folder);
    let entries = (section.entry("username"), section.entry("password"), section.entry("oauth"));
    match entries {
        (_, Some(_), Some(second)) => {
            let hint = "keep the one the server asks for";
            second.report_unseen(section.file(), Fault::new("there are both password and oauth", hint));
        }
        (Some(name), None, None) => {
            let hint = "say where the password is kept: password = { credential = \"…\" }";
            section.file().report(name.span(), Fault::new("username has no password or oauth", hint));
        }
        (None, Some(proof), None) | (None, None, Some(proof)) => {
            let hint = "write the account's name: username = \"…\"";
            proof.report_unseen(section.file(), Fault::new("there is a password or oauth without username", hint));
        }
        _ => {}
    }
    let proof = password.map(Proof::Password).or(oauth.map(Proof::Oauth));
    username.zip(proof).map(|(username, proof)| Login { username, proof })
}

/// Where a secret is kept; one that is written out is a fault.
pub(super) fn read_secret(section: &Section, key: &'static str, folder: &Path) -> Option<Secret> {
    let entry = section.entry(key)?;
    if entry.value.get_ref().is_str() {
        let hint = format!(
            "keep it out of this file: {key} = {{ credential = \"…\" }}, {{ file = \"…\" }}, {{ env = \"…\" }} or {{ command = [\"…\"] }}"
        );
        entry.report_unseen(section.file(), Fault::new(format!("{key} is written out"), hint));
        return None;
    }
    let table = entry.section(section.file(), key, "secret")?;
    let command = table.list("command");
    let argv: Vec<String> =
        command.iter().filter_map(|word| word.read(section.file(), "command", |text| Ok(text.to_owned()))).collect();
    let places = [
        table.read("credential", |text| read_id(text).map(|name| Secret::Credential(name.to_owned()))),
        table.read("file", |text| read_path(text, folder).map(Secret::File)),
        table.read("env", |text| read_line(text, 200).map(|name| Secret::Env(name.to_owned()))),
        (!argv.is_empty()).then(|| Secret::Command(with_program_beside(argv, folder))),
    ];
    let mut places = places.into_iter().flatten();
    match (places.next(), places.next()) {
        (Some(secret), None) => Some(secret),
        _ => {
            let hint = format!("write exactly one place, like {key} = {{ credential = \"smtp\" }}");
            entry.report_unseen(section.file(), Fault::new(format!("{key} does not say where it is kept"), hint));
            None
        }
    }
}

/// A program named by a relative path lies beside the file; a bare name is looked for as usual.
fn with_program_beside(mut argv: Vec<String>, folder: &Path) -> Vec<String> {
    if let Some(program) = argv.first_mut().filter(|program| program.contains('/')) {
        *program = beside(folder, program).display().to_string();
    }
    argv
}

fn read_metrics(section: &Section) -> SocketAddr {
    let listen = section.read("listen", |text| {
        let hint = "write an address that only those who watch can reach, like 127.0.0.1:9480";
        text.trim().parse().map_err(|_| Fault::new(format!("{} is no address to listen on", quoted(text)), hint))
    });
    listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 9480)))
}

fn read_guard(top: &Section) -> Guard {
    let section = top.section("guard", "guard");
    let words = [("hold", NewProgrammes::Hold), ("go", NewProgrammes::Go)];
    let new_programmes = section.as_ref().and_then(|section| section.choice("new_programmes", &words));
    let settle =
        section.and_then(|section| section.read("settle", |text| read_span(text, &[Unit::Minutes, Unit::Hours])));
    Guard {
        new_programmes: new_programmes.unwrap_or(NewProgrammes::Hold),
        settle: settle.unwrap_or(Span { amount: 2, unit: Unit::Minutes }),
    }
}

fn read_privacy(top: &Section) -> Privacy {
    let forget_after = top
        .section("privacy", "privacy")
        .and_then(|section| section.read("forget_after", |text| read_span(text, &[Unit::Days, Unit::Weeks])));
    Privacy { forget_after: forget_after.unwrap_or(Span { amount: 60, ..DAY }) }
}

/// A length of time in one of those units.
pub(crate) fn read_span(text: &str, units: &[Unit]) -> Result<Span, Fault> {
    let names: Vec<String> =
        units.iter().map(|unit| Span { amount: 2, unit: *unit }.to_string()[2..].to_owned()).collect();
    let hint = format!("write a number and {}", alternatives(&names));
    let span: Span =
        text.trim().parse().map_err(|_| Fault::new(format!("{} is no length of time", quoted(text)), &hint))?;
    if units.contains(&span.unit) {
        Ok(span)
    } else {
        Err(Fault::new(format!("{} does not fit here", quoted(text)), hint))
    }
}

/// `Name <address>`, or the address alone.
fn read_sender(text: &str, organisation: Option<&str>) -> Result<Sender, Fault> {
    let Some((name, rest)) = text.split_once('<') else {
        let address: Address = read_address(text)?;
        return Ok(Sender { name: organisation.unwrap_or(address.domain()).to_owned(), address });
    };
    let address = rest.trim().strip_suffix('>').ok_or_else(|| {
        Fault::new(format!("{} has no closing >", quoted(text)), "write it like \"Name <name@example.org>\"")
    })?;
    let name = name.trim().trim_matches('"');
    Ok(Sender { name: read_name(name)?, address: read_address(address)? })
}

fn read_path(text: &str, folder: &Path) -> Result<PathBuf, Fault> {
    read_line(text, 1_000).map(|named| beside(folder, named))
}

fn read_host(text: &str) -> Result<String, Fault> {
    let host = text.trim();
    let is_name = !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'));
    let has_port = host.parse::<IpAddr>().is_err() && host.contains(':');
    if is_name && !has_port {
        return Ok(host.to_owned());
    }
    Err(Fault::new(
        format!("{} is no server name", quoted(host)),
        "write the name alone, like smtp.mentors.example; the port has its own setting",
    ))
}

/// Whether that host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
