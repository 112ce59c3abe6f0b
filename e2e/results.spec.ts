// Reading a run: numbers at any instant, tables that lead to the drawing, drawings as files.
import { expectAccessible } from "./support/axe.ts";
import { expect, LONG, test } from "./support/journey.ts";
import { ResultsDriver } from "./support/results.ts";
import { Sharing } from "./support/sharing.ts";

test("a run is read in charts and tables, at its end and at any instant", async ({ app }) => {
  const results = new ResultsDriver(app);
  // At rest the fault is switched on in the file, and a run begins with it.
  await app.visitAtRest();
  await app.breakWith("Slow payment");
  await app.setSpeed("Max");
  await app.untilEnd();
  await expect(results.spoken()).toContainText("At 3:00: Latency");

  await results.open("Nodes");
  await expect(results.row("Nodes", "orders")).toHaveAccessibleName(/healthy/);
  await results.sortBy("Nodes", "busy");
  await results.table("Nodes").getByRole("button", { name: "orders", exact: true }).click();
  await expect(app.inspector().getByRole("heading", { name: "orders" })).toBeVisible();
  await results.showValuesOf("Whole run");
  await expect(results.row("Nodes", "payment")).toHaveAccessibleName(/\d %/);

  await results.open("Log");
  await results.region.getByRole("button", { name: /payment is failing/ }).click();
  await expect(app.inspector().getByRole("heading", { name: "payment" })).toBeVisible();
  await results.open("Overview");
  await results.pressOn("Traffic", 0.55);
  await results.open("Nodes");
  await results.showValuesOf("At the playhead");
  await expect(results.row("Nodes", "payment")).toHaveAccessibleName(/failing|down/);
  await expect(app.node("payment")).toHaveAccessibleName(/failing|down/);

  await results.open("Overview");
  await results.pressOn("Traffic", 0.3);
  await expect(results.spoken()).toContainText(/At 0:[1-4]\d: /);
  await expect(app.node("payment")).toHaveAccessibleName(/healthy/);

  await results.makeLarge();
  await expect(app.canvas()).toBeHidden();
  await results.makeSmall();
  await expect(app.canvas()).toBeVisible();
});

test("latencies are seen as distribution, over time and as a table", { tag: LONG }, async ({
  app,
}) => {
  const results = new ResultsDriver(app);
  await app.visit();
  await app.setSpeed("Max");
  await app.untilEnd();
  await results.open("Latency");
  await expect(results.chart("Latency distribution")).toContainText(/latencies of all since/);
  await expect(results.chart("Latency over time")).toContainText(/most requests, /);
  await results.switchLogAxis("Latency");
  await results.showAsTable("Latency");
  await expect(results.table("Latency").getByRole("columnheader")).toHaveText([
    "Time",
    "p50",
    "p90",
    "p95",
    "p99",
  ]);
  await results.showAsChart("Latency");
});

test("charts, tables and the drawing are saved as files that stand alone", async ({
  app,
  page,
}) => {
  const results = new ResultsDriver(app);
  const sharing = new Sharing(page);
  await app.visit();
  await app.setSpeed("Max");
  await app.untilEnd();

  const svg = await results.exportChart("Traffic", "SVG");
  const text = svg.bytes.toString("utf8");
  expect(svg.name).toBe("shop-traffic.svg");
  expect(text).toContain("goodput");
  expect(text).toContain("@font-face");
  expect(text).not.toMatch(/var\(|class=|https?:\/\/(?!www\.w3\.org)/);

  const png = await results.exportChart("Latency", "PNG");
  expect([...png.bytes.subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)));
  expect(png.bytes.length).toBeGreaterThan(5000);

  const csv = await results.exportChart("Traffic", "CSV");
  const lines = csv.bytes.toString("utf8").trim().split("\r\n");
  expect(lines[0]).toBe("Time (s),goodput (1/s),offered (1/s)");
  expect(lines).toHaveLength(181);

  await results.open("Edges");
  const table = await results.exportFromList(app, "Edges as CSV");
  expect(table.name).toBe("shop-edges.csv");
  expect(table.bytes.toString("utf8")).toContain("orders->payment,orders → payment,");

  // Every node, line and number of the drawing, in either theme.
  const dark = (await sharing.save("Picture as SVG, dark")).bytes.toString();
  const light = (await sharing.save("Picture as SVG, light")).bytes.toString();
  for (const svg of [dark, light]) {
    expect(svg.match(/marker-end="url\(#arrow-/g)).toHaveLength(10);
    for (const name of ["shoppers", "gateway", "payment", "order-events", "analytics"]) {
      expect(svg).toContain(`>${name}</text>`);
    }
    expect(svg).toMatch(/>\d+\/s<\/text>/);
    expect(svg).toContain("@font-face");
    expect(svg).not.toMatch(/var\(--|class=/);
  }
  expect(dark).toContain("rgb(17, 20, 25)");
  expect(light).not.toContain("rgb(17, 20, 25)");

  const picture = await sharing.save("Picture as PNG, light");
  expect(picture.name).toBe("shop-light.png");
  const size = { width: picture.bytes.readUInt32BE(16), height: picture.bytes.readUInt32BE(20) };
  expect(size.width).toBeGreaterThan(1800);
  // Mostly one color would mean that the lines and cards are missing: such a file is tiny.
  expect(picture.bytes.length).toBeGreaterThan(60_000);
});

for (const tab of ["Overview", "Edges", "Log"]) {
  test(`${tab} becomes the whole page and small again`, { tag: LONG }, async ({ app }) => {
    const results = new ResultsDriver(app);
    await app.visit();
    await app.setSpeed("Max");
    await app.untilEnd();
    await results.open(tab);
    await results.makeLarge();
    await expect(app.canvas()).toBeHidden();
    await expectAccessible(app.page, tab);
    await results.makeSmall();
    await expect(app.canvas()).toBeVisible();
  });
}
