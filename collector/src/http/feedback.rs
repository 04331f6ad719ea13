use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::metrics::Metrics;
use super::{body, refusal};
use crate::batch::{Hour, Invalid, Message, Reason};
use crate::storage::{Storage, Stored};
use crate::token::{Keys, Refused};

/// Pages send the first, which costs no preflight; programs may be more precise.
const CONTENT_TYPES: [&str; 4] =
    ["text/plain", "application/json", "application/gzip", "application/octet-stream"];

/// What the sender is told.
#[derive(Serialize)]
pub struct Receipt {
    #[serde(flatten)]
    stored: Stored,
    /// Always empty: a batch is stored whole or refused whole.
    rejected: [(); 0],
}

/// Tells pages that their next batches may be gzipped, which a page can't know otherwise
/// ([RFC 7694](https://www.rfc-editor.org/rfc/rfc7694)).
const READS_GZIP: [(HeaderName, &str); 1] = [(ACCEPT_ENCODING, "gzip")];

/// What becomes of a batch whose reader's browser asks not to be tracked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BrowserSignals {
    /// It is refused.
    Honored,
    /// It is taken: the site asks its readers itself, and the page was told so.
    Ignored,
}

impl BrowserSignals {
    /// The signal of refusal that a request carries, if it counts.
    fn refusal(self, headers: &HeaderMap) -> Option<&'static str> {
        // https://w3c.github.io/gpc/, https://www.w3.org/TR/tracking-dnt/
        let mut signals = ["Sec-GPC", "DNT"].into_iter();
        signals.find(|name| self == Self::Honored && headers.get(*name).is_some_and(|v| v == "1"))
    }
}

/// For how many days events are kept; `None`: for good.
#[derive(Clone, Copy, Debug)]
pub struct Kept(pub Option<u32>);

/// Stores a batch, and replies once its events are safe.
pub async fn receive(
    State(storage): State<Storage>,
    State(metrics): State<Arc<Metrics>>,
    State(keys): State<Option<Arc<Keys>>>,
    State(browser_signals): State<BrowserSignals>,
    State(Kept(kept_days)): State<Kept>,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Response> {
    if let Some(signal) = browser_signals.refusal(&headers) {
        let reason = format!("the reader's browser refuses, by {signal}: 1");
        return Err(refusal(StatusCode::FORBIDDEN, reason));
    }
    let bytes = body::read(body).await?;
    if !headers.get(CONTENT_TYPE).is_none_or(may_be_a_batch) {
        let reason = format!("expected Content-Type to be {}", CONTENT_TYPES.join(", "));
        return Err(refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason));
    }
    if !headers.get_all(CONTENT_ENCODING).iter().all(can_be_read) {
        let reason = "expected Content-Encoding to be gzip, or none";
        return Err(
            (READS_GZIP, refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason)).into_response()
        );
    }
    let now = Hour::of(SystemTime::now());
    let mut message = Message::parse(&bytes, now).map_err(IntoResponse::into_response)?;
    if let Some(days) = kept_days {
        message.check_age(days, now).map_err(IntoResponse::into_response)?;
    }
    if let (Some(keys), Message::Batch(batch)) = (keys, &mut message) {
        let refuse = |refused: Refused| {
            metrics.count_refused(refused.reason);
            refusal(StatusCode::FORBIDDEN, refused)
        };
        let is_signed = keys.open(batch, now).map_err(refuse)?;
        // That a reader left is about no answer. Only the page knows the name of its stream.
        let is_known = || storage.knows(batch.stream.clone(), batch.conversation.clone());
        if !is_signed && !is_known().await.map_err(IntoResponse::into_response)? {
            return Err(refuse(Refused::stranger()));
        }
    }
    let stored = storage.store(message).await.map_err(IntoResponse::into_response)?;
    metrics.count(&stored);
    Ok((READS_GZIP, Json(Receipt { stored, rejected: [] })))
}

/// What a body is shows when it is read; but what says that it is a form or a picture is none of
/// ours.
fn may_be_a_batch(content_type: &HeaderValue) -> bool {
    let essence = content_type.to_str().ok().and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| {
        CONTENT_TYPES.iter().any(|known| known.eq_ignore_ascii_case(essence.trim()))
    })
}

/// Whether a body is gzipped, its first bytes say, and not this header, which would cost a page a
/// preflight; but what says that it is something else can't be read.
fn can_be_read(encoding: &HeaderValue) -> bool {
    ["gzip", "x-gzip", "identity"]
        .iter()
        .any(|known| encoding.as_bytes().eq_ignore_ascii_case(known.as_bytes()))
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
