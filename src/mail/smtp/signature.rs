//! The key that signs the letters of one connection.

use super::reply::presentable;
use super::settings::Signing;
use super::wire::{Broken, Fault, Stage};
use crate::mail::dkim::Signer;
use std::time::Duration;

/// Reads the key, which may run a command: not on a thread that others wait for.
///
/// # Errors
/// No key, or one that cannot sign; the reason holds none of it.
pub(super) async fn signer(signing: &Signing, limit: Duration) -> Result<Signer, Broken> {
    let ask = signing.ask.clone();
    let key = match tokio::time::timeout(limit, tokio::task::spawn_blocking(move || ask())).await {
        Ok(Ok(key)) => key.map_err(|why| unwilling(&why))?,
        Ok(Err(_)) => return Err(unwilling("reading it failed")),
        Err(_) => return Err(unwilling("reading it took too long")),
    };
    Signer::new(&signing.domain, &signing.selector, &key).map_err(|fault| unwilling(&fault.to_string()))
}

fn unwilling(why: &str) -> Broken {
    let why = format!("the key of [mail.dkim] cannot be used: {}", presentable(why));
    Broken { stage: Stage::Connect, fault: Fault::Unwilling(why) }
}
