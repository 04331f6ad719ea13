// @ts-check
// What the vendor modules make, held to what each vendor publishes of its own format.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runQuietly } from "../../scripts/progress.js";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "work/vendors");

/** One event of each type that there is or may be, and one that nobody has thought of. */
const batch = {
  tellback: 1,
  stream: "0789a8b301bd625c4d01b42755fd4a63",
  conversation: "c1",
  hour: "2026-11-23T08",
  sdk: "0.1.0",
  context: { model: "m7" },
  events: [
    { type: "rated", response: "r1", thumb: "up" },
    { type: "rated", response: "r1", thumb: "none" },
    { type: "rated", response: "r2", stars: 4 },
    { type: "rated", response: "r2", stars: 0 },
    { type: "reasoned", response: "r1", reasons: ["too_long", "off_topic"] },
    { type: "commented", response: "r1", text: "It is too long. ".repeat(60) },
    { type: "viewed", response: "r1", dwell_ms: 4000, depth_pct: 80, visits: 2, chars: 900 },
    {
      ...{ type: "copied", response: "r1", share_pct: 30, chars: 300, from_pct: 0, to_pct: 30 },
      ...{ part: "code", section: 2, via: "button", hover_ms: 0 },
    },
    { type: "regenerated", response: "r1", after_ms: 3000, dwell_ms: 2000, replacement: "r2" },
    { type: "edited", response: "r1", what: "prompt", changed_pct: 20 },
    { type: "followed_up", response: "r1", after_ms: 9000, intent: "correction" },
    { type: "stopped", response: "r1", after_ms: 700 },
    { type: "switched", response: "r1", to: "r2" },
    {
      ...{ type: "preferred", chosen: "r2", rejected: "r1", verdict: "one" },
      ...{ basis: "regenerated", first_shown: "r1" },
    },
    {
      ...{ type: "preferred", between: ["r1", "r2"], verdict: "tie" },
      ...{ basis: "side_by_side", first_shown: "r1" },
    },
    { type: "outcome", response: "r1", worked: "partly" },
    { type: "acted", response: "r1", action: "share" },
    { type: "left", turns: 4, duration_ms: 60000, last: "rated" },
    { type: "from_the_future", response: "r1", deep: { er: true }, ratio: 0.5, sure: false },
    { type: "bare", response: "r1" },
  ].map((event, seq) => ({ seq, ...event })),
  ledger: { captured: 20, delivered: 0, queued: 20, dropped: {} },
};

/** @typedef {{ url: string, method: string, headers: Record<string, string>, body: string }} Made */

/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(join(here, `node_modules/tellback/dist/to/${name}.js`));

/**
 * Holds a value to a type, by the compiler: excess fields are errors, too.
 * @param {string} name
 * @param {string} imported what is imported, and from where
 * @param {string} type
 * @param {unknown} value
 */
async function satisfies(name, imported, type, value) {
  mkdirSync(folder, { recursive: true });
  const code = `import type ${imported};\n\nexport const made = ${JSON.stringify(value, null, 2)} satisfies ${type};\n`;
  writeFileSync(join(folder, `${name}.ts`), code);
  const options = ["--module", "nodenext", "--target", "es2023", "--types", "node"];
  await runQuietly(
    "tsc",
    [...options, "--strict", "--noEmit", "--skipLibCheck", "--ignoreConfig", `${name}.ts`],
    { cwd: folder },
  );
}

