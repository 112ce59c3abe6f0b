// Redis Streams against its neighbors: nothing comes back by itself, and nothing is kept for long.
import { describe, expect, it } from "vitest";
import { metronome, nodeOf, simulate } from "../support/simulate.ts";
import { expectSound, queueOf, type Sketch, scene } from "./messaging.ts";

function redis(given: Omit<Sketch, "kind">) {
  return simulate(scene({ kind: "redis-streams", ...given }));
}

const CRASH = { f: { kind: "crash", target: "w", atS: 0.15, forS: 100 } } as const;

describe("Redis Streams", () => {
  it("gives every group all entries, and each entry to one consumer of a group", () => {
    const totals = redis({
      client: metronome(100, 50),
      consumers: { a: { serviceTime: 5 }, b: { serviceTime: 5 }, audit: { serviceTime: 1 } },
      deliver: { a: { group: "work" }, b: { group: "work" }, audit: {} },
    });
    expect(queueOf(totals, "work").delivered).toBe(100);
    expect(queueOf(totals, "audit").delivered).toBe(100);
    expectSound(totals);
  });

  it("leaves what a dead consumer had read pending until another one claims it", () => {
    const given = (deliver: object) =>
      redis({
        client: { ...metronome(10_000, 100), batch: 10 },
        consumers: { w: { concurrency: 1, serviceTime: 100 }, x: { serviceTime: 1 } },
        deliver: { w: { group: "g", ...deliver }, x: { group: "g", pollPauseMs: 1, ...deliver } },
        faults: CRASH,
      });
    const claimed = given({ claimIdleMs: 1000, claimEveryMs: 500, batchSize: 5 });
    expect(queueOf(claimed, "g").endings.acked).toBe(10);
    expect(queueOf(claimed, "g").redelivered).toBe(1);
    expectSound(claimed);
    const forgotten = given({ claimIdleMs: null, batchSize: 5 });
    expect(queueOf(forgotten, "g").endings.acked).toBe(9);
    expect(queueOf(forgotten, "g").inDeliveryAtEnd).toBe(1);
    expectSound(forgotten);
  });

  it("claims what is worked on for too long, so that it takes effect twice", () => {
    const totals = redis({
      run: { durationS: 3 },
      client: metronome(10_000, 100),
      consumers: {
        w: { concurrency: 1, serviceTime: 800 },
        x: { concurrency: 1, serviceTime: 100 },
      },
      deliver: {
        w: { group: "g", claimIdleMs: 300, claimEveryMs: 100 },
        x: { group: "g", claimIdleMs: 300, claimEveryMs: 100 },
      },
    });
    expect(nodeOf(totals, "w").completions + nodeOf(totals, "x").completions).toBeGreaterThan(1);
    expect(queueOf(totals, "g").duplicates).toBeGreaterThan(0);
  });

  it("trims the oldest entries, read or not", () => {
    const totals = redis({
      client: metronome(10, 5),
      broker: { maxLength: 50 },
      consumers: { w: { concurrency: 1, serviceTime: 100 } },
      deliver: { w: { batchSize: 1 } },
    });
    const queue = queueOf(totals, "w");
    expect(queue.endings.dropped).toBeGreaterThan(800);
    expect(queue.backlogAtEnd).toBeLessThanOrEqual(51);
    expectSound(totals);
  });

  it("with NOACK a crash loses what was read", () => {
    const given = (noAck: boolean) =>
      redis({
        client: { ...metronome(10_000, 500), batch: 10 },
        consumers: { w: { concurrency: 1, serviceTime: 100 } },
        deliver: { w: { noAck, claimIdleMs: 1000, claimEveryMs: 100 } },
        faults: { f: { kind: "crash", target: "w", atS: 0.55, forS: 1 } },
      });
    expect(nodeOf(given(true), "w").completions).toBe(9);
    expect(nodeOf(given(false), "w").completions).toBe(10);
  });
});
