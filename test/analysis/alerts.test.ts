// Alert rules: when they fire, on what, how long after a fault, and what is no rule.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { AlertResult } from "../../simulation/results/alert-result.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { AlertDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { resolved } from "../support/simulate.ts";

const WATCHED: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "watched",
  run: { durationS: 120, windowS: 1 },
  nodes: {
    users: { kind: "client", ratePerS: 100, arrivals: "constant" },
    api: { kind: "service", replicas: 2, serviceTime: 2 },
    mq: { kind: "rabbitmq" },
    eater: { kind: "service", serviceTime: 1 },
  },
  edges: { "users->api": {}, "api->mq": {}, "mq->eater": {} },
  faults: { f: { kind: "errors", target: "api", atS: 40, forS: 20, ratio: 0.5 } },
  slos: { good: { expr: "availability > 99%" }, quick: { expr: "p99 < 1s" } },
};

function played(alert: AlertDocument, set: Readonly<Record<string, Json>> = {}): AlertResult {
  const changed = applySet({ ...WATCHED, alerts: { a: alert } }, set);
  if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
  const [found] = runScenario(resolved(changed.document), {}, engine).alerts ?? [];
  if (!found) throw new Error("no alert");
  return found;
}

describe("an alert", () => {
  it("fires at the first evaluation at which it holds, and ends at the first at which it does not", () => {
    const { firings } = played({ expr: "errorRate > 15%", overS: 5, everyS: 4 });
    // Of the last 5 s four are bad at 44 s, and one of them, with a tenth of errors, at 64 s.
    expect(firings).toHaveLength(1);
    expect(firings[0]).toEqual({
      pendingAtS: 44,
      firedAtS: 44,
      resolvedAtS: 64,
      fault: "f",
      detectS: 4,
    });
  });

  it("waits until it has held for long enough", () => {
    const rule = { expr: "errorRate > 10%", overS: 5, everyS: 4 };
    expect(played({ ...rule, forS: 10 }).firings[0]).toMatchObject({
      pendingAtS: 44,
      firedAtS: 56,
    });
    const long = played({ ...rule, forS: 30 });
    expect(long.firings).toEqual([]);
    expect(long.missed).toEqual(["f"]);
  });

  it("notices nothing between two evaluations", () => {
    const rule = { expr: "errorRate > 10%", overS: 5 };
    expect(played({ ...rule, everyS: 60 }).firings[0]?.detectS).toBe(20);
    expect(played({ ...rule, everyS: 35 }).firings).toEqual([]);
  });

  it("looks at the whole time before: a long one sees less and remembers longer", () => {
    const rule = { expr: "errorRate > 10%", everyS: 1 };
    const [short] = played({ ...rule, overS: 2 }).firings;
    const [long] = played({ ...rule, overS: 30 }).firings;
    // A half for t seconds of 30 is over a tenth from t > 6.
    expect(short?.detectS).toBe(1);
    expect(long?.detectS).toBeGreaterThan(5);
    expect(long?.detectS).toBeLessThan(9);
    expect(long?.resolvedAtS).toBeGreaterThan((short?.resolvedAtS ?? 0) + 15);
    const both = played({ ...rule, overS: 30, shortOverS: 2 }).firings[0];
    expect(both?.firedAtS).toBe(long?.firedAtS);
    expect(both?.resolvedAtS).toBe(short?.resolvedAtS);
  });

  it("counts how fast an objective's budget is spent", () => {
    // A half fails where a hundredth may: 50 times the budget, 25 times over twice the time.
    const rule = { overS: 20, everyS: 1 };
    const burn = (times: number) => played({ ...rule, expr: `burnRate(good) > ${times}` }).firings;
    expect(burn(55)).toEqual([]);
    expect(burn(25)[0]?.detectS).toBeGreaterThan(8);
    expect(burn(25)[0]?.detectS).toBeLessThan(13);
  });

  it.each([
    ["p99 > 50ms", { "faults.f": { kind: "slow", target: "api", atS: 40, forS: 20, factor: 40 } }],
    ["errorRate(node:api) > 20%", {}],
    ["errorRate(users:api) > 20%", {}],
    ["availability < 80%", {}],
    ["goodput < 80/s", {}],
    [
      "utilization(api) > 50%",
      { "faults.f": { kind: "slow", target: "api", atS: 40, forS: 20, factor: 400 } },
    ],
    ["backlog(mq) > 500", { "faults.f": { kind: "crash", target: "eater", atS: 40, forS: 20 } }],
    ["lag(mq) > 5s", { "faults.f": { kind: "crash", target: "eater", atS: 40, forS: 20 } }],
  ])("can watch %s", (expr, set) => {
    const { firings } = played({ expr, overS: 5, everyS: 5 }, set as Record<string, Json>);
    expect(firings[0]?.fault).toBe("f");
    expect(firings[0]?.firedAtS).toBeGreaterThan(40);
    expect(played({ expr, overS: 5, everyS: 5 }, { "faults.f.enabled": false }).firings).toEqual(
      [],
    );
  });

  it("is told in the story, with the time to detect", () => {
    const alerts = { a: { name: "Errors", expr: "errorRate > 10%", overS: 5, everyS: 4 } };
    const told = (document: ScenarioDocument) =>
      runScenario(resolved(document), {}, engine).story?.map(({ text }) => text) ?? [];
    expect(told({ ...WATCHED, alerts })).toContain(
      "Of the alerts “Errors” fired at 0:44 (4.00 s after the fault began).",
    );
    const deaf = { a: { ...alerts.a, expr: "errorRate > 90%" } };
    expect(told({ ...WATCHED, alerts: deaf })).toContain("No alert has fired.");
  });

  it("changes nothing of the run", () => {
    const alerts = { a: { expr: "errorRate > 10%" } };
    const digest = (document: ScenarioDocument) =>
      runScenario(resolved(document), {}, engine).digest;
    expect(digest({ ...WATCHED, alerts })).toBe(digest(WATCHED));
  });
});

describe("what is no alert", () => {
  it.each([
    [{ expr: "errors > 1%" }, "alerts.a.expr"],
    [{ expr: "errorRate(nobody) > 1%" }, "alerts.a.expr"],
    [{ expr: "recovery < 10s" }, "alerts.a.expr"],
    [{ expr: "utilization(users:api) > 1%" }, "alerts.a.expr"],
    [{ expr: "burnRate(none) > 2" }, "alerts.a.expr"],
    [{ expr: "burnRate(quick) > 2" }, "alerts.a.expr"],
    [{ expr: "burnRate(good)" }, "alerts.a.expr"],
    [{ expr: "errorRate > 1%", overS: 60, shortOverS: 60 }, "alerts.a.shortOverS"],
    [{ expr: "errorRate > 1%", everyS: 0 }, "alerts.a.everyS"],
    [{ expr: "errorRate > 1%", until: 4 }, "alerts.a.until"],
  ])("%j is a problem at %s", (alert, path) => {
    const { problems } = checkDocument({ ...WATCHED, alerts: { a: alert } });
    expect(problems.map((found) => found.path)).toContain(path);
  });
});
