// Rules of load balancing one by one: rows are set up by a scenario, picks are made by hand.
import { describe, expect, it } from "vitest";
import { NOW, registers } from "../../simulation/core/registers.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { memberCell, members } from "../../simulation/primitives/balance-rows.ts";
import { outstandingCell, pickInstance } from "../../simulation/primitives/balancer.ts";
import { endpointUpdate } from "../../simulation/primitives/crash.ts";
import { healthCheck } from "../../simulation/primitives/health-check.ts";
import { instances, nodeState } from "../../simulation/primitives/node-state.ts";
import { costOf, observeLatency } from "../../simulation/primitives/peak-ewma.ts";
import { balanceCells } from "../../simulation/primitives/policy-rows.ts";
import { attempts, callExtras, calls, requests } from "../../simulation/primitives/rows.ts";
import { warmthOf } from "../../simulation/primitives/slow-start.ts";
import { resolved, sketch } from "../support/simulate.ts";

/** Node "api" comes first, so its instances are 0, 1, ... */
function setUp(replicas: number, edge: object, api: object = {}): void {
  const nodes = { api: { replicas, ...api }, users: { kind: "client" } };
  engine.load(resolved(sketch({ nodes, edges: { "users->api": edge } })));
}

/** The pick for a request with a key. */
function pick(key = 0): number {
  requests.key[0] = key;
  attempts.request[0] = 0;
  calls.parent[0] = 0;
  calls.tries[0] = 1;
  callExtras.tried[0] = 0;
  return pickInstance(0, 0, 0);
}

/** Callers learn at once that an instance is gone. */
function take(instance: number): void {
  instances.up[instance] = 0;
  endpointUpdate(instance, 0);
}

function sharesOf(picks: number, replicas: number, made: (i: number) => number): number[] {
  const counts = new Array<number>(replicas).fill(0);
  for (let i = 0; i < picks; i++) {
    const at = made(i);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count) => count / picks);
}

describe("ring hash", () => {
  const KEYS = 20_000;
  const key = (i: number): number => Math.imul(i, 0x9e3779b9);

  it("sends a key to one instance, and every instance gets its part", () => {
    setUp(10, { balancing: "ringHash" });
    const first = Array.from({ length: KEYS }, (_, i) => pick(key(i)));
    expect(Array.from({ length: KEYS }, (_, i) => pick(key(i)))).toEqual(first);
    // A share of 128 points of 1280 has a relative deviation of about 1 / sqrt(128).
    for (const share of sharesOf(KEYS, 10, (i) => first[i] ?? -1)) {
      expect(Math.abs(share - 0.1)).toBeLessThan((0.1 * 4) / Math.sqrt(128));
    }
  });

  it("moves the keys of an instance that leaves, about one in n, and no others", () => {
    setUp(10, { balancing: "ringHash" });
    const before = Array.from({ length: KEYS }, (_, i) => pick(key(i)));
    take(3);
    const after = Array.from({ length: KEYS }, (_, i) => pick(key(i)));
    const moved = before.filter((at, i) => after[i] !== at);
    expect(new Set(moved)).toEqual(new Set([3]));
    expect(after).not.toContain(3);
    expect(Math.abs(moved.length / KEYS - 0.1)).toBeLessThan((0.1 * 4) / Math.sqrt(128));
    // They spread over all that are left.
    expect(new Set(after.filter((_, i) => before[i] === 3)).size).toBe(9);
  });

  it("gives an instance points by its weight", () => {
    setUp(4, { balancing: "ringHash" }, { instanceWeight: [3, 1, 1, 1] });
    const [heavy = 0] = sharesOf(KEYS, 4, (i) => pick(key(i)));
    expect(Math.abs(heavy - 0.5)).toBeLessThan((0.5 * 4) / Math.sqrt(128));
  });
});

