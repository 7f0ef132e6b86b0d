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
pub(in crate::mail) struct Link {
    pub(in crate::mail) stream: Box<dyn Stream>,
    /// Our side's address.
    pub(in crate::mail) local: IpAddr,
    /// The other side is this machine too.
    pub(in crate::mail) is_loopback: bool,
}

/// A stream on its way.
pub(in crate::mail) type Dialling<'a> = Pin<Box<dyn Future<Output = io::Result<Link>> + Send + 'a>>;

/// Opens streams to one server.
pub(in crate::mail) trait Dial: Send + Sync {
    /// Opens one; `limit` is for each address tried.
    fn dial(&self, limit: Duration) -> Dialling<'_>;
}

/// The real thing.
pub(in crate::mail) struct Tcp {
    pub(in crate::mail) host: String,
    pub(in crate::mail) port: u16,
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
