// From a blank canvas to a first run, once by mouse and once by keyboard.
import type { App } from "./support/app.ts";
import { expect, LONG, test } from "./support/journey.ts";

const CHAIN = ["client", "api-gateway", "service", "database"] as const;

async function expectChainRuns(app: App): Promise<void> {
  const digest = await app.untilEnd();
  expect(digest).toMatch(/^[0-9a-f]{32}$/);
  for (const name of CHAIN) {
    await expect(app.node(name)).toHaveAccessibleName(/healthy, [1-9]\d* requests\/s/);
  }
  for (const [at, to] of CHAIN.slice(1).entries()) {
    await expect(app.edge(CHAIN[at] ?? "", to)).toHaveAccessibleName(/[1-9]\d* requests\/s/);
  }
}

test("drawn by mouse: client, gateway, service, database, and nothing that is impossible", async ({
  app,
}) => {
  await app.visitAtRest();
  await app.newBlank();
  await expect(app.nodes()).toHaveCount(0);
  await app.addByDrag("Client", 120, 160);
  await app.addByDrag("API gateway", 340, 160);
  await app.addByDrag("Service", 560, 160);
  await app.addByDrag("Database", 780, 160);
  await expect(app.nodes()).toHaveCount(4);
  await expect(app.node("service")).toHaveAccessibleName(/not connected yet/);
  for (const [at, to] of CHAIN.slice(1).entries()) await app.connect(CHAIN[at] ?? "", to);

  await app.beginConnecting("database");
  await app.pointAt("service");
  await expect(app.canvas().getByText(/Database nodes call nobody/)).toBeVisible();
  await app.release();
  await expect(app.edge("database", "service")).toHaveCount(0);

  await app.setSpeed("Max");
  await app.run();
  await expectChainRuns(app);
});

test("drawn by keyboard alone", { tag: LONG }, async ({ app }) => {
  await app.visitAtRest();
  await app.newBlank();
  for (const letters of ["client", "api", "service", "database"]) {
    await app.addByKeyboard(letters);
  }
  await expect(app.nodes()).toHaveCount(4);
  for (const [at, to] of CHAIN.slice(1).entries()) {
    await app.connectByKeyboard(CHAIN[at] ?? "", to);
    await expect(app.edge(CHAIN[at] ?? "", to)).toHaveCount(1);
  }
  await app.page.keyboard.press("Control+Enter");
  await expectChainRuns(app);
});
