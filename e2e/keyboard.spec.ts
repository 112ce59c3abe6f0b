// The whole journey without a pointer.
import { commandByKeys, goToRegion, playhead, tabTo } from "./support/feel.ts";
import { expect, test } from "./support/journey.ts";

test("a design is drawn, set, broken, run, looked at and saved with keys alone", async ({
  app,
}) => {
  const { page } = app;
  await app.visitAtRest();
  await tabTo(page, app.node("shoppers"));
  await commandByKeys(app, "new scenario");
  await app.addByKeyboard("client");
  await app.addByKeyboard("service");
  await expect(app.nodes()).toHaveCount(2);

  await commandByKeys(app, "select client");
  await expect(app.node("client")).toBeFocused();
  await page.keyboard.press("c");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(app.edge("client", "service")).toBeAttached();

  await commandByKeys(app, "select service");
  await expect(app.node("service")).toBeFocused();
  await goToRegion(page, app.inspector());
  const field = app.inspector().getByRole("textbox", { name: "Slots per instance", exact: true });
  await tabTo(page, field);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("12");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("12");

  await commandByKeys(app, "break service: crash");
  await expect(app.faultBar("Crash: service")).toBeVisible();
  await commandByKeys(app, "speed max");
  await app.untilEnd();

  await goToRegion(page, app.timeline());
  await expect(playhead(app)).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("PageUp");
  await expect(playhead(app)).toHaveAttribute("aria-valuetext", "0:06");
  await page.keyboard.press("Escape");

  await goToRegion(page, app.results());
  const tabs = app.results().getByRole("tab");
  await tabTo(page, tabs);
  await page.keyboard.press("ArrowRight");
  await expect(tabs.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(app.story()).toContainText(/service/i);

  const saved = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  expect((await saved).suggestedFilename()).toMatch(/\.brownout\.json$/);
});
