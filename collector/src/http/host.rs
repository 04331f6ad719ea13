//! Which names the collector answers to.
//!
//! A page from anywhere can point a name of its own at 127.0.0.1 and then ask this machine for
//! `/events` as if it were the page's own server. The browser still says the name in `Host`, so a
//! name that nobody gave to the collector is refused.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::refusal;

/// A name that the operator gave to the collector, `chat.example`, without a port.
#[derive(Clone, Debug, PartialEq)]
pub struct HostName(String);

/// A text that is no host's name.
#[derive(Debug)]
pub struct NotAHostName;

/// The names and addresses that requests may be meant for.
#[derive(Debug)]
pub struct Hosts {
    names: Vec<HostName>,
    /// Whether the collector can be reached from other machines.
    is_public: bool,
}

impl Hosts {
    /// What a collector that listens on `bound` is called, besides `names`.
    pub fn new(bound: IpAddr, names: Vec<HostName>) -> Self {
        Self { names, is_public: !bound.is_loopback() }
    }

    /// An address can't be pointed elsewhere as a name can, so where the collector may be reached
    /// by one that it does not know (through a container's port, say), any will do.
    fn know(&self, host: &str) -> bool {
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        match bracketed.map_or_else(|| host.parse().ok(), |host| host.parse().ok().map(IpAddr::V6))
        {
            Some(IpAddr::V4(address)) if !self.is_public => address.octets() == [127, 0, 0, 1],
            Some(IpAddr::V6(address)) if !self.is_public => address == Ipv6Addr::LOCALHOST,
            Some(_) => true,
            None => {
                host.eq_ignore_ascii_case("localhost")
                    || self.names.iter().any(|name| name.0.eq_ignore_ascii_case(host))
            }
        }
    }
}

/// Lets a request through if it is meant for this collector.
pub async fn guard(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter();
    let host = named.next().and_then(without_port);
    // https://www.rfc-editor.org/rfc/rfc9112#section-3.2: two names are an attempt to be taken for
    // one by a proxy and for the other here.
    if named.next().is_some() {
        return refusal(StatusCode::BAD_REQUEST, "expected one Host header");
    }
    // What the request's line says, if it says more than a path, outranks the header.
    let of_line = request.uri().host();
    if host.is_some_and(|host| hosts.know(host)) && of_line.is_none_or(|host| hosts.know(host)) {
        next.run(request).await
    } else {
        let reason = "the collector does not know itself by this Host: name it with --host-name";
        refusal(StatusCode::MISDIRECTED_REQUEST, reason)
    }
}

fn without_port(header: &HeaderValue) -> Option<&str> {
    let text = header.to_str().ok()?;
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => Some(host),
        _ => Some(text),
    }
}

impl FromStr for HostName {
    type Err = NotAHostName;

    fn from_str(text: &str) -> Result<Self, NotAHostName> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        match !text.is_empty() && text.bytes().all(allowed) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAHostName),
        }
    }
}

impl fmt::Display for NotAHostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a name such as feedback.example, without a scheme or port")
    }
}

impl std::error::Error for NotAHostName {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bound: &str, host: &str, expected: bool) {
        let names = vec!["feedback.example".parse().unwrap()];
        let hosts = Hosts::new(bound.parse().unwrap(), names);
        let header = HeaderValue::from_str(host).unwrap();
        assert_eq!(without_port(&header).is_some_and(|host| hosts.know(host)), expected, "{host}");
    }

    #[test]
    fn this_machine_and_the_given_names_are_known_on_any_port() {
        for host in ["localhost", "LocalHost:8787", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:80"]
        {
            check("127.0.0.1", host, true);
            check("0.0.0.0", host, true);
        }
        check("127.0.0.1", "Feedback.Example:443", true);
    }

    #[test]
    fn a_name_that_nobody_gave_is_refused() {
        for host in ["evil.example", "evil.example:8787", "feedback.example.evil.example", "x", ""]
        {
            check("127.0.0.1", host, false);
            check("0.0.0.0", host, false);
        }
        for host in ["localhost.evil.example", "127.0.0.1.evil.example", "[localhost]", "::1:x"] {
            check("127.0.0.1", host, false);
        }
    }

    #[test]
    fn other_addresses_are_known_where_other_machines_can_connect() {
        for host in ["10.1.2.3:8787", "[2001:db8::1]"] {
            check("127.0.0.1", host, false);
            check("::1", host, false);
            check("0.0.0.0", host, true);
            check("10.1.2.3", host, true);
        }
    }

    #[test]
    fn a_name_is_given_without_anything_around_it() {
        for text in ["", "https://feedback.example", "feedback.example:443", "a/b", "*"] {
            assert!(text.parse::<HostName>().is_err(), "{text}");
        }
    }
}
