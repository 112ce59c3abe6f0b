// How the page behaves between the journeys: commands, hints, notices, the gallery, and that nothing
// jumps.
import {
  gallery,
  jumpsIn,
  notices,
  openGallery,
  sheet,
  shiftsOf,
  watchShifts,
} from "./support/feel.ts";
import { expect, test } from "./support/journey.ts";

test("the palette reaches the scenario's own things, notices undo, the gallery is searched, a dismissed hint stays away", async ({
  app,
}) => {
  await app.visitAtRest();
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

  await app.deleteNode("payment");
  await expect(notices(app.page)).toContainText("1 fault and 1 variant went too");
  await notices(app.page).getByRole("button", { name: "Undo" }).click();
  await expect(app.node("payment")).toBeVisible();
  await expect(app.faultBar("Slow payment")).toBeVisible();

  await app.page.getByRole("button", { name: "Dismiss the hint" }).click();
  await openGallery(app);
  const gallerySearch = gallery(app.page).getByRole("textbox", { name: "Search the gallery" });
  await expect(gallerySearch).toBeFocused();
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

test("nothing jumps while the page opens and while a run begins and goes on", async ({ app }) => {
  await watchShifts(app.page);
  await app.visit();
  await expect.poll(() => app.clockS()).toBeGreaterThan(25);
  await app.pauseByKey();
  await app.reset();
  await app.run();
  await expect.poll(() => app.clockS()).toBeGreaterThan(2);
  expect(jumpsIn(await shiftsOf(app.page))).toEqual([]);
});
