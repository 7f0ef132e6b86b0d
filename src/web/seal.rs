//! TLS of our own: the certificate and its key, read anew when they have been renewed.

use crate::files::secret::SecretError;
use crate::files::service::Tls;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// Why it cannot be used. Never holds the key.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// One of the two cannot be read.
    #[error(transparent)]
    Unreadable(#[from] SecretError),
    /// What is there is no PEM, or not the right kind of it.
    #[error("{place}: no {what} in PEM form: {error}")]
    NotPem {
        /// Where it is kept.
        place: String,
        /// A certificate or a key.
        what: &'static str,
        /// What is wrong.
        error: pem::Error,
    },
    /// The two do not belong together, or are of a kind that is not known.
    #[error("the certificate and the key cannot be used together: {0}")]
    Unfit(#[from] rustls::Error),
}

/// What connections are sealed with.
pub struct Seal(RwLock<TlsAcceptor>);

impl Seal {
    /// Reads both. Blocks.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn read(tls: &Tls) -> Result<Seal, SealError> {
        acceptor(tls).map(|acceptor| Seal(RwLock::new(acceptor)))
    }

    /// Reads both again; connections from now on get the new one. Blocks.
    ///
    /// # Errors
    /// [`SealError`]; the last one stays in use then.
    pub fn renew(&self, tls: &Tls) -> Result<(), SealError> {
        let acceptor = acceptor(tls)?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = acceptor;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn acceptor(tls: &Tls) -> Result<TlsAcceptor, SealError> {
    let (certificate, key) = (tls.certificate.read()?, tls.key.read()?);
    let not_pem = |place: &dyn ToString, what, error| SealError::NotPem { place: place.to_string(), what, error };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect();
    let chain = chain.map_err(|error| not_pem(&tls.certificate, "certificate", error))?;
    if chain.is_empty() {
        return Err(not_pem(&tls.certificate, "certificate", pem::Error::NoItemsFound));
    }
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|error| not_pem(&tls.key, "key", error))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
