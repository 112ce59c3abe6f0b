// A write to a database and a message about it: what gets lost or comes twice without an outbox, what
// an outbox keeps, and what an inbox passes over. All counts are worked out by hand.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly broker?: object;
  readonly users?: object;
  readonly orders?: object;
  readonly incoming?: object;
  readonly publish?: object;
  readonly email?: object;
  readonly deliver?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/**
 * The query is sent at once, takes 5 ms each way and 10 ms at the database; the publish leaves at
 * 20 ms and takes 3 ms each way.
 */
function ordering(parts: Parts): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...ONCE, ...parts.users },
      orders: { concurrency: 10, blocking: true, ...parts.orders },
      db: { kind: "database", concurrency: 10, serviceTime: 10 },
      mq: { kind: "rabbitmq", serviceTime: 0, ...parts.broker },
      email: { concurrency: 10, operations: { request: { write: true } }, ...parts.email },
    },
    edges: {
      "users->orders": { ...parts.incoming },
      "orders->db": { protocol: "sql", networkMs: 5, stage: 1 },
      "orders->mq": { networkMs: 3, stage: 2, ...parts.publish },
      "mq->email": { ...parts.deliver },
    },
    ...(parts.faults ? { faults: parts.faults } : {}),
  });
}

function crash(target: string, atMs: number, forS = 0.1): Readonly<Record<string, FaultDocument>> {
  return { crash: { kind: "crash", target, atS: atMs / 1000, forS } };
}

function sound(totals: EngineTotals): EngineTotals {
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  return totals;
}

const RELAY = { intervalMs: 1000, batchMax: 100 };

describe("a dual write", () => {
  it.each([
    [2, 1, "the query is on its way"],
    [10, 1, "the database works on it"],
    [18, 1, "its answer is on its way"],
    [21, 0, "the message is on its way"],
    [24, 0, "the confirmation is on its way"],
  ])("whose process crashes at %d ms loses %d messages: %s", (atMs, lost) => {
    const totals = sound(simulate(ordering({ faults: crash("orders", atMs) })));
    expect(nodeOf(totals, "db").completions).toBe(1);
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost, doubled: 0 });
    expect(nodeOf(totals, "email").completions).toBe(1 - lost);
  });

  it("loses nothing where nothing was written yet", () => {
    const orders = { serviceTime: 50 };
    const totals = sound(simulate(ordering({ orders, faults: crash("orders", 20) })));
    expect(nodeOf(totals, "db").completions).toBe(0);
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost: 0, doubled: 0 });
  });

  it("doubles the message when the request is tried again after the crash", () => {
    const incoming = { retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 500 } } };
    const totals = sound(simulate(ordering({ incoming, faults: crash("orders", 24) })));
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost: 0, doubled: 1 });
    expect(nodeOf(totals, "email").duplicateEffects).toBe(1);
  });

  it("is made good by a retry of a request whose message was lost", () => {
    const incoming = { retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 500 } } };
    const totals = sound(simulate(ordering({ incoming, faults: crash("orders", 10) })));
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(nodeOf(totals, "email")).toMatchObject({ completions: 1, duplicateEffects: 0 });
  });

  it("loses what it cannot publish while the broker is down", () => {
    const faults = crash("mq", 2000, 2);
    const totals = sound(simulate(ordering({ users: metronome(100, 0), faults })));
    // Publishes leave 20 ms after the requests of 2.0, 2.1, ... 3.9 s.
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost: 20, doubled: 0 });
    expect(allOf(totals).failed).toEqual({ dependency: 20 });
    expect(nodeOf(totals, "email").completions).toBe(80);
  });

  it.each([
    [{}, 20],
    [{ operations: { request: { write: true } } }, 20],
    [{ operations: { request: { locksRow: true } } }, 20],
    [{ operations: { request: {}, save: { write: true } } }, 0],
  ])("is none after a read, where the database says what changes its data: %j", (said, lost) => {
    const base = ordering({ users: metronome(100, 0), faults: crash("mq", 2000, 2) });
    const db = { ...base.nodes.db, kind: "database", ...said };
    const totals = sound(simulate({ ...base, nodes: { ...base.nodes, db } }));
    expect(edgeOf(totals, "orders->mq").dualWrite?.lost ?? 0).toBe(lost);
  });

  it("is one after an append to an event store", () => {
    const base = ordering({ users: metronome(100, 0), faults: crash("mq", 2000, 2) });
    const db = { kind: "event-store", serviceTime: 10, expectedVersion: false };
    const edges = { ...base.edges, "orders->db": { networkMs: 5, stage: 1 } };
    const totals = sound(simulate({ ...base, nodes: { ...base.nodes, db }, edges }));
    expect(edgeOf(totals, "orders->mq").dualWrite).toEqual({ lost: 20, doubled: 0 });
  });

  it("loses the message when a later call fails before the publish", () => {
    const base = ordering({});
    const document: ScenarioDocument = {
      ...base,
      nodes: { ...base.nodes, stock: { kind: "service", errorRate: 1, serviceTime: 1 } },
      edges: {
        ...base.edges,
        "orders->stock": { networkMs: 0, stage: 2 },
        "orders->mq": { networkMs: 3, stage: 3 },
      },
    };
    expect(edgeOf(sound(simulate(document)), "orders->mq").dualWrite?.lost).toBe(1);
  });
});

