use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Response};

use crate::report::{self, Place, Report};
use crate::storage::{Storage, Unavailable};

/// The page needs its style sheet and nothing else, from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub async fn page(State(storage): State<Storage>) -> Result<Response, Unavailable> {
    let report = storage.report().await?;
    let page = report::page(&report, Place::Collector);
    let headers = [(CONTENT_SECURITY_POLICY, POLICY), (REFERRER_POLICY, "no-referrer")];
    Ok((headers, Html(page)).into_response())
}

pub async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], report::STYLE)
}

pub async fn json(State(storage): State<Storage>) -> Result<Json<Report>, Unavailable> {
    Ok(Json(storage.report().await?))
}
