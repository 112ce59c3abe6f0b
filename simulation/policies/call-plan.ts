// The calls that an edge carries.
import type { ParamSet } from "../kinds/define.ts";

/** One call of an edge, beside its `id`. */
export const CALL_PARAMS = {
  when: {
    type: "names",
    label: "When",
    help: "Operations of the caller that make this call.",
    default: null,
    nullMeans: "every operation",
  },
  operation: {
    type: "text",
    label: "Operation",
    help: "What it invokes at the callee.",
    default: null,
    nullMeans: "the caller's own",
  },
  stage: {
    type: "number",
    label: "Stage",
    help: "Calls of one stage run in parallel, stages one after another, over all edges of a node.",
    unit: "",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: 1,
  },
  probability: {
    type: "ratio",
    label: "Chance",
    help: "How often it is made at all, independent of other calls.",
    default: 1,
    live: true,
  },
  choice: {
    type: "text",
    label: "Choice group",
    help: "Of the calls with the same group in a stage, exactly one is made, by weight.",
    default: null,
    nullMeans: "none",
  },
  weight: {
    type: "number",
    label: "Weight",
    help: "Share of this call within its choice group, relative to the others.",
    unit: "",
    min: 0,
    max: 1_000_000,
    soft: [0, 100],
    default: 1,
    live: true,
  },
  count: {
    type: "count",
    label: "Count",
    help: 'How many times it is made; "all" makes one to every instance of the callee.',
    min: 0,
    max: 10_000,
    default: 1,
  },
  parallel: {
    type: "boolean",
    label: "At once",
    help: "On: the counted calls run side by side (fan-out). Off: one after another (N+1).",
    default: false,
  },
  distinct: {
    type: "boolean",
    label: "Different instances",
    help:
      "Of calls made at once each goes to another instance, drawn at random (redundant copies, " +
      "where the stage requires any). More calls than instances: the drawn ones in turn. A retry " +
      "stays with its instance.",
    default: false,
  },
  whenMiss: {
    type: "text",
    label: "On a miss of",
    help:
      "A cache that the same operation has asked at an earlier stage: the call is made unless that was " +
      "a hit (cache-aside).",
    default: null,
    nullMeans: "always",
  },
  compensation: {
    type: "text",
    label: "Compensation",
    help:
      "Of a saga's step: the operation of the same callee that undoes it. When a later step fails, the " +
      "compensations are called in reverse order, that of the failed step first, since it may have happened.",
    default: null,
    nullMeans: "nothing to undo",
  },
  afterFailure: {
    type: "boolean",
    label: "After a failure",
    help:
      "Made only when the caller's operation has failed, by itself or by one of its calls: a failure " +
      "event that lets others compensate (choreography), or a clean-up.",
    default: false,
  },
  optional: {
    type: "boolean",
    label: "Optional",
    help: "The caller waits for it, yet its failure is ignored.",
    default: false,
  },
} as const satisfies ParamSet;

/** Fields of a call that may stand directly on an edge without `calls`. */
export const CALL_SHORTHAND = [
  "when",
  "operation",
  "stage",
  "probability",
  "count",
  "parallel",
  "distinct",
  "whenMiss",
  "compensation",
  "afterFailure",
] as const satisfies readonly (keyof typeof CALL_PARAMS)[];

/** What a publishing call may say of its message itself. */
export const CALL_MESSAGE_PARAMS = {
  routingKey: {
    type: "text",
    label: "Routing key",
    help: "What a message is published with; brokers with exchanges route by it.",
    mayBeEmpty: true,
    default: null,
    nullMeans: "the edge's, else the operation",
  },
} as const satisfies ParamSet;
