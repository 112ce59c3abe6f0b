// Requests in flight of a producer, and the order of records over retries: what waits in line, what is
// overtaken, and what the broker takes in its turn.
import { describe, expect, it } from "vitest";
import type { FlowResult } from "../../simulation/results/flow-result.ts";
import type { FaultDocument } from "../../simulation/scenario/document.ts";
import { edgeOf, nodeOf, simulate } from "../support/simulate.ts";
import { expectSound, scene } from "./messaging.ts";

interface Given {
  readonly publish?: object;
  readonly client?: object;
  readonly broker?: object;
  readonly fault?: object | null;
  readonly crash?: object;
}

/** One request every so many ms, `count` of them. */
function regular(everyMs: number, count: number) {
  const points = [
    [0, 1],
    [(everyMs * (count + 0.5)) / 1000, 0],
  ];
  const profile = { shape: "steps", points };
  return { ratePerS: 1000 / everyMs, offsetMs: everyMs, profile };
}

const ERRORS = { kind: "errors", target: "mq", atS: 0.2, forS: 0.5, ratio: 0.5 };
const RETRY = { maxAttempts: 30, backoff: { type: "constant", baseMs: 30 } };

/** 100 records of one key, one every 10 ms, over a way of 20 ms; some fail between 0.2 and 0.7 s. */
function published({ publish, client, broker, fault = ERRORS, crash }: Given) {
  const faults = { ...(fault ? { fault } : {}), ...(crash ? { crash } : {}) };
  const totals = simulate(
    scene({
      kind: "kafka",
      run: { durationS: 20, detail: true },
      client: { ...regular(10, 100), ...client },
      broker: { partitions: 2, keyCount: 1, ...broker },
      publish: { networkMs: 20, retry: RETRY, ...publish },
      consumers: { w: { serviceTime: 0.1 } },
      deliver: { w: {} },
      faults: faults as Record<string, FaultDocument>,
    }),
  );
  expect(totals.endedEarly).toBeNull();
  expectSound(totals);
  const flow = Object.values(totals.flows ?? {})[0] as FlowResult;
  return { totals, flow, edge: edgeOf(totals, "users->mq"), log: nodeOf(totals, "mq").log };
}

describe("a publish that is tried again", () => {
  it("keeps its place with one request in flight", () => {
    const { flow, edge } = published({ publish: { maxInFlight: 1, idempotent: false } });
    expect(edge.retries).toBeGreaterThan(3);
    expect(flow).toMatchObject({ applied: 100, appliedTwice: 0, outOfOrder: 0, broken: {} });
    expect(flow.promise.ordered).toBe(true);
    expect(flow.promise.orderedBecause).toContain("keeps its place");
  });

  it("comes after those in flight behind it with five", () => {
    const { flow, edge } = published({ publish: { maxInFlight: 5, idempotent: false } });
    expect(edge.retries).toBeGreaterThan(3);
    expect(flow).toMatchObject({ applied: 100, appliedTwice: 0 });
    expect(flow.outOfOrder).toBeGreaterThan(3);
    expect(flow.promise.ordered).toBe(false);
    expect(flow.promise.orderedBecause).toContain("Up to 5 requests");
  });

  it.each([0.2899, 0.3431, 0.3564])(
    "is answered once by a broker that crashes at %d s, while some wait there for their turn",
    (atS) => {
      const { flow, edge } = published({
        publish: { maxInFlight: 5, idempotent: false, acks: "leader" },
        broker: { replicas: 1, replicationFactor: 1, minInsyncReplicas: 1 },
        crash: { kind: "crash", target: "mq", atS, forS: 0.3 },
      });
      expect(edge).toMatchObject({ calls: 100, ok: 100 });
      expect(flow).toMatchObject({ published: 100, applied: 100 });
    },
  );

  it("keeps its place where records are numbered: what comes out of sequence is refused", () => {
    const { flow, edge, log } = published({});
    expect(edge.retries).toBeGreaterThan(3);
    // Beyond those that fail, all that were behind them come again.
    expect(edge.retries).toBeGreaterThan(published({ publish: { maxInFlight: 1 } }).edge.retries);
    expect(flow).toMatchObject({ applied: 100, appliedTwice: 0, outOfOrder: 0, broken: {} });
    expect(flow.promise.ordered).toBe(true);
    expect(log?.appendedTwice).toBe(0);
  });

  it("is not numbered beyond five requests in flight", () => {
    const { flow } = published({ publish: { maxInFlight: 6 } });
    expect(flow.outOfOrder).toBeGreaterThan(3);
    expect(flow.promise.ordered).toBe(false);
  });

  it("is appended once and in its place though answers come too late", () => {
    const late = { kind: "latency", target: "users->mq", atS: 0.2, forS: 0.3, addMs: 40 };
    const { flow, edge, log } = published({ publish: { timeoutMs: 70 }, fault: late });
    expect(edge.retries).toBeGreaterThan(3);
    expect(log?.deduplicated).toBeGreaterThan(0);
    expect(flow).toMatchObject({ applied: 100, appliedTwice: 0, outOfOrder: 0, broken: {} });
  });

  it("keeps its place in a cluster whose leaders crash", () => {
    const cluster = { replicas: 3, replicationFactor: 3, minInsyncReplicas: 2, electionMs: 100 };
    const { flow, edge } = published({
      broker: { ...cluster, replicationTime: { type: "exponential", meanMs: 10 } },
      publish: { timeoutMs: 80 },
      fault: { kind: "crash", target: "mq[random:1]", atS: 0.3, forS: 0.5 },
      client: regular(5, 200),
    });
    expect(edge.retries).toBeGreaterThan(3);
    expect(flow).toMatchObject({ outOfOrder: 0, acknowledgedLost: 0, broken: {} });
  });
});

it("several producers keep an order each, which is none of the flow", () => {
  const { flow } = published({ client: { clients: 2 } });
  expect(flow.applied).toBe(100);
  expect(flow.promise.ordered).toBe(false);
  expect(flow.promise.orderedBecause).toContain("Each of its 2 producers");
});

it("requests of a connection come in the order in which they were sent", () => {
  const networkMs = { type: "exponential", meanMs: 20 };
  const { flow, edge } = published({ publish: { networkMs }, fault: null });
  expect(edge.retries).toBe(0);
  expect(flow).toMatchObject({ applied: 100, outOfOrder: 0 });
});

it.each([
  [1, 25],
  [5, 125],
])("%d requests in flight over a way of 20 ms are %d a second", (maxInFlight, perS) => {
  const { edge } = published({
    publish: { maxInFlight },
    client: regular(1, 15_000),
    fault: null,
  });
  expect(edge.attempts).toBeGreaterThanOrEqual(20 * perS - 5);
  expect(edge.attempts).toBeLessThanOrEqual(20 * perS + 5);
});
