// Offered load and saturation from the document alone, against theory and against the engine.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import type { OfferedNode } from "../../simulation/results/offered-load.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, nodeOf, resolved, type Sketch, simulate, sketch } from "../support/simulate.ts";

const CLIENT = { kind: "client", ratePerS: 100 };

function assess(parts: Sketch | ScenarioDocument) {
  const document = "format" in parts ? parts : sketch(parts);
  const load = offeredLoad(resolved(document));
  const node = (id: string): OfferedNode => {
    const found = load.nodes.find((entry) => entry.id === id);
    if (!found) throw new Error(`no node ${id}`);
    return found;
  };
  return { load, node };
}

describe("one station", () => {
  it("has the utilization rate x mean / (instances x slots) and the headroom 1 / utilization", () => {
    const a = { replicas: 2, concurrency: 4, serviceTime: { type: "exponential", meanMs: 40 } };
    const { load, node } = assess({ nodes: { users: CLIENT, a }, edges: { "users->a": {} } });
    expect(node("a")).toMatchObject({ ratePerS: 100, limit: "slots", holdMs: 40, atLeast: false });
    expect(node("a").utilization).toBeCloseTo(0.5, 12);
    expect(node("a").capacityPerS).toBeCloseTo(200, 9);
    expect(load).toMatchObject({ first: "a", closed: false });
    expect(load.headroom).toBeCloseTo(2, 12);
  });

  it("has no utilization without a limit", () => {
    const a = { concurrency: null, serviceTime: 40 };
    const { load, node } = assess({ nodes: { users: CLIENT, a }, edges: { "users->a": {} } });
    expect(node("a")).toMatchObject({ utilization: null, capacityPerS: null, limit: null });
    expect(load).toMatchObject({ first: null, headroom: null });
  });

  it("is limited by its rate limit where that is tighter than its slots", () => {
    const rateLimit = { ratePerS: 125, scope: "node" };
    const a = { concurrency: 10, serviceTime: 10, rateLimit };
    const { node } = assess({ nodes: { users: CLIENT, a }, edges: { "users->a": {} } });
    expect(node("a")).toMatchObject({ limit: "rateLimit", utilization: 0.8, capacityPerS: 125 });
  });

  it("counts errors that come early, work afterwards, breakdowns and bulks", () => {
    const a = {
      ...{ concurrency: 10, serviceTime: 40, errorRate: 0.5, errorTime: 0 },
      ...{ afterTime: 20, afterProbability: 0.5 },
      breakdowns: { every: 900, for: 100 },
    };
    const b = { concurrency: 5, serviceTime: 40, bulk: { max: 4 } };
    const { node } = assess({
      nodes: { users: CLIENT, a, b },
      edges: { "users->a": {}, "users->b": {} },
    });
    // Half of the requests hold a slot for 40 + 10 ms, the others for none.
    expect(node("a").utilization).toBeCloseTo((100 * 0.025) / (10 * 0.9), 12);
    expect(node("b").utilization).toBeCloseTo((100 * 0.04) / (5 * 4), 12);
  });

  it("weighs operations by their share of the requests, and batches by their mean size", () => {
    const requests = { read: { weight: 3 }, write: { weight: 1 } };
    const users = { ...CLIENT, requests, batch: 2 };
    const a = { concurrency: 10, serviceTime: 4, operations: { write: { serviceTime: 20 } } };
    const { node } = assess({ nodes: { users, a }, edges: { "users->a": {} } });
    expect(node("a").ratePerS).toBeCloseTo(200, 9);
    expect(node("a").utilization).toBeCloseTo((150 * 0.004 + 50 * 0.02) / 10, 12);
  });

  it("is told at the peak of its profile, and at the mean of a recorded series", () => {
    const profile = [
      [0, 1],
      [5, 3],
    ];
    const a = { concurrency: 10, serviceTime: 10 };
    const ramp = assess({
      nodes: { users: { ...CLIENT, profile }, a },
      edges: { "users->a": {} },
    });
    expect(ramp.node("a").utilization).toBeCloseTo(0.1, 12);
    expect(ramp.node("a").peakUtilization).toBeCloseTo(0.3, 12);
    const csv = "t,rate\n0,100\n5,300\n";
    const recorded = assess({
      nodes: { users: { ...CLIENT, profile: { csv } }, a },
      edges: { "users->a": {} },
    });
    expect(recorded.node("a").ratePerS).toBeCloseTo(200, 9);
    expect(recorded.node("a").peakUtilization).toBeCloseTo(0.3, 12);
  });

  it("gets at most one request per user and think time from users that wait", () => {
    const users = { kind: "client", closed: { users: 50, thinkTime: 500 } };
    const a = { concurrency: 10, serviceTime: 10 };
    const { load, node } = assess({ nodes: { users, a }, edges: { "users->a": {} } });
    expect(node("a").ratePerS).toBeCloseTo(100, 9);
    expect(load.closed).toBe(true);
  });
});

