// How a node that leads others through steps takes up what was left in the middle.
import type { ParamSet } from "./define.ts";

export const RECOVERY_PARAMS = {
  recoveryMs: {
    type: "number",
    label: "Tries again after",
    help:
      "Until it goes on with what a participant could not be told or undo. After a crash it reads its log " +
      "and goes on as soon as an instance is up.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [100, 600_000],
    scale: "log",
    default: 10_000,
  },
} as const satisfies ParamSet;
