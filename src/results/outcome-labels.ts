import type { Outcome } from "../../simulation/results/outcomes.ts";

const LABELS: Readonly<Record<Outcome, string>> = {
  ok: "ok",
  degraded: "degraded",
  timeout: "timeout",
  deadlineExceeded: "deadline exceeded",
  abandoned: "abandoned",
  rejected: "rejected",
  queueTimeout: "queue timeout",
  poolTimeout: "pool timeout",
  rateLimited: "rate limited",
  shed: "shed",
  circuitOpen: "circuit open",
  bulkheadFull: "bulkhead full",
  connectionRefused: "connection refused",
  connectionLost: "connection lost",
  unauthorized: "unauthorized",
  error: "error",
  dependency: "dependency failed",
  cancelled: "cancelled",
  conflict: "conflict",
};

/** The ending in the words of the page. */
export function outcomeLabel(outcome: Outcome): string {
  return LABELS[outcome];
}
