//! Hands every stored event on to an OpenTelemetry pipeline, as log records over OTLP/HTTP.
//!
//! The table of events is the outbox: what has been handed on is remembered by its arrival number,
//! in the database, so that neither a crash here nor a pause there loses anything. An event may be
//! handed on twice, if this program dies between the reply and the note of it; its stream and `seq`
//! tell.

mod record;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task;
use tokio::time;
use tracing::{info, warn};
use ureq::Agent;

use crate::http::Metrics;
use crate::storage::{Page, Storage, Unavailable};

/// How long to wait for new events, and, after a failure, at first before trying again.
const PAUSE: Duration = Duration::from_millis(500);
/// How long to wait before trying again at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long the pipeline may take to take a batch.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Where logs are sent: `http://127.0.0.1:4318/v1/logs`.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint(String);

/// A text that is no such place.
#[derive(Debug)]
pub struct NotAnEndpoint;

/// Why a batch was not taken.
#[derive(Debug)]
enum Failure {
    /// This database, for now.
    Database,
    /// The pipeline can't be reached, or refuses.
    Pipeline(String),
}

/// Hands events on as they arrive, and never gives up.
pub async fn run(storage: Storage, metrics: Arc<Metrics>, endpoint: Endpoint) {
    let agent: Agent = Agent::config_builder().timeout_global(Some(TIMEOUT)).build().into();
    let mut pause = PAUSE;
    loop {
        match step(&storage, &metrics, &agent, &endpoint).await {
            Ok(0) => {
                pause = PAUSE;
                time::sleep(PAUSE).await;
            }
            Ok(_) if pause > PAUSE => {
                info!("handing events on again");
                pause = PAUSE;
            }
            Ok(_) => {}
            Err(failure) => {
                if let Failure::Pipeline(error) = &failure {
                    warn!(%error, seconds = pause.as_secs_f64(), "cannot hand events on, trying again later");
                }
                time::sleep(pause).await;
                pause = (2 * pause).min(LONGEST_PAUSE);
            }
        }
    }
}

/// Hands the next few events on, and tells how many.
async fn step(
    storage: &Storage,
    metrics: &Metrics,
    agent: &Agent,
    endpoint: &Endpoint,
) -> Result<u64, Failure> {
    let (after, latest) = (storage.forwarded().await?, storage.latest_arrival().await?);
    let Page { lines, events, last_arrival } = storage.page(after, latest).await?;
    metrics.set_pending(latest - after);
    if events == 0 {
        return Ok(0);
    }
    let (agent, endpoint) = (agent.clone(), endpoint.clone());
    let sending = task::spawn_blocking(move || send(&agent, &endpoint, &lines));
    sending.await.map_err(|_| Failure::Database)??;
    storage.set_forwarded(last_arrival).await?;
    metrics.count_forwarded(events);
    Ok(events)
}

fn send(agent: &Agent, endpoint: &Endpoint, lines: &[u8]) -> Result<(), Failure> {
    let failed = |error: &dyn fmt::Display| Failure::Pipeline(error.to_string());
    let body = record::request(lines).map_err(|error| failed(&error))?;
    let mut reply = agent
        .post(&endpoint.0)
        .header("Content-Type", "application/json")
        .send(body.to_string())
        .map_err(|error| failed(&error))?;
    let reply = reply.body_mut().read_to_string().map_err(|error| failed(&error))?;
    // A pipeline that takes a part has to say so; the rest must not be sent again.
    match record::rejected(&reply) {
        0 => {}
        rejected => warn!(rejected, "the pipeline refused some events for good"),
    }
    Ok(())
}

impl From<Unavailable> for Failure {
    fn from(_: Unavailable) -> Self {
        Self::Database
    }
}

impl FromStr for Endpoint {
    type Err = NotAnEndpoint;

    fn from_str(text: &str) -> Result<Self, NotAnEndpoint> {
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Err(NotAnEndpoint);
        }
        let base = text.trim_end_matches('/');
        Ok(Self(match base.ends_with("/v1/logs") {
            true => base.to_owned(),
            false => format!("{base}/v1/logs"),
        }))
    }
}

impl fmt::Display for NotAnEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a URL such as http://127.0.0.1:4318")
    }
}

impl std::error::Error for NotAnEndpoint {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_base_address_or_that_of_logs() {
        for text in
            ["http://127.0.0.1:4318", "http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/logs"]
        {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!(endpoint.0, "http://127.0.0.1:4318/v1/logs");
        }
        for text in ["", "127.0.0.1:4318", "http://", "http:///v1/logs", "ftp://a"] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }
}
