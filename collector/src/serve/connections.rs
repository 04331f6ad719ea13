use std::io::ErrorKind;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time;
use tokio_io_timeout::TimeoutStream;
use tower_service::Service;
use tracing::{error, warn};

use crate::http::Peer;

/// More clients than this wait to be accepted, so that there are always files left to open.
const MAX_CONNECTIONS: usize = 512;
/// Once fewer than so many are free, each is given back as soon as its client has been answered.
const RESERVE: usize = MAX_CONNECTIONS / 4;
/// How long a client may take to send the head of its (next) request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a client may take none of a reply.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests that are being answered may take after a signal to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Answers requests until `stop`, then finishes those that have begun.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);

    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let connection = open.watch(connection(stream, peer, router.clone(), Arc::clone(&places)));
        tokio::spawn(async move {
            // What goes wrong with one connection is its client's affair.
            let _ = connection.await;
            drop(place);
        });
    }

    drop(listener);
    if time::timeout(GRACE, open.shutdown()).await.is_err() {
        warn!("stopping although some requests were not finished");
    }
}

/// Answers one client, as long as it keeps reading and writing.
fn connection(
    stream: impl AsyncRead + AsyncWrite + Send + 'static,
    peer: Peer,
    router: Router,
    places: Arc<Semaphore>,
) -> impl GracefulConnection<Error = hyper::Error> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request;
        request.extensions_mut().insert(peer);
        let answer = router.clone().call(request);
        let places = Arc::clone(&places);
        async move {
            let mut answer = answer.await;
            if places.available_permits() < RESERVE
                && let Ok(answer) = &mut answer
            {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            answer
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Peer, Option<OwnedSemaphorePermit>) {
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // Replies are small and complete: waiting to fill a packet would only delay them.
                let _ = stream.set_nodelay(true);
                return (stream, Peer(address.ip()), place);
            }
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            // Out of files or memory, most likely; connections that end will free some.
            Err(error) => {
                error!(%error, "cannot accept a connection");
                time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::body::Body;
    use axum::routing::get;
    use futures_util::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// A connection to a collector whose only answer never ends.
    fn connect() -> (tokio::io::DuplexStream, impl Future<Output = Result<(), hyper::Error>>) {
        let (client, server) = tokio::io::duplex(64);
        let endless = || async {
            Body::from_stream(stream::repeat_with(|| Ok::<_, axum::Error>("x".repeat(1000))))
        };
        let router = Router::new().route("/", get(endless));
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        (client, connection(server, Peer(Ipv4Addr::LOCALHOST.into()), router, places))
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_stops_reading_is_given_up() {
        let (mut client, connection) = connect();
        let serving = tokio::spawn(connection);
        client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        client.read_exact(&mut [0; 15]).await.unwrap();
        assert!(serving.await.unwrap().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_stops_asking_is_given_up() {
        let (mut client, connection) = connect();
        let serving = tokio::spawn(connection);
        client.write_all(b"GET / HT").await.unwrap();
        assert!(serving.await.unwrap().is_err());
    }
}
