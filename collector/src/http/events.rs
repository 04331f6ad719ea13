use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::storage::{Storage, Unavailable};

/// All events that have arrived by now, as JSON lines. One page at a time is in memory, and the
/// next one is read when the client has taken it.
pub async fn list(State(storage): State<Storage>) -> Result<Response, Unavailable> {
    let until = storage.latest_arrival().await?;
    let pages = stream::try_unfold((storage, 0), move |(storage, after)| async move {
        let page = storage.page(after, until).await?;
        let next = (storage, page.last_arrival);
        Ok::<_, Unavailable>((!page.lines.is_empty()).then_some((page.lines, next)))
    });
    let content_type = [(CONTENT_TYPE, "application/x-ndjson")];
    Ok((content_type, Body::from_stream(pages)).into_response())
}
