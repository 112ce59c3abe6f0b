// What kinds of nodes are for whose use is a matter of choice, and what of them is simulated.
import type { ProtocolGuideText } from "./protocol-guides.ts";

export const KIND_GUIDES: Readonly<Record<string, ProtocolGuideText>> = {
  "load-balancer": {
    useWhen:
      "Several instances share one address, and callers must not know which are there. Layer 7 spreads requests, " +
      "tries again and reads cookies; layer 4 costs less and takes any protocol.",
    avoidWhen:
      "Callers can pick by themselves (a mesh, gRPC clients). Layer 4 where connections are kept for long; " +
      "sticky sessions where instances come and go.",
    modeled:
      "A hop with slots of its own; picking by request or by connection; sessions that are bound, end, move and " +
      "are lost. The edge behind it has algorithms, health checks, retries. Draining is said by the instances.",
    notModeled:
      "Affinity by source address, direct server return, connections that the balancer can hold, failover of " +
      "its address.",
  },
  serverless: {
    useWhen:
      "Load comes rarely or in crowds, work is short, and nobody wants to say how many instances there are.",
    avoidWhen:
      "Load is steady, a start is too slow for those who wait, or what it calls cannot bear as many at once.",
    modeled:
      "Environments one by one: cold starts, concurrency limit, scaling rate, idle time, provisioned ones; held " +
      "while calls are waited for; throttling, or waiting while all are busy.",
    notModeled:
      "Price, triggers by queues and streams, invocations that the platform repeats, quotas shared with others, " +
      "connections of each environment.",
  },
  database: {
    useWhen:
      "One owner keeps its data here. Shared by several services it is simple, and what is written together " +
      "is seen together.",
    avoidWhen:
      "Several teams depend on it: one of them can take locks, slots and connections from all. One per " +
      "service parts them, and is consistent later.",
    modeled:
      "Slots, connections of all callers and pools of each; locks of rows and their time limit; conditional " +
      "writes; shards with hot rows; a primary with replicas that lag, are stale, and take over.",
    notModeled:
      "Joins, statements over several rows, isolation levels, deadlocks within one database, synchronous " +
      "replication, what applying writes costs replicas.",
  },
  "stream-processor": {
    useWhen:
      "Results over time: counts, sums, sessions per key, a little after they happened, at high rates; and what " +
      "was read must be replayed after a crash.",
    avoidWhen:
      "Single records are worked on by themselves (a service does), or nobody can say how late events come: " +
      "then results are either late or wrong.",
    modeled:
      "Event time is when the request was offered. Tumbling, sliding and session windows by key; a watermark " +
      "over all partitions, idle ones left out; late records updated, dropped or worked on aside; state with " +
      "checkpoints, rolled back or counted twice, restored at a rate. A result counts as seen at once, or with " +
      "the commit under exactly once.",
    notModeled:
      "Shuffles by another key than that of the topic, joins, results passed on to others, the work of " +
      "firing a window and of a checkpoint, standby copies, restarts of the whole job for one instance.",
  },
  "event-store": {
    useWhen:
      "How something came about matters (money, claims, audits), or several read models want the same facts " +
      "and more will come.",
    avoidWhen:
      "Data is only created and overwritten, or readers must always see their own write: the read models are " +
      "behind.",
    modeled:
      "Streams with versions; appends that load first and conflict; loads that read all events since the last " +
      "snapshot; subscriptions, stale reads, rebuilds (replay).",
    notModeled:
      "Several events in one append, recognizing one that is repeated, applying events at the caller, a " +
      "cluster, and in rebuilds the events from before the run.",
  },
  "transaction-coordinator": {
    useWhen: "Data of two databases must change together, both are near, and it happens rarely.",
    avoidWhen:
      "The path is busy, links are slow or unreliable, or teams differ: rows stay locked for two rounds, and " +
      "all databases must be up.",
    modeled:
      "Its calls are the prepares; commit or rollback follows. Votes, locks, doubt after a crash until its log " +
      "decides (presumed abort), decisions that are told again.",
    notModeled:
      "Services as participants, the time of its own log, read-only votes, the one-phase shortcut, decisions " +
      "by an operator.",
  },
  "saga-orchestrator": {
    useWhen: "Steps belong to several services, may take long, and each can be undone by another.",
    avoidWhen: "Nobody may see a half-done state, or a step cannot be undone.",
    modeled:
      "Steps by stage, compensations backwards from the failed step, repeated steps after a crash, sagas left " +
      "half done, reconciliation, how long data was changed in parts.",
    notModeled: "What others do with what they see meanwhile, semantic locks, the time of its log.",
  },
};
