// Faults of the network: what becomes of each message.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";
import { EXP, expectBooksInOrder, within } from "../support/theory-checks.ts";

interface Parts {
  readonly users?: object;
  readonly api?: object;
  readonly edge?: object;
  readonly durationS?: number;
  readonly fault: Omit<FaultDocument, "target"> & { readonly target?: string };
}

/** One client, one service that takes 10 ms, 1 ms between them each way. */
function simulateFault({ users, api, edge, durationS, fault }: Parts): EngineTotals {
  const totals = simulate(
    sketch({
      run: { durationS: durationS ?? 10 },
      nodes: {
        users: { ...(users ?? ONCE) },
        api: { serviceTime: 10, concurrency: null, ...api },
      },
      edges: { "users->api": { networkMs: 1, ...edge } },
      faults: { f: { target: "users->api", ...fault } as FaultDocument },
    }),
  );
  expectBooksInOrder(totals);
  return totals;
}

describe("jitter", () => {
  it("adds a time of its own to each trip", () => {
    const users = { kind: "client", ratePerS: 1000 };
    const fault = { kind: "jitter", addMs: EXP(20) };
    const { mean, stdMs } = allOf(simulateFault({ users, fault, durationS: 20 })).latencyMs;
    // Two trips: the sum of two exponential times.
    within((mean ?? 0) - 12, 40, 0.03);
    within(stdMs, Math.sqrt(2) * 20, 0.03);
  });

  it("grows over its ramp", () => {
    const users = metronome(1000, 600);
    const ramped = { kind: "jitter", addMs: 100, atS: 0, rampS: 10 };
    const { min, max } = allOf(simulateFault({ users, fault: ramped })).latencyMs;
    expect(min).toBeCloseTo(12 + 2 * 5, 6);
    expect(max).toBeCloseTo(12 + 2 * 95, 6);
  });
});

describe("a lost message", () => {
  it("arrives after TCP's time-outs, which double", () => {
    // Lost until 1.9 s: sent at 0, 0.2, 0.6, 1.4 and 3.0 s, when it gets through.
    const fault = { kind: "loss", ratio: 1, atS: 0, forS: 1.9 };
    expect(allOf(simulateFault({ fault })).latencyMs.mean).toBe(3012);
    const quick = { ...fault, rtoMs: 50 };
    // 0, 50, 150, 350, 750, 1550, 3150.
    expect(allOf(simulateFault({ fault: quick })).latencyMs.mean).toBe(3162);
  });

  it("is lost for good where its caller gives up before: it never reaches the callee", () => {
    const fault = { kind: "loss", ratio: 1, atS: 0, forS: 1 };
    const totals = simulateFault({ fault, edge: { timeoutMs: 500 } });
    expect(allOf(totals).failed).toEqual({ timeout: 1 });
    expect(nodeOf(totals, "api").arrivals).toBe(0);
  });

  it("may be the answer: the work is done, and wasted if nobody waits for it", () => {
    const fault = { kind: "loss", ratio: 1, atS: 0.005, forS: 1 };
    const patient = simulateFault({ fault });
    // The answer is sent at 11 ms, again 200, 600 and 1400 ms later.
    expect(allOf(patient).latencyMs.mean).toBe(1412);
    const hasty = simulateFault({ fault, edge: { timeoutMs: 500 } });
    expect(allOf(hasty).failed).toEqual({ timeout: 1 });
    expect(nodeOf(hasty, "api").completions).toBe(1);
  });

  it("breaks the connection after 15 retransmissions", () => {
    const fault = { kind: "loss", ratio: 1, rtoMs: 1 };
    const totals = simulateFault({ fault, durationS: 100 });
    expect(allOf(totals).failed).toEqual({ connectionLost: 1 });
    // 1 + 2 + 4 + ... + 2^15 ms.
    expect(allOf(totals).latencyAllMs.mean).toBe(65_535);
    expect(edgeOf(totals, "users->api").failed).toEqual({ connectionLost: 1 });
  });

  it("is as frequent as the ratio says, each way", () => {
    const users = { kind: "client", ratePerS: 500 };
    const fault = { kind: "loss", ratio: 0.1, rtoMs: 100_000 / 1000 };
    const totals = simulateFault({ users, fault, durationS: 40 });
    const { mean } = allOf(totals).latencyMs;
    // E[time-outs] of one message: sum over k of 0.1^k x 100 x 2^(k-1) = 10 / (1 - 0.2).
    within((mean ?? 0) - 12, 2 * 12.5, 0.05);
  });

  it("of a one-way call is sent again though nobody waits, and counted in the end", () => {
    const lost = { kind: "loss", ratio: 1, rtoMs: 1 };
    const edge = { oneWay: true };
    const totals = simulateFault({ fault: lost, edge, durationS: 100 });
    expect(allOf(totals).ok).toBe(1);
    expect(edgeOf(totals, "users->api").failed).toEqual({ connectionLost: 1 });
    const late = simulateFault({ fault: { ...lost, forS: 1 }, edge });
    expect(nodeOf(late, "api").completions).toBe(1);
  });
});