describe("hash modulo", () => {
  const KEYS = 20_000;
  const key = (i: number): number => Math.imul(i, 0x9e3779b9);
  const all = (): number[] => Array.from({ length: KEYS }, (_, i) => pick(key(i)));

  it("sends a key to one instance, and every instance gets its part", () => {
    setUp(10, { balancing: "hash" });
    const first = all();
    expect(all()).toEqual(first);
    const sigma = Math.sqrt((0.1 * 0.9) / KEYS);
    for (const share of sharesOf(KEYS, 10, (i) => first[i] ?? -1)) {
      expect(Math.abs(share - 0.1)).toBeLessThan(4 * sigma);
    }
  });

  it("moves all but one in n keys when an instance leaves, and back when it returns", () => {
    setUp(10, { balancing: "hash" });
    const before = all();
    take(3);
    const after = all();
    expect(after).not.toContain(3);
    // The remainders by 10 and by 9 are independent, so a key finds its place again once in ten.
    const moved = before.filter((at, i) => after[i] !== at).length / KEYS;
    expect(Math.abs(moved - 0.9)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / KEYS));
    instances.up[3] = 1;
    endpointUpdate(3, 1);
    expect(all()).toEqual(before);
  });
});

describe("peak EWMA", () => {
  function at(now: number): void {
    registers[NOW] = now;
  }

  it("jumps to a peak and comes down with e to the minus elapsed over decay", () => {
    setUp(2, { balancing: "ewma", ewmaDecayMs: 1000, ewmaInitialMs: 30 });
    // Nothing is known: the default, decaying.
    expect(costOf(0, 0, 0, 0)).toBe(30);
    at(500);
    const decayed = 30 * Math.exp(-0.5);
    expect(costOf(0, 0, 0, 2)).toBeCloseTo(decayed * 3, 9);
    observeLatency(0, 0, 0, 200);
    expect(costOf(0, 0, 0, 0)).toBe(200);
    at(1500);
    observeLatency(0, 0, 0, 50);
    const kept = Math.exp(-1);
    const blended = 200 * kept + 50 * (1 - kept);
    expect(costOf(0, 0, 0, 0)).toBeCloseTo(blended, 9);
    // A look lets it decay too, so two looks are one over the whole time.
    at(1600);
    costOf(0, 0, 0, 0);
    at(2500);
    expect(costOf(0, 0, 0, 0)).toBeCloseTo(blended * Math.exp(-1), 9);
  });

  it("picks the cheaper of two by estimate and what is outstanding there", () => {
    setUp(2, { balancing: "ewma" });
    observeLatency(0, 0, 0, 100);
    observeLatency(0, 0, 1, 40);
    expect(new Set(Array.from({ length: 20 }, () => pick()))).toEqual(new Set([1]));
    balanceCells.outstanding[outstandingCell(0, 0, 1)] = 2;
    // 40 x 3 against 100 x 1.
    expect(new Set(Array.from({ length: 20 }, () => pick()))).toEqual(new Set([0]));
  });
});

describe("least connections", () => {
  it("takes the fewest of all for their weight, and any of those that tie", () => {
    setUp(4, { balancing: "leastConnections" }, { instanceWeight: [1, 1, 1, 4] });
    [2, 1, 1, 5].forEach((open, i) => {
      balanceCells.outstanding[outstandingCell(0, 0, i)] = open;
    });
    const shares = sharesOf(4000, 4, () => pick());
    expect(shares[0]).toBe(0);
    expect(shares[3]).toBe(0);
    expect(Math.abs((shares[1] ?? 0) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 4000));
    balanceCells.outstanding[outstandingCell(0, 0, 3)] = 3;
    expect(pick()).toBe(3);
  });
});

describe("least requests", () => {
  function shareOfBusy(edge: object): number {
    setUp(4, { balancing: "leastRequest", ...edge });
    balanceCells.outstanding[outstandingCell(0, 0, 0)] = 9;
    return sharesOf(8000, 4, () => pick())[0] ?? 0;
  }

  it("meets the busiest only where both draws may be the same", () => {
    expect(shareOfBusy({})).toBe(0);
    // Both of two independent draws of four.
    const share = shareOfBusy({ withReplacement: true });
    expect(Math.abs(share - 1 / 16)).toBeLessThan(4 * Math.sqrt(1 / 16 / 8000));
  });
});

