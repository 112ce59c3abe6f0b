// Parameters of consumer edges that several brokers have.
import type { ParamSet } from "./define.ts";

/** Every broker has these. */
export const CONSUMER_PARAMS = {
  concurrency: {
    type: "number",
    label: "Messages at once",
    help: "Messages that one instance of the consumer works on at the same time.",
    unit: "",
    min: 1,
    max: 1_000_000,
    soft: [1, 100],
    integer: true,
    default: null,
    nullMeans: "as many as it has slots",
    live: true,
  },
  inbox: {
    type: "object",
    label: "Inbox",
    help:
      "The consumer writes down what it has applied and passes over what it knows, however often it " +
      "was published or delivered.",
    fields: {
      windowMs: {
        type: "number",
        label: "Remembers for",
        help: "How long an applied message is known.",
        unit: "ms",
        min: 1,
        max: 2_592_000_000,
        soft: [1000, 86_400_000],
        scale: "log",
        default: 600_000,
      },
      lookupMs: {
        type: "number",
        label: "Lookup takes",
        help: "Added to each message's work; all that a known one takes.",
        unit: "ms",
        min: 0,
        max: 3_600_000,
        soft: [0, 20],
        default: 1,
      },
    },
    default: null,
    nullMeans: "off",
  },
} as const satisfies ParamSet;

/** Of consumers that keep the order: what fails is tried again before anything behind it. */
export const RETRY_IN_PLACE = {
  retries: {
    type: "number",
    label: "Retries in place",
    help: "What fails is tried again so often before what is behind it.",
    unit: "",
    min: 0,
    max: 1_000_000,
    soft: [0, 20],
    integer: true,
    default: 0,
  },
  retryBackoffMs: {
    type: "number",
    label: "Pause before a retry",
    help: "What is behind waits so long before a retry.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 10_000],
    default: 0,
  },
  onFailure: {
    type: "choice",
    label: "What failed",
    help: "After the last retry.",
    options: ["skip", "deadLetter", "stop"],
    default: "skip",
  },
} as const satisfies ParamSet;
