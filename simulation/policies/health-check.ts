// Active health checks: callers ask each instance from time to time whether it is there.
import type { ParamSet } from "../kinds/define.ts";

const HEALTH_CHECK_PARAMS = {
  type: {
    type: "choice",
    label: "Check",
    help:
      "HTTP: fails on an error answer, on none in time, and on a refused connection. TCP: only " +
      "opens a connection, so a process that hangs or answers errors passes.",
    options: ["http", "tcp"],
    optionLabels: ["HTTP request", "TCP connection"],
    default: "http",
    live: true,
  },
  intervalMs: {
    type: "number",
    label: "Interval",
    help: "Time from the end of a check to the next one of the same instance.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [100, 60_000],
    scale: "log",
    default: 2000,
    live: true,
  },
  timeoutMs: {
    type: "number",
    label: "Timeout",
    help: "A check without an answer by then has failed.",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    soft: [100, 60_000],
    scale: "log",
    default: 2000,
    live: true,
  },
  unhealthyThreshold: {
    type: "number",
    label: "Failures to leave it out",
    help: "So many failed checks in a row.",
    unit: "checks",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: 3,
    live: true,
  },
  healthyThreshold: {
    type: "number",
    label: "Passes to take it back",
    help: "So many passed checks in a row.",
    unit: "checks",
    min: 1,
    max: 1000,
    soft: [1, 10],
    integer: true,
    default: 2,
    live: true,
  },
} as const satisfies ParamSet;

export const HEALTH_CHECK = {
  type: "object",
  label: "Health checks",
  help:
    "Each caller checks each instance by itself and leaves out those that fail. It then learns of " +
    "crashes and restarts by its checks only. A check takes no slot at the callee.",
  fields: HEALTH_CHECK_PARAMS,
  default: null,
  nullMeans: "off",
} as const;
