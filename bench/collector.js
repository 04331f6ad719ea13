// @ts-check
// What the collector takes: beside an nginx that throws the same bodies away, which is the limit of
// this machine and of the program that sends. `--events N` fills the database first.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { onOutput, start, stop } from "../scripts/child.js";
import { command, Failure } from "../scripts/command.js";
import { runQuietly, step } from "../scripts/progress.js";
import { printCheck, printTable } from "../scripts/report.js";
import { find } from "../scripts/workspace.js";

const EVENTS_A_BATCH = 50;
const CONNECTIONS = 32;
const SECONDS = 15;
/** Events a second at which latency is measured. */
const STEADY_RATE = 5_000;
const NGINX_PORT = 8791;
const LIMITS = { rate: 5_000, p99: 50, megabytes: 100, report: 5, millionExported: 60 };

/**
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 * @typedef {{ port: number, child: ChildProcess }} Server
 * @typedef {{ rate: number, latencies: number[] }} Run events a second; milliseconds of each batch
 */

let streams = 0;

/** A batch as a busy page sends it: a dozen answers that were read, and here and there a reaction. */
const batch = makeBatch();

function makeBatch() {
  const events = Array.from({ length: EVENTS_A_BATCH }, (_, seq) => {
    const response = `r${Math.floor(seq / 4)}`;
    if (seq === 9) return { seq, type: "rated", response, thumb: "up" };
    if (seq % 10 === 5) return { seq, type: "acted", response, action: "share" };
    if (seq % 12 === 7) {
      const copy = { share_pct: 30, chars: 200, from_pct: 20, to_pct: 50, part: "code" };
      return { seq, type: "copied", response, ...copy, section: 1, via: "button" };
    }
    const view = { dwell_ms: 1000 * ((seq % 9) + 1), depth_pct: 10 * (seq % 11) };
    return { seq, type: "viewed", response, ...view, visits: 1, chars: 900 };
  });
  const ledger = { captured: EVENTS_A_BATCH, delivered: 0, queued: EVENTS_A_BATCH, dropped: {} };
  return JSON.stringify({
    tellback: 1,
    stream: "0".repeat(32),
    conversation: "c00000000",
    hour: new Date().toISOString().slice(0, 13),
    sdk: "0.1.0",
    context: { model: "m7", prompt: "v3" },
    events,
    ledger,
  });
}

