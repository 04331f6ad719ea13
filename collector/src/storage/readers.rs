use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task;
use tracing::error;

use super::{Unavailable, opening};

/// How many queries may run at a time; further ones wait.
const MAX_READERS: usize = 4;

/// Connections that can only read, each used by one query at a time.
pub struct Readers {
    path: PathBuf,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            turns: Arc::new(Semaphore::new(MAX_READERS)),
            idle: Mutex::default(),
        }
    }

    /// Runs a query where it may block.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let readers = Arc::clone(self);
        let running = task::spawn_blocking(move || {
            // A query outlives the request that gave up on it, and so does its turn.
            let _turn = turn;
            readers.run(query)
        });
        match running.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                error!(%error, "cannot read the database");
                Err(Unavailable)
            }
            // The runtime is shutting down.
            Err(_) => Err(Unavailable),
        }
    }

    fn run<T>(
        &self,
        query: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = idle().pop();
        let mut connection = match taken {
            Some(connection) => connection,
            None => opening::for_reading(&self.path)?,
        };
        // A connection whose query failed is dropped here, and the next query opens a fresh one.
        let answer = query(&mut connection)?;
        idle().push(connection);
        Ok(answer)
    }
}
