//! A running collector, and what a client sees of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::{HeaderMap, Response};

/// A collector that is killed when the test ends, and a folder that goes with it.
pub struct Collector {
    /// Holds the database, `tellback.sqlite`, and whatever the test puts there.
    pub folder: TempDir,
    process: Child,
    address: String,
}

/// A reply that was read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

/// The program, without what the environment of the tests might tell it.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tellback-collector"));
    let told = ["PORT", "TELLBACK_DB", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    for name in told {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}

/// Runs the program to its end, which has to come soon.
#[track_caller]
pub fn run(arguments: &[&str]) -> Output {
    command().args(arguments).output().unwrap()
}

impl Collector {
    /// Starts a collector in a new folder.
    pub fn start(options: &[&str]) -> Self {
        Self::start_in(TempDir::new().unwrap(), options)
    }

    /// Starts a collector in a folder that may hold a database already. Its report tells everything,
    /// unless the options say otherwise.
    pub fn start_in(folder: TempDir, options: &[&str]) -> Self {
        let is_told = options.contains(&"--min-cell");
        let exact: &[&str] = if is_told { &[] } else { &["--min-cell", "1"] };
        let mut process = command()
            .args(["serve", "--port", "0", "--db"])
            .arg(folder.path().join("tellback.sqlite"))
            .args(exact)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Some(address) = line.trim_end().strip_prefix("listening on http://") else {
            let log = Self::read(process.stderr.take());
            panic!("the collector said {line:?} and {log:?}");
        };
        Self { address: address.to_owned(), folder, process }
    }

    pub fn db(&self) -> PathBuf {
        self.folder.path().join("tellback.sqlite")
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn get(&self, path: &str) -> Reply {
        agent().get(self.url(path)).call().unwrap().into()
    }

    /// The JSON that a path answers with.
    pub fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).body).unwrap()
    }

    /// All stored events.
    pub fn events(&self) -> Vec<Value> {
        let lines = self.get("/events").body;
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn deliver(&self, batch: &Value) -> Reply {
        self.post(batch.to_string().as_bytes(), &[])
    }

    pub fn post(&self, body: &[u8], headers: &[(&str, &str)]) -> Reply {
        let request = agent().post(self.url("/feedback"));
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.send(body).unwrap().into()
    }

    /// The status of a delivery; none if the collector died before it replied.
    pub fn try_post(&self, body: &[u8]) -> Option<u16> {
        agent().post(self.url("/feedback")).send(body).ok().map(|reply| reply.status().as_u16())
    }

    /// Sends exactly these bytes, and returns all that comes back until the connection closes.
    pub fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        String::from_utf8_lossy(&reply).into_owned()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end: how it ended, what else it wrote to stdout, and its log.
    pub fn wait(mut self) -> (ExitStatus, String, String, TempDir) {
        let status = self.process.wait().unwrap();
        let rest = Self::read(self.process.stdout.take());
        let log = Self::read(self.process.stderr.take());
        // What is left of `self` is only a process that has ended.
        let folder = std::mem::replace(&mut self.folder, TempDir::new().unwrap());
        (status, rest, log, folder)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn read(pipe: Option<impl Read>) -> String {
        let mut text = String::new();
        pipe.unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Reply {
    /// Fails unless this is a refusal with this status and reason.
    #[track_caller]
    pub fn refuses(&self, status: u16, reason: &str) {
        let error: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!((self.status, &error), (status, &serde_json::json!({ "error": reason })));
    }

    /// The value of a header, empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl From<Response<ureq::Body>> for Reply {
    fn from(response: Response<ureq::Body>) -> Self {
        let (head, mut body) = response.into_parts();
        Self {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.read_to_string().unwrap(),
        }
    }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .proxy(None)
        .build()
        .into()
}
