//! Would an address be taken? Asked up to RCPT and taken back: nothing is sent.

use super::connection::Connection;
use super::reply::Reply;
use super::wire::{Broken, Stage};
use crate::domain::address::Address;

/// Addresses to ask about.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The sender, whose domain all of them share.
    pub from: Address,
    /// `sender+something@…`.
    pub plus: Address,
    /// An address of the same domain that nobody has: what a server says of it shows what its other answers are worth.
    pub nobody: Address,
}

/// What the answers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plus {
    /// It is taken, and an address that nobody has is not.
    Works,
    /// It is refused, with these words; the plain address is not.
    Refused(String),
    /// The server takes everything at this point, or nothing: it cannot be known without sending a letter.
    Unknown,
}

impl Connection {
    pub(super) async fn probe(&mut self, probe: &Probe) -> Result<Plus, Broken> {
        let from = self.wire.ask(Stage::Mail, &format!("MAIL FROM:<{}>\r\n", probe.from)).await?;
        if from.is_negative() {
            self.wire.ask(Stage::Reset, "RSET\r\n").await?;
            return Ok(Plus::Unknown);
        }
        let plain = self.rcpt(&probe.from).await?;
        let plus = self.rcpt(&probe.plus).await?;
        let nobody = self.rcpt(&probe.nobody).await?;
        self.wire.ask(Stage::Reset, "RSET\r\n").await?;
        Ok(match (plain.is_negative(), plus.is_permanent(), nobody.is_permanent()) {
            (false, true, _) => Plus::Refused(plus.words()),
            (false, false, true) if !plus.is_negative() => Plus::Works,
            _ => Plus::Unknown,
        })
    }

    async fn rcpt(&mut self, address: &Address) -> Result<Reply, Broken> {
        self.wire.hide(address.local_part());
        self.wire.ask(Stage::Rcpt, &format!("RCPT TO:<{address}>\r\n")).await
    }
}
