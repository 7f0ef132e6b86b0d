//! How a stream to the server comes to be; the one place that opens a socket.

use super::wire::Stream;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// A stream, and where it begins and ends.
pub(super) struct Link {
    pub(super) stream: Box<dyn Stream>,
    /// Our side's address.
    pub(super) local: IpAddr,
    /// The other side is this machine too.
    pub(super) is_loopback: bool,
}

/// A stream on its way.
pub(super) type Dialling<'a> = Pin<Box<dyn Future<Output = io::Result<Link>> + Send + 'a>>;

/// Opens streams to one server.
pub(super) trait Dial: Send + Sync {
    /// Opens one; `limit` is for each address tried.
    fn dial(&self, limit: Duration) -> Dialling<'_>;
}

/// The real thing.
pub(super) struct Tcp {
    pub(super) host: String,
    pub(super) port: u16,
}

impl Dial for Tcp {
    fn dial(&self, limit: Duration) -> Dialling<'_> {
        Box::pin(self.first_that_answers(limit))
    }
}

impl Tcp {
    async fn first_that_answers(&self, limit: Duration) -> io::Result<Link> {
        let lookup = lookup_host((self.host.as_str(), self.port));
        let addresses = timeout(limit, lookup).await.map_err(|_| timed_out("looking up its name"))??;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the server's name has no address");
        for address in addresses {
            match timeout(limit, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return link(stream),
                Ok(Err(error)) => last = error,
                Err(_) => last = timed_out("connecting"),
            }
        }
        Err(last)
    }
}

fn timed_out(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, format!("{what} took too long"))
}

fn link(stream: TcpStream) -> io::Result<Link> {
    // A conversation of small writes: waiting for more to send costs 40 ms each time.
    stream.set_nodelay(true)?;
    let is_loopback = stream.peer_addr()?.ip().to_canonical().is_loopback();
    let local = stream.local_addr()?.ip().to_canonical();
    Ok(Link { stream: Box::new(stream), local, is_loopback })
}
