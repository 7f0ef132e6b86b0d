//! `[web]`: where the pages are.

use crate::files::fault::{Fault, quoted};
use crate::files::path::beside;
use crate::files::service::{Listen, Tls, Web};
use crate::files::service_file::{is_loopback, read_secret};
use crate::files::settings::Section;
use crate::files::value::read_url;
use std::net::SocketAddr;
use std::path::Path;

/// Where the pages are unless the file says otherwise.
const LISTEN: Listen = Listen::Port(SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8480));

/// The section; nothing if something in it cannot be used.
pub(super) fn read_web(section: &Section, folder: &Path) -> Option<Web> {
    let listen = section.read("listen", |text| read_listen(text.trim(), folder));
    let hint = "write the address people reach the pages at, like https://endings.mentors.example";
    let url = section.demand("url", hint, |text| {
        let url = read_url(text)?.trim_end_matches('/').to_owned();
        let host = url.strip_prefix("http://").map(|rest| rest.split([':', '/']).next().unwrap_or(""));
        match host.filter(|host| !is_loopback(host)) {
            Some(_) => Err(Fault::new(format!("{} is not protected", quoted(text)), "let it begin with https://")),
            None => Ok(url),
        }
    });
    let tls = read_tls(section, folder);
    Some(Web { listen: listen.unwrap_or(LISTEN), url: url?, tls })
}

fn read_listen(text: &str, folder: &Path) -> Result<Listen, Fault> {
    if text == "systemd" {
        return Ok(Listen::Systemd);
    }
    if let Some(path) = text.strip_prefix("unix:").filter(|path| !path.is_empty()) {
        return Ok(Listen::Socket(beside(folder, path)));
    }
    text.parse().map(Listen::Port).map_err(|_| {
        let hint = "write it like 127.0.0.1:8480, unix:/run/sendoff/pages.sock or systemd";
        Fault::new(format!("{} is no address to listen on", quoted(text)), hint)
    })
}

/// Both or neither.
fn read_tls(section: &Section, folder: &Path) -> Option<Tls> {
    let certificate = read_secret(section, "certificate", folder);
    let key = read_secret(section, "key", folder);
    match (section.entry("certificate"), section.entry("key")) {
        (Some(_), None) => {
            section.report_missing("key", "write where the certificate's key is: key = { file = \"…\" }")
        }
        (None, Some(_)) => {
            section
                .report_missing("certificate", "write where the key's certificate is: certificate = { file = \"…\" }");
        }
        _ => {}
    }
    certificate.zip(key).map(|(certificate, key)| Tls { certificate, key })
}

#[cfg(test)]
mod tests {
    use super::read_listen;
    use crate::files::service::Listen;
    use std::path::Path;

    #[test]
    fn three_ways_to_listen() {
        let read = |text| read_listen(text, Path::new("/etc/sendoff"));
        for (text, listen) in [
            ("[::1]:8480", Listen::Port("[::1]:8480".parse().unwrap())),
            ("unix:/run/sendoff/pages.sock", Listen::Socket("/run/sendoff/pages.sock".into())),
            ("unix:pages.sock", Listen::Socket("/etc/sendoff/pages.sock".into())),
            ("systemd", Listen::Systemd),
        ] {
            let found = read(text).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(found, listen);
            assert!(!found.to_string().is_empty());
        }
        for text in ["", "8480", "localhost:8480", "unix:", "/run/pages.sock", "Systemd"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
