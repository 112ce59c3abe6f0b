// How the page behaves between the journeys: commands, hints, notices, the gallery, and that nothing
// jumps.
import { gallery, notices, openGallery, sheet, shiftsOf, watchShifts } from "./support/feel.ts";
import { expect, test } from "./support/journey.ts";

test("the palette reaches the scenario's own things, and the sheet shows the keys", async ({
  app,
}) => {
  await app.visit();
  await app.pauseByKey();
  await app.command("breaker with fallback");
  await app.selectEdge("orders", "payment");
  await expect(app.breaker().first()).toBeVisible();
  await app.page.keyboard.press("Control+z");
  await expect(app.breaker()).toBeHidden();

  await app.page.keyboard.press("?");
  const search = sheet(app.page).getByRole("textbox", { name: "Search the shortcuts" });
  await search.fill("stretch");
  await expect(sheet(app.page).getByText("Stretch its end")).toBeVisible();
  await expect(sheet(app.page).getByText("Save as…")).toBeHidden();
  await app.page.keyboard.press("Escape");
  await expect(sheet(app.page)).toBeHidden();
});

test("what went unseen with a removed node is told, and one click brings it back", async ({
  app,
}) => {
  await app.visit();
  await app.pauseByKey();
  await app.deleteNode("payment");
  await expect(notices(app.page)).toContainText("1 fault and 1 variant went too");
  await notices(app.page).getByRole("button", { name: "Undo" }).click();
  await expect(app.node("payment")).toBeVisible();
  await expect(app.faultBar("Slow payment")).toBeVisible();
});

test("the gallery is searched by a node, and a dismissed hint stays away", async ({ app }) => {
  await app.visit();
  await app.page.getByRole("button", { name: "Dismiss the hint" }).click();
  await openGallery(app);
  await app.page.keyboard.type("redis");
  await expect(gallery(app.page).getByText("1 scenario", { exact: true })).toBeVisible();
  await gallery(app.page).getByRole("button", { name: "Open Online Boutique" }).click();
  await expect(app.scenarioName("Online Boutique")).toBeVisible();
  await expect(app.inspector().getByRole("region", { name: "Look" })).toContainText("one page");
  await app.expectSaved();
  await app.reload();
  await expect(app.scenarioName("Online Boutique")).toBeVisible();
  await expect(app.page.getByRole("region", { name: "Break something" })).toBeHidden();
});

/** A number that gets a digit may move its neighbor by that; more is a jump. */
const A_DIGIT = 0.001;

test("nothing jumps while the page opens and a run goes on", async ({ app }) => {
  await watchShifts(app.page);
  await app.visit();
  await expect.poll(() => app.clockS()).toBeGreaterThan(25);
  const shifts = await shiftsOf(app.page);
  expect(shifts.filter(({ value }) => value > A_DIGIT)).toEqual([]);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  expect(sum).toBeLessThan(5 * A_DIGIT);
});
