// What a RabbitMQ broker may say of its exchanges and queues.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { EdgeDocument, Json } from "../../simulation/scenario/document.ts";

interface Sketch {
  readonly broker?: Readonly<Record<string, Json>>;
  readonly publish?: EdgeDocument;
  readonly deliver?: EdgeDocument;
  /** The worker is called besides. */
  readonly call?: true;
}

function problemsOf({ broker = {}, publish = {}, deliver = {}, call }: Sketch): string[] {
  const { problems } = checkDocument({
    format: 1,
    catalog: "2026-11",
    name: "broker",
    run: {},
    nodes: {
      users: { kind: "client" },
      mq: { kind: "rabbitmq", ...broker },
      worker: { kind: "service" },
    },
    edges: {
      "users->mq": publish,
      "mq->worker": deliver,
      ...(call ? { "users->worker": { calls: [{ id: "a", routingKey: "a" }] } } : {}),
    },
  });
  return problems.map(({ severity, path, code }) => `${severity} ${path} ${code}`);
}

const queue = (own: Json, more: Readonly<Record<string, Json>> = {}): Sketch => ({
  broker: { ...more, queues: { work: own } },
});

describe("a RabbitMQ broker", () => {
  it("is sound with exchanges and queues that know each other", () => {
    const problems = problemsOf({
      broker: {
        exchange: "topic",
        exchanges: {
          eu: { type: "fanout", alternate: "rest", bindings: { in: { routingKey: "eu.#" } } },
          rest: { type: "headers", bindings: { in: { exchange: "eu" } } },
        },
        queues: {
          worker: {
            bindings: { a: { exchange: "eu" }, b: { exchange: "rest", headers: { size: 1 } } },
            deadLetter: { exchange: "rest" },
            maxPriority: 9,
            ttlMs: 0,
          },
          dead: { type: "quorum", deliveryLimit: -1, deadLetter: {}, bindings: {} },
        },
      },
      publish: { exchange: "amq.default", routingKey: "" },
    });
    expect(problems).toEqual([]);
  });

  it.each<[string, Sketch, string]>([
    [
      "a dead-letter exchange",
      queue({ deadLetter: { exchange: "no" } }),
      "nodes.mq.queues.work.deadLetter.exchange unknown-exchange",
    ],
    [
      "a binding",
      queue({ bindings: { b: { exchange: "no" } } }),
      "nodes.mq.queues.work.bindings.b.exchange unknown-exchange",
    ],
    [
      "an alternate exchange",
      { broker: { exchanges: { a: { alternate: "no" } } } },
      "nodes.mq.exchanges.a.alternate unknown-exchange",
    ],
    [
      "the exchange of a publish",
      { publish: { exchange: "no" } },
      "edges.users->mq.exchange unknown-exchange",
    ],
    [
      "a binding to the default exchange",
      queue({ bindings: { b: { exchange: "amq.default" } } }),
      "nodes.mq.queues.work.bindings.b.exchange exchange",
    ],
    [
      "a quorum queue that is not durable",
      queue({ type: "quorum", durable: false }),
      "nodes.mq.queues.work.durable queue-type",
    ],
    [
      "quorum queues by the broker's word that are not durable",
      { broker: { queueType: "quorum", durable: false } },
      "nodes.mq.durable queue-type",
    ],
    [
      "a quorum queue with priorities",
      queue({ type: "quorum", maxPriority: 5 }),
      "nodes.mq.queues.work.maxPriority queue-type",
    ],
    [
      "a quorum queue that dead-letters what it rejects",
      queue({ type: "quorum" }, { overflow: "reject-publish-dlx" }),
      "nodes.mq.queues.work.overflow queue-type",
    ],
    ["a negative time to live", queue({ ttlMs: -1 }), "nodes.mq.queues.work.ttlMs out-of-range"],
  ])("refuses %s", (_, sketch, problem) => {
    expect(problemsOf(sketch)).toContain(`error ${problem}`);
  });

  it.each<[string, Sketch, string]>([
    [
      "a delivery limit of classic queues",
      queue({ deliveryLimit: 3 }),
      "nodes.mq.queues.work.deliveryLimit",
    ],
    ["one of the broker", { broker: { deliveryLimit: 3 } }, "nodes.mq.deliveryLimit"],
    [
      "priorities among single active consumers",
      {
        broker: { queues: { worker: { singleActiveConsumer: true } } },
        deliver: { consumerPriority: 5 },
      },
      "edges.mq->worker.consumerPriority",
    ],
    [
      "a routing key where the queue says what it is bound to",
      {
        broker: { exchange: "topic", queues: { worker: { bindings: {} } } },
        deliver: { routingKey: "a" },
      },
      "edges.mq->worker.routingKey",
    ],
    [
      "a routing key of a call that is not routed",
      { deliver: {}, call: true },
      "edges.users->worker.calls.0.routingKey",
    ],
    [
      "a routing key at a fanout exchange",
      { deliver: { routingKey: "a" } },
      "edges.mq->worker.routingKey",
    ],
  ])("warns of %s", (_, sketch, path) => {
    expect(problemsOf(sketch)).toEqual([`warning ${path} unused`]);
  });
});
