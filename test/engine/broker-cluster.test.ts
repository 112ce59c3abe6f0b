// Brokers of several nodes: where queues are, when a publish is confirmed, and what a crash costs.
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { simulate } from "../support/simulate.ts";

type Values = Readonly<Record<string, Json>>;

function scenario(
  broker: Values,
  more: {
    readonly client?: Values;
    readonly publish?: Values;
    readonly worker?: Values;
    readonly faults?: Readonly<Record<string, FaultDocument>>;
    readonly run?: Values;
  } = {},
): ScenarioDocument {
  return {
    format: 1,
    catalog: "2026-11",
    name: "cluster",
    run: { durationS: 20, warmupS: 0, seed: 1, ...more.run },
    nodes: {
      users: { kind: "client", ratePerS: 100, arrivals: "constant", ...more.client },
      mq: { kind: "rabbitmq", serviceTime: 0, ...broker },
      worker: { kind: "service", concurrency: 1, serviceTime: 2, ...more.worker },
    },
    edges: {
      "users->mq": { networkMs: 0, ...more.publish },
      "mq->worker": { networkMs: 0, prefetch: 5 },
    },
    ...(more.faults ? { faults: more.faults } : {}),
  };
}

function play(document: ScenarioDocument) {
  const totals: EngineTotals = simulate(document);
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
  const queue = totals.nodes.mq?.queues?.worker;
  const all = totals.endToEnd.all;
  if (!queue || !all) throw new Error("no result");
  return { totals, queue, all };
}

const down = (target: string, atS: number, forS: number | null): FaultDocument => ({
  kind: "crash",
  target,
  atS,
  forS,
});

const QUORUM = { replicas: 3, queueType: "quorum", clusterNetworkMs: 0, failoverMs: 500 } as const;

describe("a confirm", () => {
  it("waits for the disk where the message is persistent and its queue durable", () => {
    const latency = (broker: Values, publish: Values = {}) =>
      play(scenario({ flushTime: 7, ...broker }, { publish })).all.latencyMs.mean;
    expect(latency({})).toBe(7);
    expect(latency({ durable: false })).toBe(0);
    expect(latency({}, { persistent: false })).toBe(0);
    expect(latency({ queueType: "quorum" }, { persistent: false })).toBe(7);
  });

  it("keeps no slot of the broker and no message from its consumer", () => {
    const { totals, queue } = play(scenario({ flushTime: 200, concurrency: 1 }));
    expect(totals.endToEnd.all?.latencyMs.max).toBe(200);
    expect(queue.lagMs.max).toBeLessThan(10);
  });

  it("of a quorum queue waits for most of its members, and so does its delivery", () => {
    // Leader: 7 ms; the others a round trip later: 10 ms with the quicker of them.
    const { all, queue } = play(
      scenario(
        { ...QUORUM, clusterNetworkMs: 1.5, flushTime: 7, replicas: 3 },
        { client: { ratePerS: 10 } },
      ),
    );
    // From the two nodes that do not lead the way there and back comes on top.
    expect(all.latencyMs.min).toBe(10);
    expect(all.latencyMs.max).toBe(13);
    expect(queue.endings.acked).toBe(queue.routed);
    expect(all.settledMs.min ?? 0).toBeGreaterThanOrEqual(12);
  });

  it("of five members takes the third quickest", () => {
    const flushTime = { type: "uniform", minMs: 0, maxMs: 60 };
    const { all } = play(
      scenario({ ...QUORUM, replicas: 5, quorumSize: 5, flushTime }, { client: { ratePerS: 500 } }),
    );
    // The median of five uniform numbers has the mean of one and a standard deviation of 11.3.
    expect(Math.abs((all.latencyMs.mean ?? 0) - 30)).toBeLessThan((4 * 11.34) / Math.sqrt(9000));
    expect(Math.abs((all.latencyMs.stdMs ?? 0) - 11.34)).toBeLessThan(0.5);
  });
});

