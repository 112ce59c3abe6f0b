// The inspector: what is known before a run, several things at once, another kind, problems, and
// policies as real libraries ship them.
import { Inspecting } from "./support/inspecting.ts";
import { expect, test } from "./support/journey.ts";

// With less motion nothing runs until it is asked for.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("each node tells its load; several are changed together; a problem leads to its field; policies take the values of a library", async ({
  app,
}) => {
  const inspector = new Inspecting(app);
  await app.visit();
  await expect(app.node("email")).toHaveAccessibleName(/saturates first, at 2\.67 times the load/);
  await app.select("payment");
  await expect(app.node("payment")).toHaveAccessibleName(/offered 15\.0 %/);
  await expect(inspector.capacity()).toContainText("167/s an instance, 333/s all 2");
  await inspector.setFromThroughput("40", "20");
  await expect(inspector.capacity()).toContainText("40/s an instance, 80/s all 2");
  await expect(app.node("payment")).toHaveAccessibleName(/offered 62\.5 %, saturates first/);
  await app.undo();
  await expect(app.node("payment")).toHaveAccessibleName(/offered 15\.0 %/);

  await app.select("orders");
  await inspector.alsoSelect("payment");
  await expect(inspector.heading()).toHaveText("2 selected");
  await expect(inspector.number("Instances")).toHaveValue("");
  await inspector.type("Instances", "5");
  await inspector.selectOnly("orders");
  await expect(inspector.heading()).toHaveText("orders");
  await expect(inspector.number("Instances")).toHaveValue("5");
  await app.undo();
  await expect(inspector.number("Instances")).toHaveValue("3");

  await app.select("email");
  await inspector.kind().selectOption({ label: "Stream processor" });
  await expect(app.node("email")).toHaveAccessibleName(/stream processor/);
  await app.undo();
  await expect(app.node("email")).toHaveAccessibleName(/email, service/);

  await app.select("payment");
  await inspector.turn("Bulk service");
  await inspector.turn("Set An error takes");
  await expect(inspector.problems()).toHaveText("1 error");
  await app.select("gateway");
  await expect(inspector.heading()).toHaveText("gateway");
  await inspector.goToProblem("errorTime");
  await expect(inspector.heading()).toHaveText("payment");
  await expect(app.inspector().getByRole("alert")).toContainText("does not go with bulk service");
  await expect(app.inspector().getByRole("alert")).toBeInViewport();
  await app.undo();
  await expect(inspector.problems()).toHaveCount(0);

  await app.selectEdge("orders", "payment");
  await inspector.widen();
  await expect(app.timeline()).toBeHidden();
  await expect(inspector.policies()).toBeInViewport({ ratio: 1 });
  await expect(inspector.policies().getByRole("listitem").first()).toHaveText("orders calls");
  await inspector.narrow();
  await expect(app.timeline()).toBeVisible();

  await app.choosePreset("Circuit breaker", "resilience4j");
  await expect(
    app.inspector().getByText(/CircuitBreakerConfig\.java; as of 2026-11/),
  ).toBeVisible();
  await expect(app.picture("Circuit breaker")).toHaveAccessibleName(/50 % of the last 100 calls/);
  await expect(app.breaker()).toBeVisible();

  await app.run();
  await expect(app.node("payment")).not.toHaveAccessibleName(/offered/);
});
