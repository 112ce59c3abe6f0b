// The drawing as tables: read, edited by keyboard alone, in step with the selection, live.
import { expect, test } from "./support/journey.ts";
import { Table } from "./support/table.ts";

test("the tables say what the drawing says, and edit it by keyboard", async ({ app, page }) => {
  const table = new Table(page);
  await app.visit();
  await app.setSpeed("1×");
  await app.select("orders");
  await app.canvas().press("t");
  await expect(table.rows("Nodes")).toHaveCount(11);
  await expect(table.row("orders")).toHaveAttribute("aria-selected", "true");
  await expect(table.row("orders")).toContainText(/Healthy\d+\/s/);
  await app.pauseByKey();

  const instances = await table.cell(table.row("orders"), "Nodes", "Instances");
  await instances.click();
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await expect(table.region().getByText("At least 1.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(instances).toBeFocused();
  await page.keyboard.type("6");
  await page.keyboard.press("Tab");
  await expect(instances).toHaveText("6");
  await app.undo();
  await expect(instances).toHaveText("3");

  // What was seen of the drawing is seen again.
  await table.rows("Nodes").first().press("t");
  await app.zoomByWheel(-120);
  const left = await app.node("orders").boundingBox();
  await app.canvas().press("t");
  await table.rows("Nodes").first().press("t");
  await expect.poll(() => app.node("orders").boundingBox()).toEqual(left);
  await app.canvas().press("t");

  await table.filter("kafka");
  await expect(table.rows("Nodes")).toHaveText(["order-events"]);
  await table.filter("");
  await table.sortBy("Nodes", "Name");
  await expect(table.rows("Nodes").first()).toHaveText("analytics");
});

test("rows are added, connected and removed; T leads back to the drawing", async ({
  app,
  page,
}) => {
  const table = new Table(page);
  await app.visitAtRest();
  await app.newBlank();
  await app.command("Table or drawing");
  for (const kind of ["Client", "Service", "Database"]) await table.addNode(kind);
  await expect(table.rows("Nodes")).toHaveText(["client", "service", "database"]);
  await table.show("Edges");
  expect(await table.connect("service", "client")).toBe("Client nodes are called by nobody");
  expect(await table.connect("client", "service")).toBe("");
  expect(await table.connect("service", "database")).toBe("");
  await expect(table.rows("Edges")).toHaveCount(2);

  const row = table.edgeRow("client", "service");
  const attempts = await table.cell(row, "Edges", "Attempts");
  await attempts.click();
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await expect(attempts).toHaveText("3");
  await app.setSpeed("Max");
  await app.run();
  await app.untilEnd();
  await expect(await table.cell(row, "Edges", "Rate")).toHaveText(/^\d+\/s$/);

  await (await table.cell(row, "Edges", "Rate")).press("Delete");
  await expect(table.rows("Edges")).toHaveCount(1);
  await app.undo();
  await table.rows("Edges").first().press("t");
  await expect(app.edge("client", "service")).toBeVisible();
  await expect(app.nodes()).toHaveCount(3);
});
