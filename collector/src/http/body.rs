use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::StreamExt;
use tokio::time;

use super::refusal;
use crate::batch::MAX_WIRE_BYTES;

const TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a body that is too large is read and thrown away: a sender that is still writing
/// when the connection closes may never see the reply.
const MAX_READ_BYTES: usize = 1024 * 1024;

/// Reads a body, of one that is too large only enough to show that it is.
pub async fn read(body: Body) -> Result<Vec<u8>, Response> {
    match time::timeout(TIMEOUT, read_patiently(body)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => {
            let reason = "body: it ends before it is complete";
            Err(refusal(StatusCode::BAD_REQUEST, reason))
        }
        Err(_) => {
            let reason = format!("body: it did not arrive within {} s", TIMEOUT.as_secs());
            Err(refusal(StatusCode::REQUEST_TIMEOUT, reason))
        }
    }
}

async fn read_patiently(body: Body) -> Result<Vec<u8>, axum::Error> {
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut read_bytes = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        let room = (MAX_WIRE_BYTES + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        read_bytes += chunk.len();
        if read_bytes > MAX_READ_BYTES {
            break;
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_arriving_is_given_up() {
        let first = stream::iter([Ok::<_, axum::Error>("{")]);
        let body = Body::from_stream(first.chain(stream::pending()));
        let refusal = read(body).await.unwrap_err();
        assert_eq!(refusal.status(), StatusCode::REQUEST_TIMEOUT);
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_not_kept_in_memory() {
        let body =
            Body::from_stream(stream::repeat_with(|| Ok::<_, axum::Error>("x".repeat(10_000))));
        assert_eq!(read(body).await.unwrap().len(), MAX_WIRE_BYTES + 1);
    }
}
