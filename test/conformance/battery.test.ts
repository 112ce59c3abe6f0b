// What must hold for every kind of node, whatever it is: it runs with its defaults, repeats itself,
// keeps its books in order, and is not another kind under a new name.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { catalog, kindOf } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { describeNode } from "../../simulation/kinds/models.ts";
import * as meters from "../../simulation/metrics/meters.ts";
import { backlogs } from "../../simulation/primitives/backlog.ts";
import { nodeState } from "../../simulation/primitives/node-state.ts";
import { typeState } from "../../simulation/primitives/request.ts";
import { ERROR } from "../../simulation/results/outcomes.ts";
import type { IdentityCheck } from "../../simulation/results/run-result.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type {
  EdgeDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { allOf, fingerprint, resolved, run, simulate } from "../support/simulate.ts";
import { PLANT } from "./parameter-cases.ts";

const KINDS = Object.values<KindDefinition>(catalog);
const TOLERANCE = 1e-9;

/** What a kind needs beside its defaults to be at work within three seconds. */
const AT_WORK: Readonly<Record<string, object>> = { scheduler: { everyS: 0.4 } };

/** The kind with all its defaults between whatever may stand before and after it. */
function surroundedBy(kind: string): ScenarioDocument {
  const nodes: Record<string, NodeDocument> = { it: { kind, ...AT_WORK[kind] } };
  const edges: Record<string, EdgeDocument> = {};
  const document = (): ScenarioDocument => ({
    format: 1,
    catalog: "2026-11",
    name: kind,
    run: { durationS: 3, windowS: 0.5, warmupS: 0.7 },
    nodes,
    edges,
  });
  const connect = (from: string, to: string): boolean => {
    if (whyNotConnect(document(), from, to) !== null) return false;
    edges[`${from}->${to}`] = {};
    return true;
  };
  nodes.users = { kind: "client" };
  nodes.log = { kind: "kafka" };
  nodes.mq = { kind: "rabbitmq" };
  if (kind !== "client" && !connect("users", "it")) {
    for (const broker of ["log", "mq"]) if (connect(broker, "it")) connect("users", broker);
  }
  nodes.last = { kind: "service" };
  connect("it", "last");
  nodes.seen = { kind: "service" };
  // What takes nothing but spans gets those of a service, one by one.
  if (connect("seen", "it") && kindOf(kind)?.ports.in.includes("export")) {
    edges["seen->it"] = { exporter: { batchMax: 1, delayMs: 10 } };
    connect("users", "seen");
  } else delete edges["seen->it"];
  const used = new Set(Object.keys(edges).flatMap((id) => id.split("->")));
  for (const id of Object.keys(nodes)) if (!used.has(id)) delete nodes[id];
  return document();
}

function broken(checks: readonly IdentityCheck[]): readonly IdentityCheck[] {
  return checks.filter(({ difference }) => !(difference <= TOLERANCE));
}

function add(column: Float64Array | Int32Array, at: number, by: number): void {
  column[at] = (column[at] ?? 0) + by;
}

describe.each(KINDS)("$id", ({ id }) => {
  const document = surroundedBy(id);

  it("runs with its defaults, the same again, and otherwise with another seed", () => {
    const first = simulate(document, { seed: 1 });
    expect(first.endedEarly).toBeNull();
    expect(first.warnings).toEqual([]);
    expect(allOf(first).completed).toBeGreaterThan(100);
    expect(first.nodes.it?.arrivals).toBeGreaterThan(100);
    expect(simulate(document, { seed: 1 }).digest).toBe(first.digest);
    expect(simulate(document, { seed: 2 }).digest).not.toBe(first.digest);
  });

  it("keeps its books: shares within bounds, two counts of everything alike", () => {
    const totals = simulate(document);
    for (const { utilization, workingRatio, waitProbability, wastedRatio } of Object.values(
      totals.nodes,
    )) {
      for (const share of [utilization, workingRatio, waitProbability, wastedRatio]) {
        if (share !== null) expect(share).toBeGreaterThanOrEqual(0);
        if (share !== null) expect(share).toBeLessThanOrEqual(1 + TOLERANCE);
      }
    }
    expect(totals.checks.length).toBeGreaterThan(3 * Object.keys(totals.nodes).length - 1);
    expect(broken(totals.checks)).toEqual([]);
  });
});

