// @ts-check
// The controls in apps of the usual frameworks, each built by its own compiler.
import { buildApp, FRAMEWORKS } from "./frameworks/build.js";
import { press } from "./reader.js";
import { expect, test } from "./site.js";

for (const framework of FRAMEWORKS) {
  test(`in ${framework}, attributes, events and renders do what they should`, async ({
    page,
    site,
    collector,
  }) => {
    const app = await buildApp(framework);
    site.replace("/app.built.js", (response) => {
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(app);
    });
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto("/framework.html");
    await press(page, "2 of 5 stars", "Inaccurate", "Close");
    const output = page.locator("output");
    await expect(output).toHaveText('{"stars":2}');
    await expect(page.locator("tellback-bar.own")).toHaveCount(1);
    const pressed = page.getByRole("button", { pressed: true });
    await expect(pressed).toHaveText([""]);
    // Another answer has no vote, and the first one keeps its own.
    await press(page, "Another");
    await expect(pressed).toHaveCount(0);
    await press(page, "Another");
    await expect(page.getByRole("button", { name: "2 of 5 stars", pressed: true })).toBeVisible();
    await press(page, "Both are bad");
    await expect(output).toHaveText("both_bad");
    const explicit = ["rated", "reasoned", "preferred"];
    const said = (
      await collector.eventually((events) => events.some(({ type }) => type === "preferred"))
    ).filter(({ type }) => explicit.includes(type));
    expect(said).toEqual([
      expect.objectContaining({ type: "rated", stars: 2, response: "r1" }),
      expect.objectContaining({ type: "reasoned", reasons: ["inaccurate"] }),
      expect.objectContaining({ type: "preferred", verdict: "both_bad" }),
    ]);
    const share = page.getByRole("switch", { name: "Share my reactions" });
    await share.click();
    await expect(output).toHaveText("everything");
    await expect(page.getByRole("button", { name: "2 of 5 stars" })).toBeHidden();
    await share.click();
    await expect(page.getByRole("button", { name: "2 of 5 stars" })).toBeVisible();
    await press(page, "Opt out");
    await expect(share).not.toBeChecked();
    await expect(page.getByRole("button", { name: "2 of 5 stars" })).toBeHidden();
    await expect(page.getByText("One")).toBeVisible();
    expect(complaints).toEqual([]);
  });
}
