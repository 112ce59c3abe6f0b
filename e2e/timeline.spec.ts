// Working on the timeline: faults by hand and by keys, looking closer, and changes while it runs.
import { dragFault, playhead, zoomTimeByWheel } from "./support/feel.ts";
import { expect, test } from "./support/journey.ts";

test("faults are moved by keys and copied by dragging, the time is zoomed, a change while it runs is a tick", async ({
  app,
}) => {
  await app.visitAtRest();
  const bar = app.faultBar("Slow payment").first();
  await expect(bar).toHaveAccessibleName("Slow payment, 1:00 to 2:00");
  await bar.press("ArrowRight");
  await bar.press("Shift+ArrowRight");
  await expect(bar).toHaveAccessibleName("Slow payment, 1:11 to 2:11");
  await bar.press("Alt+ArrowLeft");
  await expect(bar).toHaveAccessibleName("Slow payment, 1:11 to 2:10");

  await dragFault(app, "Slow payment", -200, true);
  await expect(app.faultBar("Slow payment 2")).toBeVisible();
  await expect(bar).toHaveAccessibleName("Slow payment, 1:11 to 2:10");
  await app.undo();
  await expect(app.faultBar("Slow payment 2")).toBeHidden();

  await bar.click();
  await app.page.keyboard.press("Control+d");
  await expect(app.faultBar("Slow payment 2")).toHaveAccessibleName("Slow payment 2, 2:10 to 3:09");
  await app.undoAll();
  await expect(bar).toHaveAccessibleName("Slow payment, 1:00 to 2:00");

  const ticks = app.timeline();
  await expect(ticks.getByText("3:00", { exact: true })).toBeVisible();
  await zoomTimeByWheel(app, 4);
  await expect(ticks.getByText("3:00", { exact: true })).toBeHidden();
  await playhead(app).press("Home");
  await expect(ticks.getByText("0:00", { exact: true }).first()).toBeVisible();
  await playhead(app).press("0");
  await expect(ticks.getByText("3:00", { exact: true })).toBeVisible();

  await app.setSpeed("1×");
  await app.run();
  await app.expectRunning();
  await app.select("orders");
  const field = app.inspector().getByRole("textbox", { name: "Slots per instance", exact: true });
  await field.fill("24");
  await field.press("Enter");
  const tick = app.timeline().getByRole("button", { name: /^Changed at .*orders concurrency 24/ });
  await expect(tick).toBeVisible();
  await app.undo();
  await expect(tick).toBeHidden();
});
