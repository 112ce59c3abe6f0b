// A monolith against the same modules as services behind a front, and what drawing one allows.
import { describe, expect, it } from "vitest";
import { couplingOf } from "../../simulation/analysis/coupling.ts";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { newEdge, whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { FaultDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { allOf, metronome, nodeOf, resolved, simulate, sketch } from "../support/simulate.ts";

interface Given {
  readonly perS?: number;
  readonly search?: object;
  readonly front?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

/** Two journeys, each to a module of its own. Links take 2 ms a way, the front 1 ms, modules 5 ms. */
function shop(kind: "monolith" | "service", given: Given): ScenarioDocument {
  const module = { serviceTime: 5, replicas: 2, concurrency: 8 };
  const { replicas: _, ...inside } = module;
  const of = kind === "monolith" ? inside : module;
  const edge = kind === "monolith" ? {} : { protocol: "rest", networkMs: 2 };
  const search = { ...of, ...given.search };
  return sketch({
    run: { durationS: given.durationS ?? 10 },
    nodes: {
      users: {
        ...metronome(1000 / (given.perS ?? 50), 0),
        requests: { browse: {}, search: {} },
      },
      front: {
        kind,
        replicas: 2,
        concurrency: 8,
        serviceTime: 1,
        blocking: true,
        endpointDelayMs: 0,
        ...given.front,
      },
      pages: of,
      search,
    },
    edges: {
      "users->front": {},
      "front->pages": { ...edge, calls: [{ id: "a", when: ["browse"] }] },
      "front->search": { ...edge, calls: [{ id: "a", when: ["search"] }] },
    },
    ...(given.faults ? { faults: given.faults } : {}),
  });
}

/** A kind that always holds its threads does not say so. */
function drawn(kind: "monolith" | "service", given: Given): ScenarioDocument {
  const document = shop(kind, given);
  if (kind === "service") return document;
  const { blocking: _, ...front } = document.nodes.front ?? { kind };
  // Edges of a monolith to services are in process by themselves.
  const inside = Object.fromEntries(
    Object.entries(document.edges).map(([id, { networkMs, ...edge }]) => [
      id,
      id.startsWith("front->") ? edge : { networkMs: networkMs ?? 0, ...edge },
    ]),
  );
  return { ...document, nodes: { ...document.nodes, front }, edges: inside };
}

const play = (kind: "monolith" | "service", given: Given = {}) => simulate(drawn(kind, given));

describe("a monolith and services", () => {
  it("differ by the network, with nothing else to do", () => {
    expect(allOf(play("monolith", { perS: 10 })).latencyMs.max).toBeCloseTo(6, 6);
    expect(allOf(play("service", { perS: 10 })).latencyMs.max).toBeCloseTo(10, 6);
  });

  it("lose all journeys with a module that crashes, or one", () => {
    const given: Given = {
      faults: { f: { kind: "crash", target: "search", atS: 4, forS: 2 } },
      search: { endpointDelayMs: 0 },
    };
    const whole = play("monolith", given).endToEnd;
    const apart = play("service", given).endToEnd;
    expect(whole.browse?.errorRate).toBeGreaterThan(0.15);
    expect(apart.browse?.errorRate).toBe(0);
    expect(apart.search?.errorRate).toBeGreaterThan(0.15);
  });

  it("are killed by a module that leaks, or are not", () => {
    const leak = { kind: "memory-leak", target: "search", atS: 1, perRequestKb: 1000, freeMb: 50 };
    const given: Given = { faults: { f: leak } };
    expect(play("monolith", given).endToEnd.browse?.errorRate).toBeGreaterThan(0.3);
    expect(play("service", given).endToEnd.browse?.errorRate).toBe(0);
  });

  it("share threads that a slow module takes from all, or have their own", () => {
    // Slow searches come faster than 16 threads can hold them; fronts that do not block lose none.
    const given: Given = { search: { serviceTime: 2000 } };
    expect(play("monolith", given).endToEnd.browse?.latencyMs.mean).toBeGreaterThan(1000);
    const apart = play("service", { ...given, front: { blocking: false } }).endToEnd;
    expect(apart.browse?.latencyMs.max).toBeCloseTo(10, 6);
  });

  it("grow as a whole, or where it is needed", () => {
    const autoscale = { target: 0.5, maxReplicas: 6, startupS: 1, syncPeriodS: 2 };
    const given: Given = { durationS: 40, search: { serviceTime: 400 } };
    const whole = play("monolith", { ...given, front: { concurrency: 4, autoscale } });
    // Ten threads are held on average, of which two instances have eight.
    expect(nodeOf(whole, "front").replicas?.max).toBeGreaterThan(3);
    expect(nodeOf(whole, "pages").failed).toEqual({});
    // What came to an instance that was not there before was worked on in it.
    expect(nodeOf(whole, "search").completions).toBeGreaterThan(900);
    const apart = play("service", {
      ...given,
      front: { blocking: false },
      search: { serviceTime: 400, autoscale },
    });
    expect(nodeOf(apart, "search").replicas?.max).toBeGreaterThan(2);
    expect(nodeOf(apart, "pages").replicas).toBeUndefined();
  });

  it("are one process or several for whoever needs them", () => {
    const whole = couplingOf(resolved(drawn("monolith", {})), 0.9).journeys;
    const apart = couplingOf(resolved(drawn("service", {})), 0.9).journeys;
    expect(whole[0]).toMatchObject({ depth: 1, needs: { front: 1, pages: 1, search: 1 } });
    expect(whole[0]?.availability).toBeCloseTo(0.9, 12);
    expect(apart[0]).toMatchObject({ depth: 2, needs: { front: 1, pages: 1 } });
    expect(apart[0]?.availability).toBeCloseTo(0.81, 12);
  });
});

describe("the offered load of a monolith", () => {
  it("is that of its threads; modules have none of their own", () => {
    // Half of 50 a second hold a thread for 6 ms, the others for 401 ms: 16 threads.
    const { nodes, first } = offeredLoad(
      resolved(drawn("monolith", { search: { serviceTime: 400 } })),
    );
    const of = (id: string) => nodes.find((node) => node.id === id)?.utilization;
    expect(of("front")).toBeCloseTo((25 * 0.006 + 25 * 0.401) / 16, 9);
    expect(first).toBe("front");
    expect(of("search")).toBeNull();
    const measured = play("monolith", { search: { serviceTime: 400 }, durationS: 60 });
    expect(nodeOf(measured, "front").utilization).toBeCloseTo(of("front") ?? Number.NaN, 1);
  });
});

describe("drawing a monolith", () => {
  const document = drawn("monolith", {});

  it("makes what it calls a module, unless others call that already", () => {
    const added = applySet(document, {
      "nodes.mail": { kind: "service" },
      "nodes.other": { kind: "service" },
      "nodes.store": { kind: "service" },
      "edges.other->store": {},
    });
    if (!added.ok) throw new Error("not added");
    expect(newEdge(added.document, "front", "mail").edge.protocol).toBe("in-process");
    expect(newEdge(added.document, "front", "store").edge.protocol).toBe("rest");
    expect(newEdge(added.document, "other", "mail").edge.protocol).toBe("rest");
  });

  it("refuses another way into a module", () => {
    expect(whyNotConnect(document, "users", "search")).toContain("lives in the process of front");
    expect(whyNotConnect(document, "front", "search")).toBeNull();
  });

  const problemsWith = (set: Readonly<Record<string, Json>>): readonly string[] => {
    const changed = applySet(document, set);
    if (!changed.ok) return changed.problems.map(({ path, message }) => `${path}: ${message}`);
    const checked = checkDocument(changed.document);
    return checked.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it("reports modules that are reached from outside or grow by themselves", () => {
    const [outside] = problemsWith({ "edges.users->search": {} });
    expect(outside).toContain("front->search");
    expect(outside).toContain("cannot reach it from outside");
    const [alone] = problemsWith({ "nodes.search.autoscale": {} });
    expect(alone).toContain("in whose process it lives");
  });
});
