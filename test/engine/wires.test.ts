// What messages weigh: bytes on the wire, time to put them there, work on both sides, and packets that
// are lost on connections of one's own or shared ones.
import { describe, expect, it } from "vitest";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import { ENCODINGS } from "../../simulation/catalogs/2026-11/encodings.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import {
  allOf,
  edgeOf,
  metronome,
  nodeOf,
  ONCE,
  resolved,
  simulate,
  sketch,
} from "../support/simulate.ts";

const { json, protobuf } = ENCODINGS;
const US = 1 / 1000;

/** One request from a client over `edge` to a service without work of its own. */
function one(edge: object, api: object = {}) {
  return simulate(sketch({ nodes: { users: ONCE, api }, edges: { "users->api": edge } }));
}

function slowest(totals: EngineTotals): number {
  return allOf(totals).latencyMs.max ?? Number.NaN;
}

function meanOf(totals: EngineTotals): number {
  return allOf(totals).latencyMs.mean ?? Number.NaN;
}

const KB = { requestBytes: 1000, responseBytes: 5000 };

describe("a payload", () => {
  it("is written and read on both sides: by the callee in its slot", () => {
    const totals = one({ payload: KB });
    const callee = (json.decodeUs + 5 * json.encodeUs) * US;
    const caller = (json.encodeUs + 5 * json.decodeUs) * US;
    expect(allOf(totals).latencyMs.max).toBeCloseTo(callee + caller, 9);
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(callee / 10_000 / 16, 12);
  });

  it("is written by a calling service in its own slot, for as many calls as it makes", () => {
    const calls = [
      { id: "a", count: 3 },
      { id: "b", stage: 2, probability: 0.5 },
    ];
    const totals = simulate(
      sketch({
        nodes: { users: metronome(10, 0), api: { concurrency: 1 }, db: {} },
        edges: { "users->api": {}, "api->db": { payload: KB, calls } },
      }),
    );
    const each = (json.encodeUs + 5 * json.decodeUs) * US;
    expect(nodeOf(totals, "api").utilization).toBeCloseTo((3.5 * each) / 10, 3);
  });

  it("is smaller and cheaper over gRPC, on the same calls", () => {
    const rest = one({ payload: KB });
    const grpc = one({ payload: KB, protocol: "grpc" });
    const bytes = edgeOf(grpc, "users->api").bytes;
    expect(bytes?.requests).toBeCloseTo(1000 * protobuf.sizeRatio + 35, 9);
    expect(bytes?.answers).toBeCloseTo(5000 * protobuf.sizeRatio + 35, 9);
    expect(edgeOf(rest, "users->api").bytes).toEqual({ requests: 1300, answers: 5300 });
    const ratio = slowest(rest) / slowest(grpc);
    const written = json.encodeUs + json.decodeUs;
    expect(ratio).toBeCloseTo(written / (protobuf.encodeUs + protobuf.decodeUs), 6);
  });

  it("takes its time on a slow link, both ways", () => {
    const payload = { ...KB, encodeUs: 0, decodeUs: 0, headerBytes: 0 };
    // 6,000 bytes at 1 Mbit/s.
    const { latencyMs } = allOf(one({ payload, bandwidthMbps: 1, networkMs: 7 }));
    expect(latencyMs.max).toBeCloseTo(14 + 48, 9);
  });

  it("is not in the answer of a failure", () => {
    const payload = { ...KB, encodeUs: 0, decodeUs: 0, headerBytes: 0 };
    const totals = one({ payload, bandwidthMbps: 1 }, { errorRate: 1, serviceTime: 10 });
    expect(allOf(totals).latencyAllMs.max).toBeCloseTo(10 + 8, 9);
    expect(edgeOf(totals, "users->api").bytes?.answers).toBe(0);
  });

  it("is read and written for each call of a batch", () => {
    const totals = simulate(
      sketch({
        nodes: { users: ONCE, api: {}, db: { concurrency: 1 } },
        edges: {
          "users->api": {},
          "api->db": {
            payload: { ...KB, encodeUs: 0, decodeUs: 1000 },
            batch: { lingerMs: 0 },
            calls: [{ id: "a", count: 20, parallel: true }],
          },
        },
      }),
    );
    expect(edgeOf(totals, "api->db").batches).toMatchObject({ sent: 1, sizeMean: 20 });
    // Reading 1 ms of each request; the caller reads 5 ms of each answer before, as its own work.
    expect(nodeOf(totals, "db").utilization).toBeCloseTo(20 / 10_000, 9);
    expect(nodeOf(totals, "api").utilization).toBeCloseTo(100 / 10_000 / 16, 9);
  });
});