describe("the kinds", () => {
  it("do not compile to equal tables with their defaults", () => {
    const compiled = KINDS.map(({ id }) => {
      const [node] = resolved({
        ...surroundedBy("client"),
        nodes: { it: { kind: id } },
        edges: {},
      }).nodes;
      if (!node) throw new Error("no node");
      return JSON.stringify(describeNode(id, node));
    });
    expect(new Set(compiled).size).toBe(KINDS.length);
  });

  it("do not simulate alike where one can stand for the other", () => {
    const working = KINDS.filter(({ ports }) => ports.in.includes("call"));
    expect(working.length).toBeGreaterThan(2);
    const results = working.map(({ id }) => fingerprint(surroundedBy(id)));
    expect(new Set(results).size).toBe(working.length);
  });
});

describe("the second count", () => {
  /** Checks that fail after `spoil` has touched one of the two counts in the middle of a run. */
  function spoiled(spoil: (node: number) => void): string[] {
    engine.load(resolved(PLANT));
    engine.run(700, Infinity);
    expect(broken(engine.totals().checks)).toEqual([]);
    spoil(engine.layout().nodeIds.indexOf("orders"));
    engine.run(Infinity, Infinity);
    return broken(engine.totals().checks).map(({ entity, law }) => `${entity} ${law}`);
  }

  const field =
    (at: number, by: number) =>
    (node: number): void => {
      add(meters.nodeMeter, node * meters.NODE_METERS + at, by);
    };

  const level =
    (column: Float64Array | Int32Array, by: number) =>
    (node: number): void =>
      add(column, node, by);

  it.each([
    ["one arrival more", field(meters.ARRIVALS, 1), ["orders conservation"]],
    ["one failure more", field(meters.NODE_ENDED + ERROR, 1), ["orders conservation"]],
    ["one success less", field(meters.NOT_OK_COMPLETIONS, 1), ["orders conservation"]],
    ["a sojourn of 1 us more", field(meters.SOJOURN_SUM, 1e-3), ["orders little"]],
    ["1 us in the queue more", level(nodeState.queuedTime, 1e-3), ["orders little"]],
    ["a slot held 1 us longer", field(meters.HELD_SUM, 1e-3), ["orders utilization"]],
    [
      "1 us at work more",
      level(nodeState.workingTime, 1e-3),
      ["orders little", "orders utilization"],
    ],
    ["one present more", level(nodeState.present, 1), ["orders conservation"]],
    ["one queued more", level(nodeState.queued, 1), ["orders little"]],
    ["one blocked more", level(nodeState.blocked, 1), ["orders little", "orders utilization"]],
  ])("notices %s", (_, spoil, failing) => {
    expect(spoiled(spoil)).toEqual(failing);
  });

  it.each([
    ["sent twice", meters.ATTEMPTS],
    ["ended twice", meters.EDGE_ENDED + ERROR],
  ])("notices an attempt that was %s", (_, at) => {
    engine.load(resolved(PLANT));
    engine.run(700, Infinity);
    const edge = engine.layout().edgeIds.findIndex((id) => id.endsWith("->orders"));
    add(meters.edgeMeter, edge * meters.EDGE_METERS + at, 1);
    engine.run(Infinity, Infinity);
    const failing = broken(engine.totals().checks).map(({ entity, law }) => `${entity} ${law}`);
    expect(failing).toEqual([`${engine.layout().edgeIds[edge]} conservation`]);
  });

  it("end to end notices a request that was offered twice or never", () => {
    const engineAtEnd = run(PLANT);
    const { offered, completed, inFlightAtStart, inFlightAtEnd } = allOf(engineAtEnd.totals());
    expect(inFlightAtStart + offered).toBe(completed + inFlightAtEnd);
    add(typeState.inFlight, 1, 1);
    const after = allOf(engineAtEnd.totals());
    expect(after.inFlightAtStart + after.offered).not.toBe(after.completed + after.inFlightAtEnd);
  });

  it.each(["mq", "log"])("notices a message that %s took in and does not have", (broker) => {
    engine.load(resolved(PLANT));
    engine.run(700, Infinity);
    const node = engine.layout().nodeIds.indexOf(broker);
    const totals = engine.totals();
    expect(totals.checks.some(({ entity }) => entity.startsWith(`${broker}/`))).toBe(true);
    const backlog = backlogs.node.subarray(0, backlogs.highWater).indexOf(node);
    add(backlogs.routed, backlog, 1);
    const failing = broken(engine.totals().checks);
    expect(failing.map(({ law }) => law)).toContain("conservation");
    expect(failing.every(({ entity }) => entity.startsWith(`${broker}/`))).toBe(true);
  });
});
