// Parameters of a consumer edge that every broker has.
import type { ParamSet } from "./define.ts";

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
