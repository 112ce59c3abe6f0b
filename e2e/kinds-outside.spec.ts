// What stands outside and what watches, drawn on an empty canvas by mouse and run: an external API, a
// scheduler, a tracing collector with an alert rule.
import { Drawing } from "./support/drawing.ts";
import { expect, LONG, test } from "./support/journey.ts";

test.use({ viewport: { width: 1280, height: 800 } });

test("a service calls an API of somebody else", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["Service", 360, 170],
    ["External API", 640, 170],
  ]);
  await drawing.connect([
    ["client", "service"],
    ["service", "external-api"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "service", "external-api");
});

test("a scheduler starts batches that a database works on", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Scheduler", 100, 170],
    ["Service", 360, 170],
    ["Database", 640, 170],
  ]);
  await drawing.connect([
    ["scheduler", "service"],
    ["service", "database"],
  ]);
  await drawing.runToEnd();
  await expect(app.story()).toContainText(/healthy/);
});

test("a collector takes spans, and an alert rule is asked", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["Service", 330, 170],
    ["Database", 640, 260],
    ["Tracing collector", 640, 80],
  ]);
  await drawing.connect([
    ["client", "service"],
    ["service", "database"],
    ["service", "tracing-collector"],
  ]);
  await app.page.keyboard.press("Escape");
  await app.inspector().getByRole("button", { name: "Alert", exact: true }).click();
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "service", "database");
  await expect(app.edge("service", "tracing-collector")).toHaveAccessibleName(/[1-9]/);
  await expect(app.timeline().getByText("0 of 1", { exact: true })).toBeVisible();
});
