// Collecting calls: what a caller sends together instead of one by one.
import type { ParamSet } from "./define.ts";

/** A documented time to linger, ms, and where it stands. */
interface Linger {
  readonly value: number;
  readonly source: string;
}

const fieldsWith = (linger: Linger) =>
  ({
    lingerMs: {
      type: "number",
      label: "Linger",
      help: "A batch is sent so long after its first call.",
      unit: "ms",
      min: 0,
      max: 3_600_000,
      soft: [0, 200],
      default: linger.value,
      source: linger.source,
      live: true,
    },
    everyMs: {
      type: "number",
      label: "At fixed times",
      help: "Batches are sent at multiples of this time instead, whatever is in them.",
      unit: "ms",
      min: 0.1,
      max: 3_600_000,
      soft: [1, 1000],
      default: null,
      nullMeans: "after lingering",
    },
    maxCount: {
      type: "number",
      label: "At most",
      help: "A batch of so many calls is sent at once.",
      unit: "calls",
      min: 1,
      max: 1_000_000,
      soft: [1, 1000],
      scale: "log",
      integer: true,
      default: null,
      nullMeans: "any number",
      live: true,
    },
  }) as const satisfies ParamSet;

/** Batching of an edge's calls, with the time that it lingers by default. */
export const batchParam = (linger: Linger) =>
  ({
    type: "object",
    label: "Batching",
    help: "Calls are collected and sent as one; all of them get its answer. Per partition of a log.",
    fields: fieldsWith(linger),
    default: null,
    nullMeans: "off",
  }) as const;
