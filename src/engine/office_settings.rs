//! The settings of `sendoff.toml` by what they are about, for telling which are other ones.

use crate::engine::office_change::Value;
use crate::files::service::{Mail, NewProgrammes, Service, Transport, Uncertain};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What is looked at when the daemon starts.
pub(super) const AT_NEXT_START: [&str; 3] = ["listen", "metrics", "instance"];

/// Every setting, set or not, by the names that `[settings]` in `language.toml` gives words to. What leads to a secret is hidden.
pub(super) fn settings(service: &Service) -> BTreeMap<String, Value> {
    let organisation = &service.organisation;
    let guard = match service.guard.new_programmes {
        NewProgrammes::Hold => "hold",
        NewProgrammes::Go => "go",
    };
    let web = service.web.as_ref();
    let told = [
        ("organisation", Some(organisation.name.clone())),
        ("privacy_contact", Some(organisation.privacy_contact.to_string())),
        ("privacy_url", organisation.privacy_url.clone()),
        ("url", web.map(|web| web.url.clone())),
        ("listen", web.map(|web| web.listen.to_string())),
        ("metrics", service.metrics.map(|listen| listen.to_string())),
        ("instance", service.instance.clone()),
        ("new_programmes", Some(guard.to_owned())),
        ("settle", Some(service.guard.settle.to_string())),
        ("forget_after", Some(service.privacy.forget_after.to_string())),
    ];
    let hidden = [("mailbox", service.mailbox.as_ref().map(|mailbox| format!("{mailbox:?}")))];
    let (mail_told, mail_hidden) = mail(&service.mail);
    let told = told.into_iter().chain(mail_told).map(|(key, text)| (key, Value::Told(text)));
    let hidden =
        hidden.into_iter().chain(mail_hidden).map(|(key, text)| (key, Value::Hidden(text.as_deref().map(hash))));
    told.chain(hidden).map(|(key, value)| (key.to_owned(), value)).collect()
}

type Named = (&'static str, Option<String>);

/// The settings of `[mail]`: those that are told, and those that are hidden.
fn mail(mail: &Mail) -> (Vec<Named>, Vec<Named>) {
    let uncertain = match mail.uncertain {
        Uncertain::Resend => "resend",
        Uncertain::Hold => "hold",
    };
    let (server, account, speed) = match &mail.transport {
        Transport::Smtp(smtp) => (
            format!("{}:{}", smtp.host, smtp.port),
            Some(format!("{:?} {:?}", smtp.security, smtp.login)),
            Some(format!("{} {:?} {:?}", smtp.connections, smtp.per_minute, smtp.per_minute_and_domain)),
        ),
        // By its own name: the folder around it may be moved without an edit of the file.
        Transport::Maildir(folder) => {
            (folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), None, None)
        }
    };
    let told = vec![
        ("sender", Some(format!("{} <{}>", mail.from.name, mail.from.address))),
        ("server", Some(server)),
        ("uncertain", Some(uncertain.to_owned())),
        ("redirect_all_to", mail.redirect_all_to.as_ref().map(ToString::to_string)),
    ];
    let hidden =
        vec![("account", account), ("speed", speed), ("signing", mail.dkim.as_ref().map(|dkim| format!("{dkim:?}")))];
    (told, hidden)
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text)[..16])
}
