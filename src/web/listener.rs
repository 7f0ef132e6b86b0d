//! Connections that nobody can hold for ever: a client has half a minute to ask its whole question, and there is a limit
//! to how many ask at once.

use crate::web::door::{Door, Duplex};
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep};
use tokio_rustls::Accept;

/// From the last byte we wrote, or from the beginning, until the next question must have been asked and answered.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at a time.
const MOST: usize = 256;

/// A door whose visitors leave by themselves.
pub struct Patient {
    door: Door,
    room: Arc<Semaphore>,
}

impl Patient {
    /// The same door, with limits.
    pub fn new(door: Door) -> Patient {
        Patient { door, room: Arc::new(Semaphore::new(MOST)) }
    }
}

impl Listener for Patient {
    type Io = Visitor;
    type Addr = IpAddr;

    async fn accept(&mut self) -> (Visitor, IpAddr) {
        // The room is never closed, so there is always a place in the end.
        let place = Arc::clone(&self.room).acquire_owned().await.ok();
        let (stream, peer) = self.door.next().await;
        // Nobody waits until another has greeted: that is done as the first thing that is read.
        let line = match &self.door.seal {
            Some(seal) => Line::Greeting(Box::new(seal.acceptor().accept(stream))),
            None => Line::Open(stream),
        };
        let visitor = Visitor { line, leaves: Box::pin(tokio::time::sleep(PATIENCE)), _place: place };
        (visitor, peer)
    }

    fn local_addr(&self) -> io::Result<IpAddr> {
        self.door.address()
    }
}

/// How far a connection is.
enum Line {
    /// TLS is being agreed upon.
    Greeting(Box<Accept<Box<dyn Duplex>>>),
    /// It can be spoken.
    Open(Box<dyn Duplex>),
    /// They could not agree.
    Broken,
}

impl Line {
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Pin<&mut dyn Duplex>>> {
        if let Line::Greeting(greeting) = self {
            let greeted = ready!(Pin::new(greeting.as_mut()).poll(context));
            *self = Line::Broken;
            *self = Line::Open(Box::new(greeted?));
        }
        match self {
            Line::Open(stream) => Poll::Ready(Ok(Pin::new(stream.as_mut()))),
            _ => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}

/// A connection with a deadline.
pub struct Visitor {
    line: Line,
    leaves: Pin<Box<Sleep>>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Visitor {
    fn has_to_leave(&mut self, context: &mut Context<'_>) -> bool {
        self.leaves.as_mut().poll(context).is_ready()
    }
}

impl AsyncRead for Visitor {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.has_to_leave(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        ready!(self.line.poll_open(context))?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Visitor {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let line = ready!(self.line.poll_open(context))?;
        let written = line.poll_write(context, bytes);
        if written.is_ready() {
            self.leaves.as_mut().reset(Instant::now() + PATIENCE);
        } else if self.has_to_leave(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.line {
            Line::Open(stream) => Pin::new(stream.as_mut()).poll_flush(context),
            _ => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.line {
            Line::Open(stream) => Pin::new(stream.as_mut()).poll_shutdown(context),
            _ => Poll::Ready(Ok(())),
        }
    }
}

/// Where somebody comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Peer {
        Peer(*stream.remote_addr())
    }
}
