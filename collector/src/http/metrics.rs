//! What the collector counts about itself, in the text format of Prometheus.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::storage::Stored;
use crate::token::Reason;

/// A label and its value.
type Label = [(&'static str, String); 1];

/// The numbers since the program started; they name nobody.
pub struct Metrics {
    registry: Registry,
    db: PathBuf,
    batches: Family<Label, Counter>,
    events: Family<Label, Counter>,
    refused_tokens: Family<Label, Counter>,
    forwarded: Counter,
    pending: Gauge,
    seconds: Histogram,
    db_bytes: Gauge,
}

impl Metrics {
    /// All zero, about a collector with this database.
    pub fn new(db: &Path) -> Self {
        let batches = Family::<Label, Counter>::default();
        let events = Family::<Label, Counter>::default();
        let refused_tokens = Family::<Label, Counter>::default();
        let forwarded = Counter::default();
        let pending = Gauge::default();
        let seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let db_bytes = Gauge::default();
        let mut registry = Registry::with_prefix("tellback");
        registry.register("batches", "Deliveries by the status of the reply", batches.clone());
        registry.register("events", "Events of stored batches by outcome", events.clone());
        let help = "Batches refused because of a handle's token";
        registry.register("refused_tokens", help, refused_tokens.clone());
        let help = "Events handed on by --forward-otlp";
        registry.register("forwarded_events", help, forwarded.clone());
        let help = "Events that --forward-otlp has not handed on yet";
        registry.register("pending_events", help, pending.clone());
        let help = "Time from the head of a delivery to its reply";
        registry.register_with_unit("delivery", help, Unit::Seconds, seconds.clone());
        let help = "Size of the database file and its write-ahead log";
        registry.register_with_unit("database", help, Unit::Bytes, db_bytes.clone());
        Self {
            registry,
            db: db.to_owned(),
            batches,
            events,
            refused_tokens,
            forwarded,
            pending,
            seconds,
            db_bytes,
        }
    }

    /// Counts the events of a stored batch.
    pub fn count(&self, stored: &Stored) {
        for (outcome, number) in [("accepted", stored.accepted), ("repeated", stored.repeated)] {
            let label = [("outcome", outcome.to_owned())];
            self.events.get_or_create(&label).inc_by(number.into());
        }
    }

    /// Counts a batch that was refused because of a token.
    pub fn count_refused(&self, reason: Reason) {
        self.refused_tokens.get_or_create(&[("reason", reason.name().to_owned())]).inc();
    }

    /// Counts events that were handed on.
    pub fn count_forwarded(&self, events: u64) {
        self.forwarded.inc_by(events);
    }

    /// Says how many events are still to be handed on.
    pub fn set_pending(&self, events: i64) {
        self.pending.set(events);
    }

    fn count_delivery(&self, response: &Response, since: Instant) {
        let label = [("status", response.status().as_str().to_owned())];
        self.batches.get_or_create(&label).inc();
        self.seconds.observe(since.elapsed().as_secs_f64());
    }

    fn write(&self) -> String {
        let mut log = self.db.clone().into_os_string();
        log.push("-wal");
        let bytes = |path: &Path| path.metadata().map_or(0, |file| file.len());
        let sum = bytes(&self.db) + bytes(log.as_ref());
        self.db_bytes.set(i64::try_from(sum).unwrap_or(i64::MAX));
        let mut page = String::new();
        // Writing into memory does not fail.
        let _ = text::encode(&mut page, &self.registry);
        page
    }
}

/// Counts a delivery, however it ends.
pub async fn observe(
    State(metrics): State<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let since = Instant::now();
    let response = next.run(request).await;
    metrics.count_delivery(&response, since);
    response
}

/// The page that Prometheus reads.
pub async fn page(State(metrics): State<Arc<Metrics>>) -> impl IntoResponse {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, content_type)], metrics.write())
}