/** @type {Record<string, () => Promise<void>>} */
const checks = {
  async "OpenTelemetry: the request is one of its own types"() {
    const { otlp } = await load("otlp");
    /** @type {Made} */
    const made = otlp(batch, { url: "https://otel.example/v1/logs", headers: { "X-Team": "a" } });
    const body = JSON.parse(made.body);
    const { logRecords } = body.resourceLogs[0].scopeLogs[0];
    assert.equal(logRecords.length, batch.events.length);
    assert.deepEqual(
      logRecords.map((/** @type {any} */ record) => record.body.stringValue),
      batch.events.map(({ type }) => type),
    );
    assert.equal(made.headers["Content-Type"], "application/json");
    const transformer = "@opentelemetry/otlp-transformer/build/src/logs/internal-types.js";
    await satisfies(
      "otlp",
      `{ IExportLogsServiceRequest } from "${transformer}"`,
      "IExportLogsServiceRequest",
      body,
    );
  },

  async "Langfuse: the batch is one of its own types, and a vote keeps its id"() {
    const { langfuse } = await load("langfuse");
    const options = { publicKey: "pk-lf-1" };
    /** @type {Made} */
    const made = langfuse(batch, options);
    assert.equal(made.url, "https://cloud.langfuse.com/api/public/ingestion");
    assert.equal(made.headers.Authorization, "Bearer pk-lf-1");
    const onServer = langfuse(batch, { ...options, secretKey: "sk-lf-2" }).headers.Authorization;
    assert.equal(onServer, `Basic ${Buffer.from("pk-lf-1:sk-lf-2").toString("base64")}`);
    const body = JSON.parse(made.body);
    const scores = body.batch.map((/** @type {any} */ { body }) => body);
    const votes = scores.filter((/** @type {any} */ { name }) => name === "thumb");
    assert.deepEqual(
      votes.map((/** @type {any} */ { value }) => value),
      ["up", "none"],
    );
    assert.equal(votes[0].id, votes[1].id);
    const ids = body.batch.map((/** @type {any} */ { id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(
      ids.every((/** @type {string} */ id) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)),
    );
    assert.deepEqual(JSON.parse(langfuse(batch, options).body), body);
    await satisfies(
      "langfuse",
      '{ IngestionRequest } from "@langfuse/core"',
      "IngestionRequest",
      body,
    );
  },

  async "PostHog: its own client sends the same fields to the same place"() {
    const { posthog } = await load("posthog");
    /** @type {Made} */
    const made = posthog(batch, { apiKey: "phc_1", host: "https://ph.example" });
    const ours = JSON.parse(made.body);
    const { PostHog } = await import(
      join(here, "node_modules/posthog-node/dist/entrypoints/index.node.mjs")
    );
    /** @type {{ url: string, body: any }[]} */
    const sent = [];
    const client = new PostHog("phc_1", {
      host: "https://ph.example",
      disableCompression: true,
      fetch: async (/** @type {string} */ url, /** @type {any} */ { body }) => {
        sent.push({ url, body: JSON.parse(body) });
        return { status: 200, ok: true, text: async () => "{}", json: async () => ({}) };
      },
    });
    for (const { event, distinct_id: distinctId, properties, uuid, timestamp } of ours.batch) {
      client.capture({ distinctId, event, properties, uuid, timestamp: new Date(timestamp) });
    }
    await client.shutdown();
    const theirs = sent.flatMap(({ body }) => body.batch);
    assert.equal(theirs.length, ours.batch.length);
    assert.equal(sent[0]?.url, made.url);
    assert.equal(sent[0]?.body.api_key, ours.api_key);
    for (const [at, message] of ours.batch.entries()) {
      const { properties, ...fields } = message;
      const their = theirs[at];
      for (const [name, value] of Object.entries(fields))
        assert.deepEqual(their[name], value, name);
      for (const [name, value] of Object.entries(properties)) {
        assert.deepEqual(their.properties[name], value, name);
      }
    }
    const names = new Set(ours.batch.map((/** @type {any} */ { event }) => event));
    assert.deepEqual([...names].sort(), ["$ai_feedback", "$ai_metric"]);
  },

  async "a route that hands batches on answers once they have arrived"() {
    cpSync(join(here, "apps/vendors"), folder, { recursive: true });
    /** @type {any[]} */
    const received = [];
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const { headers, url } = request;
      received.push({
        url,
        key: headers.authorization,
        ...JSON.parse(Buffer.concat(chunks).toString()),
      });
      response.writeHead(received.length === 1 ? 207 : 500).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    Object.assign(process.env, {
      LANGFUSE_PUBLIC_KEY: "pk-lf-1",
      LANGFUSE_SECRET_KEY: "sk-lf-2",
      LANGFUSE_BASE_URL: `http://127.0.0.1:${port}`,
    });
    const { POST } = await import(join(folder, "relay.js"));
    const post = () =>
      POST(
        new Request("http://127.0.0.1/feedback", { method: "POST", body: JSON.stringify(batch) }),
      );
    try {
      assert.equal((await post()).status, 204);
      assert.equal(received[0].url, "/api/public/ingestion");
      assert.match(received[0].key, /^Basic /);
      assert.ok(received[0].batch.length >= batch.events.length);
      // What the service refuses must not count as delivered.
      await assert.rejects(post, { message: `127.0.0.1:${port} answered 500` });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },

  async "LangSmith: each request goes to a URL that its own client asked for, with fields of its own"() {
    const { langsmith } = await load("langsmith");
    const { Client } = await import(join(here, "node_modules/langsmith/index.mjs"));
    const client = new Client({
      apiUrl: "https://ls.example",
      apiKey: "none",
      autoBatchTracing: false,
      fetchImplementation: async (/** @type {string} */ _, /** @type {any} */ { body }) => {
        const { run_id, feedback_key } = JSON.parse(body);
        const url = `https://ls.example/feedback/tokens/${run_id}.${feedback_key}?expires=1`;
        return Response.json({ id: "1", url, expires_at: "2026-11-24T00:00:00Z" });
      },
    });
    const run = "0d9f2a3e-1b1c-4c8a-9d55-5ad0f8a1c001";
    /** @type {Map<string, string>} */
    const signed = new Map();
    for (const key of ["thumb", "stars", "comment", "preferred", "viewed.depth_pct"]) {
      signed.set(key, (await client.createPresignedFeedbackToken(run, key)).url);
    }
    /** @type {Made[]} */
    const made = langsmith(batch, {
      url: (/** @type {string} */ response, /** @type {string} */ key) =>
        response === "r1" ? signed.get(key) : undefined,
    });
    const asked = made.map(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const { expires, ...fields } = /** @type {Record<string, string>} */ (
        Object.fromEntries(searchParams)
      );
      assert.equal(expires, "1");
      return { key: pathname.split(".").slice(1).join("."), ...fields };
    });
    const comment = batch.events.find(({ type }) => type === "commented");
    assert.deepEqual(asked, [
      { key: "thumb", score: "1", value: "up" },
      { key: "thumb", value: "none" },
      { key: "comment", comment: /** @type {any} */ (comment).text },
      { key: "viewed.depth_pct", score: "80" },
      { key: "preferred", value: "rejected" },
      { key: "preferred", value: "tie" },
    ]);
    assert.ok(
      made.every(({ method, headers }) => method === "GET" && Object.keys(headers).length === 0),
    );
    const fields = asked.map(({ key, score, ...rest }) =>
      score === undefined ? rest : { ...rest, score: Number(score) },
    );
    await satisfies(
      "langsmith",
      '{ Feedback } from "langsmith/schemas"',
      'Partial<Pick<Feedback, "score" | "value" | "comment">>[]',
      fields,
    );
  },
};

/** @returns {Promise<import("../../scripts/report.js").Check[]>} */
export async function checkVendors() {
  const results = [];
  for (const [name, check] of Object.entries(checks)) {
    const error = await check().then(
      () => undefined,
      (error) => error,
    );
    if (error) console.error(error);
    results.push({ name, passed: !error });
  }
  return results;
}
