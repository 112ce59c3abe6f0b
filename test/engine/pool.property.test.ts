// A pool against a naive model of it: plain objects, one event after another, written apart from the
// engine. One caller with one pool, a callee of one instance without a limit of its own; requests
// come at given instants and take given times.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, simulate, sketch } from "../support/simulate.ts";

interface Load {
  /** Gaps between requests and their service times, ms. */
  readonly requests: readonly (readonly [gap: number, service: number])[];
  readonly max: number;
  readonly timeoutMs: number | null;
  readonly idleMs: number | null;
  readonly maxIdle: number | null;
  readonly networkMs: number;
  readonly attemptMs: number | null;
}

interface Counts {
  ok: number;
  timeout: number;
  poolTimeout: number;
  opened: number;
  closedIdle: number;
  closedBroken: number;
  waitSum: number;
  latencySum: number;
}

interface Waiting {
  readonly at: number;
  readonly gaveUpAt: number;
}

interface Connection {
  busy: boolean;
  idleSince: number;
}

/** Events of the model, in order of time and then of their making. */
class Agenda {
  private readonly entries: { at: number; order: number; run: (now: number) => void }[] = [];
  private made = 0;

  add(at: number, run: (now: number) => void): { cancelled: boolean } {
    const handle = { cancelled: false };
    const guarded = (now: number): void => {
      if (!handle.cancelled) run(now);
    };
    this.entries.push({ at, order: this.made++, run: guarded });
    return handle;
  }

  runAll(): void {
    for (;;) {
      this.entries.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.entries.shift();
      if (!next) return;
      next.run(next.at);
    }
  }
}

/** HTTP/1.1 connections with a TCP handshake of one round trip. */
function naive(load: Load): Counts {
  const counts: Counts = {
    ok: 0,
    timeout: 0,
    poolTimeout: 0,
    opened: 0,
    closedIdle: 0,
    closedBroken: 0,
    waitSum: 0,
    latencySum: 0,
  };
  const agenda = new Agenda();
  const services = load.requests.map(([, service]) => service);
  let open: Connection[] = [];
  let line: (Waiting & { readonly timer: { cancelled: boolean } | null })[] = [];

  const close = (connection: Connection): void => {
    open = open.filter((other) => other !== connection);
  };
  const send = (connection: Connection, since: number, now: number): void => {
    counts.waitSum += now - since;
    const done = 2 * load.networkMs + (services.shift() ?? 0);
    // A timer that runs out as the answer comes is first.
    if (load.attemptMs !== null && load.attemptMs <= done) {
      agenda.add(now + load.attemptMs, (then) => {
        counts.timeout++;
        counts.closedBroken++;
        close(connection);
        openForLine(then);
      });
      return;
    }
    agenda.add(now + done, (then) => {
      counts.ok++;
      counts.latencySum += then - since;
      release(connection, then);
    });
  };
  const openFor = (who: Waiting, timer: { cancelled: boolean } | null, now: number): void => {
    const connection: Connection = { busy: true, idleSince: -1 };
    open.push(connection);
    counts.opened++;
    let isWanted = true;
    if (timer) timer.cancelled = true;
    const late =
      load.timeoutMs === null
        ? null
        : agenda.add(who.gaveUpAt, () => {
            counts.poolTimeout++;
            isWanted = false;
          });
    const connected = (then: number): void => {
      if (!isWanted) {
        release(connection, then);
        return;
      }
      if (late) late.cancelled = true;
      send(connection, who.at, then);
    };
    if (load.networkMs === 0) connected(now);
    else agenda.add(now + 2 * load.networkMs, connected);
  };
  const openForLine = (now: number): void => {
    while (line.length > 0 && open.length < load.max) {
      const [first, ...rest] = line;
      line = rest;
      if (first) openFor(first, first.timer, now);
    }
  };
  const release = (connection: Connection, now: number): void => {
    const [first, ...rest] = line;
    if (first) {
      line = rest;
      if (first.timer) first.timer.cancelled = true;
      send(connection, first.at, now);
      return;
    }
    connection.busy = false;
    connection.idleSince = now;
    const idle = open.filter(({ busy }) => !busy).length;
    if (load.idleMs === 0 || idle > (load.maxIdle ?? Infinity)) {
      counts.closedIdle++;
      close(connection);
    } else if (load.idleMs !== null) {
      agenda.add(now + load.idleMs, () => {
        if (connection.busy || connection.idleSince !== now) return;
        counts.closedIdle++;
        close(connection);
      });
    }
  };
  const arrive = (now: number): void => {
    const idle = open.filter(({ busy }) => !busy).sort((a, b) => b.idleSince - a.idleSince)[0];
    const who = { at: now, gaveUpAt: now + (load.timeoutMs ?? 0) };
    if (idle) {
      idle.busy = true;
      send(idle, now, now);
    } else if (open.length < load.max) {
      openFor(who, null, now);
    } else {
      const timer =
        load.timeoutMs === null
          ? null
          : agenda.add(who.gaveUpAt, () => {
              counts.poolTimeout++;
              line = line.filter((other) => other.timer !== timer);
            });
      line.push({ ...who, timer });
    }
  };
  let at = 0;
  for (const [gap] of load.requests) {
    at += gap;
    agenda.add(at, arrive);
  }
  agenda.runAll();
  return counts;
}

