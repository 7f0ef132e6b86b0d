//! TLS with the certificate checked: the system's roots, and an internal authority's if one is named.

use super::settings::SettingsFault;
use super::wire::Stream;
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Makes streams to one server safe.
#[derive(Clone)]
pub(in crate::mail) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl Tls {
    /// Reads the root certificates, once for all connections.
    ///
    /// # Errors
    /// No usable root, or a host no certificate can name.
    pub(in crate::mail) fn new(host: &str, ca_file: Option<&Path>) -> Result<Tls, SettingsFault> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| SettingsFault::Host(host.to_owned()))?;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| SettingsFault::Tls(error.to_string()))?
            .with_root_certificates(roots(ca_file)?)
            .with_no_client_auth();
        Ok(Tls { connector: TlsConnector::from(Arc::new(config)), name })
    }

    /// The handshake.
    pub(in crate::mail) async fn over(&self, stream: Box<dyn Stream>) -> io::Result<Box<dyn Stream>> {
        let stream = self.connector.connect(self.name.clone(), stream).await?;
        Ok(Box::new(stream))
    }
}

fn roots(ca_file: Option<&Path>) -> Result<RootCertStore, SettingsFault> {
    let mut roots = RootCertStore::empty();
    // A system may hold a few certificates that cannot be read; the others serve.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let fault = |why: String| SettingsFault::CaFile { path: path.to_owned(), why };
        let before = roots.len();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| fault(error.to_string()))? {
            let certificate = certificate.map_err(|error| fault(error.to_string()))?;
            roots.add(certificate).map_err(|error| fault(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(fault("there is none in it".to_owned()));
        }
    }
    if roots.is_empty() { Err(SettingsFault::NoRoots) } else { Ok(roots) }
}
