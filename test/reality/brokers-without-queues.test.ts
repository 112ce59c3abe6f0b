// Redis Streams and NATS against measurements of redis-server and nats-server.
import { describe, expect, it } from "vitest";
import type { BrokerResult } from "../../simulation/results/broker-result.ts";
import { type MeasuredRun, meanOf, measuredOf, play, scenarioOf, withValues } from "./measured.ts";

/** Seeds, as many as the measurement has repetitions. */
const SEEDS = [1, 2, 3, 4, 5];

function queueOf({ totals }: MeasuredRun, name: string): BrokerResult {
  const queue = totals.nodes.broker?.queues?.[name];
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

/** Windows of 10 ms in which a consumer's node saw an arrival, as times in ms. */
function arrivalsAt(run: MeasuredRun, node: string): number[] {
  return run.node(node, "arrivals").flatMap((count, at) => Array<number>(count).fill(10 * at));
}

describe("Redis Streams, as measured", () => {
  it("E1-redis-crash-claim: what a dead consumer had is claimed and done once", () => {
    const id = "E1-redis-crash-claim";
    const completions = SEEDS.map((seed) => {
      const run = play(scenarioOf(id), seed);
      const queue = queueOf(run, "g");
      expect(queue.endings.acked).toBe(measuredOf(id, "completed").mean);
      expect(queue.duplicates).toBe(measuredOf(id, "duplicates").mean);
      expect(queue.redelivered).toBeGreaterThan(0);
      return run.totals.endToEnd.all?.settledMs.max ?? Number.NaN;
    });
    const measured = measuredOf(id, "completion_ms").mean;
    expect(Math.abs(meanOf(completions) / measured - 1)).toBeLessThan(0.1);
  });
});

describe("NATS JetStream, as measured", () => {
  it.each([
    ["E2-jetstream-ackwait", [300, 300, 300]],
    ["E2-jetstream-backoff", [100, 200, 400, 400]],
    ["E2-jetstream-nak", [0, 0, 0]],
  ] as const)("%s: how often and when a message is delivered again", (id, waits) => {
    const run = play(scenarioOf(id));
    const queue = queueOf(run, "worker");
    expect(queue.delivered).toBe(measuredOf(id, "deliveries").mean);
    expect(queue.redelivered + 1).toBe(measuredOf(id, "deliveries_of_2").mean);
    expect(queue.leases?.ackFloor).toBe(measuredOf(id, "ack_floor").mean);
    expect(queue.inDeliveryAtEnd).toBe(measuredOf(id, "num_ack_pending_end").mean);
    // The first five come at once; each later one is delivery 2, 3, ... of message 2.
    const times = arrivalsAt(run, "worker").slice(4);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(gaps).toHaveLength(waits.length);
    for (const [at, wait] of waits.entries()) {
      const measured = measuredOf(id, `gap${at + 1}_ms`).mean;
      // Windows of 10 ms round a gap by as much.
      expect(Math.abs((gaps[at] ?? 0) - measured)).toBeLessThanOrEqual(10);
      expect(measured - wait).toBeLessThan(30);
    }
  });
});

describe("NATS core, as measured", () => {
  it("E4-nats-at-most-once: what was published before anybody listened is lost", () => {
    const id = "E4-nats-at-most-once";
    const run = play(scenarioOf(id));
    expect(run.totals.nodes.worker?.completions).toBe(measuredOf(id, "received").mean);
    expect(queueOf(run, "worker").endings).toMatchObject({ acked: 5, dropped: 10 });
  });

  it("E4-nats-at-most-once: a request without a responder fails at once", () => {
    const document = withValues(scenarioOf("E4-nats-at-most-once"), {
      "nodes.broker.whenNobody": "refuse",
    });
    const { totals } = play(document);
    expect(totals.edges["users->broker"]?.failed).toEqual({ rejected: 10 });
    expect(totals.endToEnd.all?.latencyAllMs.max).toBeLessThan(1);
  });

  it("E4-nats-queue-group-3: members are drawn, so shares vary as a multinomial", () => {
    const id = "E4-nats-queue-group-3";
    const runs = SEEDS.concat(6, 7, 8, 9, 10).map((seed) => {
      const { totals } = play(scenarioOf(id), seed);
      const counts = ["a", "b", "c"].map((to) => totals.edges[`broker->${to}`]?.attempts ?? 0);
      expect(counts.reduce((sum, count) => sum + count)).toBe(measuredOf(id, "delivered").mean);
      return {
        least: Math.min(...counts) / 3000,
        most: Math.max(...counts) / 3000,
        chi2: counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0),
      };
    });
    for (const [metric, values] of [
      ["min_share", runs.map(({ least }) => least)],
      ["max_share", runs.map(({ most }) => most)],
      ["chi2", runs.map(({ chi2 }) => chi2)],
    ] as const) {
      const { mean, sd } = measuredOf(id, metric);
      expect(Math.abs(meanOf(values) - mean)).toBeLessThan(3 * sd + 0.05 * mean);
    }
  });
});