function documentOf(load: Load): ScenarioDocument {
  let at = 0;
  const timesMs = load.requests.map(([gap]) => {
    at += gap;
    return at;
  });
  return sketch({
    run: { durationS: 10, drain: true },
    nodes: {
      users: { kind: "client", arrivals: { type: "trace", timesMs } },
      api: {
        concurrency: null,
        serviceTime: { type: "trace", valuesMs: load.requests.map(([, service]) => service) },
      },
    },
    edges: {
      "users->api": {
        networkMs: load.networkMs,
        timeoutMs: load.attemptMs,
        pool: {
          max: load.max,
          timeoutMs: load.timeoutMs,
          idleMs: load.idleMs,
          maxIdle: load.maxIdle,
          handshake: "tcp",
        },
      },
    },
  });
}

/** Times with odd fractions, so that no two things happen at one instant by accident. */
const gap = fc.integer({ min: 0, max: 400 }).map((n) => n / 7 + 0.001);
const service = fc.integer({ min: 1, max: 600 }).map((n) => n / 11);

const loads: fc.Arbitrary<Load> = fc.record({
  requests: fc.array(fc.tuple(gap, service), { minLength: 1, maxLength: 60 }),
  max: fc.integer({ min: 1, max: 4 }),
  timeoutMs: fc.constantFrom(null, 3.3, 27.7, 90.1),
  idleMs: fc.constantFrom(null, 0, 5.9, 40.3),
  maxIdle: fc.constantFrom(null, 0, 1, 2),
  networkMs: fc.constantFrom(0, 0.77, 6.3),
  attemptMs: fc.constantFrom(null, 25.9, 48.7),
});

describe("a pool", () => {
  it("does what a naive model of it does", () => {
    fc.assert(
      fc.property(loads, (load) => {
        const expected = naive(load);
        const totals = simulate(documentOf(load));
        const { ok, failed, latencyMs } = allOf(totals);
        const { pool, attempts } = edgeOf(totals, "users->api");
        expect({
          ok,
          timeout: failed.timeout ?? 0,
          poolTimeout: failed.poolTimeout ?? 0,
          opened: pool?.opened,
          closedBroken: pool?.closedBroken,
        }).toEqual({
          ok: expected.ok,
          timeout: expected.timeout,
          poolTimeout: expected.poolTimeout,
          opened: expected.opened,
          closedBroken: expected.closedBroken,
        });
        // A draining run ends with its last request, connections that are still idle then stay open.
        expect(pool?.closedIdle ?? 0).toBeLessThanOrEqual(expected.closedIdle);
        expect(attempts).toBe(expected.ok + expected.timeout);
        expect((latencyMs.mean ?? 0) * ok).toBeCloseTo(expected.latencySum, 5);
        expect((pool?.waitMs.mean ?? 0) * (pool?.acquired ?? 0)).toBeCloseTo(expected.waitSum, 5);
      }),
      { numRuns: process.env.BROWNOUT_FULL ? 2000 : 60 },
    );
  }, 120_000);
});
