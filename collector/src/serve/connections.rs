use std::io::ErrorKind;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time;

use crate::log;

/// More clients than this wait to be accepted, so that there are always files left to open.
const MAX_CONNECTIONS: usize = 512;
/// How long a client may take to send the head of its (next) request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests that are being answered may take after a signal to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Answers requests until `stop`, then finishes those that have begun.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);

    loop {
        let (stream, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // What goes wrong with one connection is its client's affair.
            let _ = connection.await;
            drop(place);
        });
    }

    drop(listener);
    if time::timeout(GRACE, open.shutdown()).await.is_err() {
        log::line("stopping although some requests were not finished");
    }
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Replies are small and complete: waiting to fill a packet would only delay them.
                let _ = stream.set_nodelay(true);
                return (stream, place);
            }
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            // Out of files or memory, most likely; connections that end will free some.
            Err(error) => {
                log::line(format_args!("cannot accept a connection: {error}"));
                time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
