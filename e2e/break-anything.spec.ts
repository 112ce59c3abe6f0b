// Every fault within reach, at random too.
import { expect, LONG, test } from "./support/journey.ts";

test("a fault from the palette hits now, another waits on the timeline", async ({ app }) => {
  await app.visit();
  // Slowly, so that the run has not ended before the fault is brought about.
  await app.setSpeed("1×");
  await app.showFaults();
  await app.scheduleByDrag("Errors", 0.9);
  const scheduled = app.faultBar("Errors: \\S+");
  await expect(scheduled).toBeVisible();
  await scheduled.press("Delete");
  await expect(scheduled).toBeHidden();
  await expect.poll(() => app.clockS()).toBeGreaterThan(1);
  const before = await app.clockS();
  await app.breakByClick("Slow", "payment");
  await expect(app.faultBar("Slow: payment")).toBeVisible();
  // The run goes on from its present with the fault in it.
  await expect.poll(() => app.clockS()).toBeGreaterThanOrEqual(before);
  await app.setSpeed("10×");
  await expect(app.story()).toContainText("Payment became 10 times slower", { timeout: 30_000 });
});

test("random faults are ranked, and the worst is opened on the canvas", { tag: LONG }, async ({
  app,
}) => {
  await app.visitAtRest();
  await app.startCampaign(3);
  await expect(app.campaignRun(3)).toBeVisible({ timeout: 40_000 });
  await app.campaignRun(1).click();
  await expect(app.campaign()).toBeHidden();
  await app.expectRunning();
  await expect(app.inspector().getByRole("textbox", { name: "Name" })).toBeVisible();
});
