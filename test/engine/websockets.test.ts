// WebSockets: connections that are held, what a hub makes of those that come, and how they come back.
import { describe, expect, it } from "vitest";
import type { HubResult } from "../../simulation/results/hub-result.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->hub";

interface Drawing {
  readonly clients?: number;
  readonly client?: object;
  readonly hub?: object;
  readonly edge?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  readonly durationS?: number;
}

function drawn({ clients = 100, client, hub, edge, faults, durationS = 60 }: Drawing) {
  return sketch({
    run: { durationS },
    nodes: {
      users: { ...metronome(10, 5), clients, ...client },
      hub: { kind: "websocket-hub", serviceTime: 0.1, concurrency: 100, replicas: 2, ...hub },
    },
    edges: { [EDGE]: { protocol: "websocket", networkMs: 5, ...edge } },
    ...(faults ? { faults } : {}),
  });
}

const play = (drawing: Drawing) => simulate(drawn(drawing));

function hubOf(drawing: Drawing): HubResult {
  const { hub } = nodeOf(play(drawing), "hub");
  if (!hub) throw new Error("no hub");
  return hub;
}

const CRASH: Record<string, FaultDocument> = {
  f: { kind: "crash", target: "hub[0]", atS: 10, forS: 40 },
};

describe("held connections", () => {
  it("are one for each client from the start, spread over the instances", () => {
    const result = hubOf({});
    expect(result).toMatchObject({ connectionsAtEnd: 100, accepted: 0, refused: 0, lost: 0 });
    expect(result.connections).toEqual({ mean: 100, max: 100 });
    expect(edgeOf(play({}), EDGE).pool?.opened).toBe(0);
  });

  it("need three round trips and to be accepted where they are not there yet", () => {
    const drawing = { clients: 1, edge: { pool: { warm: false } }, hub: { acceptMs: 2 } };
    const { latencyMs } = allOf(play(drawing));
    expect(latencyMs.max).toBeCloseTo(3 * 10 + 2 + 10 + 0.1, 9);
    expect(latencyMs.min).toBeCloseTo(10.1, 9);
  });

  it("come to the other instance when theirs is lost, and do not go back", () => {
    const result = hubOf({ faults: CRASH, edge: { reconnect: { jitter: 0 } } });
    expect(result).toMatchObject({ lost: 50, accepted: expect.any(Number), connectionsAtEnd: 100 });
    // Some first tried the one that was down, before anybody knew.
    expect(result.accepted).toBe(50);
    const share = nodeOf(play({ faults: CRASH, client: { ratePerS: 1000 } }), "hub");
    expect(share.hub?.connectionsAtEnd).toBe(100);
  });

  it("are accepted one after another, so that all at once wait; with jitter they do not", () => {
    const storm = (jitter: number) =>
      allOf(
        play({
          clients: 2000,
          client: { ratePerS: 500 },
          hub: { acceptMs: 2, acceptBacklog: 10_000, endpointDelayMs: 0 },
          edge: { reconnect: { jitter } },
          faults: CRASH,
        }),
      ).latencyMs.max ?? 0;
    // 1,000 clients of 2 ms each: from 1 s on, or from 0.5 s on while they still come.
    expect(storm(0)).toBeGreaterThan(2_900);
    expect(storm(0)).toBeLessThan(3_100);
    expect(storm(0.5)).toBeGreaterThan(2_300);
    expect(storm(0.5)).toBeLessThan(2_600);
  });

  it("are refused where too many wait, and the more the less they are spread", () => {
    const refused = (reconnect: object) =>
      hubOf({
        clients: 2000,
        hub: { acceptMs: 2, acceptBacklog: 100, replicas: 2 },
        edge: { reconnect },
        faults: CRASH,
      }).refused;
    expect(refused({ jitter: 0 })).toBeGreaterThan(1.15 * refused({ jitter: 0.5 }));
    expect(refused({ jitter: 0.9, baseMs: 5000 })).toBeLessThan(0.7 * refused({ jitter: 0 }));
  });

  it("are refused beyond the limit of an instance, which leaves clients without one", () => {
    const result = hubOf({ hub: { connectionsMax: 60 }, faults: CRASH, durationS: 150 });
    expect(result.connections.max).toBe(100);
    // 60 at the one that is left while the other is down; 40 come again and again until it is back.
    // After 1, 2 and 4 s and then every 5 s: each about nine times within 40 s.
    expect(result.refused / 40).toBeGreaterThan(8.5);
    expect(result.refused / 40).toBeLessThan(10.5);
    expect(result.connectionsAtEnd).toBe(100);
  });

  it("that vanish are missed by heartbeats, and without them never", () => {
    const vanish: Record<string, FaultDocument> = {
      f: { kind: "crash", target: "hub[0]", atS: 5, forS: 50, mode: "blackhole" },
    };
    const held = (reconnect: object) =>
      hubOf({ faults: vanish, durationS: 50, edge: { timeoutMs: 500, reconnect } });
    expect(held({ heartbeatMs: 5000, heartbeatTimeoutMs: 2000 }).accepted).toBe(50);
    expect(held({ heartbeatMs: null }).accepted).toBe(0);
  });
});