/** The next batch as a request: each has a stream and a conversation of its own. */
function nextRequest() {
  streams += 1;
  const hex = streams.toString(16).padStart(8, "0");
  // Streams are random names, so they must not arrive in order here either.
  const stream = (Math.imul(streams, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
  const body = batch
    .replace("0".repeat(32), stream + hex.repeat(3))
    .replace("c00000000", `c${hex}`);
  return `POST /feedback HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/**
 * One connection that stays open; `send` resolves when the whole reply is there.
 * @param {number} port
 */
async function openConnection(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  /** @type {((reply: string) => void) | undefined} */
  let answer;
  let reply = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    reply += chunk;
    const head = reply.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(reply)?.[1] ?? 0);
    if (reply.length < head + 4 + length) return;
    const whole = reply;
    reply = "";
    answer?.(whole);
  });
  return {
    close: () => socket.destroy(),
    async send() {
      socket.write(nextRequest());
      const whole = await new Promise((resolve) => {
        answer = resolve;
      });
      if (!/^HTTP\/1.1 2/.test(whole)) throw new Failure(`refused: ${whole}`);
    },
  };
}

/**
 * Sends as fast as replies come, on all connections, while `goOn` says so.
 * @param {number} port
 * @param {() => boolean} goOn
 * @returns {Promise<Run>}
 */
async function flood(port, goOn) {
  /** @type {number[]} */
  const latencies = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = await openConnection(port);
      while (goOn()) {
        const sent = performance.now();
        await connection.send();
        latencies.push(performance.now() - sent);
      }
      connection.close();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { rate: (latencies.length * EVENTS_A_BATCH) / seconds, latencies };
}

/** @param {number} port */
function floodForAWhile(port) {
  const end = performance.now() + SECONDS * 1000;
  return flood(port, () => performance.now() < end);
}

/**
 * Sends at a steady rate, whether or not replies come; a batch that waits for a connection waits on
 * the clock.
 * @param {number} port
 * @returns {Promise<Run>}
 */
async function steady(port) {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(port)));
  const opened = [...idle];
  /** @type {number[]} */
  const latencies = [];
  /** @type {number[]} */
  const due = [];
  /** @type {Promise<void>[]} */
  const sending = [];
  const send = async () => {
    const connection = idle.pop();
    const since = connection && due.shift();
    if (!connection || since === undefined) return;
    await connection.send();
    latencies.push(performance.now() - since);
    idle.push(connection);
    await send();
  };
  const interval = 1000 / (STEADY_RATE / EVENTS_A_BATCH);
  const began = performance.now();
  for (let n = 0; n * interval < SECONDS * 1000; n += 1) {
    await delay(Math.max(0, began + n * interval - performance.now()));
    due.push(performance.now());
    if (idle.length > 0) sending.push(send());
  }
  await Promise.all(sending);
  const seconds = (performance.now() - began) / 1000;
  for (const connection of opened) connection.close();
  return { rate: (latencies.length * EVENTS_A_BATCH) / seconds, latencies };
}

/** @param {string} folder */
async function startCollector(folder) {
  const child = start(
    "target/release/tellback-collector",
    [
      "serve",
      "--port",
      "0",
      "--db",
      join(folder, "bench.sqlite"),
      "--rate-limit",
      "0",
      "--min-cell",
      "1",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const port = await new Promise((resolve, reject) => {
    onOutput(child, (text) => resolve(Number(/:(\d+)$/m.exec(text)?.[1])));
    child.once("close", () => reject(new Failure("the collector did not start")));
  });
  return { port, child };
}

/**
 * Writes all events to a file: seconds, and the most memory that it took.
 * @param {string} folder
 */
async function exportEvents(folder) {
  const began = performance.now();
  const child = start("target/release/tellback-collector", [
    ...["export", "events", "--db", join(folder, "bench.sqlite")],
    ...["--out", join(folder, "events.jsonl")],
  ]);
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, peakMemory(child));
  }, 20);
  const [code] = await once(child, "exit");
  clearInterval(watch);
  if (code !== 0) throw new Failure("the export failed");
  return { seconds: (performance.now() - began) / 1000, megabytes };
}

/** @param {string} folder */
async function startNginx(folder) {
  const nginx = find("nginx");
  if (!nginx) throw new Failure("nginx is not installed: apt-get install nginx-light");
  const config = join(folder, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log stderr;
     events { worker_connections 256; }
     http {
       access_log off; client_body_temp_path ${folder}/body; keepalive_requests 10000000;
       server { listen 127.0.0.1:${NGINX_PORT}; location / { return 204; } }
     }`,
  );
  const child = start(nginx, ["-c", config, "-p", folder], {
    stdio: ["ignore", "inherit", "ignore"],
  });
  for (let attempt = 0; attempt < 50; attempt += 1) {
    await delay(100);
    const isThere = await fetch(`http://127.0.0.1:${NGINX_PORT}/`).catch(() => undefined);
    if (isThere) return { port: NGINX_PORT, child };
  }
  throw new Failure("nginx did not start");
}

/** @param {number[]} figures @param {number} share */
function quantile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * The most memory that a process has had, in megabytes.
 * @param {ChildProcess} child
 */
function peakMemory({ pid }) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  // A process that is about to be gone has no memory any more.
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** @param {string} name @param {Run} flooded @param {Run} run @param {ChildProcess} [child] */
function row(name, flooded, run, child) {
  return [
    name,
    flooded.rate.toFixed(0),
    quantile(flooded.latencies, 0.99).toFixed(1),
    quantile(run.latencies, 0.5).toFixed(1),
    quantile(run.latencies, 0.99).toFixed(1),
    child ? peakMemory(child).toFixed(0) : "",
  ];
}

await command(import.meta.url, async (args) => {
  const { values } = parseArgs({ args, options: { events: { type: "string" } } });
  const wanted = Number(values.events ?? 0);
  const folder = mkdtempSync(join(tmpdir(), "tellback-bench-"));
  /** @type {Server[]} */
  const servers = [];
  try {
    const build = ["build", "--locked", "--release", "--package", "tellback-collector"];
    await step("building the collector", () => runQuietly("cargo", build));

    const nginx = await startNginx(folder);
    servers.push(nginx);
    const limit = await step("sending to nginx", () => floodForAWhile(nginx.port));
    const limitSteady = await steady(nginx.port);
    await stop(nginx.child);

    const collector = await startCollector(folder);
    servers.push(collector);
    if (wanted > 0) {
      const batches = Math.ceil(wanted / EVENTS_A_BATCH);
      let sent = 0;
      const fill = () => {
        sent += 1;
        return sent <= batches;
      };
      await step(`storing ${wanted} events`, () => flood(collector.port, fill));
    }
    const flooded = await step("sending to the collector", () => floodForAWhile(collector.port));
    const run = await step(`sending ${STEADY_RATE} events/s`, () => steady(collector.port));

    const asked = performance.now();
    const report = await (await fetch(`http://127.0.0.1:${collector.port}/report.json`)).json();
    const reportSeconds = (performance.now() - asked) / 1000;
    const exported = await step("exporting all events", () => exportEvents(folder));
    const millions = report.events / 1e6;

    console.log(`\nBatches of ${EVENTS_A_BATCH} events on ${CONNECTIONS} connections`);
    printTable(
      ["", "events/s", "p99 ms", `p50 ms at ${STEADY_RATE}/s`, "p99 ms", "peak MB"],
      [row("nginx, 204", limit, limitSteady), row("collector", flooded, run, collector.child)],
    );
    const size = statSync(join(folder, "bench.sqlite")).size / 2 ** 20;
    console.log(
      `\n${report.events} events are stored in ${size.toFixed(0)} MB.`,
      `The report of them took ${(reportSeconds * 1000).toFixed(0)} ms,`,
      `their export ${exported.seconds.toFixed(1)} s and ${exported.megabytes.toFixed(0)} MB.\n`,
    );
    const p99 = quantile(run.latencies, 0.99);
    const megabytes = peakMemory(collector.child);
    for (const check of [
      { name: `at least ${LIMITS.rate} events/s`, passed: flooded.rate >= LIMITS.rate },
      { name: `p99 under ${LIMITS.p99} ms at ${STEADY_RATE} events/s`, passed: p99 < LIMITS.p99 },
      { name: `under ${LIMITS.megabytes} MB of memory`, passed: megabytes < LIMITS.megabytes },
      { name: `report in under ${LIMITS.report} s`, passed: reportSeconds < LIMITS.report },
      {
        name: `export of a million events in under ${LIMITS.millionExported} s`,
        passed: exported.seconds / millions < LIMITS.millionExported,
      },
    ]) {
      printCheck(check);
      if (!check.passed) process.exitCode = 1;
    }
  } finally {
    for (const { child } of servers) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
});
