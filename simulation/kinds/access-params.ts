// Who may call: how a node finds out whether its caller is who it says. Off by default.
import type { ParamSet } from "./define.ts";

interface Sourced {
  readonly value: number;
  readonly source: string;
}

/** Keys of a provider are kept for so long, ms: what Envoy and panva/jose do. */
const KEYS_MS = 600_000;

const FIELDS = {
  check: {
    type: "choice",
    label: "How",
    help:
      "Local: the signature is checked here, with keys of the identity provider that are fetched rarely. " +
      "Introspection: the identity provider is asked (RFC 7662), so a revoked token is known at once.",
    options: ["local", "introspection"],
    optionLabels: ["Local check of a signed token", "Introspection"],
    default: "local",
  },
  checkMs: {
    type: "distribution",
    label: "A check takes",
    help: "Time of a slot for the signature, or to ask. What a forged token costs, too, if it is checked locally.",
    unit: "ms",
    default: 1,
    live: true,
  },
  refuseMs: {
    type: "number",
    label: "To refuse takes",
    help: "Time of a slot for a request that shows no credential: 401. Assumption: a tenth of a check.",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    soft: [0, 5],
    default: 0.1,
    live: true,
  },
  cacheMs: {
    type: "number",
    label: "Answers are kept for",
    help:
      "Introspection: by each instance, so it asks again after this time, and a revoked token is good for " +
      "as long. 30 to 120 s are typical.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [1000, 300_000],
    scale: "log",
    default: null,
    nullMeans: "not at all: it asks for each request",
  },
  tokenCount: {
    type: "number",
    label: "Different tokens",
    help: "With kept answers: how many tokens its callers show. By the key of a request, all alike.",
    unit: "",
    min: 1,
    max: 100_000,
    soft: [1, 10_000],
    scale: "log",
    integer: true,
    default: 1000,
  },
  keysMs: {
    type: "number",
    label: "Keys are kept for",
    help:
      "Local: by each instance, then fetched anew (JWKS). While the provider does not answer, requests " +
      "that find them expired fail. Envoy (cache_duration) and panva/jose (cacheMaxAge): 10 minutes.",
    unit: "ms",
    min: 1,
    max: 86_400_000,
    soft: [10_000, 3_600_000],
    scale: "log",
    default: KEYS_MS,
  },
} as const satisfies ParamSet;

/** The parameter `authentication` with the time of a check from a catalog. */
export function accessParams(checkMs: Sourced) {
  const { value, source } = checkMs;
  const fields = { ...FIELDS, checkMs: { ...FIELDS.checkMs, default: value, source } };
  return {
    authentication: {
      type: "object",
      label: "Authentication",
      help:
        "Each call is checked before it is worked on. Who shows no credential, or a bad one, is answered " +
        "401, who lacks the right 403: both end as unauthorized, which callers do not retry by default.",
      fields,
      default: null,
      nullMeans: "everybody is served",
    },
  } as const;
}
