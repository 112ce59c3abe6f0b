// Calls that stand before a full pool or bulkhead count as the queue of the node that makes them.
import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { NODE_STATES } from "../../simulation/results/story.ts";
import { resolved, sketch } from "../support/simulate.ts";

const EXP = (meanMs: number) => ({ type: "exponential", meanMs });

/** A service before a database that is ten times slower from 20 s on. */
function watch(api: object, edge: object, factor = 10) {
  const scenario = resolved(
    sketch({
      run: { durationS: 40 },
      nodes: {
        users: { kind: "client", ratePerS: 200 },
        api: { serviceTime: EXP(5), concurrency: null, ...api },
        db: { kind: "database", serviceTime: EXP(20), concurrency: 100 },
      },
      edges: { "users->api": { networkMs: 1 }, "api->db": { networkMs: 1, ...edge } },
      faults: { slow: { kind: "slow", target: "db", atS: 20, forS: 10, factor } },
    }),
  );
  engine.load(scenario);
  const observer = createObserver(scenario, engine.layout());
  engine.run(Infinity, Infinity);
  observer.push(engine.rows(0));
  observer.finish();
  const { nodeIds } = engine.layout();
  const states = Array.from(observer.states())
    .filter((_, at) => nodeIds[at % nodeIds.length] === "api")
    .map((code) => NODE_STATES[code]);
  return { states, cascade: observer.cascade() };
}

const ORIGINS = [
  { node: "db", because: "fault:slow" },
  { node: "api", because: "node:db/blockedCallers", state: "saturated" },
  { node: "users", because: "node:api/blockedCallers", state: "degraded" },
];

describe("a caller whose calls wait", () => {
  it("for connections of a pool that a slow callee keeps is saturated, blocked by the callee", () => {
    const { states, cascade } = watch({ blocking: false }, { pool: { max: 10, timeoutMs: null } });
    expect(cascade).toMatchObject(ORIGINS);
    expect(states.slice(0, 20)).not.toContain("saturated");
    expect(states[28]).toBe("saturated");
  });

  it("for permits of a bulkhead is saturated too, however many slots it has", () => {
    const bulkhead = { maxConcurrent: 10, maxWaitMs: 60_000 };
    const { states, cascade } = watch({ concurrency: 5000, blocking: true }, { bulkhead });
    expect(cascade).toMatchObject(ORIGINS);
    expect(states.slice(0, 20)).not.toContain("saturated");
    expect(states[28]).toBe("saturated");
  });

  it("now and then is not: a line that comes and goes is what pools are for", () => {
    const { states } = watch({ blocking: false }, { pool: { max: 10, timeoutMs: null } }, 2);
    expect(states).not.toContain("saturated");
    expect(states).not.toContain("failing");
  });
});
