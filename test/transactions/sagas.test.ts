// Sagas: which steps are undone when one fails, how long data is changed in part, what a crash leaves,
// and what finds it. All times are worked out by hand.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly users?: object;
  readonly saga?: object;
  readonly pay?: object;
  readonly toStock?: object;
  readonly toPay?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

const STEP = {
  serviceTime: 10,
  operations: { request: { write: true }, undo: { write: true, serviceTime: 4 } },
};

/** Stock from 5 to 15 ms, payment from 25 to 35, delivery from 45 to 55, answered at 60 ms. */
function ordering(parts: Parts = {}): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...ONCE, ...parts.users },
      saga: { kind: "saga-orchestrator", serviceTime: 0, ...parts.saga },
      stock: STEP,
      pay: { ...STEP, ...parts.pay },
      deliver: STEP,
    },
    edges: {
      "users->saga": {},
      "saga->stock": {
        networkMs: 5,
        calls: [{ stage: 1, compensation: "undo" }],
        ...parts.toStock,
      },
      "saga->pay": { networkMs: 5, calls: [{ stage: 2, compensation: "undo" }], ...parts.toPay },
      "saga->deliver": { networkMs: 5, calls: [{ stage: 3 }] },
    },
    ...(parts.faults ? { faults: parts.faults } : {}),
  });
}

function crash(target: string, atMs: number, forS = 0.5): Readonly<Record<string, FaultDocument>> {
  return { crash: { kind: "crash", target, atS: atMs / 1000, forS } };
}

