// Results of each operation of a node: what is counted, and that counting changes nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { OperationResult } from "../../simulation/results/run-result.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { randomScenario } from "../support/random-scenarios.ts";
import {
  fingerprint,
  metronome,
  nodeOf,
  resolved,
  run,
  type Sketch,
  simulate,
  sketch,
} from "../support/simulate.ts";

function detailed(of: Sketch): EngineTotals {
  return simulate(sketch({ ...of, run: { ...of.run, detail: true } }));
}

function operationOf(totals: EngineTotals, node: string, name: string): OperationResult {
  const found = nodeOf(totals, node).operations?.[name];
  if (!found) throw new Error(`no operation ${name} at ${node}`);
  return found;
}

const TWO = { requests: { buy: { weight: 1 }, look: { weight: 1 } } };

describe("results of an operation", () => {
  it("are those of its own attempts", () => {
    const totals = detailed({
      nodes: {
        users: { ...metronome(50, 25), ...TWO },
        api: {
          concurrency: null,
          operations: { buy: { serviceTime: 20, errorRate: 1 }, look: { serviceTime: 5 } },
        },
      },
      edges: { "users->api": {} },
    });
    const [buy, look] = [operationOf(totals, "api", "buy"), operationOf(totals, "api", "look")];
    expect(buy.arrivals + look.arrivals).toBe(200);
    expect(buy).toMatchObject({ ok: 0, errorRate: 1, goodput: 0 });
    expect(buy.failed).toEqual({ error: buy.completions });
    expect(buy.throughput).toBe(buy.completions / 10);
    expect(buy.latencyMs).toMatchObject({ min: 20, p50: 20, max: 20 });
    expect(look).toMatchObject({ failed: {}, errorRate: 0, goodput: look.completions / 10 });
    expect(look.latencyMs).toMatchObject({ mean: 5, p99: 5 });
  });

  it("count as failed what its callers gave up on, and not what was thrown away", () => {
    const late = detailed({
      nodes: { users: metronome(100, 50), api: { concurrency: null, serviceTime: 30 } },
      edges: { "users->api": { timeoutMs: 20 } },
    });
    const { errorRate, ok, goodput } = operationOf(late, "api", "request");
    expect({ errorRate, ok, goodput }).toEqual({ errorRate: 1, ok: 100, goodput: 0 });
    const raced = detailed({
      nodes: {
        users: metronome(100, 50),
        gate: { requires: { 1: "any" } },
        quick: { serviceTime: 5 },
        slow: { serviceTime: 30 },
      },
      edges: { "users->gate": {}, "gate->quick": {}, "gate->slow": {} },
    });
    expect(operationOf(raced, "gate", "request").errorRate).toBe(0);
    // Every answer of the slow one came too late to matter, none of them was a failure.
    expect(operationOf(raced, "slow", "request")).toMatchObject({ errorRate: null, ok: 100 });
  });

  it("count what is turned away as ended, and only what is done as completed", () => {
    const totals = detailed({
      nodes: {
        users: metronome(10, 5),
        api: { concurrency: 1, queueLengthMax: 0, serviceTime: 25 },
      },
      edges: { "users->api": {} },
    });
    const result = operationOf(totals, "api", "request");
    const { arrivals, completions, failed, ok, errorRate, inFlightAtEnd } = result;
    expect(failed.rejected).toBe(arrivals - completions - inFlightAtEnd);
    expect(failed.rejected).toBeGreaterThan(500);
    expect(ok).toBe(completions);
    expect(errorRate).toBeCloseTo((failed.rejected ?? 0) / (ok + (failed.rejected ?? 0)), 12);
  });

  it("leave the warm-up out and say what was there at its end", () => {
    const totals = detailed({
      run: { warmupS: 5 },
      nodes: { users: metronome(100, 90), api: { concurrency: null, serviceTime: 30 } },
      edges: { "users->api": {} },
    });
    const { arrivals, completions, inFlightAtStart, inFlightAtEnd } = operationOf(
      totals,
      "api",
      "request",
    );
    expect({ arrivals, completions }).toEqual({ arrivals: 50, completions: 50 });
    expect({ inFlightAtStart, inFlightAtEnd }).toEqual({ inFlightAtStart: 1, inFlightAtEnd: 1 });
  });

  it("are recorded for an objective that names one, and not otherwise", () => {
    const document = sketch({
      nodes: { users: metronome(100, 50), api: { serviceTime: 12 } },
      edges: { "users->api": {} },
    });
    expect(nodeOf(simulate(document), "api").operations).toBeUndefined();
    const exprs = {
      "p99(api/request) < 20ms": 12,
      "mean(node:api/request) <= 12ms": 12,
      "availability(api/request) > 99%": 1,
      "errorRate(api/request) < 1%": 0,
      "throughput(api/request) >= 9/s": 10,
      "goodput(api/request) >= 9/s": 10,
    };
    const slos = Object.fromEntries(
      Object.keys(exprs).map((expr, at) => [`s${at}`, { expr }] as const),
    );
    const result = runScenario(resolved({ ...document, slos }), {}, engine);
    expect(result.nodes.api?.operations?.request?.arrivals).toBe(100);
    expect(result.nodes.api?.instanceLoad).toBeUndefined();
    for (const { expr, value, met } of result.slos) {
      expect(value).toBeCloseTo(exprs[expr as keyof typeof exprs], 9);
      expect(met).toBe(true);
    }
  });

  it("add up to those of their node, and are conserved, in random scenarios", () => {
    fc.assert(
      fc.property(randomScenario, (plain: ScenarioDocument) => {
        const document = { ...plain, run: { ...plain.run, detail: true } };
        const totals = run(document).totals();
        expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
        for (const { operations, arrivals, completions, failed } of Object.values(totals.nodes)) {
          const each = Object.values(operations ?? {});
          if (each.length === 0) continue;
          const sum = (of: (operation: OperationResult) => number): number =>
            each.reduce((total, operation) => total + of(operation), 0);
          expect(sum((operation) => operation.arrivals)).toBe(arrivals);
          expect(sum((operation) => operation.completions)).toBe(completions);
          for (const [outcome, count] of Object.entries(failed)) {
            expect(sum((one) => one.failed[outcome as keyof typeof failed] ?? 0)).toBe(count);
          }
        }
        expect(fingerprint(document)).toBe(fingerprint(plain));
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe("stretch", () => {
  it("is 1 alone and the number present where they share one core", () => {
    const shared = (timesMs: number[]): number | null | undefined =>
      nodeOf(
        simulate(
          sketch({
            nodes: {
              users: { kind: "client", arrivals: { type: "trace", timesMs } },
              api: { discipline: "ps", concurrency: 1, serviceTime: 10 },
            },
            edges: { "users->api": {} },
          }),
        ),
        "api",
      ).stretch;
    expect(shared([0, 100, 200])).toBeCloseTo(1, 12);
    expect(shared([0, 0, 0])).toBeCloseTo(3, 12);
    // 5 ms alone, then two at half speed for 10 ms, then 5 ms alone.
    expect(shared([0, 5])).toBeCloseTo(30 / 20, 12);
  });

  it("is 1 / (1 - rho) for Poisson arrivals at one core, and not told where nobody shares", () => {
    const totals = (discipline: string) =>
      simulate(
        sketch({
          run: { durationS: 4000, warmupS: 100 },
          nodes: {
            users: { kind: "client", ratePerS: 60 },
            api: { discipline, concurrency: 1, serviceTime: { type: "exponential", meanMs: 10 } },
          },
          edges: { "users->api": {} },
        }),
      );
    expect(nodeOf(totals("ps"), "api").stretch).toBeCloseTo(2.5, 1);
    expect(nodeOf(totals("fifo"), "api").stretch).toBeUndefined();
  });
});
