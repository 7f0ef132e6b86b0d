//! The ways to the pages: TLS of their own, a socket of this machine, and one that systemd hands over.

use super::browser::{Answer, exchange};
use super::ground::Ground;
use crate::certificate::Authority;
use crate::daemon::with_session_soon;
use crate::desk::Desk;
use crate::running::Running;
use sendoff::domain::link::Purpose;
use sendoff::domain::person::Role;
use sendoff::files::secret::Secret;
use sendoff::files::service::{Listen, Tls};
use sendoff::web::{Door, Seal};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: endings.example\r\nConnection: close\r\n\r\n";

/// Certificate and key in files, as an operator has them.
fn issued(authority: &Authority, folder: &Path) -> Tls {
    let (certificate, key) = authority.issue("endings.example");
    let [certificate_file, key_file] = ["certificate.pem", "key.pem"].map(|name| folder.join(name));
    std::fs::write(&certificate_file, certificate).expect("a certificate and a connection");
    std::fs::write(&key_file, key).expect("a certificate and a connection");
    Tls { certificate: Secret::File(certificate_file), key: Secret::File(key_file) }
}

/// Who trusts that authority asks.
fn ask(server: SocketAddr, authority: &Authority, request: &str) -> Result<Answer, String> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.pem.as_bytes()).expect("a certificate and a connection"))
        .expect("a certificate and a connection");
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("a certificate and a connection");
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("endings.example").expect("a certificate and a connection");
    let mut client = ClientConnection::new(Arc::new(config), name).expect("a certificate and a connection");
    let mut stream = TcpStream::connect(server).expect("a certificate and a connection");
    client.complete_io(&mut stream).map_err(|error| error.to_string())?;
    Ok(exchange(&mut StreamOwned::new(client, stream), request))
}

#[test]
fn pages_have_tls_of_their_own_and_take_a_renewed_certificate() {
    let ground = Ground::new();
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (Authority::new(), Authority::new());
    let tls = issued(&first, folder.path());
    let seal = Arc::new(Seal::read(&tls).unwrap());
    let server = ground.open_port(&seal);
    let path = ground.path(Role::Mentor, Purpose::Session);
    let get = format!("GET {path} HTTP/1.1\r\nHost: endings.example\r\nConnection: close\r\n\r\n");
    // One that says nothing and one that speaks no TLS keep nobody waiting.
    let _silent = TcpStream::connect(server).unwrap();
    let plain = exchange(&mut TcpStream::connect(server).unwrap(), &get);
    assert_eq!(plain.status, 0, "nothing is said in the clear: {}", plain.text);
    let page = ask(server, &first, &get).unwrap();
    assert!(page.status == 200 && page.text.contains("Your last session with Amina"), "{}", page.text);
    assert!(ask(server, &second, &get).is_err_and(|why| why.contains("certificate")));
    issued(&second, folder.path());
    seal.renew(&tls).unwrap();
    assert_eq!(ask(server, &second, &get).unwrap().status, 200);
    std::fs::write(folder.path().join("certificate.pem"), "no certificate").unwrap();
    let fault = seal.renew(&tls).unwrap_err().to_string();
    assert!(fault.contains("certificate.pem: no certificate in PEM form"), "{fault}");
    assert_eq!(ask(server, &second, &get).unwrap().status, 200, "the last one stays");
    let (_, strange) = first.issue("endings.example");
    issued(&second, folder.path());
    std::fs::write(folder.path().join("key.pem"), strange).unwrap();
    let fault = Seal::read(&tls).err().unwrap().to_string();
    assert!(fault.contains("cannot be used together"), "{fault}");
}

#[test]
fn a_guesser_behind_a_web_server_shuts_out_nobody_else() {
    let ground = Ground::new();
    let socket = tempfile::tempdir().unwrap();
    let path = socket.path().join("pages.sock");
    ground.open_door(|| async { Door::open(&Listen::Socket(path.clone())).await.unwrap() });
    let wrong = format!("/end/p/{}", "a".repeat(52));
    let status = |forwarded: &str| {
        let request =
            format!("GET {wrong} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {forwarded}\r\nConnection: close\r\n\r\n");
        exchange(&mut UnixStream::connect(&path).unwrap(), &request).status
    };
    let guesses: Vec<u16> = (0..80).map(|n| status(&format!("198.51.100.{n}, 203.0.113.9"))).collect();
    assert!(guesses.contains(&429), "what the guesser claims is not believed: {guesses:?}");
    assert_eq!(status("203.0.113.10"), 404);
}

/// The starter, its pages where that line says.
fn desk(listen: &str) -> Desk {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let settings = desk.read("config/sendoff.toml");
    desk.write("config/sendoff.toml", &settings.replace("listen = \"127.0.0.1:0\"", listen));
    desk
}

#[test]
fn the_daemon_opens_its_pages_on_a_socket_with_its_certificate_and_reads_it_again() {
    let desk =
        desk("listen = \"127.0.0.1:0\"\ncertificate = { file = \"certificate.pem\" }\nkey = { file = \"key.pem\" }");
    let whole = desk.read("config/sendoff.toml");
    desk.write("config/sendoff.toml", &whole.replace("\nkey = ", "\n# key = "));
    let half = desk.run(&["check"]);
    assert!(half.status == 1 && half.err.contains("key is missing") && half.err.contains("key = {"), "{}", half.err);
    desk.write("config/sendoff.toml", &whole);
    let missing = desk.run(&["run"]);
    assert_eq!(missing.status, 3);
    assert!(
        missing.err.contains("certificate.pem") && missing.err.contains("the pages cannot be opened"),
        "{}",
        missing.err
    );
    let (first, second) = (Authority::new(), Authority::new());
    issued(&first, &desk.path("config"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = listener.local_addr().unwrap();
    let settings = desk.read("config/sendoff.toml");
    desk.write("config/sendoff.toml", &settings.replace("127.0.0.1:0", "systemd"));
    let mut daemon = Running::begin(handing_over(&desk, listener.into()));
    daemon.until("sendoff runs");
    assert_eq!(ask(server, &first, HEALTH).unwrap().status, 200);
    issued(&second, &desk.path("config"));
    daemon.signal("-HUP");
    daemon.until("the files are read again");
    assert_eq!(ask(server, &second, HEALTH).unwrap().status, 200);
    daemon.signal("-TERM");
    assert_eq!(daemon.child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_daemon_takes_a_socket_of_this_machine_from_systemd() {
    let desk = desk("listen = \"systemd\"");
    let alone = desk.run(&["run"]);
    assert!(alone.status == 3 && alone.err.contains("systemd hands over no socket"), "{}", alone.err);
    let path = desk.path("pages.sock");
    let mut daemon = Running::begin(handing_over(&desk, UnixListener::bind(&path).unwrap().into()));
    daemon.until("sendoff runs");
    assert_eq!(exchange(&mut UnixStream::connect(&path).unwrap(), HEALTH).status, 200);
}

/// The daemon as systemd starts it: the socket is file 3, and the number of the process is in the environment.
fn handing_over(desk: &Desk, socket: OwnedFd) -> Command {
    let run = desk.command(&["run"]);
    let mut command = Command::new("sh");
    command.args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\"", "sh"]);
    command.arg(run.get_program()).args(run.get_args()).current_dir(desk.path("")).stdin(Stdio::from(socket));
    for (name, _) in run.get_envs() {
        command.env_remove(name);
    }
    command
}
