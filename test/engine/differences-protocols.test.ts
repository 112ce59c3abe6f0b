// Protocols, each against a neighbor on the same drawing: what another would do instead.
import { describe, expect, it } from "vitest";
import { ENCODINGS, type Encoding } from "../../simulation/catalogs/2026-11/encodings.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

const EDGE = "users->api";
const { json, protobuf, xml } = ENCODINGS;

interface Drawing {
  readonly client?: object;
  readonly edge?: object;
  readonly api?: object;
  readonly nodes?: Readonly<Record<string, object>>;
  readonly edges?: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** A client and a service behind one edge, and what is drawn behind them. */
function play({ client = ONCE, edge, api, nodes, edges, faults }: Drawing): EngineTotals {
  return simulate(
    sketch({
      nodes: { users: client, api: { concurrency: null, ...api }, ...nodes },
      edges: { [EDGE]: edge ?? {}, ...edges },
      ...(faults ? { faults } : {}),
    }),
  );
}

/** The longest latency of a request, ms. */
function longest(totals: EngineTotals): number {
  return allOf(totals).latencyMs.max ?? Number.NaN;
}

const KB = { requestBytes: 1000, responseBytes: 1000 };

describe("HTTP/1.1", () => {
  const burst = (pool: object) =>
    play({
      client: { ...ONCE, batch: 40 },
      edge: { networkMs: 5, pool: { max: 4, handshake: "tls13", idleMs: null, ...pool } },
      api: { serviceTime: 50 },
    });

  it("has one request on a connection, so that a pool of four makes waves; HTTP/2 shares them", () => {
    // A handshake of two round trips, then ten waves of 60 ms, or one.
    expect(longest(burst({ http: "1.1" }))).toBe(20 + 600);
    expect(longest(burst({ http: "2" }))).toBe(20 + 60);
    expect(edgeOf(burst({ http: "1.1" }), EDGE).pool).toMatchObject({ waited: 40, opened: 4 });
  });

  it("shakes hands for each request where nothing is kept alive; else once", () => {
    const steady = (idleMs: number | null) =>
      play({
        client: metronome(100, 0),
        edge: { networkMs: 5, pool: { http: "1.1", max: 4, handshake: "tls12", idleMs } },
      });
    // TCP and TLS 1.2 are three round trips of 10 ms before the one of the request.
    expect(allOf(steady(0)).latencyMs.min).toBe(40);
    expect(allOf(steady(1000)).latencyMs.p50).toBeCloseTo(10, 0);
    expect(edgeOf(steady(1000), EDGE).pool?.opened).toBe(1);
    // Kept for 50 ms, when the next request comes after 100.
    expect(edgeOf(steady(50), EDGE).pool?.opened).toBe(101);
  });

  it("loses its connection with a request that is given up; HTTP/2 only the stream", () => {
    const late = (http: string) =>
      play({
        client: metronome(100, 0),
        edge: { timeoutMs: 20, pool: { http, max: 4, handshake: "tcp", idleMs: null } },
        api: { serviceTime: 50 },
      });
    expect(edgeOf(late("1.1"), EDGE).pool?.closedBroken).toBeGreaterThan(95);
    expect(edgeOf(late("2"), EDGE).pool).toMatchObject({ closedBroken: 0, opened: 1 });
  });
});

describe("REST", () => {
  it("does not send a POST again that may have taken effect; a GET and a key it does", () => {
    const failing = (method: string, edge: object = {}) =>
      play({
        client: metronome(100, 0),
        edge: { retry: { maxAttempts: 3, backoff: { baseMs: 5 } }, ...edge },
        api: { errorRate: 0.5, operations: { request: { method } } },
      });
    expect(edgeOf(failing("POST"), EDGE).retries).toBe(0);
    expect(edgeOf(failing("GET"), EDGE).retries).toBeGreaterThan(40);
    expect(edgeOf(failing("POST", { idempotencyKey: true }), EDGE).retries).toBeGreaterThan(40);
    // RFC 9110, section 9.2.2: PUT and DELETE may be repeated, PATCH may not.
    for (const method of ["HEAD", "PUT", "DELETE"]) {
      expect(edgeOf(failing(method), EDGE).retries, method).toBeGreaterThan(40);
    }
    expect(edgeOf(failing("PATCH"), EDGE).retries).toBe(0);
  });

  it("goes to each instance in turn; gRPC's channel to one, unless told otherwise", () => {
    const share = (protocol: string, edge: object = {}) => {
      const totals = simulate(
        sketch({
          run: { detail: true },
          nodes: { users: metronome(10, 0), api: { replicas: 3, serviceTime: 5, concurrency: 1 } },
          edges: { [EDGE]: { protocol, ...edge } },
        }),
      );
      return nodeOf(totals, "api").utilization;
    };
    // Pinned or not, half of one instance of three is in use.
    expect(share("rest")).toBeCloseTo(share("grpc") ?? 0, 2);
    const crowded = (edge: object) =>
      play({
        client: metronome(10, 0),
        edge,
        api: { replicas: 3, serviceTime: 20, concurrency: 1 },
      });
    // One instance does 50 a second of 100; three do 150.
    expect(allOf(crowded({ protocol: "grpc" })).throughput).toBeCloseTo(50, 0);
    expect(allOf(crowded({ protocol: "grpc", balancing: "roundRobin" })).throughput).toBeCloseTo(
      100,
      0,
    );
    expect(allOf(crowded({ protocol: "rest" })).throughput).toBeCloseTo(100, 0);
  });
});

describe("gRPC", () => {
  it("is smaller and takes less work than REST on the same calls", () => {
    const busy = (protocol: string) =>
      play({
        client: metronome(1, 0),
        edge: { protocol, payload: { requestBytes: 10_000, responseBytes: 10_000 } },
        api: { concurrency: 1, serviceTime: 0.1 },
      });
    const [rest, grpc] = [busy("rest"), busy("grpc")];
    const work = (of: Encoding) => (10 * (of.encodeUs + of.decodeUs)) / 1000;
    expect(nodeOf(rest, "api").utilization).toBeCloseTo(0.1 + work(json), 2);
    expect(nodeOf(grpc, "api").utilization).toBeCloseTo(0.1 + work(protobuf), 2);
    const bytes = (totals: EngineTotals) => edgeOf(totals, EDGE).bytes?.requests ?? 0;
    expect(bytes(grpc) / bytes(rest)).toBeCloseTo((10_000 * (36 / 65) + 35) / 10_300, 9);
  });

  it("stops work whose deadline has passed; over REST it goes on for nobody", () => {
    const late = (protocol: string) =>
      play({
        client: metronome(100, 0),
        edge: { protocol, timeoutMs: null, deadlineMs: 50 },
        api: { serviceTime: 60 },
        nodes: { stock: { serviceTime: 30, concurrency: null } },
        edges: { "api->stock": { protocol } },
      });
    const work = (protocol: string) => nodeOf(late(protocol), "stock").completions;
    expect(allOf(late("rest")).failed).toEqual(allOf(late("grpc")).failed);
    expect(work("rest")).toBe(100);
    expect(work("grpc")).toBe(0);
  });

  it("throttles its retries once failures outnumber successes; without that each call is tried again", () => {
    const failing = (budget: object | null, errorRate: number) =>
      play({
        client: metronome(10, 0),
        edge: { protocol: "grpc", retry: { maxAttempts: 4, backoff: { type: "none" }, budget } },
        api: { errorRate },
      });
    const tokens = { type: "tokens", maxTokens: 10, tokenRatio: 0.1 };
    const retries = (totals: EngineTotals) => edgeOf(totals, EDGE).retries;
    expect(retries(failing(null, 1))).toBe(3 * 1001);
    // Each failure takes one of ten tokens: four of the first call, and with the fifth there are too few.
    expect(retries(failing(tokens, 1))).toBe(3);
    // A failure now and then is paid for by the successes around it.
    expect(retries(failing(tokens, 0.02))).toBe(retries(failing(null, 0.02)));
  });

  it("is written anew by a gateway that speaks REST to the outside", () => {
    const through = (inside: string) =>
      simulate(
        sketch({
          nodes: {
            users: metronome(10, 0),
            gate: { kind: "api-gateway", replicas: 1, concurrency: 1, serviceTime: 0 },
            api: {},
          },
          edges: {
            "users->gate": { payload: KB },
            "gate->api": { protocol: inside, payload: KB },
          },
        }),
      );
    const gate = (totals: EngineTotals) => 10 * (nodeOf(totals, "gate").utilization ?? 0);
    const both = (of: Encoding) => (of.encodeUs + of.decodeUs) / 1000;
    expect(gate(through("grpc"))).toBeCloseTo(both(json) + both(protobuf), 3);
    expect(gate(through("rest"))).toBeCloseTo(2 * both(json), 3);
  });
});

describe("GraphQL", () => {
  /** A list of 20 items whose details another service has. */
  const list = (loader: object | null, edge: object = { protocol: "graphql" }) =>
    play({
      edge,
      api: { serviceTime: 1 },
      nodes: { list: { serviceTime: 2 }, details: { serviceTime: 2, concurrency: 4 } },
      edges: {
        "api->list": { networkMs: 1 },
        "api->details": {
          networkMs: 1,
          calls: [{ id: "each", stage: 2, count: 20, parallel: true }],
          ...(loader ? { batch: loader } : {}),
        },
      },
    });

  it("asks once for each item; a DataLoader once for all, or for as many as a batch takes", () => {
    const requests = (totals: EngineTotals) => nodeOf(totals, "details").arrivals;
    expect(requests(list(null))).toBe(20);
    expect(requests(list({ lingerMs: 0 }))).toBe(1);
    expect(requests(list({ lingerMs: 0, maxCount: 8 }))).toBe(3);
    // Five waves of four, or one.
    expect(longest(list(null)) - longest(list({ lingerMs: 0 }))).toBeCloseTo(8, 9);
  });

  it("sends the fields that were asked for; REST all of them, which a slow link feels", () => {
    const slow = { bandwidthMbps: 1, payload: { requestBytes: 500, responseBytes: 20_000 } };
    const rest = longest(play({ edge: slow }));
    const selected = { ...slow, protocol: "graphql", query: { selectedRatio: 0.1 } };
    const graphql = longest(play({ edge: selected }));
    // 18,000 bytes less: 8 microseconds each on the link, and what writing and reading them takes; less the query.
    const spared = 18 * 8 + (18 * (json.encodeUs + json.decodeUs)) / 1000;
    expect(rest - graphql).toBeCloseTo(spared - 0.2 - 2 * 0.005, 6);
  });

  it("is slower than REST for one plain object", () => {
    const plain = { payload: KB };
    const more =
      longest(play({ edge: { ...plain, protocol: "graphql" } })) - longest(play({ edge: plain }));
    // Parsed and validated, then two levels resolved.
    expect(more).toBeCloseTo(0.2 + 2 * 0.005, 9);
  });

  it("refuses a query that is too deep before anything is resolved", () => {
    const deep = (maxDepth: number | null) =>
      play({
        edge: { protocol: "graphql", query: { depth: 6, listSize: 10, maxDepth } },
        api: { serviceTime: 1 },
      });
    // 1,111,110 objects of 5 microseconds.
    expect(longest(deep(null))).toBeCloseTo(1 + 0.2 + 5555.55, 6);
    expect(allOf(deep(5)).failed).toEqual({ rejected: 1 });
    expect(allOf(deep(5)).latencyAllMs.max).toBeCloseTo(0.2, 9);
  });
});

describe("SOAP", () => {
  it("is larger than REST, and takes more work to read and to write", () => {
    const payload = { payload: KB };
    const [rest, soap] = [
      play({ edge: payload }),
      play({ edge: { ...payload, protocol: "soap" } }),
    ];
    expect(edgeOf(soap, EDGE).bytes?.requests).toBeCloseTo(1000 * (137 / 65) + 300 + 350, 9);
    const work = (of: Encoding) => of.encodeUs + of.decodeUs;
    expect(longest(soap) / longest(rest)).toBeCloseTo(work(xml) / work(json), 6);
  });

  it("signs each message and verifies it, one of which is dear", () => {
    const edge = { protocol: "soap", payload: KB };
    const signed = play({ edge: { ...edge, soap: { security: "signed" } } });
    expect(longest(signed) - longest(play({ edge }))).toBeCloseTo(2 * (0.52 + 0.015), 9);
    const bytes = (totals: EngineTotals) => edgeOf(totals, EDGE).bytes?.requests ?? 0;
    expect(bytes(signed) - bytes(play({ edge }))).toBe(3000);
  });

  it("sends again until it is acknowledged, with one effect; a POST over REST is lost or doubled", () => {
    const cut: Record<string, FaultDocument> = {
      f: { kind: "partition", target: EDGE, direction: "in", atS: 2, forS: 3, mode: "refuse" },
    };
    const drawing = (edge: object): Drawing => ({
      client: metronome(100, 50),
      edge: { timeoutMs: 500, ...edge },
      api: { serviceTime: 1, operations: { request: { method: "POST" } } },
      faults: cut,
    });
    const retry = { maxAttempts: 9, backoff: { type: "constant", baseMs: 1000, jitter: "none" } };
    const soap = play(drawing({ protocol: "soap", soap: { reliable: true } }));
    const plain = play(drawing({}));
    const careless = play(drawing({ retry: { ...retry, retryNonIdempotent: true } }));
    const lost = (totals: EngineTotals) => totals.endToEnd.all?.failed.connectionLost ?? 0;
    expect(lost(plain)).toBe(30);
    expect(lost(soap)).toBe(0);
    expect(nodeOf(soap, "api").duplicateEffects).toBe(0);
    expect(nodeOf(careless, "api").duplicateEffects).toBeGreaterThan(25);
  });

  it("commits through a coordinator as XA does, with votes that take both sides longer", () => {
    const ledger = { kind: "database", serviceTime: 3, operations: { request: { write: true } } };
    const booked = (edge: object) =>
      simulate(
        sketch({
          nodes: {
            users: metronome(100, 0),
            tc: { kind: "transaction-coordinator", serviceTime: 2 },
            a: ledger,
            b: ledger,
          },
          edges: {
            "users->tc": edge,
            "tc->a": { networkMs: 2, ...edge },
            "tc->b": { networkMs: 2, stage: 2, ...edge },
          },
        }),
      );
    const xa = booked({});
    const soap = booked({ protocol: "soap", soap: { security: "signed" } });
    const locked = (totals: EngineTotals) => nodeOf(totals, "a").locks?.heldMs.max ?? 0;
    // Two votes one after another and the commit, of 3 ms each, between which lie two ways there and back.
    expect(locked(xa)).toBeCloseTo(3 * 3 + 2 * 4, 9);
    expect(locked(soap)).toBeCloseTo(locked(xa) + 3 * (0.52 + 0.015), 9);
    // The coordinator signs four messages and verifies four; its caller one of each.
    expect(longest(soap) - longest(xa)).toBeCloseTo((3 + 4 + 2) * (0.52 + 0.015), 9);
  });

  it("fails at any change of its contract; JSON skips what is new, Protobuf fills in what is gone", () => {
    const broken = (protocol: string, change: string) =>
      allOf(
        play({
          client: metronome(100, 50),
          edge: { protocol, payload: KB },
          faults: { f: { kind: "contract-break", target: EDGE, atS: 5, change } },
        }),
      ).failed.error ?? 0;
    const row = (protocol: string) => [broken(protocol, "added"), broken(protocol, "removed")];
    expect(row("soap")).toEqual([50, 50]);
    expect(row("rest")).toEqual([0, 50]);
    expect(row("graphql")).toEqual([0, 50]);
    expect(row("grpc")).toEqual([0, 0]);
  });
});
