// Groups: drawn around their members, entered and left by dragging, collapsed into one card.
import { Groups } from "./support/groups.ts";
import { expect, test } from "./support/journey.ts";

// Who asked for less motion finds the shop at rest.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a group is made, joined, left, collapsed, dissolved, undone and hit as one; notes stand on the canvas", async ({
  app,
}) => {
  const groups = new Groups(app);
  await app.visit();
  const { text: before } = await app.saveAsDownload();
  await groups.selectAll("orders", "payment");
  await groups.groupSelected("Core");
  await expect(groups.group("Core")).toHaveAccessibleName("Core, team, 2 nodes, expanded");

  await groups.dragOnto("orders-db", app.node("orders"), 30, 10);
  await expect(groups.group("Core")).toHaveAccessibleName(/3 nodes/);
  await groups.dragOnto("orders-db", app.node("gateway"), 0, 150);
  await expect(groups.group("Core")).toHaveAccessibleName(/2 nodes/);

  const at = await app.node("payment").boundingBox();
  await groups.dragBy(groups.group("Core"), 0, 80);
  const moved = await app.node("payment").boundingBox();
  expect((moved?.y ?? 0) - (at?.y ?? 0)).toBeGreaterThan(40);

  await groups.turnOverByKey("Core");
  await expect(groups.group("Core")).toHaveAccessibleName(/2 nodes, collapsed$/);
  await expect(app.node("payment")).toHaveCount(0);
  await expect(app.edge("gateway", "orders")).toHaveCount(1);
  await groups.turnOverByKey("Core");
  await expect(app.node("payment")).toHaveCount(1);

  await groups.group("Core").press("Delete");
  await expect(groups.group("Core")).toHaveCount(0);
  await expect(app.node("payment")).toHaveCount(1);
  await app.undoAll();
  const { text: after } = await app.saveAsDownload();
  expect(after).toBe(before);

  await groups.selectAll("order-mail", "analytics", "email");
  await groups.fromBar("Align left");
  const boxes = await Promise.all(
    ["order-mail", "analytics", "email"].map((name) => app.node(name).boundingBox()),
  );
  const lefts = boxes.map((box) => Math.round(box?.x ?? 0));
  expect(new Set(lefts).size).toBe(1);
  await app.undo();
  await expect(groups.bar()).toBeVisible();

  await groups.selectAll("email", "sms");
  await groups.groupAs("Mesh");
  await expect(app.inspector()).toContainText("A service mesh: proxies before its members");
  await app.inspector().getByRole("combobox", { name: "Kind" }).selectOption("Zone");
  await app.inspector().getByRole("button", { name: "Zone outage", exact: true }).click();
  await expect(app.faultBar("Zone outage: .*")).toBeVisible();

  await groups.addNote("Ask the shop team");
  await expect(groups.note("Note: Ask the shop team")).toBeFocused();
  await groups.note("Note: Ask the shop team").press("Delete");
  await expect(groups.note("Note: Ask the shop team")).toHaveCount(0);
  await app.undo();
  await expect(groups.note("Note: Ask the shop team")).toHaveCount(1);
});
