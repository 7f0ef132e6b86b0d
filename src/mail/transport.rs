//! From `[mail]` of `sendoff.toml` to a way out.

use crate::files::service::{Dkim, Mail, Proof, Security, Smtp, Transport};
use crate::mail::courier::Route;
use crate::mail::maildir::Maildir;
use crate::mail::redirect::Redirect;
use crate::mail::smtp::{self, SettingsFault, Signing, SmtpRoute, SmtpSettings};
use std::sync::Arc;

/// The way out that the settings name. Opens no connection; passwords are read when one is opened.
///
/// # Errors
/// Settings that cannot work, such as certificates that cannot be read.
pub fn route(mail: &Mail) -> Result<Box<dyn Route>, SettingsFault> {
    let route: Box<dyn Route> = match &mail.transport {
        Transport::Maildir(folder) => Box::new(Maildir::new(folder)),
        Transport::Smtp(smtp) => {
            let signing = mail.dkim.clone().map(signing);
            Box::new(SmtpRoute::new(SmtpSettings { signing, ..settings(smtp) })?)
        }
    };
    Ok(match &mail.redirect_all_to {
        Some(to) => Box::new(Redirect { route, to: to.clone() }),
        None => route,
    })
}

fn signing(dkim: Dkim) -> Signing {
    let key = dkim.key;
    let ask = Arc::new(move || key.read().map_err(|error| error.to_string()));
    Signing { domain: dkim.domain, selector: dkim.selector, ask }
}

/// What `[mail.smtp]` says, in the words of the connection.
pub fn settings(smtp: &Smtp) -> SmtpSettings {
    let security = match smtp.security {
        Security::StartTls => smtp::Security::StartTls,
        Security::Tls => smtp::Security::Tls,
        Security::None => smtp::Security::None,
    };
    let login = smtp.login.clone().map(|login| smtp::Login {
        username: login.username,
        ask: Arc::new(move || match &login.proof {
            Proof::Password(secret) => secret.read().map(smtp::Secret::Password).map_err(|error| error.to_string()),
            Proof::Oauth(secret) => secret.read().map(smtp::Secret::AccessToken).map_err(|error| error.to_string()),
        }),
    });
    SmtpSettings {
        security,
        login,
        connections: usize::try_from(smtp.connections).unwrap_or(1),
        per_minute: smtp.per_minute.unwrap_or(0),
        per_minute_and_domain: smtp.per_minute_and_domain.unwrap_or(0),
        ..SmtpSettings::new(&smtp.host, smtp.port)
    }
}
