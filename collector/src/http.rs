//! The HTTP side: which request leads where, and how replies look.

mod body;
mod events;
mod feedback;
mod host;
mod origin;
mod report;

use std::path::Path;
use std::sync::Arc;

use axum::handler::HandlerWithoutStateExt;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, extract::State, middleware};
use serde_json::json;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::storage::{Storage, Unavailable};
pub use host::{HostName, Hosts};
pub use origin::Origin;

/// Everything that the collector answers to `hosts`; `assets` is a folder to serve at `/`.
pub fn router(
    storage: Storage,
    hosts: Hosts,
    allowed_origins: Vec<Origin>,
    assets: Option<&Path>,
) -> Router {
    let guard = middleware::from_fn_with_state(Arc::from(allowed_origins), origin::guard);
    let feedback = Router::new()
        .route("/feedback", post(feedback::receive))
        .method_not_allowed_fallback(wrong_method)
        .layer(guard);
    let router = Router::new()
        .merge(feedback)
        .route("/events", get(events::list))
        .route("/healthz", get(health))
        .route("/report", get(report::page))
        .route("/report.css", get(report::style))
        .route("/report.json", get(report::json))
        .method_not_allowed_fallback(wrong_method)
        .with_state(storage);
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
