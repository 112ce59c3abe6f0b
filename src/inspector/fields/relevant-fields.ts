// Some policies are several machines under one name. Fields that the chosen one does not read are
// left out, unless the file says something for them.

import { isSpoken, PROTOCOLS_OF_FIELD } from "../../../simulation/scenario/fields-by-kind.ts";

type Values = Readonly<Record<string, unknown>>;

/** Of windows that do not overlap. */
const WINDOW_FIELDS = [
  ...["sizeMs", "outOfOrderMs", "allowedLatenessMs", "idleMs", "lateOperation"],
  ...["guarantee", "checkpointMs", "stateBytes", "restoreMbPerS"],
];

/** By policy and its `type`: the fields that this machine reads. */
const READ_BY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  backoff: {
    none: [],
    constant: ["baseMs", "jitter", "jitterRatio", "jitterMs"],
    linear: ["baseMs", "capMs", "jitter", "jitterRatio", "jitterMs"],
  },
  budget: {
    ratio: ["scope", "ratio", "minPerS", "ttlMs"],
    concurrent: ["scope", "ratio", "minConcurrent"],
    tokens: ["scope", "maxTokens", "tokenRatio"],
    quota: ["scope", "quota", "retryCost", "timeoutCost", "throttledCost", "successRefund"],
  },
  windows: {
    tumbling: WINDOW_FIELDS,
    session: WINDOW_FIELDS,
  },
  fallback: {
    static: ["latencyMs"],
    cache: ["latencyMs", "hitRatio", "maxAgeMs"],
    ignore: [],
    call: ["edge"],
  },
};

/** Fields of a connection that only act with a value of another: [the other field, its values]. */
const ACTS_WITH: Readonly<Record<string, readonly [string, readonly unknown[]]>> = {
  choiceCount: ["balancing", ["leastRequest", "ewma"]],
  withReplacement: ["balancing", ["leastRequest"]],
  ewmaDecayMs: ["balancing", ["ewma"]],
  ewmaInitialMs: ["balancing", ["ewma"]],
  overprovisioning: ["locality", ["zoneFirst"]],
  slowStart: ["balancing", ["random", "roundRobin", "leastRequest"]],
};

/** Whether a field of an edge does anything as the others stand, or the file says something for it. */
export function actsOnEdge(
  field: string,
  own: Values,
  valueAtName: (name: string) => unknown,
): boolean {
  if (own[field] !== undefined) return true;
  if (PROTOCOLS_OF_FIELD[field] !== undefined) {
    return isSpoken(field, String(valueAtName("protocol")));
  }
  const needs = ACTS_WITH[field];
  if (needs === undefined) return true;
  return needs[1].includes(valueAtName(needs[0]));
}

/** Whether a field is shown; `own` is what the file says for the policy, `values` what holds. */
export function isRelevant(policy: string, field: string, own: Values, values: Values): boolean {
  if (field === "type" || own[field] !== undefined) return true;
  if (policy === "breaker") return isReadByBreaker(field, values);
  if (policy === "soap") return isReadBySoap(field, values);
  if (field === "jitterRatio" && values.jitter !== "multiplicative") return false;
  if (field === "jitterMs" && values.jitter !== "added") return false;
  const read = READ_BY[policy]?.[String(values.type)];
  return read === undefined || read.includes(field);
}

/** What a breaker that counts failures in a row does not look at. */
const OF_RATES: readonly string[] = [
  ...["failureRateThreshold", "opensAt", "rateOf", "judgedAt", "minimumCalls"],
  ...["slowCallMs", "slowCallRateThreshold"],
];

function isReadByBreaker(field: string, { window, slowCallMs }: Values): boolean {
  const isInARow = (window as Values | null | undefined)?.type === "consecutive";
  if (isInARow) return !OF_RATES.includes(field);
  return field !== "slowCallRateThreshold" || (slowCallMs !== null && slowCallMs !== undefined);
}

/** What of SOAP's numbers belongs to what is switched on. */
function isReadBySoap(field: string, { security, reliable }: Values): boolean {
  if (["signMs", "verifyMs", "securityBytes"].includes(field)) return security === "signed";
  return !["resendMs", "resends"].includes(field) || reliable === true;
}
