import { describe, expect, it } from "vitest";
import {
  failureRatioOf,
  firstDisturbanceMs,
  hasOwnBaseline,
  isNodeReady,
  latencyOf,
  shadowScenario,
} from "../../simulation/analysis/baseline.ts";
import { disturbancesOf } from "../../simulation/analysis/disturbances.ts";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { phasesOf } from "../../simulation/analysis/phases.ts";
import type { RecoveryTimes } from "../../simulation/analysis/recovery.ts";
import { topologyOf } from "../../simulation/analysis/topology.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import { CHAIN_NODES, chain, chainLayout, chainRows, slowPayment } from "../support/chain.ts";
import { type RowWriter, slowFault } from "../support/series-builder.ts";

type Writer = (row: RowWriter, window: number) => void;

function timesOf(scenario: ResolvedScenario, more: Writer, windows: number): RecoveryTimes {
  const observer = createObserver(scenario, chainLayout(scenario));
  observer.push(chainRows(scenario, windows, more));
  return observer.recovery();
}

function until(end: number): Writer {
  return (row, window) => {
    if (window < end) slowPayment(row, window);
  };
}

describe("impact, detection and recovery", () => {
  const scenario = chain({ faults: [slowFault("payment", { forMs: 20_000 })] });

  it("tells when goodput fell, when the origin showed it, and when all was back", () => {
    const times = timesOf(scenario, until(45), 60);
    expect(times.status).toBe("recovered");
    // Clients fail from window 23 on; payment departs in window 20.
    expect([times.impactMs, times.detectMs]).toEqual([24_000, 21_000]);
    // The last bad window ends at 45; the third good one, from 47 on, is shown as healthy.
    expect([times.recoveredMs, times.recoveryS]).toEqual([47_000, 7]);
  });

  it("needs five healthy windows before it says so", () => {
    expect(timesOf(scenario, until(45), 51).status).toBe("waiting");
    expect(timesOf(scenario, until(45), 52).status).toBe("recovered");
  });

  it("needs the goodput back, not only healthy nodes", () => {
    const fewer: Writer = (row, window) => {
      until(45)(row, window);
      if (window >= 45) row.type("all", { good: 94 });
    };
    expect(timesOf(scenario, fewer, 60)).toMatchObject({ status: "waiting", recoveryS: null });
  });

  it("does not take a smaller load for lost goodput", () => {
    const half: Writer = (row, window) => {
      until(45)(row, window);
      if (window >= 45) row.type("all", { offered: 50, ok: 50, good: 50 });
    };
    expect(timesOf(scenario, half, 60).status).toBe("recovered");
  });

  it("is zero without a fault, and unknown while one acts", () => {
    expect(timesOf(chain(), () => {}, 40)).toMatchObject({ status: "none", recoveryS: 0 });
    expect(timesOf(scenario, until(45), 30)).toMatchObject({ status: "acting", recoveryS: null });
    const harmless = timesOf(scenario, () => {}, 60);
    expect(harmless).toMatchObject({ status: "recovered", recoveryS: 0 });
  });

  it("calls a system metastable that stays down a minute and a half after the fault", () => {
    const stuck: Writer = (row, window) => {
      slowPayment(row, window);
      row.node("payment", { serviceMs: 4000, wastedMs: 4000 });
    };
    expect(timesOf(scenario, stuck, 129).metastable).toBeNull();
    const { metastable } = timesOf(scenario, stuck, 130);
    expect(metastable?.goodRatio).toBeCloseTo(0.4, 6);
    expect(metastable?.loops.map((loop) => loop.name)).toEqual(["wastedWork"]);
    const lessLoad: Writer = (row, window) => {
      stuck(row, window);
      if (window >= 40) row.type("all", { offered: 80 });
    };
    expect(timesOf(scenario, lessLoad, 140).metastable).toBeNull();
  });

  it("names a cache that stays cold and a queue that nobody waits for among the loops", () => {
    const loops = (hits: number, waitMeanMs: number) => {
      const stuck: Writer = (row, window) => {
        if (window >= 20) slowPayment(row, window);
        const found = window < 20 ? 90 : hits;
        row.node("email", { hits: found, misses: 100 - found });
        row.node("payment", { waitMeanMs: window < 20 ? 1 : waitMeanMs });
      };
      const observer = createObserver(scenario, chainLayout(scenario));
      observer.push(chainRows(scenario, 130, stuck, 0));
      return observer.recovery().metastable?.loops ?? [];
    };
    const timeoutMs = 2000;
    const cold = loops(71, 2500).find(({ name }) => name === "coldCache");
    expect(cold).toMatchObject({ node: "email", now: 0.71 });
    expect(cold?.usual).toBeCloseTo(0.9, 9);
    expect(cold?.share).toBeCloseTo(1 - 0.71 / 0.9, 9);
    expect(loops(73, 2500).map(({ name }) => name)).not.toContain("coldCache");
    const stale = loops(90, 2500).find(({ name }) => name === "staleQueue");
    expect(stale).toMatchObject({ node: "payment", now: 2500, usual: timeoutMs });
    expect(loops(90, 1900).map(({ name }) => name)).not.toContain("staleQueue");
  });
});

