// Streams of gRPC, each against what a plain call, another kind of stream or another window does.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->api";

interface Drawing {
  readonly client?: object;
  readonly api?: object;
  readonly edge?: object;
  /** null: plain calls. */
  readonly stream: object | null;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** 100 messages of 1,000 bytes over a way of 10 ms that nobody needs time for, unless it says so. */
function play({ client = ONCE, api, edge, stream, faults }: Drawing): EngineTotals {
  const plain = { messages: 100, handleMs: 0, windowBytes: 1e6, connectionWindowBytes: null };
  return simulate(
    sketch({
      nodes: { users: client, api: { concurrency: 1000, blocking: true, ...api } },
      edges: {
        [EDGE]: {
          protocol: "grpc",
          networkMs: 10,
          ...edge,
          ...(stream ? { stream: { ...plain, ...stream } } : {}),
        },
      },
      ...(faults ? { faults } : {}),
    }),
  );
}

const latency = (totals: EngineTotals): number => allOf(totals).latencyMs.max ?? Number.NaN;
const streamOf = (totals: EngineTotals) => {
  const { stream } = edgeOf(totals, EDGE);
  if (!stream) throw new Error("no streams");
  return stream;
};

describe("a stream of the server", () => {
  it("brings all its messages in one call, as fast as there is room for them", () => {
    const totals = play({ stream: { type: "server" } });
    expect(latency(totals)).toBe(20);
    expect(streamOf(totals)).toMatchObject({ opened: 1, toCaller: 100, toCallee: 0 });
  });

  it("fills its window once a round trip, whatever the bandwidth", () => {
    // Ten messages every 20 ms, the first after 10; the last ten arrive 10 ms after they are sent.
    const totals = play({ stream: { type: "server", windowBytes: 10_000 } });
    expect(latency(totals)).toBe(10 + 9 * 20 + 10);
    // A long way makes it slower still, which a plain call of any size does not notice.
    const far = play({ edge: { networkMs: 50 }, stream: { windowBytes: 10_000 } });
    expect(latency(far)).toBe(50 + 9 * 100 + 50);
    expect(latency(play({ edge: { networkMs: 50 }, stream: null }))).toBe(100);
  });

  it("is held back by a slow reader, with its slot, where the window is small", () => {
    const slow = (windowBytes: number) => play({ stream: { readMs: 5, windowBytes } });
    // The caller reads for 500 ms either way.
    expect(latency(slow(1e6))).toBe(520);
    expect(latency(slow(10_000))).toBe(520);
    const held = (totals: EngineTotals) => nodeOf(totals, "api").latencyMs.max;
    expect(held(slow(1e6))).toBe(0);
    // Ten messages are read without being asked for again: the last goes when the 90th is taken.
    expect(held(slow(10_000))).toBe(10 + 89 * 5 + 10);
    expect(streamOf(slow(10_000)).heldByStreamMs).toBeGreaterThan(1);
    expect(streamOf(slow(1e6))).toMatchObject({ heldByStreamMs: 0, bufferedMax: 99 });
    expect(streamOf(slow(10_000)).bufferedMax).toBeLessThan(10);
  });

  it("paces itself and works on each message at its callee", () => {
    const totals = play({ stream: { everyMs: 8, handleMs: 2 } });
    expect(latency(totals)).toBe(10 + 99 * 10 + 2 + 10);
    // 200 ms of work in a slot that is held all the time.
    const { utilization, workingRatio } = nodeOf(totals, "api");
    expect((utilization ?? 0) / (workingRatio ?? 1)).toBeCloseTo(992 / 200, 6);
  });

  it("keeps no slot between its messages where its operation does not block", () => {
    const busy = (blocking: boolean) =>
      nodeOf(
        play({
          client: metronome(100, 0),
          api: { concurrency: 2, blocking },
          stream: { everyMs: 10, handleMs: 0.1 },
        }),
        "api",
      );
    // Each stream takes a second: two slots for ten that are open.
    expect(busy(true).queue.max).toBeGreaterThan(50);
    expect(busy(false).queue.max).toBe(0);
    // Ten streams a second of 100 messages each, 0.1 ms of two slots for each; the last are not done.
    expect(busy(false).workingRatio).toBeGreaterThan(0.045);
    expect(busy(false).workingRatio).toBeLessThan(0.05);
  });
});

describe("a stream of the client", () => {
  it("is read message by message by its callee, which holds the sender back", () => {
    const totals = play({ stream: { type: "client", handleMs: 5, windowBytes: 10_000 } });
    expect(latency(totals)).toBe(10 + 500 + 10);
    expect(streamOf(totals)).toMatchObject({ toCallee: 100, toCaller: 0 });
    expect(streamOf(totals).heldByStreamMs).toBeGreaterThan(1);
  });

  it("fills its window while it waits for a slot", () => {
    const queued = play({
      client: { ...ONCE, batch: 2 },
      api: { concurrency: 1, serviceTime: 200 },
      stream: { type: "client", windowBytes: 10_000 },
    });
    expect(streamOf(queued).bufferedMax).toBe(10);
  });
});

describe("a stream of both", () => {
  it("answers each message with one, while further ones are under way", () => {
    const totals = play({ stream: { type: "both", handleMs: 1 } });
    expect(latency(totals)).toBe(10 + 100 + 10);
    expect(streamOf(totals)).toMatchObject({ toCallee: 100, toCaller: 100 });
    // Its neighbor sends as much one way only.
    expect(streamOf(play({ stream: { type: "client" } })).toCaller).toBe(0);
  });

  it("goes one by one where its window has room for one message", () => {
    const one = { type: "both", messages: 20, windowBytes: 1000 };
    expect(latency(play({ stream: one }))).toBe(20 * 20);
  });
});

describe("the window of a connection", () => {
  it("is shared by the streams on it: what one fills, others wait for", () => {
    const many = (connectionWindowBytes: number | null) =>
      play({
        client: { ...ONCE, batch: 10 },
        stream: { windowBytes: 10_000, connectionWindowBytes },
      });
    // Each stream alone: ten messages a round trip. Ten share 20 of them.
    expect(latency(many(null))).toBe(200);
    expect(latency(many(20_000))).toBe(10 + 49 * 20 + 10);
    // Of ten that wait most of the 990 ms, each held message is one of 1,000.
    expect(streamOf(many(20_000)).heldByConnectionMs).toBeGreaterThan(9);
    expect(streamOf(many(null)).heldByConnectionMs).toBe(0);
  });

  it("comes back as data arrives, so that a reader who stops holds up no other; as it is read, it does", () => {
    const crowd = (connectionCredit: string) =>
      play({
        client: { ...ONCE, batch: 20 },
        stream: {
          messages: 10,
          // One message in ten takes its reader a second.
          readMs: { type: "empirical", valuesMs: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1000] },
          windowBytes: 5000,
          connectionWindowBytes: 5000,
          connectionCredit,
        },
      });
    const mean = (credit: string) => allOf(crowd(credit)).latencyMs.mean ?? 0;
    expect(streamOf(crowd("reading")).toCaller).toBe(200);
    expect(mean("reading")).toBeGreaterThan(1.5 * mean("arrival"));
  });
});

