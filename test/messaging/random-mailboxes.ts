// Random designs with one broker with queues of any product, consumers that are slow, fail and crash,
// and faults among all of them. Small: some hundred messages in 3 s, then silence.
import fc from "fast-check";
import type {
  FaultDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";

type Params = Record<string, Json>;
type Arbitraries = Record<string, fc.Arbitrary<Json>>;

const either = (...values: readonly Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);

interface Product {
  readonly kind: string;
  readonly broker: Arbitraries;
  readonly deliver: Arbitraries;
  /** Its dead letters have a queue of their own. */
  readonly buries?: boolean;
}

const rabbit: Pick<Product, "kind" | "deliver"> & { broker: Arbitraries } = {
  kind: "rabbitmq",
  broker: {
    replicas: either(1, 3),
    flushTime: either(0, 6, { type: "exponential", meanMs: 8 }),
    clusterNetworkMs: either(0, 2),
    failoverMs: either(0, 150),
    queueLengthMax: either(null, null, 4),
    overflow: either("drop-head", "reject-publish"),
  },
  deliver: {
    prefetch: either(1, 4, null),
    ack: either("manual", "manual", "auto"),
    onFailure: either("requeue", "deadLetter", "drop"),
    queue: either(null, "shared"),
  },
};

const DEAD: Json = { bindings: {} };
const BURIED: Json = {
  shared: { deadLetter: { routingKey: "dead-letters" }, ttlMs: 700 },
  a: { deadLetter: { routingKey: "later" } },
  later: { bindings: {}, ttlMs: 400 },
  "dead-letters": DEAD,
};
/** Dead letters go round: to a queue that holds them up, and back. */
const ROUND: Json = {
  shared: { deadLetter: { routingKey: "later" }, ttlMs: 900 },
  later: { bindings: {}, ttlMs: 120, deadLetter: { routingKey: "shared" } },
  "dead-letters": DEAD,
};
const TURNED_AWAY: Json = {
  a: {
    queueLengthMax: 3,
    overflow: "reject-publish-dlx",
    deadLetter: { routingKey: "dead-letters" },
    maxPriority: 3,
  },
  "dead-letters": DEAD,
};
const ONE_ACTIVE: Json = { shared: { singleActiveConsumer: true }, "dead-letters": DEAD };

/** Each product in its kinds of queues. */
export const PRODUCTS: Readonly<Record<string, Product>> = {
  "rabbitmq classic": {
    ...rabbit,
    broker: {
      ...rabbit.broker,
      durable: either(true, true, false),
      memoryMb: either(null, null, 1),
      messageKb: either(1, 40),
      queues: either({ "dead-letters": DEAD }, BURIED, ROUND, TURNED_AWAY, ONE_ACTIVE),
    },
    buries: true,
  },
  "rabbitmq quorum": {
    ...rabbit,
    broker: {
      ...rabbit.broker,
      queueType: either("quorum"),
      version: either("3.x", "4.0", "4.3"),
      deliveryLimit: either(null, 0, 2),
      queues: either({ "dead-letters": DEAD }, BURIED, ROUND, ONE_ACTIVE),
    },
    buries: true,
  },
  "rabbitmq topic": {
    ...rabbit,
    broker: { ...rabbit.broker, exchange: either("topic") },
    deliver: { ...rabbit.deliver, queue: either(null), routingKey: either("#", "order", "*") },
  },
  "sqs standard": sqs({}),
  "sqs fifo": sqs({ type: either("fifo"), messageGroups: either(1, 4) }),
  sns: {
    kind: "sns",
    broker: { latencyMs: either(0, 20), deadLetterQueue: either(true, false) },
    deliver: { retries: either("aws", "http"), routingKey: either("#", "order") },
    buries: true,
  },
  eventbridge: {
    kind: "eventbridge",
    broker: { latencyMs: either(0, 30), deadLetterQueue: either(true, false) },
    deliver: {
      retryMinMs: either(20, 200),
      retryMaxMs: either(500),
      attempts: either(1, 4, 185),
      routingKey: either("#", "order"),
    },
    buries: true,
  },
  pubsub: {
    kind: "pubsub",
    broker: { orderingKeys: either(1, 5), retentionMs: either(604_800_000, 1500) },
    deliver: {
      queue: either(null, "shared"),
      prefetch: either(1, 5, 1000),
      ackDeadlineMs: either(150, 10_000),
      extendMs: either(null, 2000),
      retryMinMs: either(null, 40),
      deliveryAttempts: either(null, 5),
      ordering: either(true, false),
      onFailure: either("nack", "wait"),
    },
    buries: true,
  },
  "activemq queue": activemq("queue", {}),
  "activemq topic": activemq("topic", {
    queue: either(null, "shared"),
    durable: either(true, false),
  }),
  "nats core": {
    kind: "nats",
    broker: { whenNobody: either("drop", "refuse") },
    deliver: { queue: either(null, "shared") },
  },
  jetstream: {
    kind: "nats",
    broker: {
      storage: either("stream"),
      maxMessages: either(null, null, 12),
      maxAgeMs: either(null, null, 900),
    },
    deliver: {
      queue: either(null, "shared"),
      ackWaitMs: either(150, 1000),
      backOffMs: either(null, [60, 300]),
      maxDeliver: either(null, 3),
      maxAckPending: either(1, 5, 1000),
      onFailure: either("wait", "nak", "term"),
    },
  },
  "redis-streams": {
    kind: "redis-streams",
    broker: { maxLength: either(null, null, 12), persistent: either(true, true, false) },
    deliver: {
      group: either(null, "shared"),
      batchSize: either(1, 5),
      waitTimeMs: either(0, 400),
      pollPauseMs: either(15),
      noAck: either(false, false, true),
      claimIdleMs: either(200, 900),
      claimEveryMs: either(100),
      onFailure: either("wait", "drop"),
    },
  },
};

function sqs(type: Arbitraries): Product {
  return {
    kind: "sqs",
    broker: {
      visibilityTimeoutMs: either(120, 900),
      abortAtVisibility: either(true, false),
      delayMs: either(0, 0, 60),
      maxReceiveCount: either(null, 1, 4),
      inFlightMax: either(3, 20_000),
      ...type,
    },
    deliver: {
      batchSize: either(1, 4, 10),
      waitTimeMs: either(0, 400),
      pollPauseMs: either(20),
      onFailure: either("wait", "release"),
      extendMs: either(null, 800),
    },
    buries: true,
  };
}

function activemq(destination: string, deliver: Arbitraries): Product {
  return {
    kind: "activemq",
    broker: {
      destination: either(destination),
      memoryLimit: either(null, 12),
      persistent: either(true, true, false),
    },
    deliver: {
      prefetch: either(1, 5, 1000),
      onFailure: either("rollback", "drop"),
      maximumRedeliveries: either(null, 0, 3),
      redeliveryDelayMs: either(0, 50),
      exponentialBackOff: either(true, false),
      ...deliver,
    },
    buries: true,
  };
}

const workers = fc.record({
  replicas: fc.integer({ min: 1, max: 2 }),
  concurrency: either(1, 3),
  serviceTime: either(0, 9, { type: "exponential", meanMs: 30 }),
  errorRate: either(0, 0, 0.3),
});

const seconds = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((at) => at / 100);

const FAULTS: readonly Params[] = [
  { kind: "crash", target: "mq" },
  { kind: "crash", target: "mq", mode: "blackhole" },
  { kind: "crash", target: "mq[0]" },
  { kind: "crash", target: "mq[1]" },
  { kind: "crash", target: "a" },
  { kind: "crash", target: "a[0]" },
  { kind: "crash", target: "b", mode: "blackhole" },
  { kind: "partition", target: "mq->a" },
  { kind: "partition", target: "mq->b", mode: "refuse" },
  { kind: "partition", target: "users->mq" },
  { kind: "slow", target: "a", factor: 15 },
  { kind: "errors", target: "b", ratio: 0.8 },
  { kind: "pause", target: "a" },
  { kind: "hang", target: "b" },
  { kind: "latency", target: "mq->a", addMs: 250 },
  { kind: "loss", target: "mq->a", ratio: 0.3, rtoMs: 30 },
];

const fault = fc
  .record({
    what: fc.constantFrom(...FAULTS),
    atS: seconds(3),
    forS: fc.constantFrom(0.05, 0.3, 1.4),
  })
  .map(({ what, atS, forS }) => ({ ...what, atS, forS }) as unknown as FaultDocument);

/** A design, and the product that it is of. */
export interface Design {
  readonly product: string;
  readonly document: ScenarioDocument;
}

/** The load ends after this time, s; faults end 1.4 s later. */
const LOAD_S = 3;

/** Exchanges that lead to each other, and to queues by key; `rest` takes what nobody else does. */
const CHAINED: Params = {
  exchanges: {
    side: { type: "topic", alternate: "rest", bindings: { in: { routingKey: "#" } } },
    rest: { type: "fanout" },
  },
  queues: {
    a: { bindings: { side: { exchange: "side", routingKey: "order" } } },
    b: { bindings: { rest: { exchange: "rest" }, own: { routingKey: "look" } } },
    "dead-letters": DEAD,
  },
};
const BY_KEY: Params = {
  exchanges: {},
  queues: { a: { bindings: { order: { routingKey: "order" } } }, "dead-letters": DEAD },
};

/** Products, and what of them is about routing alone. */
export const TOPOLOGIES: Readonly<Record<string, Product>> = {
  ...PRODUCTS,
  "rabbitmq chained exchanges": {
    ...rabbit,
    broker: { ...rabbit.broker, ...constants(CHAINED), exchange: either("fanout", "topic") },
    deliver: { ...rabbit.deliver, queue: either(null) },
  },
  "rabbitmq direct exchange": {
    ...rabbit,
    broker: {
      ...rabbit.broker,
      ...constants(BY_KEY),
      queueType: either("classic", "quorum"),
      exchange: either("direct"),
    },
    deliver: { ...rabbit.deliver, queue: either(null) },
  },
};

function constants(params: Params): Arbitraries {
  return Object.fromEntries(Object.entries(params).map(([name, one]) => [name, fc.constant(one)]));
}

/** Designs of one product. They run for long enough to come to rest. */
export function randomMailbox(product: string, durationS = 120): fc.Arbitrary<Design> {
  const of = TOPOLOGIES[product];
  if (of === undefined) throw new Error(`no product ${product}`);
  const delivery = fc.record({ networkMs: either(0, 3), ...of.deliver });
  return fc
    .record({
      seed: fc.nat({ max: 1_000_000 }),
      ratePerS: fc.constantFrom(8, 25),
      broker: fc.record({ serviceTime: either(0, 0.5, 4), ...of.broker }),
      publish: fc.record({
        networkMs: either(0, 2),
        timeoutMs: either(25, 2000),
        retry: either(null, { maxAttempts: 3 }),
      }),
      a: workers,
      b: workers,
      toA: delivery,
      toB: delivery,
      undertaker: fc.boolean(),
      faults: fc.array(fault, { maxLength: 3 }),
    })
    .map((parts) => ({ product, document: documentOf(of, parts as unknown as Parts, durationS) }));
}

interface Parts {
  readonly seed: number;
  readonly ratePerS: number;
  readonly broker: Params;
  readonly publish: Params;
  readonly a: Params;
  readonly b: Params;
  readonly toA: Params;
  readonly toB: Params;
  readonly undertaker: boolean;
  readonly faults: readonly FaultDocument[];
}

function documentOf(product: Product, parts: Parts, durationS: number): ScenarioDocument {
  const { broker, publish, a, b, toA, toB } = parts;
  const nodes: Record<string, NodeDocument> = {
    users: {
      kind: "client",
      ratePerS: parts.ratePerS,
      requests: { order: { weight: 3 }, look: {} },
      profile: {
        shape: "steps",
        points: [
          [0, 1],
          [LOAD_S, 0],
        ],
      },
    },
    mq: { kind: product.kind, ...broker },
    a: { kind: "service", ...a },
    b: { kind: "service", ...b },
  };
  const edges: Record<string, Params> = {
    "users->mq": withoutNull(publish),
    "mq->a": toA,
    "mq->b": sharesOf(toA, toB),
  };
  const deadQueue = broker.deadLetterQueue !== false && broker.maxReceiveCount !== null;
  if (parts.undertaker && product.buries === true && deadQueue) {
    nodes.undertaker = { kind: "service", serviceTime: 1 };
    edges["mq->undertaker"] = { networkMs: 0, queue: "dead-letters" };
  }
  const instances = Number(broker.replicas ?? 1);
  const faults = parts.faults.filter(({ target }) => target !== "mq[1]" || instances > 1);
  return {
    format: 1,
    catalog: "2026-11",
    name: "random mailbox",
    run: { durationS, warmupS: 0, seed: parts.seed, detail: true, windowS: durationS },
    nodes,
    edges,
    faults: Object.fromEntries(faults.map((one, at) => [`f${at}`, one])),
  };
}

function withoutNull(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
}

/** Consumers of one queue agree in what their edges say. */
function sharesOf(first: Params, second: Params): Params {
  const shared = first.queue ?? first.group ?? null;
  return shared !== null && shared === (second.queue ?? second.group) ? first : second;
}
