// Nothing that was drawn is lost by undo, and nothing comes back wrong by redo.
import { expect, test } from "./support/journey.ts";

/** Three nodes, two edges, a new name, a move, a removal: one step each. */
const GESTURES = 8;

test("undo goes back to the blank canvas, redo to the whole drawing", async ({ app }) => {
  await app.visitAtRest();
  await app.newBlank();
  await app.addByDrag("Client", 160, 200);
  await app.addByDrag("Service", 440, 200);
  await app.addByDrag("Database", 720, 200);
  await app.connect("client", "service");
  await app.connect("service", "database");
  await app.renameNode("service", "Catalog");
  await app.moveNode("Catalog", 0, 100);
  await app.deleteNode("database");
  await expect(app.nodes()).toHaveCount(2);
  const { text: drawn } = await app.saveAsDownload();

  await app.undo();
  await expect(app.nodes()).toHaveCount(3);
  await expect(app.edge("Catalog", "database")).toHaveCount(1);
  for (let gesture = GESTURES - 1; gesture > 0; gesture--) await app.undo();
  await expect(app.nodes()).toHaveCount(0);
  const { text: blank } = await app.saveAsDownload();
  expect(JSON.parse(blank)).toMatchObject({ nodes: {}, edges: {} });

  // The new canvas itself was a step as well: before it there was the shop.
  await app.undoAll();
  await expect(app.scenarioName("Shop")).toBeVisible();
  await expect(app.nodes()).toHaveCount(11);

  await app.redoAll();
  await expect(app.node("Catalog")).toBeVisible();
  await expect(app.nodes()).toHaveCount(2);
  const { text: again } = await app.saveAsDownload();
  expect(again).toBe(drawn);
});
