// How platforms invoke functions with messages, in the engine's terms. AWS Lambda documentation (2026).
import { type DeliveryRules, type InvocationDescriptor, PLAIN_RULES } from "./delivery-rules.ts";

/** A platform asks for 20 s at a time, so hardly ever in vain; an empty answer is followed at once. */
export const POLL = { waitMs: 20_000, pauseMs: 1 } as const;

export function invocationsOf(pollers: number, failed: "batch" | "message"): InvocationDescriptor {
  return { pollers, pollersAtFirst: 5, joinPerMinute: 300, failsWhole: failed === "batch" };
}

const REPEATS_MS = [60_000, 120_000];

/** The platform takes every message at once and keeps it until the function has done it. */
export function asynchronousRules(delayMs: number, attempts: number): DeliveryRules {
  return {
    ...PLAIN_RULES,
    pausesMs: REPEATS_MS,
    pushesBlindly: true,
    delayMs,
    deliveriesMax: attempts,
  };
}
