// Defaults of message brokers beside RabbitMQ and Kafka that documentation or source states, as of
// November 2026. Frozen like the rest of the catalog.
const SQS = "Amazon SQS Developer Guide";
const PUBSUB = "google/pubsub/v1/pubsub.proto";
const ACTIVEMQ = "ActiveMQ Classic (2026-08)";
const NATS = "nats-server, consumer.go";

export const DOCUMENTED_MESSAGING = {
  sqsVisibilityMs: {
    value: 30_000,
    source: `${SQS}: VisibilityTimeout`,
    row: { system: "Amazon SQS", setting: "VisibilityTimeout" },
    factor: 1000,
  },
  sqsInFlightMax: {
    value: 120_000,
    source: `${SQS}: quotas, in flight`,
    row: { system: "Amazon SQS", setting: "in-flight max standard" },
  },
  sqsWaitMs: {
    value: 0,
    source: `${SQS}: ReceiveMessageWaitTimeSeconds`,
    row: { system: "Amazon SQS", setting: "ReceiveMessageWaitTime" },
  },
  sqsRetentionMs: {
    value: 345_600_000,
    source: `${SQS}: message retention`,
    row: { system: "Amazon SQS", setting: "retention" },
    factor: 1000,
  },
  sqsBatch: {
    value: 10,
    source: `${SQS}: messages per receive, at most`,
    row: { system: "Amazon SQS", setting: "batch size max" },
  },
  sqsDelayMs: {
    value: 0,
    source: `${SQS}: DelaySeconds`,
    row: { system: "Amazon SQS", setting: "delay" },
  },
  sqsReceivesMax: {
    value: null,
    source: `${SQS}: no redrive policy`,
    row: { system: "Amazon SQS", setting: "DLQ" },
    says: null,
  },
  sqsFifoRate: {
    value: 300,
    source: `${SQS}: FIFO throughput`,
    row: { system: "Amazon SQS", setting: "FIFO throughput" },
  },
  sqsDedupMs: {
    value: 300_000,
    source: `${SQS}: deduplication interval of FIFO queues`,
    row: { system: "Amazon SQS", setting: "FIFO dedup window" },
    factor: 1000,
  },
  natsAckWaitMs: {
    value: 30_000,
    source: `${NATS}: AckWait`,
    row: { system: "NATS JetStream", setting: "AckWait" },
    factor: 1000,
  },
  natsMaxAckPending: {
    value: 1000,
    source: `${NATS}: MaxAckPending`,
    row: { system: "NATS JetStream", setting: "MaxAckPending" },
  },
  natsMaxDeliver: {
    value: null,
    source: "NATS documentation: MaxDeliver -1",
    row: { system: "NATS JetStream", setting: "MaxDeliver" },
    says: -1,
  },
  natsBackoff: {
    value: null,
    source: "NATS documentation: BackOff",
    row: { system: "NATS JetStream", setting: "BackOff" },
    says: null,
  },
  pubsubAckDeadlineMs: {
    value: 10_000,
    source: `${PUBSUB}: ack_deadline_seconds`,
    row: { system: "Google Pub/Sub", setting: "ackDeadlineSeconds" },
    factor: 1000,
  },
  pubsubRetentionMs: {
    value: 604_800_000,
    source: `${PUBSUB}: message_retention_duration`,
    row: { system: "Google Pub/Sub", setting: "messageRetentionDuration" },
    factor: 1000,
  },
  pubsubRetry: {
    value: "immediate",
    source: `${PUBSUB}: retry_policy`,
    row: { system: "Google Pub/Sub", setting: "retryPolicy" },
    says: null,
  },
  pubsubExactlyOnce: {
    value: false,
    source: `${PUBSUB}: enable_exactly_once_delivery`,
    row: { system: "Google Pub/Sub", setting: "enableExactlyOnceDelivery" },
    says: false,
  },
  pubsubOrdering: {
    value: false,
    source: `${PUBSUB}: enable_message_ordering`,
    row: { system: "Google Pub/Sub", setting: "enableMessageOrdering" },
    says: false,
  },
  snsRetryAws: {
    value: "aws",
    source: "Amazon SNS Developer Guide: delivery retries",
    row: { system: "Amazon SNS", setting: "AWS-managed endpoints (SQS, Lambda, Firehose)" },
    says: "3 immediate, 2 x 1 s, 10 exp 1..20 s, 100000 x 20 s",
  },
  snsLatencyMs: {
    value: 73,
    source: "SNS to Lambda, median measured 2022 (bitesizedserverless.com)",
    row: { system: "Amazon SNS", setting: "latency -> Lambda" },
    says: "p50 73, p90 125, p99 225",
  },
  eventbridgeAttempts: {
    value: 185,
    source: "Amazon EventBridge User Guide: retry policy, attempts",
    row: { system: "Amazon EventBridge", setting: "retry (classic bus)" },
    says: "24 h and up to 185 attempts, exponential back-off with jitter",
  },
  eventbridgeAgeMs: {
    value: 86_400_000,
    source: "Amazon EventBridge User Guide: retry policy, age",
    row: { system: "Amazon EventBridge", setting: "retry (classic bus)" },
    says: "24 h and up to 185 attempts, exponential back-off with jitter",
  },
  eventbridgeLatencyMs: {
    value: 148,
    source: "EventBridge to Lambda, median measured 2023 (bitesizedserverless.com)",
    row: { system: "Amazon EventBridge", setting: "latency since 2023-02" },
    says: "p10 113, p50 148, p90 241, p99 387",
  },
  activemqPrefetch: {
    value: 1000,
    source: `${ACTIVEMQ}: queuePrefetch`,
    row: { system: "ActiveMQ Classic", setting: "queuePrefetch" },
  },
  activemqRedeliveries: {
    value: 6,
    source: `${ACTIVEMQ}: maximumRedeliveries`,
    row: { system: "ActiveMQ Classic", setting: "maximumRedeliveries" },
  },
  activemqDelayMs: {
    value: 1000,
    source: `${ACTIVEMQ}: initialRedeliveryDelay`,
    row: { system: "ActiveMQ Classic", setting: "initialRedeliveryDelay" },
  },
  activemqExponential: {
    value: false,
    source: `${ACTIVEMQ}: useExponentialBackOff`,
    row: { system: "ActiveMQ Classic", setting: "useExponentialBackOff" },
    says: false,
  },
} as const;
