// What keeps and follows events, and one process of many parts, drawn on an empty canvas by mouse and run.
import { Drawing } from "./support/drawing.ts";
import { expect, LONG, test } from "./support/journey.ts";

test.use({ viewport: { width: 1280, height: 800 } });

test("a stream processor follows a topic", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["Kafka", 350, 170],
    ["Stream processor", 640, 170],
  ]);
  await drawing.connect([
    ["client", "kafka"],
    ["kafka", "stream-processor"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "kafka", "stream-processor");
});

test("an event store, and a projection that is asked", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 90],
    ["Service", 330, 90],
    ["Event store", 600, 90],
    ["Client", 100, 260],
    ["Stream processor", 480, 260],
  ]);
  await drawing.connect([
    ["client", "service"],
    ["service", "event-store"],
    ["event-store", "stream-processor"],
    ["client-2", "stream-processor"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "service", "event-store", "client-2", "stream-processor");
});

test("a monolith with two modules and one database", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["Monolith", 300, 170],
    ["Service", 540, 80],
    ["Service", 540, 260],
    ["Database", 780, 170],
  ]);
  await drawing.connect([
    ["client", "monolith"],
    ["monolith", "service"],
    ["monolith", "service-2"],
    ["service", "database"],
    ["service-2", "database"],
  ]);
  await app.selectEdge("monolith", "service-2");
  await expect(app.inspector().getByText("In-process").first()).toBeVisible();
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "monolith", "service", "service-2", "database");
});
