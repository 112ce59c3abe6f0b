// Every parameter matters: changing it changes what is simulated, and every option of a choice is
// another. Generated over the catalog; a parameter without a case fails.
import { describe, expect, it } from "vitest";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { Param } from "../../simulation/kinds/define.ts";
import { BREAKER } from "../../simulation/policies/breaker.ts";
import { RETRY } from "../../simulation/policies/retry/definition.ts";
import { protocols } from "../../simulation/protocols/catalog.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { fingerprint, resolved } from "../support/simulate.ts";
import { REFUSING } from "./cases-pipeline.ts";
import { connectedPart } from "./connected-part.ts";
import { CASES, type ParameterCase, PLANT, parametersIn, SETS } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;

function withSet(document: ScenarioDocument, set: Settings): ScenarioDocument {
  const result = applySet(document, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const known = new Map<string, string>();

/** Fingerprint of the plant with some paths set, as far as it is connected to the place. */
function plantAt(place: string, ...sets: Settings[]): string {
  return fingerprintOf(connectedPart(sets.reduce(withSet, PLANT), place));
}

/** The same around the service, which most of it is connected to. */
function plant(...sets: Settings[]): string {
  return plantAt("nodes.orders", ...sets);
}

/** Equal documents are run once. */
function fingerprintOf(document: ScenarioDocument): string {
  const key = JSON.stringify(document);
  const found = known.get(key) ?? fingerprint(document);
  known.set(key, found);
  return found;
}

/** What a result of the plant reports, apart from the time it took. */
function reported(...sets: Settings[]): unknown {
  return runScenario(resolved(sets.reduce(withSet, PLANT)), {}, engine);
}

interface Row {
  readonly name: string;
  readonly path: string;
  readonly param: Param;
  readonly entry: ParameterCase | undefined;
}

const ROWS: readonly Row[] = SETS.flatMap(({ name, params, place }) =>
  parametersIn(params).map(([path, param]) => ({
    name: `${name} ${path}`,
    path: `${place}.${path}`,
    param,
    entry: CASES[name]?.[path],
  })),
);

/** A choice of one cannot be changed; it keeps a place for more. */
function isFixed(param: Param): boolean {
  return param.type === "choice" && param.options.length === 1;
}

describe("every parameter", () => {
  it("has a case, and no case is left from a parameter that is gone", () => {
    expect(ROWS.filter(({ entry }) => entry === undefined).map(({ name }) => name)).toEqual([]);
    const names = new Set(ROWS.map(({ name }) => name));
    const stale = Object.entries(CASES).flatMap(([set, cases]) =>
      Object.keys(cases)
        .map((path) => `${set} ${path}`)
        .filter((name) => !names.has(name) && SHARED.every((shared) => !name.endsWith(shared))),
    );
    expect(stale).toEqual([]);
  });

  const changeable = ROWS.filter(({ param }) => !isFixed(param));
  it.each(changeable)("$name changes the simulation", ({ path, param, entry }) => {
    if (entry === undefined) throw new Error("no case");
    const given = entry.given ?? {};
    if (param.type === "choice" && entry.to === undefined) {
      const results = param.options.map((option) => plantAt(path, given, { [path]: option }));
      expect(new Set(results).size).toBe(param.options.length);
    } else {
      if (entry.to === undefined) throw new Error("no value to change it to");
      if (entry.observes) {
        expect(plantAt(path, given, { [path]: entry.to })).toBe(plantAt(path, given));
        expect(reported(given, { [path]: entry.to })).not.toEqual(reported(given));
        return;
      }
      expect(plantAt(path, given, { [path]: entry.to })).not.toBe(plantAt(path, given));
    }
  });
});

/** Cases that are written once for several kinds, of which not each has the parameter. */
const SHARED = [
  ...["blocking", "requires", "method", "idempotent", "write", "polling", "polling.sleepMs"],
  ...["bulk", "bulk.max", "bulk.min"],
];

describe("every ending that may be named", () => {
  /** Calls end in every way there is: late, turned away, refused, cut off, failed here or below. */
  const ENDINGS: Readonly<Record<string, Json>> = {
    "edges.gate->orders.calls": [{ id: "a" }],
    "nodes.orders.replicas": 2,
    "nodes.orders.concurrency": 1,
    "nodes.orders.serviceTime": { type: "exponential", meanMs: 18 },
    "nodes.orders.queueLengthMax": 1,
    "nodes.orders.queueTimeoutMs": 20,
    "nodes.orders.endpointDelayMs": 60,
    "nodes.orders.errorRate": 0.1,
    "nodes.db.errorRate": 0.05,
    "edges.gate->orders.timeoutMs": 30,
    ...Object.fromEntries(
      Array.from({ length: 5 }, (_, at) => [
        `faults.f${at}`,
        { kind: "crash", target: "orders[0]", atS: at / 5, forS: 0.1 },
      ]),
    ),
  };
  const breaker: Json = { window: { size: 6 }, minimumCalls: 6, openMs: 60, probes: 2 };
  const retry = (retryOn: string[]): Json => ({
    maxAttempts: 3,
    backoff: { type: "constant", baseMs: 10, jitter: "none" },
    retryOn,
  });

  /** Endings that need more than a bad time. */
  const SPECIAL: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
    bulkheadFull: {
      "edges.gate->orders.bulkhead": { maxConcurrent: 1, maxWaitMs: 0, appliesTo: "attempt" },
    },
    circuitOpen: { "edges.gate->orders.breaker": breaker },
    conflict: { "nodes.db.operations.request.conditional": true, "nodes.db.keyCount": 1 },
    rateLimited: {
      "edges.gate->orders.rateLimit": { ratePerS: 30, burst: 1, wait: false, appliesTo: "attempt" },
    },
    poolTimeout: { "edges.gate->orders.pool": { max: 1, timeoutMs: 5 } },
    shed: { "nodes.orders.admission": { acceptRatios: [0.9] } },
  };

  it.each(RETRY.fields.retryOn.options)("is retried on when it is %s", (ending) => {
    const given = { ...ENDINGS, ...(SPECIAL[ending] ?? {}) };
    const path = `edges.${ending === "conflict" ? "orders->db" : "gate->orders"}.retry`;
    expect(plant(given, { [path]: retry([ending]) })).not.toBe(plant(given, { [path]: retry([]) }));
  });

  it.each(BREAKER.fields.ignore.options)("is ignored by a breaker when it is %s", (ending) => {
    const given = { ...ENDINGS, ...REFUSING[ending], "edges.gate->orders.breaker": breaker };
    const ignoring = { ...(breaker as object), ignore: [ending] };
    expect(plant({ ...given, "edges.gate->orders.breaker": ignoring })).not.toBe(plant(given));
  });
});

describe("every protocol", () => {
  const given = {
    "nodes.orders.replicas": 3,
    "nodes.orders.concurrency": 1,
    "edges.users->gate.timeoutMs": 30,
    "edges.gate->orders.timeoutMs": 20,
  };

  it.each(["rest", "grpc"] as const)("%s is what its defaults make of an edge", (id) => {
    const { timeoutMs: _, ...defaults } = Object.fromEntries(
      Object.entries<{ readonly value: unknown }>(protocols[id].defaults).map(
        ([name, { value }]) => [name, value as Json],
      ),
    );
    const plain = plant(given, { "edges.gate->orders.protocol": "rest" });
    const spelled = Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [`edges.gate->orders.${name}`, value]),
    );
    const spoken = plant(given, { "edges.gate->orders.protocol": id });
    expect(spoken).toBe(plant(given, { "edges.gate->orders.protocol": "rest", ...spelled }));
    if (Object.keys(defaults).length > 0) expect(spoken).not.toBe(plain);
  });
});
