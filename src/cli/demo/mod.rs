//! `demo`: the shipped example, played through; then a rehearsal of it, whose letters and pages are live. Needs nothing and
//! sends nothing.

mod page;
mod rehearsal;
mod scratch;

use crate::cli::args::DemoArgs;
use crate::cli::demo::rehearsal::Rehearsal;
use crate::cli::demo::scratch::Scratch;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::simulate::{self, Stage};
use crate::files::starter;
use anyhow::Context;
use jiff::Timestamp;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// What the people of the example do.
const ANSWERS: &str = include_str!("answers.jsonl");
/// A year of the example, in Unix seconds: from 1 April 2027 until 1 April 2028.
const YEAR: (i64, i64) = (1_806_537_600, 1_838_160_000);
/// Where the page is served, if that port is free; else on any.
const PORT: u16 = 8480;

/// Where the pages open, in Unix seconds: 21 May 2027, 08:30 UTC. One pair has met and is asked how to go on, others meet
/// in the days to come.
const OPENS_AT: i64 = 1_810_888_200;

/// Plays the example and, unless told otherwise, serves its letters and pages until it is stopped.
///
/// # Errors
/// A folder that cannot be written, or no port.
pub async fn demo(screen: &mut Screen, args: &DemoArgs) -> Result<(), Failure> {
    let scratch = Scratch::new().context("a folder for the example cannot be made")?;
    let folder = scratch.path().join("config");
    starter::write(&folder).context("the example cannot be written")?;
    // In the example the mentor writes it after the session, as mentors do.
    std::fs::remove_dir_all(folder.join("roadmaps"))?;
    let mut config = ground::config(&folder)?;
    let listener = if args.no_serve { None } else { Some(listener().await?) };
    if let (Some(listener), Some(web)) = (&listener, &mut config.service.web) {
        // The links in its letters open the pages served here.
        web.url = format!("http://{}", listener.local_addr()?);
    }
    let mail = args.mail.clone().unwrap_or_else(|| scratch.path().join("letters"));
    let instant = |second| Timestamp::from_second(second).context("a time out of range");
    let (from, until) = (instant(YEAR.0)?, instant(YEAR.1)?);
    let stage =
        Stage { config: &config, from, until, mail: &mail, answers_file: "the example's answers", answers: ANSWERS };
    let played = stage.play().await?;
    writeln!(screen, "A programme ends, six pairs say goodbye. Nothing of this is sent anywhere.\n")?;
    simulate::tell(screen, &played)?;
    if args.mail.is_some() {
        writeln!(screen, "The letters are in {}", Paint::Heading.on(mail.display()))?;
    }
    let Some(listener) = listener else { return Ok(()) };
    let rehearsal = Rehearsal::begin(&config, &scratch.path().join("rehearsal"), from, instant(OPENS_AT)?).await?;
    serve(screen, listener, rehearsal).await
}

async fn listener() -> Result<TcpListener, Failure> {
    let here = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = match TcpListener::bind(here(PORT)).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind(here(0)).await.context("no port on this machine is free")?,
    };
    Ok(listener)
}

async fn serve(screen: &mut Screen, listener: TcpListener, mut rehearsal: Rehearsal) -> Result<(), Failure> {
    let address = listener.local_addr()?;
    let (orders, received) = mpsc::channel(8);
    let pages = page::pages(orders, rehearsal.stage()).into_make_service_with_connect_info::<SocketAddr>();
    writeln!(
        screen,
        "Take part at {}: its letters and everybody's pages  (Ctrl-C ends)",
        Paint::Ahead.on(format!("http://{address}/"))
    )?;
    screen.flush()?;
    tokio::select! {
        ended = async { axum::serve(listener, pages).with_graceful_shutdown(stopped()).await } => Ok(ended?),
        obeyed = rehearsal.obey(received) => obeyed,
    }
}

/// Waits for Ctrl-C, or to be told to end.
async fn stopped() {
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    match terminate {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, YEAR};
    use jiff::Timestamp;

    #[test]
    fn the_example_is_a_year() {
        let days = YEAR.map_days();
        assert_eq!(days, ["2027-04-01T00:00:00Z", "2028-04-01T00:00:00Z"]);
        assert!(crate::cli::answers::read("example", ANSWERS).is_ok());
    }

    trait Days {
        fn map_days(self) -> [String; 2];
    }

    impl Days for (i64, i64) {
        fn map_days(self) -> [String; 2] {
            [self.0, self.1].map(|second| Timestamp::from_second(second).unwrap().to_string())
        }
    }
}