describe("pick first", () => {
  it("goes through its own list from the start when its connection breaks", () => {
    setUp(5, { balancing: "pickFirst" });
    const order: number[] = [];
    for (let i = 0; i < 5; i++) {
      const at = pick();
      order.push(at);
      expect(pick()).toBe(at);
      instances.up[at] = 0;
    }
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
    // All refuse: the first of the list is tried in vain.
    expect(pick()).toBe(order[0]);
    for (const at of [0, 1, 2, 3, 4]) instances.up[at] = 1;
    expect(pick()).toBe(order[4]);
    instances.up[order[4] ?? 0] = 0;
    expect(pick()).toBe(order[0]);
  });

  it("does not notice a black hole", () => {
    setUp(3, { balancing: "pickFirst" });
    const at = pick();
    instances.up[at] = 0;
    instances.blackhole[at] = 1;
    expect(pick()).toBe(at);
  });
});

describe("slow start", () => {
  const EDGE = { slowStart: { windowMs: 1000, aggression: 2, minWeight: 0.1 } };

  it("grows as (age / window) ^ (1 / aggression), not below the minimum", () => {
    setUp(3, EDGE);
    const cell = memberCell(0, 0, 1);
    expect(warmthOf(0, cell)).toBe(1);
    take(1);
    instances.up[1] = 1;
    registers[NOW] = 5000;
    endpointUpdate(1, 1);
    expect(members.warmSince[cell]).toBe(5000);
    expect(warmthOf(0, cell)).toBe(0.1);
    for (const age of [100, 250, 640, 1000, 2000]) {
      registers[NOW] = 5000 + age;
      const expected = Math.min(1, Math.max(0.1, Math.sqrt(age / 1000)));
      expect(warmthOf(0, cell)).toBeCloseTo(expected, 12);
    }
  });

  it.each(["random", "roundRobin", "leastRequest"])("lowers the share of a new one: %s", (rule) => {
    setUp(4, { ...EDGE, balancing: rule, choiceCount: 1 });
    members.warmSince[memberCell(0, 0, 2)] = 0;
    registers[NOW] = 90;
    // Weight 0.3 against three times 1.
    const share = sharesOf(6000, 4, () => pick())[2] ?? 0;
    const expected = 0.3 / 3.3;
    const tolerance = rule === "roundRobin" ? 0.001 : 4 * Math.sqrt(expected / 6000);
    expect(Math.abs(share - expected)).toBeLessThan(tolerance);
  });
});

describe("own zone first", () => {
  /** A caller in the east, four instances there and four in the west. */
  function zoned(gone: readonly number[], edge: object = {}): number {
    const document = sketch({
      nodes: { api: { replicas: 8, in: ["east", "west"] }, users: { kind: "client", in: "east" } },
      edges: { "users->api": { locality: "zoneFirst", healthCheck: {}, ...edge } },
    });
    engine.load(
      resolved({ ...document, groups: { east: { kind: "zone" }, west: { kind: "zone" } } }),
    );
    // Instances 0, 2, 4, 6 are in the east; health is known by checks.
    for (const at of gone) fail(at);
    const counts = sharesOf(20_000, 8, () => pick());
    return [0, 2, 4, 6].reduce((sum, at) => sum + (counts[at] ?? 0), 0);
  }

  /** Three failed checks in a row. */
  function fail(at: number): void {
    for (let i = 0; i < 3; i++) healthCheck(memberCell(0, 0, at), 3);
  }

  function isAbout(share: number, expected: number): void {
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt(0.25 / 20_000));
  }

  it("stays while 1.4 times the healthy share of the zone is at least 1", () => {
    expect(zoned([])).toBe(1);
    expect(zoned([0])).toBe(1);
    expect(zoned([1, 3, 5, 7])).toBe(1);
  });

  it("sends what the zone cannot take to the others", () => {
    isAbout(zoned([0, 2]), 0.7);
    isAbout(zoned([0, 2, 4]), 0.35);
    expect(zoned([0, 2, 4, 6])).toBe(0);
    isAbout(zoned([0, 2], { overprovisioning: 1 }), 0.5);
  });

  it("shares by what both can take where that is too little for all", () => {
    // 0.35 and 0.7 without panic: 0.35 / 1 near; 0.35 and 0.35: one half.
    isAbout(zoned([0, 2, 4, 1, 3], { panicThreshold: 0 }), 0.35);
    isAbout(zoned([0, 2, 4, 1, 3, 5], { panicThreshold: 0 }), 0.5);
  });

  it("plays no part in a panic", () => {
    isAbout(zoned([0, 2, 4, 1, 3]), 0.5);
    expect(nodeState.listed[0]).toBe(8);
  });
});
