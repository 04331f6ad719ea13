// @ts-check
// What every app of these tests is opened through: its files or its own server, with a collector
// beside it, under the content security policy that the app has to live with.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request as ask, createServer } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html;charset=UTF-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
});

/** Where readers go when they leave. */
export const ELSEWHERE = "/gone.html";
const LOGS = "/v1/logs";

/**
 * @typedef {import("node:http").IncomingMessage} Request
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {{ folder: string } | { server: string }} Source the files of an app, or the address of
 *   the server that it brings
 */

/**
 * @param {{ source: Source, collector: string, policy: string }} options
 */
export async function startFront({ source, collector, policy }) {
  /** @type {{ type: string }[]} */
  const records = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").replace(/\?.*/, "");
    response.setHeader("Content-Security-Policy", policy);
    if (path === "/feedback") pass(collector, request, response);
    else if (path === LOGS) void takeLogs(request, response, records);
    else if (path === "/favicon.ico") response.writeHead(204).end();
    else if (path === ELSEWHERE)
      response.setHeader("Content-Type", "text/html").end("<!doctype html>");
    else if ("server" in source) pass(source.server, request, response);
    else void serve(source.folder, path, response);
  });
  // Development servers push changes to the page over a web socket.
  server.on("upgrade", (request, socket, head) => {
    if (!("server" in source)) return void socket.destroy();
    const { hostname, port } = new URL(source.server);
    const upstream = connect(Number(port), hostname, () => {
      const { rawHeaders } = request;
      const lines = [`GET ${request.url} HTTP/1.1`];
      for (let at = 0; at < rawHeaders.length; at += 2) {
        lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
      }
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** What came as OpenTelemetry's logs. */
    records,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {{ type: string }[]} records
 */
async function takeLogs(request, response, records) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { resourceLogs } = JSON.parse(Buffer.concat(chunks).toString());
  for (const { body } of resourceLogs[0].scopeLogs[0].logRecords) {
    records.push({ type: body.stringValue });
  }
  response.setHeader("Content-Type", "application/json").end("{}");
}

/**
 * @param {string} origin
 * @param {Request} request
 * @param {Response} response
 */
function pass(origin, request, response) {
  const { hostname, port } = new URL(origin);
  const { method, url, headers } = request;
  const { origin: _, ...rest } = headers;
  // Each server answers for its own name alone.
  const named = { ...rest, host: `${hostname}:${port}` };
  const upstream = ask({ hostname, port, method, path: url, headers: named }, (reply) => {
    for (const [name, value] of Object.entries(reply.headers)) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(reply.statusCode ?? 502);
    reply.pipe(response);
  });
  upstream.on("error", () => response.writeHead(502).end());
  request.pipe(upstream);
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {Response} response
 */
async function serve(folder, path, response) {
  const name = normalize(path.endsWith("/") ? `${path}index.html` : path);
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (content) {
    response.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
    response.end(content);
  } else {
    response.writeHead(404).end();
  }
}
