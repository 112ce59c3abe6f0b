import { CONSUMER_PARAMS, RETRY_IN_PLACE } from "../consumer-params.ts";
import type { ParamSet } from "../define.ts";

/** Parameters of a subscription: an edge from an event store to what follows it. */
export const DELIVER_PARAMS = {
  concurrency: {
    ...CONSUMER_PARAMS.concurrency,
    label: "Segments at once",
    help: "Segments that one instance works on at the same time, each in order.",
    nullMeans: "all it has claimed",
  },
  group: {
    type: "text",
    label: "Subscription",
    help: "Consumers that name the same subscription share its segments.",
    default: null,
    nullMeans: "its own",
  },
  commitIntervalMs: {
    type: "number",
    label: "Checkpoint every",
    help: "How often its position is stored; a crash repeats what came after. Assumption.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [10, 10_000],
    scale: "log",
    default: 100,
  },
  maxPollRecords: {
    type: "number",
    label: "Events per read, at most",
    help: "Events that one read of a segment brings. Assumption.",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [1, 5000],
    scale: "log",
    integer: true,
    default: 500,
  },
  sessionTimeoutMs: {
    type: "number",
    label: "Claim ends after",
    help: "Segments of a crashed instance go to others after this time; 10 s in Axon's token stores.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [1000, 120_000],
    scale: "log",
    default: 10_000,
  },
  retries: {
    ...RETRY_IN_PLACE.retries,
    help: "A failed event is tried again so often before its segment goes on.",
  },
  retryBackoffMs: {
    ...RETRY_IN_PLACE.retryBackoffMs,
    help: "The segment waits so long before a failed event is tried again.",
  },
  onFailure: {
    ...RETRY_IN_PLACE.onFailure,
    label: "Failed event",
    help: "After the last retry: skipped, parked as a dead letter, or the subscription stops.",
    optionLabels: ["Skip", "Park", "Stop"],
  },
} as const satisfies ParamSet;
