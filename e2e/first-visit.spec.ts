// Somebody opens the page for the first time and presses the one red button.
import { expect, LONG, test } from "./support/journey.ts";

const SHOP = [
  "shoppers",
  "gateway",
  "orders",
  "inventory",
  "payment",
  "orders-db",
  "order-mail",
  "order-events",
  "email",
  "sms",
  "analytics",
];

test("the shop runs without being asked; slow payment takes all of it down but e-mail", async ({
  app,
}) => {
  await app.visit();
  await expect(app.scenarioName("Shop")).toBeVisible();
  for (const name of SHOP) await expect(app.node(name)).toBeVisible();
  await app.expectRunning();
  // Slowly, so that the button is pressed before the fault's time also where the machine is busy.
  await app.setSpeed("1×");
  await expect.poll(() => app.clockS()).toBeGreaterThan(2);
  await expect(app.node("orders")).toHaveAccessibleName(/healthy, \d+ requests\/s/);
  await app.breakWith("Slow payment");
  await expect(app.faultButton("Slow payment")).toHaveAttribute("aria-pressed", "true");
  await app.setSpeed("10×");
  const failing = /saturated|failing|down/;
  for (const name of ["payment", "orders", "gateway", "shoppers"]) {
    await expect(app.node(name)).toHaveAccessibleName(failing, { timeout: 40_000 });
  }
  for (const name of ["email", "sms", "analytics"]) {
    await expect(app.node(name)).toHaveAccessibleName(/no traffic|healthy/);
  }
  const story = app.story();
  await expect(story).toContainText("Payment became 20 times slower");
  await expect(app.results().getByText(/Payment became 20 times slower/)).toBeVisible();

  // At the end it tells who was hit, who was not, and that all is well.
  await app.setSpeed("Max");
  await app.untilEnd();
  await expect(story).toContainText("Orders holds a slot while it waits for payment");
  await expect(story).toContainText(/of requests failed/);
  await expect(story).toContainText(/the backlog of order-mail reached \d+ and had drained/);
  await expect(story).toContainText("all was back to normal");
});

test("a second visit finds the work of the first", { tag: LONG }, async ({ app }) => {
  await app.visit();
  await app.pause();
  await app.renameNode("payment", "Bank");
  await app.expectSaved();
  await app.reload();
  await expect(app.node("Bank")).toBeVisible();
});
