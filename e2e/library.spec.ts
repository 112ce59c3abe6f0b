// Kept work: named scenarios, versions, other tabs, and a browser that keeps nothing.
import { App } from "./support/app.ts";
import { expect, LONG, test } from "./support/journey.ts";
import { Sharing } from "./support/sharing.ts";

test("scenarios are kept by name, found, renamed, copied, deleted and brought back; a version is restored", async ({
  app,
  page,
}) => {
  const sharing = new Sharing(page);
  await app.visitAtRest();
  await app.newBlank();
  await app.addByClick("Client");
  await app.expectSaved();
  await app.openFromGallery("Retry storm");
  await app.addByClick("Service");
  await app.expectSaved();

  await sharing.openShelf();
  await expect(sharing.kept("Untitled")).toBeVisible();
  await expect(sharing.kept("Retry storm")).toBeVisible();
  await sharing.renameKept("Untitled", "First try");
  await sharing.onKept("Duplicate", "First try");
  await expect(sharing.kept("First try copy")).toBeVisible();
  await sharing.onKept("Delete", "First try copy");
  await expect(sharing.kept("First try copy")).toHaveCount(0);
  await sharing.press("Undo");
  await expect(sharing.kept("First try copy")).toBeVisible();
  await sharing.search("storm");
  await expect(sharing.kept("First try")).toHaveCount(0);
  await sharing.search("first try copy");
  await sharing.kept("First try copy").click();
  await expect(app.scenarioName("First try copy")).toBeVisible();
  await expect(app.nodes()).toHaveCount(1);

  await app.newBlank();
  await app.addByClick("Client");
  await app.saveAsDownload();
  await app.addByClick("Database");
  await app.expectSaved();
  await sharing.openVersions();
  await expect(sharing.version(/added database/)).toBeVisible();
  await sharing.version(/first kept/).click();
  await expect(sharing.preview("Untitled")).toBeVisible();
  await sharing.press("Restore");
  await expect(app.nodes()).toHaveCount(1);
  await app.undo();
  await expect(app.nodes()).toHaveCount(2);
});

test("two tabs with one scenario: one takes over, neither loses an edit", async ({
  app,
  context,
}) => {
  await app.visitAtRest();
  await app.newBlank();
  await app.addByClick("Client");
  await app.expectSaved();

  const second = new App(await context.newPage());
  const secondFiles = new Sharing(second.page);
  await second.visitAtRest();
  await expect(second.nodes()).toHaveCount(1);
  await expect(secondFiles.message(/Another tab has this scenario open/)).toBeVisible();
  // Whoever clicks in a tab has it in front; one behind draws nothing.
  await app.page.bringToFront();
  await app.addByClick("Service");
  await expect(app.nodes()).toHaveCount(2);
  await second.page.bringToFront();
  await secondFiles.press("Take over");
  await expect(second.nodes()).toHaveCount(2);

  const firstFiles = new Sharing(app.page);
  await app.page.bringToFront();
  await expect(firstFiles.message(/took this scenario over/)).toBeVisible();
  await app.addByClick("Database");
  await expect(app.scenarioName("Untitled copy")).toBeVisible();
  await app.expectSaved();
  await firstFiles.openShelf();
  await expect(firstFiles.kept("Untitled")).toBeVisible();
  await expect(firstFiles.kept("Untitled copy")).toBeVisible();
  await expect(second.nodes()).toHaveCount(2);
  second.expectNoErrors();
});

test("a full storage is said, and the work can be saved as a file", async ({ app, page }) => {
  const sharing = new Sharing(page);
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await app.visitAtRest();
  await app.addByClick("Service");
  await expect(sharing.message(/storage is full/)).toBeVisible();
  const download = page.waitForEvent("download");
  await sharing.press("Save as a file");
  expect((await download).suggestedFilename()).toBe("shop.brownout.json");
  await expect(app.nodes()).toHaveCount(12);
});

test("without any storage the app works all the same", { tag: LONG }, async ({ app, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { value: undefined });
  });
  await app.visit();
  await app.addByClick("Service");
  await expect(new Sharing(page).message(/keeps no data/)).toBeVisible();
  await expect(app.nodes()).toHaveCount(12);
});

test("a worker that dies is told and replaced; a reload loses nothing, not even the last instant", async ({
  app,
  page,
}) => {
  await app.visit();
  await app.expectRunning();
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error("out of luck");
    });
  });
  await expect(new Sharing(page).message(/stopped: .*out of luck/).first()).toBeVisible();
  app.errors.splice(0);
  await app.setSpeed("Max");
  await new Sharing(page).press("Run again");
  await app.untilEnd();

  await app.setSpeed("0.1×");
  await app.breakWith("Slow payment");
  await app.select("orders");
  await app.addByClick("Database");
  // At once: the edit is younger than the pause before it is kept.
  await app.reload();
  await expect(app.nodes()).toHaveCount(12);
  await expect(app.inspector().getByRole("heading", { name: "database" })).toBeVisible();
  await page.keyboard.press("Escape");
});
