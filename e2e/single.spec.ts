// One file, opened from disk, with no server anywhere.
import { pathToFileURL } from "node:url";
import { expect, LONG, test } from "./support/journey.ts";
import { Sharing, SINGLE_PAGE } from "./support/sharing.ts";

const TWO_NODES = {
  format: 1,
  catalog: "2026-11",
  name: "Pair",
  run: { durationS: 30 },
  nodes: { client: { kind: "client" }, service: { kind: "service" } },
  edges: { "client->service": {} },
};

test("the single page opens from disk, runs, and has its gallery with it", { tag: LONG }, async ({
  app,
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(SINGLE_PAGE);
  await app.setSpeed("Max");
  await app.untilEnd();
  await expect(app.story()).not.toBeEmpty();
  await app.openFromGallery("Retry storm");
  await expect(app.scenarioName("Retry storm")).toBeVisible();
  expect(asked.filter((url) => !/^(blob|data|file):/.test(url))).toEqual([]);
});

test("an exported page opens from disk with the scenario it was made of, and the gallery", async ({
  app,
  page,
}) => {
  await app.visitAtRest();
  await new Sharing(page).openPasted(JSON.stringify(TWO_NODES));
  await expect(app.nodes()).toHaveCount(2);
  await app.setSpeed("Max");
  await app.run();
  const digest = await app.untilEnd();
  const saved = await new Sharing(page).save("Single HTML file");
  expect(saved.name).toBe("pair.html");
  const copy = `${saved.path}.html`;
  const { rename } = await import("node:fs/promises");
  await rename(saved.path, copy);

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(copy).href);
  await expect(app.nodes()).toHaveCount(2);
  await app.setSpeed("Max");
  await app.run();
  expect(await app.untilEnd()).toBe(digest);
  await app.openFromGallery("Retry storm");
  await expect(app.scenarioName("Retry storm")).toBeVisible();
  expect(asked.filter((url) => !/^(blob|data|file):/.test(url))).toEqual([]);
});
