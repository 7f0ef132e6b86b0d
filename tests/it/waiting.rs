//! Waiting for a mail server: it keeps letters, never the loop.

use super::daemon::with_session_soon;
use super::desk::Desk;
use super::running::Running;
use super::service::{PATIENCE, through};
use super::smtp_server::{At, Fault, Script, Seen, SmtpServer};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{interval, timeout};

/// A daemon whose letters go to that server, with another setting than usual.
async fn sending_to(server: &Arc<SmtpServer>, (usual, other): (&str, &str)) -> (Desk, Running) {
    let desk = Desk::ready();
    with_session_soon(&desk);
    through(&desk, server.listen().await);
    let settings = desk.read("config/sendoff.toml");
    assert!(settings.contains(usual), "{settings}");
    desk.write("config/sendoff.toml", &settings.replace(usual, other));
    let daemon = Running::start(&desk);
    (desk, daemon)
}

/// Waits until the server has seen that.
async fn until(server: &SmtpServer, has: impl Fn(&Seen) -> bool) {
    let looks = async {
        let mut looks = interval(Duration::from_millis(20));
        while !has(&server.seen()) {
            looks.tick().await;
        }
    };
    let came_in_time = timeout(PATIENCE, looks).await.is_ok();
    let reached: Vec<_> = server.seen().taken.iter().map(|letter| letter.to.clone()).collect();
    assert!(came_in_time, "reached: {reached:?}");
}

fn outcomes(desk: &Desk) -> Vec<String> {
    let lines = desk.run(&["show", "p1", "--json"]).json();
    let invitations = lines.iter().filter(|line| line["step"] == "invitation" && line["outcome"] != "due");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut outcomes: Vec<String> = invitations.map(|line| text(&line["outcome"]) + &text(&line["reason"])).collect();
    outcomes.sort();
    outcomes
}

/// Ends the daemon and gives what it made of the letters.
async fn ended(desk: Desk, mut daemon: Running) -> Vec<String> {
    daemon.signal("-TERM");
    let end = tokio::task::spawn_blocking(move || daemon.child.wait().expect("it ends").code());
    assert_eq!(timeout(Duration::from_secs(5), end).await.expect("within five seconds").expect("waited"), Some(0));
    tokio::task::spawn_blocking(move || outcomes(&desk)).await.expect("shown")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_for_its_turn_at_the_end_was_not_sent_and_is_queued() {
    let server = SmtpServer::new(vec![Script::default()]);
    let (desk, daemon) = sending_to(&server, ("per_minute = 120", "per_minute = 1")).await;
    until(&server, |seen| seen.taken.len() == 1).await;
    assert_eq!(ended(desk, daemon).await, ["queued", "sent"]);
    assert_eq!(server.seen().taken.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_server_hangs_before_the_final_dot_is_queued() {
    let hanging = Script { faults: vec![(At::Data, 0, Fault::Hang)], ..Script::default() };
    let server = SmtpServer::new(vec![hanging]);
    let (desk, daemon) = sending_to(&server, ("per_minute = 120", "per_minute = 0")).await;
    until(&server, |seen| seen.commands.iter().filter(|line| *line == "DATA").count() == 2).await;
    assert_eq!(ended(desk, daemon).await, ["queued", "queued"]);
}

/// One connection that hangs for many minutes keeps what it has in hand; files are read, and all other letters go over the other.
#[tokio::test(flavor = "multi_thread")]
async fn the_loop_goes_on_while_a_server_hangs() {
    let hanging = Script { faults: vec![(At::Answer, 0, Fault::Hang)], ..Script::default() };
    let server = SmtpServer::new(vec![hanging, Script::default()]);
    let (desk, _daemon) = sending_to(&server, ("connections = 4", "connections = 2")).await;
    until(&server, |seen| seen.taken.len() == 1 && seen.commands.iter().filter(|line| *line == "DATA").count() == 2)
        .await;
    let sheet = desk.read("config/programmes/spring-2027.csv");
    let more =
        sheet.lines().last().expect("a row").replace("p1", "p2").replace("jonas@", "jan@").replace("amina@", "ann@");
    desk.write("config/programmes/spring-2027.csv", &format!("{sheet}{more}\n"));
    let reload = tokio::task::spawn_blocking(move || (desk.run(&["reload"]), desk));
    let (reload, _desk) = timeout(PATIENCE, reload).await.expect("an answer").expect("it ran");
    assert_eq!(reload.status, 0, "{}{}", reload.out, reload.err);
    let reached = |seen: &Seen, address: &str| seen.taken.iter().any(|letter| letter.to == [address]);
    until(&server, |seen| reached(seen, "jan@post.example") && reached(seen, "ann@okafor.example")).await;
}
