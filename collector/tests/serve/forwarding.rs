use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::batches::{batch, stream, thumb};
use crate::collector::Collector;

/// A pipeline that remembers what it took.
struct Pipeline {
    url: String,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl Pipeline {
    /// Refuses as many requests as it is told to, and takes all that follow.
    fn start(refusals: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let records = Arc::clone(&taken);
        thread::spawn(move || {
            for (n, connection) in (0..).zip(listener.incoming()) {
                answer(connection.unwrap(), n < refusals, &records);
            }
        });
        Self { url, taken }
    }

    /// How often each event was taken, once there are `count` records.
    fn wait_for(&self, count: usize) -> BTreeMap<(String, u64), u32> {
        let is_there = || self.taken.lock().unwrap().len() >= count;
        assert!(eventually(is_there), "{} of {count} records", self.taken.lock().unwrap().len());
        let mut times = BTreeMap::new();
        for record in self.taken.lock().unwrap().iter() {
            let attribute = |name: &str| {
                let attributes = record["attributes"].as_array().unwrap();
                let found = attributes.iter().find(|attribute| attribute["key"] == name).unwrap();
                found["value"].clone()
            };
            let stream = attribute("tellback.stream")["stringValue"].as_str().unwrap().to_owned();
            let seq = attribute("tellback.seq")["intValue"].as_str().unwrap().parse().unwrap();
            *times.entry((stream, seq)).or_default() += 1;
        }
        times
    }
}

/// Reads one request, and closes the connection with its reply.
fn answer(mut connection: TcpStream, refuse: bool, records: &Mutex<Vec<Value>>) {
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    assert!(head.starts_with("POST /v1/logs HTTP/1.1\r\n"), "{head}");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let status = if refuse { "503 Service Unavailable" } else { "200 OK" };
    if !refuse {
        let body: Value = serde_json::from_slice(&body).unwrap();
        let sent = &body["resourceLogs"][0]["scopeLogs"][0]["logRecords"];
        records.lock().unwrap().extend(sent.as_array().unwrap().iter().cloned());
    }
    let reply = format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
    connection.write_all(reply.as_bytes()).unwrap();
}

fn eventually(mut is_so: impl FnMut() -> bool) -> bool {
    (0..1_500).any(|_| {
        thread::sleep(Duration::from_millis(20));
        is_so()
    })
}

fn events(n: usize) -> Vec<Value> {
    vec![json!({"type": "acted", "response": "r1", "action": "share"}); n]
}

#[test]
fn every_event_is_handed_on_once_even_if_the_pipeline_refuses_at_first() {
    let pipeline = Pipeline::start(2);
    let collector = Collector::start(&["--forward-otlp", &pipeline.url]);
    for n in 0..6 {
        collector.deliver(&batch(n, 0, &events(100)));
    }
    let times = pipeline.wait_for(600);
    assert_eq!(times.len(), 600);
    assert!(times.values().all(|times| *times == 1));
    assert!(eventually(|| {
        let metrics = collector.get("/metrics").body;
        metrics.contains("tellback_forwarded_events_total 600\n")
            && metrics.contains("tellback_pending_events 0\n")
    }));
    collector.signal("TERM");
    let (_, _, log, _) = collector.wait();
    assert!(log.contains("cannot hand events on, trying again later"), "{log}");
    assert!(log.contains("handing events on again"), "{log}");
}

#[test]
fn what_was_stored_before_a_sudden_death_is_handed_on_after_it() {
    let unreachable = "http://127.0.0.1:9";
    let collector = Collector::start(&["--forward-otlp", unreachable]);
    collector.deliver(&batch(1, 0, &events(100)));
    collector.signal("KILL");
    let (.., folder) = collector.wait();

    let pipeline = Pipeline::start(0);
    let options = ["--forward-otlp", pipeline.url.as_str()];
    let collector = Collector::start_in(folder, &options);
    assert_eq!(pipeline.wait_for(100).len(), 100);
    assert!(eventually(|| {
        collector.get("/metrics").body.contains("tellback_forwarded_events_total 100\n")
    }));
    collector.signal("TERM");
    let (.., folder) = collector.wait();

    // What was handed on is remembered.
    let collector = Collector::start_in(folder, &options);
    collector.deliver(&batch(2, 0, &events(1)));
    let times = pipeline.wait_for(101);
    assert_eq!(times.len(), 101);
    assert!(times.values().all(|times| *times == 1));
}

#[test]
fn several_collectors_fill_one_pipeline() {
    let pipeline = Pipeline::start(0);
    let collectors = [0, 1, 2].map(|_| Collector::start(&["--forward-otlp", &pipeline.url]));
    // As behind a balancer: the batches of one stream go to whichever is next.
    for seq in 0..30 {
        assert_eq!(collectors[seq as usize % 3].deliver(&thumb(1, seq, "up")).status, 200);
    }
    assert_eq!(pipeline.wait_for(30).len(), 30);
}

/// A `rotel-agent` that is ended with the test, and the lines that it prints.
struct Rotel {
    process: Child,
    lines: Arc<Mutex<Vec<String>>>,
    url: String,
}

impl Rotel {
    fn start(program: &str) -> Self {
        // It needs ports of its own; whoever has just let go of one will hardly be given it again.
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let (grpc, http) = (free(), free());
        let mut process = Command::new(program)
            .args(["start", "--otlp-grpc-endpoint", &grpc, "--otlp-http-endpoint", &http])
            .args(["--exporter", "blackhole", "--debug-log", "logs"])
            .args(["--debug-log-verbosity", "detailed"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (output, kept) = (process.stdout.take().unwrap(), Arc::clone(&lines));
        thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                kept.lock().unwrap().push(line.unwrap().trim().to_owned());
            }
        });
        assert!(eventually(|| TcpStream::connect(&http).is_ok()));
        Self { process, lines, url: format!("http://{http}") }
    }

    fn count(&self, line: &str) -> usize {
        self.lines.lock().unwrap().iter().filter(|found| *found == line).count()
    }
}

impl Drop for Rotel {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `pip install rotel`, and `ROTEL_AGENT` is the path of the program in it.
#[test]
#[ignore = "needs rotel-agent, which ROTEL_AGENT has to name"]
fn a_real_opentelemetry_collector_has_every_event_once() {
    let rotel = Rotel::start(&env::var("ROTEL_AGENT").unwrap());
    let collector = Collector::start(&["--forward-otlp", &rotel.url]);
    for n in 0..10 {
        collector.deliver(&batch(n, 0, &events(99)));
        collector.deliver(&thumb(n, 99, "down"));
    }
    assert!(eventually(|| rotel.count("EventName: tellback.acted") == 990));
    assert!(eventually(|| rotel.count("EventName: gen_ai.evaluation.result") == 10));
    for n in 0..10 {
        assert_eq!(rotel.count(&format!("-> tellback.stream: Str({})", stream(n))), 100);
    }
    for seq in 0..100 {
        assert_eq!(rotel.count(&format!("-> tellback.seq: Int({seq})")), 10);
    }
    assert_eq!(rotel.count("-> gen_ai.evaluation.score.label: Str(down)"), 10);
    assert_eq!(rotel.count("-> tellback.context.model: Str(m7)"), 1_000);
}
