// Documented defaults of logs; a part of DOCUMENTED, see there.
const CONSUMER = "Apache Kafka 4.0, ConsumerConfig.java";
const PRODUCER = "Apache Kafka 4.0, ProducerConfig.java";
const BROKER = "Apache Kafka 4.0, ServerLogConfigs.java";
const REPLICATION = "Apache Kafka 4.0, ReplicationConfigs.java";

export const DOCUMENTED_LOG = {
  kafkaPartitions: {
    value: 1,
    source: `${BROKER}: num.partitions`,
    row: { system: "Kafka broker", setting: "num.partitions" },
  },
  kafkaPartitioner: {
    value: "key",
    source: "Apache Kafka 4.0, upgrade notes: built-in partitioner hashes the key (KIP-794)",
    row: { system: "Kafka producer", setting: "partitioner" },
    says: "built-in: key => murmur2(key) % n; no key => sticky per batch (KIP-794)",
  },
  kafkaReplication: {
    value: 1,
    source: `${REPLICATION}: default.replication.factor`,
    row: { system: "Kafka broker", setting: "default.replication.factor" },
  },
  kafkaMinInSync: {
    value: 1,
    source: `${BROKER}: min.insync.replicas`,
    row: { system: "Kafka broker", setting: "min.insync.replicas" },
  },
  kafkaUnclean: {
    value: false,
    source: `${BROKER}: unclean.leader.election.enable`,
    row: { system: "Kafka broker", setting: "unclean.leader.election.enable" },
  },
  kafkaReplicaLagMs: {
    value: 30_000,
    source: `${REPLICATION}: replica.lag.time.max.ms`,
    row: { system: "Kafka broker", setting: "replica.lag.time.max.ms" },
  },
  kafkaRetentionS: {
    value: 604_800,
    source: `${BROKER}: log.retention.hours`,
    row: { system: "Kafka broker", setting: "log.retention.hours" },
    factor: 3600,
  },
  kafkaInitialRebalanceMs: {
    value: 3000,
    source: "Apache Kafka 4.0, GroupCoordinatorConfig.java: group.initial.rebalance.delay.ms",
    row: { system: "Kafka broker", setting: "group.initial.rebalance.delay.ms" },
  },
  kafkaAcks: {
    value: "all",
    source: `${PRODUCER}: acks`,
    row: { system: "Kafka producer", setting: "acks" },
    says: "all",
  },
  kafkaIdempotence: {
    value: true,
    source: `${PRODUCER}: enable.idempotence`,
    row: { system: "Kafka producer", setting: "enable.idempotence" },
  },
  kafkaMaxInFlight: {
    value: 5,
    source: `${PRODUCER}: max.in.flight.requests.per.connection`,
    row: { system: "Kafka producer", setting: "max.in.flight.requests.per.connection" },
  },
  kafkaLingerMs: {
    value: 5,
    source: "Apache Kafka 4.0, KIP-1030: linger.ms",
    row: { system: "Kafka producer", setting: "linger.ms (>=4.0)" },
  },
  kafkaBatchBytes: {
    value: 16_384,
    source: `${PRODUCER}: batch.size`,
    row: { system: "Kafka producer", setting: "batch.size" },
  },
  kafkaMaxPollRecords: {
    value: 500,
    source: `${CONSUMER}: max.poll.records`,
    row: { system: "Kafka consumer", setting: "max.poll.records" },
  },
  kafkaMaxPollIntervalMs: {
    value: 300_000,
    source: `${CONSUMER}: max.poll.interval.ms`,
    row: { system: "Kafka consumer", setting: "max.poll.interval.ms" },
  },
  kafkaCommitIntervalMs: {
    value: 5000,
    source: `${CONSUMER}: auto.commit.interval.ms`,
    row: { system: "Kafka consumer", setting: "auto.commit.interval.ms" },
  },
  kafkaSessionTimeoutMs: {
    value: 45_000,
    source: `${CONSUMER}: session.timeout.ms`,
    row: { system: "Kafka consumer", setting: "session.timeout.ms" },
  },
  kafkaOffsetReset: {
    value: "latest",
    source: `${CONSUMER}: auto.offset.reset`,
    row: { system: "Kafka consumer", setting: "auto.offset.reset" },
    says: "latest",
  },
  kafkaAssignor: {
    value: "range",
    source: `${CONSUMER}: partition.assignment.strategy, of which the first all members have`,
    row: { system: "Kafka consumer", setting: "partition.assignment.strategy" },
    says: "[RangeAssignor, CooperativeStickyAssignor]",
  },
  schemaCompatibility: {
    value: "backward",
    source: "Confluent documentation (2026), schema evolution and compatibility",
    row: { system: "Schema registry", setting: "compatibility" },
    says: "BACKWARD",
  },
} as const;
