// CoDel against the pseudocode of RFC 8289, section 5, written down once more for a single server.
import { describe, expect, it } from "vitest";
import { allOf, nodeOf, simulate, sketch } from "../support/simulate.ts";
import { expectBooksInOrder } from "../support/theory-checks.ts";

interface Line {
  readonly gapMs: number;
  readonly serviceMs: number;
  readonly targetMs: number;
  readonly intervalMs: number;
  readonly untilMs: number;
  /** Arrivals stop here. */
  readonly lastMs: number;
}

/** Waits of those served and number of those dropped, of a single server with constant times. */
function reference({ gapMs, serviceMs, targetMs, intervalMs, untilMs, lastMs }: Line) {
  const queue: number[] = [];
  const waits: number[] = [];
  let drops = 0;
  let [firstAbove, dropNext, count, lastCount, dropping] = [0, 0, 0, 0, false];
  const law = (t: number) => t + intervalMs / Math.sqrt(count);
  const dodequeue = (now: number): { at: number | undefined; ok: boolean } => {
    const at = queue.shift();
    if (at === undefined || now - at < targetMs || queue.length <= 1) {
      firstAbove = 0;
      return { at, ok: false };
    }
    if (firstAbove === 0) firstAbove = now + intervalMs;
    else if (now >= firstAbove) return { at, ok: true };
    return { at, ok: false };
  };
  const dequeue = (now: number): number | undefined => {
    let r = dodequeue(now);
    if (dropping) {
      if (!r.ok) dropping = false;
      while (dropping && now >= dropNext) {
        drops++;
        count++;
        r = dodequeue(now);
        if (!r.ok) dropping = false;
        else dropNext = law(dropNext);
      }
    } else if (r.ok) {
      drops++;
      r = dodequeue(now);
      dropping = true;
      const delta = count - lastCount;
      count = delta > 1 && now - dropNext < 16 * intervalMs ? delta : 1;
      dropNext = law(now);
      lastCount = count;
    }
    return r.at;
  };
  let nextArrival = gapMs;
  let freeAt = 0;
  let busy = false;
  while (Math.min(nextArrival, busy ? freeAt : Infinity) <= untilMs) {
    if (busy && freeAt <= nextArrival) {
      const at = dequeue(freeAt);
      busy = at !== undefined;
      if (at !== undefined) {
        waits.push(freeAt - at);
        freeAt += serviceMs;
      }
    } else {
      if (busy) queue.push(nextArrival);
      else waits.push(0);
      if (!busy) freeAt = nextArrival + serviceMs;
      busy = true;
      nextArrival += gapMs;
      if (nextArrival > lastMs) nextArrival = Infinity;
    }
  }
  return { waits, drops };
}

const times = (gapMs: number, lastMs: number): number[] =>
  Array.from({ length: Math.floor(lastMs / gapMs) }, (_, at) => (at + 1) * gapMs);

describe("CoDel", () => {
  it.each([
    [9, 5, 100, 10_000],
    [6, 5, 100, 4000],
    [9.5, 40, 50, 6000],
    [3, 5, 100, 1000],
  ])(
    "drops as RFC 8289 says: gaps of %f ms, target %f, interval %f",
    (gap, target, interval, last) => {
      const line: Line = {
        gapMs: gap,
        serviceMs: 10.25,
        targetMs: target,
        intervalMs: interval,
        untilMs: 10_000,
        lastMs: last,
      };
      const server = {
        concurrency: 1,
        serviceTime: line.serviceMs,
        discipline: "codel",
        codelTargetMs: target,
        codelIntervalMs: interval,
      };
      const users = { kind: "client", arrivals: { type: "trace", timesMs: times(gap, last) } };
      const totals = simulate(sketch({ nodes: { users, server }, edges: { "users->server": {} } }));
      const { waits, drops } = reference(line);
      const { waitMs, failed, arrivals } = nodeOf(totals, "server");
      expect(drops).toBeGreaterThan(10);
      expect(failed).toEqual({ shed: drops });
      expect(arrivals).toBe(Math.floor(last / gap));
      expect(waitMs.max).toBeCloseTo(Math.max(...waits), 6);
      expect(waitMs.mean).toBeCloseTo(waits.reduce((sum, wait) => sum + wait, 0) / waits.length, 6);
      expectBooksInOrder(totals);
    },
  );

  it("drops nobody while waits stay short, and looks after each queue by itself", () => {
    const totals = (ratePerS: number, discipline: string, replicas = 1) =>
      simulate(
        sketch({
          run: { durationS: 60 },
          nodes: {
            users: { kind: "client", ratePerS: ratePerS * replicas },
            server: { concurrency: 1, replicas, serviceTime: 10, discipline },
          },
          edges: { "users->server": { balancing: "roundRobin" } },
        }),
      );
    expect(nodeOf(totals(30, "codel"), "server").failed).toEqual({});
    const overload = totals(120, "codel", 2);
    const shed = nodeOf(overload, "server").failed.shed ?? 0;
    // One in six is too much for the servers; those who are served have not waited long.
    expect(shed / nodeOf(overload, "server").arrivals).toBeGreaterThan(0.15);
    expect(nodeOf(overload, "server").waitMs.p50 ?? 0).toBeLessThan(400);
    expect(nodeOf(totals(120, "fifo", 2), "server").waitMs.p50 ?? 0).toBeGreaterThan(4000);
    expect(allOf(overload).failed.shed).toBe(shed);
    expectBooksInOrder(overload);
  });
});