function sound(document: ScenarioDocument): EngineTotals {
  const totals = simulate(document);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

const DECLINED = { operations: { ...STEP.operations, request: { write: true, errorRate: 1 } } };

describe("a saga", () => {
  it("commits step by step: between its first and last change its data is in parts", () => {
    const totals = sound(ordering());
    expect(allOf(totals).latencyMs.max).toBeCloseTo(60, 9);
    expect(allOf(totals).inconsistentMs).toEqual({ changed: 1, mean: 40, max: 40 });
    expect(nodeOf(totals, "saga").undo).toMatchObject({ undone: 0, left: 0, openAtEnd: 0 });
  });

  it("has the steps before the failed one undone, and that one too, backwards", () => {
    const totals = sound(ordering({ pay: DECLINED }));
    // Refused at 40 ms; payment undone from 45 to 49, stock from 59 to 63, answered at 68 ms.
    expect(allOf(totals).failed).toEqual({ dependency: 1 });
    expect(allOf(totals).latencyAllMs.max).toBeCloseTo(68, 9);
    expect(nodeOf(totals, "pay").completions).toBe(2);
    expect(nodeOf(totals, "stock").completions).toBe(2);
    expect(nodeOf(totals, "deliver").completions).toBe(0);
    expect(nodeOf(totals, "saga").undo?.undone).toBe(1);
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(63 - 15, 9);
  });

  it("calls no compensation for a step that has none", () => {
    const toStock = { calls: [{ stage: 1 }] };
    const totals = sound(ordering({ pay: DECLINED, toStock }));
    expect(nodeOf(totals, "stock").completions).toBe(1);
    expect(allOf(totals).latencyAllMs.max).toBeCloseTo(54, 9);
  });

  it("that was cancelled undoes what it did", () => {
    const document = ordering();
    const totals = sound({
      ...document,
      edges: { ...document.edges, "users->saga": { networkMs: 0, timeoutMs: 30, cancel: "check" } },
    });
    expect(allOf(totals).failed).toEqual({ timeout: 1 });
    expect(nodeOf(totals, "saga").undo?.undone).toBe(1);
    expect(nodeOf(totals, "stock").completions).toBe(2);
  });
});

describe("a saga within a mesh", () => {
  /** 0.2 ms of each pass at a proxy, and no policy. */
  const meshed = (parts: Parts, mesh: object = {}, outside: readonly string[] = []) => {
    const { nodes, ...plain } = ordering(parts);
    const members = Object.entries(nodes).map(([id, node]) => [
      id,
      id === "users" || outside.includes(id) ? node : { ...node, in: "mesh" },
    ]);
    const groups = { mesh: { kind: "mesh", cpuMs: 0.2, delayMs: 0, pool: null, ...mesh } };
    return sound({ ...plain, nodes: Object.fromEntries(members), groups });
  };

  it("passes the proxy of its orchestrator, and that of each service, with steps and compensations", () => {
    // In once, then out and in for each of three steps.
    expect(allOf(meshed({})).latencyMs.max).toBeCloseTo(60 + 7 * 0.2, 9);
    expect(nodeOf(meshed({}), "saga~sidecar").arrivals).toBe(4);
    const totals = meshed({ pay: DECLINED });
    expect(allOf(totals).latencyAllMs.max).toBeCloseTo(68 + 9 * 0.2, 9);
    expect(nodeOf(totals, "saga").undo?.undone).toBe(1);
    expect(nodeOf(totals, "stock").completions).toBe(2);
    expect(nodeOf(totals, "deliver").completions).toBe(0);
  });

  it("is refused by a strict mesh where its orchestrator stands outside, and not within", () => {
    const strict = { mtls: "strict" };
    expect(nodeOf(meshed({}, strict, ["saga"]), "stock").completions).toBe(0);
    const { nodes, ...plain } = ordering();
    const members = Object.entries(nodes).map(([id, node]) => [id, { ...node, in: "mesh" }]);
    const door = { door: { kind: "api-gateway", in: "mesh", serviceTime: 0 } };
    const totals = sound({
      ...plain,
      nodes: { ...Object.fromEntries(members), ...door },
      edges: {
        ...Object.fromEntries(Object.entries(plain.edges).filter(([id]) => id !== "users->saga")),
        "users->door": { networkMs: 0 },
        "door->saga": { networkMs: 0 },
      },
      groups: { mesh: { kind: "mesh", pool: null, ...strict } },
    });
    expect(allOf(totals)).toMatchObject({ ok: 1, failed: {} });
  });

  it("goes on from its log through a sidecar that is up at the same instant", () => {
    const totals = meshed({ faults: crash("saga", 30) });
    expect(nodeOf(totals, "pay").completions).toBe(2);
    expect(nodeOf(totals, "deliver").completions).toBe(1);
    expect(nodeOf(totals, "saga").undo).toMatchObject({ left: 1, takenUp: 1, undone: 0 });
  });
});

describe("an orchestrator that crashes", () => {
  it("goes on where it was, and repeats the step under way", () => {
    const totals = sound(ordering({ faults: crash("saga", 30) }));
    // Back at 530 ms: payment is done once more, then delivery.
    expect(nodeOf(totals, "stock").completions).toBe(1);
    expect(nodeOf(totals, "pay").completions).toBe(2);
    expect(nodeOf(totals, "deliver").completions).toBe(1);
    expect(nodeOf(totals, "saga").undo).toMatchObject({ left: 1, takenUp: 1, undone: 0 });
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(530 + 35 - 15, 9);
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
  });

  it("goes on with undoing", () => {
    const totals = sound(ordering({ pay: DECLINED, faults: crash("saga", 47) }));
    // Payment's undoing was under way: it is repeated at 530 ms.
    expect(nodeOf(totals, "pay").completions).toBe(3);
    expect(nodeOf(totals, "stock").completions).toBe(2);
    expect(nodeOf(totals, "saga").undo).toMatchObject({ left: 1, takenUp: 1, undone: 1 });
  });

  it("without a log leaves its sagas half done for good", () => {
    const totals = sound(ordering({ saga: { durable: false }, faults: crash("saga", 30) }));
    expect(nodeOf(totals, "deliver").completions).toBe(0);
    expect(nodeOf(totals, "saga").undo).toMatchObject({ left: 1, takenUp: 0, openAtEnd: 1 });
    expect(nodeOf(totals, "saga").undo?.openMs.max).toBeCloseTo(10_000 - 30, 9);
  });

  it("without a log has them undone by the next reconciliation", () => {
    const saga = { durable: false, reconcileMs: 4000 };
    const totals = sound(ordering({ saga, faults: crash("saga", 30) }));
    // The job runs at 4 s: payment and stock are undone.
    expect(nodeOf(totals, "pay").completions).toBe(2);
    expect(nodeOf(totals, "stock").completions).toBe(2);
    expect(nodeOf(totals, "saga").undo).toMatchObject({ takenUp: 1, undone: 1, openAtEnd: 0 });
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(4000 + 9 + 14 - 15, 9);
  });
});

describe("a compensation that fails", () => {
  it("leaves the saga, which is undone once it can be", () => {
    const faults = { away: { kind: "crash", target: "stock", atS: 0.03, forS: 1 } };
    const totals = sound(ordering({ pay: DECLINED, saga: { recoveryMs: 3000 }, faults }));
    // Payment is undone at 49 ms; stock refuses at 59 and is asked again 3 s after that was heard.
    expect(nodeOf(totals, "saga").undo).toMatchObject({ left: 1, takenUp: 1, undone: 1 });
    expect(nodeOf(totals, "stock").completions).toBe(2);
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(3064 + 9 - 15, 9);
  });
});

/** The same by events: each service publishes what it did, the next one listens. */
function choreography(
  pay: object,
  faults?: Readonly<Record<string, FaultDocument>>,
): ScenarioDocument {
  const listens = { networkMs: 1 };
  return sketch({
    nodes: {
      users: metronome(1000, 0),
      stock: {
        operations: { request: { write: true }, declined: { write: true } },
        serviceTime: 10,
      },
      ordered: { kind: "rabbitmq", serviceTime: 0 },
      failed: { kind: "rabbitmq", serviceTime: 0 },
      pay: { serviceTime: 10, operations: { request: { write: true, ...pay } } },
    },
    edges: {
      "users->stock": {},
      "stock->ordered": { networkMs: 1, calls: [{ when: ["request"] }] },
      "ordered->pay": listens,
      "pay->failed": { networkMs: 1, calls: [{ operation: "declined", afterFailure: true }] },
      "failed->stock": listens,
    },
    ...(faults ? { faults } : {}),
  });
}

describe("a saga by events", () => {
  it("tells of a failure, and whoever listens compensates", () => {
    const totals = sound(choreography({ errorRate: 1 }));
    // Reserved, and the event confirmed, at 12 ms; refused at 22, heard of at 24, taken back at 34 ms.
    expect(allOf(totals).failed).toEqual({});
    expect(nodeOf(totals, "pay").undo?.undone).toBe(10);
    expect(nodeOf(totals, "stock").completions).toBe(20);
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(22, 9);
    // The message is settled: it is not delivered again.
    expect(nodeOf(totals, "pay").completions).toBe(10);
  });

  it("tells nobody when all went well", () => {
    const totals = sound(choreography({}));
    expect(nodeOf(totals, "stock").completions).toBe(10);
    expect(nodeOf(totals, "pay").undo).toMatchObject({ undone: 0, left: 0 });
  });

  it("tries again while the event cannot be published", () => {
    const faults = { down: { kind: "crash", target: "failed", atS: 0, forS: 2.5 } };
    const totals = sound(choreography({ errorRate: 1 }, faults));
    expect(nodeOf(totals, "pay").completions).toBeGreaterThan(10);
    expect(nodeOf(totals, "pay").undo?.undone).toBe(10);
    expect(nodeOf(totals, "stock").completions).toBe(20);
  });
});
