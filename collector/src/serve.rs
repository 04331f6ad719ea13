//! `tellback-collector serve`: start-up in the order in which things can go wrong, and a clean end.

mod connections;

use std::env::{self, VarError};
use std::fmt;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderName;
use clap::Args;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::time;
use tracing::{error, info};

use crate::database::Database;
use crate::forward::{self, Endpoint};
use crate::http::{
    self, BrowserSignals, HostName, Hosts, Kept, Metrics, Origin, RateLimit, Settings,
};
use crate::log;
use crate::storage::{OpenError, Storage};
use crate::token::{KeyError, Keys};

const DEFAULT_PORT: u16 = 8787;

/// How long queries that nobody waits for any more may go on after the last connection.
const LAST_QUERIES: Duration = Duration::from_secs(1);

/// What `serve` is told.
#[derive(Args, Debug)]
pub struct Options {
    /// Port to listen on, 0 for any free one [default: $PORT, or 8787]
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    /// Address to listen on; any but a loopback one lets other machines connect
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,

    /// Name by which requests may reach the collector, besides localhost; repeat it for more
    #[arg(long, value_name = "NAME")]
    host_name: Vec<HostName>,

    #[command(flatten)]
    database: Database,

    /// Folder of static files to serve at /
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,

    /// Origin of pages on other hosts that may deliver here; repeat it for more
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<Origin>,

    /// Batches a second that one address may deliver, and ten times as many at once; 0 for any
    /// number
    #[arg(long, value_name = "N", default_value_t = 100)]
    rate_limit: u32,

    /// Header in which the proxy in front says the client's address, such as X-Forwarded-For
    #[arg(long, value_name = "HEADER")]
    client_header: Option<HeaderName>,

    /// File with the key that signs handles; handles without a token are refused then. Repeat it
    /// while one key replaces another
    #[arg(long, value_name = "FILE")]
    signing_key: Vec<PathBuf>,

    /// Take batches also from browsers that send Sec-GPC: 1 or DNT: 1, for pages that start tellback
    /// with honorBrowserSignals: false because they ask their readers themselves
    #[arg(long)]
    ignore_browser_signals: bool,

    /// How many conversations have to be behind a number of the report, and behind each change of
    /// it. 1 tells everything
    #[arg(long, value_name = "K", default_value = "10")]
    min_cell: NonZeroU32,

    /// Delete events after so many days [default: keep them]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    retain_days: Option<u32>,

    /// OpenTelemetry collector to hand every event on to, over OTLP/HTTP
    #[arg(long, value_name = "URL")]
    forward_otlp: Option<Endpoint>,

    /// How the log is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: log::Format,
}

/// Why the collector could not start.
#[derive(Debug)]
pub enum Error {
    /// `PORT` is not a port.
    Port(String),
    /// The folder of static files is missing.
    Assets(PathBuf),
    /// The address can't be listened on.
    Listen(SocketAddr, io::Error),
    /// A signing key can't be used.
    Key(KeyError),
    /// The database can't be used.
    Database(OpenError),
    /// The operating system refused something else.
    System(io::Error),
}

/// Serves until SIGTERM or SIGINT.
pub fn run(options: Options) -> Result<(), Error> {
    let port = options.port.map_or_else(port_from_environment, Ok)?;
    let db = options.database.path();
    if let Some(folder) = options.assets.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Error::Assets(folder.clone()));
    }

    let keys = Keys::read(&options.signing_key).map_err(Error::Key)?;
    log::begin(options.log_format);
    let runtime = Runtime::new().map_err(Error::System)?;
    let wanted = SocketAddr::new(options.bind, port);
    let (listener, address) =
        runtime.block_on(listen(wanted)).map_err(|error| Error::Listen(wanted, error))?;
    let (storage, writer) = Storage::open(&db, options.min_cell).map_err(Error::Database)?;
    if let Some(days) = options.retain_days {
        runtime.spawn(retention(storage.clone(), days));
    }
    let limit = |per_second| RateLimit::new(per_second, options.client_header.clone());
    let settings = Settings {
        hosts: Hosts::new(options.bind, options.host_name),
        allowed_origins: options.allow_origin,
        rate_limit: (options.rate_limit > 0).then(|| limit(options.rate_limit)),
        keys: (!options.signing_key.is_empty()).then_some(keys),
        browser_signals: if options.ignore_browser_signals {
            BrowserSignals::Ignored
        } else {
            BrowserSignals::Honored
        },
        kept: Kept(options.retain_days),
        assets: options.assets,
    };
    let metrics = Arc::new(Metrics::new(&db));
    if let Some(endpoint) = options.forward_otlp {
        runtime.spawn(forward::run(storage.clone(), Arc::clone(&metrics), endpoint));
    }
    let router = http::router(storage, metrics, settings);
    let stop = runtime.block_on(async { stop_signal() }).map_err(Error::System)?;

    announce(address);
    runtime.block_on(connections::serve(listener, router, stop));

    // With the runtime goes all that could still send to the writer, which ends it.
    runtime.shutdown_timeout(LAST_QUERIES);
    if writer.join().is_err() {
        error!("the writer had stopped before");
    }
    Ok(())
}

fn port_from_environment() -> Result<u16, Error> {
    match env::var("PORT") {
        Err(VarError::NotPresent) => Ok(DEFAULT_PORT),
        Ok(text) if text.is_empty() => Ok(DEFAULT_PORT),
        Ok(text) => text.parse().map_err(|_| Error::Port(text)),
        Err(VarError::NotUnicode(text)) => Err(Error::Port(text.display().to_string())),
    }
}

/// Deletes what has become too old, now and every hour.
async fn retention(storage: Storage, days: u32) {
    let mut hours = time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        let mut deleted = 0;
        // The writer has said in the log why it could not.
        while let Ok(rows @ 1..) = storage.expire(days).await {
            deleted += rows;
        }
        if deleted > 0 {
            info!(deleted, days, "deleted rows that were older than they may be kept");
        }
    }
}

/// By default only this machine can connect: what faces the world is a proxy, with TLS and
/// whatever guards the report.
async fn listen(wanted: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(wanted).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Whoever started the collector may wait for this line; whether they read it is their affair.
fn announce(address: SocketAddr) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
}

/// Listens for the signals from now on, so that none is lost before the first request.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Other systems know Ctrl-C only.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(text) => write!(f, "PORT is {text:?}: expected a number from 0 to 65535"),
            Self::Assets(folder) => {
                write!(f, "cannot serve {}: it is not a folder", folder.display())
            }
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "port {} is in use: stop what uses it, or choose another with --port or PORT",
                address.port()
            ),
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Self::Key(error) => write!(f, "{error}"),
            Self::Database(error) => write!(f, "{error}"),
            Self::System(error) => write!(f, "cannot start: {error}"),
        }
    }
}

impl std::error::Error for Error {}
