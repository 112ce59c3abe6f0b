// Two-phase commit: what is locked and for how long, what a crash of the coordinator leaves in doubt, and
// what becomes of it. All times are worked out by hand.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly users?: object;
  readonly coordinator?: object;
  readonly stock?: object;
  readonly toStock?: object;
  readonly others?: Readonly<Record<string, object>>;
  readonly otherEdges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

const DECISIONS = { commit: { serviceTime: 2 }, rollback: { serviceTime: 1 } };

/**
 * Both prepare from 5 to 15 ms, the votes are there at 20, the commits work from 25 to 27 and the
 * caller is answered at 32 ms.
 */
function transfer(parts: Parts = {}): ScenarioDocument {
  const database = { kind: "database", serviceTime: 10, keyCount: 1, operations: DECISIONS };
  return sketch({
    nodes: {
      users: { ...ONCE, ...parts.users },
      tx: { kind: "transaction-coordinator", serviceTime: 0, ...parts.coordinator },
      orders: database,
      stock: { ...database, ...parts.stock },
      ...parts.others,
    },
    edges: {
      "users->tx": {},
      "tx->orders": { protocol: "sql", networkMs: 5 },
      "tx->stock": { protocol: "sql", networkMs: 5, ...parts.toStock },
      ...parts.otherEdges,
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

/** A writer of the same row, from 30 ms on, which works for 1 ms. */
function writer(operation: object = { locksRow: true }): Parts {
  return {
    others: { rival: { ...ONCE, offsetMs: 30, requests: { update: {} } } },
    otherEdges: { "rival->stock": { protocol: "sql" } },
    stock: { operations: { ...DECISIONS, update: { serviceTime: 1, ...operation } } },
  };
}

describe("a transaction over two databases", () => {
  it("prepares at both, then commits at both, and holds its rows until then", () => {
    const totals = sound(transfer());
    expect(allOf(totals).latencyMs.max).toBeCloseTo(32, 9);
    const { locks, completions } = nodeOf(totals, "stock");
    expect(completions).toBe(2);
    expect(locks).toMatchObject({ acquired: 1, waited: 0, timeouts: 0 });
    expect(locks?.heldMs.max).toBeCloseTo(22, 9);
    expect(locks?.prepared).toMatchObject({ decided: 1, atEnd: 0, max: 1 });
    expect(locks?.prepared.undecidedMs.max).toBeCloseTo(12, 9);
    expect(nodeOf(totals, "tx").undo).toMatchObject({ undone: 0, left: 0 });
  });

  it("changes both or none: one refusal rolls the other back", () => {
    const stock = { operations: { ...DECISIONS, request: { errorRate: 1 } } };
    const totals = sound(transfer({ stock }));
    // The refusal and the vote are there at 20 ms, the rollbacks work from 25 to 26 ms.
    expect(allOf(totals).failed).toEqual({ dependency: 1 });
    expect(allOf(totals).latencyAllMs.max).toBeCloseTo(31, 9);
    expect(nodeOf(totals, "orders").locks?.heldMs.max).toBeCloseTo(21, 9);
    expect(nodeOf(totals, "orders").locks?.prepared).toMatchObject({ decided: 1, atEnd: 0 });
    expect(nodeOf(totals, "stock").locks?.prepared).toMatchObject({ decided: 0, max: 0 });
    expect(nodeOf(totals, "tx").undo?.undone).toBe(1);
    expect(allOf(totals).inconsistentMs?.changed).toBe(0);
  });

  it("waits for the slowest: its rows are locked at both meanwhile", () => {
    const stock = { serviceTime: 300 };
    const totals = sound(transfer({ stock }));
    // Votes at 20 and 310 ms: the commits end at 317 ms.
    for (const id of ["orders", "stock"]) {
      expect(nodeOf(totals, id).locks?.heldMs.max).toBeCloseTo(312, 9);
    }
  });
});

describe("a coordinator that crashes", () => {
  it.each([
    [10, "the databases work"],
    [18, "the votes are on their way"],
  ])(
    "before it has decided (%d ms: %s) leaves rows in doubt, and rolls back when it is back",
    (at) => {
      const totals = sound(transfer({ faults: crash("tx", at) }));
      const { locks } = nodeOf(totals, "stock");
      // Back after 500 ms; the rollback takes 5 ms on its way and 1 ms of work.
      expect(locks?.heldMs.max).toBeCloseTo(at + 500 + 6 - 5, 9);
      expect(locks?.prepared).toMatchObject({ decided: 1, atEnd: 0 });
      expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
      expect(nodeOf(totals, "tx").undo).toMatchObject({
        left: 1,
        takenUp: 1,
        undone: 1,
        openAtEnd: 0,
      });
      expect(nodeOf(totals, "tx").undo?.openMs.max).toBeCloseTo(500, 9);
    },
  );

  it("after it has decided commits when it is back", () => {
    const totals = sound(transfer({ faults: crash("tx", 22), toStock: { networkMs: 40 } }));
    // Votes at 90 ms: the crash at 22 ms is before the decision.
    expect(nodeOf(totals, "tx").undo?.undone).toBe(1);
    const decided = sound(transfer({ faults: crash("tx", 22) }));
    expect(nodeOf(decided, "tx").undo).toMatchObject({ left: 1, takenUp: 1, undone: 0 });
    // The commits under way arrive; those that are sent again find nothing to do.
    expect(nodeOf(decided, "stock").locks?.heldMs.max).toBeCloseTo(22, 9);
    expect(nodeOf(decided, "stock").completions).toBe(3);
  });

  it("without coming back leaves its rows locked until the end", () => {
    const totals = sound(transfer({ faults: crash("tx", 18, 100) }));
    expect(nodeOf(totals, "stock").locks?.prepared).toMatchObject({ decided: 0, atEnd: 1 });
    expect(nodeOf(totals, "tx").undo).toMatchObject({ openAtEnd: 1 });
  });

  it("blocks whoever wants the row, and nobody else", () => {
    const parts = { ...writer(), faults: crash("tx", 18) };
    const blocked = sound(transfer(parts));
    // The row is free at 18 + 500 + 6 ms; the writer came at 30 and works for 1 ms.
    expect(blocked.endToEnd.update?.latencyMs.max).toBeCloseTo(18 + 500 + 6 - 30 + 1, 9);
    expect(nodeOf(blocked, "stock").locks).toMatchObject({ waited: 1, timeouts: 0 });
    const reader = sound(transfer({ ...writer({}), faults: crash("tx", 18) }));
    expect(reader.endToEnd.update?.latencyMs.max).toBeCloseTo(1, 9);
  });

  it("lets a writer with a lock timeout go on without the row", () => {
    const operation = { locksRow: true, lockTimeoutMs: 100 };
    const totals = sound(transfer({ ...writer(operation), faults: crash("tx", 18) }));
    expect(totals.endToEnd.update?.failed).toEqual({ error: 1 });
    expect(totals.endToEnd.update?.latencyAllMs.max).toBeCloseTo(100, 9);
    expect(nodeOf(totals, "stock").locks).toMatchObject({ waited: 1, timeouts: 1 });
  });

  it("keeps what a crashed participant has prepared", () => {
    const faults = {
      ...crash("tx", 18),
      gone: { kind: "crash", target: "stock", atS: 0.1, forS: 0.1 },
    };
    const totals = sound(transfer({ faults }));
    expect(nodeOf(totals, "stock").locks?.heldMs.max).toBeCloseTo(519, 9);
  });
});

describe("a participant that cannot be reached", () => {
  it("after the decision hears of it later; the caller learns that it is decided", () => {
    const faults = { cut: { kind: "crash", target: "stock", atS: 0.022, forS: 1 } };
    const totals = sound(transfer({ faults, coordinator: { recoveryMs: 2000 } }));
    // Refused at 25 ms; told again 2 s after the answer of that at 30 ms.
    expect(allOf(totals)).toMatchObject({ degraded: 1, failed: {} });
    expect(nodeOf(totals, "stock").locks?.heldMs.max).toBeCloseTo(2030 + 7 - 5, 9);
    expect(nodeOf(totals, "tx").undo).toMatchObject({ left: 1, takenUp: 1 });
    // One database had changed for 2 s longer than the other.
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(2037 - 27, 9);
  });

  it("before the decision has its late work voided", () => {
    const toStock = { timeoutMs: 50 };
    const stock = { operations: { ...DECISIONS, request: { serviceTime: 200 } } };
    const totals = sound(transfer({ toStock, stock }));
    expect(allOf(totals).failed).toEqual({ dependency: 1 });
    // It works from 5 to 205 ms and has been rolled back by then.
    expect(nodeOf(totals, "stock").locks?.prepared).toMatchObject({ max: 0, atEnd: 0 });
    expect(nodeOf(totals, "stock").locks?.heldMs.max).toBeCloseTo(200, 9);
  });
});
