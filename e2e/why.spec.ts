// Why it failed, beyond the story: where it comes back by itself, what hangs on which node, and what
// single requests went through.
import { expectAccessible } from "./support/axe.ts";
import { expect, LONG, test } from "./support/journey.ts";
import { ResultsDriver } from "./support/results.ts";

test("a map says where the design recovers, and opens the run of a cell", { tag: LONG }, async ({
  app,
}) => {
  const results = new ResultsDriver(app);
  await app.visitAtRest();
  await app.openFromGallery("Retry storm");
  await results.open("Cascade");
  await results.showPart("Stability map");
  await results.region.getByRole("button", { name: "Draw the map" }).click();
  await expect(results.region).toContainText("At the present load it stays down", {
    timeout: 90_000,
  });
  const present = results.region.getByRole("button", { name: /the design as it is: metastable/ });
  await expect(present).toBeVisible();
  await expectAccessible(app.page, "the stability map", "Results");
  await results.region
    .getByRole("button", { name: /^Load ×0\.25, 25\/s, .* lasts 40\.0 s: recovered/ })
    .click();
  await expect(app.page.getByText(/^Opened: Load ×0\.25/)).toBeVisible();
  await app.setSpeed("Max");
  await app.untilEnd();
  await expect(app.story()).toContainText(/all was back to normal|healthy/);
});

test("what hangs on which node is drawn at once and measured when asked", { tag: LONG }, async ({
  app,
}) => {
  const results = new ResultsDriver(app);
  await app.visitAtRest();
  await results.open("Cascade");
  await results.showPart("Blast radius");
  await expect(results.region.getByRole("region", { name: "Coupling as drawn" })).toContainText(
    "later: analytics, email, sms",
  );
  await results.region.getByRole("button", { name: "Take each down" }).click();
  await expect(results.region.getByRole("row", { name: /^email 0 % 0 %, work waits/ })).toBeVisible(
    {
      timeout: 90_000,
    },
  );
  await expect(results.region.getByRole("row", { name: /^gateway 100 % / })).toBeVisible();
  await expectAccessible(app.page, "the blast radius", "Results");
});

test("a slow request shows where its time went, with the keyboard alone", { tag: LONG }, async ({
  app,
}) => {
  const results = new ResultsDriver(app);
  await app.visit();
  await app.breakWith("Slow payment");
  await app.setSpeed("Max");
  await app.untilEnd();
  await results.open("Traces");
  const requests = results.region.getByRole("listbox", { name: "Requests" });
  await requests.getByRole("option").first().click();
  const spans = results.region.getByRole("tree", { name: "Spans" });
  await expect(spans.getByRole("treeitem", { name: /^payment.*timeout/ }).first()).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(app.page, "a trace", "Results");
  const exported = await results.exportTrace("OTLP JSON");
  expect(JSON.parse(exported.bytes.toString("utf8"))).toHaveProperty("resourceSpans");
  await spans.getByRole("treeitem").first().focus();
  await app.page.keyboard.press("ArrowLeft");
  await expect(spans.getByRole("treeitem")).toHaveCount(1);
  await app.page.keyboard.press("ArrowRight");
  await app.page.keyboard.press("ArrowDown");
  await expect(spans.getByRole("treeitem", { level: 2 }).first()).toBeFocused();
  await results.region.getByText("Where the time goes", { exact: true }).click();
  await expect(results.table("Where the time goes")).toContainText("Slowest ok, 50 requests", {
    timeout: 90_000,
  });
});

test("each sentence and each step leads to its node and its instant", { tag: LONG }, async ({
  app,
}) => {
  const results = new ResultsDriver(app);
  await app.visit();
  await app.breakWith("Slow payment");
  await app.setSpeed("Max");
  await app.untilEnd();
  await results.open("Cascade");
  const told = results.region.getByRole("region", { name: "What happened" });
  const links = told.getByRole("button");
  await expect(links.nth(4)).toBeVisible();
  for (const link of await links.all()) {
    const title = (await link.getAttribute("title")) ?? "";
    const [, name = "", instant = ""] = /^Show (.+?)(?: at ([\d:]+))?$/.exec(title) ?? [];
    await link.click();
    await expect(app.inspector().getByRole("heading", { name }).first()).toBeVisible();
    await expect(results.region).toContainText(`Shown: ${instant}`);
  }
});
