use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::metrics::Metrics;
use super::{body, refusal};
use crate::batch::{Batch, Hour, Invalid, Reason};
use crate::storage::{Storage, Stored};
use crate::token::Keys;

/// What the sender is told.
#[derive(Serialize)]
pub struct Receipt {
    #[serde(flatten)]
    stored: Stored,
    /// Always empty: a batch is stored whole or refused whole.
    rejected: [(); 0],
}

/// Stores a batch, and replies once its events are safe.
pub async fn receive(
    State(storage): State<Storage>,
    State(metrics): State<Arc<Metrics>>,
    State(keys): State<Option<Arc<Keys>>>,
    body: Body,
) -> Result<Json<Receipt>, Response> {
    let bytes = body::read(body).await?;
    let now = Hour::of(SystemTime::now());
    let mut batch = Batch::parse(&bytes, now).map_err(IntoResponse::into_response)?;
    if let Some(keys) = keys {
        keys.open(&mut batch, now).map_err(|refused| {
            metrics.count_refused(refused.reason);
            refusal(StatusCode::FORBIDDEN, refused)
        })?;
    }
    let stored = storage.store(batch).await.map_err(IntoResponse::into_response)?;
    metrics.count(&stored);
    Ok(Json(Receipt { stored, rejected: [] }))
}

impl IntoResponse for Invalid {
    fn into_response(self) -> Response {
        let status = match self.reason() {
            Reason::Malformed => StatusCode::BAD_REQUEST,
            Reason::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        };
        refusal(status, self)
    }
}
