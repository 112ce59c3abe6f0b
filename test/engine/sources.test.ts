// Where requests come from: open and closed loops, load profiles, patience.
import { describe, expect, it } from "vitest";
import { typeColumn } from "../../simulation/results/series.ts";
import {
  allOf,
  columnOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  run,
  simulate,
  sketch,
} from "../support/simulate.ts";

/** Requests offered in each window of a document's run. */
function offeredPerWindow(document: Parameters<typeof run>[0]): number[] {
  return columnOf(run(document), typeColumn(0, "offered"));
}

describe("constant arrivals", () => {
  it("begin one interval after the start unless an offset is given", () => {
    const plain = { kind: "client", arrivals: "constant", ratePerS: 1 };
    const late = sketch({ run: { durationS: 0.999 }, nodes: { users: plain }, edges: {} });
    expect(allOf(simulate(late)).offered).toBe(0);
    const due = sketch({ run: { durationS: 1 }, nodes: { users: plain }, edges: {} });
    expect(allOf(simulate(due)).offered).toBe(1);
    const early = { ...plain, offsetMs: 0.5 };
    const offset = sketch({ run: { durationS: 2 }, nodes: { users: early }, edges: {} });
    expect(allOf(simulate(offset)).offered).toBe(2);
  });

  it("come in batches at the same instant", () => {
    const document = sketch({
      run: { durationS: 1 },
      nodes: { users: { ...metronome(100, 0), batch: 7 } },
      edges: {},
    });
    // At 0, 100, ..., 1000 ms.
    expect(allOf(simulate(document)).offered).toBe(11 * 7);
  });

  it("run through their gaps at the speed of the load profile", () => {
    const offered = (profile: unknown, ratePerS = 10): number[] =>
      offeredPerWindow(
        sketch({
          run: { durationS: 4, windowS: 1 },
          nodes: { users: { kind: "client", arrivals: "constant", ratePerS, profile } },
          edges: {},
        }),
      );
    const steps = (points: number[][]): unknown => ({ shape: "steps", points });
    expect(offered(steps([[0, 1]]))).toEqual([10, 10, 10, 10]);
    expect(
      offered(
        steps([
          [0, 1],
          [2, 4],
        ]),
      ),
    ).toEqual([10, 10, 40, 40]);
    expect(
      offered(
        steps([
          [0, 0],
          [1, 1],
          [2, 0],
          [3, 2],
        ]),
      ),
    ).toEqual([0, 10, 0, 20]);
    // On a line from 0 to 1 over 4 s, 10.1 t^2 / 8 requests are there by t.
    expect(
      offered(
        [
          [0, 0],
          [4, 1],
        ],
        10.1,
      ),
    ).toEqual([1, 4, 6, 9]);
  });
});

describe("Poisson arrivals", () => {
  it("begin with a gap, not at 0, and keep their candidates when the profile changes", () => {
    const rate = 200;
    const document = (profile: unknown): Parameters<typeof run>[0] =>
      sketch({
        run: { durationS: 10, windowS: 1 },
        nodes: { users: { kind: "client", ratePerS: rate, profile } },
        edges: {},
      });
    const flat = offeredPerWindow(document({ shape: "steps", points: [[0, 1]] }));
    const halved = offeredPerWindow(
      document({
        shape: "steps",
        points: [
          [0, 1],
          [5, 0.5],
        ],
      }),
    );
    expect(halved.slice(0, 5)).toEqual(flat.slice(0, 5));
    const late = halved.slice(5).reduce((sum, n) => sum + n, 0);
    // 500 expected, standard deviation 22.
    expect(Math.abs(late - 500)).toBeLessThan(4 * 22.4);
  });

  it("fall silent where the profile is 0", () => {
    const offered = offeredPerWindow(
      sketch({
        run: { durationS: 4, windowS: 1 },
        nodes: {
          users: {
            kind: "client",
            ratePerS: 100,
            profile: {
              shape: "steps",
              points: [
                [0, 1],
                [1, 0],
                [3, 1],
              ],
            },
          },
        },
        edges: {},
      }),
    );
    expect(offered[1]).toBe(0);
    expect(offered[2]).toBe(0);
    expect(offered[3]).toBeGreaterThan(50);
  });
});

