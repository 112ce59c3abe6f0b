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
} as const satisfies ParamSet;
