// What brokers call differently and mean alike: where each of them says it, and in which unit or
// words. Settings of the same name need no line here.
import type { KindId } from "../../../simulation/kinds/catalog.ts";

/** Where a product says something. */
export interface Spot {
  readonly on: "node" | "consumer" | "publish";
  readonly name: string;
  /** Its number times this, plus the other, is the number of the meaning. */
  readonly times?: number;
  readonly plus?: number;
  /** Its words by those of the meaning. */
  readonly words?: Readonly<Record<string, string>>;
}

export interface Meaning {
  /** What to say where the two are near to each other and not the same. */
  readonly unlike?: string;
  readonly spots: Readonly<Partial<Record<KindId, Spot>>>;
}

const node = (name: string, more: Partial<Spot> = {}): Spot => ({ on: "node", name, ...more });
const consumer = (name: string, more: Partial<Spot> = {}): Spot => ({
  on: "consumer",
  name,
  ...more,
});

const publish = (name: string): Spot => ({ on: "publish", name });

/** Of a product that counts what comes back instead of all deliveries. */
const RETURNS = { plus: 1 };

/** A setting goes over once: where two meanings have it, by the first that the other product has. */
export const MEANINGS: readonly Meaning[] = [
  {
    unlike: "an archive is read again by a replay, a log by its groups as well",
    spots: { eventbridge: node("archiveS"), kafka: node("retentionS") },
  },
  {
    unlike: "within the window in which the product remembers what it has had",
    spots: {
      sqs: publish("keepsId"),
      nats: publish("keepsId"),
      kafka: publish("idempotent"),
    },
  },
  { spots: { rabbitmq: node("messageKb"), kafka: node("recordBytes", { times: 0.001 }) } },
  {
    unlike: "of SQS it holds for FIFO queues",
    spots: { sqs: node("fifoRatePerS"), eventbridge: node("putRatePerS") },
  },
  {
    unlike: "what is beyond it fares as this product has it",
    spots: {
      rabbitmq: node("queueLengthMax"),
      nats: node("maxMessages"),
      "redis-streams": node("maxLength"),
      activemq: node("memoryLimit"),
      kafka: node("retentionRecords"),
    },
  },
  {
    spots: {
      sqs: node("retentionMs"),
      pubsub: node("retentionMs"),
      eventbridge: node("maxAgeMs"),
      nats: node("maxAgeMs"),
      kafka: node("retentionS", { times: 1000 }),
    },
  },
  {
    spots: {
      rabbitmq: node("durable"),
      activemq: node("persistent"),
      "redis-streams": node("persistent"),
    },
  },
  { spots: { rabbitmq: node("failoverMs"), kafka: node("electionMs") } },
  {
    unlike: "it holds for quorum queues or partitions",
    spots: { rabbitmq: node("quorumSize"), kafka: node("replicationFactor") },
  },
  {
    spots: {
      sqs: node("visibilityTimeoutMs"),
      pubsub: consumer("ackDeadlineMs"),
      nats: consumer("ackWaitMs"),
      "redis-streams": consumer("claimIdleMs"),
    },
  },
  {
    spots: {
      sqs: node("maxReceiveCount"),
      pubsub: consumer("deliveryAttempts"),
      activemq: consumer("maximumRedeliveries", RETURNS),
      nats: consumer("maxDeliver"),
      eventbridge: consumer("attempts"),
      kafka: consumer("retries", RETURNS),
      rabbitmq: node("deliveryLimit", RETURNS),
    },
  },
  {
    unlike: "one counts for an instance, the other for all consumers together",
    spots: {
      rabbitmq: consumer("prefetch"),
      activemq: consumer("prefetch"),
      pubsub: consumer("prefetch"),
      nats: consumer("maxAckPending"),
    },
  },
  {
    spots: {
      sqs: consumer("batchSize"),
      "redis-streams": consumer("batchSize"),
      kafka: consumer("maxPollRecords"),
    },
  },
  {
    spots: {
      pubsub: consumer("retryMinMs"),
      eventbridge: consumer("retryMinMs"),
      activemq: consumer("redeliveryDelayMs"),
      kafka: consumer("retryBackoffMs"),
    },
  },
  {
    spots: {
      sqs: node("messageGroups"),
      pubsub: node("orderingKeys"),
      kafka: node("keyCount"),
    },
  },
  {
    spots: {
      sqs: node("type", { words: { true: "fifo", false: "standard" } }),
      pubsub: consumer("ordering"),
    },
  },
  {
    spots: {
      rabbitmq: consumer("ack", { words: { true: "auto", false: "manual" } }),
      "redis-streams": consumer("noAck"),
    },
  },
  {
    spots: {
      rabbitmq: failure({ again: "requeue", drop: "drop", dead: "deadLetter" }),
      sqs: failure({ again: "release", wait: "wait" }),
      pubsub: failure({ again: "nack", wait: "wait" }),
      activemq: failure({ again: "rollback", drop: "drop" }),
      nats: failure({ again: "nak", wait: "wait", drop: "term" }),
      "redis-streams": failure({ wait: "wait", drop: "drop" }),
      kafka: failure({ drop: "skip", dead: "deadLetter" }),
    },
  },
];

function failure(words: NonNullable<Spot["words"]>): Spot {
  return consumer("onFailure", { words });
}
