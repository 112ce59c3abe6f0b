// Designs with transactions, sagas and locks under crashes: two counts of everything agree, whatever is
// asked of memory and slices, and nothing stays locked or half done once all is well again.
import { describe, expect, it } from "vitest";
import { nodeOf, simulate } from "../support/simulate.ts";
import { PLACES, TRANSACTIONS } from "./designs.ts";

describe.each(Object.entries(TRANSACTIONS))("%s", (name, design) => {
  const totals = simulate(design);

  it("keeps its books", () => {
    expect(totals.endedEarly).toBeNull();
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });

  it("undoes things, and takes up what crashes left", () => {
    const leader = name === "two-phase commit" ? "tx" : name.startsWith("saga by") ? "pay" : "saga";
    const { undo } = nodeOf(totals, leader);
    expect(undo?.undone).toBeGreaterThan(15);
    if (leader !== "pay") expect(undo?.takenUp).toBeGreaterThan(5);
  });

  it("is the same in slices, and by the heap alone", () => {
    expect(simulate(design, { slice: 997 }).digest).toBe(totals.digest);
    expect(simulate(design, { heapOnly: true }).digest).toBe(totals.digest);
  });

  it("leaves nothing locked and nothing half done when the load is over", () => {
    const drained = simulate({ ...design, run: { ...design.run, drain: true } });
    expect(drained.endToEnd.all?.inFlightAtEnd).toBe(0);
    for (const node of Object.values(drained.nodes)) {
      if (node.locks) expect(node.locks.prepared.atEnd).toBe(0);
      if (node.undo) expect(node.undo.openAtEnd).toBe(0);
      expect(node.inFlightAtEnd).toBe(0);
    }
    expect(drained.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  });
});

describe.each(Object.entries(PLACES))("%s", (_, design) => {
  it("keeps its books, in slices and by the heap alone", () => {
    const totals = simulate(design);
    expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
    expect(simulate(design, { slice: 997 }).digest).toBe(totals.digest);
    expect(simulate(design, { heapOnly: true }).digest).toBe(totals.digest);
  });
});
