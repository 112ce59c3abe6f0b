// What kinds of nodes are for whose use is a matter of choice, and what of them is simulated.
import type { ProtocolGuideText } from "./protocol-guides.ts";

export const KIND_GUIDES: Readonly<Record<string, ProtocolGuideText>> = {
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
