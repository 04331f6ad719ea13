//! How much one client may deliver: a token bucket for each.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::{body, refusal};

/// How many seconds' worth of batches a client may deliver at once: many readers behind one
/// address may come back from a break together.
const BURST_SECONDS: f64 = 10.0;

/// Buckets are found by a hash and kept in a table of this size. So no address is kept, memory is
/// bounded whoever calls, and now and then two clients share a bucket.
const BUCKETS: usize = 16_384;

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Limits how many batches a second one client may deliver.
pub struct RateLimit {
    per_second: f64,
    buckets: Vec<Mutex<Bucket>>,
    hasher: RandomState,
    header: Option<HeaderName>,
}

#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl RateLimit {
    /// Allows `per_second` batches from each client. With a `header`, its last value is the client's
    /// address, as the proxy in front says it.
    pub fn new(per_second: u32, header: Option<HeaderName>) -> Self {
        let per_second = f64::from(per_second);
        let full =
            || Mutex::new(Bucket { tokens: per_second * BURST_SECONDS, filled: Instant::now() });
        let buckets = std::iter::repeat_with(full).take(BUCKETS).collect();
        Self { per_second, buckets, hasher: RandomState::new(), header }
    }

    /// Takes one token, or tells how long there will be none.
    fn take(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        let place = self.hasher.hash_one(network(client)) as usize % BUCKETS;
        let Some(bucket) = self.buckets.get(place) else { return Ok(()) };
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let gained = now.saturating_duration_since(bucket.filled).as_secs_f64() * self.per_second;
        bucket.tokens = (bucket.tokens + gained).min(self.per_second * BURST_SECONDS);
        bucket.filled = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            Ok(())
        } else {
            Err(Duration::from_secs_f64((1.0 - bucket.tokens) / self.per_second))
        }
    }

    fn client(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
        let Some(header) = &self.header else { return peer };
        // Whatever stands before the last value came from the client itself.
        let said = request.headers().get_all(header).iter().next_back();
        let said = said.and_then(|value| value.to_str().ok());
        said.and_then(|value| value.rsplit(',').next()?.trim().parse().ok()).or(peer)
    }
}

/// Lets a delivery through if its client has not delivered too much.
pub async fn guard(State(limit): State<Arc<RateLimit>>, request: Request, next: Next) -> Response {
    let taken = limit.client(&request).map(|client| limit.take(client, Instant::now()));
    let Some(Err(wait)) = taken else { return next.run(request).await };
    // A browser that is still sending when the connection closes may never see the reply.
    let _ = body::read(request.into_body()).await;
    let mut response = refusal(
        StatusCode::TOO_MANY_REQUESTS,
        "too many batches from one address, try again later",
    );
    let seconds = wait.as_secs() + 1;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// A household or a host usually has a whole IPv6 network to itself.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(limit: &RateLimit, client: &str, now: Instant, expected: Result<(), u64>) {
        let taken = limit.take(client.parse().unwrap(), now);
        assert_eq!(taken.map_err(|wait| wait.as_millis() as u64), expected);
    }

    #[test]
    fn after_a_burst_a_client_waits_and_others_do_not() {
        let limit = RateLimit::new(2, None);
        let start = Instant::now();
        for _ in 0..20 {
            check(&limit, "192.0.2.1", start, Ok(()));
        }
        check(&limit, "192.0.2.1", start, Err(500));
        check(&limit, "192.0.2.2", start, Ok(()));
        let later = start + Duration::from_millis(500);
        check(&limit, "192.0.2.1", later, Ok(()));
        check(&limit, "192.0.2.1", later, Err(500));
    }

    #[test]
    fn one_ipv6_network_is_one_client() {
        let limit = RateLimit::new(1, None);
        let start = Instant::now();
        for host in 0..10 {
            check(&limit, &format!("2001:db8::{host}"), start, Ok(()));
        }
        check(&limit, "2001:db8::ffff", start, Err(1000));
        check(&limit, "2001:db8:0:1::1", start, Ok(()));
    }
}
