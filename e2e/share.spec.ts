// Links and frames: what leaves the page arrives whole, and nothing goes anywhere else.
import { App } from "./support/app.ts";
import { expect, LONG, test } from "./support/journey.ts";
import { plainHost, Sharing } from "./support/sharing.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a link carries the whole scenario, what it replaces is kept, a broken one says why; a frame shows and runs it", async ({
  app,
  page,
  context,
}) => {
  const sharing = new Sharing(page);
  await app.visitAtRest();
  const link = await sharing.copyAnyway("link");
  const code = await sharing.copyAnyway("embed code");
  expect(link.length).toBeLessThan(2000);

  await app.newBlank();
  await app.addByClick("Client");
  await app.expectSaved();
  await sharing.openPasted(link);
  await expect(app.scenarioName("Shop")).toBeVisible();
  await expect(app.nodes()).toHaveCount(11);

  await sharing.openPasted("https://example.org/#s=1.notWhatItSeems");
  const dialog = page.getByRole("dialog", { name: "The link cannot be opened" });
  await expect(dialog.getByText(/cut off or damaged/)).toBeVisible();
  await app.closeDialog();
  await expect(app.nodes()).toHaveCount(11);
  await sharing.openShelf();
  await expect(sharing.kept("Untitled")).toBeVisible();

  const visitor = new App(await context.newPage());
  await visitor.page.goto(link);
  await expect(visitor.nodes()).toHaveCount(11);
  // From now on the scenario is edited: a reload brings back the edits, not the link.
  await expect(visitor.page).not.toHaveURL(/#s=/);
  visitor.expectNoErrors();

  const source = /src="([^"]+)"/.exec(code)?.[1] ?? "";
  const outside = await context.newPage();
  await outside.setContent(code);
  const frame = outside.frameLocator("iframe");
  await expect(frame.getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(frame.getByRole("button", { name: /^orders to payment, / })).toBeAttached();
  await frame.getByRole("button", { name: "Run", exact: true }).click();
  await expect(frame.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(frame.getByRole("region", { name: "Inspector" })).toHaveCount(0);
  const outward = frame.getByRole("link", { name: "Open in Brownout" });
  await expect(outward).toHaveAttribute("href", source.replace("?embed", ""));
});

test("a link too long for others is not copied; the file is offered", { tag: LONG }, async ({
  app,
  page,
}) => {
  const sharing = new Sharing(page);
  await app.visit();
  await app.pause();
  // Words that no packing makes shorter.
  const digits = Array.from({ length: 3000 }, (_, index) => (index * 2_654_435_761) % 99_991);
  const large = { name: "Large", description: digits.join(" "), run: {}, nodes: {}, edges: {} };
  await sharing.openPasted(JSON.stringify({ format: 1, catalog: "2026-11", ...large }));
  await expect(app.scenarioName("Large")).toBeVisible();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("menuitem", { name: "Copy link" }).click();
  await expect(sharing.message(/many programs cut it off/)).toBeVisible();
  const download = page.waitForEvent("download");
  await sharing.press("Save as a file");
  expect((await download).suggestedFilename()).toBe("large.brownout.json");
});

test("the built folder works below any path and asks no other host", async ({ app, page }) => {
  const host = await plainHost("/a/b/c/");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(host.address);
  await app.setSpeed("Max");
  await app.untilEnd();
  await app.openFromGallery("Retry storm");
  await expect(app.scenarioName("Retry storm")).toBeVisible();
  const { origin } = new URL(host.address);
  const elsewhere = asked.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(origin));
  expect(elsewhere).toEqual([]);
  expect(asked.length).toBeGreaterThan(5);
  await host.close();
});

test("a linked scenario gives the same digest as the one it was made of", { tag: LONG }, async ({
  app,
  page,
}) => {
  await app.visit();
  await app.setSpeed("Max");
  const digest = await app.untilEnd();
  const link = await new Sharing(page).copyAnyway("link");
  await app.newBlank();
  await new Sharing(page).openPasted(link);
  await app.run();
  expect(await app.untilEnd()).toBe(digest);
});
