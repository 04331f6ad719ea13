//! The HTTP side: which request leads where, and how replies look.

mod body;
mod events;
mod feedback;
mod host;
mod metrics;
mod origin;
mod rate;
mod report;

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::handler::HandlerWithoutStateExt;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::json;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::storage::{Storage, Unavailable};
use crate::token::Keys;
pub use feedback::{BrowserSignals, Kept};
pub use host::{HostName, Hosts};
pub use metrics::Metrics;
pub use origin::Origin;
pub use rate::{Peer, RateLimit};

/// What the operator decides about requests.
pub struct Settings {
    /// What the collector is called.
    pub hosts: Hosts,
    /// Whose pages may deliver, besides its own.
    pub allowed_origins: Vec<Origin>,
    /// How much one client may deliver; none for any amount.
    pub rate_limit: Option<RateLimit>,
    /// What signs handles; none if they are not signed.
    pub keys: Option<Keys>,
    /// Whether a reader's browser is taken at its word.
    pub browser_signals: BrowserSignals,
    /// For how many days events are kept.
    pub kept: Kept,
    /// A folder to serve at `/`.
    pub assets: Option<PathBuf>,
}

/// What requests are answered with.
#[derive(Clone)]
struct Parts {
    storage: Storage,
    metrics: Arc<Metrics>,
    keys: Option<Arc<Keys>>,
    browser_signals: BrowserSignals,
    kept: Kept,
}

impl FromRef<Parts> for BrowserSignals {
    fn from_ref(parts: &Parts) -> Self {
        parts.browser_signals
    }
}

impl FromRef<Parts> for Kept {
    fn from_ref(parts: &Parts) -> Self {
        parts.kept
    }
}

impl FromRef<Parts> for Storage {
    fn from_ref(parts: &Parts) -> Self {
        parts.storage.clone()
    }
}

impl FromRef<Parts> for Arc<Metrics> {
    fn from_ref(parts: &Parts) -> Self {
        Self::clone(&parts.metrics)
    }
}

impl FromRef<Parts> for Option<Arc<Keys>> {
    fn from_ref(parts: &Parts) -> Self {
        parts.keys.clone()
    }
}

/// Everything that the collector answers.
pub fn router(storage: Storage, metrics: Arc<Metrics>, settings: Settings) -> Router {
    let Settings { hosts, allowed_origins, rate_limit, keys, .. } = settings;
    let Settings { browser_signals, kept, assets, .. } = settings;
    let deliver = post(feedback::receive);
    let deliver = match rate_limit {
        Some(limit) => deliver.layer(middleware::from_fn_with_state(Arc::new(limit), rate::guard)),
        None => deliver,
    };
    // The guard is outside of the limit: a page has to be able to read when to try again.
    let feedback = Router::new()
        .route("/feedback", deliver)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(Arc::from(allowed_origins), origin::guard))
        .layer(middleware::from_fn_with_state(Arc::clone(&metrics), metrics::observe));
    let router = Router::new()
        .merge(feedback)
        .route("/events", get(events::list))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics::page))
        .route("/report", get(report::page))
        .route("/report.css", get(report::style))
        .route("/report.json", get(report::json))
        .method_not_allowed_fallback(wrong_method)
        .with_state(Parts { storage, metrics, keys: keys.map(Arc::new), browser_signals, kept });
    let router = match assets {
        Some(folder) => {
            router.fallback_service(ServeDir::new(folder).not_found_service(nothing.into_service()))
        }
        None => router.fallback(nothing),
    };
    // Whatever is asked for again may have changed: events arrive, and a demo is being worked on.
    let revalidate = HeaderValue::from_static("no-cache");
    let nosniff = HeaderValue::from_static("nosniff");
    router
        .layer(middleware::from_fn_with_state(Arc::new(hosts), host::guard))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, revalidate))
        .layer(SetResponseHeaderLayer::overriding(X_CONTENT_TYPE_OPTIONS, nosniff))
}

async fn health(State(storage): State<Storage>) -> Result<Response, Unavailable> {
    storage.check().await?;
    Ok(Json(json!({ "status": "ok" })).into_response())
}

async fn nothing() -> Response {
    refusal(StatusCode::NOT_FOUND, "nothing is here")
}

async fn wrong_method() -> Response {
    refusal(StatusCode::METHOD_NOT_ALLOWED, "this address takes another method")
}

/// The form of every reply that is not a success.
fn refusal(status: StatusCode, reason: impl ToString) -> Response {
    (status, Json(json!({ "error": reason.to_string() }))).into_response()
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        refusal(StatusCode::SERVICE_UNAVAILABLE, self)
    }
}
