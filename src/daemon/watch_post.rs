//! Where watchers ask: `/metrics` and `/healthz`, on a listener of their own that nobody else reaches.

use crate::daemon::metrics::metrics;
use crate::daemon::vitals::Vitals;
use crate::engine::pulse::Pulse;
use crate::store::{Store, StoreError};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tracing::{error, info};

/// What is asked: a connection of its own to the database, and what the loop counts.
pub struct WatchPost {
    /// Only read.
    store: Mutex<Store>,
    vitals: Vitals,
    pulse: Pulse,
    now: fn() -> Timestamp,
}

impl WatchPost {
    /// Over that database, of that loop.
    ///
    /// # Errors
    /// The database.
    pub fn new(database: &Path, vitals: Vitals, pulse: Pulse, now: fn() -> Timestamp) -> Result<WatchPost, StoreError> {
        Ok(WatchPost { store: Mutex::new(Store::open(database)?), vitals, pulse, now })
    }

    /// Begins to answer there, until the runtime ends.
    ///
    /// # Errors
    /// An address that cannot be listened on.
    pub async fn open(self, listen: SocketAddr) -> io::Result<()> {
        let listener = TcpListener::bind(listen).await?;
        info!(listen = %listener.local_addr()?, "metrics are open");
        let router = Router::new().route("/metrics", get(answer_metrics)).route("/healthz", get(answer_health));
        let router = router.with_state(Arc::new(self));
        tokio::spawn(async move {
            if let Err(reason) = axum::serve(listener, router).await {
                error!(%reason, "metrics are closed; restart sendoff to open them again");
            }
        });
        Ok(())
    }

    fn page(&self) -> Result<String, StoreError> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        metrics(&store, &self.vitals, !self.pulse.is_late(), (self.now)())
    }
}

async fn answer_metrics(State(post): State<Arc<WatchPost>>) -> Response {
    // The database is not asynchronous.
    match tokio::task::spawn_blocking(move || post.page()).await {
        Ok(Ok(page)) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page).into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "The database cannot be read.\n").into_response(),
    }
}

async fn answer_health(State(post): State<Arc<WatchPost>>) -> Response {
    let is_live = !post.pulse.is_late();
    let is_ready = is_live && matches!(tokio::task::spawn_blocking(move || post.page()).await, Ok(Ok(_)));
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let said = format!("{{\"live\":{is_live},\"ready\":{is_ready}}}\n");
    (status, [(header::CONTENT_TYPE, "application/json")], said).into_response()
}
