// Breaking something while it runs, and taking it back.
import { expect, LONG, test } from "./support/journey.ts";

test("a fault that is switched off again heals", { tag: LONG }, async ({ app }) => {
  await app.visit();
  await app.breakWith("Slow payment");
  await expect(app.node("orders")).toHaveAccessibleName(/saturated|failing|down/, {
    timeout: 40_000,
  });
  await app.breakWith("Slow payment");
  await expect(app.faultButton("Slow payment")).toHaveAttribute("aria-pressed", "false");
  for (const name of ["payment", "orders", "gateway", "shoppers"]) {
    await expect(app.node(name)).toHaveAccessibleName(/healthy/, { timeout: 40_000 });
  }
});

test("another fault, another story", { tag: LONG }, async ({ app }) => {
  await app.visit();
  await app.breakWith("Kill inventory");
  await app.setSpeed("Max");
  await app.untilEnd();
  await expect(app.story()).toContainText(/Inventory/);
  await expect(app.story()).not.toContainText("Payment became");
});

test("a fault pressed after the end starts the run again with it", { tag: LONG }, async ({
  app,
}) => {
  await app.visit();
  await app.setSpeed("Max");
  const healthy = await app.untilEnd();
  await app.breakWith("Slow payment");
  await expect(app.story()).toContainText("Payment became 20 times slower", { timeout: 40_000 });
  await expect.poll(() => app.untilEnd(), { timeout: 40_000 }).not.toBe(healthy);
});