describe("networks", () => {
  it("solve the traffic equations of an open network with feedback (Jackson)", () => {
    // a = 100 + 0.25 b, b = 0.8 a: a = 125, b = 100.
    const { load, node } = assess({
      nodes: {
        users: CLIENT,
        a: { concurrency: 5, serviceTime: 10, blocking: false },
        b: { concurrency: 2, serviceTime: 10, blocking: false },
      },
      edges: { "users->a": {}, "a->b": { probability: 0.8 }, "b->a": { probability: 0.25 } },
    });
    expect(node("a").ratePerS).toBeCloseTo(125, 8);
    expect(node("b").ratePerS).toBeCloseTo(100, 8);
    expect(load.first).toBe("b");
    expect(load.headroom).toBeCloseTo(2, 8);
  });

  it("never end where a loop makes one call or more for one", () => {
    const { load, node } = assess({
      nodes: {
        users: CLIENT,
        a: { concurrency: 5, serviceTime: 10, blocking: false },
        b: { concurrency: 2, serviceTime: 10, blocking: false },
      },
      edges: { "users->a": {}, "a->b": {}, "b->a": {} },
    });
    expect(node("b")).toMatchObject({ ratePerS: Infinity, utilization: Infinity });
    expect(load.headroom).toBe(0);
  });

  it("multiply calls by count, share exclusive choices by weight and call every instance", () => {
    const target = { concurrency: 100, serviceTime: 1 };
    const choice = (weight: number) => ({ calls: [{ id: "x", choice: "c", weight }] });
    const { node, load } = assess({
      nodes: {
        users: CLIENT,
        a: {},
        b: target,
        c: target,
        d: target,
        e: { ...target, replicas: 3 },
      },
      edges: {
        ...{ "users->a": {}, "a->b": { count: 2 }, "a->e": { count: "all" } },
        ...{ "a->c": choice(3), "a->d": choice(1) },
      },
    });
    const rates = ["b", "c", "d", "e"].map((id) => Math.round(node(id).ratePerS * 1e6) / 1e6);
    expect(rates).toEqual([200, 75, 25, 300]);
    expect(load.edges.find(({ id }) => id === "a->b")?.ratePerS).toBeCloseTo(200, 9);
  });

  it("hold the slots of callers that block for as long as their calls take", () => {
    const a = { concurrency: 20, serviceTime: 10 };
    const rest = {
      edges: { "users->a": {}, "a->b": { networkMs: 5 }, "a->c": { stage: 2, oneWay: true } },
    };
    const b = { concurrency: 50, serviceTime: 30 };
    const nodes = { users: CLIENT, a: { ...a, blocking: true }, b, c: b };
    const blocking = assess({ nodes, ...rest }).node("a");
    expect(blocking).toMatchObject({ holdMs: 50, atLeast: true });
    const free = assess({ nodes: { ...nodes, a: { ...a, blocking: false } }, ...rest }).node("a");
    expect(free).toMatchObject({ holdMs: 10, atLeast: false });
  });

  it("copy messages to every queue and share one queue among its consumers", () => {
    const consumer = { concurrency: 4, serviceTime: 10 };
    const nodes = {
      ...{ users: CLIENT, a: {}, mail: { kind: "rabbitmq" } },
      ...{ one: consumer, two: consumer, both: { ...consumer, replicas: 3 } },
    };
    const edges = {
      ...{ "users->a": {}, "a->mail": {} },
      ...{ "mail->one": {}, "mail->two": { queue: "q" }, "mail->both": { queue: "q" } },
    };
    const { node } = assess({ nodes, edges });
    const rates = ["mail", "one", "two", "both"].map((id) => node(id).ratePerS);
    expect(rates).toEqual([100, 100, 25, 75]);
  });

  it("are limited by partitions where a log's consumers have more slots than that", () => {
    const nodes = {
      ...{ users: CLIENT, a: {}, log: { kind: "kafka", partitions: 4 } },
      reader: { kind: "service", concurrency: 16, serviceTime: 20 },
    };
    const { node } = assess({ nodes, edges: { "users->a": {}, "a->log": {}, "log->reader": {} } });
    expect(node("reader")).toMatchObject({ limit: "deliveries", capacityPerS: 200 });
  });
});

function gallery(name: string): ScenarioDocument {
  const text = readFileSync(new URL(`../../public/scenarios/${name}`, import.meta.url), "utf8");
  return JSON.parse(text) as ScenarioDocument;
}

describe("the engine agrees", () => {
  it("on rates and utilization of the shop below saturation, without its faults", () => {
    const { faults: _, changes: __, ...shop } = gallery("shop.brownout.json");
    const document = { ...shop, run: { ...shop.run, durationS: 60, warmupS: 10 } };
    const flat = Object.fromEntries(
      Object.entries(document.nodes).map(([id, { profile: _profile, ...node }]) => [id, node]),
    );
    const still = { ...document, nodes: flat } as ScenarioDocument;
    const totals = simulate(still);
    expect(allOf(totals).ok).toBeGreaterThan(1000);
    const { load } = assess(still);
    for (const { id, ratePerS, utilization, atLeast } of load.nodes) {
      const node = nodeOf(totals, id);
      expect(ratePerS / (node.arrivals / 50), id).toBeCloseTo(1, 1);
      if (utilization === null || node.utilization === null) continue;
      expect(utilization, id).toBeLessThan(node.utilization * 1.1 + 0.01);
      if (!atLeast) expect(utilization, id).toBeGreaterThan(node.utilization * 0.9 - 0.01);
    }
  });

  it("that a station at 1.3 times its headroom falls behind and at 0.8 times does not", () => {
    const at = (factor: number) =>
      sketch({
        run: { durationS: 60, warmupS: 5 },
        nodes: {
          users: { ...CLIENT, ratePerS: 50 * factor },
          a: { concurrency: 800, serviceTime: 5, blocking: true },
          b: { replicas: 2, concurrency: 1, serviceTime: { type: "exponential", meanMs: 20 } },
        },
        edges: { "users->a": {}, "a->b": { probability: 0.5, timeoutMs: 60_000 } },
      });
    const headroom = assess(at(1)).load.headroom ?? 0;
    const busy = (factor: number) => nodeOf(simulate(at(factor * headroom)), "b").utilization ?? 0;
    expect(busy(0.8)).toBeCloseTo(0.8, 1);
    expect(busy(1.3)).toBeGreaterThan(0.98);
  });
});
