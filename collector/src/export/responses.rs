use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::Error as _;
use serde_json::Value;

use crate::storage::{Location, Scratch};

/// Some editors put it before the text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The host's record of answers: one JSON object a line, found by handle.
pub struct Responses {
    path: PathBuf,
    file: BufReader<File>,
    places: Scratch,
}

/// One answer, as the host remembers it: texts, or lists of messages.
#[derive(Debug, Deserialize)]
pub struct Response {
    response: String,
    pub prompt: Value,
    pub completion: Value,
}

/// What is wrong with a record of answers, and in which line.
#[derive(Debug)]
pub struct ResponsesError {
    path: PathBuf,
    line: Option<u64>,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Unreadable(io::Error),
    NoFile,
    Malformed(serde_json::Error),
    Repeated { handle: String, line: u64 },
    Form(&'static str),
    Message(&'static str),
    Mixed,
    Scratch(rusqlite::Error),
}

/// Trainers take either form, but only one in a data set.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    Messages,
}

impl Responses {
    /// Reads the whole file once, checks every line, and remembers where each handle is.
    pub fn open(path: &Path) -> Result<Self, ResponsesError> {
        let error = |line, reason| ResponsesError { path: path.to_owned(), line, reason };
        let file = File::open(path).map_err(|e| error(None, Reason::Unreadable(e)))?;
        // What is a pipe or a folder says so here, and not by an error of its second reading.
        if !file.metadata().is_ok_and(|file| file.is_file()) {
            return Err(error(None, Reason::NoFile));
        }
        let mut file = BufReader::new(file);
        let places = Scratch::new().map_err(|e| error(None, Reason::Scratch(e)))?;
        places
            .at_once(|places| index(&mut file, places))
            .map_err(|fault| error(fault.line, fault.reason))?;
        Ok(Self { path: path.to_owned(), file, places })
    }

    /// The answer with this handle, if the record has it.
    pub fn find(&mut self, handle: &str) -> Result<Option<Response>, ResponsesError> {
        self.read(handle).map_err(|reason| ResponsesError {
            path: self.path.clone(),
            line: None,
            reason,
        })
    }

    fn read(&mut self, handle: &str) -> Result<Option<Response>, Reason> {
        let Some(at) = self.places.find(handle).map_err(Reason::Scratch)? else { return Ok(None) };
        self.file.seek(SeekFrom::Start(at.offset)).map_err(Reason::Unreadable)?;
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line).map_err(Reason::Unreadable)?;
        Response::parse(&line).map(Some).map_err(Reason::Malformed)
    }
}

struct Fault {
    line: Option<u64>,
    reason: Reason,
}

fn index(file: &mut BufReader<File>, places: &Scratch) -> Result<(), Fault> {
    let mut bytes = Vec::new();
    let mut form = None;
    let mut at = Location { line: 1, offset: 0 };
    let start = file.fill_buf().map_err(|e| Fault { line: None, reason: Reason::Unreadable(e) })?;
    if start.starts_with(BYTE_ORDER_MARK) {
        file.consume(BYTE_ORDER_MARK.len());
        at.offset = BYTE_ORDER_MARK.len() as u64;
    }
    loop {
        let fault = |reason| Fault { line: Some(at.line), reason };
        bytes.clear();
        let read = file.read_until(b'\n', &mut bytes).map_err(|e| fault(Reason::Unreadable(e)))?;
        if read == 0 {
            return Ok(());
        }
        if !bytes.trim_ascii().is_empty() {
            let record = Response::parse(&bytes).map_err(|e| fault(Reason::Malformed(e)))?;
            let own = record.form().map_err(fault)?;
            if *form.get_or_insert(own) != own {
                return Err(fault(Reason::Mixed));
            }
            if let Some(earlier) = places.place(&record.response, at)? {
                let line = earlier.line;
                return Err(fault(Reason::Repeated { handle: record.response, line }));
            }
        }
        at = Location { line: at.line + 1, offset: at.offset + read as u64 };
    }
}

impl Response {
    fn parse(line: &[u8]) -> serde_json::Result<Self> {
        // A list would do for the fields in their order.
        if !line.trim_ascii_start().starts_with(b"{") {
            return Err(serde_json::Error::custom("it is something else"));
        }
        serde_json::from_slice(line)
    }

    fn form(&self) -> Result<Form, Reason> {
        match (&self.prompt, &self.completion) {
            (Value::String(_), Value::String(_)) => Ok(Form::Text),
            (Value::Array(prompt), _) if !are_messages(prompt) => Err(Reason::Message("prompt")),
            (Value::Array(_), Value::Array(completion)) if !are_messages(completion) => {
                Err(Reason::Message("completion"))
            }
            (Value::Array(_), Value::Array(_)) => Ok(Form::Messages),
            (Value::String(_) | Value::Array(_), _) => Err(Reason::Form("completion")),
            _ => Err(Reason::Form("prompt")),
        }
    }
}

/// Whether each of them says whose it is. Their content may be anything, or be calls of tools.
fn are_messages(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(|one| one.get("role").is_some_and(Value::is_string))
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self { line: None, reason: Reason::Scratch(error) }
    }
}

impl fmt::Display for ResponsesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        match &self.reason {
            Reason::Unreadable(error) => write!(f, ": {error}"),
            Reason::NoFile => write!(f, ": expected a file, because it is read more than once"),
            Reason::Malformed(error) => {
                write!(f, ": expected an object with response, prompt and completion: {error}")
            }
            Reason::Repeated { handle, line } => {
                write!(f, ": the handle {handle} was in line {line} already")
            }
            Reason::Form(field) => write!(
                f,
                ": {field}: expected a text, or a list of messages where the other one is one too"
            ),
            Reason::Message(field) => {
                write!(f, ": {field}: expected one message or more, each an object with a role")
            }
            Reason::Mixed => f.write_str(": expected texts, or lists of messages, in all lines"),
            Reason::Scratch(error) => write!(f, ": cannot index it: {error}"),
        }
    }
}

impl std::error::Error for ResponsesError {}