describe("the baseline", () => {
  it("is made of the windows from the warm-up to the first disturbance", () => {
    const scenario = chain({ warmupMs: 5000, faults: [slowFault("payment")] });
    const layout = chainLayout(scenario);
    const observer = createObserver(scenario, layout);
    const errors: Writer = (row, window) =>
      row.node("payment", { callerFailed: window < 5 || window >= 20 ? 90 : 2, p95Ms: 90 });
    observer.push(chainRows(scenario, 40, errors, 0));
    const payment = layout.nodeIds.indexOf("payment");
    const baseline = observer.baseline();
    expect(baseline.windows).toBe(15);
    expect(failureRatioOf(baseline, payment)).toBeCloseTo(0.02, 12);
    expect(latencyOf(baseline, "p95", payment)).toBeCloseTo(90, 12);
  });

  it("needs ten windows and two hundred attempts of a node", () => {
    const scenario = chain();
    const layout = chainLayout(scenario);
    const email = layout.nodeIds.indexOf("email");
    const orders = layout.nodeIds.indexOf("orders");
    const observer = createObserver(scenario, layout);
    const few: Writer = (row) => row.node("email", { callerEnded: 19 });
    observer.push(chainRows(scenario, 9, few, 0));
    expect(isNodeReady(observer.baseline(), orders)).toBe(false);
    const rows = chainRows(scenario, 11, few, 0);
    observer.push(rows.subarray((rows.length / 11) * 9, (rows.length / 11) * 10));
    expect(isNodeReady(observer.baseline(), orders)).toBe(true);
    expect(isNodeReady(observer.baseline(), email)).toBe(false);
  });

  const disturbedAt = (scenario: ResolvedScenario): number => {
    const topology = topologyOf(scenario, chainLayout(scenario));
    return firstDisturbanceMs(scenario, disturbancesOf(phasesOf(scenario), topology));
  };

  it("ends at the first enabled fault, change of a parameter, or load step", () => {
    expect(disturbedAt(chain())).toBe(Infinity);
    expect(disturbedAt(chain({ faults: [slowFault("payment", { atMs: 33_000 })] }))).toBe(33_000);
    expect(disturbedAt(chain({ faults: [slowFault("payment", { enabled: false })] }))).toBe(
      Infinity,
    );
    const set = { "nodes.payment.replicas": 2 };
    expect(disturbedAt(chain({ changes: [{ id: "c1", atMs: 7000, set }] }))).toBe(7000);
    const points = [
      [0, 1],
      [12, 1],
      [14, 2],
    ];
    const loaded = (shape: string) =>
      chain({
        nodes: CHAIN_NODES.map((node) =>
          node.id === "users" ? { ...node, profile: { shape, points } } : node,
        ),
      });
    expect(disturbedAt(loaded("lines"))).toBe(12_000);
    expect(disturbedAt(loaded("steps"))).toBe(14_000);
  });

  it("comes from an undisturbed shadow run where there is no time for its own", () => {
    const early = chain({ warmupMs: 5000, faults: [slowFault("payment", { atMs: 12_000 })] });
    expect(hasOwnBaseline(early)).toBe(false);
    const shadow = shadowScenario(early);
    expect(shadow?.faults).toEqual([]);
    expect(shadow?.durationMs).toBe(60_000);
    expect(shadowScenario(chain({ warmupMs: 5000, faults: [slowFault("payment")] }))).toBeNull();
    expect(shadowScenario(chain({ warmupMs: 5000, durationMs: 8000 }))).toBeNull();
  });

  it("is what states are judged by when it is handed in", () => {
    const early = chain({ faults: [slowFault("payment", { atMs: 2000 })] });
    const calm = chain();
    const layout = chainLayout(early);
    const shadow = createObserver(calm, layout);
    shadow.push(chainRows(calm, 20));
    const slow: Writer = (row) => row.node("payment", { p95Ms: 400 });
    const judged = (observer: ReturnType<typeof createObserver>): string[] => {
      observer.push(chainRows(early, 20, slow, 2));
      return observer.cascade().map((step) => `${step.node} ${step.state}`);
    };
    expect(judged(createObserver(early, layout))).toEqual([]);
    expect(judged(createObserver(early, layout, shadow.baseline()))).toEqual(["payment degraded"]);
  });
});
