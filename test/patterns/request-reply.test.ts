// Request-reply over a broker against times and counts worked out by hand.
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { allOf, edgeOf, metronome, nodeOf, ONCE, simulate, sketch } from "../support/simulate.ts";

interface Parts {
  readonly kind?: string;
  readonly users?: object;
  readonly shop?: object;
  readonly pricing?: object;
  readonly publish?: object;
  readonly deliver?: object;
  readonly faults?: ScenarioDocument["faults"];
}

/** A shop asks pricing over a broker: 3 ms to and from the broker, 2 ms beyond it, 1 ms at it. */
function asking(parts: Parts): ScenarioDocument {
  return sketch({
    nodes: {
      users: { ...ONCE, ...parts.users },
      shop: { concurrency: 1, blocking: true, ...parts.shop },
      mq: { kind: parts.kind ?? "rabbitmq", serviceTime: 1 },
      pricing: { concurrency: 5, serviceTime: 10, ...parts.pricing },
    },
    edges: {
      "users->shop": {},
      "shop->mq": { networkMs: 3, replyTo: true, timeoutMs: 5000, ...parts.publish },
      "mq->pricing": { networkMs: 2, ...parts.deliver },
    },
    ...(parts.faults ? { faults: parts.faults } : {}),
  });
}

describe("request-reply", () => {
  it("takes both ways, the broker twice and the consumer's work", () => {
    const totals = simulate(asking({}));
    // 3 to the broker, 1 there, 2 to the consumer, 10, then 2, 1 and 3 back.
    expect(allOf(totals).latencyMs.max).toBeCloseTo(22, 9);
    expect(edgeOf(totals, "shop->mq").latencyMs.max).toBeCloseTo(22, 9);
    expect(edgeOf(totals, "shop->mq")).toMatchObject({ ok: 1, orphanReplies: 0, lostReplies: 0 });
    expect(nodeOf(totals, "mq").arrivals).toBe(2);
    expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
  });

  it("is a plain publish where nobody waits for the reply", () => {
    const totals = simulate(asking({ publish: { replyTo: false } }));
    expect(allOf(totals).latencyMs.max).toBeCloseTo(7, 9);
    expect(nodeOf(totals, "mq").arrivals).toBe(1);
    expect(edgeOf(totals, "shop->mq").orphanReplies).toBeUndefined();
  });

  it.each(["sqs", "nats", "pubsub", "activemq", "redis-streams", "kafka"])(
    "works over %s",
    (kind) => {
      const totals = simulate(asking({ kind, users: metronome(1000, 0) }));
      const edge = edgeOf(totals, "shop->mq");
      expect(edge).toMatchObject({ ok: 10, orphanReplies: 0, lostReplies: 0, failed: {} });
      // Whatever the broker adds, no reply is earlier than that of a plain push.
      expect(edge.latencyMs.min).toBeGreaterThanOrEqual(22);
      expect(nodeOf(totals, "pricing").completions).toBe(10);
      expect(totals.checks.filter(({ difference }) => difference > 1e-9)).toEqual([]);
    },
  );

  it("keeps the slot of a caller that blocks, and not of one that does not", () => {
    const users = metronome(10, 0);
    const held = simulate(asking({ users, pricing: { concurrency: 50 } }));
    // One at a time, 22 ms each.
    expect(nodeOf(held, "shop").completions).toBe(Math.floor(10_000 / 22));
    const free = simulate(
      asking({ users, shop: { blocking: false }, pricing: { concurrency: 50 } }),
    );
    expect(nodeOf(free, "shop").completions).toBe(998);
  });

  it("counts a reply that comes after the timeout as an orphan", () => {
    const totals = simulate(asking({ users: metronome(1000, 0), publish: { timeoutMs: 15 } }));
    expect(allOf(totals).failed).toEqual({ dependency: 10 });
    expect(edgeOf(totals, "shop->mq")).toMatchObject({
      failed: { timeout: 10 },
      orphanReplies: 10,
    });
    expect(nodeOf(totals, "pricing").completions).toBe(10);
  });

  it("tries again after a timeout, and the reply to the first try is late", () => {
    const retry = { maxAttempts: 2, backoff: { type: "none" } };
    const publish = { timeoutMs: 15, retry };
    const totals = simulate(asking({ publish, pricing: { instanceSpeed: [1], serviceTime: 10 } }));
    const edge = edgeOf(totals, "shop->mq");
    expect(edge).toMatchObject({ attempts: 2, retries: 1, orphanReplies: 2, ok: 0 });
  });

  it("goes on with the first of two replies where two consumers get the message", () => {
    const base = asking({ users: metronome(1000, 0) });
    const both: ScenarioDocument = {
      ...base,
      nodes: { ...base.nodes, other: { kind: "service", serviceTime: 40 } },
      edges: { ...base.edges, "mq->other": { networkMs: 2 } },
    };
    const totals = simulate(both);
    expect(edgeOf(totals, "shop->mq")).toMatchObject({ ok: 10, orphanReplies: 10 });
    expect(edgeOf(totals, "shop->mq").latencyMs.max).toBeCloseTo(22, 9);
  });

  it("takes a reply that comes before the publish is confirmed", () => {
    const base = asking({ users: metronome(1000, 0) });
    const slowDisk: ScenarioDocument = {
      ...base,
      nodes: { ...base.nodes, mq: { kind: "rabbitmq", serviceTime: 1, flushTime: 100 } },
    };
    const totals = simulate(slowDisk);
    // The confirm after 3 + 1 + 100 + 3 ms ends the call, for the reply is there.
    expect(edgeOf(totals, "shop->mq").latencyMs.max).toBeCloseTo(107, 9);
    expect(edgeOf(totals, "shop->mq")).toMatchObject({ ok: 10, orphanReplies: 0 });
  });

  it("gets no reply from a consumer that fails for good, and times out", () => {
    const totals = simulate(
      asking({
        users: metronome(1000, 0),
        pricing: { errorRate: 1 },
        publish: { timeoutMs: 100 },
        deliver: { onFailure: "drop" },
      }),
    );
    expect(edgeOf(totals, "shop->mq")).toMatchObject({ failed: { timeout: 10 }, orphanReplies: 0 });
  });

  it("leaves the replies to a crashed caller without anybody", () => {
    const totals = simulate(
      asking({
        users: metronome(1000, 0),
        pricing: { serviceTime: 400 },
        faults: { gone: { kind: "crash", target: "shop", atS: 4.2, forS: 0.1 } },
      }),
    );
    expect(edgeOf(totals, "shop->mq").orphanReplies).toBe(1);
  });

  it("refuses what cannot be, and warns of waiting for ever", () => {
    const codes = (publish: object): readonly string[] => {
      const { problems } = resolveScenario(asking({ publish }));
      return problems.map(({ code, severity }) => `${severity} ${code}`);
    };
    expect(codes({ oneWay: true })).toContain("error conflict");
    expect(codes({ timeoutMs: null })).toContain("warning risk");
    expect(codes({})).toEqual([]);
  });
});
