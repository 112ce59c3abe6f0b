// A job that publishes what dual writes have lost: nothing stays lost, but it comes late.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

/** An order each 100 ms: written after 20 ms, then published; the broker is away from 2 s to 4 s. */
function ordering(publish: object): ScenarioDocument {
  return sketch({
    nodes: {
      users: metronome(100, 0),
      orders: { concurrency: 10, blocking: true },
      db: {
        kind: "database",
        concurrency: 10,
        serviceTime: 10,
        operations: { request: { write: true } },
      },
      mq: { kind: "rabbitmq", serviceTime: 0 },
      email: { concurrency: 10, operations: { request: { write: true } } },
    },
    edges: {
      "users->orders": {},
      "orders->db": { protocol: "sql", networkMs: 5, stage: 1 },
      "orders->mq": { networkMs: 3, stage: 2, ...publish },
      "mq->email": {},
    },
    faults: { away: { kind: "crash", target: "mq", atS: 2, forS: 2 } },
  });
}

describe("reconciliation of a dual write", () => {
  it("publishes later what nobody could publish", () => {
    const totals = simulate(ordering({ reconciliation: { everyMs: 3000 } }));
    const edge = edgeOf(totals, "orders->mq");
    expect(edge.dualWrite).toEqual({ lost: 0, doubled: 0 });
    // Lost from 2.0 to 3.9 s; the job of 3 s tries in vain, that of 6 s succeeds.
    expect(edge.reconciliation).toMatchObject({ written: 20, published: 20, backlogAtEnd: 0 });
    expect(edge.reconciliation?.lagMs.max).toBeCloseTo(6006 - 2020, 6);
    expect(nodeOf(totals, "email").completions).toBe(100);
    expect(allOf(totals).failed).toEqual({ dependency: 20 });
    // The first lost order was in its database at 2.015 s, and in the mail's at 6.003 s.
    expect(allOf(totals).inconsistentMs?.max).toBeCloseTo(6003 - 2015, 6);
  });

  it("does nothing where nothing is lost, and is not needed behind an outbox", () => {
    const { faults: _, ...calm } = ordering({ reconciliation: { everyMs: 3000 } });
    const edge = edgeOf(simulate(calm), "orders->mq");
    expect(edge.reconciliation).toMatchObject({ written: 0, published: 0 });
    // A database is asked over SQL, whether the edge says so or not.
    const silent = {
      ...calm,
      edges: { ...calm.edges, "orders->db": { networkMs: 5, stage: 1 } },
    };
    expect(checkDocument(silent).problems).toEqual([]);
    expect(edgeOf(simulate(silent), "orders->mq").dualWrite).toEqual({ lost: 0, doubled: 0 });
    const both = ordering({ reconciliation: {}, outbox: {} });
    expect(checkDocument(both).problems.map(({ path }) => path)).toContain(
      "edges.orders->mq.reconciliation",
    );
  });
});
