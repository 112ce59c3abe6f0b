// Cases of RabbitMQ: exchanges and queues by name, what publishers say of messages, clusters.
import type { Json } from "../../simulation/scenario/document.ts";
import { inboxCases } from "./cases-patterns.ts";
import type { ParameterCase } from "./parameter-cases.ts";

type Settings = Readonly<Record<string, Json>>;
type Cases = Record<string, ParameterCase>;

const EXP = (meanMs: number): Json => ({ type: "exponential", meanMs });
const CRASH: Json = { kind: "crash", target: "mq", atS: 0.5, forS: 0.2 };

/** The mailer takes from a queue that the broker describes. */
const TAKES: Settings = { "edges.mq->mailer.queue": "request" };

function queue(own: Json, more: Settings = {}): Settings {
  return { ...TAKES, "nodes.mq.queues": { request: own, dead: { bindings: {} } }, ...more };
}

/** Four keys, of which one equals the pattern, three match it, and none has headers. */
const KEYS: Settings = {
  "edges.orders->mq.calls": ["a.b", "a.c", "a.*", "x"].map((routingKey) => ({
    id: routingKey.replace(/\W/g, ""),
    routingKey,
  })),
};
const BINDING: Json = { routingKey: "a.*", headers: { size: 1 } };

/** Messages go to an exchange of their own, from there to the mailer alone. */
function exchange(own: Json, binding: Json = BINDING): Settings {
  return {
    ...KEYS,
    "edges.orders->mq.exchange": "request",
    "nodes.mq.exchanges": { request: own, other: { type: "fanout" } },
    ...queue({ bindings: { request: { exchange: "request", ...(binding as object) } } }),
  };
}

/** A binding that is looked at, by key or by headers. */
function bound(by: "topic" | "headers", own: Json): Settings {
  return {
    ...KEYS,
    "nodes.mq.exchange": by,
    "nodes.mq.exchanges": { other: { type: "fanout" } },
    "edges.orders->mq.headers": { size: 1, "x-size": 2 },
    ...queue({ bindings: { request: own } }),
  };
}

/** A binding between two exchanges. */
function chained(by: "topic" | "headers", own: Json): Settings {
  return {
    ...KEYS,
    "nodes.mq.exchange": by,
    "nodes.mq.exchanges": { request: { type: "fanout", bindings: { request: own } }, other: {} },
    "edges.orders->mq.headers": { size: 1, "x-size": 2 },
    ...queue({ bindings: { request: { exchange: "request" } } }),
  };
}

const SLOW: Settings = { "nodes.mailer.serviceTime": EXP(30), "edges.mq->mailer.prefetch": 2 };
const FULL: Json = { queueLengthMax: 2 };
const DEAD: Json = { routingKey: "dead" };
const FAILS: Settings = { "nodes.mailer.errorRate": 0.5 };
const LOST: Settings = { ...SLOW, "faults.f": CRASH };

function bindingCases(place: string, make: typeof bound): Cases {
  return {
    [`${place}.exchange`]: { given: make("topic", { routingKey: "a.*" }), to: "other" },
    [`${place}.routingKey`]: { given: make("topic", { routingKey: "a.*" }), to: "#" },
    [`${place}.headers`]: { given: make("headers", { headers: {} }), to: { size: 7 } },
  };
}

const CLUSTER: Settings = { "nodes.mq.replicas": 3, "nodes.mq.queueType": "quorum" };
const ONE_DOWN: Settings = {
  "faults.f": { kind: "crash", target: "mq[0]", atS: 0.3, forS: 0.5 },
};

/**
 * The mailer gives most messages back at once; the pusher keeps them until it crashes, which it does
 * all the time.
 */
const RETURNS: Settings = {
  "nodes.mq.queueType": "quorum",
  "nodes.mailer.serviceTime": 0.2,
  "nodes.mailer.errorRate": 0.97,
  "nodes.pusher.serviceTime": 100_000,
  "faults.f": { kind: "crash", target: "pusher", every: 10, for: 2 },
};

