// The same app on a phone, which reads only, and on a projector, where words are larger.
import { expectAccessible } from "./support/axe.ts";
import { expect, LONG, test } from "./support/journey.ts";

test("a phone shows the run from top to bottom and edits nothing; a projector gets large words", async ({
  app,
}) => {
  await app.page.setViewportSize({ width: 390, height: 844 });
  await app.visit();
  await app.pauseByKey();
  await expect(app.page.getByText(/this narrow only shows/)).toBeVisible();
  await expect(app.inspector()).toBeHidden();
  await expect(app.paletteSearch()).toBeHidden();
  await expect(app.page.getByRole("button", { name: /^Undo/ })).toBeHidden();

  const count = await app.nodes().count();
  await app.node("orders").press("Delete");
  await app.node("orders").press("F2");
  await expect(app.nodes()).toHaveCount(count);

  await expect(app.charts()).toHaveCount(6);
  const tops = await app
    .charts()
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  expect(new Set(tops).size).toBe(6);
  const overhang = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
  await expectAccessible(app.page, "a phone");

  await app.page.setViewportSize({ width: 1024, height: 768 });
  await expect(app.charts()).toHaveCount(1);
  const sizes = await app
    .results()
    .evaluate((region) =>
      [...region.querySelectorAll("*")]
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3))
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
    );
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  const right = await app.results().evaluate((region) => region.scrollWidth);
  expect(right).toBeLessThanOrEqual(1024);
  await expectAccessible(app.page, "a projector");
  await app.command("presenter size");
  await expect(app.charts()).toHaveCount(2);
});

test("a window that becomes wide enough can be edited again", { tag: LONG }, async ({ app }) => {
  await app.page.setViewportSize({ width: 700, height: 900 });
  await app.visit();
  await app.pauseByKey();
  await expect(app.page.getByText(/this narrow only shows/)).toBeVisible();
  await app.page.setViewportSize({ width: 1280, height: 800 });
  await expect(app.page.getByText(/this narrow only shows/)).toBeHidden();
  await app.renameNode("orders", "checkout");
  await expect(app.node("checkout")).toBeVisible();
});
