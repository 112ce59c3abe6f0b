// RabbitMQ 3.10.8, as measured: who gets which message when, and what becomes of it.
import { describe, expect, it } from "vitest";
import type { MessageStep } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { deliveriesOf, keptIn, numbersOf, playBroker, textsOf } from "./broker-steps.ts";
import {
  arrivalTimes,
  exponentials,
  meanOf,
  measuredOf,
  play,
  scenarioOf,
  withValues,
} from "./measured.ts";

const mean = (id: string, metric: string): number => measuredOf(id, metric).mean;

describe.each(["B1-prefetch1", "B1-prefetch100", "B1-prefetch100-preloaded"])("%s", (id) => {
  it("shares the messages out as measured and takes as long", () => {
    const broker = playBroker(id);
    const acked = broker.of("work", "acked");
    // What is preloaded waits a second for its consumers.
    const startMs = id.endsWith("preloaded") ? 1000 : 0;
    const lastMs = (acked.at(-1)?.atMs ?? 0) - startMs;
    expect(Math.abs(lastMs / mean(id, "completion_ms") - 1)).toBeLessThan(0.02);
    const to = (name: string) =>
      broker.of("work", "delivered").filter(({ consumer }) => consumer === `${name}[0]`).length;
    expect(Math.abs(to("fast") - mean(id, "consumer0_count"))).toBeLessThanOrEqual(2);
    expect(Math.abs(to("slow") - mean(id, "consumer1_count"))).toBeLessThanOrEqual(2);
    expect(to("fast") + to("slow")).toBe(300);
  });
});

describe.each([
  "B2-requeue-prefetch1",
  "B2-requeue-prefetch5",
  "B2-requeue-holdall-prefetch10",
  "B2-requeue-quorum-prefetch1",
])("%s", (id) => {
  it("delivers the message that was given back where it was delivered", () => {
    const [queue = ""] = Object.keys(playBroker(id).result.queues ?? {});
    const delivered = deliveriesOf(playBroker(id).of(queue, "delivered"));
    const measured = textsOf(id, "deliveries").map((text) => text.replace(/:\d+/g, ""));
    expect(measured).toContain(delivered);
  });
});

describe("B2-poison-hot-loop", () => {
  it("blocks the head: nothing behind it is delivered", () => {
    const id = "B2-poison-hot-loop";
    const delivered = playBroker(id).of("consumer", "delivered");
    expect(new Set(delivered.map(({ message }) => message))).toEqual(new Set([1]));
    expect(mean(id, "deliveries_of_message_behind_it")).toBe(0);
    expect(Math.abs(delivered.length / (2000 / (20 + 2 * 0.06576)) - 1)).toBeLessThan(0.05);
    const { mean: measured, sd } = measuredOf(id, "deliveries_of_poison_in_2s");
    expect(Math.abs(delivered.length - measured)).toBeLessThan(3 * sd);
  });
});

describe("B3-dlx-reject", () => {
  it("dead-letters what is rejected, in order, as messages that were never delivered", () => {
    const broker = playBroker("B3-dlx-reject");
    expect(textsOf("B3-dlx-reject", "order")).toContain(numbersOf(broker.of("dead", "routed")));
    expect(broker.queue("work").deaths).toEqual({ rejected: 5 });
    for (const step of broker.of("work", "deadLettered")) {
      expect(step).toMatchObject({ reason: "rejected", deaths: 1 });
    }
    expect(broker.queue("dead").backlogAtEnd).toBe(5);
  });
});