describe("a call that streams", () => {
  it("stays on its instance with all its messages; plain calls are spread, unless pick_first pins them", () => {
    const api = { replicas: 2, concurrency: 1, queueLengthMax: null };
    const calls = (balancing: string) =>
      play({
        client: { ...ONCE, batch: 100 },
        api: { ...api, serviceTime: 5 },
        edge: { balancing },
        stream: null,
      });
    const stream = (balancing: string) =>
      play({ api, edge: { balancing }, stream: { type: "client", handleMs: 5 } });
    expect(latency(calls("roundRobin"))).toBe(20 + 250);
    expect(latency(calls("pickFirst"))).toBe(20 + 500);
    expect(latency(stream("roundRobin"))).toBe(20 + 500);
    // Streams are spread where there are several.
    const two = (balancing: string) =>
      latency(
        play({
          client: { ...ONCE, batch: 2 },
          api,
          edge: { balancing },
          stream: { type: "client", handleMs: 5 },
        }),
      );
    expect(two("roundRobin")).toBe(20 + 500);
    expect(two("pickFirst")).toBe(20 + 1000);
  });

  it("is bounded as a whole by its deadline, and ends at its callee with it", () => {
    const cut = play({ edge: { deadlineMs: 100 }, stream: { everyMs: 10 } });
    expect(allOf(cut).failed).toEqual({ deadlineExceeded: 1 });
    expect(allOf(cut).latencyAllMs.max).toBe(100);
    // The reset is there after 10 ms; without one the handler would go on for a second.
    expect(nodeOf(cut, "api").failed).toEqual({ cancelled: 1 });
    expect((nodeOf(cut, "api").utilization ?? 0) * 10_000 * 1000).toBeCloseTo(100, 6);
    expect(streamOf(cut).toCaller).toBe(8);
  });

  it("is not tried again once its caller has read a message; a plain call is", () => {
    const lost = (atS: number) =>
      play({
        api: { replicas: 1, serviceTime: 50 },
        edge: {
          retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 2000, jitter: "none" } },
        },
        stream: { everyMs: 10 },
        faults: { f: { kind: "crash", target: "api", atS, forS: 1 } },
      });
    expect(edgeOf(lost(0.03), EDGE)).toMatchObject({ attempts: 2, ok: 1 });
    expect(edgeOf(lost(0.3), EDGE)).toMatchObject({ attempts: 1, ok: 0 });
    expect(streamOf(lost(0.3)).committed).toBe(1);
    expect(streamOf(lost(0.03)).committed).toBe(0);
  });
});
