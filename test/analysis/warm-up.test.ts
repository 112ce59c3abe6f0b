import { describe, expect, it } from "vitest";
import { adviseWarmup } from "../../simulation/analysis/warm-up.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { RunSettings } from "../../simulation/scenario/document.ts";
import { resolved, type Sketch, sketch } from "../support/simulate.ts";

/** One server; relaxation time s / (1 - sqrt(rho))^2. */
function queue(ratePerS: number, run: RunSettings, more: Partial<Sketch> = {}) {
  return sketch({
    run,
    nodes: {
      users: { kind: "client", ratePerS },
      shop: {
        concurrency: 1,
        queueLengthMax: null,
        serviceTime: { type: "exponential", meanMs: 10 },
      },
    },
    edges: { "users->shop": { timeoutMs: null, retry: null } },
    ...more,
  });
}

describe("the proposed warm-up", () => {
  it("is a few relaxation times of a busy queue", () => {
    const { warmupS, pilotRuns, reason } = adviseWarmup(
      resolved(queue(90, { durationS: 120 })),
      engine,
    );
    // Relaxation time at 90 %: 3.8 s.
    expect(warmupS).toBeGreaterThan(1);
    expect(warmupS).toBeLessThan(40);
    expect(pilotRuns).toBe(20);
    expect(reason).toContain(`settle after ${warmupS} s`);
  });

  it("is longer for a busier queue and next to nothing for an idle one", () => {
    const idle = adviseWarmup(resolved(queue(10, { durationS: 120 })), engine).warmupS ?? -1;
    const busy = adviseWarmup(resolved(queue(90, { durationS: 120 })), engine).warmupS ?? -1;
    expect(idle).toBeGreaterThanOrEqual(0);
    expect(idle).toBeLessThan(5);
    expect(busy).toBeGreaterThan(idle);
  });

  it("does not depend on faults, on the present warm-up or on what ran before", () => {
    const slow = { kind: "slow", target: "shop", atS: 100, forS: 50, factor: 9 } as const;
    const run = { durationS: 200, seed: 5 };
    const plain = adviseWarmup(resolved(queue(80, run)), engine);
    const faulty = queue(80, { ...run, warmupS: 30 }, { faults: { slow } });
    expect(adviseWarmup(resolved(faulty), engine)).toEqual(plain);
  });

  it("is none where the load is more than the system can serve", () => {
    const { warmupS, reason } = adviseWarmup(resolved(queue(120, { durationS: 60 })), engine);
    expect(warmupS).toBeNull();
    expect(reason).toContain("have not settled");
  });

  it("is none where the load changes from the start", () => {
    const rising = [
      [0, 1],
      [60, 2],
    ];
    const document = queue(50, { durationS: 60 });
    const nodes = { ...document.nodes, users: { ...document.nodes.users, profile: rising } };
    const advice = adviseWarmup(resolved({ ...document, nodes } as typeof document), engine);
    expect(advice).toMatchObject({ warmupS: null, pilotRuns: 0 });
  });

  it("names the node that settles last", () => {
    const document = sketch({
      run: { durationS: 300 },
      nodes: {
        users: { kind: "client", ratePerS: 20 },
        mq: { kind: "rabbitmq" },
        mailer: { concurrency: 1, serviceTime: { type: "exponential", meanMs: 48 } },
      },
      edges: { "users->mq": {}, "mq->mailer": { prefetch: 1 } },
    });
    const { warmupS, reason } = adviseWarmup(resolved(document), engine);
    expect(warmupS === null || warmupS > 2).toBe(true);
    expect(reason).toContain("messages in mq");
  });
});
