//! The way to the pages: a port, a socket of this machine, or one that systemd hands over; each with TLS of its own or without.

use crate::files::service::Listen;
use crate::web::seal::Seal;
use axum::serve::Listener;
use listenfd::ListenFd;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};

/// As open as a port of this machine; the folder it lies in may let in fewer.
const FOR_EVERYBODY_HERE: u32 = 0o666;
/// Who comes through a socket of this machine comes from this machine.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// What can be read and written, whatever it is.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// Where people come in.
pub struct Door {
    way: Way,
    pub(super) seal: Option<Arc<Seal>>,
}

enum Way {
    Port(TcpListener),
    Socket(UnixListener),
}

impl From<TcpListener> for Door {
    fn from(listener: TcpListener) -> Door {
        Door { way: Way::Port(listener), seal: None }
    }
}

impl Door {
    /// Opens it.
    ///
    /// # Errors
    /// What is said about the address, or about what systemd handed over.
    pub async fn open(listen: &Listen) -> io::Result<Door> {
        let way = match listen {
            Listen::Port(address) => Way::Port(TcpListener::bind(address).await?),
            Listen::Socket(path) => Way::Socket(bind(path)?),
            Listen::Systemd => handed_over(&mut ListenFd::from_env())?,
        };
        Ok(Door { way, seal: None })
    }

    /// The same door with TLS.
    #[must_use]
    pub fn sealed(self, seal: Arc<Seal>) -> Door {
        Door { seal: Some(seal), ..self }
    }

    /// The next who comes, and from where.
    pub(super) async fn next(&mut self) -> (Box<dyn Duplex>, IpAddr) {
        match &mut self.way {
            Way::Port(listener) => {
                let (stream, peer) = Listener::accept(listener).await;
                (Box::new(stream), peer.ip())
            }
            Way::Socket(listener) => {
                let (stream, _) = Listener::accept(listener).await;
                (Box::new(stream), HERE)
            }
        }
    }

    /// Its address, or this machine's.
    pub(super) fn address(&self) -> io::Result<IpAddr> {
        match &self.way {
            Way::Port(listener) => listener.local_addr().map(|address| address.ip()),
            Way::Socket(_) => Ok(HERE),
        }
    }
}

/// A socket that is left from last time and answers nobody gives way.
fn bind(path: &Path) -> io::Result<UnixListener> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    let refuses =
        || std::os::unix::net::UnixStream::connect(path).is_err_and(|e| e.kind() == ErrorKind::ConnectionRefused);
    if is_socket && refuses() {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(FOR_EVERYBODY_HERE))?;
    Ok(listener)
}

fn handed_over(sockets: &mut ListenFd) -> io::Result<Way> {
    match sockets.len() {
        1 => {}
        0 => {
            return Err(io::Error::new(
                ErrorKind::NotFound,
                "systemd hands over no socket; is there a sendoff.socket?",
            ));
        }
        many => {
            return Err(io::Error::new(ErrorKind::InvalidInput, format!("systemd hands over {many} sockets, not one")));
        }
    }
    if let Ok(Some(listener)) = sockets.take_tcp_listener(0) {
        listener.set_nonblocking(true)?;
        return TcpListener::from_std(listener).map(Way::Port);
    }
    let wrong =
        || io::Error::new(ErrorKind::InvalidInput, "what systemd hands over is no socket that people connect to");
    let listener = sockets.take_unix_listener(0)?.ok_or_else(wrong)?;
    listener.set_nonblocking(true)?;
    UnixListener::from_std(listener).map(Way::Socket)
}

#[cfg(test)]
mod tests {
    use super::bind;
    use std::io::ErrorKind;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn a_socket_left_over_gives_way_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pages.sock");
        drop(bind(&path).unwrap());
        assert!(path.exists(), "left over");
        let listener = bind(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o666);
        assert_eq!(bind(&path).unwrap_err().kind(), ErrorKind::AddrInUse, "somebody listens");
        drop(listener);
        let file = folder.path().join("file");
        std::fs::write(&file, "kept").unwrap();
        assert!(bind(&file).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");
    }
}