describe("a push", () => {
  const push = (replicas: number, count: number | "all", ratio: number) =>
    simulate(
      sketch({
        nodes: {
          users: { ...metronome(100_000, 1), clients: 1000 },
          editor: { ...metronome(1000, 500) },
          desk: {},
          hub: {
            kind: "websocket-hub",
            replicas,
            concurrency: 1,
            serviceTime: 0,
            operations: { request: {}, news: { pushRatio: ratio, pushUs: 20 } },
          },
        },
        edges: {
          "users->hub": { protocol: "websocket" },
          "editor->desk": {},
          "desk->hub": { protocol: "rest", calls: [{ id: "a", operation: "news", count }] },
        },
      }),
    );

  it("reaches the clients of one instance, and all of them where every instance pushes", () => {
    const pushed = (replicas: number, count: number | "all", ratio = 1) =>
      nodeOf(push(replicas, count, ratio), "hub").hub?.pushed;
    expect(pushed(4, 1)).toBe(10 * 250);
    expect(pushed(4, "all")).toBe(10 * 1000);
    expect(pushed(4, "all", 0.1)).toBe(10 * 100);
  });

  it("takes time for each connection, which more instances share", () => {
    const latency = (replicas: number) => nodeOf(push(replicas, "all", 1), "hub").latencyMs.max;
    expect(latency(1)).toBeCloseTo(20, 0);
    expect(latency(4)).toBeCloseTo(5, 0);
  });
});

describe("a slow client", () => {
  /** 100 pushes a second of 1,000 bytes; the link of each client takes `mbps`. */
  const slow = (hub: object, mbps: number | null, ratio = 1) =>
    simulate(
      sketch({
        nodes: {
          phones: { ...metronome(100_000, 1), clients: 50 },
          feed: metronome(10, 5),
          hub: {
            kind: "websocket-hub",
            replicas: 1,
            concurrency: 1,
            serviceTime: 0,
            ...hub,
            operations: { request: {}, tick: { pushRatio: ratio, pushUs: 0, pushBytes: 1000 } },
          },
        },
        edges: {
          "phones->hub": {
            protocol: "websocket",
            reconnect: { jitter: 0 },
            ...(mbps === null ? {} : { bandwidthMbps: mbps }),
          },
          "feed->hub": { protocol: "rest", calls: [{ id: "a", operation: "tick" }] },
        },
      }),
    );
  const buffersOf = (...drawn: Parameters<typeof slow>) => {
    const { hub } = nodeOf(slow(...drawn), "hub");
    if (!hub?.buffers) throw new Error("no buffers");
    return { ...hub.buffers, pushed: hub.pushed, accepted: hub.accepted };
  };

  it("takes what its link carries: the rest waits at the hub, without end if nothing bounds it", () => {
    // 100 kB a second for links of 50 kB a second: half of it waits after 10 s.
    const { bytesMax, delayMs, dropped } = buffersOf({}, 0.4);
    expect(bytesMax).toBeCloseTo(500_000 + 500, -3);
    expect(delayMs.max).toBeCloseTo(10_000, -2);
    expect(dropped).toBe(0);
    // A link that is wide enough takes each push as it comes.
    expect(buffersOf({}, 1.6).delayMs).toEqual({ mean: 5, max: 5 });
    expect(nodeOf(slow({}, null), "hub").hub?.buffers).toBeUndefined();
  });

  it("misses what a full buffer has no room for, and gets the rest soon", () => {
    const { bytesMax, delayMs, dropped, sent } = buffersOf({ sendBufferBytes: 10_000 }, 0.4);
    expect(bytesMax).toBe(10_000);
    expect(delayMs.max).toBe(200);
    expect(dropped / (dropped + sent)).toBeCloseTo(0.5, 1);
  });

  it("loses its connection instead, where the hub closes it, and comes back with an empty buffer", () => {
    const { closed, accepted, dropped } = buffersOf(
      { sendBufferBytes: 10_000, whenFull: "close" },
      0.4,
    );
    // Full after 0.18 s, back after 1 s: each client about 8 times in 10 s.
    expect(closed / 50).toBeGreaterThan(7);
    expect(closed / 50).toBeLessThan(10);
    expect(dropped).toBe(closed);
    expect(accepted).toBeGreaterThan(closed - 51);
  });

  it("is pushed to in turn where a push is for some of the clients", () => {
    const { sent, delayMs } = buffersOf({}, 0.4, 0.4);
    // 40 of 100 pushes a second to each: 40 kB of the 50 kB that its link takes.
    expect(sent).toBe(1000 * 20);
    expect(delayMs.max).toBeLessThan(60);
  });
});

describe("a WebSocket in a file", () => {
  const problemsOf = (document: ReturnType<typeof drawn>) =>
    resolveScenario(document).problems.map(({ path, severity }) => `${severity} ${path}`);

  it("is spoken by clients only, and is one shared connection", () => {
    const service = sketch({
      nodes: { users: metronome(10, 5), api: {}, hub: { kind: "websocket-hub" } },
      edges: { "users->api": {}, "api->hub": { protocol: "websocket" } },
    });
    expect(problemsOf(service)).toContain("error edges.api->hub.protocol");
    const pooled = drawn({ edge: { pool: { max: 4 } } });
    expect(problemsOf(pooled)).toContain("error edges.users->hub.pool.max");
    expect(problemsOf(drawn({}))).toEqual([]);
  });

  it("has buffers only where a client has a bandwidth, and something to do with a full one", () => {
    expect(problemsOf(drawn({ hub: { whenFull: "close" } }))).toEqual([
      "warning nodes.hub.whenFull",
    ]);
    const hub = { sendBufferBytes: 1000, pushRatio: 1 };
    expect(problemsOf(drawn({ hub }))).toEqual(["warning nodes.hub.sendBufferBytes"]);
    expect(problemsOf(drawn({ hub, edge: { bandwidthMbps: 1 } }))).toEqual([]);
  });
});
