// What kinds of nodes are for whose use is a matter of choice, and what of them is simulated.
import type { ProtocolGuideText } from "./protocol-guides.ts";

export const KIND_GUIDES: Readonly<Record<string, ProtocolGuideText>> = {
  "api-gateway": {
    useWhen:
      "Clients shall know one address, and what all requests need is to be done once: who calls is checked, " +
      "how often is limited, encryption ends, gRPC becomes JSON.",
    avoidWhen:
      "Services call each other: a hop, and one place where all fail together. Where it must not be that, it " +
      "needs several instances with a reserve, and callers that try another.",
    modeled:
      "A hop with slots of its own, many or held while it waits; limits of each instance or of all together; " +
      "authentication for everything behind it; autoscaling and deploys. An answer 429 from behind goes to the " +
      "client as it is, and with every refusal when to come back (Retry-After); all else that fails is an " +
      "answer 5xx (dependency). To publish or to translate is a matter of its edges.",
    notModeled:
      "Routes by header or path other than the operation, answers of several services that are partly there, " +
      "keys and plans of single clients, caching (draw a cache or a CDN), configuration that is rolled out.",
  },
  "load-balancer": {
    useWhen:
      "Several instances share one address, and callers must not know which are there. Layer 7 spreads requests, " +
      "tries again and reads cookies; layer 4 costs less and takes any protocol.",
    avoidWhen:
      "Callers can pick by themselves (a mesh, gRPC clients). Layer 4 where connections are kept for long; " +
      "sticky sessions where instances come and go.",
    modeled:
      "A hop with slots of its own; picking by request or by connection; sessions that are bound, end, move and " +
      "are lost. The edge behind it has algorithms, health checks, retries. Draining is said by the instances. What requests " +
      "carry is handed on unread, encryption apart.",
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
      "while calls are waited for; throttling, or waiting while all are busy. Triggers by SQS (pollers, batches, " +
      "visibility), SNS and EventBridge (invoked for each message, repeated after one and two minutes); callers " +
      "that it checks itself, in an environment, while a gateway before it refuses without.",
    notModeled:
      "Price, triggers by streams and other brokers, batch windows, filters, pollers that back off from a function " +
      "that fails or is throttled, events given up after six hours, quotas shared with others, connections, keys and " +
      "tokens of each environment: the function as a whole keeps them.",
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
  monolith: {
    useWhen:
      "One team knows all of it, load is low or alike in all parts, and calls between modules are many: they " +
      "cost no network.",
    avoidWhen:
      "One part needs much more than the others, must not take them down, or belongs to another team.",
    modeled:
      "Services drawn from it are modules: called in process, on the thread of the request, in the same " +
      "instance. A crash, hang, pause or leak of one is one of all; it scales as a whole, and counts as one " +
      "in coupling.",
    notModeled:
      "Cores that threads contend for, one heap for all modules, releases of the whole for a change of one. " +
      "A module that is slow or fails slows or fails what calls it, and not the others' own work.",
  },
  "identity-provider": {
    useWhen:
      "Several services must know who calls. Local checks of signed tokens keep it off the path of requests; " +
      "introspection where a revoked token must be refused at once.",
    avoidWhen:
      "Every request would ask it and it is no more available than the rest: then all fail with it. " +
      "Certificates of a mesh tell services apart without it.",
    modeled:
      "Tokens of each caller instance and their life, stampedes and early fetches; introspection with kept " +
      "answers; keys for local checks; 401 and 403, and the slot time that they take.",
    notModeled:
      "Sign-in by people, refresh tokens, revocation and key rotation, clocks that differ, tokens that expire " +
      "on the way. Its calls pass no mesh.",
  },
  cache: {
    useWhen:
      "The same keys are read far more often than they change, and what is behind is slow or dear. Writes " +
      "behind: bursts of writes to few keys, where losing some is bearable.",
    avoidWhen:
      "Each key is wanted once, or an answer that is out of date does harm. Writes behind: money, orders, " +
      "whatever was acknowledged and must not go.",
    modeled:
      "What each instance holds, eviction, time to live, stampedes and one fetch per key; read-through, " +
      "aside, write-through; writes behind put into one by key, tried again, lost in a crash.",
    notModeled:
      "Sizes of entries, memory, replication of a cache, a log of its own (AOF), readers that see old values " +
      "beside a fetch.",
  },
  cdn: {
    useWhen:
      "Many clients, far from the origin, ask for the same public things. It takes load and distance from " +
      "all of them, and can hide an origin that is down.",
    avoidWhen:
      "Answers are for one user or change with each request; few clients are spread over many points, so " +
      "that each point misses.",
    modeled:
      "Points with contents of their own, short way for hits and both ways for misses, time to live, shield, " +
      "collapsed fetches, stale content, purge and flush, points that go down.",
    notModeled:
      "Sizes, bytes and prices; distances of single clients (one edge is one distribution); objects that vary " +
      "by header; a shield that fails; fetches that a purge overtakes.",
  },
  "external-api": {
    useWhen:
      "Somebody else runs it: payment, maps, e-mail, a model. Its quota and its troubles are given.",
    avoidWhen: "It is yours: draw a service, with the slots and the queue that it has.",
    modeled:
      "Latency, errors, brownouts at random; a quota by window or bucket, for the account or each caller; " +
      "429 with Retry-After in whole seconds; what a month costs.",
    notModeled:
      "What the provider runs on, limits of calls in progress, sliding windows, penalties for going on " +
      "after a refusal, prices in steps.",
  },
  scheduler: {
    useWhen: "Work comes at fixed times and nobody waits for it: reports, invoices, imports.",
    avoidWhen:
      "Work comes with requests (use a queue), or the batch meets the hours in which users need the same " +
      "database.",
    modeled:
      "Starts at intervals and listed times, jobs at once, overlap, a window that is missed or ends the " +
      "batch, jobs that fail.",
    notModeled:
      "Cron expressions, time zones, a scheduler that is down and catches up, jobs that are repeated (give " +
      "the edge a retry), several schedulers that elect one.",
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
  "schema-registry": {
    useWhen: "Teams write and read each other's events and release on their own.",
    avoidWhen:
      "One team releases both ends together, or the rule is checked before a release and nobody needs it later.",
    modeled:
      "One schema a broker; the rule for a new version; each instance asks once, before its other calls, and " +
      "forgets in a crash; refusals of writers, or of a release.",
    notModeled:
      "Rules over all earlier versions, several schemas a broker, converting old events (upcasting), the " +
      "leader of a registry.",
  },
  "transaction-coordinator": {
    useWhen: "Data of two databases must change together, both are near, and it happens rarely.",
    avoidWhen:
      "The path is busy, links are slow or unreliable, or teams differ: rows stay locked for two rounds, and " +
      "all databases must be up.",
    modeled:
      "Its calls are the prepares; commit or rollback follows. Votes, locks, doubt after a crash until its log " +
      "decides (presumed abort), decisions that are told again. Over SQL it is XA, over SOAP " +
      "WS-AtomicTransaction: larger messages that take both sides longer, while rows stay locked.",
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
