// Schemas: which change reaches whom, with a registry and without, in which order of upgrades, and what an
// outage of the registry does.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { allOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly registry?: object | null;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly broker?: string;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly asks?: object;
}

/** An event every 100 ms from 50 ms on, of which the reader knows the old version. */
function publishing({ registry, faults, broker, nodes, asks }: Parts): ScenarioDocument {
  const hasRegistry = registry !== null && registry !== undefined;
  const onFailure = broker === "rabbitmq" ? "drop" : "deadLetter";
  return sketch({
    nodes: {
      users: metronome(100, 50),
      orders: {},
      log: { kind: broker ?? "kafka" },
      billing: { kind: "stream-processor", serviceTime: 1 },
      ...(hasRegistry
        ? { registry: { kind: "schema-registry", serviceTime: 5, ...registry } }
        : {}),
      ...nodes,
    },
    edges: {
      "users->orders": {},
      "orders->log": {},
      "log->billing": { onFailure },
      ...(hasRegistry ? { "orders->registry": { ...asks }, "billing->registry": { ...asks } } : {}),
    },
    ...(faults ? { faults } : {}),
  });
}

function sound(document: ScenarioDocument): EngineTotals {
  const totals = simulate(document);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

/** From 5 s on, for five seconds: 50 of the 100 events. */
function change(what: string, readers = "old"): Readonly<Record<string, FaultDocument>> {
  return {
    change: {
      kind: "schema-change",
      target: "log",
      atS: 5,
      change: what,
      readers,
    } as FaultDocument,
  };
}

const unreadable = (totals: EngineTotals) => nodeOf(totals, "billing").schemas?.unreadable;
const failed = (totals: EngineTotals) => allOf(totals).failed;

describe("a new version of what is published, without a registry", () => {
  const plain = (what: string, readers?: string) =>
    sound(publishing({ faults: change(what, readers) }));

  it("is read by all where only something optional changes", () => {
    expect(unreadable(plain("optional-field"))).toBe(0);
    expect(unreadable(plain("optional-field", "new"))).toBe(0);
  });

  it("without a needed field poisons old readers; upgraded ones read it", () => {
    const poisoned = plain("needed-removed");
    expect(unreadable(poisoned)).toBe(50);
    expect(nodeOf(poisoned, "log").queues?.billing?.endings.deadLettered).toBe(50);
    // Whoever publishes notices nothing.
    expect(failed(poisoned)).toEqual({});
    expect(unreadable(plain("needed-removed", "new"))).toBe(0);
  });

  it("with a further needed field is read by old readers", () => {
    expect(unreadable(plain("needed-added"))).toBe(0);
  });

  it("with another type is read by nobody who is not of its own version", () => {
    expect(unreadable(plain("type-changed"))).toBe(50);
    expect(unreadable(plain("type-changed", "new"))).toBe(0);
  });

  it("poisons consumers of a queue alike", () => {
    const faults = change("needed-removed");
    expect(unreadable(sound(publishing({ broker: "rabbitmq", faults })))).toBe(50);
  });
});

describe("what is old in the log", () => {
  const again = (what: string) => {
    const replay = { kind: "replay", target: "log->billing", atS: 8 };
    return sound(publishing({ faults: { ...change(what, "new"), replay } as never }));
  };

  it("cannot be read again by upgraded readers that need a further field", () => {
    // The 50 events from before the change, once it is replayed.
    expect(unreadable(again("needed-added"))).toBe(50);
    expect(unreadable(again("needed-removed"))).toBe(0);
    expect(unreadable(again("type-changed"))).toBe(50);
  });
});

describe("a registry", () => {
  it("is asked once by each instance, for what it writes and reads, before anything else", () => {
    const totals = sound(publishing({ registry: {} }));
    expect(nodeOf(totals, "registry").arrivals).toBe(2);
    expect(allOf(totals).latencyMs.max).toBeGreaterThan(5);
    expect(allOf(totals).latencyMs.p50).toBeLessThan(1);
  });

  const under = (compatibility: string, what: string, more: object = {}) =>
    sound(publishing({ registry: { compatibility, ...more }, faults: change(what) }));

  it.each([
    ["backward", "needed-removed", false],
    ["backward", "needed-added", true],
    ["forward", "needed-removed", true],
    ["forward", "needed-added", false],
    ["full", "needed-removed", true],
    ["full", "needed-added", true],
    ["full", "optional-field", false],
    ["none", "type-changed", false],
    ["backward", "type-changed", true],
  ])("under %s, of %s: refused is %s", (compatibility, what, isRefused) => {
    const totals = under(compatibility, what);
    // Refused, a writer cannot publish: each of 50 requests asks again and fails.
    expect(failed(totals)).toEqual(isRefused ? { dependency: 50 } : {});
    const breaksOld = ["needed-removed", "type-changed"].includes(what);
    expect(unreadable(totals)).toBe(!isRefused && breaksOld ? 50 : 0);
  });

  it("in the pipeline keeps the change from being released: nothing happens", () => {
    const totals = under("forward", "needed-removed", { registeredBy: "pipeline" });
    expect(failed(totals)).toEqual({});
    expect(unreadable(totals)).toBe(0);
  });

  it("may be away while everybody has what they need, but not when they start or change", () => {
    const away = { kind: "crash", target: "registry", atS: 2, forS: 6 };
    const cached = sound(publishing({ registry: {}, faults: { away } }));
    expect(failed(cached)).toEqual({});
    const restarted = { kind: "crash", target: "orders", atS: 4, forS: 0.5 };
    const cold = sound(publishing({ registry: {}, faults: { away, restarted } }));
    // Down from 4 to 4.5 s, and from then to 8 s nobody tells what the schema is.
    expect(failed(cold).dependency).toBeGreaterThan(30);
    const changed = sound(
      publishing({ registry: {}, faults: { away, ...change("optional-field") } }),
    );
    expect(failed(changed).dependency).toBe(30);
  });

  it("is asked through a mesh as well", () => {
    const document = publishing({ registry: { in: "core" }, nodes: { orders: { in: "core" } } });
    const meshed = { ...document, groups: { core: { kind: "mesh" } } } as ScenarioDocument;
    expect(nodeOf(sound(meshed), "registry").arrivals).toBe(2);
  });
});

describe("what cannot be", () => {
  const said = (document: unknown) =>
    parseScenario(JSON.stringify(document)).problems.map(({ path, code }) => `${path} ${code}`);

  it("is said with its path", () => {
    const faults = { f: { kind: "schema-change", target: "orders", atS: 1 } };
    expect(said(publishing({ faults }))[0]).toMatch(/^faults\.f\.target /);
    expect(said(publishing({ registry: {}, asks: { oneWay: true } }))).toContain(
      "edges.orders->registry.oneWay conflict",
    );
    expect(said(publishing({ registry: {}, asks: { calls: [{ id: "a", stage: 2 }] } }))).toContain(
      "edges.orders->registry.calls.0.stage unused",
    );
  });
});