export const RABBITMQ_CASES: Cases = {
  exchange: { given: { ...KEYS, ...queue({ bindings: { request: BINDING } }) } },
  exchanges: { given: exchange({ type: "direct" }), to: { request: { type: "fanout" } } },
  "exchanges.request.type": { given: exchange({}) },
  "exchanges.request.alternate": {
    given: {
      ...exchange({}, { exchange: "other" }),
      "nodes.mq.queues": { request: { bindings: { request: { exchange: "other" } } } },
    },
    to: "other",
  },
  "exchanges.request.bindings": {
    given: chained("topic", { routingKey: "a.*" }),
    to: { request: { routingKey: "#" } },
  },
  ...bindingCases("exchanges.request.bindings.request", chained),
  "exchanges.request.bindings.request.match": {
    given: chained("headers", { headers: { size: 1, sort: "b" } }),
    to: "any",
  },
  queues: { given: SLOW, to: { mailer: FULL } },
  "queues.request.type": {
    given: queue({ type: "classic" }, { ...FAILS, ...SLOW }),
    to: "quorum",
  },
  "queues.request.bindings": { given: queue({}), to: {} },
  ...bindingCases("queues.request.bindings.request", bound),
  "queues.request.bindings.request.match": {
    given: bound("headers", { headers: { size: 1, sort: "b" } }),
    to: "any",
  },
  "queues.request.durable": { given: queue({}, LOST), to: false },
  "queues.request.queueLengthMax": { given: queue({}, SLOW), to: 2 },
  "queues.request.overflow": { given: queue({ ...(FULL as object), deadLetter: DEAD }, SLOW) },
  "queues.request.ttlMs": { given: queue({}, SLOW), to: 50 },
  "queues.request.deadLetter": { given: queue(FULL, SLOW), to: { routingKey: "dead" } },
  "queues.request.deadLetter.exchange": {
    given: {
      "nodes.mq.exchanges": { other: {} },
      ...queue({ ...(FULL as object), deadLetter: DEAD }, SLOW),
    },
    to: "other",
  },
  "queues.request.deadLetter.routingKey": {
    given: queue({ ...(FULL as object), deadLetter: DEAD }, SLOW),
    to: "nobody",
  },
  "queues.request.deadLetter.strategy": {
    given: {
      ...queue(
        {
          type: "quorum",
          overflow: "reject-publish",
          deadLetter: { routingKey: "mailer" },
        },
        FAILS,
      ),
      "edges.mq->mailer.onFailure": "deadLetter",
      "nodes.mq.queues.mailer": { overflow: "reject-publish", queueLengthMax: 0 },
    },
    to: "at-least-once",
  },
  "queues.request.deliveryLimit": { given: queue({ type: "quorum" }, FAILS), to: 1 },
  "queues.request.maxPriority": {
    given: queue({}, { ...SLOW, "edges.users->gate.networkMs": 1, ...urgent() }),
    to: 5,
  },
  "queues.request.singleActiveConsumer": {
    given: queue({}, { ...SLOW, "edges.mq->pusher.queue": "request" }),
    to: true,
  },
  queueType: { given: { ...FAILS, ...SLOW }, to: "quorum" },
  version: { given: RETURNS },
  concurrency: { given: { "nodes.mq.serviceTime": 9 }, to: 1 },
  serviceTime: { to: 4 },
  replicas: { given: { ...CLUSTER, ...ONE_DOWN }, to: 1 },
  quorumSize: { given: { ...CLUSTER, ...ONE_DOWN }, to: 1 },
  clusterNetworkMs: { given: CLUSTER, to: 6 },
  failoverMs: { given: { ...CLUSTER, ...ONE_DOWN }, to: 100 },
  flushTime: { to: 4 },
  memoryMb: { given: { ...SLOW, "nodes.mq.messageKb": 100 }, to: 1 },
  memoryWatermark: {
    given: { ...SLOW, "nodes.mq.messageKb": 100, "nodes.mq.memoryMb": 1 },
    to: 0.2,
  },
  messageKb: { given: { ...SLOW, "nodes.mq.memoryMb": 1 }, to: 200 },
  queueLengthMax: { given: { ...SLOW, "nodes.mq.queueLengthMax": 2 }, to: 9 },
  overflow: { given: queue({ deadLetter: DEAD }, { ...SLOW, "nodes.mq.queueLengthMax": 2 }) },
  durable: { given: LOST, to: false },
  deliveryLimit: { given: { ...FAILS, "nodes.mq.queueType": "quorum" }, to: 1 },
};

/** Some messages are more urgent than others. */
function urgent(): Settings {
  return {
    "edges.orders->mq.calls": [{ id: "a" }],
    "edges.orders->mq#2": { operation: "urgent", priority: 3 },
  };
}

export const RABBITMQ_PUBLISH_CASES: Cases = {
  exchange: { given: exchange({ type: "direct" }), to: "other" },
  routingKey: {
    given: { "nodes.mq.exchange": "topic", ...queue({ bindings: { request: BINDING } }) },
    to: "a.b",
  },
  headers: { given: bound("headers", { headers: { size: 1 } }), to: { size: 2 } },
  priority: {
    given: queue({ maxPriority: 5 }, { ...SLOW, ...urgent() }),
    to: 3,
  },
  expirationMs: { given: SLOW, to: 20 },
  persistent: { given: LOST, to: false },
  mandatory: {
    given: { "nodes.mq.exchange": "direct", "edges.mq->mailer.routingKey": "nobody" },
    to: true,
  },
};

export const RABBITMQ_DELIVER_CASES: Cases = {
  ...inboxCases("mq", "mailer"),
  networkMs: { to: 5 },
  concurrency: { given: { "nodes.mailer.concurrency": 5 }, to: 1 },
  prefetch: { given: { "nodes.mailer.serviceTime": 30 }, to: 2 },
  ack: {},
  onFailure: { given: queue({ deadLetter: DEAD }, FAILS) },
  queue: { to: "pusher" },
  routingKey: { given: { "nodes.mq.exchange": "direct" }, to: "request" },
  consumerPriority: {
    given: {
      ...SLOW,
      ...TAKES,
      "edges.mq->pusher.queue": "request",
      "edges.mq->pusher.prefetch": 2,
    },
    to: 5,
  },
};

export const RABBITMQ_CALL_CASES: Cases = {
  routingKey: {
    given: {
      "nodes.mq.exchange": "topic",
      "edges.orders->mq.calls": [{ id: "a" }],
      ...queue({ bindings: { request: BINDING } }),
    },
    to: "a.b",
  },
};
