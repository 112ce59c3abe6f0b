// What would have helped: changes are tried one at a time on the random numbers of the run itself.
import { describe, expect, it } from "vitest";
import { startCounterfactuals } from "../../simulation/analysis/counterfactuals.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { CounterfactualResult } from "../../simulation/results/counterfactual.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { simulate, sketch } from "../support/simulate.ts";

/** A slow payment takes all slots of the orders that wait for it. */
const BLOCKED = sketch({
  run: { durationS: 50, warmupS: 2, seed: 3 },
  nodes: {
    users: { kind: "client", ratePerS: 40, requests: { buy: { goalMs: 1000 } } },
    orders: {
      blocking: true,
      concurrency: 12,
      queueLengthMax: 30,
      serviceTime: { type: "exponential", meanMs: 3 },
    },
    payment: { concurrency: 10, serviceTime: { type: "exponential", meanMs: 30 } },
    stock: { serviceTime: { type: "exponential", meanMs: 2 } },
  },
  edges: {
    "users->orders": { timeoutMs: 2000 },
    "orders->payment": { calls: [{ id: "pay", probability: 0.5 }] },
    "orders->stock": {},
  },
  faults: { slow: { kind: "slow", target: "payment", atS: 20, forS: 20, factor: 100 } },
});

/** Retries without end keep the system down after a short stop. */
const STORM = sketch({
  run: { durationS: 50, warmupS: 2, seed: 5 },
  nodes: {
    users: { kind: "client", ratePerS: 70 },
    api: { concurrency: 1, serviceTime: { type: "exponential", meanMs: 10 } },
  },
  edges: {
    "users->api": {
      timeoutMs: 300,
      retry: { maxAttempts: 4, backoff: { type: "constant", baseMs: 10, jitter: "none" } },
    },
  },
  faults: { stop: { kind: "hang", target: "api", atS: 20, forS: 5 } },
});

function tried(document: ScenarioDocument, replications = 2): CounterfactualResult {
  const started = startCounterfactuals(document, { replications });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  while (started.counterfactuals.next(engine));
  expect(started.counterfactuals.done()).toBe(started.counterfactuals.total());
  return started.counterfactuals.result();
}

function lostIn({ endToEnd, simulatedS, warmupS }: EngineTotals): number {
  const { all } = endToEnd;
  if (all === undefined) throw new Error("no requests");
  const good = Math.round(all.goodput * (simulatedS - warmupS));
  return all.offered + all.inFlightAtStart - good - all.degraded;
}

describe("what would have helped", () => {
  it("is what the changed design does on the same seeds", () => {
    const { remedies, lost, offered } = tried(BLOCKED, 1);
    const before = simulate(BLOCKED);
    expect(lost.mean).toBe(lostIn(before));
    expect(offered).toBe(before.endToEnd.all?.offered);
    expect(lost.mean).toBeGreaterThan(100);
    expect(remedies.length).toBeGreaterThan(5);
    for (const { id, set, lost: left, saved } of remedies) {
      const changed = applySet(BLOCKED, set);
      if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
      const after = lostIn(simulate(changed.document));
      expect(left.mean, id).toBe(after);
      expect(saved.mean, id).toBe(lost.mean - after);
    }
  });

  it("ranks by what is saved and keeps slots free of a slow callee", () => {
    const { remedies, lost } = tried(BLOCKED, 3);
    const gains = remedies.map(({ saved }) => saved.mean);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    const bulkhead = remedies.find(({ id }) => id === "bulkhead:orders->payment");
    expect(bulkhead?.sure).toBe(true);
    expect(bulkhead?.saved.mean).toBeGreaterThan(0.2 * lost.mean);
    const queue = remedies.find(({ id }) => id === "queue:orders->payment");
    expect(queue?.saved.mean).toBeGreaterThan(0.9 * lost.mean);
    expect(queue?.caveat).toContain("later");
  });

  it("finds the retries that keep a system down", () => {
    const { remedies, lost } = tried(STORM, 3);
    const found = Object.fromEntries(remedies.map((remedy) => [remedy.kind, remedy]));
    expect(lost.mean).toBeGreaterThan(1000);
    expect(found.noRetry?.sure).toBe(true);
    expect(found.noRetry?.saved.mean).toBeGreaterThan(0.5 * lost.mean);
    expect(found.retryBudget?.saved.mean).toBeGreaterThan(0.5 * lost.mean);
    expect(found.jitter?.sentence).toContain("full jitter");
  });

  it("has nothing to try where nothing was lost", () => {
    const calm = tried({ ...BLOCKED, faults: {} });
    expect(calm.remedies).toEqual([]);
    expect(calm.nothingTried).toMatch(/No request was lost|No node left/);
  });

  it("never proposes what the file does not take", () => {
    const fault = { kind: "latency", target: "orders->payment", atS: 20, forS: 20, addMs: 3000 };
    const onLink = { ...BLOCKED, faults: { far: fault } };
    const { remedies } = tried(onLink, 1);
    expect(remedies.length).toBeGreaterThan(0);
    expect(remedies.map(({ id }) => id)).not.toContain("queue:orders->payment");
  });

  it("refuses a number of runs that makes no sense", () => {
    expect(startCounterfactuals(BLOCKED, { replications: 0 }).ok).toBe(false);
  });
});