describe("a closed loop", () => {
  const closed = (users: number, think: unknown): Record<string, unknown> => ({
    kind: "client",
    closed: { users, thinkTime: think },
  });

  it("thinks first, then asks, waits for the final outcome and thinks again", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: { users: closed(1, 200), api: { serviceTime: 50 } },
        edges: { "users->api": {} },
      }),
    );
    // One cycle of 250 ms: asked at 200, 450, ..., 9,950; the last answer comes at the end, 10,000.
    expect(allOf(totals).offered).toBe(40);
    expect(allOf(totals).completed).toBe(40);
    expect(allOf(totals).latencyMs.mean).toBe(50);
  });

  it("waits for retries, and thinks after a failure as after a success", () => {
    const totals = simulate(
      sketch({
        run: { durationS: 10 },
        nodes: { users: closed(1, 200), api: { serviceTime: 50, errorRate: 1 } },
        edges: {
          "users->api": {
            retry: { maxAttempts: 3, backoff: { type: "constant", baseMs: 25, jitter: "none" } },
          },
        },
      }),
    );
    // 3 x 50 ms of service and 2 x 25 ms of back-off, then 200 ms: a cycle of 400 ms.
    expect(allOf(totals).offered).toBe(25);
    expect(edgeOf(totals, "users->api").attempts).toBe(75);
    expect(allOf(totals).latencyAllMs.mean).toBe(200);
  });

  it("never has more requests in flight than users", () => {
    const totals = simulate(
      sketch({
        nodes: { users: closed(5, 0), api: { serviceTime: 10, concurrency: 2 } },
        edges: { "users->api": {} },
      }),
    );
    expect(nodeOf(totals, "users").inFlight.max).toBe(5);
    // Two slots of 10 ms are always busy.
    expect(allOf(totals).completed).toBe(2000);
    expect(nodeOf(totals, "api").utilization).toBe(1);
  });
});

describe("patience, edge timeout and queue timeout", () => {
  const slow = { serviceTime: 1000, concurrency: 1 };

  it("are three endings of three things", () => {
    const outcome = (users: object, edge: object, api: object): unknown =>
      allOf(
        simulate(
          sketch({
            nodes: { users: { ...ONCE, batch: 2, ...users }, api: { ...slow, ...api } },
            edges: { "users->api": edge },
          }),
        ),
      ).failed;
    expect(outcome({ patienceMs: 300 }, {}, {})).toEqual({ abandoned: 2 });
    expect(outcome({}, { timeoutMs: 300 }, {})).toEqual({ timeout: 2 });
    expect(outcome({}, {}, { queueTimeoutMs: 300 })).toEqual({ queueTimeout: 1 });
  });

  it("let started work run on, whoever has left", () => {
    const totals = simulate(
      sketch({
        nodes: { users: { ...ONCE, batch: 2, patienceMs: 300 }, api: slow },
        edges: { "users->api": {} },
      }),
    );
    expect(nodeOf(totals, "api").completions).toBe(2);
    expect(nodeOf(totals, "api").goodput).toBe(0);
    expect(allOf(totals).latencyAllMs.max).toBe(300);
  });

  it("end the whole request, retries included, when it is the user's patience", () => {
    const totals = simulate(
      sketch({
        nodes: { users: { ...ONCE, patienceMs: 250 }, api: slow },
        edges: {
          "users->api": {
            timeoutMs: 100,
            retry: { maxAttempts: 10, backoff: { type: "none" } },
          },
        },
      }),
    );
    expect(allOf(totals).failed).toEqual({ abandoned: 1 });
    // At 0, 100 and 200 ms.
    expect(edgeOf(totals, "users->api").attempts).toBe(3);
    expect(edgeOf(totals, "users->api").failed).toEqual({ timeout: 2, cancelled: 1 });
  });

  it("leave the queue at their time, from the middle of it too", () => {
    const totals = simulate(
      sketch({
        nodes: {
          users: { ...ONCE, batch: 4 },
          api: { serviceTime: 100, concurrency: 1, queueTimeoutMs: 150 },
        },
        edges: { "users->api": {} },
      }),
    );
    // Served at 0 and 100 ms; the other two leave at 150 ms.
    expect(allOf(totals).ok).toBe(2);
    expect(nodeOf(totals, "api").failed).toEqual({ queueTimeout: 2 });
    expect(allOf(totals).latencyAllMs.max).toBe(200);
    expect(nodeOf(totals, "api").waitMs.max).toBe(100);
  });
});

describe("several client instances", () => {
  it("have policy state of their own and do not change the rate", () => {
    const totals = (clients: number): ReturnType<typeof simulate> =>
      simulate(
        sketch({
          run: { durationS: 20 },
          nodes: {
            users: { kind: "client", ratePerS: 100, clients },
            api: { errorRate: 1 },
          },
          edges: {
            "users->api": {
              breaker: { window: { size: 10 }, minimumCalls: 10, openMs: 1e6 },
            },
          },
        }),
      );
    expect(edgeOf(totals(1), "users->api").attempts).toBe(10);
    // Every instance finds out by itself.
    expect(edgeOf(totals(8), "users->api").attempts).toBe(80);
    expect(edgeOf(totals(8), "users->api").breaker.opens).toBe(8);
    expect(allOf(totals(1)).offered).toBe(allOf(totals(8)).offered);
  });
});
