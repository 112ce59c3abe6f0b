// A load balancer at layer 7, at layer 4 and with sticky sessions on the same drawing: what another
// would do instead.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

interface Drawing {
  readonly client?: object;
  readonly edge?: object;
  readonly balancer?: object;
  readonly behind?: object;
  readonly api?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

/** A hundred requests a second over four kept connections, a balancer, and two instances. */
function play({ client, edge, balancer, behind, api, faults, durationS = 20 }: Drawing) {
  return simulate(
    sketch({
      run: { durationS, detail: true },
      nodes: {
        users: { ...metronome(10, 5), ...client },
        lb: { kind: "load-balancer", replicas: 1, serviceTime: 0, ...balancer },
        api: { replicas: 2, concurrency: null, serviceTime: 20, endpointDelayMs: 0, ...api },
      },
      edges: {
        "users->lb": { networkMs: 0, pool: { http: "1.1", max: 4, idleMs: null }, ...edge },
        "lb->api": { networkMs: 0, ...behind },
      },
      ...(faults ? { faults } : {}),
    }),
  );
}

/** The second instance comes ten seconds late. */
const LATE = { f: { kind: "crash", target: "api[1]", atS: 0, forS: 10 } } as const;

/** The first instance goes after ten seconds. */
const GOES = { f: { kind: "crash", target: "api[0]", atS: 10 } } as const;

function arrivalsOf(totals: EngineTotals): readonly (number | null)[] {
  return nodeOf(totals, "api").instanceLoad?.instances.map(({ arrivals }) => arrivals) ?? [];
}

describe("a load balancer at layer 4", () => {
  it("sends an instance that comes late nothing while connections are kept; layer 7 half", () => {
    expect(arrivalsOf(play({ balancer: { layer: "l4" }, faults: LATE }))).toEqual([2000, 0]);
    expect(arrivalsOf(play({ faults: LATE }))).toEqual([1500, 500]);
  });

  it("sends it its share where each request has a connection of its own", () => {
    const anew = { balancer: { layer: "l4" }, edge: { pool: null } };
    expect(arrivalsOf(play({ ...anew, faults: LATE }))).toEqual([1500, 500]);
  });

  it("loses connections with an instance; layer 7 answers 503, or tries another", () => {
    const spread = play({ balancer: { layer: "l4" }, faults: GOES });
    // Two connections are in use, of which one leads to it; it is opened anew.
    expect(allOf(spread).failed).toEqual({ connectionLost: 1 });
    expect(edgeOf(spread, "users->lb").pool).toMatchObject({ closedBroken: 1, opened: 3 });

    const told = { api: { endpointDelayMs: 1000 }, faults: GOES };
    // For a second half of the requests go to an instance that refuses them, or was cut off from one.
    const answered = allOf(play(told)).failed;
    expect(Object.keys(answered)).toEqual(["rejected"]);
    expect(answered.rejected).toBeGreaterThanOrEqual(50);
    expect(answered.rejected).toBeLessThanOrEqual(52);
    const again = { retry: { maxAttempts: 2, avoidTried: true, backoff: { type: "none" } } };
    expect(allOf(play({ ...told, behind: again })).failed).toEqual({});
  });
});

describe("an idle connection through layer 4", () => {
  it("is reset with the instance that it leads to, so the next request finds another", () => {
    const crashed = [0, 1].map((at) =>
      play({
        client: metronome(1000, 5),
        balancer: { layer: "l4" },
        faults: { f: { kind: "crash", target: `api[${at}]`, atS: 10.5 } },
      }),
    );
    expect(crashed.map((totals) => allOf(totals).failed)).toEqual([{}, {}]);
    const opened = crashed.map((totals) => edgeOf(totals, "users->lb").pool?.opened);
    expect(opened.sort()).toEqual([1, 2]);
  });
});

describe("sticky sessions", () => {
  const sticky = { sticky: { sessions: 50 } };

  it("leave an instance that comes late idle; without them it relieves the other", () => {
    const [first, second] = arrivalsOf(play({ balancer: sticky, faults: LATE }));
    expect(Number(first) + Number(second)).toBe(2000);
    // All fifty have begun by then, unless the draws left one out.
    expect(second).toBeLessThan(20);
    expect(arrivalsOf(play({ faults: LATE }))).toEqual([1500, 500]);
  });

  it("begin anew after their time, which relieves late", () => {
    const short = { sticky: { sessions: 50, durationMs: 12_000 } };
    const [, second] = arrivalsOf(play({ balancer: short, faults: LATE }));
    expect(second).toBeGreaterThan(250);
    expect(second).toBeLessThan(450);
  });

  it("are lost with their instance; where the state is shared, or nothing is kept, nobody notices", () => {
    const lost = play({ balancer: sticky, faults: GOES });
    const { sessions } = nodeOf(lost, "lb");
    // What was under way at the crash ends as 503.
    expect(allOf(lost).failed.rejected ?? 0).toBeLessThanOrEqual(2);
    expect(sessions?.lost).toBeGreaterThan(15);
    expect(sessions?.lost).toBe(allOf(lost).degraded);
    expect(sessions).toMatchObject({ started: 50, moved: sessions?.lost });

    const shared = play({ balancer: { sticky: { sessions: 50, state: "shared" } }, faults: GOES });
    expect(allOf(shared).degraded).toBe(0);
    expect(nodeOf(shared, "lb").sessions).toMatchObject({ moved: sessions?.moved, lost: 0 });

    const none = play({ faults: GOES });
    expect(allOf(none).degraded).toBe(0);
    expect(nodeOf(none, "lb").sessions).toBeUndefined();
  });
});

describe("a load balancer", () => {
  it("is a hop with slots of its own: it adds its work, and can be what is full", () => {
    const slow = { concurrency: 1, serviceTime: 5 };
    expect(allOf(play({ balancer: slow })).latencyMs.p50).toBeCloseTo(25, 0);
    const crowd = { client: metronome(4, 2), edge: { pool: null } };
    const full = play({ ...crowd, balancer: slow });
    expect(nodeOf(full, "lb").utilization).toBeCloseTo(1, 2);
    expect(nodeOf(full, "lb").queue.max).toBeGreaterThan(900);
    // A second instance of it, and nobody waits.
    expect(nodeOf(play({ ...crowd, balancer: { ...slow, replicas: 2 } }), "lb").queue.max).toBe(0);
  });

  it("hands on how calls behind it end; a gateway says that it depends on them", () => {
    const faults = { f: { kind: "errors", target: "api", atS: 0, ratio: 1 } } as const;
    expect(Object.keys(allOf(play({ faults })).failed)).toEqual(["error"]);
    const gateway = play({ balancer: { kind: "api-gateway" }, faults });
    expect(Object.keys(allOf(gateway).failed)).toEqual(["dependency"]);
  });
});