describe("B3-dlx-retry-loop", () => {
  it("comes back every 300 ms, with a count of its deaths by queue and reason", () => {
    const broker = playBroker("B3-dlx-retry-loop");
    const delivered = broker.of("work", "delivered");
    expect(delivered).toHaveLength(mean("B3-dlx-retry-loop", "deliveries"));
    delivered.forEach(({ atMs, returns }, at) => {
      expect(returns).toBe(0);
      expect(atMs - (delivered[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(300 * at);
      expect(atMs).toBeLessThan(300 * at + 15);
    });
    const dying = (queue: string, reason: MessageStep["reason"]) =>
      broker.of(queue, "deadLettered").map((step) => step.reason === reason && step.deaths);
    expect(dying("work", "rejected")).toEqual([1, 2, 3]);
    expect(dying("retry", "expired")).toEqual([1, 2, 3]);
    expect(broker.of("work", "acked")).toHaveLength(1);
  });
});

describe.each([
  "B3-maxlen-drop-head",
  "B3-maxlen-quorum-drop-head",
  "B3-maxlen-reject-publish",
  "B3-maxlen-reject-publish-dlx",
])("%s", (id) => {
  const serial: Record<string, Json> = {
    "nodes.publisher.batch": 1,
    "nodes.publisher.arrivals": {
      type: "trace",
      timesMs: Array.from({ length: 25 }, (_, at) => 10 * at),
    },
  };

  it.each([
    ["burst", {}],
    ["serial", serial],
  ] as const)("%s: keeps, drops and confirms what was measured", (way, set) => {
    const broker = playBroker(id, set);
    const list = (metric: string) => (textsOf(id, `${way}_${metric}`)[0] ?? "").replace(/^-$/, "");
    expect(broker.acked).toBe(mean(id, `${way}_confirm_ack`));
    expect(broker.nacked).toBe(mean(id, `${way}_confirm_nack`));
    expect(keptIn(broker, "work")).toBe(list("kept_ids"));
    expect(numbersOf(broker.of("dead", "routed"))).toBe(list("dead_ids"));
    const dead = mean(id, `${way}_dead`);
    expect(broker.queue("work").deaths).toEqual(dead === 0 ? {} : { maxlen: dead });
  });
});

describe("B3-maxlen-unacked", () => {
  const id = "B3-maxlen-unacked";

  it("counts ready messages only: what a consumer held is dropped when it is gone", () => {
    const broker = playBroker(id);
    expect(textsOf(id, "held_by_consumer")).toContain(numbersOf(broker.of("work", "delivered")));
    const early = broker.of("work", "deadLettered").filter(({ atMs }) => atMs < 1000);
    expect(early).toHaveLength(mean(id, "dead_while_unacked"));
    expect(textsOf(id, "dead_ids")).toContain(numbersOf(broker.of("dead", "routed")));
    expect(textsOf(id, "kept_ids")).toContain(keptIn(broker, "work"));
    expect(broker.queue("work").backlogAtEnd).toBe(mean(id, "ready_after_channel_close"));
  });
});

describe("B3-ttl-head-only", () => {
  it("expires at the head: what has expired behind it waits for it", () => {
    const id = "B3-ttl-head-only";
    const broker = playBroker(id);
    const dead = broker.of("work", "deadLettered");
    expect(textsOf(id, "order")).toContain(dead.map(({ operation }) => operation).join(" "));
    for (const step of dead) {
      expect(step).toMatchObject({ reason: "expired", deaths: 1 });
      expect(Math.abs(step.atMs - mean(id, `${step.operation}_dead_at_ms`))).toBeLessThan(5);
    }
    expect(broker.queue("work").backlogAtEnd).toBe(mean(id, "left_in_queue"));
  });
});

describe("B3-ttl-queue", () => {
  it("expires every message at the queue's age", () => {
    const broker = playBroker("B3-ttl-queue");
    const born = new Map(broker.of("work", "routed").map(({ message, atMs }) => [message, atMs]));
    const dead = broker.of("dead", "routed");
    expect(dead).toHaveLength(mean("B3-ttl-queue", "n_dead"));
    for (const { message, atMs } of dead) {
      const age = atMs - (born.get(message) ?? 0);
      expect(age).toBeGreaterThanOrEqual(500 - 1e-9);
      expect(age).toBeLessThan(503);
    }
    expect(broker.queue("work").deaths).toEqual({ expired: 20 });
  });
});

describe.each(["B4-delivery-limit3-nack", "B4-delivery-limit3-crash"])("%s", (id) => {
  it("delivers once more than the limit, then dead-letters", () => {
    const broker = playBroker(id);
    const delivered = broker.of("work", "delivered");
    expect(delivered).toHaveLength(mean(id, "deliveries"));
    expect(textsOf(id, "delivery_count_headers")).toContain(
      delivered.map(({ returns }) => (returns === 0 ? "-" : `${returns}r`)).join(" "),
    );
    expect(broker.queue("work").deaths).toEqual({ delivery_limit: mean(id, "dead_lettered") });
    expect(broker.queue("work").backlogAtEnd).toBe(mean(id, "left"));
    expect(broker.of("dead", "routed")).toHaveLength(1);
  });
});

describe.each(["B6-crash-unacked5", "B6-crash-unacked5-after-3-acks", "B6-crash-quorum"])(
  "%s",
  (id) => {
    it("gives back what a crashed consumer held, each to its place", () => {
      const delivered = playBroker(id).of("work", "delivered");
      const first = delivered.filter(({ consumer }) => consumer === "first[0]");
      const second = delivered.filter(({ consumer }) => consumer === "second[0]");
      expect(first).toHaveLength(mean(id, "first_consumer_got"));
      expect(textsOf(id, "second_consumer_deliveries")).toContain(deliveriesOf(second));
      const again = second.filter(({ returns = 0 }) => returns > 0);
      expect(again).toHaveLength(mean(id, "redelivered_flags"));
    });
  },
);

describe.each([
  ["B7-backlog-20-32", 20, 50_000, 31.25],
  ["B7-backlog-det-16-40", 16, 35_000, null],
] as const)("%s", (id, ratePerS, forMs, serviceMs) => {
  const runs = [900, 901, 902, 903, 904].map((seed) => {
    const set: Record<string, Json> = {
      "nodes.publisher.arrivals": {
        type: "trace",
        timesMs: arrivalTimes(seed, ratePerS, forMs),
      },
    };
    if (serviceMs !== null) {
      const valuesMs = exponentials(seed + 1_000_003, serviceMs, 3000);
      set["nodes.consumer.serviceTime"] = { type: "trace", valuesMs };
    }
    return () => {
      const played = play(withValues(scenarioOf(id), set));
      const queue = played.totals.nodes.mq?.queues?.consumer;
      const backlog = played.node("mq", "backlogEnd");
      // First window after the restart, at 15 s, in which nothing is left.
      const drained = backlog.findIndex((level, window) => window > 150 && level === 0);
      return {
        handled: queue?.endings.acked ?? 0,
        peak_backlog: queue?.backlog.max ?? 0,
        drain_after_restart_ms: drained * 100 - 15_000,
      };
    };
  });

  it("piles up and drains as measured", () => {
    const results = runs.map((run) => run());
    for (const metric of ["handled", "peak_backlog", "drain_after_restart_ms"] as const) {
      const { mean: measured, sd } = measuredOf(id, metric);
      const simulated = meanOf(results.map((result) => result[metric]));
      expect(Math.abs(simulated - measured), metric).toBeLessThan(3 * sd);
    }
  });
});

describe("B8-consumer-priority", () => {
  it("serves the higher consumer while it has room", () => {
    const broker = playBroker("B8-consumer-priority");
    const to = (name: string) =>
      broker
        .of("work", "delivered")
        .filter(({ consumer }) => consumer === `${name}[0]`)
        .map(({ message }) => message - 1)
        .join(" ");
    expect(textsOf("B8-consumer-priority", "high")).toContain(to("high"));
    expect(textsOf("B8-consumer-priority", "low")).toContain(to("low"));
    const { backlogAtEnd, inDeliveryAtEnd } = broker.queue("work");
    expect(backlogAtEnd - inDeliveryAtEnd).toBe(mean("B8-consumer-priority", "ready"));
  });
});

describe("B8-priority-order", () => {
  it("delivers by priority, clipped to the highest, first in first out within each", () => {
    const order = playBroker("B8-priority-order")
      .of("work", "delivered")
      .map(({ operation }) => operation.slice(1));
    expect(textsOf("B8-priority-order", "order")).toContain(order.join(" "));
  });
});

describe("B8-priority-prefetch", () => {
  it("cannot overtake what is prefetched", () => {
    const counts: Record<string, number> = { low: 0, high: 0 };
    const order = playBroker("B8-priority-prefetch")
      .of("work", "acked")
      .map(({ operation }) => {
        const at = counts[operation] ?? 0;
        counts[operation] = at + 1;
        return `${operation.charAt(0).toUpperCase()}${at}`;
      });
    expect(textsOf("B8-priority-prefetch", "order")).toContain(order.join(" "));
  });
});

describe("B8-round-robin", () => {
  it("alternates strictly", () => {
    const consumers = playBroker("B8-round-robin")
      .of("work", "delivered")
      .map(({ consumer }) => consumer);
    expect(consumers).toHaveLength(30);
    expect(consumers).toEqual(consumers.map((_, at) => `c${at % 3}[0]`));
  });
});

describe("B8-single-active-consumer", () => {
  it("fails over to the consumer that subscribed next", () => {
    const id = "B8-single-active-consumer";
    const delivered = playBroker(id).of("work", "delivered");
    const to = (name: string) => delivered.filter(({ consumer }) => consumer === `${name}[0]`);
    expect(to("c1")).toHaveLength(mean(id, "consumer1"));
    expect(to("c3")).toHaveLength(mean(id, "consumer3"));
    expect(delivered).toHaveLength(mean(id, "total_deliveries"));
    const numbers = Array.from({ length: 20 }, (_, at) => `${at + 1}${at < 10 ? "r" : ""}`);
    expect(deliveriesOf(to("c2"))).toBe(numbers.join(" "));
  });
});

describe("B8-unroutable", () => {
  it("returns what is mandatory and confirms all of it", () => {
    const { result, acked, nacked } = playBroker("B8-unroutable");
    expect(result.publishes).toMatchObject({ routed: 0, unroutable: 10, returned: 5 });
    expect(mean("B8-unroutable", "returned")).toBe(5);
    // Two publishes a request, all of them confirmed.
    expect(2 * acked).toBe(mean("B8-unroutable", "confirm_ack"));
    expect(nacked).toBe(0);
  });
});

describe("B6-confirm-*", () => {
  const confirmed = (id: string) => {
    const { totals } = play(scenarioOf(id));
    const { mean: meanMs, p50 } = totals.endToEnd.all?.latencyMs ?? {};
    expect(totals.endToEnd.all?.ok).toBeGreaterThan(200);
    return { mean: meanMs ?? Number.NaN, p50: p50 ?? Number.NaN };
  };
  const ids = ["transient-classic", "persistent-classic", "persistent-quorum"];

  it.each(ids)("%s takes as long as measured, to the order of magnitude", (name) => {
    const ratio =
      confirmed(`B6-confirm-${name}`).mean / mean(`B6-confirm-${name}`, "confirm_mean_ms");
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it("is much longer for what has to be on disk", () => {
    const [transient, classic, quorum] = ids.map((name) => confirmed(`B6-confirm-${name}`).p50);
    expect(classic).toBeGreaterThan(2 * (transient ?? Number.NaN));
    expect(quorum).toBeGreaterThan(1.5 * (transient ?? Number.NaN));
  });
});
