//! `check --online`, as a coordinator types it, against a mail server on loopback.

use super::desk::Desk;
use super::smtp_server::{At, Fault, Script, SmtpServer};
use std::sync::Arc;

/// The starter's programme, with a mail server on that port; its addresses stay examples.
fn desk(port: u16) -> Desk {
    let desk = Desk::ready();
    std::fs::create_dir_all(desk.path("in/new")).expect("a folder");
    let settings = format!(
        "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\ntransport = \"smtp\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n[mailbox]\nmaildir = \"../in\"\n"
    );
    desk.write("config/sendoff.toml", &settings);
    desk
}

async fn checked(script: Script) -> (Arc<SmtpServer>, super::desk::Said) {
    let server = SmtpServer::new(vec![script]);
    let port = server.listen().await;
    let said = tokio::task::spawn_blocking(move || desk(port).run(&["check", "--online"])).await.expect("it runs");
    (server, said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_what_the_servers_offer_and_sends_nothing() {
    let nobody = Fault::Say("550 5.1.1 unknown\r\n");
    let script = Script {
        offers: vec!["PIPELINING", "SIZE 50000000"],
        faults: vec![(At::Rcpt, 2, nobody)],
        ..Script::default()
    };
    let (server, said) = checked(script).await;
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    for words in [
        "it offers no encryption (this machine), SIZE",
        "plus-addressing works",
        "a folder on this machine",
        "mentors.example is a name for examples",
        "Nothing was sent.",
    ] {
        assert!(said.out.replace("\n    ", " ").contains(words), "{words}: {}", said.out);
    }
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    assert!(server.seen().taken.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_let_us_in_is_status_3() {
    let script = Script { faults: vec![(At::Greeting, 0, Fault::SayAndClose("554 no\r\n"))], ..Script::default() };
    let (_, said) = checked(script).await;
    assert_eq!(said.status, 3, "{}", said.out);
    assert!(said.err.contains("1 server does not let us in"), "{}", said.err);
}