describe("a crash of a broker", () => {
  it("loses transient messages of a durable queue, and what was not on disk yet", () => {
    const lost = (publish: Values, flushTime: number) =>
      play(
        scenario(
          { flushTime },
          { publish, worker: { serviceTime: 40 }, faults: { f: down("mq", 5.0051, 1) } },
        ),
      ).queue.endings.lost;
    expect(lost({}, 0)).toBe(0);
    expect(lost({ persistent: false }, 0)).toBeGreaterThan(200);
    // Ten publishes of 10 ms each were waiting for the disk.
    expect(lost({}, 100)).toBe(10);
  });

  it("never loses what was confirmed while a majority lives", () => {
    const { queue, all } = play(
      scenario(
        { ...QUORUM, flushTime: 15, clusterNetworkMs: 1 },
        {
          worker: { serviceTime: 12 },
          run: { drain: true },
          faults: { a: down("mq[0]", 4, 3), b: down("mq[1]", 9, 2) },
        },
      ),
    );
    expect(queue.endings.lost).toBe(0);
    expect(queue.routed).toBeGreaterThanOrEqual(all.ok);
    expect(queue.endings.acked).toBe(queue.routed);
    expect(all.ok).toBeGreaterThan(1700);
  });
});

describe("a cluster", () => {
  const rejected = (broker: Values, faults: Readonly<Record<string, FaultDocument>>) =>
    play(scenario(broker, { faults })).all.failed.rejected ?? 0;

  it("without the node of a classic queue refuses its messages until that is back", () => {
    const away = { f: down("mq[0]", 5.005, 4) };
    const { queue, all } = play(
      scenario({ replicas: 3 }, { worker: { serviceTime: 12 }, faults: away }),
    );
    expect(all.failed.rejected).toBe(400);
    expect(queue.endings.lost).toBe(0);
    expect(queue.routed).toBe(2000 - 400);
  });

  it("elects another leader of a quorum queue while most of its members are up", () => {
    expect(rejected(QUORUM, { f: down("mq[0]", 5.005, null) })).toBe(50);
    expect(rejected({ ...QUORUM, failoverMs: 1500 }, { f: down("mq[0]", 5.005, null) })).toBe(150);
    // A follower is not missed.
    expect(rejected(QUORUM, { f: down("mq[2]", 5.005, null) })).toBe(0);
  });

  it("waits for a member where most of them are down", () => {
    const faults = { a: down("mq[1]", 3, 6), b: down("mq[2]", 5.005, 8) };
    // From 5.005 to 9 s one of three is up; half a second later the queue has a leader again.
    expect(rejected(QUORUM, faults)).toBe(449);
    expect(rejected({ ...QUORUM, quorumSize: 1 }, faults)).toBe(0);
  });

  it("spreads its queues over its nodes", () => {
    const document = scenario({ replicas: 3, queues: { a: {}, b: {}, worker: {} } });
    const faults = { f: down("mq[1]", 5.005, 4) };
    const totals = simulate({ ...document, faults });
    const routed = (name: string) => totals.nodes.mq?.queues?.[name]?.routed;
    expect([routed("a"), routed("b"), routed("worker")]).toEqual([2000, 1600, 2000]);
  });
});

describe("the memory watermark", () => {
  it("makes publishers wait, and lets them go on in order when there is room", () => {
    const { totals, queue, all } = play(
      scenario(
        { memoryMb: 1, memoryWatermark: 0.5, messageKb: 10 },
        {
          client: {
            ratePerS: 200,
            profile: {
              shape: "steps",
              points: [
                [0, 1],
                [5, 0],
              ],
            },
          },
          worker: { serviceTime: 10 },
          run: { drain: true },
        },
      ),
    );
    // 50 messages of 10 kB are half a megabyte.
    expect(queue.backlog.max).toBe(50);
    expect(all.failed).toEqual({});
    expect(queue.endings.acked).toBe(all.offered);
    // Twice as much came as the worker can do; the last one waits for half of it, less 50.
    expect(all.latencyMs.max ?? 0).toBeGreaterThan(4000);
    expect(totals.nodes.mq?.inFlight.max).toBeGreaterThan(400);
  });
});

describe("dead letters", () => {
  it("that would go round by themselves are dropped", () => {
    const { totals } = play(
      scenario({
        queues: {
          worker: {},
          a: { ttlMs: 50, deadLetter: { routingKey: "b" } },
          b: { bindings: {}, ttlMs: 50, deadLetter: { routingKey: "a" } },
        },
      }),
    );
    const { a, b } = totals.nodes.mq?.queues ?? {};
    expect(b?.routed).toBeGreaterThan(1900);
    // From b they would be in a for a second time, and nobody has rejected them.
    expect(a?.routed).toBe(2000);
    expect(b?.endings.deadLettered).toBeGreaterThan(1900);
  });
});
