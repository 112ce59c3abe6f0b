// How platforms invoke a function with messages: what edges to functions say in place of a consumer's settings.
import { CONSUMER_PARAMS } from "./consumer-params.ts";
import type { ParamSet } from "./define.ts";
import { COUNT } from "./managed-params.ts";

/** Event source mapping of a queue: AWS Lambda Developer Guide, scaling of SQS event source mappings. */
export const POLLED_TRIGGER = {
  inbox: CONSUMER_PARAMS.inbox,
  concurrency: {
    ...COUNT,
    label: "Batches at once",
    help:
      "Maximum concurrency: invocations with batches of this queue. Five at first, up to 300 more a minute " +
      "while messages wait; Lambda takes 2 to 1,000.",
    min: 2,
    max: 1000,
    soft: [2, 1000],
    scale: "log",
    default: 1000,
  },
  failed: {
    type: "choice",
    label: "A message that fails",
    help:
      "Fails its batch: all of it is visible again later, and what was done is done again. Alone: the " +
      "function says which ones failed (partial batch responses).",
    options: ["batch", "message"],
    optionLabels: ["Fails its batch", "Comes back alone"],
    default: "batch",
  },
} as const satisfies ParamSet;

/** Asynchronous invocation: AWS Lambda Developer Guide, how Lambda handles errors and retries. */
export const ASYNCHRONOUS_TRIGGER = {
  inbox: CONSUMER_PARAMS.inbox,
  attempts: {
    ...COUNT,
    label: "Invocations, at most",
    help: "A failed one is repeated a minute later, and two minutes after that; then the message is given up.",
    max: 3,
    soft: [1, 3],
    default: 3,
  },
} as const satisfies ParamSet;
