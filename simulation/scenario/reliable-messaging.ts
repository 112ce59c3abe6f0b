// WS-ReliableMessaging in the terms of retries: a message is sent again until it is acknowledged, and
// its number keeps it from taking effect twice.
import { RETRY } from "../policies/retry/definition.ts";
import type { ResolvedValues } from "./document.ts";
import { resolveValues } from "./resolve-values.ts";

/** Values of a SOAP edge with what its reliable messaging does to them. */
export function withReliability(values: ResolvedValues): ResolvedValues {
  const soap = values.soap as { reliable: boolean; resendMs: number; resends: number };
  if (!soap.reliable) return values;
  const retry = {
    maxAttempts: soap.resends + 1,
    backoff: { type: "constant", baseMs: soap.resendMs, jitter: "none" },
    retryOn: ["timeout", "connectionRefused", "connectionLost"],
  };
  const resolved = resolveValues({ retry: RETRY }, { retry }, "", new Map());
  return { ...values, ...resolved, idempotencyKey: true, idempotencyLookupMs: 0 };
}
