// Cases of patterns over brokers: at the edge by which the plant publishes to its mailbox, and at every
// edge to a consumer.
import type { Json } from "../../simulation/scenario/document.ts";
import type { ParameterCase } from "./parameter-cases.ts";

const OUTBOX: Readonly<Record<string, Json>> = {
  "edges.orders->mq.outbox": { intervalMs: 100, batchMax: 3 },
};

/** Orders are written first, and the broker is away for a while. */
const LOSING: Readonly<Record<string, Json>> = {
  "edges.orders->db": { protocol: "sql", calls: [{ id: "a" }] },
  "edges.orders->mq": { calls: [{ id: "a", stage: 2 }] },
  "faults.f": { kind: "crash", target: "mq", atS: 0.2, forS: 0.3 },
};

export const PATTERN_CASES: Readonly<Record<string, ParameterCase>> = {
  replyTo: { to: true },
  outbox: { to: { intervalMs: 100 } },
  "outbox.intervalMs": { given: OUTBOX, to: 50 },
  reconciliation: { given: LOSING, to: { everyMs: 100 } },
  "reconciliation.everyMs": {
    given: { ...LOSING, "edges.orders->mq.reconciliation": { everyMs: 100 } },
    to: 300,
  },
  "reconciliation.batchMax": {
    given: { ...LOSING, "edges.orders->mq.reconciliation": { everyMs: 100 } },
    to: 1,
  },
  "outbox.batchMax": { given: OUTBOX, to: 1 },
};

/** Publishes that are sent again since nobody waits for their confirmation, to the consumers of `broker`. */
export function inboxCases(broker: string, consumer: string): Record<string, ParameterCase> {
  const publish = `edges.orders->${broker}`;
  const again: Readonly<Record<string, Json>> = {
    [`${publish}.timeoutMs`]: 2,
    [`${publish}.networkMs`]: 2,
    [`${publish}.retry`]: { maxAttempts: 3, backoff: { type: "constant", baseMs: 20 } },
    [`edges.${broker}->${consumer}.inbox`]: {},
    // Else the log itself would pass over what its producer sends again.
    ...(broker === "log" ? { [`${publish}.idempotent`]: false } : {}),
    [`nodes.${consumer}.serviceTime`]: 1,
    [`nodes.${consumer}.concurrency`]: 8,
  };
  return {
    inbox: { to: { lookupMs: 5 } },
    "inbox.windowMs": { given: again, to: 5 },
    "inbox.lookupMs": { given: again, to: 9 },
  };
}
