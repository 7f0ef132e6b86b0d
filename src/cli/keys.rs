//! Whether keys and certificates that the settings name can be used: for `check`, before anything is started with them.

use crate::domain::problem::Problem;
use crate::files::path::shown;
use crate::files::secret::{Secret, SecretError};
use crate::files::service::{Inbox, Login, Proof, Service, Transport};
use crate::mail::dkim::Signer;
use crate::web::{Seal, SealError};
use std::io::ErrorKind;
use std::path::Path;

const PEM: &str =
    "write PEM: in certificate the server's own and those between it and its authority, in key the key of the first";

/// Every one that cannot be used. Of credentials and variables that only the service gets nothing is said, commands are not run
/// for it, and a file that is somebody else's is a warning.
pub fn check(folder: &Path, service: &Service) -> Vec<Problem> {
    let file = shown(&folder.join("sendoff.toml"));
    let mut problems = Vec::new();
    if let Some(tls) = &service.web.as_ref().and_then(|web| web.tls.as_ref())
        && ![&tls.certificate, &tls.key].into_iter().any(is_command)
        && let Err(error) = Seal::read(tls)
    {
        problems.extend(match &error {
            SealError::Unreadable(error) => unreadable(&file, "[web]", error),
            _ => Some(Problem::error(&file, format!("[web] {error}")).hint(PEM)),
        });
    }
    if let Some(dkim) = service.mail.dkim.as_ref().filter(|dkim| !is_command(&dkim.key)) {
        match dkim.key.read().map(|key| Signer::new(&dkim.domain, &dkim.selector, &key)) {
            Ok(Ok(_)) => {}
            Ok(Err(fault)) => problems.push(
                Problem::error(&file, format!("[mail.dkim] {}: {fault}", dkim.key))
                    .hint("no letter can leave before it is mended"),
            ),
            Err(error) => problems.extend(unreadable(&file, "[mail.dkim]", &error)),
        }
    }
    for (section, login) in logins(service) {
        let (Proof::Password(secret) | Proof::Oauth(secret)) = &login.proof;
        if !is_command(secret) {
            problems.extend(secret.read().err().and_then(|error| unreadable(&file, section, &error)));
        }
    }
    problems
}

fn logins(service: &Service) -> impl Iterator<Item = (&'static str, &Login)> {
    let smtp = match &service.mail.transport {
        Transport::Smtp(smtp) => smtp.login.as_ref(),
        Transport::Maildir(_) => None,
    };
    let imap = match service.mailbox.as_ref().map(|mailbox| &mailbox.inbox) {
        Some(Inbox::Imap(imap)) => Some(&imap.login),
        _ => None,
    };
    smtp.map(|login| ("[mail.smtp]", login)).into_iter().chain(imap.map(|login| ("[mailbox]", login)))
}

fn is_command(secret: &Secret) -> bool {
    matches!(secret, Secret::Command(_))
}

fn unreadable(file: &str, section: &str, error: &SecretError) -> Option<Problem> {
    let problem = Problem::error(file, format!("{section} {error}"));
    match error {
        SecretError::NoCredentials(_) | SecretError::NotSet(_) => None,
        SecretError::Unreadable { error, .. } if error.kind() == ErrorKind::PermissionDenied => {
            Some(problem.as_warning().hint("if it is the service's own, all is well: it says so when it starts"))
        }
        _ => Some(problem.hint("check the path, and who may read it")),
    }
}