describe("a partition", () => {
  const cut = { kind: "partition", atS: 1, forS: 3 };

  it("swallows what is sent; what is still waited for gets through after it", () => {
    const users = metronome(10_000, 2000);
    // Sent at 2 s, again at 2.2, 2.6, 3.4 and 5 s.
    expect(allOf(simulateFault({ users, fault: cut })).latencyMs.mean).toBe(3012);
    const timely = simulateFault({ users, fault: cut, edge: { timeoutMs: 1000 } });
    expect(allOf(timely).failed).toEqual({ timeout: 1 });
    expect(nodeOf(timely, "api").arrivals).toBe(0);
  });

  it("of one direction lets requests be worked on whose answers are lost, or the reverse", () => {
    const users = metronome(100, 50);
    const part = (direction: string, target: string): EngineTotals =>
      simulateFault({
        users,
        fault: { ...cut, direction, target },
        edge: { timeoutMs: 90 },
      });
    for (const answersLost of [part("out", "api"), part("in", "users"), part("in", "users->api")]) {
      expect(allOf(answersLost).failed).toEqual({ timeout: 30 });
      expect(nodeOf(answersLost, "api").completions).toBe(100);
    }
    for (const requestsLost of [
      part("in", "api"),
      part("out", "users"),
      part("out", "users->api"),
    ]) {
      expect(allOf(requestsLost).failed).toEqual({ timeout: 30 });
      expect(nodeOf(requestsLost, "api").completions).toBe(70);
    }
  });

  it("that refuses fails new requests at once and breaks those under way", () => {
    const users = metronome(100, 95);
    const totals = simulateFault({ users, fault: { ...cut, mode: "refuse" } });
    // The request of 0.995 s is in service when the link goes.
    expect(allOf(totals).failed).toEqual({ connectionRefused: 30, connectionLost: 1 });
    expect(allOf(totals).latencyAllMs.min).toBe(0);
    // The last request, of 9.995 s, is not done by the end.
    expect(nodeOf(totals, "api").completions).toBe(69);
  });

  it("cuts between the target and its peers only, whichever of them calls", () => {
    const failures = (fault: Omit<FaultDocument, "kind">): Record<string, number> => {
      const totals = simulate({
        ...sketch({
          nodes: {
            users: metronome(100, 50),
            api: { serviceTime: 1, in: "west" },
            left: { serviceTime: 1, in: "west" },
            right: { serviceTime: 1 },
          },
          edges: {
            "users->api": {},
            "api->left": { timeoutMs: 20 },
            "api->right": { timeoutMs: 20 },
          },
          faults: { f: { kind: "partition", ...fault } as FaultDocument },
        }),
        groups: { west: { kind: "zone" } },
      });
      const failed = (edge: string): number => edgeOf(totals, edge).failed.timeout ?? 0;
      const { completions } = nodeOf(totals, "api");
      return { left: failed("api->left"), right: failed("api->right"), completions };
    };
    expect(failures({ target: "api", peers: ["left"] })).toMatchObject({ left: 100, right: 0 });
    expect(failures({ target: "right" })).toMatchObject({ left: 0, right: 100 });
    // Within a zone all goes on; nothing gets in or out of it.
    const zone = failures({ target: "west", peers: ["right"] });
    expect(zone).toMatchObject({ left: 0, right: 100 });
    expect(failures({ target: "west" })).toMatchObject({ left: 0, completions: 0 });
    expect(failures({ target: ["api", "right"] as never })).toMatchObject({ right: 0, left: 0 });
  });

  it("loses cancellations", () => {
    const api = { serviceTime: 5000 };
    const edge = { timeoutMs: 100, cancel: "interrupt" };
    const whole = simulateFault({ api, edge, fault: { kind: "latency", addMs: 0 } });
    expect(nodeOf(whole, "api").completions).toBe(0);
    const fault = { kind: "partition", atS: 0.05, forS: 1 };
    expect(nodeOf(simulateFault({ api, edge, fault }), "api").completions).toBe(1);
  });
});

