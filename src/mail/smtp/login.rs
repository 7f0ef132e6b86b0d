//! AUTH (RFC 4954), over a connection that nobody else can read.

use super::reply::presentable;
use super::settings::{Login, Secret};
use super::wire::{Broken, Fault, Stage, Wire};
use data_encoding::BASE64;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::Auth;
use std::time::Duration;

/// Logs in with the best mechanism the server offers for the secret there is.
///
/// # Errors
/// Anything but 235; the reason holds neither the account nor its secret.
pub(super) async fn log_in(wire: &mut Wire, offered: &[String], login: &Login, limit: Duration) -> Result<(), Broken> {
    let secret = secret_of(login, limit).await?;
    let mechanism = mechanism_for(&secret, offered)
        .ok_or_else(|| unwilling("the server offers no way to log in that fits the secret"))?;
    let (Secret::Password(secret) | Secret::AccessToken(secret)) = secret;
    let credentials = Credentials::new(login.username.clone(), secret.clone());
    let command = Auth::new(mechanism, credentials, None).map_err(|_| unwilling("the login could not be written"))?;
    wire.hide(&login.username);
    let mut reply = wire.ask(Stage::Login, &command.to_string()).await?;
    let answers = match mechanism {
        Mechanism::Login => vec![login.username.clone(), secret],
        // A refused token is explained in a challenge that wants an empty answer before the refusal comes.
        Mechanism::Xoauth2 => vec![String::new()],
        Mechanism::Plain => vec![],
    };
    for answer in answers {
        if reply.code == 334 {
            reply = wire.ask(Stage::Login, &format!("{}\r\n", BASE64.encode(answer.as_bytes()))).await?;
        }
    }
    if reply.code == 235 { Ok(()) } else { Err(Broken { stage: Stage::Login, fault: Fault::Said(reply) }) }
}

/// Reading a credential may run a command: not on a thread that others wait for.
async fn secret_of(login: &Login, limit: Duration) -> Result<Secret, Broken> {
    let ask = login.ask.clone();
    match tokio::time::timeout(limit, tokio::task::spawn_blocking(move || ask())).await {
        Ok(Ok(Ok(secret))) => Ok(secret),
        Ok(Ok(Err(why))) => Err(unwilling(&format!("the secret could not be read: {}", presentable(&why)))),
        Ok(Err(_)) => Err(unwilling("reading the secret failed")),
        Err(_) => Err(unwilling("reading the secret took too long")),
    }
}

fn mechanism_for(secret: &Secret, offered: &[String]) -> Option<Mechanism> {
    let fitting: &[Mechanism] = match secret {
        Secret::Password(_) => &[Mechanism::Plain, Mechanism::Login],
        Secret::AccessToken(_) => &[Mechanism::Xoauth2],
    };
    let is_offered =
        |mechanism: &&Mechanism| offered.iter().any(|name| name.eq_ignore_ascii_case(&mechanism.to_string()));
    fitting.iter().find(is_offered).copied()
}

fn unwilling(why: &str) -> Broken {
    Broken { stage: Stage::Login, fault: Fault::Unwilling(why.to_owned()) }
}
