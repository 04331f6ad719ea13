//! Which pages may deliver: those of this host, those that the operator listed, and programs,
//! which send no `Origin`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refusal;

/// The origin of a page, `scheme://host` or `scheme://host:port`, as browsers write it.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin(String);

/// A text that is no origin.
#[derive(Debug)]
pub struct NotAnOrigin;

/// Lets a request through if its page may deliver, and lets that page read the reply.
pub async fn guard(State(allowed): State<Arc<[Origin]>>, request: Request, next: Next) -> Response {
    let mut response = match request.headers().get(ORIGIN).cloned() {
        None => next.run(request).await,
        Some(origin) if is_same_host(&origin, request.headers().get(HOST)) => {
            next.run(request).await
        }
        Some(origin) if allowed.iter().any(|allowed| origin == *allowed.0) => {
            let mut response = match preflight(&request) {
                Some(response) => response,
                None => next.run(request).await,
            };
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            // Some hosts send their session along. It is ignored here, but without this header
            // the page could not read the reply, and would send the batch again.
            let credentials = HeaderValue::from_static("true");
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials);
            let readable = HeaderValue::from_static("retry-after, accept-encoding");
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, readable);
            response
        }
        Some(_) => refusal(StatusCode::FORBIDDEN, "pages of this origin may not deliver here"),
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    response
}

/// The answer to a browser that asks before it sends custom headers.
fn preflight(request: &Request) -> Option<Response> {
    let headers = request.headers();
    if request.method() != Method::OPTIONS || !headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut granted = HeaderMap::new();
    granted.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    if let Some(wanted) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        granted.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    Some((StatusCode::NO_CONTENT, granted).into_response())
}

/// A proxy in front may speak TLS, so the schemes may differ; the hosts may not.
fn is_same_host(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), host.map(HeaderValue::to_str)) else {
        return false;
    };
    let (origin_host, default_port) = match origin.split_once("://") {
        Some(("http", host)) => (host, ":80"),
        Some(("https", host)) => (host, ":443"),
        _ => return false,
    };
    let host = host.strip_suffix(default_port).unwrap_or(host);
    !host.is_empty() && origin_host.eq_ignore_ascii_case(host)
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let text = text.to_ascii_lowercase();
        let (scheme, host) = text.split_once("://").ok_or(NotAnOrigin)?;
        let has_only = |text: &str, others: &[u8]| {
            let allowed = |b: u8| b.is_ascii_alphanumeric() || others.contains(&b);
            !text.is_empty() && text.bytes().all(allowed)
        };
        // Brackets and colons for IPv6; no slash, because a path would never match.
        if !has_only(scheme, b"+-.") || !has_only(host, b".-:[]_") {
            return Err(NotAnOrigin);
        }
        let default_port = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => "",
        };
        let host = host.strip_suffix(default_port).unwrap_or(host);
        Ok(Self(format!("{scheme}://{host}")))
    }
}

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an origin such as https://chat.example, without a path")
    }
}

impl std::error::Error for NotAnOrigin {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_origin(text: &str, expected: Option<&str>) {
        let origin = text.parse::<Origin>().ok();
        assert_eq!(origin.map(|origin| origin.0).as_deref(), expected);
    }

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        check_origin("https://chat.example", Some("https://chat.example"));
        check_origin("HTTPS://Chat.Example:443", Some("https://chat.example"));
        check_origin("http://localhost:5173", Some("http://localhost:5173"));
        check_origin("http://[::1]:80", Some("http://[::1]"));
    }

    #[test]
    fn what_could_never_match_is_no_origin() {
        for text in ["", "*", "null", "chat.example", "https://", "https://a.example/"] {
            check_origin(text, None);
        }
    }

    #[track_caller]
    fn check_same_host(origin: &str, host: &str, expected: bool) {
        let header = |text: &str| HeaderValue::from_str(text).unwrap();
        assert_eq!(is_same_host(&header(origin), Some(&header(host))), expected);
    }

    #[test]
    fn a_page_of_the_same_host_is_recognised_behind_a_proxy_too() {
        check_same_host("http://localhost:8787", "localhost:8787", true);
        check_same_host("https://chat.example", "chat.example", true);
        check_same_host("https://chat.example", "Chat.Example:443", true);
    }

    #[test]
    fn a_page_of_another_host_is_told_apart() {
        check_same_host("http://localhost:8788", "localhost:8787", false);
        check_same_host("https://chat.example.evil.example", "chat.example", false);
        check_same_host("null", "null", false);
        check_same_host("https://", "", false);
    }
}