describe("a load balancer", () => {
  /** Through the balancer, with what each edge says. */
  const through = (outer: object, inner: object) =>
    simulate(
      sketch({
        nodes: {
          users: metronome(100, 50),
          lb: { kind: "load-balancer", serviceTime: 0.1, concurrency: 1, replicas: 1 },
          api: { concurrency: 1 },
        },
        edges: { "users->lb": outer, "lb->api": inner },
      }),
    );
  const busy = (totals: EngineTotals, node: string) =>
    100 * (nodeOf(totals, node).utilization ?? 0);

  it("hands on what it does not read: a gateway in its place reads and writes everything", () => {
    const payload = { payload: KB };
    const totals = through(payload, payload);
    expect(busy(totals, "lb")).toBeCloseTo(0.1, 6);
    expect(busy(totals, "api")).toBeCloseTo((json.decodeUs + 5 * json.encodeUs) * US, 6);
    // The client writes and reads, and the callee does, once.
    const all = 6 * (json.encodeUs + json.decodeUs) * US;
    expect(slowest(totals)).toBeCloseTo(0.1 + all, 6);
  });

  it("neither resolves queries nor signs; whoever is behind it does", () => {
    const query = { protocol: "graphql", query: { depth: 3, listSize: 10 } };
    expect(busy(through(query, { protocol: "graphql" }), "lb")).toBeCloseTo(0.1, 6);
    expect(busy(through({ protocol: "graphql" }, query), "api")).toBeCloseTo(0.2 + 5.55, 6);
    const signed = { protocol: "soap", soap: { security: "signed" } };
    expect(busy(through(signed, signed), "lb")).toBeCloseTo(0.1, 6);
    expect(busy(through(signed, signed), "api")).toBeCloseTo(0.52 + 0.015, 6);
  });

  it("is offered as little as it is given to do, and so are the proxies of a mesh", () => {
    const document = sketch({
      nodes: {
        users: { kind: "client", ratePerS: 100 },
        lb: { kind: "load-balancer", serviceTime: 0.1, concurrency: 1, replicas: 1 },
        api: { concurrency: 1, serviceTime: 1, in: "m" },
        db: { concurrency: 1, serviceTime: 1, in: "m" },
      },
      edges: {
        "users->lb": { payload: KB },
        "lb->api": { payload: KB },
        "api->db": { protocol: "grpc", payload: { requestBytes: 100_000, responseBytes: 0 } },
      },
    });
    const load = offeredLoad(resolved({ ...document, groups: { m: { kind: "mesh" } } }));
    const shareOf = (id: string) => load.nodes.find((node) => node.id === id)?.utilization ?? 0;
    expect(shareOf("lb")).toBeCloseTo(0.01, 9);
    // Two workers of a sidecar, which each request passes once and twice.
    expect(shareOf("db~sidecar")).toBeCloseTo(0.01, 9);
    expect(shareOf("api~sidecar")).toBeCloseTo(0.02, 9);
  });
});

describe("lost packets", () => {
  /** 20 requests at once, every 100 ms; of 4 ms; none is lost twice in a row often. */
  function lossy(http: "1.1" | "2", ratio: number) {
    return simulate(
      sketch({
        run: { durationS: 100 },
        nodes: {
          users: { ...metronome(100, 0), batch: 20 },
          api: { serviceTime: 1, concurrency: null },
        },
        edges: {
          "users->api": {
            networkMs: 5,
            lossRatio: ratio,
            pool: {
              http,
              max: http === "2" ? 1 : null,
              handshake: "none",
              idleMs: null,
              timeoutMs: null,
            },
          },
        },
      }),
    );
  }

  it("hold up their own request over HTTP/1.1, and all on the connection over HTTP/2", () => {
    const [own, shared] = [lossy("1.1", 0.01), lossy("2", 0.01)];
    const undisturbed = allOf(lossy("2", 0)).latencyMs;
    expect(undisturbed.max).toBe(11);
    expect(allOf(own).ok).toBe(allOf(shared).ok);
    // A hundredth each way waits 200 ms: a mean of 4 ms more.
    expect(allOf(own).latencyMs.mean).toBeGreaterThan(14);
    expect(allOf(own).latencyMs.mean).toBeLessThan(16);
    expect(allOf(own).latencyMs.p95).toBeCloseTo(11, 0);
    expect(meanOf(shared)).toBeGreaterThan(3 * meanOf(own));
    expect(allOf(shared).latencyMs.p95).toBeGreaterThan(150);
  });

  it("never leave a request behind", () => {
    const totals = lossy("2", 0.03);
    const { offered, ok, inFlightAtEnd } = allOf(totals);
    expect(ok + inFlightAtEnd).toBe(offered);
    expect(inFlightAtEnd).toBeLessThan(offered / 20);
  });
});

describe("the offered load", () => {
  it("counts reading and writing as the engine does", () => {
    const document = sketch({
      run: { durationS: 200 },
      nodes: {
        users: { kind: "client", ratePerS: 100 },
        api: { concurrency: 1, serviceTime: 1 },
        db: { concurrency: 1, serviceTime: 0.5 },
      },
      edges: {
        "users->api": { protocol: "graphql", payload: KB, query: { depth: 3, listSize: 4 } },
        "api->db": { payload: KB, calls: [{ id: "a", count: 2, probability: 0.5 }] },
      },
    });
    const offered = offeredLoad(resolved(document));
    const totals = simulate(document);
    for (const { id, utilization } of offered.nodes) {
      expect((utilization ?? 0) / (nodeOf(totals, id).utilization ?? 0), id).toBeCloseTo(1, 1);
    }
    expect(offered.nodes.find(({ id }) => id === "api")?.utilization).toBeGreaterThan(0.15);
  });
});