describe("a transactional outbox", () => {
  it.each([2, 10, 18, 21])("keeps the message when its process crashes at %d ms", (atMs) => {
    const publish = { outbox: RELAY };
    const totals = sound(simulate(ordering({ publish, faults: crash("orders", atMs) })));
    const edge = edgeOf(totals, "orders->mq");
    expect(edge.dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(edge.outbox).toMatchObject({ written: 1, published: 1, backlogAtEnd: 0 });
    expect(nodeOf(totals, "email").completions).toBe(1);
  });

  it("ends the call with the write, and publishes when the relay looks", () => {
    const totals = sound(simulate(ordering({ publish: { outbox: RELAY } })));
    expect(allOf(totals).latencyMs.max).toBeCloseTo(20, 9);
    // Written at 20 ms, sent at 1000 ms, confirmed 6 ms later.
    expect(edgeOf(totals, "orders->mq").outbox?.lagMs.max).toBeCloseTo(986, 9);
    expect(allOf(totals).settledMs.max).toBeCloseTo(1006, 9);
  });

  it("grows while the broker is down, drains after it, and loses nothing", () => {
    const users = metronome(100, 0);
    const publish = { outbox: { intervalMs: 100, batchMax: 5 } };
    const faults = crash("mq", 2000, 2);
    const totals = sound(simulate(ordering({ users, publish, faults })));
    const { outbox, dualWrite } = edgeOf(totals, "orders->mq");
    expect(allOf(totals).failed).toEqual({});
    expect(dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(outbox?.backlog.max).toBeGreaterThanOrEqual(20);
    expect(outbox?.backlog.max).toBeLessThanOrEqual(22);
    expect(outbox?.written).toBe(100);
    expect((outbox?.published ?? 0) + (outbox?.backlogAtEnd ?? 0)).toBe(100);
    expect(outbox?.backlogAtEnd).toBeLessThanOrEqual(1);
    expect(nodeOf(totals, "email").completions).toBe(outbox?.published);
  });

  it("publishes again what its relay had not heard of when it crashed", () => {
    // Ten entries of the second before leave at 2 s, arrive at 2.05 s and are confirmed at 2.1 s.
    const users = metronome(100, 0);
    const publish = { outbox: RELAY, networkMs: 50 };
    const faults = crash("orders", 2070, 0.01);
    const totals = sound(simulate(ordering({ users, publish, faults })));
    const { outbox, dualWrite } = edgeOf(totals, "orders->mq");
    expect(dualWrite).toEqual({ lost: 0, doubled: 10 });
    expect(nodeOf(totals, "email").duplicateEffects).toBe(10);
    expect(nodeOf(totals, "email").completions).toBe((outbox?.published ?? 0) + 10);
  });

  it("works over a log, and lets its relay move to another instance", () => {
    const totals = sound(
      simulate(
        ordering({
          broker: { kind: "kafka" },
          users: metronome(100, 0),
          orders: { replicas: 2 },
          publish: { outbox: { intervalMs: 100, batchMax: 10 } },
          faults: crash("orders[0]", 3050, 3),
        }),
      ),
    );
    const { outbox, dualWrite } = edgeOf(totals, "orders->mq");
    expect(dualWrite).toEqual({ lost: 0, doubled: 0 });
    expect(outbox?.lagMs.max).toBeLessThan(110);
    expect(outbox?.published).toBeGreaterThan(80);
  });

  it("is refused where nothing can be written, or somebody would wait", () => {
    const base = ordering({ publish: { outbox: RELAY, replyTo: true } });
    expect(resolveScenario(base).ok).toBe(false);
    const direct = sketch({
      nodes: { users: ONCE, mq: { kind: "rabbitmq" }, email: {} },
      edges: { "users->mq": { outbox: RELAY }, "mq->email": {} },
    });
    expect(resolveScenario(direct).ok).toBe(false);
  });
});

describe("an inbox", () => {
  it.each(["rabbitmq", "kafka"])("passes over what a relay publishes twice (%s)", (kind) => {
    const totals = sound(
      simulate(
        ordering({
          broker: { kind },
          users: metronome(100, 0),
          publish: { outbox: RELAY, networkMs: 50 },
          deliver: { inbox: { lookupMs: 2 } },
          faults: crash("orders", 2070, 0.01),
        }),
      ),
    );
    expect(edgeOf(totals, "orders->mq").dualWrite?.doubled).toBe(10);
    expect(nodeOf(totals, "email").duplicateEffects).toBe(0);
    expect(nodeOf(totals, "mq").queues?.email?.duplicatesSkipped).toBe(10);
    // Effectively once: as many effects as there were entries.
    const { completions } = nodeOf(totals, "email");
    expect(completions - 10).toBe(edgeOf(totals, "orders->mq").outbox?.published);
  });

  it("forgets what is older than its window", () => {
    const totals = sound(
      simulate(
        ordering({
          users: metronome(100, 0),
          publish: { outbox: RELAY, networkMs: 50 },
          deliver: { inbox: { windowMs: 500 } },
          faults: crash("orders", 2070, 0.01),
        }),
      ),
    );
    expect(nodeOf(totals, "email").duplicateEffects).toBe(10);
    expect(nodeOf(totals, "mq").queues?.email?.duplicatesSkipped).toBe(0);
  });

  it("passes over a delivery whose acknowledgement was lost with its consumer", () => {
    // Applied at 33 ms; the acknowledgement needs 20 ms and never leaves: the connection is cut.
    const document = ordering({
      deliver: { networkMs: 20, inbox: { lookupMs: 0 } },
      email: { serviceTime: 10 },
      faults: {
        cut: { kind: "partition", target: "mq->email", mode: "refuse", atS: 0.05, forS: 1 },
      },
    });
    const totals = sound(simulate(document));
    // Arrives at 43 ms, done at 53 ms, within the cut: delivered again after it.
    expect(nodeOf(totals, "mq").queues?.email).toMatchObject({ redelivered: 1 });
    expect(nodeOf(totals, "mq").queues?.email?.duplicatesSkipped).toBe(1);
    expect(nodeOf(totals, "email").duplicateEffects).toBe(0);
  });
});