describe("callers that cannot connect anew", () => {
  const users = { ...metronome(10, 5), clients: 20 };

  it("lose the address one by one, over the time that addresses live", () => {
    const fault = { kind: "dns-failure", target: "api", ttlS: 4, atS: 2, forS: 6 };
    const totals = simulateFault({ users, fault });
    const { failed, latencyAllMs } = allOf(totals);
    // Half of the requests of the first 4 s, all of the 2 s after that.
    within(failed.connectionRefused, 200 + 200, 0.15);
    expect(Object.keys(failed)).toEqual(["connectionRefused"]);
    expect(latencyAllMs.min).toBe(0);
    expect(nodeOf(totals, "api").arrivals).toBe(1000 - (failed.connectionRefused ?? 0));
    expect(allOf(simulateFault({ users, fault: { ...fault, ttlS: 0 } })).failed).toEqual({
      connectionRefused: 600,
    });
  });

  it("find out by a handshake where a certificate has expired", () => {
    const fault = { kind: "certificate-expiry", target: "api", connectionS: 0, atS: 2, forS: 6 };
    const totals = simulateFault({ users, fault });
    expect(allOf(totals).failed).toEqual({ connectionRefused: 600 });
    // A round trip for TCP and one for TLS 1.3.
    expect(allOf(totals).latencyAllMs.min).toBe(4);
  });

  it("go on over the connections they have, where the link has a pool", () => {
    const one = { ...metronome(100, 5) };
    const cut = { target: "api", atS: 2, forS: 6 };
    const run = (kind: string, pool: object, more: object = {}): EngineTotals =>
      simulateFault({ users: one, edge: { pool }, fault: { kind, ...cut, ...more } });
    for (const kind of ["dns-failure", "certificate-expiry"]) {
      const life = kind === "dns-failure" ? { ttlS: 0 } : { connectionS: 3600 };
      const kept = run(kind, { max: 3 }, life);
      expect(allOf(kept).failed).toEqual({});
      expect(edgeOf(kept, "users->api").pool).toMatchObject({ opened: 1, refused: 0 });
      const anew = run(kind, { max: 3, idleMs: 0 }, life);
      expect(allOf(anew).failed).toEqual({ connectionRefused: 60 });
      expect(edgeOf(anew, "users->api").pool).toMatchObject({ refused: 60 });
      // A name is looked up before anything is sent; TCP and TLS take a round trip each.
      const { min, max } = allOf(anew).latencyAllMs;
      expect(kind === "dns-failure" ? min : max).toBe(kind === "dns-failure" ? 0 : 14);
      expect(min).toBe(kind === "dns-failure" ? 0 : 4);
    }
    // The address is known for up to a minute: handshakes fail from then on.
    const late = run("dns-failure", { max: 3, idleMs: 0 }, { ttlS: 60 });
    expect(allOf(late).failed.connectionRefused ?? 0).toBeLessThan(60);
  });

  it("fail one by one as their connections do, those that wait in line too", () => {
    const fault = { kind: "dns-failure", target: "api", ttlS: 0, atS: 2 };
    const totals = simulateFault({
      users: metronome(5, 1),
      api: { serviceTime: 900 },
      edge: { pool: { max: 1, idleMs: 0 }, timeoutMs: 500 },
      fault,
    });
    // The last connection is closed by its request's timeout; then nobody can open another.
    const { failed } = allOf(totals);
    expect(failed.connectionRefused).toBeGreaterThan(1000);
    expect(Object.keys(failed).sort()).toEqual(["connectionRefused", "timeout"]);
  });

  it("are those of the target, not those it calls", () => {
    const totals = simulate(
      sketch({
        nodes: { users: metronome(100, 50), api: { serviceTime: 1 }, db: { serviceTime: 1 } },
        edges: { "users->api": {}, "api->db": {} },
        faults: { f: { kind: "dns-failure", target: "api", ttlS: 0, atS: 5 } },
      }),
    );
    expect(allOf(totals).failed).toEqual({ connectionRefused: 50 });
    expect(edgeOf(totals, "api->db").failed).toEqual({});
  });

  it("are not disturbed in what else the link does", () => {
    const plain = { kind: "latency", addMs: 0 };
    const edge = { networkMs: EXP(3) };
    const before = simulateFault({ users, edge, fault: plain });
    const dns = { kind: "dns-failure", target: "api", ttlS: 1e5 };
    const after = simulateFault({ users, edge, fault: dns });
    expect(allOf(after).latencyMs).toEqual(allOf(before).latencyMs);
  });
});

describe("a connection leak", () => {
  const pool = { max: 10, timeoutMs: 50 };
  const users = metronome(100, 50);
  const leak = { kind: "pool-leak", ratio: 1, atS: 2, forS: 4 };

  it("takes one connection a request until none is left; its end gives all back", () => {
    const totals = simulateFault({ users, edge: { pool }, fault: leak });
    // Ten requests keep a connection each, thirty find none; then all is as before.
    expect(allOf(totals).failed).toEqual({ poolTimeout: 30 });
  });

  it("lasts where nobody gives back what has leaked", () => {
    const totals = simulateFault({ users, edge: { pool }, fault: { ...leak, returns: false } });
    expect(allOf(totals).failed.poolTimeout).toBeGreaterThan(65);
  });

  it("does nothing to links without a pool", () => {
    expect(allOf(simulateFault({ users, fault: leak })).failed).toEqual({});
  });
});
