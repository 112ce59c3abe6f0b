// The same drawing with one product or another in the middle, for tests of what sets them apart.
import type { BrokerResult } from "../../simulation/results/broker-result.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FaultDocument, RunSettings } from "../../simulation/scenario/document.ts";
import { metronome, nodeOf, simulate } from "../support/simulate.ts";
import { endsOf, expectSound, queueOf, scene } from "./messaging.ts";

interface ProductDrawing {
  readonly kind: string;
  readonly broker?: object;
  readonly deliver?: object;
  /** The queue, subscription or group of the worker. */
  readonly queue: string;
}

const LONG_POLL = { waitTimeMs: 20_000 };

/** As they come, apart from fixed latencies, which are left out. */
const PRODUCTS = {
  RabbitMQ: { kind: "rabbitmq", queue: "w" },
  ActiveMQ: { kind: "activemq", queue: "queue" },
  "ActiveMQ topic": { kind: "activemq", broker: { destination: "topic" }, queue: "w" },
  SQS: { kind: "sqs", deliver: LONG_POLL, queue: "main" },
  "SQS FIFO": { kind: "sqs", broker: { type: "fifo" }, deliver: LONG_POLL, queue: "main" },
  SNS: { kind: "sns", broker: { latencyMs: 0 }, queue: "w" },
  EventBridge: {
    kind: "eventbridge",
    broker: { latencyMs: 0 },
    deliver: { retryJitter: 0 },
    queue: "w",
  },
  "Pub/Sub": { kind: "pubsub", queue: "w" },
  Kafka: { kind: "kafka", queue: "w" },
  "Redis Streams": { kind: "redis-streams", queue: "w" },
  "NATS core": { kind: "nats", queue: "w" },
  JetStream: { kind: "nats", broker: { storage: "stream" }, queue: "w" },
} as const satisfies Record<string, ProductDrawing>;

export type Product = keyof typeof PRODUCTS;

/** What is drawn around the broker `mq`: a client that publishes, and the worker `w`. */
export interface Drawing {
  readonly run?: RunSettings;
  readonly client?: object;
  readonly worker?: object;
  /** More consumers, each with the worker's edge. */
  readonly others?: Readonly<Record<string, object>>;
  readonly publish?: object;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
  /** Settings of the product beside its own. */
  readonly broker?: object;
  readonly deliver?: object;
}

export interface Played {
  readonly totals: EngineTotals;
  readonly queue: BrokerResult;
  /** Work that was done, failed or not. */
  readonly completions: number;
  /** From the first publish to the end of all that it brought about, ms. */
  readonly settledMs: number;
}

export function play(product: Product, drawing: Drawing): Played {
  const { kind, queue, broker, deliver }: ProductDrawing = PRODUCTS[product];
  const edge = { ...deliver, ...drawing.deliver };
  const consumers = { w: { ...drawing.worker }, ...drawing.others };
  const { run, client, publish, faults } = drawing;
  const totals = simulate(
    scene({
      kind,
      client: client ?? ONE,
      broker: { ...broker, ...drawing.broker },
      consumers,
      deliver: Object.fromEntries(Object.keys(consumers).map((id) => [id, edge])),
      ...(run ? { run } : {}),
      ...(publish ? { publish } : {}),
      ...(faults ? { faults } : {}),
    }),
  );
  expectSound(totals);
  const { completions } = nodeOf(totals, "w");
  return { totals, queue: queueOf(totals, queue), completions, settledMs: endsOf(totals)[1] };
}

/** One message at 100 ms. */
export const ONE = metronome(10_000_000, 100);

/** A job of a second; its worker crashes half a second after it has begun, for half a second. */
export const LOST_WORKER: Drawing = {
  run: { durationS: 200 },
  worker: { serviceTime: 1000 },
  faults: { f: { kind: "crash", target: "w", atS: 0.6, forS: 0.5 } },
};

/** A message whose work fails each time, after 10 ms. */
export const POISON: Drawing = {
  worker: { serviceTime: 10, errorRate: 1 },
};

/** Ten messages, one a second; the worker is away for the first five. */
export const AWAY: Drawing = {
  run: { durationS: 100 },
  client: {
    ...metronome(1000, 500),
    profile: {
      shape: "steps",
      points: [
        [0, 1],
        [10, 0],
      ],
    },
  },
  worker: { serviceTime: 1 },
  faults: { f: { kind: "crash", target: "w", atS: 0, forS: 5 } },
};

/** Ten messages a second for two services. */
export const TWO_SERVICES: Drawing = {
  client: metronome(100, 50),
  worker: { serviceTime: 1 },
  others: { x: { serviceTime: 1 } },
};

/** A job that takes 40 s, with slots to spare. */
export const LONG_JOB: Drawing = {
  run: { durationS: 200 },
  worker: { serviceTime: 40_000 },
};

/** 100 messages a second for eight instances of one slot, which could do 80. */
export const CROWD: Drawing = {
  client: metronome(10, 5),
  worker: { replicas: 8, concurrency: 1, serviceTime: 100 },
};

/** The first answer takes 60 ms, longer than its publisher waits: it publishes again. */
export const SENT_AGAIN: Drawing = {
  client: metronome(1000, 100),
  worker: { serviceTime: 1 },
  publish: {
    timeoutMs: 50,
    retry: { maxAttempts: 2, backoff: { type: "constant", baseMs: 100, jitter: "none" } },
  },
  broker: { serviceTime: 60 },
};

/** 5,000 messages at once for a worker that never gets done. */
export const BURST: Drawing = {
  client: { ...metronome(10_000_000, 100), batch: 5000 },
  worker: { concurrency: 1, serviceTime: 600_000 },
};
