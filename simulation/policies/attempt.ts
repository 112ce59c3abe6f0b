// One attempt over an edge: the way to the callee, how long the caller waits, whom it reaches.
import { DOCUMENTED } from "../catalogs/2026-11/documented.ts";

export const NETWORK_MS = {
  type: "distribution",
  label: "Network, one way",
  help: "Time a message spends between the two nodes, each way.",
  unit: "ms",
  default: DOCUMENTED.networkMs.value,
  source: DOCUMENTED.networkMs.source,
  live: true,
} as const;

export const TIMEOUT_MS = {
  type: "number",
  label: "Timeout",
  help: "The caller gives up one attempt after this time; the callee may work on for nobody.",
  unit: "ms",
  min: 0.001,
  max: 86_400_000,
  soft: [10, 30_000],
  scale: "log",
  default: null,
  nullMeans: "waits for ever",
  live: true,
} as const;

export const DEADLINE_MS = {
  type: "number",
  label: "Deadline",
  help:
    "The whole call with all its retries ends after this time, as deadlineExceeded; no retry is " +
    "begun that would start later.",
  unit: "ms",
  min: 0.001,
  max: 86_400_000,
  soft: [50, 60_000],
  scale: "log",
  default: null,
  nullMeans: "none of its own",
} as const;

export const PROPAGATE_DEADLINE = {
  type: "boolean",
  label: "Passes the deadline on",
  help:
    "The callee learns what remains of the deadline: it begins nothing that would come too late, " +
    "and its own calls that pass it on end with it. A deadline of the caller holds for the call, too.",
  default: false,
} as const;

export const ONE_WAY = {
  type: "boolean",
  label: "One way",
  help: "The caller goes on as soon as the message is sent; failures show at the edge only.",
  default: false,
} as const;

export const CANCEL = {
  type: "choice",
  label: "Cancellation",
  help:
    "What the callee does with an attempt whose caller has given up. None: finishes it for " +
    "nobody. Check: stops when dequeued, between stages and before after-work. Interrupt: " +
    "stops at once.",
  options: ["none", "check", "interrupt"],
  optionLabels: ["None", "Check", "Interrupt"],
  default: "none",
} as const;

export const IDEMPOTENCY_KEY = {
  type: "boolean",
  label: "Idempotency key",
  help:
    "All attempts at one call carry the same key. The callee executes an operation that is not " +
    "idempotent once and answers later attempts from its record, so they may be retried.",
  default: false,
} as const;

export const IDEMPOTENCY_LOOKUP_MS = {
  type: "number",
  label: "Key lookup takes",
  help: "With a key: what the callee needs to look it up, added to its service time.",
  unit: "ms",
  min: 0,
  max: 3_600_000,
  soft: [0, 20],
  default: 1,
  live: true,
} as const;
