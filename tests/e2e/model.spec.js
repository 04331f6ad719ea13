// @ts-check
// The demo page with answers of a language model, which is a small server here.
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test as withSite } from "./site.js";

/**
 * @typedef {(response: import("node:http").ServerResponse, body: any) => void | Promise<void>} Reply
 * @typedef {{ url: string, asked: any[], reply: Reply }} Model
 */

/** An OpenAI-compatible endpoint, which says what the test wants. */
async function startModel() {
  const server = createServer(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "*");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    model.asked.push({ path: request.url, ...body });
    await model.reply(response, body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  /** @type {Model} */
  const model = { url: `http://127.0.0.1:${port}/v1`, asked: [], reply: stream(["Hello."]) };
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  return { model, stop };
}

/** @param {string[]} pieces @param {{ ends?: boolean }} [options] @returns {Reply} */
function stream(pieces, { ends = true } = {}) {
  return (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (const content of pieces) {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    }
    if (ends) response.end("data: [DONE]\n\n");
  };
}

/** @param {number} status @param {unknown} body @returns {Reply} */
function json(status, body) {
  return (response) =>
    void response
      .writeHead(status, { "Content-Type": "application/json" })
      .end(JSON.stringify(body));
}

const test = withSite.extend(
  /** @type {import("@playwright/test").Fixtures<{ model: Model }>} */ ({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what is needed
    model: async ({}, use) => {
      const { model, stop } = await startModel();
      await use(model);
      await stop();
    },
  }),
);

/** @param {import("@playwright/test").Page} page @param {Model} model @param {string} prompt */
async function ask(page, model, prompt) {
  await page.goto(`/?model=${encodeURIComponent(model.url)}&modelName=tiny-1`);
  await send(page, prompt);
}

/** @param {import("@playwright/test").Page} page @param {string} prompt */
async function send(page, prompt) {
  // The page is ready when it shows a conversation, be it an empty one.
  await expect(page.locator(".conversation")).toBeVisible();
  await page.getByRole("textbox", { name: "Message" }).fill(prompt);
  await page.keyboard.press("Enter");
}

test("an answer streams in, and the reactions name the model", async ({
  page,
  model,
  collector,
}) => {
  model.reply = stream(["Here is **a pl", "an**:\n\n- one\n- t", "wo\n\n```js\nlet x = 1;\n```\n"]);
  await ask(page, model, "Make a plan");
  const answer = page.getByRole("article");
  await expect(answer.getByRole("listitem")).toHaveText(["one", "two"]);
  await expect(answer.locator("strong")).toHaveText("a plan");
  await expect(answer.locator("pre")).toContainText("let x = 1;");
  expect(model.asked).toMatchObject([
    {
      path: "/v1/chat/completions",
      model: "tiny-1",
      stream: true,
      messages: [{ role: "user", content: "Make a plan" }],
    },
  ]);
  await page.getByRole("button", { name: "Good answer" }).click();
  await page.getByRole("button", { name: "Send now" }).click();
  const events = await collector.eventually((events) =>
    events.some(({ type }) => type === "rated"),
  );
  expect(events[0]?.context).toEqual({ model: "tiny-1" });

  model.reply = stream(["Second."]);
  await send(page, "And then?");
  await expect(page.getByText("Second.")).toBeVisible();
  expect(model.asked[1].messages.map((/** @type {any} */ { role }) => role)).toEqual([
    "user",
    "assistant",
    "user",
  ]);
});

test("a stopped answer stays as it is", async ({ page, model }) => {
  model.reply = stream(["Only the beginning"], { ends: false });
  await ask(page, model, "Go on for ever");
  await expect(page.getByText("Only the beginning")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Good answer" })).toBeVisible();
  await expect(page.getByText("Only the beginning")).toBeVisible();
});

const failures = /** @type {[string, Reply, RegExp][]} */ ([
  [
    "an error of the server",
    json(401, { error: { message: "No key was given." } }),
    /answered 401 Unauthorized: No key was given\./,
  ],
  [
    "an error in the stream",
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ error: { message: "Out of memory." } })}\n\n`);
    },
    /gave up: Out of memory\./,
  ],
  [
    "a stream that breaks off",
    (response) => {
      stream(["Half an "], { ends: false })(response, undefined);
      setTimeout(() => response.destroy(), 100);
    },
    /broke off before the answer was complete/,
  ],
  [
    "something else than JSON",
    (response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end("data: <html>\n\n");
    },
    /sent something that is no chat completion/,
  ],
  ["an empty answer", stream([]), /The answer came back empty\./],
]);

for (const [name, reply, message] of failures) {
  test(`${name} is said, and can be tried again`, async ({ page, model }) => {
    model.reply = reply;
    await ask(page, model, "Try it");
    await expect(page.getByText(message).filter({ visible: true }).first()).toBeVisible();
    model.reply = stream(["Now it works."]);
    await page.getByRole("button", { name: "Regenerate answer" }).click();
    await expect(page.getByText("Now it works.")).toBeVisible();
  });
}

test("an answer that does not stream is shown, too", async ({ page, model }) => {
  model.reply = json(200, { choices: [{ message: { role: "assistant", content: "At once." } }] });
  await ask(page, model, "Try it");
  await expect(page.getByText("At once.")).toBeVisible();
});

test("a model that cannot be reached is said", async ({ page }) => {
  await page.goto("/?model=http://127.0.0.1:9/v1");
  await send(page, "Anybody there?");
  await expect(page.getByText("127.0.0.1:9 could not be reached.").first()).toBeVisible();
});

test("an address that is none is said", async ({ page }) => {
  await page.goto("/?model=mymodel");
  await send(page, "Anybody there?");
  await expect(
    page.getByText(/model=mymodel, which is no http or https URL/).first(),
  ).toBeVisible();
});
